/*
 * Nearest: the fixed host with the least latency from the sender; then the fewest hops, then the first in the file. The place
 * `origin` is never taken. Answered from a map that is worked out once, so that a decision costs one look-up.
 */
#include "models/offload/offload.h"

static bool prepare(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	(void)w;
	if (o->component->n)
		return true;
	return diag_error(diag, mark, "nearest: component '%s' has no instance but at the origin, which nearest never takes",
			  o->component->name);
}

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	(void)o; (void)view; (void)candidates; (void)n;
	return asked->origin_first;
}

const struct offload_class offload_nearest = {
	.model = { .slot = "offloading", .name = "nearest", .help = "the instance with the least latency from the sender",
		   .assumptions = "The latency is the sum of the latencies of the links on the way; bandwidth, load and size do not count. "
				"Equal: the fewest hops, then the first in the file. The place `origin` is never taken." },
	.prepare = prepare,
	.choose = choose,
	.shares = offload_alone,
	.nearest_of_all = true,
};
