/* Completion: which kind of word comes next is read off the usage line and the options of the command. */
#include "sim/cli/complete.h"

#include "sim/cli/opt.h"

#include "sim/base/memory.h"
#include "sim/record/record.h"
#include "sim/scenario/scenario.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The command line up to the word in the making. */
struct line {
	const struct command *command;
	struct words operands;
	const struct option *option;   /* the word is the value of this one; NULL: none */
	bool only_operands;            /* behind `--` */
};

void candidates_add(struct candidates *c, const char *text, const char *help)
{
	if (strncmp(text, c->word, strlen(c->word)) == 0)
		text_add(&c->lines, "%s%s\t%s\n", c->before, text, help ? help : "");
}

void candidates_add_column(struct candidates *candidates, const char *path, const char *name)
{
	struct diag *diag = diag_new();
	struct results *results = results_open(path, diag);
	const struct results_table *table = results ? results_table(results, "summary", diag) : NULL;
	const struct results_column *column = table ? results_column(table, name) : NULL;

	for (uint64_t i = 0; column && column->kind == RESULTS_WORD && i < table->rows; i++) {
		uint64_t k = 0;

		while (strcmp(column->word[k], column->word[i]) != 0)
			k++;
		if (k == i)
			candidates_add(candidates, column->word[i], "");
	}
	results_close(results);
	diag_free(diag);
}

/* ---- files ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool ends_in(const char *name, const char *const *suffixes)
{
	size_t length = strlen(name);

	for (size_t i = 0; suffixes[i]; i++)
		if (length > strlen(suffixes[i]) && strcmp(name + length - strlen(suffixes[i]), suffixes[i]) == 0)
			return true;
	return !suffixes[0];
}

static bool is_folder(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Files with one of the suffixes (none: any), and folders, below the folder that the word begins with. */
static void add_files(struct candidates *c, const char *const *suffixes, bool files)
{
	const char *slash = strrchr(c->word, '/');
	char *folder = slash ? text_format("%.*s", (int)(slash + 1 - c->word), c->word) : xstrdup("");
	DIR *directory = opendir(*folder ? folder : ".");
	struct dirent *entry;
	char **name = NULL;
	size_t n = 0;

	while (directory && (entry = readdir(directory))) {
		bool hidden = entry->d_name[0] == '.' && (slash ? slash[1] : c->word[0]) != '.';
		char *path = text_format("%s%s", folder, entry->d_name);
		bool below = is_folder(path);

		if (hidden || strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 || (!below && !(files && ends_in(path, suffixes)))) {
			free(path);
			continue;
		}
		name = xrealloc(name, (n + 1) * sizeof *name);
		name[n++] = below ? text_format("%s/", path) : xstrdup(path);
		free(path);
	}
	if (directory)
		closedir(directory);
	if (n > 1)
		qsort(name, n, sizeof *name, by_name);
	for (size_t i = 0; i < n; i++) {
		candidates_add(c, name[i], "");
		free(name[i]);
	}
	free(name);
	free(folder);
}

/* ---- what a word of the usage line stands for ---- */

static void add_candidate(void *with, const char *text, const char *help)
{
	candidates_add(with, text, help);
}

/* The words that mean the same in every command. */
static void add_common(struct candidates *c, const char *what, const struct line *line)
{
	static const char *const yaml[] = { ".yaml", ".yml", NULL }, *const results[] = { ".h5", NULL }, *const any[] = { NULL };

	if (strcmp(what, "SCENARIO") == 0)
		add_files(c, yaml, true);
	else if (strcmp(what, "FILE.h5") == 0)
		add_files(c, results, true);
	else if (strcmp(what, "FILE") == 0)
		add_files(c, any, true);
	else if (strcmp(what, "DIR") == 0)
		add_files(c, any, false);
	else if (strncmp(what, "PATH=", strlen("PATH=")) == 0)
		scenario_complete(line->operands.n ? line->operands.item[0] : NULL, c->word, true, add_candidate, c);
	else if (strcmp(what, "COMMAND") == 0)
		for (size_t i = 0; commands[i]; i++)
			candidates_add(c, commands[i]->name, commands[i]->help);
}

