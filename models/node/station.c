/*
 * Invariants: busy <= cores; jobs.value = busy - further + waiting; a job waits only while no core is free (for disciplines that
 * give a job a core of its own).
 */
#include "models/node/station.h"

#include "models/app/job.h"
#include "models/energy/states.h"
#include "models/node/reserved.h"
#include "models/trace.h"

/* The cores of a node that no instance has reserved. */
static uint32_t cores_of(const struct world *w, uint32_t node)
{
	const struct group *g = group_of(w, node);

	return g->cores >= NONE ? NONE : (uint32_t)g->cores - (w->cores_taken ? w->cores_taken[node] : 0);
}

struct station *station_new(struct sim *sim, uint32_t node, uint32_t cores)
{
	struct world *w = sim->world;
	const struct group *g = group_of(w, node);
	struct station *s = pool_get(&w->pools.station);

	*s = (struct station){ .node = node, .how = g->discipline, .meter = g->meter, .cores = cores, .all_cores = cores };
	s->limit = g->queue >= NONE ? NONE : (uint32_t)g->queue;
	for (int c = 0; c < CURRENCIES; c++)
		s->speed[c] = g->member_speed[c] ? g->member_speed[c][node - g->first] : g->speed[c];
	s->jobs.since = s->served_cores.since = s->empty_since = w->accounted_from;
	if (s->how->state_size)
		s->state = arena_alloc(w->arena, s->how->state_size(w));
	return s;
}

struct station *station_make(struct sim *sim, uint32_t node)
{
	struct world *w = sim->world;
	const struct group *g = group_of(w, node);
	struct station *s = w->node[node].station = station_new(sim, node, cores_of(w, node));

	w->group[w->node[node].group].stations++;
	if (g->sleep || (g->meter && g->meter->above_w))
		s->power = power_new(sim, node);
	return s;
}

uint32_t station_jobs(const struct world *w, uint32_t node)
{
	const struct station *s = w->node[node].station;

	if (w->reserved)
		return node_jobs(w, node);
	return s ? s->busy + s->waiting : 0;
}

/* While the node starts up, jobs wait in the places of its cores too. */
static bool is_full(const struct station *s)
{
	uint32_t cores = s->cores ? 0 : s->all_cores;

	return s->waiting >= (cores < NONE - s->limit ? s->limit + cores : NONE);
}

static void started_up(struct sim *sim, struct event *event)
{
	struct power *power = container_of(event, struct power, started_up);
	struct station *s = sim->world->node[power->node].station;

	power_is_up(power, sim->now, s->waiting);
	s->cores = s->all_cores;
	s->how->resume(sim, s);
}

/* A station that starts up has no cores, so that every discipline lets its jobs wait. */
static void start_up(struct sim *sim, struct station *s)
{
	s->cores = 0;
	sim_after(sim, &s->power->started_up, power_start_up_time(sim, s->power), started_up);
}

void station_receive(struct sim *sim, struct station *s, struct job *job)
{
	s->arrived++;
	if (s->busy >= s->cores && is_full(s)) {
		s->rejected++;
		job_lost(sim, job);
		return;
	}
	if (s->jobs.value == 0) {
		s->empty_ns += sim->now - s->empty_since;
		s->empty_since = SIM_TIME_NONE;
		if (s->power && power_job_came(sim, s->power))
			start_up(sim, s);
	}
	level_change(&s->jobs, sim->now, 1);
	job->since = sim->now;
	if (s->meter && s->how->each_attained)
		meter_service_begins(sim, s, job);
	s->how->arrived(sim, s, job);
}

sim_time station_time(const struct sim *sim, const struct station *s, const struct job *job)
{
	return time_after(sim->now, job->work / s->speed[job->message->currency]) - sim->now;
}

sim_time station_start(struct sim *sim, struct station *s, struct job *job)
{
	if (s->meter)
		meter_service_begins(sim, s, job);
	s->busy++;
	level_change(&s->served_cores, sim->now, 1);
	s->started_ns += sim->now;
	job->part[CAUSE_QUEUEING] += sim->now - job->since;
	if (is_traced(sim->world, job))
		trace_at_node(sim, job, CAUSE_QUEUEING, job->since, sim->now);
	job->since = sim->now;
	return station_time(sim, s, job);
}

/* A core that `job` had since `started` is free. */
static void free_core(struct sim *sim, struct station *s, struct job *job, sim_time started)
{
	sim_time counted = started > sim->world->accounted_from ? started : sim->world->accounted_from;

	if (s->meter)
		meter_service_ends(sim, s, job, (double)(sim->now - started));
	s->busy--;
	level_change(&s->served_cores, sim->now, -1);
	s->served_ns += sim->now - counted;
	s->started_ns -= counted;
}

void station_interrupted(struct sim *sim, struct station *s, struct job *job, sim_time started)
{
	free_core(sim, s, job, started);
	job->part[CAUSE_SERVICE] += sim->now - started;
	if (is_traced(sim->world, job))
		trace_at_node(sim, job, CAUSE_SERVICE, started, sim->now);
	job->since = sim->now;
}

/* `job` is done and leaves. */
static void leave(struct sim *sim, struct station *s, struct job *job)
{
	s->completed++;
	level_change(&s->jobs, sim->now, -1);
	if (s->jobs.value == 0) {
		s->empty_since = sim->now;
		if (s->power)
			s->power->empty_from = sim->now;
	}
	job_done(sim, job);
}

void station_served(struct sim *sim, struct station *s, struct job *job, sim_time started)
{
	free_core(sim, s, job, started);
	job->part[CAUSE_SERVICE] += sim->now - started;
	if (is_traced(sim->world, job))
		trace_at_node(sim, job, CAUSE_SERVICE, started, sim->now);
	leave(sim, s, job);
}

