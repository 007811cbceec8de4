/* `fogline compare`: how results differ, and how sure that is. */
#include "sim/cli/comparison.h"
#include "sim/cli/complete.h"
#include "sim/cli/opt.h"

#include "sim/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 26, FEW_REPLICATIONS = 5 };

struct settings {
	struct words measures, conditions;
	const char *scope;
	bool all, diverge, csv, json;
};

static const struct option options[] = {
	{ "measure", 0, O_LIST(struct settings, measures), "MEASURE", "compare this one, as latency or p99(latency); repeatable" },
	{ "scope", 0, O_TEXT(struct settings, scope), "SCOPE", "only this path, group or link" },
	{ "all", 0, O_FLAG(struct settings, all), NULL, "the means of all measures" },
	{ "fail-if", 0, O_LIST(struct settings, conditions), "CONDITION", "exit code 3 if it holds; repeatable" },
	{ "diverge", 0, O_FLAG(struct settings, diverge), NULL, "the first request that went otherwise in B" },
	{ "csv", 0, O_FLAG(struct settings, csv), NULL, "the rows, comma-separated" },
	{ "json", 0, O_FLAG(struct settings, json), NULL, "files, rows and conditions" },
	{ 0 }
};

static const struct mark nowhere = { 0 };

struct work {
	const struct settings *settings;
	const struct words *paths;
	struct results **results;
	struct samples *samples;
	struct comparison comparison;
	struct verdict *verdict;
	struct diag *diag;
};

static bool open_all(struct work *w)
{
	bool good = true;

	w->results = xcalloc(w->paths->n + 1, sizeof *w->results);
	w->samples = xcalloc(w->paths->n + 1, sizeof *w->samples);
	for (size_t i = 0; i < w->paths->n; i++) {
		w->results[i] = results_open(w->paths->item[i], w->diag);
		good = w->results[i] && samples_open(&w->samples[i], w->results[i], w->paths->item[i], w->diag) && good;
	}
	return good;
}

/* ---- the head ---- */

static void print_overrides(struct results *results, FILE *out)
{
	struct diag *ignored = diag_new();
	const struct results_table *table = results_has_table(results, "overrides") ? results_table(results, "overrides", ignored) : NULL;
	const struct results_column *column = table ? results_column(table, "override") : NULL;

	for (uint64_t i = 0; column && column->kind == RESULTS_WORD && i < table->rows; i++)
		fprintf(out, "\n    %s", column->word[i] + strcspn(column->word[i], " "));
	diag_free(ignored);
}

static bool same(const struct samples *a, const struct samples *b, const char *attribute)
{
	const char *x = results_attribute(a->results, attribute), *y = results_attribute(b->results, attribute);

	return x && y && strcmp(x, y) == 0;
}

static void print_method(const struct work *w, size_t i, FILE *out)
{
	const struct samples *a = &w->samples[0], *b = &w->samples[i];
	const char *why = samples_unpaired(a, b);
	uint64_t pairs = a->replications < b->replications ? a->replications : b->replications;
	const char *seed = results_attribute(a->results, "seed");
	int letter = 'A' + (int)i;

	if (why)
		fprintf(out, "A and %c are not paired: %s. Intervals are Welch's,\nof independent samples, and wider than those of pairs.\n", letter, why);
	else if (a->batches)
		fprintf(out, "A and %c: one replication each; the parts of them are pairs, seed %s.\n", letter, seed ? seed : "?");
	else
		fprintf(out, "A and %c: %llu pair%s of replications under common random numbers, seed %s.\n", letter, (unsigned long long)pairs,
			pairs == 1 ? "" : "s", seed ? seed : "?");
	if (!why && !a->batches && a->replications != b->replications)
		fprintf(out, "note: %llu of A and %llu of %c; those without a partner are left out\n", (unsigned long long)a->replications,
			(unsigned long long)b->replications, letter);
	if (!a->batches && pairs < FEW_REPLICATIONS)
		fprintf(out, "note: intervals from fewer than %d replications are unsure\n", FEW_REPLICATIONS);
	if (same(a, b, "digest"))
		fprintf(out, "note: A and %c have the same scenario%s\n", letter, why ? "" : " and seed");
	if (!same(a, b, "duration_s") || !same(a, b, "warmup_s"))
		fprintf(out, "note: A and %c do not measure the same times: duration or warm-up differ\n", letter);
	if (!same(a, b, "fogline_version"))
		fprintf(out, "note: A and %c come from different versions of fogline\n", letter);
}

static void print_head(const struct work *w, FILE *out)
{
	for (size_t i = 0; i < w->paths->n; i++) {
		const char *title = results_attribute(w->results[i], "title");

		fprintf(out, "%c    %s%s%s", 'A' + (int)i, w->paths->item[i], title && *title ? ": " : "", title ? title : "");
		print_overrides(w->results[i], out);
		fputc('\n', out);
	}
	for (size_t i = 1; i < w->paths->n; i++)
		print_method(w, i, out);
}

