/* Routes and nearest hosts of the core, against distances worked out the slow way (Floyd and Warshall) on 200 random networks. */
#include "models/net/core.h"
#include "models/net/direction.h"
#include "models/net/topology.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

enum { MOST = 40, GRAPHS = 200 };

struct network {
	struct world world;
	struct group group;
	uint32_t n, links;
	struct core_link link[4 * MOST];
	struct link property[4 * MOST];
	struct node node[MOST];
	sim_time latency[MOST][MOST];
	uint32_t hops[MOST][MOST];
};

/*
 * Few different latencies, zero among them, so that ties and parallel links are common. Rates are thirds and sevenths: sums of what they take differ in
 * their last bits when they are added in another order.
 */
static void random_network(struct network *net, uint64_t seed)
{
	struct stream draw = random_stream(random_mix(1, seed));

	*net = (struct network){ .n = 2 + (uint32_t)random_below(&draw, MOST - 2) };
	net->links = (uint32_t)random_below(&draw, 2 * (uint64_t)net->n) + net->n / 2;
	net->group = (struct group){ .name = "n", .count = net->n, .tier = TIER_EDGE };
	net->world = (struct world){ .arena = arena_new(), .group = &net->group, .groups = 1, .node = net->node, .nodes = net->n };
	for (uint32_t v = 0; v < net->n; v++)
		net->node[v] = (struct node){ .vertex = v };
	for (uint32_t i = 0; i < net->links; i++) {
		uint32_t a = (uint32_t)random_below(&draw, net->n), b = (uint32_t)random_below(&draw, net->n - 1);

		net->property[i] = (struct link){ .latency = (sim_time)random_below(&draw, 4), .rate_bps = { INFINITY, INFINITY },
						   .seconds_per_byte = { 1 / (3.0 + 7 * i), 2 / (3.0 + 7 * i) } };
		net->link[i] = (struct core_link){ a, b >= a ? b + 1 : b, i, &net->property[i] };
	}
	net->world.links = net->links;
	net->world.core = core_new(&net->world, net->n, net->link, net->links);
}

static bool better(sim_time la, uint32_t ha, sim_time lb, uint32_t hb)
{
	return la < lb || (la == lb && ha < hb);
}

static void slow_distances(struct network *net)
{
	for (uint32_t a = 0; a < net->n; a++)
		for (uint32_t b = 0; b < net->n; b++) {
			net->latency[a][b] = a == b ? 0 : SIM_TIME_MAX / 4;
			net->hops[a][b] = a == b ? 0 : 1000000;
		}
	for (uint32_t i = 0; i < net->links; i++) {
		uint32_t a = net->link[i].a, b = net->link[i].b;

		if (better(net->property[i].latency, 1, net->latency[a][b], net->hops[a][b])) {
			net->latency[a][b] = net->latency[b][a] = net->property[i].latency;
			net->hops[a][b] = net->hops[b][a] = 1;
		}
	}
	for (uint32_t k = 0; k < net->n; k++)
		for (uint32_t a = 0; a < net->n; a++)
			for (uint32_t b = 0; b < net->n; b++) {
				sim_time latency = net->latency[a][k] + net->latency[k][b];
				uint32_t hops = net->hops[a][k] + net->hops[k][b];

				if (better(latency, hops, net->latency[a][b], net->hops[a][b])) {
					net->latency[a][b] = latency;
					net->hops[a][b] = hops;
				}
			}
}

static void release(struct network *net)
{
	core_free(net->world.core);
	arena_free(net->world.arena);
}

static void routes_have_the_least_latency_and_then_the_fewest_hops(void **state)
{
	static struct network net;

	(void)state;
	for (uint64_t seed = 0; seed < GRAPHS; seed++) {
		random_network(&net, seed);
		slow_distances(&net);
		for (uint32_t a = 0; a < net.n; a++)
			for (uint32_t b = 0; b < net.n; b++) {
				struct way way = core_way(&net.world, a, b);
				bool reached = net.latency[a][b] < SIM_TIME_MAX / 4;

				if (way.latency != (reached ? net.latency[a][b] : SIM_TIME_MAX) || (reached && way.hops != net.hops[a][b]))
					fail_msg("seed %llu: %u to %u: %lld ns, %u hops; expected %lld, %u", (unsigned long long)seed, a, b,
						 (long long)way.latency, way.hops, (long long)net.latency[a][b], net.hops[a][b]);
			}
		release(&net);
	}
}

