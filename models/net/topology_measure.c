/* Measures of graphs. Vertices and links keep their numbers; each call makes its own graph of igraph and destroys it. */
#include "models/net/topology_call.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A use of igraph on one graph, from open() to close(). */
struct measuring {
	struct call call;
	igraph_t g;
	bool open;
};

static bool measuring_open(struct measuring *m, const struct graph *graph)
{
	call_begin(&m->call, 0);
	m->open = call_give(graph, &m->g) == IGRAPH_SUCCESS;
	return m->open;
}

static void measuring_close(struct measuring *m)
{
	if (m->open)
		igraph_destroy(&m->g);
	call_end(&m->call);
}

uint32_t graph_parts(const struct graph *graph)
{
	struct measuring m;
	igraph_integer_t parts = 0;

	if (measuring_open(&m, graph))
		igraph_connected_components(&m.g, NULL, NULL, &parts, IGRAPH_WEAK);
	measuring_close(&m);
	return (uint32_t)parts;
}

bool graph_cut_vertices(const struct graph *graph, uint8_t *is_cut)
{
	struct measuring m;
	igraph_vector_int_t cut;
	bool good = false;

	if (measuring_open(&m, graph) && igraph_vector_int_init(&cut, 0) == IGRAPH_SUCCESS) {
		good = igraph_articulation_points(&m.g, &cut) == IGRAPH_SUCCESS;
		for (uint32_t i = 0; i < graph->vertices; i++)
			is_cut[i] = 0;
		for (igraph_integer_t i = 0; good && i < igraph_vector_int_size(&cut); i++)
			is_cut[VECTOR(cut)[i]] = 1;
		igraph_vector_int_destroy(&cut);
	}
	measuring_close(&m);
	return good;
}

bool graph_distances(const struct graph *graph, const double *length, uint32_t from, double *distance)
{
	struct measuring m;
	igraph_matrix_t result;
	igraph_vector_t weights;
	bool good = false;

	if (measuring_open(&m, graph) && igraph_matrix_init(&result, 0, 0) == IGRAPH_SUCCESS) {
		if (length)
			igraph_vector_view(&weights, length, graph->links);
		good = igraph_distances_dijkstra(&m.g, &result, igraph_vss_1(from), igraph_vss_all(), length ? &weights : NULL,
						 IGRAPH_ALL) == IGRAPH_SUCCESS;
		for (uint32_t i = 0; good && i < graph->vertices; i++)
			distance[i] = MATRIX(result, 0, i);
		igraph_matrix_destroy(&result);
	}
	measuring_close(&m);
	return good;
}

bool graph_farthest(const struct graph *graph, const double *length, uint32_t sources, struct farthest *far)
{
	struct measuring m;
	igraph_matrix_t result;
	igraph_vector_t weights;
	bool good = false;

	*far = (struct farthest){ 0, 0, 0 };
	if (measuring_open(&m, graph) && igraph_matrix_init(&result, 0, 0) == IGRAPH_SUCCESS) {
		if (length)
			igraph_vector_view(&weights, length, graph->links);
		good = true;
		for (uint32_t s = 0; s < sources && good; s++) {
			uint32_t from = (uint32_t)((uint64_t)s * graph->vertices / sources);

			good = igraph_distances_dijkstra(&m.g, &result, igraph_vss_1(from), igraph_vss_all(), length ? &weights : NULL,
							 IGRAPH_ALL) == IGRAPH_SUCCESS;
			for (uint32_t v = 0; v < graph->vertices && good; v++)
				if (isfinite(MATRIX(result, 0, v)) && MATRIX(result, 0, v) > far->length)
					*far = (struct farthest){ MATRIX(result, 0, v), from, v };
		}
		igraph_matrix_destroy(&result);
	}
	measuring_close(&m);
	return good;
}

/* Each link as two arcs: 2 x link leads from a to b, the next one back. */
static void both_ways(const struct graph *graph, struct graph *arcs)
{
	*arcs = (struct graph){ .vertices = graph->vertices, .links = 2 * graph->links, .directed = true };
	arcs->link = xcalloc(arcs->links, sizeof *arcs->link);
	for (uint32_t i = 0; i < graph->links; i++) {
		arcs->link[2 * (size_t)i] = graph->link[i];
		arcs->link[2 * (size_t)i + 1] = (struct graph_link){ graph->link[i].b, graph->link[i].a, { NAN, NAN } };
	}
}

bool graph_betweenness(const struct graph *graph, const double *length, const double *weight, const uint8_t *is_target, double *paths)
{
	struct graph arcs;
	struct measuring m;
	igraph_vector_t lengths, result;
	igraph_vector_int_t targets;
	bool good = false;

	both_ways(graph, &arcs);
	memset(paths, 0, graph->links * sizeof *paths);
	if (measuring_open(&m, &arcs) && igraph_vector_init(&lengths, arcs.links) == IGRAPH_SUCCESS
	    && igraph_vector_init(&result, 0) == IGRAPH_SUCCESS && igraph_vector_int_init(&targets, 0) == IGRAPH_SUCCESS) {
		good = true;
		for (uint32_t i = 0; i < arcs.links; i++)
			VECTOR(lengths)[i] = length[i / 2];
		for (uint32_t v = 0; v < graph->vertices; v++)
			if (is_target[v])
				good = igraph_vector_int_push_back(&targets, v) == IGRAPH_SUCCESS && good;
		for (uint32_t v = 0; v < graph->vertices && good; v++) {
			if (!(weight[v] > 0))
				continue;
			good = igraph_edge_betweenness_subset(&m.g, &result, igraph_ess_all(IGRAPH_EDGEORDER_ID), true, igraph_vss_1(v),
							      igraph_vss_vector(&targets), &lengths) == IGRAPH_SUCCESS;
			for (uint32_t i = 0; i < arcs.links && good; i++)
				paths[i / 2] += weight[v] * VECTOR(result)[i];
		}
		igraph_vector_destroy(&lengths);
		igraph_vector_destroy(&result);
		igraph_vector_int_destroy(&targets);
	}
	measuring_close(&m);
	free(arcs.link);
	return good;
}

