/*
 * The parent's loop over its children. A replication passes through the
 * states waiting, running, ended, recorded; those ended out of order keep their rows in an open file until
 * their turn, and no more than a window of them may wait, so that open files do not grow with the replications.
 * What a child has to say goes through shared memory: how far it is, and why it failed.
 */
#include "sim/cli/workers.h"

#include "sim/base/memory.h"
#include "sim/cli/command.h"
#include "sim/cli/platform.h"
#include "sim/cli/progress.h"
#include "sim/cli/signals.h"
#include "sim/kernel/model.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { REASON_SIZE = 480, WINDOW_PER_JOB = 4 };

/* One for each running child, in shared memory. */
struct share {
	struct sim_control control;
	char reason[REASON_SIZE];      /* why the replication failed; empty: it did not say */
	struct trend_cut cut;          /* what a pilot found */
};

/* The last three are what a child exits with, far from the codes that a library may end it with. */
enum state { SLOT_FREE, SLOT_RUNNING, SLOT_COMPLETE = 64, SLOT_FAILED, SLOT_INTERRUPTED };

/* A replication of the window, at index replication % window. */
struct slot {
	enum state state;
	pid_t pid;
	int rows;                      /* file descriptor; -1: none */
};

struct crew {
	const struct workers *workers;
	struct diag *diag;
	struct slot *slot;
	struct share *share;           /* parallel to slot */
	uint32_t window, started, recorded, running;
	struct workers_result result;
	struct trend_cut *cut;         /* what a pilot is to find; NULL: the replications are recorded */
	struct progress progress;
	uint64_t events;               /* of replications that ended */
	uint32_t expected;             /* replications, as far as one can say by now */
	char told[REASON_SIZE];        /* the last reason of a failure that was told; */
	uint32_t untold;               /* failures with the same reason since, which are only counted */
	bool give_up;                  /* recording failed: start and record nothing more */
};

/* How the simulation of a child ended; a failure with its reason. */
static enum state ran(struct sim *sim, struct share *share)
{
	enum sim_outcome outcome;

	model_start(sim);
	outcome = sim_run(sim);
	if (outcome == SIM_STOPPED)
		return SLOT_INTERRUPTED;
	if (outcome == SIM_COMPLETE)
		model_finish(sim);
	if (!sim->failure)
		return SLOT_COMPLETE;
	snprintf(share->reason, REASON_SIZE, "%s", sim->failure);
	return SLOT_FAILED;
}

/* The pilot's rows go nowhere. */
static enum state explore(const struct workers *workers, struct share *share)
{
	struct sim *sim = workers->sim;
	enum state state;

	sim_replicate(sim, 0);
	sim->control = &share->control;
	sim->warmup = 0;
	sim->trend = trend_new();
	state = ran(sim, share);
	share->cut = trend_cut(sim->trend, sim->duration / 2);
	trend_free(sim->trend);
	return state;
}

static enum state simulate(const struct workers *workers, uint32_t replication, int rows, struct share *share)
{
	struct sim *sim = workers->sim;
	struct spool *spool = spool_new(workers->layout, rows);
	enum state state;

	sim_replicate(sim, replication);
	sim->control = &share->control;
	sim->sink = spool_sink(spool);
	state = ran(sim, share);
	if (state != SLOT_COMPLETE)
		return state;
	if (!spool_close(spool)) {
		snprintf(share->reason, REASON_SIZE, "cannot write rows beside the results: %s", strerror(errno));
		return SLOT_FAILED;
	}
	return SLOT_COMPLETE;
}

/* Everything a child does; the parent alone answers to signals, and tells its children. */
static void child(const struct crew *crew, uint32_t replication, int rows, struct share *share, long parent)
{
	signals_in_child();
	platform_die_with(parent);
	_exit((int)(crew->cut ? explore(crew->workers, share) : simulate(crew->workers, replication, rows, share)));
}

