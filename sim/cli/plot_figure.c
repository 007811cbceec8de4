/* What kinds of plots share: texts for a template, tables of the files, units at axes. */
#include "sim/cli/gnuplot.h"
#include "sim/cli/places.h"
#include "sim/cli/plot.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- cases ---- */

/* A value of an axis: a word, or a number in base units. */
static void add_value(struct text *text, const struct results_column *column, uint64_t row)
{
	char buffer[32];

	if (column->kind == RESULTS_WORD)
		text_add(text, "%s", column->word[row]);
	else
		text_add(text, "%s", text_of_number(column->kind == RESULTS_REAL ? column->real[row] : (double)column->integer[row], buffer));
}

/* Where a point is on the axes that differ. The caller frees it. */
static char *place_of(const struct results_table *points, const char *axes, uint64_t row)
{
	struct text text = { 0 };
	char *names = xstrdup(axes), *rest = names, *name;

	while ((name = strtok_r(rest, " ", &rest))) {
		const struct results_column *column = results_column(points, name);

		if (!column)
			continue;
		text_add(&text, "%s", text.length ? ", " : "");
		add_value(&text, column, row);
	}
	free(names);
	return text_take(&text);
}

static void add_case(struct figure *figure, size_t file, int64_t point, char *label)
{
	figure->cases = xrealloc(figure->cases, (figure->n_cases + 1) * sizeof(*figure->cases));
	figure->cases[figure->n_cases++] = (struct plot_case){ file, point, label };
}

/* Whether a point is among those asked for, or none are. */
static bool is_wanted(const struct figure *figure, uint64_t point)
{
	const struct words *points = &figure->settings->points;

	for (size_t i = 0; i < points->n; i++) {
		double number;

		if (text_number(points->item[i], strlen(points->item[i]), &number) && number == (double)point)
			return true;
	}
	return points->n == 0;
}

static bool add_points(struct figure *figure, size_t file, const char *stem)
{
	const struct results_table *points = results_table(figure->results[file], "points", figure->diag);
	const char *axes = results_attribute(figure->results[file], "axes");

	for (uint64_t row = 0; points && row < points->rows; row++) {
		char *place;

		if (!is_wanted(figure, row))
			continue;
		place = place_of(points, axes ? axes : "", row);
		add_case(figure, file, (int64_t)row, figure->n > 1 ? text_format("%s: %s", stem, place) : xstrdup(place));
		free(place);
	}
	return points != NULL;
}

bool figure_cases(struct figure *figure)
{
	bool good = true;

	for (size_t file = 0; file < figure->n; file++) {
		char *stem = places_stem(figure->path[file], ".h5", ".hdf5");

		if (results_has_table(figure->results[file], "points"))
			good = add_points(figure, file, stem) && good;
		else
			add_case(figure, file, -1, xstrdup(stem));
		free(stem);
	}
	if (good && figure->n_cases == 0)
		good = diag_error(figure->diag, figure_mark(figure, 0), "it has none of the points of --point");
	return good;
}

void figure_fini(struct figure *figure)
{
	for (size_t i = 0; i < figure->n_cases; i++)
		free(figure->cases[i].label);
	free(figure->cases);
	for (size_t i = 0; figure->results && i < figure->n; i++)
		if (figure->results[i])
			results_close(figure->results[i]);
	free(figure->results);
}

/* ---- texts ---- */

struct mark figure_mark(const struct figure *figure, size_t file)
{
	return (struct mark){ .source = figure->path[file] };
}

void figure_word(const struct figure *figure, const char *text)
{
	gnuplot_word(figure->out, text, figure->tex);
}

void figure_text(const struct figure *figure, const char *key, const char *text)
{
	fprintf(figure->out, "%s ", key);
	figure_word(figure, text);
	fputc('\n', figure->out);
}

void figure_real(const struct figure *figure, const char *key, double value)
{
	fprintf(figure->out, "%s %.9g\n", key, value);
}

void figure_begin(const struct figure *figure)
{
	const char *title = figure->settings->title ? figure->settings->title : results_attribute(figure->results[0], "title");

	figure_text(figure, "title", title ? title : "");
	if (figure->settings->width)
		figure_text(figure, "width", figure->settings->width);
}

void figure_block(const struct figure *figure, const char *name)
{
	fputs("\n\n", figure->out);
	if (name) {
		figure_word(figure, name);
		fputc('\n', figure->out);
	}
}

char *figure_label(const struct figure *figure, const struct plot_case *of, const char *scope, bool alone)
{
	if (figure->n_cases == 1)
		return xstrdup(scope);
	return alone ? xstrdup(of->label) : text_format("%s: %s", of->label, scope);
}

char *figure_phrase(const char *measure)
{
	char *phrase = xstrdup(measure);

	for (char *c = phrase; *c; c++)
		if (*c == '_')
			*c = ' ';
	return phrase;
}

const struct results_table *figure_table(const struct figure *figure, size_t file, const char *name, const char *key)
{
	const struct results_table *table = NULL;

	if (results_has_table(figure->results[file], name)) {
		table = results_table(figure->results[file], name, figure->diag);
		if (!table || table->rows > 0)
			return table;
	}
	if (key && results_has_table(figure->results[file], "points"))
		diag_error(figure->diag, figure_mark(figure, file), "it has no rows in a table '%s'; sweep the scenario with %s and --tables %s", name, key,
			   name);
	else if (key)
		diag_error(figure->diag, figure_mark(figure, file), "it has no rows in a table '%s'; run the scenario with %s", name, key);
	else
		diag_error(figure->diag, figure_mark(figure, file), "it has no rows in a table '%s'", name);
	return NULL;
}

