/* Values of measures, replication by replication, and pairs of them. */
#include "sim/record/samples.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *const statistic_names[STATISTICS] = {
	[STATISTIC_MEAN] = "mean", [STATISTIC_P50] = "p50", [STATISTIC_P95] = "p95", [STATISTIC_P99] = "p99", [STATISTIC_MAXIMUM] = "maximum",
};

/* The rows of a point, which lie together: the first, and how many; all rows of a table without points. */
static uint64_t rows_of(const struct results_table *table, int64_t point, uint64_t *first)
{
	const struct results_column *points = results_column_of(table, "point", RESULTS_INTEGER);
	uint64_t end;

	*first = 0;
	if (point < 0 || !points)
		return table->rows;
	while (*first < table->rows && points->integer[*first] != point)
		++*first;
	for (end = *first; end < table->rows && points->integer[end] == point; end++)
		;
	return end - *first;
}

static uint64_t count_complete(const struct results_table *runs, int64_t point)
{
	const struct results_column *outcome = results_column_of(runs, "outcome", RESULTS_WORD);
	uint64_t n = 0, first, rows = rows_of(runs, point, &first);

	for (uint64_t i = first; outcome && i < first + rows; i++)
		n += strcmp(outcome->word[i], "complete") == 0;
	return n;
}

static bool open_summary(struct samples *s, const struct results_table *summary)
{
	const struct results_column *measure = results_column_of(summary, "measure", RESULTS_WORD), *scope = results_column_of(summary, "scope", RESULTS_WORD),
		*unit = results_column_of(summary, "unit", RESULTS_WORD);
	uint64_t first;

	if (!measure || !scope || !unit)
		return false;
	s->n = rows_of(summary, s->point, &first);
	s->measure = measure->word + first;
	s->scope = scope->word + first;
	s->unit = unit->word + first;
	return true;
}

/* Whether intervals come from parts of a single replication. */
static bool has_batches(struct samples *s, struct diag *diag)
{
	const struct results_table *table;
	uint64_t first;

	if (!results_has_table(s->results, "batches"))
		return false;
	if (s->point < 0)
		return results_interval(s->results) == INTERVAL_BATCHES;
	table = results_table(s->results, "batches", diag);
	return table && s->replications == 1 && rows_of(table, s->point, &first) > 0;
}

uint64_t samples_points(struct results *results)
{
	struct diag *ignored = diag_new();
	const struct results_table *points = results_has_table(results, "points") ? results_table(results, "points", ignored) : NULL;

	diag_free(ignored);
	return points ? points->rows : 0;
}

bool samples_open(struct samples *s, struct results *results, const char *path, int64_t point, struct diag *diag)
{
	const struct results_table *summary = results_table(results, "summary", diag), *runs = results_table(results, "runs", diag), *table;

	*s = (struct samples){ .results = results, .path = path, .point = point };
	if (!summary || !runs)
		return false;
	s->replications = count_complete(runs, point);
	s->batches = has_batches(s, diag);
	s->pairs = !s->batches && results_interval(s->results) == INTERVAL_PAIRS;
	table = results_table(results, s->batches ? "batches" : "replications", diag);
	if (!table)
		return false;
	s->rows = rows_of(table, point, &s->first);
	s->of_measure = results_column_of(table, "measure", RESULTS_WORD);
	s->of_scope = results_column_of(table, "scope", RESULTS_WORD);
	s->index = results_column_of(table, s->batches ? "batch" : "replication", RESULTS_INTEGER);
	for (int i = 0; i < STATISTICS; i++)
		s->of[i] = results_column_of(table, statistic_names[i], RESULTS_REAL);
	if (open_summary(s, summary) && s->of_measure && s->of_scope && s->index && s->of[STATISTIC_MEAN])
		return true;
	return diag_error(diag, (struct mark){ .source = path }, "the tables 'summary' and '%s' lack columns", table->name);
}

int64_t samples_find(const struct samples *s, const char *measure, const char *scope)
{
	for (uint64_t i = 0; i < s->n; i++)
		if (strcmp(s->measure[i], measure) == 0 && strcmp(s->scope[i], scope) == 0)
			return (int64_t)i;
	return -1;
}

