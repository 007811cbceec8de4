/* Generators. Sizes are checked before igraph makes anything: it would take all the memory first. */
#include "models/net/topology_call.h"

#include <math.h>

#define MOST_LINKS_MADE 50e6

static bool small_enough(const struct graph_making *m, double links)
{
	return links <= MOST_LINKS_MADE
	       || diag_error(m->diag, m->mark, "the topology would have about %.3g links; at most %.0f are allowed", links, MOST_LINKS_MADE);
}

/* The end of every generator: the graph comes out, or igraph's reason. */
static bool finish(const struct graph_making *m, struct call *call, igraph_t *g, igraph_error_t code)
{
	*m->graph = (struct graph){ 0 };
	if (code == IGRAPH_SUCCESS) {
		call_take_links(g, m->arena, m->graph);
		igraph_destroy(g);
	}
	call_end(call);
	return code == IGRAPH_SUCCESS || diag_error(m->diag, m->mark, "igraph cannot make the topology: %s", call->reason);
}

bool graph_barabasi_albert(const struct graph_making *m, uint32_t vertices, uint32_t links, double power)
{
	struct call call;
	igraph_t g;

	if (!small_enough(m, (double)vertices * links))
		return false;
	call_begin(&call, m->key);
	return finish(m, &call, &g, igraph_barabasi_game(&g, vertices, power, links, NULL, true, 1, false, IGRAPH_BARABASI_PSUMTREE, NULL));
}

bool graph_watts_strogatz(const struct graph_making *m, uint32_t vertices, uint32_t neighbours, double rewired)
{
	struct call call;
	igraph_t g;

	if (!small_enough(m, (double)vertices * neighbours))
		return false;
	call_begin(&call, m->key);
	return finish(m, &call, &g, igraph_watts_strogatz_game(&g, 1, vertices, neighbours, rewired, false, false));
}

bool graph_erdos_renyi(const struct graph_making *m, uint32_t vertices, double probability)
{
	struct call call;
	igraph_t g;

	if (!small_enough(m, (double)vertices * vertices / 2 * probability))
		return false;
	call_begin(&call, m->key);
	return finish(m, &call, &g, igraph_erdos_renyi_game_gnp(&g, vertices, probability, false, false));
}

bool graph_erdos_renyi_links(const struct graph_making *m, uint32_t vertices, uint32_t links)
{
	struct call call;
	igraph_t g;

	if (!small_enough(m, links))
		return false;
	call_begin(&call, m->key);
	return finish(m, &call, &g, igraph_erdos_renyi_game_gnm(&g, vertices, links, false, false));
}

bool graph_random_geometric(const struct graph_making *m, uint32_t vertices, double side_m, double radius_m)
{
	igraph_vector_t x, y;
	struct call call;
	igraph_error_t code;
	igraph_t g;

	if (!small_enough(m, (double)vertices * vertices / 2 * fmin(1, acos(-1) * radius_m * radius_m / side_m / side_m)))
		return false;
	call_begin(&call, m->key);
	igraph_vector_init(&x, 0);
	igraph_vector_init(&y, 0);
	code = igraph_grg_game(&g, vertices, radius_m / side_m, false, &x, &y);
	if (!finish(m, &call, &g, code))
		goto out;
	m->graph->position = arena_array(m->arena, vertices, sizeof *m->graph->position);
	for (uint32_t i = 0; i < vertices; i++)
		m->graph->position[i] = (struct position){ VECTOR(x)[i] * side_m, VECTOR(y)[i] * side_m };
out:
	igraph_vector_destroy(&x);
	igraph_vector_destroy(&y);
	return code == IGRAPH_SUCCESS;
}

bool graph_grid(const struct graph_making *m, uint32_t columns, uint32_t rows)
{
	igraph_integer_t sides[2] = { columns, rows };
	igraph_vector_int_t dimensions;
	struct call call;
	igraph_t g;

	if (!small_enough(m, 2.0 * columns * rows))
		return false;
	call_begin(&call, m->key);
	igraph_vector_int_view(&dimensions, sides, 2);
	return finish(m, &call, &g, igraph_square_lattice(&g, &dimensions, 1, false, false, NULL));
}

bool graph_tree(const struct graph_making *m, uint32_t vertices, uint32_t children)
{
	struct call call;
	igraph_t g;

	call_begin(&call, m->key);
	return finish(m, &call, &g, igraph_kary_tree(&g, vertices, children, IGRAPH_TREE_UNDIRECTED));
}

bool graph_ring(const struct graph_making *m, uint32_t vertices)
{
	struct call call;
	igraph_t g;

	call_begin(&call, m->key);
	return finish(m, &call, &g, igraph_ring(&g, vertices, false, false, true));
}

bool graph_full(const struct graph_making *m, uint32_t vertices)
{
	struct call call;
	igraph_t g;

	if (!small_enough(m, (double)vertices * vertices / 2))
		return false;
	call_begin(&call, m->key);
	return finish(m, &call, &g, igraph_full(&g, vertices, false, false));
}
