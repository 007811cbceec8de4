/*
 * Merges measures over replications. What is kept grows with measures times
 * replications, never with requests: one mean for each replication, and the
 * part of the histogram that has values.
 */
#include "sim/record/summary.h"

#include "sim/base/memory.h"
#include "sim/kernel/stat.h"
#include "sim/record/layout.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double confidence = 0.95;

struct numbers {
	double *value;
	uint32_t n, capacity;
};

/* One measure of one scope. */
struct observed {
	bool seen;                       /* in a row of measures */
	struct numbers means, batches;   /* without those that saw nothing */
	struct numbers pairs;            /* means of replications 2 k and 2 k + 1, if both saw something */
	struct pairing pairing;
	double least, most;              /* over all single values */
	uint64_t count;
	uint64_t *bins;                  /* `n_bins` from number `first_bin` on; NULL: none */
	uint32_t first_bin, n_bins;
};

enum { MEASURE, SCOPE };
enum output { SUMMARY, REPLICATIONS, BATCHES, HISTOGRAMS, OUTPUTS };

struct summary {
	const struct measures *measures;
	const struct table *table[TABLE_MODELS];
	const char **words[2], **units;  /* of categories, NULL-terminated */
	uint16_t *unit;                  /* of each measure */
	struct column *column[OUTPUTS];
	struct columns output[OUTPUTS];
	struct observed **observed;      /* [measure][scope], a measure's row made at need */
	bool has_batches;
	bool in_pairs;                   /* replications are antithetic */
	bool by_point;                   /* of a sweep: all tables begin with the point */
	uint32_t *point;                 /* BLOCK_ROWS times the point whose rows come */
	bool any_replications;           /* some point's intervals are not from batches */
	struct h5 *h5;
};

/* ---- the words ---- */

static void name_words(struct summary *s, const struct measures *m)
{
	s->words[MEASURE] = xcalloc((size_t)m->n_measures + 1, sizeof *s->words[MEASURE]);
	s->words[SCOPE] = xcalloc((size_t)m->n_scopes + 1, sizeof *s->words[SCOPE]);
	for (uint32_t i = 0; i < m->n_measures; i++)
		s->words[MEASURE][i] = m->measure[i].name;
	for (uint32_t i = 0; i < m->n_scopes; i++)
		s->words[SCOPE][i] = m->scope[i];
}

/* Each unit once. UDUNITS reads "bit.s-1" as "bit s-1", and a category's word has no spaces. */
static void name_units(struct summary *s, const struct measures *m)
{
	uint32_t n = 0;

	s->units = xcalloc((size_t)m->n_measures + 1, sizeof *s->units);
	s->unit = xcalloc((size_t)m->n_measures + 1, sizeof *s->unit);
	for (uint32_t i = 0; i < m->n_measures; i++) {
		char *unit = xstrdup(m->measure[i].units);
		uint32_t k = 0;

		for (char *c = unit; *c; c++)
			*c = *c == ' ' ? '.' : *c;
		while (k < n && strcmp(s->units[k], unit) != 0)
			k++;
		s->unit[i] = (uint16_t)k;
		if (k == n)
			s->units[n++] = unit;
		else
			free(unit);
	}
}

/* The columns of a table, with the words that this world has. The caller frees them. */
static struct column *name_columns(const struct summary *s, const struct table *table)
{
	size_t own = column_count(table->columns), n = own + s->by_point;
	struct column *column = xcalloc(n + 1, sizeof *column);

	column[0] = record_point;
	memcpy(column + s->by_point, table->columns, own * sizeof *column);
	for (size_t i = 0; i < n; i++)
		if (strcmp(column[i].name, "measure") == 0)
			column[i].words = s->words[MEASURE];
		else if (strcmp(column[i].name, "scope") == 0)
			column[i].words = s->words[SCOPE];
		else if (strcmp(column[i].name, "unit") == 0)
			column[i].words = s->units;
	return column;
}

static void open_table(struct summary *s, enum output which, const struct table *table)
{
	s->column[which] = name_columns(s, table);
	columns_open(&s->output[which], s->h5, table->name, table->help, s->column[which]);
}

