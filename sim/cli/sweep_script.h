#ifndef CLI_SWEEP_SCRIPT_H
#define CLI_SWEEP_SCRIPT_H

#include "sim/base/diag.h"
#include "sim/cli/complete.h"
#include "sim/cli/loading.h"

#include <stdint.h>
#include <stdio.h>

/* What a script is to do: the options of `sweep`, which it hands on. */
struct sweep_script {
	const char *engine;            /* slurm, parallel or mpi */
	const char *scenario, *folder, *tables;
	const struct changes *changes;
	uint64_t parts, runs;          /* parts 0: as many as suit; there are never more than runs, of which there is one at least */
	unsigned jobs;                 /* runs side by side in each part */
};

/* Print a script that has the engine do the parts, and then merges them. False with an error in diag. */
bool sweep_script_print(const struct sweep_script *script, FILE *out, struct diag *diag);

/* Add the engines. */
void sweep_script_complete(struct candidates *candidates);

#endif
