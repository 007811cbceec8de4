/*
 * Requests that begin at devices of one group on one vertex go the same ways, and are walked once. What the many such ways bring is
 * summed over nodes and directions; the largest of each group and row is kept.
 */
#include "models/offered.h"

#include "models/net/core.h"
#include "models/net/direction.h"
#include "models/node/reserved.h"
#include "models/offered_walk.h"
#include "models/work/workload.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 40 };

/* A load this near to 1 is 1: it is a sum of rounded figures. */
#define FULL (1 - 1e-9)

/* ---- nodes that are alike ---- */

struct alike { uint32_t node, count; };

struct classes {
	struct alike *alike;
	uint32_t n;
	uint32_t *of;                      /* of each member of the workload */
	uint32_t *slot, slots;
};

static uint32_t member(const struct workload *load, uint32_t i)
{
	return workload_node(load, i);
}

/* Nodes on which a component is fixed, and those whose speed is their own, are like no other. */
static bool is_like(const struct world *w, const uint8_t *hosts, uint32_t a, uint32_t b)
{
	const struct node *x = &w->node[a], *y = &w->node[b];
	const struct group *g = group_of(w, a);

	if (hosts[a] || hosts[b] || x->group != y->group || x->vertex != y->vertex || x->access != y->access || x->upward != y->upward)
		return false;
	return x->access && !g->member_speed[CURRENCY_INSTRUCTIONS] && !g->member_speed[CURRENCY_FLOP] && !g->member_speed[CURRENCY_CYCLES]
	       && !(g->accelerator && g->accelerator->member_speed[CURRENCY_FLOP]);
}

static void classify(const struct world *w, const struct workload *load, const uint8_t *hosts, struct classes *c)
{
	/* Copies for all devices reach those that are alike in another way than their own requests do. */
	bool apart = (load->trace && load->trace->member) || (w->origin_slot != NONE && !load->by_clock);

	c->n = 0;
	for (c->slots = 64; c->slots < 2 * load->members;)
		c->slots *= 2;
	c->alike = xcalloc(load->members, sizeof *c->alike);
	c->of = xcalloc(load->members, sizeof *c->of);
	c->slot = xcalloc(c->slots, sizeof *c->slot);
	for (uint32_t i = 0; i < load->members; i++) {
		uint32_t node = member(load, i);
		uint32_t at = (uint32_t)random_mix(w->node[node].vertex, w->node[node].group) & (c->slots - 1);

		while (c->slot[at] && (apart || !is_like(w, hosts, c->alike[c->slot[at] - 1].node, node)))
			at = (at + 1) & (c->slots - 1);
		if (!c->slot[at]) {
			c->alike[c->n] = (struct alike){ .node = node };
			c->slot[at] = ++c->n;
		}
		c->of[i] = c->slot[at] - 1;
		c->alike[c->of[i]].count++;
	}
	free(c->slot);
}

static void classes_fini(struct classes *c)
{
	free(c->alike);
	free(c->of);
}

/* ---- means of traces ---- */

/* How many rows each member has, and the sums of their columns; if no member is named, of all rows together. */
struct row_sums { double *rows, *column; };

static struct row_sums sum_rows(const struct workload *load)
{
	const struct trace *t = load->trace;
	uint32_t n = t->member ? load->members : 1;
	struct row_sums sums = { xcalloc(n, sizeof *sums.rows), xcalloc((size_t)n * t->columns + 1, sizeof *sums.column) };

	for (uint32_t i = 0; i < t->rows; i++) {
		uint32_t m = t->member ? t->member[i] : 0;

		sums.rows[m]++;
		for (uint32_t k = 0; k < t->columns; k++)
			sums.column[(size_t)m * t->columns + k] += t->value[(size_t)i * t->columns + k];
	}
	for (uint32_t m = 0; m < n; m++)
		for (uint32_t k = 0; k < t->columns && sums.rows[m] > 0; k++)
			sums.column[(size_t)m * t->columns + k] /= sums.rows[m];
	return sums;
}

