/* A list of places, for each member one, in order. */
#include "models/position/position.h"

struct points { struct pairs points; };

static const struct param params[] = {
	{ "points", P_PAIRS(struct points, points, DIM_LENGTH), .required = true, .min = -1e9, .max = 1e9,
	  .help = "how far to the east and to the north each member is, in order" },
	{ 0 }
};

static uint64_t members(const void *config)
{
	return ((const struct points *)config)->points.n;
}

static bool place(struct build *b, const struct group *g, const struct choice *choice, struct position *position, bool *on_earth)
{
	const struct pairs *points = &((const struct points *)choice->config)->points;

	if (points->n < g->count)
		return diag_error(b->diag, choice->mark, "points has %u place%s for the %u nodes of '%s'", points->n,
				  points->n == 1 ? "" : "s", g->count, g->name);
	for (uint32_t i = 0; i < g->count; i++)
		position[i] = (struct position){ points->list[i].x, points->list[i].y };
	*on_earth = false;
	return true;
}

const struct position_class position_points = {
	.model = { .slot = "position", .name = "points", .params = params, .config_size = sizeof(struct points),
		   .help = "a list of places on a plane, one for each member; `count` takes the first so many" },
	.members = members,
	.place = place,
};