void station_spread(struct sim *sim, struct station *s, struct job *job, uint32_t n)
{
	if (!s->further) {
		s->further = arena_alloc(sim->world->arena, sizeof *s->further);
		s->further->since = sim->world->accounted_from;
	}
	if (s->meter)
		meter_service_spreads(sim, s, job, n);
	s->busy += n;
	level_change(&s->served_cores, sim->now, n);
	level_change(s->further, sim->now, n);
	s->started_ns += (i128)n * sim->now;
}

void station_gather(struct sim *sim, struct station *s, struct job *job, uint32_t n, sim_time started)
{
	sim_time counted = started > sim->world->accounted_from ? started : sim->world->accounted_from;

	if (s->meter)
		meter_service_gathers(sim, s, job, n, (double)(sim->now - started));
	s->busy -= n;
	level_change(&s->served_cores, sim->now, -(int64_t)n);
	level_change(s->further, sim->now, -(int64_t)n);
	s->served_ns += (i128)n * (sim->now - counted);
	s->started_ns -= (i128)n * counted;
}

void station_shared(struct sim *sim, struct station *s, uint32_t n)
{
	uint32_t busy = n < s->cores ? n : s->cores;

	if (s->meter && s->meter->above_w)
		power_busy_changes(s->power, s->meter, node_busy(sim->world, s->node), sim->now);
	level_change(&s->served_cores, sim->now, (int64_t)busy - s->busy);
	s->busy = busy;
	s->waiting = n - busy;
}

void station_left(struct sim *sim, struct station *s, struct job *job, sim_time service, double core_ns)
{
	sim_time stay = sim->now - job->since;

	if (s->meter)
		meter_service_ends(sim, s, job, core_ns);
	if (service > stay)
		service = stay;
	job->part[CAUSE_SERVICE] += service;
	job->part[CAUSE_QUEUEING] += stay - service;
	if (is_traced(sim->world, job)) {
		trace_at_node(sim, job, CAUSE_SERVICE, job->since, job->since + service);
		trace_at_node(sim, job, CAUSE_QUEUEING, job->since + service, sim->now);
	}
	s->served_ns += service;
	leave(sim, s, job);
}

static void add_attained(void *with, const struct job *job, double core_ns)
{
	(void)job;
	*(double *)with += core_ns;
}

/* Core-time that the jobs present have had, where they share cores. */
static double attained_ns(const struct sim *sim, const struct station *s)
{
	double sum = 0;

	s->how->each_attained(sim, s, add_attained, &sum);
	return sum;
}

void station_reset(struct sim *sim, struct station *s)
{
	level_reset(&s->jobs, sim->now);
	level_reset(&s->served_cores, sim->now);
	if (s->further)
		level_reset(s->further, sim->now);
	if (s->empty_since != SIM_TIME_NONE)
		s->empty_since = sim->now;
	s->empty_ns = 0;
	s->served_ns = s->how->each_attained ? -(i128)attained_ns(sim, s) : 0;
	s->started_ns = (i128)s->busy * sim->now;
	s->arrived = s->completed = s->rejected = 0;
	if (s->power)
		power_reset(sim, s);
}

i128 station_busy(const struct station *s, sim_time now)
{
	return level_area(&s->served_cores, now);
}

i128 station_further(const struct station *s, sim_time now)
{
	return s->further ? level_area(s->further, now) : 0;
}

i128 station_area(const struct station *s, sim_time now)
{
	return level_area(&s->jobs, now);
}

sim_time station_empty(const struct station *s, sim_time now)
{
	return s->empty_ns + (s->empty_since == SIM_TIME_NONE ? 0 : now - s->empty_since);
}

/* Core-time of the services, those under way up to now. */
static i128 services_ns(const struct sim *sim, const struct station *s)
{
	if (s->how->each_attained)
		return s->served_ns + (i128)attained_ns(sim, s);
	return s->served_ns + (i128)s->busy * sim->now - s->started_ns;
}

/* Where cores are shared each job's end is rounded up to a nanosecond, and clocks are doubles; elsewhere there is nothing to round. */
static i128 tolerance_ns(const struct station *s, i128 busy)
{
	return s->how->each_attained ? 2 * ((i128)s->completed + s->jobs.value + 1) + busy / 1000000000 : 0;
}

bool station_balanced(struct sim *sim, const struct station *s)
{
	i128 busy = station_busy(s, sim->now);
	i128 services = services_ns(sim, s);
	i128 jobs = station_area(s, sim->now);
	sim_time elapsed = sim->now - sim->world->accounted_from;
	uint32_t cores = s->all_cores;
	int64_t served = (int64_t)s->busy - (s->further ? s->further->value : 0);

	if (busy - services > tolerance_ns(s, busy) || services - busy > tolerance_ns(s, busy))
		sim_fail(sim, "law broken at %s: cores were busy for %.9f s, services took %.9f s",
			 node_name(sim->world, s->node), (double)busy / 1e9, (double)services / 1e9);
	else if (cores != NONE && busy > (i128)cores * elapsed)
		sim_fail(sim, "law broken at %s: busy for %.9f s, more than its cores had",
			 node_name(sim->world, s->node), (double)busy / 1e9);
	else if (s->jobs.value != served + s->waiting || jobs < busy - station_further(s, sim->now))
		sim_fail(sim, "law broken at %s: %lld jobs, but %lld served and %u waiting",
			 node_name(sim->world, s->node), (long long)s->jobs.value, (long long)served, s->waiting);
	return !sim->failure && (!s->power || power_balanced(sim, s));
}
