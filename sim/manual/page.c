/* What all styles of a page share. */
#include "sim/manual/page.h"

#include "sim/base/memory.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

void page_begin(struct page *page, const char *name, int section, const char *title)
{
	page->style->begin(page, name, section, title);
}

void page_heading(struct page *page, int level, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = text_vformat(format, args);
	va_end(args);
	page->style->heading(page, page->level + level, text);
	free(text);
}

void page_paragraph(struct page *page, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = text_vformat(format, args);
	va_end(args);
	page->style->paragraph(page, text);
	free(text);
}

void page_sentence(struct page *page, const char *text)
{
	char first = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;

	page_paragraph(page, "%c%s.", first, text + 1);
}

void page_code(struct page *page, const char *text)
{
	page->style->code(page, text);
}

void page_rows_begin(struct page *page, const struct page_column *columns, size_t n)
{
	page->open = (struct page_rows){ .column = columns, .n_columns = n };
}

void page_cell(struct page *page, const char *format, ...)
{
	struct page_rows *rows = &page->open;
	va_list args;

	if (rows->n_cells == rows->capacity) {
		rows->capacity = rows->capacity ? 2 * rows->capacity : 64;
		rows->cell = xrealloc(rows->cell, rows->capacity * sizeof *rows->cell);
	}
	va_start(args, format);
	rows->cell[rows->n_cells++] = text_vformat(format, args);
	va_end(args);
}

void page_rows_end(struct page *page)
{
	struct page_rows *rows = &page->open;

	assert(rows->n_cells % rows->n_columns == 0);
	if (rows->n_cells)
		page->style->rows(page, rows);
	for (size_t i = 0; i < rows->n_cells; i++)
		free(rows->cell[i]);
	free(rows->cell);
	*rows = (struct page_rows){ 0 };
}

/* The bracket that closes the one at the start of a text; NULL if none does. */
static const char *closing(const char *text)
{
	int depth = 0;

	for (; *text; text++) {
		depth += (*text == '[') - (*text == ']');
		if (depth == 0)
			return text;
	}
	return NULL;
}

/* `[words](target)` at the start of a text. */
static bool is_link(const char *text, struct page_piece *piece)
{
	const char *middle = *text == '[' ? closing(text) : NULL;
	const char *end = middle && middle[1] == '(' ? strchr(middle, ')') : NULL;

	if (!end)
		return false;
	*piece = (struct page_piece){ PIECE_LINK, text + 1, middle + 2, (size_t)(middle - text - 1), (size_t)(end - middle - 2) };
	return true;
}

bool page_next_piece(const char **text, struct page_piece *piece)
{
	const char *from = *text;
	const char *end = *from == '`' ? strchr(from + 1, '`') : NULL;

	if (!*from)
		return false;
	if (end) {
		*piece = (struct page_piece){ PIECE_CODE, from + 1, NULL, (size_t)(end - from - 1), 0 };
		*text = end + 1;
		return true;
	}
	if (is_link(from, piece)) {
		*text = piece->target + piece->target_length + 1;
		return true;
	}
	end = from + 1;
	while (*end && *end != '`' && !is_link(end, piece))
		end++;
	*piece = (struct page_piece){ PIECE_WORDS, from, NULL, (size_t)(end - from), 0 };
	*text = end;
	return true;
}

char *page_middle(const struct page_rows *rows, size_t i)
{
	struct text text = { 0 };

	for (size_t c = 1; c + 1 < rows->n_columns; c++) {
		const char *cell = page_cell_at(rows, i, c);

		if (*cell)
			text_add(&text, "%s%s%s", text.length ? "; " : "", rows->column[c].before ? rows->column[c].before : "", cell);
	}
	return text_take(&text);
}

char *page_anchor(const char *heading)
{
	struct text anchor = { 0 };

	for (; *heading; heading++) {
		char c = *heading >= 'A' && *heading <= 'Z' ? (char)(*heading - 'A' + 'a') : *heading;

		if (c == ' ')
			c = '-';
		if (c == '-' || c == '_' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
			text_append(&anchor, &c, 1);
	}
	return text_take(&anchor);
}
