/* igraph's handlers have no argument of their own: they find the call as the state of the generator that is set meanwhile. */
#include "models/net/topology_call.h"

#include <math.h>
#include <stdio.h>

static igraph_error_t rng_init(void **state)
{
	*state = NULL;
	return IGRAPH_SUCCESS;
}

static void rng_destroy(void *state)
{
	(void)state;
}

static igraph_error_t rng_seed(void *state, igraph_uint_t seed)
{
	((struct call *)state)->draws = random_stream(seed);
	return IGRAPH_SUCCESS;
}

static igraph_uint_t rng_get(void *state)
{
	return random_bits(&((struct call *)state)->draws);
}

static const igraph_rng_type_t keyed_rng = {
	.name = "keyed stream", .bits = 64, .init = rng_init, .destroy = rng_destroy, .seed = rng_seed, .get = rng_get,
};

static void keep_error(const char *reason, const char *file, int line, igraph_error_t code)
{
	struct call *call = igraph_rng_default()->state;

	(void)file;
	(void)line;
	if (!call->reason[0])
		snprintf(call->reason, sizeof call->reason, "%s", reason && *reason ? reason : igraph_strerror(code));
	IGRAPH_FINALLY_FREE();
}

static void drop_warning(const char *reason, const char *file, int line)
{
	(void)reason;
	(void)file;
	(void)line;
}

void call_begin(struct call *call, uint64_t key)
{
	*call = (struct call){ .draws = random_stream(key), .rng_before = *igraph_rng_default() };
	call->rng = (igraph_rng_t){ &keyed_rng, call, true };
	igraph_rng_set_default(&call->rng);
	call->errors_before = igraph_set_error_handler(keep_error);
	call->warnings_before = igraph_set_warning_handler(drop_warning);
	call->attributes_before = igraph_set_attribute_table(&igraph_cattribute_table);
}

void call_end(struct call *call)
{
	igraph_set_attribute_table(call->attributes_before);
	igraph_set_warning_handler(call->warnings_before);
	igraph_set_error_handler(call->errors_before);
	igraph_rng_set_default(&call->rng_before);
}

void call_take_links(const igraph_t *g, struct arena *arena, struct graph *out)
{
	out->vertices = (uint32_t)igraph_vcount(g);
	out->links = (uint32_t)igraph_ecount(g);
	out->directed = igraph_is_directed(g);
	out->link = arena_array(arena, out->links, sizeof *out->link);
	for (uint32_t i = 0; i < out->links; i++) {
		uint32_t a = (uint32_t)IGRAPH_FROM(g, i), b = (uint32_t)IGRAPH_TO(g, i);
		bool turn = !out->directed && a > b;

		out->link[i] = (struct graph_link){ turn ? b : a, turn ? a : b, { NAN, NAN } };
	}
}

igraph_error_t call_give(const struct graph *graph, igraph_t *g)
{
	igraph_vector_int_t ends;
	igraph_error_t code = igraph_vector_int_init(&ends, 2 * (igraph_integer_t)graph->links);

	if (code)
		return code;
	for (uint32_t i = 0; i < graph->links; i++) {
		VECTOR(ends)[2 * (size_t)i] = graph->link[i].a;
		VECTOR(ends)[2 * (size_t)i + 1] = graph->link[i].b;
	}
	code = igraph_create(g, &ends, graph->vertices, graph->directed);
	igraph_vector_int_destroy(&ends);
	return code;
}
