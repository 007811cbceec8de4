#ifndef KERNEL_INPUT_H
#define KERNEL_INPUT_H

#include "sim/base/diag.h"
#include "sim/base/memory.h"
#include "sim/kernel/event.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Files that a scenario names, as models get them. The reader has read each
 * of them whole, once, whatever names it, and has noted its digest; models
 * open nothing. Everything lives as long as the scenario.
 */

/* A file of any format. */
struct file {
	const char *name;         /* as the scenario would name it: relative to the scenario's folder */
	const char *path;         /* as it was opened: for messages, and as the source of marks */
	struct mark mark;         /* where it is named */
	const char *text;         /* its bytes, at least one, and a NUL behind them */
	size_t length;
};

/* A stream over the bytes, at their beginning; the caller closes it. */
FILE *file_stream(const struct file *file);

/*
 * A table of comma-separated values whose first line names the columns
 * (RFC 4180; a byte order mark, any line ends and blank lines are passed over).
 * Every row has a cell for each column.
 */
struct csv {
	const char *name, *path;  /* as those of a file */
	struct mark mark;
	uint32_t rows, columns;
	const char *const *column;    /* their names, without spaces around them */
	const char *text;         /* cells are NUL-terminated texts in it, out of their quotes */
	const uint32_t *cell;     /* where in `text` each begins: row by row */
	const uint32_t *line;     /* in which line of the file each row begins */
};

/* A column as a scenario names it. */
struct column_name {
	const char *name;         /* NULL: not given */
	struct mark mark;
};

struct column_names {
	const struct column_name *list;
	uint32_t n;               /* 0: not given */
};

#define COLUMN_NONE UINT32_MAX

/* Index of the column of that name; COLUMN_NONE with an error at its mark if the table has none, or two. */
uint32_t csv_column(const struct csv *csv, const struct column_name *name, struct diag *diag);

/* The text of a cell, and its place for messages. */
static inline const char *csv_text(const struct csv *csv, uint32_t column, uint32_t row)
{
	return csv->text + csv->cell[(size_t)row * csv->columns + column];
}

struct mark csv_mark(const struct csv *csv, uint32_t column, uint32_t row);

/*
 * All cells of a column as numbers, in the arena and the caller's own. NULL if some are not, with errors at the first of them.
 */
double *csv_numbers(const struct csv *csv, uint32_t column, struct arena *arena, struct diag *diag);

/*
 * All cells of a column as times to the nanosecond (within 146 years of 0), likewise: either each a number of seconds, or each a date of ISO 8601 with or without
 * time of day, fraction and zone (`2023-11-16`, `2023-11-16 18:15:46.6805900`, `2023-11-16T18:15:46Z`, `...+02:00`), which gives
 * the time since 1970, in UTC if it has no zone. NULL if some are not, with errors at the first of them.
 */
sim_time *csv_times(const struct csv *csv, uint32_t column, struct arena *arena, struct diag *diag);

/* For what a model finds wrong with cells: whether to say so of one more, after `found` of them. When false, no more need be looked at. */
static inline bool csv_more_errors(uint32_t found)
{
	return found < 5;
}

#endif
