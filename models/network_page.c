/*
 * The page of `topology`: nodes and links by tier, how far apart things are, what holds the network together, what carries the most. Routes and
 * latencies are those of messages; igraph measures (models/net/topology.h). In large cores the diameter and the load of links come from as many
 * vertices as are worth the wait, and it is said.
 */
#include "models/map.h"
#include "models/net/core.h"
#include "models/net/direction.h"
#include "sim/base/text.h"
#include "sim/base/units.h"
#include "sim/kernel/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_VISITS = 2000000, SHOWN = 5 };

static void count_nodes(const struct world *w, struct text *out)
{
	uint32_t n[TIERS] = { 0 };

	for (uint32_t i = 0; i < w->nodes; i++)
		n[group_of(w, i)->tier]++;
	text_add(out, "nodes: %u", w->nodes);
	for (int t = 0; t < TIERS; t++)
		if (n[t])
			text_add(out, ", %s %u", tier_words[t], n[t]);
	text_add(out, "\n");
}

/* Links by the tiers that they join, the lower first. */
static void count_links(const struct world *w, struct text *out)
{
	uint32_t n[TIERS][TIERS] = { { 0 } };

	for (uint32_t r = 0; r < w->rows; r++)
		for (uint32_t i = 0; i < w->row[r].count; i++) {
			uint8_t a = group_of(w, w->row[r].from[i])->tier, b = group_of(w, w->row[r].to[i])->tier;

			n[a < b ? a : b][a < b ? b : a]++;
		}
	text_add(out, "links: %u", w->links);
	for (int a = 0; a < TIERS; a++)
		for (int b = a; b < TIERS; b++)
			if (n[a][b])
				text_add(out, ", %s-%s %u", tier_words[a], tier_words[b], n[a][b]);
	text_add(out, "\n");
}

/* From how many of `n` vertices to search, so that large cores take seconds: all of a thousand, 200 of 10^4, 20 of 10^5. */
static uint32_t sources_of(const struct network *net, uint32_t n)
{
	uint32_t most = MOST_VISITS / (net->graph.vertices + 1) + 1;

	return n < most ? n : most;
}

static bool describe_extent(const struct world *w, const struct network *net, struct text *out)
{
	uint32_t sources = sources_of(net, net->graph.vertices);
	const char *at_least = net->graph.vertices > sources ? "at least " : "";
	struct farthest latency, hops;
	char buffer[64];

	if (!graph_farthest(&net->graph, net->latency_s, sources, &latency) || !graph_farthest(&net->graph, NULL, sources, &hops))
		return false;
	text_add(out, "core: %u vertices, %u links, %u part%s\n", net->graph.vertices, net->graph.links, graph_parts(&net->graph),
		 graph_parts(&net->graph) == 1 ? "" : "s");
	if (!net->graph.links)
		return true;
	text_add(out, "diameter of the core: %s%s (%s to %s)\n", at_least, units_human(latency.length, DIM_TIME, 4, buffer),
		 node_name(w, core_node(w->core, latency.from)), node_name(w, core_node(w->core, latency.to)));
	text_add(out, "                      %s%.0f hop%s (%s to %s)\n", at_least, hops.length, hops.length == 1 ? "" : "s",
		 node_name(w, core_node(w->core, hops.from)), node_name(w, core_node(w->core, hops.to)));
	if (*at_least)
		text_add(out, "                      (the farthest from %u of the %u vertices)\n", sources, net->graph.vertices);
	return true;
}

static bool describe_cuts(const struct world *w, const struct network *net, struct text *out)
{
	uint8_t *cut = xcalloc(net->graph.vertices + 1, 1);
	bool good = graph_cut_vertices(&net->graph, cut);
	uint32_t n = 0, shown = 0;

	for (uint32_t v = 0; v < net->graph.vertices; v++)
		n += cut[v];
	text_add(out, "cut vertices, without which the core falls apart: %u%s", n, n ? "\n" : "");
	for (uint32_t v = 0; v < net->graph.vertices && shown < SHOWN; v++)
		if (cut[v])
			text_add(out, "%s%s", shown++ ? ", " : "  ", node_name(w, core_node(w->core, v)));
	text_add(out, "%s\n", n > shown ? ", ..." : "");
	free(cut);
	return good;
}

