/*
 * Streams and keys. The statistical tests look at three sources of bits: the chain of keys over neighbouring
 * indices, the first draw of each of many streams, and successive draws of one. Seeds are fixed, so nothing is
 * flaky; the limits are those of a test at about 1 in 10,000 for each combined figure.
 */
#include "sim/kernel/random.h"

#include "sim/kernel/random_gsl.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>

enum { SEEDS = 20 };

/* Fill `bits` with `n` numbers of a source that begins from a key. */
typedef void source_fn(uint64_t key, uint64_t *bits, size_t n);

static void chain_of_keys(uint64_t key, uint64_t *bits, size_t n)
{
	for (size_t i = 0; i < n; i++)
		bits[i] = random_mix(key, i);
}

/* As models key their draws: group, index, purpose. */
static void first_draws(uint64_t key, uint64_t *bits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct stream s = random_stream(random_mix(random_mix(random_mix(key, 3), i), PURPOSE_SIZE));

		bits[i] = random_bits(&s);
	}
}

/* The same request, message after message and attempt after attempt. */
static void first_draws_of_the_last_word(uint64_t key, uint64_t *bits, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct stream s = random_stream(random_mix(random_mix(key, i / 8), i % 8));

		bits[i] = random_bits(&s);
	}
}

static void successive_draws(uint64_t key, uint64_t *bits, size_t n)
{
	struct stream s = random_stream(key);

	for (size_t i = 0; i < n; i++)
		bits[i] = random_bits(&s);
}

static source_fn *const sources[] = { chain_of_keys, first_draws, first_draws_of_the_last_word, successive_draws };

enum { SOURCES = 4 };

/* Chi-square of `n` numbers that should be uniform on 0 .. cells - 1; its p-value. */
static double chi_square(const uint32_t *cell, size_t n, uint32_t cells)
{
	uint32_t *count = calloc(cells, sizeof *count);
	double expected = (double)n / cells;
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		count[cell[i]]++;
	for (uint32_t c = 0; c < cells; c++)
		sum += (count[c] - expected) * (count[c] - expected) / expected;
	free(count);
	return gsl_cdf_chisq_Q(sum, cells - 1);
}

/* Fisher: p-values of independent tests make -2 times the sum of their logarithms a chi-square of twice their number. */
static void assert_plausible(const double *p, size_t n, const char *what, size_t source)
{
	double sum = 0;
	double combined;

	for (size_t i = 0; i < n; i++)
		sum += -2 * log(p[i] > 0 ? p[i] : 1e-300);
	combined = gsl_cdf_chisq_Q(sum, 2.0 * (double)n);
	if (!(combined > 1e-4 && combined < 1 - 1e-4))
		fail_msg("%s of source %zu: combined p is %g", what, source, combined);
}

/* Cells of a number by its highest 8 bits, or its lowest, or two successive numbers' highest 5. */
static void cells_of(const uint64_t *bits, size_t n, int how, uint32_t *cell)
{
	for (size_t i = 0; i < n; i++) {
		uint64_t next = bits[i ^ 1];

		cell[i] = how == 0 ? (uint32_t)(bits[i] >> 56) : how == 1 ? (uint32_t)(bits[i] & 255)
			: (uint32_t)(bits[i] >> 59 << 5 | next >> 59);
	}
}

static void frequencies(int how, uint32_t cells, const char *what)
{
	enum { N = 65536 };
	uint64_t *bits = calloc(N, sizeof *bits);
	uint32_t *cell = calloc(N, sizeof *cell);

	for (size_t source = 0; source < SOURCES; source++) {
		double p[SEEDS];

		for (uint64_t seed = 0; seed < SEEDS; seed++) {
			sources[source](random_mix(0, seed), bits, N);
			cells_of(bits, N, how, cell);
			/* Pairs do not overlap: every other cell. */
			for (size_t i = 0; how == 2 && i < N / 2; i++)
				cell[i] = cell[2 * i];
			p[seed] = chi_square(cell, how == 2 ? N / 2 : N, cells);
		}
		assert_plausible(p, SEEDS, what, source);
	}
	free(bits);
	free(cell);
}

static void high_bits_are_uniform(void **state)
{
	(void)state;
	frequencies(0, 256, "chi-square of the high bits");
}