static void row_sums_fini(struct row_sums *sums)
{
	free(sums->rows);
	free(sums->column);
}

/* ---- one workload ---- */

static bool walk_classes(struct world *w, const struct workload *load, double rate, const struct classes *c, const struct row_sums *sums,
			 struct arriving *arriving, struct own *own)
{
	bool good = true;

	for (uint32_t i = 0; i < c->n && good; i++) {
		struct beginning b = { .load = load, .origin = c->alike[i].node, .rate = rate * c->alike[i].count / load->members };

		if (load->trace && load->trace->member)
			b.rate = rate * sums->rows[i] / load->trace->rows;
		if (load->trace)
			b.column = sums->column + (load->trace->member ? (size_t)i * load->trace->columns : 0);
		b.own_rate = b.rate / c->alike[i].count;
		if (b.rate > 0)
			good = offered_walk(w, &b, arriving, &own[i]);
		own[i].busy *= b.own_rate;
		own[i].accelerator *= b.own_rate;
		own[i].access[0] *= b.own_rate;
		own[i].access[1] *= b.own_rate;
	}
	return good;
}

/* Add what comes of `weight` times its rate. */
static bool add_workload(struct world *w, const struct workload *load, double weight, const uint8_t *hosts, struct arriving *arriving)
{
	struct classes c;
	struct row_sums sums = { NULL, NULL };
	struct own *own;
	bool good;

	if (!load->members)
		return true;
	if (isnan(workload_rate(load))) {
		offered_unknown(w, load, arriving);
		return true;
	}
	classify(w, load, hosts, &c);
	if (load->trace)
		sums = sum_rows(load);
	own = xcalloc(c.n, sizeof *own);
	good = walk_classes(w, load, weight * workload_rate(load), &c, &sums, arriving, own);
	for (uint32_t i = 0; i < load->members; i++) {
		uint32_t node = member(load, i);

		arriving->busy[node] += own[c.of[i]].busy;
		if (group_of(w, node)->accelerator)
			arriving->busy[serving_node(w, node, CURRENCY_FLOP)] += own[c.of[i]].accelerator;
		arriving->access[0][node] += own[c.of[i]].access[0];
		arriving->access[1][node] += own[c.of[i]].access[1];
	}
	free(own);
	row_sums_fini(&sums);
	classes_fini(&c);
	return good;
}

/* ---- the largest ---- */

/* What is wanted of one walk: the largest loads, or how many are overloaded. */
enum purpose { KEEP_MOST, COUNT_OVER };

static void enter(struct offered_load *l, double load, uint32_t whose, enum purpose purpose, uint32_t *over)
{
	*over += load >= FULL;
	if (purpose == KEEP_MOST && load > l->most) {
		l->most = load;
		l->whose = whose;
	}
}

static void count(struct offered_load *l, uint32_t over, enum purpose purpose)
{
	if (purpose == COUNT_OVER && over > l->over)
		l->over = over;
}

/* Of the stations of instances that reserve cores, and of what they leave. */
static void keep_reserved(const struct world *w, struct offered_load *l, const struct arriving *arriving, uint32_t node, enum purpose purpose, uint32_t *over)
{
	double left = (double)(group_of(w, node)->cores - w->cores_taken[node]);
	double most = arriving->busy[node] > 0 ? arriving->busy[node] / left : 0;

	for (uint32_t c = 0; c < w->components; c++)
		if (arriving->reserved[c] && arriving->reserved[c][node] > 0)
			most = fmax(most, arriving->reserved[c][node] / (double)(reserved_instances(w, &w->component[c], node) * w->component[c].config->cores));
	enter(l, most, node, purpose, over);
}

