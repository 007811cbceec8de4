/*
 * Origins that are alike (on one vertex, by equal access links, and nobody's host) are taken together. Where a component is follows from one root: the
 * item, or the origin, from which its requests come to it first; a component at several fixed hosts is at the one nearest to that.
 */
#include "models/place/assignment_parts.h"

#include "models/demand.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_NODES = 4096, MOST_WAYS = 10000000 };

/* ---- ways ---- */

static const struct both_ways *ways_of(struct assignment *s, uint32_t vertex)
{
	if (!s->way[vertex]) {
		s->way[vertex] = xcalloc(core_vertices(s->w->core), sizeof **s->way);
		core_both_ways(s->w, vertex, s->way[vertex]);
	}
	return s->way[vertex];
}

/* Seconds for `count` messages of `bytes` in all from `from` to `to`; the ways are those of the end that `anchor` says. */
static double seconds(struct assignment *s, uint32_t from, uint32_t to, bool anchor_to, double count, double bytes)
{
	const struct node *a = &s->w->node[from], *b = &s->w->node[to];
	const struct both_ways *way;
	double latency, per_byte;

	if (from == to)
		return 0;
	if (a->vertex == NONE || b->vertex == NONE)
		return INFINITY;
	way = anchor_to ? &ways_of(s, b->vertex)[a->vertex] : &ways_of(s, a->vertex)[b->vertex];
	if (way->latency == SIM_TIME_MAX)
		return INFINITY;
	latency = (double)way->latency;
	per_byte = anchor_to ? way->to : way->from;
	if (a->access) {
		latency += (double)core_access(s->w, a)->latency;
		per_byte += core_access(s->w, a)->seconds_per_byte[a->upward ? 0 : 1];
	}
	if (b->access) {
		latency += (double)core_access(s->w, b)->latency;
		per_byte += core_access(s->w, b)->seconds_per_byte[b->upward ? 1 : 0];
	}
	return count * latency / 1e9 + bytes * per_byte;
}

double assignment_pair_cost(const struct assignment *s, const struct assignment_pair *pair, uint32_t i, uint32_t j)
{
	double sum = 0;

	for (uint32_t f = 0; f < pair->flows; f++) {
		const struct flow *flow = &pair->flow[f];
		uint32_t a = flow->at_a ? flow->at_a[i] : s->item[pair->a].node[i], b = flow->at_b ? flow->at_b[j] : s->item[pair->b].node[j];

		/* Rows of ways are made on demand, but mean the same before and after. */
		sum += flow->from_a ? seconds((struct assignment *)s, a, b, true, flow->count, flow->bytes)
			: seconds((struct assignment *)s, b, a, true, flow->count, flow->bytes);
	}
	return sum;
}

/* ---- where components are, for one workload ---- */

struct tracing {
	struct assignment *s;
	const struct workload *l;
	const struct application *a;
	uint32_t *before;                  /* of each component: the one that asks it first; NONE: the origin does */
	bool *reached;
	const double *bytes;
	struct demand_kind *kind;
	uint32_t kinds;
	double rate;                       /* of all origins */
};

static uint32_t item_of(const struct tracing *t, uint32_t c)
{
	return t->s->item_of[c];
}

static bool at_origin_only(const struct component *c)
{
	return c->at_origin && !c->n;
}

static void reach(struct tracing *t, uint32_t c, uint32_t from)
{
	t->reached[c - t->a->first_component] = true;
	t->before[c - t->a->first_component] = from;
}

/* In rounds: what one round reaches, the next goes on from. */
static void find_reached(struct tracing *t)
{
	const struct world *w = t->s->w;
	const struct message *start = &w->message[t->l->start];
	bool *now = xcalloc(t->a->n_components, sizeof *now);
	bool more = true;

	reach(t, start->from == NONE ? start->to : start->from, NONE);
	while (more) {
		more = false;
		memcpy(now, t->reached, t->a->n_components * sizeof *now);
		for (uint32_t i = 0; i < t->a->n_messages; i++) {
			const struct message *m = &w->message[t->a->first_message + i];

			if (t->l->visits[i] == 0 || t->reached[m->to - t->a->first_component]
			    || (m->from != NONE && !now[m->from - t->a->first_component]))
				continue;
			reach(t, m->to, m->from);
			more = true;
		}
	}
	free(now);
}

/* The item whose place decides where component `c` is; NONE: the origin, or nothing. */
static uint32_t root_of(const struct tracing *t, uint32_t c)
{
	while (c != NONE && item_of(t, c) == NONE) {
		const struct component *component = &t->s->w->component[c];

		if (component->n <= 1)
			return NONE;
		c = t->before[c - t->a->first_component];
	}
	return c == NONE ? NONE : item_of(t, c);
}

