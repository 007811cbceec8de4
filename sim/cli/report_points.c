/* The points of a sweep: where each is on the axes, and the latencies there. */
#include "sim/cli/report.h"

#include "sim/base/memory.h"
#include "sim/base/units.h"
#include "sim/cli/condition.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = 400 };

/* Columns of /summary and /points. */
struct points {
	const struct results_table *summary, *table;
	const struct results_column *point, *measure, *scope, *mean, *half_width, *p95;
};

static bool open_points(struct report *report, size_t file, struct points *p)
{
	struct results *results = report->results[file];

	p->summary = results_table(results, "summary", report->diag);
	p->table = results_table(results, "points", report->diag);
	p->point = results_column_of(p->summary, "point", RESULTS_INTEGER);
	p->measure = results_column_of(p->summary, "measure", RESULTS_WORD);
	p->scope = results_column_of(p->summary, "scope", RESULTS_WORD);
	p->mean = results_column_of(p->summary, "mean", RESULTS_REAL);
	p->half_width = results_column_of(p->summary, "half_width", RESULTS_REAL);
	p->p95 = results_column_of(p->summary, "p95", RESULTS_REAL);
	if (p->table && p->point && p->measure && p->scope && p->mean && p->half_width && p->p95)
		return true;
	return diag_error(report->diag, (struct mark){ .source = report->path[file] }, "the tables 'summary' and 'points' are not those of a sweep");
}

const char *report_axis_value(const struct results_column *axis, uint64_t point, char buffer[64])
{
	if (axis->kind != RESULTS_REAL)
		return report_value(axis, point, buffer);
	if (isinf(axis->real[point]))
		return "unlimited";
	return units_human(axis->real[point], condition_unit(axis->units), 4, buffer);
}

/* A line for the latency in row `i`, if its point is in the table. */
static void add_line(struct text_table *table, const struct points *p, uint64_t i)
{
	uint64_t point = (uint64_t)p->point->integer[i];
	char mean[64], half[64], value[64];

	table_cell(table, "%" PRIu64, point);
	for (uint32_t c = 0; c < p->table->n_columns; c++)
		if (strcmp(p->table->column[c].name, "point") != 0)
			table_cell(table, "%s", report_axis_value(&p->table->column[c], point, value));
	table_cell(table, "%s", p->scope->word[i]);
	if (isnan(p->mean->real[i]))
		table_cell(table, "-");
	else if (isnan(p->half_width->real[i]))
		table_cell(table, "%s", units_human(p->mean->real[i], DIM_TIME, 3, mean));
	else
		table_cell(table, "%s ± %s", units_human(p->mean->real[i], DIM_TIME, 3, mean), units_human(p->half_width->real[i], DIM_TIME, 2, half));
	table_cell(table, "%s", isnan(p->p95->real[i]) ? "-" : units_human(p->p95->real[i], DIM_TIME, 3, mean));
}

void report_points(struct report *report, size_t file)
{
	struct text_table table;
	struct points p;
	uint64_t shown = 0, left = 0;

	if (!open_points(report, file, &p))
		return;
	table_init(&table, p.table->n_columns + 3);
	table_cell(&table, "point");
	for (uint32_t c = 0; c < p.table->n_columns; c++)
		if (strcmp(p.table->column[c].name, "point") != 0)
			table_cell(&table, "%s", p.table->column[c].name);
	table_cell(&table, "path");
	table_cell(&table, "latency");
	table_cell(&table, "p95");
	for (uint64_t i = 0; i < p.summary->rows; i++) {
		if (strcmp(p.measure->word[i], "latency") != 0 || (uint64_t)p.point->integer[i] >= p.table->rows)
			continue;
		if (shown++ < MOST_POINTS)
			add_line(&table, &p, i);
		else
			left++;
	}
	html_table(&report->page, &table, "Points of the sweep");
	table_fini(&table);
	if (left)
		text_add(&report->page, "<p>and %" PRIu64 " more lines, which are in the table <code>summary</code> of the file</p>\n", left);
}
