/*
 * Falling asleep is no event: a node that has been empty for longer than `after` is asleep, which is worked out when a job
 * comes or its times are read. So a node that sleeps costs no more events than its start-ups.
 */
#include "models/energy/states.h"

#include "models/energy/sleep.h"
#include "models/node/reserved.h"

struct power *power_new(struct sim *sim, uint32_t node)
{
	struct world *w = sim->world;
	const struct group *g = group_of(w, node);
	struct power *p = arena_alloc(w->arena, sizeof *p);
	uint64_t key = random_mix(random_mix(sim->key, g->key), index_of(w, node));

	p->node = node;
	p->stream = random_fork(key, PURPOSE_START_UP);
	p->since = p->changed = w->accounted_from;
	if (g->meter && g->meter->above_w) {
		p->by_busy = arena_array(w->arena, (size_t)g->meter->cores + 1, sizeof *p->by_busy);
		p->part = arena_array(w->arena, w->components, sizeof *p->part);
	}
	return p;
}

/* When a node that has been empty since `empty_from` falls asleep; SIM_TIME_MAX: never. */
static sim_time falls_asleep(const struct sleep *sleep, sim_time empty_from)
{
	if (!sleep || empty_from == SIM_TIME_NONE || sleep->after > SIM_TIME_MAX - empty_from)
		return SIM_TIME_MAX;
	return empty_from + sleep->after;
}

/* Where `state`, held since `since`, has led by `now`: add its times, and return the state now. */
static enum power_state states_until(enum power_state state, sim_time falls, sim_time since, sim_time now, i128 in_state[POWER_STATES])
{
	if (state == POWER_AWAKE && falls < now) {
		if (falls > since) {
			in_state[POWER_AWAKE] += falls - since;
			since = falls;
		}
		state = POWER_ASLEEP;
	}
	in_state[state] += now - since;
	return state;
}

static void settle(struct power *p, const struct sleep *sleep, sim_time now)
{
	i128 in_state[POWER_STATES] = { 0 };

	p->state = (uint8_t)states_until(p->state, falls_asleep(sleep, p->empty_from), p->since, now, in_state);
	for (int i = 0; i < POWER_STATES; i++)
		p->in_state[i] += (sim_time)in_state[i];
	p->since = now;
}

bool power_job_came(struct sim *sim, struct power *p)
{
	settle(p, group_of(sim->world, p->node)->sleep, sim->now);
	p->empty_from = SIM_TIME_NONE;
	if (p->state != POWER_ASLEEP)
		return false;
	p->state = POWER_STARTING;
	return true;
}

sim_time power_start_up_time(struct sim *sim, struct power *p)
{
	const struct sleep *sleep = group_of(sim->world, p->node)->sleep;

	return time_after(sim->now, sim->antithetic ? quantity_antithetic(&sleep->start_up, &p->stream, sim->mirror != 0)
						      : quantity_draw(&sleep->start_up, &p->stream)) - sim->now;
}

void power_is_up(struct power *p, sim_time now, uint32_t jobs)
{
	settle(p, NULL, now);
	p->state = POWER_AWAKE;
	p->empty_from = jobs ? SIM_TIME_NONE : now;
}

/* ---- by busy cores ---- */

/* Of a busy core, above what it is with all busy; then it is exactly 0. */
static double correction_w(const struct meter *m, uint32_t busy)
{
	return busy ? m->above_w[busy] / busy - m->dynamic_w : 0;
}

void power_busy_changes(struct power *p, const struct meter *m, uint32_t busy, sim_time now)
{
	p->by_busy[busy] += now - p->changed;
	p->each_j += correction_w(m, busy) * ((double)(now - p->changed) / 1e9);
	p->changed = now;
}

double power_each_j(const struct power *p, const struct meter *m, uint32_t busy, sim_time now)
{
	return p->each_j + correction_w(m, busy) * ((double)(now - p->changed) / 1e9);
}

sim_time power_time_busy(const struct sim *sim, uint32_t node, uint32_t busy)
{
	const struct station *s = sim->world->node[node].station;

	if (!s)
		return busy ? 0 : sim->now - sim->world->accounted_from;
	return s->power->by_busy[busy] + (node_busy(sim->world, node) == busy ? sim->now - s->power->changed : 0);
}

