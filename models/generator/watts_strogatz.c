#include "models/generator/generator.h"

struct watts_strogatz { uint64_t vertices, neighbours; double rewired; };

static const struct param params[] = {
	GENERATOR_VERTICES(struct watts_strogatz),
	{ "neighbours", P_COUNT(struct watts_strogatz, neighbours), .fallback = "2", .min = 1, .max = 1e6,
	  .help = "how many next vertices of the ring each is joined to, on each side" },
	{ "rewired", P_REAL(struct watts_strogatz, rewired, DIM_SHARE), .required = true, .max = 1,
	  .help = "share of links whose end is moved to a vertex at random" },
	{ 0 }
};

static bool generate(const struct graph_making *m, const void *config)
{
	const struct watts_strogatz *c = config;

	return graph_watts_strogatz(m, (uint32_t)c->vertices, (uint32_t)c->neighbours, c->rewired);
}

const struct generator_class generator_watts_strogatz = {
	.model = { .slot = "generator", .name = "watts-strogatz", .params = params, .config_size = sizeof(struct watts_strogatz),
		   .help = "a ring in which each vertex knows the next few, with some links moved at random: a small world",
		   .source = "Watts, Strogatz, Collective dynamics of small-world networks, Nature 393, 1998",
		   .assumptions = "By igraph. Links are never moved onto another or onto one vertex twice." },
	.generate = generate,
};
