#ifndef SCENARIO_READER_H
#define SCENARIO_READER_H

#include "sim/base/text.h"
#include "sim/kernel/model.h"
#include "sim/scenario/files.h"
#include "sim/scenario/language.h"
#include "sim/scenario/tree.h"

/*
 * What the parts of the reader share while one scenario is filled: value.c
 * and draw.c read single values, choice.c finds classes, fill.c walks the
 * tables, override.c changes the tree before. Functions that return bool put
 * an error into the reader's diag before they return false.
 */
struct reader {
	struct arena *arena;          /* of the scenario: everything in config structs lives in it */
	struct diag *diag;
	struct files *files;          /* what was read from disk */
	struct digest *data;          /* to which the files that values name are added; NULL: it is not wanted */
	const char *path;             /* of the scenario */
	const struct tree *defaults;  /* the root's `defaults:`; NULL: none */
	bool lenient;                 /* required keys may be missing */
	bool no_files;                /* files that are named are not opened: the values may never be used */
	struct memory *memory;        /* what was made once for a row or table; NULL: nothing yet. Varied scenarios share that of their base */
};

/* ---- value.c: scalars ---- */

/* The text of a scalar; NULL with "KEY: expected WHAT, not a list". */
const char *value_text(struct reader *r, const struct param *row, const struct tree *tree, const char *what);

bool value_count(struct reader *r, const struct param *row, const struct tree *tree, uint64_t *out);
bool value_real(struct reader *r, const struct param *row, const struct tree *tree, double *out);
bool value_time(struct reader *r, const struct param *row, const struct tree *tree, sim_time *out);
bool value_word(struct reader *r, const struct param *row, const struct tree *tree, unsigned *out);
bool value_word_list(struct reader *r, const struct param *row, const struct tree *tree, unsigned *mask);
bool value_reference(struct reader *r, const struct param *row, const struct tree *tree, struct reference *out);
bool value_references(struct reader *r, const struct param *row, const struct tree *tree, struct references *out);

/* Files, relative to the file whose text names them. */
bool value_file(struct reader *r, const struct param *row, const struct tree *tree, const struct file **out);
bool value_csv(struct reader *r, const struct param *row, const struct tree *tree, const struct csv **out);
bool value_column(struct reader *r, const struct param *row, const struct tree *tree, struct column_name *out);
bool value_columns(struct reader *r, const struct param *row, const struct tree *tree, struct column_names *out);

/* ---- pair.c: places ---- */

bool value_pair(struct reader *r, const struct param *row, const struct tree *tree, struct pair *out);
bool value_values(struct reader *r, const struct param *row, const struct tree *tree, struct values *out);
bool value_pairs(struct reader *r, const struct param *row, const struct tree *tree, struct pairs *out);
bool value_coordinate(struct reader *r, const struct param *row, const struct tree *tree, struct coordinate *out);

/* Whether `name` may name something of the user's; an error at `mark` otherwise. */
bool value_name(struct reader *r, const char *name, struct mark mark);

/* Hold a value against the range of the row; `text` is how the user wrote it. */
bool value_in_range(struct reader *r, const struct param *row, const char *text, struct mark mark,
		    double value, enum dimension dimension);

/*
 * Whether a text is no number in a way of which there is more to say than units.c can: one that other readers of YAML know, or that is near
 * to one of the row's words. The error has been said then.
 */
bool value_odd_number(struct reader *r, const struct param *row, const char *text, struct mark mark);

/* The number that a word of the row stands for ("unlimited=inf"). */
bool value_of_word(const struct param *row, const char *text, double *value);

/* `name(argument)`: NULL if the text has not that form. */
struct call { const char *name, *argument; };
bool value_call(struct arena *arena, const char *text, struct call *call);

/* ---- draw.c: quantities that may be distributions ---- */

/* Whether a distribution has this name. */
bool value_is_distribution(const char *name);

bool value_quantity(struct reader *r, const struct param *row, const struct tree *tree, struct quantity *out);

/* ---- choice.c: which class of a slot ---- */

struct chosen {
	const struct model_class *class;  /* not named, and the slot has no standard: NULL */
	bool named;
	const struct tree *options;       /* a mapping of its settings; NULL: none given */
	struct mark mark;
};

bool choice_read(struct reader *r, const struct param *row, const struct tree *tree, struct chosen *out);

/* The error "unknown key", with the keys of the table. */
bool param_unknown(struct reader *r, const struct param *params, const char *name, struct mark mark);

/* ---- fill.c: tables into structs ---- */

/* The value of a TABLE row as a mapping: a value alone under the row's `scalar` key. */
const struct tree *table_spelt_out(struct reader *r, const struct param *row, const struct tree *tree);

/* Fill `config` from the root of the tree by the root's table; true if there was no error. */
bool fill_root(struct reader *r, const struct tree *root, void *config);

/* The tree of a row's fallback; NULL if it has none. */
const struct tree *fill_fallback(struct reader *r, const struct param *row);

/* Whether a row takes the value; of a table only the keys are looked at. */
bool fill_check(struct reader *r, const struct param *row, const struct tree *tree);

/* ---- scenario.c ---- */

/* The scenario at the reader's path as a tree, its includes merged; NULL with errors. */
const struct tree *scenario_tree(struct reader *r);

/* ---- override.c, sweep.c ---- */

/* The root with PATH set to `value`; NULL with an error at `mark`. The path's keys must be in the tables, its names in the tree. */
const struct tree *override_set(struct reader *r, const struct tree *root, const char *path,
				const struct tree *value, struct mark mark);

/* The same for the errors alone, those of the value among them. */
bool override_check(struct reader *r, const struct tree *root, const char *path, const struct tree *value, struct mark mark);

/* The row that the path, which takes `value`, ends at; NULL if it ends at an entry of the user's, or below a distribution. */
const struct param *override_row(struct reader *r, const struct tree *root, const char *path, const struct tree *value, struct mark mark);

/* Check the axes of `sweep:`. */
void sweep_check(struct reader *r, const struct tree *root, const struct tree *sweep);

/* ---- scenario.c, for sweep_points.c ---- */

/* A key with a value for it. */
struct setting_of { const char *path; const struct tree *value; struct mark mark; };

/* The tree that a scenario was filled from, and the arena in which it lives. */
const struct tree *scenario_root(const struct scenario *scenario);
struct arena *scenario_arena(struct scenario *scenario);

/* Free the scenario, but leave the names that marks borrow to the diag. */
void scenario_leave(struct scenario *scenario, struct diag *diag);

/* `base` with some keys set; borrows from it, so it must be freed before `base` is. NULL with errors in diag. */
struct scenario *scenario_varied(struct scenario *base, const struct setting_of *settings, size_t n, struct diag *diag);

#endif