/* Add rows to a table; `values` are of its columns without the point. */
static void append(struct summary *s, enum output which, const void *const *values, uint32_t rows)
{
	const void *all[16] = { s->point };
	uint32_t n = s->output[which].n - s->by_point;

	assert(n < sizeof all / sizeof *all);
	memcpy(all + s->by_point, values, n * sizeof *all);
	columns_append(&s->output[which], all, rows);
}

struct summary *summary_open(struct h5 *h5, const struct record_layout *layout, bool by_point, bool in_pairs)
{
	struct summary *s = xcalloc(1, sizeof *s);

	s->by_point = by_point;
	s->in_pairs = in_pairs;
	s->point = xcalloc(by_point ? BLOCK_ROWS : 1, sizeof *s->point);
	s->measures = layout->measures;
	memcpy(s->table, layout->table, sizeof s->table);
	s->h5 = h5;
	s->observed = xcalloc((size_t)s->measures->n_measures + 1, sizeof *s->observed);
	name_words(s, s->measures);
	name_units(s, s->measures);
	open_table(s, SUMMARY, &record_summary);
	open_table(s, REPLICATIONS, &record_replications);
	open_table(s, BATCHES, &record_batches);
	open_table(s, HISTOGRAMS, &record_histograms);
	return s;
}

/* ---- collecting ---- */

static struct observed *observed_at(struct summary *s, uint16_t measure, uint16_t scope)
{
	assert(measure < s->measures->n_measures && scope < s->measures->n_scopes);
	if (!s->observed[measure])
		s->observed[measure] = xcalloc(s->measures->n_scopes, sizeof **s->observed);
	return &s->observed[measure][scope];
}

static void numbers_add(struct numbers *numbers, double value)
{
	if (isnan(value))
		return;
	if (numbers->n == numbers->capacity) {
		numbers->capacity = numbers->capacity ? 2 * numbers->capacity : 4;
		numbers->value = xrealloc(numbers->value, numbers->capacity * sizeof *numbers->value);
	}
	numbers->value[numbers->n++] = value;
}

/* The values of the field at `offset` of a kernel table's row. */
static const void *field(const struct summary *s, const struct block *block, size_t offset)
{
	const struct column *columns = s->table[block->table]->columns;
	uint32_t i = 0;

	while (columns[i].name && columns[i].offset != offset)
		i++;
	assert(columns[i].name);
	return block->column[i];
}

#define FIELD(row, name) field(s, block, offsetof(struct row, name))

static void add_measures(struct summary *s, uint32_t replication, const struct block *block)
{
	const uint16_t *measure = FIELD(measure_row, measure);
	const uint16_t *scope = FIELD(measure_row, scope);
	const double *mean = FIELD(measure_row, mean);
	const double *least = FIELD(measure_row, minimum);
	const double *most = FIELD(measure_row, maximum);
	const uint64_t *count = FIELD(measure_row, count);
	uint32_t *number = xmalloc((block->rows + 1) * sizeof *number);
	double of_pair;
	const void *values[] = {
		number, measure, scope, mean, FIELD(measure_row, p50), FIELD(measure_row, p95),
		FIELD(measure_row, p99), most, count
	};

	for (uint32_t i = 0; i < block->rows; i++) {
		struct observed *o = observed_at(s, measure[i], scope[i]);

		number[i] = replication;
		if (!o->seen) {
			o->seen = true;
			o->least = (double)NAN;
			o->most = (double)NAN;
		}
		numbers_add(&o->means, mean[i]);
		if (s->in_pairs && pairing_add(&o->pairing, replication, mean[i], &of_pair))
			numbers_add(&o->pairs, of_pair);
		/* fmin and fmax pass over NaN. */
		o->least = fmin(o->least, least[i]);
		o->most = fmax(o->most, most[i]);
		o->count += count[i];
	}
	append(s, REPLICATIONS, values, block->rows);
	free(number);
}

static void add_batches(struct summary *s, const struct block *block)
{
	const uint16_t *measure = FIELD(batch_row, measure);
	const uint16_t *scope = FIELD(batch_row, scope);
	const double *mean = FIELD(batch_row, mean);
	const void *values[] = { measure, scope, FIELD(batch_row, batch), mean, FIELD(batch_row, count) };

	for (uint32_t i = 0; i < block->rows; i++)
		numbers_add(&observed_at(s, measure[i], scope[i])->batches, mean[i]);
	append(s, BATCHES, values, block->rows);
	s->has_batches = true;
}

