/*
 * Links: which members each row joins; which devices are leaves; the core of all others. A device to which another device
 * attaches, or that is linked inside its own group, is a vertex of the core.
 */
#include "models/build.h"

#include "models/net/core.h"
#include "models/net/direction.h"
#include "sim/base/text.h"

#include <stdlib.h>
#include <string.h>

#define MOST_LINKS UINT32_C(100000000)

struct ends { struct node_list from, to; };

static void pair(struct ends *e, uint32_t a, uint32_t b)
{
	node_list_add(&e->from, a);
	node_list_add(&e->to, b);
}

static bool same_nodes(const struct node_list *a, const struct node_list *b)
{
	return a->n == b->n && memcmp(a->node, b->node, a->n * sizeof *a->node) == 0;
}

static bool overlap(const struct node_list *a, const struct node_list *b)
{
	uint32_t i = 0, k = 0;

	while (i < a->n && k < b->n) {
		if (a->node[i] == b->node[k])
			return true;
		if (a->node[i] < b->node[k])
			i++;
		else
			k++;
	}
	return false;
}

static void join_all(struct ends *e, const struct node_list *a, const struct node_list *b, bool inside)
{
	for (uint32_t i = 0; i < a->n; i++)
		for (uint32_t k = inside ? i + 1 : 0; k < b->n; k++)
			pair(e, a->node[i], b->node[k]);
}

/* Member i of `from` to one of `to`. */
static void join_one(struct build *b, const struct link_config *c, struct ends *e, const struct node_list *from, const struct node_list *to)
{
	const struct world *w = b->world;

	for (uint32_t i = 0; i < from->n && to->n; i++) {
		uint32_t node = from->node[i];
		uint32_t k = i % to->n;

		if (c->attach == ATTACH_RANDOM) {
			uint64_t key = random_mix(random_mix(b->world_key, group_of(w, node)->key), index_of(w, node));
			struct stream stream = random_fork(random_mix(key, group_of(w, to->node[0])->key), PURPOSE_ATTACH);

			k = (uint32_t)random_below(&stream, to->n);
		}
		pair(e, node, to->node[k]);
	}
}

static bool join(struct build *b, const struct link_config *c, struct ends *e, const struct node_list *from, const struct node_list *to)
{
	bool inside = same_nodes(from, to) && from->n;
	static const char *const words[] = { "balanced", "random", "all", "pairwise" };

	if (inside && c->attach != ATTACH_ALL)
		return diag_error(b->diag, c->entry.mark, "attach: %s cannot join a group with itself; use all", words[c->attach]);
	if (!inside && overlap(from, to))
		return diag_error(b->diag, c->entry.mark, "a node is both in `from` and in `to`");
	if (c->attach == ATTACH_PAIRWISE && from->n != to->n)
		return diag_error(b->diag, c->entry.mark, "attach: pairwise needs equal counts, but `from` has %u nodes and `to` has %u",
				  from->n, to->n);
	if (c->attach == ATTACH_ALL) {
		if ((uint64_t)from->n * to->n > MOST_LINKS)
			return diag_error(b->diag, c->entry.mark, "attach: all would make %llu links; at most %u are allowed",
					  (unsigned long long)from->n * to->n, MOST_LINKS);
		join_all(e, from, to, inside);
	} else {
		join_one(b, c, e, from, to);
	}
	return true;
}

static const char *list_name(struct build *b, const struct references *r)
{
	struct text t = { 0 };
	char *text;
	const char *copy;

	for (uint32_t i = 0; i < r->n; i++) {
		text_add(&t, "%s%s", i ? "+" : "", r->list[i].name);
		if (r->list[i].member >= 0)
			text_add(&t, "[%lld]", (long long)r->list[i].member);
	}
	text = text_take(&t);
	copy = arena_strdup(b->world->arena, text);
	free(text);
	return copy;
}

