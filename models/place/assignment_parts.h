#ifndef MODELS_PLACE_ASSIGNMENT_PARTS_H
#define MODELS_PLACE_ASSIGNMENT_PARTS_H

#include "models/net/core.h"
#include "models/place/assignment.h"

/* For assignment.c and assignment_search.c alone. */

/* Messages between what two items decide; `count` and `bytes` per second. */
struct flow {
	const uint32_t *at_a, *at_b;       /* of each node of the item, where the end is; NULL: there */
	bool from_a;
	double count, bytes;
};

struct assignment {
	const struct plan *plan;
	struct world *w;
	double most_load, fixed_cost, requests;
	uint32_t n, pairs;
	struct assignment_item *item;
	double **cost, **item_load;        /* of each item, what its `cost` and `load` point to */
	struct assignment_pair *pair;
	struct flow **flow;                /* of each pair */
	uint32_t *item_of;                 /* of each component; NONE: it is not in the plan */
	bool *special, *planned;           /* nodes that host something or may; applications of the plan */
	double *load;                      /* share of its cores that each node is asked for by what is fixed */
	double *memory_used, *load_used;   /* 0 between calls */
	struct both_ways **way;            /* of each vertex; NULL: not asked for yet */
};

#endif
