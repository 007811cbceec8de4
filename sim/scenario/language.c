/* The tables in words. */
#include "sim/scenario/language.h"

#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Slots whose classes are called policies. */
static const char policy_slots[] = "offloading placement";

bool choice_is_policy(const char *slot)
{
	return value_listed(policy_slots, slot);
}

char *language_below(const char *above, const struct param *row)
{
	const char *name = row->kind == PARAM_MAP ? ".NAME" : row->kind == PARAM_LIST ? "[N]" : "";

	return text_format("%s%s%s%s", above, *above ? "." : "", row->name, name);
}

char *language_path(const char *above, const struct param *row)
{
	return text_format("%s%s%s", above, *above ? "." : "", row->name);
}

void language_each(const char *above, const struct param *params, language_visit *visit, void *with)
{
	for (const struct param *row = params; row && row->name; row++) {
		visit(with, above, row);
		if (row->table) {
			char *below = language_below(above, row);

			language_each(below, row->table, visit, with);
			free(below);
		}
	}
}

/* "`fcfs`, `ps` or `edf`" of words between spaces. */
static void add_words(struct text *out, const char *words)
{
	char **names;
	size_t n = value_words(words, &names);

	for (size_t i = 0; i < n; i++)
		text_add(out, "%s`%s`", i == 0 ? "" : i + 1 < n ? ", " : " or ", names[i]);
	value_words_free(names, n);
}

static void add_dimensions(struct text *out, unsigned mask)
{
	unsigned left = mask;

	for (int d = 0; d < DIMENSIONS; d++) {
		if (!(mask & DIM_BIT(d)))
			continue;
		left &= ~DIM_BIT(d);
		text_add(out, "%s%s", units_dimension_name((enum dimension)d), !left ? "" : left & (left - 1) ? ", " : " or ");
	}
}

static void add_number(struct text *out, const struct param *row)
{
	if (row->kind == PARAM_COUNT)
		text_add(out, "whole number");
	else
		add_dimensions(out, row->dimensions);
	if (row->kind == PARAM_QUANTITY)
		text_add(out, ", or a distribution of it");
	if (row->words) {
		text_add(out, ", or ");
		add_words(out, row->words);
	}
}

/* "pair of values in brackets, each a length". */
static void add_pair(struct text *out, const struct param *row)
{
	text_add(out, "pair of values in brackets, each a ");
	add_dimensions(out, row->dimensions);
}

/* The key that a value alone stands for; NULL: none. */
static const struct param *value_alone(const struct param *row)
{
	return row->kind == PARAM_TABLE && row->scalar ? param_find(row->table, row->scalar) : NULL;
}

const char *language_default(const struct param *row)
{
	const struct param *alone = value_alone(row);

	return alone ? alone->fallback : row->fallback;
}

/* "whole number (that of `max`), or keys" where a value alone may stand for the table. */
static void add_table(struct text *out, const struct param *row)
{
	const struct param *alone = value_alone(row);
	char *kind = alone ? language_kind(alone) : NULL;

	if (kind)
		text_add(out, "%s (that of `%s`), or ", kind, alone->name);
	text_add(out, "keys");
	free(kind);
}

char *language_kind(const struct param *row)
{
	struct text out = { 0 };

	switch (row->kind) {
	case PARAM_COUNT:
	case PARAM_REAL:
	case PARAM_TIME:
	case PARAM_QUANTITY:   add_number(&out, row); break;
	case PARAM_WORD:       add_words(&out, row->words); break;
	case PARAM_WORDS:
		add_words(&out, row->words);
		text_add(&out, ", or a list of them");
		break;
	case PARAM_LABEL:
	case PARAM_TEXT:       text_add(&out, "text"); break;
	case PARAM_NAME:       text_add(&out, "name of your own"); break;
	case PARAM_REFERENCE:  text_add(&out, "name of something else in the scenario"); break;
	case PARAM_REFERENCES: text_add(&out, "name of something else in the scenario, or a list of them"); break;
	case PARAM_TABLE:      add_table(&out, row); break;
	case PARAM_MAP:        text_add(&out, "names of your own, each with keys"); break;
	case PARAM_LIST:       text_add(&out, "list, each item with keys"); break;
	case PARAM_CHOICE:     text_add(&out, "choice"); break;
	case PARAM_FILE:       text_add(&out, "file name, relative to the file that has it"); break;
	case PARAM_CSV:        text_add(&out, "name of a file of comma-separated values, relative to the file that has it; its first line names the columns"); break;
	case PARAM_COLUMN:     text_add(&out, "name of a column of the file"); break;
	case PARAM_COLUMNS:    text_add(&out, "name of a column of the file, or a list of them"); break;
	case PARAM_PAIR:       add_pair(&out, row); break;
	case PARAM_VALUES:
		add_number(&out, row);
		text_add(&out, ", or a list of them");
		break;
	case PARAM_PAIRS:
		text_add(&out, "list, each item a ");
		add_pair(&out, row);
		break;
	case PARAM_COORDINATE: text_add(&out, "number of degrees, or name of a column of the file"); break;
	case PARAM_PRESET:     text_add(&out, "name from the catalogue"); break;
	case PARAM_ANY:        text_add(&out, "described"); break;
	case PARAM_LATER:      text_add(&out, "not supported yet"); break;
	}
	return text_take(&out);
}

