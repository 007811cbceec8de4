/*
 * Trade-off: the instance with the least (messages assigned so far + 1) x weight of its tier x work / speed of a core. The
 * default weights are those of PureEdgeSim's TRADE_OFF orchestrator (cloud 1.8, edge device 1.3, edge server 1.2).
 */
#include "models/offload/offload.h"

struct trade_off { struct offload_settings common; double weight[TIERS]; };

static const struct param params[] = {
	{ "device", P_REAL(struct trade_off, weight[TIER_DEVICE], DIM_NONE), .fallback = "1.3", .open = true, .help = "weight of devices", .source = "PureEdgeSim, DefaultOrchestrator" },
	{ "edge", P_REAL(struct trade_off, weight[TIER_EDGE], DIM_NONE), .fallback = "1.2", .open = true, .help = "weight of edge nodes", .source = "PureEdgeSim, DefaultOrchestrator" },
	{ "fog", P_REAL(struct trade_off, weight[TIER_FOG], DIM_NONE), .fallback = "1.2", .open = true, .help = "weight of fog nodes" },
	{ "cloud", P_REAL(struct trade_off, weight[TIER_CLOUD], DIM_NONE), .fallback = "1.8", .open = true, .help = "weight of cloud nodes", .source = "PureEdgeSim, DefaultOrchestrator" },
	OFFLOAD_SETTINGS(struct trade_off),
	{ 0 }
};

/* How often each node was chosen. */
static bool prepare(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	(void)mark; (void)diag;
	o->state = arena_array(w->arena, w->nodes, sizeof(uint32_t));
	return true;
}

static double score(const struct offload *o, const struct view *view, const struct asked *asked, uint32_t node)
{
	const struct trade_off *c = o->config;
	const uint32_t *assigned = o->state;
	/* Without work every speed is as good. */
	double time = asked->work > 0 ? asked->work / view_speed(view, node, asked->currency) : 1;

	return (assigned[node] + 1.0) * c->weight[view_tier(view, node)] * time;
}

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	uint32_t *assigned = o->state;
	uint32_t best = 0;
	double least = INFINITY;

	for (uint32_t i = 0; i < n; i++) {
		double asks = score(o, view, asked, candidates[i].node);

		if (asks < least) {
			least = asks;
			best = i;
		}
	}
	assigned[candidates[best].node]++;
	return best;
}

const struct offload_class offload_trade_off = {
	.model = { .slot = "offloading", .name = "trade-off", .params = params, .config_size = sizeof(struct trade_off),
		   .help = "the least (assigned so far + 1) x weight of the tier x work / speed",
		   .source = "Mechalikh, Taktak, Moussa, PureEdgeSim, HPCS 2019",
		   .equation = "score = (messages assigned to the node so far + 1) x weight(tier) x work / speed",
		   .assumptions = "Messages count from the start of the run, also those long done. Without work, work / speed is taken as 1. "
				"Equal: the first in the order of `at`." },
	.prepare = prepare,
	.choose = choose,
	.score = score,
};
