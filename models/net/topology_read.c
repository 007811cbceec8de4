/*
 * Files of graphs. Links keep the order of the file. What igraph says of a malformed file becomes an error at its line, where it names
 * one; of edge lists it does not, so these are looked through first.
 */
#include "models/net/topology_call.h"

#include "sim/base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_VERTICES 16000000

static bool same_word(const char *a, const char *b)
{
	while (*a && tolower((unsigned char)*a) == tolower((unsigned char)*b)) {
		a++;
		b++;
	}
	return !*a && !*b;
}

/* The attribute with one of the names, whatever their case; its own name into `found` of 64 bytes. */
static bool find_attribute(const igraph_t *g, bool of_vertices, const char *const *names, char found[64], igraph_attribute_type_t *type)
{
	igraph_strvector_t graph_names, vertex_names, edge_names;
	igraph_vector_int_t graph_types, vertex_types, edge_types;
	const igraph_strvector_t *list = of_vertices ? &vertex_names : &edge_names;
	bool known = false;

	if (igraph_strvector_init(&graph_names, 0) || igraph_strvector_init(&vertex_names, 0) || igraph_strvector_init(&edge_names, 0)
	    || igraph_vector_int_init(&graph_types, 0) || igraph_vector_int_init(&vertex_types, 0) || igraph_vector_int_init(&edge_types, 0))
		return false;
	if (igraph_cattribute_list(g, &graph_names, &graph_types, &vertex_names, &vertex_types, &edge_names, &edge_types) == IGRAPH_SUCCESS)
		for (igraph_integer_t i = 0; i < igraph_strvector_size(list) && !known; i++)
			for (size_t k = 0; names[k] && !known; k++)
				if (same_word(names[k], igraph_strvector_get(list, i)) && strlen(names[k]) < 64) {
					snprintf(found, 64, "%s", igraph_strvector_get(list, i));
					*type = (igraph_attribute_type_t)VECTOR(of_vertices ? vertex_types : edge_types)[i];
					known = true;
				}
	igraph_strvector_destroy(&graph_names);
	igraph_strvector_destroy(&vertex_names);
	igraph_strvector_destroy(&edge_names);
	igraph_vector_int_destroy(&graph_types);
	igraph_vector_int_destroy(&vertex_types);
	igraph_vector_int_destroy(&edge_types);
	return known;
}

/* A number of vertex or edge `i`; NaN where it has none. */
static double number_of(const igraph_t *g, bool of_vertices, const char *name, igraph_attribute_type_t type, uint32_t i)
{
	double value = NAN;

	if (type == IGRAPH_ATTRIBUTE_NUMERIC)
		return of_vertices ? igraph_cattribute_VAN(g, name, i) : igraph_cattribute_EAN(g, name, i);
	if (type == IGRAPH_ATTRIBUTE_STRING) {
		const char *text = of_vertices ? igraph_cattribute_VAS(g, name, i) : igraph_cattribute_EAS(g, name, i);

		if (!text_number(text, strlen(text), &value))
			return NAN;
	}
	return value;
}

/* Degrees outside of the earth, or half of a place, are none. */
static void take_positions(const igraph_t *g, struct arena *arena, struct graph *out)
{
	static const char *const latitudes[] = { "latitude", "lat", NULL }, *const longitudes[] = { "longitude", "lon", "long", "lng", NULL };
	char latitude[64], longitude[64];
	igraph_attribute_type_t type[2];

	if (!find_attribute(g, true, latitudes, latitude, &type[0]) || !find_attribute(g, true, longitudes, longitude, &type[1]))
		return;
	out->on_earth = true;
	out->position = arena_array(arena, out->vertices, sizeof *out->position);
	for (uint32_t i = 0; i < out->vertices; i++) {
		struct position p = { number_of(g, true, longitude, type[1], i), number_of(g, true, latitude, type[0], i) };

		out->position[i] = fabs(p.x) <= 180 && fabs(p.y) <= 90 ? p : (struct position){ NAN, NAN };
	}
}

static void take_labels(const igraph_t *g, struct arena *arena, struct graph *out)
{
	static const char *const labels[] = { "label", "name", NULL };
	char label[64];
	igraph_attribute_type_t type;

	if (!find_attribute(g, true, labels, label, &type) || type != IGRAPH_ATTRIBUTE_STRING)
		return;
	out->label = arena_array(arena, out->vertices, sizeof *out->label);
	for (uint32_t i = 0; i < out->vertices; i++)
		out->label[i] = arena_strdup(arena, igraph_cattribute_VAS(g, label, i));
}

static void take_speeds(const igraph_t *g, const char *name, struct graph *out)
{
	const char *const names[] = { name, NULL };
	char found[64];
	igraph_attribute_type_t type;

	if (!find_attribute(g, false, names, found, &type))
		return;
	for (uint32_t i = 0; i < out->links; i++) {
		double speed = number_of(g, false, found, type, i);

		if (speed > 0)
			out->link[i].speed_bps[0] = out->link[i].speed_bps[1] = speed;
	}
}

/* ---- formats ---- */

static const char *const format_names[] = { "a graph", "GraphML", "GML", "an edge list", "NCOL" };

static bool ends_in(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length > tail && strcmp(text + length - tail, end) == 0;
}

