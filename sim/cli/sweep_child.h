#ifndef CLI_SWEEP_CHILD_H
#define CLI_SWEEP_CHILD_H

#include "sim/cli/sweep_plan.h"
#include "sim/kernel/sim.h"
#include "sim/kernel/trend.h"

enum { SWEEP_REASON = 480 };

/* What a worker and its parent share. */
struct sweep_share {
	struct sim_control control;
	char reason[SWEEP_REASON];     /* why it failed; empty: it did not say */
	struct trend_cut cut;          /* that a pilot found */
};

/* What it exits with, far from the codes that a library may end it with. */
enum sweep_exit { SWEEP_DONE = 64, SWEEP_FAILED, SWEEP_INTERRUPTED, SWEEP_WRONG };   /* WRONG: no replication of the point can run */

/* In a process of its own: build the scenario of a point and run a replication of it; its rows go to a file of the plan's folder. */
enum sweep_exit sweep_simulate(const struct sweep_plan *plan, uint32_t point, uint32_t replication, struct sweep_share *share);

/* The same without a file, for where the warm-up of the point is best cut. */
enum sweep_exit sweep_explore(const struct sweep_plan *plan, uint32_t point, struct sweep_share *share);

#endif