static void nearest_host_is_the_one_of_least_latency(void **state)
{
	static struct network net;

	(void)state;
	for (uint64_t seed = 0; seed < GRAPHS; seed++) {
		struct stream draw = random_stream(random_mix(2, seed));
		struct candidate set[MOST];
		uint32_t n = 0;
		struct nearest_map *map;

		random_network(&net, seed);
		slow_distances(&net);
		for (uint32_t v = 0; v < net.n; v++)
			if (random_below(&draw, 3) == 0)
				set[n++].node = v;
		map = nearest_new(&net.world, set, n);
		for (uint32_t v = 0; v < net.n; v++) {
			uint32_t best = NONE;

			for (uint32_t i = 0; i < n; i++)
				if (net.latency[v][set[i].node] < SIM_TIME_MAX / 4
				    && (best == NONE || better(net.latency[v][set[i].node], net.hops[v][set[i].node],
							       net.latency[v][set[best].node], net.hops[v][set[best].node])))
					best = i;
			if (nearest_of(&net.world, map, v) != best)
				fail_msg("seed %llu: from %u: member %u; expected %u", (unsigned long long)seed, v,
					 nearest_of(&net.world, map, v), best);
		}
		release(&net);
	}
}

/* What core_way adds up, as a message goes: step by step. */
static struct way walked(struct world *w, uint32_t from, uint32_t to)
{
	struct way way = { 0, 0, 0 };

	while (from != to) {
		const struct direction *d = core_next(w, from, to);

		if (!d)
			return (struct way){ SIM_TIME_MAX, 0, 0 };
		way.latency += d->link->latency;
		way.seconds_per_byte += d->link->seconds_per_byte[d->down];
		way.hops++;
		from = d->to;
	}
	return way;
}

static void whole_routes_are_those_that_messages_take_however_often_they_are_asked_for(void **state)
{
	static struct network net;

	(void)state;
	for (uint64_t seed = 0; seed < GRAPHS; seed++) {
		random_network(&net, seed);
		for (int round = 0; round < 3; round++)
			for (uint32_t a = 0; a < net.n; a++)
				for (uint32_t b = 0; b < net.n; b++) {
					struct way way = core_way(&net.world, a, b), slow = walked(&net.world, a, b);

					if (way.latency != slow.latency || way.hops != slow.hops
					    || memcmp(&way.seconds_per_byte, &slow.seconds_per_byte, sizeof way.seconds_per_byte) != 0)
						fail_msg("seed %llu, round %d: %u to %u: %.17g s/B, %u hops; step by step %.17g, %u", (unsigned long long)seed,
							 round, a, b, way.seconds_per_byte, way.hops, slow.seconds_per_byte, slow.hops);
				}
		release(&net);
	}
}

/* All pairs in an order that asks for another target each time. */
static void compare_with_limited(struct network *net, struct world *limited, uint64_t seed)
{
	for (uint32_t a = 0; a < net->n; a++)
		for (uint32_t b = 0; b < net->n; b++) {
			struct way free_way = walked(&net->world, a, b), way = walked(limited, a, b), whole = core_way(limited, a, b);

			if (way.latency != free_way.latency || way.hops != free_way.hops || whole.latency != way.latency || whole.hops != way.hops
			    || memcmp(&way.seconds_per_byte, &free_way.seconds_per_byte, sizeof way.seconds_per_byte) != 0
			    || memcmp(&whole.seconds_per_byte, &way.seconds_per_byte, sizeof way.seconds_per_byte) != 0)
				fail_msg("seed %llu: %u to %u: %lld ns, %u hops; %lld, %u with room for all trees", (unsigned long long)seed, a, b,
					 (long long)way.latency, way.hops, (long long)free_way.latency, free_way.hops);
		}
}

static void routes_are_the_same_when_there_is_room_for_few_trees(void **state)
{
	static struct network net;
	uint64_t again = 0;

	(void)state;
	for (uint64_t seed = 0; seed < GRAPHS; seed++) {
		struct world limited;

		random_network(&net, seed);
		limited = net.world;
		limited.core = core_new(&limited, net.n, net.link, net.links);
		core_limit_trees(limited.core, seed % 3 * MOST * sizeof(uint32_t));
		compare_with_limited(&net, &limited, seed);
		assert_true(core_trees_grown(net.world.core) <= net.n);
		again += core_trees_grown(limited.core) - core_trees_grown(net.world.core);
		core_limit_trees(limited.core, 0);
		compare_with_limited(&net, &limited, seed);
		core_free(limited.core);
		release(&net);
	}
	assert_true(again > 10 * GRAPHS);
}

