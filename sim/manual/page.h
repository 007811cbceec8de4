#ifndef MANUAL_PAGE_H
#define MANUAL_PAGE_H

#include "sim/base/text.h"

#include <stdbool.h>

/*
 * A page of the manual in one of several formats: what explains something
 * writes it once, and a style turns it into Markdown, a man page, or text for
 * a terminal. In texts `...` is code and [words](target) a link, which only Markdown follows.
 */
struct page;

/* A column of a list of rows. Styles without tables write the columns between the first and the last in one line. */
struct page_column {
	const char *heading;
	const char *before;        /* what then goes before the cell, such as "default "; NULL: nothing */
};

/* Rows being collected, until they are complete. */
struct page_rows {
	const struct page_column *column;
	size_t n_columns;
	char **cell;
	size_t n_cells, capacity;
};

struct page_style {
	void (*begin)(struct page *page, const char *name, int section, const char *title);
	void (*heading)(struct page *page, int level, const char *text);
	void (*paragraph)(struct page *page, const char *text);
	void (*code)(struct page *page, const char *text);
	void (*rows)(struct page *page, const struct page_rows *rows);
};

struct page {
	const struct page_style *style;
	const char *version;       /* of the program; man pages show it */
	struct text text;
	struct page_rows open;
	int level;                 /* added to that of headings */
};

extern const struct page_style page_markdown, page_man, page_plain;

/* Begin the page NAME(SECTION), where `title` is its line in an index. */
void page_begin(struct page *page, const char *name, int section, const char *title);

/* Level 1 is the first below the title. */
void page_heading(struct page *page, int level, const char *format, ...) __attribute__((format(printf, 3, 4)));
void page_paragraph(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A paragraph of one help text: with a capital and a full stop. */
void page_sentence(struct page *page, const char *text);
void page_code(struct page *page, const char *text);

/* Rows of `n` columns; a cell may be empty. The columns are borrowed until the rows end. Without a row nothing is written. */
void page_rows_begin(struct page *page, const struct page_column *columns, size_t n);
void page_cell(struct page *page, const char *format, ...) __attribute__((format(printf, 2, 3)));
void page_rows_end(struct page *page);

/*
 * For styles: the next piece of a text, which is moved on behind it. Plain words, code without its marks, or a link
 * whose words and target are two pieces of the text. False at the end.
 */
struct page_piece {
	enum { PIECE_WORDS, PIECE_CODE, PIECE_LINK } kind;
	const char *text, *target;
	size_t length, target_length;
};
bool page_next_piece(const char **text, struct page_piece *piece);

/* The cell of row `i` in column `c`. */
static inline const char *page_cell_at(const struct page_rows *rows, size_t i, size_t c)
{
	return rows->cell[i * rows->n_columns + c];
}

/* The columns between the first and the last as one text, "time, default 0 s"; the caller frees it. */
char *page_middle(const struct page_rows *rows, size_t i);

/* The anchor that readers of Markdown make of a heading; the caller frees it. */
char *page_anchor(const char *heading);

#endif