/* Make the bins kept reach to `bin`, in steps, since neighbours follow. */
static void reach_bin(struct observed *o, uint32_t bin)
{
	enum { STEP = 128 };
	uint32_t first = bin / STEP * STEP;
	uint32_t end = first + STEP;
	uint64_t *bins;

	if (o->bins && bin >= o->first_bin && bin < o->first_bin + o->n_bins)
		return;
	if (o->bins) {
		first = first < o->first_bin ? first : o->first_bin;
		end = end > o->first_bin + o->n_bins ? end : o->first_bin + o->n_bins;
	}
	bins = xcalloc(end - first, sizeof *bins);
	if (o->bins)
		memcpy(bins + (o->first_bin - first), o->bins, o->n_bins * sizeof *bins);
	free(o->bins);
	o->bins = bins;
	o->first_bin = first;
	o->n_bins = end - first;
}

static void add_bins(struct summary *s, const struct block *block)
{
	const uint16_t *measure = FIELD(bin_row, measure);
	const uint16_t *scope = FIELD(bin_row, scope);
	const uint32_t *bin = FIELD(bin_row, bin);
	const uint64_t *count = FIELD(bin_row, count);

	for (uint32_t i = 0; i < block->rows; i++) {
		struct observed *o = observed_at(s, measure[i], scope[i]);

		assert(bin[i] < HISTOGRAM_BINS);
		reach_bin(o, bin[i]);
		o->bins[bin[i] - o->first_bin] += count[i];
	}
}

void summary_add(struct summary *s, uint32_t replication, const struct block *block)
{
	if (block->table == TABLE_MEASURES)
		add_measures(s, replication, block);
	else if (block->table == TABLE_BATCHES)
		add_batches(s, block);
	else
		add_bins(s, block);
}

struct interval summary_interval(const struct summary *s, uint16_t measure, uint16_t scope)
{
	static const struct observed nothing;
	const struct observed *o = s->observed[measure] ? &s->observed[measure][scope] : &nothing;

	return s->in_pairs ? interval_of(o->pairs.value, o->pairs.n, confidence) : interval_of(o->means.value, o->means.n, confidence);
}

/* ---- at the end ---- */

struct line {
	uint16_t measure, scope, unit;
	double mean, half_width, sd, least, p50, p95, p99, most;
	uint64_t count;
};

/* Nanoseconds, for the quantiles' bounds; without a value, `none`. */
static sim_time nanoseconds(double seconds, sim_time none)
{
	return isnan(seconds) || fabs(seconds) > 9.2e9 ? none : (sim_time)llround(seconds * 1e9);
}

static void set_quantiles(struct line *line, const struct observed *o)
{
	struct histogram *h = xcalloc(1, sizeof *h);
	sim_time least = nanoseconds(o->least, 0);
	sim_time most = nanoseconds(o->most, SIM_TIME_MAX);

	memcpy(h->count + o->first_bin, o->bins, o->n_bins * sizeof *h->count);
	line->p50 = histogram_quantile(h->count, 0.50, least, most) / 1e9;
	line->p95 = histogram_quantile(h->count, 0.95, least, most) / 1e9;
	line->p99 = histogram_quantile(h->count, 0.99, least, most) / 1e9;
	line->least = o->least;
	line->most = o->most;
	free(h);
}

static void write_line(struct summary *s, uint16_t measure, uint16_t scope, bool batches)
{
	const struct observed *o = &s->observed[measure][scope];
	struct interval means = interval_of(o->means.value, o->means.n, confidence);
	const struct numbers *of = batches ? &o->batches : s->in_pairs ? &o->pairs : &o->means;
	struct interval spread = interval_of(of->value, of->n, confidence);
	double none = (double)NAN;
	struct line line = {
		measure, scope, s->unit[measure], none, none, none, none, none, none, none, none, o->count
	};
	const void *values[] = {
		&line.measure, &line.scope, &line.unit, &line.mean, &line.half_width, &line.sd, &line.least,
		&line.p50, &line.p95, &line.p99, &line.most, &line.count
	};

	if (o->means.n) {
		line.mean = means.mean;
		line.least = means.least;
		line.most = means.most;
	}
	/* The interval is about the mean of whole pairs. */
	if (s->in_pairs && o->pairs.n)
		line.mean = spread.mean;
	if (of->n > 1) {
		line.half_width = spread.half_width;
		line.sd = spread.sd;
	}
	if (o->bins)
		set_quantiles(&line, o);
	append(s, SUMMARY, values, 1);
}

