/*
 * Placement: on which nodes each component has instances. `at` pins them; the rest is up to a policy. Memory is counted for both, pinned
 * ones first, since they have no choice.
 */
#include "models/build.h"

#include "models/energy/meter.h"
#include "models/node/station.h"
#include "models/place/place.h"
#include "sim/base/units.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* ---- pinned components ---- */

/* `origin` is a place among others; the rest are nodes. */
static bool split_origin(const struct references *at, struct references *nodes, struct reference *buffer)
{
	bool origin = false;

	*nodes = (struct references){ buffer, 0 };
	for (uint32_t i = 0; i < at->n; i++)
		if (strcmp(at->list[i].name, "origin") == 0)
			origin = true;
		else
			buffer[nodes->n++] = at->list[i];
	return origin;
}

static bool pin(struct build *b, struct component *c)
{
	struct world *w = b->world;
	const struct references *at = &c->config->at;
	struct reference *buffer = xcalloc(at->n, sizeof *buffer);
	struct references nodes;
	struct node_list hosts = { 0 };
	bool good;

	c->at_origin = split_origin(at, &nodes, buffer);
	good = nodes_named(b, &nodes, &hosts);
	c->n = hosts.n;
	c->candidate = arena_array(w->arena, c->n + 1, sizeof *c->candidate);
	for (uint32_t i = 0; i < c->n; i++)
		c->candidate[1 + i].node = hosts.node[i];
	if (good && !c->n && !c->at_origin)
		good = diag_error(b->diag, at->list[0].mark, "component '%s' runs nowhere: the groups it names have no members", c->name);
	if (c->config->replicas != COUNT_UNSET)
		good = diag_error(b->diag, c->mark, "component '%s' has replicas beside `at`, which has one instance on every node it names;"
				  " write among in place of at", c->name);
	if (c->config->among.n)
		good = diag_error(b->diag, c->config->among.list[0].mark, "component '%s' has among beside `at`: either its nodes are named, or a policy"
				  " chooses among them", c->name);
	free(hosts.node);
	free(buffer);
	return good;
}

bool pin_components(struct build *b)
{
	struct world *w = b->world;
	bool good = true;

	for (uint32_t i = 0; i < w->components; i++)
		if (w->component[i].config->at.n)
			good = pin(b, &w->component[i]) && good;
	return good;
}

/* ---- memory ---- */

/* Take the memory of one instance; false, with an error, if it is not there. */
static bool take(struct build *b, const struct component *c, uint32_t node)
{
	const struct view view = { .world = b->world };
	double left = view_memory_free(&view, node), needed = c->config->memory;
	double all = group_of(b->world, node)->config->memory;
	char a[64], f[64], n[64];

	b->world->memory_taken[node] += needed;
	/* A byte is what sums of fractions of one may be off. */
	if (needed <= left + 1)
		return true;
	return diag_error(b->diag, c->mark, "component '%s' finds no room on %s: it needs %s of memory, and of %s there %s is free", c->name,
			  node_name(b->world, node), units_human(needed, DIM_DATA, 4, n), units_human(all, DIM_DATA, 4, a),
			  units_human(left > 0 ? left : 0, DIM_DATA, 4, f));
}

/* The same for its cores. */
static bool take_cores(struct build *b, const struct component *c, uint32_t node)
{
	const struct view view = { .world = b->world };
	double left = view_cores_free(&view, node);

	if ((double)c->config->cores > left)
		return diag_error(b->diag, c->mark, "component '%s' finds no room on %s: it reserves %llu core%s, and of %llu there %g %s free", c->name,
				  node_name(b->world, node), (unsigned long long)c->config->cores, c->config->cores == 1 ? "" : "s",
				  (unsigned long long)group_of(b->world, node)->cores, left, left == 1 ? "is" : "are");
	b->world->cores_taken[node] += (uint32_t)c->config->cores;
	return true;
}

/* Call `take_one` for each node of a pinned component, until it fails: one error for each is enough. */
static bool each_place(struct build *b, const struct component *c, bool (*take_one)(struct build *, const struct component *, uint32_t))
{
	const struct application *a = &b->world->application[c->application];
	bool good = true;

	for (uint32_t i = 1; i <= c->n && good; i++)
		good = take_one(b, c, c->candidate[i].node);
	for (uint32_t i = 0; c->at_origin && i < a->n_origins; i++)
		for (uint32_t k = 0; k < a->origin[i].count && good; k++)
			/* A node that is named and an origin has one instance. */
			if (!host_at(c, a->origin[i].first + k))
				good = take_one(b, c, a->origin[i].first + k);
	return good;
}

