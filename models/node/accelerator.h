#ifndef MODELS_NODE_ACCELERATOR_H
#define MODELS_NODE_ACCELERATOR_H

#include "models/node/parallel.h"
#include "models/node/station.h"

/*
 * Accelerators: a node's work in floating-point operations, done beside its cores. Those of a group are nodes of a
 * group of their own, "edge.accelerator", behind all that `nodes` names, so that they have a station, power, counts and results as
 * others do; the network and placement know their nodes only.
 */
struct accelerator {
	struct quantity flops;
	uint64_t cores, queue;
	struct choice power;
};

struct accelerator_class { struct model_class model; };

/* What the group of accelerators is like of which `of` are the nodes. */
struct node_config *accelerator_config(struct arena *arena, const struct node_config *of);

/* `job`, of work in floating-point operations, asks for service at its node: by its accelerator, or as it would if no node had one. */
void accelerator_arrive(struct sim *sim, struct job *job);

#endif
