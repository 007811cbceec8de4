#ifndef KERNEL_TREND_H
#define KERNEL_TREND_H

#include "sim/kernel/stat.h"

/*
 * How a value moves in the course of a run: the sums of consecutive equal numbers of values, kept in bounded memory. Values
 * are kept one by one while there is room; then pairs become one, again and again.
 */
struct trend;

struct trend *trend_new(void);
void trend_free(struct trend *trend);

/* Add a value observed at `now`, which is not before that of the last. */
void trend_add(struct trend *trend, sim_time now, sim_time value);

/* Where to cut a run so that its start does not bias the mean. */
struct trend_cut {
	sim_time at;
	uint64_t values;          /* that the trend had */
	bool limited;             /* the best cut lies at the limit or beyond: the run is too short to tell */
};

/*
 * By MSER-5 (White 1997): drop so many of the first means of five that the standard error of the mean of the rest is least,
 * at most half of them; the cut is when the last one dropped was observed, at most at `limit`. With more than 80 Ki
 * values the means are of 10, 20, 40 ... of them.
 */
struct trend_cut trend_cut(const struct trend *trend, sim_time limit);

#endif
