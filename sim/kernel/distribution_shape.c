/*
 * Distributions with a shape, most by GSL. Users give the mean and the coefficient of variation (standard deviation
 * over mean) or a shape; `prepare` makes from them, once, the parameters that the formulas want.
 */
#include "sim/kernel/distribution.h"
#include "sim/kernel/random_gsl.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#define MEAN { .name = "mean", .min = 0, .max = INFINITY, .open = true }
#define PLAIN(word, least) { .name = (word), .plain = true, .min = (least), .max = INFINITY, .open = true }

static double first_option(const struct quantity *q)
{
	return q->option[0];
}

/* Normal: draws below 0 are made again. With a mean of at least 0 that is at most every second one. */

/* The density at the cut over what lies above it: by how many sd the cut moves the mean. */
static double normal_shift(const struct quantity *q)
{
	double cut = -q->option[0] / q->option[1];

	return gsl_ran_ugaussian_pdf(cut) / gsl_cdf_ugaussian_Q(cut);
}

static double normal_draw(const struct quantity *q, struct stream *stream)
{
	gsl_rng rng = random_gsl_view(stream);
	double x;

	do
		x = q->option[0] + q->option[1] * gsl_ran_gaussian_ratio_method(&rng, 1);
	while (x < 0);
	return x;
}

static double normal_mean(const struct quantity *q)
{
	return q->option[0] + q->option[1] * normal_shift(q);
}

static double normal_cdf(const struct quantity *q, double x)
{
	double above = gsl_cdf_ugaussian_Q(-q->option[0] / q->option[1]);

	return x <= 0 ? 0 : 1 - gsl_cdf_ugaussian_Q((x - q->option[0]) / q->option[1]) / above;
}

/* From the upper tail, which is what is left of the whole normal. */
static double normal_quantile(const struct quantity *q, double u)
{
	double above = gsl_cdf_ugaussian_Q(-q->option[0] / q->option[1]);

	return fmax(0, q->option[0] + q->option[1] * gsl_cdf_ugaussian_Qinv((1 - u) * above));
}

const struct distribution_class distribution_normal = {
	.name = "normal", .help = "normal without what lies below 0, which raises the mean if sd is not small",
	.option = {
		{ .name = "mean", .min = 0, .max = INFINITY },
		{ .name = "sd", .min = 0, .max = INFINITY, .open = true },
	},
	.draw = normal_draw, .mean = normal_mean, .cdf = normal_cdf, .quantile = normal_quantile,
	.equation = "density in proportion to exp(-(x - mean)^2 / (2 sd^2)) for x >= 0",
	.source = "Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 1, 1994, ch. 13",
};

/* Log-normal: derived are mu and sigma of the logarithm. */
static bool lognormal_prepare(struct quantity *q, struct diag *diag, struct mark mark)
{
	double variance = log1p(q->option[1] * q->option[1]);

	(void)diag;
	(void)mark;
	q->derived[0] = log(q->option[0]) - variance / 2;
	q->derived[1] = sqrt(variance);
	return true;
}

static double lognormal_draw(const struct quantity *q, struct stream *stream)
{
	gsl_rng rng = random_gsl_view(stream);

	return exp(q->derived[0] + gsl_ran_gaussian_ratio_method(&rng, q->derived[1]));
}

static double lognormal_cdf(const struct quantity *q, double x)
{
	return x <= 0 ? 0 : gsl_cdf_lognormal_P(x, q->derived[0], q->derived[1]);
}

static double lognormal_quantile(const struct quantity *q, double u)
{
	return exp(q->derived[0] + q->derived[1] * gsl_cdf_ugaussian_Pinv(u));
}

const struct distribution_class distribution_lognormal = {
	.name = "lognormal", .help = "its logarithm is normal; cv is the standard deviation over the mean",
	.option = { MEAN, PLAIN("cv", 0) },
	.prepare = lognormal_prepare, .draw = lognormal_draw, .mean = first_option, .cdf = lognormal_cdf, .quantile = lognormal_quantile,
	.equation = "ln X is normal with variance s2 = ln(1 + cv^2) and mean ln(mean) - s2 / 2",
	.source = "Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 1, 1994, chapter 14",
};

/* Gamma and Erlang: derived are shape and scale. */
static bool gamma_prepare(struct quantity *q, struct diag *diag, struct mark mark)
{
	(void)diag;
	(void)mark;
	q->derived[0] = 1 / (q->option[1] * q->option[1]);
	q->derived[1] = q->option[0] / q->derived[0];
	return true;
}

static double gamma_draw(const struct quantity *q, struct stream *stream)
{
	gsl_rng rng = random_gsl_view(stream);

	return gsl_ran_gamma(&rng, q->derived[0], q->derived[1]);
}

static double gamma_cdf(const struct quantity *q, double x)
{
	return x <= 0 ? 0 : gsl_cdf_gamma_P(x, q->derived[0], q->derived[1]);
}

const struct distribution_class distribution_gamma = {
	.name = "gamma", .help = "between exponential (cv 1) and constant (cv near 0), or more variable (cv above 1)",
	.option = { MEAN, { .name = "cv", .plain = true, .min = 1e-6, .max = 1e3 } },
	.prepare = gamma_prepare, .draw = gamma_draw, .mean = first_option, .cdf = gamma_cdf,
	.equation = "density in proportion to x^(k - 1) exp(-k x / mean), k = 1 / cv^2",
	.source = "Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26(3), 2000",
};

