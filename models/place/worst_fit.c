/* Worst fit: the node that has the most memory left, equals in the order of the file. */
#include "models/place/packing.h"

struct worst_fit { struct packing packing; unsigned nodes; };

static const struct param params[] = {
	{ "nodes", P_WORD(struct worst_fit, nodes), .fallback = "all", .words = "all used",
	  .help = "used: a node that hosts nothing of the plan yet is taken only if no other has room" },
	{ "decreasing", P_WORD(struct worst_fit, packing.decreasing), .fallback = "false", .words = "false true",
	  .help = "whether components that need more memory come first, equals in the order of the file; else all in the order of the file" },
	{ "replace-on", P_LATER, .help = "what makes the policy place again during the run" },
	{ 0 }
};

static uint32_t roomiest(const struct plan *plan, uint32_t i, const bool *used, void *state)
{
	const struct worst_fit *c = state;
	const struct view view = { .world = plan->world };
	uint32_t best = NONE;

	for (uint32_t k = 0; k < plan->item[i].n; k++) {
		uint32_t node = plan->item[i].node[k];
		bool fresh = c->nodes && !used[node], best_fresh = c->nodes && best != NONE && !used[best];

		if (!plan_has_room(plan, i, node) || (best != NONE && fresh && !best_fresh))
			continue;
		if (best == NONE || best_fresh != fresh || view_memory_free(&view, node) > view_memory_free(&view, best))
			best = node;
	}
	return best;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	(void)view; (void)cause;
	return packing_place(p, plan, roomiest, (void *)p->config);
}

const struct place_class place_worst_fit = {
	.model = { .slot = "placement", .name = "worst-fit", .params = params, .config_size = sizeof(struct worst_fit),
		   .help = "the node with the most memory left",
		   .source = "Johnson, Near-optimal bin packing algorithms, MIT, 1973" },
	.place = place,
};
