/* `help scenario.KEY`: what the tables say of a place in the language. */
#include "sim/manual/keys.h"
#include "sim/manual/manual.h"

#include "sim/base/units.h"
#include "sim/scenario/language.h"

#include <stdlib.h>
#include <string.h>

static void fact(struct page *page, const char *name, const char *text)
{
	if (!text || !*text)
		return;
	page_cell(page, "%s", name);
	page_cell(page, "%s", text);
}

static void add_units(struct page *page, const struct param *row)
{
	for (int d = 0; d < DIMENSIONS; d++)
		if (row->dimensions & DIM_BIT(d) && d != DIM_NONE)
			fact(page, units_dimension_name((enum dimension)d), units_allowed((enum dimension)d));
}

static void add_facts(struct page *page, const struct param *row)
{
	static const struct page_column columns[] = { { "", NULL }, { "", NULL } };
	char *kind = language_kind(row), *range = language_range(row);
	char *defaults = row->defaults ? text_format("may stand under defaults.%s", row->defaults) : NULL;

	page_rows_begin(page, columns, sizeof columns / sizeof *columns);
	fact(page, "is", kind);
	add_units(page, row);
	fact(page, "range", range);
	fact(page, "default", language_default(row) ? language_default(row) : row->required ? "none: it must be given" : NULL);
	fact(page, "source", row->source);
	fact(page, "for all entries", defaults);
	page_rows_end(page);
	free(defaults);
	free(range);
	free(kind);
}

static void add_names(struct page *page, const char *name, const char *help)
{
	page_cell(page, "%s", name);
	page_cell(page, "%s", help);
}

static void add_choices(struct page *page, const struct param *row)
{
	static const struct page_column columns[] = { { "", NULL }, { "", NULL } };

	page_heading(page, 1, row->slot ? "choices:" : "catalogue:");
	page_rows_begin(page, columns, sizeof columns / sizeof *columns);
	for (const struct preset *p = row->presets; p && p->name; p++)
		add_names(page, p->name, p->help);
	for (size_t i = 0; row->slot && model_classes[i]; i++)
		if (strcmp(model_classes[i]->slot, row->slot) == 0)
			add_names(page, model_classes[i]->name, model_classes[i]->help);
	page_rows_end(page);
	if (row->slot)
		page_paragraph(page, "written as NAME, as {NAME: {option: value}}%s%s%s%s%s; more by 'fogline help %s.NAME'",
			       row->selector ? ", or with the options beside " : "", row->selector ? row->selector : "",
			       row->selector ? ": NAME" : "", row->of_value ? ", or as a value alone, which is the first option of " : "",
			       row->of_value ? row->of_value : "", row->slot);
}

/* What a table has no models for yet. */
static void add_later(struct page *page, const struct param *params, const char *words)
{
	struct text list = { 0 };

	for (; params && params->name; params++)
		if (params->kind == PARAM_LATER)
			text_add(&list, " %s", params->name);
	if (words)
		text_add(&list, " %s", words);
	if (list.length)
		page_paragraph(page, "not supported yet:%s", list.text);
	text_fini(&list);
}

static void add_keys(struct page *page, const struct param *params)
{
	page_heading(page, 1, "keys:");
	keys_brief(page, params);
	add_later(page, params, NULL);
}

static void describe(struct page *page, const char *path, const struct param *row)
{
	page_paragraph(page, "%s: %s", path, row->help);
	add_facts(page, row);
	if (row->slot || row->kind == PARAM_PRESET)
		add_choices(page, row);
	add_later(page, NULL, row->later);
	if (row->table)
		add_keys(page, row->table);
}

static void describe_class(struct page *page, const struct model_class *class)
{
	page_paragraph(page, "%s.%s: %s", class->slot, class->name, class->help);
	keys_class(page, class, true);
}

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
	const struct model_class *class;  /* the class reached */
	bool name_next;                   /* a user's name, or an index, comes next */
	bool names_left_out;              /* where a name comes next, a key stands for the key of any */
};

static bool no_such(struct diag *diag, const struct param *params, const char *key)
{
	const char *names[128];
	size_t n = 0;

	for (; params && params->name && n < 128; params++)
		if (params->kind != PARAM_LATER)
			names[n++] = params->name;
	return diag_unknown(diag, (struct mark){ 0 }, "key", key, names, n);
}

static bool no_class(struct diag *diag, const char *slot, const char *key)
{
	const char *names[256];
	size_t n = 0;

	for (size_t i = 0; model_classes[i] && n < 256; i++)
		if (strcmp(model_classes[i]->slot, slot) == 0)
			names[n++] = model_classes[i]->name;
	return diag_unknown(diag, (struct mark){ 0 }, slot, key, names, n);
}

static void reach(struct walk *w, const struct param *row)
{
	*w = (struct walk){ .params = row->table, .row = row, .name_next = param_is_entries(row), .names_left_out = w->names_left_out };
}

/* Below a choice: its selector, one of its classes, or a setting of one, as they stand beside the name. */
static bool step_into_choice(struct walk *w, const char *key, struct diag *diag)
{
	const char *slot = w->row->slot;
	const struct model_class *class = choice_class(slot, key), *standard = choice_standard(slot);
	const struct param *setting = standard ? param_find(standard->params, key) : NULL;

	if (w->row->selector && strcmp(w->row->selector, key) == 0)
		return true;
	for (size_t i = 0; model_classes[i] && !setting; i++)
		if (strcmp(model_classes[i]->slot, slot) == 0)
			setting = param_find(model_classes[i]->params, key);
	if (!class && !setting)
		return no_class(diag, slot, key);
	if (class)
		*w = (struct walk){ .params = class->params, .class = class, .names_left_out = w->names_left_out };
	else
		reach(w, setting);
	return true;
}

/* Where a name comes next a key may end the path, for all names have the same. */
static bool step(struct walk *w, const char *key, bool last, struct diag *diag)
{
	const struct param *row = w->name_next && (last || w->names_left_out) ? param_find(w->params, key) : NULL;

	if (w->name_next && !row) {
		w->name_next = false;
		return true;
	}
	if (w->row && w->row->slot)
		return step_into_choice(w, key, diag);
	if (!row)
		row = param_find(w->params, key);
	if (!row)
		return no_such(diag, w->params, key);
	reach(w, row);
	return true;
}

static bool walk_to(struct walk *w, const char *path, struct diag *diag)
{
	char *copy = text_format("%s", path);
	bool good = true;

	for (char *rest = copy; good && rest;) {
		char *key = rest;

		rest = strpbrk(key, ".[");
		if (rest)
			*rest++ = 0;
		if (*key)
			good = step(w, key, !rest, diag);
	}
	free(copy);
	return good;
}

/* "applications.components.at" says `components` for a key, which the first reading takes for the name of an application. */
static bool walk_without_names(struct walk *w, const char *path)
{
	struct diag *diag = diag_new();
	bool good;

	*w = (struct walk){ .params = scenario_params, .names_left_out = true };
	good = walk_to(w, path, diag);
	diag_free(diag);
	return good;
}

bool manual_help(const char *path, struct page *page, struct diag *diag)
{
	struct walk w = { .params = scenario_params, .class = class_at(path) };

	if (!w.class && !walk_to(&w, path, diag) && !walk_without_names(&w, path))
		return false;
	if (w.class) {
		describe_class(page, w.class);
	} else if (w.row) {
		describe(page, path, w.row);
	} else {
		page_paragraph(page, "The keys of a scenario; 'fogline help scenario.KEY' tells more about one.");
		add_keys(page, w.params);
	}
	return true;
}
