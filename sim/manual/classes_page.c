/* The classes that a scenario may choose, slot by slot, and what holds for all models. */
#include "sim/manual/keys.h"
#include "sim/manual/manual.h"

#include "sim/scenario/language.h"

#include <stdlib.h>
#include <string.h>

struct users { const char *slot; struct text list; };

static void add_user(void *with, const char *above, const struct param *row)
{
	struct users *users = with;
	char *path;

	if (row->kind != PARAM_CHOICE || strcmp(row->slot, users->slot) != 0)
		return;
	path = language_path(above, row);
	text_add(&users->list, "%s`%s` (%s)", users->list.length ? ", " : "", path, row->help);
	free(path);
}

static void add_index(struct page *page, const char *slot)
{
	static const struct page_column columns[] = { { "word", NULL }, { "is", NULL } };

	page_rows_begin(page, columns, 2);
	for (size_t i = 0; model_classes[i]; i++) {
		char *heading, *anchor;

		if (strcmp(model_classes[i]->slot, slot) != 0)
			continue;
		heading = text_format("%s.%s", slot, model_classes[i]->name);
		anchor = page_anchor(heading);
		page_cell(page, "[%s](#%s)", model_classes[i]->name, anchor);
		page_cell(page, "%s", model_classes[i]->help);
		free(anchor);
		free(heading);
	}
	page_rows_end(page);
}

static void add_slot(struct page *page, const char *slot)
{
	struct users users = { .slot = slot };

	page_heading(page, 1, "%s", slot);
	language_each("", scenario_params, add_user, &users);
	if (users.list.length)
		page_paragraph(page, "Chosen by %s.", users.list.text);
	add_index(page, slot);
	for (size_t i = 0; model_classes[i]; i++) {
		const struct model_class *class = model_classes[i];

		if (strcmp(class->slot, slot) != 0)
			continue;
		page_heading(page, 2, "%s.%s", slot, class->name);
		page_sentence(page, class->help);
		keys_class(page, class, false);
	}
	text_fini(&users.list);
}

/* Whether it is the first class of its slot. */
static bool begins_slot(size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(model_classes[k]->slot, model_classes[i]->slot) == 0)
			return false;
	return true;
}

static void add_slots(struct page *page, bool policies)
{
	for (size_t i = 0; model_classes[i]; i++)
		if (choice_is_policy(model_classes[i]->slot) == policies && begins_slot(i))
			add_slot(page, model_classes[i]->slot);
}

void manual_policies(struct page *page)
{
	page_paragraph(page, "Policies decide; a scenario chooses one by its word. How choices are written: [Names and choices](scenario.md#names-and-choices). "
		       "`fogline help SLOT.NAME` shows one of them in a terminal.");
	add_slots(page, true);
}

void manual_models(struct page *page)
{
	page_paragraph(page, "What a scenario chooses by a word and is no [policy](policies.md); and before it what no word changes. "
		       "`fogline help SLOT.NAME` shows a choice in a terminal.");
	page_heading(page, 1, "What holds throughout");
	for (const struct model_assumption *a = model_assumptions; a->subject; a++) {
		page_heading(page, 2, "%s", a->subject);
		page_paragraph(page, "%s", a->text);
		if (a->source)
			page_paragraph(page, "Source: %s.", a->source);
	}
	add_slots(page, false);
}
