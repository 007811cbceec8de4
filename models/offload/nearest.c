/*
 * Nearest: the fixed host with the least latency from the sender; then the fewest hops, then the first in the file. The place `origin` is never
 * taken. Cloud only and edge only are the same among the hosts of one tier. Answered from a map that is worked out once, so that a decision
 * costs one look-up.
 */
#include "models/net/core.h"
#include "models/offload/offload.h"

static bool prepare(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	uint32_t n;
	const struct candidate *host = offload_hosts(o, &n);

	if (!n)
		return diag_error(diag, mark, "%s: component '%s' has no instance but at the origin, which %s never takes", o->how->model.name,
				  o->component->name, o->how->model.name);
	o->state = nearest_new(w, host, n);
	return true;
}

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	uint32_t i = nearest_of(view->world, o->state, asked->from);

	(void)candidates; (void)n;
	return asked->origin_first + (i == NONE ? 0 : i);
}

const struct offload_class offload_nearest = {
	.model = { .slot = "offloading", .name = "nearest", .params = offload_params, .config_size = sizeof(struct offload_settings),
		   .help = "the instance with the least latency from the sender",
		   .source = "Satyanarayanan, Bahl, Caceres, Davies, The case for VM-based cloudlets in mobile computing, IEEE Pervasive Computing 8(4), 2009",
		   .assumptions = "The latency is the sum of the latencies of the links on the way; bandwidth, load and size do not count. "
				"Equal: the fewest hops, then the first in the file. The place `origin` is never taken." },
	.prepare = prepare,
	.choose = choose,
	.shares = offload_alone,
	.nearest_of_all = true,
};

const struct offload_class offload_cloud_only = {
	.model = { .slot = "offloading", .name = "cloud-only", .params = offload_params, .config_size = sizeof(struct offload_settings),
		   .help = "the nearest instance in the tier cloud",
		   .source = "Gupta, Dastjerdi, Ghosh, Buyya, iFogSim, Software: Practice and Experience 47(9), 2017, where it is the baseline",
		   .assumptions = "Nearest by latency, as under `nearest`. An error if no instance is in the tier cloud." },
	.prepare = prepare,
	.choose = choose,
	.shares = offload_alone,
	.tiers = 1u << TIER_CLOUD,
};

const struct offload_class offload_edge_only = {
	.model = { .slot = "offloading", .name = "edge-only", .params = offload_params, .config_size = sizeof(struct offload_settings),
		   .help = "the nearest instance in the tier edge",
		   .source = "Mechalikh, Taktak, Moussa, PureEdgeSim, HPCS 2019, where it is the architecture EDGE_ONLY",
		   .assumptions = "Nearest by latency, as under `nearest`. An error if no instance is in the tier edge." },
	.prepare = prepare,
	.choose = choose,
	.shares = offload_alone,
	.tiers = 1u << TIER_EDGE,
};
