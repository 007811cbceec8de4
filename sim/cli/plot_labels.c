/* Names one after the other, the first ones first; a name that would cover one before it, or another point, is left out. */
#include "sim/cli/plot_labels.h"

#include <math.h>
#include <stdlib.h>

struct box { double left, right, y; };

/* Of a letter's width, a line's height, and the distance of a name from its point, in shares of the graph. */
struct letter { double width, height, gap; };

static struct box box_of(const struct plot_label *l, enum label_side side, const struct letter *letter)
{
	double width = (double)l->letters * letter->width;
	double left = side == LABEL_RIGHT ? l->x + letter->gap : l->x - letter->gap - width;

	return (struct box){ left, left + width, l->y };
}

static bool covers_point(const struct box *box, const struct plot_label *label, size_t n, const struct letter *letter)
{
	for (size_t i = 0; i < n; i++)
		if (label[i].x > box->left - letter->gap / 2 && label[i].x < box->right + letter->gap / 2 && fabs(label[i].y - box->y) < letter->height / 2)
			return true;
	return false;
}

static bool covers_name(const struct box *box, const struct plot_label *label, size_t n, const struct letter *letter)
{
	for (size_t i = 0; i < n; i++) {
		struct box other = box_of(&label[i], label[i].side, letter);

		if (label[i].side != LABEL_NONE && box->left < other.right && other.left < box->right && fabs(box->y - other.y) < letter->height)
			return true;
	}
	return false;
}

/* On the side that has room; `over`: even over points, for one that is not to be without a name. */
static void place(struct plot_label *label, size_t n, size_t i, bool over, const struct letter *letter)
{
	for (enum label_side side = LABEL_RIGHT; side <= LABEL_LEFT && label[i].side == LABEL_NONE; side++) {
		struct box box = box_of(&label[i], side, letter);

		if (box.left >= 0 && box.right <= 1 && !covers_name(&box, label, n, letter) && (over || !covers_point(&box, label, n, letter)))
			label[i].side = side;
	}
}

void labels_place(struct plot_label *label, size_t n, bool narrow)
{
	static const struct letter wide = { 0.0105, 0.042, 0.012 }, column = { 0.021, 0.07, 0.02 };
	const struct letter *letter = narrow ? &column : &wide;

	for (size_t i = 0; i < n; i++)
		label[i].side = LABEL_NONE;
	for (size_t i = 0; i < n; i++)
		if (label[i].first)
			place(label, n, i, false, letter);
	for (size_t i = 0; i < n; i++)
		if (label[i].first)
			place(label, n, i, true, letter);
	for (size_t i = 0; i < n; i++)
		place(label, n, i, false, letter);
}
