#ifndef MODELS_WORLD_H
#define MODELS_WORLD_H

#include "models/config.h"
#include "sim/base/memory.h"
#include "sim/kernel/sim.h"
#include "sim/kernel/stat.h"

/*
 * The world: arrays of entities that the models act on. Everything built from
 * the scenario lives in the arena; jobs, requests and what is made when first
 * used come from pools. What an entity does not use is not made.
 */

#define NONE UINT32_MAX

/* Where the time of a request goes. Each job carries the parts since its request began; their sum is its age. */
enum cause {
	CAUSE_QUEUEING,           /* waiting for a core */
	CAUSE_SERVICE,            /* work at full speed of a free core */
	CAUSE_LINK_WAIT,          /* waiting for a link to be free */
	CAUSE_TRANSMISSION,       /* bits onto links */
	CAUSE_PROPAGATION,        /* along links, and a message's own latency */
	CAUSE_JOIN,               /* a join's wait for what can still come */
	CAUSES
};

/* A place: metres on a plane, x to the east and y to the north; or degrees on the earth, x the longitude. NaN: not known. */
struct position { double x, y; };

struct station;
struct direction;
struct job;

/* What the use of a group's nodes costs. */
struct price {
	double core_s;                     /* a second of a busy core */
	const double *member_core_s;       /* of each member; NULL: all have `core_s` */
	double node_s;                     /* a second of a node */
};

/* A group of nodes as written under `nodes`. */
struct group {
	const char *name;
	struct mark mark;
	const struct node_config *config;
	uint64_t key;                      /* hash of the name: begins the keys of its draws */
	uint32_t first, count;             /* its nodes, in one row */
	uint32_t stations;                 /* made so far, one for each node where work has arrived */
	uint8_t tier;
	uint64_t cores, queue;             /* COUNT_UNLIMITED */
	double speed[CURRENCIES];          /* per core; 0: not declared */
	const double *member_speed[CURRENCIES];  /* drawn for each member; NULL: all have `speed` */
	const struct discipline_class *discipline;
	const void *discipline_config;
	const char *const *label;          /* of each member, as its topology has it; NULL: none */
	const struct position *position;   /* of each member; NULL: it has none */
	bool on_earth;
	double shared_out;                 /* how much of it workloads with a share have taken */
	const struct group *accelerator;   /* its nodes' accelerators, in their order; NULL: they have none */
	bool is_accelerator;
	struct meter *meter;               /* NULL: no power is given, no energy reported */
	const struct sleep *sleep;         /* NULL: never sleeps */
	const struct price *price;         /* NULL: its use costs nothing */
};

/* One node; half a cache line. A leaf is a device to which no other attaches; it hangs on a vertex of the core by its access link. */
struct node {
	uint32_t group, vertex;            /* of a leaf: the vertex that its access link reaches; NONE: not joined */
	uint32_t link;                     /* of a leaf: number of its access link */
	uint16_t access;                   /* of a leaf: 1 + index of its link row; 0: no leaf */
	bool upward;                       /* of a leaf: whether it is the `from` end of its link */
	struct direction *out;             /* of a leaf: made when first used, as is what leads to it (world.in) */
	struct station *station;           /* made when work first arrives */
};

/* What a link is like. Equal links of a row share one. */
struct link {
	double seconds_per_byte[2];        /* up, down; 0: unlimited */
	sim_time latency;
	double rate_bps[2];                /* INFINITY: unlimited */
	uint32_t row;
};

/* A row of network.links: what its links have in common. */
struct link_row {
	const char *scope[2];              /* "phone->edge" up, "edge->phone" down */
	struct mark mark;
	uint32_t first, count;             /* its links' numbers */
	const uint32_t *from, *to;         /* node at each end of each link */
	const struct link *link;           /* of each link, or one that all of them share */
	bool alike;
};

/* A place where a component may serve. */
struct candidate {
	uint32_t node;
};

struct nearest_map;
struct offload;

/* A component of an application. Its hosts are candidate[1..n]; [0] is room for the origin of the request at hand. */
struct component {
	const char *name;
	struct mark mark;
	const struct component_config *config;
	uint32_t application;
	uint8_t layer;
	bool at_origin;
	bool metered;                      /* work may be asked of it at a node that has power */
	struct candidate *candidate;       /* in increasing order of their nodes */
	uint32_t n;                        /* fixed hosts, without the origin */
	uint16_t why;                      /* who put its instances there, of world.placer */
	struct offload *offload;           /* NULL: nearest */
	struct nearest_map *nearest;       /* by vertex; NULL while there are no fixed hosts */
	bool takes_note;                   /* something is noted of each message that it has served (request.c) */
	struct audience *audience;         /* devices by the instance that served them last; NULL: nobody asks */
	uint32_t visit;                    /* slot in a job's visits where the chain's instance is kept; NONE: never asked for again */
};

