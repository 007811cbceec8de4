/* Pages for a terminal, within 80 columns: each row in three columns, each of them wrapped. */
#include "sim/manual/page.h"

#include "sim/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { WIDTH = 80, INDENT = 2, GAP = 2, MOST_FIRST = 22, MOST_MIDDLE = 26 };

/* The text without targets of links, and without the marks of code unless it stands within words. The caller frees it. */
static char *plain(const char *text, bool words)
{
	struct page_piece piece;
	struct text out = { 0 };

	while (page_next_piece(&text, &piece))
		text_add(&out, words && piece.kind == PIECE_CODE ? "`%.*s`" : "%.*s", (int)piece.length, piece.text);
	return text_take(&out);
}

static void add_wrapped(struct text *out, const char *text, int width, int indent)
{
	if (*text)
		text_add(out, "%*s", indent, "");
	text_wrap(out, text, (size_t)width, (size_t)indent);
}

/* An empty line before what is not the first. */
static void separate(struct page *page)
{
	if (page->text.length)
		text_add(&page->text, "\n");
}

static void begin(struct page *page, const char *name, int section, const char *title)
{
	char *text = plain(title, false);

	(void)name;
	(void)section;
	add_wrapped(&page->text, text, WIDTH, 0);
	free(text);
}

static void heading(struct page *page, int level, const char *heading)
{
	char *text = plain(heading, false);

	(void)level;
	text_add(&page->text, "\n%s\n", text);
	free(text);
}

static void paragraph(struct page *page, const char *text)
{
	char *words = plain(text, true);

	separate(page);
	add_wrapped(&page->text, words, WIDTH, 0);
	free(words);
}

static void code(struct page *page, const char *text)
{
	separate(page);
	add_wrapped(&page->text, text, WIDTH, 4);
}

static size_t widest(char *const *text, size_t n, size_t most)
{
	size_t width = 0;

	for (size_t i = 0; i < n; i++)
		if (text_width(text[i]) > width)
			width = text_width(text[i]);
	return width < most ? width : most;
}

/* One row: the columns side by side, each going on below itself. */
static void add_row(struct text *out, const char *const cell[3], const size_t width[3])
{
	const char *left[3] = { cell[0], cell[1], cell[2] };

	while (*left[0] || *left[1] || *left[2]) {
		size_t column = INDENT, reached = 0;

		for (int c = 0; c < 3; c++) {
			size_t length = width[c] ? text_line(left[c], width[c]) : 0;

			if (length) {
				char *part = text_format("%.*s", (int)length, left[c]);

				text_add(out, "%*s%s", (int)(column - reached), "", part);
				reached = column + text_width(part);
				free(part);
			}
			left[c] = text_next_line(left[c], length);
			column += width[c] ? width[c] + GAP : 0;
		}
		text_add(out, "\n");
	}
}

static void rows(struct page *page, const struct page_rows *rows)
{
	size_t n = rows->n_cells / rows->n_columns;
	char **text = xcalloc(3 * n, sizeof *text);
	size_t width[3];

	for (size_t i = 0; i < n; i++) {
		char *middle = page_middle(rows, i);

		text[i] = plain(page_cell_at(rows, i, 0), false);
		text[n + i] = plain(middle, false);
		text[2 * n + i] = plain(page_cell_at(rows, i, rows->n_columns - 1), true);
		free(middle);
	}
	width[0] = widest(text, n, MOST_FIRST);
	width[1] = widest(text + n, n, MOST_MIDDLE);
	width[2] = WIDTH - INDENT - width[0] - GAP - (width[1] ? width[1] + GAP : 0);
	for (size_t i = 0; i < n; i++)
		add_row(&page->text, (const char *const[3]){ text[i], text[n + i], text[2 * n + i] }, width);
	for (size_t i = 0; i < 3 * n; i++)
		free(text[i]);
	free(text);
}

const struct page_style page_plain = { begin, heading, paragraph, code, rows };
