/*
 * Origins that are alike (of one workload, on one vertex, by equal access links) share an asker: a million devices on a hundred access points are
 * a hundred askers. What differs for a node that is an origin itself, its own messages take no time in the network, is put right for
 * each node asked about. Sums are of integers, so that equal costs are equal, in whatever order they were added.
 */
#include "models/cost.h"

#include "models/demand.h"
#include "models/net/core.h"
#include "models/work/workload.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define OWN (NONE - 1)                     /* a component at the origin itself */
#define FAR_S 1e6                          /* a message that cannot get there */

/* A message to or from the component, as one workload sends it. */
struct ask {
	uint32_t message, other;           /* the component at its other end; NONE: it comes from outside */
	bool into;
	double visits, bytes, work;        /* means; 0 if it is not into */
};

/* Origins of one workload that are alike. */
struct asker {
	uint32_t load, node;               /* one of them */
	double rate;                       /* requests per second of them all */
	double least;                      /* seconds for a request, at the best node chosen */
	double there;                      /* at the node asked about */
	const uint32_t *at;                /* where each component of the application is: a node, OWN, NONE */
};

/* An origin. */
struct member { uint32_t node, asker; double rate; };

/* What the cost needs of one workload. */
struct load {
	const struct workload *workload;
	struct ask *ask;
	uint32_t n_asks, n_members;
	struct member *member;             /* by node */
};

struct cost {
	struct world *w;
	const struct application *a;
	uint32_t component;
	struct load *load;
	uint32_t loads, askers, capacity;
	struct asker *asker;
	struct both_ways *way;                   /* towards the vertex of `spot` */
	uint32_t spot;                     /* node that asker.there and base are for, or one alike; NONE: none yet */
	bool spot_is_origin;               /* it starts requests of the application: what is sent from there to the origin stays there */
	i128 base;
};

static i128 picoseconds(double rate, double seconds)
{
	return (i128)(rate * seconds * 1e12 + 0.5);
}

/* ---- what is asked ---- */

static void list_asks(const struct cost *c, struct load *load)
{
	const struct world *w = c->w;
	double *bytes = demand_bytes(w, load->workload);

	load->ask = xcalloc(c->a->n_messages, sizeof *load->ask);
	for (uint32_t i = 0; i < c->a->n_messages; i++) {
		const struct message *m = &w->message[c->a->first_message + i];
		bool into = m->to == c->component;

		/* Between its own instances it stays where it is. */
		if (load->workload->visits[i] == 0 || m->to_all || into == (m->from == c->component))
			continue;
		load->ask[load->n_asks++] = (struct ask){ c->a->first_message + i, into ? m->from : m->to, into, load->workload->visits[i], bytes[i],
							  into ? demand_work(load->workload, m, bytes[i]) : 0 };
	}
	free(bytes);
}

/* ---- who asks ---- */

/* Where each component serves the requests of origin `node`: followed from their first message on. */
static uint32_t *locate(const struct cost *c, const struct workload *l, uint32_t node)
{
	struct world *w = c->w;
	uint32_t *at = xmalloc(c->a->n_components * sizeof *at);
	uint32_t start = w->message[l->start].from;
	bool more = true;

	memset(at, 0xff, c->a->n_components * sizeof *at);
	if (start != NONE)
		at[start - c->a->first_component] = OWN;
	while (more) {
		more = false;
		for (uint32_t i = 0; i < c->a->n_messages; i++) {
			const struct message *m = &w->message[c->a->first_message + i];
			struct component *to = &w->component[m->to];
			uint32_t *there = &at[m->to - c->a->first_component];
			uint32_t sender = m->from == NONE ? OWN : at[m->from - c->a->first_component];

			if (l->visits[i] == 0 || *there != NONE || sender == NONE || m->to == c->component)
				continue;
			if (to->n)
				*there = demand_host(w, to, sender == OWN ? node : sender);
			else if (to->at_origin)
				*there = sender != OWN && starts_requests(c->a, sender) ? sender : OWN;
			more = more || *there != NONE;
		}
	}
	return at;
}

/* What tells askers apart, besides the workload. */
struct kind { uint32_t node, vertex, access, link, special; double rate; };

static bool hosts_something(const struct cost *c, uint32_t node)
{
	for (uint32_t i = 0; i < c->a->n_components; i++)
		if (host_at(&c->w->component[c->a->first_component + i], node))
			return true;
	return false;
}

static struct kind kind_of(const struct cost *c, uint32_t node, double rate)
{
	const struct node *n = &c->w->node[node];
	bool alike = !n->access || c->w->row[n->access - 1].alike;

	/* One that hosts another component is nearest to itself. */
	return (struct kind){ node, n->vertex, n->access, alike ? 0 : n->link, hosts_something(c, node) ? node + 1 : 0, rate };
}

