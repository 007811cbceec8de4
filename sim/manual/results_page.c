/* What is measured, and every table of a results file. */
#include "sim/manual/manual.h"

#include "sim/kernel/model.h"
#include "sim/kernel/sim.h"
#include "sim/record/layout.h"
#include "sim/scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	enum scope_kind kind;
	const char *help;
} scopes[] = {
	{ SCOPE_PATH, "path" }, { SCOPE_GROUP, "node group" }, { SCOPE_TIER, "tier" }, { SCOPE_LINKS, "row of links" }, { SCOPE_WHOLE, "whole" },
	{ SCOPE_COMPONENT, "component" },
};

static char *scopes_of(const struct measure *measure)
{
	struct text out = { 0 };

	for (size_t i = 0; i < sizeof scopes / sizeof *scopes; i++)
		if (measure->scopes & scopes[i].kind)
			text_add(&out, "%s%s", out.length ? ", " : "", scopes[i].help);
	return text_take(&out);
}

void manual_measures(struct page *page)
{
	static const struct page_column columns[] = { { "measure", NULL }, { "unit", "in " }, { "scopes", "by " }, { "definition", NULL } };
	static const struct page_column kinds[] = { { "scope", NULL }, { "is", NULL } };
	const struct measures *all = model_all_measures();

	page_paragraph(page, "Each has a mean with its interval, and where single values are counted percentiles and a histogram; in `/summary` over all "
		       "replications, in `/replications` for each. The window is the duration without the warm-up. Paths count the requests that were created "
		       "in it, also those that ended in the drain; rates, means over time and energies are over the window.");
	page_rows_begin(page, columns, 4);
	for (uint32_t i = 0; i < all->n_measures; i++) {
		const struct measure *m = &all->measure[i];
		char *list = scopes_of(m);

		page_cell(page, "`%s`", m->name);
		page_cell(page, "`%s`", m->units);
		page_cell(page, "%s", list);
		page_cell(page, "%s", m->help);
		free(list);
	}
	page_rows_end(page);
	page_paragraph(page, "What a measure is taken on is its scope; its name tells which it is:");
	page_rows_begin(page, kinds, 2);
	page_cell(page, "`photo-tagging/response`");
	page_cell(page, "a path, as application/path");
	page_cell(page, "`edge`");
	page_cell(page, "a group of nodes");
	page_cell(page, "`tier:edge`");
	page_cell(page, "all nodes of a tier");
	page_cell(page, "`phone->edge`");
	page_cell(page, "a row of links, in one direction");
	page_cell(page, "`*`");
	page_cell(page, "the whole");
	page_cell(page, "`component:photo-tagging/tagger`");
	page_cell(page, "a component, as application/component");
	page_rows_end(page);
}

/* ---- results ---- */

static const char *type_name(const struct column *column)
{
	switch (column->type) {
	case COLUMN_U8:       return "unsigned 8 bit";
	case COLUMN_U16:      return "unsigned 16 bit";
	case COLUMN_U32:      return "unsigned 32 bit";
	case COLUMN_U64:      return "unsigned 64 bit";
	case COLUMN_I64:      return "signed 64 bit";
	case COLUMN_REAL:
	case COLUMN_TIME:     return "real";
	case COLUMN_CATEGORY: return "category";
	case COLUMN_TEXT:     return "text";
	}
	return "";
}

/* A name of the full scenario, or of something in it. */
static bool is_own_name(const char *word)
{
	return *word >= 'A' && *word <= 'Z';
}

/* The words of a category that do not come from the scenario; "" if there are none. The caller frees it. */
static char *words_of(const struct column *column)
{
	struct text out = { 0 };
	bool named = column->type == COLUMN_CATEGORY && column->words && column->words[0] && !is_own_name(column->words[0]);

	for (size_t i = 0; named && column->words[i]; i++)
		text_add(&out, "%s`%s`", i ? ", " : " (", column->words[i]);
	if (out.length)
		text_add(&out, ")");
	return text_take(&out);
}

static void add_column(struct page *page, const struct column *column)
{
	char *words = words_of(column);

	page_cell(page, "`%s`", column->name);
	page_cell(page, "%s", type_name(column));
	page_cell(page, "`%s`", column->units);
	page_cell(page, "%s%s", column->help, words);
	free(words);
}

