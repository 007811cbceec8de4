/* Evenly on the largest circle in the area, from the east and counter-clockwise. */
#include "models/position/position.h"

#include <math.h>

static const struct param params[] = { LAYOUT_AREA(struct layout), { 0 } };

static bool place(struct build *b, const struct group *g, const struct choice *choice, struct position *position, bool *on_earth)
{
	const struct pair *area = &((const struct layout *)choice->config)->area;
	double radius = fmin(area->x, area->y) / 2;

	(void)b;
	for (uint32_t i = 0; i < g->count; i++) {
		double angle = 2 * acos(-1) * i / g->count;

		position[i] = (struct position){ area->x / 2 + radius * cos(angle), area->y / 2 + radius * sin(angle) };
	}
	*on_earth = false;
	return true;
}

const struct position_class position_ring = {
	.model = { .slot = "position", .name = "ring", .params = params, .config_size = sizeof(struct layout),
		   .help = "evenly on the largest circle in an area, from the east and counter-clockwise" },
	.place = place,
};
