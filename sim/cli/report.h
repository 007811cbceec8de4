#ifndef CLI_REPORT_H
#define CLI_REPORT_H

#include "sim/base/diag.h"
#include "sim/base/text.h"
#include "sim/cli/table.h"
#include "sim/record/record.h"

/*
 * The report: one HTML page that needs nothing else, no network and no script. Whatever comes from a scenario or a file name passes
 * html_text(), and so can be no markup.
 */
struct report {
	const char *const *path;       /* of the results files */
	struct results **results;
	size_t n;
	struct text page;
	uint32_t figures;              /* so far; begins the ids within each picture */
	bool bare;                     /* without what gnuplot draws */
	bool no_gnuplot;               /* it was wanted and not there */
	struct diag *diag;
};

/* ---- parts of a page (report_html.c) ---- */

/* A text, so that it shows as it is. */
void html_text(struct text *page, const char *text);

/* The same, where `words` of the language stand between marks. */
void html_marked(struct text *page, const char *text);

/* A table with headings, which a narrow page lets scroll by itself. The first column is what its rows are about. */
void html_table(struct text *page, const struct text_table *table, const char *label);

/* A text in lines of its own, as of a terminal. */
void html_lines(struct text *page, const char *text, const char *label);

/* All before the first section, and all after the last. */
void html_begin(struct text *page, const char *title, const char *heading);
void html_end(struct text *page);

/* ---- sections ---- */

/* What is known of one results file; heading level 2, `file` of report->n. */
void report_run(struct report *report, size_t file);

/* What to doubt (report_doubts.c): a list; a sentence if there is nothing. */
void report_doubts(struct report *report, size_t file);

/* Where nodes and links are, or how groups hang together (report_map.c). */
void report_map(struct report *report, size_t file);

/* The points of a sweep, and latencies there (report_points.c). */
void report_points(struct report *report, size_t file);

/* Pictures by gnuplot (report_figures.c): of one file, or, with file SIZE_MAX, of all together. */
void report_figures(struct report *report, size_t file);

/* Assumptions in force, and how to do it again (report_reproduce.c). */
void report_assumptions(struct report *report);
void report_reproduce(struct report *report, size_t file);

/* The text of a column in a row; numbers for people. */
const char *report_value(const struct results_column *column, uint64_t row, char buffer[64]);

/* That of an axis at a point: a row of /points. */
const char *report_axis_value(const struct results_column *axis, uint64_t point, char buffer[64]);

#endif
