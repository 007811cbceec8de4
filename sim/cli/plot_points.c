/* `fogline plot versus` and `pareto`: measures of the points of sweeps, or of several runs. */
#include "sim/cli/plot_axes.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/cli/plot_labels.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A point of a picture: where it is, its line or class, its own label. */
struct dot {
	struct estimate x, y;
	size_t line;
	char *label;
	bool front;
};

/* Those of one picture, and the names of the lines. */
struct dots {
	struct dot *dot;
	size_t n;
	char **line;
	size_t n_lines;
};

static const char mean_of_batches[] = "bars: 95 %, batch means of one run";

/* The number of the line of this name; takes the name over. */
static size_t line_number(struct dots *dots, char *name)
{
	for (size_t i = 0; i < dots->n_lines; i++)
		if (strcmp(dots->line[i], name) == 0) {
			free(name);
			return i;
		}
	dots->line = xrealloc(dots->line, (dots->n_lines + 1) * sizeof(*dots->line));
	dots->line[dots->n_lines] = name;
	return dots->n_lines++;
}

static void add_dot(struct dots *dots, struct dot dot)
{
	dots->dot = xrealloc(dots->dot, (dots->n + 1) * sizeof(*dots->dot));
	dots->dot[dots->n++] = dot;
}

static void dots_fini(struct dots *dots)
{
	for (size_t i = 0; i < dots->n; i++)
		free(dots->dot[i].label);
	for (size_t i = 0; i < dots->n_lines; i++)
		free(dots->line[i]);
	free(dots->dot);
	free(dots->line);
}

static double most_of(const struct dots *dots, bool y)
{
	double most = 0;

	for (size_t i = 0; i < dots->n; i++)
		most = fmax(most, fabs(y ? dots->dot[i].y.value : dots->dot[i].x.value));
	return most;
}

/* What the bars are. */
static void write_note(const struct figure *figure)
{
	const char *replications = results_attribute(figure->results[0], "replications");
	enum record_interval from = results_interval(figure->results[0]);
	char *note = from == INTERVAL_BATCHES ? xstrdup(mean_of_batches) :
		     text_format("bars: 95 %%, %s replications%s", replications ? replications : "all", from == INTERVAL_PAIRS ? " in antithetic pairs" : "");

	figure_text(figure, "note", note);
	free(note);
}

/* A value with the ends of its bar; where there is no interval the bar has no length. */
static void write_measured(const struct figure *figure, const struct estimate *m, double divisor)
{
	fprintf(figure->out, " %.9g %.9g %.9g", m->value / divisor, (isnan(m->low) ? m->value : m->low) / divisor,
		(isnan(m->high) ? m->value : m->high) / divisor);
}

/* ---- versus ---- */

/* The axis across, and which axes do not tell lines apart. */
struct across { size_t axis; bool none, words, *but; };

static bool is_numeric(const struct axes *axes, size_t axis)
{
	for (size_t c = 0; c < axes->n_cases; c++)
		if (isnan(axes->place[c * axes->n + axis].number))
			return false;
	return true;
}

/* The axis that is asked for, or the first of numbers, or else the first. */
static bool find_across(const struct figure *figure, const struct axes *axes, struct across *across)
{
	size_t by;

	*across = (struct across){ .but = xcalloc(axes->n + 1, sizeof(bool)), .none = axes->n == 0, .words = true };
	if (figure->settings->x && !axes_number(figure, axes, figure->settings->x, &across->axis))
		return false;
	for (size_t a = axes->n; !figure->settings->x && a-- > 0;)
		if (is_numeric(axes, a))
			across->axis = a;
	if (across->none)
		return true;
	across->words = !is_numeric(axes, across->axis);
	across->but[across->axis] = true;
	if (!figure->settings->by)
		return true;
	if (!axes_number(figure, axes, figure->settings->by, &by))
		return false;
	for (size_t a = 0; a < axes->n; a++)
		across->but[a] = a != by;
	return by != across->axis || diag_error(figure->diag, (struct mark){ .source = "--by" }, "'%s' is the axis across", axes->name[by]);
}

