/*
 * Edge-ward (Gupta, Dastjerdi, Ghosh, Buyya, iFogSim, Software: Practice and Experience 47(9), 2017): along the way from each origin up to the root of
 * the network, every component goes to the lowest node that can bear its load. A component that is already further up on that way is
 * merged there; what a node can no longer bear moves up to its parent, with all that depends on it there.
 *
 * The parent of a node is at the `to` end of the first link that has the node at its `from` end. A component may be placed when those before it
 * are, where before means fewer messages away from the start of a request; so that messages back to the user wait for nothing.
 */
#include "models/build_graph.h"
#include "models/demand.h"
#include "models/place/place.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An instance in the making: work per second, by currency. Seats of a node form a list in the order in which they were added. */
struct seat {
	uint32_t item, node;               /* item NONE: it was taken away */
	uint32_t next;                     /* at the same node; NONE: the last */
	double work[CURRENCIES];
};

/* A node that starts requests of an application, for one workload: its requests per second. */
struct start { uint32_t node, load; double rate; };

struct edge_ward {
	struct plan *plan;
	uint32_t *parent;                  /* of each node; NONE: a root */
	double *used;                      /* share of its cores that each node is asked for */
	double *memory;                    /* that the seats take on each node */
	struct seat *seat;
	uint32_t seats, capacity;
	uint32_t *first_seat;              /* of each node; NONE: it has none */
	uint32_t *item_of;                 /* of each component; NONE: not in the plan */
	uint32_t *depth;                   /* of each component: messages from the start of a request; NONE: never reached */
};

/* One way up, for one application. */
struct walk {
	const struct application *a;
	uint32_t origin;
	double *rate;                      /* of each message of the application, from this origin */
	double *bytes;                     /* mean size of each, over all origins */
	bool *placed;                      /* each of its components */
};

/* ---- the network and the order of components ---- */

static void find_parents(struct edge_ward *e)
{
	const struct world *w = e->plan->world;

	for (uint32_t i = 0; i < w->nodes; i++)
		e->parent[i] = NONE;
	for (uint32_t r = 0; r < w->rows; r++)
		for (uint32_t i = 0; i < w->row[r].count; i++)
			if (e->parent[w->row[r].from[i]] == NONE && w->node[w->row[r].from[i]].group != w->node[w->row[r].to[i]].group)
				e->parent[w->row[r].from[i]] = w->row[r].to[i];
}

static void find_depths(struct edge_ward *e)
{
	const struct world *w = e->plan->world;
	bool more = true;

	for (uint32_t c = 0; c < w->components; c++)
		e->depth[c] = NONE;
	for (uint32_t l = 0; l < w->workloads; l++) {
		const struct message *m = &w->message[w->workload[l].start];

		e->depth[m->from == NONE ? m->to : m->from] = 0;
	}
	for (uint32_t round = 0; more; round++) {
		more = false;
		for (uint32_t i = 0; i < w->messages; i++) {
			const struct message *m = &w->message[i];

			if (m->from != NONE && e->depth[m->from] == round && e->depth[m->to] == NONE) {
				e->depth[m->to] = round + 1;
				more = true;
			}
		}
	}
}

/* ---- loads ---- */

static double share_of(struct world *w, uint32_t node, const double *work)
{
	const struct view view = { .world = w };
	double sum = 0;

	for (uint8_t k = 0; k < CURRENCIES; k++) {
		double speed = view_speed(&view, node, k);

		if (work[k] > 0)
			sum += speed > 0 ? work[k] / (speed * view_cores(&view, node, k)) : INFINITY;
	}
	return sum;
}

/* What the messages to `c` ask for on this way. */
static void work_on_way(const struct edge_ward *e, const struct walk *walk, uint32_t c, double *work)
{
	const struct world *w = e->plan->world;

	memset(work, 0, CURRENCIES * sizeof *work);
	for (uint32_t i = 0; i < walk->a->n_messages; i++) {
		const struct message *m = &w->message[walk->a->first_message + i];

		if (m->to == c && m->has_work)
			work[m->currency] += walk->rate[i] * quantity_mean(&m->work) * (m->work_by_data ? walk->bytes[i] : 1);
	}
}

