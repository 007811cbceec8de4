/* `fogline sweep`: the points of a scenario, the runs that are not done, and all of them in one results file. */
#include "sim/cli/loading.h"
#include "sim/cli/origin.h"
#include "sim/cli/places.h"
#include "sim/cli/plan_file.h"
#include "sim/cli/platform.h"
#include "sim/cli/progress.h"
#include "sim/cli/shard.h"
#include "sim/cli/signals.h"
#include "sim/cli/summary.h"
#include "sim/cli/sweep_crew.h"
#include "sim/cli/sweep_script.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/kernel/model.h"
#include "sim/record/run_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_JOBS = 1000, MOST_FAILURES = 10 };

struct settings {
	const char *folder, *tables, *shard, *script;
	struct changes changes;
	uint64_t jobs, parts;
	bool resume, quiet, json;
};

/* A sweep under way. */
struct sweeping {
	const struct settings *settings;
	struct loaded loaded;
	struct sweep *sweep;           /* has the scenario of `loaded` */
	struct origin origin;
	struct sweep_plan plan;
	struct sweep_record record;
	struct sweep_axis *axis;
	const char **tables;           /* that are kept of single runs */
	char *name;                    /* of the results, without an ending */
	char *folder, *runs, *path;    /* the sweep's, of the files of runs, of the results */
	struct shard shard;            /* n is 0: all */
	unsigned jobs;
	double began;
	struct diag *diag;
};

static const struct mark nowhere = { 0 };

static const struct option options[] = {
	{ "output", 'o', O_TEXT(struct settings, folder), "DIR", "folder for the runs and the results, DIR/NAME.h5 [results/NAME]" },
	{ "set", 0, O_LIST(struct settings, changes.set), "PATH=VALUE", "override a key of the scenario; repeatable" },
	{ "vary", 0, O_LIST(struct settings, changes.vary), "PATH=V1,V2,...", "an axis, in place of that of the scenario or besides; repeatable" },
	{ "seed", 0, O_TEXT(struct settings, changes.seed), "N", "override run.seed" },
	{ "replications", 0, O_TEXT(struct settings, changes.replications), "N", "override run.replications" },
	{ "antithetic", 0, O_FLAG(struct settings, changes.antithetic), NULL, "replications in pairs, the second on mirrored draws" },
	{ "tables", 0, O_TEXT(struct settings, tables), "NAME,NAME,...", "tables of single runs to keep: requests, nodes, series, ..." },
	{ "resume", 0, O_FLAG(struct settings, resume), NULL, "keep the runs that are done" },
	{ "shard", 0, O_TEXT(struct settings, shard), "I/N|auto", "only the Ith part of N, from 0, or that which Slurm or MPI says; no results" },
	{ "script", 0, O_TEXT(struct settings, script), "ENGINE", "print a script that does it by slurm, (GNU) parallel or mpi; run nothing" },
	{ "parts", 0, O_COUNT(struct settings, parts), "N", "into which the script divides it [100, or as many as runs]" },
	{ "jobs", 'j', O_COUNT(struct settings, jobs), "N", "runs side by side [processors; in each part of a script 1]" },
	{ "json", 0, O_FLAG(struct settings, json), NULL, "print the summary as JSON" },
	{ "quiet", 'q', O_FLAG(struct settings, quiet), NULL, "no summary and no progress" },
	{ 0 }
};

/* ---- places ---- */

static bool make_folder(const char *path, struct diag *diag)
{
	struct stat status;

	if (mkdir(path, 0777) == 0)
		return true;
	if (errno != EEXIST)
		return diag_error(diag, nowhere, "cannot make the folder '%s': %s", path, strerror(errno));
	if (stat(path, &status) != 0 || !S_ISDIR(status.st_mode))
		return diag_error(diag, nowhere, "'%s' is not a folder", path);
	return true;
}

static void name_places(struct sweeping *s, const char *scenario)
{
	s->name = strcmp(scenario, "-") == 0 ? xstrdup("stdin") : places_stem(scenario, ".yaml", ".yml");
	s->folder = s->settings->folder ? xstrdup(s->settings->folder) : text_format("results/%s", s->name);
	s->runs = text_format("%s/runs", s->folder);
	s->path = text_format("%s/%s.h5", s->folder, s->name);
}

static bool make_places(struct sweeping *s)
{
	bool good = (s->settings->folder || make_folder("results", s->diag)) && make_folder(s->folder, s->diag) && make_folder(s->runs, s->diag);

	if (good)
		run_file_tidy(s->runs);
	return good;
}

/* The names of --tables, which are to be in the order of names, so that their order does not count. */
static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void name_tables(struct sweeping *s)
{
	const char *at = s->settings->tables ? s->settings->tables : "";
	size_t n = 0;

	s->tables = xcalloc(strlen(at) / 2 + 2, sizeof(*s->tables));
	while (*at) {
		size_t length = strcspn(at, ",");

		if (length)
			s->tables[n++] = text_format("%.*s", (int)length, at);
		at += length + (at[length] == ',');
	}
	qsort(s->tables, n, sizeof(*s->tables), by_name);
}

