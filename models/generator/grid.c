#include "models/generator/generator.h"

struct grid { uint64_t columns, rows; };

static const struct param params[] = {
	{ "columns", P_COUNT(struct grid, columns), .required = true, .min = 1, .max = 3000, .help = "vertices from west to east" },
	{ "rows", P_COUNT(struct grid, rows), .required = true, .min = 1, .max = 3000, .help = "vertices from south to north" },
	{ 0 }
};

static bool generate(const struct graph_making *m, const void *config)
{
	const struct grid *c = config;

	return graph_grid(m, (uint32_t)c->columns, (uint32_t)c->rows);
}

const struct generator_class generator_grid = {
	.model = { .slot = "generator", .name = "grid", .params = params, .config_size = sizeof(struct grid),
		   .help = "rows of vertices, each linked to its neighbours; numbered row by row, as the layout grid of `position`" },
	.generate = generate,
};
