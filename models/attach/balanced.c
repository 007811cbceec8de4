#include "models/attach/attach.h"

static bool join(struct joining *j)
{
	for (uint32_t i = 0; i < j->from->n && j->to->n; i++)
		if (!joining_pair(j, j->from->node[i], j->to->node[i % j->to->n]))
			return false;
	return true;
}

const struct attach_class attach_balanced = {
	.model = { .slot = "attach", .name = "balanced", .help = "member i of `from` to member i mod n of the n members of `to`" },
	.join = join,
};
