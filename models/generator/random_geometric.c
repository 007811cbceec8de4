#include "models/generator/generator.h"

struct random_geometric { uint64_t vertices; double side, radius; };

static const struct param params[] = {
	GENERATOR_VERTICES(struct random_geometric),
	{ "side", P_REAL(struct random_geometric, side, DIM_LENGTH), .required = true, .open = true, .max = 1e9, .help = "side of the square" },
	{ "radius", P_REAL(struct random_geometric, radius, DIM_LENGTH), .required = true, .open = true, .max = 1e9,
	  .help = "distance within which two vertices are linked" },
	{ 0 }
};

static bool generate(const struct graph_making *m, const void *config)
{
	const struct random_geometric *c = config;

	return graph_random_geometric(m, (uint32_t)c->vertices, c->side, c->radius);
}

const struct generator_class generator_random_geometric = {
	.model = { .slot = "generator", .name = "random-geometric", .params = params, .config_size = sizeof(struct random_geometric),
		   .help = "vertices at random in a square, linked where they are near; they have positions, and so their links latencies",
		   .source = "Penrose, Random Geometric Graphs, Oxford University Press, 2003",
		   .assumptions = "By igraph, which numbers the vertices from west to east. It may fall into several parts." },
	.generate = generate,
};
