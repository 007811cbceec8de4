/* Which rows are compared, and how they are judged. */
#include "sim/cli/comparison.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double LEVEL = 0.95;

/* What people look at first; without --measure and --all these are compared, in this order. */
static const struct headline {
	const char *measure;
	enum statistic statistic;
	bool totals;                   /* of tiers, components and links, only the whole */
} headlines[] = {
	{ "latency", STATISTIC_MEAN, false },
	{ "latency", STATISTIC_P95, false },
	{ "failed", STATISTIC_MEAN, false },
	{ "deadline_met", STATISTIC_MEAN, false },
	{ "request_energy", STATISTIC_MEAN, false },
	{ "utilisation", STATISTIC_MEAN, true },
	{ "rejected", STATISTIC_MEAN, true },
	{ "energy", STATISTIC_MEAN, true },
	{ "availability", STATISTIC_MEAN, true },
};

/* Measures of which more is better; and less. What is in neither list has no better end. */
static const char *const more[] = { "throughput", "deadline_met", "availability" };
static const char *const less[] = {
	"latency", "queueing_time", "service_time", "network_time", "failed", "request_energy", "energy", "power", "rejected", "dropped",
};

/* Shares, whose unit is 1 as that of numbers is. */
static const char *const shares[] = { "deadline_met", "failed", "utilisation", "rejected", "dropped", "empty", "asleep", "availability" };

static bool is_in(const char *const *list, size_t n, const char *word)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(list[i], word) == 0)
			return true;
	return false;
}

/* 1: less is better, -1: more is, 0: neither. */
static int better(const char *measure)
{
	if (is_in(less, sizeof(less) / sizeof(less[0]), measure))
		return 1;
	return is_in(more, sizeof(more) / sizeof(more[0]), measure) ? -1 : 0;
}

enum dimension comparison_dimension(const char *measure, const char *unit)
{
	enum dimension dimension = condition_unit(unit);

	return dimension == DIM_NONE && is_in(shares, sizeof(shares) / sizeof(shares[0]), measure) ? DIM_SHARE : dimension;
}

char *comparison_label(const char *measure, enum statistic statistic)
{
	return statistic == STATISTIC_MEAN ? xstrdup(measure) : text_format("%s %s", measure, statistic_names[statistic]);
}

/* ---- which rows ---- */

struct wanted {
	const char *measure;
	enum statistic statistic;
	bool totals;
};

bool comparison_scope(const char *scope, const char *name)
{
	const char *slash = strchr(scope, '/');

	return !name || strcmp(scope, name) == 0 || (slash && !strchr(scope, ':') && strcmp(slash + 1, name) == 0);
}

static bool is_part(const char *scope)
{
	return strchr(scope, ':') || strstr(scope, "->");
}

static void add_rows(struct comparison *c, const struct wanted *wanted, const char *scope)
{
	const struct samples *first = &c->file[0];

	for (uint64_t i = 0; i < first->n; i++) {
		if (strcmp(first->measure[i], wanted->measure) != 0 || !comparison_scope(first->scope[i], scope) ||
		    (wanted->totals && !scope && is_part(first->scope[i])))
			continue;
		for (uint32_t f = 1; f < c->n; f++) {
			if (samples_find(&c->file[f], first->measure[i], first->scope[i]) < 0)
				continue;
			c->row = xrealloc(c->row, (c->rows + 1) * sizeof *c->row);
			c->row[c->rows++] = (struct comparison_row){
				.measure = first->measure[i], .scope = first->scope[i], .statistic = wanted->statistic,
				.dimension = comparison_dimension(first->measure[i], first->unit[i]), .file = f, .holm = NAN,
			};
		}
	}
}

static bool is_statistic(const char *name)
{
	for (int i = 0; i < STATISTICS; i++)
		if (strcmp(statistic_names[i], name) == 0)
			return true;
	return false;
}

