#ifndef CLI_COMPLETE_H
#define CLI_COMPLETE_H

#include "sim/base/text.h"
#include "sim/cli/command.h"

/*
 * `fogline __complete WORD...`: what the last word may be continued to, for
 * the completion of shells. A line for each: the word, a tab, and what it
 * means. All comes from the tables that parse and explain.
 */
int complete_words(int argc, char **argv);

/* Candidates for one word in the making. */
struct candidates {
	const char *word;          /* as far as it is typed */
	const char *before;        /* what goes before every candidate: "--set=" */
	struct text lines;
};

/* Add one, if the word may be continued to it. */
void candidates_add(struct candidates *candidates, const char *text, const char *help);

/* Add the words of column `name` of /summary in the results file `path`, each once; none if there is no such file or column. */
void candidates_add_column(struct candidates *candidates, const char *path, const char *name);

#endif
