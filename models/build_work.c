/* Workloads: their sources, and with them where each application's requests begin. */
#include "models/build.h"

#include "models/app/join.h"
#include "models/build_graph.h"
#include "models/work/workload.h"

#include <stdlib.h>
#include <string.h>

bool check_start(struct build *b, const struct workload *load, const struct workload_config *c)
{
	const struct world *w = b->world;
	const struct message *m = &w->message[load->start];
	const struct component *sender = m->from == NONE ? NULL : &w->component[m->from];

	/* One without hosts is still to be placed, or was reported. */
	if (!sender || sender->at_origin || !sender->n)
		return true;
	for (uint32_t i = 0; i < load->members; i++) {
		uint32_t node = workload_node(load, i);

		if (!host_at(sender, node))
			return diag_error(b->diag, c->from.list[0].mark, "%s starts '%s', but its sender '%s' does not run there; add origin to its `at`",
					  node_name(w, node), m->name, sender->name);
	}
	return true;
}

static uint32_t *copy_nodes(struct world *w, const struct node_list *nodes)
{
	uint32_t *copy = arena_array(w->arena, nodes->n, sizeof *copy);

	memcpy(copy, nodes->node, nodes->n * sizeof *copy);
	return copy;
}

static bool in_one_row(const struct node_list *nodes)
{
	for (uint32_t i = 1; i < nodes->n; i++)
		if (nodes->node[i] != nodes->node[0] + i)
			return false;
	return true;
}

bool workload_sources(struct build *b, struct workload *load, const struct node_list *nodes)
{
	struct world *w = b->world;
	const struct arrivals_class *how = load->arrivals;
	bool for_group = how->for_group && how->for_group(load->config) && nodes->n;
	uint64_t users = how->users ? how->users(load->config) : 1;
	uint64_t n = for_group ? 1 : users * nodes->n;

	if (n > UINT32_MAX / 256)
		return diag_error(b->diag, load->mark, "%llu users; at most %u are allowed", (unsigned long long)n, UINT32_MAX / 256);
	load->members = nodes->n;
	load->n_sources = (uint32_t)n;
	load->source = arena_array(w->arena, n, sizeof *load->source);
	load->state = arena_array(w->arena, n, how->state_size);
	for (uint32_t i = 0; i < n; i++)
		load->source[i].workload = (uint32_t)(load - w->workload);
	load->first = NONE;
	if (nodes->n && w->node[nodes->node[0]].group == w->node[nodes->node[nodes->n - 1]].group)
		load->first = group_of(w, nodes->node[0])->first;
	load->by_group = for_group;
	if (!in_one_row(nodes))
		load->node = copy_nodes(w, nodes);
	else if (nodes->n)
		load->first_node = nodes->node[0];
	return true;
}

/* The members of a group in an order drawn once, from the seed alone: shares are cut from it one after the other. */
static uint32_t *drawn_order(const struct build *b, const struct group *g)
{
	uint32_t *order = xcalloc(g->count, sizeof *order);
	struct stream stream = random_fork(random_mix(b->world_key, g->key), PURPOSE_SHARE);

	for (uint32_t i = 0; i < g->count; i++) {
		uint32_t k = (uint32_t)random_below(&stream, i + 1);

		order[i] = order[k];
		order[k] = g->first + i;
	}
	return order;
}

static bool take_share(struct build *b, const struct workload_config *c, const struct reference *r, struct node_list *nodes)
{
	uint32_t index = find_group(b, r);
	struct group *g = index == NONE ? NULL : &b->world->group[index];
	uint32_t from, to;
	uint32_t *order;

	if (!g)
		return false;
	if (r->member >= 0)
		return diag_error(b->diag, r->mark, "a share of '%s[%lld]', a single node, cannot be taken; name the group", r->name, (long long)r->member);
	if (g->shared_out + c->share > 1 + 1e-9)
		return diag_error(b->diag, r->mark, "the shares of '%s' add up to %g %%; at most 100 %% can be given out", g->name,
				  100 * (g->shared_out + c->share));
	order = drawn_order(b, g);
	from = (uint32_t)(g->shared_out * g->count + 0.5);
	g->shared_out += c->share;
	to = (uint32_t)(g->shared_out * g->count + 0.5);
	for (uint32_t i = from; i < to && i < g->count; i++)
		node_list_add(nodes, order[i]);
	free(order);
	return true;
}

static bool list_members(struct build *b, const struct workload_config *c, struct node_list *nodes)
{
	bool good = true;

	if (isnan(c->share))
		return nodes_named(b, &c->from, nodes);
	for (uint32_t i = 0; i < c->from.n; i++)
		good = take_share(b, c, &c->from.list[i], nodes) && good;
	node_list_sort(nodes);
	return good;
}

