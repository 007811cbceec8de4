/*
 * Heterogeneous earliest finish time (Topcuoglu, Hariri, Wu, IEEE Transactions on Parallel and Distributed Systems 13(3), 2002). Tasks are taken by
 * upward rank, the longest way that is left from one to the end with mean costs; each goes where it would finish first, into the first gap between those
 * that are there which is long enough.
 *
 * A task is what a message asks of its receiver. Messages within a component that only lead up to another are one task with it: the parts of a work, and
 * what arrives without work for a join. The first of its tasks decides where a component goes.
 */
#include "models/app/join.h"
#include "models/demand.h"
#include "models/explain.h"
#include "models/place/place.h"
#include "models/work/workload.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_NODES = 1024, SHOWN = 40 };

/* Times are seconds from the start of the requests. */
struct task {
	uint32_t component;
	const struct message *message;     /* whose work it is, with what leads up to it; of a sender: the first that it sends */
	uint32_t node;                     /* where it is done; NONE: not known */
	double work[CURRENCIES];
	double latency_s;                  /* of its own messages within the component */
	double rank_s, start_s, finish_s;
};

/* One task needs what another hands to it. */
struct edge { uint32_t from, to; double bytes, latency_s; };

/* A core of a node is taken. */
struct slot { uint32_t core, next; double start, end; };

struct heft {
	struct plan *plan;
	struct world *w;
	struct task *task;      uint32_t tasks;
	struct edge *edge;      uint32_t edges;
	uint32_t *order, *place;           /* the tasks by decreasing rank, and where each stands there */
	uint32_t *item_of;                 /* of each component; NONE: it is not in the plan */
	uint32_t *first_slot;              /* of each node; NONE: it has none */
	struct slot *slot;      uint32_t slots;
	double makespan_s;
};

/* ---- tasks ---- */

/* Where the workload's messages find component `c` that is no item: at the origin, or at its host nearest to that; NONE: nowhere yet. */
static uint32_t fixed_node(struct heft *h, const struct workload *l, uint32_t c)
{
	struct component *component = &h->w->component[c];
	uint32_t origin = workload_node(l, 0), host;

	if (component->at_origin || !component->n)
		return component->at_origin ? origin : NONE;
	host = demand_host(h->w, component, origin);
	return host == NONE ? component->candidate[1].node : host;
}

static uint32_t add_task(struct heft *h, const struct workload *l, uint32_t c, const struct message *m)
{
	bool placed = h->item_of[c] != NONE;

	h->task = xrealloc(h->task, (h->tasks + 1) * sizeof *h->task);
	h->task[h->tasks] = (struct task){ .component = c, .message = m, .node = placed ? NONE : fixed_node(h, l, c) };
	return h->tasks++;
}

static void add_edge(struct edge **edge, uint32_t *n, struct edge e)
{
	*edge = xrealloc(*edge, (*n + 1) * sizeof **edge);
	(*edge)[(*n)++] = e;
}

/* The next of `n` in an order that is stuck, since they lead to each other in a ring: the first that something in the order leads to. */
static uint32_t first_of_ring(const struct edge *edge, uint32_t edges, uint32_t n, const uint32_t *left, const uint32_t *place)
{
	uint32_t first = NONE;

	for (uint32_t e = 0; e < edges; e++)
		if (place[edge[e].from] != NONE && place[edge[e].to] == NONE && edge[e].to < first)
			first = edge[e].to;
	for (uint32_t i = 0; i < n && first == NONE; i++)
		if (place[i] == NONE && left[i])
			first = i;
	return first;
}

/* Put what edges join into an order in which none leads to one before it; those that close a ring do. place[i] is where i stands in it. */
static void put_in_order(const struct edge *edge, uint32_t edges, uint32_t n, uint32_t *order, uint32_t *place)
{
	uint32_t *left = xcalloc(n + 1, sizeof *left);
	uint32_t done = 0, k = 0;

	for (uint32_t e = 0; e < edges; e++)
		left[edge[e].to]++;
	for (uint32_t i = 0; i < n; i++) {
		place[i] = left[i] ? NONE : done;
		if (!left[i])
			order[done++] = i;
	}
	while (k < n) {
		if (k == done) {
			order[done] = first_of_ring(edge, edges, n, left, place);
			place[order[done]] = done;
			done++;
		}
		for (uint32_t e = 0; e < edges; e++)
			if (edge[e].from == order[k] && --left[edge[e].to] == 0 && place[edge[e].to] == NONE) {
				place[edge[e].to] = done;
				order[done++] = edge[e].to;
			}
		k++;
	}
	free(left);
}