static void low_bits_are_uniform(void **state)
{
	(void)state;
	frequencies(1, 256, "chi-square of the low bits");
}

static void successive_pairs_are_uniform(void **state)
{
	(void)state;
	frequencies(2, 1024, "chi-square of pairs");
}

static int compare_u32(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a;
	uint32_t y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* How many spacings between `n` sorted birthdays occur again: Poisson of mean n^3 / (4 x 2^32). */
static unsigned repeated_spacings(const uint64_t *bits, uint32_t *day, size_t n, int shift)
{
	unsigned repeated = 0;

	for (size_t i = 0; i < n; i++)
		day[i] = (uint32_t)(bits[i] >> shift);
	qsort(day, n, sizeof *day, compare_u32);
	for (size_t i = n; i-- > 1;)
		day[i] -= day[i - 1];
	qsort(day, n, sizeof *day, compare_u32);
	for (size_t i = 1; i < n; i++)
		repeated += day[i] == day[i - 1];
	return repeated;
}

static void birthday_spacings_are_poisson(void **state)
{
	enum { N = 4096, BLOCKS = 8 };
	uint64_t *bits = calloc((size_t)N * BLOCKS, sizeof *bits);
	uint32_t *day = calloc(N, sizeof *day);

	(void)state;
	for (size_t source = 0; source < SOURCES; source++)
		for (int shift = 0; shift <= 32; shift += 16) {
			unsigned repeated = 0;
			double mean = 4.0 * SEEDS * BLOCKS;

			for (uint64_t seed = 0; seed < SEEDS; seed++) {
				sources[source](random_mix(1, seed), bits, (size_t)N * BLOCKS);
				for (size_t block = 0; block < BLOCKS; block++)
					repeated += repeated_spacings(bits + block * N, day, N, shift);
			}
			/* Four standard deviations of Poisson(640). */
			if (fabs(repeated - mean) > 4 * sqrt(mean))
				fail_msg("source %zu, bits from %d: %u repeated spacings, %g expected", source, shift,
					 repeated, mean);
		}
	free(bits);
	free(day);
}

/* Draws of neighbouring streams must not go together: correlation of the k-th draws of streams i and i + 1. */
static void neighbouring_streams_are_uncorrelated(void **state)
{
	enum { STREAMS = 20000, DRAWS = 5 };

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		double sum = 0;

		for (uint64_t i = 0; i < STREAMS; i++) {
			struct stream a = random_stream(random_mix(random_mix(2, seed), i));
			struct stream b = random_stream(random_mix(random_mix(2, seed), i + 1));

			for (int k = 0; k < DRAWS; k++)
				sum += (random_uniform(&a) - 0.5) * (random_uniform(&b) - 0.5);
		}
		/* Products have variance 1 / 144. */
		sum /= sqrt(STREAMS * DRAWS / 144.0);
		if (fabs(sum) > 4.5)
			fail_msg("seed %u: correlation of %g standard deviations", (unsigned)seed, sum);
	}
}

/* The published sequence of splitmix64 from the state 1234567: the same bits on every machine, for ever. */
static void a_stream_is_splitmix64(void **state)
{
	const uint64_t expected[] = {
		UINT64_C(6457827717110365317), UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
		UINT64_C(4593380528125082431), UINT64_C(16408922859458223821),
	};
	struct stream s = { 1234567 };

	(void)state;
	for (size_t i = 0; i < 5; i++)
		assert_true(random_bits(&s) == expected[i]);
}

static void uniforms_stay_within_their_bounds(void **state)
{
	struct stream s = random_stream(9);

	(void)state;
	for (int i = 0; i < 1000000; i++) {
		double u = random_uniform(&s);
		double open = random_open(&s);

		assert_true(u >= 0 && u < 1);
		assert_true(open > 0 && open < 1);
		assert_true(random_below(&s, 7) < 7);
		assert_true(random_below(&s, 1) == 0);
	}
}

static void whole_numbers_below_a_bound_are_equally_likely(void **state)
{
	enum { N = 100000, CELLS = 7 };
	uint32_t *cell = calloc(N, sizeof *cell);
	double p[SEEDS];

	(void)state;
	for (uint64_t seed = 0; seed < SEEDS; seed++) {
		struct stream s = random_stream(seed);

		for (size_t i = 0; i < N; i++)
			cell[i] = (uint32_t)random_below(&s, CELLS);
		p[seed] = chi_square(cell, N, CELLS);
	}
	assert_plausible(p, SEEDS, "random_below", 0);
	free(cell);
}