static void add_what(struct candidates *c, const char *what, const struct line *line)
{
	if (!line->command->complete || !line->command->complete(what, &line->operands, c))
		add_common(c, what, line);
}

/* The `n`th word of the usage line without brackets and dots, "COMMAND | TOPIC"; one with dots stands for all that follow. The caller frees it. */
static char *operand_at(const char *arguments, size_t n)
{
	static const char dots[] = "...";

	while (*arguments) {
		bool optional = *arguments == '[';
		const char *word = arguments + optional;
		size_t length = strcspn(word, optional ? "]" : " .");
		const char *next = word + length + (optional && word[length]);
		bool repeated = strncmp(next, dots, strlen(dots)) == 0;

		/* A dot may be part of the word: FILE.h5. */
		if (!optional && !repeated && *next == '.') {
			length += strcspn(next + 1, " .") + 1;
			next = word + length;
			repeated = strncmp(next, dots, strlen(dots)) == 0;
		}
		if (n == 0 || repeated)
			return text_format("%.*s", (int)length, word);
		n--;
		arguments = next + strspn(next, " ");
	}
	return NULL;
}

static void add_operand(struct candidates *c, const struct line *line)
{
	char *what = operand_at(line->command->arguments, line->operands.n);
	char *rest = what;

	while (rest && *rest) {
		char *bar = strstr(rest, " | ");

		if (bar)
			*bar = '\0';
		add_what(c, rest, line);
		rest = bar ? bar + strlen(" | ") : NULL;
	}
	free(what);
}

static void add_options(struct candidates *c, const struct command *command)
{
	for (const struct option *o = command->options; o && o->name; o++) {
		char *name = text_format("--%s", o->name);

		candidates_add(c, name, o->help);
		free(name);
	}
	candidates_add(c, "--help", "explain the command");
}

/* ---- the command line ---- */

/* Read the words between the command and the last, as opt.c would. */
static void read_line(struct line *line, int argc, char **argv)
{
	for (int i = 0; i < argc; i++) {
		const char *value = NULL;
		const struct option *option;

		if (line->only_operands || argv[i][0] != '-' || !argv[i][1]) {
			words_add(&line->operands, argv[i]);
			continue;
		}
		line->only_operands = strcmp(argv[i], "--") == 0;
		option = opt_find(line->command, argv[i], &value);
		if (!option || option->kind == OPTION_FLAG || value)
			continue;
		if (i + 1 == argc)
			line->option = option;
		i++;
	}
}

/* `--set=nodes.`: the value of an option in the word itself. */
static bool add_own_value(struct candidates *c, struct line *line)
{
	const char *value = NULL;
	const struct option *option = c->word[0] == '-' && c->word[1] == '-' ? opt_find(line->command, c->word, &value) : NULL;
	char *before;

	if (!option || !value)
		return false;
	before = text_format("%.*s", (int)(value - c->word), c->word);
	c->before = before;
	c->word = value;
	if (option->argument)
		add_what(c, option->argument, line);
	/* The lines are made: nobody needs it any more. */
	c->before = "";
	free(before);
	return true;
}

static void add_of_command(struct candidates *c, const struct command *command, int argc, char **argv)
{
	struct line line = { .command = command };

	read_line(&line, argc, argv);
	if (line.option)
		add_what(c, line.option->argument, &line);
	else if (line.only_operands || c->word[0] != '-')
		add_operand(c, &line);
	else if (!add_own_value(c, &line))
		add_options(c, command);
	free(line.operands.item);
}

int complete_words(int argc, char **argv)
{
	struct candidates c = { .word = argc ? argv[argc - 1] : "", .before = "" };
	const struct command *command = argc > 1 ? command_find(argv[0]) : NULL;

	if (argc < 2) {
		for (size_t i = 0; commands[i]; i++)
			candidates_add(&c, commands[i]->name, commands[i]->help);
		candidates_add(&c, "--help", "explain the program");
		candidates_add(&c, "--version", "print the version");
	} else if (command) {
		add_of_command(&c, command, argc - 2, argv + 1);
	}
	fputs(c.lines.text ? c.lines.text : "", stdout);
	text_fini(&c.lines);
	return EXIT_DONE;
}
