/* Nodes without a station have done nothing: they count as idle for the whole time. */
#include "models/accounts.h"

#include "models/energy/power.h"
#include "models/measure.h"
#include "models/net/core.h"
#include "models/net/direction.h"
#include "models/node/station.h"

#include <math.h>
#include <string.h>

static double elapsed_s(const struct sim *sim)
{
	return (double)(sim->now - sim->world->accounted_from) / 1e9;
}

void node_sums_add(const struct sim *sim, uint32_t node, struct node_sums *sums)
{
	const struct group *g = group_of(sim->world, node);
	const struct station *s = sim->world->node[node].station;
	double elapsed = elapsed_s(sim);
	double busy = s ? (double)station_busy(s, sim->now) / 1e9 : 0;

	sums->node_s += elapsed;
	sums->busy_all_s += busy;
	sums->empty_s += s ? (double)station_empty(s, sim->now) / 1e9 : elapsed;
	if (g->cores != COUNT_UNLIMITED) {
		sums->core_s += elapsed * (double)g->cores;
		sums->busy_core_s += busy;
		if (g->power)
			sums->energy_j += g->power->energy_j(g->power_config, elapsed, busy, (double)g->cores);
	}
	if (!s)
		return;
	sums->job_s += (double)station_area(s, sim->now) / 1e9;
	sums->arrived += s->arrived;
	sums->completed += s->completed;
	sums->rejected += s->rejected;
}

static void add_sums(struct node_sums *into, const struct node_sums *from)
{
	into->core_s += from->core_s;
	into->busy_core_s += from->busy_core_s;
	into->busy_all_s += from->busy_all_s;
	into->job_s += from->job_s;
	into->empty_s += from->empty_s;
	into->node_s += from->node_s;
	into->energy_j += from->energy_j;
	into->arrived += from->arrived;
	into->completed += from->completed;
	into->rejected += from->rejected;
}

/* Groups come first in the list, so that tiers and the whole are sums of groups. */
void node_sums_read(const struct sim *sim, const struct node_scope *scope, uint32_t n, struct node_sums *sums)
{
	const struct world *w = sim->world;

	memset(sums, 0, n * sizeof *sums);
	for (uint32_t i = 0; i < n; i++) {
		if (scope[i].group != NONE) {
			const struct group *g = &w->group[scope[i].group];

			for (uint32_t k = 0; k < g->count; k++)
				node_sums_add(sim, g->first + k, &sums[i]);
			continue;
		}
		for (uint32_t k = 0; k < i; k++)
			if (scope[k].group != NONE && (scope[i].tier < 0 || w->group[scope[k].group].tier == scope[i].tier))
				add_sums(&sums[i], &sums[k]);
	}
}

bool energy_follows(struct sim *sim, const struct node_scope *scope, uint32_t n, const struct node_sums *sums)
{
	const struct world *w = sim->world;

	for (uint32_t i = 0; i < n; i++) {
		const struct group *g = scope[i].group == NONE ? NULL : &w->group[scope[i].group];
		i128 busy = 0;
		double energy;

		if (!g || !g->power)
			continue;
		for (uint32_t k = g->first; k < g->first + g->count; k++)
			busy += w->node[k].station ? station_busy(w->node[k].station, sim->now) : 0;
		energy = g->power->energy_j(g->power_config, elapsed_s(sim) * g->count, (double)busy / 1e9, (double)g->cores);
		if (!(fabs(sums[i].energy_j - energy) <= 1e-9 * fabs(energy)))
			sim_fail(sim, "law broken at %s: its energy is %.9g J, but the times in its states make %.9g J", g->name,
				 sums[i].energy_j, energy);
	}
	return sim->failure == NULL;
}

void each_direction(const struct sim *sim, void (*each)(const struct sim *sim, struct direction *d, void *with), void *with)
{
	const struct world *w = sim->world;
	uint32_t n;
	struct direction *d = core_directions(w->core, &n);

	for (uint32_t i = 0; i < n; i++)
		each(sim, &d[i], with);
	for (uint32_t i = 0; i < w->nodes; i++) {
		if (w->node[i].out)
			each(sim, w->node[i].out, with);
		if (w->node[i].in)
			each(sim, w->node[i].in, with);
	}
}

static void add_link(const struct sim *sim, struct direction *d, void *with)
{
	struct link_sums *s = (struct link_sums *)with + 2 * d->link->row + d->down;

	s->bits += (double)d->received * 8;
	s->busy_s += (double)direction_busy(d, sim->now) / 1e9;
}

void link_sums_read(const struct sim *sim, struct link_sums *sums)
{
	const struct world *w = sim->world;

	for (uint32_t r = 0; r < 2 * w->rows; r++)
		sums[r] = (struct link_sums){ 0, 0, w->row[r / 2].count };
	each_direction(sim, add_link, sums);
}

static void reset_link(const struct sim *sim, struct direction *d, void *with)
{
	(void)sim;
	direction_reset(with, d);
}

void accounts_reset(struct sim *sim)
{
	struct world *w = sim->world;

	each_direction(sim, reset_link, sim);
	for (uint32_t i = 0; i < w->nodes; i++)
		if (w->node[i].station)
			station_reset(sim, w->node[i].station);
	w->accounted_from = sim->now;
}

static void check_link(const struct sim *sim, struct direction *d, void *with)
{
	(void)sim;
	direction_balanced(with, d);
}

bool laws_hold(struct sim *sim)
{
	const struct world *w = sim->world;
	const struct counts *c = &w->counts;
	size_t alive = w->pools.request.in_use;

	if (c->created != c->finished + c->failed + alive)
		sim_fail(sim, "law broken: %llu requests created, but %llu finished, %llu failed, %zu are in flight",
			 (unsigned long long)c->created, (unsigned long long)c->finished, (unsigned long long)c->failed, alive);
	if (c->jobs_created != c->jobs_ended + w->pools.job.in_use)
		sim_fail(sim, "law broken: %llu messages sent, but %llu ended and %zu are in flight",
			 (unsigned long long)c->jobs_created, (unsigned long long)c->jobs_ended, w->pools.job.in_use);
	each_direction(sim, check_link, sim);
	for (uint32_t i = 0; i < w->nodes && !sim->failure; i++)
		if (w->node[i].station)
			station_balanced(sim, w->node[i].station);
	return sim->failure == NULL;
}
