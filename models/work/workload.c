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

static uint64_t group_prefix(const struct sim *sim, const struct workload *load, uint32_t node)
{
	return random_mix(random_mix(sim->key, load->key), group_of(sim->world, node)->key);
}

static uint64_t source_key(const struct sim *sim, const struct source *s)
{
	const struct workload *load = s->workload;
	uint64_t key;

	if (s->node == NONE)
		return random_mix(sim->key, load->key);
	if (load->first != NONE)
		key = random_mix(load->prefix, s->node - load->first);
	else
		key = random_mix(group_prefix(sim, load, s->node), index_of(sim->world, s->node));
	return load->n_sources > load->members ? random_mix(key, (uint64_t)(s - load->source) % users_of(load)) : key;
}

void *source_state(const struct source *s)
{
	const struct workload *load = s->workload;

	return (char *)load->state + load->arrivals->state_size * (size_t)(s - load->source);
}

static void arrived(struct sim *sim, struct event *event);

static void schedule(struct sim *sim, struct source *s, sim_time at)
{
	if (at < s->workload->stop)
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
		return load->member[load->trace->member[number - 1]];
	return load->member[random_below(&stream, load->members)];
}

static void arrived(struct sim *sim, struct event *event)
{
	struct source *s = container_of(event, struct source, event);
	const struct workload *load = s->workload;
	uint64_t key = source_key(sim, s);
	uint64_t request_key = random_mix(key, ++s->number);
	uint32_t node = s->node == NONE ? member_of(load, s->number, request_key) : s->node;
	const struct trace *trace = load->trace;
	const double *row = trace && trace->value ? trace->value + (size_t)(s->number - 1) * trace->columns : NULL;

	net_expect(sim->world, node);
	if (!load->arrivals->closed)
		schedule(sim, s, load->arrivals->next(load->config, s, key, sim->now));
	request_start(sim, load, load->arrivals->closed ? s : NULL, node, row, request_key);
	jobs_follow_up(sim);
}

bool workload_foresee(const struct world *w, const struct event *event)
{
	const struct source *s = container_of(event, struct source, event);

	if (event->fire != arrived)
		return false;
	if (s->node != NONE)
		__builtin_prefetch(&w->node[s->node]);
	return true;
}

void workload_request_ended(struct sim *sim, struct source *s, sim_time created)
{
	const struct workload *load = s->workload;
	sim_time next = load->arrivals->next(load->config, s, source_key(sim, s), sim->now);

	if (next == created && isinf(load->arrivals->most(load->config)))
		sim_fail(sim, "workload '%s': its requests take no time and its users do not think, so that time does not go on from %.9g s",
			 load->name, (double)sim->now / 1e9);
	else
		schedule(sim, s, next);
}

void workload_start(struct sim *sim, struct workload *load)
{
	if (load->first != NONE)
		load->prefix = group_prefix(sim, load, load->first);
	for (uint32_t i = 0; i < load->n_sources; i++) {
		struct source *s = &load->source[i];
		uint64_t key = source_key(sim, s);

		s->stream = random_fork(key, PURPOSE_ARRIVALS);
		schedule(sim, s, load->arrivals->next(load->config, s, key, load->begin));
	}
}
