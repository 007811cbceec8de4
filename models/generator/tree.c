#include "models/generator/generator.h"

struct tree { uint64_t vertices, children; };

static const struct param params[] = {
	GENERATOR_VERTICES(struct tree),
	{ "children", P_COUNT(struct tree, children), .fallback = "2", .min = 1, .max = 1e6, .help = "vertices below each vertex" },
	{ 0 }
};

static bool generate(const struct graph_making *m, const void *config)
{
	const struct tree *c = config;

	return graph_tree(m, (uint32_t)c->vertices, (uint32_t)c->children);
}

const struct generator_class generator_tree = {
	.model = { .slot = "generator", .name = "tree", .params = params, .config_size = sizeof(struct tree),
		   .help = "vertex 0 is the root; each has so many below it, level by level, until there are enough" },
	.generate = generate,
};
