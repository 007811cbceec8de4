#ifndef KERNEL_STAT_H
#define KERNEL_STAT_H

#include "sim/base/int128.h"
#include "sim/kernel/event.h"

/*
 * Statistics on integer nanoseconds. Sums and squares are exact in 128 bits,
 * so that any order of merging gives the same bits.
 */

/* Of single values (latencies): number, sum, sum of squares, least and most. Zero value: empty. */
struct tally {
	uint64_t n;
	i128 sum;
	u128 squares;
	sim_time least, most;
};

static inline void tally_add(struct tally *t, sim_time value)
{
	if (t->n == 0 || value < t->least)
		t->least = value;
	if (t->n == 0 || value > t->most)
		t->most = value;
	t->n++;
	t->sum += value;
	t->squares += (u128)((i128)value * value);
}

void tally_merge(struct tally *into, const struct tally *from);
double tally_mean(const struct tally *t);       /* in ns; NaN when empty */
double tally_variance(const struct tally *t);   /* unbiased, ns^2; NaN below two */

/* A value that holds for a time (jobs in system): the integral over time since `level_reset`. */
struct level {
	sim_time since;
	int64_t value;
	i128 area;                /* value x ns up to `since` */
};

static inline void level_change(struct level *l, sim_time now, int64_t delta)
{
	l->area += (i128)l->value * (now - l->since);
	l->since = now;
	l->value += delta;
}

/* Keep the value, begin the integral anew at `now`. */
static inline void level_reset(struct level *l, sim_time now)
{
	l->area = 0;
	l->since = now;
}

/* The integral up to `now`. */
static inline i128 level_area(const struct level *l, sim_time now)
{
	return l->area + (i128)l->value * (now - l->since);
}

/*
 * Log-linear histogram of non-negative nanoseconds: values below 128 have a
 * bin each, above there are 128 bins for every power of two, so that a bin's
 * middle is within 0.4 % of every value in it.
 */
enum { HISTOGRAM_BINS = 58 * 128 };

struct histogram { uint64_t count[HISTOGRAM_BINS]; };

static inline uint32_t histogram_bin(sim_time value)
{
	uint64_t v = value < 0 ? 0 : (uint64_t)value;
	int shift;

	if (v < 128)
		return (uint32_t)v;
	shift = 63 - __builtin_clzll(v) - 7;
	return (uint32_t)(shift * 128 + (int)(v >> shift));
}

static inline void histogram_add(struct histogram *h, sim_time value)
{
	h->count[histogram_bin(value)]++;
}

/* The first value of a bin, and the first value beyond it (saturated at SIM_TIME_MAX). */
sim_time histogram_lower(uint32_t bin);
sim_time histogram_upper(uint32_t bin);

/*
 * The `q` quantile (0 < q <= 1) in ns: the middle of the bin that holds the value of rank ceil(q n),
 * kept within [least, most], beyond which nothing was counted. NaN when empty.
 */
double histogram_quantile(const uint64_t *count, double q, sim_time least, sim_time most);

/*
 * Student t: the half-width of the interval of confidence `level` (0.95) for
 * the mean of `n` values. NaN below two. Sums are taken in the order given.
 */
struct interval { double mean, half_width, sd, least, most; size_t n; };
struct interval interval_of(const double *value, size_t n, double level);

/* Makes pairs of antithetic replications, 2 k and 2 k + 1. All zero: it has seen none. */
struct pairing { double half; int64_t of; bool waits; };

/* A value of a replication, in increasing order of these. True if it makes a pair whole whose mean is no NaN: then that is in *mean. */
bool pairing_add(struct pairing *pairing, int64_t replication, double value, double *mean);

/* The quantile t(p) with `df` degrees of freedom. */
double student_quantile(double p, double df);

/* Lag-1 autocorrelation of `n` values; NaN below three or without variance. */
double autocorrelation(const double *value, size_t n);

/*
 * MSER-5: how many of the first of `n` values to drop so that the standard error of the mean of the rest is
 * least, judged on means of five, at most half (White 1997). A multiple of 5.
 */
size_t mser5(const double *value, size_t n);

#endif
