#ifndef MODELS_PLACE_PLACE_H
#define MODELS_PLACE_PLACE_H

#include "models/view.h"

/*
 * Placement: which nodes host the instances of the components that have no
 * `at`. A policy gets a plan: which components, where each may go, how many
 * instances it shall have. It puts instances until none lacks any. What it
 * does must follow from the plan, the view and its settings alone.
 */
struct plan_item {
	uint32_t component;
	const uint32_t *node;              /* the nodes that it may go to, in increasing order */
	uint32_t n;
	uint32_t replicas;                 /* instances that it shall have; 0: as many as the policy makes, at least one */
};

/* What a policy that searches reckons of the placement that it chose. */
struct reckoned {
	double cost_s, bound_s;            /* mean time of all messages of a request; no placement takes less than bound_s (NaN: not known) */
	double requests;                   /* per second */
	uint64_t steps;
	uint16_t why;
};

/* How far the cost may be from the least there is, as a share of the cost; NaN: not known. */
static inline double reckoned_gap(const struct reckoned *r)
{
	double gap = (r->cost_s - r->bound_s) / r->cost_s;

	/* Bounds are rounded. */
	return r->cost_s > 0 ? (gap < 1e-6 ? 0 : gap) : 0 * r->bound_s;
}

struct plan {
	struct world *world;
	struct diag *diag;
	struct plan_item *item;            /* in the order of the file */
	uint32_t n;
	uint16_t why;                      /* who puts, for the table of placements */
	struct reckoned reckoned;          /* by policies that search; requests 0: this one does not */
	uint64_t key;                      /* of the seed alone: begins the keys of draws */
};

/* What makes a policy place. */
enum place_cause { PLACE_START };

struct place {
	const struct place_class *how;
	const void *config;
};

struct place_class {
	struct model_class model;
	/* Put instances of the plan's items until none lacks any; false by plan_fails of the first that finds no room. */
	bool (*place)(const struct place *place, const struct view *view, enum place_cause cause, struct plan *plan);
};

/* The number of `node` in a list of `n` nodes in increasing order; NONE: it is not there. */
uint32_t place_find(const uint32_t *list, uint32_t n, uint32_t node);

/* Whether `node` is in the item's list. */
bool plan_lists(const struct plan_item *item, uint32_t node);

/* Whether item `i` may have an instance at `node`: enough memory is free, and it has none there, or enough cores for another. */
bool plan_has_room(const struct plan *plan, uint32_t i, uint32_t node);

/* Put an instance of item `i` at `node`, where it has room. */
void plan_put(struct plan *plan, uint32_t i, uint32_t node);

/* Instances that item `i` still must get: up to its replicas, or to the one that it needs at least. */
uint32_t plan_lacks(const struct plan *plan, uint32_t i);

/* Item `i` lacks instances and no node has room for one: an error with the figures. Returns false. */
bool plan_fails(const struct plan *plan, uint32_t i);

/* Settings that every policy has, as far as they are built. */
extern const struct param place_params[];

#endif