static enum graph_format format_of(const struct file *file)
{
	static const struct { const char *end; enum graph_format format; } ends[] = {
		{ ".graphml", GRAPH_GRAPHML }, { ".xml", GRAPH_GRAPHML }, { ".gml", GRAPH_GML }, { ".ncol", GRAPH_NCOL },
		{ ".edges", GRAPH_EDGE_LIST }, { ".edgelist", GRAPH_EDGE_LIST }, { ".el", GRAPH_EDGE_LIST }, { ".txt", GRAPH_EDGE_LIST },
	};

	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
		if (ends_in(file->path, ends[i].end))
			return ends[i].format;
	return GRAPH_BY_NAME;
}

/* Two numbers of vertices in each line; blank lines are passed over. */
static bool check_line(const struct file *file, const char *line, size_t length, uint32_t number, struct diag *diag)
{
	struct mark mark = { file->path, number, 1 };
	uint32_t numbers = 0;

	for (size_t i = 0; i < length;) {
		size_t from = i, n;
		double value;

		while (i < length && !isspace((unsigned char)line[i]))
			i++;
		n = i - from;
		if (n == 0) {
			i++;
			continue;
		}
		mark.column = (uint32_t)from + 1;
		if (strspn(line + from, "0123456789") < n)
			return diag_error(diag, mark, "'%.*s' is not the number of a vertex", (int)(n < 40 ? n : 40), line + from);
		if (!text_number(line + from, n, &value) || value >= MOST_VERTICES)
			return diag_error(diag, mark, "vertex %.*s is beyond the %d that are allowed", (int)(n < 40 ? n : 40), line + from, MOST_VERTICES);
		numbers++;
	}
	mark.column = 1;
	return numbers == 0 || numbers == 2 || diag_error(diag, mark, "expected the numbers of two vertices, not %u", numbers);
}

static bool check_edge_list(const struct file *file, struct diag *diag)
{
	uint32_t line = 1;

	for (const char *at = file->text, *end = at + file->length; at < end; line++) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		size_t length = (size_t)((stop ? stop : end) - at);

		if (!check_line(file, at, length, line, diag))
			return false;
		at += length + 1;
	}
	return true;
}

/* What igraph says, without its line, which becomes the mark's, and without ornament. */
static bool complain(const struct file *file, enum graph_format format, const char *reason, struct diag *diag)
{
	struct mark mark = { file->path, 0, 0 };
	const char *at = strstr(reason, "ine ");
	char text[200];
	size_t n;

	if (at)
		mark.line = (uint32_t)strtoul(at + 4, NULL, 10);
	if (mark.line)
		mark.column = 1;
	/* "Line 7: WHAT" or "Parse error in GML file, line 7 (WHAT)". */
	at = at ? at + 4 + strspn(at + 4, "0123456789") : reason;
	at += strspn(at, ":( ");
	snprintf(text, sizeof text, "%s", mark.line ? at : reason);
	n = strlen(text);
	while (n && strchr(").\n ", text[n - 1]))
		text[--n] = 0;
	text[0] = (char)tolower((unsigned char)text[0]);
	if (format == GRAPH_GRAPHML && !mark.line && strncmp(text, "graph index", 11) == 0)
		return diag_error(diag, mark, "there is no graph in it; is it GraphML?");
	return diag_error(diag, mark, "this is not %s: %s", format_names[format], text);
}

static igraph_error_t read_stream(igraph_t *g, FILE *stream, enum graph_format format)
{
	switch (format) {
	case GRAPH_GRAPHML:   return igraph_read_graph_graphml(g, stream, 0);
	case GRAPH_GML:       return igraph_read_graph_gml(g, stream);
	case GRAPH_EDGE_LIST: return igraph_read_graph_edgelist(g, stream, 0, false);
	case GRAPH_NCOL:      return igraph_read_graph_ncol(g, stream, NULL, true, IGRAPH_ADD_WEIGHTS_IF_PRESENT, false);
	case GRAPH_BY_NAME:   break;
	}
	return IGRAPH_EINVAL;
}

bool graph_read(const struct file *file, enum graph_format format, const char *speeds, struct arena *arena, struct graph *graph, struct diag *diag)
{
	struct call call;
	igraph_t g;
	FILE *stream;
	bool good;

	*graph = (struct graph){ 0 };
	if (format == GRAPH_BY_NAME)
		format = format_of(file);
	if (format == GRAPH_BY_NAME)
		return diag_error(diag, file->mark, "the format of %s cannot be told from its name; add format: graphml, gml, edge-list or ncol", file->path);
	if (format == GRAPH_EDGE_LIST && !check_edge_list(file, diag))
		return false;
	call_begin(&call, 0);
	stream = file_stream(file);
	good = read_stream(&g, stream, format) == IGRAPH_SUCCESS;
	fclose(stream);
	if (good && igraph_vcount(&g) > 0 && igraph_vcount(&g) <= MOST_VERTICES) {
		call_take_links(&g, arena, graph);
		take_positions(&g, arena, graph);
		take_labels(&g, arena, graph);
		take_speeds(&g, speeds, graph);
	}
	if (good)
		igraph_destroy(&g);
	call_end(&call);
	if (!good)
		return complain(file, format, call.reason, diag);
	return graph->vertices || diag_error(diag, (struct mark){ file->path, 0, 0 }, "the graph has no vertices, or more than %d", MOST_VERTICES);
}
