/* Keys and classes on a page. */
#include "sim/manual/keys.h"

#include "sim/scenario/language.h"

#include <stdlib.h>
#include <string.h>

const char *keys_slot_page(const char *slot)
{
	return choice_is_policy(slot) ? "policies" : "models";
}

/* What a value of the row is, with where to read on. */
static char *kind_of(const char *above, const struct param *row)
{
	char *kind = language_kind(row), *more = NULL, *full;

	if (row->kind == PARAM_CHOICE) {
		more = text_format(" of [%s](%s.md#%s)", row->slot, keys_slot_page(row->slot), row->slot);
	} else if (row->table) {
		char *below = language_below(above, row);
		char *anchor = page_anchor(below);

		more = text_format(" of [%s](#%s)", below, anchor);
		free(anchor);
		free(below);
	} else if (row->kind == PARAM_PRESET) {
		more = text_format(" of [hardware](#device-catalogue)");
	} else if (row->kind == PARAM_ANY) {
		more = text_format(" [below](#defaults-include-and-sweep)");
	}
	full = text_format("%s%s%s", kind, more ? more : "", row->required ? ", required" : "");
	free(more);
	free(kind);
	return full;
}

static void add_full(struct page *page, const char *above, const struct param *row)
{
	char *kind = kind_of(above, row), *range = language_range(row);
	const char *fallback = language_default(row);

	page_cell(page, "`%s`", row->name);
	page_cell(page, "%s", kind);
	page_cell(page, "%s%s%s", fallback ? "`" : "", fallback ? fallback : "", fallback ? "`" : "");
	page_cell(page, "%s", range ? range : "");
	page_cell(page, "%s%s%s", row->help, row->source ? "; default from " : "", row->source ? row->source : "");
	free(range);
	free(kind);
}

void keys_full(struct page *page, const char *above, const struct param *params)
{
	static const struct page_column columns[] = {
		{ "key", NULL }, { "is", NULL }, { "default", "default " }, { "range", NULL }, { "meaning", NULL }
	};

	page_rows_begin(page, columns, sizeof columns / sizeof *columns);
	for (; params && params->name; params++)
		if (params->kind != PARAM_LATER)
			add_full(page, above, params);
	page_rows_end(page);
}

void keys_below(struct page *page, int level, const char *above, const struct param *params)
{
	for (; params && params->name; params++) {
		char *below;

		if (!params->table)
			continue;
		below = language_below(above, params);
		page_heading(page, level, "`%s`", below);
		page_sentence(page, params->help);
		if (params->defaults)
			page_paragraph(page, "What stands under `defaults.%s` lies under every entry.", params->defaults);
		keys_full(page, below, params->table);
		keys_below(page, level, below, params->table);
		free(below);
	}
}

void keys_brief(struct page *page, const struct param *params)
{
	static const struct page_column columns[] = { { "key", NULL }, { "is", NULL }, { "meaning", NULL } };

	page_rows_begin(page, columns, sizeof columns / sizeof *columns);
	for (; params && params->name; params++) {
		char *brief = language_brief(params);

		if (params->kind != PARAM_LATER) {
			page_cell(page, "%s", params->name);
			page_cell(page, "%s", brief);
			page_cell(page, "%s", params->help);
		}
		free(brief);
	}
	page_rows_end(page);
}

void keys_class(struct page *page, const struct model_class *class, bool brief)
{
	if (class->equation)
		page_code(page, class->equation);
	if (class->assumptions)
		page_paragraph(page, "%s", class->assumptions);
	if (class->source)
		page_paragraph(page, "Source: %s.", class->source);
	if (brief && class->params)
		page_heading(page, 2, "settings:");
	if (brief) {
		keys_brief(page, class->params);
	} else {
		char *above = text_format("%s.%s", class->slot, class->name);

		keys_full(page, above, class->params);
		keys_below(page, 3, above, class->params);
		free(above);
	}
}
