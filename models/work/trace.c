/*
 * Arrivals as they were recorded. Each row of a table starts a request: the first at the workload's begin, the others as long after it
 * as they were. Sizes and works of its messages may come from columns of the row. Every replication sees the same rows; nodes that no column names
 * are drawn anew in each.
 */
#include "models/work/workload.h"

#include <stdlib.h>
#include <string.h>

struct recorded { const struct csv *csv; struct column_name time, origin; };

static const struct param params[] = {
	{ "file", P_CSV(struct recorded, csv), .required = true, .help = "table of comma-separated values, a row for each request" },
	{ "time", P_COLUMN(struct recorded, time), .required = true,
	  .help = "column of the times, in seconds or dates of ISO 8601, in order; the first row is time 0" },
	{ "origin", P_COLUMN(struct recorded, origin),
	  .help = "column of the nodes that start the requests: NAME[3], or its number among those of `from`, from 0, in the order of `nodes`; without it a node is drawn for each row" },
	{ 0 }
};

static sim_time next(const struct workload *load, struct source *source, uint64_t key, sim_time last)
{
	const struct trace *trace = load->trace;

	(void)key; (void)last;
	return source->number < trace->rows ? load->begin + trace->at[source->number] : SIM_TIME_MAX;
}

/* That of a workload is known to workload_rate. */
static double rate(const void *config)
{
	(void)config;
	return NAN;
}

static bool for_group(const void *config)
{
	(void)config;
	return true;
}

/* ---- preparation ---- */

/* Times from the first row on, in order; NULL with errors. */
static const sim_time *row_times(const struct recorded *c, struct world *w, struct diag *diag)
{
	uint32_t column = csv_column(c->csv, &c->time, diag);
	sim_time *at = column == COLUMN_NONE ? NULL : csv_times(c->csv, column, w->arena, diag);
	sim_time first = at ? at[0] : 0;
	uint32_t bad = 0;
	char buffer[64];

	for (uint32_t i = 0; at && i < c->csv->rows && csv_more_errors(bad); i++) {
		if (i > 0 && at[i] - first < at[i - 1]) {
			double s = (double)(at[i - 1] - (at[i] - first)) / 1e9;

			bad += !diag_error(diag, csv_mark(c->csv, column, i), "column '%s': this row is %s earlier than the one before; the rows of a"
					   " trace stand in order of time", c->time.name, units_human(s, DIM_TIME, 6, buffer));
		}
		at[i] -= first;
	}
	return bad ? NULL : at;
}

/* The index of a node among the workload's; NONE if it is not one of them. */
static uint32_t member_named(const struct workload *load, const struct world *w, const char *text)
{
	char *end;
	size_t digits = strspn(text, "0123456789");
	unsigned long number = strtoul(text, &end, 10);

	if (digits && digits < 10 && !text[digits])
		return number < load->members ? (uint32_t)number : NONE;
	for (uint32_t g = 0; g < w->groups; g++) {
		const struct group *group = &w->group[g];
		size_t n = strlen(group->name);
		uint32_t low = 0, high = load->members;

		if (strncmp(text, group->name, n) != 0 || (text[n] && text[n] != '['))
			continue;
		number = text[n] ? strtoul(text + n + 1, &end, 10) : 0;
		if (text[n] ? end == text + n + 1 || strcmp(end, "]") != 0 : group->count != 1)
			continue;
		if (number >= group->count)
			return NONE;
		/* Members stand in the order of their numbers. */
		while (low < high) {
			uint32_t middle = low + (high - low) / 2;

			if (workload_node(load, middle) < group->first + number)
				low = middle + 1;
			else
				high = middle;
		}
		return low < load->members && workload_node(load, low) == group->first + number ? low : NONE;
	}
	return NONE;
}

