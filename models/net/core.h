#ifndef MODELS_NET_CORE_H
#define MODELS_NET_CORE_H

#include "models/world.h"

/*
 * The core network: the graph of everything but leaves. Each link of it has
 * two directions. Routes have the least latency, then the fewest hops, then
 * the links that come first in the file.
 *
 * Vertices with one link only are stripped, again and again: such a stub
 * knows its parent and needs no table. Between the vertices that remain, a
 * tree of next hops towards a target is worked out when it is first asked for, and kept as long as
 * there is room.
 */

struct core;

/* One end of a core link, as seen from a vertex. */
struct arc {
	uint32_t to;              /* vertex */
	uint32_t direction;       /* index of the core's directions: 2 x core link + (0 from->to, 1 back) */
	sim_time latency;
};

/* A core link in the making. */
struct core_link {
	uint32_t a, b;            /* vertices at its `from` and `to` end */
	uint32_t number;          /* of the link */
	const struct link *link;
};

/*
 * Build the core of `vertices` vertices and `n` links in the order of their numbers, whose properties stay as they are. core_free() releases what does
 * not live in the world's arena.
 */
struct core *core_new(struct world *w, uint32_t vertices, const struct core_link *links, uint32_t n);

void core_free(struct core *core);

/*
 * How many bytes of trees may be kept (256 MB unless told); one tree is kept at least. Those that were not asked for longest are dropped
 * and worked out again when they are: no route depends on it.
 */
void core_limit_trees(struct core *core, size_t bytes);

/* How many trees have been worked out, those again among them. */
uint64_t core_trees_grown(const struct core *core);

/* The direction to take at `vertex` towards `target`, another vertex; NULL if no chain of links leads there. */
struct direction *core_next(struct world *w, uint32_t vertex, uint32_t target);

/* All directions of core links: 2 x n, in the order of the links. */
struct direction *core_directions(const struct core *core, uint32_t *n);

/* The part of the network that `vertex` belongs to; two vertices reach each other if their parts are equal. */
uint32_t core_part(const struct core *core, uint32_t vertex);

/* The node of each vertex. */
uint32_t core_node(const struct core *core, uint32_t vertex);

/*
 * The route between two nodes: its latency (SIM_TIME_MAX: there is none), how many links it has, and how long they send a byte. Routes asked for
 * lately are kept, in 2 MB at most.
 */
struct way { sim_time latency; uint32_t hops; double seconds_per_byte; };
struct way core_way(struct world *w, uint32_t from, uint32_t to);

/* The way between a vertex and one that was asked for: latency, and seconds for each byte of a message on it, there and back. */
struct both_ways {
	sim_time latency;         /* SIM_TIME_MAX: there is none */
	double to, from;          /* towards the one asked for; from it */
};

/* The ways of every vertex towards `vertex`, by vertex; core_vertices() of them. */
void core_both_ways(const struct world *w, uint32_t vertex, struct both_ways *way);
uint32_t core_vertices(const struct core *core);

/* What the access link of a leaf is like. */
const struct link *core_access(const struct world *w, const struct node *leaf);

/*
 * For a set of nodes: which of them is nearest to each vertex, by latency, then hops, then the order of the
 * set. One sweep over the core; lives in the world's arena.
 */
struct nearest_map;
struct nearest_map *nearest_new(struct world *w, const struct candidate *set, uint32_t n);

/* Index in the set of the one nearest to node `from`; NONE if none is reached. A member at `from` itself is nearest. */
uint32_t nearest_of(const struct world *w, const struct nearest_map *map, uint32_t from);

#endif
