/* `fogline help`: the program, a command, or a place in the language of scenarios. */
#include "sim/cli/opt.h"

#include "sim/base/text.h"
#include "sim/scenario/scenario.h"

#include <string.h>

static const char language[] = "scenario";

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
	struct diag *diag = diag_new();
	struct text page = { 0 };
	bool good = scenario_help(place, &page, diag);

	if (good)
		fputs(page.text ? page.text : "", stdout);
	diag_print(diag, stderr);
	text_fini(&page);
	diag_free(diag);
	return good ? EXIT_DONE : EXIT_WRONG;
}

static int unknown_topic(const char *topic)
{
	const char *names[16] = { language };
	struct diag *diag = diag_new();
	size_t n;

	for (n = 0; commands[n] && n + 1 < sizeof(names) / sizeof(names[0]); n++)
		names[n + 1] = commands[n]->name;
	diag_unknown(diag, (struct mark){ 0 }, "topic", topic, names, n + 1);
	diag_print(diag, stderr);
	diag_free(diag);
	return EXIT_WRONG;
}

static int cmd_help(const void *settings, const struct words *operands)
{
	const char *topic = operands->n ? operands->item[0] : NULL;
	const struct command *command;
	const char *place;

	(void)settings;
	if (!topic) {
		opt_overview(stdout);
		return EXIT_DONE;
	}
	command = command_find(topic);
	if (command) {
		opt_help(command, stdout);
		return EXIT_DONE;
	}
	place = place_of(topic);
	return place ? explain(place) : unknown_topic(topic);
}

const struct command command_help = {
	.name = "help",
	.arguments = "[COMMAND | scenario.KEY.PATH]",
	.help = "explain a command, or a key of the scenario language",
	.details = "'fogline help scenario' shows the top of the language, 'fogline help\n"
		   "scenario.nodes' the keys of a node, 'fogline help SLOT.NAME' one of the words\n"
		   "that 'fogline list policies' and 'fogline list models' print.",
	.least = 0,
	.most = 1,
	.run = cmd_help,
};