static void start(struct crew *crew)
{
	uint32_t replication = crew->started++;
	struct slot *slot = &crew->slot[replication % crew->window];
	struct share *share = &crew->share[replication % crew->window];
	long parent = (long)getpid();

	memset(share, 0, sizeof(*share));
	*slot = (struct slot){ .state = SLOT_FAILED, .rows = platform_unnamed(crew->workers->folder) };
	if (slot->rows < 0) {
		snprintf(share->reason, REASON_SIZE, "cannot make a temporary file in %s: %s", crew->workers->folder,
			 strerror(errno));
		return;
	}
	/* A signal that came before the block was cleared must not be lost. */
	if (signals_caught())
		share->control.stop = 1;
	slot->pid = fork();
	if (slot->pid == 0)
		child(crew, replication, slot->rows, share, parent);
	if (slot->pid < 0) {
		snprintf(share->reason, REASON_SIZE, "cannot start a process: %s", strerror(errno));
		return;
	}
	slot->state = SLOT_RUNNING;
	crew->running++;
}

/* Note how the child `pid` ended. */
static void ended(struct crew *crew, pid_t pid, int status)
{
	for (uint32_t i = 0; i < crew->window; i++) {
		struct slot *slot = &crew->slot[i];

		if (slot->state != SLOT_RUNNING || slot->pid != pid)
			continue;
		crew->running--;
		crew->events += crew->share[i].control.events;
		slot->state = WIFEXITED(status) ? (enum state)WEXITSTATUS(status) : SLOT_FAILED;
		if (slot->state != SLOT_COMPLETE && slot->state != SLOT_INTERRUPTED)
			slot->state = SLOT_FAILED;
		if (WIFSIGNALED(status))
			snprintf(crew->share[i].reason, REASON_SIZE, "its process was ended by signal %d (%s)",
				 WTERMSIG(status), strsignal(WTERMSIG(status)));
		return;
	}
}

static void reap(struct crew *crew)
{
	pid_t pid;
	int status;

	while (crew->running > 0 && (pid = waitpid(-1, &status, WNOHANG)) > 0)
		ended(crew, pid, status);
}

/* Take what a complete replication gave. False with an error in diag. */
static bool take(struct crew *crew, uint32_t replication, const struct slot *slot, const struct share *share)
{
	if (!crew->cut)
		return recorder_append(crew->workers->recorder, replication, slot->rows, crew->diag);
	*crew->cut = share->cut;
	return true;
}

static void lose(struct crew *crew, uint32_t replication, enum record_outcome how)
{
	if (!crew->cut)
		recorder_lost(crew->workers->recorder, replication, how);
	*(how == RECORD_FAILED ? &crew->result.failed : &crew->result.interrupted) += 1;
}

/* A mistake in a policy fails every replication alike: its reason is told once. */
static void tell_failure(struct crew *crew, uint32_t replication, const char *reason)
{
	if (strcmp(crew->told, reason) == 0) {
		crew->untold++;
		return;
	}
	diag_error(crew->diag, (struct mark){ 0 }, "%s %u failed: %s", crew->cut ? "the pilot run of replication" : "replication", replication, reason);
	snprintf(crew->told, sizeof crew->told, "%s", reason);
}

static void record_one(struct crew *crew, uint32_t replication, const struct slot *slot, const struct share *share)
{
	switch (slot->state) {
	case SLOT_COMPLETE:
		if (take(crew, replication, slot, share))
			crew->result.complete++;
		else
			crew->give_up = true;
		break;
	case SLOT_FAILED:
		tell_failure(crew, replication, *share->reason ? share->reason : "its process ended without a reason");
		lose(crew, replication, RECORD_FAILED);
		break;
	case SLOT_INTERRUPTED:
	case SLOT_FREE:
	case SLOT_RUNNING:
		lose(crew, replication, RECORD_INTERRUPTED);
		break;
	}
}

/* Nothing more shall be started or recorded. */
static bool is_over(const struct crew *crew)
{
	return crew->give_up || crew->result.enough;
}

/* Hand over, in order, what has ended. */
static void record(struct crew *crew)
{
	const struct workers *w = crew->workers;

	while (!is_over(crew) && crew->recorded < crew->started) {
		uint32_t i = crew->recorded % crew->window;

		if (crew->slot[i].state == SLOT_RUNNING)
			return;
		record_one(crew, crew->recorded, &crew->slot[i], &crew->share[i]);
		if (crew->slot[i].rows >= 0)
			close(crew->slot[i].rows);
		crew->slot[i] = (struct slot){ .rows = -1 };
		crew->recorded++;
		if (!crew->give_up && precision_enough(w->precision, w->recorder, crew->recorded, &crew->expected))
			crew->result.enough = crew->recorded;
	}
}

static double seconds(sim_time time)
{
	return (double)time / (double)SIM_SECOND;
}

