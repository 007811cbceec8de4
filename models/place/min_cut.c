/*
 * Min-cut: an application is cut into what stays with the origin of a request and what goes to its nearest edge, fog and cloud node. With levels in a line the least
 * cost is a minimum cut (Ishikawa, 2003): of each component there is a chain of vertices from the source to the sink with an edge for each level, and the
 * edge that is cut is its level; a message from a lower to a higher level costs an edge for each step in between. Edges have whole capacities, 2^45 for
 * all that the costs add up to, so that the flow is exact.
 */
#include "models/demand.h"
#include "models/work/workload.h"
#include "models/net/core.h"
#include "models/net/topology.h"
#include "models/place/place.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ORIGIN, LEVELS = 4 };               /* the origin, then edge, fog, cloud as far as they are there */

struct stage {
	struct candidate *node;            /* those of its tier that some component may go to; unused for the origin */
	uint32_t n;
	struct nearest_map *nearest;
};

/* An edge of the graph to be cut. */
struct branch { uint32_t from, to; double cost; };

struct cut {
	struct plan *plan;
	struct world *w;
	uint32_t application, levels, items, arcs, capacity;
	struct stage level[LEVELS];
	bool at_origin;                    /* level 0 is the origin */
	uint32_t *item;                    /* numbers in the plan */
	double (*stay)[LEVELS];            /* cost of each item at each level; INFINITY: it may not be there */
	struct branch *arc;
	/* Of one workload. */
	const struct workload *load;
	struct demand_kind *kind;
	uint32_t kinds;
};

/* ---- levels ---- */

static bool some_may_be_at(const struct cut *c, uint32_t node)
{
	for (uint32_t i = 0; i < c->items; i++)
		if (plan_lists(&c->plan->item[c->item[i]], node))
			return true;
	return false;
}

static void add_tier(struct cut *c, enum tier tier)
{
	struct stage *level = &c->level[c->levels];

	for (uint32_t node = 0; node < c->w->nodes; node++)
		level->n += group_of(c->w, node)->tier == tier && some_may_be_at(c, node);
	if (!level->n)
		return;
	level->node = arena_array(c->w->arena, level->n, sizeof *level->node);
	level->n = 0;
	for (uint32_t node = 0; node < c->w->nodes; node++)
		if (group_of(c->w, node)->tier == tier && some_may_be_at(c, node))
			level->node[level->n++].node = node;
	level->nearest = nearest_new(c->w, level->node, level->n);
	c->levels++;
}

static bool is_of(const struct cut *c, const struct workload *l)
{
	return l->application == c->application && !l->by_clock;
}

static void find_levels(struct cut *c)
{
	for (uint32_t l = 0; l < c->w->workloads && !c->at_origin; l++)
		for (uint32_t i = 0; is_of(c, &c->w->workload[l]) && i < c->w->workload[l].members && !c->at_origin; i++)
			c->at_origin = some_may_be_at(c, workload_node(&c->w->workload[l], i));
	c->levels = c->at_origin;
	add_tier(c, TIER_EDGE);
	add_tier(c, TIER_FOG);
	add_tier(c, TIER_CLOUD);
}

/* Where level `k` is for requests that begin at `origin`; NONE: nowhere. */
static uint32_t place_of(const struct cut *c, uint32_t k, uint32_t origin)
{
	uint32_t i;

	if (c->at_origin && k == ORIGIN)
		return origin;
	i = nearest_of(c->w, c->level[k].nearest, origin);
	return i == NONE ? NONE : c->level[k].node[i].node;
}

/* ---- costs ---- */

static double seconds(const struct cut *c, uint32_t from, uint32_t to, double bytes)
{
	const struct view view = { .world = c->w };

	return from == NONE || to == NONE ? INFINITY : view_transfer(&view, from, to, bytes);
}

