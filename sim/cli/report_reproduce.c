/* What was taken for granted, and how to get the same results again. */
#include "sim/cli/report.h"

#include "sim/base/memory.h"
#include "sim/cli/places.h"
#include "sim/kernel/model.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *attribute(struct results *results, const char *name)
{
	const char *text = results_attribute(results, name);

	return text ? text : "";
}

/* Whether `text` has `word`, and no letter, digit, - or _ beside it. */
static bool has_word(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word)) {
		char before = at == text ? ' ' : at[-1], after = at[length];

		if (!isalnum((unsigned char)before) && !strchr("-_", before) && !isalnum((unsigned char)after) && (!after || !strchr("-_", after)))
			return true;
	}
	return false;
}

/* Whether some results were made by a scenario that names the class. */
static bool is_used(const struct report *report, const struct model_class *class)
{
	for (size_t i = 0; i < report->n; i++)
		if (has_word(attribute(report->results[i], "effective_scenario"), class->name))
			return true;
	return false;
}

static void add_item(struct text *page, const char *subject, const char *text, const char *source)
{
	text_add(page, "<dt>");
	html_text(page, subject);
	text_add(page, "</dt><dd>");
	html_marked(page, text);
	if (source) {
		text_add(page, " <span class=\"soft\">(");
		html_text(page, source);
		text_add(page, ")</span>");
	}
	text_add(page, "</dd>\n");
}

void report_assumptions(struct report *report)
{
	struct text *page = &report->page;

	text_add(page, "<h2 id=\"assumptions\">Assumptions in force</h2>\n<p>As fogline %s has them, which made this page.</p>\n<dl>\n", places_version());
	for (const struct model_assumption *a = model_assumptions; a->subject; a++)
		add_item(page, a->subject, a->text, a->source);
	text_add(page, "</dl>\n<h3>Of the models that the scenario names</h3>\n<dl>\n");
	for (size_t i = 0; model_classes[i]; i++)
		if (model_classes[i]->assumptions && is_used(report, model_classes[i])) {
			char *subject = text_format("%s: %s", model_classes[i]->slot, model_classes[i]->name);

			add_item(page, subject, model_classes[i]->assumptions, model_classes[i]->source);
			free(subject);
		}
	text_add(page, "</dl>\n");
}

/* ---- doing it again ---- */

/* A word of a command line for a shell. */
static void add_word(struct text *line, const char *word)
{
	bool plain = *word && strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/=:,+%") == strlen(word);

	text_add(line, "%s", plain ? " " : " '");
	for (; *word; word++)
		if (*word == '\'')
			text_add(line, "'\\''");
		else
			text_append(line, word, 1);
	text_add(line, "%s", plain ? "" : "'");
}

static const struct results_table *table_of(struct report *report, size_t file, const char *name)
{
	return results_has_table(report->results[file], name) ? results_table(report->results[file], name, report->diag) : NULL;
}

static char *command_line(struct report *report, size_t file)
{
	const struct results_table *table = table_of(report, file, "overrides");
	const struct results_column *override = table ? results_column(table, "override") : NULL;
	struct text line = { 0 };

	text_add(&line, results_has_table(report->results[file], "points") ? "fogline sweep" : "fogline run");
	add_word(&line, attribute(report->results[file], "scenario_name"));
	for (uint64_t i = 0; override && override->kind == RESULTS_WORD && i < table->rows; i++) {
		const char *text = override->word[i], *space = strchr(text, ' ');
		char *option = text_format("%.*s", (int)(space ? space - text : (long)strlen(text)), text);
		const char *value = space ? space + 1 : "";

		/* --seed and the like were kept as the keys that they stand for: any key may be set. */
		add_word(&line, strcmp(option, "--vary") == 0 ? option : "--set");
		add_word(&line, value);
		free(option);
	}
	return text_take(&line);
}

static void add_row(struct text_table *table, const char *name, const char *value)
{
	if (!*value)
		return;
	table_cell(table, "%s", name);
	table_cell(table, "%s", value);
}

static void add_facts(struct report *report, size_t file)
{
	struct results *results = report->results[file];
	const struct results_table *run = table_of(report, file, "run"), *inputs = table_of(report, file, "inputs");
	const struct results_column *name = inputs ? results_column(inputs, "name") : NULL, *digest = inputs ? results_column(inputs, "digest") : NULL;
	struct text_table table;
	char buffer[64];

	table_init(&table, 2);
	table_cell(&table, "what");
	table_cell(&table, "value");
	add_row(&table, "results", report->path[file]);
	add_row(&table, "fogline", attribute(results, "fogline_version"));
	add_row(&table, "seed", attribute(results, "seed"));
	add_row(&table, "digest of the effective scenario", attribute(results, "digest"));
	for (uint32_t c = 0; run && c < run->n_columns; c++)
		if (run->rows)
			add_row(&table, run->column[c].help, report_value(&run->column[c], 0, buffer));
	for (uint64_t i = 0; name && digest && name->kind == RESULTS_WORD && digest->kind == RESULTS_WORD && i < inputs->rows; i++) {
		char *what = text_format("digest of %s", name->word[i]);

		add_row(&table, what, digest->word[i]);
		free(what);
	}
	html_table(&report->page, &table, "Versions and digests");
	table_fini(&table);
}

static void add_source(struct report *report, size_t file, const char *name, const char *label)
{
	const char *text = attribute(report->results[file], name);

	if (!*text)
		return;
	text_add(&report->page, "<details><summary>%s</summary>\n", label);
	html_lines(&report->page, text, label);
	text_add(&report->page, "</details>\n");
}

void report_reproduce(struct report *report, size_t file)
{
	char *line = command_line(report, file);

	text_add(&report->page, "<h3>How to reproduce it</h3>\n<p>The same scenario, seed and version give the same bits, whatever the machine and the number of processors.</p>\n");
	html_lines(&report->page, line, "Command line");
	free(line);
	add_facts(report, file);
	add_source(report, file, "scenario", "The scenario as it was read");
	add_source(report, file, "effective_scenario", "The effective scenario: every default filled in, enough to run it again");
}