bool comparison_measure(const struct samples *s, const char *given, const char **measure, enum statistic *statistic, struct diag *diag)
{
	struct mark at = { .source = "--measure" };
	size_t length = strlen(given), word = strcspn(given, "(");
	char *name = text_format("%.*s", (int)word, given);
	bool good = true;

	*statistic = STATISTIC_MEAN;
	if (given[word]) {
		int i = 0;

		while (i < STATISTICS && strcmp(statistic_names[i], name) != 0)
			i++;
		*statistic = (enum statistic)i;
		if (given[length - 1] != ')')
			good = diag_error(diag, at, "expected MEASURE or STATISTIC(MEASURE), not '%s'", given);
		else if (i == STATISTICS)
			good = diag_unknown(diag, at, "statistic", name, statistic_names, STATISTICS);
		free(name);
		name = text_format("%.*s", (int)(length - word) - 2, given + word + 1);
	}
	*measure = NULL;
	for (uint64_t i = 0; good && i < s->n && !*measure; i++)
		*measure = strcmp(s->measure[i], name) == 0 ? s->measure[i] : NULL;
	if (good && !*measure && *statistic == STATISTIC_MEAN && is_statistic(name))
		good = diag_error(diag, at, "'%s' is a statistic; of a measure it is %s(MEASURE), as %s(latency)", name, name, name);
	else if (good && !*measure)
		good = diag_unknown(diag, at, "measure", name, s->measure, s->n);
	free(name);
	return good;
}

static bool choose_rows(struct comparison *c, const struct comparison_choice *choice, struct diag *diag)
{
	const struct samples *first = &c->file[0];
	bool good = true;

	for (size_t i = 0; i < choice->measures->n; i++) {
		struct wanted wanted = { 0 };

		if (comparison_measure(first, choice->measures->item[i], &wanted.measure, &wanted.statistic, diag))
			add_rows(c, &wanted, choice->scope);
		else
			good = false;
	}
	for (uint64_t i = 0; choice->all && !choice->measures->n && i < first->n; i++)
		if (i == 0 || strcmp(first->measure[i], first->measure[i - 1]) != 0)
			add_rows(c, &(struct wanted){ .measure = first->measure[i] }, choice->scope);
	for (size_t i = 0; !choice->all && !choice->measures->n && i < sizeof(headlines) / sizeof(headlines[0]); i++)
		add_rows(c, &(struct wanted){ headlines[i].measure, headlines[i].statistic, headlines[i].totals }, choice->scope);
	if (good && !c->rows && choice->scope && c->n > 1)
		return diag_unknown(diag, (struct mark){ .source = "--scope" }, "scope", choice->scope, first->scope, first->n);
	return good;
}

/* ---- judging ---- */

static bool differs_nowhere(const struct comparison_row *row)
{
	return row->contrast.half_width <= 0 && row->contrast.p >= 1;
}

static void judge_rows(struct comparison *c)
{
	double *p = xcalloc(c->rows + 1, sizeof *p);

	for (size_t i = 0; i < c->rows; i++) {
		struct comparison_row *row = &c->row[i];

		row->contrast = samples_contrast(&c->file[0], &c->file[row->file], row->measure, row->scope, row->statistic, LEVEL);
		row->equal = differs_nowhere(row);
		if (!row->equal && !isnan(row->contrast.p))
			p[c->tested++] = row->contrast.p;
	}
	contrast_holm(p, c->tested);
	for (size_t i = 0, k = 0; i < c->rows; i++)
		if (!c->row[i].equal && !isnan(c->row[i].contrast.p))
			c->row[i].holm = p[k++];
	free(p);
}