static void keep_nodes(const struct world *w, struct offered *o, const struct arriving *arriving, enum purpose purpose)
{
	for (uint32_t g = 0; g < w->all_groups; g++) {
		const struct group *group = &w->group[g];
		uint32_t over = 0;

		for (uint32_t node = group->first; node < group->first + group->count && group->cores != COUNT_UNLIMITED; node++)
			if (w->cores_taken && w->cores_taken[node])
				keep_reserved(w, &o->group[g], arriving, node, purpose, &over);
			else
				enter(&o->group[g], arriving->busy[node] / (double)group->cores, node, purpose, &over);
		count(&o->group[g], over, purpose);
	}
}

static void keep_links(const struct world *w, struct offered *o, const struct arriving *arriving, enum purpose purpose)
{
	uint32_t (*over)[2] = xcalloc(w->rows, sizeof *over);
	uint32_t n;
	struct direction *core = core_directions(w->core, &n);

	for (uint32_t i = 0; i < n; i++) {
		uint32_t row = core[i].link->row, down = core[i].down;
		double load = arriving->core[i] * core[i].link->seconds_per_byte[down];

		enter(&o->row[row][down], load, core[i].number, purpose, &over[row][down]);
	}
	for (uint32_t i = 0; i < w->nodes; i++)
		for (int into = 0; into < 2 && w->node[i].access; into++) {
			uint32_t row = w->node[i].access - 1u, down = w->node[i].upward == (into == 0) ? 0 : 1;
			double load = arriving->access[into][i] * link_of(&w->row[row], w->node[i].link)->seconds_per_byte[down];

			enter(&o->row[row][down], load, w->node[i].link, purpose, &over[row][down]);
		}
	for (uint32_t r = 0; r < w->rows; r++)
		for (int k = 0; k < 2; k++)
			count(&o->row[r][k], over[r][k], purpose);
	free(over);
}

/* ---- what is not known ---- */

static void note_group(const struct world *w, struct offered *o, uint32_t node)
{
	uint32_t g = w->node[node].group;

	o->group[g].partial = w->group[g].cores != COUNT_UNLIMITED;
}

/* What does work of a currency for a component. */
static void note_serving(const struct world *w, struct offered *o, const struct component *c, uint8_t currency)
{
	const struct application *a = &w->application[c->application];

	for (uint32_t k = 1; k <= c->n; k++)
		note_group(w, o, serving_node(w, c->candidate[k].node, currency));
	for (uint32_t k = 0; k < a->n_origins && c->at_origin; k++)
		for (uint32_t node = a->origin[k].first; node < a->origin[k].first + a->origin[k].count;) {
			note_group(w, o, serving_node(w, node, currency));
			node = group_of(w, node)->first + group_of(w, node)->count;
		}
}

static void note_component(const struct world *w, struct offered *o, uint32_t c)
{
	bool asked[CURRENCIES] = { false };

	for (uint32_t m = 0; m < w->messages; m++)
		if (w->message[m].to == c && w->message[m].has_work)
			asked[w->message[m].currency] = true;
	for (uint8_t k = 0; k < CURRENCIES; k++)
		if (asked[k])
			note_serving(w, o, &w->component[c], k);
}

/* An unlimited link has no load to be known. */
static void note_link(struct offered *o, const struct link *link)
{
	for (int k = 0; k < 2; k++)
		o->row[link->row][k].partial = o->row[link->row][k].partial || link->seconds_per_byte[k] > 0;
}

static void note_unknown(const struct world *w, struct offered *o, const struct arriving *arriving)
{
	uint32_t n;
	const struct direction *core = core_directions(w->core, &n);

	for (uint32_t i = 0; i < w->components; i++)
		if (arriving->unknown[i])
			note_component(w, o, i);
	for (uint32_t i = 0; i < n && arriving->unknown_core; i++)
		note_link(o, core[i].link);
	for (uint32_t i = 0; i < w->nodes && arriving->unknown_access; i++)
		if (w->node[i].access)
			note_link(o, link_of(&w->row[w->node[i].access - 1], w->node[i].link));
}

/* ---- times ---- */

