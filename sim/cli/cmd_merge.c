/* `fogline merge`: the runs that several programs left in the folder of one sweep, into its results file. */
#include "sim/cli/command.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/cli/opt.h"
#include "sim/cli/origin.h"
#include "sim/cli/plan_file.h"
#include "sim/cli/progress.h"
#include "sim/cli/signals.h"
#include "sim/cli/summary.h"
#include "sim/record/run_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_TOLD = 20, DIGEST = 32 };

struct settings {
	const char *output;
	bool quiet, json;
};

static const struct mark nowhere = { 0 };

static const struct option options[] = {
	{ "output", 'o', O_TEXT(struct settings, output), "FILE.h5", "results file [DIR/NAME.h5, as 'sweep' calls it]" },
	{ "json", 0, O_FLAG(struct settings, json), NULL, "print the summary as JSON" },
	{ "quiet", 'q', O_FLAG(struct settings, quiet), NULL, "no summary" },
	{ 0 }
};

/* ---- strangers ---- */

static int by_digest(const void *a, const void *b)
{
	return memcmp(a, b, DIGEST);
}

/* The name of a run's file is DIGEST-REPLICATION.run. */
static bool is_run(const char *name)
{
	size_t length = strlen(name);

	return name[0] != '.' && length > 4 && strcmp(name + length - 4, ".run") == 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void tell_strangers(char **stranger, uint32_t n, const char *folder, struct diag *diag)
{
	if (n)
		qsort(stranger, n, sizeof(*stranger), by_name);
	for (uint32_t i = 0; i < n && i < MOST_TOLD; i++)
		diag_error(diag, nowhere, "'%s/%s' is not of this sweep", folder, stranger[i]);
	if (n > MOST_TOLD)
		diag_error(diag, nowhere, "nor are %u more", (unsigned)(n - MOST_TOLD));
	if (n)
		diag_error(diag, nowhere, "runs of another scenario, other settings or another version of fogline are not merged: remove them, "
			   "or sweep into a folder of its own");
}

/* Whether all files of runs are of points of the plan. */
static bool no_strangers(const struct sweep_plan *plan, struct diag *diag)
{
	char (*known)[DIGEST] = xcalloc((size_t)plan->points + 1, sizeof(*known));
	DIR *dir = opendir(plan->folder);
	const struct dirent *entry;
	char **stranger = NULL;
	uint32_t n = 0;

	if (!dir)
		diag_error(diag, nowhere, "cannot read the folder '%s': %s", plan->folder, strerror(errno));
	for (uint32_t p = 0; p < plan->points; p++)
		memcpy(known[p], plan->point[p].digest, DIGEST);
	qsort(known, plan->points, sizeof(*known), by_digest);
	while (dir && (entry = readdir(dir))) {
		if (!is_run(entry->d_name))
			continue;
		if (strlen(entry->d_name) > DIGEST && bsearch(entry->d_name, known, plan->points, sizeof(*known), by_digest))
			continue;
		stranger = xrealloc(stranger, (n + 1) * sizeof(*stranger));
		stranger[n++] = xstrdup(entry->d_name);
	}
	if (dir)
		closedir(dir);
	tell_strangers(stranger, n, plan->folder, diag);
	for (uint32_t i = 0; i < n; i++)
		free(stranger[i]);
	free(stranger);
	free(known);
	return dir && n == 0;
}

/* ---- what is missing ---- */

static char *label_of(const struct sweep_record *record, uint32_t point)
{
	struct text label = { 0 };
	char number[32];

	for (uint32_t i = 0; i < record->n_axes; i++) {
		const struct sweep_axis *axis = &record->axis[i];

		text_add(&label, "%s%s=%s", i ? ", " : "", axis->name,
			 axis->number ? text_of_number(axis->number[point], number) : axis->words[axis->word[point]]);
	}
	return text_take(&label);
}

/* How many replications a point lacks as far as one can say: where a precision decides, one at least until it is reached. */
static uint32_t needed(const struct plan_point *point)
{
	return point->enough ? point->enough : point->expected;
}

static bool is_missing(const struct plan_point *point, uint32_t replication)
{
	return point->state[replication] != RUN_DONE && point->state[replication] != RUN_FAILED;
}

static bool is_damaged(const struct sweep_plan *plan, uint32_t p, uint32_t replication)
{
	char *path = run_file_path(plan->folder, plan->point[p].digest, replication);
	bool there = access(path, F_OK) == 0;

	free(path);
	return there;
}

/* The replications that a point lacks, as "0, 2-5". */
static char *list_missing(const struct sweep_plan *plan, uint32_t p)
{
	const struct plan_point *point = &plan->point[p];
	uint32_t most = needed(point);
	struct text list = { 0 };

	for (uint32_t r = 0; r < most; r++) {
		uint32_t first = r;
		bool damaged;

		if (!is_missing(point, r))
			continue;
		damaged = is_damaged(plan, p, r);
		while (!damaged && r + 1 < most && is_missing(point, r + 1) && !is_damaged(plan, p, r + 1))
			r++;
		text_add(&list, r > first ? "%s%u-%u" : "%s%u", list.length ? ", " : "", (unsigned)first, (unsigned)r);
		if (damaged)
			text_add(&list, " (damaged)");
	}
	return text_take(&list);
}

static uint64_t tell_missing(const struct plan_file *file, struct diag *diag)
{
	const struct sweep_plan *plan = &file->plan;
	uint32_t points = 0;
	uint64_t missing = 0;

	for (uint32_t p = 0; p < plan->points; p++) {
		uint64_t before = missing;
		char *label, *list;

		for (uint32_t r = 0; r < needed(&plan->point[p]); r++)
			missing += is_missing(&plan->point[p], r);
		if (missing == before || ++points > MOST_TOLD)
			continue;
		label = label_of(&file->record, p);
		list = list_missing(plan, p);
		diag_error(diag, nowhere, "missing: point %u (%s), replications %s", (unsigned)p, label, list);
		free(list);
		free(label);
	}
	if (points > MOST_TOLD)
		diag_error(diag, nowhere, "and runs of %u more points are missing", (unsigned)(points - MOST_TOLD));
	return missing;
}

static void tell_failed(const struct plan_file *file, struct diag *diag)
{
	const struct sweep_plan *plan = &file->plan;

	for (uint32_t i = 0; i < plan->n_failures && i < MOST_TOLD; i++) {
		const struct plan_failure *f = &plan->failure[i];
		char *label = label_of(&file->record, f->point);

		diag_error(diag, nowhere, "failed: point %u (%s), replication %u: %s", (unsigned)f->point, label, (unsigned)f->replication, f->reason);
		free(label);
	}
	if (plan->n_failures > MOST_TOLD)
		diag_error(diag, nowhere, "and %u more runs failed", (unsigned)(plan->n_failures - MOST_TOLD));
}

/* ---- all ---- */

/* What is there goes into the results, also if something is missing; returns the exit code. */
static int write_all(struct plan_file *file, const struct settings *settings, const char *path, double began, struct diag *diag)
{
	struct sweep_record *record = &file->record;
	struct sweep_run *list;
	struct origin_run facts;
	const struct record_run_info *info = origin_run(&facts, began, 1);
	uint64_t missing = tell_missing(file, diag);
	uint32_t complete = 0, failed = file->plan.n_failures;
	bool good = true;

	tell_failed(file, diag);
	list = plan_list(&file->plan, &record->n_runs);
	for (uint32_t i = 0; i < record->n_runs; i++)
		complete += list[i].outcome == RECORD_COMPLETE;
	record->list = list;
	record->outcome = failed ? RECORD_FAILED : missing ? RECORD_INTERRUPTED : RECORD_COMPLETE;
	record->run.run_info = info != NULL;
	signals_catch(NULL);
	if (complete)
		good = plan_write(&file->plan, record, path, info, diag);
	signals_release();
	free(list);
	if ((missing || failed) && complete && good)
		diag_error(diag, nowhere, "%u runs are complete, in %s; do the %s ones with 'sweep --resume', and merge again",
			   (unsigned)complete, path, missing ? failed ? "missing and the failed" : "missing" : "failed");
	else if (!complete)
		diag_error(diag, nowhere, "no run is complete; nothing was written to %s", path);
	if (!good || missing || failed || !complete)
		return EXIT_FAILED;
	return settings->quiet || summary_show(path, settings->json, stdout, diag) ? EXIT_DONE : EXIT_FAILED;
}

static int cmd_merge(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	const char *folder = operands->item[0];
	char *runs = text_format("%s/runs", folder), *path;
	struct diag *diag = diag_new();
	struct plan_file file;
	double began = progress_clock();
	int code = EXIT_WRONG;

	if (plan_file_read(&file, folder, runs, diag) && no_strangers(&file.plan, diag)) {
		path = settings->output ? xstrdup(settings->output) : text_format("%s/%s.h5", folder, file.name);
		plan_resume(&file.plan);
		plan_take_failures(&file.plan);
		code = write_all(&file, settings, path, began, diag);
		free(path);
	}
	diag_print(diag, stderr);
	plan_file_fini(&file);
	diag_free(diag);
	free(runs);
	return code;
}

const struct command command_merge = {
	.name = "merge",
	.arguments = "DIR",
	.help = "join what the shards of a sweep left in its folder",
	.details = "DIR is that of 'sweep --shard'. The file is the same as if one program had done\n"
		   "all runs. If some are missing or failed, they are listed, the exit code is 1, and\n"
		   "the results have the others, and are marked. Runs of another scenario are\n"
		   "refused.",
	.least = 1,
	.most = 1,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_merge,
};