static void write_bins(struct summary *s, uint16_t measure, uint16_t scope)
{
	const struct observed *o = &s->observed[measure][scope];

	for (uint32_t i = 0; i < o->n_bins; i++) {
		double lower = (double)histogram_lower(o->first_bin + i) / 1e9;
		double upper = (double)histogram_upper(o->first_bin + i) / 1e9;
		const void *values[] = { &measure, &scope, &lower, &upper, &o->bins[i] };

		if (o->bins[i])
			append(s, HISTOGRAMS, values, 1);
	}
}

/* Definitions of measures, where the categories are. */
static void write_definitions(struct summary *s)
{
	uint32_t n = s->measures->n_measures;
	const char **help = xcalloc((size_t)n + 1, sizeof *help);

	for (uint32_t i = 0; i < n; i++)
		help[i] = s->measures->measure[i].help ? s->measures->measure[i].help : "";
	if (n)
		h5_texts_attribute(s->h5, s->output[SUMMARY].group, record_summary_attributes[ATTRIBUTE_DEFINITIONS].name, help, n);
	free(help);
}

/* Forget what was observed. */
static void forget(struct summary *s)
{
	const struct measures *m = s->measures;

	for (uint32_t i = 0; i < m->n_measures; i++) {
		for (uint32_t k = 0; s->observed[i] && k < m->n_scopes; k++) {
			free(s->observed[i][k].means.value);
			free(s->observed[i][k].batches.value);
			free(s->observed[i][k].pairs.value);
			free(s->observed[i][k].bins);
		}
		free(s->observed[i]);
		s->observed[i] = NULL;
	}
	s->has_batches = false;
}

static void release(struct summary *s)
{
	forget(s);
	for (uint32_t i = 0; s->units[i]; i++)
		free((char *)(uintptr_t)s->units[i]);
	for (int i = 0; i < OUTPUTS; i++)
		free(s->column[i]);
	free(s->observed);
	free(s->point);
	free(s->words[MEASURE]);
	free(s->words[SCOPE]);
	free(s->units);
	free(s->unit);
	free(s);
}

/* Write what was observed. */
static void write_lines(struct summary *s, bool batches)
{
	const struct measures *m = s->measures;

	for (uint32_t i = 0; i < m->n_measures; i++)
		for (uint32_t k = 0; s->observed[i] && k < m->n_scopes; k++) {
			if (s->observed[i][k].seen)
				write_line(s, (uint16_t)i, (uint16_t)k, batches);
			if (s->observed[i][k].bins)
				write_bins(s, (uint16_t)i, (uint16_t)k);
		}
	s->any_replications |= !batches;
}

void summary_point(struct summary *s, uint32_t point)
{
	for (uint32_t i = 0; i < BLOCK_ROWS; i++)
		s->point[i] = point;
}

void summary_end_point(struct summary *s, uint32_t replications)
{
	write_lines(s, replications == 1 && s->has_batches);
	forget(s);
}

void summary_close(struct summary *s, uint32_t replications)
{
	hid_t group = s->output[SUMMARY].group;
	const char *interval;

	/* Of several that were asked for, one alone may be complete: it has no batches. */
	if (!s->by_point)
		write_lines(s, replications == 1 && s->has_batches);
	interval = interval_words[!s->any_replications ? INTERVAL_BATCHES : s->in_pairs ? INTERVAL_PAIRS : INTERVAL_REPLICATIONS];
	h5_text_attribute(s->h5, group, record_summary_attributes[ATTRIBUTE_INTERVAL].name, interval);
	h5_real_attribute(s->h5, group, record_summary_attributes[ATTRIBUTE_CONFIDENCE].name, confidence);
	write_definitions(s);
	for (int i = 0; i < OUTPUTS; i++)
		columns_close(&s->output[i]);
	release(s);
}