/* Where a component that is not placed is, for one origin. */
static uint32_t fixed_place(const struct cut *c, uint32_t component, uint32_t origin)
{
	struct component *at = &c->w->component[component];

	return at->n ? demand_host(c->w, at, origin) : at->at_origin ? origin : NONE;
}

static uint32_t item_of(const struct cut *c, uint32_t component)
{
	for (uint32_t i = 0; i < c->items; i++)
		if (c->plan->item[c->item[i]].component == component)
			return i;
	return NONE;
}

static uint32_t vertex(const struct cut *c, uint32_t item, uint32_t level)
{
	return level == 0 ? 0 : level == c->levels ? 1 : 2 + item * (c->levels - 1) + level - 1;
}

static void add_arc(struct cut *c, uint32_t from, uint32_t to, double cost)
{
	if (c->arcs == c->capacity) {
		c->capacity = c->capacity ? 2 * c->capacity : 256;
		c->arc = xrealloc(c->arc, c->capacity * sizeof *c->arc);
	}
	c->arc[c->arcs++] = (struct branch){ from, to, cost };
}

/* A message between two items: the steps between levels, up and down. */
static void add_steps(struct cut *c, uint32_t from, uint32_t to, double visits, double bytes)
{
	for (uint32_t k = 0; k + 1 < c->levels; k++) {
		double up = 0, down = 0;

		for (uint32_t o = 0; o < c->kinds; o++) {
			uint32_t low = place_of(c, k, c->kind[o].node), high = place_of(c, k + 1, c->kind[o].node);
			double rate = c->kind[o].rate * visits;

			up += rate > 0 ? rate * seconds(c, low, high, bytes) : 0;
			down += rate > 0 ? rate * seconds(c, high, low, bytes) : 0;
		}
		add_arc(c, vertex(c, to, k + 1), vertex(c, from, k + 1), up);
		add_arc(c, vertex(c, from, k + 1), vertex(c, to, k + 1), down);
	}
}

/* A message between an item and a component that is where it is. */
static void add_fixed(struct cut *c, uint32_t item, uint32_t other, bool item_sends, double visits, double bytes)
{
	for (uint32_t k = 0; k < c->levels; k++)
		for (uint32_t o = 0; o < c->kinds; o++) {
			uint32_t here = place_of(c, k, c->kind[o].node), there = fixed_place(c, other, c->kind[o].node);
			double rate = c->kind[o].rate * visits;

			if (rate > 0)
				c->stay[item][k] += rate * (item_sends ? seconds(c, here, there, bytes) : seconds(c, there, here, bytes));
		}
}

static void add_work(struct cut *c, uint32_t item, const struct message *m, double visits, double bytes)
{
	const struct view view = { .world = c->w };
	double work = demand_work(c->load, m, bytes);

	for (uint32_t k = 0; k < c->levels; k++)
		for (uint32_t o = 0; o < c->kinds; o++) {
			uint32_t here = place_of(c, k, c->kind[o].node);
			double speed = here == NONE ? 0 : view_speed(&view, here, m->currency);

			if (work > 0 && c->kind[o].rate > 0)
				c->stay[item][k] += speed > 0 ? c->kind[o].rate * visits * work / speed : INFINITY;
		}
}

static void add_workload(struct cut *c, const struct workload *l)
{
	const struct application *a = &c->w->application[c->application];
	double *bytes = demand_bytes(c->w, l);

	c->load = l;
	c->kind = demand_kinds(c->w, l, NULL, &c->kinds);
	for (uint32_t i = 0; i < a->n_messages; i++) {
		const struct message *m = &c->w->message[a->first_message + i];
		uint32_t to = item_of(c, m->to), from = m->from == NONE ? NONE : item_of(c, m->from);

		if (l->visits[i] == 0 || m->to_all)
			continue;
		if (to != NONE && m->has_work)
			add_work(c, to, m, l->visits[i], bytes[i]);
		if (m->from == NONE || from == to)
			continue;
		if (from != NONE && to != NONE)
			add_steps(c, from, to, l->visits[i], bytes[i]);
		else
			add_fixed(c, from == NONE ? to : from, from == NONE ? m->from : m->to, to == NONE, l->visits[i], bytes[i]);
	}
	free(c->kind);
	free(bytes);
}

