/* Cloud only, edge only: the first nodes of one tier, in the order of the file, that have room. */
#include "models/place/packing.h"

static uint32_t first_of_tier(const struct plan *plan, uint32_t i, const bool *used, void *state)
{
	(void)used;
	for (uint32_t k = 0; k < plan->item[i].n; k++) {
		uint32_t node = plan->item[i].node[k];

		if (group_of(plan->world, node)->tier == *(const enum tier *)state && plan_has_room(plan, i, node))
			return node;
	}
	return NONE;
}

static bool has_tier(const struct plan *plan, const struct plan_item *item, enum tier tier)
{
	for (uint32_t k = 0; k < item->n; k++)
		if (group_of(plan->world, item->node[k])->tier == tier)
			return true;
	return false;
}

static bool place_in(const struct place *p, struct plan *plan, enum tier tier)
{
	bool good = true;

	for (uint32_t i = 0; i < plan->n; i++) {
		const struct component *c = &plan->world->component[plan->item[i].component];

		if (!has_tier(plan, &plan->item[i], tier))
			good = diag_error(plan->diag, c->mark, "component '%s' cannot be placed by %s: none of the nodes it may go to is in the tier %s",
					  c->name, p->how->model.name, tier_words[tier]);
	}
	return good && packing_place(p, plan, first_of_tier, &tier);
}

static bool place_in_cloud(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	(void)view; (void)cause;
	return place_in(p, plan, TIER_CLOUD);
}

static bool place_at_edge(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	(void)view; (void)cause;
	return place_in(p, plan, TIER_EDGE);
}

const struct place_class place_cloud_only = {
	.model = { .slot = "placement", .name = "cloud-only", .params = packing_params, .config_size = sizeof(struct packing),
		   .help = "the first nodes in the tier cloud that have room",
		   .source = "Gupta, Dastjerdi, Ghosh, Buyya, iFogSim, Software: Practice and Experience 47(9), 2017, where it is the baseline" },
	.place = place_in_cloud,
};

const struct place_class place_edge_only = {
	.model = { .slot = "placement", .name = "edge-only", .params = packing_params, .config_size = sizeof(struct packing),
		   .help = "the first nodes in the tier edge that have room",
		   .source = "Mechalikh, Taktak, Moussa, PureEdgeSim, HPCS 2019, where it is the architecture EDGE_ONLY" },
	.place = place_at_edge,
};
