/* `help scenario.KEY`: what the tables say of a place in the language. */
#include "sim/scenario/reader.h"

#include "sim/base/text.h"
#include "sim/base/units.h"
#include "sim/scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

static const char *kind_name(const struct param *row)
{
	switch (row->kind) {
	case PARAM_COUNT:      return "a whole number";
	case PARAM_REAL:       return "a value";
	case PARAM_TIME:       return "a time";
	case PARAM_QUANTITY:   return "a value or a distribution";
	case PARAM_WORD:       return "one of the words";
	case PARAM_TEXT:       return "a text";
	case PARAM_NAME:       return "a name";
	case PARAM_LABEL:      return "a text";
	case PARAM_REFERENCE:  return "the name of something else in the scenario";
	case PARAM_REFERENCES: return "a name or a list of names";
	case PARAM_TABLE:      return row->scalar ? "a value alone, or a mapping of keys" : "a mapping of keys";
	case PARAM_MAP:        return "a mapping of your names";
	case PARAM_LIST:       return "a list";
	case PARAM_CHOICE:     return "a choice";
	case PARAM_FILE:       return "a file name, relative to the file that has it";
	case PARAM_CSV:        return "the name of a file of comma-separated values, relative to the file that has it; its first line names the columns";
	case PARAM_COLUMN:     return "the name of a column of the file";
	case PARAM_COLUMNS:    return "the name of a column of the file, or a list of them";
	case PARAM_PAIR:       return "two values in brackets";
	case PARAM_PAIRS:      return "a list of pairs of values, each in brackets";
	case PARAM_COORDINATE: return "a number of degrees, or the name of a column of the file";
	case PARAM_PRESET:     return "a name from the catalogue";
	case PARAM_ANY:        return "read by the program itself";
	case PARAM_LATER:      return "not supported yet";
	}
	return "";
}

static void list_keys(const struct param *params, struct text *out)
{
	for (; params && params->name; params++)
		text_add(out, "  %-16s %s%s\n", params->name, params->help, params->kind == PARAM_LATER ? " (not supported yet)"
			 : params->required ? " (required)" : "");
}

static void list_classes(const struct param *row, struct text *out)
{
	text_add(out, "choices:\n");
	for (size_t i = 0; model_classes[i]; i++)
		if (strcmp(model_classes[i]->slot, row->slot) == 0)
			text_add(out, "  %-16s %s\n", model_classes[i]->name, model_classes[i]->help);
	if (row->selector)
		text_add(out, "written as NAME, as {NAME: {option: value}}, or with the options beside `%s: NAME`\n", row->selector);
	if (row->later)
		text_add(out, "not supported yet: %s\n", row->later);
}

static void describe_units(const struct param *row, struct text *out)
{
	for (int d = 0; d < DIMENSIONS; d++)
		if (row->dimensions & DIM_BIT(d) && d != DIM_NONE)
			text_add(out, "%s, in %s\n", units_dimension_name((enum dimension)d), units_allowed((enum dimension)d));
}

static void describe_range(const struct param *row, struct text *out)
{
	bool number = row->kind == PARAM_COUNT || row->kind == PARAM_REAL || row->kind == PARAM_TIME || row->kind == PARAM_QUANTITY
		      || row->kind == PARAM_PAIR || row->kind == PARAM_PAIRS || row->kind == PARAM_COORDINATE;
	char *range;

	if (!number)
		return;
	range = value_range(row->min, row->max, row->open, row->kind == PARAM_COUNT ? DIM_NONE : value_first_dimension(row->dimensions));
	text_add(out, "range: %s%s\n", range, row->kind == PARAM_QUANTITY ? ", for a distribution that of its mean" : "");
	free(range);
}

static void describe_words(const struct param *row, struct text *out)
{
	char **names;
	size_t n = value_words(row->words, &names);

	if (n) {
		char *list = text_join((const char *const *)names, n, ", ");

		text_add(out, "%s: %s\n", row->kind == PARAM_WORD ? "words" : "words besides numbers", list);
		free(list);
	}
	value_words_free(names, n);
}

