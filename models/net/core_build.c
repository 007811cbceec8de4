/* The core in the making: rows of arcs, stubs, dense numbers, parts. */
#include "models/net/core_inside.h"

#include <stdlib.h>
#include <string.h>

/* How much the trees of a core may hold: those not asked for longest are dropped, and grown again if they are. */
#define TREES_BYTES ((size_t)256 << 20)

static void add_arcs(struct core *c, const struct core_link *links, uint32_t n)
{
	uint32_t *fill = xcalloc(c->vertices + 1, sizeof *fill);

	for (uint32_t i = 0; i < n; i++) {
		c->first[links[i].a + 1]++;
		c->first[links[i].b + 1]++;
	}
	for (uint32_t v = 0; v < c->vertices; v++)
		c->first[v + 1] += c->first[v];
	memcpy(fill, c->first, (c->vertices + 1) * sizeof *fill);
	for (uint32_t i = 0; i < n; i++) {
		sim_time latency = links[i].link->latency;

		c->arc[fill[links[i].a]++] = (struct arc){ links[i].b, 2 * i, latency };
		c->arc[fill[links[i].b]++] = (struct arc){ links[i].a, 2 * i + 1, latency };
	}
	free(fill);
}

/* Strip stubs from the outside in; a part that is a tree keeps one vertex. Stubs are in `queue` before their parents. Returns how many looked into it. */
static uint32_t strip(struct core *c, uint32_t *queue)
{
	uint32_t *degree = xcalloc(c->vertices, sizeof *degree);
	uint32_t head = 0, tail = 0;

	for (uint32_t v = 0; v < c->vertices; v++) {
		c->at[v].parent = c->at[v].uplink = NONE;
		degree[v] = c->first[v + 1] - c->first[v];
		if (degree[v] == 1)
			queue[tail++] = v;
	}
	while (head < tail) {
		uint32_t v = queue[head++];

		if (degree[v] != 1)
			continue;
		for (uint32_t k = c->first[v]; k < c->first[v + 1]; k++) {
			uint32_t u = c->arc[k].to;

			/* A stripped neighbour hangs on v; the one that does not is the parent. */
			if (c->at[u].parent == v && c->at[u].uplink == (c->arc[k].direction ^ 1u))
				continue;
			c->at[v].parent = u;
			c->at[v].uplink = c->arc[k].direction;
			degree[v] = 0;
			if (--degree[u] == 1)
				queue[tail++] = u;
			break;
		}
	}
	free(degree);
	return tail;
}

static void number_densely(struct core *c, uint32_t v, uint32_t part, uint32_t *vertex)
{
	if (c->at[v].dense != NONE)
		return;
	c->at[v].dense = c->n_dense;
	c->at[v].part = part;
	vertex[c->n_dense++] = v;
}

/* The arcs of `v`, which has the next dense number, that lead to others that are not stripped; these get numbers if they have none. */
static void add_inner(struct core *c, uint32_t v, uint32_t *vertex, uint32_t *n)
{
	for (uint32_t k = c->first[v]; k < c->first[v + 1]; k++) {
		const struct arc *a = &c->arc[k];

		if (c->at[a->to].parent != NONE)
			continue;
		number_densely(c, a->to, c->at[v].part, vertex);
		c->inner_direction[*n] = a->direction;
		c->inner[(*n)++] = (struct inner_arc){ .to = c->at[a->to].dense, .latency = a->latency };
	}
}

