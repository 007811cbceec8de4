#ifndef MODELS_NET_CORE_INSIDE_H
#define MODELS_NET_CORE_INSIDE_H

/*
 * What the files of the core share. Arcs in compressed rows, sorted by their links' numbers so that "first in the file" is the first found. Vertices
 * that are not stripped have dense numbers, neighbours near each other, and compressed rows of their own, the inner arcs. Trees hold one inner arc
 * for each of them.
 */
#include "models/net/core.h"
#include "models/net/direction.h"

/* What a whole route asks of a link. */
struct leg {
	sim_time latency;
	double seconds_per_byte;
};

/* What a step towards a target asks of a vertex, together: large cores do not fit into caches. */
struct vertex {
	uint32_t part;
	uint32_t parent, uplink;           /* of a stub: NONE for others; the direction from it to its parent */
	uint32_t dense;                    /* number among those that are not stripped */
};

/* An arc between two that are not stripped. */
struct inner_arc {
	uint32_t to;                       /* dense number */
	uint32_t back;                     /* the inner arc the other way */
	sim_time latency;
};

/* Next inner arcs towards a target, by dense vertex, and when it was last asked for: time goes on as trees are grown. */
struct tree { uint32_t *next; uint64_t used; };

/* A route that was asked for, from node to node; from == to: none. */
struct asked_pair { uint32_t from, to; struct way way; };

/* Pairs by a hash of their ends, each at one place only: a later one takes it. The table doubles while it is missed. */
enum { LEAST_PAIRS_BITS = 8, MOST_PAIRS_BITS = 16 };

struct asked_pairs {
	struct asked_pair *pair;
	int bits;
	uint32_t misses;                   /* since it has had this size */
};

struct core {
	uint32_t vertices, links;
	uint32_t *first;                   /* vertices + 1: each vertex' arcs */
	struct arc *arc;
	struct direction *direction;
	struct vertex *at;
	struct leg *up;                    /* of each vertex that is a stub, to its parent; apart, for steps do not ask for it */
	uint32_t *node;                    /* of each vertex */
	uint32_t n_dense;
	uint32_t *inner_first;             /* n_dense + 1: the arcs of each dense vertex among themselves */
	struct inner_arc *inner;
	uint32_t *inner_to;                /* of each, its `to` alone: a route goes from one to the next */
	uint32_t *inner_direction;         /* its direction */
	struct leg *inner_leg;             /* and what a whole route asks of it */
	struct tree *tree;                 /* by dense target; without arcs until asked for */
	uint64_t grown;                    /* trees, ever */
	uint64_t now;                      /* two for each of them: what is asked for after it is later than it */
	uint32_t kept, most_kept;          /* trees */
	struct asked_pairs pairs;
};

static inline sim_time longer_by(sim_time latency, sim_time more)
{
	return latency < SIM_TIME_MAX - more ? latency + more : SIM_TIME_MAX;
}

static inline struct leg leg_of(const struct core *c, uint32_t direction)
{
	const struct direction *d = &c->direction[direction];

	return (struct leg){ d->link->latency, d->link->seconds_per_byte[d->down] };
}

/* The inner arcs to take towards dense vertex `target`, by dense vertex; valid until the next call. UINT32_MAX where none leads there. */
const uint32_t *core_tree_towards(struct core *core, uint32_t target);

/* `n` numbers, zeroed, in the world's arena. */
static inline uint32_t *numbers(struct world *w, uint32_t n)
{
	return arena_array(w->arena, n, sizeof(uint32_t));
}

#endif
