#ifndef TESTS_VALIDATE_H
#define TESTS_VALIDATE_H

#include "sim/record/record.h"

#include <stdbool.h>

/* One row of cases.csv: a figure of a scenario, and what it should be. */
struct validation_case {
	char scenario[32], measure[32], scope[128], statistic[16], expected[48], kind[16], what[80];
	double number;                     /* `expected` as a number; NaN: it is a list */
	double tolerance;
};

/* A single figure, or a mean over replications with its half-width at 99 %, or a list as a text. */
struct estimate {
	double mean, half_width;
	char text[64];
};

/*
 * What the results say. Columns that are not there end the program with code 2; what cannot be known is NaN. Statistics:
 * of the table of replications
 *   mean, p95, complement (1 - mean), window (mean x window), per-served (mean / mean of `served`), times-rate (mean x `throughput`); scopes
 *   joined by '+' are added up;
 * of the rows of requests on the path `scope`
 *   above-X: share with more than X; given-X: latency of work of X seconds, by the slowdown of those with work within 10 % of it;
 *   row-N, row-last, row-all (the one that is farthest off); lowest, lowest-at (the number of its row, from 0, the first of equals);
 *   assignment: indices of the nodes that served them, in order of creation;
 * of the table of placements, on nodes of the group `scope`, or `*`, where nodes are told by their rows in the table of nodes
 *   assignment: indices of nodes; bins: how many nodes are used; loads: sum of the numbers in which the names of components end, by node.
 */
struct estimate estimate_of(struct results *r, const struct validation_case *c);

/* A root attribute that is there, else the program ends. */
const char *attribute_of(struct results *r, const char *name);

#endif
