/*
 * `fogline plot cdf` and `box`, from the histograms. A distribution goes through (upper end of a bin, share of values up to it),
 * where it is exact: the bins hold counts, and only the place inside a bin is unknown. A percentile is taken at the middle of the bin that
 * holds the value of its rank, so it is within 0.4 % of it.
 */
#include "sim/cli/plot.h"

#include "sim/base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The columns of /histograms in one file, and a stretch of rows that is one histogram: the next, while there is one. */
struct bins {
	uint64_t rows, from, to;
	const struct results_column *measure, *scope, *lower, *upper, *count, *point;
};

/* Whoever writes one histogram of a case. */
typedef void histogram_fn(struct figure *figure, const struct plot_case *of, const struct bins *bins, void *with);

static bool open_bins(const struct figure *figure, size_t file, struct bins *bins)
{
	const struct results_table *table = figure_table(figure, file, "histograms", NULL);

	if (!table)
		return false;
	*bins = (struct bins){
		.rows = table->rows,
		.measure = results_column(table, "measure"), .scope = results_column(table, "scope"), .lower = results_column(table, "lower"),
		.upper = results_column(table, "upper"), .count = results_column(table, "count"), .point = results_column(table, "point"),
	};
	if (bins->measure && bins->scope && bins->lower && bins->upper && bins->count)
		return true;
	return diag_error(figure->diag, figure_mark(figure, file), "the table 'histograms' lacks columns");
}

static bool is_of(const struct bins *bins, uint64_t row, const char *measure, const char *scope)
{
	return strcmp(bins->measure->word[row], measure) == 0 && (!scope || strcmp(bins->scope->word[row], scope) == 0);
}

static const char *measure_of(const struct figure *figure)
{
	return figure->settings->measure ? figure->settings->measure : "latency";
}

/* The next histogram of the measure in [bins->to, end); false if there is none. */
static bool next(struct bins *bins, uint64_t end, const char *measure, const char *scope)
{
	uint64_t i = bins->to;

	while (i < end && !is_of(bins, i, measure, scope))
		i++;
	bins->from = i;
	while (i < end && is_of(bins, i, measure, bins->scope->word[bins->from]))
		i++;
	bins->to = i;
	return bins->from < bins->to;
}

/* Call `each` for every histogram asked for; how many. False in *good if a file cannot be read. */
static size_t each_histogram(struct figure *figure, histogram_fn *each, void *with, bool *good)
{
	size_t n = 0;

	*good = true;
	for (size_t c = 0; c < figure->n_cases && *good; c++) {
		const struct plot_case *of = &figure->cases[c];
		struct bins bins;
		uint64_t end;

		*good = open_bins(figure, of->file, &bins);
		if (!*good)
			break;
		bins.to = rows_from(bins.point, bins.rows, of->point);
		end = rows_from(bins.point, bins.rows, of->point + 1);
		for (; next(&bins, end, measure_of(figure), figure->settings->scope); n++)
			each(figure, of, &bins, with);
	}
	return n;
}

/* Say which scopes, or else which measures, the first file has. */
static bool nothing(const struct figure *figure)
{
	struct word_list known = { 0 };
	struct bins bins;
	bool measured = false;

	if (!open_bins(figure, 0, &bins))
		return false;
	for (uint64_t i = 0; i < bins.rows; i++)
		measured = measured || is_of(&bins, i, measure_of(figure), NULL);
	for (uint64_t i = 0; i < bins.rows; i++)
		if (!measured || is_of(&bins, i, measure_of(figure), NULL))
			word_list_add(&known, measured ? bins.scope->word[i] : bins.measure->word[i]);
	figure_unknown(figure, 0, measured ? "scope" : "histogram of", measured ? figure->settings->scope : measure_of(figure), &known);
	word_list_fini(&known);
	return false;
}

/* Whether all histograms of the measure are of one scope. */
static bool is_alone(const struct figure *figure, const struct bins *bins)
{
	uint64_t first = 0;

	while (first < bins->rows && !is_of(bins, first, measure_of(figure), figure->settings->scope))
		first++;
	for (uint64_t i = first; i < bins->rows; i++)
		if (is_of(bins, i, measure_of(figure), figure->settings->scope) && strcmp(bins->scope->word[i], bins->scope->word[first]) != 0)
			return false;
	return true;
}

/* The caller frees it. */
static char *label_of(const struct figure *figure, const struct plot_case *of, const struct bins *bins)
{
	return figure_label(figure, of, bins->scope->word[bins->from], figure->n_cases > 1 && is_alone(figure, bins));
}

/* ---- cdf ---- */

static void write_curve(struct figure *figure, const struct plot_case *of, const struct bins *bins, void *with)
{
	int64_t total = 0, sum = 0;
	char *label = label_of(figure, of, bins);

	(void)with;
	figure_block(figure, label);
	free(label);
	for (uint64_t i = bins->from; i < bins->to; i++)
		total += bins->count->integer[i];
	for (uint64_t i = bins->from; i < bins->to; i++) {
		/* The axis is logarithmic: a curve cannot begin at 0. */
		if (sum == 0 && bins->lower->real[i] > 0)
			fprintf(figure->out, "%.9g 0\n", bins->lower->real[i]);
		sum += bins->count->integer[i];
		fprintf(figure->out, "%.9g %.9g\n", bins->upper->real[i], (double)sum / (double)total);
	}
}

