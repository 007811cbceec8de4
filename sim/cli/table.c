/* Text tables. Widths count characters, not bytes: the texts are UTF-8 without wide or combining characters. */
#include "sim/cli/table.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

enum { LINE_WIDTH = 80, GAP = 2, FIRST_WIDTH = 34, LEAST_PROSE = 30 };

void table_init(struct text_table *table, size_t n_columns)
{
	*table = (struct text_table){ .n_columns = n_columns };
}

void table_fini(struct text_table *table)
{
	for (size_t i = 0; i < table->n_cells; i++)
		free(table->cell[i]);
	free(table->cell);
	*table = (struct text_table){ 0 };
}

void table_cell(struct text_table *table, const char *format, ...)
{
	va_list args;

	if (table->n_cells == table->capacity) {
		table->capacity = table->capacity ? table->capacity * 2 : 64;
		table->cell = xrealloc(table->cell, table->capacity * sizeof(*table->cell));
	}
	va_start(args, format);
	table->cell[table->n_cells++] = text_vformat(format, args);
	va_end(args);
}

static void pad(size_t n, FILE *out)
{
	fprintf(out, "%*s", (int)n, "");
}

/* From column `at` on, where the line has come to. */
static void print_wrapped(const char *words, size_t at, FILE *out)
{
	struct text text = { 0 };

	text_wrap(&text, words, isatty(fileno(out)) ? LINE_WIDTH : SIZE_MAX, at);
	fputs(text.length ? text.text : "\n", out);
	text_fini(&text);
}

/* One line of one block: the first column, then columns from `begin` up to `end`. */
static void print_line(char *const *row, const size_t *width, const size_t range[2], bool left, FILE *out)
{
	size_t first = text_width(row[0]), at;

	fputs(row[0], out);
	if (range[0] == range[1]) {
		fputc('\n', out);
		return;
	}
	if (first > width[0]) {
		fputc('\n', out);
		first = 0;
	}
	pad(width[0] - first, out);
	at = width[0];
	for (size_t c = range[0]; c < range[1]; c++) {
		size_t own = text_width(row[c]), rest = own < width[c] ? width[c] - own : 0;

		pad(GAP + (left ? 0 : rest), out);
		at += GAP;
		if (left && c + 1 == range[1]) {
			print_wrapped(row[c], at, out);
			return;
		}
		fputs(row[c], out);
		if (left)
			pad(rest, out);
		at += width[c];
	}
	fputc('\n', out);
}

/* With `left` the last column may be narrower than its cells. */
static size_t *widths(const struct text_table *table, bool left)
{
	size_t *width = xcalloc(table->n_columns, sizeof(*width));
	size_t total = 0;

	for (size_t i = 0; i < table->n_cells; i++) {
		size_t w = text_width(table->cell[i]);

		if (w > width[i % table->n_columns])
			width[i % table->n_columns] = w;
	}
	for (size_t c = 0; c < table->n_columns; c++)
		total += width[c] + (c ? GAP : 0);
	if (total > LINE_WIDTH && width[0] > FIRST_WIDTH && table->n_columns > 1)
		width[0] = FIRST_WIDTH;
	if (left && total > LINE_WIDTH) {
		size_t last = table->n_columns - 1, others = 0;

		for (size_t c = 0; c < last; c++)
			others += width[c] + GAP;
		if (others + LEAST_PROSE <= LINE_WIDTH && width[last] > LINE_WIDTH - others)
			width[last] = LINE_WIDTH - others;
	}
	return width;
}

void table_print(const struct text_table *table, bool left, FILE *out)
{
	size_t rows = table->n_cells / table->n_columns;
	size_t *width = widths(table, left);
	size_t range[2] = { 1, 1 };

	do {
		size_t total = width[0];

		range[0] = range[1];
		while (range[1] < table->n_columns &&
		       (range[1] == range[0] || total + GAP + width[range[1]] <= LINE_WIDTH))
			total += GAP + width[range[1]++];
		if (range[0] > 1)
			fputc('\n', out);
		for (size_t r = 0; r < rows; r++)
			print_line(table->cell + r * table->n_columns, width, range, left, out);
	} while (range[1] < table->n_columns);
	free(width);
}
