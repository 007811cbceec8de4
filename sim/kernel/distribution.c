/*
 * The list of distributions, the simple ones, and those of listed values. The rest stand in distribution_shape.c.
 */
#include "sim/kernel/distribution.h"

#include <assert.h>
#include <math.h>

static double constant_draw(const struct quantity *q, struct stream *stream)
{
	(void)stream;
	return q->option[0];
}

static double first_option(const struct quantity *q)
{
	return q->option[0];
}

const struct distribution_class distribution_constant = {
	.name = "constant", .help = "always the same value",
	.option = { { .name = "value", .min = -INFINITY, .max = INFINITY } },
	.draw = constant_draw, .mean = first_option,
};

static double exponential_draw(const struct quantity *q, struct stream *stream)
{
	return q->option[0] * random_exponential(stream);
}

static double exponential_cdf(const struct quantity *q, double x)
{
	return x <= 0 ? 0 : -expm1(-x / q->option[0]);
}

/* The ziggurat does not rise with its bits; this does. */
static double exponential_quantile(const struct quantity *q, double u)
{
	return -q->option[0] * log1p(-u);
}

const struct distribution_class distribution_exponential = {
	.name = "exponential", .help = "memoryless, of a given mean",
	.option = { { .name = "mean", .min = 0, .max = INFINITY, .open = true } },
	.draw = exponential_draw, .mean = first_option, .cdf = exponential_cdf, .quantile = exponential_quantile,
	.equation = "P(X > x) = exp(-x / mean)",
	.source = "Marsaglia and Tsang, The ziggurat method for generating random variables, J. Stat. Softw. 5(8), 2000",
};

static bool uniform_prepare(struct quantity *q, struct diag *diag, struct mark mark)
{
	char from[64];
	char to[64];

	if (q->option[1] >= q->option[0])
		return true;
	return diag_error(diag, mark, "uniform: 'to' (%s) lies below 'from' (%s)",
			  units_format(q->option[1], q->dimension, to), units_format(q->option[0], q->dimension, from));
}

static double uniform_draw(const struct quantity *q, struct stream *stream)
{
	return q->option[0] + (q->option[1] - q->option[0]) * random_uniform(stream);
}

static double uniform_quantile(const struct quantity *q, double u)
{
	return q->option[0] + (q->option[1] - q->option[0]) * u;
}

static double uniform_mean(const struct quantity *q)
{
	return 0.5 * q->option[0] + 0.5 * q->option[1];
}

static double uniform_cdf(const struct quantity *q, double x)
{
	if (x < q->option[0])
		return 0;
	return x >= q->option[1] ? 1 : (x - q->option[0]) / (q->option[1] - q->option[0]);
}

const struct distribution_class distribution_uniform = {
	.name = "uniform", .help = "any value between two equally likely",
	.option = {
		{ .name = "from", .min = 0, .max = INFINITY },
		{ .name = "to", .min = 0, .max = INFINITY },
	},
	.prepare = uniform_prepare, .draw = uniform_draw, .mean = uniform_mean, .cdf = uniform_cdf, .quantile = uniform_quantile,
	.equation = "P(X <= x) = (x - from) / (to - from)",
};

/* The first value whose cumulated share is above u; the last share is 1, so there is one. */
static double choice_at(const struct quantity *q, double u)
{
	const struct quantity_list *list = q->list;
	uint32_t low = 0;
	uint32_t high = list->n - 1;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (list->cumulated[middle] > u)
			high = middle;
		else
			low = middle + 1;
	}
	return list->value[low];
}

static double choice_draw(const struct quantity *q, struct stream *stream)
{
	return choice_at(q, random_uniform(stream));
}

static double choice_mean(const struct quantity *q)
{
	double mean = 0;
	double before = 0;

	for (uint32_t i = 0; i < q->list->n; i++) {
		mean += q->list->value[i] * (q->list->cumulated[i] - before);
		before = q->list->cumulated[i];
	}
	return mean;
}

