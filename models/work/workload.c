/*
 * A source's stream is keyed by group, index, workload and user, so that adding another workload, node or user shifts no
 * arrival of the rest.
 */
#include "models/work/workload.h"

#include "models/app/job.h"
#include "models/net/direction.h"

static uint32_t users_of(const struct workload *load)
{
	return load->members ? load->n_sources / load->members : 1;
}

static uint32_t number_of(const struct workload *load, const struct source *s)
{
	return (uint32_t)(s - load->source);
}

static uint64_t group_prefix(const struct sim *sim, const struct workload *load, uint32_t node)
{
	return random_mix(random_mix(sim->key, load->key), group_of(sim->world, node)->key);
}

/* Of source `s` at `node`. */
static uint64_t source_key(const struct sim *sim, const struct workload *load, const struct source *s, uint32_t node)
{
	uint64_t key;

	if (node == NONE)
		return random_mix(sim->key, load->key);
	if (load->first != NONE)
		key = random_mix(load->prefix, node - load->first);
	else
		key = random_mix(group_prefix(sim, load, node), index_of(sim->world, node));
	return load->n_sources > load->members ? random_mix(key, number_of(load, s) % users_of(load)) : key;
}

void *source_state(const struct workload *load, const struct source *s)
{
	return (char *)load->state + load->arrivals->state_size * number_of(load, s);
}

static void arrived(struct sim *sim, struct event *event);

static void schedule(struct sim *sim, const struct workload *load, struct source *s, sim_time at)
{
	if (at < load->stop)
		sim_at(sim, &s->event, at, arrived);
}

double workload_rate(const struct workload *load)
{
	if (!load->n_sources)
		return 0;
	return load->trace ? load->trace->rate : load->arrivals->rate(load->config) * load->n_sources;
}

/* The node that a source of the whole group starts request number `number` (from 1) at. */
static uint32_t member_of(const struct workload *load, uint32_t number, uint64_t request_key)
{
	struct stream stream = random_fork(request_key, PURPOSE_DEVICE);

	if (load->trace && load->trace->member)
		return workload_node(load, load->trace->member[number - 1]);
	return workload_node(load, (uint32_t)random_below(&stream, load->members));
}

static void arrived(struct sim *sim, struct event *event)
{
	struct source *s = container_of(event, struct source, event);
	const struct workload *load = &sim->world->workload[s->workload];
	uint32_t node = source_node(load, number_of(load, s));
	uint64_t key = source_key(sim, load, s, node);
	uint64_t request_key = random_mix(key, ++s->number);
	const struct trace *trace = load->trace;
	const double *row = trace && trace->value ? trace->value + (size_t)(s->number - 1) * trace->columns : NULL;

	if (node == NONE)
		node = member_of(load, s->number, request_key);
	if (!load->arrivals->closed)
		schedule(sim, load, s, load->arrivals->next(load, s, key, sim->now));
	request_start(sim, load, load->arrivals->closed ? s : NULL, node, row, request_key);
	jobs_follow_up(sim);
}

bool workload_foresee(const struct world *w, const struct event *event, bool again)
{
	const struct source *s = container_of(event, struct source, event);
	const struct workload *load;
	uint32_t node;

	if (event->fire != arrived)
		return false;
	load = &w->workload[s->workload];
	node = source_node(load, number_of(load, s));
	if (node == NONE)
		return true;
	if (again)
		net_expect(w, node);
	else
		__builtin_prefetch(&w->node[node]);
	return true;
}

void workload_request_ended(struct sim *sim, struct source *s, sim_time created)
{
	const struct workload *load = &sim->world->workload[s->workload];
	uint64_t key = source_key(sim, load, s, source_node(load, number_of(load, s)));
	sim_time next = load->arrivals->next(load, s, key, sim->now);

	if (next == created && isinf(load->arrivals->most(load->config)))
		sim_fail(sim, "workload '%s': its requests take no time and its users do not think, so that time does not go on from %.9g s",
			 load->name, (double)sim->now / 1e9);
	else
		schedule(sim, load, s, next);
}

void workload_start(struct sim *sim, struct workload *load)
{
	load->paired = sim->antithetic;
	load->mirrored = sim->mirror != 0;
	if (load->first != NONE)
		load->prefix = group_prefix(sim, load, load->first);
	for (uint32_t i = 0; i < load->n_sources; i++) {
		struct source *s = &load->source[i];
		uint64_t key = source_key(sim, load, s, source_node(load, i));

		s->stream = random_fork(key, PURPOSE_ARRIVALS);
		schedule(sim, load, s, load->arrivals->next(load, s, key, load->begin));
	}
}
