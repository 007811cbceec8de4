#include "models/attach/attach.h"

static bool join(struct joining *j)
{
	if (j->from->n != j->to->n)
		return diag_error(j->build->diag, j->mark, "attach: pairwise needs equal counts, but `from` has %u nodes and `to` has %u",
				  j->from->n, j->to->n);
	for (uint32_t i = 0; i < j->from->n; i++)
		if (!joining_pair(j, j->from->node[i], j->to->node[i]))
			return false;
	return true;
}

const struct attach_class attach_pairwise = {
	.model = { .slot = "attach", .name = "pairwise", .help = "member i of `from` to member i of `to`; there are as many of both" },
	.join = join,
};
