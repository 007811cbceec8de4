#ifndef CLI_SUMMARY_H
#define CLI_SUMMARY_H

#include "sim/base/diag.h"
#include "sim/cli/table.h"
#include "sim/record/record.h"

#include <stdio.h>

/* The page that a run ends with and `inspect` begins with: latency by path, use and power by node group, links. */

/* Print the summary of `results`, called `path`. False with errors in diag if the file lacks a table. */
bool summary_print(struct results *results, const char *path, FILE *out, struct diag *diag);

/* Open the file `path`, and print its summary, on request as JSON. False with errors in diag. */
bool summary_show(const char *path, bool json, FILE *out, struct diag *diag);

/* Its tables, one by one, for those who show them elsewhere; each lives as long as the call. */
typedef void summary_fn(void *with, const struct text_table *table);
bool summary_tables(struct results *results, const char *path, summary_fn *take, void *with, struct diag *diag);

/* Of a sweep, a line for each point instead of its parts (summary_sweep.c). */
bool summary_sweep(struct results *results, FILE *out, struct diag *diag);

/* Of a sweep, a note of the points whose scenarios were warned of, after an empty line; nothing if there are none (summary_sweep.c). */
void summary_warned(struct results *results, FILE *out);

/* Its part about the instances that a placement policy put somewhere (summary_placement.c); nothing if there are none. */
bool summary_placement(struct results *results, FILE *out, struct diag *diag);

/* Its part about what to doubt in the intervals of latencies (summary_notes.c); nothing if there is nothing. */
bool summary_notes(struct results *results, FILE *out, struct diag *diag);

#endif
