#ifndef MODELS_OFFLOAD_DECISIONS_H
#define MODELS_OFFLOAD_DECISIONS_H

#include "sim/kernel/row.h"

#include <time.h>

/*
 * How often a policy decided, between how many candidates, and how long that took on this machine: one decision in DECISIONS_A_SAMPLE is timed, so
 * that it costs next to nothing. The only place where models look at a clock; what it says goes to /run and nowhere else.
 */
enum { DECISIONS_A_SAMPLE = 64 };

struct decisions { uint64_t n, candidates, timed, ns; };

struct world;
struct sim;

static inline uint64_t decisions_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/* Around a decision between `candidates`; what the first returns is for the second. 0: it is not timed. */
static inline uint64_t decision_begins(struct decisions *d, uint32_t candidates)
{
	d->candidates += candidates;
	return d->n++ % DECISIONS_A_SAMPLE ? 0 : decisions_clock();
}

static inline void decision_ends(struct decisions *d, uint64_t began)
{
	if (!began)
		return;
	d->timed++;
	d->ns += decisions_clock() - began;
}

/* The table, whose columns are kept; NULL if no policy decides anything. */
const struct table *decisions_table(struct world *w);

/* Its rows. */
void decisions_rows(struct sim *sim, uint32_t table);

#endif