/* All dots of a measure; x is a number, or the number of a word in `words`. */
static bool find_dots(const struct figure *figure, const struct axes *axes, const struct across *across, const struct asked *asked,
		      const struct word_list *scopes, struct word_list *words, struct dots *dots)
{
	for (size_t c = 0; c < figure->n_cases; c++) {
		const struct axis_place *place = across->none ? NULL : &axes->place[c * axes->n + across->axis];
		const char *word = across->none ? figure->cases[c].label : place->word ? place->word : "not set";
		double x = across->words ? (double)word_list_add(words, word) : place->number;

		for (size_t s = 0; s < scopes->n; s++) {
			char *rest = across->none ? xstrdup("") : axes_label(figure, axes, c, across->but);
			char *name = scopes->n == 1 ? xstrdup(rest) : text_format("%s%s%s", rest, *rest ? ", " : "", scopes->word[s]);
			struct dot dot = { .x = { x, NAN, NAN } };

			free(rest);
			if (!asked_measure(figure, &figure->cases[c], asked, scopes->word[s], &dot.y)) {
				free(name);
				return false;
			}
			dot.line = line_number(dots, name);
			if (!isnan(dot.y.value))
				add_dot(dots, dot);
		}
	}
	return true;
}

static int by_line_and_x(const void *a, const void *b)
{
	const struct dot *p = a, *q = b;

	if (p->line != q->line)
		return p->line < q->line ? -1 : 1;
	return p->x.value < q->x.value ? -1 : p->x.value > q->x.value;
}

static void write_lines(const struct figure *figure, const struct axes *axes, const struct across *across, const struct asked *asked,
			const struct word_list *words, struct dots *dots)
{
	struct axis_unit x = axis_unit_of(across->none || across->words ? "1" : axes->units[across->axis], most_of(dots, false));
	struct axis_unit y = axis_unit_of(asked_unit(figure, asked), most_of(dots, true));
	char *phrase = asked_phrase(asked), *ytitle = axis_title(phrase, &y);
	char *xtitle = axis_title(across->none ? "" : axes->name[across->axis], &x);

	figure_begin(figure);
	figure_text(figure, "xtitle", xtitle);
	figure_text(figure, "ytitle", ytitle);
	figure_text(figure, "other", across->words ? "words" : "numbers");
	if (figure->settings->log)
		figure_real(figure, "ylog", 1);
	write_note(figure);
	figure_block(figure, NULL);
	for (size_t i = 0; i < words->n; i++) {
		fprintf(figure->out, "%zu ", i);
		figure_word(figure, words->word[i]);
		fputc('\n', figure->out);
	}
	if (words->n == 0)
		fputs("nan \"\"\n", figure->out);
	qsort(dots->dot, dots->n, sizeof(*dots->dot), by_line_and_x);
	for (size_t i = 0; i < dots->n; i++) {
		if (i == 0 || dots->dot[i].line != dots->dot[i - 1].line)
			figure_block(figure, dots->line[dots->dot[i].line]);
		fprintf(figure->out, "%.9g", dots->dot[i].x.value / x.divisor);
		write_measured(figure, &dots->dot[i].y, y.divisor);
		fputc('\n', figure->out);
	}
	free(phrase);
	free(xtitle);
	free(ytitle);
}

/* Two dots of one line over one place would be a line that runs back: something has to tell them apart. */
static bool can_be_lines(const struct figure *figure, struct dots *dots)
{
	qsort(dots->dot, dots->n, sizeof(*dots->dot), by_line_and_x);
	for (size_t i = 1; i < dots->n; i++)
		if (by_line_and_x(&dots->dot[i - 1], &dots->dot[i]) == 0)
			return diag_error(figure->diag, figure_mark(figure, 0), "the line '%s' has several values in one place: leave out --by, or name another axis",
					  dots->line[dots->dot[i].line]);
	if (dots->n == 0)
		return diag_error(figure->diag, figure_mark(figure, 0), "there is no value to draw");
	for (size_t i = 0; i < dots->n && figure->settings->log; i++)
		if (dots->dot[i].y.value <= 0)
			return diag_error(figure->diag, figure_mark(figure, 0), "a value of %g has no place on a logarithmic axis: leave out --log",
					  dots->dot[i].y.value);
	if (dots->n_lines > CURVES_MOST)
		return diag_error(figure->diag, figure_mark(figure, 0), "%zu lines are more than %d: choose a scope with --scope, or another axis with --x",
				  dots->n_lines, CURVES_MOST);
	return true;
}

static bool write_versus(struct figure *figure)
{
	const struct plot_settings *s = figure->settings;
	struct axes axes = { 0 };
	struct across across = { 0 };
	struct asked asked = { 0 };
	struct word_list scopes = { 0 }, words = { 0 };
	struct dots dots = { 0 };
	bool good = axes_find(figure, &axes) && find_across(figure, &axes, &across) &&
		    asked_find(figure, s->measure ? s->measure : "latency", s->statistic, true, &asked, &scopes) &&
		    find_dots(figure, &axes, &across, &asked, &scopes, &words, &dots) && can_be_lines(figure, &dots);

	if (good)
		write_lines(figure, &axes, &across, &asked, &words, &dots);
	dots_fini(&dots);
	word_list_fini(&scopes);
	word_list_fini(&words);
	asked_fini(&asked);
	free(across.but);
	axes_fini(&axes);
	return good;
}

