/*
 * Join the shortest expected delay: the instance where the message is expected to be done first, on the way, in the queue and in
 * service; the first of equals. What is still on its way there is not known.
 */
#include "models/offload/estimate.h"

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	uint32_t best = 0;
	double least = INFINITY;

	(void)o;
	for (uint32_t i = 0; i < n; i++) {
		double delay = estimate_delay(view, asked, candidates[i].node);

		if (delay < least) {
			least = delay;
			best = i;
		}
	}
	return best;
}

const struct offload_class offload_join_shortest_expected_delay = {
	.model = { .slot = "offloading", .name = "join-shortest-expected-delay", .params = offload_params, .config_size = sizeof(struct offload_settings),
		  
		   .help = "the instance where the message is expected to be done first",
		   .equation = "argmin transfer + service x (1 + max(0, jobs - cores + 1) / cores), service = work / speed of a core",
		   .assumptions = "Links are taken to be free, jobs ahead to be as long as this one. Jobs under way to the node are not known.",
		   .source = "Banawan, Zeidat, A comparative study of load sharing in heterogeneous multicomputer systems, Annual Simulation Symposium 1992" },
	.choose = choose,
	.asks_load = true,
};
