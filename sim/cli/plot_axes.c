/* Cases on axes: the points of sweeps by /points, runs by what their command lines have set. */
#include "sim/cli/plot_axes.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/base/units.h"
#include "sim/cli/places.h"
#include "sim/kernel/stat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const statistics[] = { "mean", "p50", "p95", "p99", "maximum" };

enum { STATISTICS = sizeof(statistics) / sizeof(statistics[0]) };

/* ---- axes ---- */

static size_t add_axis(struct axes *axes, const char *name, size_t length)
{
	for (size_t i = 0; i < axes->n; i++)
		if (strlen(axes->name[i]) == length && strncmp(axes->name[i], name, length) == 0)
			return i;
	axes->name = xrealloc(axes->name, (axes->n + 1) * sizeof(*axes->name));
	axes->units = xrealloc(axes->units, (axes->n + 1) * sizeof(*axes->units));
	axes->units[axes->n] = "1";
	axes->name[axes->n] = text_format("%.*s", (int)length, name);
	return axes->n++;
}

/* The columns of /overrides as paths and values: "--set PATH=VALUE". False at the end. */
static bool next_override(const struct results_column *column, uint64_t rows, uint64_t *row, const char **path, size_t *length, const char **value)
{
	while (column && *row < rows) {
		const char *word = column->word[(*row)++], *equals = strchr(word, '=');

		if (strncmp(word, "--set ", 6) != 0 || !equals)
			continue;
		*path = word + 6;
		*length = (size_t)(equals - *path);
		*value = equals + 1;
		return true;
	}
	return false;
}

static const struct results_column *overrides_of(const struct figure *figure, size_t file, uint64_t *rows)
{
	struct diag *ignored = diag_new();
	const struct results_table *table = NULL;

	if (results_has_table(figure->results[file], "overrides"))
		table = results_table(figure->results[file], "overrides", ignored);
	diag_free(ignored);
	*rows = table ? table->rows : 0;
	return table ? results_column(table, "override") : NULL;
}

static void add_file(const struct figure *figure, size_t file, struct axes *axes)
{
	if (results_has_table(figure->results[file], "points")) {
		const char *names = results_attribute(figure->results[file], "axes");

		for (size_t length; names && *names; names += length + (names[length] == ' ')) {
			length = strcspn(names, " ");
			add_axis(axes, names, length);
		}
	} else {
		const char *path, *value;
		uint64_t rows, row = 0;
		size_t length;
		const struct results_column *column = overrides_of(figure, file, &rows);

		while (next_override(column, rows, &row, &path, &length, &value))
			add_axis(axes, path, length);
	}
}

static void place_point(const struct figure *figure, const struct plot_case *of, struct axes *axes, struct axis_place *place)
{
	const struct results_table *points = results_table(figure->results[of->file], "points", figure->diag);

	for (size_t a = 0; points && a < axes->n; a++) {
		const struct results_column *column = results_column(points, axes->name[a]);
		char buffer[64];

		if (!column)
			continue;
		if (column->kind == RESULTS_WORD) {
			place[a].word = xstrdup(column->word[of->point]);
			continue;
		}
		place[a].number = column->kind == RESULTS_REAL ? column->real[of->point] : (double)column->integer[of->point];
		axes->units[a] = column->units;
		place[a].word = xstrdup(text_of_number(place[a].number, buffer));
	}
}

static void place_run(const struct figure *figure, const struct plot_case *of, struct axes *axes, struct axis_place *place)
{
	const char *path, *value;
	uint64_t rows, row = 0;
	size_t length;
	const struct results_column *column = overrides_of(figure, of->file, &rows);

	while (next_override(column, rows, &row, &path, &length, &value)) {
		struct axis_place *at = &place[add_axis(axes, path, length)];
		struct diag *ignored = diag_new();
		enum dimension dimension;

		free(at->word);
		at->word = xstrdup(value);
		if (!text_number(value, strlen(value), &at->number)) {
			if (units_parse(value, strlen(value), ~0u, ignored, (struct mark){ 0 }, &at->number, &dimension))
				axes->units[at - place] = units_base(dimension);
			else
				at->number = NAN;
		}
		diag_free(ignored);
	}
}

/* Whether cases differ on the axis. */
static bool differs(const struct axes *axes, size_t axis)
{
	for (size_t c = 1; c < axes->n_cases; c++) {
		const char *a = axes->place[axis].word, *b = axes->place[c * axes->n + axis].word;

		if ((a == NULL) != (b == NULL) || (a && strcmp(a, b) != 0))
			return true;
	}
	return false;
}

