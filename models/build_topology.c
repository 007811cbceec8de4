/*
 * Topologies: files and generators into graphs, in which every link joins two vertices in both directions and has a speed. What does
 * not fit is put right and said, with how often.
 */
#include "models/build_topology.h"

#include "models/generator/generator.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double topology_draw(const struct build *b, const struct topology *t, const struct quantity *q, uint32_t number, uint64_t purpose)
{
	struct stream draw = random_fork(random_mix(random_mix(b->world_key, text_hash(t->config->entry.name)), number), purpose);

	return quantity_draw(q, &draw);
}

static const char *plural(uint32_t n, const char *one, const char *many)
{
	return n == 1 ? one : many;
}

/* ---- links that are not simply from one vertex to another ---- */

static void drop_loops(struct build *b, struct topology *t)
{
	struct graph *g = &t->graph;
	uint32_t kept = 0, loops;

	for (uint32_t i = 0; i < g->links; i++)
		if (g->link[i].a != g->link[i].b) {
			g->link[kept] = g->link[i];
			t->number[kept++] = t->number[i];
		}
	loops = g->links - kept;
	g->links = kept;
	if (loops)
		diag_warning(b->diag, t->config->entry.mark, "topology '%s': %u link%s from a vertex to itself %s left out", t->config->entry.name, loops,
			     plural(loops, "", "s"), plural(loops, "is", "are"));
}

/* Links between the same two vertices lie together, in the order of the file. */
struct pair_of { uint64_t vertices; uint32_t link; };

static int by_vertices(const void *a, const void *b)
{
	const struct pair_of *x = a, *y = b;

	if (x->vertices != y->vertices)
		return x->vertices < y->vertices ? -1 : 1;
	return (x->link > y->link) - (x->link < y->link);
}

static struct pair_of *sorted_pairs(const struct graph *g)
{
	struct pair_of *pair = xcalloc(g->links, sizeof *pair);

	for (uint32_t i = 0; i < g->links; i++) {
		uint32_t a = g->link[i].a, b = g->link[i].b;

		pair[i] = (struct pair_of){ (uint64_t)(a < b ? a : b) << 32 | (a < b ? b : a), i };
	}
	qsort(pair, g->links, sizeof *pair, by_vertices);
	return pair;
}

static void keep_marked(struct topology *t, const uint8_t *drop)
{
	struct graph *g = &t->graph;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < g->links; i++)
		if (!drop[i]) {
			g->link[kept] = g->link[i];
			t->number[kept++] = t->number[i];
		}
	g->links = kept;
}

/* Of the links between two vertices, the first not yet taken that leads the other way. */
static uint32_t opposite(const struct graph *g, const struct pair_of *pair, uint32_t n, uint32_t link, const uint8_t *taken)
{
	for (uint32_t i = 0; i < n; i++)
		if (!taken[pair[i].link] && g->link[pair[i].link].a != g->link[link].a)
			return pair[i].link;
	return NONE;
}

/* In a directed graph a link and one that leads back are one link with both directions. */
static void join_directions(struct build *b, struct topology *t)
{
	struct graph *g = &t->graph;
	struct pair_of *pair = sorted_pairs(g);
	uint8_t *taken = xcalloc(g->links, 1), *drop = xcalloc(g->links, 1);
	uint32_t both = 0, alone = 0;

	for (uint32_t i = 0, n; i < g->links; i += n) {
		for (n = 1; i + n < g->links && pair[i + n].vertices == pair[i].vertices;)
			n++;
		for (uint32_t k = i; k < i + n; k++) {
			uint32_t link = pair[k].link, back;

			if (taken[link])
				continue;
			taken[link] = 1;
			back = opposite(g, pair + i, n, link, taken);
			both += back != NONE;
			alone += back == NONE;
			if (back == NONE)
				continue;
			taken[back] = drop[back] = 1;
			g->link[link].speed_bps[1] = g->link[back].speed_bps[0];
		}
	}
	keep_marked(t, drop);
	free(pair);
	free(taken);
	free(drop);
	g->directed = false;
	diag_warning(b->diag, t->config->entry.mark, "topology '%s' is directed: %u pair%s of opposite links became one link each, %u other%s"
		     " carr%s both ways", t->config->entry.name, both, plural(both, "", "s"), alone, plural(alone, "", "s"), plural(alone, "ies", "y"));
}

/* Parallel links become one with their added speeds, unless they are to be kept: routes would use one of them only. */
static void join_parallel(struct build *b, struct topology *t)
{
	struct graph *g = &t->graph;
	bool merge = t->config->parallel == PARALLEL_MERGE;
	struct pair_of *pair = sorted_pairs(g);
	uint8_t *drop = xcalloc(g->links, 1);
	uint32_t parallel = 0;

	for (uint32_t i = 1, first = 0; i < g->links; i++) {
		struct graph_link *into = &g->link[pair[first].link], *link = &g->link[pair[i].link];
		bool turned = link->a != into->a;

		if (pair[i].vertices != pair[first].vertices) {
			first = i;
			continue;
		}
		parallel++;
		if (!merge)
			continue;
		drop[pair[i].link] = 1;
		for (int k = 0; k < 2; k++)
			into->speed_bps[k] += link->speed_bps[turned ? 1 - k : k];
	}
	keep_marked(t, drop);
	free(pair);
	free(drop);
	if (parallel)
		diag_warning(b->diag, t->config->entry.mark, merge ? "topology '%s': %u parallel link%s joined into others, which got the sum of the speeds"
			     : "topology '%s': %u link%s parallel to others; routes use only one of them", t->config->entry.name, parallel,
			     plural(parallel, merge ? " was" : " is", merge ? "s were" : "s are"));
}

