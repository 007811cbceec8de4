/*
 * Empirical distributions from histograms. A curve goes through (upper end of a bin, share of values up to it), where
 * it is exact: the bins hold counts, and only the place inside a bin is unknown.
 */
#include "sim/cli/curves.h"

#include "sim/base/memory.h"
#include "sim/cli/gnuplot.h"
#include "sim/cli/places.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The columns of /histograms in one file. */
struct bins {
	uint64_t rows;
	const struct results_column *measure, *scope, *lower, *upper, *count;
};

static bool open_bins(const struct curves *curves, size_t file, struct bins *bins, struct diag *diag)
{
	const struct results_table *table = results_table(curves->results[file], "histograms", diag);

	if (!table)
		return false;
	*bins = (struct bins){
		.rows = table->rows,
		.measure = results_column(table, "measure"), .scope = results_column(table, "scope"),
		.lower = results_column(table, "lower"), .upper = results_column(table, "upper"),
		.count = results_column(table, "count"),
	};
	if (bins->measure && bins->scope && bins->lower && bins->upper && bins->count)
		return true;
	return diag_error(diag, (struct mark){ .source = curves->path[file] }, "the table 'histograms' lacks columns");
}

static bool is_of(const struct bins *bins, uint64_t row, const char *measure, const char *scope)
{
	return strcmp(bins->measure->word[row], measure) == 0 && (!scope || strcmp(bins->scope->word[row], scope) == 0);
}

/* The value of a measure of a scope in /summary; NaN if there is none. */
static double summary_value(struct results *results, const char *measure, const char *scope)
{
	struct diag *ignored = diag_new();
	const struct results_table *table = results_table(results, "summary", ignored);
	const struct results_column *measures, *scopes, *mean;
	double value = NAN;

	diag_free(ignored);
	if (!table)
		return value;
	measures = results_column(table, "measure");
	scopes = results_column(table, "scope");
	mean = results_column(table, "mean");
	for (uint64_t i = 0; measures && scopes && mean && i < table->rows; i++)
		if (strcmp(measures->word[i], measure) == 0 && strcmp(scopes->word[i], scope) == 0)
			value = mean->real[i];
	return value;
}

static void write_label(const struct curves *curves, size_t file, const char *scope, FILE *out)
{
	char *stem = places_stem(curves->path[file], ".h5", ".hdf5");
	size_t length = strlen(stem) + strlen(scope) + 3;
	char *both = xmalloc(length);

	if (curves->n == 1)
		snprintf(both, length, "%s", scope);
	else if (curves->scope)
		snprintf(both, length, "%s", stem);
	else
		snprintf(both, length, "%s: %s", stem, scope);
	fputs("\n\n", out);
	gnuplot_word(out, both);
	fputc('\n', out);
	free(both);
	free(stem);
}

static void write_curve(const struct bins *bins, const char *measure, const char *scope, FILE *out)
{
	int64_t total = 0, sum = 0;

	for (uint64_t i = 0; i < bins->rows; i++)
		if (is_of(bins, i, measure, scope))
			total += bins->count->integer[i];
	for (uint64_t i = 0; i < bins->rows; i++) {
		if (!is_of(bins, i, measure, scope))
			continue;
		/* The axis is logarithmic: a curve cannot begin at 0. */
		if (sum == 0 && bins->lower->real[i] > 0)
			fprintf(out, "%.9g 0\n", bins->lower->real[i]);
		sum += bins->count->integer[i];
		fprintf(out, "%.9g %.9g\n", bins->upper->real[i], (double)sum / (double)total);
	}
}

/* Whether `row` is the first of its scope with the measure. */
static bool is_first(const struct bins *bins, uint64_t row, const char *measure)
{
	for (uint64_t i = 0; i < row; i++)
		if (is_of(bins, i, measure, bins->scope->word[row]))
			return false;
	return true;
}

/* All curves of one file; how many. */
static size_t write_file(const struct curves *curves, size_t file, const struct bins *bins, FILE *out)
{
	size_t n = 0;

	for (uint64_t i = 0; i < bins->rows; i++) {
		/* The rows of one histogram lie together, so most are told by a look at the one before. */
		if (!is_of(bins, i, curves->measure, curves->scope) ||
		    (i > 0 && is_of(bins, i - 1, curves->measure, bins->scope->word[i])) ||
		    !is_first(bins, i, curves->measure))
			continue;
		write_label(curves, file, bins->scope->word[i], out);
		write_curve(bins, curves->measure, bins->scope->word[i], out);
		n++;
	}
	return n;
}

/* The first block: names and values for the template. */
static void write_texts(const struct curves *curves, const struct bins *first, FILE *out)
{
	const char *title = results_attribute(curves->results[0], "title");
	double deadline = NAN;
	uint64_t i;

	for (i = 0; i < first->rows && isnan(deadline); i++)
		if (is_of(first, i, curves->measure, curves->scope) &&
		    (i == 0 || strcmp(first->scope->word[i], first->scope->word[i - 1]) != 0))
			deadline = summary_value(curves->results[0], "deadline", first->scope->word[i]);
	fputs("title ", out);
	gnuplot_word(out, title && *title ? title : "fogline");
	fputs("\nmeasure ", out);
	gnuplot_word(out, curves->measure);
	if (strcmp(curves->measure, "latency") == 0 && !isnan(deadline))
		fprintf(out, "\ndeadline %.9g", deadline);
	fputc('\n', out);
}

/* Say which scopes, or else which measures, the first file has. */
static bool nothing(const struct curves *curves, const struct bins *bins, struct diag *diag)
{
	const char **words = xcalloc(bins->rows + 1, sizeof(*words));
	bool known = false;
	size_t n = 0;

	for (uint64_t i = 0; i < bins->rows; i++)
		known = known || is_of(bins, i, curves->measure, NULL);
	for (uint64_t i = 0; i < bins->rows; i++) {
		const char *word = known ? bins->scope->word[i] : bins->measure->word[i];
		size_t j = 0;

		if (known && !is_of(bins, i, curves->measure, NULL))
			continue;
		while (j < n && strcmp(words[j], word) != 0)
			j++;
		if (j == n)
			words[n++] = word;
	}
	diag_unknown(diag, (struct mark){ .source = curves->path[0] }, known ? "scope" : "histogram of",
		     known ? curves->scope : curves->measure, words, n);
	free(words);
	return false;
}

bool curves_write(const struct curves *curves, FILE *out, struct diag *diag)
{
	struct bins first = { 0 };
	size_t n = 0;

	for (size_t file = 0; file < curves->n; file++) {
		struct bins bins;

		if (!open_bins(curves, file, &bins, diag))
			return false;
		if (file == 0) {
			first = bins;
			write_texts(curves, &first, out);
		}
		n += write_file(curves, file, &bins, out);
	}
	return n > 0 || nothing(curves, &first, diag);
}
