/*
 * Arcs in compressed rows, sorted by their links' numbers so that "first in the file" is the first found. Vertices that are
 * not stripped have dense numbers, neighbours near each other, and compressed rows of their own. Trees hold one direction
 * index for each of them.
 */
#include "models/net/core.h"

#include "models/net/direction.h"
#include "models/net/frontier.h"

#include <stdlib.h>
#include <string.h>

/* What a step towards a target asks of a vertex, together: large cores do not fit into caches. */
struct vertex {
	uint32_t part;
	uint32_t parent, uplink;           /* of a stub: NONE for others; the direction from it to its parent */
	uint32_t dense;                    /* number among those that are not stripped */
};

/* An arc between two that are not stripped. */
struct inner_arc {
	uint32_t to;                       /* dense number */
	uint32_t back;                     /* the direction from `to` */
	sim_time latency;
};

/* Next directions towards a target, by dense vertex, and when it was last asked for: time goes on as trees are grown. */
struct tree { uint32_t *next; uint64_t used; };

/* How much the trees of a core may hold: those not asked for longest are dropped, and grown again if they are. */
#define TREES_BYTES ((size_t)256 << 20)

/* What a whole route asks of a direction, together. */
struct step {
	sim_time latency;
	double seconds_per_byte;
	uint32_t to, dense;                /* vertex, and its dense number; NONE: a stub */
};

/* A route that was asked for, from node to node; from == to: none. */
struct asked_pair { uint32_t from, to; struct way way; };

/* Pairs by a hash of their ends, each at one place only: a later one takes it. The table doubles while it is missed. */
enum { LEAST_PAIRS_BITS = 8, MOST_PAIRS_BITS = 18 };

struct asked_pairs {
	struct asked_pair *pair;
	int bits;
	uint32_t misses;                   /* since it has had this size */
};

struct core {
	uint32_t vertices, links;
	uint32_t *first;                   /* vertices + 1: each vertex' arcs */
	struct arc *arc;
	struct direction *direction;
	struct vertex *at;
	uint32_t *node;                    /* of each vertex */
	uint32_t n_dense;
	uint32_t *inner_first;             /* n_dense + 1: the arcs of each dense vertex among themselves */
	struct inner_arc *inner;
	struct tree *tree;                 /* by dense target; without directions until asked for */
	uint64_t grown;                    /* trees, ever */
	uint64_t now;                      /* two for each of them: what is asked for after it is later than it */
	uint32_t kept, most_kept;          /* trees */
	struct step *step;                 /* of each direction; NULL until a whole route is asked for */
	struct asked_pairs pairs;
};

struct nearest_map {
	uint32_t *member;                  /* by vertex */
	uint32_t *own;                     /* by node, only if some member is a leaf: sorted pairs */
	uint32_t n_own;
};

/* ---- building ---- */

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

/* Strip stubs from the outside in; a part that is a tree keeps one vertex. */
static void strip(struct core *c)
{
	uint32_t *degree = xcalloc(c->vertices, sizeof *degree);
	uint32_t *queue = xcalloc(c->vertices, sizeof *queue);
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
	free(queue);
}

static void number_densely(struct core *c, uint32_t v, uint32_t *vertex)
{
	if (c->at[v].parent != NONE || c->at[v].dense != NONE)
		return;
	c->at[v].dense = c->n_dense;
	vertex[c->n_dense++] = v;
}