/* The messages of a workload, numbered within its application, and which follows which. */
struct graph {
	const struct workload *l;
	const struct application *a;
	struct edge *edge;
	uint32_t edges;
	uint32_t *into;                    /* the message of whose task each is a part; NONE: of its own */
};

static bool is_sent(const struct heft *h, const struct graph *g, uint32_t i)
{
	return g->l->visits[i] > 0 && !h->w->message[g->a->first_message + i].to_all;
}

static void find_followers(const struct heft *h, struct graph *g, uint32_t i)
{
	const struct message *m = &h->w->message[g->a->first_message + i];

	for (uint32_t s = 0; s < m->n_sets; s++)
		for (uint32_t t = 0; t < m->set[s].n; t++)
			if (is_sent(h, g, m->set[s].trigger[t].message - g->a->first_message))
				add_edge(&g->edge, &g->edges, (struct edge){ .from = i, .to = m->set[s].trigger[t].message - g->a->first_message });
	for (uint32_t j = 0; j < g->a->n_joins; j++)
		if (m->listed >> j & 1 && is_sent(h, g, g->a->join[j].message - g->a->first_message))
			add_edge(&g->edge, &g->edges, (struct edge){ .from = i, .to = g->a->join[j].message - g->a->first_message });
}

/* A message goes into the one that it leads to if that stays within the component, nothing else comes of it, and neither could begin without the other. */
static void find_parts(const struct heft *h, struct graph *g)
{
	uint32_t *in = xcalloc(g->a->n_messages, sizeof *in), *out = xcalloc(g->a->n_messages, sizeof *out);

	for (uint32_t e = 0; e < g->edges; e++) {
		in[g->edge[e].to]++;
		out[g->edge[e].from]++;
	}
	for (uint32_t e = 0; e < g->edges; e++) {
		const struct message *p = &h->w->message[g->a->first_message + g->edge[e].from], *m = &h->w->message[g->a->first_message + g->edge[e].to];

		if (m->from == m->to && p->to == m->to && out[g->edge[e].from] == 1 && (!p->has_work || in[g->edge[e].to] == 1))
			g->into[g->edge[e].from] = g->edge[e].to;
	}
	free(in);
	free(out);
}

static uint32_t whole(const struct graph *g, uint32_t i)
{
	while (g->into[i] != NONE)
		i = g->into[i];
	return i;
}

static void make_tasks(struct heft *h, const struct graph *g)
{
	uint32_t *task = xcalloc(g->a->n_messages, sizeof *task);
	double *bytes = demand_bytes(h->w, g->l);
	uint32_t start = g->l->start - g->a->first_message;
	const struct message *first = &h->w->message[g->l->start];

	for (uint32_t i = 0; i < g->a->n_messages; i++)
		if (is_sent(h, g, i) && g->into[i] == NONE)
			task[i] = add_task(h, g->l, h->w->message[g->a->first_message + i].to, &h->w->message[g->a->first_message + i]);
	for (uint32_t i = 0; i < g->a->n_messages; i++) {
		const struct message *m = &h->w->message[g->a->first_message + i];

		if (is_sent(h, g, i) && m->has_work)
			h->task[task[whole(g, i)]].work[m->currency] += demand_work(g->l, m, bytes[i]);
		if (is_sent(h, g, i))
			h->task[task[whole(g, i)]].latency_s += m->from == m->to ? (double)m->latency / 1e9 : 0;
	}
	for (uint32_t e = 0; e < g->edges; e++) {
		const struct message *m = &h->w->message[g->a->first_message + g->edge[e].to];
		uint32_t from = task[whole(g, g->edge[e].from)], to = task[whole(g, g->edge[e].to)];

		if (from != to)
			add_edge(&h->edge, &h->edges, (struct edge){ from, to, bytes[g->edge[e].to], m->from == m->to ? 0 : (double)m->latency / 1e9 });
	}
	if (first->from != NONE && is_sent(h, g, start))
		add_edge(&h->edge, &h->edges, (struct edge){ add_task(h, g->l, first->from, first), task[whole(g, start)], bytes[start],
								  (double)first->latency / 1e9 });
	free(task);
	free(bytes);
}

/* What comes round again is done the first time. */
static void cut_rings(struct graph *g, const uint32_t *place)
{
	uint32_t n = 0;

	for (uint32_t e = 0; e < g->edges; e++)
		if (place[g->edge[e].from] < place[g->edge[e].to])
			g->edge[n++] = g->edge[e];
	g->edges = n;
}

