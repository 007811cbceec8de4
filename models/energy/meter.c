/*
 * Joules are the integer times in each state times watts. What jobs carry is counted on its own, component by component
 * and request by request; that it adds up to the meter's reading is a law (accounts.c).
 */
#include "models/energy/meter.h"

#include "models/app/job.h"
#include "models/energy/power.h"
#include "models/energy/sleep.h"
#include "models/energy/states.h"
#include "models/node/reserved.h"
#include "models/node/station.h"

struct meter *meter_new(struct arena *arena, const struct group *g, const struct choice *power, const struct sleep *sleep)
{
	const struct power_class *how = container_of(power->class, const struct power_class, model);
	struct meter *m = arena_alloc(arena, sizeof *m);
	double full_w = how->watts(power->config, 1);
	double *above_w;

	m->cores = (uint32_t)g->cores;
	m->idle_w = how->watts(power->config, 0);
	m->sleep_w = sleep && !isnan(sleep->asleep_w) ? sleep->asleep_w : 0;
	m->start_up_w = sleep && !isnan(sleep->starting_w) ? sleep->starting_w : full_w;
	m->range_w = full_w - m->idle_w;
	m->dynamic_w = m->range_w / m->cores;
	m->carried_w = m->dynamic_w + m->idle_w / m->cores;
	if (how->proportional)
		return m;
	m->above_w = above_w = arena_array(arena, (size_t)m->cores + 1, sizeof *above_w);
	for (uint32_t busy = 1; busy <= m->cores; busy++)
		above_w[busy] = how->watts(power->config, (double)busy / m->cores) - m->idle_w;
	return m;
}

void meter_prepare(struct world *w, struct meter *m)
{
	m->usage = arena_array(w->arena, w->components, sizeof *m->usage);
}

void meter_energy(const struct meter *m, const struct power_times *t, double joule[DRAWS])
{
	joule[DRAW_IDLE] = m->idle_w * ((double)t->in_state[POWER_AWAKE] / 1e9);
	joule[DRAW_DYNAMIC] = m->above_w ? t->above_j : m->range_w * ((double)t->busy_ns / 1e9) / m->cores;
	joule[DRAW_SLEEP] = m->sleep_w * ((double)t->in_state[POWER_ASLEEP] / 1e9);
	joule[DRAW_START_UP] = m->start_up_w * ((double)t->in_state[POWER_STARTING] / 1e9);
}

/* ---- what jobs carry ---- */

/* Of a curve: one job more or less of a component carries the correction. */
static void part_changes(const struct world *w, struct station *s, uint32_t component, int change, sim_time now)
{
	struct part *part = &s->power->part[component];

	power_busy_changes(s->power, s->meter, node_busy(w, s->node), now);
	s->meter->usage[component].correction_j += part->in_service * (s->power->each_j - part->from_j);
	part->from_j = s->power->each_j;
	part->in_service = (uint32_t)((int64_t)part->in_service + change);
}

void meter_service_begins(struct sim *sim, struct station *s, struct job *job)
{
	uint32_t component = job->message->to;

	if (!s->how->each_attained)
		level_change(&s->meter->usage[component].in_service, sim->now, 1);
	if (!s->meter->above_w)
		return;
	part_changes(sim->world, s, component, 1, sim->now);
	*job_each_j(sim->world, job) = s->power->each_j;
}

void meter_service_ends(struct sim *sim, struct station *s, struct job *job, double core_ns)
{
	uint32_t component = job->message->to;

	if (s->how->each_attained)
		s->meter->usage[component].shared_ns += core_ns;
	else
		level_change(&s->meter->usage[component].in_service, sim->now, -1);
	job->request->energy_j += s->meter->carried_w * (core_ns / 1e9);
	if (!s->meter->above_w)
		return;
	part_changes(sim->world, s, component, -1, sim->now);
	job->request->energy_j += s->power->each_j - *job_each_j(sim->world, job);
}

void meter_service_spreads(struct sim *sim, struct station *s, const struct job *job, uint32_t n)
{
	uint32_t component = job->message->to;

	level_change(&s->meter->usage[component].in_service, sim->now, n);
	if (s->meter->above_w)
		part_changes(sim->world, s, component, (int)n, sim->now);
}

void meter_service_gathers(struct sim *sim, struct station *s, struct job *job, uint32_t n, double core_ns)
{
	uint32_t component = job->message->to;

	level_change(&s->meter->usage[component].in_service, sim->now, -(int64_t)n);
	job->request->energy_j += n * s->meter->carried_w * (core_ns / 1e9);
	if (!s->meter->above_w)
		return;
	part_changes(sim->world, s, component, -(int)n, sim->now);
	job->request->energy_j += n * (s->power->each_j - *job_each_j(sim->world, job));
}

/* ---- by component ---- */

struct booking { const struct meter *meter; struct carried *sum; };

static void book(void *with, uint32_t component, double core_ns)
{
	const struct booking *to = with;
	double core_s = core_ns / 1e9;

	to->sum[component].idle_j += to->meter->idle_w / to->meter->cores * core_s;
	to->sum[component].dynamic_j += to->meter->dynamic_w * core_s;
}

static void book_attained(void *with, const struct job *job, double core_ns)
{
	book(with, job->message->to, core_ns);
}

/* What the stations of a node hold that is not yet booked to the group. */
static void book_present(const struct sim *sim, uint32_t node, struct booking *to)
{
	const struct world *w = sim->world;
	const struct station *own = w->node[node].station;

	for (uint32_t i = 0; i < node_stations(w, node); i++) {
		const struct station *s = node_station(w, node, i);

		if (s && s->how->each_attained)
			s->how->each_attained(sim, s, book_attained, to);
	}
	if (!own || !to->meter->above_w)
		return;

	double each_j = power_each_j(own->power, to->meter, node_busy(w, node), sim->now);

	for (uint32_t c = 0; c < w->components; c++)
		to->sum[c].dynamic_j += own->power->part[c].in_service * (each_j - own->power->part[c].from_j);
}

void meter_carried(const struct sim *sim, const struct group *g, struct carried *sum)
{
	const struct world *w = sim->world;
	const struct meter *m = g->meter;
	struct booking to = { m, sum };

	for (uint32_t c = 0; c < w->components; c++) {
		book(&to, c, (double)level_area(&m->usage[c].in_service, sim->now) + m->usage[c].shared_ns);
		sum[c].dynamic_j += m->usage[c].correction_j;
	}
	for (uint32_t k = g->first; (m->above_w || g->discipline->each_attained) && k < g->first + g->count; k++)
		book_present(sim, k, &to);
}

static void forget_attained(void *with, const struct job *job, double ns)
{
	struct meter *m = with;

	m->usage[job->message->to].shared_ns -= ns;
}

void meter_reset(struct sim *sim, const struct group *g)
{
	struct meter *m = g->meter;

	for (uint32_t c = 0; c < sim->world->components; c++) {
		level_reset(&m->usage[c].in_service, sim->now);
		m->usage[c].shared_ns = m->usage[c].correction_j = 0;
	}
	for (uint32_t k = g->first; g->discipline->each_attained && k < g->first + g->count; k++)
		for (uint32_t i = 0; i < node_stations(sim->world, k); i++) {
			const struct station *s = node_station(sim->world, k, i);

			if (s)
				g->discipline->each_attained(sim, s, forget_attained, m);
		}
}