/* ---- the command ---- */

static bool judge_conditions(struct work *w)
{
	const struct words *conditions = &w->settings->conditions;
	bool good = true;

	w->verdict = xcalloc(conditions->n + 1, sizeof *w->verdict);
	for (size_t i = 0; i < conditions->n; i++)
		good = comparison_judge(&w->comparison, conditions->item[i], &w->verdict[i], w->diag) && good;
	return good;
}

static int print_all(struct work *w)
{
	const struct settings *settings = w->settings;
	size_t n = settings->conditions.n;
	FILE *out = settings->csv ? stderr : stdout;
	int code = EXIT_DONE;

	if (settings->json) {
		comparison_print_json(&w->comparison, w->verdict, n, stdout);
	} else if (settings->csv) {
		comparison_print_csv(&w->comparison, stdout);
	} else {
		print_head(w, stdout);
		comparison_print(&w->comparison, stdout);
		if (n)
			fputc('\n', stdout);
	}
	for (size_t i = 0; i < n; i++) {
		if (!settings->json)
			comparison_print_verdict(&w->verdict[i], out);
		if (w->verdict[i].holds)
			code = EXIT_REFUTED;
	}
	for (size_t i = 1; settings->diverge && i < w->paths->n; i++)
		if (!divergence_print(w->results[0], w->results[i], 'A', (char)('A' + (int)i), stdout, w->diag))
			code = EXIT_WRONG;
	return code;
}

static bool is_sensible(const struct settings *settings, const struct words *paths, struct diag *diag)
{
	if (settings->csv && settings->json)
		return diag_error(diag, nowhere, "--csv and --json exclude each other");
	if (settings->diverge && (settings->csv || settings->json))
		return diag_error(diag, nowhere, "--diverge is for people: neither --csv nor --json");
	if (settings->all && settings->measures.n)
		return diag_error(diag, nowhere, "--all and --measure exclude each other");
	if (paths->n == 1 && !settings->conditions.n)
		return diag_error(diag, nowhere, "one file has nothing to be compared with; it takes two, or --fail-if");
	return true;
}

static int cmd_compare(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	struct work w = { .settings = settings, .paths = operands, .diag = diag_new() };
	struct comparison_choice choice = { &settings->measures, settings->scope, settings->all };
	int code = EXIT_WRONG;

	if (!is_sensible(settings, operands, w.diag))
		code = EXIT_WRONG;
	else if (!open_all(&w))
		code = EXIT_FAILED;
	else if (comparison_make(&w.comparison, w.samples, operands->n, &choice, w.diag) && judge_conditions(&w))
		code = print_all(&w);
	diag_print(w.diag, stderr);
	comparison_fini(&w.comparison);
	for (size_t i = 0; w.results && i < operands->n; i++)
		results_close(w.results[i]);
	free(w.results);
	free(w.samples);
	free(w.verdict);
	diag_free(w.diag);
	return code;
}

static bool complete(const char *what, const struct words *operands, struct candidates *candidates)
{
	struct diag *diag = diag_new();
	bool measure = strcmp(what, "MEASURE") == 0;
	bool known = measure || strcmp(what, "SCOPE") == 0;
	struct results *results = known && operands->n ? results_open(operands->item[0], diag) : NULL;
	const struct results_table *table = results ? results_table(results, "summary", diag) : NULL;
	const struct results_column *column = table ? results_column(table, measure ? "measure" : "scope") : NULL;

	for (uint64_t i = 0; column && column->kind == RESULTS_WORD && i < table->rows; i++) {
		uint64_t k = 0;

		while (strcmp(column->word[k], column->word[i]) != 0)
			k++;
		if (k == i)
			candidates_add(candidates, column->word[i], "");
	}
	results_close(results);
	diag_free(diag);
	return known;
}

const struct command command_compare = {
	.name = "compare",
	.arguments = "FILE.h5...",
	.help = "differences between results, with confidence intervals",
	.details = "The files are called A, B, C, ... in the order given; each is compared with A.\n"
		   "Results of one seed are compared replication by replication (common random\n"
		   "numbers): intervals are those of Student's t of the differences, which is what\n"
		   "makes small ones visible. Other seeds: Welch's t of independent samples.\n"
		   "Intervals have confidence 0.95 each; p is corrected for all rows by Holm.\n"
		   "With three files and more it says which one is best, if any surely is.\n"
		   "CONDITION names a failure, as in 'p95(response) of B > 1.05 * A': the p95 of\n"
		   "the latency on the path response. Also 'failed(response) of B > 1 %',\n"
		   "'mean(utilisation, edge) of A > 0.8', 'energy(*) of B - energy(*) of A > 5 kJ'.\n"
		   "It is judged by the means over replications, as the table shows them.",
	.least = 1,
	.most = MOST_FILES,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_compare,
	.complete = complete,
};
