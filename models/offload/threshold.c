/*
 * Threshold: the nearest instance, by the time that the message takes there over free links, whose node has fewer jobs for each core than
 * the threshold; if every one has reached it, the least loaded. Of equals the first.
 */
#include "models/offload/offload.h"

struct threshold { struct offload_settings common; double load; };

static const struct param params[] = {
	{ "load", P_REAL(struct threshold, load, DIM_NONE), .fallback = "1", .open = true, .max = 1e6,
	  .help = "jobs waiting or served for each core from which on a node is passed over" },
	OFFLOAD_SETTINGS(struct threshold),
	{ 0 }
};

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	const struct threshold *c = o->config;
	uint32_t nearest = n, idlest = 0;
	double shortest = INFINITY, least = INFINITY;

	for (uint32_t i = 0; i < n; i++) {
		double load = view_load(view, candidates[i].node, asked->currency);
		double transfer = load < c->load ? view_transfer(view, asked->from, candidates[i].node, (double)asked->bytes) : INFINITY;

		if (transfer < shortest) {
			shortest = transfer;
			nearest = i;
		}
		if (load < least) {
			least = load;
			idlest = i;
		}
	}
	return nearest < n ? nearest : idlest;
}

const struct offload_class offload_threshold = {
	.model = { .slot = "offloading", .name = "threshold", .params = params, .config_size = sizeof(struct threshold),
		   .help = "the nearest instance whose load is below a threshold, else the least loaded",
		   .assumptions = "Near is by the transfer of the message over free links.",
		   .source = "Eager, Lazowska, Zahorjan, Adaptive load sharing in homogeneous distributed systems, IEEE TSE 12(5), 1986" },
	.choose = choose,
	.asks_load = true,
};
