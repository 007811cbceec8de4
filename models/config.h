#ifndef MODELS_CONFIG_H
#define MODELS_CONFIG_H

#include "sim/kernel/model.h"

/*
 * The scenario as the reader fills it: one struct for each table of the
 * language. Constant once read; the build turns names into indices.
 */

enum deliver { DELIVER_ONE, DELIVER_ALL };
enum tier { TIER_DEVICE, TIER_EDGE, TIER_FOG, TIER_CLOUD, TIERS };
enum layer { LAYER_UI, LAYER_API, LAYER_SERVICE, LAYER_DATA, LAYERS };

/* The currencies of work, and with them of speed. */
enum currency { CURRENCY_INSTRUCTIONS, CURRENCY_FLOP, CURRENCY_CYCLES, CURRENCIES };

/* What the use of a node costs; NaN, not given: nothing. */
struct price_config {
	struct quantity work;                  /* per unit of work, in one of the currencies */
	double time;                           /* per second */
};

struct node_config {
	struct entry entry;
	unsigned tier;
	uint64_t count;
	const char *model;
	uint64_t cores;
	struct quantity speed[CURRENCIES];     /* per core: instructions/s, FLOP/s, cycles/s */
	uint64_t queue;
	double memory;                         /* bytes; INFINITY: unlimited */
	struct reference from;                 /* topology of which its members are the vertices */
	struct choice scheduling, power, sleep, accelerator, position;
	struct price_config cost;
};

struct link_config {
	struct entry entry;
	const char *name;
	struct references from, to;
	struct choice attach, technology;
	sim_time latency;
	double bandwidth, up, down;
};

enum parallel { PARALLEL_MERGE, PARALLEL_KEEP };

struct topology_config {
	struct entry entry;
	const struct file *file;
	unsigned format, parallel;
	const char *speeds;
	struct choice generate;
	struct quantity latency, bandwidth;
};

struct network_config {
	struct entries topologies, links;
};

struct component_config {
	struct entry entry;
	unsigned layer;
	struct references at, among;
	uint64_t replicas;                     /* COUNT_UNSET: not given */
	double memory;                         /* bytes */
	uint64_t cores;                        /* reserved; COUNT_UNSET: none */
	struct choice offloading;
};

struct message_config {
	struct entry entry;
	struct reference from, to;
	struct choice after, every;            /* class NULL: not given */
	unsigned deliver;                      /* enum deliver */
	double probability;
	const char *branch;
	uint64_t priority;
	double weight;
	unsigned choose;                       /* 1: anew */
	struct quantity size, work;
	double parallel;                       /* share of the work that may be spread; NaN: not given */
	uint64_t cores;                        /* that may share it; COUNT_UNSET: not given */
	sim_time latency;
};

struct path_config {
	struct entry entry;
	struct references from, to;
	sim_time deadline;
};

struct application_config {
	struct entry entry;
	struct entries components, messages, paths;
	struct choice placement;               /* class NULL: the scenario's */
};

struct workload_config {
	struct entry entry;
	struct reference application, start;
	struct references from;
	struct choice arrivals;
	sim_time begin, stop;
	double share;
};

/* The root: what the engine needs comes first. */
struct scenario_config {
	struct scenario_head head;
	uint64_t version;
	struct entries nodes, applications, workload;
	struct network_config network;
	struct choice offloading, placement;
};

/* The presets of `nodes.NAME.model` (node/catalogue.c). */
extern const struct preset device_catalogue[];

/* The words of tier and layer, in the order of the enums. */
extern const char *const tier_words[];
extern const char *const layer_words[];

#endif