/* Cells of equal probability, the last ones beyond the ziggurat's edge at 7.697, where 1 in 2,200 falls. */
static void exponential_draws_are_exponential_to_the_far_tail(void **state)
{
	enum { N = 5000000, CELLS = 200 };
	uint32_t *cell = calloc(N, sizeof *cell);
	struct stream s = random_stream(31);
	unsigned beyond[3] = { 0 };

	(void)state;
	for (size_t i = 0; i < N; i++) {
		double x = random_exponential(&s);
		uint32_t c = (uint32_t)(-expm1(-x) * CELLS);

		cell[i] = c < CELLS ? c : CELLS - 1;
		beyond[0] += x > 7.697;
		beyond[1] += x > 9;
		beyond[2] += x > 12;
	}
	assert_in_range((unsigned)(1e6 * chi_square(cell, N, CELLS)), 100, 999900);
	for (int i = 0; i < 3; i++) {
		double expected = N * exp(-(i == 0 ? 7.697 : i == 1 ? 9 : 12));

		assert_true(fabs(beyond[i] - expected) < 4 * sqrt(expected));
	}
	free(cell);
}

/* What lies beyond the edge is exponential again, also beyond twice the edge. */
static void the_tail_of_the_ziggurat_repeats_itself(void **state)
{
	enum { N = 1000000 };
	const double edge = ziggurat_x[1];
	struct stream s = random_stream(37);
	double mean = 0;
	unsigned twice = 0;

	(void)state;
	for (int i = 0; i < N; i++) {
		double x = random_exponential_slow(&s, 0, edge);

		assert_true(x >= edge);
		mean += (x - edge) / N;
		twice += x >= 2 * edge;
	}
	assert_true(fabs(mean - 1) < 4.5 / sqrt(N));
	assert_true(fabs(twice - N * exp(-edge)) < 4.5 * sqrt(N * exp(-edge)));
}

/* All layers have one area, and the curve meets the edges. */
static void the_ziggurat_has_layers_of_equal_area(void **state)
{
	const double area = ziggurat_x[0] * ziggurat_y[1];

	(void)state;
	assert_true(fabs(ziggurat_x[1] * ziggurat_y[1] + ziggurat_y[1] - area) < 1e-15);
	for (int i = 1; i < 256; i++) {
		assert_true(fabs(ziggurat_x[i] * (ziggurat_y[i + 1] - ziggurat_y[i]) - area) < 1e-15);
		assert_true(fabs(ziggurat_y[i] - exp(-ziggurat_x[i])) < 1e-15);
	}
	assert_true(ziggurat_x[256] == 0 && ziggurat_y[256] == 1);
}

static void gsl_draws_from_the_stream_itself(void **state)
{
	struct stream ours = random_stream(4);
	struct stream theirs = random_stream(4);
	gsl_rng view = random_gsl_view(&theirs);

	(void)state;
	for (int i = 0; i < 100; i++) {
		assert_true(gsl_rng_get(&view) == random_bits(&ours));
		assert_true(gsl_rng_uniform(&view) == random_uniform(&ours));
	}
	assert_true(theirs.state == ours.state);
	gsl_rng_set(&view, 8);
	assert_true(theirs.state == random_stream(8).state);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stream_is_splitmix64),
		cmocka_unit_test(high_bits_are_uniform),
		cmocka_unit_test(low_bits_are_uniform),
		cmocka_unit_test(successive_pairs_are_uniform),
		cmocka_unit_test(birthday_spacings_are_poisson),
		cmocka_unit_test(neighbouring_streams_are_uncorrelated),
		cmocka_unit_test(uniforms_stay_within_their_bounds),
		cmocka_unit_test(whole_numbers_below_a_bound_are_equally_likely),
		cmocka_unit_test(exponential_draws_are_exponential_to_the_far_tail),
		cmocka_unit_test(the_tail_of_the_ziggurat_repeats_itself),
		cmocka_unit_test(the_ziggurat_has_layers_of_equal_area),
		cmocka_unit_test(gsl_draws_from_the_stream_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