static int compare(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int by_kind(const struct kind *a, const struct kind *b)
{
	int order = compare(a->vertex, b->vertex);

	if (!order)
		order = compare(a->access, b->access);
	if (!order)
		order = compare(a->link, b->link);
	return order ? order : compare(a->special, b->special);
}

static int by_kind_and_node(const void *a, const void *b)
{
	const struct kind *x = a, *y = b;
	int order = by_kind(x, y);

	return order ? order : compare(x->node, y->node);
}

static int by_node(const void *a, const void *b)
{
	return compare(((const struct member *)a)->node, ((const struct member *)b)->node);
}

/* The origins, in the order of the workload's nodes. */
static struct kind *list_origins(const struct cost *c, const struct workload *l)
{
	struct kind *origin = xcalloc(l->members, sizeof *origin);
	double *rate = demand_rates(l);

	for (uint32_t i = 0; i < l->members; i++)
		origin[i] = kind_of(c, workload_node(l, i), rate[i]);
	free(rate);
	return origin;
}

static struct asker *new_asker(struct cost *c)
{
	if (c->askers == c->capacity) {
		c->capacity = c->capacity ? 2 * c->capacity : 64;
		c->asker = xrealloc(c->asker, c->capacity * sizeof *c->asker);
	}
	return &c->asker[c->askers++];
}

static double farthest(const struct load *l)
{
	double visits = 0;

	for (uint32_t i = 0; i < l->n_asks; i++)
		visits += l->ask[i].visits;
	return visits * FAR_S;
}

static void list_askers(struct cost *c, struct load *load)
{
	const struct workload *l = load->workload;
	struct kind *origin = list_origins(c, l);

	qsort(origin, l->members, sizeof *origin, by_kind_and_node);
	load->member = xcalloc(l->members, sizeof *load->member);
	load->n_members = l->members;
	for (uint32_t i = 0; i < l->members; i++) {
		if (i == 0 || by_kind(&origin[i - 1], &origin[i]))
			*new_asker(c) = (struct asker){ (uint32_t)(load - c->load), origin[i].node, 0, farthest(load), 0, locate(c, l, origin[i].node) };
		c->asker[c->askers - 1].rate += origin[i].rate;
		load->member[i] = (struct member){ origin[i].node, c->askers - 1, origin[i].rate };
	}
	qsort(load->member, load->n_members, sizeof *load->member, by_node);
	free(origin);
}

struct cost *cost_new(const struct plan *plan, uint32_t i)
{
	struct cost *c = xcalloc(1, sizeof *c);

	c->w = plan->world;
	c->component = plan->item[i].component;
	c->a = &c->w->application[c->w->component[c->component].application];
	c->load = xcalloc(c->w->workloads, sizeof *c->load);
	c->way = xcalloc(core_vertices(c->w->core), sizeof *c->way);
	c->spot = NONE;
	for (uint32_t l = 0; l < c->w->workloads; l++)
		if (&c->w->application[c->w->workload[l].application] == c->a && !c->w->workload[l].by_clock)
			c->load[c->loads++].workload = &c->w->workload[l];
	for (uint32_t l = 0; l < c->loads; l++) {
		list_asks(c, &c->load[l]);
		list_askers(c, &c->load[l]);
	}
	return c;
}

void cost_free(struct cost *c)
{
	for (uint32_t x = 0; x < c->askers; x++)
		free((void *)c->asker[x].at);
	for (uint32_t l = 0; l < c->loads; l++) {
		free(c->load[l].ask);
		free(c->load[l].member);
	}
	free(c->load);
	free(c->asker);
	free(c->way);
	free(c);
}

/* ---- the cost of a node ---- */

static double speed_of(struct world *w, uint32_t node, uint8_t currency)
{
	const struct view view = { .world = w };

	return view_speed(&view, node, currency);
}

/* Seconds from node `from` to the spot, or back from it, over its access link and the ways. */
static double seconds_between(const struct cost *c, uint32_t from, uint32_t spot, bool towards, double bytes)
{
	const struct node *a = &c->w->node[from], *b = &c->w->node[spot];
	const struct both_ways *way = a->vertex == NONE || b->vertex == NONE ? NULL : &c->way[a->vertex];
	double latency, per_byte;

	if (from == spot)
		return 0;
	if (!way || way->latency == SIM_TIME_MAX)
		return FAR_S;
	latency = (double)way->latency;
	per_byte = towards ? way->to : way->from;
	if (a->access) {
		latency += (double)core_access(c->w, a)->latency;
		per_byte += core_access(c->w, a)->seconds_per_byte[towards == a->upward ? 0 : 1];
	}
	if (b->access) {
		latency += (double)core_access(c->w, b)->latency;
		per_byte += core_access(c->w, b)->seconds_per_byte[towards == b->upward ? 1 : 0];
	}
	return fmin(latency / 1e9 + bytes * per_byte, FAR_S);
}

/* Seconds for the messages of one request of an asker, served at `spot`; with `own`, one that began there. */
static double seconds_at(const struct cost *c, const struct asker *x, uint32_t spot, bool own)
{
	const struct load *load = &c->load[x->load];
	double sum = 0;

	for (uint32_t i = 0; i < load->n_asks; i++) {
		const struct ask *ask = &load->ask[i];
		uint32_t there = ask->other == NONE ? NONE : x->at[ask->other - c->a->first_component];

		if (there == OWN)
			there = own || (c->spot_is_origin && !ask->into) ? spot : x->node;
		/* It is only known through the component itself: the messages go there from the spot, and what comes back comes from there. */
		else if (there == NONE && ask->other != NONE && c->w->component[ask->other].n)
			there = demand_host(c->w, &c->w->component[ask->other], spot);
		if (there != NONE)
			sum += ask->visits * seconds_between(c, there, spot, ask->into, ask->bytes);
		if (ask->work > 0)
			sum += ask->visits * ask->work / speed_of(c->w, spot, c->w->message[ask->message].currency);
	}
	return sum;
}

/* Work out what every asker and all of them together take at `node`, unless it is known from one alike. */
static void look_at(struct cost *c, uint32_t node)
{
	uint32_t vertex = c->w->node[node].vertex;

	if (c->spot != NONE && cost_alike(c, c->spot, node))
		return;
	if (vertex != NONE && (c->spot == NONE || c->w->node[c->spot].vertex != vertex))
		core_both_ways(c->w, vertex, c->way);
	c->spot = node;
	c->spot_is_origin = starts_requests(c->a, node);
	c->base = 0;
	for (uint32_t x = 0; x < c->askers; x++) {
		struct asker *asker = &c->asker[x];

		asker->there = seconds_at(c, asker, node, false);
		c->base += picoseconds(asker->rate, fmin(asker->least, asker->there));
	}
}

/* The origin `node` of a workload; NULL: it is none. */
static struct member *member_at(const struct load *load, uint32_t node)
{
	const struct member key = { .node = node };

	return load->n_members ? bsearch(&key, load->member, load->n_members, sizeof key, by_node) : NULL;
}

i128 cost_now(const struct cost *c)
{
	i128 sum = 0;

	for (uint32_t x = 0; x < c->askers; x++)
		sum += picoseconds(c->asker[x].rate, c->asker[x].least);
	return sum;
}

i128 cost_with(struct cost *c, uint32_t node)
{
	i128 sum;

	look_at(c, node);
	sum = c->base;
	for (uint32_t l = 0; l < c->loads; l++) {
		const struct member *m = member_at(&c->load[l], node);
		const struct asker *x = m ? &c->asker[m->asker] : NULL;

		if (!m)
			continue;
		sum -= picoseconds(x->rate, fmin(x->least, x->there));
		sum += picoseconds(x->rate - m->rate, fmin(x->least, x->there));
		sum += picoseconds(m->rate, fmin(x->least, seconds_at(c, x, node, true)));
	}
	return sum;
}

/* An origin that is chosen is no longer like the others: it gets an asker of its own. */
static void set_apart(struct cost *c, struct member *m)
{
	struct asker own = c->asker[m->asker];
	size_t size = c->a->n_components * sizeof *own.at;

	c->asker[m->asker].rate -= m->rate;
	own.node = m->node;
	own.rate = m->rate;
	own.at = memcpy(xmalloc(size), own.at, size);
	own.there = seconds_at(c, &own, m->node, true);
	m->asker = c->askers;
	*new_asker(c) = own;
}

void cost_choose(struct cost *c, uint32_t node)
{
	look_at(c, node);
	for (uint32_t l = 0; l < c->loads; l++) {
		struct member *m = member_at(&c->load[l], node);

		if (m)
			set_apart(c, m);
	}
	for (uint32_t x = 0; x < c->askers; x++)
		c->asker[x].least = fmin(c->asker[x].least, c->asker[x].there);
	c->spot = NONE;
}

/* ---- which nodes are alike ---- */

static int by_place(const struct cost *c, uint32_t a, uint32_t b)
{
	const struct node *x = &c->w->node[a], *y = &c->w->node[b];
	int order = compare(x->vertex, y->vertex);

	if (!order)
		order = compare(x->access, y->access);
	if (!order && x->access && !c->w->row[x->access - 1].alike)
		order = compare(x->link, y->link);
	if (!order)
		order = starts_requests(c->a, a) - starts_requests(c->a, b);
	for (uint8_t k = 0; !order && k < CURRENCIES; k++) {
		double p = speed_of(c->w, a, k), q = speed_of(c->w, b, k);

		order = (p > q) - (p < q);
	}
	return order;
}

bool cost_alike(const struct cost *c, uint32_t a, uint32_t b)
{
	/* Two vertices are never alike; two nodes that nothing joins are. */
	return by_place(c, a, b) == 0;
}

struct placed_node { const struct cost *cost; uint32_t node; };

static int by_place_and_node(const void *a, const void *b)
{
	const struct placed_node *x = a, *y = b;
	int order = by_place(x->cost, x->node, y->node);

	return order ? order : compare(x->node, y->node);
}

void cost_sort(const struct cost *c, uint32_t *node, uint32_t n)
{
	struct placed_node *list = xcalloc(n, sizeof *list);

	for (uint32_t i = 0; i < n; i++)
		list[i] = (struct placed_node){ c, node[i] };
	qsort(list, n, sizeof *list, by_place_and_node);
	for (uint32_t i = 0; i < n; i++)
		node[i] = list[i].node;
	free(list);
}
