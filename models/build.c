/* The models' side of the contract with the engine (sim/kernel/model.h). */
#include "models/build.h"

#include "models/accounts.h"
#include "models/app/copies.h"
#include "models/app/join.h"
#include "models/app/layers.h"
#include "models/energy/meter.h"
#include "models/measure.h"
#include "models/net/core.h"
#include "models/net/direction.h"
#include "models/node/reserved.h"
#include "models/node/station.h"
#include "models/offered.h"
#include "models/offload/offload.h"
#include "models/work/workload.h"
#include "sim/base/units.h"

#include <stdlib.h>

enum { MOST_STEPS = 10000000 };    /* of a series */

static void set_times(struct sim *sim, const struct scenario_config *c)
{
	const struct run_settings *run = &c->head.run;
	struct world *w = sim->world;

	sim->duration = run->duration;
	sim->warmup = run->warmup == TIME_AUTO ? 0 : run->warmup;
	sim->end = run->duration + run->drain;
	sim->antithetic = run->antithetic;
	sim_replicate(sim, sim->replication);
	w->window_to = run->duration;
}

static bool draws(const struct world *w, uint32_t node, uint8_t currency)
{
	return serving_group(group_of(w, node), currency)->meter != NULL;
}

/* Whether what may serve work of a currency for `c` has power. */
static bool may_draw(const struct world *w, const struct component *c, uint8_t currency)
{
	const struct application *a = &w->application[c->application];

	for (uint32_t i = 1; i <= c->n; i++)
		if (draws(w, c->candidate[i].node, currency))
			return true;
	for (uint32_t i = 0; c->at_origin && i < a->n_origins; i++)
		for (uint32_t k = 0; k < a->origin[i].count; k++)
			if (draws(w, a->origin[i].first + k, currency))
				return true;
	return false;
}

/* What no meter sees is not reported as 0 J. */
static void find_metered(struct world *w)
{
	for (uint32_t m = 0; m < w->messages; m++) {
		struct component *c = &w->component[w->message[m].to];

		if (!w->message[m].has_work || c->metered)
			continue;
		c->metered = may_draw(w, c, w->message[m].currency);
		w->application[c->application].metered = w->application[c->application].metered || c->metered;
	}
}

/* What only some jobs keep lies behind what all do. */
static void lay_out_jobs(struct world *w)
{
	if (w->config->head.output.breakdown == BREAKDOWN_LAYERS)
		layers_prepare(w);

	size_t end = (offsetof(struct job, visit) + w->visits * sizeof(uint32_t) + 7) & ~(size_t)7;

	for (uint32_t g = 0; g < w->all_groups; g++)
		if (w->group[g].meter && w->group[g].meter->above_w)
			w->each_at = end;
	for (uint32_t m = 0; m < w->messages; m++)
		if (w->message[m].parallel)
			w->cores_at = w->each_at ? w->each_at + sizeof(double) : end;
	for (uint32_t m = 0; m < w->messages; m++) {
		struct message *message = &w->message[m];

		message->at_reserved = message->has_work && w->component[message->to].config->cores != COUNT_UNSET;
		message->at_accelerator = message->has_work && message->currency == CURRENCY_FLOP && w->all_groups > w->groups;
		message->at_station = message->has_work && !message->at_reserved && !message->at_accelerator;
		if (message->at_reserved || message->at_accelerator)
			w->station_at = w->cores_at ? w->cores_at + sizeof(double) : w->each_at ? w->each_at + sizeof(double) : end;
	}
}

static void prepare_meters(struct world *w)
{
	for (uint32_t g = 0; g < w->all_groups; g++) {
		const struct group *group = &w->group[g];

		w->sleeps = w->sleeps || (group->sleep && group->count);
		w->metered = w->metered || (group->meter && group->count);
		w->priced = w->priced || (group->price && group->count);
		if (group->meter)
			meter_prepare(w, group->meter);
	}
	if (w->metered)
		find_metered(w);
}

static void make_pools(struct world *w)
{
	pool_init(&w->pools.job, job_size(w));
	pool_init(&w->pools.request, sizeof(struct request));
	pool_init(&w->pools.opened, sizeof(struct opened));
	pool_init(&w->pools.joins, join_waits_size(w));
	pool_init(&w->pools.copies, sizeof(struct copies));
	pool_init(&w->pools.station, sizeof(struct station));
	pool_init(&w->pools.direction, sizeof(struct direction));
	w->ready_tail = &w->ready;
}