static void add_load(struct edge_ward *e, struct seat *s, const double *work)
{
	for (int k = 0; k < CURRENCIES; k++)
		s->work[k] += work[k];
	e->used[s->node] += share_of(e->plan->world, s->node, work);
}

/* A rounding error is no overload. */
static bool bears(const struct edge_ward *e, uint32_t node, const double *work)
{
	return e->used[node] + share_of(e->plan->world, node, work) <= 1 + 1e-9;
}

/* ---- seats ---- */

static double memory_of(const struct edge_ward *e, uint32_t item)
{
	return e->plan->world->component[e->plan->item[item].component].config->memory;
}

static bool may_seat(const struct edge_ward *e, uint32_t item, uint32_t node)
{
	const struct view view = { .world = e->plan->world };
	const struct plan_item *p = &e->plan->item[item];

	return plan_lists(p, node) && memory_of(e, item) <= view_memory_free(&view, node) - e->memory[node] + 1;
}

static struct seat *seat_at(struct edge_ward *e, uint32_t item, uint32_t node)
{
	for (uint32_t i = e->first_seat[node]; i != NONE; i = e->seat[i].next)
		if (e->seat[i].item == item)
			return &e->seat[i];
	return NULL;
}

static struct seat *add_seat(struct edge_ward *e, uint32_t item, uint32_t node)
{
	uint32_t *link = &e->first_seat[node];

	if (e->seats == e->capacity) {
		e->capacity = e->capacity ? 2 * e->capacity : 64;
		e->seat = xrealloc(e->seat, e->capacity * sizeof *e->seat);
	}
	e->seat[e->seats] = (struct seat){ .item = item, .node = node, .next = NONE };
	while (*link != NONE)
		link = &e->seat[*link].next;
	*link = e->seats;
	e->memory[node] += memory_of(e, item);
	return &e->seat[e->seats++];
}

static void remove_seat(struct edge_ward *e, struct seat *s)
{
	uint32_t *link = &e->first_seat[s->node];

	e->used[s->node] -= share_of(e->plan->world, s->node, s->work);
	e->memory[s->node] -= memory_of(e, s->item);
	while (&e->seat[*link] != s)
		link = &e->seat[*link].next;
	*link = s->next;
	s->item = NONE;
}

/* The nearest seat of `item` from `node` upwards. */
static struct seat *seat_above(struct edge_ward *e, uint32_t item, uint32_t node)
{
	for (uint32_t steps = 0; node != NONE && steps <= e->plan->world->nodes; steps++) {
		struct seat *s = seat_at(e, item, node);

		if (s)
			return s;
		node = e->parent[node];
	}
	return NULL;
}

/* ---- moving up ---- */

/* Whether component `to` gets messages from `from` on the way up. */
static bool depends(const struct edge_ward *e, uint32_t from, uint32_t to)
{
	const struct world *w = e->plan->world;

	for (uint32_t i = 0; i < w->messages; i++)
		if (w->message[i].from == from && w->message[i].to == to && e->depth[from] < e->depth[to])
			return true;
	return false;
}

/* Take off `node` the seats of the items that move, and of those there that depend on them, into work[]. */
static void pick_up(struct edge_ward *e, uint32_t node, bool *moves, double (*work)[CURRENCIES])
{
	bool more = true;

	while (more) {
		more = false;
		for (uint32_t i = e->first_seat[node]; i != NONE; i = e->seat[i].next) {
			struct seat *s = &e->seat[i];
			bool goes = moves[s->item];

			for (uint32_t k = 0; k < e->plan->n && !goes; k++)
				goes = moves[k] && depends(e, e->plan->item[k].component, e->plan->item[s->item].component);
			if (!goes)
				continue;
			moves[s->item] = true;
			for (int c = 0; c < CURRENCIES; c++)
				work[s->item][c] += s->work[c];
			remove_seat(e, s);
			more = true;
			break;
		}
	}
}

static bool takes_all(const struct edge_ward *e, uint32_t node, const bool *moves, double (*work)[CURRENCIES])
{
	double sum[CURRENCIES] = { 0 };

	for (uint32_t i = 0; i < e->plan->n; i++) {
		if (!moves[i])
			continue;
		if (!may_seat(e, i, node))
			return false;
		for (int c = 0; c < CURRENCIES; c++)
			sum[c] += work[i][c];
	}
	return bears(e, node, sum);
}

