/*
 * Power of d choices: d instances drawn with replacement, the least loaded of them wins, equals by chance. Source: Mitzenmacher, The power of two
 * choices in randomized load balancing, IEEE TPDS 12(10), 2001; Vvedenskaya, Dobrushin, Karpelevich 1996.
 */
#include "models/offload/offload.h"

struct power_of_d { struct offload_settings common; uint64_t choices; };

static const struct param params[] = {
	{ "choices", P_COUNT(struct power_of_d, choices), .fallback = "2", .min = 1, .max = 1000, .help = "how many instances are looked at" },
	OFFLOAD_SETTINGS(struct power_of_d),
	{ 0 }
};

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	const struct power_of_d *c = o->config;
	struct stream draw = random_fork(asked->key, PURPOSE_OFFLOAD);
	uint32_t best = (uint32_t)random_below(&draw, n);
	double least = view_load(view, candidates[best].node, asked->currency);
	uint64_t ties = 1;

	for (uint64_t k = 1; k < c->choices; k++) {
		uint32_t i = (uint32_t)random_below(&draw, n);
		double load = view_load(view, candidates[i].node, asked->currency);

		ties = load < least ? 1 : ties + (load == least);
		if (load < least || (load == least && random_below(&draw, ties) == 0)) {
			least = load;
			best = i;
		}
	}
	return best;
}

const struct offload_class offload_power_of_two = {
	.model = { .slot = "offloading", .name = "power-of-two", .params = params, .config_size = sizeof(struct power_of_d),
		   .help = "the less loaded of two drawn at random (or of more: choices)",
		   .source = "Mitzenmacher, The power of two choices in randomized load balancing, IEEE TPDS 12(10), 2001",
		   .equation = "load = (jobs waiting + jobs served) / cores, of d instances drawn with replacement",
		   .assumptions = "The load is that of this instant, or of the last report under `information`, known without cost. Equals are decided by chance." },
	.choose = choose,
	.asks_load = true,
};