static void begin_columns(struct page *page, const char *what)
{
	static const struct page_column columns[] = { { "column", NULL }, { "type", NULL }, { "units", "units " }, { "meaning", NULL } };
	static const struct page_column attributes[] = { { "attribute", NULL }, { "type", NULL }, { "units", "units " }, { "meaning", NULL } };

	page_rows_begin(page, strcmp(what, "column") == 0 ? columns : attributes, 4);
}

static void add_columns(struct page *page, const struct column *first, const struct column *columns, const char *what)
{
	begin_columns(page, what);
	if (first)
		add_column(page, first);
	for (; columns->name; columns++)
		add_column(page, columns);
	page_rows_end(page);
}

static void add_table(struct page *page, const struct table *table)
{
	page_heading(page, 2, "`/%s`", table->name);
	page_sentence(page, table->help);
	add_columns(page, table->once ? NULL : &record_replication, table->columns, "column");
}

/* What the file of a sweep has besides. */
static void add_sweep(struct page *page)
{
	static const struct column none = { 0 };

	page_heading(page, 1, "Of a sweep");
	page_paragraph(page, "All tables begin with `point`, a row of `/points`; those of single runs are there if they were asked for.");
	page_heading(page, 2, "`/%s`", record_points.name);
	page_sentence(page, record_points.help);
	add_columns(page, &record_point, &none, "column");
	add_table(page, &record_failures);
	add_table(page, &record_point_warnings);
}

static void add_fixed(struct page *page)
{
	static const struct table *const tables[] = {
		&record_summary, &record_replications, &record_batches, &record_histograms, &record_runs
	};

	for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
		add_table(page, tables[i]);
		if (tables[i] != &record_summary)
			continue;
		page_paragraph(page, "Attributes of the group:");
		add_columns(page, NULL, record_summary_attributes, "attribute");
	}
}

/* The tables of a world with everything. That it is valid is known when the program is tested. */
static void add_models(struct page *page)
{
	struct diag *diag = diag_new();
	struct scenario *scenario = scenario_of_text("the full scenario", model_full_scenario, diag);
	struct sim sim;
	uint32_t n = 0;
	const struct table *table = NULL;

	if (scenario) {
		sim_init(&sim, 1, 0);
		if (model_build(&sim, scenario_config(scenario), diag))
			table = model_tables(&sim, &n);
	}
	for (uint32_t i = 0; i < n; i++)
		add_table(page, &table[i]);
	diag_print(diag, stderr);
	if (scenario) {
		model_free(&sim);
		sim_fini(&sim);
		scenario_free(scenario);
	}
	diag_free(diag);
}

void manual_results(struct page *page)
{
	page_paragraph(page, "A run writes one HDF5 file. A table is a group; its columns are datasets of one length, each with `units` (UDUNITS) and "
		       "`long_name`. A category is a column of small integers with `flag_values` and `flag_meanings`. NaN is \"none\". "
		       "How to load it: [results/README.md](../../results/README.md). `fogline inspect FILE.h5 TABLE` prints a table.");
	page_heading(page, 1, "Attributes of the root");
	add_columns(page, NULL, record_attributes, "attribute");
	page_heading(page, 1, "What led to the run");
	page_paragraph(page, "Single texts at the root:");
	add_columns(page, NULL, record_texts, "column");
	add_table(page, &record_overrides);
	add_table(page, &record_inputs);
	page_heading(page, 2, "`/run`");
	page_paragraph(page, "Single values, and tables of its own: all that differs between two runs of one scenario and seed. Left out with `FOGLINE_RUN_INFO=0`.");
	add_columns(page, NULL, record_run, "column");
	page_heading(page, 1, "What was measured");
	page_paragraph(page, "The measures themselves: [measures](measures.md). Numbers of a row of measures are in the measure's unit, which `/summary` names.");
	add_fixed(page);
	add_sweep(page);
	page_heading(page, 1, "Tables of the models");
	page_paragraph(page, "Which of them and of their columns a file has depends on the scenario.");
	add_models(page);
}