const struct plot_kind plot_versus = {
	.name = "versus",
	.help = "a measure against an axis of a sweep or over runs, a line for each value of the other axes, with 95 % bars",
	.options = "measure scope statistic x by log",
	.write = write_versus,
};

/* ---- pareto ---- */

/* Whether `a` is no worse than `b` in both measures, and better in one. `more`: which axes are better when greater. */
static bool dominates(const struct dot *a, const struct dot *b, bool more_x, bool more_y)
{
	double x = (b->x.value - a->x.value) * (more_x ? -1 : 1), y = (b->y.value - a->y.value) * (more_y ? -1 : 1);

	return x >= 0 && y >= 0 && (x > 0 || y > 0);
}

static void find_front(struct dots *dots, bool more_x, bool more_y)
{
	for (size_t i = 0; i < dots->n; i++) {
		dots->dot[i].front = true;
		for (size_t j = 0; j < dots->n; j++)
			if (dominates(&dots->dot[j], &dots->dot[i], more_x, more_y))
				dots->dot[i].front = false;
	}
}

static bool find_pairs(const struct figure *figure, const struct axes *axes, const bool *but, const bool *all, const struct asked *x, const char *x_scope,
		       const struct asked *y, const char *y_scope, struct dots *dots)
{
	for (size_t c = 0; c < figure->n_cases; c++) {
		struct dot dot = { .label = NULL };

		if (!asked_measure(figure, &figure->cases[c], x, x_scope, &dot.x) || !asked_measure(figure, &figure->cases[c], y, y_scope, &dot.y))
			return false;
		if (isnan(dot.x.value) || isnan(dot.y.value))
			continue;
		dot.line = line_number(dots, axes_label(figure, axes, c, all));
		dot.label = axes_label(figure, axes, c, but);
		add_dot(dots, dot);
	}
	return dots->n > 0 || diag_error(figure->diag, figure_mark(figure, 0), "there is no value to draw");
}

static int by_x(const void *a, const void *b)
{
	const struct dot *p = a, *q = b;

	return p->x.value < q->x.value ? -1 : p->x.value > q->x.value ? 1 : p->y.value < q->y.value ? -1 : p->y.value > q->y.value;
}

/* The measure, and the scope if it was asked for. The caller frees it. */
static char *scoped(const struct asked *asked)
{
	char *phrase = asked_phrase(asked);
	char *whole = !asked->scope || strcmp(asked->scope, "*") == 0 ? xstrdup(phrase) : text_format("%s of %s", phrase, asked->scope);

	free(phrase);
	return whole;
}

/* Where between the ends of what is drawn, and with the room that plots/pareto.gp leaves around it. */
static double share_of(double value, double low, double high, bool log, double before, double after)
{
	double ends = log ? log10(high / low) : high - low;

	return (before + (ends > 0 ? (log ? log10(value / low) : value - low) / ends : 0.5)) / (before + 1 + after);
}

/* The ends of all intervals; values without one are their own. */
static void widen(const struct estimate *e, double *low, double *high)
{
	*low = fmin(*low, fmin(e->value, e->low));
	*high = fmax(*high, fmax(e->value, e->high));
}

/* Which names are drawn, and on which side of their points; by dot. */
static struct plot_label *place_names(const struct figure *figure, const struct dots *dots)
{
	struct plot_label *label = xcalloc(dots->n, sizeof(*label));
	double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };

	for (size_t i = 0; i < dots->n; i++) {
		widen(&dots->dot[i].x, &low[0], &high[0]);
		widen(&dots->dot[i].y, &low[1], &high[1]);
	}
	for (size_t i = 0; i < dots->n; i++)
		label[i] = (struct plot_label){
			.x = share_of(dots->dot[i].x.value, low[0], high[0], false, 0.08, 0.2),
			.y = share_of(dots->dot[i].y.value, low[1], high[1], figure->settings->log && low[1] > 0, 0.06, 0.1),
			.letters = strlen(dots->dot[i].label), .first = dots->dot[i].front };
	labels_place(label, dots->n, figure->settings->width && strcmp(figure->settings->width, "column") == 0);
	return label;
}

