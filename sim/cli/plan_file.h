#ifndef CLI_PLAN_FILE_H
#define CLI_PLAN_FILE_H

#include "sim/cli/sweep_plan.h"

/*
 * The file DIR/sweep.plan that a sweep leaves beside its runs: what they are of, so that whoever has the folder can bring them together
 * without the scenario. Each of several programs that share the work leaves the same. A line of format and digest, then fields in the
 * order of plan_file.c: numbers in hexadecimal (a real as its 64 bits), texts with their length.
 */
struct plan_file {
	struct sweep_record record;    /* what the scenario says: run, axes, points; of plan_record the rest */
	struct sweep_plan plan;        /* as plan_init leaves it, without a sweep */
	const char *name;              /* of the results: DIR/name.h5 */
	struct arena *arena;
};

/* Put it into `folder`, unless it is there. `plan` and `record` as above. False with an error in diag. */
bool plan_file_write(const char *folder, const char *name, const struct sweep_record *record, const struct sweep_plan *plan,
		     struct diag *diag);

/* Read that of `folder`, whose runs are in `runs`. False with an error in diag. plan_file_fini either way. */
bool plan_file_read(struct plan_file *file, const char *folder, const char *runs, struct diag *diag);
void plan_file_fini(struct plan_file *file);

#endif
