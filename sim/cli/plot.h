#ifndef CLI_PLOT_H
#define CLI_PLOT_H

#include "sim/base/diag.h"
#include "sim/cli/command.h"
#include "sim/record/record.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * Kinds of plots. Each has a template plots/KIND.gp and writes the data for it: a first block of keys and texts, then blocks
 * with two blank lines between. plots/style.gpi says what all templates take.
 */

/* The options of `fogline plot`. */
struct plot_settings {
	const char *output, *measure, *scope, *statistic, *x, *by, *more, *title, *width;
	struct words points;
	bool log, keep;
};

/* A run that is drawn: a file of one, or a point of a sweep. */
struct plot_case {
	size_t file;
	int64_t point;                 /* a row of /points; -1: the file is of a run */
	char *label;                   /* tells it from the others: the file's name, the point's place on the axes, or both; empty if it is alone */
};

/* What a plot is made from, and where its data go. */
struct figure {
	const struct plot_settings *settings;
	const char *const *path;       /* of the results files */
	struct results **results;
	size_t n;
	struct plot_case *cases;
	size_t n_cases;
	bool tex;                      /* texts are for LaTeX */
	FILE *out;
	struct diag *diag;
};

enum { CURVES_MOST = 7 };      /* of one picture, that can be told apart */

struct plot_kind {
	const char *name, *help;
	const char *options;           /* which of --measure, --scope, ... it heeds */
	bool (*write)(struct figure *figure);   /* false with an error in diag */
};

extern const struct plot_kind plot_cdf, plot_box, plot_breakdown, plot_energy, plot_timeline, plot_utilisation, plot_versus, plot_pareto, plot_gantt;

/* All kinds, NULL-terminated. */
extern const struct plot_kind *const plot_kinds[];

/* ---- what kinds share ---- */

/* Find the cases once the files are open; false with an error in diag. figure_fini() either way: it closes the files too. */
bool figure_cases(struct figure *figure);
void figure_fini(struct figure *figure);

/* The place of an error in a file. */
struct mark figure_mark(const struct figure *figure, size_t file);

/* One quoted word. */
void figure_word(const struct figure *figure, const char *text);

/* A row of the first block. */
void figure_text(const struct figure *figure, const char *key, const char *text);
void figure_real(const struct figure *figure, const char *key, double value);

/* Title and width. */
void figure_begin(const struct figure *figure);

/* Two blank lines; with a name, that in quotes. */
void figure_block(const struct figure *figure, const char *name);

/*
 * What tells a scope of a case from all else that is drawn: "phone", or "run: phone" if there are several cases, or "run" if `alone`, the
 * scope is the only one. The caller frees it.
 */
char *figure_label(const struct figure *figure, const struct plot_case *of, const char *scope, bool alone);

/* A measure's name as words: "queueing time". The caller frees it. */
char *figure_phrase(const char *measure);

/*
 * A table of one of the files; NULL with an error that says which key of the scenario makes it (`key`, NULL: none does). Errors
 * also if it has no rows.
 */
const struct results_table *figure_table(const struct figure *figure, size_t file, const char *name, const char *key);

/* How numbers of a unit are written at an axis: they are divided by `divisor`. */
struct axis_unit {
	double divisor;
	char name[32];                 /* "ms"; empty: none */
};

/* The unit that suits values of up to `most` of the unit `base`, as results files spell it. */
struct axis_unit axis_unit_of(const char *base, double most);

/* "NAME (ms)"; the caller frees it. */
char *axis_title(const char *name, const struct axis_unit *unit);

/* The columns of /summary. */
struct summary_rows {
	uint64_t rows;
	const struct results_column *measure, *scope, *unit, *mean, *half_width, *p50, *p95, *p99, *maximum, *count;
	const struct results_column *point;     /* NULL but in a sweep */
};

bool summary_rows_open(const struct figure *figure, size_t file, struct summary_rows *rows);

/* The first row of a point, and of the one after it: all rows of a table that has no points. */
uint64_t rows_from(const struct results_column *point, uint64_t rows, int64_t number);

/* The table of nodes, in which those of the case are the rows *from to *to - 1. NULL with an error in the figure's diag if it has none. */
const struct results_table *figure_nodes(const struct figure *figure, const struct plot_case *of, uint64_t *from, uint64_t *to);

/* The row of a measure and scope of a case; rows->rows if there is none. */
uint64_t summary_rows_find(const struct summary_rows *rows, const struct plot_case *of, const char *measure, const char *scope);

/* Distinct words. */
struct word_list {
	const char **word;
	size_t n, capacity;
};

/* Add a word unless it is there; its number. */
size_t word_list_add(struct word_list *list, const char *word);
void word_list_fini(struct word_list *list);

/* Of a column whose rows lie together, the distinct words. */
void word_list_column(struct word_list *list, const struct results_column *column, uint64_t rows);

/*
 * Where some words cannot be what was asked for: "unknown WHAT 'NAME'" with a suggestion. False.
 */
bool figure_unknown(const struct figure *figure, size_t file, const char *what, const char *name, const struct word_list *known);

#endif
