/* Measures of small graphs whose answers are plain; the rest of what igraph does is seen in cli_topologies.sh. */
#include "models/net/topology.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* A bridge 2-3 between two triangles 0-1-2 and 3-4-5, and vertex 6 alone. */
static struct graph_link barbell_links[] = {
	{ 0, 1, { 0, 0 } }, { 0, 2, { 0, 0 } }, { 1, 2, { 0, 0 } }, { 2, 3, { 0, 0 } }, { 3, 4, { 0, 0 } }, { 3, 5, { 0, 0 } }, { 4, 5, { 0, 0 } },
};
static const struct graph barbell = { .vertices = 7, .links = 7, .link = barbell_links };

/* 0-1-3 and 0-2-3. */
static struct graph_link diamond_links[] = { { 0, 1, { 0, 0 } }, { 1, 3, { 0, 0 } }, { 0, 2, { 0, 0 } }, { 2, 3, { 0, 0 } } };
static const struct graph diamond = { .vertices = 4, .links = 4, .link = diamond_links };

static void parts_are_counted(void **state)
{
	(void)state;
	assert_int_equal(graph_parts(&barbell), 2);
	assert_int_equal(graph_parts(&diamond), 1);
}

static void cut_vertices_are_the_ends_of_the_bridge(void **state)
{
	static const uint8_t expected[7] = { 0, 0, 1, 1, 0, 0, 0 };
	uint8_t cut[7];

	(void)state;
	assert_true(graph_cut_vertices(&barbell, cut));
	assert_memory_equal(cut, expected, sizeof expected);
	assert_true(graph_cut_vertices(&diamond, cut));
	assert_int_equal(cut[0] + cut[1] + cut[2] + cut[3], 0);
}

static void distances_take_the_shorter_way(void **state)
{
	static const double length[7] = { 1, 5, 1, 2, 1, 1, 1 };
	double distance[7];

	(void)state;
	assert_true(graph_distances(&barbell, length, 0, distance));
	assert_true(distance[2] == 2 && distance[5] == 5 && isinf(distance[6]));
	assert_true(graph_distances(&barbell, NULL, 0, distance));
	assert_true(distance[2] == 1 && distance[5] == 3);
}

/* Three ways begin at 0 and one at 4; all end at 5. */
static void betweenness_counts_the_ways_to_the_targets(void **state)
{
	static const double length[7] = { 1, 1, 1, 1, 1, 1, 1 }, weight[7] = { 3, 0, 0, 0, 1, 0, 0 };
	static const uint8_t target[7] = { 0, 0, 0, 0, 0, 1, 0 };
	static const double expected[7] = { 0, 3, 0, 3, 0, 3, 1 };
	static const double two[4] = { 1, 0, 0, 0 };
	static const uint8_t last[4] = { 0, 0, 0, 1 };
	double paths[7];

	(void)state;
	assert_true(graph_betweenness(&barbell, length, weight, target, paths));
	assert_memory_equal(paths, expected, sizeof expected);
	assert_true(graph_betweenness(&diamond, length, two, last, paths));
	for (int i = 0; i < 4; i++)
		assert_true(paths[i] == 0.5);
}

/* By 1 at most min(3, 2), by 2 at most min(4, 1). */
static void flow_is_bound_by_the_narrowest(void **state)
{
	static const double capacity[4] = { 3, 2, 4, 1 };
	struct graph directed = diamond;
	double flow;

	(void)state;
	directed.directed = true;
	assert_true(graph_max_flow(&directed, capacity, 0, 3, &flow));
	assert_true(flow == 3);
	assert_true(graph_max_flow(&directed, capacity, 3, 0, &flow));
	assert_true(flow == 0);
}

static void layout_is_the_same_each_time_and_tells_vertices_apart(void **state)
{
	struct graph large = { 0 };
	struct graph_making making = { .arena = arena_new(), .graph = &large, .key = 1 };
	const struct graph *graphs[] = { &barbell, &large };

	(void)state;
	assert_true(graph_barabasi_albert(&making, 400, 2, 1));
	for (size_t g = 0; g < 2; g++) {
		uint32_t n = graphs[g]->vertices;
		struct position *a = calloc(n, sizeof *a), *b = calloc(n, sizeof *b);

		assert_true(graph_layout(graphs[g], a) && graph_layout(graphs[g], b));
		assert_memory_equal(a, b, n * sizeof *a);
		for (uint32_t i = 0; i < n; i++)
			for (uint32_t k = 0; k < i; k++)
				assert_true(isfinite(a[i].x) && isfinite(a[i].y) && hypot(a[i].x - a[k].x, a[i].y - a[k].y) > 1e-6);
		free(a);
		free(b);
	}
	arena_free(making.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_counted),
		cmocka_unit_test(cut_vertices_are_the_ends_of_the_bridge),
		cmocka_unit_test(distances_take_the_shorter_way),
		cmocka_unit_test(betweenness_counts_the_ways_to_the_targets),
		cmocka_unit_test(flow_is_bound_by_the_narrowest),
		cmocka_unit_test(layout_is_the_same_each_time_and_tells_vertices_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
