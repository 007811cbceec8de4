/* The runs of a sweep, and which of them are done. */
#include "sim/cli/sweep_plan.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/cli/failure_note.h"
#include "sim/cli/places.h"
#include "sim/cli/signals.h"
#include "sim/kernel/model.h"
#include "sim/record/run_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_RUNS = 100000000, MOST_WRONG = 5 };

static const struct mark nowhere = { 0 };
static const double confidence = 0.95;

/* ---- points ---- */

/* What a file of a run depends on: the scenario, the tables that are kept, and the program. */
static void set_digest(struct plan_point *point, const char *scenario, const char *const *tables)
{
	struct digest digest = digest_start();

	digest_add(&digest, scenario, strlen(scenario));
	digest_add(&digest, places_version(), strlen(places_version()) + 1);
	for (size_t i = 0; tables[i]; i++)
		digest_add(&digest, tables[i], strlen(tables[i]) + 1);
	digest_print(&digest, point->digest);
}

void plan_begin(struct sweep_plan *plan, struct plan_point *point)
{
	point->state = xcalloc((size_t)point->rule.most + 1, sizeof *point->state);
	point->expected = isnan(point->rule.target) ? point->rule.most : point->rule.least;
	plan->expected += point->expected;
}

static void set_point(struct sweep_plan *plan, struct plan_point *point, struct scenario *scenario)
{
	struct scenario_asked asked = scenario_one_replication(scenario, plan->requests);
	const struct scenario_head *head = scenario_config(scenario);
	uint64_t most = asked.replications.max, least = asked.replications.min;

	if (point == plan->point)
		plan->antithetic = head->run.antithetic;
	plan->mixed |= plan->antithetic != (head->run.antithetic != 0);
	point->rule = (struct precision){
		.target = asked.precision.target, .most = (uint32_t)most, .least = (uint32_t)(least < most ? least : most),
	};
	if (!isnan(point->rule.target)) {
		point->measure = xstrdup(asked.precision.measure.text);
		point->scope = asked.precision.scope.text ? xstrdup(asked.precision.scope.text) : NULL;
	}
	point->warmup = head->run.warmup;
	plan_begin(plan, point);
	set_digest(point, scenario_digest(scenario), plan->tables);
}

/* The errors of a point's scenario, with the point. */
static void report(struct sweep_plan *plan, uint32_t point, struct diag *own, struct diag *diag)
{
	char *label = sweep_label(plan->sweep, point);
	size_t n;
	const struct diag_message *m = diag_messages(own, &n);

	for (size_t i = 0; i < n; i++)
		if (m[i].severity == DIAG_ERROR)
			diag_error(diag, nowhere, "at point %u (%s): %s", (unsigned)point, label, m[i].text);
	free(label);
}

bool plan_init(struct sweep_plan *plan, struct sweep *sweep, const char *const *tables, const char *folder, struct diag *diag)
{
	uint32_t wrong = 0;
	uint64_t runs = 0;

	*plan = (struct sweep_plan){ .sweep = sweep, .tables = tables, .folder = xstrdup(folder), .points = sweep_points(sweep) };
	for (size_t i = 0; tables[i]; i++)
		plan->requests |= strcmp(tables[i], "requests") == 0;
	plan->point = xcalloc(plan->points, sizeof *plan->point);
	for (uint32_t p = 0; p < plan->points && wrong < MOST_WRONG && runs <= MOST_RUNS; p++) {
		struct diag *own = diag_new();
		struct scenario *scenario = sweep_scenario(sweep, p, own);

		if (scenario)
			set_point(plan, &plan->point[p], scenario);
		else
			report(plan, p, own, diag);
		runs += plan->point[p].rule.most;
		wrong += !scenario;
		scenario_free(scenario);
		diag_free(own);
	}
	if (plan->mixed)
		diag_error(diag, nowhere, "run.antithetic differs between the points of the sweep, whose intervals are made in one way: set it for all of them");
	if (runs > MOST_RUNS)
		diag_error(diag, nowhere, "the sweep has more than %d runs", MOST_RUNS);
	return wrong == 0 && !plan->mixed && runs <= MOST_RUNS;
}

