/* The core as a graph, and where every node is on a map: at its position, or by igraph's layout, with leaves around the vertex that they hang on. */
#include "models/map.h"

#include "models/net/core.h"
#include "models/net/direction.h"
#include "models/work/workload.h"
#include "sim/kernel/model.h"

#include <math.h>
#include <stdlib.h>

uint32_t network_end(const struct world *w, uint32_t i, int end)
{
	uint32_t n;

	/* Direction 0 leads to the `to` end, 1 back. */
	return core_directions(w->core, &n)[2 * i + (end ? 0 : 1)].to;
}

static uint32_t vertex_of(const struct world *w, uint32_t node)
{
	return w->node[node].vertex;
}

static void weigh_origins(const struct world *w, struct network *net)
{
	for (uint32_t l = 0; l < w->workloads; l++) {
		const struct workload *load = &w->workload[l];
		double rate = workload_rate(load);

		/* Where the rate is not known each origin counts the same. */
		if (!isfinite(rate))
			rate = load->members;
		for (uint32_t i = 0; i < load->members; i++) {
			uint32_t v = vertex_of(w, workload_node(load, i));

			if (v != NONE)
				net->weight[v] += rate / load->members;
		}
	}
}

static void mark_targets(const struct world *w, struct network *net)
{
	for (uint32_t c = 0; c < w->components; c++)
		for (uint32_t i = 1; i <= w->component[c].n; i++)
			if (vertex_of(w, w->component[c].candidate[i].node) != NONE)
				net->target[vertex_of(w, w->component[c].candidate[i].node)] = 1;
}

struct network *network_new(struct world *w)
{
	struct network *net = arena_alloc(w->arena, sizeof *net);
	uint32_t n;
	const struct direction *d = core_directions(w->core, &n);

	net->graph.vertices = core_vertices(w->core);
	net->graph.links = n / 2;
	net->graph.link = arena_array(w->arena, n / 2, sizeof *net->graph.link);
	net->latency_s = arena_array(w->arena, n / 2, sizeof *net->latency_s);
	net->weight = arena_array(w->arena, net->graph.vertices, sizeof *net->weight);
	net->target = arena_array(w->arena, net->graph.vertices, sizeof *net->target);
	for (uint32_t i = 0; i < n / 2; i++) {
		net->graph.link[i] = (struct graph_link){ vertex_of(w, network_end(w, i, 0)), vertex_of(w, network_end(w, i, 1)),
							  { d[2 * i].link->rate_bps[0], d[2 * i].link->rate_bps[1] } };
		net->latency_s[i] = fmax((double)d[2 * i].link->latency / 1e9, 1e-9);
	}
	weigh_origins(w, net);
	mark_targets(w, net);
	return net;
}

/* ---- places ---- */

static const struct position *own_position(const struct world *w, uint32_t node)
{
	const struct group *g = group_of(w, node);

	return g->position ? &g->position[node - g->first] : NULL;
}

/* Whether all vertices have a position in one frame, but for some whose file does not tell it. */
static bool all_have_positions(const struct world *w, const struct network *net)
{
	uint32_t known = 0;

	for (uint32_t v = 0; v < net->graph.vertices; v++) {
		const struct group *g = group_of(w, core_node(w->core, v));

		if (!g->position || g->on_earth != group_of(w, core_node(w->core, 0))->on_earth)
			return false;
		known += !isnan(own_position(w, core_node(w->core, v))->x);
	}
	return known > net->graph.vertices / 2;
}

/* The other end of each link of each vertex: those of vertex v from first[v] on, in the order of the links. */
static uint32_t *list_neighbours(const struct network *net, uint32_t *first)
{
	uint32_t *list = xcalloc(2 * (size_t)net->graph.links + 1, sizeof *list);

	for (uint32_t i = 0; i < net->graph.links; i++) {
		first[net->graph.link[i].a + 2]++;
		first[net->graph.link[i].b + 2]++;
	}
	for (uint32_t v = 0; v < net->graph.vertices; v++)
		first[v + 2] += first[v + 1];
	for (uint32_t i = 0; i < net->graph.links; i++) {
		list[first[net->graph.link[i].a + 1]++] = net->graph.link[i].b;
		list[first[net->graph.link[i].b + 1]++] = net->graph.link[i].a;
	}
	return list;
}

