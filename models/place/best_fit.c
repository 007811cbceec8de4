/* Best fit: the node that will have the least memory left, equals in the order of the file. */
#include "models/place/packing.h"

static uint32_t tightest(const struct plan *plan, uint32_t i, const bool *used, void *state)
{
	const struct view view = { .world = plan->world };
	uint32_t best = NONE;

	(void)used; (void)state;
	for (uint32_t k = 0; k < plan->item[i].n; k++) {
		uint32_t node = plan->item[i].node[k];

		if (plan_has_room(plan, i, node) && (best == NONE || view_memory_free(&view, node) < view_memory_free(&view, best)))
			best = node;
	}
	return best;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	(void)view; (void)cause;
	return packing_place(p, plan, tightest, NULL);
}

const struct place_class place_best_fit = {
	.model = { .slot = "placement", .name = "best-fit", .params = packing_params, .config_size = sizeof(struct packing),
		   .help = "the node with the least memory left that has room",
		   .source = "Johnson, Demers, Ullman, Garey, Graham, Worst-case performance bounds for simple one-dimensional packing algorithms,"
			     " SIAM J. Computing 3(4), 1974" },
	.place = place,
};
