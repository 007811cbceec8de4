/* Placement: on which nodes each component has instances. Its `at` pins it. */
#include "models/build.h"

#include <stdlib.h>
#include <string.h>

/* `origin` is a place among others; the rest are nodes. */
static bool split_origin(const struct references *at, struct references *nodes, struct reference *buffer)
{
	bool origin = false;

	*nodes = (struct references){ buffer, 0 };
	for (uint32_t i = 0; i < at->n; i++)
		if (strcmp(at->list[i].name, "origin") == 0)
			origin = true;
		else
			buffer[nodes->n++] = at->list[i];
	return origin;
}

static bool pin(struct build *b, struct component *c)
{
	struct world *w = b->world;
	const struct references *at = &c->config->at;
	struct reference *buffer = xcalloc(at->n, sizeof *buffer);
	struct references nodes;
	struct node_list hosts = { 0 };
	bool good;

	c->at_origin = split_origin(at, &nodes, buffer);
	good = nodes_named(b, &nodes, &hosts);
	c->n = hosts.n;
	c->candidate = arena_array(w->arena, c->n + 1, sizeof *c->candidate);
	for (uint32_t i = 0; i < c->n; i++)
		c->candidate[1 + i].node = hosts.node[i];
	if (!at->n)
		good = diag_error(b->diag, c->mark, "component '%s' has no `at`: name the nodes that run it, or origin; placement by a policy"
				  " is not supported yet", c->name);
	else if (good && !c->n && !c->at_origin)
		good = diag_error(b->diag, at->list[0].mark, "component '%s' runs nowhere: the groups it names have no members", c->name);
	free(hosts.node);
	free(buffer);
	return good;
}

bool pin_components(struct build *b)
{
	struct world *w = b->world;
	bool good = true;

	for (uint32_t i = 0; i < w->components; i++)
		good = pin(b, &w->component[i]) && good;
	return good;
}