static void draw(struct crew *crew)
{
	struct progress_state state = { .events = crew->events, .replications = crew->expected };

	for (uint32_t r = crew->recorded; r < crew->started; r++) {
		const struct slot *slot = &crew->slot[r % crew->window];
		const struct sim_control *control = &crew->share[r % crew->window].control;

		state.simulated += seconds(control->now);
		if (slot->state == SLOT_RUNNING)
			state.events += control->events;
	}
	state.done = crew->recorded;
	state.simulated += crew->recorded * seconds(crew->workers->sim->end);
	crew->progress.total = crew->expected * seconds(crew->workers->sim->end);
	progress_draw(&crew->progress, &state);
}

static bool may_start(const struct crew *crew)
{
	return !signals_caught() && !is_over(crew) && crew->started < crew->workers->precision->most &&
	       crew->running < crew->workers->jobs && crew->started - crew->recorded < crew->window;
}

static void loop(struct crew *crew)
{
	for (;;) {
		while (may_start(crew))
			start(crew);
		record(crew);
		if (crew->running == 0 && !may_start(crew))
			return;
		if (signals_caught() || is_over(crew))
			signals_stop_all();
		draw(crew);
		if (!may_start(crew))
			signals_wait(crew->progress.terminal);
		reap(crew);
	}
}

static void close_rows(struct crew *crew)
{
	for (uint32_t i = 0; i < crew->window; i++)
		if (crew->slot[i].rows >= 0)
			close(crew->slot[i].rows);
}

static bool crew_init(struct crew *crew)
{
	const struct workers *workers = crew->workers;

	crew->window = workers->jobs * WINDOW_PER_JOB;
	if (crew->window > workers->precision->most)
		crew->window = workers->precision->most;
	crew->share = platform_share(crew->window * sizeof(*crew->share));
	if (!crew->share)
		return diag_error(crew->diag, (struct mark){ 0 }, "cannot share memory with the workers: %s", strerror(errno));
	crew->slot = xcalloc(crew->window, sizeof(*crew->slot));
	for (uint32_t i = 0; i < crew->window; i++)
		crew->slot[i].rows = -1;
	precision_enough(workers->precision, workers->recorder, 0, &crew->expected);
	signals_controls(&crew->share[0].control, sizeof(*crew->share), crew->window);
	return true;
}

static void crew_fini(struct crew *crew)
{
	signals_controls(NULL, 0, 0);
	close_rows(crew);
	free(crew->slot);
	platform_unshare(crew->share, crew->window * sizeof(*crew->share));
}

/* Note what was neither recorded nor needed, for want of time. */
static void note_missing(struct crew *crew)
{
	const struct precision *precision = crew->workers->precision;
	/* Of a number that was not fixed, only what was begun is missing. */
	uint32_t missing = isnan(precision->target) ? precision->most : crew->started;

	for (uint32_t r = crew->recorded; !is_over(crew) && r < missing; r++)
		lose(crew, r, RECORD_INTERRUPTED);
	crew->result.stopped = crew->result.interrupted || (signals_caught() && !is_over(crew) && missing < precision->most);
	crew->result.recorded = !crew->give_up;
}

static struct workers_result work(struct crew *crew)
{
	const struct workers *workers = crew->workers;
	sigset_t before;

	if (!crew_init(crew))
		return crew->result;
	signals_watch_children(&before);
	progress_begin(&crew->progress, crew->expected * seconds(workers->sim->end), workers->quiet);
	fflush(NULL);
	loop(crew);
	progress_end(&crew->progress);
	note_missing(crew);
	if (crew->untold)
		diag_error(crew->diag, (struct mark){ 0 }, "%u more replication%s failed for a reason told above", crew->untold,
			   crew->untold == 1 ? "" : "s");
	sigprocmask(SIG_SETMASK, &before, NULL);
	crew_fini(crew);
	return crew->result;
}

struct workers_result workers_run(const struct workers *workers, struct diag *diag)
{
	struct crew crew = { .workers = workers, .diag = diag };

	return work(&crew);
}

struct workers_result workers_pilot(const struct workers *workers, struct trend_cut *cut, struct diag *diag)
{
	struct precision once = { .target = (double)NAN, .least = 1, .most = 1 };
	struct workers alone = *workers;
	struct crew crew = { .workers = &alone, .diag = diag, .cut = cut };

	alone.precision = &once;
	alone.jobs = 1;
	return work(&crew);
}
