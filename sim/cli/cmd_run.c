/* `fogline run`: read, build, open the results file, run the replications, close it, show the summary. */
#include "sim/cli/loading.h"
#include "sim/cli/origin.h"
#include "sim/cli/places.h"
#include "sim/cli/platform.h"
#include "sim/cli/progress.h"
#include "sim/cli/signals.h"
#include "sim/cli/summary.h"
#include "sim/cli/trace_json.h"
#include "sim/cli/workers.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/base/units.h"
#include "sim/kernel/model.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_JOBS = 200 };          /* open files stay well below the usual limit of 1024 */
enum { MOST_WARNINGS = 50 };
enum { FEW_VALUES = 100 };         /* to find a warm-up by */

struct settings {
	const char *output;
	struct changes changes;
	const char *explain;
	uint64_t jobs;
	bool quiet;
};

/* A run under way. */
struct run {
	const struct settings *settings;
	struct loaded loaded;
	char *path;                    /* of the results */
	unsigned jobs;
	double began;
	const struct table **tables;
	struct record_layout layout;
	struct record_info info;
	struct origin origin;
	char *warnings;                /* about the scenario; NULL: none */
	struct diag *diag;             /* of what happens after loading */
};

static const struct mark nowhere = { 0 };

static const struct option options[] = {
	{ "output", 'o', O_TEXT(struct settings, output), "FILE.h5", "results file [results/NAME.h5]" },
	{ "set", 0, O_LIST(struct settings, changes.set), "PATH=VALUE", "override a key of the scenario; repeatable" },
	{ "seed", 0, O_TEXT(struct settings, changes.seed), "N", "override run.seed" },
	{ "replications", 0, O_TEXT(struct settings, changes.replications), "N", "override run.replications" },
	{ "antithetic", 0, O_FLAG(struct settings, changes.antithetic), NULL, "replications in pairs, the second on mirrored draws" },
	{ "trace", 0, O_TEXT(struct settings, changes.trace), "N", "the life of N requests, in NAME.trace.json for Perfetto" },
	{ "jobs", 'j', O_COUNT(struct settings, jobs), "N", "replications side by side [processors]" },
	{ "explain", 0, O_TEXT(struct settings, explain), "WHAT", "why: of a component, or request N; no results" },
	{ "quiet", 'q', O_FLAG(struct settings, quiet), NULL, "no summary and no progress" },
	{ 0 }
};

/* The path that the results go to; without -o the folder `results` is made if it is missing. */
static char *results_path(const struct settings *settings, const char *scenario, struct diag *diag)
{
	char *stem, *path;

	if (settings->output)
		return xstrdup(settings->output);
	if (mkdir("results", 0777) != 0 && errno != EEXIST) {
		diag_error(diag, nowhere, "cannot make the folder 'results': %s", strerror(errno));
		return NULL;
	}
	stem = strcmp(scenario, "-") == 0 ? xstrdup("stdin") : places_stem(scenario, ".yaml", ".yml");
	path = text_format("results/%s.h5", stem);
	free(stem);
	return path;
}

static void lay_out(struct run *run)
{
	uint32_t n, i;
	const struct table *own = model_tables(&run->loaded.sim, &n);

	run->tables = xcalloc((size_t)TABLE_MODELS + n, sizeof(*run->tables));
	run->tables[TABLE_RUN] = &run_table;
	run->tables[TABLE_MEASURES] = &measure_table;
	run->tables[TABLE_BATCHES] = &batch_table;
	run->tables[TABLE_BINS] = &bin_table;
	for (i = 0; i < n; i++)
		run->tables[TABLE_MODELS + i] = &own[i];
	run->layout = (struct record_layout){
		.table = run->tables, .n_tables = TABLE_MODELS + n, .measures = model_measures(&run->loaded.sim),
	};
}

/* What was said of the scenario, without places, a line for each. An attribute has room for 64 kB. */
static char *loading_warnings(struct loaded *loaded)
{
	struct text text = { 0 };
	size_t n, kept = 0;
	const struct diag_message *m = diag_messages(loaded->diag, &n);

	for (size_t i = 0; i < n; i++)
		if (m[i].severity == DIAG_WARNING && kept++ < MOST_WARNINGS)
			text_add(&text, "%s%.*s", text.length ? "\n" : "", 1000, m[i].text);
	if (kept > MOST_WARNINGS)
		text_add(&text, "\nand %zu more", kept - MOST_WARNINGS);
	return kept ? text_take(&text) : NULL;
}

