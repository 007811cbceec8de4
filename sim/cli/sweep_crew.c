/*
 * The parent's loop over the workers of a sweep. Replications are the outermost: all points get their first before one gets its second. One worker more
 * than shall simulate at a time is ready and waits for its turn, for no processor to be idle while one ends and the next is made.
 */
#include "sim/cli/sweep_crew.h"

#include "sim/base/memory.h"
#include "sim/base/units.h"
#include "sim/cli/platform.h"
#include "sim/cli/progress.h"
#include "sim/cli/signals.h"
#include "sim/cli/sweep_child.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FEW_VALUES = 100 };         /* to find a warm-up by */

struct worker { pid_t pid; uint32_t point, replication; bool pilot; };

struct crew {
	struct sweep_plan *plan;
	struct worker *worker;         /* [workers]; pid 0: free */
	struct sweep_share *share;     /* parallel to it */
	unsigned workers, running;
	unsigned jobs, ready;          /* workers that have a turn at a time, and that wait for the next */
	int turns[2];
	uint32_t cursor;               /* the point to look at next */
	bool give_up;                  /* no process can be started */
	bool stopping;
	struct progress progress;
	struct diag *diag;
};

static const struct mark nowhere = { 0 };

/* ---- what to do next ---- */

/* Pass over replications that are done. */
static bool has_work(struct plan_point *point)
{
	uint32_t limit = plan_limit(point);

	while (point->next < limit && point->state[point->next] != RUN_WAITING)
		point->next++;
	return point->next < limit && !point->piloting;
}

/* The next point that has a run to begin, from the cursor on and round: so no point gets ahead of another by more than a replication. */
static bool find_work(struct crew *crew, uint32_t *point)
{
	struct sweep_plan *plan = crew->plan;

	for (uint32_t i = 0; i < plan->points; i++) {
		uint32_t p = (crew->cursor + i) % plan->points;

		if (!has_work(&plan->point[p]))
			continue;
		crew->cursor = (p + 1) % plan->points;
		*point = p;
		return true;
	}
	return false;
}

/* ---- children ---- */

static void start(struct crew *crew, uint32_t p)
{
	struct plan_point *point = &crew->plan->point[p];
	unsigned i = 0;
	struct worker *w;

	while (crew->worker[i].pid)
		i++;
	w = &crew->worker[i];
	*w = (struct worker){ .point = p, .replication = point->next, .pilot = point->warmup < 0 };
	memset(&crew->share[i], 0, sizeof(*crew->share));
	memcpy(crew->share[i].turns, crew->turns, sizeof(crew->turns));
	crew->share[i].parent = getpid();
	/* A signal that came before the share was cleared must not be lost. */
	if (signals_caught())
		crew->share[i].control.stop = 1;
	w->pid = fork();
	if (w->pid == 0) {
		signals_in_child();
		platform_die_with((long)crew->share[i].parent);
		sweep_take_turn(&crew->share[i]);
		_exit((int)(w->pilot ? sweep_explore(crew->plan, p, &crew->share[i])
				     : sweep_simulate(crew->plan, p, w->replication, &crew->share[i])));
	}
	if (w->pid < 0) {
		w->pid = 0;
		/* None needs to wait ready. */
		if (crew->running > 0 && crew->ready) {
			crew->ready = 0;
			return;
		}
		crew->give_up = true;
		diag_error(crew->diag, nowhere, "cannot start a process: %s", strerror(errno));
		return;
	}
	if (w->pilot)
		point->piloting = true;
	else
		point->state[point->next++] = RUN_RUNNING;
	crew->running++;
}

/* All replications of a point that have not begun fail for one reason. */
static void fail_all(struct crew *crew, uint32_t p, const char *reason)
{
	struct plan_point *point = &crew->plan->point[p];

	for (uint32_t r = 0; r < plan_limit(point); r++)
		if (point->state[r] == RUN_WAITING)
			plan_ended(crew->plan, p, r, RUN_FAILED, reason);
}

static void take_cut(struct crew *crew, uint32_t p, const struct trend_cut *cut)
{
	char *label = sweep_label(crew->plan->sweep, p);
	char at[64];

	crew->plan->point[p].warmup = cut->at;
	units_format((double)cut->at / 1e9, DIM_TIME, at);
	if (cut->values < FEW_VALUES)
		diag_warning(crew->diag, nowhere, "at point %u (%s): warmup: auto had only %llu values to judge by", (unsigned)p, label,
			     (unsigned long long)cut->values);
	else if (cut->limited)
		diag_warning(crew->diag, nowhere, "at point %u (%s): warmup: auto cut %s, half of the run or nearly so: it may not be steady even then",
			     (unsigned)p, label, at);
	free(label);
}