static bool count_memory(struct build *b)
{
	struct world *w = b->world;
	bool any = false, good = true;

	for (uint32_t i = 0; i < w->components; i++)
		any = any || w->component[i].config->memory > 0;
	if (!any)
		return true;
	w->memory_taken = arena_array(w->arena, w->nodes, sizeof *w->memory_taken);
	for (uint32_t i = 0; i < w->components; i++)
		if (w->component[i].config->at.n && w->component[i].config->memory > 0)
			good = each_place(b, &w->component[i], take) && good;
	return good;
}

static bool count_cores(struct build *b)
{
	struct world *w = b->world;
	bool any = false, good = true;

	for (uint32_t i = 0; i < w->components; i++)
		any = any || w->component[i].config->cores != COUNT_UNSET;
	if (!any)
		return true;
	w->cores_taken = arena_array(w->arena, w->all_nodes, sizeof *w->cores_taken);
	for (uint32_t i = 0; i < w->components; i++)
		if (w->component[i].config->at.n && w->component[i].config->cores != COUNT_UNSET)
			good = each_place(b, &w->component[i], take_cores) && good;
	return good;
}

/* A node of which all is reserved serves nobody else. */
static bool has_cores_left(struct build *b, const struct component *c, uint32_t node)
{
	const struct view view = { .world = b->world };

	return view_cores_free(&view, node) >= 1
	       || diag_error(b->diag, c->mark, "component '%s' reserves no cores, and on %s all are reserved by others", c->name, node_name(b->world, node));
}

/* What does not go with reserved cores; NULL: nothing that the group has. */
static const char *against_reserved(const struct group *g)
{
	if (g->sleep)
		return "sleep";
	/* What a job carries of a curve depends on the cores busy at the whole node, and those that share cores are not told apart (energy/meter.h). */
	return g->discipline->each_attained && g->meter && g->meter->above_w ? "scheduling by ps and power that is no line" : NULL;
}

/* Where cores are reserved what works there has cores, and there are no more of them reserved than there are. */
static bool check_reserved(struct build *b)
{
	struct world *w = b->world;
	bool good = true;

	for (uint32_t i = 0; i < w->components && w->cores_taken; i++) {
		const struct component *c = &w->component[i];
		bool works = false;

		for (uint32_t m = 0; m < w->messages; m++)
			works = works || (w->message[m].to == i && w->message[m].has_work);
		if (works && c->config->cores == COUNT_UNSET)
			good = each_place(b, c, has_cores_left) && good;
	}
	for (uint32_t i = 0; i < w->nodes && w->cores_taken && good; i++)
		if (w->cores_taken[i] > group_of(w, i)->cores)
			good = diag_error(b->diag, group_of(w, i)->mark, "instances reserve %u cores of %s, which has %llu", w->cores_taken[i],
					  node_name(w, i), (unsigned long long)group_of(w, i)->cores);
		else if (w->cores_taken[i] && against_reserved(group_of(w, i)))
			good = diag_error(b->diag, group_of(w, i)->mark, "%s has %s, and instances reserve cores of it, which is not supported together",
					  node_name(w, i), against_reserved(group_of(w, i)));
	return good;
}

/* ---- components that a policy places ---- */

static bool is_placed(const struct component *c)
{
	return c->config->at.n == 0;
}

/* The choice that governs an application: its own, or the scenario's. */
static const struct choice *choice_of(const struct build *b, const struct application *a)
{
	const struct choice *own = &ENTRY(&b->config->applications, const struct application_config, a - b->world->application)->placement;

	return own->class ? own : &b->config->placement;
}

/* Whether a group declares what every message to `c` asks for; with `complain`, an error for each that it does not. */
static bool can_serve(struct build *b, const struct component *c, const struct group *g, bool complain)
{
	const struct world *w = b->world;
	const struct application *a = &w->application[c->application];
	bool good = true;

	for (uint32_t m = a->first_message; m < a->first_message + a->n_messages; m++) {
		const struct message *message = &w->message[m];

		if (&w->component[message->to] == c && message->has_work && !(serving_group(g, message->currency)->speed[message->currency] > 0))
			good = complain && check_currency(b, message, g);
	}
	return good;
}

static bool computes(const struct group *g)
{
	for (int i = 0; i < CURRENCIES; i++)
		if (g->speed[i] > 0)
			return true;
	return g->accelerator != NULL;
}

