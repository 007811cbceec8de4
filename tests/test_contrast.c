/* Contrasts against values that R 4.2 gives (t.test, p.adjust), and against what the definition says. */
#include "sim/kernel/contrast.h"

#include "sim/kernel/random.h"
#include "sim/kernel/stat.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const double A[] = { 10, 12, 9, 11, 13 }, B[] = { 12.5, 13, 11, 14, 14.5 }, C[] = { 8, 9.5, 10, 7.5 };

static void assert_near(double a, double b)
{
	if (!(fabs(a - b) <= 1e-10 * fabs(b)))
		fail_msg("%.17g is not near %.17g", a, b);
}

static void pairs_are_judged_by_student_t(void **state)
{
	struct contrast c = contrast_paired(A, B, 5, 0.95);

	(void)state;
	assert_near(c.a, 11);
	assert_near(c.b, 13);
	assert_near(c.difference, 2);
	assert_near(c.half_width, 0.981621580738779);
	assert_near(c.p, 0.00481267833004423);
	assert_near(c.worse, 1 - 0.00481267833004423 / 2);
	c = contrast_paired(B, A, 5, 0.95);
	assert_near(c.difference, -2);
	assert_near(c.worse, 0.00481267833004423 / 2);
}

static void independent_samples_are_judged_by_welch_t(void **state)
{
	struct contrast c = contrast_welch(A, 5, C, 4, 0.95);

	(void)state;
	assert_near(c.difference, -2.25);
	assert_near(c.half_width, 2.18576407724722);
	assert_near(c.p, 0.0451480246789473);
	assert_near(c.worse, 0.0225740123394737);
}

static void what_does_not_vary_is_certain(void **state)
{
	static const double higher[] = { 11, 13, 10, 12, 14 };
	struct contrast c = contrast_paired(A, A, 5, 0.95);

	(void)state;
	assert_true(c.p == 1 && c.half_width == 0 && c.difference == 0);
	c = contrast_paired(A, higher, 5, 0.95);
	assert_true(c.p == 0 && c.half_width == 0 && c.difference == 1 && c.worse == 1);
	c = contrast_paired(higher, A, 5, 0.95);
	assert_true(c.p == 0 && c.worse == 0);
	c = contrast_paired(A, B, 1, 0.95);
	assert_true(isnan(c.p) && isnan(c.half_width) && c.difference == 2.5);
	c = contrast_paired(A, B, 0, 0.95);
	assert_true(isnan(c.difference));
	c = contrast_welch(A, 5, B, 1, 0.95);
	assert_true(isnan(c.p));
}

static void holm_corrects_as_p_adjust_does(void **state)
{
	double p[] = { 0.01, 0.04, 0.03, 0.005, 0.6 };
	static const double corrected[] = { 0.04, 0.09, 0.09, 0.025, 0.6 };

	(void)state;
	contrast_holm(p, 5);
	for (int i = 0; i < 5; i++)
		assert_near(p[i], corrected[i]);
	contrast_holm(p, 0);
}

static void the_jackknife_of_a_difference_is_student_t(void **state)
{
	double without[5], sum = 0, ratio[5], of_a = 55, of_b = 65;

	(void)state;
	for (int i = 0; i < 5; i++)
		sum += B[i] - A[i];
	for (int i = 0; i < 5; i++) {
		without[i] = (sum - (B[i] - A[i])) / 4;
		ratio[i] = (of_b - B[i]) / (of_a - A[i]);
	}
	assert_near(contrast_jackknife(sum / 5, without, 5, 0.95), 0.981621580738779);
	/* Of a ratio it is near what the delta method gives: t sd(b - r a) / (mean a sqrt n). */
	{
		double d[5], r = of_b / of_a, delta;

		for (int i = 0; i < 5; i++)
			d[i] = B[i] - r * A[i];
		delta = interval_of(d, 5, 0.95).half_width / 11;
		assert_true(fabs(contrast_jackknife(r, ratio, 5, 0.95) - delta) < 0.1 * delta);
	}
}

/*
 * Of four equal systems none is best: it may be claimed of one in at most 5 % of experiments. Of four that lie far
 * apart the best is found.
 */
static void best_is_seldom_claimed_wrongly(void **state)
{
	enum { SYSTEMS = 4, N = 8, EXPERIMENTS = 4000 };
	struct stream stream = random_stream(11);
	int wrong = 0;

	(void)state;
	for (int e = 0; e < EXPERIMENTS; e++) {
		double value[SYSTEMS][N], worse[SYSTEMS];
		int claims = 0;

		for (int s = 0; s < SYSTEMS; s++)
			for (int i = 0; i < N; i++)
				value[s][i] = random_uniform(&stream) + random_uniform(&stream) + random_uniform(&stream);
		for (int s = 0; s < SYSTEMS; s++) {
			size_t n = 0;

			for (int other = 0; other < SYSTEMS; other++)
				if (other != s)
					worse[n++] = contrast_paired(value[other], value[s], N, 0.95).worse;
			claims += contrast_best(worse, n) >= 0.95;
		}
		assert_true(claims <= 1);
		wrong += claims;
	}
	assert_true(wrong < EXPERIMENTS * 0.05);
	assert_true(wrong > 0);
	assert_near(contrast_best((const double[]){ 0.001, 0.01, 0.002 }, 3), 0.97);
	assert_true(contrast_best((const double[]){ 0.5, 0.9 }, 2) == 0);
	assert_true(contrast_best((const double[]){ 0.001, NAN }, 2) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs_are_judged_by_student_t),
		cmocka_unit_test(independent_samples_are_judged_by_welch_t),
		cmocka_unit_test(what_does_not_vary_is_certain),
		cmocka_unit_test(holm_corrects_as_p_adjust_does),
		cmocka_unit_test(the_jackknife_of_a_difference_is_student_t),
		cmocka_unit_test(best_is_seldom_claimed_wrongly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