static void write_pairs(const struct figure *figure, struct dots *dots, const struct asked *x, const struct asked *y)
{
	struct axis_unit xunit = axis_unit_of(asked_unit(figure, x), most_of(dots, false));
	struct axis_unit yunit = axis_unit_of(asked_unit(figure, y), most_of(dots, true));
	struct plot_label *label;
	char *xphrase = scoped(x), *yphrase = scoped(y);
	char *xtitle = axis_title(xphrase, &xunit), *ytitle = axis_title(yphrase, &yunit);

	figure_begin(figure);
	figure_text(figure, "xtitle", xtitle);
	figure_text(figure, "ytitle", ytitle);
	if (figure->settings->log)
		figure_real(figure, "ylog", 1);
	write_note(figure);
	qsort(dots->dot, dots->n, sizeof(*dots->dot), by_x);
	label = place_names(figure, dots);
	figure_block(figure, NULL);
	for (size_t i = 0; i < dots->n; i++)
		if (dots->dot[i].front)
			fprintf(figure->out, "%.9g %.9g\n", dots->dot[i].x.value / xunit.divisor, dots->dot[i].y.value / yunit.divisor);
	for (size_t line = 0; line < dots->n_lines; line++) {
		figure_block(figure, dots->line[line]);
		for (size_t i = 0; i < dots->n; i++) {
			if (dots->dot[i].line != line)
				continue;
			write_measured(figure, &dots->dot[i].x, xunit.divisor);
			write_measured(figure, &dots->dot[i].y, yunit.divisor);
			fputc(' ', figure->out);
			figure_word(figure, label[i].side == LABEL_RIGHT ? dots->dot[i].label : "");
			fputc(' ', figure->out);
			figure_word(figure, label[i].side == LABEL_LEFT ? dots->dot[i].label : "");
			fputc('\n', figure->out);
		}
	}
	free(label);
	free(xphrase);
	free(yphrase);
	free(xtitle);
	free(ytitle);
}

/* Which axes name the classes: that of --by, or none. */
static bool find_classes(const struct figure *figure, const struct axes *axes, bool *but, bool *all)
{
	size_t by;

	for (size_t a = 0; a < axes->n; a++)
		all[a] = true;
	if (!figure->settings->by)
		return true;
	if (!axes_number(figure, axes, figure->settings->by, &by))
		return false;
	but[by] = true;
	all[by] = false;
	return true;
}

static bool read_more(const struct figure *figure, bool *more_x, bool *more_y)
{
	static const char *const words[] = { "x", "y", "both" };
	const char *more = figure->settings->more;

	*more_x = more && (strcmp(more, "x") == 0 || strcmp(more, "both") == 0);
	*more_y = more && (strcmp(more, "y") == 0 || strcmp(more, "both") == 0);
	return !more || *more_x || *more_y || diag_unknown(figure->diag, (struct mark){ .source = "--more" }, "axis", more, words, 3);
}

static bool write_pareto(struct figure *figure)
{
	const struct plot_settings *s = figure->settings;
	struct axes axes = { 0 };
	struct asked x = { 0 }, y = { 0 };
	struct word_list x_scopes = { 0 }, y_scopes = { 0 };
	struct dots dots = { 0 };
	bool more_x = false, more_y = false, good = axes_find(figure, &axes) && read_more(figure, &more_x, &more_y);
	bool *but = xcalloc(axes.n + 1, sizeof(*but)), *all = xcalloc(axes.n + 1, sizeof(*all));

	good = good && find_classes(figure, &axes, but, all) && asked_find(figure, s->x ? s->x : "energy@*", NULL, false, &x, &x_scopes) &&
	       asked_find(figure, s->measure ? s->measure : "latency", s->statistic, false, &y, &y_scopes) &&
	       find_pairs(figure, &axes, but, all, &x, x_scopes.word[0], &y, y_scopes.word[0], &dots);
	if (good) {
		find_front(&dots, more_x, more_y);
		write_pairs(figure, &dots, &x, &y);
	}
	dots_fini(&dots);
	word_list_fini(&x_scopes);
	word_list_fini(&y_scopes);
	asked_fini(&x);
	asked_fini(&y);
	free(but);
	free(all);
	axes_fini(&axes);
	return good;
}

const struct plot_kind plot_pareto = {
	.name = "pareto",
	.help = "two measures of each point of a sweep, or of each run, and those that no other beats in both",
	.options = "measure scope statistic x by more log",
	.write = write_pareto,
};
