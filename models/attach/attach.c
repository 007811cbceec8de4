/* What classes of attachment share: pairs that grow, and places of the nodes on both sides. */
#include "models/attach/attach.h"

#include <stdlib.h>

bool joining_pair(struct joining *j, uint32_t from, uint32_t to)
{
	if (j->lower->n == MOST_LINKS)
		return diag_error(j->build->diag, j->mark, "the row makes more than %u links", MOST_LINKS);
	node_list_add(j->lower, from);
	node_list_add(j->upper, to);
	return true;
}

/* Places by index in the list, freed by the caller; NULL with an error. */
static struct position *places(struct joining *j, const struct node_list *nodes, bool on_earth)
{
	const struct world *w = j->build->world;
	struct position *position = xcalloc(nodes->n, sizeof *position);

	for (uint32_t i = 0; i < nodes->n; i++) {
		const struct group *g = group_of(w, nodes->node[i]);

		if (g->position && g->on_earth == on_earth) {
			position[i] = g->position[nodes->node[i] - g->first];
			continue;
		}
		if (g->position)
			diag_error(j->build->diag, j->mark, "some nodes of the row are on the earth and others on a plane, as '%s': there is no distance"
				   " between them", g->name);
		else
			diag_error(j->build->diag, j->mark, "attach: %s needs positions, but '%s' has none", j->name, g->name);
		free(position);
		return NULL;
	}
	return position;
}

bool joining_by_place(struct joining *j, bool (*each)(struct joining *j, const struct near_index *index, const struct position *from))
{
	const struct world *w = j->build->world;
	struct position *from, *to;
	struct near_index *index;
	bool on_earth, good;

	if (!j->from->n || !j->to->n)
		return true;
	on_earth = group_of(w, j->from->node[0])->on_earth;
	from = places(j, j->from, on_earth);
	to = from ? places(j, j->to, on_earth) : NULL;
	index = to ? near_new(on_earth, to, j->to->n) : NULL;
	good = index && each(j, index, from);
	if (index)
		near_free(index);
	free(from);
	free(to);
	return good;
}