static bool build_sources(struct build *b, struct workload *load, const struct workload_config *c)
{
	struct node_list nodes = { 0 };
	bool good = list_members(b, c, &nodes) && workload_sources(b, load, &nodes) && check_start(b, load, c);

	free(nodes.node);
	return good;
}

/* A size or work from a column needs a row of a trace to be read from. */
static bool check_columns(struct build *b, const struct workload *load)
{
	const struct application *a = &b->world->application[load->application];
	bool good = true;

	for (uint32_t i = 0; i < a->n_messages && !load->trace; i++) {
		const struct message *m = &b->world->message[a->first_message + i];

		if (load->visits[i] > 0 && (m->size.how == &distribution_column || m->work.how == &distribution_column))
			good = diag_error(b->diag, m->mark, "'%s' takes its %s from a column of a trace, but workload '%s', which leads to it, has none (its"
					  " arrivals are %s)", m->name, m->size.how == &distribution_column ? "size" : "work", load->name,
					  load->arrivals->model.name);
	}
	return good;
}

bool workload_finish(struct build *b, struct workload *load, struct mark arrivals)
{
	const struct application *a = &b->world->application[load->application];
	double *visits = arena_array(b->world->arena, a->n_messages, sizeof *visits);

	load->visits = visits;
	if (!expected_visits(b, a, load->start, visits))
		return false;
	if (load->arrivals->prepare && !load->arrivals->prepare(load, b->world, arrivals, b->diag))
		return false;
	return check_columns(b, load);
}

/* Its application, first message, arrivals and sources. */
static bool begin_load(struct build *b, struct workload *load, const struct workload_config *c)
{
	struct world *w = b->world;
	uint32_t i = find_entry(b, "application", &c->application, &b->config->applications);
	const struct application *a;
	const struct references *after;
	uint32_t m;

	if (i == NONE)
		return false;
	a = &w->application[i];
	m = find_entry(b, "message", &c->start, &ENTRY(&b->config->applications, const struct application_config, i)->messages);
	if (m == NONE)
		return false;
	*load = (struct workload){ .name = c->entry.name, .mark = c->entry.mark, .key = pair_key("workload", c->entry.name), .application = i,
				   .start = a->first_message + m, .config = c->arrivals.config, .begin = c->begin };
	/* Arrivals stop at the end of the duration, before the drain. */
	load->stop = c->stop != TIME_UNSET && c->stop < w->window_to ? c->stop : w->window_to;
	load->arrivals = container_of(c->arrivals.class, const struct arrivals_class, model);
	after = join_predecessors(&w->message[load->start].config->after);
	if (after->n)
		return diag_error(b->diag, c->start.mark, "'%s' cannot start a request: it follows '%s'", w->message[load->start].name,
				  after->list[0].name);
	return build_sources(b, load, c);
}

/* The nodes that start an application's requests, as rows of consecutive ones. */
static void gather_origins(struct world *w, struct application *a)
{
	struct node_list all = { 0 };

	for (uint32_t l = 0; l < w->workloads; l++)
		if (w->workload[l].application == (uint32_t)(a - w->application))
			for (uint32_t i = 0; i < w->workload[l].members; i++)
				node_list_add(&all, workload_node(&w->workload[l], i));
	node_list_sort(&all);
	for (uint32_t i = 0; i < all.n; i++)
		a->n_origins += i == 0 || all.node[i] != all.node[i - 1] + 1;
	a->origin = arena_array(w->arena, a->n_origins, sizeof *a->origin);

	struct range *r = a->origin - 1;

	for (uint32_t i = 0; i < all.n; i++) {
		if (i == 0 || all.node[i] != all.node[i - 1] + 1)
			*++r = (struct range){ all.node[i], 0 };
		r->count++;
	}
	free(all.node);
}

bool build_workload(struct build *b)
{
	struct world *w = b->world;
	uint32_t clocks = 0;
	bool good = true;
	bool *begun;

	for (uint32_t m = 0; m < w->messages; m++)
		clocks += w->message[m].config->every.class != NULL;
	w->workloads = b->config->workload.n;
	w->workload = arena_array(w->arena, (size_t)w->workloads + clocks, sizeof *w->workload);
	begun = xcalloc(w->workloads, sizeof *begun);
	for (uint32_t i = 0; i < w->workloads; i++) {
		begun[i] = begin_load(b, &w->workload[i], ENTRY(&b->config->workload, const struct workload_config, i));
		good = good && begun[i];
	}
	for (uint32_t i = 0; i < w->applications; i++)
		gather_origins(w, &w->application[i]);
	/* How often messages are sent may depend on how many devices there are. */
	for (uint32_t i = 0; i < w->workloads; i++)
		if (begun[i])
			good = workload_finish(b, &w->workload[i], ENTRY(&b->config->workload, const struct workload_config, i)->arrivals.mark) && good;
	free(begun);
	return good;
}
