/* `fogline report`: results as one page for a browser. */
#include "sim/cli/comparison.h"
#include "sim/cli/opt.h"
#include "sim/cli/places.h"
#include "sim/cli/report.h"
#include "sim/cli/summary.h"

#include "sim/base/memory.h"
#include "sim/base/units.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_FILES = 26 };

struct settings {
	const char *output, *title;
	bool bare;
};

static const struct option options[] = {
	{ "output", 'o', O_TEXT(struct settings, output), "FILE", "page to write [FILE.html beside FILE.h5]" },
	{ "title", 0, O_TEXT(struct settings, title), "TEXT", "heading [title of the scenario]" },
	{ "no-plots", 0, O_FLAG(struct settings, bare), NULL, "leave out what gnuplot draws" },
	{ 0 }
};

static const struct mark nowhere = { 0 };

const char *report_value(const struct results_column *column, uint64_t row, char buffer[64])
{
	switch (column->kind) {
	case RESULTS_WORD:
		return column->word[row];
	case RESULTS_INTEGER:
		snprintf(buffer, 64, "%" PRId64, column->integer[row]);
		break;
	case RESULTS_REAL:
		units_human(column->real[row], condition_unit(column->units), 3, buffer);
		break;
	}
	return buffer;
}

/* ---- sections ---- */

static const char *attribute(struct results *results, const char *name)
{
	const char *text = results_attribute(results, name);

	return text ? text : "?";
}

static void add_table(void *with, const struct text_table *table)
{
	struct report *report = with;

	html_table(&report->page, table, table->cell[0]);
}

/* One sentence on what was simulated. */
static void add_lead(struct report *report, size_t file)
{
	struct results *results = report->results[file];
	char duration[64], warmup[64];
	const char *replications = attribute(results, "replications");

	text_add(&report->page, "<p>");
	html_text(&report->page, replications);
	text_add(&report->page, strcmp(replications, "1") == 0 ? " replication of %s of simulated time, " : " independent replications of %s of simulated time each, ",
		 units_format(strtod(attribute(results, "duration_s"), NULL), DIM_TIME, duration));
	if (strtod(attribute(results, "warmup_s"), NULL) > 0)
		text_add(&report->page, "the first %s of which no measure counts; seed ", units_format(strtod(attribute(results, "warmup_s"), NULL), DIM_TIME, warmup));
	else
		text_add(&report->page, "all of which is measured, without a warm-up; seed ");
	html_text(&report->page, attribute(results, "seed"));
	text_add(&report->page, ". Scenario: ");
	html_text(&report->page, attribute(results, "scenario_name"));
	text_add(&report->page, ".</p>\n");
}

/* Behind the option by which it came: "--seed run.seed=3". */
static const char *override_key(const char *override)
{
	const char *space = strchr(override, ' ');

	return space ? space + 1 : override;
}

static void add_overrides(struct report *report, size_t file)
{
	struct results *results = report->results[file];
	const struct results_table *table = results_has_table(results, "overrides") ? results_table(results, "overrides", report->diag) : NULL;
	const struct results_column *column = table ? results_column(table, "override") : NULL;
	struct text lines = { 0 };

	for (uint64_t i = 0; column && column->kind == RESULTS_WORD && i < table->rows; i++)
		text_add(&lines, "%s%s", i ? "\n" : "", override_key(column->word[i]));
	if (lines.length) {
		text_add(&report->page, "<p>Changed on the command line:</p>\n");
		html_lines(&report->page, lines.text, "Changes to the scenario");
	}
	text_fini(&lines);
}

/* Files whose rows are of points: what is drawn and told of a run is not to be had from them. */
static bool is_sweep(const struct report *report, size_t file)
{
	return samples_points(report->results[file]) > 0;
}

/* Several files, each of a run. */
static bool is_comparison(const struct report *report)
{
	bool runs = true;

	for (size_t i = 0; i < report->n; i++)
		runs = runs && !is_sweep(report, i);
	return runs && report->n > 1;
}

