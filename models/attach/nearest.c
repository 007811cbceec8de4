/* By distance, not by latency: links are not there yet. Inside one group two that are nearest to each other have one link. */
#include "models/attach/attach.h"

#include <math.h>
#include <stdlib.h>

static bool join_each(struct joining *j, const struct near_index *index, const struct position *from)
{
	bool inside = j->from == j->to;
	uint32_t *nearest = xcalloc(j->from->n, sizeof *nearest);
	bool good = true;

	for (uint32_t i = 0; i < j->from->n && good; i++) {
		nearest[i] = isnan(from[i].x) ? NONE : near_nearest(index, from[i], inside ? i : NONE);
		if (isnan(from[i].x))
			good = diag_error(j->build->diag, j->mark, "attach: nearest: it is not known where %s is",
					  node_name(j->build->world, j->from->node[i]));
		else if (nearest[i] == NONE && !inside)
			good = diag_error(j->build->diag, j->mark, "attach: nearest: it is not known where any node of `to` is");
		else if (nearest[i] != NONE && !(inside && nearest[i] < i && nearest[nearest[i]] == i))
			good = joining_pair(j, j->from->node[i], j->to->node[nearest[i]]);
	}
	free(nearest);
	return good;
}

static bool join(struct joining *j)
{
	return joining_by_place(j, join_each);
}

const struct attach_class attach_nearest = {
	.model = { .slot = "attach", .name = "nearest", .help = "each member of `from` to the nearest of `to` by position; inside one group to its nearest other",
		   .assumptions = "Distances are straight lines on a plane and great circles on the earth. Equally near: the first in order. "
				"Members of `to` whose place is not known are passed over." },
	.inside = true,
	.join = join,
};