const struct distribution_class distribution_choice = {
	.name = "choice", .help = "one of several values, each with its share: {choice: {1 MB: 0.9, 20 MB: 0.1}}",
	.draw = choice_draw, .mean = choice_mean, .quantile = choice_at,
};

static double any_draw(const struct quantity *q, struct stream *stream)
{
	return q->list->value[random_below(stream, q->list->n)];
}

static double list_mean(const struct quantity *q)
{
	double sum = 0;

	for (uint32_t i = 0; i < q->list->n; i++)
		sum += q->list->value[i];
	return sum / q->list->n;
}

const struct distribution_class distribution_each = {
	.name = "each", .help = "one value for each member of a group, in order: {each: [5 ms, 10 ms]}",
	.draw = any_draw, .mean = list_mean,
};

const struct distribution_class distribution_empirical = {
	.name = "empirical",
	.help = "one of the numbers in a column of a file, every row as likely: {empirical: {file: sizes.csv, column: bytes, times: 1 B}}",
	.draw = any_draw, .mean = list_mean,
};

static double column_unknown(const struct quantity *q)
{
	(void)q;
	return NAN;
}

static double column_draw(const struct quantity *q, struct stream *stream)
{
	(void)stream;
	return column_unknown(q);
}

const struct distribution_class distribution_column = {
	.name = "column", .help = "what the current row of the workload's trace says: {column: NAME, times: 1 B}",
	.draw = column_draw, .mean = column_unknown,
};

const struct distribution_class *const distribution_classes[] = {
	&distribution_constant, &distribution_exponential, &distribution_uniform, &distribution_normal,
	&distribution_lognormal, &distribution_gamma, &distribution_erlang, &distribution_hyperexponential,
	&distribution_pareto, &distribution_weibull, &distribution_choice, &distribution_each,
	&distribution_empirical, &distribution_column,
	NULL
};

struct quantity quantity_constant(double value, enum dimension dimension)
{
	return (struct quantity){ .how = &distribution_constant, .option = { value }, .dimension = dimension };
}

double quantity_antithetic(const struct quantity *q, struct stream *stream, bool mirrored)
{
	double u;
	struct stream second;

	if (!q->how->quantile && mirrored) {
		second = random_fork(random_mix(random_bits(stream), PURPOSE_SECOND), PURPOSE_SECOND);
		return q->how->draw(q, &second);
	}
	if (!q->how->quantile)
		return q->how->draw(q, stream);
	u = random_open(stream);
	return q->how->quantile(q, mirrored ? 1 - u : u);
}

/* ---- a quantity of which every draw is antithetic ---- */

static struct quantity original_of(const struct quantity *q)
{
	struct quantity original = *q;

	original.how = distribution_classes[q->original];
	return original;
}

static double paired_draw(const struct quantity *q, struct stream *stream)
{
	struct quantity original = original_of(q);

	return quantity_antithetic(&original, stream, q->mirrored);
}

static double paired_mean(const struct quantity *q)
{
	struct quantity original = original_of(q);

	return original.how->mean(&original);
}

static const struct distribution_class distribution_paired = {
	.name = "antithetic", .help = "another distribution, drawn in pairs", .draw = paired_draw, .mean = paired_mean,
};

void quantity_pair(struct quantity *q, bool mirrored)
{
	uint16_t i = 0;

	if (!quantity_given(q) || quantity_is_constant(q) || q->how == &distribution_column)
		return;
	while (distribution_classes[i] && distribution_classes[i] != q->how)
		i++;
	assert(distribution_classes[i]);
	q->original = i;
	q->mirrored = mirrored;
	q->how = &distribution_paired;
}

double quantity_of_member(const struct quantity *q, uint32_t index, struct stream *stream)
{
	if (q->how != &distribution_each)
		return quantity_draw(q, stream);
	assert(index < q->list->n);
	return q->list->value[index];
}
