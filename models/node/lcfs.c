/* Last come, first served: the latest arrival first; preemptive, it interrupts whatever came before. */
#include "models/app/job.h"
#include "models/node/ordered.h"

static uint64_t key(const struct sim *sim, const struct job *job, sim_time left)
{
	(void)sim; (void)left;
	return UINT64_MAX - job->turn;
}

const struct discipline_class discipline_lcfs = {
	.model = { .slot = "scheduling", .name = "lcfs", .params = ordered_params, .config_size = sizeof(struct ordered),
		   .help = "the latest arrival first; preemptive: it interrupts whatever came before",
		   .assumptions = ORDERED_ASSUMPTIONS },
	.arrived = ordered_arrived,
	.resume = ordered_resume,
	.state_size = ordered_state_size,
	.heeds_parallel = true,
	.key = key,
};