void plan_fini(struct sweep_plan *plan)
{
	for (uint32_t p = 0; p < plan->points; p++) {
		free(plan->point[p].measure);
		free(plan->point[p].scope);
		free(plan->point[p].state);
		free(plan->point[p].mean);
	}
	for (uint32_t i = 0; i < plan->n_failures; i++)
		free(plan->failure[i].reason);
	free(plan->failure);
	free(plan->point);
	free(plan->folder);
}

void plan_share(struct sweep_plan *plan, struct shard shard)
{
	for (uint32_t p = 0; p < plan->points; p++) {
		struct plan_point *point = &plan->point[p];
		bool whole = !isnan(point->rule.target);

		for (uint32_t r = 0; r < point->rule.most; r++) {
			uint64_t number = whole ? p : (uint64_t)r * plan->points + p;

			if (number % shard.n == shard.index)
				continue;
			point->state[r] = RUN_ELSEWHERE;
			plan->expected -= r < point->expected;
		}
	}
}

/* ---- progress ---- */

uint32_t plan_limit(const struct plan_point *point)
{
	uint32_t limit = point->expected > point->judged ? point->expected : point->judged + 1;

	if (point->enough)
		return point->enough;
	return isnan(point->rule.target) || limit > point->rule.most ? point->rule.most : limit;
}

/* What the next replication to be judged adds. A failed one adds nothing, as it does in a run. */
static void add_mean(const struct sweep_plan *plan, struct plan_point *point)
{
	struct run_file *file = NULL;
	double mean = (double)NAN;

	if (point->state[point->judged] == RUN_DONE)
		file = run_file_open(plan->folder, point->digest, point->judged);
	if (file)
		mean = run_file_mean(file, point->measure, point->scope);
	run_file_close(file);
	if (isnan(mean))
		return;
	point->mean = xrealloc(point->mean, (point->n_means + 1) * sizeof *point->mean);
	point->mean[point->n_means++] = mean;
}

/* Judge what has ended, in the order of replications. */
static void judge(struct sweep_plan *plan, struct plan_point *point)
{
	while (!point->enough && point->judged < point->rule.most
	       && (point->state[point->judged] == RUN_DONE || point->state[point->judged] == RUN_FAILED)) {
		uint32_t expected = point->rule.most;

		if (!isnan(point->rule.target)) {
			add_mean(plan, point);
			if (precision_judge(&point->rule, interval_of(point->mean, point->n_means, confidence), point->judged + 1, &expected))
				expected = point->enough = point->judged + 1;
		}
		point->judged++;
		plan->expected = plan->expected - point->expected + expected;
		point->expected = expected;
	}
}

void plan_resume(struct sweep_plan *plan)
{
	for (uint32_t p = 0; p < plan->points; p++) {
		struct plan_point *point = &plan->point[p];

		for (uint32_t r = 0; r < point->rule.most; r++) {
			struct run_file *file = point->state[r] == RUN_ELSEWHERE ? NULL : run_file_open(plan->folder, point->digest, r);

			if (!file)
				continue;
			point->state[r] = RUN_DONE;
			if (point->warmup < 0)
				point->warmup = file->identity.warmup;
			run_file_close(file);
		}
		judge(plan, point);
		for (uint32_t r = 0; r < plan_limit(point); r++)
			plan->kept += point->state[r] == RUN_DONE;
	}
	plan->done = plan->kept;
}

uint64_t plan_finished(const struct sweep_plan *plan)
{
	uint64_t n = 0;

	for (uint32_t p = 0; p < plan->points; p++)
		for (uint32_t r = 0; r < plan_limit(&plan->point[p]); r++) {
			struct run_file *file = plan->point[p].state[r] == RUN_ELSEWHERE ? NULL : run_file_open(plan->folder, plan->point[p].digest, r);

			if (file)
				run_file_close(file);
			n += file != NULL;
		}
	return n;
}