/* Breadth-first, so that the steps of a route find what they ask for close together. */
static void find_inside(struct core *c)
{
	uint32_t *vertex = xcalloc(c->vertices, sizeof *vertex);   /* of each dense number */
	uint32_t done = 0, arcs = 0;

	for (uint32_t v = 0; v < c->vertices; v++)
		c->at[v].dense = NONE;
	for (uint32_t root = 0; root < c->vertices; root++)
		for (number_densely(c, root, vertex); done < c->n_dense; done++)
			for (uint32_t k = c->first[vertex[done]]; k < c->first[vertex[done] + 1]; k++) {
				number_densely(c, c->arc[k].to, vertex);
				arcs += c->at[c->arc[k].to].parent == NONE;
			}
	c->inner_first = xmalloc((c->n_dense + 1) * sizeof *c->inner_first);
	c->inner = xmalloc((size_t)arcs * sizeof *c->inner + 1);
	arcs = 0;
	for (uint32_t d = 0; d < c->n_dense; d++) {
		c->inner_first[d] = arcs;
		for (uint32_t k = c->first[vertex[d]]; k < c->first[vertex[d] + 1]; k++)
			if (c->at[c->arc[k].to].parent == NONE)
				c->inner[arcs++] = (struct inner_arc){
					c->at[c->arc[k].to].dense, c->arc[k].direction ^ 1u, c->arc[k].latency };
	}
	c->inner_first[c->n_dense] = arcs;
	free(vertex);
}

static void find_parts(struct core *c)
{
	uint32_t *stack = xcalloc(c->vertices, sizeof *stack);

	for (uint32_t v = 0; v < c->vertices; v++)
		c->at[v].part = NONE;
	for (uint32_t root = 0; root < c->vertices; root++) {
		uint32_t n = 0;

		if (c->at[root].part != NONE)
			continue;
		c->at[root].part = root;
		stack[n++] = root;
		while (n) {
			uint32_t v = stack[--n];

			for (uint32_t k = c->first[v]; k < c->first[v + 1]; k++) {
				uint32_t u = c->arc[k].to;

				if (c->at[u].part == NONE) {
					c->at[u].part = root;
					stack[n++] = u;
				}
			}
		}
	}
	free(stack);
}

static uint32_t *numbers(struct world *w, uint32_t n)
{
	return arena_array(w->arena, n, sizeof(uint32_t));
}

struct core *core_new(struct world *w, uint32_t vertices, const struct core_link *links, uint32_t n)
{
	struct core *c = arena_alloc(w->arena, sizeof *c);

	c->vertices = vertices;
	c->links = n;
	c->first = numbers(w, vertices + 1);
	c->arc = arena_array(w->arena, 2 * (size_t)n, sizeof *c->arc);
	c->direction = xaligned(64, 2 * (size_t)n, sizeof *c->direction);
	c->node = numbers(w, vertices);
	c->at = arena_array(w->arena, vertices, sizeof *c->at);
	for (uint32_t i = 0; i < w->nodes; i++)
		if (!w->node[i].access && w->node[i].vertex != NONE)
			c->node[w->node[i].vertex] = i;
	for (uint32_t i = 0; i < n; i++) {
		direction_init(&c->direction[2 * (size_t)i], links[i].link, links[i].number, 0, c->node[links[i].b]);
		direction_init(&c->direction[2 * (size_t)i + 1], links[i].link, links[i].number, 1, c->node[links[i].a]);
	}
	add_arcs(c, links, n);
	strip(c);
	find_inside(c);
	find_parts(c);
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
	free(c->step);
	free(c->pairs.pair);
	free(c->direction);
}

/* ---- shortest paths ---- */

static sim_time longer_by(sim_time latency, sim_time more)
{
	return latency < SIM_TIME_MAX - more ? latency + more : SIM_TIME_MAX;
}

/*
 * The tree of next directions towards dense vertex `target`, over unstripped vertices only. The label is
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
			struct distance reach = { longer_by(f.distance[d].latency, a->latency), f.distance[d].hops + 1, a->back / 2 };

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

static const uint32_t *tree_towards(struct core *c, uint32_t target)
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
	return &c->direction[tree_towards(c, c->at[t].dense)[c->at[vertex].dense]];
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

/* ---- whole routes ---- */

static void go(struct way *way, sim_time latency, double seconds_per_byte)
{
	way->latency = longer_by(way->latency, latency);
	way->seconds_per_byte += seconds_per_byte;
	way->hops++;
}

static void go_access(struct way *way, const struct link *link, unsigned down)
{
	go(way, link->latency, link->seconds_per_byte[down]);
}

static const struct step *go_step(struct way *way, const struct step *step)
{
	go(way, step->latency, step->seconds_per_byte);
	return step;
}

