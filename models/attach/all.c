#include "models/attach/attach.h"

static bool join(struct joining *j)
{
	bool inside = j->from == j->to;

	for (uint32_t i = 0; i < j->from->n; i++)
		for (uint32_t k = inside ? i + 1 : 0; k < j->to->n; k++)
			if (!joining_pair(j, j->from->node[i], j->to->node[k]))
				return false;
	return true;
}

const struct attach_class attach_all = {
	.model = { .slot = "attach", .name = "all", .help = "every member of `from` to every one of `to`; inside one group each pair once" },
	.inside = true,
	.join = join,
};
