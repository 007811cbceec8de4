/* The commands as a page of the manual, from the tables that parse them. */
#include "sim/cli/commands_page.h"

#include "sim/cli/opt.h"

#include <stdlib.h>

static const struct {
	enum exit_code code;
	const char *help;
} exits[] = {
	{ EXIT_DONE, "done" },
	{ EXIT_FAILED, "it failed: a file, the disk, memory, a law of conservation that did not hold" },
	{ EXIT_WRONG, "wrong usage, or mistakes in the scenario; each is listed with its place" },
	{ EXIT_REFUTED, "a comparison that was asked for does not hold (`compare --fail-if`)" },
	{ EXIT_INTERRUPTED, "interrupted (Ctrl-C); replications that were complete are saved" },
	{ EXIT_TERMINATED, "told to stop (SIGTERM, SIGUSR1); saved likewise" },
};

static const struct {
	const char *name, *help;
} environment[] = {
	{ "FOGLINE_DATA", "folder that has `plots` and `scenarios`, in place of the one that was installed" },
	{ "FOGLINE_RUN_INFO", "0: leave `/run` out of results, so that equal runs are equal byte by byte" },
};

/* Lines of a help text as one paragraph. */
static void add_details(struct page *page, const char *details)
{
	char *text = text_format("%s", details);

	for (char *c = text; *c; c++)
		if (*c == '\n')
			*c = ' ';
	page_paragraph(page, "%s", text);
	free(text);
}

static void add_option(struct page *page, const struct option *option)
{
	if (option->letter)
		page_cell(page, "`--%s%s%s`, `-%c`", option->name, option->argument ? " " : "", option->argument ? option->argument : "",
			  option->letter);
	else
		page_cell(page, "`--%s%s%s`", option->name, option->argument ? " " : "", option->argument ? option->argument : "");
	page_cell(page, "%s", option->help);
}

static void add_command(struct page *page, const struct command *command)
{
	static const struct page_column columns[] = { { "option", NULL }, { "meaning", NULL } };
	char *usage = text_format("fogline %s%s%s%s", command->name, *command->arguments ? " " : "", command->arguments,
				  command->options ? " [OPTION]..." : "");

	page_heading(page, 2, "fogline %s", command->name);
	page_code(page, usage);
	page_sentence(page, command->help);
	if (command->details)
		add_details(page, command->details);
	page_rows_begin(page, columns, 2);
	for (const struct option *o = command->options; o && o->name; o++)
		add_option(page, o);
	page_rows_end(page);
	free(usage);
}

void commands_page(struct page *page)
{
	static const struct page_column codes[] = { { "code", NULL }, { "means", NULL } };
	static const struct page_column variables[] = { { "variable", NULL }, { "does", NULL } };

	page_heading(page, 1, "Synopsis");
	page_code(page, "fogline COMMAND [ARGUMENT]...");
	page_heading(page, 1, "Description");
	page_paragraph(page, "fogline simulates edge and fog computing: a scenario in YAML goes in, an HDF5 file of results comes out. Results go to standard "
		       "output, messages to standard error. Only full names of options are taken; a value stands behind `=` or in the next word. "
		       "`--help` after a command explains it, `fogline --version` prints the version.");
	page_heading(page, 1, "Commands");
	for (size_t i = 0; commands[i]; i++)
		add_command(page, commands[i]);
	page_heading(page, 1, "Exit status");
	page_rows_begin(page, codes, 2);
	for (size_t i = 0; i < sizeof exits / sizeof *exits; i++) {
		page_cell(page, "%d", (int)exits[i].code);
		page_cell(page, "%s", exits[i].help);
	}
	page_rows_end(page);
	page_heading(page, 1, "Environment");
	page_rows_begin(page, variables, 2);
	for (size_t i = 0; i < sizeof environment / sizeof *environment; i++) {
		page_cell(page, "`%s`", environment[i].name);
		page_cell(page, "%s", environment[i].help);
	}
	page_rows_end(page);
}