/* An instance of a component on a fixed host, for the table of placements. */
struct instance {
	uint32_t component, node;
	uint16_t why;
	sim_time since;
};

struct trigger {
	uint32_t message;
	double probability;
};

/* A set of triggers that exclude each other, or one that stands alone. Shares are cumulated. */
struct trigger_set {
	uint64_t key;
	uint32_t n;
	bool exclusive;
	const struct trigger *trigger;
};

struct message {
	const char *name;
	struct mark mark;
	const struct message_config *config;
	uint64_t key;                      /* hash of application and name */
	uint32_t application;
	uint32_t from, to;                 /* components; from NONE: from outside */
	struct quantity size, work;
	uint8_t currency;
	bool has_work, to_all;             /* to_all: a copy for each instance */
	bool work_by_data;                 /* its work is for each byte of its size */
	bool parallel;                     /* several cores may share its work */
	bool at_station, at_reserved;      /* its work is done by the node's station; or by one of the component's own (node/reserved.h) */
	bool at_accelerator;               /* or by the node's accelerator where it has one, else as without (node/accelerator.h) */
	bool plain;                        /* it and this run have nothing of what most do without (request.c) */
	bool to_nearest;                   /* plain, and it goes to the nearest instance */
	uint16_t weight_class;             /* of its weight among those in use, from 0, the least */
	sim_time latency;
	uint32_t n_sets;
	const struct trigger_set *set;     /* what follows at its end */
	uint64_t opens, closes;            /* paths of its application, by bit */
	uint64_t listed, feeds;            /* joins that list it; joins that it may lead to, by bit */
};

struct path {
	const char *name;                  /* "application/path" */
	struct mark mark;
	uint32_t application, bit;
	sim_time deadline;                 /* SIM_TIME_MAX: none */
	bool from_start, to_end;           /* `start`, `end` */
	struct path_statistics *statistics;
};

/* Nodes in one row. */
struct range { uint32_t first, count; };

struct application {
	const char *name;
	struct range *origin;              /* the nodes that start its requests, in increasing order, disjoint */
	uint32_t n_origins;
	uint32_t first_message, n_messages, first_component, n_components, first_path, n_paths;
	struct join *join;                 /* in an order in which none may set off one before it */
	uint32_t n_joins;
	uint32_t columns;                  /* sizes and works that come from the row of a trace */
	uint64_t opens_at_start;           /* paths that begin with the request */
	uint64_t closes_at_end;
	bool metered;                      /* some component of it is */
};

struct source;
struct arrivals_class;
struct trace;

struct workload {
	const char *name;
	struct mark mark;
	uint64_t key;
	uint32_t application, start;       /* message */
	const struct arrivals_class *arrivals;
	const void *config;
	sim_time begin, stop;              /* arrivals are in [begin, stop) */
	struct source *source;
	uint32_t n_sources, members;       /* users x members, or one for the whole group */
	uint64_t prefix;                   /* of the keys of its sources in this run, if they are all of one group */
	uint32_t first;                    /* of that group's nodes; NONE: they are of several */
	const uint32_t *node;              /* of each member; NULL: first_node and those behind it */
	uint32_t first_node;
	bool by_group;                     /* one source, which draws a member for each arrival */
	void *state;                       /* what the process keeps for each source */
	const double *visits;              /* expected number of times that each message of the application is sent for one request */
	const struct trace *trace;         /* what was recorded; NULL: it is no trace */
	bool by_clock;                     /* not of `workload`: a message's `every`, at the instances of its sender */
	bool paired, mirrored;             /* in a pair of antithetic replications; in its second */
};

struct measurement;
struct reckoned;
struct core;
struct offered;

struct pools { struct pool job, request, opened, joins, copies, station, direction; };

struct counts { uint64_t created, finished, failed, jobs_created, jobs_ended; };

