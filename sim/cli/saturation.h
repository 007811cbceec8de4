#ifndef CLI_SATURATION_H
#define CLI_SATURATION_H

#include "sim/record/record.h"

#include <stdio.h>

/*
 * Groups of nodes and links that had no capacity to spare: on average over their members and the run they were busy 98 % of the time or more.
 * What comes to such a one piles up or is turned away for as long as the run lasts, so that latencies say more of the run's length than of the system.
 */

struct saturated {
	const char *scope;             /* lives as long as the results */
	double share;                  /* of the time; of several points the largest */
	uint32_t *point, points;       /* of a sweep, in increasing order; of a run none */
};

/* Those of a run, or of all points of a sweep, in the order of /summary; *n of them. Whoever calls frees it by saturated_free(). */
struct saturated *saturated_find(struct results *results, size_t *n);
void saturated_free(struct saturated *saturated, size_t n);

/* Points of a sweep for a sentence: "at point 3", "at points 3, 7, 8, 9 and 12 more". The caller frees it. */
char *points_named(const uint32_t *point, uint32_t n);

/* A note for each of the first few in the terminal, after an empty line; nothing if there is none. */
void saturated_notes(struct results *results, FILE *out);

#endif
