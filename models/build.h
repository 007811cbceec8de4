#ifndef MODELS_BUILD_H
#define MODELS_BUILD_H

#include "models/world.h"
#include "sim/base/diag.h"

/* No more links than this, in all. */
#define MOST_LINKS UINT32_C(100000000)

/* What the models draw, beyond what the kernel has numbered (sim/kernel/random.h). */
enum model_purpose {
	PURPOSE_POSITION = PURPOSE_MODELS, PURPOSE_TOPOLOGY, PURPOSE_TOPOLOGY_LATENCY, PURPOSE_TOPOLOGY_BANDWIDTH, PURPOSE_PRICE
};

/*
 * Building the world: names become indices, bad references are reported at
 * their marks. Each step returns false when it found errors, and leaves what the next needs all the same;
 * build_offloading alone needs all to be right.
 */
struct topology;

struct build {
	struct world *world;
	const struct scenario_config *config;
	uint64_t world_key;
	struct diag *diag;
	struct topology *topology;         /* of network.topologies (build_topology.h) */
	uint32_t topologies;
};

/* A list of nodes in the making. */
struct node_list {
	uint32_t *node;
	uint32_t n, capacity;
};

bool build_topologies(struct build *b);     /* build_topology.c: graphs from files and generators */
bool build_nodes(struct build *b);          /* build_nodes.c: groups, nodes */
bool build_links(struct build *b);          /* build_links.c: rows of links */
bool build_network(struct build *b);        /* build_network.c: leaves, the core */
bool build_applications(struct build *b);   /* build_apps.c: components, messages, paths */
bool pin_components(struct build *b);       /* build_place.c: hosts of components with `at` */
bool build_workload(struct build *b);       /* build_work.c: workloads, origins of applications */
bool build_clocks(struct build *b);         /* build_clocks.c: messages sent by the clock, after the placement */
bool build_placement(struct build *b);      /* build_place.c: memory, hosts of the components that a policy places */
bool build_offloading(struct build *b);     /* build_offload.c: policies of components, reachability */

/* Build the world as model_build does, with world.explain set (explain.h; NULL: nothing is explained). */
struct explain;
bool model_build_explained(struct sim *sim, const void *config, struct explain *explain, struct diag *diag);

/* Look up a group by reference: its index, or NONE with an error. */
uint32_t find_group(struct build *b, const struct reference *r);

/* The nodes that the references name, in increasing order, each once; freed by the caller. False with errors. */
bool nodes_named(struct build *b, const struct references *r, struct node_list *list);

/*
 * Index of `name` among `n` entries whose names lie `size` bytes apart, the first at `first`; NONE with the error
 * "unknown WHAT" at its mark.
 */
uint32_t find_entry(struct build *b, const char *what, const struct reference *r, const struct entries *entries);

/* Who gets copies, once it is known which host is nearest to whom, and what jobs remember. build_clocks.c */
void prepare_copies(struct world *w);

/* One source of `load` for each of its users on each node, or one for them all. */
bool workload_sources(struct build *b, struct workload *load, const struct node_list *nodes);

/* What a workload needs beyond its sources, once it is known where requests begin. `arrivals` is the mark of the choice. */
bool workload_finish(struct build *b, struct workload *load, struct mark arrivals);

/* Every node that starts requests of the workload runs their first sender, if that is placed by now. */
bool check_start(struct build *b, const struct workload *load, const struct workload_config *config);

/* Nodes of group `g` can do the work of `m`; an error at the message otherwise. */
bool check_currency(struct build *b, const struct message *m, const struct group *g);

void node_list_add(struct node_list *list, uint32_t node);
void node_list_sort(struct node_list *list);

/* A hash of two texts, "a/b". */
uint64_t pair_key(const char *a, const char *b);

#endif
