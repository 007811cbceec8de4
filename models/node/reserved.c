/*
 * A node's own station is made when work first comes to it, as elsewhere; those of reserved instances are made at load, so that the instance of a job
 * is one of a fixed list. A curve of power is of the node: all of its stations then share one record of it.
 */
#include "models/node/reserved.h"

#include "models/app/job.h"
#include "models/energy/meter.h"
#include "models/node/ordered.h"
#include "models/node/parallel.h"

/* ---- making them ---- */

uint32_t reserved_instances(const struct world *w, const struct component *c, uint32_t node)
{
	uint32_t first, n = 0;

	if (c->config->cores == COUNT_UNSET)
		return 0;
	first = host_at(c, node);
	if (!first)
		return c->at_origin && starts_requests(&w->application[c->application], node);
	while (first + n <= c->n && c->candidate[first + n].node == node)
		n++;
	return n;
}

/* Disciplines that tell when jobs come and leave, and find the station of a job by the job: all but that of nodes with one station. */
static void share(struct sim *sim, struct station *s, struct shared_node *shared)
{
	s->shared = shared;
	if (s->how->key || s->how->each_attained)
		return;
	s->how = &discipline_fcfs_ordered;
	s->state = arena_alloc(sim->world->arena, s->how->state_size(sim->world));
}

static struct station *instance_new(struct sim *sim, uint32_t node, const struct component *c, struct shared_node *shared)
{
	struct station *s = station_new(sim, node, (uint32_t)c->config->cores);

	share(sim, s, shared);
	if (s->meter && s->meter->above_w)
		s->power = station_of(sim, node)->power;
	return s;
}

static void make_all(struct sim *sim, uint32_t node, uint32_t n)
{
	struct world *w = sim->world;
	struct reserved *r = &w->reserved[node];
	uint32_t *component = arena_array(w->arena, n, sizeof *component);

	r->station = arena_array(w->arena, n, sizeof *r->station);
	r->component = component;
	r->shared = arena_alloc(w->arena, sizeof *r->shared);
	for (uint32_t c = 0; c < w->components; c++)
		for (uint32_t k = reserved_instances(w, &w->component[c], node); k > 0; k--) {
			component[r->n] = c;
			r->station[r->n++] = instance_new(sim, node, &w->component[c], r->shared);
		}
	share(sim, station_of(sim, node), r->shared);
}

void reserved_prepare(struct sim *sim)
{
	struct world *w = sim->world;

	w->reserved = arena_array(w->arena, w->all_nodes, sizeof *w->reserved);
	for (uint32_t node = 0; node < w->nodes; node++) {
		uint32_t n = 0;

		for (uint32_t c = 0; c < w->components && w->cores_taken[node]; c++)
			n += reserved_instances(w, &w->component[c], node);
		if (n)
			make_all(sim, node, n);
	}
}

/* ---- serving ---- */

void reserved_arrive(struct sim *sim, struct job *job)
{
	const struct reserved *r = &sim->world->reserved[job->to];
	struct station *best = NULL;

	for (uint32_t i = 0; i < r->n; i++)
		if (r->component[i] == job->message->to && (!best || r->station[i]->jobs.value < best->jobs.value))
			best = r->station[i];
	*job_reserved(sim->world, job) = best;
	station_receive(sim, best, job);
}

/* ---- over all stations of a node ---- */

uint32_t node_jobs(const struct world *w, uint32_t node)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < node_stations(w, node); i++) {
		const struct station *s = node_station(w, node, i);

		sum += s ? s->busy + s->waiting : 0;
	}
	return sum;
}

uint32_t shared_busy(const struct world *w, uint32_t node)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < node_stations(w, node); i++) {
		const struct station *s = node_station(w, node, i);

		sum += s ? s->busy : 0;
	}
	return sum;
}

i128 shared_busy_ns(const struct world *w, uint32_t node, sim_time now)
{
	i128 sum = 0;

	for (uint32_t i = 0; i < node_stations(w, node); i++) {
		const struct station *s = node_station(w, node, i);

		sum += s ? station_busy(s, now) : 0;
	}
	return sum;
}

void node_empty_reset(const struct world *w, uint32_t node, sim_time now)
{
	struct shared_node *shared = w->reserved ? w->reserved[node].shared : NULL;

	if (!shared)
		return;
	shared->empty_ns = 0;
	shared->empty_since = now;
}
