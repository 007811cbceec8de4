#ifndef CLI_LOADING_H
#define CLI_LOADING_H

#include "sim/cli/opt.h"
#include "sim/cli/precision.h"
#include "sim/kernel/sim.h"
#include "sim/scenario/scenario.h"

/* What all commands that begin with a scenario do: read it with its overrides, and build its world. */
struct loaded {
	struct diag *diag;
	struct override *overrides;
	char **made;               /* texts made for --seed, --replications */
	size_t n_overrides, n_made;
	struct scenario *scenario; /* NULL: it has errors */
	struct sim sim;            /* at time 0, as replication 0 */
	bool built;
	struct precision precision;        /* how many replications it asks for; once it is built */
};

/* What the command line changes. */
struct changes {
	struct words set, vary;
	const char *seed, *replications, *trace;   /* NULL: not given */
	bool antithetic;
	bool silent;                       /* messages are left in the diag */
};

/* Read; all messages are printed on stderr, unless they are to be left. False if there are errors. loaded_fini() either way. */
bool loaded_read(struct loaded *loaded, const char *path, const struct changes *changes);

/* The same, and build the world. */
bool loaded_build(struct loaded *loaded, const char *path, const struct changes *changes);

void loaded_fini(struct loaded *loaded);

#endif