/* Where component `c` is when its root is at `root`; NONE: nowhere. */
static uint32_t node_of(const struct tracing *t, uint32_t c, uint32_t root)
{
	struct component *component = &t->s->w->component[c];
	uint32_t before = t->before[c - t->a->first_component], from;

	if (item_of(t, c) != NONE || at_origin_only(component))
		return root;
	if (component->n <= 1)
		return component->n ? component->candidate[1].node : NONE;
	from = before == NONE ? root : node_of(t, before, root);
	return from == NONE ? NONE : demand_host(t->s->w, component, from);
}

/* ---- flows ---- */

static struct flow *add_flow(struct assignment *s, uint32_t a, uint32_t b)
{
	for (uint32_t p = 0; p < s->pairs; p++)
		if (s->pair[p].a == a && s->pair[p].b == b) {
			s->flow[p] = xrealloc(s->flow[p], (s->pair[p].flows + 1) * sizeof **s->flow);
			s->pair[p].flow = s->flow[p];
			return &s->flow[p][s->pair[p].flows++];
		}
	s->pair = xrealloc(s->pair, (s->pairs + 1) * sizeof *s->pair);
	s->flow = xrealloc(s->flow, (s->pairs + 1) * sizeof *s->flow);
	s->flow[s->pairs] = xcalloc(1, sizeof **s->flow);
	s->pair[s->pairs] = (struct assignment_pair){ a, b, s->flow[s->pairs], 1 };
	return s->flow[s->pairs++];
}

/* Of each node that the root may be at, where `c` is; NULL: there as well. */
static uint32_t *places_of(const struct tracing *t, uint32_t c, uint32_t item)
{
	const struct assignment_item *root = &t->s->item[item];
	uint32_t *at;

	if (item_of(t, c) != NONE)
		return NULL;
	at = xcalloc(root->n, sizeof *at);
	for (uint32_t k = 0; k < root->n; k++)
		at[k] = node_of(t, c, root->node[k]);
	return at;
}

static void pair_flow(struct tracing *t, const struct message *m, uint32_t from_item, uint32_t to_item, double visits, double bytes)
{
	bool from_a = from_item < to_item;
	uint32_t *at_from = places_of(t, m->from, from_item), *at_to = places_of(t, m->to, to_item);
	struct flow *flow = from_a ? add_flow(t->s, from_item, to_item) : add_flow(t->s, to_item, from_item);

	*flow = (struct flow){ from_a ? at_from : at_to, from_a ? at_to : at_from, from_a, t->rate * visits, t->rate * visits * bytes };
}

/* Between a component that an item decides and one that the origins decide. */
static double origin_flow(struct tracing *t, const struct message *m, bool item_sends, uint32_t root, double visits, double bytes)
{
	uint32_t at = node_of(t, item_sends ? m->from : m->to, root), other = item_sends ? m->to : m->from;
	bool to_user = item_sends && at_origin_only(&t->s->w->component[other]);
	double sum = 0;

	/* A node that starts requests has the user's component itself. */
	if (at == NONE || (to_user && starts_requests(t->a, at)))
		return 0;
	for (uint32_t k = 0; k < t->kinds; k++) {
		uint32_t there = node_of(t, other, t->kind[k].node);
		double count = t->kind[k].rate * visits;

		if (there != NONE && count > 0)
			sum += item_sends ? seconds(t->s, at, there, false, count, count * bytes) : seconds(t->s, there, at, true, count, count * bytes);
	}
	return sum;
}

static double fixed_flow(struct tracing *t, const struct message *m, double visits, double bytes)
{
	double sum = 0;

	for (uint32_t k = 0; k < t->kinds; k++) {
		uint32_t from = node_of(t, m->from, t->kind[k].node), to = node_of(t, m->to, t->kind[k].node);
		double count = t->kind[k].rate * visits;

		if (from == NONE || to == NONE || count == 0 || (at_origin_only(&t->s->w->component[m->to]) && starts_requests(t->a, from)))
			continue;
		sum += seconds(t->s, from, to, !at_origin_only(&t->s->w->component[m->to]), count, count * bytes);
	}
	return sum;
}

static void add_network(struct tracing *t, const struct message *m, double visits, double bytes)
{
	struct assignment *s = t->s;
	uint32_t from = root_of(t, m->from), to = root_of(t, m->to);

	if (from == NONE && to == NONE)
		s->fixed_cost += fixed_flow(t, m, visits, bytes);
	else if (from == NONE || to == NONE)
		for (uint32_t i = from == NONE ? to : from, k = 0; k < s->item[i].n; k++)
			s->cost[i][k] += origin_flow(t, m, to == NONE, s->item[i].node[k], visits, bytes);
	else if (from != to)
		pair_flow(t, m, from, to, visits, bytes);
	else
		for (uint32_t k = 0; k < s->item[from].n; k++) {
			uint32_t a = node_of(t, m->from, s->item[from].node[k]), b = node_of(t, m->to, s->item[from].node[k]);

			if (a != NONE && b != NONE)
				s->cost[from][k] += seconds(s, a, b, true, t->rate * visits, t->rate * visits * bytes);
		}
}

