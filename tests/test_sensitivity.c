/* Sobol indices of functions whose indices are known. */
#include "sim/kernel/sensitivity.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { FACTORS = 3, MOST = 512 };

static void assert_near(double a, double b, double tolerance)
{
	if (!(fabs(a - b) <= tolerance))
		fail_msg("%.17g is not near %.17g", a, b);
}

/* Two factors at -1 and 1: y = a x1 + b x2 + c x1 x2 has variance a^2 + b^2 + c^2. */
static void a_grid_is_taken_apart_exactly(void **state)
{
	static const uint32_t level[] = { 0, 0, 0, 1, 1, 0, 1, 1 };
	static const double value[8] = { 0 };
	static const bool number[2] = { false, false };
	struct sensitivity_index index[2];
	double y[4];
	struct sensitivity s;

	(void)state;
	for (int i = 0; i < 4; i++) {
		double x1 = level[2 * i] ? 1 : -1, x2 = level[2 * i + 1] ? 1 : -1;

		y[i] = 7 + 1 * x1 + 2 * x2 + 2 * x1 * x2;
	}
	s = sensitivity_of(y, 4, 2, level, value, number, index);
	assert_int_equal(s.way, SENSITIVITY_GRID);
	assert_near(s.mean, 7, 1e-12);
	assert_near(s.variance, 9, 1e-12);
	assert_near(index[0].first, 1.0 / 9, 1e-12);
	assert_near(index[0].total, 5.0 / 9, 1e-12);
	assert_near(index[1].first, 4.0 / 9, 1e-12);
	assert_near(index[1].total, 8.0 / 9, 1e-12);
	/* Without a point it is none, and words are no numbers. */
	s = sensitivity_of(y, 3, 2, level, value, number, index);
	assert_int_equal(s.way, SENSITIVITY_NONE);
	assert_true(isnan(index[0].first));
}

/* The van der Corput sequence of a base: the Halton points. */
static double halton(unsigned i, unsigned base)
{
	double value = 0, part = 1;

	for (; i; i /= base) {
		part /= base;
		value += part * (i % base);
	}
	return value;
}

static size_t sample(double *value, uint32_t *level, size_t n)
{
	static const unsigned base[FACTORS] = { 2, 3, 5 };

	for (size_t i = 0; i < n; i++)
		for (size_t f = 0; f < FACTORS; f++) {
			value[i * FACTORS + f] = halton((unsigned)i + 1, base[f]);
			level[i * FACTORS + f] = (uint32_t)i;
		}
	return n;
}

/* y = u1 + 2 u2^2 + u1 u3 with u from -1 to 1: variances 1/3, 16/45, 1/9. Scales of the factors do not matter. */
static void a_polynomial_has_the_indices_of_its_parts(void **state)
{
	static double value[MOST * FACTORS], y[MOST];
	static uint32_t level[MOST * FACTORS];
	static const bool number[FACTORS] = { true, true, true };
	struct sensitivity_index index[FACTORS];
	struct sensitivity s;
	size_t n = sample(value, level, 200);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		double u[FACTORS];

		for (size_t f = 0; f < FACTORS; f++)
			u[f] = 2 * value[i * FACTORS + f] - 1;
		y[i] = u[0] + 2 * u[1] * u[1] + u[0] * u[2];
		value[i * FACTORS + 1] = exp(9 * value[i * FACTORS + 1]);
	}
	s = sensitivity_of(y, n, FACTORS, level, value, number, index);
	assert_int_equal(s.way, SENSITIVITY_POLYNOMIAL);
	assert_true(s.predicted > 0.99);
	assert_near(index[0].first, 0.41667, 0.02);
	assert_near(index[0].total, 0.55556, 0.02);
	assert_near(index[1].first, 0.44444, 0.02);
	assert_near(index[1].total, 0.44444, 0.02);
	assert_near(index[2].first, 0, 0.02);
	assert_near(index[2].total, 0.13889, 0.02);
}

static void what_cannot_be_told_is_not(void **state)
{
	static double value[MOST * FACTORS], y[MOST];
	static uint32_t level[MOST * FACTORS];
	static const bool number[FACTORS] = { true, true, true };
	struct sensitivity_index index[FACTORS];
	struct sensitivity s;
	size_t n = sample(value, level, 60);

	(void)state;
	/* A result that jumps about is predicted by no polynomial. */
	for (size_t i = 0; i < n; i++)
		y[i] = sin(1e4 * (double)(i * i));
	s = sensitivity_of(y, n, FACTORS, level, value, number, index);
	assert_true(s.predicted < 0.3);
	s = sensitivity_of(y, 15, FACTORS, level, value, number, index);
	assert_int_equal(s.way, SENSITIVITY_NONE);
	/* Axes that are zipped change together. */
	for (size_t i = 0; i < n; i++)
		value[i * FACTORS + 1] = value[i * FACTORS];
	s = sensitivity_of(y, n, FACTORS, level, value, number, index);
	assert_int_equal(s.way, SENSITIVITY_NONE);
	for (size_t i = 0; i < n; i++)
		y[i] = 3;
	s = sensitivity_of(y, n, FACTORS, level, value, number, index);
	assert_int_equal(s.way, SENSITIVITY_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_grid_is_taken_apart_exactly),
		cmocka_unit_test(a_polynomial_has_the_indices_of_its_parts),
		cmocka_unit_test(what_cannot_be_told_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