bool graph_max_flow(const struct graph *graph, const double *capacity, uint32_t from, uint32_t to, double *flow)
{
	struct measuring m;
	igraph_vector_t capacities;
	igraph_real_t value = 0;
	bool good = false;

	if (measuring_open(&m, graph)) {
		igraph_vector_view(&capacities, capacity, graph->links);
		good = igraph_maxflow_value(&m.g, &value, from, to, &capacities, NULL) == IGRAPH_SUCCESS;
	}
	measuring_close(&m);
	*flow = value;
	return good;
}

/* igraph wants weights as vectors, and gives one back. */
typedef igraph_error_t vertex_measure(const igraph_t *g, igraph_vector_t *result, const igraph_vector_t *lengths);

static bool measure_vertices(const struct graph *graph, const double *length, vertex_measure *measure, double *value)
{
	struct measuring m;
	igraph_vector_t result, lengths;
	bool good = false;

	if (measuring_open(&m, graph) && igraph_vector_init(&result, 0) == IGRAPH_SUCCESS) {
		igraph_vector_view(&lengths, length, graph->links);
		good = measure(&m.g, &result, &lengths) == IGRAPH_SUCCESS;
		for (uint32_t v = 0; good && v < graph->vertices; v++)
			value[v] = VECTOR(result)[v];
		igraph_vector_destroy(&result);
	}
	measuring_close(&m);
	return good;
}

static igraph_error_t closeness(const igraph_t *g, igraph_vector_t *result, const igraph_vector_t *lengths)
{
	return igraph_closeness(g, result, NULL, NULL, igraph_vss_all(), IGRAPH_ALL, lengths, true);
}

static igraph_error_t betweenness(const igraph_t *g, igraph_vector_t *result, const igraph_vector_t *lengths)
{
	return igraph_betweenness(g, result, igraph_vss_all(), false, lengths);
}

bool graph_closeness(const struct graph *graph, const double *length, double *value)
{
	return measure_vertices(graph, length, closeness, value);
}

bool graph_vertex_betweenness(const struct graph *graph, const double *length, double *value)
{
	return measure_vertices(graph, length, betweenness, value);
}

bool graph_communities(const struct graph *graph, const double *strength, uint64_t key, uint32_t *community)
{
	struct measuring m = { .open = false };
	igraph_vector_t strengths;
	igraph_vector_int_t member;
	bool good = false;

	call_begin(&m.call, key);
	m.open = call_give(graph, &m.g) == IGRAPH_SUCCESS;
	if (m.open && igraph_vector_int_init(&member, 0) == IGRAPH_SUCCESS) {
		igraph_vector_view(&strengths, strength, graph->links);
		good = igraph_community_multilevel(&m.g, graph->links ? &strengths : NULL, 1, &member, NULL, NULL) == IGRAPH_SUCCESS;
		for (uint32_t v = 0; good && v < graph->vertices; v++)
			community[v] = (uint32_t)VECTOR(member)[v];
		igraph_vector_int_destroy(&member);
	}
	measuring_close(&m);
	return good;
}

bool graph_min_cut(const struct graph *graph, const double *capacity, uint32_t from, uint32_t to, uint8_t *with_from)
{
	struct measuring m;
	igraph_vector_t capacities;
	igraph_vector_int_t side;
	igraph_real_t value;
	bool good = false;

	if (measuring_open(&m, graph) && igraph_vector_int_init(&side, 0) == IGRAPH_SUCCESS) {
		igraph_vector_view(&capacities, capacity, graph->links);
		good = igraph_maxflow(&m.g, &value, NULL, NULL, &side, NULL, from, to, &capacities, NULL) == IGRAPH_SUCCESS;
		memset(with_from, 0, graph->vertices);
		for (igraph_integer_t i = 0; good && i < igraph_vector_int_size(&side); i++)
			with_from[VECTOR(side)[i]] = 1;
		igraph_vector_int_destroy(&side);
	}
	measuring_close(&m);
	return good;
}

enum { FEW_VERTICES = 300, MANY_VERTICES = 2000, ROUNDS = 500, FEW_ROUNDS = 50 };

bool graph_layout(const struct graph *graph, struct position *position)
{
	struct measuring m;
	igraph_matrix_t place;
	bool good = false;

	if (measuring_open(&m, graph) && igraph_matrix_init(&place, 0, 0) == IGRAPH_SUCCESS) {
		/* Springs of the length of the shortest path are clearer, but cost the square of the vertices in each round. */
		if (graph->vertices <= FEW_VERTICES)
			good = igraph_layout_kamada_kawai(&m.g, &place, false, 50 * (igraph_integer_t)graph->vertices, 0, graph->vertices, NULL,
							  NULL, NULL, NULL, NULL) == IGRAPH_SUCCESS;
		else
			good = igraph_layout_fruchterman_reingold(&m.g, &place, false, graph->vertices <= MANY_VERTICES ? ROUNDS : FEW_ROUNDS, sqrt(graph->vertices), IGRAPH_LAYOUT_AUTOGRID,
								  NULL, NULL, NULL, NULL, NULL) == IGRAPH_SUCCESS;
		for (uint32_t i = 0; good && i < graph->vertices; i++)
			position[i] = (struct position){ MATRIX(place, i, 0), MATRIX(place, i, 1) };
		igraph_matrix_destroy(&place);
	}
	measuring_close(&m);
	return good;
}
