#ifndef CLI_COMPARISON_H
#define CLI_COMPARISON_H

#include "sim/cli/command.h"
#include "sim/cli/condition.h"
#include "sim/cli/table.h"
#include "sim/record/samples.h"

#include <stdio.h>

/* What `compare` finds out: a row for each measure, scope and file after the first, and for each condition. */
struct comparison_row {
	const char *measure, *scope;
	enum statistic statistic;
	enum dimension dimension;
	uint32_t file;                 /* that is compared with file 0 */
	struct contrast contrast;
	double holm;                   /* p of all rows together; NaN: not tested */
	bool equal;                    /* in every replication: not tested */
};

/* Which file is best by a measure that has a better end. */
struct comparison_best {
	const char *measure, *scope;
	enum statistic statistic;
	uint32_t file;
	double confidence;
};

struct comparison {
	struct samples *file;
	size_t n;
	struct comparison_row *row;
	size_t rows, tested;
	struct comparison_best *best;  /* with three files and more */
	size_t bests;
};

/* Which rows. All of these are borrowed. */
struct comparison_choice {
	const struct words *measures;  /* MEASURE or STATISTIC(MEASURE); none: those of the summary */
	const char *scope;             /* NULL: all */
	bool all;                      /* every measure */
};

/* Compare `n` files; `file` is borrowed. False with an error in diag, at unknown names. comparison_fini() either way. */
bool comparison_make(struct comparison *comparison, struct samples *file, size_t n, const struct comparison_choice *choice, struct diag *diag);
void comparison_fini(struct comparison *comparison);

/* MEASURE or STATISTIC(MEASURE), as samples have it. False with an error in diag, at `--measure`. */
bool comparison_measure(const struct samples *samples, const char *given, const char **measure, enum statistic *statistic, struct diag *diag);

/* Whether `scope` is called `name`, a path perhaps without its application; NULL: all are. */
bool comparison_scope(const char *scope, const char *name);

/* How numbers of a measure are shown: shares as such. */
enum dimension comparison_dimension(const char *measure, const char *unit);

/* "latency", "latency p95". The caller frees it. */
char *comparison_label(const char *measure, enum statistic statistic);

/* The result of one condition. */
struct verdict {
	const char *text;              /* borrowed */
	bool holds;
	struct sides sides;
	double half_width;             /* of left - right; NaN: unknown */
	enum dimension dimension;
	const char *relation;
};

/* Judge a condition. False, with an error in diag, if it is none or a value that it names is missing. */
bool comparison_judge(const struct comparison *comparison, const char *text, struct verdict *verdict, struct diag *diag);

/* Print (compare_print.c): for people within 80 columns, as CSV (rows only), or JSON. */
void comparison_print(const struct comparison *comparison, FILE *out);

/* Its tables, one for each scope; each lives as long as the call. */
typedef void comparison_fn(void *with, const struct text_table *table);
void comparison_tables(const struct comparison *comparison, comparison_fn *take, void *with);

/* A line for each measure that has a better end, on which file is best, with three files and more. */
void comparison_best_lines(const struct comparison *comparison, FILE *out);

void comparison_print_csv(const struct comparison *comparison, FILE *out);
void comparison_print_json(const struct comparison *comparison, const struct verdict *verdict, size_t verdicts, FILE *out);
void comparison_print_verdict(const struct verdict *verdict, FILE *out);

/* The first request of which two files tell different things (divergence.c). False with an error in diag: no such table. */
bool divergence_print(const struct samples *a, const struct samples *b, char name_a, char name_b, FILE *out, struct diag *diag);

#endif
