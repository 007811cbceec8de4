/*
 * What to doubt in the intervals: few replications; and of batch means, that neighbours are correlated or hold few values,
 * for then the intervals are narrower than they should be. And what sums of energy leave out.
 */
#include "sim/cli/summary.h"

#include "sim/base/memory.h"
#include "sim/kernel/stat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FEW_REPLICATIONS = 5, FEW_VALUES = 1000, WIDTH = 68 };

static const double high_correlation = 0.2;

struct batches {
	uint64_t rows;
	const struct results_column *measure, *scope, *mean, *count;
};

/* The worst of all paths. */
struct doubts {
	double correlation;            /* lag 1, of batch means; NaN: none */
	int64_t values;                /* in the batch that has least; -1: none */
	uint32_t batches;
};

static bool is_latency(const struct batches *b, uint64_t i)
{
	return strcmp(b->measure->word[i], "latency") == 0;
}

/* The batches of one path, which follow each other; returns the row after them. Means that do not vary leave no doubt. */
static uint64_t judge(struct doubts *doubts, const struct batches *b, uint64_t first)
{
	double *value = xcalloc((size_t)(b->rows - first), sizeof(*value));
	int64_t least = INT64_MAX;
	double correlation;
	uint64_t i = first;
	size_t n = 0;

	for (; i < b->rows && is_latency(b, i) && strcmp(b->scope->word[i], b->scope->word[first]) == 0; i++) {
		if (!isnan(b->mean->real[i]))
			value[n++] = b->mean->real[i];
		least = b->count->integer[i] < least ? b->count->integer[i] : least;
	}
	correlation = autocorrelation(value, n);
	free(value);
	if (isnan(correlation))
		return i;
	doubts->batches = (uint32_t)(i - first);
	doubts->correlation = fmax(doubts->correlation, correlation);
	if (doubts->values < 0 || least < doubts->values)
		doubts->values = least;
	return i;
}

static bool find_doubts(struct results *results, struct doubts *doubts, struct diag *diag)
{
	const struct results_table *table = results_table(results, "batches", diag);
	struct batches b;

	*doubts = (struct doubts){ .correlation = (double)NAN, .values = -1 };
	if (!table)
		return false;
	b = (struct batches){ .rows = table->rows, .measure = results_column(table, "measure"), .scope = results_column(table, "scope"),
			      .mean = results_column(table, "mean"), .count = results_column(table, "count") };
	if (!b.measure || !b.scope || !b.mean || !b.count)
		return diag_error(diag, (struct mark){ 0 }, "the table 'batches' lacks columns");
	for (uint64_t i = 0; i < b.rows;)
		i = is_latency(&b, i) ? judge(doubts, &b, i) : i + 1;
	return true;
}

static void print_doubts(const struct doubts *doubts, FILE *out)
{
	if (doubts->values < 0)
		return;
	fprintf(out, "\nnote: one replication: intervals come from the means of %u parts of it\n", doubts->batches);
	if (doubts->correlation > high_correlation)
		fprintf(out, "note: these are correlated (%.2f): the intervals are too narrow, run longer\n", doubts->correlation);
	if (doubts->values < FEW_VALUES)
		fprintf(out, "note: a part holds as few as %lld latencies, below %d: run longer\n", (long long)doubts->values, FEW_VALUES);
}

/* ---- energy ---- */

static bool has_measure(const struct results_column *measure, const struct results_column *scope, uint64_t rows, const char *name, const char *of)
{
	for (uint64_t i = 0; i < rows; i++)
		if (strcmp(measure->word[i], name) == 0 && (!of || strcmp(scope->word[i], of) == 0))
			return true;
	return false;
}

/* Where some groups of nodes have power and others do not, sums lack the others: they are named. */
static void print_unpowered(struct results *results, FILE *out, struct diag *diag)
{
	const struct results_table *table = results_table(results, "summary", diag);
	const struct results_column *measure = results_column_of(table, "measure", RESULTS_WORD), *scope = results_column_of(table, "scope", RESULTS_WORD);
	static const char begin[] = "\nnote: energy leaves out nodes without power: ";
	size_t width = sizeof begin - 1;
	unsigned named = 0, n = 0;

	if (!measure || !scope || !has_measure(measure, scope, table->rows, "energy", NULL))
		return;
	for (uint64_t i = 0; i < table->rows; i++) {
		const char *group = scope->word[i];

		/* Links have it too, "a->b", and tiers, "tier:edge". */
		if (strcmp(measure->word[i], "in_system") != 0 || strpbrk(group, ":>*") || has_measure(measure, scope, table->rows, "energy", group))
			continue;
		n++;
		width += strlen(group) + 2;
		/* No room for one before, or for this one. */
		if (named + 1 < n || (named && width > WIDTH))
			continue;
		fprintf(out, "%s%s", named ? ", " : begin, group);
		named++;
	}
	if (n > named)
		fprintf(out, " and %u more", n - named);
	if (n)
		fputc('\n', out);
}

/* ---- all ---- */

static bool print_intervals(struct results *results, FILE *out, struct diag *diag)
{
	enum record_interval from = results_interval(results);
	const struct results_table *runs = results_table(results, "runs", diag);
	const struct results_column *outcome;
	struct doubts doubts;
	uint32_t complete = 0;

	if (!runs)
		return false;
	if (from == INTERVAL_BATCHES && results_has_table(results, "batches")) {
		if (!find_doubts(results, &doubts, diag))
			return false;
		print_doubts(&doubts, out);
		return true;
	}
	outcome = results_column(runs, "outcome");
	for (uint64_t i = 0; outcome && i < runs->rows; i++)
		complete += strcmp(outcome->word[i], "complete") == 0;
	if (from == INTERVAL_PAIRS) {
		if (complete / 2 < FEW_REPLICATIONS)
			fprintf(out, "\nnote: %u antithetic pairs: intervals from fewer than %d are unsure\n", complete / 2, FEW_REPLICATIONS);
	} else if (complete < FEW_REPLICATIONS)
		fprintf(out, "\nnote: %u replication%s: intervals from fewer than %d are unsure\n", complete, complete == 1 ? "" : "s", FEW_REPLICATIONS);
	return true;
}

bool summary_notes(struct results *results, FILE *out, struct diag *diag)
{
	print_unpowered(results, out, diag);
	return print_intervals(results, out, diag);
}