/* `seat` cannot bear `more` as well: move it up, with what depends on it, to the first node that bears it all. False if there is none. */
static bool move_up(struct edge_ward *e, const struct seat *seat, const double *more)
{
	bool *moves = xcalloc(e->plan->n, sizeof *moves);
	double (*work)[CURRENCIES] = xcalloc(e->plan->n, sizeof *work);
	uint32_t node = seat->node, item = seat->item, steps = 0;

	moves[item] = true;
	for (int c = 0; c < CURRENCIES; c++)
		work[item][c] = more[c];
	do {
		pick_up(e, node, moves, work);
		node = e->parent[node];
	} while (node != NONE && steps++ < e->plan->world->nodes && (pick_up(e, node, moves, work), !takes_all(e, node, moves, work)));
	for (uint32_t i = 0; node != NONE && i < e->plan->n; i++)
		if (moves[i])
			add_load(e, add_seat(e, i, node), work[i]);
	free(moves);
	free(work);
	return node != NONE;
}

/* ---- one way ---- */

static bool ready(const struct edge_ward *e, const struct walk *walk, uint32_t c)
{
	const struct world *w = e->plan->world;
	const struct application *a = walk->a;

	for (uint32_t i = a->first_message; i < a->first_message + a->n_messages; i++) {
		const struct message *m = &w->message[i];
		uint32_t other = m->to == c ? m->from : m->from == c ? m->to : NONE;

		if (other != NONE && other != c && e->depth[other] < e->depth[c] && !walk->placed[other - a->first_component])
			return false;
	}
	return true;
}

enum result { LEFT, PLACED, NO_ROOM };

/* Place a component at `node`, if that is where it belongs on this way. */
static enum result place_at(struct edge_ward *e, const struct walk *walk, uint32_t c, uint32_t node)
{
	uint32_t item = e->item_of[c];
	struct seat *above = seat_above(e, item, node);
	double work[CURRENCIES];

	work_on_way(e, walk, c, work);
	if (above && above->node != node)
		return LEFT;
	if (above && !bears(e, node, work))
		return move_up(e, above, work) ? PLACED : NO_ROOM;
	if (!above && (!may_seat(e, item, node) || !bears(e, node, work)))
		return LEFT;
	add_load(e, above ? above : add_seat(e, item, node), work);
	return PLACED;
}

/* Pinned components are placed from the node on that hosts them; those that no node of the way hosts, from the beginning. */
static void pass_pinned(struct edge_ward *e, struct walk *walk, uint32_t node, bool first)
{
	const struct world *w = e->plan->world;

	for (uint32_t i = 0; i < walk->a->n_components; i++) {
		const struct component *c = &w->component[walk->a->first_component + i];
		bool here = host_at(c, node) || (first && c->at_origin);
		double work[CURRENCIES];
		bool above = false;

		if (e->item_of[walk->a->first_component + i] != NONE || walk->placed[i])
			continue;
		for (uint32_t n = node, steps = 0; first && !here && n != NONE && steps <= w->nodes; n = e->parent[n], steps++)
			above = above || host_at(c, n);
		if (here) {
			work_on_way(e, walk, walk->a->first_component + i, work);
			e->used[node] += share_of(e->plan->world, node, work);
		}
		walk->placed[i] = here || (first && !above);
	}
}

static bool go_up(struct edge_ward *e, struct walk *walk)
{
	const struct world *w = e->plan->world;
	uint32_t steps = 0;

	for (uint32_t node = walk->origin; node != NONE && steps <= w->nodes; node = e->parent[node], steps++) {
		pass_pinned(e, walk, node, steps == 0);
		for (uint32_t i = 0; i < walk->a->n_components;) {
			uint32_t c = walk->a->first_component + i++;
			enum result result;

			if (e->item_of[c] == NONE || walk->placed[c - walk->a->first_component] || e->depth[c] == NONE || !ready(e, walk, c))
				continue;
			result = place_at(e, walk, c, node);
			if (result == NO_ROOM)
				return false;
			/* What waited for it may be ready now. */
			if (result == PLACED) {
				walk->placed[c - walk->a->first_component] = true;
				i = 0;
			}
		}
	}
	return true;
}

