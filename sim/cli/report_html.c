/* Marks, style and tables of the report. Colours are those of the pictures (Okabe and Ito). */
#include "sim/cli/report.h"

#include <stdlib.h>
#include <string.h>

static const char style[] =
	":root{color-scheme:light dark;--page:#fff;--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--card:#f6f8fa;--link:#0057a3;--warn:#fff4e5;--edge:#d55e00}\n"
	"@media (prefers-color-scheme:dark){:root{--page:#14171b;--ink:#e4e7eb;--soft:#a5adb8;--line:#3a414b;--card:#1e2329;--link:#7cc0ff;--warn:#33261a;--edge:#f0975a}}\n"
	"*{box-sizing:border-box}\n"
	"body{margin:0 auto;padding:1rem;max-width:70rem;background:var(--page);color:var(--ink);font:1rem/1.5 system-ui,\"DejaVu Sans\",sans-serif;overflow-wrap:anywhere}\n"
	"h1{font-size:1.7rem;line-height:1.2;margin:.5rem 0}h2{font-size:1.3rem;border-bottom:1px solid var(--line);margin:2.2rem 0 .8rem;padding-bottom:.2rem}\n"
	"h3{font-size:1.05rem;margin:1.6rem 0 .5rem}p{max-width:46rem}a{color:var(--link)}.soft{color:var(--soft)}\n"
	":focus-visible{outline:3px solid var(--link);outline-offset:2px}\n"
	".skip{position:absolute;left:-99rem}.skip:focus{position:static}\n"
	"nav ul{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem}\n"
	".scroll{overflow-x:auto;margin:.6rem 0;max-width:100%}\n"
	"table{border-collapse:collapse;font-variant-numeric:tabular-nums;overflow-wrap:normal}\n"
	"th,td{padding:.25rem .7rem;border-bottom:1px solid var(--line);text-align:right;vertical-align:top}\n"
	"td{white-space:nowrap}th:first-child,td:first-child,.words td,.words th{text-align:left}.words td{white-space:normal}thead th{background:var(--card)}\n"
	"tbody th{font-weight:400;white-space:nowrap}.words th{white-space:normal}\n"
	"pre{background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.7rem;margin:0;font:0.85rem/1.4 ui-monospace,\"DejaVu Sans Mono\",monospace;width:max-content;min-width:100%;overflow-wrap:normal}\n"
	".doubts{background:var(--warn);border-left:.35rem solid var(--edge);padding:.6rem 1rem;border-radius:.3rem}.doubts ul{margin:.2rem 0;padding-left:1.2rem}\n"
	"figure{margin:1rem 0}figure svg{display:block;width:100%;min-width:32rem;max-width:52rem;height:auto}\n"
	"figure.drawn .scroll{max-width:52rem;background:#fff;border:1px solid var(--line);border-radius:.4rem;color:#000}figcaption{color:var(--soft);font-size:.9rem}\n"
	"code{font-family:ui-monospace,\"DejaVu Sans Mono\",monospace;font-size:.92em}summary{cursor:pointer}details{margin:.6rem 0}dt{font-weight:600}dd{margin:0 0 .6rem 1rem}\n"
	"@media print{body{max-width:none;padding:0;font-size:10pt;background:#fff;color:#000}nav,.skip{display:none}figure,tr,.doubts{break-inside:avoid}"
	"h2,h3{break-after:avoid}.scroll{overflow:visible}figure svg{min-width:0}pre{white-space:pre-wrap;width:auto;overflow-wrap:anywhere}a{color:inherit;text-decoration:none}}\n";

/* What a control character shows as; HTML has none but these two. */
static bool is_control(char c)
{
	return (unsigned char)c < ' ' && c != '\n' && c != '\t';
}

void html_text(struct text *page, const char *text)
{
	for (; *text; text++) {
		const char *name = *text == '&' ? "&amp;" : *text == '<' ? "&lt;" : *text == '>' ? "&gt;" : *text == '"' ? "&quot;" : *text == '\'' ? "&#39;"
				 : is_control(*text) || *text == 0x7f ? "&#xfffd;" : NULL;

		if (name)
			text_add(page, "%s", name);
		else
			text_append(page, text, 1);
	}
}

void html_marked(struct text *page, const char *text)
{
	bool inside = false;

	for (const char *end; *text; text = *end ? end + 1 : end) {
		char *part;

		end = text + strcspn(text, "`");
		part = text_format("%.*s", (int)(end - text), text);
		html_text(page, part);
		free(part);
		if (*end) {
			text_add(page, inside ? "</code>" : "<code>");
			inside = !inside;
		}
	}
	if (inside)
		text_add(page, "</code>");
}

static void begin_scroll(struct text *page, const char *label)
{
	text_add(page, "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"");
	html_text(page, label);
	text_add(page, "\">");
}

static void add_row(struct text *page, char *const *cell, size_t n, bool head)
{
	text_add(page, "<tr>");
	for (size_t c = 0; c < n; c++) {
		const char *element = head || c == 0 ? "th" : "td";

		text_add(page, "<%s%s>", element, head ? " scope=\"col\"" : c == 0 ? " scope=\"row\"" : "");
		html_text(page, cell[c]);
		text_add(page, "</%s>", element);
	}
	text_add(page, "</tr>\n");
}

void html_table(struct text *page, const struct text_table *table, const char *label)
{
	size_t rows = table->n_cells / table->n_columns;

	begin_scroll(page, label);
	text_add(page, "<table%s><thead>", table->n_columns == 2 ? " class=\"words\"" : "");
	for (size_t r = 0; r < rows; r++) {
		if (r == 1)
			text_add(page, "</thead><tbody>\n");
		add_row(page, table->cell + r * table->n_columns, table->n_columns, r == 0);
	}
	text_add(page, rows > 1 ? "</tbody></table></div>\n" : "</thead></table></div>\n");
}

void html_lines(struct text *page, const char *text, const char *label)
{
	begin_scroll(page, label);
	text_add(page, "<pre>");
	html_text(page, text);
	text_add(page, "</pre></div>\n");
}

void html_begin(struct text *page, const char *title, const char *heading)
{
	text_add(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
		       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"generator\" content=\"fogline\">\n"
		       "<link rel=\"icon\" href=\"data:,\">\n<title>");
	html_text(page, title);
	text_add(page, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#results\">Skip to the results</a>\n<header>\n<h1>", style);
	html_text(page, heading);
	text_add(page, "</h1>\n");
}

void html_end(struct text *page)
{
	text_add(page, "</main>\n</body>\n</html>\n");
}
