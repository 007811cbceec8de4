/* Trees of shortest paths, made when they are asked for; steps along them; the nearest of a set. */
#include "models/net/core_inside.h"

#include "models/net/frontier.h"

#include <stdlib.h>
#include <string.h>

struct nearest_map {
	uint32_t *member;                  /* by vertex */
	uint32_t *own;                     /* by node, only if some member is a leaf: sorted pairs */
	uint32_t n_own;
};

/*
 * The tree of next arcs towards dense vertex `target`, over unstripped vertices only. The label is
 * the link taken first, so that among equal routes the first link in the file wins.
 */
static uint32_t *grow_tree(const struct core *c, uint32_t target)
{
	uint32_t *next = xmalloc(c->n_dense * sizeof *next);
	struct frontier f;

	frontier_init(&f, c->n_dense);
	memset(next, 0xff, c->n_dense * sizeof *next);
	frontier_reach(&f, target, (struct distance){ 0, 0, 0 });
	while (f.n) {
		uint32_t d = frontier_pop(&f);

		for (uint32_t k = c->inner_first[d]; k < c->inner_first[d + 1]; k++) {
			const struct inner_arc *a = &c->inner[k];
			struct distance reach = { longer_by(f.distance[d].latency, a->latency), f.distance[d].hops + 1,
						  c->inner_direction[k] / 2 };

			if (!shorter(&reach, &f.distance[a->to]))
				continue;
			next[a->to] = a->back;
			frontier_reach(&f, a->to, reach);
		}
	}
	frontier_fini(&f);
	return next;
}

static void drop_oldest_tree(struct core *c)
{
	struct tree *oldest = NULL;

	for (uint32_t i = 0; i < c->n_dense; i++)
		if (c->tree[i].next && (!oldest || c->tree[i].used < oldest->used))
			oldest = &c->tree[i];
	free(oldest->next);
	oldest->next = NULL;
	c->kept--;
}

static void keep_tree(struct core *c, uint32_t target)
{
	while (c->kept >= c->most_kept)
		drop_oldest_tree(c);
	c->tree[target] = (struct tree){ grow_tree(c, target), c->now + 1 };
	c->now += 2;
	c->grown++;
	c->kept++;
}

const uint32_t *core_tree_towards(struct core *c, uint32_t target)
{
	struct tree *tree = &c->tree[target];

	if (tree->next)
		tree->used = c->now;
	else
		keep_tree(c, target);
	return tree->next;
}

void core_limit_trees(struct core *c, size_t bytes)
{
	size_t each = c->n_dense * sizeof(uint32_t);
	size_t most = each ? bytes / each : 1;

	c->most_kept = most > UINT32_MAX ? UINT32_MAX : most ? (uint32_t)most : 1;
	while (c->kept > c->most_kept)
		drop_oldest_tree(c);
}

uint64_t core_trees_grown(const struct core *c)
{
	return c->grown;
}

struct direction *core_next(struct world *w, uint32_t vertex, uint32_t target)
{
	struct core *c = w->core;
	uint32_t t = target;

	if (c->at[vertex].part != c->at[target].part)
		return NULL;
	for (; c->at[t].parent != NONE; t = c->at[t].parent)
		if (c->at[t].parent == vertex)
			return &c->direction[c->at[t].uplink ^ 1u];
	if (c->at[vertex].parent != NONE)
		return &c->direction[c->at[vertex].uplink];
	return &c->direction[c->inner_direction[core_tree_towards(c, c->at[t].dense)[c->at[vertex].dense]]];
}

struct direction *core_directions(const struct core *c, uint32_t *n)
{
	*n = 2 * c->links;
	return c->direction;
}

uint32_t core_part(const struct core *c, uint32_t vertex)
{
	return c->at[vertex].part;
}

uint32_t core_node(const struct core *c, uint32_t vertex)
{
	return c->node[vertex];
}

uint32_t core_vertices(const struct core *c)
{
	return c->vertices;
}

const struct link *core_access(const struct world *w, const struct node *leaf)
{
	return link_of(&w->row[leaf->access - 1], leaf->link);
}

/* As grow_tree, over all vertices, with what a byte takes. */
void core_both_ways(const struct world *w, uint32_t vertex, struct both_ways *way)
{
	const struct core *c = w->core;
	struct frontier f;

	frontier_init(&f, c->vertices);
	for (uint32_t v = 0; v < c->vertices; v++)
		way[v] = (struct both_ways){ SIM_TIME_MAX, 0, 0 };
	way[vertex].latency = 0;
	frontier_reach(&f, vertex, (struct distance){ 0, 0, 0 });
	while (f.n) {
		uint32_t v = frontier_pop(&f);

		for (uint32_t k = c->first[v]; k < c->first[v + 1]; k++) {
			const struct arc *a = &c->arc[k];
			const struct direction *back = &c->direction[a->direction ^ 1u], *out = &c->direction[a->direction];
			struct distance reach = { longer_by(f.distance[v].latency, a->latency), f.distance[v].hops + 1, a->direction / 2 };

			if (!shorter(&reach, &f.distance[a->to]))
				continue;
			way[a->to] = (struct both_ways){ reach.latency, way[v].to + back->link->seconds_per_byte[back->down],
						   way[v].from + out->link->seconds_per_byte[out->down] };
			frontier_reach(&f, a->to, reach);
		}
	}
	frontier_fini(&f);
}

/* ---- nearest of a set ---- */

struct nearest_map *nearest_new(struct world *w, const struct candidate *set, uint32_t n)
{
	struct core *c = w->core;
	struct nearest_map *map = arena_alloc(w->arena, sizeof *map);
	struct frontier f;

	map->member = numbers(w, c->vertices);
	map->own = numbers(w, 2 * n);
	frontier_init(&f, c->vertices);
	for (uint32_t i = 0; i < n; i++) {
		const struct node *node = &w->node[set[i].node];

		if (node->access) {
			map->own[2 * map->n_own] = set[i].node;
			map->own[2 * map->n_own++ + 1] = i;
			frontier_reach(&f, node->vertex, (struct distance){ core_access(w, node)->latency, 1, i });
		} else if (node->vertex != NONE) {
			frontier_reach(&f, node->vertex, (struct distance){ 0, 0, i });
		}
	}
	while (f.n) {
		uint32_t v = frontier_pop(&f);

		for (uint32_t k = c->first[v]; k < c->first[v + 1]; k++)
			frontier_reach(&f, c->arc[k].to, (struct distance){
				longer_by(f.distance[v].latency, c->arc[k].latency), f.distance[v].hops + 1, f.distance[v].label });
	}
	for (uint32_t v = 0; v < c->vertices; v++)
		map->member[v] = f.distance[v].label;
	frontier_fini(&f);
	return map;
}

/* Sets list their nodes in increasing order, so leaves among them are found by halving. */
static uint32_t own_member(const struct nearest_map *map, uint32_t node)
{
	uint32_t low = 0, high = map->n_own;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (map->own[2 * middle] < node)
			low = middle + 1;
		else
			high = middle;
	}
	return low < map->n_own && map->own[2 * low] == node ? map->own[2 * low + 1] : NONE;
}

uint32_t nearest_of(const struct world *w, const struct nearest_map *map, uint32_t from)
{
	uint32_t own = map->n_own ? own_member(map, from) : NONE;

	if (own != NONE)
		return own;
	return w->node[from].vertex == NONE ? NONE : map->member[w->node[from].vertex];
}
