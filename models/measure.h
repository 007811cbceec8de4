#ifndef MODELS_MEASURE_H
#define MODELS_MEASURE_H

#include "models/app/job.h"

/*
 * Measurement: the only writer of statistics and rows. Paths are counted as
 * they end; everything else is an accumulator in its entity, read at the ends
 * of the window. Every measure is a ratio of two sums, so that its mean over
 * a run or over a part of it comes from differences.
 */
struct measurement;

/* Names, scopes, tables. After the world is built. */
void measurement_prepare(struct world *w);

/* Histograms of paths are large and released here. */
void measurement_free(struct world *w);

/* Schedule the ends of the warm-up, of the window and of batches. */
void measurement_start(struct sim *sim);

/*
 * A path of `job`'s request ended with it: it began at `created`, as `before` tells (NULL: with the request), and the
 * request's jobs have carried `energy_j` since.
 */
void measure_path(struct sim *sim, const struct job *job, const struct path *path, sim_time created, const struct opened *before, double energy_j);

/* A path ended without its end because a message was lost. */
void measure_path_failed(struct sim *sim, const struct request *request, const struct path *path, sim_time created, double energy_j);

/* Check the laws of conservation over what the accumulators hold. False with a reason in sim->failure. */
bool laws_hold(struct sim *sim);

/* All rows of the run. */
void measurement_finish(struct sim *sim);

const struct measures *measurement_names(const struct world *w);

/* Every measure there is, without scopes. */
const struct measures *measurement_all(void);

const struct table *measurement_tables(const struct world *w, uint32_t *n);

#endif
