#ifndef MODELS_NODE_PARALLEL_H
#define MODELS_NODE_PARALLEL_H

#include "models/node/station.h"

/*
 * Jobs that several cores serve at once. Such a job takes the cores that are
 * free when it begins, at most as many as its message allows, and keeps them
 * to its end. By Amdahl's law it then takes
 *   work / speed x (1 - p + p / cores)
 * where p is the share of the work that may be spread.
 */

/* `job` has been started, and would take `alone` on its one core: how long it takes with those that it gets now. */
sim_time parallel_begin(struct sim *sim, struct station *station, struct job *job, sim_time alone);

/* Its service is over: it has its one core again. Before station_served. */
void parallel_end(struct sim *sim, struct station *station, struct job *job);

/* First come, first served, as a discipline of those with an order of their own, for nodes that serve such jobs. */
extern const struct discipline_class discipline_fcfs_ordered;
extern const struct ordered discipline_fcfs_config;

#endif
