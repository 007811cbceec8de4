/* `fogline check`: what was understood of a scenario, in one page, without running it. */
#include "sim/cli/loading.h"

#include "sim/base/json.h"
#include "sim/kernel/model.h"

#include <stdlib.h>

struct settings {
	struct changes changes;   /* silent: as JSON */
};

static const struct option options[] = {
	{ "set", 0, O_LIST(struct settings, changes.set), "PATH=VALUE", "override a key of the scenario; repeatable" },
	{ "json", 0, O_FLAG(struct settings, changes.silent), NULL, "messages and page as one object, on standard output" },
	{ 0 }
};

static void add_message(struct text *out, const struct diag_message *message)
{
	text_add(out, "{\"severity\": \"%s\", \"source\": ", message->severity == DIAG_ERROR ? "error" : "warning");
	json_add_text(out, message->mark.source);
	if (message->mark.line)
		text_add(out, ", \"line\": %u, \"column\": %u", (unsigned)message->mark.line, (unsigned)message->mark.column);
	text_add(out, ", \"text\": ");
	json_add_text(out, message->text);
	text_add(out, "}");
}

/* All messages, also those beyond what is printed at once. */
static void print_json(struct diag *diag, const char *page, bool valid)
{
	struct text out = { 0 };
	size_t n;
	const struct diag_message *message = diag_messages(diag, &n);

	text_add(&out, "{\"valid\": %s,\n\"messages\": [", valid ? "true" : "false");
	for (size_t i = 0; i < n; i++) {
		text_add(&out, "%s\n  ", i ? "," : "");
		add_message(&out, &message[i]);
	}
	text_add(&out, "%s],\n\"understood\": ", n ? "\n" : "");
	json_add_text(&out, page);
	text_add(&out, "}\n");
	fputs(out.text, stdout);
	text_fini(&out);
}

/* One line about the axes of `sweep:`, if there are any. */
static void add_axes(const struct scenario *scenario, struct text *page)
{
	char *axes = scenario_axes(scenario);

	if (axes)
		text_add(page, "sweep: left out here, as by 'run'; 'fogline sweep' runs it over %s\n", axes);
	free(axes);
}

static int cmd_check(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	struct loaded loaded;
	struct text page = { 0 };
	bool valid = loaded_build(&loaded, operands->item[0], &settings->changes);

	if (valid) {
		model_describe(&loaded.sim, &page);
		add_axes(loaded.scenario, &page);
	}
	if (settings->changes.silent)
		print_json(loaded.diag, page.text, valid);
	else
		fputs(page.text ? page.text : "", stdout);
	text_fini(&page);
	loaded_fini(&loaded);
	return valid ? EXIT_DONE : EXIT_WRONG;
}

const struct command command_check = {
	.name = "check",
	.arguments = "SCENARIO",
	.help = "read and check a scenario, print what was understood",
	.least = 1,
	.most = 1,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_check,
};
