/* `fogline compare`: how results differ, and how sure that is. */
#include "sim/cli/comparison.h"
#include "sim/cli/effects.h"
#include "sim/cli/complete.h"
#include "sim/cli/opt.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FILES = 64, MOST_CASES = 26, FEW_REPLICATIONS = 5 };

struct settings {
	struct words measures, conditions;
	const char *scope, *points;
	bool all, effects, diverge, csv, json;
};

static const struct option options[] = {
	{ "measure", 0, O_LIST(struct settings, measures), "MEASURE", "this one, as latency or p99(latency); repeatable" },
	{ "scope", 0, O_TEXT(struct settings, scope), "SCOPE", "only this path, group or link" },
	{ "all", 0, O_FLAG(struct settings, all), NULL, "the means of all measures" },
	{ "points", 0, O_TEXT(struct settings, points), "N,N...", "only these points of a sweep, by number [all]" },
	{ "fail-if", 0, O_LIST(struct settings, conditions), "CONDITION", "exit code 3 if it holds; repeatable" },
	{ "effects", 0, O_FLAG(struct settings, effects), NULL, "which axes of a sweep matter (Sobol indices)" },
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
	struct samples *samples;       /* each run, each point */
	size_t n;
	struct comparison comparison;
	struct verdict *verdict;
	struct diag *diag;
};

static bool add_case(struct work *w, size_t file, int64_t point)
{
	if (w->n == MOST_CASES)
		return diag_error(w->diag, nowhere, "at most %d runs and points are compared at once; choose some with --points", MOST_CASES);
	return samples_open(&w->samples[w->n++], w->results[file], w->paths->item[file], point, w->diag);
}

/* The points of a sweep that were asked for. */
static bool add_chosen(struct work *w, size_t file, uint64_t points)
{
	const char *at = w->settings->points;
	bool good = true;

	while (good && *at) {
		size_t length = strcspn(at, ",");
		double number;

		if (!text_number(at, length, &number) || number < 0 || floor(number) < number || number >= (double)points)
			return diag_error(w->diag, (struct mark){ .source = "--points" }, "'%.*s' is no point of %s, which has 0 to %llu", (int)length, at,
					  w->paths->item[file], (unsigned long long)points - 1);
		good = add_case(w, file, (int64_t)number);
		at += length + (at[length] == ',');
	}
	return good;
}

static bool add_file(struct work *w, size_t file)
{
	uint64_t points = samples_points(w->results[file]);
	bool good = true;

	if (points == 0)
		return add_case(w, file, -1);
	if (w->settings->points)
		return add_chosen(w, file, points);
	for (uint64_t point = 0; good && point < points; point++)
		good = add_case(w, file, (int64_t)point);
	return good;
}

