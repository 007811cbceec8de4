#ifndef MODELS_BUILD_TOPOLOGY_H
#define MODELS_BUILD_TOPOLOGY_H

#include "models/build.h"
#include "models/net/topology.h"

/*
 * A topology of the scenario on its way into the world: a graph whose links
 * all have speeds, and the group of nodes that are made from its vertices.
 */
struct topology {
	const struct topology_config *config;
	struct graph graph;                /* without loops and directions; without vertices if it has errors */
	uint32_t *number;                  /* of each link as the graph had it first: keys of draws do not move */
	uint32_t group;                    /* NONE: none is made from it */
};

/*
 * The latencies of its links, of which `given` tells those that are known; the rest, with the ends of which it is not known where they
 * are, get the mean of these. False if none is known.
 */
bool topology_fill_latencies(const struct topology *t, struct link *link, const uint8_t *given, const struct position *position, struct diag *diag);

/* The draw of `q` for a link of a topology, from the scenario's seed. */
double topology_draw(const struct build *b, const struct topology *t, const struct quantity *q, uint32_t number, uint64_t purpose);

#endif
