#ifndef RECORD_SAMPLES_H
#define RECORD_SAMPLES_H

#include "sim/kernel/contrast.h"
#include "sim/record/record.h"

/*
 * The values of measures replication by replication, to compare results: files of runs, and points of sweeps. Where there is a single
 * replication, the means of its equal parts (/batches) stand for replications.
 */
enum statistic { STATISTIC_MEAN, STATISTIC_P50, STATISTIC_P95, STATISTIC_P99, STATISTIC_MAXIMUM, STATISTICS };

/* Their names, which are those of the columns. */
extern const char *const statistic_names[STATISTICS];

/* One run, or one point of a sweep. The texts live as long as `results`. */
struct samples {
	struct results *results;       /* borrowed */
	const char *path;
	int64_t point;                 /* -1: the file is of a run */
	const char *const *measure, *const *scope, *const *unit;       /* [n]: rows of /summary */
	uint64_t n;
	bool batches;
	bool pairs;                    /* antithetic replications: their pairs stand for replications */
	uint64_t first, rows;          /* of /replications or /batches */
	const struct results_column *of_measure, *of_scope, *index, *of[STATISTICS];   /* NULL: there is none */
	uint64_t replications;         /* that are complete */
};

/* How many points a file has; 0: it is of a run. */
uint64_t samples_points(struct results *results);

/* `point` of a sweep, or -1 of a run. False, with an error in diag, if the file lacks tables or columns. */
bool samples_open(struct samples *samples, struct results *results, const char *path, int64_t point, struct diag *diag);

/* The row of a measure of a scope, or -1. */
int64_t samples_find(const struct samples *samples, const char *measure, const char *scope);

/* One value and the replication (or part, or pair) that it comes from. */
struct sample { int64_t index; double value; };

/* All values of a measure of a scope that are no NaN, in increasing order of `index`; *n of them, freed by the caller. */
struct sample *samples_values(const struct samples *samples, const char *measure, const char *scope, enum statistic statistic, size_t *n);

/* Why values of two files are no pairs; NULL: they are, with the same seed they are answers to the same draws. */
const char *samples_unpaired(const struct samples *a, const struct samples *b);

/*
 * b against a: by pairs of the same index where samples_unpaired() is NULL, else as independent samples. n_a and n_b
 * of the result are 0 where one has no values.
 */
struct contrast samples_contrast(const struct samples *a, const struct samples *b, const char *measure, const char *scope,
				 enum statistic statistic, double level);

#endif