static bool all_placed(const struct edge_ward *e, const struct walk *walk, bool went)
{
	const struct world *w = e->plan->world;
	bool good = true;

	for (uint32_t i = 0; i < walk->a->n_components; i++) {
		const struct component *c = &w->component[walk->a->first_component + i];

		if (e->item_of[walk->a->first_component + i] != NONE && e->depth[walk->a->first_component + i] != NONE && !walk->placed[i])
			good = diag_error(e->plan->diag, c->mark, "component '%s' cannot be placed by edge-ward: no node on the way up from %s that it may go to"
					  " has the cores and the memory for its load", c->name, node_name(w, walk->origin));
	}
	if (good && !went)
		good = diag_error(e->plan->diag, w->component[walk->a->first_component].mark, "edge-ward: what the way up from %s asks for is more than"
				  " any node above can bear", node_name(w, walk->origin));
	return good;
}

/* ---- all ways ---- */

static int by_node(const void *a, const void *b)
{
	const struct start *x = a, *y = b;

	return x->node != y->node ? (x->node > y->node) - (x->node < y->node) : (x->load > y->load) - (x->load < y->load);
}

/* Who starts requests of `a`, by node. */
static struct start *list_starts(const struct world *w, const struct application *a, uint32_t *n)
{
	struct start *start;
	uint32_t most = 0;

	for (uint32_t l = 0; l < w->workloads; l++)
		most += &w->application[w->workload[l].application] == a && !w->workload[l].by_clock ? w->workload[l].members : 0;
	start = xcalloc(most, sizeof *start);
	*n = 0;
	for (uint32_t l = 0; l < w->workloads; l++) {
		const struct workload *load = &w->workload[l];
		double each = workload_rate(load) / load->members;

		if (load->by_clock || &w->application[load->application] != a)
			continue;
		if (isnan(each) && load->arrivals->most)
			each = load->arrivals->most(load->config);
		for (uint32_t i = 0; i < load->members; i++)
			start[(*n)++] = (struct start){ workload_node(load, i), l, isfinite(each) ? each : 0 };
	}
	qsort(start, *n, sizeof *start, by_node);
	return start;
}

/* Rates of the messages of `a` from one origin: from the first of `start` on, of which those for it are taken; their number. */
static uint32_t rates_from(const struct world *w, const struct application *a, const struct start *start, uint32_t n, double *rate)
{
	uint32_t taken = 0;

	memset(rate, 0, a->n_messages * sizeof *rate);
	for (; taken < n && start[taken].node == start->node; taken++)
		for (uint32_t m = 0; m < a->n_messages; m++)
			rate[m] += start[taken].rate * w->workload[start[taken].load].visits[m];
	return taken;
}

/* Mean bytes of each message of `a` over all that starts requests of it. */
static double *mean_bytes(const struct world *w, const struct application *a)
{
	double *mean = xcalloc(a->n_messages, sizeof *mean), *weight = xcalloc(a->n_messages, sizeof *weight);

	for (uint32_t l = 0; l < w->workloads; l++) {
		const struct workload *load = &w->workload[l];
		double rate = workload_rate(load);
		double *bytes;

		if (&w->application[load->application] != a)
			continue;
		bytes = demand_bytes(w, load);
		for (uint32_t m = 0; m < a->n_messages; m++) {
			double times = load->visits[m] * (isfinite(rate) ? rate : 1);

			mean[m] += times * bytes[m];
			weight[m] += times;
		}
		free(bytes);
	}
	for (uint32_t m = 0; m < a->n_messages; m++)
		mean[m] = weight[m] > 0 ? mean[m] / weight[m] : 0;
	free(weight);
	return mean;
}