/* What the results file says about where it came from. */
static void describe(struct run *run, const char *scenario)
{
	origin_describe(&run->origin, &run->loaded, scenario);
	run->warnings = loading_warnings(&run->loaded);
	run->info = run->origin.info;
	run->info.warnings = run->warnings;
}

static bool close_results(const struct run *run, struct recorder *recorder, enum record_outcome outcome)
{
	struct origin_run facts;

	return recorder_close(recorder, outcome, origin_run(&facts, run->began, run->jobs), run->diag);
}

/* Find the warm-up of all replications in a pilot run. False, with *result, if that did not come to its end. */
static bool find_warmup(struct run *run, const struct workers *workers, struct workers_result *result)
{
	struct trend_cut cut;
	char at[64];

	*result = workers_pilot(workers, &cut, run->diag);
	if (result->complete == 0)
		return false;
	run->loaded.sim.warmup = cut.at;
	units_format((double)cut.at / 1e9, DIM_TIME, at);
	if (cut.values < FEW_VALUES)
		diag_warning(run->diag, nowhere, "warmup: auto had only %llu values to judge by", (unsigned long long)cut.values);
	else if (cut.limited)
		diag_warning(run->diag, nowhere, "warmup: auto cut %s, half of the run or nearly so: it may not be steady even then", at);
	return true;
}

/* How many replications there were, and whether they gave the precision asked for; a warning if they did not. */
static void note_findings(const struct run *run, struct recorder *recorder, const struct workers_result *result)
{
	const struct precision *p = &run->loaded.precision;
	struct record_findings findings = {
		.replications = p->most, .precision = p->target, .warmup = run->loaded.sim.warmup,
		.warmup_rule = run->info.warmup == TIME_AUTO ? "MSER-5" : "given",
	};
	char target[64], reached[64];

	if (!isnan(p->target)) {
		findings.replications = result->enough ? result->enough : p->most;
		findings.reached = precision_now(p, recorder);
		findings.measure = p->measures->measure[p->measure].name;
		findings.scope = p->measures->scope[p->scope];
		if (!result->stopped && !(findings.reached <= p->target))
			diag_warning(run->diag, nowhere, "%s of %s has an interval of ± %s after %u replication%s, not ± %s", findings.measure,
				     findings.scope, units_human(findings.reached, DIM_SHARE, 2, reached), result->complete,
				     result->complete == 1 ? "" : "s", units_human(p->target, DIM_SHARE, 3, target));
	}
	recorder_found(recorder, &findings);
}

/* End the results file as the workers' result asks for; returns the exit code. */
static int finish(const struct run *run, struct recorder *recorder, const struct workers_result *result)
{
	int code = result->failed > 0 || !result->recorded ? EXIT_FAILED : EXIT_DONE;
	enum record_outcome outcome = code ? RECORD_FAILED : result->stopped ? RECORD_INTERRUPTED : RECORD_COMPLETE;

	if (!code && result->stopped)
		code = signals_exit_code(signals_caught());
	if (!result->recorded || result->complete == 0) {
		recorder_abandon(recorder);
		diag_print(run->diag, stderr);
		fprintf(stderr, "fogline: no replication is complete; nothing was written to %s\n", run->path);
		return code;
	}
	note_findings(run, recorder, result);
	if (!close_results(run, recorder, outcome))
		code = EXIT_FAILED;
	else if (outcome != RECORD_COMPLETE)
		fprintf(stderr, "fogline: %s; %u complete replication%s of %s%u saved in %s\n",
			outcome == RECORD_FAILED ? "the run failed" : "interrupted", result->complete,
			result->complete == 1 ? "" : "s", isnan(run->loaded.precision.target) ? "" : "at most ",
			run->loaded.precision.most, run->path);
	diag_print(run->diag, stderr);
	return code;
}

static int simulate(struct run *run)
{
	struct recorder *recorder = recorder_open(run->path, &run->layout, &run->info, run->diag);
	struct workers workers = {
		.sim = &run->loaded.sim, .layout = &run->layout, .recorder = recorder, .jobs = run->jobs,
		.precision = &run->loaded.precision, .quiet = run->settings->quiet,
	};
	struct workers_result result;
	char *folder;
	int code;

	if (!recorder) {
		diag_print(run->diag, stderr);
		return EXIT_FAILED;
	}
	folder = places_folder(run->path);
	workers.folder = folder;
	signals_catch(recorder_temporary(recorder));
	if (run->info.warmup != TIME_AUTO || find_warmup(run, &workers, &result))
		result = workers_run(&workers, run->diag);
	code = finish(run, recorder, &result);
	signals_release();
	free(folder);
	return code;
}