/* A trace is offered until its last row. */
static sim_time end_of(const struct workload *load)
{
	const struct trace *t = load->trace;

	return t ? load->begin + (t->rows ? t->at[t->rows - 1] : 0) : load->stop;
}

/*
 * How much of a workload counts from time `at` on: for the largest load whether it is on at that time; for what is overloaded its part
 * of the time from there to the end of the run. A burst that is worked off by then overloads nothing.
 */
static double weight_of(const struct world *w, const struct workload *load, sim_time at, enum purpose purpose)
{
	sim_time from = load->begin > at ? load->begin : at, to = end_of(load);

	if (purpose == KEEP_MOST || at >= w->window_to)
		return load->begin <= at && (at < to || load->begin == at);
	return to > from ? (double)(to - from) / (double)(w->window_to - at) : 0;
}

/* One walk of all workloads by their weights at one time. */
static bool add_time(struct world *w, sim_time at, enum purpose purpose, const uint8_t *hosts, struct offered *o, uint64_t *steps)
{
	struct arriving arriving = { .steps = *steps };
	uint32_t directions;
	bool good = true;

	core_directions(w->core, &directions);
	arriving.busy = xcalloc(w->all_nodes, sizeof *arriving.busy);
	arriving.access[0] = xcalloc(w->nodes, sizeof *arriving.access[0]);
	arriving.access[1] = xcalloc(w->nodes, sizeof *arriving.access[1]);
	arriving.core = xcalloc(directions, sizeof *arriving.core);
	arriving.unknown = xcalloc(w->components, 1);
	arriving.reserved = xcalloc(w->components, sizeof *arriving.reserved);
	for (uint32_t i = 0; i < w->components; i++)
		if (w->component[i].config->cores != COUNT_UNSET)
			arriving.reserved[i] = xcalloc(w->all_nodes, sizeof **arriving.reserved);
	for (uint32_t i = 0; i < w->workloads && good; i++) {
		double weight = weight_of(w, &w->workload[i], at, purpose);

		if (weight > 0)
			good = add_workload(w, &w->workload[i], weight, hosts, &arriving);
	}
	if (good) {
		keep_nodes(w, o, &arriving, purpose);
		keep_links(w, o, &arriving, purpose);
		note_unknown(w, o, &arriving);
	}
	*steps = arriving.steps;
	free(arriving.busy);
	free(arriving.access[0]);
	free(arriving.access[1]);
	free(arriving.core);
	free(arriving.unknown);
	for (uint32_t i = 0; i < w->components; i++)
		free(arriving.reserved[i]);
	free(arriving.reserved);
	return good;
}

/* Loads only grow where a workload begins. */
static bool is_first_to_begin(const struct world *w, uint32_t i)
{
	for (uint32_t k = 0; k < i; k++)
		if (w->workload[k].begin == w->workload[i].begin)
			return false;
	return true;
}

/* Whether some load is so large that it is worth asking for how long. */
static bool is_overloaded(const struct world *w, const struct offered *o)
{
	bool over = false;

	for (uint32_t g = 0; g < w->all_groups; g++)
		over = over || o->group[g].most >= FULL;
	for (uint32_t r = 0; r < w->rows; r++)
		over = over || o->row[r][0].most >= FULL || o->row[r][1].most >= FULL;
	return over;
}

static struct offered *work_out(struct world *w)
{
	struct offered *o = arena_alloc(w->arena, sizeof *o);
	uint8_t *hosts = xcalloc(w->nodes, 1);
	uint64_t steps = 0;

	o->group = arena_array(w->arena, w->all_groups, sizeof *o->group);
	o->row = arena_array(w->arena, w->rows, sizeof *o->row);
	for (uint32_t i = 0; i < w->components; i++)
		for (uint32_t k = 1; k <= w->component[i].n; k++)
			hosts[w->component[i].candidate[k].node] = 1;
	/* What an origin serves on reserved cores is of that origin alone. */
	for (uint32_t i = 0; i < w->nodes && w->cores_taken; i++)
		hosts[i] |= w->cores_taken[i] > 0;
	for (uint32_t i = 0; i < w->workloads && !o->given_up; i++)
		if (is_first_to_begin(w, i))
			o->given_up = !add_time(w, w->workload[i].begin, KEEP_MOST, hosts, o, &steps)
				      || (is_overloaded(w, o) && !add_time(w, w->workload[i].begin, COUNT_OVER, hosts, o, &steps));
	free(hosts);
	return o;
}

