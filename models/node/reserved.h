#ifndef MODELS_NODE_RESERVED_H
#define MODELS_NODE_RESERVED_H

#include "models/node/station.h"

/*
 * Instances that reserve cores of their node: each is a station of its own,
 * with those cores, the queue and the scheduling of the node; what the node has left
 * serves the rest. Power, cost and counts are of the node, over all of its stations.
 */

/* The stations of reserved instances at one node, by component, then in the order in which they were placed. */
struct reserved {
	struct station **station;
	const uint32_t *component;         /* of each */
	uint32_t n;
	struct shared_node *shared;        /* NULL: n is 0 */
};

/* A node with several stations is empty when all of them are. */
struct shared_node {
	uint32_t filled;                   /* stations with a job */
	sim_time empty_since, empty_ns;
};

/* How many instances of `c` have reserved cores at `node`, each config->cores of them. */
uint32_t reserved_instances(const struct world *w, const struct component *c, uint32_t node);

/* Make the stations of all instances that reserve cores. After the pools are made. */
void reserved_prepare(struct sim *sim);

/* `job` asks for service at its node by an instance of its component there: that with the fewest jobs, of equals the first. */
void reserved_arrive(struct sim *sim, struct job *job);

/* For disciplines, at a station that shares its node: a job has come to it, or left it; told by the number of those there now. */
static inline void shared_job_came(const struct station *s, sim_time now)
{
	if (s->jobs.value == 1 && s->shared->filled++ == 0)
		s->shared->empty_ns += now - s->shared->empty_since;
}

static inline void shared_job_left(const struct station *s, sim_time now)
{
	if (s->jobs.value == 0 && --s->shared->filled == 0)
		s->shared->empty_since = now;
}

/* Stations at a node: how many there may be, and each, which may be NULL. */
static inline uint32_t node_stations(const struct world *w, uint32_t node)
{
	return 1 + (w->reserved ? w->reserved[node].n : 0);
}

static inline struct station *node_station(const struct world *w, uint32_t node, uint32_t i)
{
	return i ? w->reserved[node].station[i - 1] : w->node[node].station;
}

/* Jobs waiting or served, over all stations of a node. */
uint32_t node_jobs(const struct world *w, uint32_t node);

/* Cores busy, core-nanoseconds busy, and nanoseconds without a job since accounted_from, the same. Where nobody reserves cores it is that of its one station. */
uint32_t shared_busy(const struct world *w, uint32_t node);
i128 shared_busy_ns(const struct world *w, uint32_t node, sim_time now);

static inline uint32_t node_busy(const struct world *w, uint32_t node)
{
	const struct station *s = w->node[node].station;

	return w->reserved ? shared_busy(w, node) : s ? s->busy : 0;
}

static inline i128 node_busy_ns(const struct world *w, uint32_t node, sim_time now)
{
	const struct station *s = w->node[node].station;

	return w->reserved ? shared_busy_ns(w, node, now) : s ? station_busy(s, now) : 0;
}

static inline sim_time node_empty(const struct world *w, uint32_t node, sim_time now)
{
	const struct station *s = w->node[node].station;
	const struct shared_node *shared = w->reserved ? w->reserved[node].shared : NULL;

	if (shared)
		return shared->empty_ns + (shared->filled ? 0 : now - shared->empty_since);
	return s ? station_empty(s, now) : now - w->accounted_from;
}

/* Begin the time without a job anew at `now`. */
void node_empty_reset(const struct world *w, uint32_t node, sim_time now);

#endif