struct world {
	struct arena *arena;
	const struct scenario_config *config;
	struct group *group;         uint32_t groups, all_groups;   /* those of `nodes`; then those of their accelerators */
	struct node *node;           uint32_t nodes, all_nodes;
	struct direction **in;             /* into each leaf; NULL: into none yet */
	bool places_on_plane, places_on_earth;   /* some group has positions there */
	struct link_row *row;        uint32_t rows, links;
	struct application *application; uint32_t applications;
	struct component *component; uint32_t components;
	struct instance *instance;   uint32_t instances;  /* by component, then by node; none for the place `origin` */
	const char **placer;         uint32_t placers;    /* who places: "pinned", then the policies in use */
	struct reckoned *reckoned;   uint32_t reckonings; /* what policies that search say of their placements (place/place.h) */
	double *memory_taken;              /* of each node, by instances, in bytes; NULL: no component takes any */
	struct message *message;     uint32_t messages;
	struct path *path;           uint32_t paths;
	struct workload *workload;   uint32_t workloads;
	uint32_t weights;            /* different weights in use, in increasing order */
	double *weight;
	uint32_t visits;             /* slots of chain memory in a job */
	uint32_t layers_slot;        /* of those, the first where a chain keeps its times by layer (app/layers.h); NONE: nobody asks */
	uint32_t origin_slot;        /* of those, where a chain keeps the device that it belongs to; NONE: always that of its request */
	bool metered, sleeps, priced;      /* some group has power; some can sleep; some has a cost */
	size_t each_at;              /* where in a job power.each_j at the start of its service is kept; 0: no meter has a curve */
	uint32_t *cores_taken;       /* of each node, by instances that reserve them; NULL: none does */
	struct reserved *reserved;   /* stations of such instances; NULL: there are none (node/reserved.h) */
	size_t station_at;           /* where in a job its station is kept, if that is not its node's; 0: nobody reserves cores, nothing is accelerated */
	size_t cores_at;             /* where in a job the number of its cores is kept; 0: no message is parallel */
	struct explain *explain;           /* what is to be told while it happens (explain.h); NULL: nothing */
	struct information *information;   /* by period (offload/information.h); NULL: all know loads as of now */
	struct core *core;           /* the network of everything but leaves (net/core.h) */
	struct measurement *measurement;
	struct trace *trace;               /* of the first requests (trace.h); NULL: none */
	const struct offered *offered;     /* loads known beforehand (offered.h) */
	struct pools pools;
	struct counts counts;
	struct job *ready, **ready_tail;   /* jobs that ended within this event, not yet followed up */
	sim_time window_from, window_to;   /* statistics are over this */
	sim_time accounted_from;           /* accumulators began here: 0, and again at the end of the warm-up */
};

/* The group and index of a node, and its name, as "edge[3]", or "edge" in a group of one; in the arena. */
static inline const struct group *group_of(const struct world *w, uint32_t node)
{
	return &w->group[w->node[node].group];
}

static inline uint32_t index_of(const struct world *w, uint32_t node)
{
	return node - group_of(w, node)->first;
}

/* Whose station does work of a currency that comes to `node`: its accelerator's, or its own. */
static inline const struct group *serving_group(const struct group *g, uint8_t currency)
{
	return currency == CURRENCY_FLOP && g->accelerator ? g->accelerator : g;
}

static inline uint32_t serving_node(const struct world *w, uint32_t node, uint8_t currency)
{
	const struct group *g = group_of(w, node);

	return serving_group(g, currency)->first + (node - g->first);
}

/* The direction into leaf `node`; NULL: not yet used. */
static inline struct direction *direction_into(const struct world *w, uint32_t node)
{
	return w->in ? w->in[node] : NULL;
}

const char *node_name(const struct world *w, uint32_t node);

/* What link `number` of a row is like. */
static inline const struct link *link_of(const struct link_row *row, uint32_t number)
{
	return &row->link[row->alike ? 0 : number - row->first];
}

/* The host of `c` at `node`, from 1 to c->n; 0: none. */
static inline uint32_t host_at(const struct component *c, uint32_t node)
{
	uint32_t low = 1, high = c->n + 1;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (c->candidate[middle].node < node)
			low = middle + 1;
		else
			high = middle;
	}
	return low <= c->n && c->candidate[low].node == node ? low : 0;
}

/* Whether `node` starts requests of `a`. */
static inline bool starts_requests(const struct application *a, uint32_t node)
{
	uint32_t low = 0, high = a->n_origins;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (a->origin[middle].first + a->origin[middle].count <= node)
			low = middle + 1;
		else
			high = middle;
	}
	return low < a->n_origins && a->origin[low].first <= node;
}

/* `at + seconds`, rounded to the nearest nanosecond; what lies beyond the clock is its end. Seconds are not negative. */
static inline sim_time time_after(sim_time at, double seconds)
{
	double ns = seconds * 1e9 + 0.5;

	return ns < (double)(SIM_TIME_MAX - at) ? at + (sim_time)ns : SIM_TIME_MAX;
}

#endif
