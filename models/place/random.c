/* Random: any node that has room, each with the same chance, by draws that belong to the component and the seed. */
#include "models/place/packing.h"

#include "sim/base/text.h"

static uint32_t any(const struct plan *plan, uint32_t i, const bool *used, void *state)
{
	const struct component *c = &plan->world->component[plan->item[i].component];
	uint64_t key = random_mix(random_mix(*(const uint64_t *)state, text_hash(plan->world->application[c->application].name)), text_hash(c->name));
	struct stream draw = random_fork(random_mix(key, c->n), PURPOSE_PLACE);
	uint32_t found = NONE;
	uint64_t open = 0;

	(void)used;
	/* Each one that is open takes the place of the one before with chance 1 / number so far. */
	for (uint32_t k = 0; k < plan->item[i].n; k++)
		if (plan_has_room(plan, i, plan->item[i].node[k]) && random_below(&draw, ++open) == 0)
			found = plan->item[i].node[k];
	return found;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	uint64_t key = plan->key;

	(void)view; (void)cause;
	return packing_place(p, plan, any, &key);
}

const struct place_class place_random = {
	.model = { .slot = "placement", .name = "random", .params = packing_params, .config_size = sizeof(struct packing),
		   .help = "any node that has room, each with the same chance",
		   .source = "CloudSim Plus, VmAllocationPolicyRandom",
		   .assumptions = "Drawn once from the seed: the same in every replication." },
	.place = place,
};
