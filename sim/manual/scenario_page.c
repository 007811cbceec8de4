/* The scenario language: how values are written, and every key by its place. */
#include "sim/manual/keys.h"
#include "sim/manual/manual.h"

#include "sim/base/units.h"
#include "sim/scenario/language.h"

#include <stdlib.h>
#include <string.h>

/* A cell of code, or an empty one. */
static void add_code(struct page *page, const char *text)
{
	page_cell(page, "%s%s%s", text ? "`" : "", text ? text : "", text ? "`" : "");
}

static void add_quantities(struct page *page)
{
	static const struct page_column columns[] = { { "quantity", NULL }, { "units", NULL } };

	page_heading(page, 1, "Quantities");
	page_paragraph(page, "A quantity is a number and its unit: `20 ms`, `1.5 MB`. The space may be left out, and case counts: `B` is bytes, `b` or "
		       "`bit` bits. A bare number stands only for what has no dimension, and for a share. Ratios of an amount to a time are units too: "
		       "`10000 B/ms`, `2800 MI/ms`, `5 /min`. Where no range is given, any value that is not negative will do; of a distribution, "
		       "the range is that of its mean.");
	page_rows_begin(page, columns, 2);
	for (int d = DIM_NONE + 1; d < DIMENSIONS; d++) {
		page_cell(page, "%s", units_dimension_name((enum dimension)d));
		page_cell(page, "%s", units_allowed((enum dimension)d));
	}
	page_rows_end(page);
}

static char *options_of(const struct distribution_class *how)
{
	struct text out = { 0 };

	for (int i = 0; i < QUANTITY_OPTIONS && how->option[i].name; i++) {
		const struct distribution_option *o = &how->option[i];

		text_add(&out, "%s`%s`%s", i ? ", " : "", o->name, o->plain ? " (a bare number)" : "");
		if (o->fallback)
			text_add(&out, " (default %s)", o->fallback);
	}
	return text_take(&out);
}

static void add_distributions(struct page *page)
{
	static const struct page_column columns[] = {
		{ "distribution", NULL }, { "parameters", NULL }, { "definition", NULL }, { "meaning", NULL }
	};

	page_heading(page, 1, "Distributions");
	page_paragraph(page, "With one parameter: `exponential(600 MI)` or `{exponential: 600 MI}`; with several: `{lognormal: {mean: 120 kB, cv: 0.4}}`. "
		       "The keys of a group of nodes are drawn once for each node, from the seed alone; everything else at each use.");
	page_rows_begin(page, columns, 4);
	for (size_t i = 0; distribution_classes[i]; i++) {
		const struct distribution_class *how = distribution_classes[i];
		char *options = options_of(how);

		page_cell(page, "`%s`", how->name);
		page_cell(page, "%s", options);
		add_code(page, how->equation);
		page_cell(page, "%s%s%s", how->help, how->source ? "; source: " : "", how->source ? how->source : "");
		free(options);
	}
	page_rows_end(page);
}

static void add_names(struct page *page)
{
	page_heading(page, 1, "Names and choices");
	page_paragraph(page, "A name of your own has letters, digits, `-` and `_`, begins with a letter, and is none of: %s %s %s.", value_booleans,
		       value_nulls, value_reserved);
	page_paragraph(page, "Where something else in the scenario is named, one member may stand too, counted from 0 and in quotes: `\"ward[0]\"`.");
	page_paragraph(page, "A choice is a word, or `{WORD: {option: value}}`. Where the table of its keys has a word such as `policy` or `model`, the options may "
		       "stand beside that instead: `{policy: power-of-two, choices: 3}`. A single value is that of the first option: `poisson(3 /s)`, "
		       "`{poisson: 3 /s}`.");
	page_paragraph(page, "A key of an entry wins over its `model`, that over `defaults`, that over the default given here. `--set` and `sweep` address a key "
		       "by its path: `nodes.phone.count`, `network.links[0].latency` or, of a row with a name, `network.links.NAME.latency`.");
}

/* A line on each choice: its word beside options, and what a mapping without a name means. */
static void add_slot(void *with, const char *above, const struct param *row)
{
	struct page *page = with;
	const struct model_class *standard;
	char *path;

	if (row->kind != PARAM_CHOICE)
		return;
	standard = choice_standard(row->slot);
	path = language_path(above, row);
	page_cell(page, "`%s`", path);
	page_cell(page, "[%s](%s.md#%s)", row->slot, keys_slot_page(row->slot), row->slot);
	add_code(page, row->selector);
	add_code(page, standard ? standard->name : NULL);
	free(path);
}

