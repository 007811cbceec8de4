#ifndef CLI_SWEEP_CREW_H
#define CLI_SWEEP_CREW_H

#include "sim/cli/sweep_plan.h"

/*
 * Run what the plan has left, at most `jobs` runs at a time, each in a process of its own. A run that fails or dies is noted in the plan,
 * and the others go on; on a signal those that run are stopped. True if all that there was to do was tried.
 */
bool crew_work(struct sweep_plan *plan, unsigned jobs, bool quiet, struct diag *diag);

#endif
