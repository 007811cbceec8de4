#include "models/generator/generator.h"

struct erdos_renyi { uint64_t vertices, links; double probability; };

static const struct param params[] = {
	GENERATOR_VERTICES(struct erdos_renyi),
	{ "probability", P_REAL(struct erdos_renyi, probability, DIM_SHARE), .max = 1, .help = "chance of a link, for each pair of vertices" },
	{ "links", P_COUNT(struct erdos_renyi, links), .max = 5e7, .help = "number of links, in place of a probability" },
	{ 0 }
};

static bool check(const void *config, struct mark mark, struct diag *diag)
{
	const struct erdos_renyi *c = config;

	if (isnan(c->probability) == (c->links == COUNT_UNSET))
		return diag_error(diag, mark, "erdos-renyi: give either probability or links");
	if (c->links != COUNT_UNSET && (double)c->links > (double)c->vertices * (double)(c->vertices - 1) / 2)
		return diag_error(diag, mark, "erdos-renyi: %llu vertices have no %llu pairs to link", (unsigned long long)c->vertices,
				  (unsigned long long)c->links);
	return true;
}

static bool generate(const struct graph_making *m, const void *config)
{
	const struct erdos_renyi *c = config;

	if (c->links != COUNT_UNSET)
		return graph_erdos_renyi_links(m, (uint32_t)c->vertices, (uint32_t)c->links);
	return graph_erdos_renyi(m, (uint32_t)c->vertices, c->probability);
}

const struct generator_class generator_erdos_renyi = {
	.model = { .slot = "generator", .name = "erdos-renyi", .params = params, .config_size = sizeof(struct erdos_renyi), .check = check,
		   .help = "every pair of vertices is linked with the same chance, or a number of pairs drawn at random",
		   .source = "Erdos, Renyi, On random graphs I, Publicationes Mathematicae 6, 1959; Gilbert, Random graphs, 1959",
		   .assumptions = "By igraph. It may fall into several parts: expect one part when probability > ln(n) / n." },
	.generate = generate,
};
