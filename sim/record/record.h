#ifndef RECORD_RECORD_H
#define RECORD_RECORD_H

#include "sim/base/diag.h"
#include "sim/kernel/row.h"
#include "sim/kernel/stat.h"

#include <stdbool.h>

/*
 * Recording: rows -> spool -> HDF5.
 *
 * A worker process hands rows to a spool, which writes them in blocks of
 * columns to an unlinked temporary file and never calls HDF5. The parent
 * appends the spools to the results file in the order of replications.
 * Layout of the file: results/README.md.
 */

/* What the tables of a run are: the kernel's four, then the models'. */
struct record_layout {
	const struct table *const *table;      /* [TABLE_RUN .. TABLE_BINS, TABLE_MODELS ..] */
	uint32_t n_tables;
	const struct measures *measures;
};

/* ---- the worker's side ---- */

struct spool;

/*
 * A spool over the file descriptor `fd` (borrowed, open for writing, empty, positioned at its start). The
 * struct sink is its first member's address: spool_sink(). NULL never.
 */
struct spool *spool_new(const struct record_layout *layout, int fd);
struct sink *spool_sink(struct spool *spool);

/* Write what is buffered and the closing mark. False (errno set) if any write failed, now or before. */
bool spool_close(struct spool *spool);
void spool_free(struct spool *spool);

/* ---- the parent's side ---- */

struct record_info {
	const char *title, *version;           /* of fogline */
	uint64_t seed;
	uint64_t replications;                 /* asked for; recorder_found tells if fewer were enough */
	bool antithetic;                       /* they are pairs: 0 and 1, 2 and 3, ... */
	sim_time duration, warmup;             /* the warm-up as given; recorder_found tells if it was found */
	const char *scenario_name;             /* path as given */
	const char *scenario, *effective;      /* texts */
	const char *digest;                    /* of the effective scenario and its data files */
	const char *const *overrides;          /* "--set nodes.phone.count=40" */
	uint32_t n_overrides;
	struct record_input { const char *name, *digest; } const *inputs;
	uint32_t n_inputs;
	int compress;                          /* 0: none, 1..9 */
	const char *warnings;                  /* about the scenario, separated by newlines; NULL: none */
	bool run_info;                         /* recorder_close will be given what /run shall hold */
};

/* What intervals are made from: the means of replications, of equal parts of a single one, or of antithetic pairs of them. */
enum record_interval { INTERVAL_REPLICATIONS, INTERVAL_BATCHES, INTERVAL_PAIRS };

enum record_outcome { RECORD_COMPLETE, RECORD_INTERRUPTED, RECORD_FAILED };

/* What differs between two identical runs; goes to /run. With FOGLINE_RUN_INFO=0 the caller passes NULL. */
struct record_run_info {
	const char *created;                   /* ISO 8601, UTC */
	double wall_s, cpu_s;
	const char *host;
	uint32_t workers;
};

struct recorder;

/*
 * Begin a results file that will be `path`, in a temporary file in the same folder. NULL, with an error in diag, if the
 * folder does not exist or cannot be written, or if `path` is there and is not a results file of fogline. `layout`
 * and `info` are borrowed until the recorder is released. A child forked meanwhile leaves it alone.
 */
struct recorder *recorder_open(const char *path, const struct record_layout *layout,
			       const struct record_info *info, struct diag *diag);

/*
 * Append the rows of replication `replication` from `fd` (read from its start with pread; borrowed). In increasing
 * order. False with an error in diag. If the spool has no closing mark (its worker died), nothing of it was taken: note
 * it with recorder_lost and go on. After any other error recorder_close fails too. Rows of a table that is `once`
 * are taken from the first replication appended.
 */
bool recorder_append(struct recorder *recorder, uint32_t replication, int fd, struct diag *diag);

/* Note a replication that has no rows ("failed", "interrupted") in /runs. */
void recorder_lost(struct recorder *recorder, uint32_t replication, enum record_outcome how);

/* The interval so far of a measure's mean over the replications appended. */
struct interval recorder_interval(const struct recorder *recorder, uint16_t measure, uint16_t scope);

/* What a run found out for itself, of what `info` said before. */
struct record_findings {
	uint64_t replications;                 /* how many were enough */
	sim_time warmup;
	const char *warmup_rule;               /* how it came about */
	double precision;                      /* half-width by mean that was asked for; NaN: none was */
	double reached;                        /* and what it came to */
	const char *measure, *scope;           /* of what */
};

/* Note findings, before recorder_close. The texts are borrowed until then. */
void recorder_found(struct recorder *recorder, const struct record_findings *findings);

/*
 * Write the summary and close; sync and rename. On any failure nothing is left behind, an older file at `path` is
 * untouched, false with an error in diag. Releases the recorder either way.
 */
bool recorder_close(struct recorder *recorder, enum record_outcome outcome,
		    const struct record_run_info *run, struct diag *diag);

/* Give up: remove the temporary file, release the recorder. */
void recorder_abandon(struct recorder *recorder);

/* The temporary file's name, so that a signal handler can unlink it; NULL when there is none (unnamed). */
const char *recorder_temporary(const struct recorder *recorder);

/* ---- reading results ---- */

struct results;

struct results_column {
	const char *name, *units, *help;
	enum { RESULTS_REAL, RESULTS_INTEGER, RESULTS_WORD } kind;
	const double *real;                    /* by kind: one of these */
	const int64_t *integer;
	const char *const *word;
};

struct results_table {
	const char *name;
	uint64_t rows;
	uint32_t n_columns;
	const struct results_column *column;
};

/* Open a results file; NULL with an error in diag (not there, not HDF5, not of fogline, newer format). */
struct results *results_open(const char *path, struct diag *diag);
void results_close(struct results *results);

/*
 * Read a table whole; NULL with an error in diag that names the tables there are. Lives as long as the results.
 * A dataset at the root ("effective_scenario") is a table of one column, /run one of a single row.
 */
const struct results_table *results_table(struct results *results, const char *name, struct diag *diag);

/* The names of all tables in the order of the file, NULL-terminated. */
const char *const *results_tables(struct results *results);

bool results_has_table(struct results *results, const char *name);

/*
 * A root attribute, one of a table ("summary/interval"), or the text of /scenario, /effective_scenario, as text;
 * NULL if there is none. Numbers with 9 significant digits, whole ones in full. Lives as long as the results.
 */
const char *results_attribute(struct results *results, const char *name);

/* What the intervals of /summary are made from; in a sweep, those of points with several replications. */
enum record_interval results_interval(struct results *results);

/* A column of a table by name; NULL if there is none. */
const struct results_column *results_column(const struct results_table *table, const char *name);

/* The same of one kind (RESULTS_REAL, ...); NULL also for another, or if there is no table. */
const struct results_column *results_column_of(const struct results_table *table, const char *name, int kind);

#endif
