#ifndef CLI_ORIGIN_H
#define CLI_ORIGIN_H

#include "sim/cli/loading.h"
#include "sim/record/record.h"

/* What a results file says about where it came from. */
struct origin {
	struct record_info info;       /* without warnings */
	char **overrides;
	struct record_input *inputs;
};

/* Of a scenario that was read; `scenario` is its path as given. It borrows from both. */
void origin_describe(struct origin *origin, struct loaded *loaded, const char *scenario);
void origin_fini(struct origin *origin);

/* What differs between two identical runs. */
struct origin_run {
	struct record_run_info info;
	char created[32], host[256];
};

/* Fill `facts` as of now, for work that began at `began` of progress_clock. Returns its info, or NULL if FOGLINE_RUN_INFO=0. */
const struct record_run_info *origin_run(struct origin_run *facts, double began, unsigned jobs);

#endif