static int show(const struct run *run)
{
	struct diag *diag = diag_new();
	struct results *results = results_open(run->path, diag);
	bool good = results && summary_print(results, run->path, stdout, diag);

	diag_print(diag, stderr);
	if (results)
		results_close(results);
	diag_free(diag);
	return good ? EXIT_DONE : EXIT_FAILED;
}

/* That the axes of `sweep:` were left out, within 80 columns. */
static void tell_axes(const struct scenario *scenario)
{
	char *axes = scenario_axes(scenario);

	if (axes)
		printf("sweep: left out; 'fogline sweep' runs it over %s\n", strlen(axes) < 34 ? axes : "its axes");
	free(axes);
}

/* The trace beside the results, if one was asked for. False with an error on stderr. */
static bool write_trace(const struct run *run)
{
	const struct scenario_head *head = scenario_config(run->loaded.scenario);
	struct diag *diag = diag_new();
	char *path = places_with_suffix(run->path, ".h5", ".trace.json");
	struct results *results = head->output.trace == COUNT_UNSET ? NULL : results_open(run->path, diag);
	bool good = !results || trace_json_write(results, path, diag);

	good = good && diag_errors(diag) == 0;
	if (results && good && !run->settings->quiet)
		printf("trace: %s\n", path);
	diag_print(diag, stderr);
	results_close(results);
	free(path);
	diag_free(diag);
	return good;
}

static int run_loaded(struct run *run, const char *scenario)
{
	const struct settings *settings = run->settings;
	int code;

	run->diag = diag_new();
	run->path = results_path(settings, scenario, run->diag);
	if (!run->path) {
		diag_print(run->diag, stderr);
		return EXIT_FAILED;
	}
	lay_out(run);
	describe(run, scenario);
	run->jobs = settings->jobs ? (unsigned)(settings->jobs < MOST_JOBS ? settings->jobs : MOST_JOBS)
				   : platform_processors();
	if (run->jobs > run->info.replications)
		run->jobs = (unsigned)run->info.replications;
	code = simulate(run);
	if (code == EXIT_DONE && !settings->quiet)
		code = show(run);
	if (code == EXIT_DONE && !settings->quiet)
		tell_axes(run->loaded.scenario);
	if (code == EXIT_DONE && !write_trace(run))
		code = EXIT_FAILED;
	return code;
}

/* A world of its own is built and run for it; the one at hand has shown that the scenario is right. */
static int explain(const struct loaded *loaded, const char *what)
{
	struct diag *diag = diag_new();
	struct text text = { 0 };
	struct sim sim;
	bool good;

	sim_init(&sim, loaded->sim.seed, 0);
	good = model_explain(&sim, scenario_config(loaded->scenario), what, &text, diag);
	if (good)
		fputs(text.text, stdout);
	else
		diag_print(diag, stderr);
	model_free(&sim);
	sim_fini(&sim);
	text_fini(&text);
	diag_free(diag);
	return good ? EXIT_DONE : EXIT_WRONG;
}

static void run_fini(struct run *run)
{
	origin_fini(&run->origin);
	free(run->warnings);
	free(run->tables);
	free(run->path);
	if (run->diag)
		diag_free(run->diag);
	loaded_fini(&run->loaded);
}

static int cmd_run(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	const char *scenario = operands->item[0];
	struct run run = { .settings = settings, .began = progress_clock() };
	int code = EXIT_WRONG;

	if (loaded_build(&run.loaded, scenario, &settings->changes))
		code = settings->explain ? explain(&run.loaded, settings->explain) : run_loaded(&run, scenario);
	run_fini(&run);
	return code;
}

const struct command command_run = {
	.name = "run",
	.arguments = "SCENARIO",
	.help = "simulate a scenario and write its results",
	.details = "SCENARIO is a YAML file, or - for standard input. Ctrl-C saves the replications\n"
		   "that are complete; a second one stops at once. The summary is printed at the\n"
		   "end; 'fogline inspect' prints it again.\n"
		   "In it, requests are those of all replications, warm-up included. All else is\n"
		   "measured from the end of the warm-up to that of the run, as means over the\n"
		   "replications: energy is of one replication, jobs is how many were in a group at\n"
		   "a time, waiting or served; p50, p95 and p99 are of all requests together.\n"
		   "± is half of an interval of 95 %. 'fogline help measures' defines each.\n"
		   "--explain tells what there was to choose from, what was known and what was\n"
		   "chosen: for a component (NAME or APPLICATION/NAME) where its instances were\n"
		   "placed, and its first decisions of offloading; for the number of a request,\n"
		   "from 1 in the order of creation in the first replication, all of its own.",
	.least = 1,
	.most = 1,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_run,
};