/* The node of each row; false with errors. Without a column there is none. */
static bool row_members(const struct recorded *c, const struct workload *load, struct world *w, const uint32_t **out, struct diag *diag)
{
	uint32_t column, bad = 0;
	uint32_t *member;

	if (!c->origin.name || !load->members)
		return true;
	column = csv_column(c->csv, &c->origin, diag);
	if (column == COLUMN_NONE)
		return false;
	*out = member = arena_array(w->arena, c->csv->rows, sizeof *member);
	for (uint32_t i = 0; i < c->csv->rows && csv_more_errors(bad); i++) {
		member[i] = member_named(load, w, csv_text(c->csv, column, i));
		if (member[i] == NONE)
			bad += !diag_error(diag, csv_mark(c->csv, column, i), "column '%s': '%.60s' is none of the %u nodes of workload '%s'; expected 0 to %u, or"
					   " a name as %s", c->origin.name, csv_text(c->csv, column, i), load->members, load->name, load->members - 1,
					   node_name(w, workload_node(load, 0)));
	}
	return bad == 0;
}

/* The values of one column of the application, for the size or work `q` of message `m`, into its place in every row. */
static bool fill_column(const struct recorded *c, struct world *w, const struct quantity *q, const char *what, double *value, uint32_t columns, struct diag *diag)
{
	uint32_t column = csv_column(c->csv, &q->list->column, diag), bad = 0;
	const double *number = column == COLUMN_NONE ? NULL : csv_numbers(c->csv, column, w->arena, diag);
	uint32_t place = (uint32_t)q->option[0];

	if (!number)
		return false;
	for (uint32_t i = 0; i < c->csv->rows && csv_more_errors(bad); i++) {
		double v = number[i] * q->list->times;

		value[(size_t)i * columns + place] = v;
		if (!(v >= 0 && isfinite(v)))
			bad += !diag_error(diag, csv_mark(c->csv, column, i), "column '%s': a %s of %g is %s", q->list->column.name, what, number[i],
					   v < 0 ? "negative" : "too large");
	}
	return bad == 0;
}

/* The values of all rows for the messages that its requests may send. */
static bool row_values(const struct recorded *c, const struct workload *load, struct world *w, struct trace *trace, struct diag *diag)
{
	const struct application *a = &w->application[load->application];
	double *value;
	bool good = true;

	if (!a->columns)
		return true;
	trace->columns = a->columns;
	trace->value = value = arena_array(w->arena, (size_t)c->csv->rows * a->columns, sizeof *value);
	for (uint32_t i = 0; i < a->n_messages; i++) {
		const struct message *m = &w->message[a->first_message + i];

		if (load->visits[i] > 0 && m->size.how == &distribution_column)
			good = fill_column(c, w, &m->size, "size", value, a->columns, diag) && good;
		if (load->visits[i] > 0 && m->work.how == &distribution_column)
			good = fill_column(c, w, &m->work, "work", value, a->columns, diag) && good;
	}
	return good;
}

static bool prepare(struct workload *load, struct world *w, struct mark mark, struct diag *diag)
{
	const struct recorded *c = load->config;
	struct trace *trace = arena_alloc(w->arena, sizeof *trace);
	sim_time length = load->stop - load->begin;
	bool good;

	(void)mark;
	load->trace = trace;
	trace->csv = c->csv;
	if (!c->csv->rows)
		return diag_error(diag, c->csv->mark, "%s has no rows", c->csv->path);
	trace->at = row_times(c, w, diag);
	good = trace->at && row_members(c, load, w, &trace->member, diag);
	good = row_values(c, load, w, trace, diag) && good;
	if (!good)
		return false;
	while (trace->rows < c->csv->rows && trace->at[trace->rows] < length)
		trace->rows++;
	trace->later = c->csv->rows - trace->rows;
	trace->rate = trace->rows && trace->at[trace->rows - 1] > 0 ? (trace->rows - 1) / ((double)trace->at[trace->rows - 1] / 1e9) : NAN;
	return true;
}

const struct arrivals_class arrivals_trace = {
	.model = { .slot = "arrivals", .name = "trace", .params = params, .config_size = sizeof(struct recorded),
		   .help = "requests as they were recorded, one for each row of a table",
		   .equation = "row i starts at begin + time[i] - time[0]",
		   .assumptions = "The workload is open: what was recorded does not wait for the simulated system. All replications see the same rows;"
				  " nodes are drawn anew in each unless `origin` names them. Rows later than the workload's end are left out." },
	.next = next,
	.rate = rate,
	.for_group = for_group,
	.prepare = prepare,
};
