/* Cores beyond its own that a job has taken are booked by the station as busy, and carry energy, like its own. */
#include "models/node/parallel.h"

#include "models/app/job.h"
#include "models/node/ordered.h"

sim_time parallel_begin(struct sim *sim, struct station *s, struct job *job, sim_time alone)
{
	const struct message_config *c = job->message->config;
	uint32_t most = c->cores < NONE ? (uint32_t)c->cores : NONE;
	uint32_t more = s->cores - s->busy;
	double seconds;

	if (more > most - 1)
		more = most - 1;
	*job_cores(sim->world, job) = 1 + more;
	if (!more)
		return alone;
	station_spread(sim, s, job, more);
	seconds = (double)alone / 1e9 * (1 - c->parallel + c->parallel / (1.0 + more));
	return time_after(sim->now, seconds) - sim->now;
}

void parallel_end(struct sim *sim, struct station *s, struct job *job)
{
	uint32_t more = *job_cores(sim->world, job) - 1;

	if (more)
		station_gather(sim, s, job, more, job->since);
}

/* All keys are equal: the order is that of the arrivals. */
static uint64_t no_key(const struct sim *sim, const struct job *job, sim_time left)
{
	(void)sim; (void)job; (void)left;
	return 0;
}

const struct ordered discipline_fcfs_config = { .preemptive = 0 };

const struct discipline_class discipline_fcfs_ordered = {
	.model = { .slot = "scheduling", .name = "fcfs" },
	.arrived = ordered_arrived,
	.resume = ordered_resume,
	.state_size = ordered_state_size,
	.key = no_key,
	.heeds_parallel = true,
};
