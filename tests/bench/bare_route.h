#ifndef BENCH_BARE_ROUTE_H
#define BENCH_BARE_ROUTE_H

/*
 * Bare routes, against which the core's are judged: compressed rows of arcs, vertices with one link only stripped into parents and depths, and for each
 * target a table of next arcs between the rest, by Dijkstra's algorithm over a heap of pairs. A route is its latency and its number of links; among
 * equal ones any is good, and nothing is dropped, counted, or shared with what sends messages.
 */
#include "sim/kernel/sim.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define BARE_NONE UINT32_MAX

struct bare_link { uint32_t a, b; sim_time latency; };

struct bare_arc { uint32_t to, back; sim_time latency; };

struct bare_routes {
	uint32_t vertices, arcs;
	uint32_t *first;                   /* vertices + 1 */
	struct bare_arc *arc;
	uint32_t *parent, *depth;          /* NONE and 0 for what is not stripped */
	sim_time *up;                      /* latency to the parent */
	uint32_t *dense;                   /* number among those not stripped */
	uint32_t inside;
	uint32_t **next;                   /* by dense target: by dense vertex, its next arc between those */
	uint32_t *inner_first;
	struct bare_arc *inner;
};

struct bare_reached { sim_time latency; uint32_t v; };

static void bare_strip(struct bare_routes *r)
{
	uint32_t *degree = malloc(r->vertices * sizeof *degree), *queue = malloc(r->vertices * sizeof *queue), tail = 0;

	for (uint32_t v = 0; v < r->vertices; v++) {
		r->parent[v] = BARE_NONE;
		degree[v] = r->first[v + 1] - r->first[v];
		if (degree[v] == 1)
			queue[tail++] = v;
	}
	for (uint32_t head = 0; head < tail; head++) {
		uint32_t v = queue[head];

		if (degree[v] != 1)
			continue;
		for (uint32_t k = r->first[v]; k < r->first[v + 1]; k++) {
			uint32_t u = r->arc[k].to;

			if (r->parent[u] == v || degree[u] == 0)
				continue;
			r->parent[v] = u;
			r->up[v] = r->arc[k].latency;
			degree[v] = 0;
			if (--degree[u] == 1)
				queue[tail++] = u;
			break;
		}
	}
	while (tail-- > 0)
		if (r->parent[queue[tail]] != BARE_NONE)
			r->depth[queue[tail]] = r->depth[r->parent[queue[tail]]] + 1;
	free(degree);
	free(queue);
}

static void bare_inside(struct bare_routes *r)
{
	uint32_t *inner_of = malloc(r->arcs * sizeof *inner_of), *outer = malloc(r->arcs * sizeof *outer), n = 0;

	for (uint32_t v = 0; v < r->vertices; v++)
		r->dense[v] = r->parent[v] == BARE_NONE ? r->inside++ : BARE_NONE;
	for (uint32_t v = 0; v < r->vertices; v++) {
		if (r->dense[v] == BARE_NONE)
			continue;
		r->inner_first[r->dense[v]] = n;
		for (uint32_t k = r->first[v]; k < r->first[v + 1]; k++)
			if (r->dense[r->arc[k].to] != BARE_NONE) {
				outer[n] = k;
				inner_of[k] = n;
				r->inner[n++] = (struct bare_arc){ r->dense[r->arc[k].to], 0, r->arc[k].latency };
			}
	}
	r->inner_first[r->inside] = n;
	for (uint32_t k = 0; k < n; k++)
		r->inner[k].back = inner_of[r->arc[outer[k]].back];
	free(inner_of);
	free(outer);
}

