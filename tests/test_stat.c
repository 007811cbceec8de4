/* Statistics against values from tables and sums that can be done by hand. */
#include "sim/kernel/stat.h"
#include "sim/kernel/trend.h"

#include "sim/kernel/random.h"
#include "sim/kernel/row.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_near(double a, double b, double relative)
{
	if (!(fabs(a - b) <= relative * fabs(b)))
		fail_msg("%.17g is not near %.17g", a, b);
}

static void a_tally_knows_mean_variance_and_ends(void **state)
{
	const sim_time value[] = { 2, 4, 4, 4, 5, 5, 7, 9 };
	struct tally t = { 0 };

	(void)state;
	assert_true(isnan(tally_mean(&t)));
	for (size_t i = 0; i < 8; i++) {
		tally_add(&t, value[i]);
		if (i == 0)
			assert_true(isnan(tally_variance(&t)));
	}
	assert_true(tally_mean(&t) == 5);
	assert_near(tally_variance(&t), 32.0 / 7, 1e-15);
	assert_int_equal(t.n, 8);
	assert_int_equal(t.least, 2);
	assert_int_equal(t.most, 9);
	t = (struct tally){ 0 };
	tally_add(&t, 1);
	tally_add(&t, 2);
	assert_true(tally_mean(&t) == 1.5);
	assert_true(tally_variance(&t) == 0.5);
}

/* In double the squares of such values would drown the variance. */
static void the_variance_of_large_close_values_is_exact(void **state)
{
	struct tally t = { 0 };

	(void)state;
	for (int i = 0; i < 1001; i++)
		tally_add(&t, INT64_C(4000000000000000000) + i);
	assert_true(tally_mean(&t) == 4000000000000000500.0);
	/* 0 .. n-1: n (n + 1) / 12 */
	assert_near(tally_variance(&t), 1001.0 * 1002.0 / 12, 1e-15);
}

static void sums_beyond_64_bits_are_exact(void **state)
{
	struct tally t = { 0 };

	(void)state;
	tally_add(&t, INT64_MAX);
	tally_add(&t, INT64_MAX);
	tally_add(&t, INT64_MAX);
	tally_add(&t, -5);
	assert_true(t.sum == (i128)3 * INT64_MAX - 5);
	assert_true(t.squares == (u128)3 * ((u128)INT64_MAX * INT64_MAX) + 25);
	assert_int_equal(t.least, -5);
}

static void tallies_merge_to_the_same_bits_in_any_order(void **state)
{
	enum { PARTS = 7, EACH = 1000 };
	struct stream stream = random_stream(5);
	struct tally part[PARTS] = { 0 };
	struct tally whole = { 0 };
	struct tally forward = { 0 };
	struct tally backward = { 0 };

	(void)state;
	for (int i = 0; i < PARTS * EACH; i++) {
		sim_time value = (sim_time)(1e12 * random_exponential(&stream));

		tally_add(&whole, value);
		tally_add(&part[i % PARTS], value);
	}
	tally_merge(&forward, &(struct tally){ 0 });
	for (int i = 0; i < PARTS; i++) {
		tally_merge(&forward, &part[i]);
		tally_merge(&backward, &part[PARTS - 1 - i]);
	}
	assert_true(forward.sum == whole.sum && backward.sum == whole.sum);
	assert_true(forward.squares == whole.squares && backward.squares == whole.squares);
	assert_int_equal(forward.n, whole.n);
	assert_int_equal(backward.least, whole.least);
	assert_int_equal(backward.most, whole.most);
	assert_true(tally_variance(&forward) == tally_variance(&backward));
}

static void a_level_integrates_over_time(void **state)
{
	struct level l = { 0 };

	(void)state;
	level_change(&l, 10, 2);
	level_change(&l, 30, -1);
	assert_true(level_area(&l, 100) == 2 * 20 + 1 * 70);
	level_reset(&l, 100);
	assert_int_equal(l.value, 1);
	assert_true(level_area(&l, 150) == 50);
	level_change(&l, 150, INT32_MAX);
	/* 2^31 jobs for 2^62 ns: far beyond 64 bits. */
	assert_true(level_area(&l, 150 + (INT64_C(1) << 62)) == 50 + ((i128)1 << 93));
}

