/*
 * What to doubt. The warnings that were given before the run, what the summary says of intervals, and three signs in the
 * results: no spare capacity, requests that pile up, a beginning that differs from the rest.
 */
#include "sim/cli/report.h"
#include "sim/cli/saturation.h"
#include "sim/cli/summary.h"

#include "sim/base/memory.h"
#include "sim/base/units.h"
#include "sim/kernel/stat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_SERIES = 20, FEW_VALUES = 200, MOST_FAILURES = 5, MOST_WARNINGS = 20 };

static const double MANY_LEFT = 0.05, LONG_START = 0.1;

struct doubts {
	struct text *page;
	size_t n;
};

static void add(struct doubts *doubts, const char *text)
{
	text_add(doubts->page, "%s<li>", doubts->n++ ? "" : "<div class=\"doubts\"><ul>\n");
	html_text(doubts->page, text);
	text_add(doubts->page, "</li>\n");
}

static const struct results_table *table_of(struct results *results, const char *name)
{
	struct diag *ignored = diag_new();
	const struct results_table *table = results_has_table(results, name) ? results_table(results, name, ignored) : NULL;

	diag_free(ignored);
	return table;
}

/* Lines of a text, each without "note: ". */
static void add_lines(struct doubts *doubts, const char *text)
{
	while (text && *text) {
		size_t length = strcspn(text, "\n");
		const char *begin = strncmp(text, "note: ", 6) == 0 ? text + 6 : text;
		char *line = text_format("%.*s", (int)(length - (size_t)(begin - text)), begin);

		if (*line)
			add(doubts, line);
		free(line);
		text += length + (text[length] == '\n');
	}
}

/* What the summary in the terminal says of intervals. */
static void add_notes(struct doubts *doubts, struct report *report, size_t file)
{
	char *notes = NULL;
	size_t length;
	FILE *out = open_memstream(&notes, &length);

	if (!out)
		return;
	summary_notes(report->results[file], out, report->diag);
	fclose(out);
	add_lines(doubts, notes);
	free(notes);
}

static void add_full(struct doubts *doubts, struct results *results)
{
	size_t n;
	struct saturated *list = saturated_find(results, &n);

	for (size_t i = 0; i < n; i++) {
		char *points = list[i].points ? points_named(list[i].point, list[i].points) : NULL, share[64];
		char *line = text_format("%s was busy %s%s of the time%s%s: more was asked of it than it can do, or all but. Its queue grows as long as the run lasts, "
					 "or it turns requests away, and latencies say more about the length of the run than about the system", list[i].scope,
					 list[i].points > 1 ? "up to " : "", units_human(list[i].share, DIM_SHARE, 3, share), points ? " " : "", points ? points : "");

		add(doubts, line);
		free(line);
		free(points);
	}
	saturated_free(list, n);
}

static int64_t sum_of(const struct results_table *table, const char *name)
{
	const struct results_column *c = results_column_of(table, name, RESULTS_INTEGER);
	int64_t sum = 0;

	for (uint64_t i = 0; c && i < table->rows; i++)
		sum += c->integer[i];
	return sum;
}

static void add_left(struct doubts *doubts, struct results *results)
{
	const struct results_table *runs = table_of(results, "runs");
	double left = (double)sum_of(runs, "in_flight"), created = (double)sum_of(runs, "created");
	char *line, share[64];

	if (!(left > MANY_LEFT * created))
		return;
	line = text_format("%s of the requests had not ended when the run did: those that take longest are missing from the latencies. Run longer, or let them "
			   "finish (run.drain)", units_human(left / created, DIM_SHARE, 2, share));
	add(doubts, line);
	free(line);
}

/* ---- the warm-up ---- */

struct done { double at, latency; };

