/* `fogline help`: the program, a command, a page of the manual, a word, or a place in the language of scenarios. */
#include "sim/cli/commands_page.h"
#include "sim/cli/complete.h"
#include "sim/cli/opt.h"
#include "sim/cli/places.h"

#include "sim/kernel/model.h"
#include "sim/manual/manual.h"
#include "sim/scenario/scenario.h"

#include <stdlib.h>
#include <string.h>

struct settings { const char *format; };

static const struct option options[] = {
	{ "format", 0, O_TEXT(struct settings, format), "FORMAT", "text, markdown, man or json-schema [text]" },
	{ 0 }
};

static const char language[] = "scenario";

/* The pages of the manual; each is one file of docs/reference. */
static const struct topic {
	const char *name, *title;
	void (*write)(struct page *page);
} topics[] = {
	{ language, "The scenario language", manual_scenario },
	{ "policies", "Policies", manual_policies },
	{ "models", "Models", manual_models },
	{ "measures", "Measures", manual_measures },
	{ "results", "Tables of a results file", manual_results },
	{ "commands", "Commands", commands_page },
};

enum { TOPICS = sizeof topics / sizeof *topics };

/* The man pages: which pages of the manual each has. */
static const struct man {
	const char *topic, *name;
	int section;
	const char *title;
	const char *parts[4];
	const char *see_also;
} man_pages[] = {
	{ "commands", "fogline", 1, "simulate edge and fog computing", { "commands" }, "`fogline-scenario`(5), `fogline-results`(5)" },
	{ language, "fogline-scenario", 5, "the language of scenarios of fogline", { language, "policies", "models" },
	  "`fogline`(1), `fogline-results`(5)" },
	{ "results", "fogline-results", 5, "results files of fogline", { "results", "measures" }, "`fogline`(1), `fogline-scenario`(5)" },
};

static const struct topic *find_topic(const char *name)
{
	for (size_t i = 0; i < TOPICS; i++)
		if (strcmp(topics[i].name, name) == 0)
			return &topics[i];
	return NULL;
}

static int print_page(struct page *page)
{
	fputs(page->text.text ? page->text.text : "", stdout);
	text_fini(&page->text);
	return EXIT_DONE;
}

static int print_topic(const struct topic *topic, const struct page_style *style)
{
	struct page page = { .style = style };

	page_begin(&page, topic->name, 0, topic->title);
	topic->write(&page);
	return print_page(&page);
}

static int print_man(const struct man *man)
{
	struct page page = { .style = &page_man, .version = places_version() };

	page_begin(&page, man->name, man->section, man->title);
	if (man->section != 1)
		page_heading(&page, 1, "Description");
	for (size_t i = 0; man->parts[i]; i++) {
		const struct topic *topic = find_topic(man->parts[i]);

		if (i)
			page_heading(&page, 1, "%s", topic->title);
		/* What would be a section of its own is below that of its part. */
		page.level = i > 0;
		topic->write(&page);
		page.level = 0;
	}
	page_heading(&page, 1, "See also");
	page_paragraph(&page, "%s", man->see_also);
	return print_page(&page);
}

/* ---- what is not there ---- */

static int wrong(struct diag *diag)
{
	diag_print(diag, stderr);
	diag_free(diag);
	return EXIT_WRONG;
}

static int unknown_topic(const char *topic)
{
	const char *names[64], *nearest = manual_nearest(topic);
	struct diag *diag = diag_new();
	size_t n = 0;

	for (size_t i = 0; i < TOPICS; i++)
		names[n++] = topics[i].name;
	for (size_t i = 0; commands[i] && n < sizeof names / sizeof *names; i++)
		names[n++] = commands[i]->name;
	/* The words of the program itself come first. */
	if (nearest && !text_nearest(topic, names, n))
		diag_error(diag, (struct mark){ 0 }, "unknown topic '%s'; did you mean '%s'?", topic, nearest);
	else
		diag_unknown(diag, (struct mark){ 0 }, "topic", topic, names, n);
	return wrong(diag);
}

static const char *const formats[] = { "text", "markdown", "man", "json-schema" };

static int no_format(const char *format, const char *topic)
{
	struct diag *diag = diag_new();
	size_t i = 0;

	while (i < sizeof formats / sizeof *formats && strcmp(formats[i], format) != 0)
		i++;
	if (i < sizeof formats / sizeof *formats)
		diag_error(diag, (struct mark){ 0 }, "there is no page about '%s' in the format %s", topic, format);
	else
		diag_unknown(diag, (struct mark){ 0 }, "format", format, formats, sizeof formats / sizeof *formats);
	return wrong(diag);
}

