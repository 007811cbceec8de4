/* The summary of a sweep: what each point came to, a line for each point and path. */
#include "sim/cli/saturation.h"
#include "sim/cli/summary.h"

#include "sim/base/memory.h"
#include "sim/base/units.h"
#include "sim/cli/table.h"
#include "sim/record/samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 60, MOST_AXES = 8 };

struct source {
	const struct results_table *summary, *points;
	const struct results_column *point, *measure, *scope, *mean, *half_width, *p95, *count;
	const struct results_column *axis[MOST_AXES];
	uint32_t n_axes;
	bool paths, failures;          /* several paths; some request failed */
};

static bool find_columns(struct source *s, struct results *results, struct diag *diag)
{
	s->summary = results_table(results, "summary", diag);
	s->points = results_table(results, "points", diag);
	if (!s->summary || !s->points)
		return false;
	s->point = results_column(s->summary, "point");
	s->measure = results_column(s->summary, "measure");
	s->scope = results_column(s->summary, "scope");
	s->mean = results_column(s->summary, "mean");
	s->half_width = results_column(s->summary, "half_width");
	s->p95 = results_column(s->summary, "p95");
	s->count = results_column(s->summary, "count");
	for (uint32_t i = 0; i < s->points->n_columns && s->n_axes < MOST_AXES; i++)
		if (strcmp(s->points->column[i].name, "point") != 0)
			s->axis[s->n_axes++] = &s->points->column[i];
	return s->point && s->point->kind == RESULTS_INTEGER && s->measure && s->scope && s->mean && s->half_width && s->p95;
}

static enum dimension dimension_of(const char *unit)
{
	for (int d = DIM_NONE; d < DIMENSIONS; d++)
		if (strcmp(units_base((enum dimension)d), unit) == 0)
			return (enum dimension)d;
	return DIM_NONE;
}

static void add_axis(struct text_table *table, const struct results_column *axis, uint64_t row)
{
	char value[64];

	if (axis->kind == RESULTS_WORD)
		table_cell(table, "%s", axis->word[row]);
	else if (axis->kind == RESULTS_INTEGER)
		table_cell(table, "%lld", (long long)axis->integer[row]);
	else if (isinf(axis->real[row]))
		table_cell(table, "unlimited");
	else if (dimension_of(axis->units) == DIM_NONE)
		table_cell(table, "%.6g", axis->real[row]);
	else
		table_cell(table, "%s", units_human(axis->real[row], dimension_of(axis->units), 6, value));
}

static void add_time(struct text_table *table, double seconds)
{
	char value[64];

	table_cell(table, "%s", isnan(seconds) ? "-" : units_human(seconds, DIM_TIME, 3, value));
}

/* The mean of another measure on the scope of row `i`, of the same point; NaN if there is none. */
static double beside(const struct source *s, uint64_t i, const char *measure)
{
	for (uint64_t k = i; k < s->summary->rows && s->point->integer[k] == s->point->integer[i]; k++)
		if (strcmp(s->measure->word[k], measure) == 0 && strcmp(s->scope->word[k], s->scope->word[i]) == 0)
			return s->mean->real[k];
	return (double)NAN;
}

static void add_line(struct text_table *table, const struct source *s, uint64_t i)
{
	double failed = beside(s, i, "failed");
	char value[64];

	table_cell(table, "%lld", (long long)s->point->integer[i]);
	for (uint32_t a = 0; a < s->n_axes; a++)
		add_axis(table, s->axis[a], (uint64_t)s->point->integer[i]);
	if (s->paths)
		table_cell(table, "%s", s->scope->word[i]);
	add_time(table, s->mean->real[i]);
	add_time(table, s->half_width->real[i]);
	add_time(table, s->p95->real[i]);
	if (s->failures)
		table_cell(table, "%s", isnan(failed) ? "-" : units_human(failed * 100, DIM_NONE, 3, value));
}

/* The last part of a key's path, and the one before it: "phone.count". */
static const char *short_name(const char *path)
{
	const char *dot = NULL, *before = NULL;

	for (const char *c = path; *c; c++)
		if (*c == '.') {
			before = dot;
			dot = c;
		}
	return before ? before + 1 : path;
}

static bool has_paths(const struct source *s)
{
	const char *first = NULL;

	for (uint64_t i = 0; i < s->summary->rows; i++) {
		if (strcmp(s->measure->word[i], "latency") != 0)
			continue;
		if (first && strcmp(first, s->scope->word[i]) != 0)
			return true;
		first = s->scope->word[i];
	}
	return false;
}

static bool has_failures(const struct source *s)
{
	for (uint64_t i = 0; i < s->summary->rows; i++)
		if (strcmp(s->measure->word[i], "failed") == 0 && s->mean->real[i] > 0)
			return true;
	return false;
}

bool summary_sweep(struct results *results, FILE *out, struct diag *diag)
{
	struct source s = { 0 };
	struct text_table table;
	uint64_t lines = 0, left = 0;

	if (!find_columns(&s, results, diag))
		return diag_error(diag, (struct mark){ 0 }, "the tables 'summary' and 'points' of the file are not those of a sweep");
	s.paths = has_paths(&s);
	s.failures = has_failures(&s);
	table_init(&table, s.n_axes + 4 + s.paths + s.failures);
	table_cell(&table, "point");
	for (uint32_t a = 0; a < s.n_axes; a++)
		table_cell(&table, "%s", short_name(s.axis[a]->name));
	if (s.paths)
		table_cell(&table, "path");
	table_cell(&table, "latency");
	table_cell(&table, "+-");
	table_cell(&table, "p95");
	if (s.failures)
		table_cell(&table, "failed %%");
	for (uint64_t i = 0; i < s.summary->rows; i++) {
		if (strcmp(s.measure->word[i], "latency") != 0)
			continue;
		if (lines++ < MOST_LINES)
			add_line(&table, &s, i);
		else
			left++;
	}
	table_print(&table, false, out);
	table_fini(&table);
	if (left)
		fprintf(out, "and %llu more lines: table 'summary' has all of them\n", (unsigned long long)left);
	return true;
}

void summary_warned(struct results *results, FILE *out)
{
	struct diag *ignored = diag_new();
	const struct results_table *table = results_has_table(results, "warnings") ? results_table(results, "warnings", ignored) : NULL;
	const struct results_column *point = results_column_of(table, "point", RESULTS_INTEGER);
	uint32_t *warned = xcalloc(point ? table->rows + 1 : 1, sizeof *warned), n = 0;
	char *points;

	diag_free(ignored);
	for (uint64_t i = 0; point && i < table->rows; i++)
		if (n == 0 || warned[n - 1] != (uint32_t)point->integer[i])
			warned[n++] = (uint32_t)point->integer[i];
	points = n == samples_points(results) ? xstrdup("at all points") : points_named(warned, n);
	if (n)
		fprintf(out, "\nnote: warnings %s: see the table 'warnings'\n", points);
	free(points);
	free(warned);
}