/* ---- reading ---- */

void power_times_read(const struct sim *sim, uint32_t node, struct power_times *times)
{
	const struct world *w = sim->world;
	const struct group *g = group_of(w, node);
	const struct station *s = w->node[node].station;
	const struct power *p = s ? s->power : NULL;

	*times = (struct power_times){ .busy_ns = node_busy_ns(w, node, sim->now) };
	if (p) {
		for (int i = 0; i < POWER_STATES; i++)
			times->in_state[i] = p->in_state[i];
		states_until(p->state, falls_asleep(g->sleep, p->empty_from), p->since, sim->now, times->in_state);
	} else {
		states_until(POWER_AWAKE, s ? SIM_TIME_MAX : falls_asleep(g->sleep, 0), w->accounted_from, sim->now, times->in_state);
	}
	for (uint32_t busy = 1; p && p->by_busy && busy <= g->meter->cores; busy++)
		times->above_j += g->meter->above_w[busy] * ((double)power_time_busy(sim, node, busy) / 1e9);
}

void power_reset(struct sim *sim, const struct station *s)
{
	struct power *p = s->power;
	const struct meter *m = s->meter;

	settle(p, group_of(sim->world, p->node)->sleep, sim->now);
	for (int i = 0; i < POWER_STATES; i++)
		p->in_state[i] = 0;
	if (!p->by_busy)
		return;
	power_busy_changes(p, m, node_busy(sim->world, s->node), sim->now);
	for (uint32_t busy = 0; busy <= m->cores; busy++)
		p->by_busy[busy] = 0;
	for (uint32_t c = 0; c < sim->world->components; c++)
		p->part[c].from_j = p->each_j;
}

static bool by_busy_balanced(struct sim *sim, const struct station *s, sim_time elapsed)
{
	i128 time = 0, busy = 0;

	for (uint32_t n = 0; n <= s->meter->cores; n++) {
		sim_time t = power_time_busy(sim, s->node, n);

		time += t;
		busy += (i128)n * t;
	}
	i128 booked = node_busy_ns(sim->world, s->node, sim->now);

	if (time != elapsed || busy != booked)
		sim_fail(sim, "law broken at %s: the times by busy cores add up to %.9f s of %.9f s, to %.9f core-seconds of %.9f",
			 node_name(sim->world, s->node), (double)time / 1e9, (double)elapsed / 1e9, (double)busy / 1e9,
			 (double)booked / 1e9);
	return sim->failure == NULL;
}

bool power_balanced(struct sim *sim, const struct station *s)
{
	const struct group *g = group_of(sim->world, s->node);
	sim_time elapsed = sim->now - sim->world->accounted_from, empty = node_empty(sim->world, s->node, sim->now);
	struct power_times t;

	power_times_read(sim, s->node, &t);
	if (t.in_state[POWER_AWAKE] + t.in_state[POWER_ASLEEP] + t.in_state[POWER_STARTING] != elapsed)
		sim_fail(sim, "law broken at %s: awake for %.9f s, asleep for %.9f s, starting up for %.9f s of %.9f s",
			 node_name(sim->world, s->node), (double)t.in_state[POWER_AWAKE] / 1e9, (double)t.in_state[POWER_ASLEEP] / 1e9,
			 (double)t.in_state[POWER_STARTING] / 1e9, (double)elapsed / 1e9);
	else if (g->cores != COUNT_UNLIMITED && t.busy_ns > (i128)g->cores * t.in_state[POWER_AWAKE])
		sim_fail(sim, "law broken at %s: busy for %.9f s, more than its cores had while it was awake",
			 node_name(sim->world, s->node), (double)t.busy_ns / 1e9);
	else if (t.in_state[POWER_ASLEEP] > empty || t.in_state[POWER_STARTING] > elapsed - empty)
		sim_fail(sim, "law broken at %s: asleep with a job, or starting up without one", node_name(sim->world, s->node));
	return !sim->failure && (!s->power->by_busy || by_busy_balanced(sim, s, elapsed));
}
