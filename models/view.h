#ifndef MODELS_VIEW_H
#define MODELS_VIEW_H

#include "models/world.h"

/*
 * All that a policy may know: numbers about nodes, loads as of the last report, or of now. Where a currency of work is named
 * they are of what does such work at the node: its cores, or its accelerator.
 */
struct view {
	struct world *world;               /* routes are worked out when first asked for */
	sim_time now;
	const uint32_t *reported;          /* jobs of each node at the last report; NULL: those of now are known */
	uint32_t observer;                 /* the node whose own jobs are known as of now in any case */
};

/* What is asked of the policy: one message at its creation. */
struct asked {
	uint32_t from, origin;             /* nodes: the sender, and where the request began */
	uint64_t bytes;
	double work;                       /* in the base unit of `currency` */
	uint8_t currency;
	bool origin_first;                 /* the place `origin` is candidate 0 */
	sim_time deadline;                 /* the earliest of the request's paths that have begun; SIM_TIME_MAX: none, or the policy does not ask for it */
	uint64_t key;                      /* for draws that belong to this decision */
};

/* Jobs waiting or served at a node, as far as they are known, over its cores; an unlimited node has load 0. */
double view_load(const struct view *view, uint32_t node, uint8_t currency);

uint8_t view_tier(const struct view *view, uint32_t node);

/* Bytes of memory that no instance takes; INFINITY: unlimited. */
double view_memory_free(const struct view *view, uint32_t node);

/* Cores that no instance reserves; INFINITY: unlimited. */
double view_cores_free(const struct view *view, uint32_t node);

/* Seconds that `bytes` take from one node to another over links that are free; INFINITY: no way leads there. */
double view_transfer(const struct view *view, uint32_t from, uint32_t to, double bytes);

/* Cores of a node; INFINITY: unlimited. */
double view_cores(const struct view *view, uint32_t node, uint8_t currency);

/* Work per second of one core, in the base unit of the currency; 0: the node does not declare it. */
double view_speed(const struct view *view, uint32_t node, uint8_t currency);

/* Watts that a busy core draws above idle; of a curve, with all cores busy. 0: the node has no `power`. */
double view_core_power(const struct view *view, uint32_t node, uint8_t currency);

#endif