/* How sure it is that `file` is best by what `row` is of; -1 if another one has the better mean. */
static double confidence_of(const struct comparison *c, const struct comparison_row *row, uint32_t file)
{
	int sign = better(row->measure);
	double *worse = xcalloc(c->n, sizeof *worse), confidence;
	size_t n = 0;
	bool beaten = false;

	for (uint32_t other = 0; other < c->n; other++) {
		struct contrast contrast;

		if (other == file)
			continue;
		contrast = samples_contrast(&c->file[other], &c->file[file], row->measure, row->scope, row->statistic, LEVEL);
		/* worse: that `file` has the greater mean; where more is better, that it has the smaller one. */
		worse[n++] = sign > 0 ? contrast.worse : contrast.half_width <= 0 ? (contrast.difference > 0 ? 0 : 1) : 1 - contrast.worse;
		beaten = beaten || !((double)sign * contrast.difference <= 0);
	}
	confidence = beaten ? -1 : contrast_best(worse, n);
	free(worse);
	return confidence;
}

/* Whether no file differs from the first in what `row` is of. */
static bool all_equal(const struct comparison *c, const struct comparison_row *row)
{
	for (size_t i = 0; i < c->rows; i++)
		if (!c->row[i].equal && c->row[i].statistic == row->statistic && strcmp(c->row[i].measure, row->measure) == 0 &&
		    strcmp(c->row[i].scope, row->scope) == 0)
			return false;
	return true;
}

static void find_best(struct comparison *c)
{
	c->best = xcalloc(c->rows + 1, sizeof *c->best);
	for (size_t i = 0; c->n > 2 && i < c->rows; i++) {
		const struct comparison_row *row = &c->row[i];
		struct comparison_best best = { row->measure, row->scope, row->statistic, 0, -1 };

		if (row->file != 1 || !better(row->measure) || all_equal(c, row))
			continue;
		for (uint32_t file = 0; file < c->n; file++) {
			double confidence = confidence_of(c, row, file);

			if (confidence > best.confidence) {
				best.confidence = confidence;
				best.file = file;
			}
		}
		if (best.confidence >= 0)
			c->best[c->bests++] = best;
	}
}

bool comparison_make(struct comparison *c, struct samples *file, size_t n, const struct comparison_choice *choice, struct diag *diag)
{
	*c = (struct comparison){ .file = file, .n = n };
	if (!choose_rows(c, choice, diag))
		return false;
	judge_rows(c);
	find_best(c);
	return true;
}

void comparison_fini(struct comparison *c)
{
	free(c->row);
	free(c->best);
	*c = (struct comparison){ 0 };
}

/* ---- conditions ---- */

/* The values of all quantities in the replications that all of them have: values[i * n + q], *rows of them. NULL: not paired. */
static double *common_values(const struct comparison *c, const struct condition_quantity *q, size_t n, size_t *rows)
{
	struct sample **of = xcalloc(n, sizeof *of);
	size_t *length = xcalloc(n, sizeof *length), *at = xcalloc(n, sizeof *at);
	double *values = NULL;
	bool paired = true;

	*rows = 0;
	for (size_t i = 0; i < n; i++) {
		of[i] = samples_values(&c->file[q[i].file], q[i].measure, q[i].scope, q[i].statistic, &length[i]);
		paired = paired && !samples_unpaired(&c->file[q[0].file], &c->file[q[i].file]);
	}
	for (size_t k = 0; paired && k < length[0]; k++) {
		bool everywhere = true;

		for (size_t i = 0; i < n; i++) {
			while (at[i] < length[i] && of[i][at[i]].index < of[0][k].index)
				at[i]++;
			everywhere = everywhere && at[i] < length[i] && of[i][at[i]].index == of[0][k].index;
		}
		if (!everywhere)
			continue;
		values = xrealloc(values, (*rows + 1) * n * sizeof *values);
		for (size_t i = 0; i < n; i++)
			values[*rows * n + i] = of[i][at[i]].value;
		++*rows;
	}
	for (size_t i = 0; i < n; i++)
		free(of[i]);
	free(of);
	free(length);
	free(at);
	return values;
}

