/* Earliest deadline first: the deadline of a job is the earliest of its request's paths that are under way; without one it comes last. */
#include "models/app/job.h"
#include "models/node/ordered.h"

static uint64_t key(const struct sim *sim, const struct job *job, sim_time left)
{
	(void)left;
	return (uint64_t)request_deadline(sim, job->request);
}

const struct discipline_class discipline_edf = {
	.model = { .slot = "scheduling", .name = "edf", .params = ordered_params, .config_size = sizeof(struct ordered),
		   .help = "the job whose request has the earliest deadline first; those without one last",
		   .source = "Liu, Layland, Scheduling algorithms for multiprogramming in a hard-real-time environment, JACM 20(1), 1973",
		   .equation = "deadline of a job = the earliest of its request's paths under way, each its beginning + its `deadline`",
		   .assumptions = ORDERED_ASSUMPTIONS },
	.arrived = ordered_arrived,
	.resume = ordered_resume,
	.state_size = ordered_state_size,
	.heeds_parallel = true,
	.key = key,
};
