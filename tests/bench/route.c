/*
 * Routes of the core against igraph's shortest paths, in one run: building, the tree of next hops towards a target that is asked for the first
 * time, and a route that was asked for before. A share of the vertices forms a random graph with four links for each vertex on average; the others
 * hang on it by one link each, and are stripped. CPU time of this process; that of building is a median.
 *
 * route tree|igraph|step|route|again|build|all VERTICES CORE_SHARE: microseconds of a tree, of igraph's; nanoseconds of a step, of a whole route over
 * trees that are there, of one that was asked for before; microseconds of building; or all that is measured.
 * route bare-tree|bare-route|bare-build VERTICES CORE_SHARE: the same of bare routes.
 */
#include "models/net/core.h"
#include "models/net/direction.h"
#include "models/net/topology.h"
#include "tests/bench/bare_route.h"

#include <igraph.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 9, WARM = 1000000, TARGETS = 64, IGRAPH_TARGETS = 16, PAIRS = 4096 };

struct bench {
	struct world world;
	struct graph graph;
	struct core_link *link;
	double *length;
	uint32_t n, inside;
};

/* Finer than getrusage: a small core takes microseconds. */
static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* A random graph of the first `inside` vertices; the rest hang on it. */
static void make(struct bench *b, uint32_t n, double share)
{
	struct graph inside;
	struct graph_making making = { .arena = arena_new(), .graph = &inside, .key = 1 };
	struct stream draw = random_stream(2);
	struct link *property;

	b->n = n;
	b->inside = (uint32_t)(n * share);
	if (!graph_erdos_renyi_links(&making, b->inside, 2 * b->inside))
		exit(1);
	b->graph = (struct graph){ .vertices = n, .links = inside.links + n - b->inside };
	b->graph.link = arena_array(making.arena, b->graph.links, sizeof *b->graph.link);
	for (uint32_t i = 0; i < b->graph.links; i++)
		b->graph.link[i] = i < inside.links ? inside.link[i] : (struct graph_link){
			(uint32_t)random_below(&draw, b->inside), b->inside + i - inside.links, { 1, 1 } };
	b->link = arena_array(making.arena, b->graph.links, sizeof *b->link);
	b->length = arena_array(making.arena, b->graph.links, sizeof *b->length);
	property = arena_array(making.arena, b->graph.links, sizeof *property);
	for (uint32_t i = 0; i < b->graph.links; i++) {
		property[i].latency = 1 + (sim_time)random_below(&draw, 10000000);
		b->length[i] = (double)property[i].latency;
		b->link[i] = (struct core_link){ b->graph.link[i].a, b->graph.link[i].b, i, &property[i] };
	}
	b->world = (struct world){ .arena = making.arena, .nodes = n };
	b->world.node = arena_array(making.arena, n, sizeof *b->world.node);
	for (uint32_t v = 0; v < n; v++)
		b->world.node[v] = (struct node){ .vertex = v };
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *value, int n)
{
	qsort(value, (size_t)n, sizeof *value, by_value);
	return value[n / 2];
}

static double build(struct bench *b)
{
	double took[ROUNDS];

	for (int i = 0; i < ROUNDS; i++) {
		double begin = seconds();

		if (b->world.core)
			core_free(b->world.core);
		b->world.core = core_new(&b->world, b->n, b->link, b->graph.links);
		took[i] = seconds() - begin;
	}
	return median(took, ROUNDS);
}

/* The first question towards each of a few targets of the core; from a vertex that is not stripped either. */
static double cold(struct bench *b, uint32_t *target, int n)
{
	struct stream draw = random_stream(3);
	double begin;

	for (int i = 0; i < n; i++)
		target[i] = (uint32_t)random_below(&draw, b->inside);
	begin = seconds();
	for (int i = 0; i < n; i++)
		core_next(&b->world, (target[i] + 1) % b->inside, target[i]);
	return (seconds() - begin) / n;
}

