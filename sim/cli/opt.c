/* Reading the command line by a table of options, and printing the same table as help. */
#include "sim/cli/opt.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct mark nowhere = { 0 };

void words_add(struct words *words, const char *word)
{
	words->item = xrealloc(words->item, (words->n + 1) * sizeof(*words->item));
	words->item[words->n++] = word;
}

static size_t count_options(const struct command *command)
{
	size_t n = 0;

	while (command->options && command->options[n].name)
		n++;
	return n;
}

static bool unknown(const struct command *command, const char *word, struct diag *diag)
{
	size_t n = count_options(command);
	const char **names = xcalloc(n + 1, sizeof(*names));
	char **spelled = xcalloc(n + 1, sizeof(*spelled));
	size_t i;

	for (i = 0; i < n; i++)
		names[i] = spelled[i] = text_format("--%s", command->options[i].name);
	names[n] = spelled[n] = text_format("--help");
	diag_unknown(diag, nowhere, "option", word, names, n + 1);
	for (i = 0; i <= n; i++)
		free(spelled[i]);
	free(spelled);
	free(names);
	return false;
}

static bool store_count(const struct option *option, const char *value, uint64_t *count, struct diag *diag)
{
	char *end;
	unsigned long long number;

	errno = 0;
	number = strtoull(value, &end, 10);
	if (*value < '0' || *value > '9' || *end || errno || number == 0)
		return diag_error(diag, nowhere, "--%s: '%s' is not a whole number of at least 1", option->name, value);
	*count = number;
	return true;
}

static bool store(const struct option *option, const char *value, void *settings, struct diag *diag)
{
	void *field = (char *)settings + option->offset;

	switch (option->kind) {
	case OPTION_FLAG:
		*(bool *)field = true;
		return true;
	case OPTION_TEXT:
		*(const char **)field = value;
		return true;
	case OPTION_LIST:
		words_add(field, value);
		return true;
	case OPTION_COUNT:
		return store_count(option, value, field, diag);
	}
	return false;
}

const struct option *opt_find(const struct command *command, const char *word, const char **value)
{
	const struct option *o = command->options;
	size_t length = strcspn(word, "=");

	for (; o && o->name; o++) {
		*value = NULL;
		if (word[1] == '-') {
			if (strlen(o->name) != length - 2 || strncmp(word + 2, o->name, length - 2) != 0)
				continue;
			if (word[length] == '=')
				*value = word + length + 1;
			return o;
		}
		if (o->letter != word[1])
			continue;
		if (word[2] && o->kind == OPTION_FLAG)
			continue;
		if (word[2])
			*value = word + 2 + (word[2] == '=');
		return o;
	}
	return NULL;
}

/* Read the option at argv[*i]; moves *i to the last word it took. */
static bool take(const struct command *command, int argc, char **argv, int *i, void *settings, struct diag *diag)
{
	const char *value;
	const struct option *option = opt_find(command, argv[*i], &value);

	if (!option)
		return unknown(command, argv[*i], diag);
	if (option->kind == OPTION_FLAG && value)
		return diag_error(diag, nowhere, "--%s takes no value, but has '%s'", option->name, value);
	if (option->kind != OPTION_FLAG && !value) {
		if (*i + 1 >= argc)
			return diag_error(diag, nowhere, "--%s needs a value: %s", option->name, option->argument);
		value = argv[++*i];
	}
	return store(option, value, settings, diag);
}

static bool check_operands(const struct command *command, const struct words *operands, struct diag *diag)
{
	if (operands->n > command->most)
		return diag_error(diag, nowhere, "'%s' is one word too many for 'fogline %s %s'",
				  operands->item[command->most], command->name, command->arguments);
	if (operands->n < command->least)
		return diag_error(diag, nowhere, "'fogline %s' needs: %s", command->name, command->arguments);
	return true;
}

enum opt_result opt_parse(const struct command *command, int argc, char **argv, void *settings,
			  struct words *operands, struct diag *diag)
{
	bool good = true, options = true;
	int i;

	for (i = 0; i < argc; i++) {
		if (!options || argv[i][0] != '-' || !argv[i][1])
			words_add(operands, argv[i]);
		else if (strcmp(argv[i], "--") == 0)
			options = false;
		else if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
			return OPT_HELP;
		else
			good = take(command, argc, argv, &i, settings, diag) && good;
	}
	if (good)
		good = check_operands(command, operands, diag);
	return good ? OPT_RUN : OPT_WRONG;
}

void opt_release(const struct command *command, void *settings, struct words *operands)
{
	const struct option *o;

	for (o = command->options; o && o->name; o++)
		if (o->kind == OPTION_LIST)
			free(((struct words *)(void *)((char *)settings + o->offset))->item);
	free(operands->item);
}

/* Where helps begin. */
enum { LINE_WIDTH = 80, HELP_AT = 29 };

static void print_option(const struct option *option, FILE *out)
{
	struct text line = { 0 };
	char *left;

	left = option->argument ? text_format("--%s %s", option->name, option->argument) : text_format("--%s", option->name);
	if (option->letter)
		text_add(&line, "  -%c, %-22s ", option->letter, left);
	else
		text_add(&line, "      %-22s ", left);
	text_wrap(&line, option->help, LINE_WIDTH, text_width(line.text) > HELP_AT ? text_width(line.text) : HELP_AT);
	fputs(line.text, out);
	text_fini(&line);
	free(left);
}

void opt_help(const struct command *command, FILE *out)
{
	static const struct option help = { "help", 'h', OPTION_FLAG, 0, NULL, "print this page" };
	const struct option *o;

	fprintf(out, "usage: fogline %s %s%s[OPTION]...\n\n%s\n", command->name, command->arguments,
		*command->arguments ? " " : "", command->help);
	if (command->details)
		fprintf(out, "\n%s\n", command->details);
	fputs("\noptions:\n", out);
	for (o = command->options; o && o->name; o++)
		print_option(o, out);
	print_option(&help, out);
}

void opt_overview(FILE *out)
{
	size_t i;

	fputs("usage: fogline COMMAND [ARGUMENT]...\n\n"
	      "fogline simulates edge and fog computing: a scenario in YAML goes in, an HDF5\n"
	      "file of results comes out.\n\ncommands:\n", out);
	for (i = 0; commands[i]; i++)
		fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->help);
	fputs("\n'fogline help COMMAND' tells more about one, 'fogline help scenario' about the\n"
	      "language of scenarios. 'fogline --version' prints the version.\n", out);
}