/* What has no place yet goes into the middle of its neighbours that have one, round after round. */
static void fill_gaps(const struct network *net, struct position *at)
{
	uint32_t *first = xcalloc((size_t)net->graph.vertices + 2, sizeof *first);
	uint32_t *neighbour = list_neighbours(net, first);
	bool more = true;

	while (more) {
		more = false;
		for (uint32_t v = 0; v < net->graph.vertices; v++) {
			struct position sum = { 0, 0 };
			uint32_t n = 0;

			for (uint32_t k = first[v]; isnan(at[v].x) && k < first[v + 1]; k++) {
				const struct position *other = &at[neighbour[k]];

				if (isnan(other->x))
					continue;
				sum.x += other->x;
				sum.y += other->y;
				n++;
			}
			if (n)
				at[v] = (struct position){ sum.x / n, sum.y / n };
			more = more || n;
		}
	}
	free(neighbour);
	free(first);
}

static double cosine_of_middle(const struct position *p, uint32_t n)
{
	double least = 90, most = -90;

	for (uint32_t i = 0; i < n; i++) {
		if (isnan(p[i].y))
			continue;
		least = fmin(least, p[i].y);
		most = fmax(most, p[i].y);
	}
	return cos((least + most) / 2 * acos(-1) / 180);
}

/* The mean length of the links, for the distance of leaves. */
static double mean_length(const struct network *net, const struct position *p)
{
	double sum = 0;

	for (uint32_t i = 0; i < net->graph.links; i++)
		sum += isnan(p[net->graph.link[i].a].x + p[net->graph.link[i].b].x) ? 0 : hypot(p[net->graph.link[i].a].x - p[net->graph.link[i].b].x, p[net->graph.link[i].a].y - p[net->graph.link[i].b].y);
	return net->graph.links && sum > 0 ? sum / net->graph.links : 1;
}

static void place_leaves(const struct world *w, const struct position *at, double far, bool by_position, struct map_node *node)
{
	uint32_t *hung = xcalloc(core_vertices(w->core) + 1, sizeof *hung), *done = xcalloc(core_vertices(w->core) + 1, sizeof *done);

	for (uint32_t i = 0; i < w->nodes; i++)
		if (w->node[i].access)
			hung[w->node[i].vertex]++;
	for (uint32_t i = 0; i < w->nodes; i++) {
		const struct position *own = own_position(w, i);
		uint32_t v = w->node[i].vertex;

		if (by_position && own && !isnan(own->x)) {
			node[i].x = own->x;
			node[i].y = own->y;
		} else if (v != NONE && w->node[i].access) {
			double angle = 2 * acos(-1) * done[v]++ / hung[v];

			node[i].x = at[v].x + far * cos(angle);
			node[i].y = at[v].y + far * sin(angle);
		} else if (v != NONE) {
			node[i].x = at[v].x;
			node[i].y = at[v].y;
		}
	}
	free(hung);
	free(done);
}

bool model_map(const struct sim *sim, struct map *map)
{
	struct world *w = sim->world;
	struct network *net = network_new(w);
	struct position *at = arena_array(w->arena, net->graph.vertices, sizeof *at);
	bool by_position = all_have_positions(w, net);
	uint32_t n = 0;

	*map = (struct map){ .nodes = w->nodes, .by_position = by_position };
	if (!by_position && !graph_layout(&net->graph, at))
		return false;
	for (uint32_t v = 0; v < net->graph.vertices && by_position; v++)
		at[v] = *own_position(w, core_node(w->core, v));
	if (by_position)
		fill_gaps(net, at);
	map->on_earth = by_position && net->graph.vertices && group_of(w, core_node(w->core, 0))->on_earth;
	struct map_node *node = arena_array(w->arena, w->nodes, sizeof *node);
	struct map_link *link = arena_array(w->arena, (size_t)net->graph.links + w->nodes, sizeof *link);

	for (uint32_t i = 0; i < w->nodes; i++)
		node[i] = (struct map_node){ NAN, NAN, group_of(w, i)->tier };
	place_leaves(w, at, 0.3 * mean_length(net, at), by_position, node);
	for (uint32_t i = 0; i < net->graph.links; i++)
		link[n++] = (struct map_link){ network_end(w, i, 0), network_end(w, i, 1), false };
	for (uint32_t i = 0; i < w->nodes; i++)
		if (w->node[i].access)
			link[n++] = (struct map_link){ i, core_node(w->core, w->node[i].vertex), true };
	map->x_scale = map->on_earth ? cosine_of_middle(at, net->graph.vertices) : 1;
	map->node = node;
	map->link = link;
	map->links = n;
	map->tier = tier_words;
	return true;
}
