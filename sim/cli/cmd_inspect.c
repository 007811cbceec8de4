/* `fogline inspect`: the summary of a results file, or one of its tables, for people or as CSV. */
#include "sim/cli/complete.h"
#include "sim/cli/inspect_json.h"
#include "sim/cli/opt.h"
#include "sim/cli/summary.h"
#include "sim/cli/table.h"

#include "sim/base/units.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

struct settings {
	bool csv, json;
};

static const struct option options[] = {
	{ "csv", 0, O_FLAG(struct settings, csv), NULL, "comma-separated: a line of names, then the rows" },
	{ "json", 0, O_FLAG(struct settings, json), NULL, "a list of rows; the summary with its attributes" },
	{ 0 }
};

/* A word as CSV (RFC 4180). */
static void print_quoted(const char *word)
{
	if (!strpbrk(word, ",\"\r\n")) {
		fputs(word, stdout);
		return;
	}
	putchar('"');
	for (; *word; word++) {
		if (*word == '"')
			putchar('"');
		putchar(*word);
	}
	putchar('"');
}

static void print_value(const struct results_column *column, uint64_t row)
{
	switch (column->kind) {
	case RESULTS_REAL:
		if (isnan(column->real[row]))
			fputs("nan", stdout);
		else
			printf("%.9g", column->real[row]);
		break;
	case RESULTS_INTEGER:
		printf("%" PRId64, column->integer[row]);
		break;
	case RESULTS_WORD:
		print_quoted(column->word[row]);
		break;
	}
}

static void print_csv(const struct results_table *table)
{
	for (uint32_t c = 0; c < table->n_columns; c++) {
		fputs(c ? "," : "", stdout);
		print_quoted(table->column[c].name);
	}
	putchar('\n');
	for (uint64_t row = 0; row < table->rows; row++) {
		for (uint32_t c = 0; c < table->n_columns; c++) {
			fputs(c ? "," : "", stdout);
			print_value(&table->column[c], row);
		}
		putchar('\n');
	}
}

static void add_value(struct text_table *text, const struct results_column *column, uint64_t row)
{
	switch (column->kind) {
	case RESULTS_REAL:
		if (isnan(column->real[row]))
			table_cell(text, "-");
		else
			table_cell(text, "%.6g", column->real[row]);
		break;
	case RESULTS_INTEGER:
		table_cell(text, "%" PRId64, column->integer[row]);
		break;
	case RESULTS_WORD:
		table_cell(text, "%s", column->word[row]);
		break;
	}
}

static void print_table(const struct results_table *table)
{
	struct text_table text;

	if (table->n_columns == 0)
		return;
	table_init(&text, table->n_columns);
	for (uint32_t c = 0; c < table->n_columns; c++)
		table_cell(&text, "%s", table->column[c].name);
	for (uint64_t row = 0; row < table->rows; row++)
		for (uint32_t c = 0; c < table->n_columns; c++)
			add_value(&text, &table->column[c], row);
	table_print(&text, false, stdout);
	table_fini(&text);
}

static int print_one(struct results *results, const char *name, const struct settings *settings, struct diag *diag)
{
	const struct results_table *table = results_table(results, name, diag);

	if (!table)
		return EXIT_WRONG;
	if (settings->json)
		inspect_json_table(table, stdout);
	else if (settings->csv)
		print_csv(table);
	else
		print_table(table);
	return EXIT_DONE;
}

static int print_summary(struct results *results, const char *path, const struct settings *settings, struct diag *diag)
{
	if (settings->json)
		return inspect_json_summary(results, stdout, diag) ? EXIT_DONE : EXIT_FAILED;
	if (settings->csv)
		return print_one(results, "summary", settings, diag);
	return summary_print(results, path, stdout, diag) ? EXIT_DONE : EXIT_FAILED;
}

static int cmd_inspect(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	const char *path = operands->item[0];
	struct diag *diag = diag_new();
	struct results *results = NULL;
	int code = EXIT_FAILED;

	if (settings->csv && settings->json) {
		diag_error(diag, (struct mark){ 0 }, "--csv and --json exclude each other");
		code = EXIT_WRONG;
	} else {
		results = results_open(path, diag);
	}
	if (results && operands->n == 2)
		code = print_one(results, operands->item[1], settings, diag);
	else if (results)
		code = print_summary(results, path, settings, diag);
	diag_print(diag, stderr);
	if (results)
		results_close(results);
	diag_free(diag);
	return code;
}

static bool complete(const char *what, const struct words *operands, struct candidates *candidates)
{
	struct diag *diag = diag_new();
	struct results *results = strcmp(what, "TABLE") == 0 && operands->n ? results_open(operands->item[0], diag) : NULL;
	const char *const *table = results ? results_tables(results) : NULL;

	for (; table && *table; table++)
		candidates_add(candidates, *table, "");
	results_close(results);
	diag_free(diag);
	return table != NULL;
}

const struct command command_inspect = {
	.name = "inspect",
	.arguments = "FILE.h5 [TABLE]",
	.help = "print the summary of a results file, or one of its tables",
	.details = "TABLE is summary, replications, runs, histograms, requests, nodes or another one\n"
		   "of the file. With --csv numbers have 9 significant digits, and 'nan' is none;\n"
		   "with --json they have all of them, and none is null.",
	.least = 1,
	.most = 2,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_inspect,
	.complete = complete,
};