/* The points of a sweep have common random numbers unless it is the seed that they differ in. */
static bool shares_seed(struct report *report, size_t file)
{
	const struct results_table *points = results_table(report->results[file], "points", report->diag);

	return !points || !results_column(points, "run.seed");
}

void report_run(struct report *report, size_t file)
{
	static const char *const from[] = {
		[INTERVAL_REPLICATIONS] = "the means of the replications", [INTERVAL_BATCHES] = "the means of equal parts of one replication",
		[INTERVAL_PAIRS] = "the means of antithetic pairs of replications"
	};

	text_add(&report->page, "<h2 id=\"run%zu\">", file);
	if (report->n > 1)
		text_add(&report->page, "%c: ", 'A' + (int)file);
	html_text(&report->page, report->n > 1 ? report->path[file] : "What was simulated");
	text_add(&report->page, "</h2>\n");
	add_lead(report, file);
	add_overrides(report, file);
	report_map(report, file);
	text_add(&report->page, "<h3>What to doubt</h3>\n");
	report_doubts(report, file);
	text_add(&report->page, "<h3%s>Results</h3>\n<p>Means with 95&nbsp;%% confidence intervals, from %s; p50, p95 and p99 are percentiles of all values.%s</p>\n",
		 file == 0 ? " id=\"results\"" : "", from[results_interval(report->results[file])],
		 !is_sweep(report, file) ? "" : shares_seed(report, file) ? " A line for each point of the sweep; all points have the seed in common."
		 : " A line for each point of the sweep.");
	if (is_sweep(report, file))
		report_points(report, file);
	else
		summary_tables(report->results[file], report->path[file], add_table, report, report->diag);
	report_figures(report, file);
	report_reproduce(report, file);
}

/* Which file is best, a line for each measure. */
static void add_best(struct report *report, const struct comparison *comparison)
{
	char *lines = NULL, *rest, *line;
	size_t length;
	FILE *out = comparison->bests ? open_memstream(&lines, &length) : NULL;

	if (!out)
		return;
	comparison_best_lines(comparison, out);
	fclose(out);
	text_add(&report->page, "<ul>\n");
	for (rest = lines; (line = strtok_r(rest, "\n", &rest));) {
		text_add(&report->page, "<li>");
		html_text(&report->page, line);
		text_add(&report->page, "</li>\n");
	}
	text_add(&report->page, "</ul>\n");
	free(lines);
}

/* How the files differ. */
static void add_comparison(struct report *report)
{
	struct samples *samples = xcalloc(report->n + 1, sizeof *samples);
	struct comparison comparison = { 0 };
	struct words none = { 0 };
	struct comparison_choice choice = { .measures = &none };
	bool good = true;

	for (size_t i = 0; i < report->n; i++)
		good = samples_open(&samples[i], report->results[i], report->path[i], -1, report->diag) && good;
	if (good && comparison_make(&comparison, samples, report->n, &choice, report->diag)) {
		text_add(&report->page, "<h2 id=\"compare\">How they differ</h2>\n<p>Each against A, with 95&nbsp;%% intervals; p is corrected for all rows (Holm), and a star marks what differs. ");
		for (size_t i = 1; i < report->n; i++) {
			const char *why = samples_unpaired(&samples[0], &samples[i]);

			text_add(&report->page, "A and %c are %s%s. ", 'A' + (int)i, why ? "independent samples, as " : "paired: common random numbers", why ? why : "");
		}
		text_add(&report->page, "</p>\n");
		comparison_tables(&comparison, add_table, report);
		add_best(report, &comparison);
		report_figures(report, SIZE_MAX);
	}
	comparison_fini(&comparison);
	free(samples);
}

