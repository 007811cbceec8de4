/* Next fit: the node that got the last instance as long as it has room; then the next in the order of the file that has, from the first again after the last. */
#include "models/place/packing.h"

/* The first of the item's nodes, from `from` on and around, that has room. */
static uint32_t around(const struct plan *plan, uint32_t i, uint32_t from)
{
	const struct plan_item *item = &plan->item[i];
	uint32_t begin = 0;

	while (begin < item->n && item->node[begin] < from)
		begin++;
	for (uint32_t k = 0; k < item->n; k++) {
		uint32_t node = item->node[(begin + k) % item->n];

		if (plan_has_room(plan, i, node))
			return node;
	}
	return NONE;
}

static uint32_t same_or_next(const struct plan *plan, uint32_t i, const bool *used, void *state)
{
	uint32_t *last = state;
	uint32_t node = around(plan, i, *last);

	(void)used;
	*last = node;
	return node;
}

/* Round robin: like next fit, but every instance goes one node further. */
static uint32_t next(const struct plan *plan, uint32_t i, const bool *used, void *state)
{
	uint32_t *from = state;
	uint32_t node = around(plan, i, *from);

	(void)used;
	*from = node + 1;
	return node;
}

static bool place_while_it_fits(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	uint32_t last = 0;

	(void)view; (void)cause;
	return packing_place(p, plan, same_or_next, &last);
}

static bool place_in_turn(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	uint32_t from = 0;

	(void)view; (void)cause;
	return packing_place(p, plan, next, &from);
}

const struct place_class place_next_fit = {
	.model = { .slot = "placement", .name = "next-fit", .params = packing_params, .config_size = sizeof(struct packing),
		   .help = "the node that got the last instance while it has room, then the next that has",
		   .source = "Johnson, Near-optimal bin packing algorithms, MIT, 1973" },
	.place = place_while_it_fits,
};

const struct place_class place_round_robin = {
	.model = { .slot = "placement", .name = "round-robin", .params = packing_params, .config_size = sizeof(struct packing),
		   .help = "the nodes in turn, those without room passed over",
		   .source = "CloudSim Plus, VmAllocationPolicyRoundRobin" },
	.place = place_in_turn,
};