/* Words that are short enough to stand for themselves. */
static void add_brief_words(struct text *out, const char *words)
{
	enum { MOST = 22 };
	size_t begin = out->length;

	if (strlen(words) > MOST) {
		text_add(out, "word");
		return;
	}
	text_add(out, "%s", words);
	for (size_t i = begin; i < out->length; i++)
		if (out->text[i] == ' ')
			out->text[i] = '|';
}

/* "time (s)", "I, FLOP or cycle". */
static void add_units(struct text *out, unsigned mask)
{
	enum dimension first = value_first_dimension(mask);
	unsigned left = mask;

	if (!(mask & (mask - 1))) {
		text_add(out, first == DIM_NONE || first == DIM_SHARE ? "%s" : "%s (%s)", units_dimension_name(first), units_written(first));
		return;
	}
	for (int d = 0; d < DIMENSIONS; d++) {
		if (!(mask & DIM_BIT(d)))
			continue;
		left &= ~DIM_BIT(d);
		text_add(out, "%s%s", units_written((enum dimension)d), !left ? "" : left & (left - 1) ? ", " : " or ");
	}
}

static void add_brief(struct text *out, const struct param *row);

static void add_brief_table(struct text *out, const struct param *row)
{
	const struct param *alone = value_alone(row);

	if (alone) {
		add_brief(out, alone);
		text_add(out, " or ");
	}
	text_add(out, "keys");
}

static void add_brief(struct text *out, const struct param *row)
{
	switch (row->kind) {
	case PARAM_COUNT:      text_add(out, "number"); break;
	case PARAM_REAL:
	case PARAM_TIME:
	case PARAM_VALUES:
	case PARAM_QUANTITY:   add_units(out, row->dimensions); break;
	case PARAM_WORD:       add_brief_words(out, row->words); break;
	case PARAM_WORDS:      text_add(out, "words"); break;
	case PARAM_LABEL:
	case PARAM_TEXT:       text_add(out, "text"); break;
	case PARAM_PRESET:
	case PARAM_NAME:
	case PARAM_REFERENCE:  text_add(out, "name"); break;
	case PARAM_MAP:
	case PARAM_REFERENCES: text_add(out, "names"); break;
	case PARAM_ANY:        text_add(out, "keys"); break;
	case PARAM_TABLE:      add_brief_table(out, row); break;
	case PARAM_LIST:       text_add(out, "list"); break;
	case PARAM_PAIR:       text_add(out, "pair"); break;
	case PARAM_PAIRS:      text_add(out, "pairs"); break;
	case PARAM_COORDINATE: text_add(out, "degrees"); break;
	case PARAM_CHOICE:     text_add(out, "choice"); break;
	case PARAM_FILE:
	case PARAM_CSV:        text_add(out, "file"); break;
	case PARAM_COLUMN:     text_add(out, "column"); break;
	case PARAM_COLUMNS:    text_add(out, "columns"); break;
	case PARAM_LATER:      break;
	}
}

char *language_brief(const struct param *row)
{
	struct text out = { 0 };

	add_brief(&out, row);
	if (language_default(row))
		text_add(&out, " [%s]", language_default(row));
	else if (row->required)
		text_add(&out, ", required");
	return text_take(&out);
}

char *language_range(const struct param *row)
{
	bool number = row->kind == PARAM_COUNT || row->kind == PARAM_REAL || row->kind == PARAM_TIME || row->kind == PARAM_QUANTITY
		      || row->kind == PARAM_VALUES || row->kind == PARAM_PAIR || row->kind == PARAM_PAIRS || row->kind == PARAM_COORDINATE;

	if (!number || (row->min == 0 && row->max == 0 && !row->open))
		return NULL;
	return value_range(row->min, row->max, row->open, row->kind == PARAM_COUNT ? DIM_NONE : value_first_dimension(row->dimensions));
}