static void add_slots(struct page *page)
{
	static const struct page_column columns[] = {
		{ "choice", NULL }, { "of", NULL }, { "word beside the options", "word beside the options " },
		{ "what a mapping of options alone is", NULL }
	};

	page_rows_begin(page, columns, 4);
	language_each("", scenario_params, add_slot, page);
	page_rows_end(page);
}

/* The keys that the reader itself heeds. */
static void add_reader_keys(struct page *page)
{
	static const struct page_column columns[] = { { "axis", NULL }, { "takes", NULL } };

	page_heading(page, 1, "`defaults`, `include` and `sweep`");
	page_paragraph(page, "`defaults` may have the keys of any entry of the tables that say so above: `defaults: {nodes: {scheduling: ps}}`.");
	page_paragraph(page, "`include` names a file, or a list of files, relative to the file that has it. Their keys are merged, mappings key by key; "
		       "a later file wins over an earlier one, and the including file over all.");
	page_paragraph(page, "`sweep` has an axis on each line, for the command that runs variants; the others leave it out. Axes are crossed, and a path of an axis "
		       "must be one that `--set` takes.");
	page_rows_begin(page, columns, 2);
	page_cell(page, "`PATH: [V1, V2]`");
	page_cell(page, "each value in turn");
	page_cell(page, "`PATH: {from: A, to: B, step: C}`");
	page_cell(page, "values from A to B, C apart; or `count: N` of them, with `scale: log` at equal ratios; whole numbers where the key takes no others");
	page_cell(page, "`NAME: {zip: {PATH: [V1, V2], PATH: [W1, W2]}}`");
	page_cell(page, "several paths at once, their lists in step");
	page_cell(page, "`NAME: {variants: {WORD: {PATH: V}}}`");
	page_cell(page, "a set of values under each word");
	page_cell(page, "`NAME: {sample: {points: N, over: {PATH: {from: A, to: B}, PATH: [V1, V2]}}}`");
	page_cell(page, "N points spread over several paths at once; `method`: latin-hypercube (default), random or sobol; `seed` (default 1) of the "
		       "first two; `scale: log` of a range");
	page_rows_end(page);
}

static void add_catalogue(void *with, const char *above, const struct param *row)
{
	static const struct page_column columns[] = { { "model", NULL }, { "keys", NULL }, { "meaning", NULL } };
	struct page *page = with;
	char *path;

	if (row->kind != PARAM_PRESET)
		return;
	path = language_path(above, row);
	page_heading(page, 1, "Device catalogue");
	page_paragraph(page, "What `%s` may name. The keys lie under the entry's own.", path);
	page_rows_begin(page, columns, 3);
	for (const struct preset *p = row->presets; p->name; p++) {
		page_cell(page, "`%s`", p->name);
		page_cell(page, "`%s`", p->yaml);
		page_cell(page, "%s%s%s", p->help, p->source ? "; source: " : "", p->source ? p->source : "");
	}
	page_rows_end(page);
	free(path);
}

static void add_later(void *with, const char *above, const struct param *row)
{
	struct page *page = with;
	char *path = language_path(above, row);
	char **words;
	size_t n = value_words(row->later, &words);

	if (row->kind == PARAM_LATER) {
		page_cell(page, "`%s`", path);
		page_cell(page, "%s", row->help);
	}
	for (size_t i = 0; i < n; i++) {
		page_cell(page, "`%s: %s`", path, words[i]);
		page_cell(page, "a word of this choice");
	}
	value_words_free(words, n);
	free(path);
}

void manual_scenario(struct page *page)
{
	static const struct page_column later[] = { { "key", NULL }, { "meaning", NULL } };

	page_paragraph(page, "A scenario is one YAML 1.2 file. Its keys are listed by their place; `NAME` stands for a name of your own, `[N]` for an item of a "
		       "list. Unknown keys are errors, and so is a missing or wrong unit. `fogline help scenario.KEY` shows the same in a terminal, `fogline check` "
		       "what was understood of a file, `fogline show` every value in force.");
	page_heading(page, 1, "Keys");
	keys_full(page, "", scenario_params);
	keys_below(page, 2, "", scenario_params);
	add_quantities(page);
	add_distributions(page);
	add_names(page);
	add_slots(page);
	add_reader_keys(page);
	language_each("", scenario_params, add_catalogue, page);
	page_heading(page, 1, "Not supported yet");
	page_paragraph(page, "Words of the language that no model heeds yet. They are refused, never ignored.");
	page_rows_begin(page, later, 2);
	language_each("", scenario_params, add_later, page);
	page_rows_end(page);
}
