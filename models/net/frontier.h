#ifndef MODELS_NET_FRONTIER_H
#define MODELS_NET_FRONTIER_H

#include "models/world.h"

/*
 * What a search for shortest routes has reached and not yet settled: a binary heap of vertices by distance, with positions
 * so that a vertex moves forward when a shorter way to it is found.
 */

/* The order of routes: latency, hops; `label` settles the rest. */
struct distance { sim_time latency; uint32_t hops, label; };

struct frontier {
	uint32_t *heap, *position, n;      /* position: 1 + index; 0: not in it */
	struct distance *distance;         /* of each vertex; SIM_TIME_MAX: not reached */
};

void frontier_init(struct frontier *f, uint32_t vertices);
void frontier_fini(struct frontier *f);

/* Whether `a` is before `b` in the order of routes. */
static inline bool shorter(const struct distance *a, const struct distance *b)
{
	if (a->latency != b->latency)
		return a->latency < b->latency;
	if (a->hops != b->hops)
		return a->hops < b->hops;
	return a->label < b->label;
}

/* Vertex `v` is reached at distance `d`; nothing happens if it was nearer before. */
void frontier_reach(struct frontier *f, uint32_t v, struct distance d);

/* The nearest of those not settled, which is settled by that; f->n is how many there are. */
uint32_t frontier_pop(struct frontier *f);

#endif
