#ifndef MODELS_GENERATOR_GENERATOR_H
#define MODELS_GENERATOR_GENERATOR_H

#include "models/config.h"
#include "models/net/topology.h"

/* Topologies that are made, not read. Chance comes from the scenario's seed alone: the graph is the same in every replication. */
struct generator_class {
	struct model_class model;
	/* Make the graph; false with errors at the mark. */
	bool (*generate)(const struct graph_making *m, const void *config);
};

#define GENERATOR_VERTICES(T) { "vertices", P_COUNT(T, vertices), .required = true, .min = 1, .max = 1e7, .help = "how many vertices it has" }

#endif