static int by_index(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;

	return (x->index > y->index) - (x->index < y->index);
}

/* Returns how many pairs there are. */
static size_t into_pairs(struct sample *value, size_t n)
{
	struct pairing pairing = { 0 };
	size_t pairs = 0;
	double mean;

	for (size_t i = 0; i < n; i++)
		if (pairing_add(&pairing, value[i].index, value[i].value, &mean))
			value[pairs++] = (struct sample){ value[i].index / 2, mean };
	return pairs;
}

struct sample *samples_values(const struct samples *s, const char *measure, const char *scope, enum statistic statistic, size_t *n)
{
	const struct results_column *of = s->of[statistic];
	struct sample *value = NULL;
	size_t capacity = 0;

	*n = 0;
	for (uint64_t i = s->first; of && i < s->first + s->rows; i++) {
		if (strcmp(s->of_measure->word[i], measure) != 0 || strcmp(s->of_scope->word[i], scope) != 0 || isnan(of->real[i]))
			continue;
		if (*n == capacity) {
			capacity = capacity ? 2 * capacity : 32;
			value = xrealloc(value, capacity * sizeof *value);
		}
		value[(*n)++] = (struct sample){ s->index->integer[i], of->real[i] };
	}
	if (*n > 1)
		qsort(value, *n, sizeof *value, by_index);
	if (s->pairs)
		*n = into_pairs(value, *n);
	return value;
}

/* The value of an attribute of the root; at a point, that of the axis for it, if there is one. */
static const char *fact(const struct samples *s, const char *attribute, const char *key, char buffer[32])
{
	struct diag *ignored = diag_new();
	const struct results_table *points = s->point < 0 ? NULL : results_table(s->results, "points", ignored);
	const struct results_column *axis = points ? results_column_of(points, key, RESULTS_REAL) : NULL;

	diag_free(ignored);
	return axis ? text_of_number(axis->real[s->point], buffer) : results_attribute(s->results, attribute);
}

static bool same(const struct samples *a, const struct samples *b, const char *attribute, const char *key)
{
	char of_a[32], of_b[32];
	const char *x = fact(a, attribute, key, of_a), *y = fact(b, attribute, key, of_b);

	return x && y && strcmp(x, y) == 0;
}

const char *samples_unpaired(const struct samples *a, const struct samples *b)
{
	if (!same(a, b, "seed", "run.seed"))
		return "their seeds differ";
	if (a->batches != b->batches)
		return "one has a single replication, the other several";
	if (a->pairs != b->pairs)
		return "one has antithetic pairs, the other single replications";
	if (a->batches && (!same(a, b, "duration_s", "run.duration") || !same(a, b, "warmup_s", "run.warmup")))
		return "the parts of their single replications are not of the same times";
	return NULL;
}

/* Keep those with a partner, in the same order, and return how many; the values only, into x and y. */
static size_t match(const struct sample *a, size_t n_a, const struct sample *b, size_t n_b, double *x, double *y)
{
	size_t n = 0, i = 0, j = 0;

	while (i < n_a && j < n_b) {
		if (a[i].index == b[j].index) {
			x[n] = a[i++].value;
			y[n++] = b[j++].value;
		} else if (a[i].index < b[j].index) {
			i++;
		} else {
			j++;
		}
	}
	return n;
}

struct contrast samples_contrast(const struct samples *a, const struct samples *b, const char *measure, const char *scope,
				 enum statistic statistic, double level)
{
	size_t n_a, n_b;
	struct sample *of_a = samples_values(a, measure, scope, statistic, &n_a), *of_b = samples_values(b, measure, scope, statistic, &n_b);
	double *x = xcalloc(n_a + 1, sizeof *x), *y = xcalloc(n_b + 1, sizeof *y);
	struct contrast result;

	if (!samples_unpaired(a, b)) {
		result = contrast_paired(x, y, match(of_a, n_a, of_b, n_b, x, y), level);
	} else {
		for (size_t i = 0; i < n_a; i++)
			x[i] = of_a[i].value;
		for (size_t i = 0; i < n_b; i++)
			y[i] = of_b[i].value;
		result = contrast_welch(x, n_a, y, n_b, level);
	}
	free(x);
	free(y);
	free(of_a);
	free(of_b);
	return result;
}