/* Two targets asked for in turn, and others now and then: with room for three trees those two stay. */
static void trees_asked_for_lately_stay(void **state)
{
	enum { RING = 12 };
	static struct network net;

	(void)state;
	net = (struct network){ .n = RING, .links = RING, .group = { .name = "n", .count = RING, .tier = TIER_EDGE } };
	net.world = (struct world){ .arena = arena_new(), .group = &net.group, .groups = 1, .node = net.node, .nodes = RING, .links = RING };
	for (uint32_t v = 0; v < RING; v++) {
		net.node[v] = (struct node){ .vertex = v };
		net.property[v] = (struct link){ .latency = 1, .rate_bps = { INFINITY, INFINITY } };
		net.link[v] = (struct core_link){ v, (v + 1) % RING, v, &net.property[v] };
	}
	net.world.core = core_new(&net.world, RING, net.link, RING);
	core_limit_trees(net.world.core, 3 * RING * sizeof(uint32_t));
	for (uint32_t other = 2; other < RING; other++) {
		core_next(&net.world, 1, 0);
		core_next(&net.world, 0, 1);
		core_next(&net.world, 0, other);
	}
	assert_int_equal(core_trees_grown(net.world.core), RING);
	core_next(&net.world, 0, 2);
	assert_int_equal(core_trees_grown(net.world.core), RING + 1);
	release(&net);
}

/* ---- against igraph ---- */

/* A graph by one of igraph's generators, as a world whose links have latencies of up to a millisecond. */
static void generated_world(struct world *w, struct graph *graph, double *length, uint64_t seed)
{
	struct stream draw = random_stream(random_mix(4, seed));
	struct graph_making making = { .arena = arena_new(), .graph = graph, .key = random_bits(&draw) };
	uint32_t n = 50 + (uint32_t)random_below(&draw, 150);
	struct group *group = arena_alloc(making.arena, sizeof *group);
	struct core_link *links;
	struct link *property;

	if (seed % 2)
		assert_true(graph_erdos_renyi(&making, n, 3.0 / n));
	else
		assert_true(graph_barabasi_albert(&making, n, 1 + (uint32_t)random_below(&draw, 3), 1));
	links = arena_array(making.arena, graph->links, sizeof *links);
	property = arena_array(making.arena, graph->links, sizeof *property);
	*group = (struct group){ .name = "n", .count = n, .tier = TIER_EDGE };
	*w = (struct world){ .arena = making.arena, .group = group, .groups = 1, .nodes = n, .links = graph->links };
	w->node = arena_array(w->arena, n, sizeof *w->node);
	for (uint32_t v = 0; v < n; v++)
		w->node[v] = (struct node){ .vertex = v };
	for (uint32_t i = 0; i < graph->links; i++) {
		property[i] = (struct link){ .latency = (sim_time)random_below(&draw, 1000000) };
		length[i] = (double)property[i].latency;
		links[i] = (struct core_link){ graph->link[i].a, graph->link[i].b, i, &property[i] };
	}
	w->core = core_new(w, n, links, graph->links);
}

static void lengths_equal_those_of_igraph(void **state)
{
	static double length[2000], distance[200];

	(void)state;
	for (uint64_t seed = 0; seed < 100; seed++) {
		struct graph graph;
		struct world w;

		generated_world(&w, &graph, length, seed);
		for (uint32_t a = 0; a < w.nodes; a += 7) {
			assert_true(graph_distances(&graph, length, a, distance));
			for (uint32_t b = 0; b < w.nodes; b++) {
				sim_time latency = core_way(&w, a, b).latency;

				if (isinf(distance[b]) ? latency != SIM_TIME_MAX : (double)latency != distance[b])
					fail_msg("seed %llu: %u to %u: %lld ns; igraph has %.0f", (unsigned long long)seed, a, b, (long long)latency,
						 distance[b]);
			}
		}
		core_free(w.core);
		arena_free(w.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(routes_have_the_least_latency_and_then_the_fewest_hops),
		cmocka_unit_test(whole_routes_are_those_that_messages_take_however_often_they_are_asked_for),
		cmocka_unit_test(routes_are_the_same_when_there_is_room_for_few_trees),
		cmocka_unit_test(trees_asked_for_lately_stay),
		cmocka_unit_test(nearest_host_is_the_one_of_least_latency),
		cmocka_unit_test(lengths_equal_those_of_igraph),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
