/* `fogline`: the table of commands, and the way into one of them. */
#include "sim/cli/command.h"

#include "sim/base/diag.h"
#include "sim/base/memory.h"
#include "sim/cli/complete.h"
#include "sim/cli/opt.h"
#include "sim/cli/places.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct command *const commands[] = {
	&command_run,
	&command_sweep,
	&command_merge,
	&command_check,
	&command_show,
	&command_inspect,
	&command_compare,
	&command_plot,
	&command_report,
	&command_topology,
	&command_list,
	&command_help,
	NULL
};

const struct command *command_find(const char *name)
{
	size_t i;

	for (i = 0; commands[i]; i++)
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	return NULL;
}

static int unknown_command(const char *name)
{
	const char *names[sizeof(commands) / sizeof(commands[0])];
	struct diag *diag = diag_new();
	size_t n;

	for (n = 0; commands[n]; n++)
		names[n] = commands[n]->name;
	diag_unknown(diag, (struct mark){ 0 }, "command", name, names, n);
	diag_print(diag, stderr);
	diag_free(diag);
	fputs("'fogline help' lists the commands\n", stderr);
	return EXIT_WRONG;
}

static int run_command(const struct command *command, int argc, char **argv)
{
	void *settings = xcalloc(1, command->settings_size + 1);
	struct words operands = { 0 };
	struct diag *diag = diag_new();
	int code = EXIT_DONE;

	switch (opt_parse(command, argc, argv, settings, &operands, diag)) {
	case OPT_RUN:
		code = command->run(settings, &operands);
		break;
	case OPT_HELP:
		opt_help(command, stdout);
		break;
	case OPT_WRONG:
		diag_print(diag, stderr);
		fprintf(stderr, "'fogline help %s' shows how it is used\n", command->name);
		code = EXIT_WRONG;
		break;
	}
	diag_free(diag);
	opt_release(command, settings, &operands);
	free(settings);
	return code;
}

static int dispatch(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		opt_overview(stderr);
		return EXIT_WRONG;
	}
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		opt_overview(stdout);
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--version") == 0) {
		printf("fogline %s\n", places_version());
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "__complete") == 0)
		return complete_words(argc - 2, argv + 2);
	command = command_find(argv[1]);
	if (!command)
		return unknown_command(argv[1]);
	return run_command(command, argc - 2, argv + 2);
}

int main(int argc, char **argv)
{
	int code = dispatch(argc, argv);

	if ((fflush(stdout) != 0 || ferror(stdout)) && code == EXIT_DONE) {
		fprintf(stderr, "error: cannot write to standard output: %s\n", strerror(errno));
		code = EXIT_FAILED;
	}
	return code;
}
