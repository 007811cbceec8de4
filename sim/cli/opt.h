#ifndef CLI_OPT_H
#define CLI_OPT_H

#include "sim/base/diag.h"
#include "sim/cli/command.h"

#include <stdint.h>
#include <stdio.h>

/*
 * Options. One table for each command drives parsing, --help and the
 * suggestions for unknown names. Only full names are taken; a value stands behind `=` or in the next word.
 */
enum option_kind {
	OPTION_FLAG,               /* bool */
	OPTION_TEXT,               /* const char *; the last one given wins */
	OPTION_LIST,               /* struct words; may be repeated */
	OPTION_COUNT               /* uint64_t, at least 1 */
};

struct option {
	const char *name;          /* without the dashes; NULL ends a table */
	char letter;               /* 0: none */
	enum option_kind kind;
	size_t offset;             /* in the command's settings */
	const char *argument;      /* how help names the value; NULL for a flag */
	const char *help;
};

/* The kind and offset of an option, with the field's type checked at compile time. */
#define OPT_FIELD_(T, f, type) _Generic(&((T *)0)->f, type *: offsetof(T, f))
#define O_FLAG(T, f)  OPTION_FLAG, OPT_FIELD_(T, f, bool)
#define O_TEXT(T, f)  OPTION_TEXT, OPT_FIELD_(T, f, const char *)
#define O_LIST(T, f)  OPTION_LIST, OPT_FIELD_(T, f, struct words)
#define O_COUNT(T, f) OPTION_COUNT, OPT_FIELD_(T, f, uint64_t)

enum opt_result { OPT_RUN, OPT_HELP, OPT_WRONG };

/*
 * Read the `argc` words behind the command's name into `settings` (zeroed)
 * and `operands`. OPT_HELP if help is asked for; OPT_WRONG with errors in diag. opt_release()
 * frees what the lists hold; the words themselves are those of argv.
 */
enum opt_result opt_parse(const struct command *command, int argc, char **argv, void *settings,
			  struct words *operands, struct diag *diag);
void opt_release(const struct command *command, void *settings, struct words *operands);

/* The option that `word` names, and in *value what stands in the same word, or NULL; NULL if it names none. */
const struct option *opt_find(const struct command *command, const char *word, const char **value);

/* The help page of one command, and of the program. */
void opt_help(const struct command *command, FILE *out);
void opt_overview(FILE *out);

/* Add a word to a list. */
void words_add(struct words *words, const char *word);

#endif
