#ifndef CLI_CURVES_H
#define CLI_CURVES_H

#include "sim/base/diag.h"
#include "sim/record/record.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * Data for plots/cdf.gp, from the histograms of results files: the texts in the first block, then a block for each
 * curve, with two blank lines between.
 */
struct curves {
	const char *const *path;       /* of the results files */
	struct results *const *results;
	size_t n;
	const char *measure;           /* "latency" */
	const char *scope;             /* NULL: all that have the measure */
};

/* Write them. False with an error in diag if no file has such a histogram. */
bool curves_write(const struct curves *curves, FILE *out, struct diag *diag);

#endif