static void the_bins_cover_all_times_without_gap_or_overlap(void **state)
{
	struct stream stream = random_stream(3);

	(void)state;
	assert_int_equal(histogram_bin(-1), 0);
	assert_int_equal(histogram_lower(0), 0);
	for (uint32_t bin = 0; bin <= histogram_bin(INT64_MAX); bin++) {
		sim_time lower = histogram_lower(bin);
		sim_time upper = histogram_upper(bin);

		assert_true(lower < upper);
		assert_int_equal(histogram_bin(lower), bin);
		assert_int_equal(histogram_bin(upper - 1), bin);
		if (upper < INT64_MAX)
			assert_int_equal(histogram_bin(upper), bin + 1);
		/* The middle is within 0.4 % of both ends. */
		assert_true((double)(upper - 1 - lower) / 2 <= 0.004 * (double)lower + 0.5 * (lower == 0));
	}
	assert_in_range(histogram_bin(INT64_MAX), 1, HISTOGRAM_BINS - 1);
	assert_int_equal(histogram_upper(histogram_bin(INT64_MAX)), SIM_TIME_MAX);
	assert_int_equal(histogram_upper(HISTOGRAM_BINS - 1), SIM_TIME_MAX);
	for (int i = 0; i < 100000; i++) {
		sim_time value = (sim_time)(random_bits(&stream) >> (1 + random_below(&stream, 63)));
		uint32_t bin = histogram_bin(value);

		assert_true(histogram_lower(bin) <= value);
		assert_true(value < histogram_upper(bin) || value == SIM_TIME_MAX);
	}
}

static int compare_times(const void *a, const void *b)
{
	sim_time x = *(const sim_time *)a;
	sim_time y = *(const sim_time *)b;

	return (x > y) - (x < y);
}

static void quantiles_are_within_four_per_mille_of_the_sorted_values(void **state)
{
	enum { N = 20001 };
	const double q[] = { 1e-5, 0.01, 0.25, 0.5, 0.9, 0.95, 0.99, 0.999, 1 };
	struct histogram *h = calloc(1, sizeof *h);
	sim_time *value = calloc(N, sizeof *value);
	struct stream stream = random_stream(11);

	(void)state;
	/* A mixture with a gap of three decades, where interpolating estimators go wrong. */
	for (int i = 0; i < N; i++) {
		double scale = random_uniform(&stream) < 0.9 ? 1e6 : 5e9;

		value[i] = (sim_time)(scale * (1 + random_exponential(&stream)));
		histogram_add(h, value[i]);
	}
	qsort(value, N, sizeof *value, compare_times);
	for (size_t i = 0; i < sizeof q / sizeof *q; i++) {
		double exact = (double)value[(size_t)ceil(q[i] * N) - 1];

		assert_near(histogram_quantile(h->count, q[i], value[0], value[N - 1]), exact, 0.004);
	}
	free(value);
	free(h);
}

static void quantiles_of_small_values_are_exact_and_within_the_ends(void **state)
{
	struct histogram *h = calloc(1, sizeof *h);

	(void)state;
	assert_true(isnan(histogram_quantile(h->count, 0.5, 0, 0)));
	for (int i = 1; i <= 100; i++)
		histogram_add(h, i);
	assert_true(histogram_quantile(h->count, 0.07, 1, 100) == 7);
	assert_true(histogram_quantile(h->count, 0.5, 1, 100) == 50);
	assert_true(histogram_quantile(h->count, 0.501, 1, 100) == 51);
	assert_true(histogram_quantile(h->count, 0.99, 1, 100) == 99);
	assert_true(histogram_quantile(h->count, 1, 1, 100) == 100);
	memset(h, 0, sizeof *h);
	histogram_add(h, 1000003);
	assert_true(histogram_quantile(h->count, 0.5, 1000003, 1000003) == 1000003);
	free(h);
}

