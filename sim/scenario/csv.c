/*
 * Comma-separated values after RFC 4180, as spreadsheets and Python write them. The text is copied once; cells are cut out of the
 * copy where they stand, so that a million rows cost two passes and one index of 4 bytes for each cell.
 */
#include "sim/scenario/files.h"

#include "sim/base/text.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_ERRORS = 5 };

struct splitter {
	const struct csv *csv;
	struct diag *diag;
	char *text;
	size_t at, length;
	uint32_t line;            /* of `at`, from 1 */
	uint32_t *cell;
	size_t cells;
	uint32_t errors;
};

static bool row_error(struct splitter *s, uint32_t line, const char *format, uint32_t a, uint32_t b)
{
	char *text = text_format(format, a, b);

	s->errors++;
	diag_error(s->diag, (struct mark){ s->csv->path, line, 1 }, "%s", text);
	free(text);
	return false;
}

static bool ends_cell(char c)
{
	return c == ',' || c == '\n' || c == '\r';
}

/* Past a cell in quotes, which is moved out of them; two quotes in it are one. */
static bool split_quoted(struct splitter *s)
{
	uint32_t opened = s->line;
	size_t to = ++s->at;

	s->cell[s->cells++] = (uint32_t)to;
	for (; s->at < s->length; s->at++) {
		if (s->text[s->at] == '"' && s->text[s->at + 1] != '"')
			break;
		s->at += s->text[s->at] == '"';
		s->line += s->text[s->at] == '\n';
		s->text[to++] = s->text[s->at];
	}
	if (s->at >= s->length) {
		s->text[to < s->length ? to : s->length] = 0;
		return row_error(s, opened, "a quote is opened in this row and never closed", 0, 0);
	}
	/* No line end is left between this cell and the next: marks count them. */
	memset(s->text + to, 0, s->at - to + 1);
	s->at++;
	if (s->at == s->length || ends_cell(s->text[s->at]))
		return true;
	while (s->at < s->length && !ends_cell(s->text[s->at]))
		s->at++;
	return row_error(s, s->line, "text follows a closing quote; a quote within quotes is written twice", 0, 0);
}

/* The cells of one row; the file's next row is at s->at then. False with an error. */
static bool split_row(struct splitter *s)
{
	bool good = true;
	char end = ',';

	while (end == ',') {
		if (s->at < s->length && s->text[s->at] == '"') {
			good = split_quoted(s) && good;
		} else {
			s->cell[s->cells++] = (uint32_t)s->at;
			while (s->at < s->length && !ends_cell(s->text[s->at]))
				s->at++;
		}
		end = s->at < s->length ? s->text[s->at] : '\n';
		s->text[s->at] = 0;
		s->at++;
	}
	if (end == '\r' && s->at < s->length && s->text[s->at] == '\n')
		s->at++;
	s->line++;
	return good;
}

static void skip_blank_lines(struct splitter *s)
{
	while (s->at < s->length && (s->text[s->at] == '\n' || s->text[s->at] == '\r')) {
		s->line += s->text[s->at] == '\n' || s->text[s->at + 1] != '\n';
		s->at++;
	}
}

/* At least as many cells as there are, and rows. */
static size_t count(const char *text, size_t length, size_t *rows)
{
	size_t cells = 1;

	*rows = 1;
	for (size_t i = 0; i < length; i++) {
		*rows += text[i] == '\n' || text[i] == '\r';
		cells += ends_cell(text[i]);
	}
	return cells;
}

static bool is_text(const char *path, const char *text, size_t length, struct mark mark, struct diag *diag)
{
	if (length >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0))
		return diag_error(diag, mark, "%s is in UTF-16; save it as UTF-8", path);
	if (memchr(text, 0, length))
		return diag_error(diag, mark, "%s has a NUL byte; is this a table of comma-separated values?", path);
	return true;
}

static char *without_spaces(char *text)
{
	size_t n;

	text += strspn(text, " \t");
	n = strlen(text);
	while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
		n--;
	text[n] = 0;
	return text;
}

static bool split_header(struct arena *arena, struct splitter *s, struct csv *csv)
{
	bool good = split_row(s);
	const char **column = arena_array(arena, s->cells, sizeof *column);

	csv->columns = (uint32_t)s->cells;
	csv->column = column;
	for (uint32_t i = 0; i < csv->columns; i++)
		column[i] = without_spaces(s->text + s->cell[i]);
	s->cells = 0;
	return good;
}

/* The rows below the header. One with another number of cells is an error, and leaves no row. */
static void split_rows(struct splitter *s, struct csv *csv, uint32_t *lines)
{
	for (skip_blank_lines(s); s->at < s->length && s->errors < MOST_ERRORS; skip_blank_lines(s)) {
		size_t before = s->cells;
		uint32_t line = s->line;

		if (!split_row(s))
			continue;
		if (s->cells - before != csv->columns) {
			row_error(s, line, "expected %u cells, one for each name in the first line, not %u", csv->columns, (uint32_t)(s->cells - before));
			s->cells = before;
			continue;
		}
		lines[csv->rows++] = line;
	}
}

bool csv_parse(struct arena *arena, struct csv *csv, const char *text, size_t length, struct mark mark, struct diag *diag)
{
	bool marked = length >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;
	struct splitter s = { .csv = csv, .diag = diag, .at = marked ? 3 : 0, .length = length, .line = 1 };
	size_t rows, cells = count(text, length, &rows);
	uint32_t *lines;

	if (!is_text(csv->path, text, length, mark, diag))
		return false;
	s.text = arena_strndup(arena, text, length);
	skip_blank_lines(&s);
	if (s.at == length)
		return diag_error(diag, mark, "%s is empty; expected comma-separated values with the names of the columns in the first line", csv->path);
	s.cell = arena_array(arena, cells, sizeof *s.cell);
	lines = arena_array(arena, rows, sizeof *lines);
	csv->text = s.text;
	csv->cell = s.cell;
	csv->line = lines;
	if (split_header(arena, &s, csv))
		split_rows(&s, csv, lines);
	return s.errors == 0;
}
