#ifndef CLI_WORKERS_H
#define CLI_WORKERS_H

#include "sim/base/diag.h"
#include "sim/cli/precision.h"
#include "sim/kernel/sim.h"
#include "sim/kernel/trend.h"
#include "sim/record/record.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * Replications side by side: one forked process each. A worker's rows go to an
 * unnamed file beside the results; the parent appends them to the results
 * in the order of replications, whatever the order in which they end.
 */
struct workers {
	struct sim *sim;                       /* with its world built; each child makes it its own replication */
	const struct record_layout *layout;
	struct recorder *recorder;             /* borrowed */
	const char *folder;                    /* of the results file */
	const struct precision *precision;     /* how many replications */
	unsigned jobs;                         /* at most so many at a time */
	bool quiet;
};

struct workers_result {
	uint32_t complete, failed, interrupted;
	uint32_t enough;                       /* the first so many gave the precision asked for; 0: they did not, or none was */
	bool stopped;                          /* by a signal, before all were complete or those that there were enough */
	bool recorded;                         /* every complete replication is in the results file */
};

/*
 * Run them all, or as many as the precision takes; those that ran ahead are then dropped. A replication that fails puts its reason into diag as an error, and the others go on. When
 * signals_caught() becomes set, those that run are stopped and those that are complete are kept.
 */
struct workers_result workers_run(const struct workers *workers, struct diag *diag);

/*
 * Run replication 0 once, alone and without recording anything, to see where a warm-up is best cut: *cut, if result.complete is 1.
 * What is said of workers_run holds too. `recorder` and `precision` are not used.
 */
struct workers_result workers_pilot(const struct workers *workers, struct trend_cut *cut, struct diag *diag);

#endif