static void bare_routes_init(struct bare_routes *r, uint32_t vertices, const struct bare_link *link, uint32_t links)
{
	uint32_t *fill = malloc((vertices + 1) * sizeof *fill);

	*r = (struct bare_routes){ .vertices = vertices, .arcs = 2 * links };
	r->first = calloc(vertices + 2, sizeof *r->first);
	r->arc = malloc(r->arcs * sizeof *r->arc);
	r->parent = malloc(vertices * sizeof *r->parent);
	r->depth = calloc(vertices, sizeof *r->depth);
	r->up = malloc(vertices * sizeof *r->up);
	r->dense = malloc(vertices * sizeof *r->dense);
	r->inner_first = malloc((vertices + 1) * sizeof *r->inner_first);
	r->inner = malloc(r->arcs * sizeof *r->inner);
	for (uint32_t i = 0; i < links; i++) {
		r->first[link[i].a + 1]++;
		r->first[link[i].b + 1]++;
	}
	for (uint32_t v = 0; v < vertices; v++)
		r->first[v + 1] += r->first[v];
	memcpy(fill, r->first, (vertices + 1) * sizeof *fill);
	for (uint32_t i = 0; i < links; i++) {
		uint32_t there = fill[link[i].a]++, back = fill[link[i].b]++;

		r->arc[there] = (struct bare_arc){ link[i].b, back, link[i].latency };
		r->arc[back] = (struct bare_arc){ link[i].a, there, link[i].latency };
	}
	free(fill);
	bare_strip(r);
	bare_inside(r);
	r->next = calloc(r->inside, sizeof *r->next);
}

static void bare_routes_free(struct bare_routes *r)
{
	for (uint32_t i = 0; i < r->inside; i++)
		free(r->next[i]);
	free(r->next);
	free(r->first);
	free(r->arc);
	free(r->parent);
	free(r->depth);
	free(r->up);
	free(r->dense);
	free(r->inner_first);
	free(r->inner);
}

static void bare_push(struct bare_reached *heap, uint32_t *n, struct bare_reached x)
{
	uint32_t i = (*n)++;

	for (; i > 0 && x.latency < heap[(i - 1) / 2].latency; i = (i - 1) / 2)
		heap[i] = heap[(i - 1) / 2];
	heap[i] = x;
}

static struct bare_reached bare_pop(struct bare_reached *heap, uint32_t *n)
{
	struct bare_reached first = heap[0], x = heap[--*n];
	uint32_t i = 0;

	for (uint32_t child; (child = 2 * i + 1) < *n; i = child) {
		child += child + 1 < *n && heap[child + 1].latency < heap[child].latency;
		if (x.latency <= heap[child].latency)
			break;
		heap[i] = heap[child];
	}
	heap[i] = x;
	return first;
}

static uint32_t *bare_tree(const struct bare_routes *r, uint32_t target)
{
	uint32_t *next = malloc(r->inside * sizeof *next), n = 0;
	sim_time *latency = malloc(r->inside * sizeof *latency);
	struct bare_reached *heap = malloc((r->arcs + 1) * sizeof *heap);

	for (uint32_t d = 0; d < r->inside; d++)
		latency[d] = SIM_TIME_MAX;
	latency[target] = 0;
	bare_push(heap, &n, (struct bare_reached){ 0, target });
	while (n) {
		struct bare_reached x = bare_pop(heap, &n);

		if (x.latency != latency[x.v])
			continue;
		for (uint32_t k = r->inner_first[x.v]; k < r->inner_first[x.v + 1]; k++) {
			const struct bare_arc *a = &r->inner[k];

			if (x.latency + a->latency >= latency[a->to])
				continue;
			latency[a->to] = x.latency + a->latency;
			next[a->to] = a->back;
			bare_push(heap, &n, (struct bare_reached){ latency[a->to], a->to });
		}
	}
	free(latency);
	free(heap);
	return next;
}

/* One step up from `v`. */
static inline uint32_t bare_up(const struct bare_routes *r, uint32_t v, sim_time *latency, uint32_t *hops)
{
	*latency += r->up[v];
	++*hops;
	return r->parent[v];
}

/* The route between two vertices that reach each other. */
static sim_time bare_route(struct bare_routes *r, uint32_t from, uint32_t to, uint32_t *hops)
{
	sim_time latency = 0;

	*hops = 0;
	while (r->depth[from] > r->depth[to])
		from = bare_up(r, from, &latency, hops);
	while (r->depth[to] > r->depth[from])
		to = bare_up(r, to, &latency, hops);
	for (; from != to && r->depth[from] > 0; to = bare_up(r, to, &latency, hops))
		from = bare_up(r, from, &latency, hops);
	if (from != to) {
		uint32_t goal = r->dense[to];
		const uint32_t *next = r->next[goal] ? r->next[goal] : (r->next[goal] = bare_tree(r, goal));

		for (uint32_t d = r->dense[from]; d != goal; ++*hops) {
			const struct bare_arc *a = &r->inner[next[d]];

			latency += a->latency;
			d = a->to;
		}
	}
	return latency;
}

#endif