/* ---- formats ---- */

static int help_as(const char *format, const char *name)
{
	const struct topic *topic = find_topic(name);

	if (strcmp(format, "markdown") == 0 && topic)
		return print_topic(topic, &page_markdown);
	if (strcmp(format, "json-schema") == 0 && strcmp(name, language) == 0) {
		char *schema = manual_schema();

		fputs(schema, stdout);
		free(schema);
		return EXIT_DONE;
	}
	if (strcmp(format, "man") == 0)
		for (size_t i = 0; i < sizeof man_pages / sizeof *man_pages; i++)
			if (strcmp(man_pages[i].topic, name) == 0)
				return print_man(&man_pages[i]);
	return no_format(format, name);
}

/* The place that a topic names in the language; NULL if it is no such topic. */
static const char *place_of(const char *topic)
{
	size_t length = sizeof(language) - 1;

	if (strncmp(topic, language, length) == 0 && (topic[length] == '.' || !topic[length]))
		return topic + length + (topic[length] == '.');
	return strchr(topic, '.') ? topic : NULL;
}

static int explain(const char *place)
{
	struct page page = { .style = &page_plain };
	struct diag *diag = diag_new();

	if (!manual_help(place, &page, diag)) {
		text_fini(&page.text);
		return wrong(diag);
	}
	diag_free(diag);
	return print_page(&page);
}

static int explain_word(const char *word)
{
	struct page page = { .style = &page_plain };

	if (manual_word(word, &page))
		return print_page(&page);
	text_fini(&page.text);
	return unknown_topic(word);
}

static int cmd_help(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	const char *name = operands->n ? operands->item[0] : NULL;
	const struct command *command = name ? command_find(name) : NULL;
	const char *place = name ? place_of(name) : NULL;

	if (settings->format && strcmp(settings->format, "text") != 0)
		return help_as(settings->format, name ? name : "commands");
	if (!name)
		opt_overview(stdout);
	else if (command)
		opt_help(command, stdout);
	else if (place)
		return explain(place);
	else
		return find_topic(name) ? print_topic(find_topic(name), &page_plain) : explain_word(name);
	return EXIT_DONE;
}

/* ---- completion ---- */

static void add_place(void *with, const char *text, const char *help)
{
	char *place = text_format("%s.%s", language, text);

	candidates_add(with, place, help);
	free(place);
}

static void add_places(struct candidates *candidates)
{
	size_t length = sizeof(language) - 1;
	bool inside = strncmp(candidates->word, language, length) == 0 && candidates->word[length] == '.';

	if (inside)
		scenario_complete(NULL, candidates->word + length + 1, false, add_place, candidates);
	else
		candidates_add(candidates, "scenario.", "a key of the scenario language");
	for (size_t i = 0; model_classes[i]; i++) {
		char *class = text_format("%s.%s", model_classes[i]->slot, model_classes[i]->name);

		/* All of them at once would hide the rest. */
		if (strncmp(candidates->word, class, strcspn(class, ".") + 1) == 0)
			candidates_add(candidates, class, model_classes[i]->help);
		free(class);
	}
}

static bool complete(const char *what, const struct words *operands, struct candidates *candidates)
{
	(void)operands;
	if (strcmp(what, "TOPIC") == 0)
		for (size_t i = 0; i < TOPICS; i++)
			candidates_add(candidates, topics[i].name, topics[i].title);
	else if (strcmp(what, "FORMAT") == 0)
		for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
			candidates_add(candidates, formats[i], "");
	else if (strcmp(what, "scenario.KEY.PATH") == 0)
		add_places(candidates);
	else
		return false;
	return true;
}

const struct command command_help = {
	.name = "help",
	.arguments = "[COMMAND | TOPIC | WORD | scenario.KEY.PATH]",
	.help = "explain a command, a topic, or a key of the scenario language",
	.details = "TOPIC is scenario, policies, models, measures, results or commands.\n"
		   "'fogline help scenario.nodes' shows the keys of a node, 'fogline help SLOT.NAME'\n"
		   "one of the words that 'fogline list policies' and 'fogline list models' print;\n"
		   "a WORD alone, such as nearest, utilisation or bandwidth, all that it names.\n"
		   "--format markdown prints a topic as in docs/reference, man those that have a man\n"
		   "page (commands, scenario, results), json-schema what editors read of scenario.",
	.least = 0,
	.most = 1,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_help,
	.complete = complete,
};