/* The weights of some of the origins, evenly spread, which stand for all: how many are kept; *of: how many there are. */
static uint32_t sample_origins(const struct network *net, double *weight, uint32_t *of)
{
	double all = 0, kept = 0;
	uint32_t n = 0, sources, seen = 0;

	for (uint32_t v = 0; v < net->graph.vertices; v++) {
		n += net->weight[v] > 0;
		all += net->weight[v];
	}
	sources = sources_of(net, n);
	for (uint32_t v = 0; v < net->graph.vertices; v++) {
		if (!(net->weight[v] > 0))
			continue;
		/* Number `seen` of n is kept where the even spread has one more. */
		weight[v] = (uint64_t)(seen + 1) * sources / n > (uint64_t)seen * sources / n ? net->weight[v] : 0;
		kept += weight[v];
		seen++;
	}
	for (uint32_t v = 0; v < net->graph.vertices && sources < n; v++)
		weight[v] *= all / kept;
	*of = n;
	return sources;
}

static bool describe_loaded_links(const struct world *w, const struct network *net, struct text *out)
{
	double *paths = xcalloc(net->graph.links + 1, sizeof *paths);
	double *weight = xcalloc(net->graph.vertices + 1, sizeof *weight);
	uint32_t origins, sources = sample_origins(net, weight, &origins);
	bool good = net->graph.links == 0 || graph_betweenness(&net->graph, net->latency_s, weight, net->target, paths);

	text_add(out, "most loaded links, by requests per second times shortest paths to the nodes\nthat serve");
	if (sources < origins)
		text_add(out, ", estimated from %u of the %u vertices with origins", sources, origins);
	text_add(out, ":%s\n", origins && net->graph.links ? "" : " none");
	for (int k = 0; k < SHOWN && good && origins; k++) {
		uint32_t best = 0;

		for (uint32_t i = 1; i < net->graph.links; i++)
			if (paths[i] > paths[best])
				best = i;
		if (!net->graph.links || paths[best] <= 0)
			break;
		text_add(out, "  %-16s - %-16s %10.4g\n", node_name(w, network_end(w, best, 0)), node_name(w, network_end(w, best, 1)), paths[best]);
		paths[best] = 0;
	}
	free(paths);
	free(weight);
	return good;
}

/* A directed graph: both directions of each link, a source before the devices' vertices, a sink behind the cloud. */
static bool describe_flow(const struct world *w, const struct network *net, struct text *out)
{
	enum { LARGE = 30 };               /* 10^30 bit/s stand for unlimited */
	const double unlimited = pow(10, LARGE);
	uint32_t v = net->graph.vertices, n = 0;
	struct graph g = { .vertices = v + 2, .directed = true };
	double *capacity = xcalloc(2 * (size_t)net->graph.links + w->nodes + 1, sizeof *capacity), flow = 0;
	bool good = true;
	char buffer[64];

	g.link = xcalloc(2 * (size_t)net->graph.links + w->nodes + 1, sizeof *g.link);
	for (uint32_t i = 0; i < net->graph.links; i++)
		for (int k = 0; k < 2; k++) {
			uint32_t a = net->graph.link[i].a, b = net->graph.link[i].b;

			capacity[n] = fmin(net->graph.link[i].speed_bps[k], unlimited);
			g.link[n++] = k ? (struct graph_link){ b, a, { 0, 0 } } : (struct graph_link){ a, b, { 0, 0 } };
		}
	for (uint32_t i = 0; i < w->nodes; i++) {
		const struct node *node = &w->node[i];
		bool device = group_of(w, i)->tier == TIER_DEVICE, cloud = group_of(w, i)->tier == TIER_CLOUD;

		if (node->vertex == NONE || (!device && !cloud))
			continue;
		capacity[n] = node->access ? fmin(core_access(w, node)->rate_bps[device == node->upward ? 0 : 1], unlimited) : unlimited;
		g.link[n++] = device ? (struct graph_link){ v, node->vertex, { 0, 0 } } : (struct graph_link){ node->vertex, v + 1, { 0, 0 } };
	}
	g.links = n;
	good = graph_max_flow(&g, capacity, v, v + 1, &flow);
	text_add(out, "most that can flow from the devices to the cloud: %s\n", flow >= unlimited / 2 ? "unlimited"
		 : units_human(flow, DIM_DATA_RATE, 4, buffer));
	free(g.link);
	free(capacity);
	return good;
}

bool model_network_page(const struct sim *sim, struct text *out)
{
	struct world *w = sim->world;
	const struct network *net = network_new(w);

	text_add(out, "%s\n", w->config->head.title);
	count_nodes(w, out);
	count_links(w, out);
	return describe_extent(w, net, out) && describe_cuts(w, net, out) && describe_loaded_links(w, net, out) && describe_flow(w, net, out);
}
