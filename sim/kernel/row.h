#ifndef KERNEL_ROW_H
#define KERNEL_ROW_H

#include "sim/kernel/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Rows: how results leave the models. A table is a list of columns over a
 * row struct; a model hands rows by value to a sink and never learns where
 * they go. Tables are fixed once the world is built.
 */
enum column_type {
	COLUMN_U8, COLUMN_U16, COLUMN_U32, COLUMN_U64, COLUMN_I64,
	COLUMN_REAL,              /* double */
	COLUMN_TIME,              /* sim_time in the row, seconds (double) in the file; SIM_TIME_NONE is NaN */
	COLUMN_CATEGORY,          /* uint16_t in the row and the file, an index into `words` */
	COLUMN_TEXT               /* const char * in the row; only in tables without replication */
};

#define SIM_TIME_NONE INT64_MIN

struct column {
	const char *name;         /* "latency_s"; NULL ends a list */
	enum column_type type;
	size_t offset;            /* in the row struct */
	const char *units;        /* UDUNITS: "s", "1", "J", "bit s-1" */
	const char *help;         /* long_name: good enough for an axis */
	const char *const *words; /* of a category, NULL-terminated */
};

struct table {
	const char *name;         /* "requests": the group in the results file; "run/...": its rows differ between identical runs, it is left out with /run */
	const char *help;
	const struct column *columns;
	size_t row_size;
	bool once;                /* the same in every replication: written once, from replication 0; no `replication` column */
};

/* Where rows go. `table` is an index: a TABLE_ below, or TABLE_MODELS + the index in the model's list. */
struct sink {
	void (*row)(struct sink *sink, uint32_t table, const void *row);
};

enum { TABLE_RUN, TABLE_MEASURES, TABLE_BATCHES, TABLE_BINS, TABLE_MODELS };

/* One for each replication. */
struct run_row {
	uint64_t events, created, finished, failed, in_flight;
	sim_time reached;         /* simulated time at the end */
};

/*
 * One for each measure and scope in a replication. `measure` and `scope` are indices into struct measures.
 * count 0: nothing was observed; mean is NaN then. Single values have quantiles (NaN for others).
 */
struct measure_row {
	uint16_t measure, scope;
	double mean, minimum, p50, p95, p99, maximum;
	uint64_t count;
};

/* Means of consecutive equal parts of the run, for intervals from a single replication. */
struct batch_row {
	uint16_t measure, scope;
	uint32_t batch;
	double mean;              /* NaN: nothing in this batch */
	uint64_t count;
};

/* One non-empty bin of a histogram (stat.h). */
struct bin_row {
	uint16_t measure, scope;
	uint32_t bin;
	uint64_t count;
};

extern const struct table run_table, measure_table, batch_table, bin_table;

/* What a measure may be measured on; the scope's name shows which it is. */
enum scope_kind {
	SCOPE_PATH = 1,           /* "photo-tagging/response" */
	SCOPE_GROUP = 2,          /* "edge" */
	SCOPE_TIER = 4,           /* "tier:edge" */
	SCOPE_LINKS = 8,          /* "phone->edge" */
	SCOPE_WHOLE = 16,         /* "*" */
	SCOPE_COMPONENT = 32      /* "component:photo-tagging/tagger" */
};

/* The names behind the indices in measure rows. */
struct measure {
	const char *name;         /* "latency" */
	const char *units;        /* "s" */
	const char *help;         /* exact definition, one line */
	unsigned scopes;          /* mask of enum scope_kind */
};

/* A pair of indices into struct measures. */
struct measured { uint16_t measure, scope; };

struct measures {
	const struct measure *measure;
	uint32_t n_measures;
	const char *const *scope; /* "photo-tagging/response", "edge", "tier:edge", "phone->edge", "*" */
	uint32_t n_scopes;
	const struct measured *measured; /* what a replication has rows of, in their order */
	uint32_t n_measured;
};

#endif