static void make_steps(struct core *c)
{
	c->step = xmalloc(2 * (size_t)c->links * sizeof *c->step + 1);
	for (uint32_t v = 0; v < c->vertices; v++)
		for (uint32_t k = c->first[v]; k < c->first[v + 1]; k++) {
			const struct direction *d = &c->direction[c->arc[k].direction];

			c->step[c->arc[k].direction] = (struct step){ d->link->latency, d->link->seconds_per_byte[d->down], c->arc[k].to,
								      c->at[c->arc[k].to].parent == NONE ? c->at[c->arc[k].to].dense : NONE };
		}
}

/* How many links above `target` the vertex `v` is, on the way to where it is not stripped; NONE: it is not above it. */
static uint32_t above(const struct core *c, uint32_t v, uint32_t target)
{
	uint32_t n = 0;

	for (; target != v; n++) {
		target = c->at[target].parent;
		if (target == NONE)
			return NONE;
	}
	return n;
}

/* Up from stubs, over the tree to where the target hangs, down to it: the steps that core_next would lead along, in their order. */
static void go_through(struct core *c, uint32_t v, uint32_t target, struct way *way)
{
	uint32_t below, root = target;

	while ((below = above(c, v, target)) == NONE && c->at[v].parent != NONE)
		v = go_step(way, &c->step[c->at[v].uplink])->to;
	if (below == NONE) {
		const uint32_t *next;

		while (c->at[root].parent != NONE)
			root = c->at[root].parent;
		next = tree_towards(c, c->at[root].dense);
		for (uint32_t d = c->at[v].dense; d != c->at[root].dense;)
			d = go_step(way, &c->step[next[d]])->dense;
		below = above(c, root, target);
	}
	while (below-- > 0) {
		uint32_t t = target;

		for (uint32_t i = 0; i < below; i++)
			t = c->at[t].parent;
		go_step(way, &c->step[c->at[t].uplink ^ 1u]);
	}
}

static struct way find_way(struct world *w, uint32_t from, uint32_t to)
{
	const struct node *a = &w->node[from], *b = &w->node[to];
	struct core *c = w->core;
	struct way way = { 0, 0, 0 };

	if (a->vertex == NONE || b->vertex == NONE || c->at[a->vertex].part != c->at[b->vertex].part)
		return (struct way){ SIM_TIME_MAX, 0, 0 };
	if (a->access)
		go_access(&way, core_access(w, a), !a->upward);
	if (a->vertex != b->vertex) {
		if (!c->step)
			make_steps(c);
		go_through(c, a->vertex, b->vertex, &way);
	}
	if (b->access)
		go_access(&way, core_access(w, b), b->upward);
	return way;
}

static struct asked_pair *pair_at(const struct asked_pairs *pairs, uint32_t from, uint32_t to)
{
	return &pairs->pair[((uint64_t)from << 32 | to) * UINT64_C(0x9e3779b97f4a7c15) >> (64 - pairs->bits)];
}

static void more_pairs(struct asked_pairs *pairs)
{
	struct asked_pairs larger = { .bits = pairs->pair ? pairs->bits + 1 : LEAST_PAIRS_BITS };

	larger.pair = xcalloc((size_t)1 << larger.bits, sizeof *larger.pair);
	for (size_t i = 0; pairs->pair && i < (size_t)1 << pairs->bits; i++)
		if (pairs->pair[i].from != pairs->pair[i].to)
			*pair_at(&larger, pairs->pair[i].from, pairs->pair[i].to) = pairs->pair[i];
	free(pairs->pair);
	*pairs = larger;
}

struct way core_way(struct world *w, uint32_t from, uint32_t to)
{
	struct asked_pairs *pairs = &w->core->pairs;
	struct asked_pair *pair;

	if (from == to)
		return (struct way){ 0, 0, 0 };
	if (!pairs->pair || (pairs->misses >> pairs->bits != 0 && pairs->bits < MOST_PAIRS_BITS))
		more_pairs(pairs);
	pair = pair_at(pairs, from, to);
	if (pair->from != from || pair->to != to) {
		pairs->misses++;
		*pair = (struct asked_pair){ from, to, find_way(w, from, to) };
	}
	return pair->way;
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