/* ---- speeds and latencies ---- */

static bool fill_speeds(struct build *b, struct topology *t)
{
	const struct topology_config *c = t->config;
	uint32_t unknown = 0;

	for (uint32_t i = 0; i < t->graph.links; i++) {
		double *speed = t->graph.link[i].speed_bps;

		if (!isnan(speed[0]) && !isnan(speed[1]))
			continue;
		unknown++;
		if (!quantity_given(&c->bandwidth))
			continue;
		for (int k = 0; k < 2; k++)
			if (isnan(speed[k]))
				speed[k] = topology_draw(b, t, &c->bandwidth, t->number[i], PURPOSE_TOPOLOGY_BANDWIDTH);
		if (!(speed[0] > 0))
			return diag_error(b->diag, c->entry.mark, "topology '%s': a bandwidth drawn for link %u is %g bit/s; it must be above 0",
					  c->entry.name, t->number[i], speed[0]);
	}
	if (unknown && !quantity_given(&c->bandwidth))
		return diag_error(b->diag, c->entry.mark, "topology '%s': %u of %u links have no speed%s%s: give bandwidth (`unlimited` is allowed)",
				  c->entry.name, unknown, t->graph.links, c->file ? ", as the attribute " : "", c->file ? c->speeds : "");
	if (unknown && unknown < t->graph.links)
		diag_warning(b->diag, c->entry.mark, "topology '%s': %u of %u links have no %s and get the bandwidth that is given", c->entry.name,
			     unknown, t->graph.links, c->speeds);
	return true;
}

bool topology_fill_latencies(const struct topology *t, struct link *link, const uint8_t *given, const struct position *position, struct diag *diag)
{
	const struct topology_config *c = t->config;
	uint32_t known = 0, lost = 0;
	double sum = 0, mean;

	for (uint32_t i = 0; i < t->graph.links; i++)
		if (given[i]) {
			sum += (double)link[i].latency;
			known++;
		}
	if (known == t->graph.links)
		return true;
	if (known == 0)
		return diag_error(diag, c->entry.mark, "topology '%s': no link has a latency, and none follows from positions: give latency, as 5 ms, or"
				  " positions", c->entry.name);
	mean = sum / known;
	for (uint32_t i = 0; i < t->graph.links; i++)
		if (!given[i])
			link[i].latency = (sim_time)llround(mean);
	for (uint32_t i = 0; i < t->graph.vertices; i++)
		lost += isnan(position[i].x) || isnan(position[i].y);
	diag_warning(diag, c->entry.mark, "topology '%s': %u of %u vertices have no coordinates; their links, %u of %u, get the mean latency of the"
		     " others, %.3g ms", c->entry.name, lost, t->graph.vertices, t->graph.links - known, t->graph.links, mean / 1e6);
	return true;
}

/* ---- all ---- */

static bool make_graph(struct build *b, struct topology *t)
{
	const struct topology_config *c = t->config;
	struct graph_making making = { .arena = b->world->arena, .graph = &t->graph, .mark = c->entry.mark, .diag = b->diag };

	if (c->file)
		return graph_read(c->file, (enum graph_format)c->format, c->speeds, b->world->arena, &t->graph, b->diag);
	making.mark = c->generate.mark;
	making.key = random_mix(random_mix(b->world_key, text_hash(c->entry.name)), PURPOSE_TOPOLOGY);
	return container_of(c->generate.class, const struct generator_class, model)->generate(&making, c->generate.config);
}

static bool build_one(struct build *b, struct topology *t)
{
	struct graph *g = &t->graph;
	uint32_t parts;

	if (!make_graph(b, t))
		return false;
	t->number = arena_array(b->world->arena, g->links, sizeof *t->number);
	for (uint32_t i = 0; i < g->links; i++)
		t->number[i] = i;
	drop_loops(b, t);
	if (g->directed)
		join_directions(b, t);
	if (!fill_speeds(b, t))
		return false;
	join_parallel(b, t);
	parts = graph_parts(g);
	if (parts > 1)
		diag_warning(b->diag, t->config->entry.mark, "topology '%s' has %u parts without a link between them", t->config->entry.name, parts);
	return true;
}

bool build_topologies(struct build *b)
{
	const struct entries *list = &b->config->network.topologies;
	bool good = true;

	b->topologies = list->n;
	b->topology = arena_array(b->world->arena, list->n, sizeof *b->topology);
	for (uint32_t i = 0; i < list->n; i++) {
		struct topology *t = &b->topology[i];

		t->config = ENTRY(list, const struct topology_config, i);
		t->group = NONE;
		good = build_one(b, t) && good;
	}
	return good;
}