/* Leave out the axes on which all cases are in one place. */
static void keep_differing(struct axes *axes)
{
	size_t kept = 0, n = axes->n;
	struct axis_place *place = xcalloc(axes->n_cases * n + 1, sizeof(*place));
	bool *keep = xcalloc(n + 1, sizeof(*keep));

	for (size_t a = 0; a < n; a++)
		if ((keep[a] = differs(axes, a)))
			kept++;
	for (size_t c = 0; c < axes->n_cases; c++)
		for (size_t a = 0, to = 0; a < n; a++) {
			if (keep[a])
				place[c * kept + to++] = axes->place[c * n + a];
			else
				free(axes->place[c * n + a].word);
		}
	for (size_t a = 0, to = 0; a < n; a++) {
		if (keep[a]) {
			axes->units[to] = axes->units[a];
			axes->name[to++] = axes->name[a];
		} else {
			free(axes->name[a]);
		}
	}
	free(axes->place);
	free(keep);
	axes->place = place;
	axes->n = kept;
}

bool axes_find(const struct figure *figure, struct axes *axes)
{
	for (size_t file = 0; file < figure->n; file++)
		add_file(figure, file, axes);
	axes->n_cases = figure->n_cases;
	axes->place = xcalloc(axes->n * axes->n_cases + 1, sizeof(*axes->place));
	for (size_t i = 0; i < axes->n * axes->n_cases; i++)
		axes->place[i].number = NAN;
	for (size_t c = 0; c < axes->n_cases; c++) {
		if (figure->cases[c].point < 0)
			place_run(figure, &figure->cases[c], axes, axes->place + c * axes->n);
		else
			place_point(figure, &figure->cases[c], axes, axes->place + c * axes->n);
	}
	keep_differing(axes);
	return diag_errors(figure->diag) == 0;
}

void axes_fini(struct axes *axes)
{
	for (size_t i = 0; i < axes->n * axes->n_cases; i++)
		free(axes->place[i].word);
	for (size_t i = 0; i < axes->n; i++)
		free(axes->name[i]);
	free(axes->place);
	free(axes->name);
	free(axes->units);
}

/* Whether `name` is the axis, or the end of its path. */
static bool names_axis(const char *axis, const char *name)
{
	size_t whole = strlen(axis), part = strlen(name);

	return strcmp(axis, name) == 0 || (whole > part && strcmp(axis + whole - part, name) == 0 && axis[whole - part - 1] == '.');
}

bool axes_number(const struct figure *figure, const struct axes *axes, const char *name, size_t *number)
{
	size_t n = 0;

	for (size_t a = 0; a < axes->n; a++)
		if (names_axis(axes->name[a], name)) {
			*number = a;
			n++;
		}
	if (n == 1)
		return true;
	if (n > 1)
		return diag_error(figure->diag, figure_mark(figure, 0), "several axes end in '%s'", name);
	return diag_unknown(figure->diag, figure_mark(figure, 0), "axis", name, (const char *const *)axes->name, axes->n);
}

/* Whether no axis is left to tell cases by. */
static bool but_all(const struct axes *axes, const bool *but)
{
	size_t a = 0;

	while (a < axes->n && but[a])
		a++;
	return a == axes->n && axes->n > 0;
}

char *axes_label(const struct figure *figure, const struct axes *axes, size_t number, const bool *but)
{
	struct text text = { 0 };

	/* A run without axes is told by the name of its file. */
	if (figure->n > 1 && (figure->cases[number].point >= 0 || axes->n == 0)) {
		char *stem = places_stem(figure->path[figure->cases[number].file], ".h5", ".hdf5");

		text_add(&text, "%s", stem);
		free(stem);
	}
	for (size_t a = 0; a < axes->n; a++) {
		const struct axis_place *place = &axes->place[number * axes->n + a];

		if (but[a] || !place->word)
			continue;
		text_add(&text, "%s%s", text.length ? ", " : "", place->word);
	}
	if (!text.length && figure->cases[number].point < 0 && !but_all(axes, but))
		text_add(&text, "%s", figure->cases[number].label);
	return text_take(&text);
}

/* ---- measures ---- */

static bool is_statistic(const char *word)
{
	for (size_t i = 0; i < STATISTICS; i++)
		if (strcmp(statistics[i], word) == 0)
			return true;
	return false;
}

/* The scopes that the first file has for the measure. */
static bool find_scopes(const struct figure *figure, const struct asked *asked, struct word_list *scopes)
{
	struct summary_rows rows;
	struct word_list measures = { 0 };

	if (!summary_rows_open(figure, 0, &rows))
		return false;
	for (uint64_t i = 0; i < rows.rows; i++) {
		if (strcmp(rows.measure->word[i], asked->measure) == 0)
			word_list_add(scopes, rows.scope->word[i]);
		else
			word_list_add(&measures, rows.measure->word[i]);
	}
	if (scopes->n == 0 && is_statistic(asked->measure))
		diag_error(figure->diag, (struct mark){ .source = "--measure" }, "'%s' is a statistic; of a measure it is --measure MEASURE --statistic %s", asked->measure,
			   asked->measure);
	else if (scopes->n == 0)
		figure_unknown(figure, 0, "measure", asked->measure, &measures);
	word_list_fini(&measures);
	return scopes->n > 0;
}

static bool has_word(const struct word_list *list, const char *word)
{
	for (size_t i = 0; i < list->n; i++)
		if (strcmp(list->word[i], word) == 0)
			return true;
	return false;
}

