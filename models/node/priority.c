/*
 * Priorities: a free core takes the waiting job of the highest priority, equals in the order of arrival. Preemptive: an arrival takes the core
 * of the running job of the lowest priority below its own, the one that began last; that job goes to the head of its
 * list and resumes where it was (preemptive resume; switching costs nothing).
 */
#include "models/app/job.h"
#include "models/node/station.h"

struct priority { unsigned preemptive; };

struct line { struct job *first, *last; };

/* Waiting jobs by rank; jobs in service, the latest first (kept only if they can be interrupted). */
struct lines { struct job *running; struct line line[]; };

static const struct param params[] = {
	{ "preemptive", P_WORD(struct priority, preemptive), .fallback = "false", .words = "false true",
	  .help = "whether an arrival interrupts a job of lower priority" },
	{ 0 }
};

static size_t state_size(const struct world *w)
{
	return sizeof(struct lines) + w->ranks * sizeof(struct line);
}

static bool preemptive(const struct sim *sim, const struct station *s)
{
	return ((const struct priority *)group_of(sim->world, s->node)->discipline_config)->preemptive;
}

static void job_served(struct sim *sim, struct event *event);

static void serve(struct sim *sim, struct station *s, struct job *job)
{
	struct lines *lines = s->state;
	sim_time full = station_start(sim, s, job);

	if (preemptive(sim, s)) {
		job->next = lines->running;
		lines->running = job;
	}
	sim_after(sim, &job->event, job->left ? job->left : full, job_served);
	job->arrives = sim->now + (job->left ? job->left : full);
}

static void leave_running(struct lines *lines, const struct job *job)
{
	struct job **at = &lines->running;

	while (*at && *at != job)
		at = &(*at)->next;
	if (*at)
		*at = job->next;
}

static struct job *take_next(struct sim *sim, struct station *s)
{
	struct lines *lines = s->state;

	for (uint32_t rank = sim->world->ranks; s->waiting && rank-- > 0;) {
		struct job *job = lines->line[rank].first;

		if (!job)
			continue;
		lines->line[rank].first = job->next;
		s->waiting--;
		return job;
	}
	return NULL;
}

static void job_served(struct sim *sim, struct event *event)
{
	struct job *job = container_of(event, struct job, event);
	struct station *s = sim->world->node[job->to].station;
	struct job *next = take_next(sim, s);

	leave_running(s->state, job);
	station_served(sim, s, job, job->since);
	if (next)
		serve(sim, s, next);
	jobs_follow_up(sim);
}

static void wait_at_end(struct station *s, struct job *job)
{
	struct line *line = &((struct lines *)s->state)->line[job->message->rank];

	job->next = NULL;
	if (line->first)
		line->last->next = job;
	else
		line->first = job;
	line->last = job;
	s->waiting++;
}

static void wait_at_head(struct station *s, struct job *job)
{
	struct line *line = &((struct lines *)s->state)->line[job->message->rank];

	job->next = line->first;
	if (!line->first)
		line->last = job;
	line->first = job;
	s->waiting++;
}

/* The running job to interrupt for one of `rank`, or NULL. */
static struct job *weakest(const struct station *s, uint16_t rank)
{
	struct job *found = NULL;

	for (struct job *job = ((const struct lines *)s->state)->running; job; job = job->next)
		if (job->message->rank < rank && (!found || job->message->rank < found->message->rank))
			found = job;
	return found;
}

static void arrived(struct sim *sim, struct station *s, struct job *job)
{
	struct job *weak;

	if (s->busy < s->cores) {
		serve(sim, s, job);
		return;
	}
	weak = preemptive(sim, s) ? weakest(s, job->message->rank) : NULL;
	if (!weak) {
		wait_at_end(s, job);
		return;
	}
	sim_cancel(sim, &weak->event);
	leave_running(s->state, weak);
	/* One that would end in this very nanosecond still has to be told from one never interrupted. */
	weak->left = weak->arrives > sim->now ? weak->arrives - sim->now : 1;
	station_interrupted(sim, s, weak, weak->since);
	wait_at_head(s, weak);
	serve(sim, s, job);
}

const struct discipline_class discipline_priority = {
	.model = { .slot = "scheduling", .name = "priority", .params = params, .config_size = sizeof(struct priority),
		   .help = "the highest priority first, equals in the order of arrival" },
	.arrived = arrived,
	.state_size = state_size,
	.heeds_priority = true,
};