static bool erlang_prepare(struct quantity *q, struct diag *diag, struct mark mark)
{
	if (q->option[0] != floor(q->option[0]))
		return diag_error(diag, mark, "erlang: 'k' is %g, but counts phases: a whole number of at least 1",
				  q->option[0]);
	q->derived[0] = q->option[0];
	q->derived[1] = q->option[1] / q->option[0];
	return true;
}

static double erlang_mean(const struct quantity *q)
{
	return q->option[1];
}

const struct distribution_class distribution_erlang = {
	.name = "erlang", .help = "the sum of k equal exponential phases; the mean is that of the sum",
	.option = { { .name = "k", .plain = true, .min = 1, .max = 1e6 }, MEAN },
	.prepare = erlang_prepare, .draw = gamma_draw, .mean = erlang_mean, .cdf = gamma_cdf,
	.equation = "density in proportion to x^(k - 1) exp(-k x / mean)",
	.source = "Marsaglia and Tsang, A simple method for generating gamma variables, ACM TOMS 26(3), 2000",
};

/* Hyperexponential with balanced means: derived are the first phase's probability and the two phases' means. */
static bool hyperexponential_prepare(struct quantity *q, struct diag *diag, struct mark mark)
{
	double c2 = q->option[1] * q->option[1];
	double p = 0.5 * (1 + sqrt((c2 - 1) / (c2 + 1)));

	(void)diag;
	(void)mark;
	q->derived[0] = p;
	q->derived[1] = q->option[0] / (2 * p);
	q->derived[2] = q->option[0] / (2 * (1 - p));
	return true;
}

static double hyperexponential_draw(const struct quantity *q, struct stream *stream)
{
	double mean = random_uniform(stream) < q->derived[0] ? q->derived[1] : q->derived[2];

	return mean * random_exponential(stream);
}

static double hyperexponential_cdf(const struct quantity *q, double x)
{
	double p = q->derived[0];

	return x <= 0 ? 0 : -p * expm1(-x / q->derived[1]) - (1 - p) * expm1(-x / q->derived[2]);
}

const struct distribution_class distribution_hyperexponential = {
	.name = "hyperexponential",
	.help = "one of two exponential phases, which bring equal parts of the mean; cv is at least 1",
	.option = { MEAN, { .name = "cv", .plain = true, .min = 1, .max = 1e6 } },
	.prepare = hyperexponential_prepare, .draw = hyperexponential_draw, .mean = first_option,
	.cdf = hyperexponential_cdf,
	.equation = "P(X > x) = p exp(-2 p x / mean) + (1 - p) exp(-2 (1 - p) x / mean), p = (1 + sqrt((cv^2 - 1) / (cv^2 + 1))) / 2",
	.source = "Tijms, A First Course in Stochastic Models, 2003, appendix B",
};

/* Pareto: derived is the least value. */
static bool pareto_prepare(struct quantity *q, struct diag *diag, struct mark mark)
{
	(void)diag;
	(void)mark;
	q->derived[0] = q->option[0] * (q->option[1] - 1) / q->option[1];
	return true;
}

static double pareto_draw(const struct quantity *q, struct stream *stream)
{
	return q->derived[0] * pow(random_open(stream), -1 / q->option[1]);
}

static double pareto_cdf(const struct quantity *q, double x)
{
	return x <= q->derived[0] ? 0 : 1 - pow(q->derived[0] / x, q->option[1]);
}

static double pareto_quantile(const struct quantity *q, double u)
{
	return q->derived[0] * pow(1 - u, -1 / q->option[1]);
}

const struct distribution_class distribution_pareto = {
	.name = "pareto", .help = "a power-law tail; the shape is above 1, up to 2 the variance is infinite",
	.option = { MEAN, PLAIN("shape", 1) },
	.prepare = pareto_prepare, .draw = pareto_draw, .mean = first_option, .cdf = pareto_cdf, .quantile = pareto_quantile,
	.equation = "P(X > x) = (m / x)^shape for x >= m = mean (shape - 1) / shape",
	.source = "Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 1, 1994, chapter 20",
};

/* Weibull: derived is the scale, mean / gamma(1 + 1 / shape). */
static bool weibull_prepare(struct quantity *q, struct diag *diag, struct mark mark)
{
	double logarithm = gsl_sf_lngamma(1 + 1 / q->option[1]);

	(void)diag;
	(void)mark;
	q->derived[0] = q->option[0] * exp(-logarithm);
	return true;
}

static double weibull_draw(const struct quantity *q, struct stream *stream)
{
	return q->derived[0] * pow(random_exponential(stream), 1 / q->option[1]);
}

static double weibull_cdf(const struct quantity *q, double x)
{
	return x <= 0 ? 0 : gsl_cdf_weibull_P(x, q->derived[0], q->option[1]);
}

static double weibull_quantile(const struct quantity *q, double u)
{
	return q->derived[0] * pow(-log1p(-u), 1 / q->option[1]);
}

const struct distribution_class distribution_weibull = {
	.name = "weibull", .help = "life times: below shape 1 they fail early, above it they age; shape 1 is exponential",
	.option = { MEAN, { .name = "shape", .plain = true, .min = 0.01, .max = 1e6 } },
	.prepare = weibull_prepare, .draw = weibull_draw, .mean = first_option, .cdf = weibull_cdf, .quantile = weibull_quantile,
	.equation = "P(X > x) = exp(-(x / s)^shape), s = mean / Gamma(1 + 1 / shape)",
	.source = "Johnson, Kotz and Balakrishnan, Continuous Univariate Distributions 1, 1994, chapter 21",
};