/* ---- work ---- */

static double core_seconds(const struct assignment *s, const struct message *m, uint32_t node, double work)
{
	const struct view view = { .world = s->w };

	return work > 0 ? work / view_speed(&view, node, m->currency) : 0;
}

/* The share of a node's cores; where work comes in a second for `core_s` seconds. */
static double share(const struct assignment *s, const struct message *m, uint32_t node, double core_s)
{
	const struct view view = { .world = s->w };

	return core_s / view_cores(&view, node, m->currency);
}

static void add_work(struct tracing *t, const struct message *m, double visits, double bytes)
{
	struct assignment *s = t->s;
	double work = visits * demand_work(t->l, m, bytes);
	uint32_t item = root_of(t, m->to);

	if (item == NONE)
		for (uint32_t k = 0; k < t->kinds; k++) {
			uint32_t node = node_of(t, m->to, t->kind[k].node);
			double core_s = node == NONE ? 0 : t->kind[k].rate * core_seconds(s, m, node, work);

			s->fixed_cost += core_s;
			if (node != NONE)
				s->load[node] += share(s, m, node, core_s);
		}
	else
		for (uint32_t k = 0; k < s->item[item].n; k++) {
			uint32_t node = node_of(t, m->to, s->item[item].node[k]);
			double core_s = node == NONE ? 0 : t->rate * core_seconds(s, m, node, work);

			s->cost[item][k] += core_s;
			if (item_of(t, m->to) != NONE)
				s->item_load[item][k] += share(s, m, node, core_s);
		}
}

/* ---- workloads ---- */

static void add_workload(struct assignment *s, const struct workload *l)
{
	struct world *w = s->w;
	struct tracing t = { .s = s, .l = l, .a = &w->application[l->application] };
	bool *planned = &s->planned[l->application];

	t.before = xcalloc(t.a->n_components, sizeof *t.before);
	t.reached = xcalloc(t.a->n_components, sizeof *t.reached);
	t.bytes = demand_bytes(w, l);
	t.kind = demand_kinds(w, l, s->special, &t.kinds);
	for (uint32_t k = 0; k < t.kinds; k++)
		t.rate += t.kind[k].rate;
	find_reached(&t);
	s->requests += *planned ? t.rate : 0;
	for (uint32_t i = 0; i < t.a->n_messages; i++) {
		const struct message *m = &w->message[t.a->first_message + i];
		double before = s->fixed_cost;

		if (l->visits[i] == 0 || m->to_all || !t.reached[m->to - t.a->first_component])
			continue;
		add_work(&t, m, l->visits[i], t.bytes[i]);
		if (*planned && m->from != NONE)
			add_network(&t, m, l->visits[i], t.bytes[i]);
		s->fixed_cost += t.rate * l->visits[i] * (double)m->latency / 1e9;
		if (!*planned)
			s->fixed_cost = before;
	}
	free(t.before);
	free(t.reached);
	free((void *)t.bytes);
	free(t.kind);
}

/* ---- items ---- */

static bool check_item(const struct place *p, const struct plan *plan, uint32_t i)
{
	const struct plan_item *item = &plan->item[i];
	const struct component *c = &plan->world->component[item->component];

	if (item->replicas > 1)
		return diag_error(plan->diag, c->mark, "component '%s' shall have %u replicas, but %s places one instance of each component; greedy-latency"
				  " places several", c->name, item->replicas, p->how->model.name);
	if (item->n > MOST_NODES)
		return diag_error(plan->diag, c->mark, "component '%s' has %u nodes to choose from; %s weighs at most %d: name fewer groups with `among`",
				  c->name, item->n, p->how->model.name, MOST_NODES);
	return true;
}

/* The nodes that have memory for it. False, with an error, if there is none. */
static bool take_item(struct assignment *s, uint32_t i)
{
	const struct plan_item *from = &s->plan->item[i];
	struct assignment_item *item = &s->item[i];
	uint32_t *node = xcalloc(from->n, sizeof *node);

	*item = (struct assignment_item){ .component = from->component, .node = node,
					  .memory = s->w->component[from->component].config->memory };
	for (uint32_t k = 0; k < from->n; k++)
		if (plan_has_room(s->plan, i, from->node[k])) {
			node[item->n++] = from->node[k];
			s->special[from->node[k]] = true;
		}
	s->cost[i] = xcalloc(from->n, sizeof **s->cost);
	s->item_load[i] = xcalloc(from->n, sizeof **s->item_load);
	item->cost = s->cost[i];
	item->load = s->item_load[i];
	return item->n || plan_fails(s->plan, i);
}

