/*
 * Weighted: an instance drawn with a chance in proportion to the capacity of its node, cores x speed, times the weight of its tier.
 */
#include "models/offload/offload.h"

struct weighted { struct offload_settings common; double weight[TIERS]; };

static const struct param params[] = {
	{ "device", P_REAL(struct weighted, weight[TIER_DEVICE], DIM_NONE), .fallback = "1", .help = "weight of devices" },
	{ "edge", P_REAL(struct weighted, weight[TIER_EDGE], DIM_NONE), .fallback = "1", .help = "weight of edge nodes" },
	{ "fog", P_REAL(struct weighted, weight[TIER_FOG], DIM_NONE), .fallback = "1", .help = "weight of fog nodes" },
	{ "cloud", P_REAL(struct weighted, weight[TIER_CLOUD], DIM_NONE), .fallback = "1", .help = "weight of cloud nodes" },
	OFFLOAD_SETTINGS(struct weighted),
	{ 0 }
};

static double capacity(const struct weighted *c, const struct view *view, uint32_t node, uint8_t currency)
{
	return view_cores(view, node, currency) * view_speed(view, node, currency) * c->weight[view_tier(view, node)];
}

static bool prepare(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	const struct weighted *c = o->config;
	const struct view view = { .world = w };
	bool some = o->component->at_origin;
	uint32_t n;
	const struct candidate *host = offload_hosts(o, &n);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t node = host[i].node;

		if (isinf(view_cores(&view, node, CURRENCY_INSTRUCTIONS)))
			return diag_error(diag, mark, "weighted: '%s' has unlimited cores, so its share is not defined", group_of(w, node)->name);
		some = some || c->weight[view_tier(&view, node)] > 0;
	}
	if (some)
		return true;
	return diag_error(diag, mark, "weighted: every instance of '%s' has weight 0", o->component->name);
}

static void shares(struct offload *o, const struct view *view, const struct asked *asked, const struct candidate *candidates, uint32_t n, double *share)
{
	double sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += share[i] = capacity(o->config, view, candidates[i].node, asked->currency);
	for (uint32_t i = 0; i < n; i++)
		share[i] = sum > 0 ? share[i] / sum : i == 0;
}

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	const struct weighted *c = o->config;
	struct stream draw = random_fork(asked->key, PURPOSE_OFFLOAD);
	double sum = 0, point;
	uint32_t last = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += capacity(c, view, candidates[i].node, asked->currency);
	point = random_uniform(&draw) * sum;
	for (uint32_t i = 0; i < n; i++) {
		double share = capacity(c, view, candidates[i].node, asked->currency);

		if (share <= 0)
			continue;
		last = i;
		if (point < share)
			return i;
		point -= share;
	}
	return last;
}

const struct offload_class offload_weighted = {
	.model = { .slot = "offloading", .name = "weighted", .params = params, .config_size = sizeof(struct weighted),
		   .help = "at random, in proportion to cores x speed x weight of the tier",
		   .source = "Chow, Kohler, Models for dynamic load balancing in a heterogeneous multiple processor system, IEEE Transactions on Computers 28(5), 1979",
		   .equation = "P(i) in proportion to cores(i) x speed(i) x weight(tier of i), the speed in the currency of the message's "
				"work",
		   .assumptions = "Load does not count. An error where the node of a fixed instance has unlimited cores." },
	.prepare = prepare,
	.choose = choose,
	.shares = shares,
};
