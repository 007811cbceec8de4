#ifndef SCENARIO_FILES_H
#define SCENARIO_FILES_H

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/kernel/input.h"
#include "sim/scenario/scenario.h"

/*
 * The files of a scenario: itself, what it includes, what it names. Each is
 * read once, by whatever name, and listed with its digest in the order in which they were first needed.
 */
struct files;

struct files *files_new(struct arena *arena);
void files_free(struct files *files);

/*
 * The bytes of the file at `path`, and a NUL behind them, in the arena; "-" is standard input. NULL with an error at `mark`.
 */
const char *files_read(struct files *files, const char *path, size_t *length, struct mark mark, struct diag *diag);

/* The table in the data file at `path`, without name and mark; NULL with errors. */
const struct csv *files_csv(struct files *files, const char *path, struct mark mark, struct diag *diag);

/* The digest of the bytes of the file at `path`, which was read; NULL if it was not. */
const char *files_digest(const struct files *files, const char *path);

/* All that were read. */
const struct scenario_input *files_inputs(const struct files *files, size_t *n);

/* A file name that stands in `source`: relative to the folder of that file, or to the current folder if it is an option. */
const char *files_beside(struct arena *arena, struct mark source, const char *name);

/* The same file as seen from the folder of the file `from`. Both paths are as opened from the current folder. */
const char *files_seen_from(struct arena *arena, const char *from, const char *path);

/*
 * csv.c: split a text into the header and cells of `csv` (rows, columns, text, cell, line), whose path is set; all in the arena. An error at
 * the mark if there is not even a header, at places of the file for the rest.
 */
bool csv_parse(struct arena *arena, struct csv *csv, const char *text, size_t length, struct mark mark, struct diag *diag);

#endif
