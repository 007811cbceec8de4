/*
 * Every distribution against its own theory: draws through keyed streams (one draw from each, as requests make them)
 * against cdf, mean and variance; and the mean against the integral of the cdf, which shares no code with it.
 */
#include "sim/kernel/distribution.h"

#include <float.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_integration.h>
#include <gsl/gsl_sf_gamma.h>

enum { DRAWS = 100000 };

struct sample_case {
	const struct distribution_class *how;
	double option[2];
	double mean, variance;    /* by the textbook; NaN: infinite, or not finite enough to be tested */
};

/* A quantity of these options, prepared. */
static struct quantity quantity_of(const struct distribution_class *how, double first, double second)
{
	struct quantity q = { .how = how, .option = { first, second }, .dimension = DIM_TIME };
	struct diag *diag = diag_new();

	if (how->prepare && !how->prepare(&q, diag, (struct mark){ 0 }))
		fail_msg("%s was refused", how->name);
	assert_int_equal(diag_errors(diag), 0);
	diag_free(diag);
	return q;
}

static int compare_doubles(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

static double *sample(const struct quantity *q, uint64_t seed)
{
	double *x = calloc(DRAWS, sizeof *x);
	uint64_t key = random_mix(random_mix(0, seed), PURPOSE_WORK);

	for (uint64_t i = 0; i < DRAWS; i++) {
		struct stream stream = random_stream(random_mix(key, i));

		x[i] = quantity_draw(q, &stream);
		assert_true(x[i] >= 0 && x[i] <= DBL_MAX);
	}
	return x;
}

/* Within 4.5 standard errors; that of the variance comes from the sample's fourth moment. */
static void check_moments(const struct sample_case *c, const double *x)
{
	double mean = 0;
	double second = 0;
	double fourth = 0;

	for (int i = 0; i < DRAWS; i++)
		mean += x[i] / DRAWS;
	for (int i = 0; i < DRAWS; i++) {
		double square = (x[i] - c->mean) * (x[i] - c->mean);

		second += square / DRAWS;
		fourth += square * square / DRAWS;
	}
	if (fabs(mean - c->mean) > 4.5 * sqrt(second / DRAWS))
		fail_msg("%s(%g, %g): mean %g, not %g", c->how->name, c->option[0], c->option[1], mean, c->mean);
	if (!isnan(c->variance) && fabs(second - c->variance) > 4.5 * sqrt((fourth - second * second) / DRAWS))
		fail_msg("%s(%g, %g): variance %g, not %g", c->how->name, c->option[0], c->option[1], second,
			 c->variance);
}

/* Kolmogorov-Smirnov: beyond 2.23 / sqrt(n) lies 1 in 10,000. */
static void check_cdf(const struct sample_case *c, const struct quantity *q, double *x)
{
	double distance = 0;

	qsort(x, DRAWS, sizeof *x, compare_doubles);
	for (int i = 0; i < DRAWS; i++) {
		double f = c->how->cdf(q, x[i]);

		distance = fmax(distance, fmax((i + 1.0) / DRAWS - f, f - (double)i / DRAWS));
	}
	if (distance > 2.23 / sqrt(DRAWS))
		fail_msg("%s(%g, %g): the sample is %g from the cdf", c->how->name, c->option[0], c->option[1],
			 distance);
}

static double weibull_moment(double mean, double shape, int k)
{
	return pow(mean / gsl_sf_gamma(1 + 1 / shape), k) * gsl_sf_gamma(1 + k / shape);
}

/* Mean and variance of a normal cut at 0, with the density and tail of the standard normal at the cut given as numbers. */
static double cut_normal_variance(double mean, double sd, double hazard)
{
	return sd * sd * (1 - mean / sd * hazard - hazard * hazard);
}

/* A sample of each, with its textbook moments; `n` is set. */
static const struct sample_case *cases(size_t *n)
{
	static const struct sample_case list[] = {
		{ &distribution_exponential, { 3 }, 3, 9 },
		{ &distribution_exponential, { 1e-4 }, 1e-4, 1e-8 },
		{ &distribution_uniform, { 2, 5 }, 3.5, 0.75 },
		{ &distribution_uniform, { 0, 1 }, 0.5, 1.0 / 12 },
		/* phi(1) / Phi(1) = 0.2875999709; half-normal: sqrt(2 / pi). */
		{ &distribution_normal, { 10, 1 }, 10, 1 },
		{ &distribution_normal, { 1, 1 }, 1.2875999709391783, NAN },
		{ &distribution_normal, { 0, 2 }, 1.5957691216057308, 1.4535209105296745 },
		{ &distribution_lognormal, { 4, 0.4 }, 4, 2.56 },
		{ &distribution_lognormal, { 4, 1.2 }, 4, 23.04 },
		{ &distribution_gamma, { 5, 0.3 }, 5, 2.25 },
		{ &distribution_gamma, { 5, 1 }, 5, 25 },
		{ &distribution_gamma, { 5, 2 }, 5, 100 },
		{ &distribution_erlang, { 1, 2 }, 2, 4 },
		{ &distribution_erlang, { 4, 2 }, 2, 1 },
		{ &distribution_hyperexponential, { 2, 1 }, 2, 4 },
		{ &distribution_hyperexponential, { 2, 3 }, 2, 36 },
		{ &distribution_pareto, { 3, 5 }, 3, 0.6 },
		{ &distribution_pareto, { 3, 2.5 }, 3, NAN },
		{ &distribution_weibull, { 2, 1 }, 2, 4 },
		{ &distribution_weibull, { 2, 3 }, 2, NAN },
		{ &distribution_weibull, { 2, 0.6 }, 2, NAN },
	};

	*n = sizeof list / sizeof *list;
	return list;
}

static void draws_have_the_mean_variance_and_shape_of_their_distribution(void **state)
{
	size_t n;
	const struct sample_case *list = cases(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct sample_case c = list[i];
		struct quantity q = quantity_of(c.how, c.option[0], c.option[1]);
		double *x;

		if (c.how == &distribution_weibull)
			c.variance = weibull_moment(c.mean, c.option[1], 2) - c.mean * c.mean;
		if (c.how == &distribution_normal && isnan(c.variance))
			c.variance = cut_normal_variance(1, 1, 0.2875999709391783);
		x = sample(&q, 100 + i);
		check_moments(&c, x);
		check_cdf(&c, &q, x);
		free(x);
	}
}

/* The probability of more than `times` the mean. */
static double above(double times, void *q)
{
	return 1 - ((const struct quantity *)q)->how->cdf(q, times * quantity_mean(q));
}

static void means_are_exact(void **state)
{
	gsl_integration_workspace *work = gsl_integration_workspace_alloc(1000);
	size_t n;
	const struct sample_case *list = cases(&n);

	(void)state;
	gsl_set_error_handler_off();
	for (size_t i = 0; i < n; i++) {
		const struct sample_case *c = &list[i];
		struct quantity q = quantity_of(c->how, c->option[0], c->option[1]);
		gsl_function f = { above, &q };
		double near;
		double far;
		double error;

		if (fabs(quantity_mean(&q) / c->mean - 1) > 1e-12)
			fail_msg("%s(%g, %g): mean is %.17g", c->how->name, c->option[0], c->option[1],
				 quantity_mean(&q));
		gsl_integration_qags(&f, 0, 1, 0, 1e-9, 1000, work, &near, &error);
		gsl_integration_qagiu(&f, 1, 1e-9, 1e-9, 1000, work, &far, &error);
		if (fabs(near + far - 1) > 1e-6)
			fail_msg("%s(%g, %g): the integral is %.9g means", c->how->name, c->option[0], c->option[1],
				 near + far);
	}
	gsl_integration_workspace_free(work);
}

static void a_constant_never_varies_and_uses_no_chance(void **state)
{
	struct quantity q = quantity_constant(-2.5, DIM_NONE);
	struct stream stream = random_stream(1);
	uint64_t before = stream.state;

	(void)state;
	assert_true(quantity_given(&q) && quantity_is_constant(&q));
	assert_true(quantity_draw(&q, &stream) == -2.5);
	assert_true(q.how->draw(&q, &stream) == -2.5);
	assert_true(quantity_mean(&q) == -2.5);
	assert_true(stream.state == before);
}

static void inline_draws_are_those_of_the_class(void **state)
{
	struct quantity q = quantity_of(&distribution_exponential, 7, 0);
	struct stream a = random_stream(3);
	struct stream b = random_stream(3);

	(void)state;
	for (int i = 0; i < 1000; i++)
		assert_true(quantity_draw(&q, &a) == q.how->draw(&q, &b));
}

static void a_choice_takes_each_value_with_its_share(void **state)
{
	const double value[] = { 1, 20, 300 };
	const double cumulated[] = { 0.5, 0.9, 1 };
	const struct quantity_list list = { .n = 3, .value = value, .cumulated = cumulated };
	struct quantity q = { .how = &distribution_choice, .list = &list };
	unsigned count[3] = { 0 };
	double *x = sample(&q, 8);

	(void)state;
	for (int i = 0; i < DRAWS; i++)
		for (int k = 0; k < 3; k++)
			count[k] += x[i] == value[k];
	assert_int_equal(count[0] + count[1] + count[2], DRAWS);
	for (int k = 0; k < 3; k++) {
		double share = cumulated[k] - (k ? cumulated[k - 1] : 0);

		assert_true(fabs(count[k] - share * DRAWS) < 4.5 * sqrt(share * (1 - share) * DRAWS));
	}
	assert_true(fabs(quantity_mean(&q) - (0.5 * 1 + 0.4 * 20 + 0.1 * 300)) < 1e-12);
	free(x);
}

static void a_choice_of_one_is_that_one(void **state)
{
	const double value[] = { 4 };
	const double cumulated[] = { 1 };
	const struct quantity_list list = { .n = 1, .value = value, .cumulated = cumulated };
	struct quantity q = { .how = &distribution_choice, .list = &list };
	struct stream stream = random_stream(1);

	(void)state;
	assert_true(quantity_draw(&q, &stream) == 4);
	assert_true(quantity_mean(&q) == 4);
}

static void each_member_has_its_own_value(void **state)
{
	const double value[] = { 5, 10, 30 };
	const struct quantity_list list = { .n = 3, .value = value };
	struct quantity q = { .how = &distribution_each, .list = &list };
	struct quantity uniform = quantity_of(&distribution_uniform, 1, 2);
	struct stream stream = random_stream(1);
	struct stream same = random_stream(1);

	(void)state;
	for (uint32_t i = 0; i < 3; i++)
		assert_true(quantity_of_member(&q, i, &stream) == value[i]);
	assert_true(quantity_mean(&q) == 15);
	assert_true(quantity_of_member(&uniform, 2, &stream) == quantity_draw(&uniform, &same));
}

/* Values that stand several times count as often; draws through keyed streams are without memory from one to the next. */
static void an_empirical_takes_each_row_equally_often(void **state)
{
	const double value[] = { 7, 1, 7, 30, 2, 0, 7, 100 };
	const struct quantity_list list = { .n = 8, .value = value };
	struct quantity q = { .how = &distribution_empirical, .list = &list };
	const double distinct[] = { 0, 1, 2, 7, 30, 100 }, share[] = { 1 / 8.0, 1 / 8.0, 1 / 8.0, 3 / 8.0, 1 / 8.0, 1 / 8.0 };
	struct sample_case c = { &distribution_empirical, { 0 }, 154 / 8.0, 0 };
	unsigned count[6] = { 0 }, again = 0;
	double *x = sample(&q, 9), below = 0, drawn_below = 0, distance = 0;

	(void)state;
	for (int i = 0; i < 8; i++)
		c.variance += (value[i] - c.mean) * (value[i] - c.mean) / 8;
	assert_true(quantity_mean(&q) == c.mean);
	check_moments(&c, x);
	for (int i = 0; i < DRAWS; i++) {
		for (int k = 0; k < 6; k++)
			count[k] += x[i] == distinct[k];
		again += i > 0 && x[i] == x[i - 1];
	}
	/* Kolmogorov-Smirnov, which for steps is on the safe side. */
	for (int k = 0; k < 6; k++) {
		below += share[k];
		drawn_below += (double)count[k] / DRAWS;
		distance = fmax(distance, fabs(drawn_below - below));
	}
	assert_true(fabs(drawn_below - 1) < 1e-12);
	assert_true(distance < 2.23 / sqrt(DRAWS));
	/* The same value twice in a row: 5 (1/8)^2 + (3/8)^2 = 14/64. */
	assert_true(fabs(again - 14 / 64.0 * DRAWS) < 4.5 * sqrt(14 / 64.0 * 50 / 64.0 * DRAWS) * 1.5);
	free(x);
}

static void a_column_of_a_trace_is_unknown_until_there_is_a_row(void **state)
{
	struct quantity q = { .how = &distribution_column };
	struct stream stream = random_stream(1);
	uint64_t before = stream.state;

	(void)state;
	assert_true(isnan(quantity_mean(&q)) && isnan(quantity_draw(&q, &stream)));
	assert_true(stream.state == before);
}

/* The error text of options that do not go together; the caller frees nothing. */
static void assert_refused(const struct distribution_class *how, double first, double second, const char *text)
{
	struct quantity q = { .how = how, .option = { first, second }, .dimension = DIM_TIME };
	struct diag *diag = diag_new();
	const struct diag_message *message;
	size_t n;

	assert_false(how->prepare(&q, diag, (struct mark){ "x.yaml", 3, 4 }));
	message = diag_messages(diag, &n);
	assert_int_equal(n, 1);
	assert_int_equal(message->mark.line, 3);
	assert_string_equal(message->text, text);
	diag_free(diag);
}

static void options_that_do_not_go_together_are_refused(void **state)
{
	(void)state;
	assert_refused(&distribution_uniform, 2, 1, "uniform: 'to' (1 s) lies below 'from' (2 s)");
	assert_refused(&distribution_erlang, 2.5, 1,
		       "erlang: 'k' is 2.5, but counts phases: a whole number of at least 1");
}

static void the_list_has_every_class_once_with_all_that_it_needs(void **state)
{
	size_t n = 0;

	(void)state;
	for (; distribution_classes[n]; n++) {
		const struct distribution_class *c = distribution_classes[n];

		assert_non_null(c->help);
		assert_non_null(c->draw);
		assert_non_null(c->mean);
		for (size_t i = 0; i < n; i++)
			assert_string_not_equal(c->name, distribution_classes[i]->name);
		for (size_t i = 0; i < QUANTITY_OPTIONS && c->option[i].name; i++)
			assert_true(c->option[i].min < c->option[i].max);
	}
	assert_int_equal(n, 14);
}

static double correlation(const double *a, const double *b)
{
	double mean_a = 0, mean_b = 0, sab = 0, saa = 0, sbb = 0;

	for (int i = 0; i < DRAWS; i++) {
		mean_a += a[i] / DRAWS;
		mean_b += b[i] / DRAWS;
	}
	for (int i = 0; i < DRAWS; i++) {
		sab += (a[i] - mean_a) * (b[i] - mean_b);
		saa += (a[i] - mean_a) * (a[i] - mean_a);
		sbb += (b[i] - mean_b) * (b[i] - mean_b);
	}
	return sab / sqrt(saa * sbb);
}

/* Of a uniform -1, of an exponential 1 - pi^2 / 6; 0 where the second draws on its own. */
static void the_second_of_a_pair_is_mirrored(void **state)
{
	static const struct { const struct distribution_class *how; double option[2], correlation; } cases[] = {
		{ &distribution_uniform, { 1, 4 }, -1 },
		{ &distribution_normal, { 100, 1 }, -1 },
		{ &distribution_exponential, { 2, 0 }, 1 - M_PI * M_PI / 6 },
		{ &distribution_weibull, { 2, 1 }, 1 - M_PI * M_PI / 6 },
		/* (exp(-s2) - 1) / (exp(s2) - 1) with exp(s2) = 1 + cv^2 */
		{ &distribution_lognormal, { 2, 1 }, -0.5 },
		{ &distribution_gamma, { 2, 0.5 }, 0 },
		{ &distribution_erlang, { 3, 2 }, 0 },
		{ &distribution_hyperexponential, { 2, 2 }, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct quantity first = quantity_of(cases[i].how, cases[i].option[0], cases[i].option[1]), second = first;
		double mean = quantity_mean(&first), found;
		double *a, *b;

		quantity_pair(&first, false);
		quantity_pair(&second, true);
		assert_true(quantity_mean(&second) == mean);
		a = sample(&first, 7);
		b = sample(&second, 7);
		found = correlation(a, b);
		if (fabs(found - cases[i].correlation) > 0.015)
			fail_msg("%s: the pair's correlation is %g, not %g", cases[i].how->name, found, cases[i].correlation);
		free(a);
		free(b);
	}
}

static void a_quantile_is_the_inverse_of_the_distribution_function(void **state)
{
	static const double option[][2] = { { 1, 4 }, { 2, 3 } };

	(void)state;
	for (size_t i = 0; distribution_classes[i]; i++)
		for (size_t k = 0; k < 2 && distribution_classes[i]->quantile && distribution_classes[i]->cdf; k++) {
			struct quantity q = quantity_of(distribution_classes[i], option[k][0], option[k][1]);

			for (double u = 0.0005; u < 1; u += 0.001)
				if (fabs(q.how->cdf(&q, q.how->quantile(&q, u)) - u) > 1e-9)
					fail_msg("%s: at %g the quantile is %g", q.how->name, u, q.how->quantile(&q, u));
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draws_have_the_mean_variance_and_shape_of_their_distribution),
		cmocka_unit_test(means_are_exact),
		cmocka_unit_test(the_second_of_a_pair_is_mirrored),
		cmocka_unit_test(a_quantile_is_the_inverse_of_the_distribution_function),
		cmocka_unit_test(a_constant_never_varies_and_uses_no_chance),
		cmocka_unit_test(inline_draws_are_those_of_the_class),
		cmocka_unit_test(a_choice_takes_each_value_with_its_share),
		cmocka_unit_test(a_choice_of_one_is_that_one),
		cmocka_unit_test(each_member_has_its_own_value),
		cmocka_unit_test(an_empirical_takes_each_row_equally_often),
		cmocka_unit_test(a_column_of_a_trace_is_unknown_until_there_is_a_row),
		cmocka_unit_test(options_that_do_not_go_together_are_refused),
		cmocka_unit_test(the_list_has_every_class_once_with_all_that_it_needs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
