#ifndef CLI_SWEEP_CHILD_H
#define CLI_SWEEP_CHILD_H

#include "sim/cli/sweep_plan.h"
#include "sim/kernel/sim.h"
#include "sim/kernel/trend.h"

#include <sys/types.h>

enum { SWEEP_REASON = 480 };

/*
 * What a worker and its parent share. Of the workers that there are, only those that have a turn simulate. Turns lie in a pipe, each the number of
 * the processor where the last to have it ran: a worker takes one out before it begins, goes on there, and puts it back when it has simulated, so
 * that the next begins while it writes its rows and ends.
 */
struct sweep_share {
	struct sim_control control;
	pid_t parent;
	int turns[2];                  /* the pipe */
	volatile enum { TURN_AWAITED, TURN_TAKEN, TURN_GIVEN } turn;
	char reason[SWEEP_REASON];     /* why it failed; empty: it did not say */
	struct trend_cut cut;          /* that a pilot found */
};

/* What it exits with, far from the codes that a library may end it with. */
enum sweep_exit { SWEEP_DONE = 64, SWEEP_FAILED, SWEEP_INTERRUPTED, SWEEP_WRONG };   /* WRONG: no replication of the point can run */

/* Wait for a turn, or until the worker is asked to stop. */
void sweep_take_turn(struct sweep_share *share);

/* Give it back, if it was taken: the worker does when it has simulated, and its parent for one that ended without. */
void sweep_give_turn(struct sweep_share *share);

/* In a process of its own, which has a turn: build the scenario of a point and run a replication of it; its rows go to a file of the plan's folder. */
enum sweep_exit sweep_simulate(const struct sweep_plan *plan, uint32_t point, uint32_t replication, struct sweep_share *share);

/* The same without a file, for where the warm-up of the point is best cut. */
enum sweep_exit sweep_explore(const struct sweep_plan *plan, uint32_t point, struct sweep_share *share);

#endif