/* The nodes that `c` may go to: those it names, or all that compute and can do its work. */
static bool list_candidates(struct build *b, const struct component *c, struct node_list *list)
{
	const struct world *w = b->world;
	const struct references *among = &c->config->among;
	bool good = true;

	for (uint32_t i = 0; i < among->n; i++)
		if (strcmp(among->list[i].name, "origin") == 0)
			return diag_error(b->diag, among->list[i].mark, "among: origin is no node to choose, it stands for every node that"
					  " starts requests; it belongs into `at`");
	if (among->n && !nodes_named(b, among, list))
		return false;
	for (uint32_t g = 0; g < w->groups; g++) {
		const struct group *group = &w->group[g];
		bool named = false;

		for (uint32_t i = 0; i < among->n; i++)
			named = named || strcmp(among->list[i].name, group->name) == 0;
		if (named)
			good = can_serve(b, c, group, true) && good;
		else if (!among->n && computes(group) && can_serve(b, c, group, false))
			for (uint32_t k = 0; k < group->count; k++)
				node_list_add(list, group->first + k);
	}
	return good;
}

static bool make_item(struct build *b, struct plan_item *item, const struct component *c)
{
	struct node_list list = { 0 };
	bool good = list_candidates(b, c, &list);

	*item = (struct plan_item){ (uint32_t)(c - b->world->component), list.node, list.n,
				    c->config->replicas == COUNT_UNSET ? 0 : (uint32_t)c->config->replicas };
	if (good && !list.n)
		return diag_error(b->diag, c->mark, "component '%s' cannot be placed: %s", c->name, c->config->among.n
				  ? "the groups it names have no members" : "no node computes what its messages ask for");
	if (good && item->replicas > list.n && c->config->cores == COUNT_UNSET)
		return diag_error(b->diag, c->mark, "component '%s' shall have %u replicas, but there %s %u node%s to choose from, and at most one"
				  " goes on a node", c->name, item->replicas, list.n == 1 ? "is" : "are", list.n, list.n == 1 ? "" : "s");
	return good;
}

/* ---- all ---- */

/* Number of a policy among those that place, for the table of placements. */
static uint16_t placer(struct world *w, const char *name)
{
	for (uint32_t i = 0; i < w->placers; i++)
		if (strcmp(w->placer[i], name) == 0)
			return (uint16_t)i;
	w->placer[w->placers] = name;
	return (uint16_t)w->placers++;
}

/* Place what `choice` governs in one plan, so that a policy may weigh all of it together. */
static bool place_by(struct build *b, const struct choice *choice)
{
	struct world *w = b->world;
	const struct place place = { container_of(choice->class, const struct place_class, model), choice->config };
	const struct view view = { .world = w };
	struct plan plan = { .world = w, .diag = b->diag, .item = xcalloc(w->components, sizeof *plan.item),
			     .key = b->world_key };
	bool good = true;

	for (uint32_t i = 0; i < w->components; i++) {
		const struct component *c = &w->component[i];

		if (is_placed(c) && choice_of(b, &w->application[c->application]) == choice)
			good = make_item(b, &plan.item[plan.n++], c) && good;
	}
	if (good && plan.n) {
		plan.why = placer(w, choice->class->name);
		good = place.how->place(&place, &view, PLACE_START, &plan);
	}
	if (good && plan.reckoned.requests > 0)
		w->reckoned[w->reckonings++] = plan.reckoned;
	for (uint32_t i = 0; good && i < plan.n; i++)
		assert(plan_lacks(&plan, i) == 0);
	for (uint32_t i = 0; i < plan.n; i++)
		free((void *)plan.item[i].node);
	free(plan.item);
	return good;
}

static void list_instances(struct world *w)
{
	for (uint32_t i = 0; i < w->components; i++)
		w->instances += w->component[i].n;
	w->instance = arena_array(w->arena, w->instances, sizeof *w->instance);

	struct instance *at = w->instance;

	for (uint32_t i = 0; i < w->components; i++)
		for (uint32_t k = 1; k <= w->component[i].n; k++)
			*at++ = (struct instance){ i, w->component[i].candidate[k].node, w->component[i].why, 0 };
}

/* Policies place in the order in which the first application that each governs stands in the file. */
bool build_placement(struct build *b)
{
	struct world *w = b->world;
	bool good = count_memory(b);

	good = count_cores(b) && good;
	if (w->components > UINT16_MAX)
		return diag_error(b->diag, w->component[UINT16_MAX].mark, "%u components; at most %d are allowed", w->components, UINT16_MAX);
	w->placer = arena_array(w->arena, w->applications + 2, sizeof *w->placer);
	w->reckoned = arena_array(w->arena, w->applications + 1, sizeof *w->reckoned);
	placer(w, "pinned");
	for (uint32_t i = 0; i < w->applications && good; i++) {
		const struct choice *choice = choice_of(b, &w->application[i]);
		bool done = false;

		for (uint32_t k = 0; k < i; k++)
			done = done || choice_of(b, &w->application[k]) == choice;
		if (!done)
			good = place_by(b, choice);
	}
	good = good && check_reserved(b);
	if (good)
		list_instances(w);
	return good;
}