static double igraph_paths(const struct bench *b, const uint32_t *target, int n)
{
	igraph_vector_int_t ends, parents;
	igraph_vector_t weights;
	igraph_t g;
	double begin, used;

	igraph_set_warning_handler(igraph_warning_handler_ignore);
	igraph_vector_int_init(&ends, 2 * (igraph_integer_t)b->graph.links);
	for (uint32_t i = 0; i < b->graph.links; i++) {
		VECTOR(ends)[2 * i] = b->graph.link[i].a;
		VECTOR(ends)[2 * i + 1] = b->graph.link[i].b;
	}
	igraph_create(&g, &ends, b->n, false);
	igraph_vector_int_init(&parents, 0);
	igraph_vector_view(&weights, b->length, b->graph.links);
	begin = seconds();
	for (int i = 0; i < n; i++)
		igraph_get_shortest_paths_dijkstra(&g, NULL, NULL, target[i], igraph_vss_all(), &weights, IGRAPH_ALL, &parents, NULL);
	used = (seconds() - begin) / n;
	igraph_vector_int_destroy(&ends);
	igraph_vector_int_destroy(&parents);
	igraph_destroy(&g);
	return used;
}

/* One step after the other along routes that are known: what a message asks at each vertex. */
static double warm_step(struct bench *b, const uint32_t *target, int n)
{
	struct stream draw = random_stream(5);
	uint64_t steps = 0;
	double begin = seconds();

	while (steps < WARM) {
		uint32_t to = target[steps % (uint32_t)n];
		uint32_t v = (uint32_t)random_below(&draw, b->n);
		const struct direction *d = NULL;

		for (steps++; v != to && (d = core_next(&b->world, v, to)); steps++)
			v = b->world.node[d->to].vertex;
	}
	return (seconds() - begin) / (double)steps;
}

/* Whole routes from anywhere to the targets that have trees by now. */
static double warm(struct bench *b, const uint32_t *target, int n, double *hops)
{
	struct stream draw = random_stream(4);
	uint64_t links = 0, found = 0;
	double begin = seconds();

	for (uint32_t i = 0; i < WARM; i++) {
		struct way way = core_way(&b->world, (uint32_t)random_below(&draw, b->n), target[i % (uint32_t)n]);

		found += way.latency != SIM_TIME_MAX;
		links += way.latency != SIM_TIME_MAX ? way.hops : 0;
	}
	*hops = (double)links / (double)found;
	return (seconds() - begin) / WARM;
}

/* Routes between a few thousand pairs of ends, again and again, as those who choose among hosts ask for them. */
static double again(struct bench *b, const uint32_t *target, int n)
{
	static uint32_t from[PAIRS];
	struct stream draw = random_stream(6);
	uint64_t links = 0;
	double begin = 0;

	for (uint32_t i = 0; i < PAIRS; i++)
		from[i] = (uint32_t)random_below(&draw, b->n);
	for (uint32_t i = 0; i < WARM + 16 * PAIRS; i++) {
		if (i == 16 * PAIRS)
			begin = seconds();
		links += core_way(&b->world, from[i % PAIRS], target[i % (uint32_t)n]).hops;
	}
	return links ? (seconds() - begin) / WARM : 0;
}

static double bare_build(struct bench *b, struct bare_routes *r)
{
	struct bare_link *link = malloc(b->graph.links * sizeof *link);
	double took[ROUNDS];

	for (uint32_t i = 0; i < b->graph.links; i++)
		link[i] = (struct bare_link){ b->link[i].a, b->link[i].b, b->link[i].link->latency };
	for (int i = 0; i < ROUNDS; i++) {
		double begin = seconds();

		if (i)
			bare_routes_free(r);
		bare_routes_init(r, b->n, link, b->graph.links);
		took[i] = seconds() - begin;
	}
	free(link);
	return median(took, ROUNDS);
}

/* Bare routes are as long as the core's. */
static void check_bare(struct bench *b, struct bare_routes *r, uint32_t to)
{
	struct stream draw = random_stream(7);
	uint32_t links;

	for (int i = 0; i < 1000; i++) {
		uint32_t from = (uint32_t)random_below(&draw, b->n);

		if (core_part(b->world.core, from) == core_part(b->world.core, to) &&
		    bare_route(r, from, to, &links) != core_way(&b->world, from, to).latency) {
			fprintf(stderr, "route: from %u to %u the bare route is not as long as the core's\n", from, to);
			exit(1);
		}
	}
}