static void add_workload(struct heft *h, const struct workload *l)
{
	struct graph g = { .l = l, .a = &h->w->application[l->application] };
	uint32_t n = g.a->n_messages, *order = xcalloc(n, sizeof *order), *place = xcalloc(n, sizeof *place);

	g.into = xcalloc(n, sizeof *g.into);
	for (uint32_t i = 0; i < n; i++) {
		g.into[i] = NONE;
		if (is_sent(h, &g, i))
			find_followers(h, &g, i);
	}
	put_in_order(g.edge, g.edges, n, order, place);
	cut_rings(&g, place);
	find_parts(h, &g);
	make_tasks(h, &g);
	free(order);
	free(place);
	free(g.edge);
	free(g.into);
}

/* ---- ranks ---- */

/* The nodes where a task may be done. */
static uint32_t places(const struct heft *h, const struct task *t, const uint32_t **node)
{
	uint32_t item = h->item_of[t->component];

	*node = item == NONE ? &t->node : h->plan->item[item].node;
	return item == NONE ? t->node != NONE : h->plan->item[item].n;
}

static double seconds_at(const struct heft *h, const struct task *t, uint32_t node)
{
	const struct view view = { .world = h->w };
	double sum = t->latency_s;

	for (uint8_t k = 0; k < CURRENCIES; k++)
		if (t->work[k] > 0)
			sum += t->work[k] / view_speed(&view, node, k);
	return sum;
}

static double mean_seconds(const struct heft *h, const struct task *t)
{
	const uint32_t *node;
	uint32_t n = places(h, t, &node);
	double sum = 0;

	for (uint32_t i = 0; i < n; i++)
		sum += seconds_at(h, t, node[i]);
	return n ? sum / n : 0;
}

/* Over pairs of different nodes between which a way leads. */
static double mean_transfer(const struct heft *h, const struct edge *e)
{
	const struct view view = { .world = h->w };
	const uint32_t *a, *b;
	uint32_t n = places(h, &h->task[e->from], &a), m = places(h, &h->task[e->to], &b);
	uint64_t pairs = 0;
	double sum = 0;

	if (h->task[e->from].component == h->task[e->to].component)
		return e->latency_s;
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t j = 0; j < m; j++) {
			double seconds = a[i] == b[j] ? INFINITY : view_transfer(&view, a[i], b[j], e->bytes);

			if (isfinite(seconds)) {
				sum += seconds;
				pairs++;
			}
		}
	return e->latency_s + (pairs ? sum / (double)pairs : 0);
}

/* Ranks against the order of the tasks; then that order by decreasing rank, in which each still comes after all that it needs. */
static void rank_tasks(struct heft *h)
{
	for (uint32_t k = h->tasks; k-- > 0; ) {
		struct task *t = &h->task[h->order[k]];
		double most = 0;

		for (uint32_t e = 0; e < h->edges; e++)
			if (h->edge[e].from == h->order[k])
				most = fmax(most, mean_transfer(h, &h->edge[e]) + h->task[h->edge[e].to].rank_s);
		t->rank_s = mean_seconds(h, t) + most;
	}
	for (uint32_t k = 1; k < h->tasks; k++) {
		uint32_t moved = h->order[k], at = k;

		for (; at > 0 && h->task[h->order[at - 1]].rank_s < h->task[moved].rank_s; at--)
			h->order[at] = h->order[at - 1];
		h->order[at] = moved;
	}
	for (uint32_t k = 0; k < h->tasks; k++)
		h->place[h->order[k]] = k;
}

/* Find the tasks of a plan and their ranks; false, with errors, if it is none for heft. */
static bool prepare(struct heft *h, struct plan *plan)
{
	struct world *w = plan->world;
	bool *planned = xcalloc(w->applications, sizeof *planned);
	bool good = true;

	*h = (struct heft){ .plan = plan, .w = w, .item_of = xcalloc(w->components, sizeof *h->item_of), .first_slot = xcalloc(w->all_nodes, sizeof *h->first_slot) };
	for (uint32_t c = 0; c < w->components; c++)
		h->item_of[c] = NONE;
	for (uint32_t i = 0; i < w->all_nodes; i++)
		h->first_slot[i] = NONE;
	for (uint32_t i = 0; i < plan->n; i++) {
		const struct component *c = &w->component[plan->item[i].component];

		h->item_of[plan->item[i].component] = i;
		planned[c->application] = true;
		if (plan->item[i].replicas > 1)
			good = diag_error(plan->diag, c->mark, "component '%s' shall have %u replicas, but heft places one instance of each component;"
					  " greedy-latency places several", c->name, plan->item[i].replicas);
		if (plan->item[i].n > MOST_NODES)
			good = diag_error(plan->diag, c->mark, "component '%s' has %u nodes to choose from; heft weighs at most %d: name fewer groups with"
					  " `among`", c->name, plan->item[i].n, MOST_NODES);
	}
	for (uint32_t l = 0; l < w->workloads && good; l++)
		if (planned[w->workload[l].application] && !w->workload[l].by_clock && w->workload[l].members)
			add_workload(h, &w->workload[l]);
	free(planned);
	if (!good)
		return false;
	h->order = xcalloc(h->tasks + 1, sizeof *h->order);
	h->place = xcalloc(h->tasks + 1, sizeof *h->place);
	put_in_order(h->edge, h->edges, h->tasks, h->order, h->place);
	rank_tasks(h);
	return true;
}

