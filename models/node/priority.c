/* Priorities: the waiting job of the highest priority first, equals in the order of arrival. */
#include "models/app/job.h"
#include "models/node/ordered.h"

static uint64_t key(const struct sim *sim, const struct job *job, sim_time left)
{
	(void)sim; (void)left;
	return UINT64_MAX - job->message->config->priority;
}

const struct discipline_class discipline_priority = {
	.model = { .slot = "scheduling", .name = "priority", .params = ordered_params, .config_size = sizeof(struct ordered),
		   .help = "the highest priority first, equals in the order of arrival",
		   .source = "Cobham, Priority assignment in waiting line problems, Operations Research 2(1), 1954",
		   .assumptions = ORDERED_ASSUMPTIONS " A priority is that of the message." },
	.arrived = ordered_arrived,
	.resume = ordered_resume,
	.state_size = ordered_state_size,
	.heeds_parallel = true,
	.key = key,
	.heeds_priority = true,
};