static void add_contents(struct report *report)
{
	struct text *page = &report->page;

	text_add(page, "<nav aria-label=\"Contents\"><ul>");
	if (is_comparison(report))
		text_add(page, "<li><a href=\"#compare\">How they differ</a></li>");
	for (size_t i = 0; i < report->n; i++) {
		text_add(page, "<li><a href=\"#run%zu\">", i);
		if (report->n > 1)
			text_add(page, "%c: ", 'A' + (int)i);
		html_text(page, report->n > 1 ? report->path[i] : "What was simulated");
		text_add(page, "</a></li>");
	}
	text_add(page, "<li><a href=\"#results\">Results</a></li><li><a href=\"#assumptions\">Assumptions</a></li></ul></nav>\n</header>\n<main>\n");
}

static void write_page(struct report *report, const struct settings *settings)
{
	const char *given = settings->title ? settings->title : results_attribute(report->results[0], "title");
	const char *heading = given && *given ? given : report->path[0];

	html_begin(&report->page, heading, heading);
	add_contents(report);
	if (is_comparison(report))
		add_comparison(report);
	for (size_t i = 0; i < report->n; i++)
		report_run(report, i);
	report_assumptions(report);
	html_end(&report->page);
}

/* ---- the command ---- */

/* Beside its place first, and then there. */
static bool save(const struct text *page, const char *path, struct diag *diag)
{
	char *temporary = text_format("%s.%ld.tmp", path, (long)getpid());
	struct mark at = { .source = path };
	FILE *out = fopen(temporary, "w");
	bool good = out != NULL;

	if (out) {
		good = fwrite(page->text, 1, page->length, out) == page->length && fflush(out) == 0 && fsync(fileno(out)) == 0;
		good = fclose(out) == 0 && good;
	}
	good = good && rename(temporary, path) == 0;
	if (!good) {
		diag_error(diag, at, "cannot be written: %s", strerror(errno));
		unlink(temporary);
	}
	free(temporary);
	return good;
}

static bool open_all(struct report *report)
{
	bool good = true;

	report->results = xcalloc(report->n + 1, sizeof *report->results);
	for (size_t i = 0; i < report->n; i++) {
		report->results[i] = results_open(report->path[i], report->diag);
		good = report->results[i] && good;
	}
	return good;
}

static int cmd_report(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	struct report report = { .path = operands->item, .n = operands->n, .bare = settings->bare, .diag = diag_new() };
	char *path = settings->output ? xstrdup(settings->output) : places_with_suffix(operands->item[0], ".h5", ".html");
	const char *dot = strrchr(path, '.');
	int code = EXIT_FAILED;

	if (!dot || (strcmp(dot, ".html") != 0 && strcmp(dot, ".htm") != 0)) {
		diag_error(report.diag, nowhere, "'%s': a report ends in .html", path);
		code = EXIT_WRONG;
	} else if (open_all(&report)) {
		write_page(&report, settings);
		if (diag_errors(report.diag) == 0 && save(&report.page, path, report.diag))
			code = EXIT_DONE;
	}
	diag_print(report.diag, stderr);
	if (code == EXIT_DONE && report.no_gnuplot)
		fputs("fogline: there is no gnuplot on the PATH (Debian: gnuplot-nox); the report has no plots\n", stderr);
	if (code == EXIT_DONE)
		printf("%s\n", path);
	for (size_t i = 0; report.results && i < report.n; i++)
		results_close(report.results[i]);
	free(report.results);
	free(path);
	text_fini(&report.page);
	diag_free(report.diag);
	return code;
}

const struct command command_report = {
	.name = "report",
	.arguments = "FILE.h5...",
	.help = "results as one web page that needs nothing else",
	.details = "What was simulated, a diagram and a map, what to doubt, the summary with\n"
		   "intervals, plots, assumptions, and how to do it again. Several files are also\n"
		   "compared with the first; of a sweep it shows the points. Without gnuplot the\n"
		   "page has no plots, and says so.",
	.least = 1,
	.most = MOST_FILES,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_report,
};
