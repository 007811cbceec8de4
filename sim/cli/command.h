#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A command of `fogline`: one file, one of these at its end. main.c parses
 * the options by its table and calls `run`.
 */
struct option;
struct candidates;

/* Words of the command line, borrowed from argv. */
struct words {
	const char **item;
	size_t n;
};

/* What the program returns to the shell. */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_FAILED = 1,           /* the run failed: input or output, a resource, a violated law */
	EXIT_WRONG = 2,            /* wrong usage, wrong scenario */
	EXIT_REFUTED = 3,          /* a comparison or check that was asked for does not hold */
	EXIT_INTERRUPTED = 130,    /* SIGINT */
	EXIT_TERMINATED = 143      /* SIGTERM, SIGUSR1 */
};

struct command {
	const char *name;
	const char *arguments;           /* "SCENARIO", "[TOPIC]"; as shown in the usage line */
	const char *help;                /* one line */
	const char *details;             /* more lines for --help; NULL: none */
	size_t least, most;              /* how many operands */
	const struct option *options;    /* a NULL name ends them */
	size_t settings_size;            /* of the zeroed struct that the options fill; 0: none */
	/* Returns an exit code. Both arguments are borrowed. */
	int (*run)(const void *settings, const struct words *operands);
	/*
	 * For completion: add what may stand for `what`, a word of the usage line or of an option's argument, given the operands
	 * before it. False if it is a word that means the same everywhere (SCENARIO, FILE.h5). NULL: all are.
	 */
	bool (*complete)(const char *what, const struct words *operands, struct candidates *candidates);
};

extern const struct command command_run, command_sweep, command_merge, command_check, command_show, command_inspect, command_compare, command_plot, command_report, command_topology, command_list,
	command_help;

/* All commands, NULL-terminated, in the order in which help shows them. */
extern const struct command *const commands[];

/* The command called `name`; NULL if there is none. */
const struct command *command_find(const char *name);

#endif