void plan_ended(struct sweep_plan *plan, uint32_t p, uint32_t replication, enum run_state how, const char *reason)
{
	struct plan_point *point = &plan->point[p];

	point->state[replication] = (uint8_t)how;
	if (how == RUN_DONE)
		plan->done++;
	if (how == RUN_FAILED && plan->noted)
		failure_note_write(plan->folder, point->digest, replication, reason);
	else if (plan->noted)
		failure_note_remove(plan->folder, point->digest, replication);
	if (how == RUN_FAILED) {
		plan->failed++;
		plan->failure = xrealloc(plan->failure, (plan->n_failures + 1) * sizeof *plan->failure);
		plan->failure[plan->n_failures++] = (struct plan_failure){ p, replication, xstrdup(reason) };
	}
	judge(plan, point);
}

void plan_take_failures(struct sweep_plan *plan)
{
	for (uint32_t p = 0; p < plan->points; p++) {
		const struct plan_point *point = &plan->point[p];

		for (uint32_t r = 0; r < point->rule.most; r++) {
			char *reason = point->state[r] == RUN_DONE ? NULL : failure_note_read(plan->folder, point->digest, r);

			if (reason)
				plan_ended(plan, p, r, RUN_FAILED, reason);
			free(reason);
		}
	}
}

/* ---- the list ---- */

static const char *reason_of(const struct sweep_plan *plan, uint32_t point, uint32_t replication)
{
	for (uint32_t i = 0; i < plan->n_failures; i++)
		if (plan->failure[i].point == point && plan->failure[i].replication == replication)
			return plan->failure[i].reason;
	return "";
}

/* How many replications of a point there are to tell of: of a number that was not fixed, only those that were begun. */
static uint32_t told(const struct plan_point *point)
{
	if (point->enough)
		return point->enough;
	return isnan(point->rule.target) ? point->rule.most : point->next > point->judged ? point->next : point->judged;
}

struct sweep_run *plan_list(const struct sweep_plan *plan, uint32_t *n)
{
	struct sweep_run *list;
	size_t most = 0;

	for (uint32_t p = 0; p < plan->points; p++)
		most += told(&plan->point[p]);
	list = xcalloc(most + 1, sizeof *list);
	*n = 0;
	for (uint32_t p = 0; p < plan->points; p++)
		for (uint32_t r = 0; r < told(&plan->point[p]); r++) {
			struct sweep_run *run = &list[(*n)++];

			*run = (struct sweep_run){ p, r, RECORD_INTERRUPTED, NULL };
			if (plan->point[p].state[r] == RUN_DONE)
				run->outcome = RECORD_COMPLETE;
			if (plan->point[p].state[r] == RUN_FAILED) {
				run->outcome = RECORD_FAILED;
				run->reason = reason_of(plan, p, r);
			}
		}
	return list;
}

/* What a second signal is to remove. It outlives the file's own name for it. */
static char *temporary;

static void remember(const char *name)
{
	temporary = xstrdup(name);
	signals_catch(temporary);
}

bool plan_write(const struct sweep_plan *plan, struct sweep_record *record, const char *path, const struct record_run_info *info,
		struct diag *diag)
{
	char (*digest)[33] = xcalloc((size_t)plan->points + 1, sizeof(*digest));
	uint32_t *asked = xcalloc((size_t)plan->points + 1, sizeof(*asked));
	bool good;

	for (uint32_t p = 0; p < plan->points; p++) {
		memcpy(digest[p], plan->point[p].digest, sizeof(*digest));
		asked[p] = plan->point[p].rule.most;
	}
	record->points = plan->points;
	record->digest = (const char (*)[33])digest;
	record->asked = asked;
	record->opened = remember;
	good = sweep_write(path, plan->folder, record, info, diag);
	signals_catch(NULL);
	free(temporary);
	temporary = NULL;
	free(digest);
	free(asked);
	record->digest = NULL;
	record->asked = NULL;
	return good;
}
