#ifndef SCENARIO_SWEEP_H
#define SCENARIO_SWEEP_H

#include "sim/scenario/scenario.h"

/*
 * The points of a sweep: its axes crossed, the last axis fastest. The number of a point depends on the axes alone.
 */
struct sweep;

/* A key that differs between points, or the names of variants. One of `number` and `word` is there. */
struct sweep_column {
	const char *name;                /* the key's path; of variants that of the axis */
	const char *units;               /* of numbers, as results files have them */
	const char *const *words;        /* NULL-terminated */
	const double *number;            /* [points], in base units */
	const uint16_t *word;            /* [points], indices into `words` */
};

/*
 * Expand `sweep:` of a scenario, which was loaded with the overrides (of option "--vary": axes PATH=V1,V2 in place of those of the file,
 * or besides them). Takes over the scenario, also on failure. NULL with errors in diag.
 */
struct sweep *sweep_new(struct scenario *base, struct diag *diag);
void sweep_free(struct sweep *sweep);

uint32_t sweep_points(const struct sweep *sweep);
const struct sweep_column *sweep_columns(const struct sweep *sweep, uint32_t *n);

/* The scenario without its axes. */
struct scenario *sweep_base(struct sweep *sweep);

/* The scenario of a point, to be freed before the sweep is. NULL with errors in diag. */
struct scenario *sweep_scenario(struct sweep *sweep, uint32_t point, struct diag *diag);

/* "offloading.policy=local, nodes.phone.count=200". The caller frees it. */
char *sweep_label(const struct sweep *sweep, uint32_t point);

#endif
