#ifndef MODELS_NET_TOPOLOGY_CALL_H
#define MODELS_NET_TOPOLOGY_CALL_H

#include "models/net/topology.h"

#include <igraph.h>

/*
 * For the files topology_*.c alone, which are the only ones that know igraph.
 * A use of igraph stands between call_begin() and call_end(): its errors and
 * warnings come to us, never to stderr or abort(), and its random numbers are our streams.
 */
struct call {
	struct stream draws;
	char reason[200];                  /* of the first error; "": none */
	igraph_rng_t rng, rng_before;
	igraph_error_handler_t *errors_before;
	igraph_warning_handler_t *warnings_before;
	igraph_attribute_table_t *attributes_before;
};

void call_begin(struct call *call, uint64_t key);
void call_end(struct call *call);

/* The links of `g` in the arena. */
void call_take_links(const igraph_t *g, struct arena *arena, struct graph *out);

/* `graph` as a graph of igraph, to be destroyed. */
igraph_error_t call_give(const struct graph *graph, igraph_t *g);

#endif
