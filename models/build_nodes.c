/* Groups and nodes, and how references name them. */
#include "models/build_topology.h"

#include "models/energy/meter.h"
#include "models/energy/sleep.h"
#include "models/node/accelerator.h"
#include "models/position/position.h"
#include "sim/base/text.h"

#include <stdlib.h>
#include <string.h>

/* Half of what 32 bits hold, so that sums of two never wrap. */
#define MOST_NODES UINT32_C(16000000)

const char *node_name(const struct world *w, uint32_t node)
{
	const struct group *g = group_of(w, node);

	if (g->count == 1)
		return g->name;
	return arena_format(w->arena, "%s[%u]", g->name, node - g->first);
}

uint64_t pair_key(const char *a, const char *b)
{
	return random_mix(text_hash(a), text_hash(b));
}

void node_list_add(struct node_list *list, uint32_t node)
{
	if (list->n == list->capacity) {
		list->capacity = list->capacity ? 2 * list->capacity : 16;
		list->node = xrealloc(list->node, list->capacity * sizeof *list->node);
	}
	list->node[list->n++] = node;
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

void node_list_sort(struct node_list *list)
{
	uint32_t kept = 0;
	bool sorted = true;

	for (uint32_t i = 1; i < list->n; i++)
		sorted = sorted && list->node[i - 1] < list->node[i];
	if (sorted)
		return;
	qsort(list->node, list->n, sizeof *list->node, by_number);
	for (uint32_t i = 0; i < list->n; i++)
		if (kept == 0 || list->node[kept - 1] != list->node[i])
			list->node[kept++] = list->node[i];
	list->n = kept;
}

uint32_t find_entry(struct build *b, const char *what, const struct reference *r, const struct entries *entries)
{
	const char **names = xcalloc(entries->n, sizeof *names);

	for (uint32_t i = 0; i < entries->n; i++) {
		names[i] = ((const struct entry *)(const void *)((const char *)entries->data + i * entries->size))->name;
		if (strcmp(names[i], r->name) == 0) {
			free(names);
			return i;
		}
	}
	diag_unknown(b->diag, r->mark, what, r->name, names, entries->n);
	free(names);
	return NONE;
}

uint32_t find_group(struct build *b, const struct reference *r)
{
	uint32_t g = find_entry(b, "node group", r, &b->config->nodes);

	/* Of a topology with errors, which has no vertices, enough was said. */
	if (g == NONE || (b->world->group[g].config->from.name && b->world->group[g].count == 0))
		return NONE;
	if (r->member >= 0 && (uint64_t)r->member >= b->world->group[g].count) {
		diag_error(b->diag, r->mark, "'%s[%lld]': the group has %u member%s, numbered from 0", r->name,
			   (long long)r->member, b->world->group[g].count, b->world->group[g].count == 1 ? "" : "s");
		return NONE;
	}
	return g;
}

bool nodes_named(struct build *b, const struct references *r, struct node_list *list)
{
	bool good = true;

	for (uint32_t i = 0; i < r->n; i++) {
		uint32_t g = find_group(b, &r->list[i]);
		const struct group *group;

		if (g == NONE) {
			good = false;
			continue;
		}
		group = &b->world->group[g];
		if (r->list[i].member >= 0)
			node_list_add(list, group->first + (uint32_t)r->list[i].member);
		for (uint32_t k = 0; r->list[i].member < 0 && k < group->count; k++)
			node_list_add(list, group->first + k);
	}
	node_list_sort(list);
	return good;
}

/* What differs between members is drawn once, keyed by the seed alone: into *member, or, of what does not, into *all. */
static bool draw_members(struct build *b, const struct group *g, const struct quantity *q, const char *what, uint64_t purpose, double *all,
			 const double **member)
{
	double *value;

	if (!quantity_given(q))
		return true;
	*all = quantity_mean(q);
	if (quantity_is_constant(q))
		return true;
	if (q->how == &distribution_each && g->count && q->list->n != g->count)
		return diag_error(b->diag, g->mark, "`each` lists %u %s%s, but '%s' has %u member%s", q->list->n, what, q->list->n == 1 ? "" : "s",
				  g->name, g->count, g->count == 1 ? "" : "s");
	*member = value = arena_array(b->world->arena, g->count, sizeof *value);
	for (uint32_t i = 0; i < g->count; i++) {
		struct stream stream = random_stream(random_mix(random_mix(random_mix(b->world_key, g->key), i), purpose));

		value[i] = quantity_of_member(q, i, &stream);
	}
	return true;
}

static bool draw_speeds(struct build *b, struct group *g, int currency)
{
	bool good = draw_members(b, g, &g->config->speed[currency], "speed", PURPOSE_NODE + 256 * (uint64_t)currency, &g->speed[currency],
				 &g->member_speed[currency]);

	for (uint32_t i = 0; good && g->member_speed[currency] && i < g->count; i++)
		if (!(g->member_speed[currency][i] > 0))
			good = diag_error(b->diag, g->mark, "a speed drawn for '%s[%u]' is %g; it must be above 0", g->name, i,
					  g->member_speed[currency][i]);
	return good;
}

/* A price of work becomes one of the time of a core: that of what the core can do in it. */
static bool build_price(struct build *b, struct group *g, const struct price_config *c)
{
	static const char *const keys[CURRENCIES] = { "speed", "flops", "clock" };
	int currency = c->work.dimension == DIM_PER_FLOP ? CURRENCY_FLOP : c->work.dimension == DIM_PER_CYCLE ? CURRENCY_CYCLES : CURRENCY_INSTRUCTIONS;
	const double *speed = g->member_speed[currency], *price = NULL;
	struct price *p;
	double *core_s;

	if (!quantity_given(&c->work) && isnan(c->time))
		return true;
	g->price = p = arena_alloc(b->world->arena, sizeof *p);
	p->node_s = isnan(c->time) ? 0 : c->time;
	if (quantity_given(&c->work) && !(g->speed[currency] > 0) && g->config->accelerator.class && currency == CURRENCY_FLOP)
		return true;
	if (quantity_given(&c->work) && !(g->speed[currency] > 0))
		return diag_error(b->diag, g->mark, "the cost of work at '%s' is by the unit of its `%s`, which is not given", g->name, keys[currency]);
	if (!draw_members(b, g, &c->work, "price", PURPOSE_PRICE, &p->core_s, &price))
		return false;
	if (speed || price) {
		p->member_core_s = core_s = arena_array(b->world->arena, g->count, sizeof *core_s);
		for (uint32_t i = 0; i < g->count; i++)
			core_s[i] = (price ? price[i] : p->core_s) * (speed ? speed[i] : g->speed[currency]);
	}
	p->core_s *= g->speed[currency];
	return true;
}

static bool set_positions(struct build *b, struct group *g, const struct node_config *c, const struct topology *t)
{
	const struct position_class *how;
	struct position *position;
	bool good;

	/* The group's own key wins over what the topology knows. */
	if (!c->position.class) {
		g->position = t ? t->graph.position : NULL;
		g->on_earth = g->position && t->graph.on_earth;
		return true;
	}
	how = container_of(c->position.class, const struct position_class, model);
	position = arena_array(b->world->arena, g->count, sizeof *position);
	good = how->place(b, g, &c->position, position, &g->on_earth);
	g->position = position;
	return good;
}

static bool build_power(struct build *b, struct group *g, const struct node_config *c)
{
	const struct sleep *sleep = g->sleep = c->sleep.class ? c->sleep.config : NULL;

	if (!c->power.class && sleep && !(isnan(sleep->asleep_w) && isnan(sleep->starting_w)))
		return diag_error(b->diag, c->sleep.mark, "node group '%s' has power asleep or starting up, but no `power` awake", g->name);
	if (!c->power.class)
		return true;
	if (c->cores == COUNT_UNLIMITED)
		return diag_error(b->diag, c->power.mark, "node group '%s' has unlimited cores: its share of busy cores, and so"
				  " its power, is not defined; give a number of cores", g->name);
	g->meter = meter_new(b->world->arena, g, &c->power, sleep);
	return true;
}

static bool build_group(struct build *b, struct group *g, const struct node_config *c, struct range nodes, const struct topology *t)
{
	bool good;

	*g = (struct group){ .name = c->entry.name, .mark = c->entry.mark, .config = c, .key = text_hash(c->entry.name),
			     .first = nodes.first, .count = nodes.count, .label = t ? t->graph.label : NULL, .tier = (uint8_t)c->tier, .cores = c->cores, .queue = c->queue };
	g->discipline = container_of(c->scheduling.class, const struct discipline_class, model);
	g->discipline_config = c->scheduling.config;
	good = build_power(b, g, c);
	for (int i = 0; i < CURRENCIES; i++)
		good = draw_speeds(b, g, i) && good;
	good = good && build_price(b, g, &c->cost);
	good = set_positions(b, g, c, t) && good;
	b->world->places_on_earth |= g->position && g->on_earth;
	b->world->places_on_plane |= g->position && !g->on_earth;
	return good;
}

/* Accelerators are groups of nodes behind all others: no link leads to them, and work comes to them through their nodes. */
static bool build_accelerator(struct build *b, struct group *g, struct group *of)
{
	struct node_config *c = accelerator_config(b->world->arena, of->config);
	bool good;

	*g = (struct group){ .name = arena_format(b->world->arena, "%s.accelerator", of->name), .mark = of->config->accelerator.mark, .config = c,
			     .first = b->world->all_nodes, .count = of->count, .tier = of->tier, .cores = c->cores, .queue = c->queue,
			     .discipline = &discipline_fcfs_ordered, .discipline_config = &discipline_fcfs_config, .is_accelerator = true };
	g->key = text_hash(g->name);
	of->accelerator = g;
	good = build_power(b, g, c);
	good = draw_speeds(b, g, CURRENCY_FLOP) && good;
	if (of->sleep)
		good = diag_error(b->diag, g->mark, "node group '%s' has sleep, and an accelerator, which is not supported together", of->name);
	if (of->meter && !g->meter)
		diag_warning(b->diag, g->mark, "node group '%s' has power, but its accelerator has none: what that draws is not counted", of->name);
	return good && build_price(b, g, &c->cost);
}

static bool build_accelerators(struct build *b)
{
	struct world *w = b->world;
	bool good = true;

	w->all_groups = w->groups;
	w->all_nodes = w->nodes;
	for (uint32_t g = 0; g < w->groups; g++) {
		struct group *of = &w->group[g];

		if (!of->config->accelerator.class)
			continue;
		good = build_accelerator(b, &w->group[w->all_groups++], of) && good;
		w->all_nodes += of->count;
	}
	return good;
}

/* How many nodes group `index` has, and the topology that it is of, if any. */
static bool count_nodes(struct build *b, uint32_t index, uint64_t *count, struct topology **topology)
{
	const struct node_config *c = ENTRY(&b->config->nodes, const struct node_config, index);
	uint32_t i;

	*count = c->from.name ? 0 : c->count;
	*topology = NULL;
	if (!c->from.name)
		return true;
	i = find_entry(b, "topology", &c->from, &b->config->network.topologies);
	if (i == NONE)
		return false;
	if (c->from.member >= 0)
		return diag_error(b->diag, c->from.mark, "'%s[%lld]': a topology has no members; name it whole", c->from.name, (long long)c->from.member);
	if (b->topology[i].group != NONE)
		return diag_error(b->diag, c->from.mark, "group '%s' is made from topology '%s' already",
				  ENTRY(&b->config->nodes, const struct node_config, b->topology[i].group)->entry.name, c->from.name);
	b->topology[i].group = index;
	if (c->count != COUNT_UNSET)
		return diag_error(b->diag, c->entry.mark, "count has no effect beside from: the group has a node for each vertex; leave it out");
	*topology = &b->topology[i];
	*count = (*topology)->graph.vertices;
	return true;
}

bool build_nodes(struct build *b)
{
	struct world *w = b->world;
	uint64_t total = 0;
	bool good = true;

	w->groups = b->config->nodes.n;
	w->group = arena_array(w->arena, 2 * (size_t)w->groups, sizeof *w->group);
	if (w->groups > UINT16_MAX / 2)
		return diag_error(b->diag, b->config->nodes.n ? ENTRY(&b->config->nodes, struct node_config, 0)->entry.mark
				  : (struct mark){ 0 }, "%u node groups; at most %d are allowed", w->groups, UINT16_MAX / 2);
	for (uint32_t g = 0; g < w->groups; g++) {
		const struct node_config *c = ENTRY(&b->config->nodes, const struct node_config, g);
		struct topology *topology;
		uint64_t count;

		good = count_nodes(b, g, &count, &topology) && good;
		total += count;
		if (total > MOST_NODES)
			return diag_error(b->diag, c->entry.mark, "with '%s' there are %llu nodes; at most %u are allowed", c->entry.name,
					  (unsigned long long)total, MOST_NODES);
		good = build_group(b, &w->group[g], c, (struct range){ (uint32_t)(total - count), (uint32_t)count }, topology) && good;
	}
	w->nodes = (uint32_t)total;
	good = build_accelerators(b) && good;
	w->node = arena_array(w->arena, w->all_nodes, sizeof *w->node);
	for (uint32_t g = 0; g < w->all_groups; g++)
		for (uint32_t i = 0; i < w->group[g].count; i++)
			w->node[w->group[g].first + i] = (struct node){ .group = g, .vertex = NONE };
	return good;
}