static bool write_cdf(struct figure *figure)
{
	char *phrase = figure_phrase(measure_of(figure));
	bool good;
	size_t n;

	figure_begin(figure);
	figure_text(figure, "xtitle", phrase);
	free(phrase);
	if (figure->settings->log)
		figure_real(figure, "xlog", 1);
	n = each_histogram(figure, write_curve, NULL, &good);
	if (good && n > CURVES_MOST)
		return diag_error(figure->diag, figure_mark(figure, 0), "%zu curves are more than %d: choose with --scope or --point, or draw `box`", n,
				  CURVES_MOST);
	return good && (n > 0 || nothing(figure));
}

const struct plot_kind plot_cdf = {
	.name = "cdf",
	.help = "how a measure is spread over requests, a curve for each run and path",
	.options = "measure scope log",
	.write = write_cdf,
};

/* ---- box ---- */

enum { QUANTILES = 5 };

static const double quantiles[QUANTILES] = { 0.05, 0.25, 0.5, 0.75, 0.95 };

/* Boxes as they are found: their values in seconds, and the labels. */
struct boxes {
	struct { char *label; double quantile[QUANTILES], mean; } *row;
	size_t n;
	double least, most;
};

static double quantile(const struct bins *bins, double total, double q)
{
	double sum = 0;
	uint64_t i = bins->from;

	while (i + 1 < bins->to && sum + (double)bins->count->integer[i] < q * total)
		sum += (double)bins->count->integer[i++];
	return (bins->lower->real[i] + bins->upper->real[i]) / 2;
}

/* The mean is that of /summary, which is exact. */
static double mean_of(const struct figure *figure, const struct plot_case *of, const struct bins *bins)
{
	struct summary_rows rows;
	uint64_t i;

	if (!summary_rows_open(figure, of->file, &rows))
		return NAN;
	i = summary_rows_find(&rows, of, measure_of(figure), bins->scope->word[bins->from]);
	return i < rows.rows ? rows.mean->real[i] : NAN;
}

static void add_box(struct figure *figure, const struct plot_case *of, const struct bins *bins, void *with)
{
	struct boxes *boxes = with;
	double total = 0;

	boxes->row = xrealloc(boxes->row, (boxes->n + 1) * sizeof(*boxes->row));
	for (uint64_t i = bins->from; i < bins->to; i++)
		total += (double)bins->count->integer[i];
	for (size_t q = 0; q < QUANTILES; q++)
		boxes->row[boxes->n].quantile[q] = quantile(bins, total, quantiles[q]);
	boxes->row[boxes->n].label = label_of(figure, of, bins);
	boxes->row[boxes->n].mean = mean_of(figure, of, bins);
	boxes->least = fmin(boxes->least, boxes->row[boxes->n].quantile[0]);
	boxes->most = fmax(boxes->most, fmax(boxes->row[boxes->n].quantile[QUANTILES - 1], boxes->row[boxes->n].mean));
	boxes->n++;
}

static void write_boxes(const struct figure *figure, const struct boxes *boxes)
{
	struct axis_unit unit = axis_unit_of("s", boxes->most);
	char *phrase = figure_phrase(measure_of(figure)), *title = axis_title(phrase, &unit);

	figure_begin(figure);
	figure_text(figure, "xtitle", title);
	figure_real(figure, "rows", (double)boxes->n);
	if (figure->settings->log) {
		figure_real(figure, "xlog", 1);
		figure_real(figure, "least", boxes->least / unit.divisor / 1.2);
	}
	figure_block(figure, NULL);
	for (size_t i = 0; i < boxes->n; i++) {
		fprintf(figure->out, "%zu ", i);
		figure_word(figure, boxes->row[i].label);
		fputc('\n', figure->out);
	}
	figure_block(figure, NULL);
	for (size_t i = 0; i < boxes->n; i++) {
		fprintf(figure->out, "%zu", i);
		for (size_t q = 0; q < QUANTILES; q++)
			fprintf(figure->out, " %.9g", boxes->row[i].quantile[q] / unit.divisor);
		fprintf(figure->out, " %.9g\n", boxes->row[i].mean / unit.divisor);
	}
	free(title);
	free(phrase);
}

static bool write_box(struct figure *figure)
{
	struct boxes boxes = { .least = INFINITY };
	bool good;

	each_histogram(figure, add_box, &boxes, &good);
	if (good && boxes.n > 0)
		write_boxes(figure, &boxes);
	else if (good)
		good = nothing(figure);
	for (size_t i = 0; i < boxes.n; i++)
		free(boxes.row[i].label);
	free(boxes.row);
	return good;
}

const struct plot_kind plot_box = {
	.name = "box",
	.help = "median, quartiles, 5th and 95th percentile of a latency, a box for each path and run or point of a sweep",
	.options = "measure scope log",
	.write = write_box,
};