/* Breadth-first, so that the steps of a route find what they ask for close together. There are `arcs` inner arcs at most. */
static void find_inside(struct core *c, uint32_t arcs)
{
	uint32_t *vertex = xmalloc(c->vertices * sizeof *vertex);                /* of each dense number */
	uint32_t *inner_of = xmalloc(2 * (size_t)c->links * sizeof *inner_of);   /* each direction */
	uint32_t done = 0, n = 0;

	c->inner = xmalloc(arcs * sizeof *c->inner);
	c->inner_direction = xmalloc(arcs * sizeof *c->inner_direction);
	c->inner_first = xmalloc((c->vertices + (size_t)1) * sizeof *c->inner_first);
	for (uint32_t v = 0; v < c->vertices; v++)
		c->at[v].dense = NONE;
	for (uint32_t root = 0; root < c->vertices; root++) {
		if (c->at[root].parent == NONE)
			number_densely(c, root, root, vertex);
		for (; done < c->n_dense; done++) {
			c->inner_first[done] = n;
			add_inner(c, vertex[done], vertex, &n);
		}
	}
	c->inner_first[c->n_dense] = n;
	c->inner = xrealloc(c->inner, n * sizeof *c->inner);
	c->inner_direction = xrealloc(c->inner_direction, n * sizeof *c->inner_direction);
	c->inner_first = xrealloc(c->inner_first, (c->n_dense + (size_t)1) * sizeof *c->inner_first);
	c->inner_to = xmalloc(n * sizeof *c->inner_to);
	c->inner_leg = xmalloc(n * sizeof *c->inner_leg);
	for (uint32_t k = 0; k < n; k++)
		inner_of[c->inner_direction[k]] = k;
	for (uint32_t k = 0; k < n; k++) {
		c->inner[k].back = inner_of[c->inner_direction[k] ^ 1u];
		c->inner_to[k] = c->inner[k].to;
		c->inner_leg[k] = leg_of(c, c->inner_direction[k]);
	}
	free(inner_of);
	free(vertex);
}

static void make_directions(struct core *c, const struct core_link *links)
{
	c->direction = xscattered(2 * (size_t)c->links, sizeof *c->direction);
	for (uint32_t i = 0; i < c->links; i++) {
		const struct core_link *l = &links[i];

		direction_init(&c->direction[2 * (size_t)i], l->link, l->number, 0, c->node[l->b]);
		direction_init(&c->direction[2 * (size_t)i + 1], l->link, l->number, 1, c->node[l->a]);
		if (c->at[l->a].uplink == 2 * i)
			c->up[l->a] = (struct leg){ l->link->latency, l->link->seconds_per_byte[0] };
		if (c->at[l->b].uplink == 2 * i + 1)
			c->up[l->b] = (struct leg){ l->link->latency, l->link->seconds_per_byte[1] };
	}
}

struct core *core_new(struct world *w, uint32_t vertices, const struct core_link *links, uint32_t n)
{
	struct core *c = arena_alloc(w->arena, sizeof *c);
	uint32_t *queue = xmalloc(vertices * sizeof *queue);
	uint32_t stubs;

	c->vertices = vertices;
	c->links = n;
	c->first = numbers(w, vertices + 1);
	c->arc = arena_array(w->arena, 2 * (size_t)n, sizeof *c->arc);
	c->node = numbers(w, vertices);
	c->at = arena_array(w->arena, vertices, sizeof *c->at);
	c->up = xmalloc(vertices * sizeof *c->up);
	for (uint32_t i = 0; i < w->nodes; i++)
		if (!w->node[i].access && w->node[i].vertex != NONE)
			c->node[w->node[i].vertex] = i;
	add_arcs(c, links, n);
	stubs = strip(c, queue);
	make_directions(c, links);
	find_inside(c, 2 * n);
	/* A stub is where its parent is. */
	while (stubs-- > 0)
		if (c->at[queue[stubs]].parent != NONE)
			c->at[queue[stubs]].part = c->at[c->at[queue[stubs]].parent].part;
	free(queue);
	core_limit_trees(c, TREES_BYTES);
	c->tree = arena_array(w->arena, c->n_dense, sizeof *c->tree);
	return c;
}

void core_free(struct core *c)
{
	if (!c)
		return;
	for (uint32_t i = 0; i < c->n_dense; i++)
		free(c->tree[i].next);
	free(c->inner_first);
	free(c->inner);
	free(c->inner_to);
	free(c->inner_direction);
	free(c->inner_leg);
	free(c->up);
	free(c->pairs.pair);
	free(c->direction);
}
