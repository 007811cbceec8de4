/*
 * fogline with a fault: the linker puts the functions below in the way of those that they name (ld --wrap), and the variable
 * FOGLINE_FAULT says which books are falsified, in replication 0 alone. laws.sh sees each run fail.
 */
#include "models/accounts.h"
#include "models/app/job.h"
#include "models/app/layers.h"
#include "models/energy/states.h"
#include "models/measure.h"
#include "models/net/direction.h"
#include "models/node/station.h"

#include <stdlib.h>
#include <string.h>

bool __real_laws_hold(struct sim *sim);
bool __wrap_laws_hold(struct sim *sim);
void __real_net_send(struct sim *sim, struct job *job);
void __wrap_net_send(struct sim *sim, struct job *job);
void __real_measure_path(struct sim *sim, const struct job *job, const struct path *path, sim_time created, const struct opened *before,
			 double energy_j);
void __wrap_measure_path(struct sim *sim, const struct job *job, const struct path *path, sim_time created, const struct opened *before,
			 double energy_j);
void __real_layers_book(const struct world *w, struct job *job);
void __wrap_layers_book(const struct world *w, struct job *job);
void __real_node_sums_read(const struct sim *sim, const struct node_scope *scope, uint32_t n, struct node_sums *sums);
void __wrap_node_sums_read(const struct sim *sim, const struct node_scope *scope, uint32_t n, struct node_sums *sums);
void __real_component_sums_read(const struct sim *sim, struct carried *sums);
void __wrap_component_sums_read(const struct sim *sim, struct carried *sums);

static bool planted(const struct sim *sim, const char *fault)
{
	const char *wanted = getenv("FOGLINE_FAULT");

	return wanted && sim->replication == 0 && strcmp(wanted, fault) == 0;
}

/* ---- one unit in one counter, just before the laws are held against it ---- */

static struct station *first_station(const struct sim *sim)
{
	for (uint32_t i = 0; i < sim->world->nodes; i++)
		if (sim->world->node[i].station)
			return sim->world->node[i].station;
	return NULL;
}

static struct direction *first_access(const struct sim *sim)
{
	for (uint32_t i = 0; i < sim->world->nodes; i++)
		if (sim->world->node[i].out)
			return sim->world->node[i].out;
	return NULL;
}

static void request_created(struct sim *sim) { sim->world->counts.created++; }
static void request_finished(struct sim *sim) { sim->world->counts.finished++; }
static void request_failed(struct sim *sim) { sim->world->counts.failed++; }
static void message_sent(struct sim *sim) { sim->world->counts.jobs_created++; }
static void message_ended(struct sim *sim) { sim->world->counts.jobs_ended++; }
static void byte_sent(struct sim *sim) { first_access(sim)->sent++; }
static void byte_received(struct sim *sim) { first_access(sim)->received++; }
static void core_busy(struct sim *sim) { first_station(sim)->served_cores.area++; }
static void service_taken(struct sim *sim) { first_station(sim)->served_ns--; }
static void job_in_station(struct sim *sim) { first_station(sim)->jobs.value++; }

/* A node that can sleep, or has a curve of power. */
static struct power *first_power(const struct sim *sim)
{
	return first_station(sim)->power;
}

static void awake(struct sim *sim) { first_power(sim)->in_state[POWER_AWAKE]++; }
static void time_by_busy(struct sim *sim) { first_power(sim)->by_busy[1]++; }

/* One state in the place of another: their sum stays. */
static void asleep_with_a_job(struct sim *sim)
{
	sim_time *in_state = first_power(sim)->in_state;

	in_state[POWER_ASLEEP] += in_state[POWER_STARTING];
	in_state[POWER_STARTING] = 0;
}

/* Busy for longer than there was, by both counts. */
static void time_made(struct sim *sim)
{
	struct station *s = first_station(sim);
	sim_time more = (sim_time)s->cores * (sim->now - sim->world->accounted_from) + 1;

	s->served_cores.area += more;
	s->served_ns += more;
	s->jobs.area += more;
}

static const struct { const char *name; void (*plant)(struct sim *sim); } faults[] = {
	{ "request-created", request_created }, { "request-finished", request_finished }, { "request-failed", request_failed },
	{ "message-sent", message_sent }, { "message-ended", message_ended },
	{ "byte-sent", byte_sent }, { "byte-received", byte_received },
	{ "awake", awake }, { "asleep-with-a-job", asleep_with_a_job }, { "time-by-busy", time_by_busy },
	{ "core-busy", core_busy }, { "service-taken", service_taken }, { "job-in-station", job_in_station }, { "time-made", time_made },
};

bool __wrap_laws_hold(struct sim *sim)
{
	bool at_end = sim->now == sim->end;

	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++)
		if (at_end && planted(sim, faults[i].name))
			faults[i].plant(sim);
	if (!at_end && planted(sim, "in-warm-up"))
		request_created(sim);
	return __real_laws_hold(sim);
}

/* ---- a nanosecond in the parts of a latency ---- */

void __wrap_net_send(struct sim *sim, struct job *job)
{
	if (planted(sim, "part-of-request"))
		job->part[CAUSE_JOIN]++;
	__real_net_send(sim, job);
}

void __wrap_measure_path(struct sim *sim, const struct job *job, const struct path *path, sim_time created, const struct opened *before,
			 double energy_j)
{
	__real_measure_path(sim, job, path, created - planted(sim, "part-of-path"), before, energy_j);
}

void __wrap_layers_book(const struct world *w, struct job *job)
{
	sim_time layer[LAYERS];

	__real_layers_book(w, job);
	layers_read(w, job, layer);
	layer[LAYER_API] += getenv("FOGLINE_FAULT") && strcmp(getenv("FOGLINE_FAULT"), "part-of-layer") == 0;
	memcpy(&job->visit[w->layers_slot], layer, sizeof layer);
}

/* ---- a part in a million of the energy ---- */

void __wrap_component_sums_read(const struct sim *sim, struct carried *sums)
{
	__real_component_sums_read(sim, sums);
	for (uint32_t c = 0; c < sim->world->components && planted(sim, "carried"); c++)
		sums[c].dynamic_j *= 1 + 1e-6;
}

void __wrap_node_sums_read(const struct sim *sim, const struct node_scope *scope, uint32_t n, struct node_sums *sums)
{
	__real_node_sums_read(sim, scope, n, sums);
	for (uint32_t i = 0; i < n && planted(sim, "energy"); i++)
		sums[i].energy_j *= 1 + 1e-6;
}
