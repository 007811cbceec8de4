/*
 * First fit: each component in turn, each of its instances on the first node, in the order of the file, that has memory for it and does
 * not host it yet. It looks at nothing else (Johnson, Near-optimal bin packing algorithms, MIT, 1973).
 */
#include "models/place/packing.h"

static uint32_t first(const struct plan *plan, uint32_t i, const bool *used, void *state)
{
	(void)used; (void)state;
	for (uint32_t k = 0; k < plan->item[i].n; k++)
		if (plan_has_room(plan, i, plan->item[i].node[k]))
			return plan->item[i].node[k];
	return NONE;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	(void)view; (void)cause;
	return packing_place(p, plan, first, NULL);
}

const struct place_class place_first_fit = {
	.model = { .slot = "placement", .name = "first-fit", .params = packing_params, .config_size = sizeof(struct packing),
		   .help = "the first nodes in the file that have room; one instance unless the component says how many",
		   .source = "Johnson, Near-optimal bin packing algorithms, MIT, 1973" },
	.place = place,
};
