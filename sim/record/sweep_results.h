#ifndef RECORD_SWEEP_RESULTS_H
#define RECORD_SWEEP_RESULTS_H

#include "sim/record/record.h"

/*
 * The files of single runs (run_file.h) into the one results file of a sweep. Only what is described here and the files in the
 * folder are needed, so that whoever has both can do it. Layout: results/README.md.
 */

/* A column of /points: numbers in `units`, or words. */
struct sweep_axis {
	const char *name, *units;
	const char *const *words;              /* NULL-terminated */
	const double *number;                  /* [points]; NULL: words */
	const uint16_t *word;
};

struct sweep_run { uint32_t point, replication; enum record_outcome outcome; const char *reason; };

struct sweep_record {
	struct record_info run;                /* of the scenario without its axes */
	const struct sweep_axis *axis;
	uint32_t n_axes, points;
	const char (*digest)[33];              /* of each point, as in the names of the files */
	const uint32_t *asked;                 /* replications that each point asks for */
	const struct sweep_run *list;          /* in the order of points, then replications */
	uint32_t n_runs;
	enum record_outcome outcome;
	void (*opened)(const char *temporary); /* told the name of the temporary file, for a signal handler; NULL: nobody is */
};

/*
 * Write the results file `path` from the runs in the list that are complete, whose files must be in `folder`. False, with errors in diag,
 * and nothing is left behind. `info` NULL: no /run.
 */
bool sweep_write(const char *path, const char *folder, const struct sweep_record *sweep, const struct record_run_info *info,
		 struct diag *diag);

#endif