/* Two-sided 95 % and 99 % points of the t distribution, from printed tables. */
static void student_quantiles_agree_with_tables(void **state)
{
	(void)state;
	assert_near(student_quantile(0.975, 1), 12.7062, 1e-5);
	assert_near(student_quantile(0.975, 4), 2.776445, 1e-6);
	assert_near(student_quantile(0.975, 9), 2.262157, 1e-6);
	assert_near(student_quantile(0.995, 9), 3.249836, 1e-6);
	assert_near(student_quantile(0.975, 30), 2.042272, 1e-6);
}

static void an_interval_has_the_textbook_half_width(void **state)
{
	const double value[] = { 9, 10, 11, 12, 13 };
	struct interval i = interval_of(value, 5, 0.95);

	(void)state;
	assert_true(i.mean == 11);
	assert_near(i.sd, sqrt(2.5), 1e-15);
	assert_near(i.half_width, 2.776445105 * sqrt(2.5 / 5), 1e-9);
	assert_true(i.least == 9 && i.most == 13 && i.n == 5);
	i = interval_of(value, 1, 0.95);
	assert_true(i.mean == 9 && isnan(i.half_width) && isnan(i.sd));
	assert_true(isnan(interval_of(value, 0, 0.95).mean));
}

static void autocorrelation_is_that_of_hand_made_series(void **state)
{
	const double alternating[] = { 1, -1, 1, -1, 1, -1 };
	const double rising[] = { 1, 2, 3, 4, 5 };
	const double flat[] = { 2, 2, 2, 2 };

	(void)state;
	assert_near(autocorrelation(alternating, 6), -5.0 / 6, 1e-14);
	/* Deviations -2 .. 2: (2 + 0 + 0 + 2) / 10. */
	assert_near(autocorrelation(rising, 5), 0.4, 1e-14);
	assert_true(isnan(autocorrelation(flat, 4)));
	assert_true(isnan(autocorrelation(rising, 2)));
}

static void mser5_cuts_the_start_that_differs(void **state)
{
	enum { N = 1000 };
	double value[N];
	struct stream stream = random_stream(17);

	(void)state;
	for (int i = 0; i < N; i++)
		value[i] = random_uniform(&stream) + (i < 200 ? 10 : 0);
	assert_in_range(mser5(value, N), 200, 215);
	/* At most half, whatever the series: here everything that differs lies in the first three quarters. */
	for (int i = 0; i < N; i++)
		value[i] = i < 750 ? 750 - i : 0;
	assert_int_equal(mser5(value, N), 500);
	/* A single batch is never kept, though it has no variance at all. */
	assert_int_equal(mser5(value, 10), 0);
	for (int i = 0; i < N; i++)
		value[i] = 3;
	assert_int_equal(mser5(value, N), 0);
	assert_int_equal(mser5(value, 3), 0);
	assert_int_equal(mser5(value, 0), 0);
}

/* Against the definition: the sum of squares about the mean of what is kept, over the square of its number. */
static void mser5_agrees_with_its_definition(void **state)
{
	enum { BATCHES = 37 };
	double value[5 * BATCHES];
	struct stream stream = random_stream(23);

	(void)state;
	for (int round = 0; round < 50; round++) {
		double least = INFINITY;
		size_t best = 0;

		for (size_t b = 0; b < BATCHES; b++) {
			double batch = random_exponential(&stream) + 3 * exp(-(double)b / (1 + round % 9));

			for (size_t i = 0; i < 5; i++)
				value[5 * b + i] = batch;
		}
		for (size_t d = 0; d <= BATCHES / 2; d++) {
			double mean = 0;
			double squares = 0;

			for (size_t b = d; b < BATCHES; b++)
				mean += value[5 * b] / (double)(BATCHES - d);
			for (size_t b = d; b < BATCHES; b++)
				squares += (value[5 * b] - mean) * (value[5 * b] - mean);
			squares /= (double)((BATCHES - d) * (BATCHES - d));
			if (squares < least) {
				least = squares;
				best = 5 * d;
			}
		}
		assert_int_equal(mser5(value, 5 * BATCHES), best);
	}
}

/* Values 1 ms apart, those before number `high` larger by `more` ns on top of up to 1000 ns of noise. */
static struct trend_cut cut_of(uint32_t n, uint32_t high, sim_time more, sim_time limit)
{
	struct trend *trend = trend_new();
	struct stream stream = random_stream(29);
	struct trend_cut cut;

