#ifndef RECORD_LAYOUT_H
#define RECORD_LAYOUT_H

#include "sim/kernel/row.h"

/*
 * What every results file holds, whatever the models: its tables, the single values of /run, and its attributes. The
 * writers take their columns from here, and so does the reference. Offsets are not used. The words of measures, scopes and units are
 * known only when a world is built: those of such categories are NULL here.
 */
extern const struct table record_summary, record_replications, record_batches, record_histograms, record_runs, record_overrides,
	record_inputs;

/* Of sweeps alone. The columns of /points are the axes. */
extern const struct table record_points, record_failures, record_point_warnings;

/* Texts at the root: /scenario and /effective_scenario; and what differs between two identical runs. NULL names end them. */
extern const struct column record_texts[], record_run[];
enum { TEXT_SCENARIO, TEXT_EFFECTIVE };
enum { RUN_CREATED, RUN_WALL, RUN_CPU, RUN_HOST, RUN_WORKERS, RUN_FACTS };

/* Attributes of the root, and of /summary. */
extern const struct column record_attributes[], record_summary_attributes[];
enum {
	ATTRIBUTE_CONVENTIONS, ATTRIBUTE_FORMAT, ATTRIBUTE_VERSION, ATTRIBUTE_TITLE, ATTRIBUTE_FOGLINE, ATTRIBUTE_SCENARIO,
	ATTRIBUTE_SEED, ATTRIBUTE_REPLICATIONS, ATTRIBUTE_DURATION, ATTRIBUTE_WARMUP, ATTRIBUTE_WARMUP_RULE, ATTRIBUTE_DIGEST, ATTRIBUTE_OUTCOME,
	ATTRIBUTE_WARNINGS, ATTRIBUTE_POINTS, ATTRIBUTE_AXES,
	ATTRIBUTE_PRECISION, ATTRIBUTE_REACHED, ATTRIBUTE_JUDGED_MEASURE, ATTRIBUTE_JUDGED_SCOPE
};
enum { ATTRIBUTE_INTERVAL, ATTRIBUTE_CONFIDENCE, ATTRIBUTE_DEFINITIONS };

/* The first column of every table of the models that is not `once`. */
extern const struct column record_replication;

/* The first column of the tables of a sweep. */
extern const struct column record_point;

/* How a replication, or all of them, ended; by enum record_outcome. */
extern const char *const outcome_words[];

/* By enum record_interval: `interval` of /summary. */
extern const char *const interval_words[];

#endif
