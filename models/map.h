#ifndef MODELS_MAP_H
#define MODELS_MAP_H

#include "models/net/topology.h"

/*
 * The core network as a graph for igraph to measure, and what flows in it.
 * Links of the graph are those of the core, in their order.
 */
struct network {
	struct graph graph;
	double *latency_s;                 /* of each link, at least a nanosecond */
	double *weight;                    /* requests per second that begin at each vertex or at leaves that hang on it */
	uint8_t *target;                   /* vertices at which, or at leaves of which, something is served */
};

/* The network of a built world; everything lives in its arena. */
struct network *network_new(struct world *w);

/* The node at either end of link `i` of the graph. */
uint32_t network_end(const struct world *w, uint32_t i, int end);

#endif
