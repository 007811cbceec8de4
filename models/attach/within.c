#include "models/attach/attach.h"

#include <math.h>

struct within { double distance; };

static const struct param params[] = {
	{ "distance", P_REAL(struct within, distance, DIM_LENGTH), .required = true, .max = 1e9, .help = "how far apart the two may be" },
	{ 0 }
};

static bool join_each(struct joining *j, const struct near_index *index, const struct position *from)
{
	double distance = ((const struct within *)j->config)->distance;
	bool inside = j->from == j->to;
	struct near_list near = { 0 };
	bool good = true;

	for (uint32_t i = 0; i < j->from->n && good; i++) {
		if (isnan(from[i].x))
			continue;
		near_within(index, from[i], distance, &near);
		for (uint32_t k = 0; k < near.n && good; k++)
			if (!inside || near.found[k].number > i)
				good = joining_pair(j, j->from->node[i], j->to->node[near.found[k].number]);
	}
	near_list_fini(&near);
	return good;
}

static bool join(struct joining *j)
{
	return joining_by_place(j, join_each);
}

const struct attach_class attach_within = {
	.model = { .slot = "attach", .name = "within", .params = params, .config_size = sizeof(struct within),
		   .help = "each member of `from` to all of `to` within a distance, the nearest first; inside one group each pair once",
		   .assumptions = "Distances are straight lines on a plane and great circles on the earth. A device uses the first of its links. "
				"Members whose place is not known are joined to none." },
	.inside = true,
	.join = join,
};