	for (uint32_t i = 0; i < n; i++)
		trend_add(trend, (sim_time)(i + 1) * 1000000, (sim_time)(1000 * random_uniform(&stream)) + (i < high ? more : 0));
	cut = trend_cut(trend, limit);
	trend_free(trend);
	return cut;
}

static void a_trend_of_few_values_is_cut_as_mser5_cuts_them(void **state)
{
	enum { N = 1003 };
	double value[N];
	struct stream stream = random_stream(29);
	struct trend_cut cut = cut_of(N, 200, 10000, SIM_TIME_MAX);
	size_t dropped;

	(void)state;
	for (int i = 0; i < N; i++)
		value[i] = (double)((sim_time)(1000 * random_uniform(&stream)) + (i < 200 ? 10000 : 0));
	dropped = mser5(value, N);
	assert_true(dropped >= 200);
	assert_int_equal(cut.at, (sim_time)dropped * 1000000);
	assert_int_equal(cut.values, N);
	assert_false(cut.limited);
	assert_int_equal(cut_of(0, 0, 0, SIM_TIME_MAX).at, 0);
	assert_int_equal(cut_of(4, 0, 0, SIM_TIME_MAX).at, 0);
}

/* Means of 80 here, so that a cut is right to within 80 values, and noise moves it a little further. */
static void a_trend_of_many_values_is_cut_as_well(void **state)
{
	struct trend_cut cut = cut_of(1000000, 100000, 10000, SIM_TIME_MAX);

	(void)state;
	assert_int_equal(cut.values, 1000000);
	assert_in_range(cut.at / 1000000, 100000, 103000);
	assert_false(cut.limited);
}

static void a_trend_is_cut_at_the_limit_at_most_and_says_so(void **state)
{
	struct trend_cut cut = cut_of(1000, 480, 10000, SIM_TIME_MAX);

	(void)state;
	assert_false(cut.limited);
	cut = cut_of(1000, 480, 10000, 300 * INT64_C(1000000));
	assert_true(cut.limited);
	assert_int_equal(cut.at, 300 * INT64_C(1000000));
	/* More than half of the values differ, and half of them is as far as it goes. */
	cut = cut_of(1000, 510, 10000, SIM_TIME_MAX);
	assert_true(cut.limited);
	assert_int_equal(cut.at, 500 * INT64_C(1000000));
}

static void the_fixed_tables_describe_their_rows(void **state)
{
	const struct table *table[] = { &run_table, &measure_table, &batch_table, &bin_table };

	(void)state;
	for (size_t t = 0; t < 4; t++)
		for (const struct column *c = table[t]->columns; c->name; c++) {
			const struct column *next = c + 1;

			assert_non_null(c->units);
			assert_non_null(c->help);
			assert_true(c->offset < table[t]->row_size);
			assert_true(!next->name || next->offset > c->offset);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tally_knows_mean_variance_and_ends),
		cmocka_unit_test(the_variance_of_large_close_values_is_exact),
		cmocka_unit_test(sums_beyond_64_bits_are_exact),
		cmocka_unit_test(tallies_merge_to_the_same_bits_in_any_order),
		cmocka_unit_test(a_level_integrates_over_time),
		cmocka_unit_test(the_bins_cover_all_times_without_gap_or_overlap),
		cmocka_unit_test(quantiles_are_within_four_per_mille_of_the_sorted_values),
		cmocka_unit_test(quantiles_of_small_values_are_exact_and_within_the_ends),
		cmocka_unit_test(student_quantiles_agree_with_tables),
		cmocka_unit_test(an_interval_has_the_textbook_half_width),
		cmocka_unit_test(autocorrelation_is_that_of_hand_made_series),
		cmocka_unit_test(mser5_cuts_the_start_that_differs),
		cmocka_unit_test(mser5_agrees_with_its_definition),
		cmocka_unit_test(a_trend_of_few_values_is_cut_as_mser5_cuts_them),
		cmocka_unit_test(a_trend_of_many_values_is_cut_as_well),
		cmocka_unit_test(a_trend_is_cut_at_the_limit_at_most_and_says_so),
		cmocka_unit_test(the_fixed_tables_describe_their_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
