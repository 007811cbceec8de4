/* One component after the other, one instance after the other. */
#include "models/place/packing.h"

#include <stdlib.h>

const struct param packing_params[] = {
	{ "decreasing", P_WORD(struct packing, decreasing), .fallback = "false", .words = "false true",
	  .help = "whether components that need more memory come first, equals in the order of the file; else all in the order of the file" },
	{ "replace-on", P_LATER, .help = "what makes the policy place again during the run" },
	{ 0 }
};

static double memory_of(const struct plan *plan, uint32_t i)
{
	return plan->world->component[plan->item[i].component].config->memory;
}

/* An insertion sort keeps equals in their order. */
static uint32_t *order_of(const struct plan *plan, bool decreasing)
{
	uint32_t *order = xcalloc(plan->n, sizeof *order);

	for (uint32_t i = 0; i < plan->n; i++) {
		uint32_t k = i;

		for (; decreasing && k && memory_of(plan, order[k - 1]) < memory_of(plan, i); k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	return order;
}

bool packing_place(const struct place *place, struct plan *plan, packing_fn *pick, void *state)
{
	uint32_t *order = order_of(plan, ((const struct packing *)place->config)->decreasing);
	bool *used = xcalloc(plan->world->nodes, sizeof *used);
	bool good = true;

	for (uint32_t k = 0; k < plan->n && good; k++)
		while (plan_lacks(plan, order[k]) && good) {
			uint32_t node = pick(plan, order[k], used, state);

			good = node != NONE || plan_fails(plan, order[k]);
			if (node == NONE)
				continue;
			plan_put(plan, order[k], node);
			used[node] = true;
		}
	free(order);
	free(used);
	return good;
}
