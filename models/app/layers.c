/*
 * The times lie among the words of a job's chain memory, so that what follows a job inherits them with the rest. Invariant: after each
 * booking they add up to the parts of the chain that are not network; so what is to be booked is the difference.
 */
#include "models/app/layers.h"

#include <string.h>

enum { WORDS = LAYERS * sizeof(sim_time) / sizeof(uint32_t) };

void layers_prepare(struct world *w)
{
	w->layers_slot = w->visits;
	w->visits += WORDS;
	for (uint32_t c = 0; c < w->components; c++)
		w->component[c].takes_note = true;
}

void layers_read(const struct world *w, const struct job *job, sim_time layer[LAYERS])
{
	memcpy(layer, &job->visit[w->layers_slot], LAYERS * sizeof *layer);
}

static void keep(const struct world *w, struct job *job, const sim_time layer[LAYERS])
{
	memcpy(&job->visit[w->layers_slot], layer, LAYERS * sizeof *layer);
}

void layers_begin(const struct world *w, struct job *job)
{
	keep(w, job, (sim_time[LAYERS]){ 0 });
}

void layers_book(const struct world *w, struct job *job)
{
	uint8_t here = w->component[job->message->to].layer;
	sim_time layer[LAYERS], passed = -network_part(job->part);

	layers_read(w, job, layer);
	for (int c = 0; c < CAUSES; c++)
		passed += job->part[c];
	for (int l = 0; l < LAYERS; l++)
		passed -= layer[l];
	layer[here] += passed;
	keep(w, job, layer);
}