/* Whether some scenario has each of them. */
static bool check_tables(const struct sweeping *s)
{
	struct scenario *scenario = scenario_of_text("the full scenario", model_full_scenario, s->diag);
	const struct table *table;
	const char **names;
	struct sim sim;
	uint32_t n = 0, kept = 0;

	if (!scenario)
		return false;
	sim_init(&sim, 1, 0);
	table = model_build(&sim, scenario_config(scenario), s->diag) ? model_tables(&sim, &n) : NULL;
	names = xcalloc((size_t)n + 1, sizeof(*names));
	/* What differs between identical runs is not kept. */
	for (uint32_t i = 0; i < n; i++)
		if (strncmp(table[i].name, "run/", 4) != 0)
			names[kept++] = table[i].name;
	for (size_t k = 0; s->tables[k]; k++) {
		uint32_t i = 0;

		while (i < kept && strcmp(names[i], s->tables[k]) != 0)
			i++;
		if (i == kept)
			diag_unknown(s->diag, nowhere, "table of single runs", s->tables[k], names, kept);
	}
	free(names);
	model_free(&sim);
	sim_fini(&sim);
	scenario_free(scenario);
	return diag_errors(s->diag) == 0;
}

/* ---- results ---- */

/* What the scenario says of them. */
static void begin_record(struct sweeping *s)
{
	const struct sweep_column *column = sweep_columns(s->sweep, &s->record.n_axes);

	s->axis = xcalloc((size_t)s->record.n_axes + 1, sizeof(*s->axis));
	for (uint32_t i = 0; i < s->record.n_axes; i++)
		s->axis[i] = (struct sweep_axis){ column[i].name, column[i].units, column[i].words, column[i].number, column[i].word };
	s->record.run = s->origin.info;
	s->record.axis = s->axis;
}

/* Of several runs of a point that failed, the first; the table of failures has all of them. */
static void tell_failures(const struct sweeping *s)
{
	uint32_t told = 0, points = 0;
	uint8_t *seen = xcalloc(s->plan.points + 1, sizeof(*seen));

	for (uint32_t i = 0; i < s->plan.n_failures; i++) {
		const struct plan_failure *f = &s->plan.failure[i];
		bool again = seen[f->point];
		char *label;

		seen[f->point] = 1;
		points += !again;
		if (again || told == MOST_FAILURES)
			continue;
		label = sweep_label(s->sweep, f->point);
		diag_error(s->diag, nowhere, "point %u (%s), replication %u: %s", (unsigned)f->point, label, (unsigned)f->replication,
			   f->reason[0] ? f->reason : "it failed");
		told++;
		free(label);
	}
	if (points > told)
		diag_error(s->diag, nowhere, "and runs of %u more points failed", (unsigned)(points - told));
	free(seen);
}

/* Bring together what there is; returns the exit code. */
static int finish(struct sweeping *s, bool all)
{
	struct sweep_run *list = plan_list(&s->plan, &s->record.n_runs);
	struct origin_run facts;
	bool failed = s->plan.failed > 0 || (!all && !signals_caught());
	int code = failed ? EXIT_FAILED : all ? EXIT_DONE : signals_exit_code(signals_caught());
	uint32_t complete = 0;

	s->record.list = list;
	s->record.outcome = failed ? RECORD_FAILED : all ? RECORD_COMPLETE : RECORD_INTERRUPTED;
	for (uint32_t i = 0; i < s->record.n_runs; i++)
		complete += list[i].outcome == RECORD_COMPLETE;
	tell_failures(s);
	if (complete == 0)
		fprintf(stderr, "fogline: no run is complete; nothing was written to %s\n", s->path);
	else if (!plan_write(&s->plan, &s->record, s->path, origin_run(&facts, s->began, s->jobs), s->diag))
		code = EXIT_FAILED;
	else if (s->record.outcome != RECORD_COMPLETE)
		fprintf(stderr, "fogline: %s; %u of %u runs are complete, in %s%s\n", failed ? "some runs failed" : "interrupted",
			(unsigned)complete, (unsigned)s->record.n_runs, s->path,
			failed ? "" : "; the same command with --resume does the rest");
	diag_print(s->diag, stderr);
	free(list);
	return code;
}

/* Say what came of a shard; returns the exit code. */
static int finish_shard(struct sweeping *s, bool all)
{
	bool failed = s->plan.failed > 0 || (!all && !signals_caught());

	tell_failures(s);
	diag_print(s->diag, stderr);
	if (!s->settings->quiet)
		printf("shard %u/%u: %llu of %llu runs are done, in %s\n"
		       "when all shards are done, 'fogline merge %s' writes the results\n",
		       (unsigned)s->shard.index, (unsigned)s->shard.n, (unsigned long long)s->plan.done, (unsigned long long)s->plan.expected, s->runs,
		       s->folder);
	return failed ? EXIT_FAILED : all ? EXIT_DONE : signals_exit_code(signals_caught());
}

static int show(const struct sweeping *s)
{
	struct diag *diag = diag_new();
	bool good = summary_show(s->path, s->settings->json, stdout, diag);

	diag_print(diag, stderr);
	diag_free(diag);
	return good ? EXIT_DONE : EXIT_FAILED;
}

