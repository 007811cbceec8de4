/* Whole routes between nodes: what core_next would lead along, link by link. Those asked for lately are kept. */
#include "models/net/core_inside.h"

#include <stdlib.h>

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

static void go_leg(struct way *way, struct leg leg)
{
	go(way, leg.latency, leg.seconds_per_byte);
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

	for (; (below = above(c, v, target)) == NONE && c->at[v].parent != NONE; v = c->at[v].parent)
		go_leg(way, c->up[v]);
	if (below == NONE) {
		const uint32_t *next;
		uint32_t goal;

		while (c->at[root].parent != NONE)
			root = c->at[root].parent;
		goal = c->at[root].dense;
		next = core_tree_towards(c, goal);
		for (uint32_t d = c->at[v].dense, k; d != goal; d = c->inner_to[k]) {
			k = next[d];
			go_leg(way, c->inner_leg[k]);
		}
		below = above(c, root, target);
	}
	while (below-- > 0) {
		uint32_t t = target;

		for (uint32_t i = 0; i < below; i++)
			t = c->at[t].parent;
		go_leg(way, leg_of(c, c->at[t].uplink ^ 1u));
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
	if (a->vertex != b->vertex)
		go_through(c, a->vertex, b->vertex, &way);
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