static void describe(const char *path, const struct param *row, struct text *out)
{
	text_add(out, "%s: %s\n%s%s\n", path, row->help, kind_name(row), row->required ? ", required" : "");
	describe_units(row, out);
	describe_words(row, out);
	describe_range(row, out);
	if (row->fallback)
		text_add(out, "default: %s\n", row->fallback);
	if (row->source)
		text_add(out, "source: %s\n", row->source);
	if (row->defaults)
		text_add(out, "defaults for all entries: defaults.%s\n", row->defaults);
	if (row->kind == PARAM_PRESET)
		for (const struct preset *p = row->presets; p->name; p++)
			text_add(out, "  %-16s %s\n", p->name, p->help);
	if (row->slot)
		list_classes(row, out);
	if (row->scalar)
		text_add(out, "a value alone is that of the key %s\n", row->scalar);
	if (row->table) {
		text_add(out, "keys:\n");
		list_keys(row->table, out);
	}
}

static void describe_class(const struct model_class *class, struct text *out)
{
	text_add(out, "%s.%s: %s\n", class->slot, class->name, class->help);
	if (class->source)
		text_add(out, "source: %s\n", class->source);
	if (class->params) {
		text_add(out, "settings:\n");
		for (const struct param *p = class->params; p->name; p++)
			text_add(out, "  %-16s %s%s%s%s\n", p->name, p->help, p->required ? " (required)" : "", p->fallback ? "; default " : "",
				 p->fallback ? p->fallback : "");
	}
}

/* `SLOT.CLASS`, with nothing after it. */
static const struct model_class *class_at(const char *path)
{
	for (size_t i = 0; model_classes[i]; i++) {
		size_t n = strlen(model_classes[i]->slot);

		if (strncmp(path, model_classes[i]->slot, n) == 0 && path[n] == '.' && strcmp(path + n + 1, model_classes[i]->name) == 0)
			return model_classes[i];
	}
	return NULL;
}

struct walk {
	const struct param *params;       /* of the place reached; NULL: it has no keys */
	const struct param *row;          /* the row reached */
	bool name_next;                   /* a user's name, or an index, comes next */
	const char *slot;                 /* a class of this slot may come next */
};

static bool no_such(struct diag *diag, const struct param *params, const char *key)
{
	const char *names[128];
	size_t n = 0;

	for (; params && params->name && n < 128; params++)
		names[n++] = params->name;
	return diag_unknown(diag, (struct mark){ 0 }, "key", key, names, n);
}

static bool step(struct walk *w, const char *key, struct diag *diag)
{
	const struct param *row;

	if (w->name_next) {
		w->name_next = false;
		return true;
	}
	if (w->slot) {
		const struct model_class *class = choice_class(w->slot, key);

		if (!class)
			return diag_error(diag, (struct mark){ 0 }, "unknown %s '%s'", w->slot, key);
		*w = (struct walk){ .params = class->params, .row = NULL };
		return true;
	}
	row = param_find(w->params, key);
	if (!row)
		return no_such(diag, w->params, key);
	*w = (struct walk){ .params = row->table, .row = row, .name_next = row->kind == PARAM_MAP || row->kind == PARAM_LIST, .slot = row->slot };
	return true;
}

bool scenario_help(const char *path, struct text *out, struct diag *diag)
{
	struct walk w = { .params = scenario_params };
	const struct model_class *class = class_at(path);
	char *copy, *key;
	bool good = true;

	if (class) {
		describe_class(class, out);
		return true;
	}
	if (!*path) {
		text_add(out, "keys of a scenario:\n");
		list_keys(scenario_params, out);
		return true;
	}
	copy = text_format("%s", path);
	for (char *rest = copy; good && rest;) {
		key = rest;
		rest = strpbrk(key, ".[");
		if (rest)
			*rest++ = 0;
		if (*key)
			good = step(&w, key, diag);
	}
	if (good && w.row)
		describe(path, w.row, out);
	else if (good)
		list_keys(w.params, out);
	free(copy);
	return good;
}
