#ifndef MODELS_APP_LAYERS_H
#define MODELS_APP_LAYERS_H

#include "models/app/job.h"

/*
 * How long a chain has been in each layer of its application, where that is
 * asked for (output.breakdown: layers). A message's time at its component,
 * queueing and service and what else is not network, counts for the layer of
 * that component, and so does the wait of a join there. Time on links and a message's own
 * latency is network and counts for none: the layers and the network are all of the time.
 */

/* Room for it in what a chain remembers (job.visit). Before the pools are made. */
void layers_prepare(struct world *w);

/* A chain begins. */
void layers_begin(const struct world *w, struct job *job);

/* What has passed since the last booking, but for the network, was at the component that `job` goes to. */
void layers_book(const struct world *w, struct job *job);

/* Time in each layer so far. */
void layers_read(const struct world *w, const struct job *job, sim_time layer[LAYERS]);

/* Of the parts of a latency those that are network. */
static inline sim_time network_part(const sim_time part[CAUSES])
{
	return part[CAUSE_LINK_WAIT] + part[CAUSE_TRANSMISSION] + part[CAUSE_PROPAGATION];
}

#endif