static void fini(struct heft *h)
{
	free(h->task);
	free(h->edge);
	free(h->order);
	free(h->place);
	free(h->item_of);
	free(h->first_slot);
	free(h->slot);
}

/* ---- the schedule ---- */

/* Whose cores a task at `node` takes: those of the accelerator, if all of its work is done there. */
static uint32_t serving(const struct heft *h, const struct task *t, uint32_t node)
{
	bool other = t->work[CURRENCY_INSTRUCTIONS] > 0 || t->work[CURRENCY_CYCLES] > 0;

	return other ? node : serving_node(h->w, node, CURRENCY_FLOP);
}

/* When a core of the node could begin what takes `duration`, not before `ready`. Slots of a node are in the order of their starts. */
static double begin_on(const struct heft *h, uint32_t node, uint32_t core, double ready, double duration)
{
	double at = ready;

	for (uint32_t s = h->first_slot[node]; s != NONE; s = h->slot[s].next) {
		if (h->slot[s].core != core)
			continue;
		if (at + duration <= h->slot[s].start)
			break;
		at = fmax(at, h->slot[s].end);
	}
	return at;
}

/* The same of the node, by the first of the cores that could begin soonest. */
static double begin_at(const struct heft *h, uint32_t node, double ready, double duration, uint32_t *core)
{
	const struct view view = { .world = h->w };
	double best = INFINITY;
	uint32_t used = 0;

	for (uint32_t s = h->first_slot[node]; s != NONE; s = h->slot[s].next)
		used = used > h->slot[s].core + 1 ? used : h->slot[s].core + 1;
	for (uint32_t c = 0; c <= used && c < view_cores(&view, node, CURRENCY_INSTRUCTIONS); c++) {
		double at = begin_on(h, node, c, ready, duration);

		if (at < best) {
			best = at;
			*core = c;
		}
	}
	return best;
}

static void take_slot(struct heft *h, uint32_t node, struct slot slot)
{
	uint32_t before = NONE, after = h->first_slot[node];

	for (; after != NONE && h->slot[after].start <= slot.start; after = h->slot[after].next)
		before = after;
	h->slot = xrealloc(h->slot, (h->slots + 1) * sizeof *h->slot);
	slot.next = after;
	h->slot[h->slots] = slot;
	if (before == NONE)
		h->first_slot[node] = h->slots;
	else
		h->slot[before].next = h->slots;
	h->slots++;
}

/* When all that task `t` needs is at `node`. */
static double ready_at(const struct heft *h, uint32_t t, uint32_t node)
{
	const struct view view = { .world = h->w };
	double ready = 0;

	for (uint32_t e = 0; e < h->edges; e++) {
		const struct task *from = &h->task[h->edge[e].from];
		double way = h->edge[e].latency_s;

		if (h->edge[e].to != t)
			continue;
		if (from->node != NONE && from->node != node)
			way += view_transfer(&view, from->node, node, h->edge[e].bytes);
		ready = fmax(ready, from->finish_s + way);
	}
	return ready;
}

/* Where the task would finish first of the nodes that have room; NONE: none has. The rows of `told`, if there is one, say how each did. */
static uint32_t best_node(const struct heft *h, uint32_t t, struct text *told)
{
	const struct task *task = &h->task[t];
	const struct plan_item *item = &h->plan->item[h->item_of[task->component]];
	uint32_t best = NONE, core = 0;
	double least = 0;

	for (uint32_t k = 0; k < item->n; k++) {
		double ready = ready_at(h, t, item->node[k]), duration = seconds_at(h, task, item->node[k]);
		double start = begin_at(h, serving(h, task, item->node[k]), ready, duration, &core);

		if (!plan_has_room(h->plan, h->item_of[task->component], item->node[k]))
			continue;
		if (told && k < SHOWN)
			text_add(told, "    %-20s %12.6g %12.6g %12.6g\n", node_name(h->w, item->node[k]), ready, start, start + duration);
		/* Equal but for rounding: the first in the file. */
		if (best == NONE || start + duration < least - 1e-12 * fabs(least)) {
			best = item->node[k];
			least = start + duration;
		}
	}
	return best;
}