static bool several(const struct figure *figure, const struct asked *asked, const struct word_list *scopes)
{
	char *list = text_join(scopes->word, scopes->n, ", ");

	diag_error(figure->diag, figure_mark(figure, 0), "'%s' has several scopes, choose one with --scope or as MEASURE@SCOPE: %s", asked->measure,
		   list);
	free(list);
	return false;
}

/* Of the scopes that there are, those that are meant. */
static bool choose_scopes(const struct figure *figure, struct asked *asked, bool many, struct word_list *scopes)
{
	const char *only = asked->scope ? asked->scope : has_word(scopes, "*") ? "*" : NULL;

	if (only && !has_word(scopes, only))
		return figure_unknown(figure, 0, "scope", only, scopes);
	if (only) {
		scopes->word[0] = asked->scope ? asked->scope : "*";
		scopes->n = 1;
	}
	return scopes->n == 1 || (many && scopes->n <= CURVES_MOST) || several(figure, asked, scopes);
}

bool asked_find(const struct figure *figure, const char *text, const char *statistic, bool many, struct asked *asked, struct word_list *scopes)
{
	const char *at = strchr(text, '@'), *scope = at ? at + 1 : figure->settings->scope;

	*asked = (struct asked){
		.measure = at ? text_format("%.*s", (int)(at - text), text) : xstrdup(text), .scope = scope ? xstrdup(scope) : NULL,
		.statistic = statistic ? statistic : statistics[0],
	};
	if (is_statistic(asked->statistic))
		return find_scopes(figure, asked, scopes) && choose_scopes(figure, asked, many, scopes);
	return diag_unknown(figure->diag, (struct mark){ .source = "--statistic" }, "statistic", asked->statistic, statistics, STATISTICS);
}

void asked_fini(struct asked *asked)
{
	free(asked->measure);
	free(asked->scope);
}

/* The statistic in each replication of a case: its mean and interval. */
static struct estimate over_replications(const struct figure *figure, const struct plot_case *of, const struct asked *asked, const char *scope)
{
	struct estimate none = { NAN, NAN, NAN };
	const struct results_table *table = figure_table(figure, of->file, "replications", NULL);
	bool pairs = results_interval(figure->results[of->file]) == INTERVAL_PAIRS;
	const struct results_column *measure, *scopes, *value, *number;
	struct interval interval;
	struct pairing pairing = { 0 };
	double *values, mean;
	size_t n = 0;
	uint64_t from, to;

	if (!table)
		return none;
	measure = results_column(table, "measure");
	scopes = results_column(table, "scope");
	value = results_column(table, asked->statistic);
	number = results_column_of(table, "replication", RESULTS_INTEGER);
	if (!measure || !scopes || !value || !number)
		return none;
	from = rows_from(results_column(table, "point"), table->rows, of->point);
	to = rows_from(results_column(table, "point"), table->rows, of->point + 1);
	values = xcalloc(to - from + 1, sizeof(*values));
	for (uint64_t i = from; i < to; i++) {
		if (strcmp(measure->word[i], asked->measure) != 0 || strcmp(scopes->word[i], scope) != 0)
			continue;
		if (!pairs && !isnan(value->real[i]))
			values[n++] = value->real[i];
		if (pairs && pairing_add(&pairing, number->integer[i], value->real[i], &mean))
			values[n++] = mean;
	}
	interval = interval_of(values, n, 0.95);
	free(values);
	return n ? (struct estimate){ interval.mean, interval.mean - interval.half_width, interval.mean + interval.half_width } : none;
}

bool asked_measure(const struct figure *figure, const struct plot_case *of, const struct asked *asked, const char *scope,
		   struct estimate *estimate)
{
	struct summary_rows rows;
	uint64_t i;

	*estimate = (struct estimate){ NAN, NAN, NAN };
	if (strcmp(asked->statistic, "mean") != 0) {
		*estimate = over_replications(figure, of, asked, scope);
		return diag_errors(figure->diag) == 0;
	}
	if (!summary_rows_open(figure, of->file, &rows))
		return false;
	i = summary_rows_find(&rows, of, asked->measure, scope);
	if (i < rows.rows)
		*estimate = (struct estimate){ rows.mean->real[i], rows.mean->real[i] - rows.half_width->real[i],
					       rows.mean->real[i] + rows.half_width->real[i] };
	return true;
}

const char *asked_unit(const struct figure *figure, const struct asked *asked)
{
	struct summary_rows rows;

	if (!summary_rows_open(figure, 0, &rows))
		return "1";
	for (uint64_t i = 0; i < rows.rows; i++)
		if (strcmp(rows.measure->word[i], asked->measure) == 0)
			return rows.unit->word[i];
	return "1";
}

char *asked_phrase(const struct asked *asked)
{
	char *phrase = figure_phrase(asked->measure), *whole;

	if (strcmp(asked->statistic, "mean") == 0)
		return phrase;
	whole = text_format("%s of %s", asked->statistic, phrase);
	free(phrase);
	return whole;
}
