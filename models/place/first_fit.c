/*
 * First fit: each component in the order of the file, each of its instances on the first node, in the order of the file, that has
 * memory for it and does not host it yet. It looks at nothing else (Johnson, Near-optimal bin packing algorithms, MIT, 1973).
 */
#include "models/place/place.h"

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	(void)p; (void)view; (void)cause;
	for (uint32_t i = 0; i < plan->n; i++) {
		const struct plan_item *item = &plan->item[i];

		for (uint32_t k = 0; k < item->n && plan_lacks(plan, i); k++)
			if (plan_has_room(plan, i, item->node[k]))
				plan_put(plan, i, item->node[k]);
		if (plan_lacks(plan, i))
			return plan_fails(plan, i);
	}
	return true;
}

const struct place_class place_first_fit = {
	.model = { .slot = "placement", .name = "first-fit", .params = place_params,
		   .help = "the first nodes in the file that have room; one instance unless the component says how many",
		   .source = "Johnson, Near-optimal bin packing algorithms, MIT, 1973" },
	.place = place,
};
