/* The middles of cells that are as square as the area allows, row by row from the south-west; the last row may have fewer. */
#include "models/position/position.h"

#include <math.h>

static const struct param params[] = { LAYOUT_AREA(struct layout), { 0 } };

static bool place(struct build *b, const struct group *g, const struct choice *choice, struct position *position, bool *on_earth)
{
	const struct pair *area = &((const struct layout *)choice->config)->area;
	double across = fmax(1, fmin(g->count, round(sqrt(g->count * area->x / area->y))));
	uint32_t columns = (uint32_t)across;
	uint32_t rows = (g->count + columns - 1) / columns;

	(void)b;
	for (uint32_t i = 0; i < g->count; i++)
		position[i] = (struct position){ (i % columns + 0.5) * area->x / columns, (i / columns + 0.5) * area->y / rows };
	*on_earth = false;
	return true;
}

const struct position_class position_grid = {
	.model = { .slot = "position", .name = "grid", .params = params, .config_size = sizeof(struct layout),
		   .help = "the middles of about square cells that fill an area, row by row from the south-west",
		   .equation = "columns = round(sqrt(n width / height)), at least 1; rows = ceil(n / columns)" },
	.place = place,
};
