/* Drawn for each member of `from` on its own, from the seed alone: the same in every replication. */
#include "models/attach/attach.h"

static bool join(struct joining *j)
{
	const struct world *w = j->build->world;

	for (uint32_t i = 0; i < j->from->n && j->to->n; i++) {
		uint32_t node = j->from->node[i];
		uint64_t key = random_mix(random_mix(j->build->world_key, group_of(w, node)->key), index_of(w, node));
		struct stream stream = random_fork(random_mix(key, group_of(w, j->to->node[0])->key), PURPOSE_ATTACH);

		if (!joining_pair(j, node, j->to->node[random_below(&stream, j->to->n)]))
			return false;
	}
	return true;
}

const struct attach_class attach_random = {
	.model = { .slot = "attach", .name = "random", .help = "each member of `from` to one of `to`, drawn from the seed alone",
		   .assumptions = "All members of `to` are equally likely. The pairs are the same in every replication." },
	.join = join,
};
