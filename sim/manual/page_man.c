/* Pages as man pages, in the macros of man(7). */
#include "sim/manual/page.h"

#include <stdlib.h>
#include <string.h>

/* Words as they are: no escapes, and hyphens that can be copied. */
static void add_words(struct text *out, const char *words, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (words[i] == '\\')
			text_add(out, "\\e");
		else if (words[i] == '-')
			text_add(out, "\\-");
		else
			text_append(out, words + i, 1);
}

/* A line of text; one that begins like a request is kept from being one. */
static void add_line(struct text *out, const char *line, size_t length)
{
	text_add(out, "%s%.*s\n", *line == '.' || *line == '\'' ? "\\&" : "", (int)length, line);
}

/* Text that is filled: in lines of less than 80 bytes, where its words allow. */
static void add_text(struct text *out, const char *text)
{
	enum { WIDTH = 78 };
	struct page_piece piece;
	struct text roff = { 0 };
	const char *line;

	while (page_next_piece(&text, &piece)) {
		text_add(&roff, "%s", piece.kind == PIECE_CODE ? "\\fB" : "");
		add_words(&roff, piece.text, piece.length);
		text_add(&roff, "%s", piece.kind == PIECE_CODE ? "\\fP" : "");
	}
	line = roff.text ? roff.text : "";
	while (strlen(line) > WIDTH) {
		const char *end = line + WIDTH;

		while (end > line && *end != ' ')
			end--;
		if (end == line)
			end = strchr(line, ' ');
		if (!end)
			break;
		add_line(out, line, (size_t)(end - line));
		line = end + 1;
	}
	if (*line)
		add_line(out, line, strlen(line));
	text_fini(&roff);
}

static void add_upper(struct text *out, const char *text)
{
	for (; *text; text++)
		if (*text != '`')
			text_add(out, "%c", *text >= 'a' && *text <= 'z' ? *text - 'a' + 'A' : *text);
}

static void begin(struct page *page, const char *name, int section, const char *title)
{
	struct text *out = &page->text;
	char *line = text_format("%s - %s", name, title);

	text_add(out, ".\\\" Generated from the tables of the program by `make docs`. Edit the tables, not this page.\n.TH \"");
	add_upper(out, name);
	text_add(out, "\" %d \"\" \"fogline %s\" \"fogline\"\n.SH NAME\n", section, page->version);
	/* The first hyphen between spaces parts the name from the title. */
	add_text(out, line);
	free(line);
}

static void heading(struct page *page, int level, const char *text)
{
	text_add(&page->text, level == 1 ? ".SH " : ".SS ");
	if (level == 1) {
		add_upper(&page->text, text);
		text_add(&page->text, "\n");
	} else {
		add_text(&page->text, text);
	}
}

/* A heading begins a paragraph of its own. */
static void begin_paragraph(struct text *out)
{
	size_t line = out->length - 1;

	while (line > 0 && out->text[line - 1] != '\n')
		line--;
	if (strncmp(out->text + line, ".S", 2) != 0)
		text_add(out, ".PP\n");
}

static void paragraph(struct page *page, const char *text)
{
	begin_paragraph(&page->text);
	add_text(&page->text, text);
}

/* Lines as they are; those that are too long go on below themselves. */
static void code(struct page *page, const char *text)
{
	enum { WIDTH = 68 };
	struct text *out = &page->text;

	begin_paragraph(out);
	text_add(out, ".nf\n.RS 4\n");
	while (*text) {
		struct text line = { 0 };
		size_t length = strcspn(text, "\n");

		for (size_t i = length; length > WIDTH && i > 0; i--)
			if (text[i] == ' ' && i <= WIDTH)
				length = i;
		add_words(&line, text, length);
		if (line.length)
			add_line(out, line.text, line.length);
		text_fini(&line);
		text += length + (text[length] != 0);
	}
	text_add(out, ".RE\n.fi\n");
}

static void rows(struct page *page, const struct page_rows *rows)
{
	struct text *out = &page->text;

	for (size_t i = 0; i < rows->n_cells / rows->n_columns; i++) {
		char *middle = page_middle(rows, i);

		text_add(out, ".TP\n");
		add_text(out, page_cell_at(rows, i, 0));
		if (*middle) {
			char *aside = text_format("(%s)", middle);

			add_text(out, aside);
			text_add(out, ".br\n");
			free(aside);
		}
		add_text(out, page_cell_at(rows, i, rows->n_columns - 1));
		free(middle);
	}
}

const struct page_style page_man = { begin, heading, paragraph, code, rows };
