/*
 * Rows of links: which members each joins, and what its links are like. Links of a row are alike unless their latency follows from
 * positions.
 */
#include "models/build_topology.h"

#include "models/attach/attach.h"
#include "models/position/distance.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Nodes at both ends of each link of a row. */
struct ends { struct node_list from, to; };

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

static bool join(struct build *b, const struct link_config *c, struct ends *e, const struct node_list *from, const struct node_list *to)
{
	const struct attach_class *how = container_of(c->attach.class, const struct attach_class, model);
	bool inside = from->n && same_nodes(from, to);
	struct joining j = { .build = b, .mark = c->entry.mark, .name = how->model.name, .config = c->attach.config,
			     .from = from, .to = inside ? from : to, .lower = &e->from, .upper = &e->to };

	if (inside && !how->inside)
		return diag_error(b->diag, c->entry.mark, "attach: %s cannot join a group with itself; use all, nearest or within", how->model.name);
	if (!inside && overlap(from, to))
		return diag_error(b->diag, c->entry.mark, "a node is both in `from` and in `to`");
	return how->join(&j);
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

/* Scopes of a row are unique: a second row between the same groups is told apart by its label. */
static void name_row(struct build *b, struct link_row *row, const char *from, const char *to, const char *label)
{
	struct world *w = b->world;

	row->scope[0] = arena_format(w->arena, "%s->%s", from, to);
	row->scope[1] = arena_format(w->arena, strcmp(from, to) ? "%s->%s" : "%s->%s:down", to, from);
	for (const struct link_row *other = w->row; other < row; other++)
		/* A row with errors has no name. */
		if (other->scope[0] && (strcmp(other->scope[0], row->scope[0]) == 0 || strcmp(other->scope[1], row->scope[0]) == 0)) {
			row->scope[0] = arena_format(w->arena, "%s:%s", row->scope[0], label);
			row->scope[1] = arena_format(w->arena, "%s:%s", row->scope[1], label);
			return;
		}
}

static void set_seconds_per_byte(struct link *link)
{
	for (int k = 0; k < 2; k++)
		link->seconds_per_byte[k] = 8 / link->rate_bps[k];
}

static bool set_rates(struct build *b, struct link *link, const struct link_config *c)
{
	bool good = true;

	link->rate_bps[0] = isnan(c->up) ? c->bandwidth : c->up;
	link->rate_bps[1] = isnan(c->down) ? c->bandwidth : c->down;
	set_seconds_per_byte(link);
	if (!isnan(c->bandwidth) && !isnan(c->up) && !isnan(c->down))
		good = diag_error(b->diag, c->entry.mark, "bandwidth has no effect beside both up and down; leave one out");
	if (isnan(link->rate_bps[0]) || isnan(link->rate_bps[1]))
		good = diag_error(b->diag, c->entry.mark, "the link has no bandwidth: give bandwidth, or both up and down (`unlimited` is allowed)");
	return good;
}

/* Without a latency of its own, the row needs places on both sides, all on the earth or all on a plane. */
static bool has_latency(struct build *b, const struct link_config *c)
{
	const struct group *first = NULL;

	for (uint32_t i = 0; c->latency == TIME_UNSET && i < c->from.n + c->to.n; i++) {
		uint32_t index = find_group(b, i < c->from.n ? &c->from.list[i] : &c->to.list[i - c->from.n]);
		const struct group *g = index == NONE ? NULL : &b->world->group[index];

		if (!g)
			return false;
		/* A group whose topology has errors. */
		if (g->config->from.name && g->count == 0)
			continue;
		if (!g->position)
			return diag_error(b->diag, c->entry.mark, "the link has no latency: give one, as 5 ms (0 s is allowed), or give '%s' a position",
					  g->name);
		if (first && first->on_earth != g->on_earth)
			return diag_error(b->diag, c->entry.mark, "the link has no latency, and none follows from positions: '%s' is on the earth, '%s'"
					  " on a plane", first->on_earth ? first->name : g->name, first->on_earth ? g->name : first->name);
		first = g;
	}
	return true;
}

/* Links of one latency share one struct; else each has its own, by the distance between its ends. */
static bool set_links(struct build *b, struct link_row *row, const struct link *common)
{
	const struct world *w = b->world;
	struct link *link;

	row->alike = common->latency != TIME_UNSET;
	link = arena_array(w->arena, row->alike ? 1 : row->count, sizeof *link);
	row->link = link;
	if (row->alike)
		*link = *common;
	for (uint32_t i = 0; !row->alike && i < row->count; i++) {
		const struct group *from = group_of(w, row->from[i]), *to = group_of(w, row->to[i]);
		double metres = distance_m(from->on_earth, from->position[row->from[i] - from->first], to->position[row->to[i] - to->first]);

		if (isnan(metres))
			return diag_error(b->diag, row->mark, "the link has no latency, and it is not known how far %s and %s are apart",
					  node_name(w, row->from[i]), node_name(w, row->to[i]));
		link[i] = *common;
		link[i].latency = distance_latency(metres);
	}
	return true;
}

static bool keep_ends(struct build *b, struct link_row *row, const struct ends *ends)
{
	struct world *w = b->world;
	uint32_t *kept;

	if ((uint64_t)w->links + ends->from.n > MOST_LINKS)
		return diag_error(b->diag, row->mark, "more than %u links", MOST_LINKS);
	row->first = w->links;
	row->count = ends->from.n;
	w->links += row->count;
	kept = arena_array(w->arena, 2 * (size_t)row->count, sizeof *kept);
	if (row->count) {
		memcpy(kept, ends->from.node, row->count * sizeof *kept);
		memcpy(kept + row->count, ends->to.node, row->count * sizeof *kept);
	}
	row->from = kept;
	row->to = kept + row->count;
	return true;
}

static bool build_row(struct build *b, uint32_t index)
{
	struct link_row *row = &b->world->row[index];
	const struct link_config *c = ENTRY(&b->config->network.links, const struct link_config, index);
	struct link common = { .latency = c->latency, .row = index };
	struct node_list from = { 0 }, to = { 0 };
	struct ends ends = { { 0 }, { 0 } };
	bool good = nodes_named(b, &c->from, &from);

	row->mark = c->entry.mark;
	good = nodes_named(b, &c->to, &to) && good;
	good = set_rates(b, &common, c) && good;
	good = has_latency(b, c) && good;
	good = good && join(b, c, &ends, &from, &to) && keep_ends(b, row, &ends) && set_links(b, row, &common);
	if (good)
		name_row(b, row, list_name(b, &c->from), list_name(b, &c->to),
			 c->name ? c->name : arena_format(b->world->arena, "links[%u]", index));
	free(from.node);
	free(to.node);
	free(ends.from.node);
	free(ends.to.node);
	return good;
}

/* ---- links of topologies ---- */

/* Links that are all equal share one struct. */
static void share_links(struct link_row *row)
{
	row->alike = row->count > 0;
	for (uint32_t i = 1; i < row->count && row->alike; i++)
		row->alike = row->link[i].latency == row->link[0].latency && row->link[i].rate_bps[0] == row->link[0].rate_bps[0]
			     && row->link[i].rate_bps[1] == row->link[0].rate_bps[1];
}

static bool set_topology_links(struct build *b, struct link_row *row, const struct topology *t, const struct group *g)
{
	struct link *link = arena_array(b->world->arena, row->count, sizeof *link);
	uint8_t *given = xcalloc(row->count, 1);
	bool good;

	for (uint32_t i = 0; i < row->count; i++) {
		const struct graph_link *l = &t->graph.link[i];
		double metres = g->position ? distance_m(g->on_earth, g->position[l->a], g->position[l->b]) : NAN;

		link[i] = (struct link){ .rate_bps = { l->speed_bps[0], l->speed_bps[1] }, .row = (uint32_t)(row - b->world->row) };
		set_seconds_per_byte(&link[i]);
		given[i] = quantity_given(&t->config->latency) || !isnan(metres);
		if (quantity_given(&t->config->latency))
			link[i].latency = time_after(0, topology_draw(b, t, &t->config->latency, t->number[i], PURPOSE_TOPOLOGY_LATENCY));
		else if (given[i])
			link[i].latency = distance_latency(metres);
	}
	row->link = link;
	good = topology_fill_latencies(t, link, given, g->position, b->diag);
	share_links(row);
	free(given);
	return good;
}

static bool build_topology_row(struct build *b, struct link_row *row, const struct topology *t)
{
	const struct group *g = &b->world->group[t->group];
	struct ends ends = { { 0 }, { 0 } };
	bool good;

	row->mark = t->config->entry.mark;
	for (uint32_t i = 0; i < t->graph.links; i++) {
		node_list_add(&ends.from, g->first + t->graph.link[i].a);
		node_list_add(&ends.to, g->first + t->graph.link[i].b);
	}
	good = keep_ends(b, row, &ends) && set_topology_links(b, row, t, g);
	if (good)
		name_row(b, row, g->name, g->name, t->config->entry.name);
	free(ends.from.node);
	free(ends.to.node);
	return good;
}

/* Rows as written come first, then one for each topology of which nodes are made. */
bool build_links(struct build *b)
{
	struct world *w = b->world;
	const struct entries *links = &b->config->network.links;
	bool good = true;

	if (links->n + b->topologies >= UINT16_MAX)
		return diag_error(b->diag, ENTRY(links, struct link_config, 0)->entry.mark, "%u rows of links; at most %d are allowed", links->n,
				  UINT16_MAX - 1);
	w->row = arena_array(w->arena, links->n + b->topologies, sizeof *w->row);
	for (uint32_t r = 0; r < links->n; r++) {
		w->rows++;
		good = build_row(b, r) && good;
	}
	for (uint32_t i = 0; i < b->topologies; i++) {
		const struct topology *t = &b->topology[i];

		if (t->group == NONE)
			diag_warning(b->diag, t->config->entry.mark, "no nodes are made from topology '%s': give a group from: %s", t->config->entry.name,
				     t->config->entry.name);
		/* The group has no nodes if its keys contradict each other. */
		else if (w->group[t->group].count == t->graph.vertices)
			good = build_topology_row(b, &w->row[w->rows++], t) && good;
	}
	return good;
}