static int by_time(const void *a, const void *b)
{
	const struct done *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* The share of values that MSER-5 drops; NaN if they are too few to tell. */
static double share_dropped(struct done *done, size_t n)
{
	double *value, share;

	if (n < FEW_VALUES)
		return NAN;
	qsort(done, n, sizeof *done, by_time);
	value = xcalloc(n, sizeof *value);
	for (size_t i = 0; i < n; i++)
		value[i] = done[i].latency;
	share = (double)mser5(value, n) / (double)n;
	free(value);
	return share;
}

/* The median over replications of the share of latencies after the warm-up, on the first path, that MSER-5 would drop. */
static double median_dropped(const struct results_table *requests)
{
	const struct results_column *replication = results_column_of(requests, "replication", RESULTS_INTEGER), *path = results_column_of(requests, "path", RESULTS_WORD),
		*created = results_column_of(requests, "created_s", RESULTS_REAL), *latency = results_column_of(requests, "latency_s", RESULTS_REAL);
	double share[MOST_SERIES];
	struct done *done;
	size_t shares = 0;

	if (!replication || !path || !created || !latency || !requests->rows)
		return NAN;
	done = xcalloc(requests->rows, sizeof *done);
	for (uint64_t i = 0; i < requests->rows && shares < MOST_SERIES;) {
		uint64_t first = i;
		size_t n = 0;
		double dropped;

		for (; i < requests->rows && replication->integer[i] == replication->integer[first]; i++)
			if (!isnan(latency->real[i]) && strcmp(path->word[i], path->word[0]) == 0)
				done[n++] = (struct done){ created->real[i] + latency->real[i], latency->real[i] };
		dropped = share_dropped(done, n);
		if (!isnan(dropped))
			share[shares++] = dropped;
	}
	free(done);
	if (!shares)
		return NAN;
	qsort(share, shares, sizeof *share, by_value);
	return share[(shares - 1) / 2];
}

static void add_warmup(struct doubts *doubts, struct results *results)
{
	const struct results_table *requests = table_of(results, "requests");
	double dropped = requests ? median_dropped(requests) : NAN;
	char *line, share[64];

	if (!(dropped > LONG_START))
		return;
	line = text_format("the warm-up may be too short: MSER-5 would drop the first %s of the latencies that follow it (median of the replications), as they "
			   "differ from the rest", units_human(dropped, DIM_SHARE, 2, share));
	add(doubts, line);
	free(line);
}

/* The warning in row `i` with the points of which it is said; NULL if an earlier row has it. The caller frees it. */
static char *warning_line(const struct results_column *warning, const struct results_column *point, uint64_t i, uint64_t rows)
{
	uint32_t *at, n = 0;
	char *line, *points;

	for (uint64_t k = 0; k < i; k++)
		if (strcmp(warning->word[k], warning->word[i]) == 0)
			return NULL;
	at = xcalloc(rows, sizeof *at);
	for (uint64_t k = i; k < rows; k++)
		if (strcmp(warning->word[k], warning->word[i]) == 0)
			at[n++] = (uint32_t)point->integer[k];
	points = points_named(at, n);
	line = text_format("%s: %s", points, warning->word[i]);
	free(points);
	free(at);
	return line;
}

/* What was said of the scenarios of a sweep's points, each thing once. */
static void add_points(struct doubts *doubts, struct results *results)
{
	const struct results_table *table = table_of(results, "warnings");
	const struct results_column *warning = results_column_of(table, "warning", RESULTS_WORD), *point = results_column_of(table, "point", RESULTS_INTEGER);
	uint64_t n = 0;
	char *line;

	for (uint64_t i = 0; warning && point && i < table->rows; i++) {
		line = warning_line(warning, point, i, table->rows);
		if (line && n++ < MOST_WARNINGS)
			add(doubts, line);
		free(line);
	}
	if (n <= MOST_WARNINGS)
		return;
	line = text_format("and %llu more warnings: table 'warnings' of the file has all of them", (unsigned long long)(n - MOST_WARNINGS));
	add(doubts, line);
	free(line);
}

/* Runs of a sweep that failed, with their reasons. */
static void add_failures(struct doubts *doubts, struct results *results)
{
	const struct results_table *table = table_of(results, "failures");
	const struct results_column *point = results_column_of(table, "point", RESULTS_INTEGER), *replication = results_column_of(table, "replication", RESULTS_INTEGER),
		*reason = results_column_of(table, "reason", RESULTS_WORD);
	char *line;

	for (uint64_t i = 0; point && replication && reason && i < table->rows; i++) {
		line = i < MOST_FAILURES ? text_format("point %lld, replication %lld failed: %s", (long long)point->integer[i], (long long)replication->integer[i], reason->word[i])
					 : text_format("and %llu more runs failed: table 'failures' of the file has all of them", (unsigned long long)(table->rows - i));
		add(doubts, line);
		free(line);
		if (i == MOST_FAILURES)
			break;
	}
}

/* Signs in the results of a run. */
static void add_signs(struct doubts *doubts, struct report *report, size_t file)
{
	add_notes(doubts, report, file);
	add_left(doubts, report->results[file]);
	add_warmup(doubts, report->results[file]);
}

void report_doubts(struct report *report, size_t file)
{
	struct doubts doubts = { .page = &report->page };
	struct results *results = report->results[file];
	const char *outcome = results_attribute(results, "outcome");

	if (outcome && strcmp(outcome, "complete") != 0)
		add(&doubts, results_has_table(results, "points") ? "not all runs came to their end; only complete ones are measured"
			     : "the run did not come to its end; only the complete replications are measured");
	add_failures(&doubts, results);
	add_lines(&doubts, results_attribute(results, "warnings"));
	add_full(&doubts, results);
	if (results_has_table(results, "points"))
		add_points(&doubts, results);
	else
		add_signs(&doubts, report, file);
	text_add(&report->page, doubts.n ? "</ul></div>\n" : results_has_table(results, "points") ? "<p class=\"soft\">Nothing was said of the points' scenarios, and everything had capacity to spare.</p>\n"
		 : "<p class=\"soft\">No station without spare capacity, no requests that pile up, no start that differs from the rest, and no fewer than five replications.</p>\n");
}
