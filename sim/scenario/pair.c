/* Places as scenarios write them: [1400 m, 700 m], [[0 m, 0 m], [200 m, 0 m]], and degrees or the column that has them. */
#include "sim/scenario/reader.h"

#include "sim/base/text.h"

#include <string.h>

/* A pair is read value by value, as a row of kind REAL with the same name, dimension and range. */
bool value_pair(struct reader *r, const struct param *row, const struct tree *tree, struct pair *out)
{
	if (tree->kind == TREE_EMPTY)
		return diag_error(r->diag, tree->mark, "'%s' has no value", row->name);
	if (tree->kind != TREE_LIST || tree->n != 2)
		return diag_error(r->diag, tree->mark, "%s: expected two values in brackets, as [40 m, 30 m], not %s%s", row->name,
				  tree_kind_name(tree), tree->kind == TREE_LIST ? " of another length" : "");
	return value_real(r, row, tree->member[0].value, &out->x) && value_real(r, row, tree->member[1].value, &out->y);
}

bool value_pairs(struct reader *r, const struct param *row, const struct tree *tree, struct pairs *out)
{
	struct pair *list;
	bool good = true;

	if (tree->kind == TREE_EMPTY)
		return diag_error(r->diag, tree->mark, "'%s' has no value", row->name);
	if (tree->kind != TREE_LIST || tree->n == 0 || tree->member[0].value->kind != TREE_LIST)
		return diag_error(r->diag, tree->mark, "%s: expected a list of pairs, as [[0 m, 0 m], [40 m, 30 m]]", row->name);
	list = arena_array(r->arena, tree->n, sizeof *list);
	for (uint32_t i = 0; i < tree->n; i++)
		good = value_pair(r, row, tree->member[i].value, &list[i]) && good;
	*out = (struct pairs){ list, tree->n };
	return good;
}

bool value_coordinate(struct reader *r, const struct param *row, const struct tree *tree, struct coordinate *out)
{
	const char *text = value_text(r, row, tree, "degrees or the name of a column");
	double degrees;

	if (!text)
		return false;
	if (!*text)
		return diag_error(r->diag, tree->mark, "%s: the name of the column is empty", row->name);
	*out = (struct coordinate){ NAN, { NULL, tree->mark } };
	if (!text_number(text, strlen(text), &degrees)) {
		out->column.name = text;
		return true;
	}
	out->degrees = degrees;
	return value_in_range(r, row, text, tree->mark, degrees, DIM_NONE);
}
