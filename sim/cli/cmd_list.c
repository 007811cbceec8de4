/* `fogline list`: what there is to choose from, out of the tables that the reader itself uses. */
#include "sim/cli/complete.h"
#include "sim/cli/opt.h"
#include "sim/cli/places.h"
#include "sim/cli/table.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/scenario/language.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>

static void print(struct text_table *table)
{
	table_print(table, true, stdout);
	table_fini(table);
}

static void list_classes(bool policies, bool models)
{
	struct text_table table;

	table_init(&table, 2);
	for (size_t i = 0; model_classes[i]; i++) {
		bool policy = choice_is_policy(model_classes[i]->slot);

		if ((policy && !policies) || (!policy && !models))
			continue;
		table_cell(&table, "%s.%s", model_classes[i]->slot, model_classes[i]->name);
		table_cell(&table, "%s", model_classes[i]->help);
	}
	print(&table);
}

static void list_policies(void)
{
	list_classes(true, false);
}

static void list_models(void)
{
	list_classes(false, true);
}

static void list_distributions(void)
{
	struct text_table table;

	table_init(&table, 2);
	for (size_t i = 0; distribution_classes[i]; i++) {
		table_cell(&table, "%s", distribution_classes[i]->name);
		table_cell(&table, "%s", distribution_classes[i]->help);
	}
	print(&table);
}

/* The presets that an entry of the root's key `nodes` may name. */
static void list_devices(void)
{
	const struct param *root, *row;
	struct text_table table;

	table_init(&table, 2);
	for (root = scenario_params; root->name; root++) {
		if (strcmp(root->name, "nodes") != 0)
			continue;
		for (row = root->table; row && row->name; row++)
			for (const struct preset *p = row->presets; p && p->name; p++) {
				table_cell(&table, "%s", p->name);
				table_cell(&table, "%s", p->help);
			}
	}
	print(&table);
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

static void list_files(const char *name, const char *suffix, bool whole)
{
	char *folder = places_data(name);
	size_t n;
	char **names = names_in(folder, suffix, &n);

	for (size_t i = 0; i < n; i++) {
		char *path = text_format("%s/%s", folder, names[i]);
		char *comment = first_comment(path);

		if (!whole)
			names[i][strlen(names[i]) - strlen(suffix)] = '\0';
		printf("%s\n    %s\n", whole ? path : names[i], comment);
		free(comment);
		free(path);
		free(names[i]);
	}
	free(names);
	free(folder);
}

static void list_plots(void)
{
	list_files("plots", ".gp", false);
}

static void list_scenarios(void)
{
	list_files("scenarios", ".yaml", true);
}

static const struct topic {
	const char *name, *help;
	void (*list)(void);
} topics[] = {
	{ "policies", "who decides: which instance serves a message, which nodes host instances", list_policies },
	{ "models", "what else is chosen by a word in a scenario", list_models },
	{ "distributions", "how a quantity may be drawn", list_distributions },
	{ "devices", "hardware that a node may name as its model", list_devices },
	{ "plots", "kinds of plots", list_plots },
	{ "scenarios", "scenarios that came with fogline", list_scenarios },
};

enum { TOPICS = sizeof(topics) / sizeof(topics[0]) };

static const char slot_help[] = "the words of this slot of the language";

/* Whether it is the first class of its slot: those of one slot stand together. */
static bool begins_slot(size_t i)
{
	return i == 0 || strcmp(model_classes[i]->slot, model_classes[i - 1]->slot) != 0;
}

/* Topics, then slots. */
static void list_topics(void)
{
	struct text_table table;

	table_init(&table, 2);
	for (size_t i = 0; i < TOPICS; i++) {
		table_cell(&table, "%s", topics[i].name);
		table_cell(&table, "%s", topics[i].help);
	}
	for (size_t i = 0; model_classes[i]; i++) {
		if (!begins_slot(i))
			continue;
		table_cell(&table, "%s", model_classes[i]->slot);
		table_cell(&table, "%s", slot_help);
	}
	print(&table);
}

/* The classes of one slot; false if there is no such slot. */
static bool list_slot(const char *slot)
{
	struct text_table table;
	bool found;

	table_init(&table, 2);
	for (size_t i = 0; model_classes[i]; i++) {
		if (strcmp(model_classes[i]->slot, slot) != 0)
			continue;
		table_cell(&table, "%s", model_classes[i]->name);
		table_cell(&table, "%s", model_classes[i]->help);
	}
	found = table.n_cells > 0;
	print(&table);
	return found;
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

static int cmd_list(const void *settings, const struct words *operands)
{
	(void)settings;
	if (operands->n == 0) {
		list_topics();
		return EXIT_DONE;
	}
	for (size_t i = 0; i < TOPICS; i++) {
		if (strcmp(topics[i].name, operands->item[0]) == 0) {
			topics[i].list();
			return EXIT_DONE;
		}
	}
	return list_slot(operands->item[0]) ? EXIT_DONE : unknown_topic(operands->item[0]);
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
	.run = cmd_list,
	.complete = complete,
};
