/* Pages as Markdown, as GitHub and others read it: a row of a table on a line of its own, so that changes merge. */
#include "sim/manual/page.h"

#include <string.h>

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Whether Markdown would take the character at `i` for a mark: not `_` within a word, nor `*` on its own. In a table a bar ends a cell. */
static bool is_mark(const char *words, size_t i, size_t length, bool cell)
{
	char before = i ? words[i - 1] : ' ', after = i + 1 < length ? words[i + 1] : ' ';

	switch (words[i]) {
	case '|':  return cell;
	case '_':  return !is_word(before) || !is_word(after);
	case '*':  return before != ' ' || after != ' ';
	case '\\':
	case '<':  return true;
	default:   return false;
	}
}

static void add_words(struct text *out, const char *words, size_t length, bool cell)
{
	for (size_t i = 0; i < length; i++) {
		if (is_mark(words, i, length, cell))
			text_add(out, "\\");
		text_append(out, words + i, 1);
	}
}

/* Code is taken as it is, but that a bar ends the cell of a table there too. */
static void add_code(struct text *out, const char *code, size_t length, bool cell)
{
	text_add(out, "`");
	for (size_t i = 0; i < length; i++) {
		if (cell && code[i] == '|')
			text_add(out, "\\");
		text_append(out, code + i, 1);
	}
	text_add(out, "`");
}

static void add_text(struct text *out, const char *text, bool cell)
{
	struct page_piece piece;

	while (page_next_piece(&text, &piece)) {
		switch (piece.kind) {
		case PIECE_WORDS:
			add_words(out, piece.text, piece.length, cell);
			break;
		case PIECE_CODE:
			add_code(out, piece.text, piece.length, cell);
			break;
		case PIECE_LINK:
			text_add(out, "[%.*s](%.*s)", (int)piece.length, piece.text, (int)piece.target_length, piece.target);
			break;
		}
	}
}

static void begin(struct page *page, const char *name, int section, const char *title)
{
	(void)name;
	(void)section;
	text_add(&page->text, "<!-- Generated from the tables of the program by `make docs`. Edit the tables, not this page. -->\n\n# ");
	add_text(&page->text, title, false);
	text_add(&page->text, "\n");
}

static void heading(struct page *page, int level, const char *text)
{
	text_add(&page->text, "\n%.*s ", level + 1, "######");
	add_text(&page->text, text, false);
	text_add(&page->text, "\n");
}

static void paragraph(struct page *page, const char *text)
{
	text_add(&page->text, "\n");
	add_text(&page->text, text, false);
	text_add(&page->text, "\n");
}

static void code(struct page *page, const char *text)
{
	text_add(&page->text, "\n```text\n%s\n```\n", text);
}

static void rows(struct page *page, const struct page_rows *rows)
{
	struct text *out = &page->text;

	text_add(out, "\n|");
	for (size_t c = 0; c < rows->n_columns; c++)
		text_add(out, " %s |", rows->column[c].heading);
	text_add(out, "\n|");
	for (size_t c = 0; c < rows->n_columns; c++)
		text_add(out, "---|");
	text_add(out, "\n");
	for (size_t i = 0; i < rows->n_cells / rows->n_columns; i++) {
		text_add(out, "|");
		for (size_t c = 0; c < rows->n_columns; c++) {
			text_add(out, " ");
			add_text(out, page_cell_at(rows, i, c), true);
			text_add(out, *page_cell_at(rows, i, c) ? " |" : "|");
		}
		text_add(out, "\n");
	}
}

const struct page_style page_markdown = { begin, heading, paragraph, code, rows };
