#ifndef RECORD_COLUMNS_H
#define RECORD_COLUMNS_H

#include "sim/record/h5.h"

#include <stdint.h>

/*
 * A table being written: a group of columns, on one dimension scale at the
 * root of the file, NAME_row. Rows are kept until 64 Ki are there,
 * and leave as one chunk of each column; a table that never gets so far is written whole at the end.
 */
struct columns {
	struct h5 *h5;
	hid_t group;
	const char *name;              /* borrowed, as the list of columns */
	const struct column *column;
	uint32_t n;
	unsigned char **kept;          /* [n], of texts: char *[] */
	uint32_t rows, capacity;       /* kept */
	hid_t *dataset;                /* [n]; NULL before the first chunk */
	uint64_t written;              /* rows in chunks */
};

/* Make the group `name`. `column` (NULL-terminated) is borrowed until columns_close. */
void columns_open(struct columns *columns, struct h5 *h5, const char *name, const char *help,
		  const struct column *column);

/* Add rows: values[i] points at `rows` values of column i as they lie in the file (of texts: const char *). Copied. */
void columns_append(struct columns *columns, const void *const *values, uint32_t rows);

/* Write what is kept, describe the columns, attach the scale, release. Also after a failure. */
void columns_close(struct columns *columns);

#endif
