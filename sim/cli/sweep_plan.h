#ifndef CLI_SWEEP_PLAN_H
#define CLI_SWEEP_PLAN_H

#include "sim/cli/precision.h"
#include "sim/record/sweep_results.h"
#include "sim/scenario/sweep.h"

/*
 * What a sweep has to do, and how far it is. Run number r x points + p is replication r of point p, so that more replications come after
 * all that there are. A run is known by the digest of its scenario (as one replication) and its number: what is done is found by the
 * names of files, and nothing else is kept.
 */

enum run_state { RUN_WAITING, RUN_RUNNING, RUN_DONE, RUN_FAILED, RUN_INTERRUPTED, RUN_ELSEWHERE };

struct plan_point {
	char digest[33];
	struct precision rule;         /* its target and numbers alone */
	char *measure, *scope;         /* that are judged */
	sim_time warmup;               /* TIME_AUTO until it is found */
	bool piloting;                 /* it is being found */
	uint8_t *state;                /* [rule.most], enum run_state */
	uint32_t next;                 /* the first replication that was not begun */
	uint32_t judged, enough;       /* the first so many ended, were enough; 0: not yet */
	uint32_t expected;             /* how many it will take, as far as one can say by now */
	double *mean;                  /* of those judged, as far as a precision asks for it */
	uint32_t n_means;
};

struct plan_failure { uint32_t point, replication; char *reason; };

struct sweep_plan {
	struct sweep *sweep;
	const char *const *tables;     /* of single runs that are kept; NULL-terminated */
	bool requests;                 /* that of requests among them */
	bool noted;                    /* failures are noted in the folder too, for who joins the shards */
	char *folder;                  /* of the runs' files */
	uint32_t points;
	bool antithetic, mixed;        /* replications are pairs at the first point; not so at all of them */
	struct plan_point *point;
	struct plan_failure *failure;
	uint32_t n_failures;
	uint64_t expected, done, failed, kept; /* runs; `kept`: those of `done` that were there before */
};

/* Read the scenario of every point. False with errors in diag. `sweep`, `tables` and `folder` are borrowed. */
bool plan_init(struct sweep_plan *plan, struct sweep *sweep, const char *const *tables, const char *folder, struct diag *diag);
void plan_fini(struct sweep_plan *plan);

/* Nothing of a point is done yet: what follows from its rule. */
void plan_begin(struct sweep_plan *plan, struct plan_point *point);

/* One of several programs that share the work, on as many machines: program `index` of `n`. */
struct shard { uint32_t index, n; };

/*
 * Leave to others what is not of this shard: of the runs, taken by their number, each nth is; where a precision is asked for, of the
 * points, since the runs of one must be judged together. Right after plan_init.
 */
void plan_share(struct sweep_plan *plan, struct shard shard);

/* Take what is in the folder for done. */
void plan_resume(struct sweep_plan *plan);

/* How many of the plan's runs have such a file: what plan_resume would keep. */
uint64_t plan_finished(const struct sweep_plan *plan);

/* After that: of what is not done, take what is noted as failed for failed. */
void plan_take_failures(struct sweep_plan *plan);

/* How many replications of a point may be begun by now. */
uint32_t plan_limit(const struct plan_point *point);

/* Note how a run ended; a failure with its reason. */
void plan_ended(struct sweep_plan *plan, uint32_t point, uint32_t replication, enum run_state how, const char *reason);

/* The list for the results file. The caller frees it. */
struct sweep_run *plan_list(const struct sweep_plan *plan, uint32_t *n);

/*
 * Write the results file `path` of what is done. `record` has what the scenario says, the list and the outcome; the rest comes from the plan.
 * A signal ends it as signals_catch says. False with errors in diag.
 */
bool plan_write(const struct sweep_plan *plan, struct sweep_record *record, const char *path, const struct record_run_info *info,
		struct diag *diag);

#endif