static bool open_all(struct work *w)
{
	bool good = true;

	w->results = xcalloc(w->paths->n + 1, sizeof *w->results);
	w->samples = xcalloc(MOST_CASES, sizeof *w->samples);
	for (size_t i = 0; i < w->paths->n; i++) {
		w->results[i] = results_open(w->paths->item[i], w->diag);
		good = w->results[i] && good;
	}
	for (size_t i = 0; good && i < w->paths->n; i++)
		good = add_file(w, i);
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

/* Where a point is on the axes of its sweep. */
static void print_point(const struct samples *s, FILE *out)
{
	struct diag *ignored = diag_new();
	const struct results_table *points = results_table(s->results, "points", ignored);

	fprintf(out, ", point %lld", (long long)s->point);
	for (uint32_t c = 0; points && c < points->n_columns; c++) {
		const struct results_column *axis = &points->column[c];
		char number[32];

		if (strcmp(axis->name, "point") == 0)
			continue;
		fprintf(out, "\n     %s=%s", axis->name, axis->kind == RESULTS_WORD ? axis->word[s->point]
			: text_of_number(axis->kind == RESULTS_REAL ? axis->real[s->point] : (double)axis->integer[s->point], number));
	}
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
	if (a->point < 0 && b->point < 0 && same(a, b, "digest"))
		fprintf(out, "note: A and %c have the same scenario%s\n", letter, why ? "" : " and seed");
	if (!same(a, b, "duration_s") || !same(a, b, "warmup_s"))
		fprintf(out, "note: A and %c do not measure the same times: duration or warm-up differ\n", letter);
	if (!same(a, b, "fogline_version"))
		fprintf(out, "note: A and %c come from different versions of fogline\n", letter);
}

static void print_head(const struct work *w, FILE *out)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct samples *s = &w->samples[i];
		const char *title = results_attribute(s->results, "title");

		fprintf(out, "%c    %s", 'A' + (int)i, s->path);
		if (s->point >= 0)
			print_point(s, out);
		else
			fprintf(out, "%s%s", title && *title ? ": " : "", title ? title : "");
		if (s->point < 0)
			print_overrides(s->results, out);
		fputc('\n', out);
	}
	for (size_t i = 1; i < w->n; i++)
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
	for (size_t i = 1; settings->diverge && i < w->n; i++)
		if (!divergence_print(&w->samples[0], &w->samples[i], 'A', (char)('A' + (int)i), stdout, w->diag))
			code = EXIT_WRONG;
	return code;
}

static bool is_sensible(const struct settings *settings, struct diag *diag)
{
	if (settings->csv && settings->json)
		return diag_error(diag, nowhere, "--csv and --json exclude each other");
	if (settings->diverge && (settings->csv || settings->json))
		return diag_error(diag, nowhere, "--diverge is for people: neither --csv nor --json");
	if (settings->all && settings->measures.n)
		return diag_error(diag, nowhere, "--all and --measure exclude each other");
	return true;
}

/* Which axes matter: a question of its own. */
static int show_effects(const struct settings *settings, const struct words *operands, const struct comparison_choice *choice, struct diag *diag)
{
	enum effects_form form = settings->json ? EFFECTS_JSON : settings->csv ? EFFECTS_CSV : EFFECTS_TEXT;
	struct results *results;
	int code;

	if (operands->n != 1 || settings->conditions.n || settings->diverge || settings->all || settings->points) {
		diag_error(diag, nowhere, "--effects takes one file of a sweep, --measure and --scope, and no other choice");
		return EXIT_WRONG;
	}
	results = results_open(operands->item[0], diag);
	if (!results)
		return EXIT_FAILED;
	code = effects_print(results, operands->item[0], choice, form, stdout, diag) ? EXIT_DONE : EXIT_WRONG;
	results_close(results);
	return code;
}

static int cmd_compare(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	struct work w = { .settings = settings, .paths = operands, .diag = diag_new() };
	struct comparison_choice choice = { &settings->measures, settings->scope, settings->all };
	int code = EXIT_WRONG;

	if (!is_sensible(settings, w.diag))
		code = EXIT_WRONG;
	else if (settings->effects)
		code = show_effects(settings, operands, &choice, w.diag);
	else if (!open_all(&w))
		code = diag_errors(w.diag) && w.n ? EXIT_WRONG : EXIT_FAILED;
	else if (w.n == 1 && !settings->conditions.n)
		diag_error(w.diag, nowhere, "one file of one run has nothing to be compared with; it takes two, or --fail-if");
	else if (comparison_make(&w.comparison, w.samples, w.n, &choice, w.diag) && judge_conditions(&w))
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
	bool measure = strcmp(what, "MEASURE") == 0;

	if (!measure && strcmp(what, "SCOPE") != 0)
		return false;
	if (operands->n)
		candidates_add_column(candidates, operands->item[0], measure ? "measure" : "scope");
	return true;
}

const struct command command_compare = {
	.name = "compare",
	.arguments = "FILE.h5...",
	.help = "differences between results, with confidence intervals",
	.details = "The files are called A, B, C, ... in the order given; each is compared with A.\n"
		   "A sweep stands for its points, or those of --points, in their order.\n"
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
