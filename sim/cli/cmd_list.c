/* `fogline list`: what there is to choose from, out of the tables that the reader itself uses. */
#include "sim/cli/complete.h"
#include "sim/cli/opt.h"
#include "sim/cli/places.h"
#include "sim/cli/plot.h"
#include "sim/cli/table.h"

#include "sim/base/json.h"
#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/scenario/language.h"

#include <dirent.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct settings { bool json; };

static const struct option options[] = {
	{ "json", 0, O_FLAG(struct settings, json), NULL, "a list of objects with name and help" },
	{ 0 }
};

/* What is listed: rows of a name and what it is. */
static void add(struct text_table *table, const char *name, const char *help)
{
	table_cell(table, "%s", name);
	table_cell(table, "%s", help);
}

static void list_classes(struct text_table *table, bool policies)
{
	for (size_t i = 0; model_classes[i]; i++) {
		if (choice_is_policy(model_classes[i]->slot) != policies)
			continue;
		table_cell(table, "%s.%s", model_classes[i]->slot, model_classes[i]->name);
		table_cell(table, "%s", model_classes[i]->help);
	}
}

static void list_policies(struct text_table *table)
{
	list_classes(table, true);
}

static void list_models(struct text_table *table)
{
	list_classes(table, false);
}

static void list_distributions(struct text_table *table)
{
	for (size_t i = 0; distribution_classes[i]; i++)
		add(table, distribution_classes[i]->name, distribution_classes[i]->help);
}