/* Whether item `i` may be at level `k` of every origin of the application. */
static bool fits(const struct cut *c, uint32_t i, uint32_t k)
{
	for (uint32_t l = 0; l < c->w->workloads; l++) {
		const struct workload *load = &c->w->workload[l];

		for (uint32_t o = 0; is_of(c, load) && o < load->members; o++) {
			uint32_t node = place_of(c, k, workload_node(load, o));

			if (node == NONE || !plan_lists(&c->plan->item[c->item[i]], node) || !plan_has_room(c->plan, c->item[i], node))
				return false;
		}
	}
	return true;
}

/* ---- the cut ---- */

static bool find_cut(struct cut *c, uint8_t *with_source)
{
	struct graph graph = { .vertices = 2 + c->items * (c->levels - 1), .links = c->arcs, .directed = true,
			       .link = xcalloc(c->arcs, sizeof *graph.link) };
	double *capacity = xcalloc(c->arcs, sizeof *capacity), all = 0;
	bool good;

	for (uint32_t i = 0; i < c->arcs; i++)
		all += isfinite(c->arc[i].cost) ? c->arc[i].cost : 0;
	for (uint32_t i = 0; i < c->arcs; i++) {
		graph.link[i] = (struct graph_link){ c->arc[i].from, c->arc[i].to, { NAN, NAN } };
		capacity[i] = !isfinite(c->arc[i].cost) ? 0x1p46 : all > 0 ? floor(c->arc[i].cost / all * 0x1p45 + 0.5) : 0;
	}
	good = graph_min_cut(&graph, capacity, 0, 1, with_source);
	free(graph.link);
	free(capacity);
	return good;
}

static bool put_at(struct cut *c, uint32_t i, uint32_t k)
{
	struct plan *plan = c->plan;
	uint32_t item = c->item[i];

	for (uint32_t l = 0; l < c->w->workloads; l++) {
		const struct workload *load = &c->w->workload[l];

		for (uint32_t o = 0; is_of(c, load) && o < load->members; o++) {
			uint32_t node = place_of(c, k, workload_node(load, o));

			if (host_at(&c->w->component[plan->item[item].component], node))
				continue;
			if (!plan_has_room(plan, item, node))
				return diag_error(plan->diag, c->w->component[plan->item[item].component].mark, "min-cut would have component '%s' on %s, but what was"
						  " placed there before leaves it no memory", c->w->component[plan->item[item].component].name,
						  node_name(c->w, node));
			plan_put(plan, item, node);
		}
	}
	/* Nobody starts requests: anywhere will do. */
	for (uint32_t n = 0; plan_lacks(plan, item) && n < plan->item[item].n; n++)
		if (plan_has_room(plan, item, plan->item[item].node[n]))
			plan_put(plan, item, plan->item[item].node[n]);
	return plan_lacks(plan, item) ? plan_fails(plan, item) : true;
}

static bool put_all(struct cut *c, const uint8_t *with_source)
{
	for (uint32_t i = 0; i < c->items; i++) {
		uint32_t level = 0;

		while (level + 1 < c->levels && with_source[vertex(c, i, level + 1)])
			level++;
		if (!put_at(c, i, level))
			return false;
	}
	return true;
}

