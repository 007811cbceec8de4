#ifndef MODELS_ACCOUNTS_H
#define MODELS_ACCOUNTS_H

#include "models/energy/meter.h"

/*
 * Accounts: the accumulators of all nodes and links, summed by scope, begun
 * anew at the end of the warm-up, and held against the laws of conservation.
 */

/* Which nodes a sum is over: a group, or a tier (group NONE), or all (tier -1 too). */
struct node_scope { uint32_t group; int tier; };

/* Sums over nodes from world.accounted_from to now. Unlimited cores are in job_s and in_service_s only. */
struct node_sums {
	double core_s, busy_core_s;        /* of limited cores */
	double in_service_s, job_s, empty_s, node_s;   /* of jobs that have a core, of all jobs */
	double asleep_s, starting_s;
	double energy_j;
	double draw_j[DRAWS];              /* its parts */
	double unattributed_j;             /* what no job carries */
	double cost;
	uint64_t arrived, completed, rejected;
};

/* Sums over the links of a row in one direction. */
struct link_sums {
	i128 bytes, busy_ns;
	uint32_t links;
};

/* Add one node to a sum. */
void node_sums_add(const struct sim *sim, uint32_t node, struct node_sums *sums);

void node_sums_read(const struct sim *sim, const struct node_scope *scope, uint32_t n, struct node_sums *sums);

/*
 * The law: the energy of a group, summed node by node in `sums`, follows from the times that its nodes spent in their states,
 * summed in whole nanoseconds. False with a reason in sim->failure.
 */
bool energy_follows(struct sim *sim, const struct node_scope *scope, uint32_t n, const struct node_sums *sums);

/* What jobs carried in all groups, by component; `sums` has world.components elements. */
void component_sums_read(const struct sim *sim, struct carried *sums);

/*
 * The law: what jobs carry, by component, and what is unattributed add up to the energy of all nodes, `whole`. The two are counted
 * apart: along jobs and by nodes. False with a reason in sim->failure.
 */
bool energy_attributed(struct sim *sim, const struct node_sums *whole, const struct carried *sums);

/* `sums` has 2 x world.rows elements: up, down of each row. */
void link_sums_read(const struct sim *sim, struct link_sums *sums);

/* Call `each` for every direction that exists, core links first. */
struct direction;
void each_direction(const struct sim *sim, void (*each)(const struct sim *sim, struct direction *d, void *with), void *with);

/* Begin every accumulator anew at sim->now. */
void accounts_reset(struct sim *sim);

#endif
