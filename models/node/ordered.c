/*
 * One heap of those that wait; a list of those in service, the latest first, kept only where they can be interrupted. A job's turn is
 * the number of its arrival at the station, from 1.
 */
#include "models/node/ordered.h"

#include "models/app/job.h"
#include "models/node/job_heap.h"
#include "models/node/parallel.h"
#include "models/node/reserved.h"

struct order { struct job *running; uint64_t turns; struct job_heap waiting; };

const struct param ordered_params[] = {
	{ "preemptive", P_WORD(struct ordered, preemptive), .fallback = "false", .words = "false true",
	  .help = "whether an arrival interrupts a running job that would come after it; that job resumes later where it was" },
	{ 0 }
};

size_t ordered_state_size(const struct world *w)
{
	(void)w;
	return sizeof(struct order);
}

static bool preemptive(const struct sim *sim, const struct station *s)
{
	return s->how != &discipline_fcfs_ordered && ((const struct ordered *)group_of(sim->world, s->node)->discipline_config)->preemptive;
}

static uint64_t key(const struct sim *sim, const struct station *s, const struct job *job, sim_time left)
{
	return s->how->key(sim, job, left);
}

static sim_time to_go(const struct sim *sim, const struct station *s, const struct job *job)
{
	return job->left ? job->left : station_time(sim, s, job);
}

/* Whether several cores may serve `job`; one that may be interrupted keeps to one. */
static bool spreads(const struct sim *sim, const struct station *s, const struct job *job)
{
	return job->message->parallel && !preemptive(sim, s);
}

static void job_served(struct sim *sim, struct event *event);

static void serve(struct sim *sim, struct station *s, struct job *job)
{
	struct order *o = s->state;
	sim_time full = station_start(sim, s, job);
	sim_time left = job->left ? job->left : full;

	if (spreads(sim, s, job))
		left = parallel_begin(sim, s, job, full);
	if (preemptive(sim, s)) {
		job->next = o->running;
		o->running = job;
	}
	sim_after(sim, &job->event, left, job_served);
	job->ends = sim->now + left;
}

static void leave_running(struct order *o, const struct job *job)
{
	struct job **at = &o->running;

	while (*at && *at != job)
		at = &(*at)->next;
	if (*at)
		*at = job->next;
}

static void job_served(struct sim *sim, struct event *event)
{
	struct job *job = container_of(event, struct job, event);
	struct station *s = job->message->at_station ? sim->world->node[job->to].station : *job_reserved(sim->world, job);
	struct order *o = s->state;

	leave_running(o, job);
	if (spreads(sim, s, job))
		parallel_end(sim, s, job);
	station_served(sim, s, job, job->since);
	if (s->shared)
		shared_job_left(s, sim->now);
	ordered_resume(sim, s);
	jobs_follow_up(sim);
}

void ordered_resume(struct sim *sim, struct station *s)
{
	struct order *o = s->state;

	while (o->waiting.n && s->busy < s->cores) {
		s->waiting--;
		serve(sim, s, job_heap_pop(&o->waiting));
	}
}

static void wait(struct sim *sim, struct station *s, struct job *job)
{
	job_heap_push(sim->world, &((struct order *)s->state)->waiting, key(sim, s, job, to_go(sim, s, job)), job->turn, job);
	s->waiting++;
}

/* The running job that `job` may interrupt, or NULL. */
static struct job *weakest(const struct sim *sim, const struct station *s, const struct job *job)
{
	struct job *found = NULL;
	uint64_t most = key(sim, s, job, to_go(sim, s, job));

	for (struct job *j = ((const struct order *)s->state)->running; j; j = j->next) {
		uint64_t k = key(sim, s, j, j->ends - sim->now);

		if (k > most || (found && k == most && j->turn > found->turn)) {
			most = k;
			found = j;
		}
	}
	return found;
}

void ordered_arrived(struct sim *sim, struct station *s, struct job *job)
{
	struct order *o = s->state;
	struct job *weak;

	if (s->shared)
		shared_job_came(s, sim->now);
	job->turn = ++o->turns;
	job->left = 0;
	if (s->busy < s->cores) {
		serve(sim, s, job);
		return;
	}
	weak = preemptive(sim, s) ? weakest(sim, s, job) : NULL;
	if (!weak) {
		wait(sim, s, job);
		return;
	}
	sim_cancel(sim, &weak->event);
	leave_running(o, weak);
	/* One that would end in this very nanosecond still has to be told from one never interrupted. */
	weak->left = weak->ends > sim->now ? weak->ends - sim->now : 1;
	station_interrupted(sim, s, weak, weak->since);
	wait(sim, s, weak);
	serve(sim, s, job);
}
