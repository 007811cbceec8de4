/* Distances against figures worked by hand; the index of places against looking at every place. */
#include "models/position/distance.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

enum { MOST = 300, SETS = 200 };

static void expect_near(double value, double expected, double tolerance)
{
	if (!(fabs(value - expected) <= tolerance))
		fail_msg("%.9g, not %.9g +- %g", value, expected, tolerance);
}

static void distances_on_a_plane_are_straight(void **state)
{
	(void)state;
	expect_near(distance_m(false, (struct position){ -3, 1 }, (struct position){ 0, 5 }), 5, 0);
}

/*
 * With R = 6371008.8 m: a degree of a great circle is pi R / 180 = 111195.08 m. At 60 degrees north a degree of longitude spans the angle
 * 2 asin(cos 60 sin 0.5) = 0.4999952 degrees, 55597.0 m. From the equator at 0 to 45 north, 90 east the angle is acos(cos 45 cos 90) = 90
 * degrees, 10007557 m; to the antipode 20015115 m.
 */
static void distances_on_the_earth_are_great_circles(void **state)
{
	struct position origin = { 0, 0 };

	(void)state;
	expect_near(distance_m(true, origin, (struct position){ 0, 1 }), 111195.08, 0.01);
	expect_near(distance_m(true, origin, (struct position){ 1, 0 }), 111195.08, 0.01);
	expect_near(distance_m(true, (struct position){ 10, 60 }, (struct position){ 11, 60 }), 55597.01, 0.1);
	expect_near(distance_m(true, origin, (struct position){ 90, 45 }), 10007557.2, 1);
	expect_near(distance_m(true, origin, (struct position){ 180, 0 }), 20015114.4, 1);
	/* Across the date line it is the short way. */
	expect_near(distance_m(true, (struct position){ 179.5, 0 }, (struct position){ -179.5, 0 }), 111195.08, 0.01);
	/* A metre is still a metre: 1 / 111195.08 degrees. */
	expect_near(distance_m(true, (struct position){ 145, -37.8 }, (struct position){ 145, -37.8 + 1 / 111195.08 }), 1, 1e-6);
	assert_true(isnan(distance_m(true, origin, (struct position){ NAN, NAN })));
}

/* 2/3 of 299792458 m/s is 199861638.67 m/s: 199861.63867 m take a millisecond, 1000 km 5.003461427 ms. */
static void light_takes_five_microseconds_for_a_kilometre(void **state)
{
	(void)state;
	assert_int_equal(distance_latency(199861.638666667), 1000000);
	assert_int_equal(distance_latency(1e6), 5003461);
	assert_int_equal(distance_latency(0), 0);
}

/* Places on a coarse grid, so that ties and equal places are common; some are not known. */
static uint32_t random_places(struct position *p, bool on_earth, uint64_t seed)
{
	struct stream draw = random_stream(random_mix(3, seed));
	uint32_t n = 1 + (uint32_t)random_below(&draw, MOST - 1);
	double step = on_earth ? 10 : 1;

	for (uint32_t i = 0; i < n; i++) {
		double x = (double)random_below(&draw, 12) * step, y = (double)random_below(&draw, 9) * step;

		p[i] = random_below(&draw, 10) == 0 ? (struct position){ NAN, NAN } : (struct position){ x, on_earth ? y - 40 : y };
	}
	return n;
}

/* Equally near on the plane means exactly so, and the first wins; on the earth rounding decides among equals. */
static void nearest_is_what_a_look_at_all_places_finds(void **state)
{
	static struct position p[MOST];

	(void)state;
	for (uint64_t seed = 0; seed < SETS; seed++) {
		bool on_earth = seed % 2;
		uint32_t n = random_places(p, on_earth, seed);
		struct near_index *index = near_new(on_earth, p, n);

		for (uint32_t i = 0; i < n; i++) {
			uint32_t except = seed % 4 < 2 ? i : NONE, best = NONE, found;

			if (isnan(p[i].x))
				continue;
			for (uint32_t k = 0; k < n; k++)
				if (k != except && !isnan(p[k].x)
				    && (best == NONE || distance_m(on_earth, p[i], p[k]) < distance_m(on_earth, p[i], p[best])))
					best = k;
			found = near_nearest(index, p[i], except);
			if (found != best && (!on_earth || found == NONE
					      || fabs(distance_m(true, p[i], p[found]) - distance_m(true, p[i], p[best])) > 1e-6))
				fail_msg("seed %llu: from %u the nearest is %u, not %u", (unsigned long long)seed, i, found, best);
		}
		near_free(index);
	}
}

static void within_finds_all_places_and_the_nearest_first(void **state)
{
	static struct position p[MOST];
	struct near_list near = { 0 };

	(void)state;
	for (uint64_t seed = 0; seed < SETS; seed++) {
		bool on_earth = seed % 2;
		uint32_t n = random_places(p, on_earth, seed);
		double radius = on_earth ? 1.6e6 : 2;     /* exactly two steps of the plane */
		struct near_index *index = near_new(on_earth, p, n);

		for (uint32_t i = 0; i < n; i++) {
			uint32_t expected = 0;

			if (isnan(p[i].x))
				continue;
			for (uint32_t k = 0; k < n; k++)
				expected += distance_m(on_earth, p[i], p[k]) <= radius;
			near_within(index, p[i], radius, &near);
			assert_int_equal(near.n, expected);
			for (uint32_t k = 1; k < near.n; k++)
				assert_true(near.found[k - 1].square < near.found[k].square
					    || (near.found[k - 1].square == near.found[k].square && near.found[k - 1].number < near.found[k].number));
		}
		near_free(index);
	}
	near_list_fini(&near);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(distances_on_a_plane_are_straight),
		cmocka_unit_test(distances_on_the_earth_are_great_circles),
		cmocka_unit_test(light_takes_five_microseconds_for_a_kilometre),
		cmocka_unit_test(nearest_is_what_a_look_at_all_places_finds),
		cmocka_unit_test(within_finds_all_places_and_the_nearest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