/* ---- all ---- */

static bool check_options(const struct settings *settings, struct diag *diag)
{
	if (settings->script && settings->shard)
		return diag_error(diag, nowhere, "--script and --shard: the script says to each part which it is");
	if (settings->parts && !settings->script)
		return diag_error(diag, nowhere, "--parts is of a script: give --script, too");
	return true;
}

static int print_script(const struct sweeping *s, const char *scenario)
{
	const struct settings *settings = s->settings;
	const struct sweep_script script = {
		.engine = settings->script, .scenario = scenario, .folder = s->folder, .tables = settings->tables, .changes = &settings->changes,
		.parts = settings->parts, .runs = s->plan.expected, .jobs = settings->jobs ? s->jobs : 1,
	};
	bool good = sweep_script_print(&script, stdout, s->diag);

	diag_print(s->diag, stderr);
	return good ? EXIT_DONE : EXIT_WRONG;
}

/* What is done is done again unless it is to be kept, which whoever adds replications may not know. */
static void tell_finished(const struct sweeping *s)
{
	uint64_t n = s->settings->quiet ? 0 : plan_finished(&s->plan);

	if (n)
		fprintf(stderr, "fogline: %llu run%s done before will be done again; --resume keeps %s\n", (unsigned long long)n, n == 1 ? "" : "s", n == 1 ? "it" : "them");
}

static int sweep_all(struct sweeping *s, const char *scenario)
{
	const char *shard = s->settings->shard;
	bool all;
	int code;

	origin_describe(&s->origin, &s->loaded, scenario);
	if (!check_options(s->settings, s->diag) || (shard && !shard_read(shard, &s->shard, s->diag))
	    || (s->tables[0] && !check_tables(s)) || !plan_init(&s->plan, s->sweep, s->tables, "", s->diag)) {
		diag_print(s->diag, stderr);
		return EXIT_WRONG;
	}
	name_places(s, scenario);
	if (s->settings->script)
		return print_script(s, scenario);
	begin_record(s);
	if (!make_places(s) || !plan_file_write(s->folder, s->name, &s->record, &s->plan, s->diag)) {
		diag_print(s->diag, stderr);
		return EXIT_FAILED;
	}
	free(s->plan.folder);
	s->plan.folder = xstrdup(s->runs);
	if (s->shard.n)
		plan_share(&s->plan, s->shard);
	s->plan.noted = s->shard.n > 0;
	if (s->settings->resume)
		plan_resume(&s->plan);
	else
		tell_finished(s);
	signals_catch(NULL);
	all = crew_work(&s->plan, s->jobs, s->settings->quiet, s->diag);
	code = s->shard.n ? finish_shard(s, all) : finish(s, all);
	signals_release();
	if (s->shard.n)
		return code;
	return code == EXIT_DONE && !s->settings->quiet ? show(s) : code;
}

static void sweeping_fini(struct sweeping *s)
{
	plan_fini(&s->plan);
	origin_fini(&s->origin);
	/* The sweep frees the scenario. */
	if (s->sweep)
		s->loaded.scenario = NULL;
	sweep_free(s->sweep);
	loaded_fini(&s->loaded);
	for (size_t i = 0; s->tables[i]; i++)
		free((char *)(uintptr_t)s->tables[i]);
	free(s->tables);
	free(s->axis);
	free(s->name);
	free(s->folder);
	free(s->runs);
	free(s->path);
	diag_free(s->diag);
}

static int cmd_sweep(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	const char *scenario = operands->item[0];
	struct sweeping s = { .settings = settings, .began = progress_clock(), .diag = diag_new() };
	int code = EXIT_WRONG;

	s.jobs = settings->jobs ? (unsigned)(settings->jobs < MOST_JOBS ? settings->jobs : MOST_JOBS) : platform_processors();
	name_tables(&s);
	if (loaded_read(&s.loaded, scenario, &settings->changes)) {
		s.sweep = sweep_new(s.loaded.scenario, s.diag);
		if (!s.sweep)
			s.loaded.scenario = NULL;
	}
	if (s.sweep)
		code = sweep_all(&s, scenario);
	else
		diag_print(s.diag, stderr);
	sweeping_fini(&s);
	return code;
}

static bool complete(const char *what, const struct words *operands, struct candidates *candidates)
{
	(void)operands;
	if (strcmp(what, "ENGINE") != 0)
		return false;
	sweep_script_complete(candidates);
	return true;
}

const struct command command_sweep = {
	.name = "sweep",
	.arguments = "SCENARIO",
	.help = "run all points of a scenario's 'sweep:', side by side",
	.details = "Each run is a process of its own; one that fails is named in the results, and\n"
		   "the others go on. What is done lies in DIR/runs: with --resume it is kept, also\n"
		   "after a crash, more replications, or further values on an axis. Several\n"
		   "programs, on as many machines, share the work in one DIR by --shard; 'fogline\n"
		   "merge DIR' then joins it.",
	.least = 1,
	.most = 1,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_sweep,
	.complete = complete,
};
