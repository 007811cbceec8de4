/* Nodes without a station have done nothing: they count as idle for the whole time. */
#include "models/accounts.h"

#include "models/energy/states.h"
#include "models/measure.h"
#include "models/net/core.h"
#include "models/net/direction.h"
#include "models/node/reserved.h"

#include <math.h>
#include <string.h>

static double elapsed_s(const struct sim *sim)
{
	return (double)(sim->now - sim->world->accounted_from) / 1e9;
}

static void add_energy(const struct meter *m, const struct power_times *times, struct node_sums *sums)
{
	double draw_j[DRAWS], energy_j = 0;

	meter_energy(m, times, draw_j);
	for (int i = 0; i < DRAWS; i++) {
		energy_j += draw_j[i];
		sums->draw_j[i] += draw_j[i];
	}
	sums->energy_j += energy_j;
	sums->unattributed_j += energy_j - draw_j[DRAW_DYNAMIC] - m->idle_w / m->cores * ((double)times->busy_ns / 1e9);
}

static void add_station(const struct sim *sim, const struct station *s, struct node_sums *sums)
{
	sums->in_service_s += (double)(station_busy(s, sim->now) - station_further(s, sim->now)) / 1e9;
	sums->job_s += (double)station_area(s, sim->now) / 1e9;
	sums->arrived += s->arrived;
	sums->completed += s->completed;
	sums->rejected += s->rejected;
}

void node_sums_add(const struct sim *sim, uint32_t node, struct node_sums *sums)
{
	const struct world *w = sim->world;
	const struct group *g = group_of(w, node);
	double elapsed = elapsed_s(sim);
	double busy = (double)node_busy_ns(w, node, sim->now) / 1e9;

	sums->node_s += elapsed;
	sums->empty_s += (double)node_empty(w, node, sim->now) / 1e9;
	if (g->cores != COUNT_UNLIMITED) {
		sums->core_s += elapsed * (double)g->cores;
		sums->busy_core_s += busy;
	}
	if (g->price)
		sums->cost += g->price->node_s * elapsed + (g->price->member_core_s ? g->price->member_core_s[node - g->first] : g->price->core_s) * busy;
	if (g->meter || g->sleep) {
		struct power_times times;

		power_times_read(sim, node, &times);
		sums->asleep_s += (double)times.in_state[POWER_ASLEEP] / 1e9;
		sums->starting_s += (double)times.in_state[POWER_STARTING] / 1e9;
		if (g->meter)
			add_energy(g->meter, &times, sums);
	}
	if (w->node[node].station)
		add_station(sim, w->node[node].station, sums);
	for (uint32_t i = 1; w->reserved && i < node_stations(w, node); i++)
		add_station(sim, node_station(w, node, i), sums);
}

static void add_sums(struct node_sums *into, const struct node_sums *from)
{
	into->core_s += from->core_s;
	into->busy_core_s += from->busy_core_s;
	into->in_service_s += from->in_service_s;
	into->job_s += from->job_s;
	into->empty_s += from->empty_s;
	into->node_s += from->node_s;
	into->asleep_s += from->asleep_s;
	into->starting_s += from->starting_s;
	into->energy_j += from->energy_j;
	for (int i = 0; i < DRAWS; i++)
		into->draw_j[i] += from->draw_j[i];
	into->unattributed_j += from->unattributed_j;
	into->cost += from->cost;
	into->arrived += from->arrived;
	into->completed += from->completed;
	into->rejected += from->rejected;
}

/* Of all nodes of a group; where no work ever came and nothing costs, they are alike. */
static void group_add(const struct sim *sim, const struct group *g, struct node_sums *sums)
{
	if (g->stations == 0 && !sim->world->reserved && !g->price && !g->meter && !g->sleep) {
		sums->node_s = sums->empty_s = elapsed_s(sim) * g->count;
		sums->core_s = g->cores == COUNT_UNLIMITED ? 0 : sums->node_s * (double)g->cores;
		return;
	}
	for (uint32_t k = 0; k < g->count; k++)
		node_sums_add(sim, g->first + k, sums);
}

/* Groups come first in the list, so that tiers and the whole are sums of groups. */
void node_sums_read(const struct sim *sim, const struct node_scope *scope, uint32_t n, struct node_sums *sums)
{
	const struct world *w = sim->world;

	memset(sums, 0, n * sizeof *sums);
	for (uint32_t i = 0; i < n; i++) {
		if (scope[i].group != NONE) {
			group_add(sim, &w->group[scope[i].group], &sums[i]);
			continue;
		}
		for (uint32_t k = 0; k < i; k++)
			if (scope[k].group != NONE && (scope[i].tier < 0 || w->group[scope[k].group].tier == scope[i].tier)) {
				struct node_sums part = sums[k];

				/* An accelerator is a part of a node: shares of nodes' time are of nodes. */
				if (w->group[scope[k].group].is_accelerator)
					part.node_s = part.empty_s = 0;
				add_sums(&sums[i], &part);
			}
	}
}