static void ended(struct crew *crew, unsigned i, int status)
{
	struct worker w = crew->worker[i];
	struct sweep_share *share = &crew->share[i];
	struct plan_point *point = &crew->plan->point[w.point];
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : SWEEP_FAILED;

	crew->worker[i].pid = 0;
	crew->running--;
	if (WIFSIGNALED(status))
		snprintf(share->reason, SWEEP_REASON, "its process was ended by signal %d (%s)", WTERMSIG(status), strsignal(WTERMSIG(status)));
	else if (code < SWEEP_DONE || code > SWEEP_WRONG)
		snprintf(share->reason, SWEEP_REASON, "its process ended with code %d, for want of memory or by an error in a library", code);
	if (w.pilot)
		point->piloting = false;
	if (w.pilot && code == SWEEP_DONE)
		take_cut(crew, w.point, &share->cut);
	else if (w.pilot && code != SWEEP_INTERRUPTED)
		fail_all(crew, w.point, share->reason);
	if (!w.pilot)
		plan_ended(crew->plan, w.point, w.replication,
			   code == SWEEP_DONE ? RUN_DONE : code == SWEEP_INTERRUPTED ? RUN_INTERRUPTED : RUN_FAILED, share->reason);
	if (code == SWEEP_WRONG && !w.pilot)
		fail_all(crew, w.point, share->reason);
}

static unsigned with_turns(const struct crew *crew)
{
	unsigned n = 0;

	for (unsigned i = 0; i < crew->workers; i++)
		n += crew->worker[i].pid && crew->share[i].turn == TURN_TAKEN;
	return n;
}

/* Whether there is no worker yet that waits for the next turn. */
static bool wants_worker(const struct crew *crew)
{
	unsigned over = 0;

	for (unsigned i = 0; i < crew->workers; i++)
		over += crew->worker[i].pid && crew->share[i].turn == TURN_GIVEN;
	return crew->running < crew->workers && crew->running - over < crew->jobs + crew->ready;
}

static void add_turns(const struct crew *crew, unsigned n)
{
	const int anywhere = -1;

	while (n > 0 && (write(crew->turns[1], &anywhere, sizeof(anywhere)) > 0 || errno == EINTR))
		n--;
}

/* A worker that was killed may have taken a turn with it. */
static void recover_turns(const struct crew *crew)
{
	int left = 0;
	unsigned there;

	if (ioctl(crew->turns[0], FIONREAD, &left) < 0)
		return;
	there = (unsigned)left / sizeof(int) + with_turns(crew);
	if (there < crew->jobs)
		add_turns(crew, crew->jobs - there);
}

static void reap(struct crew *crew)
{
	pid_t pid;
	int status;

	while (crew->running > 0 && (pid = waitpid(-1, &status, WNOHANG)) > 0)
		for (unsigned i = 0; i < crew->workers; i++)
			if (crew->worker[i].pid == pid) {
				sweep_give_turn(&crew->share[i]);
				ended(crew, i, status);
				if (WIFSIGNALED(status))
					recover_turns(crew);
				break;
			}
}

/* ---- the loop ---- */

static void draw(struct crew *crew)
{
	const struct sweep_plan *plan = crew->plan;
	double expected = plan->expected ? (double)plan->expected : 1;
	char what[100], failed[32] = "";

	if (!progress_due(&crew->progress))
		return;
	if (plan->failed)
		snprintf(failed, sizeof(failed), "%llu failed, ", (unsigned long long)plan->failed);
	snprintf(what, sizeof(what), "%llu of %llu runs done, %s%u running", (unsigned long long)plan->done, (unsigned long long)plan->expected,
		 failed, with_turns(crew));
	progress_draw_share(&crew->progress, (double)(plan->done + plan->failed) / expected, (double)plan->kept / expected, what);
}

/* Those that wait for a turn get one, to see that they shall stop. */
static void stop_all(struct crew *crew)
{
	signals_stop_all();
	if (!crew->stopping)
		add_turns(crew, crew->workers);
	crew->stopping = true;
}

static bool loop(struct crew *crew)
{
	uint32_t point = 0;
	bool more = true;

	for (;;) {
		while (wants_worker(crew) && !signals_caught() && !crew->give_up && (more = find_work(crew, &point)))
			start(crew, point);
		if (crew->running == 0)
			return !more && !signals_caught() && !crew->give_up;
		if (signals_caught() || crew->give_up)
			stop_all(crew);
		draw(crew);
		signals_wait(crew->progress.terminal);
		reap(crew);
	}
}

static void close_turns(const struct crew *crew)
{
	close(crew->turns[0]);
	close(crew->turns[1]);
}

bool crew_work(struct sweep_plan *plan, unsigned jobs, bool quiet, struct diag *diag)
{
	struct crew crew = { .plan = plan, .jobs = jobs, .ready = 1, .workers = 2 * jobs + 1, .diag = diag };
	size_t size = crew.workers * sizeof(*crew.share);
	sigset_t before;
	bool all;

	if (pipe(crew.turns) < 0)
		return diag_error(diag, nowhere, "cannot open a pipe to the workers: %s", strerror(errno));
	add_turns(&crew, jobs);
	crew.share = platform_share(size);
	if (!crew.share) {
		diag_error(diag, nowhere, "cannot share memory with the workers: %s", strerror(errno));
		close_turns(&crew);
		return false;
	}
	crew.worker = xcalloc(crew.workers, sizeof(*crew.worker));
	signals_controls(&crew.share[0].control, sizeof(*crew.share), crew.workers);
	signals_watch_children(&before);
	progress_begin(&crew.progress, 1, quiet);
	fflush(NULL);
	all = loop(&crew);
	progress_end(&crew.progress);
	sigprocmask(SIG_SETMASK, &before, NULL);
	signals_controls(NULL, 0, 0);
	platform_unshare(crew.share, size);
	free(crew.worker);
	close_turns(&crew);
	return all;
}