/* ---- units ---- */

struct axis_unit axis_unit_of(const char *base, double most)
{
	static const struct { const char *base, *symbol; } symbols[] = {
		{ "s", "s" }, { "J", "J" }, { "W", "W" }, { "byte", "B" }, { "bit s-1", "bps" }, { "bit.s-1", "bps" },
	};
	static const struct { double factor; const char *prefix; } prefixes[] = {
		{ 1e12, "T" }, { 1e9, "G" }, { 1e6, "M" }, { 1e3, "k" }, { 1, "" }, { 1e-3, "m" }, { 1e-6, "µ" }, { 1e-9, "n" },
	};
	struct axis_unit unit = { .divisor = 1 };
	size_t p = 4;

	for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++) {
		if (strcmp(symbols[i].base, base) != 0)
			continue;
		/* Seconds have no thousands; nothing at all needs no prefix. */
		for (p = *symbols[i].symbol == 's' ? 4 : 0; p < 7 && most > 0 && most < prefixes[p].factor;)
			p++;
		p = most > 0 && isfinite(most) ? p : 4;
		unit.divisor = prefixes[p].factor;
		snprintf(unit.name, sizeof(unit.name), "%s%s", prefixes[p].prefix, symbols[i].symbol);
		return unit;
	}
	if (strcmp(base, "s-1") == 0)
		snprintf(unit.name, sizeof(unit.name), "1/s");
	else if (strcmp(base, "1") != 0 && strcmp(base, "none") != 0)
		snprintf(unit.name, sizeof(unit.name), "%s", base);
	return unit;
}

char *axis_title(const char *name, const struct axis_unit *unit)
{
	return *unit->name ? text_format("%s (%s)", name, unit->name) : xstrdup(name);
}

/* ---- the summary ---- */

bool summary_rows_open(const struct figure *figure, size_t file, struct summary_rows *rows)
{
	const struct results_table *table = figure_table(figure, file, "summary", NULL);

	if (!table)
		return false;
	*rows = (struct summary_rows){
		.rows = table->rows,
		.measure = results_column(table, "measure"), .scope = results_column(table, "scope"), .unit = results_column(table, "unit"),
		.mean = results_column(table, "mean"), .half_width = results_column(table, "half_width"), .p50 = results_column(table, "p50"),
		.p95 = results_column(table, "p95"), .p99 = results_column(table, "p99"), .maximum = results_column(table, "maximum"),
		.count = results_column(table, "count"), .point = results_column(table, "point"),
	};
	if (rows->measure && rows->scope && rows->unit && rows->mean && rows->half_width && rows->p50 && rows->p95 && rows->p99 && rows->maximum &&
	    rows->count)
		return true;
	return diag_error(figure->diag, figure_mark(figure, file), "the table 'summary' lacks columns");
}

uint64_t rows_from(const struct results_column *point, uint64_t rows, int64_t number)
{
	uint64_t low = 0, high = rows;

	if (!point)
		return number < 0 ? 0 : rows;      /* a run is point -1 */
	while (low < high) {
		uint64_t middle = low + (high - low) / 2;

		if (point->integer[middle] < number)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

const struct results_table *figure_nodes(const struct figure *figure, const struct plot_case *of, uint64_t *from, uint64_t *to)
{
	const struct results_table *nodes = figure_table(figure, of->file, "nodes", NULL);
	const struct results_column *point = results_column_of(nodes, "point", RESULTS_INTEGER);

	if (!nodes)
		return NULL;
	*from = rows_from(point, nodes->rows, of->point);
	*to = rows_from(point, nodes->rows, of->point + 1);
	if (*from < *to)
		return nodes;
	diag_error(figure->diag, figure_mark(figure, of->file), "it has no nodes of point %lld; sweep the scenario with --tables nodes", (long long)of->point);
	return NULL;
}

uint64_t summary_rows_find(const struct summary_rows *rows, const struct plot_case *of, const char *measure, const char *scope)
{
	uint64_t i = rows_from(rows->point, rows->rows, of->point), end = rows_from(rows->point, rows->rows, of->point + 1);

	while (i < end && (strcmp(rows->measure->word[i], measure) != 0 || strcmp(rows->scope->word[i], scope) != 0))
		i++;
	return i < end ? i : rows->rows;
}

/* ---- words ---- */

size_t word_list_add(struct word_list *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->word[i], word) == 0)
			return i;
	if (list->n == list->capacity) {
		list->capacity = list->capacity ? 2 * list->capacity : 16;
		list->word = xrealloc(list->word, list->capacity * sizeof(*list->word));
	}
	list->word[list->n] = word;
	return list->n++;
}

void word_list_fini(struct word_list *list)
{
	free(list->word);
	*list = (struct word_list){ 0 };
}

void word_list_column(struct word_list *list, const struct results_column *column, uint64_t rows)
{
	for (uint64_t i = 0; i < rows; i++)
		if (i == 0 || strcmp(column->word[i], column->word[i - 1]) != 0)
			word_list_add(list, column->word[i]);
}

bool figure_unknown(const struct figure *figure, size_t file, const char *what, const char *name, const struct word_list *known)
{
	return diag_unknown(figure->diag, figure_mark(figure, file), what, name, known->word, known->n);
}
