#ifndef RECORD_RUN_FILE_H
#define RECORD_RUN_FILE_H

#include "sim/record/block.h"
#include "sim/record/record.h"

/*
 * The file that a worker of a sweep leaves of one run, so that nothing finished is ever done again: DIGEST-REPLICATION.run, where
 * the digest is that of the run's effective scenario. It is written under another name and renamed when whole: a file of that
 * name is whole, or damaged by the machine, which its check tells. In native byte order:
 *
 *     struct run_head          what run it is, how long the parts are, a check over all of the file
 *     description              what its rows are: measures, scopes, the models' tables; padded to 8 bytes
 *     a spool (block.h)        the rows in blocks of columns, and a closing mark
 *
 * It says all that is needed to bring it into a results file, whoever wrote it, without the scenario (sweep_results.h).
 */
struct run_head {
	uint64_t magic, version;
	char digest[32];
	uint64_t replication, seed;
	int64_t warmup;            /* ns, that was cut */
	uint64_t description, rows;/* bytes */
	uint64_t check;            /* over all of the file, with 0 in this place */
};

/* What run a file is of. */
struct run_identity {
	char digest[33];
	uint32_t replication;
	uint64_t seed;
	sim_time warmup;
};

/* Its path in `folder`. The caller frees it. */
char *run_file_path(const char *folder, const char *digest, uint32_t replication);

/* ---- the worker's side: no HDF5 ---- */

struct run_writer;

/*
 * Begin the file of a run in `folder`. Of the models' tables only those called as one of `tables` (NULL-terminated) are kept. `warnings`,
 * lines, may be NULL. NULL with errno set. `layout` is borrowed.
 */
struct run_writer *run_writer_open(const char *folder, const struct run_identity *identity, const struct record_layout *layout,
				   const char *const *tables, const char *warnings);
struct sink *run_writer_sink(struct run_writer *writer);

/* Write what is left and put the file in its place. False with errno set: nothing is left behind. Releases the writer. */
bool run_writer_commit(struct run_writer *writer);

/* Give up. */
void run_writer_abandon(struct run_writer *writer);

/* Remove what writers that were killed left in `folder`. */
void run_file_tidy(const char *folder);

/* ---- reading ---- */

struct run_file {
	int fd;
	struct run_identity identity;
	const char *description;       /* its bytes; equal bytes: equal layouts */
	uint64_t length, rows_at;
	struct arena *arena;
	struct record_layout layout;   /* after run_file_layout */
	const char *warnings;          /* lines; "": none */
};

/* Open the file if it is there, whole, and of that run; else NULL, with errno 0 if it is damaged or of a strange version. */
struct run_file *run_file_open(const char *folder, const char *digest, uint32_t replication);
void run_file_close(struct run_file *file);

/* Work out the layout and the warnings from the description. False if it is damaged. */
bool run_file_layout(struct run_file *file);

/* The mean of a measure, of the first scope that has it or of the one named, in the run of the file; NaN if there is none. */
double run_file_mean(struct run_file *file, const char *measure, const char *scope);

#endif
