#include "models/generator/generator.h"

struct full { uint64_t vertices; };

static const struct param params[] = { GENERATOR_VERTICES(struct full), { 0 } };

static bool generate(const struct graph_making *m, const void *config)
{
	return graph_full(m, (uint32_t)((const struct full *)config)->vertices);
}

const struct generator_class generator_full = {
	.model = { .slot = "generator", .name = "full", .params = params, .config_size = sizeof(struct full),
		   .help = "every vertex is linked to every other" },
	.generate = generate,
};
