/* What a worker of a sweep does. It builds the world itself, so that what goes wrong there costs one point, and the building takes place on all processors. */
#include "sim/cli/sweep_child.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/cli/platform.h"
#include "sim/kernel/model.h"
#include "sim/record/run_file.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST_WARNINGS = 50 };

struct work {
	const struct sweep_plan *plan;
	const struct plan_point *point;
	struct scenario *scenario;
	struct sim sim;
	struct diag *diag;
	const struct table **tables;
	struct record_layout layout;
	struct sweep_share *share;
};

void sweep_take_turn(struct sweep_share *share)
{
	int processor = -1;

	while (!share->control.stop && read(share->turns[0], &processor, sizeof(processor)) < 0 && errno == EINTR)
		;
	share->turn = TURN_TAKEN;
	platform_move_to(processor);
}

void sweep_give_turn(struct sweep_share *share)
{
	int processor = platform_processor();

	if (share->turn != TURN_TAKEN)
		return;
	share->turn = TURN_GIVEN;
	while (write(share->turns[1], &processor, sizeof(processor)) < 0 && errno == EINTR)
		;
}

static enum sweep_exit wrong(struct work *w)
{
	size_t n;
	const struct diag_message *m = diag_messages(w->diag, &n);

	for (size_t i = 0; i < n; i++)
		if (m[i].severity == DIAG_ERROR) {
			snprintf(w->share->reason, SWEEP_REASON, "its scenario is wrong: %s", m[i].text);
			break;
		}
	return SWEEP_WRONG;
}

/* Build the world of the point as replication `replication`. */
static bool build(struct work *w, uint32_t point, uint32_t replication)
{
	struct scenario_asked asked;
	struct precision judged;
	const struct scenario_head *head;
	struct run_settings run;

	w->diag = diag_new();
	w->point = &w->plan->point[point];
	w->scenario = sweep_scenario(w->plan->sweep, point, w->diag);
	if (!w->scenario)
		return false;
	asked = scenario_one_replication(w->scenario, w->plan->requests);
	head = scenario_config(w->scenario);
	sim_init(&w->sim, head->run.seed, replication);
	if (!model_build(&w->sim, head, w->diag))
		return false;
	w->sim.control = &w->share->control;
	run = head->run;
	run.replications = asked.replications;
	run.precision = asked.precision;
	return precision_find(&judged, &run, model_measures(&w->sim), w->diag);
}

static enum sweep_exit ran(struct work *w)
{
	enum sim_outcome outcome;

	model_start(&w->sim);
	outcome = sim_run(&w->sim);
	if (outcome == SIM_STOPPED)
		return SWEEP_INTERRUPTED;
	if (outcome == SIM_COMPLETE)
		model_finish(&w->sim);
	if (!w->sim.failure)
		return SWEEP_DONE;
	snprintf(w->share->reason, SWEEP_REASON, "%s", w->sim.failure);
	return SWEEP_FAILED;
}

static void lay_out(struct work *w)
{
	uint32_t n;
	const struct table *own = model_tables(&w->sim, &n);

	w->tables = xcalloc((size_t)TABLE_MODELS + n, sizeof(*w->tables));
	w->tables[TABLE_RUN] = &run_table;
	w->tables[TABLE_MEASURES] = &measure_table;
	w->tables[TABLE_BATCHES] = &batch_table;
	w->tables[TABLE_BINS] = &bin_table;
	for (uint32_t i = 0; i < n; i++)
		w->tables[TABLE_MODELS + i] = &own[i];
	w->layout = (struct record_layout){ .table = w->tables, .n_tables = TABLE_MODELS + n, .measures = model_measures(&w->sim) };
}

/* What was said of the scenario, a line for each warning; NULL: nothing. */
static char *warnings(struct work *w)
{
	struct text text = { 0 };
	size_t n, kept = 0;
	const struct diag_message *m = diag_messages(w->diag, &n);

	for (size_t i = 0; i < n && kept < MOST_WARNINGS; i++)
		if (m[i].severity == DIAG_WARNING)
			text_add(&text, "%s%.*s", kept++ ? "\n" : "", 1000, m[i].text);
	return kept ? text_take(&text) : NULL;
}

static enum sweep_exit cannot_write(struct work *w)
{
	snprintf(w->share->reason, SWEEP_REASON, "cannot write its rows to %s: %s", w->plan->folder, strerror(errno));
	return SWEEP_FAILED;
}

/* The tables that are kept of the run: those asked for, and of the first point what a report draws. The caller frees the list alone. */
static const char **kept_tables(const struct work *w)
{
	const char *const *asked = w->plan->tables;
	const char **kept;
	size_t n = 0;

	while (asked[n])
		n++;
	kept = xcalloc(n + 3, sizeof(*kept));
	memcpy(kept, asked, n * sizeof(*kept));
	if (w->point == w->plan->point) {
		kept[n] = "nodes";
		kept[n + 1] = "links";
	}
	return kept;
}

static enum sweep_exit record(struct work *w, uint32_t replication)
{
	struct run_identity identity = { .replication = replication, .seed = w->sim.seed, .warmup = w->sim.warmup };
	struct run_writer *writer;
	enum sweep_exit how;
	const char **kept = kept_tables(w);
	char *said = warnings(w);

	memcpy(identity.digest, w->point->digest, sizeof(identity.digest));
	lay_out(w);
	writer = run_writer_open(w->plan->folder, &identity, &w->layout, kept, said);
	free(kept);
	free(said);
	if (!writer)
		return cannot_write(w);
	w->sim.sink = run_writer_sink(writer);
	how = ran(w);
	sweep_give_turn(w->share);
	/* The parent makes the next worker now, and not only when this one has ended. */
	if (getppid() == w->share->parent)
		kill(w->share->parent, SIGCHLD);
	if (how != SWEEP_DONE) {
		run_writer_abandon(writer);
		return how;
	}
	return run_writer_commit(writer) ? SWEEP_DONE : cannot_write(w);
}

enum sweep_exit sweep_simulate(const struct sweep_plan *plan, uint32_t point, uint32_t replication, struct sweep_share *share)
{
	struct work w = { .plan = plan, .share = share };

	if (!build(&w, point, replication))
		return wrong(&w);
	if (w.point->warmup >= 0)
		w.sim.warmup = w.point->warmup;
	return record(&w, replication);
}

enum sweep_exit sweep_explore(const struct sweep_plan *plan, uint32_t point, struct sweep_share *share)
{
	struct work w = { .plan = plan, .share = share };
	enum sweep_exit how;

	if (!build(&w, point, 0))
		return wrong(&w);
	w.sim.warmup = 0;
	w.sim.trend = trend_new();
	how = ran(&w);
	share->cut = trend_cut(w.sim.trend, w.sim.duration / 2);
	return how;
}