/* So many steps would fill a disk rather than a figure. */
static bool check_series(const struct build *b)
{
	const struct scenario_head *head = &b->config->head;
	sim_time step = head->output.series, whole = head->run.duration + head->run.drain;
	char asked[64], length[64];

	if (step == 0 || whole / step <= MOST_STEPS)
		return true;
	return diag_error(b->diag, (struct mark){ .source = "output.series" }, "a step of %s makes %.3g steps of a run of %s; at most %d are kept",
			  units_format((double)step / 1e9, DIM_TIME, asked), (double)whole / (double)step, units_human((double)whole / 1e9, DIM_TIME, 3, length), MOST_STEPS);
}

bool model_build(struct sim *sim, const void *config, struct diag *diag)
{
	return model_build_explained(sim, config, NULL, diag);
}

bool model_build_explained(struct sim *sim, const void *config, struct explain *explain, struct diag *diag)
{
	struct world *w = xcalloc(1, sizeof *w);
	struct build b = { .world = w, .config = config, .world_key = sim->world_key, .diag = diag };

	sim->world = w;
	w->layers_slot = NONE;
	w->arena = arena_new();
	w->config = config;
	w->explain = explain;
	set_times(sim, b.config);

	/* All mistakes at once: each step leaves what the next needs, unless there is too much of something. */
	bool good = check_series(&b);

	good = build_topologies(&b) && good;
	good = build_nodes(&b) && good;

	if (!w->node)
		return false;
	good = build_links(&b) && good;
	good = build_network(&b) && good;
	good = build_applications(&b) && good;
	good = pin_components(&b) && good;
	good = build_workload(&b) && good;
	if (!good || !build_placement(&b) || !build_clocks(&b) || !build_offloading(&b))
		return false;
	if (b.config->head.run.warmup == TIME_AUTO && !w->paths)
		return diag_error(diag, (struct mark){ 0 }, "run.warmup: auto judges the latency of a path, and no application has one");
	prepare_meters(w);
	build_offered(&b);
	lay_out_jobs(w);
	make_pools(w);
	if (w->cores_taken)
		reserved_prepare(sim);
	measurement_prepare(w);
	return true;
}

void model_free(struct sim *sim)
{
	struct world *w = sim->world;

	if (!w)
		return;
	core_free(w->core);
	measurement_free(w);
	for (uint32_t i = 0; i < w->components; i++)
		if (w->component[i].offload && w->component[i].offload->how->release)
			w->component[i].offload->how->release(w->component[i].offload);
	pool_fini(&w->pools.job);
	pool_fini(&w->pools.request);
	pool_fini(&w->pools.opened);
	pool_fini(&w->pools.joins);
	pool_fini(&w->pools.copies);
	pool_fini(&w->pools.station);
	pool_fini(&w->pools.direction);
	arena_free(w->arena);
	free(w);
	sim->world = NULL;
}

/* What most events of a large world are; each touches memory that no other has touched for long. */
static void foresee(const void *context, const struct event *const *event, uint32_t n, bool again)
{
	const struct world *w = context;

	for (uint32_t i = 0; i < n; i++)
		if (!workload_foresee(w, event[i], again) && !direction_foresee(w, event[i], again))
			fcfs_foresee(w, event[i], again);
}

void model_start(struct sim *sim)
{
	struct world *w = sim->world;

	w->node = arena_renew(w->arena, w->node);
	for (uint32_t i = 0; i < w->workloads; i++)
		w->workload[i].source = arena_renew(w->arena, w->workload[i].source);
	for (uint32_t i = 0; sim->antithetic && i < w->messages; i++) {
		quantity_pair(&w->message[i].size, sim->mirror != 0);
		quantity_pair(&w->message[i].work, sim->mirror != 0);
	}
	equeue_foresee(sim->queue, foresee, w);
	/* Reports come before what else happens at their instants, if that was scheduled no earlier. */
	information_start(sim);
	measurement_start(sim);
	messages_start(w);
	for (uint32_t i = 0; i < w->workloads; i++)
		workload_start(sim, &w->workload[i]);
}

void model_finish(struct sim *sim)
{
	if (laws_hold(sim))
		measurement_finish(sim);
}

const struct measures *model_measures(const struct sim *sim)
{
	return measurement_names(sim->world);
}

const struct table *model_tables(const struct sim *sim, uint32_t *n)
{
	return measurement_tables(sim->world, n);
}
