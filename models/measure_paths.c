/* Paths: checked, noted and, where asked for, given a row as they end; counted when many have been noted, or somebody wants to read. */
#include "models/measure_paths.h"

#include "models/app/layers.h"
#include "models/measure.h"
#include "models/measure_tables.h"
#include "sim/kernel/trend.h"

#include <stdlib.h>

void path_statistics_init(struct world *w, const struct measure_tables *tables, double sample)
{
	for (uint32_t p = 0; p < w->paths; p++) {
		struct path_statistics *s = w->path[p].statistics = arena_alloc(w->arena, sizeof *s);

		s->times = w->layers_slot == NONE ? PATH_CAUSES : PATH_TIMES;
		s->sample = sample;
		s->tables = tables;
		s->histogram = xcalloc(s->times, sizeof *s->histogram);
	}
}

void path_statistics_free(struct world *w)
{
	for (uint32_t p = 0; p < w->paths && w->path; p++)
		if (w->path[p].statistics)
			free(w->path[p].statistics->histogram);
}

static void settle(struct path_statistics *s)
{
	for (uint32_t t = 0; t < s->times; t++) {
		struct tally tally = s->tally[t];

		for (uint32_t i = 0; i < s->noted; i++) {
			tally_add(&tally, s->note[t][i]);
			histogram_add(&s->histogram[t], s->note[t][i]);
		}
		s->tally[t] = tally;
	}
	s->noted = 0;
}

void path_statistics_settle(const struct world *w)
{
	for (uint32_t p = 0; p < w->paths; p++)
		settle(w->path[p].statistics);
}

static bool counts(const struct world *w, sim_time created)
{
	return created >= w->window_from;
}

static bool sampled(double share, uint64_t key)
{
	struct stream stream;

	if (share >= 1 || share <= 0)
		return share >= 1;
	stream = random_fork(key, PURPOSE_SAMPLE);
	return random_uniform(&stream) < share;
}

/* The time in each layer since `before`, into `layer`. The law: it and that on the network are all of the latency. */
static void measure_layers(struct sim *sim, const struct job *job, const struct path *path, const struct opened *before,
			   sim_time latency, sim_time network, sim_time layer[LAYERS])
{
	sim_time sum = network;

	layers_read(sim->world, job, layer);
	for (int l = 0; l < LAYERS; l++) {
		layer[l] -= before ? before->layer[l] : 0;
		sum += layer[l];
	}
	if (sum != latency)
		sim_fail(sim, "law broken on path %s: the times in the layers and on the network add up to %lld ns of %lld ns", path->name,
			 (long long)sum, (long long)latency);
}

static void note(struct path_statistics *s, sim_time latency, const sim_time part[CAUSES], const sim_time *layer)
{
	uint32_t n = s->noted++;

	s->note[PATH_LATENCY][n] = latency;
	s->note[PATH_QUEUEING][n] = part[CAUSE_QUEUEING];
	s->note[PATH_SERVICE][n] = part[CAUSE_SERVICE];
	s->note[PATH_NETWORK][n] = network_part(part);
	for (int l = 0; layer && l < LAYERS; l++)
		s->note[PATH_LAYER + l][n] = layer[l];
	if (s->noted == PATH_NOTES)
		settle(s);
}

void measure_path(struct sim *sim, const struct job *job, const struct path *path, sim_time created, const struct opened *before, double energy_j)
{
	const struct world *w = sim->world;
	struct path_statistics *s = path->statistics;
	sim_time since[CAUSES], layer[LAYERS], sum = 0;
	sim_time latency = sim->now - created;
	const sim_time *part = job->part, *layers = NULL;

	if (before) {
		for (int c = 0; c < CAUSES; c++)
			since[c] = job->part[c] - before->part[c];
		part = since;
	}
	for (int c = 0; c < CAUSES; c++)
		sum += part[c];
	if (sum != latency)
		sim_fail(sim, "law broken on path %s: the parts of a latency add up to %lld ns of %lld ns", path->name,
			 (long long)sum, (long long)latency);
	if (sim->now >= w->window_from && sim->now <= w->window_to)
		s->completed_in_window++;
	if (sim->trend && path == &w->path[0] && sim->now <= w->window_to)
		trend_add(sim->trend, sim->now, latency);
	if (!counts(w, created))
		return;
	if (w->layers_slot != NONE) {
		measure_layers(sim, job, path, before, latency, network_part(part), layer);
		layers = layer;
	}
	note(s, latency, part, layers);
	s->met += latency <= path->deadline;
	s->energy_j += energy_j;
	if (sampled(s->sample, job->request->key))
		measure_tables_request(sim, s->tables, job->request, path, created, latency, part, layers, energy_j);
}

void measure_path_failed(struct sim *sim, const struct request *r, const struct path *path, sim_time created, double energy_j)
{
	struct path_statistics *s = path->statistics;

	if (!counts(sim->world, created))
		return;
	s->failed++;
	if (sampled(s->sample, r->key))
		measure_tables_request(sim, s->tables, r, path, created, SIM_TIME_NONE, NULL, NULL, energy_j);
}