/* The presets that an entry of the root's key `nodes` may name. */
static void list_devices(struct text_table *table)
{
	const struct param *nodes = param_find(scenario_params, "nodes");

	for (const struct param *row = nodes ? nodes->table : NULL; row && row->name; row++)
		for (const struct preset *p = row->presets; p && p->name; p++) {
			char *help = text_format("%s%s", p->help, p->rough ? " (orders of magnitude)" : "");

			add(table, p->name, help);
			free(help);
		}
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The names in `folder` that end in `suffix`, sorted; *n is how many. The caller frees them. */
static char **names_in(const char *folder, const char *suffix, size_t *n)
{
	DIR *directory = opendir(folder);
	struct dirent *entry;
	char **names = NULL;

	*n = 0;
	while (directory && (entry = readdir(directory))) {
		const char *dot = strrchr(entry->d_name, '.');

		if (!dot || strcmp(dot, suffix) != 0)
			continue;
		names = xrealloc(names, (*n + 1) * sizeof(*names));
		names[(*n)++] = xstrdup(entry->d_name);
	}
	if (directory)
		closedir(directory);
	if (*n > 1)
		qsort(names, *n, sizeof(*names), by_name);
	return names;
}

/* The text of the comment that begins the file, first line; empty if it begins otherwise. The caller frees it. */
static char *first_comment(const char *path)
{
	char line[256] = "";
	FILE *in = fopen(path, "r");
	bool comment = in && fgets(line, sizeof(line), in) && line[0] == '#';

	if (in)
		fclose(in);
	line[strcspn(line, "\n")] = '\0';
	return xstrdup(comment ? line + 1 + strspn(line + 1, " ") : "");
}

static void list_plots(struct text_table *table)
{
	for (size_t i = 0; plot_kinds[i]; i++)
		add(table, plot_kinds[i]->name, plot_kinds[i]->help);
	add(table, "topology", "what the network of a scenario looks like: fogline topology SCENARIO -o FILE.png");
}

static void list_scenarios(struct text_table *table)
{
	char *folder = places_data("scenarios");
	size_t n;
	char **names = names_in(folder, ".yaml", &n);

	for (size_t i = 0; i < n; i++) {
		char *path = text_format("%s/%s", folder, names[i]);
		char *comment = first_comment(path);

		add(table, path, comment);
		free(comment);
		free(path);
		free(names[i]);
	}
	free(names);
	free(folder);
}

static const struct topic {
	const char *name, *help;
	void (*list)(struct text_table *table);
	bool files;                /* long names: what they are stands below them */
} topics[] = {
	{ "policies", "who decides: which instance serves a message, which nodes host instances", list_policies, false },
	{ "models", "what else is chosen by a word in a scenario", list_models, false },
	{ "distributions", "how a quantity may be drawn", list_distributions, false },
	{ "devices", "hardware that a node may name as its model", list_devices, false },
	{ "plots", "kinds of plots", list_plots, true },
	{ "scenarios", "scenarios that came with fogline", list_scenarios, true },
};

enum { TOPICS = sizeof(topics) / sizeof(topics[0]) };

static const char slot_help[] = "what may be chosen there in a scenario";

/* Whether no class before it is of its slot. */
static bool begins_slot(size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (strcmp(model_classes[i]->slot, model_classes[k]->slot) == 0)
			return false;
	return true;
}

/* Topics, then slots. */
static void list_topics(struct text_table *table)
{
	for (size_t i = 0; i < TOPICS; i++)
		add(table, topics[i].name, topics[i].help);
	for (size_t i = 0; model_classes[i]; i++)
		if (begins_slot(i))
			add(table, model_classes[i]->slot, slot_help);
}

static void list_slot(struct text_table *table, const char *slot)
{
	for (size_t i = 0; model_classes[i]; i++)
		if (strcmp(model_classes[i]->slot, slot) == 0)
			add(table, model_classes[i]->name, model_classes[i]->help);
}

/* ---- printing ---- */

static void print_json(const struct text_table *table)
{
	struct text out = { 0 };

	for (size_t i = 0; i < table->n_cells; i += 2) {
		text_add(&out, "%s\n  {\"name\": ", i ? "," : "");
		json_add_text(&out, table->cell[i]);
		text_add(&out, ", \"help\": ");
		json_add_text(&out, table->cell[i + 1]);
		text_add(&out, "}");
	}
	printf("[%s\n]\n", out.text ? out.text : "");
	text_fini(&out);
}

static void print(const struct text_table *table, bool files, bool json)
{
	if (json)
		print_json(table);
	else if (!files)
		table_print(table, true, stdout);
	for (size_t i = 0; files && !json && i < table->n_cells; i += 2) {
		struct text out = { 0 };

		text_add(&out, "%s\n    ", table->cell[i]);
		text_wrap(&out, table->cell[i + 1], isatty(STDOUT_FILENO) ? 80 : SIZE_MAX, 4);
		fputs(out.text, stdout);
		text_fini(&out);
	}
}

static int unknown_topic(const char *name)
{
	const char *names[TOPICS];
	struct diag *diag = diag_new();

	for (size_t i = 0; i < TOPICS; i++)
		names[i] = topics[i].name;
	diag_unknown(diag, (struct mark){ 0 }, "topic", name, names, TOPICS);
	diag_print(diag, stderr);
	diag_free(diag);
	return EXIT_WRONG;
}

static const struct topic *find_topic(const char *name)
{
	for (size_t i = 0; i < TOPICS; i++)
		if (strcmp(topics[i].name, name) == 0)
			return &topics[i];
	return NULL;
}

static int cmd_list(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	const char *name = operands->n ? operands->item[0] : NULL;
	const struct topic *topic = name ? find_topic(name) : NULL;
	struct text_table table;
	bool known = true;

	table_init(&table, 2);
	if (!name) {
		list_topics(&table);
	} else if (topic) {
		topic->list(&table);
	} else {
		list_slot(&table, name);
		known = table.n_cells > 0;
	}
	if (known)
		print(&table, topic && topic->files, settings->json);
	table_fini(&table);
	return known ? EXIT_DONE : unknown_topic(name);
}

static bool complete(const char *what, const struct words *operands, struct candidates *candidates)
{
	(void)what;
	(void)operands;
	for (size_t i = 0; i < TOPICS; i++)
		candidates_add(candidates, topics[i].name, topics[i].help);
	for (size_t i = 0; model_classes[i]; i++)
		if (begins_slot(i))
			candidates_add(candidates, model_classes[i]->slot, slot_help);
	return true;
}

const struct command command_list = {
	.name = "list",
	.arguments = "[TOPIC]",
	.help = "list what there is: policies, models, devices, plots, scenarios",
	.details = "Without TOPIC the topics are listed. A slot of the language is a topic too.",
	.least = 0,
	.most = 1,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_list,
	.complete = complete,
};
