/*
 * The network of links: which devices are leaves; the core of all others. A device to which another device
 * attaches, or that is linked inside its own group, is a vertex of the core.
 */
#include "models/build.h"

#include "models/net/core.h"

#include <stdlib.h>

static bool is_device(const struct world *w, uint32_t node)
{
	return group_of(w, node)->tier == TIER_DEVICE;
}

/* Mark the vertices of the core with 0, and number them in the order of the nodes. */
static uint32_t number_vertices(struct world *w)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->nodes; i++)
		if (!is_device(w, i))
			w->node[i].vertex = 0;
	for (uint32_t r = 0; r < w->rows; r++)
		for (uint32_t i = 0; i < w->row[r].count; i++) {
			uint32_t a = w->row[r].from[i], b = w->row[r].to[i];

			if (!is_device(w, a) || !is_device(w, b))
				continue;
			w->node[b].vertex = 0;
			/* Inside one group both ends attach to each other. */
			if (w->node[a].group == w->node[b].group)
				w->node[a].vertex = 0;
		}
	for (uint32_t i = 0; i < w->nodes; i++)
		if (w->node[i].vertex == 0)
			w->node[i].vertex = n++;
	return n;
}

/* Hang `leaf` on `anchor` unless an earlier row did. */
static void hang(struct world *w, uint32_t leaf, uint32_t anchor, uint32_t row, uint32_t link, bool upward)
{
	struct node *n = &w->node[leaf];

	if (n->access)
		return;
	n->access = (uint16_t)(row + 1);
	n->link = link;
	n->vertex = w->node[anchor].vertex;
	n->upward = upward;
}

/* Leaves have no vertex of their own yet; core links are those between vertices. */
static struct core_link *sort_links(struct world *w, uint32_t *n)
{
	struct core_link *list = NULL;
	uint32_t capacity = 0;
	uint8_t *leaf = xcalloc(w->nodes, 1);

	for (uint32_t i = 0; i < w->nodes; i++)
		leaf[i] = w->node[i].vertex == NONE;
	*n = 0;
	for (uint32_t r = 0; r < w->rows; r++)
		for (uint32_t i = 0; i < w->row[r].count; i++) {
			uint32_t a = w->row[r].from[i], b = w->row[r].to[i], link = w->row[r].first + i;

			if (leaf[a]) {
				hang(w, a, b, r, link, true);
				continue;
			}
			if (leaf[b]) {
				hang(w, b, a, r, link, false);
				continue;
			}
			if (*n == capacity) {
				capacity = capacity ? 2 * capacity : 64;
				list = xrealloc(list, capacity * sizeof *list);
			}
			list[(*n)++] = (struct core_link){ w->node[a].vertex, w->node[b].vertex, link, link_of(&w->row[r], link) };
		}
	free(leaf);
	return list;
}

bool build_network(struct build *b)
{
	struct world *w = b->world;
	struct core_link *links;
	uint32_t n, vertices;

	vertices = number_vertices(w);
	links = sort_links(w, &n);
	w->core = core_new(w, vertices, links, n);
	free(links);
	return true;
}