/* Once for each origin; a message by the clock counts for each way. */
static bool walk_all(struct edge_ward *e, const struct application *a)
{
	const struct world *w = e->plan->world;
	struct walk walk = { .a = a, .rate = xcalloc(a->n_messages, sizeof *walk.rate), .bytes = mean_bytes(w, a),
			     .placed = xcalloc(a->n_components, sizeof *walk.placed) };
	bool good = true;
	uint32_t n;
	struct start *start = list_starts(w, a, &n);

	for (uint32_t i = 0; i < n && good;) {
		walk.origin = start[i].node;
		i += rates_from(w, a, &start[i], n - i, walk.rate);
		for (uint32_t m = 0; m < a->n_messages; m++) {
			const struct choice *every = &w->message[a->first_message + m].config->every;

			if (every->class)
				walk.rate[m] += container_of(every->class, const struct arrivals_class, model)->rate(every->config);
		}
		memset(walk.placed, 0, a->n_components * sizeof *walk.placed);
		good = all_placed(e, &walk, go_up(e, &walk));
	}
	free(start);
	free(walk.rate);
	free(walk.bytes);
	free(walk.placed);
	return good;
}

static bool check_items(struct plan *plan)
{
	bool good = true;

	for (uint32_t i = 0; i < plan->n; i++)
		if (plan->world->component[plan->item[i].component].config->cores != COUNT_UNSET)
			good = diag_error(plan->diag, plan->world->component[plan->item[i].component].mark, "component '%s' reserves cores, which edge-ward does"
					  " not heed; choose another policy", plan->world->component[plan->item[i].component].name);
		else if (plan->item[i].replicas)
			good = diag_error(plan->diag, plan->world->component[plan->item[i].component].mark, "component '%s' has replicas, but edge-ward makes as many"
					  " instances as the ways up need; leave them out", plan->world->component[plan->item[i].component].name);
	return good;
}

static bool put_all(struct edge_ward *e)
{
	for (uint32_t i = 0; i < e->seats; i++)
		if (e->seat[i].item != NONE)
			plan_put(e->plan, e->seat[i].item, e->seat[i].node);
	for (uint32_t i = 0; i < e->plan->n; i++) {
		const struct component *c = &e->plan->world->component[e->plan->item[i].component];

		if (plan_lacks(e->plan, i))
			return diag_error(e->plan->diag, c->mark, "component '%s' cannot be placed by edge-ward: no request of a workload leads to it", c->name);
	}
	return true;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	struct world *w = plan->world;
	struct edge_ward e = { .plan = plan, .parent = xcalloc(w->nodes, sizeof *e.parent), .used = xcalloc(w->nodes, sizeof *e.used),
			       .memory = xcalloc(w->nodes, sizeof *e.memory), .item_of = xcalloc(w->components, sizeof *e.item_of),
			       .depth = xcalloc(w->components, sizeof *e.depth), .first_seat = xcalloc(w->nodes, sizeof *e.first_seat) };
	bool good = check_items(plan);

	(void)p; (void)view; (void)cause;
	for (uint32_t c = 0; c < w->components; c++)
		e.item_of[c] = NONE;
	for (uint32_t i = 0; i < plan->n; i++)
		e.item_of[plan->item[i].component] = i;
	for (uint32_t i = 0; i < w->nodes; i++)
		e.first_seat[i] = NONE;
	find_parents(&e);
	find_depths(&e);
	for (uint32_t i = 0; i < w->applications && good; i++) {
		bool in_plan = false;

		for (uint32_t k = 0; k < w->application[i].n_components; k++)
			in_plan = in_plan || e.item_of[w->application[i].first_component + k] != NONE;
		good = !in_plan || walk_all(&e, &w->application[i]);
	}
	good = good && put_all(&e);
	free(e.parent);
	free(e.used);
	free(e.memory);
	free(e.item_of);
	free(e.depth);
	free(e.seat);
	free(e.first_seat);
	return good;
}

const struct place_class place_edge_ward = {
	.model = { .slot = "placement", .name = "edge-ward", .params = place_params,
		   .help = "on the way from each origin to the root, the lowest node that bears the load",
		   .equation = "a node bears what it is asked for as long as sum of rate x mean work / (speed x cores) is at most 1",
		   .assumptions = "The way up follows the first link from each node towards its `to` end. Rates are means: those of the workloads times how often each"
				  " message is expected; one by the clock counts once for each way. Memory is heeded, links are not.",
		   .source = "Gupta, Dastjerdi, Ghosh, Buyya, iFogSim, Software: Practice and Experience 47(9), 2017" },
	.place = place,
};