static bool check_items(const struct cut *c)
{
	bool good = true;

	for (uint32_t i = 0; i < c->items; i++) {
		const struct component *at = &c->w->component[c->plan->item[c->item[i]].component];
		bool somewhere = false;

		for (uint32_t k = 0; k < c->levels; k++)
			somewhere = somewhere || isfinite(c->stay[i][k]);
		if (c->plan->item[c->item[i]].replicas)
			good = diag_error(c->plan->diag, at->mark, "component '%s' has replicas, but min-cut makes an instance for each origin, or for the node"
					  " nearest to it in a tier; leave them out", at->name);
		else if (!somewhere)
			good = diag_error(c->plan->diag, at->mark, "component '%s' cannot be placed by min-cut: neither all origins nor, in one tier, all nodes"
					  " nearest to them may have it and have memory for it", at->name);
	}
	return good;
}

static bool cut_application(struct cut *c)
{
	uint8_t *with_source;
	bool good;

	find_levels(c);
	c->stay = xcalloc(c->items, sizeof *c->stay);
	for (uint32_t i = 0; i < c->items; i++)
		for (uint32_t k = 0; k < c->levels; k++)
			c->stay[i][k] = fits(c, i, k) ? 0 : INFINITY;
	for (uint32_t l = 0; l < c->w->workloads; l++)
		if (is_of(c, &c->w->workload[l]) && c->w->workload[l].members)
			add_workload(c, &c->w->workload[l]);
	for (uint32_t i = 0; i < c->items; i++)
		for (uint32_t k = 0; k < c->levels; k++) {
			add_arc(c, vertex(c, i, k), vertex(c, i, k + 1), c->stay[i][k]);
			/* Back, so that no chain is cut twice. */
			if (k > 0 && k + 1 < c->levels)
				add_arc(c, vertex(c, i, k + 1), vertex(c, i, k), INFINITY);
		}
	with_source = xcalloc(2 + c->items * LEVELS, sizeof *with_source);
	good = check_items(c);
	if (good && !find_cut(c, with_source))
		good = diag_error(c->plan->diag, c->w->component[c->plan->item[c->item[0]].component].mark, "min-cut: the cut could not be found");
	good = good && put_all(c, with_source);
	free(with_source);
	free(c->stay);
	free(c->arc);
	return good;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	uint32_t *item = xcalloc(plan->n, sizeof *item);
	bool good = true;

	(void)p; (void)view; (void)cause;
	for (uint32_t a = 0; a < plan->world->applications && good; a++) {
		struct cut cut = { .plan = plan, .w = plan->world, .application = a, .item = item };

		for (uint32_t i = 0; i < plan->n; i++)
			if (plan->world->component[plan->item[i].component].application == a)
				item[cut.items++] = i;
		good = !cut.items || cut_application(&cut);
	}
	free(item);
	return good;
}

const struct place_class place_min_cut = {
	.model = { .slot = "placement", .name = "min-cut", .params = place_params,
		   .help = "cuts an application, or a neural network layer by layer, between the origin of requests and its nearest edge, fog and cloud nodes",
		   .equation = "the least sum over workloads, origins and messages of rate x expected visits x (latency of the route + mean size x sum over its links of"
			       " 1 / bandwidth + mean work / speed of a core), over all ways to give each component a level, as a minimum cut",
		   .assumptions = "The levels are the origin, if components may be there, and the tiers edge, fog, cloud that have nodes for some component: of each"
				  " the node nearest to the origin. A component has the same level for all origins, and an instance on each node that this"
				  " makes. Messages between levels that are not next to each other go through those between, and take as long as that. Pinned components"
				  " serve at the host nearest to the origin. Nothing waits; the load of cores is not heeded; memory is, for each component alone.",
		   .source = "Ishikawa, Exact optimization for Markov random fields with convex priors, IEEE Trans. Pattern Analysis 25(10), 2003; for applications:"
			     " Stone, Multiprocessor scheduling with the aid of network flow algorithms, IEEE Trans. Software Engineering 3(1), 1977; for neural"
			     " networks: Hu, Bao, Wang, Liu, Dynamic adaptive DNN surgery for inference acceleration on the edge, INFOCOM 2019; cut by igraph" },
	.place = place,
};