/* As cold() and warm(), from and to the same; what is not in one part with the target has no bare route. */
static void bare_report(struct bench *b, const char *what)
{
	static uint32_t target[TARGETS];
	struct bare_routes r;
	struct stream draw = random_stream(3);
	double build_s = bare_build(b, &r), begin, cold_s;
	double warm_s;
	uint32_t links, sum = 0;

	build(b);
	for (int i = 0; i < TARGETS; i++)
		target[i] = (uint32_t)random_below(&draw, b->inside);
	begin = seconds();
	for (int i = 0; i < TARGETS; i++)
		if (core_part(b->world.core, target[i]) == core_part(b->world.core, (target[i] + 1) % b->inside))
			bare_route(&r, (target[i] + 1) % b->inside, target[i], &links);
	cold_s = (seconds() - begin) / TARGETS;
	draw = random_stream(4);
	begin = seconds();
	for (uint32_t i = 0; i < WARM; i++) {
		uint32_t from = (uint32_t)random_below(&draw, b->n), to = target[i % TARGETS];

		if (core_part(b->world.core, from) == core_part(b->world.core, to)) {
			bare_route(&r, from, to, &links);
			sum += links;
		}
	}
	warm_s = (seconds() - begin) / WARM;
	check_bare(b, &r, target[0]);
	if (strcmp(what, "bare-build") == 0)
		printf("%.4g us\n", 1e6 * build_s);
	else if (strcmp(what, "bare-tree") == 0)
		printf("%.4g us\n", 1e6 * cold_s);
	else
		printf("%.4g ns of %.3g links\n", 1e9 * warm_s, (double)sum / WARM);
	bare_routes_free(&r);
}

static void report(struct bench *b, const char *what)
{
	static uint32_t target[TARGETS];
	double build_s = build(b), cold_s = cold(b, target, TARGETS), hops;

	if (strcmp(what, "build") == 0) {
		printf("%.4g us\n", 1e6 * build_s);
	} else if (strcmp(what, "tree") == 0) {
		printf("%.4g us\n", 1e6 * cold_s);
	} else if (strcmp(what, "igraph") == 0) {
		printf("%.4g us\n", 1e6 * igraph_paths(b, target, IGRAPH_TARGETS));
	} else if (strcmp(what, "step") == 0) {
		printf("%.4g ns\n", 1e9 * warm_step(b, target, TARGETS));
	} else if (strcmp(what, "route") == 0) {
		printf("%.4g ns\n", 1e9 * warm(b, target, TARGETS, &hops));
	} else if (strcmp(what, "again") == 0) {
		printf("%.4g ns\n", 1e9 * again(b, target, TARGETS));
	} else {
		double igraph_s = igraph_paths(b, target, IGRAPH_TARGETS), step_s = warm_step(b, target, TARGETS);
		double warm_s = warm(b, target, TARGETS, &hops);

		printf("%u vertices, %u inside: build %.3g ms; tree %.4g us, igraph %.4g us, %.3g of it; warm step %.3g ns, route %.3g ns of %.3g"
		       " links, again %.3g ns\n", b->n, b->inside, 1e3 * build_s, 1e6 * cold_s, 1e6 * igraph_s, cold_s / igraph_s, 1e9 * step_s,
		       1e9 * warm_s, hops, 1e9 * again(b, target, TARGETS));
	}
}

int main(int argc, char **argv)
{
	static struct bench b;

	if (argc != 4) {
		fprintf(stderr, "usage: route [bare-]tree|igraph|step|[bare-]route|again|[bare-]build|all VERTICES CORE_SHARE\n");
		return 2;
	}
	make(&b, (uint32_t)strtoul(argv[2], NULL, 10), strtod(argv[3], NULL));
	if (strncmp(argv[1], "bare-", 5) == 0)
		bare_report(&b, argv[1]);
	else
		report(&b, argv[1]);
	core_free(b.world.core);
	arena_free(b.world.arena);
	return 0;
}