static bool few_ways(const struct place *p, const struct assignment *s)
{
	uint64_t vertices = core_vertices(s->w->core), places = 0;
	bool *seen = xcalloc(vertices + 1, sizeof *seen);

	for (uint32_t node = 0; node < s->w->nodes; node++)
		if (s->special[node] && s->w->node[node].vertex != NONE && !seen[s->w->node[node].vertex]) {
			seen[s->w->node[node].vertex] = true;
			places++;
		}
	free(seen);
	return places * vertices <= MOST_WAYS
		|| diag_error(s->plan->diag, s->w->component[s->item[0].component].mark, "%s would weigh the ways from %llu places to %llu others, more than"
			      " %d in all: name fewer groups with `among`", p->how->model.name, (unsigned long long)places,
			      (unsigned long long)vertices, MOST_WAYS);
}

/* Some node must be within reach of where its requests come from. */
static bool is_reached(struct assignment *s, uint32_t i)
{
	struct assignment_item *item = &s->item[i];
	const struct component *c = &s->w->component[item->component];
	uint32_t n = 0;

	for (uint32_t k = 0; k < item->n; k++)
		if (isfinite(s->cost[i][k]))
			n++;
	return n > 0 || diag_error(s->plan->diag, c->mark, "component '%s' cannot be placed: no way leads between any of the nodes it may go to and"
				   " all those that it deals with", c->name);
}

static void mark_hosts(struct assignment *s)
{
	for (uint32_t c = 0; c < s->w->components; c++)
		for (uint32_t i = 1; i <= s->w->component[c].n; i++)
			s->special[s->w->component[c].candidate[i].node] = true;
}

struct assignment *assignment_new(const struct place *p, const struct plan *plan)
{
	struct world *w = plan->world;
	struct assignment *s = xcalloc(1, sizeof *s);
	bool good = true;

	*s = (struct assignment){ .plan = plan, .w = w, .n = plan->n, .most_load = ((const struct searching *)p->config)->load,
				  .item = xcalloc(plan->n, sizeof *s->item), .cost = xcalloc(plan->n, sizeof *s->cost),
				  .item_load = xcalloc(plan->n, sizeof *s->item_load), .item_of = xcalloc(w->components, sizeof *s->item_of),
				  .special = xcalloc(w->nodes, sizeof *s->special), .load = xcalloc(w->nodes, sizeof *s->load),
				  .memory_used = xcalloc(w->nodes, sizeof *s->memory_used), .load_used = xcalloc(w->nodes, sizeof *s->load_used),
				  .planned = xcalloc(w->applications, sizeof *s->planned), .way = xcalloc(core_vertices(w->core) + 1, sizeof *s->way) };
	for (uint32_t c = 0; c < w->components; c++)
		s->item_of[c] = NONE;
	for (uint32_t i = 0; i < plan->n; i++) {
		s->item_of[plan->item[i].component] = i;
		s->planned[w->component[plan->item[i].component].application] = true;
		good = check_item(p, plan, i) && take_item(s, i) && good;
	}
	mark_hosts(s);
	good = good && few_ways(p, s);
	for (uint32_t l = 0; l < w->workloads && good; l++)
		if (!w->workload[l].by_clock && w->workload[l].members)
			add_workload(s, &w->workload[l]);
	for (uint32_t i = 0; i < plan->n && good; i++)
		good = is_reached(s, i);
	if (good)
		return s;
	assignment_free(s);
	return NULL;
}

void assignment_free(struct assignment *s)
{
	for (uint32_t p = 0; p < s->pairs; p++) {
		for (uint32_t f = 0; f < s->pair[p].flows; f++) {
			free((void *)s->flow[p][f].at_a);
			free((void *)s->flow[p][f].at_b);
		}
		free(s->flow[p]);
	}
	for (uint32_t i = 0; i < s->n; i++) {
		free((void *)s->item[i].node);
		free(s->cost[i]);
		free(s->item_load[i]);
	}
	for (uint32_t v = 0; v < core_vertices(s->w->core); v++)
		free(s->way[v]);
	free(s->pair);
	free(s->flow);
	free(s->item);
	free(s->cost);
	free(s->item_load);
	free(s->item_of);
	free(s->special);
	free(s->load);
	free(s->memory_used);
	free(s->load_used);
	free(s->planned);
	free(s->way);
	free(s);
}

bool assignment_place(const struct place *p, struct plan *plan,
		      bool (*search)(const void *settings, struct plan *plan, struct assignment *s))
{
	struct assignment *s = assignment_new(p, plan);
	bool good = s && search(p->config, plan, s);

	if (s)
		assignment_free(s);
	return good;
}