/* Put the component of task `t` where the task would finish first. */
static uint32_t put(struct heft *h, uint32_t t)
{
	uint32_t item = h->item_of[h->task[t].component], node;
	struct text *told = explain_item(h->plan, item);

	if (told)
		text_add(told, "upward rank of its task '%s': %.6g s, number %u of %u tasks\n    %-20s %12s %12s %12s\n", h->task[t].message->name,
			 h->task[t].rank_s, h->place[t] + 1, h->tasks, "node", "ready (s)", "start (s)", "finish (s)");
	node = best_node(h, t, told);
	if (node != NONE)
		plan_put(h->plan, item, node);
	return node;
}

/* Place the components by the schedule; false, with an error, if one finds no room. */
static bool schedule(struct heft *h)
{
	for (uint32_t k = 0; k < h->tasks; k++) {
		struct task *t = &h->task[h->order[k]];
		uint32_t item = h->item_of[t->component], core = 0;
		double ready, duration;

		if (item != NONE) {
			const struct component *c = &h->w->component[t->component];

			t->node = c->n ? c->candidate[1].node : put(h, h->order[k]);
			if (t->node == NONE)
				return plan_fails(h->plan, item);
		}
		/* Nowhere yet: what another policy places later takes no time. */
		ready = t->node == NONE ? 0 : ready_at(h, h->order[k], t->node);
		duration = t->node == NONE ? 0 : seconds_at(h, t, t->node);
		t->start_s = duration > 0 ? begin_at(h, serving(h, t, t->node), ready, duration, &core) : ready;
		t->finish_s = t->start_s + duration;
		if (duration > 0)
			take_slot(h, serving(h, t, t->node), (struct slot){ .core = core, .start = t->start_s, .end = t->finish_s });
		h->makespan_s = fmax(h->makespan_s, t->finish_s);
	}
	return true;
}

/* ---- the policy ---- */

/* What no request comes to goes to the first node that has room. */
static bool put_others(struct plan *plan)
{
	for (uint32_t i = 0; i < plan->n; i++) {
		for (uint32_t k = 0; k < plan->item[i].n && plan_lacks(plan, i); k++)
			if (plan_has_room(plan, i, plan->item[i].node[k]))
				plan_put(plan, i, plan->item[i].node[k]);
		if (plan_lacks(plan, i))
			return plan_fails(plan, i);
	}
	return true;
}

static void tell_makespan(const struct heft *h)
{
	for (uint32_t i = 0; i < h->plan->n; i++) {
		struct text *told = explain_item(h->plan, i);

		if (told)
			text_add(told, "all %u tasks are done after %.6g s\n", h->tasks, h->makespan_s);
	}
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	struct heft h;
	bool good = prepare(&h, plan) && schedule(&h);

	(void)p; (void)view; (void)cause;
	good = good && put_others(plan);
	if (good)
		tell_makespan(&h);
	fini(&h);
	return good;
}

const struct place_class place_heft = {
	.model = { .slot = "placement", .name = "heft", .params = place_params,
		   .help = "the tasks of a request by upward rank, each where it would finish first, for requests of many tasks",
		   .equation = "rank(i) = mean work time of i over the nodes it may go to + max over what follows it of (mean transfer over pairs of different"
			       " nodes + rank(j)); finish(i, node) = first gap of a core from max over what it needs of (finish + transfer) + work / speed",
		   .assumptions = "One request of each workload, from its first node, all at time 0. Each message that may be sent is sent once, with its mean"
				  " size and work; a join waits for all, and what comes round again is done the first time. A message's own latency is paid"
				  " within a node too. A link carries any number of messages at once. A pinned component is at the origin, or at its host"
				  " nearest to it. A component with several tasks goes where the first of them by rank finishes first. Messages within a component that lead up to one other, and to nothing else, are one task with it."
				  " Messages of `every` and copies of `deliver: all` do not count. Cores that components reserve are not weighed. A task of work for an accelerator and of other"
				  " work takes a core of its node all the time. At most 1024"
				  " nodes to choose from for a component; equal finishes go to the first in the file.",
		   .source = "Topcuoglu, Hariri, Wu, Performance-effective and low-complexity task scheduling for heterogeneous computing, IEEE"
			     " Transactions on Parallel and Distributed Systems 13(3), 2002" },
	.place = place,
};
