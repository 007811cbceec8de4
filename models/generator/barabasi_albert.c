#include "models/generator/generator.h"

struct barabasi_albert { uint64_t vertices, links; double power; };

static const struct param params[] = {
	GENERATOR_VERTICES(struct barabasi_albert),
	{ "links", P_COUNT(struct barabasi_albert, links), .fallback = "2", .min = 1, .max = 1e6, .help = "links that each new vertex brings" },
	{ "power", P_REAL(struct barabasi_albert, power, DIM_NONE), .fallback = "1", .max = 10,
	  .help = "how strongly vertices with many links attract more of them" },
	{ 0 }
};

static bool generate(const struct graph_making *m, const void *config)
{
	const struct barabasi_albert *c = config;

	return graph_barabasi_albert(m, (uint32_t)c->vertices, (uint32_t)c->links, c->power);
}

const struct generator_class generator_barabasi_albert = {
	.model = { .slot = "generator", .name = "barabasi-albert", .params = params, .config_size = sizeof(struct barabasi_albert),
		   .help = "vertices come one by one and join those that have many links already: a few hubs, many leaves",
		   .source = "Barabasi, Albert, Emergence of scaling in random networks, Science 286, 1999",
		   .equation = "P(join v) in proportion to degree(v)^power + 1",
		   .assumptions = "By igraph (psumtree, which makes no parallel links). The first vertices have fewer links." },
	.generate = generate,
};
