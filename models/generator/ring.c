#include "models/generator/generator.h"

struct ring { uint64_t vertices; };

static const struct param params[] = { GENERATOR_VERTICES(struct ring), { 0 } };

static bool generate(const struct graph_making *m, const void *config)
{
	return graph_ring(m, (uint32_t)((const struct ring *)config)->vertices);
}

const struct generator_class generator_ring = {
	.model = { .slot = "generator", .name = "ring", .params = params, .config_size = sizeof(struct ring),
		   .help = "each vertex is linked to the next, the last to the first" },
	.generate = generate,
};