/* The times of all nodes of a group in whole nanoseconds, and of a curve its energy from the times by busy cores. */
static void group_times(const struct sim *sim, const struct group *g, struct power_times *sum)
{
	*sum = (struct power_times){ 0 };
	for (uint32_t k = g->first; k < g->first + g->count; k++) {
		struct power_times times;

		power_times_read(sim, k, &times);
		for (int i = 0; i < POWER_STATES; i++)
			sum->in_state[i] += times.in_state[i];
		sum->busy_ns += times.busy_ns;
	}
	for (uint32_t busy = 1; g->meter->above_w && busy <= g->meter->cores; busy++) {
		i128 time = 0;

		for (uint32_t k = g->first; k < g->first + g->count; k++)
			time += power_time_busy(sim, k, busy);
		sum->above_j += g->meter->above_w[busy] * ((double)time / 1e9);
	}
}

static bool close_to(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fabs(b);
}

bool energy_follows(struct sim *sim, const struct node_scope *scope, uint32_t n, const struct node_sums *sums)
{
	const struct world *w = sim->world;

	for (uint32_t i = 0; i < n; i++) {
		const struct group *g = scope[i].group == NONE ? NULL : &w->group[scope[i].group];
		struct power_times times;
		double draw_j[DRAWS], energy = 0;

		if (!g || !g->meter)
			continue;
		group_times(sim, g, &times);
		meter_energy(g->meter, &times, draw_j);
		for (int k = 0; k < DRAWS; k++)
			energy += draw_j[k];
		if (!close_to(sums[i].energy_j, energy))
			sim_fail(sim, "law broken at %s: its energy is %.9g J, but the times in its states make %.9g J", g->name,
				 sums[i].energy_j, energy);
	}
	return sim->failure == NULL;
}

void component_sums_read(const struct sim *sim, struct carried *sums)
{
	const struct world *w = sim->world;

	memset(sums, 0, w->components * sizeof *sums);
	for (uint32_t g = 0; g < w->all_groups; g++)
		if (w->group[g].meter)
			meter_carried(sim, &w->group[g], sums);
}

bool energy_attributed(struct sim *sim, const struct node_sums *whole, const struct carried *sums)
{
	double carried = 0;

	for (uint32_t c = 0; c < sim->world->components; c++)
		carried += sums[c].idle_j + sums[c].dynamic_j;
	if (!close_to(carried + whole->unattributed_j, whole->energy_j))
		sim_fail(sim, "law broken: jobs carry %.9g J and %.9g J are unattributed, but the nodes drew %.9g J", carried,
			 whole->unattributed_j, whole->energy_j);
	return sim->failure == NULL;
}

/* Of leaves in the order in which they were made, which is that of their memory: every batch visits them all. */
void each_direction(const struct sim *sim, void (*each)(const struct sim *sim, struct direction *d, void *with), void *with)
{
	enum { AHEAD = 8 };
	const struct world *w = sim->world;
	uint32_t n_core;
	struct direction *core = core_directions(w->core, &n_core);
	struct direction *leaf = NULL;
	size_t n;

	for (uint32_t i = 0; i < n_core; i++)
		each(sim, &core[i], with);
	while ((leaf = pool_block(&w->pools.direction, leaf, &n)))
		for (size_t i = 0; i < n; i++) {
			if (i + AHEAD < n)
				__builtin_prefetch(leaf[i + AHEAD].last);
			each(sim, &leaf[i], with);
		}
}

static void add_link(const struct sim *sim, struct direction *d, void *with)
{
	struct link_sums *s = (struct link_sums *)with + 2 * d->link->row + d->down;

	s->bytes += d->received;
	s->busy_ns += direction_busy(d, sim->now);
}

void link_sums_read(const struct sim *sim, struct link_sums *sums)
{
	const struct world *w = sim->world;

	for (uint32_t r = 0; r < 2 * w->rows; r++)
		sums[r] = (struct link_sums){ .links = w->row[r / 2].count };
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
	for (uint32_t g = 0; g < w->all_groups; g++)
		if (w->group[g].meter)
			meter_reset(sim, &w->group[g]);
	for (uint32_t i = 0; i < w->all_nodes; i++)
		for (uint32_t k = 0; k < node_stations(w, i); k++) {
			struct station *s = node_station(w, i, k);

			if (s)
				station_reset(sim, s);
		}
	for (uint32_t i = 0; w->reserved && i < w->all_nodes; i++)
		node_empty_reset(w, i, sim->now);
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
	for (uint32_t i = 0; i < w->all_nodes && !sim->failure; i++)
		for (uint32_t k = 0; k < node_stations(w, i); k++) {
			const struct station *s = node_station(w, i, k);

			if (s)
				station_balanced(sim, s);
		}
	return sim->failure == NULL;
}
