#ifndef CLI_TABLE_H
#define CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * Tables of text for people, within 80 columns: what does not fit goes into
 * a further block that repeats the first column, and a first cell that is too long stands on a line of its own.
 */
struct text_table {
	size_t n_columns, n_cells, capacity;
	char **cell;               /* row by row; the first row is the headings */
};

void table_init(struct text_table *table, size_t n_columns);
void table_fini(struct text_table *table);

/* The next cell, from left to right and top to bottom. */
void table_cell(struct text_table *table, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * The first column is set left, the others right; with `left`, all of them, and the last is prose: on a terminal in as many lines as it takes,
 * elsewhere in one, for those who look for lines.
 */
void table_print(const struct text_table *table, bool left, FILE *out);

#endif