/* ---- what is said ---- */

static const char *link_name(const struct world *w, uint32_t row, uint32_t number)
{
	const struct link_row *r = &w->row[row];

	return arena_format(w->arena, "%s->%s", node_name(w, r->from[number - r->first]), node_name(w, r->to[number - r->first]));
}

static void warn_of_group(struct build *b, const struct group *g, const struct offered_load *l)
{
	char *others = l->over > 1 ? text_format(" and %u more node%s", l->over - 1, l->over > 2 ? "s" : "") : text_format("%s", "");
	const char *what = g->queue == COUNT_UNLIMITED ? "more work comes than it can do, so the queue grows as long as that lasts"
			   : "more work comes than it can do, so its queue is full and turns the rest away";

	diag_warning(b->diag, g->mark, "offered load %.4g at %s%s: %s", l->most, node_name(b->world, l->whose), others, what);
	free(others);
}

static void warn_of_links(struct build *b, uint32_t row, int down, const struct offered_load *l)
{
	char *others = l->over > 1 ? text_format(" and %u more link%s", l->over - 1, l->over > 2 ? "s" : "") : text_format("%s", "");

	diag_warning(b->diag, b->world->row[row].mark, "offered load %.4g on link %s%s, %s: more comes than it can send, so what waits for it grows as"
		     " long as that lasts", l->most, link_name(b->world, row, l->whose), others, down ? "down" : "up");
	free(others);
}

void build_offered(struct build *b)
{
	struct world *w = b->world;
	struct offered *o = work_out(w);

	w->offered = o;
	for (uint32_t g = 0; g < w->all_groups && !o->given_up; g++)
		if (o->group[g].over)
			warn_of_group(b, &w->group[g], &o->group[g]);
	for (uint32_t r = 0; r < w->rows && !o->given_up; r++)
		for (int k = 0; k < 2; k++)
			if (o->row[r][k].over)
				warn_of_links(b, r, k, &o->row[r][k]);
}

static void describe_load(const char *name, const struct offered_load *l, const char *whose, struct text *out)
{
	char *load = l->most > 0 ? text_format("%s%.3g", l->partial ? ">= " : "", l->most) : text_format("unknown");

	text_add(out, l->most > 0 ? "  %-12s %-22s at %s\n" : "  %-12s %s\n", load, name, whose);
	free(load);
}

static bool is_told(const struct offered_load *l)
{
	return l->most > 0 || l->partial;
}

static void describe_all(const struct world *w, const struct offered *o, struct text *out)
{
	for (uint32_t g = 0; g < w->all_groups && g < MOST_LINES; g++)
		if (is_told(&o->group[g]))
			describe_load(w->group[g].name, &o->group[g], node_name(w, o->group[g].whose), out);
	for (uint32_t r = 0; r < w->rows && r < MOST_LINES; r++)
		for (int k = 0; k < 2; k++)
			if (is_told(&o->row[r][k]))
				describe_load(w->row[r].scope[k], &o->row[r][k], o->row[r][k].most > 0 ? link_name(w, r, o->row[r][k].whose) : "", out);
}

void describe_offered(const struct world *w, struct text *out)
{
	const struct offered *o = w->offered;
	struct text lines = { 0 };

	if (o->given_up) {
		text_add(out, "offered load: not worked out, there are too many ways for messages to go\n");
		return;
	}
	describe_all(w, o, &lines);
	if (lines.length)
		text_add(out, "offered load, as a share of what a node or link can do, the largest of each group\n%s", lines.text);
	text_fini(&lines);
}
