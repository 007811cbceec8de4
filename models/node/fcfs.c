/*
 * First come, first served: identical cores, one queue; each job keeps its core to the end. A job waits with its own
 * event, so the station needs none.
 */
#include "models/app/job.h"
#include "models/node/station.h"

static void job_served(struct sim *sim, struct event *event);

static void serve(struct sim *sim, struct station *s, struct job *job)
{
	sim_after(sim, &job->event, station_start(sim, s, job), job_served);
}

static void serve_first(struct sim *sim, struct station *s)
{
	struct job *job = s->first;

	s->first = job->next;
	s->waiting--;
	serve(sim, s, job);
}

static void job_served(struct sim *sim, struct event *event)
{
	struct job *job = container_of(event, struct job, event);
	struct station *s = sim->world->node[job->to].station;

	station_served(sim, s, job, job->since);
	if (s->first)
		serve_first(sim, s);
	jobs_follow_up(sim);
}

bool fcfs_foresee(const struct world *w, const struct event *event, bool again)
{
	const struct job *job = container_of(event, struct job, event);
	const struct station *s;

	if (event->fire != job_served)
		return false;
	if (again) {
		s = w->node[job->to].station;
		if (s->first)
			job_expect(s->first);
	} else {
		job_expect(job);
		request_expect(job->request);
	}
	return true;
}

static void arrived(struct sim *sim, struct station *s, struct job *job)
{
	if (s->busy < s->cores) {
		serve(sim, s, job);
		return;
	}
	job->next = NULL;
	if (s->first)
		s->last->next = job;
	else
		s->first = job;
	s->last = job;
	s->waiting++;
}

static void resume(struct sim *sim, struct station *s)
{
	while (s->first && s->busy < s->cores)
		serve_first(sim, s);
}

const struct discipline_class discipline_fcfs = {
	.model = { .slot = "scheduling", .name = "fcfs", .help = "first come, first served; each job keeps a core to its end",
		   .equation = "service time = work / speed of a core; a job waits while all cores are busy",
		   .assumptions = "Cores are identical, a job runs on one of them (several, if its message is `parallel`) to its end, and switching between jobs takes no time." },
	.arrived = arrived,
	.resume = resume,
	.heeds_parallel = true,
};
