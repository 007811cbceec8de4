#ifndef SCENARIO_LANGUAGE_H
#define SCENARIO_LANGUAGE_H

#include "sim/kernel/model.h"

/*
 * What the tables say of the scenario language, for all that explains it:
 * help, reference, editor's schema, completion. Texts that are returned as
 * char * are freed by the caller.
 */

/* What a value of the row is: "whole number, or `unlimited`", "time", "speed, or a distribution of it". */
char *language_kind(const struct param *row);

/* That in a word or two, with the default: "number [1]", "time, required", "fcfs|ps [fcfs]". */
char *language_brief(const struct param *row);

/* The default as a user would write it; NULL: none. Not freed. */
const char *language_default(const struct param *row);

/* "[1, 1000000]"; NULL for what is no number, and where any that is not negative will do. */
char *language_range(const struct param *row);

/* "[0, 1]", "(0 s, unlimited)". */
char *value_range(double min, double max, bool open, enum dimension dimension);

/* The words of "fcfs ps=1 edf" one by one, without what stands for them; freed with value_words_free. */
size_t value_words(const char *words, char ***names);
void value_words_free(char **names, size_t n);

/* Whether `word` is among the words between spaces; each may go on with "=NUMBER". */
bool value_listed(const char *words, const char *word);

/* The first dimension in a mask. */
enum dimension value_first_dimension(unsigned mask);

/* Words that cannot name anything of the user's: YAML 1.1 reads them otherwise, or they are words of the language. */
extern const char value_booleans[], value_nulls[], value_reserved[];

/* A class of a slot by name, and the one that a mapping without a name means; NULL if there is none. */
const struct model_class *choice_class(const char *slot, const char *name);
const struct model_class *choice_standard(const char *slot);

/* The class whose first setting a value alone stands for, where the row chooses; NULL: none. */
const struct model_class *choice_of_value(const struct param *row);

/* Whether the classes of the slot decide something ("policies"). */
bool choice_is_policy(const char *slot);

/* The row of a table by name; NULL if there is none, or the table is NULL. */
const struct param *param_find(const struct param *params, const char *name);

/* Whether keys or names lie below the row. */
static inline bool param_is_entries(const struct param *row)
{
	return row->kind == PARAM_MAP || row->kind == PARAM_LIST;
}

/* Where the keys below a row stand: "run", "nodes.NAME", "network.links[N]". `above` is the path of the row's own table, "" at the root. */
char *language_below(const char *above, const struct param *row);

/* The path of the row itself: "nodes.NAME.count". */
char *language_path(const char *above, const struct param *row);

/*
 * Call `visit` for every row of the table and of all tables below it, in their order; `above` is the path of the row's table.
 * What a choice's classes have below them is not visited.
 */
typedef void language_visit(void *with, const char *above, const struct param *row);
void language_each(const char *above, const struct param *params, language_visit *visit, void *with);

#endif
