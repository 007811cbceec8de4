/*
 * Least loaded: the instance whose node has the fewest jobs waiting or served for each core, as of now; the first
 * of equals, in the order of the component's `at`. What is still on its way there is not known.
 */
#include "models/offload/offload.h"

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	uint32_t best = 0;
	double least = view_load(view, candidates[0].node, asked->currency);

	(void)o;
	for (uint32_t i = 1; i < n; i++) {
		double load = view_load(view, candidates[i].node, asked->currency);

		if (load < least) {
			least = load;
			best = i;
		}
	}
	return best;
}

const struct offload_class offload_least_loaded = {
	.model = { .slot = "offloading", .name = "least-loaded", .params = offload_params, .config_size = sizeof(struct offload_settings),
		   .help = "the instance with the fewest jobs for each core",
		   .source = "Winston, Optimality of the shortest line discipline, Journal of Applied Probability 14(1), 1977",
		   .equation = "load = (jobs waiting + jobs served) / cores",
		   .assumptions = "The load is that of this instant, or of the last report under `information`, known without cost; what is still on its way to a node "
				"is not in it. A node with unlimited cores has load 0. Equal: the first in the order of `at`." },
	.choose = choose,
	.asks_load = true,
};