/* Means over all rows but `without`. */
static void means(const double *values, size_t rows, size_t n, size_t without, double *mean)
{
	for (size_t q = 0; q < n; q++) {
		double sum = 0;

		for (size_t i = 0; i < rows; i++)
			sum += i == without ? 0 : values[i * n + q];
		mean[q] = sum / (double)(rows - (without < rows));
	}
}

static void judge_paired(const struct condition *condition, const double *values, size_t rows, size_t n, struct verdict *verdict)
{
	double *mean = xcalloc(n, sizeof *mean), *without = xcalloc(rows + 1, sizeof *without);

	for (size_t i = 0; rows > 1 && i < rows; i++) {
		struct sides sides;

		means(values, rows, n, i, mean);
		sides = condition_sides(condition, mean);
		without[i] = sides.left - sides.right;
	}
	means(values, rows, n, rows, mean);
	verdict->sides = condition_sides(condition, mean);
	verdict->half_width = contrast_jackknife(verdict->sides.left - verdict->sides.right, without, rows, LEVEL);
	free(mean);
	free(without);
}

static void judge_unpaired(const struct comparison *c, const struct condition *condition, struct verdict *verdict)
{
	size_t n;
	const struct condition_quantity *q = condition_quantities(condition, &n);
	double *mean = xcalloc(n + 1, sizeof *mean);

	for (size_t i = 0; i < n; i++) {
		size_t length;
		struct sample *of = samples_values(&c->file[q[i].file], q[i].measure, q[i].scope, q[i].statistic, &length);

		for (size_t k = 0; k < length; k++)
			mean[i] += of[k].value / (double)length;
		if (!length)
			mean[i] = NAN;
		free(of);
	}
	verdict->sides = condition_sides(condition, mean);
	verdict->half_width = NAN;
	free(mean);
}

/* Every quantity has values in its file. */
static bool has_values(const struct comparison *c, const struct condition_quantity *q, struct diag *diag)
{
	size_t length;
	struct mark at = { "--fail-if", 1, q->column };

	free(samples_values(&c->file[q->file], q->measure, q->scope, q->statistic, &length));
	if (length)
		return true;
	if (samples_find(&c->file[q->file], q->measure, q->scope) < 0)
		return diag_error(diag, at, "%c has no %s of %s", 'A' + (int)q->file, q->measure, q->scope);
	if (q->statistic != STATISTIC_MEAN && c->file[q->file].batches)
		return diag_error(diag, at, "%c has a single replication, and of its parts only means: no %s", 'A' + (int)q->file, statistic_names[q->statistic]);
	return diag_error(diag, at, "%c has no value of the %s of %s of %s", 'A' + (int)q->file, statistic_names[q->statistic], q->measure, q->scope);
}

bool comparison_judge(const struct comparison *c, const char *text, struct verdict *verdict, struct diag *diag)
{
	struct condition *condition = condition_read(text, c->file, c->n, diag);
	const struct condition_quantity *q;
	size_t n, rows = 0;
	bool good = true;
	double *values;

	if (!condition)
		return false;
	q = condition_quantities(condition, &n);
	for (size_t i = 0; i < n; i++)
		good = has_values(c, &q[i], diag) && good;
	*verdict = (struct verdict){ .text = text, .dimension = condition_dimension(condition), .half_width = NAN };
	values = good && n ? common_values(c, q, n, &rows) : NULL;
	if (good && rows)
		judge_paired(condition, values, rows, n, verdict);
	else if (good)
		judge_unpaired(c, condition, verdict);
	free(values);
	verdict->holds = good && condition_holds(condition, verdict->sides);
	verdict->relation = condition_relation(condition);
	if (good && (isnan(verdict->sides.left) || isnan(verdict->sides.right)))
		good = diag_error(diag, (struct mark){ "--fail-if", 1, 1 }, "'%s' cannot be judged: 0 by 0", text);
	condition_free(condition);
	return good;
}
