#ifndef MODELS_BUILD_GRAPH_H
#define MODELS_BUILD_GRAPH_H

#include "models/build.h"

/*
 * The graph of messages of an application: how often each is sent for one
 * request, and which components a chain may come back to.
 */

/*
 * Expected number of times each message of `a` is sent for a request that begins with `start`, into visits[n_messages]. False, with an
 * error at the mark of a message, if cycles do not die out. Of messages after a join whose arrivals are left to chance it is an upper bound.
 */
bool expected_visits(struct build *b, const struct application *a, uint32_t start, double *visits);

/* Give every component that a chain may come back to a slot of chain memory; sets world.visits. */
void assign_visits(struct world *w);

#endif
