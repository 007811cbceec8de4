/* Shortest job first, by what is left of the work at full speed; preemptive, it is shortest remaining processing time. */
#include "models/app/job.h"
#include "models/node/ordered.h"

static uint64_t key(const struct sim *sim, const struct job *job, sim_time left)
{
	(void)sim; (void)job;
	return (uint64_t)left;
}

const struct discipline_class discipline_sjf = {
	.model = { .slot = "scheduling", .name = "sjf", .params = ordered_params, .config_size = sizeof(struct ordered),
		   .help = "the job with the least work left first; preemptive: shortest remaining processing time",
		   .source = "Schrage, A proof of the optimality of the shortest remaining processing time discipline, Operations Research 16(3), 1968",
		   .assumptions = ORDERED_ASSUMPTIONS " The work of every job is known when it arrives." },
	.arrived = ordered_arrived,
	.resume = ordered_resume,
	.state_size = ordered_state_size,
	.heeds_parallel = true,
	.key = key,
};