/* Scopes of a row are unique: a second row between the same groups is told apart by its name or number. */
static void name_row(struct build *b, struct link_row *row, const struct link_config *c, uint32_t index)
{
	struct world *w = b->world;
	const char *from = list_name(b, &c->from), *to = list_name(b, &c->to);

	row->scope[0] = arena_format(w->arena, "%s->%s", from, to);
	row->scope[1] = arena_format(w->arena, strcmp(from, to) ? "%s->%s" : "%s->%s:down", to, from);
	for (uint32_t i = 0; i < index; i++)
		/* A row with errors has no name. */
		if (w->row[i].scope[0] && (strcmp(w->row[i].scope[0], row->scope[0]) == 0 || strcmp(w->row[i].scope[1], row->scope[0]) == 0)) {
			const char *label = c->name ? c->name : arena_format(w->arena, "links[%u]", index);

			row->scope[0] = arena_format(w->arena, "%s:%s", row->scope[0], label);
			row->scope[1] = arena_format(w->arena, "%s:%s", row->scope[1], label);
			return;
		}
}

/* What all links of a row have in common is one struct. */
static bool set_links(struct build *b, struct link_row *row, const struct link_config *c)
{
	struct link *link = arena_alloc(b->world->arena, sizeof *link);
	bool good = true;

	*link = (struct link){ .latency = c->latency, .row = (uint32_t)(row - b->world->row) };
	link->rate_bps[0] = isnan(c->up) ? c->bandwidth : c->up;
	link->rate_bps[1] = isnan(c->down) ? c->bandwidth : c->down;
	for (int k = 0; k < 2; k++)
		link->seconds_per_byte[k] = 8 / link->rate_bps[k];
	row->link = link;
	row->alike = true;
	if (!isnan(c->bandwidth) && !isnan(c->up) && !isnan(c->down))
		good = diag_error(b->diag, c->entry.mark, "bandwidth has no effect beside both up and down; leave one out");
	if (isnan(link->rate_bps[0]) || isnan(link->rate_bps[1]))
		good = diag_error(b->diag, c->entry.mark, "the link has no bandwidth: give bandwidth, or both up and down (`unlimited` is allowed)");
	if (c->latency == TIME_UNSET)
		good = diag_error(b->diag, c->entry.mark, "the link has no latency: give one, as 5 ms (0 s is allowed)");
	return good;
}

static bool build_row(struct build *b, uint32_t index)
{
	struct world *w = b->world;
	struct link_row *row = &w->row[index];
	const struct link_config *c = ENTRY(&b->config->network.links, const struct link_config, index);
	struct node_list from = { 0 }, to = { 0 };
	struct ends ends = { { 0 }, { 0 } };
	bool good = nodes_named(b, &c->from, &from);

	row->mark = c->entry.mark;
	good = nodes_named(b, &c->to, &to) && good;
	good = set_links(b, row, c) && good;
	good = good && join(b, c, &ends, &from, &to);
	free(from.node);
	free(to.node);
	if (good && (uint64_t)w->links + ends.from.n > MOST_LINKS)
		good = diag_error(b->diag, c->entry.mark, "more than %u links", MOST_LINKS);
	if (good) {
		name_row(b, row, c, index);
		row->first = w->links;
		row->count = ends.from.n;
		w->links += ends.from.n;
		uint32_t *kept = arena_array(w->arena, 2 * (size_t)row->count, sizeof *kept);

		if (row->count) {
			memcpy(kept, ends.from.node, row->count * sizeof *kept);
			memcpy(kept + row->count, ends.to.node, row->count * sizeof *kept);
		}
		row->from = kept;
		row->to = kept + row->count;
	}
	free(ends.from.node);
	free(ends.to.node);
	return good;
}

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
	bool good = true;

	w->rows = b->config->network.links.n;
	if (w->rows >= UINT16_MAX)
		return diag_error(b->diag, ENTRY(&b->config->network.links, struct link_config, 0)->entry.mark,
				  "%u rows of links; at most %d are allowed", w->rows, UINT16_MAX - 1);
	w->row = arena_array(w->arena, w->rows, sizeof *w->row);
	for (uint32_t r = 0; r < w->rows; r++)
		good = build_row(b, r) && good;
	if (!good)
		return false;
	vertices = number_vertices(w);
	links = sort_links(w, &n);
	w->core = core_new(w, vertices, links, n);
	free(links);
	return true;
}
