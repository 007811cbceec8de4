#ifndef MODELS_NET_TOPOLOGY_H
#define MODELS_NET_TOPOLOGY_H

#include "models/world.h"
#include "sim/base/diag.h"

/*
 * Graphs, and what igraph does with them: reading files, generating, measuring.
 * All arguments are plain arrays; nothing of igraph lives longer than a call.
 * Links join two different or equal vertices and have two directions, unless the graph is directed.
 */
struct graph_link {
	uint32_t a, b;            /* vertices: in an undirected graph a <= b */
	double speed_bps[2];      /* from a to b, and back; NaN: the file does not say */
};

struct graph {
	uint32_t vertices, links;
	struct graph_link *link;
	struct position *position;         /* of each vertex; NULL: none has one */
	bool on_earth, directed;
	const char **label;                /* of each vertex; NULL: none has one */
};

/* ---- making graphs: everything lives in the arena ---- */

enum graph_format { GRAPH_BY_NAME, GRAPH_GRAPHML, GRAPH_GML, GRAPH_EDGE_LIST, GRAPH_NCOL };

/* Read a file; `speeds` names the attribute of edges that has their bit/s. False with an error at the file's place, or at its mark. */
bool graph_read(const struct file *file, enum graph_format format, const char *speeds, struct arena *arena, struct graph *graph, struct diag *diag);

/* What a generator of igraph needs; chance comes from `key` alone. */
struct graph_making {
	struct arena *arena;
	struct graph *graph;
	uint64_t key;
	struct mark mark;
	struct diag *diag;
};

bool graph_barabasi_albert(const struct graph_making *m, uint32_t vertices, uint32_t links, double power);
bool graph_watts_strogatz(const struct graph_making *m, uint32_t vertices, uint32_t neighbours, double rewired);
bool graph_erdos_renyi(const struct graph_making *m, uint32_t vertices, double probability);
bool graph_erdos_renyi_links(const struct graph_making *m, uint32_t vertices, uint32_t links);
bool graph_random_geometric(const struct graph_making *m, uint32_t vertices, double side_m, double radius_m);
bool graph_grid(const struct graph_making *m, uint32_t columns, uint32_t rows);
bool graph_tree(const struct graph_making *m, uint32_t vertices, uint32_t children);
bool graph_ring(const struct graph_making *m, uint32_t vertices);
bool graph_full(const struct graph_making *m, uint32_t vertices);

/* ---- measures; false only if memory or igraph fails ---- */

/* How many parts there are that have no link between them. */
uint32_t graph_parts(const struct graph *graph);

/* Mark with 1 each vertex without which its part falls apart. */
bool graph_cut_vertices(const struct graph *graph, uint8_t *is_cut);

/* Length of the shortest paths from one vertex to all, the links being `length` long; infinity: not reached. */
bool graph_distances(const struct graph *graph, const double *length, uint32_t from, double *distance);

/* The longest of the shortest paths from `sources` vertices, evenly spread over their numbers; links are `length` long, or 1 if it is NULL. */
struct farthest { double length; uint32_t from, to; };
bool graph_farthest(const struct graph *graph, const double *length, uint32_t sources, struct farthest *far);

/*
 * For each link, on how many shortest paths from vertices to targets it lies, those from a vertex counted `weight` times; equal paths
 * share evenly. Links are `length` long, above 0.
 */
bool graph_betweenness(const struct graph *graph, const double *length, const double *weight, const uint8_t *is_target, double *paths);

/* The most that can flow from vertex `from` to `to` of a directed graph, with `capacity` of each link. */
bool graph_max_flow(const struct graph *graph, const double *capacity, uint32_t from, uint32_t to, double *flow);

/* For each vertex, 1 over the mean length of the shortest paths to the others that are reached (NaN: none), the links being `length` long, above 0. */
bool graph_closeness(const struct graph *graph, const double *length, double *value);

/* For each vertex, how many shortest paths between two others lead through it; equal ones share evenly. */
bool graph_vertex_betweenness(const struct graph *graph, const double *length, double *value);

/* The community of each vertex, below their number, by the Louvain method with links of `strength`; chance comes from `key` alone. */
bool graph_communities(const struct graph *graph, const double *strength, uint64_t key, uint32_t *community);

/*
 * The cut of a directed graph between two vertices that has the least capacity: which vertices stay with `from`. Capacities are best whole numbers below
 * 2^53 in all, of which sums are exact.
 */
bool graph_min_cut(const struct graph *graph, const double *capacity, uint32_t from, uint32_t to, uint8_t *with_from);

/* A place on a plane for each vertex, by forces, the same for the same graph; distances mean nothing. */
bool graph_layout(const struct graph *graph, struct position *position);

#endif
