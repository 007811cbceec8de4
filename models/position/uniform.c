/* Drawn for each member from the seed alone, so that all replications and all points of a sweep have the same places. */
#include "models/position/position.h"

static const struct param params[] = { LAYOUT_AREA(struct layout), { 0 } };

static bool place(struct build *b, const struct group *g, const struct choice *choice, struct position *position, bool *on_earth)
{
	const struct pair *area = &((const struct layout *)choice->config)->area;

	for (uint32_t i = 0; i < g->count; i++) {
		struct stream draw = random_fork(random_mix(random_mix(b->world_key, g->key), i), PURPOSE_POSITION);
		double x = random_uniform(&draw) * area->x;

		position[i] = (struct position){ x, random_uniform(&draw) * area->y };
	}
	*on_earth = false;
	return true;
}

const struct position_class position_uniform = {
	.model = { .slot = "position", .name = "uniform", .params = params, .config_size = sizeof(struct layout),
		   .help = "drawn uniformly over an area, for each member on its own, from the seed alone",
		   .assumptions = "Places are the same in every replication. A member keeps its place when `count` changes." },
	.place = place,
};
