#ifndef MODELS_MEASURE_SERIES_H
#define MODELS_MEASURE_SERIES_H

#include "models/world.h"

/*
 * The table of series: what the gauges of node groups and link rows come to in each step of a run, warm-up and drain
 * included. A gauge is read as two sums; its value in a step is the ratio of their differences, so that it is the exact
 * mean over the step and no sample at an instant.
 */
struct series;

/* A gauge as it is read: its mean over any stretch of time is the ratio of the differences of the two. */
struct sums { double numerator, denominator; };

/* Steps of `step` ns. NULL for 0: no series are wanted. */
struct series *series_new(struct world *w, sim_time step, uint32_t most_gauges);

/*
 * Gauge number `gauge` is in the series: in the rows of `group`, in the column of `measure`. Both are kept. The gauges of a
 * group follow each other. `whole`: its sums count nanoseconds, in seconds, or things.
 */
void series_add(struct series *series, uint32_t gauge, const char *group, const struct measure *measure, bool whole);

/* The table, once every gauge has been added; `table` is its number in calls of sim_row. */
const struct table *series_table(struct world *w, struct series *series, uint32_t table);

/* Begin with the gauges as they are. `event`, kept, calls `due` at the end of each step but the last, for series_step. */
void series_start(struct sim *sim, struct series *series, const struct sums *now, struct event *event, event_fn *due);

/* The gauges, by number, at the end of a step: write its rows, and begin the next. Nothing is written for a step without length. */
void series_step(struct sim *sim, struct series *series, const struct sums *now);

/* All gauges have begun anew within a step: as they were, and as they are. */
void series_restart(struct series *series, const struct sums *before, const struct sums *after);

#endif
