/*
 * Who may serve what: speeds against currencies, which nodes reach which, the policies of components. What is checked here
 * cannot go wrong in the run.
 */
#include "models/build.h"

#include "models/build_graph.h"
#include "models/net/core.h"
#include "models/node/ordered.h"
#include "models/node/parallel.h"
#include "models/offload/offload.h"

#include <stdlib.h>
#include <string.h>

static const char *const currency_keys[CURRENCIES] = { "speed", "flops", "clock" };
static const char *const currency_units[CURRENCIES] = { "instructions", "floating-point operations", "cycles" };

/* Every run of consecutive nodes of one group that may run `c`, origins included; how many. Freed by the caller. */
static uint32_t places_of(const struct world *w, const struct component *c, struct range **places)
{
	const struct application *a = &w->application[c->application];
	struct range *p = xcalloc((size_t)c->n + a->n_origins + w->groups, sizeof *p);
	uint32_t n = 0;

	for (uint32_t i = 1; i <= c->n; i++) {
		uint32_t node = c->candidate[i].node;
		struct range *last = n ? &p[n - 1] : NULL;

		if (last && last->first + last->count == node && w->node[last->first].group == w->node[node].group)
			last->count++;
		else
			p[n++] = (struct range){ node, 1 };
	}
	for (uint32_t i = 0; c->at_origin && i < a->n_origins; i++)
		for (uint32_t k = 0; k < a->origin[i].count;) {
			const struct group *g = group_of(w, a->origin[i].first + k);
			uint32_t left = g->first + g->count - (a->origin[i].first + k);
			uint32_t count = a->origin[i].count - k < left ? a->origin[i].count - k : left;

			p[n++] = (struct range){ a->origin[i].first + k, count };
			k += count;
		}
	*places = p;
	return n;
}

bool check_currency(struct build *b, const struct message *m, const struct group *g)
{
	if (!m->has_work || serving_group(g, m->currency)->speed[m->currency] > 0)
		return true;
	return diag_error(b->diag, m->config->entry.mark, "the work of '%s' is in %s, but node group '%s', which may run '%s', has no `%s`",
			  m->name, currency_units[m->currency], g->name, b->world->component[m->to].name, currency_keys[m->currency]);
}

static bool check_currencies(struct build *b, const struct message *m)
{
	const struct world *w = b->world;
	struct range *place;
	uint32_t n = places_of(w, &w->component[m->to], &place);
	bool good = true;

	for (uint32_t i = 0; i < n; i++)
		good = check_currency(b, m, group_of(w, place[i].first)) && good;
	free(place);
	return good;
}

static bool heeds_parallel(const struct group *g)
{
	bool ordered = g->discipline->key != NULL;

	return g->discipline->heeds_parallel && !(ordered && ((const struct ordered *)g->discipline_config)->preemptive);
}

/* Nodes that serve jobs on several cores at once do so by a discipline that can. */
static bool prepare_parallel(struct build *b, const struct message *m)
{
	struct world *w = b->world;
	struct range *place;
	uint32_t n = m->parallel ? places_of(w, &w->component[m->to], &place) : 0;
	bool good = true;

	for (uint32_t i = 0; i < n; i++) {
		struct group *g = &w->group[w->node[serving_node(w, place[i].first, m->currency)].group];

		if (!heeds_parallel(g))
			continue;
		if (g->cores == COUNT_UNLIMITED && m->config->cores == COUNT_UNSET)
			good = diag_error(b->diag, m->mark, "message '%s' is parallel, and '%s', which may serve it, has unlimited cores: give the"
					  " message `cores`", m->name, g->name);
		if (!g->discipline->key) {
			g->discipline = &discipline_fcfs_ordered;
			g->discipline_config = &discipline_fcfs_config;
		}
	}
	if (m->parallel)
		free(place);
	return good;
}

/* A priority or weight that no node heeds would silently do nothing. */
static void warn_of_unheeded(struct build *b, const struct message *m)
{
	const struct world *w = b->world;
	struct range *place;
	uint32_t n = places_of(w, &w->component[m->to], &place);

	for (uint32_t i = 0; i < n && m->has_work; i++) {
		const struct group *g = serving_group(group_of(w, place[i].first), m->currency);
		const char *what = m->config->priority && !g->discipline->heeds_priority ? "priority"
				   : m->config->weight != 1 && !g->discipline->heeds_weight ? "weight"
				   : m->parallel && !heeds_parallel(g) ? "parallel" : NULL;
		bool preemptive = what && m->parallel && !heeds_parallel(g) && g->discipline->key;

		if (what)
			diag_warning(b->diag, m->mark, "the %s of '%s' has no effect at '%s', whose scheduling is %s%s", what, m->name, g->name,
				     preemptive ? "preemptive " : "", g->discipline->model.name);
	}
	free(place);
}

/* ---- reachability ---- */

static uint32_t part_of(const struct world *w, uint32_t node)
{
	uint32_t v = w->node[node].vertex;

	return v == NONE ? NONE : core_part(w->core, v);
}

/* The first node of the places that `from` cannot reach, or NONE. */
static uint32_t unreached(const struct world *w, uint32_t from, const struct range *place, uint32_t n)
{
	uint32_t part = part_of(w, from);

	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = 0; k < place[i].count; k++) {
			uint32_t to = place[i].first + k;

			if (to != from && (part == NONE || part_of(w, to) != part))
				return to;
		}
	return NONE;
}

static bool is_tied_to_sender(const struct world *w, const struct message *m)
{
	const struct component *from = &w->component[m->from], *to = &w->component[m->to];

	/* Both only at the origin: the same node, always. */
	return from->at_origin && !from->n && to->at_origin && !to->n;
}

/* Every node that may send a message reaches every node that may serve it; under `nearest` one is enough. */
static bool check_reach(struct build *b, const struct message *m)
{
	const struct world *w = b->world;
	const struct component *to = &w->component[m->to];
	struct range *senders, *targets;
	uint32_t ns, nt;
	uint32_t far = NONE, from = NONE;

	if (m->from == NONE || (is_tied_to_sender(w, m) && !m->to_all))
		return true;
	ns = places_of(w, &w->component[m->from], &senders);
	nt = places_of(w, to, &targets);
	for (uint32_t i = 0; i < ns && far == NONE; i++)
		for (uint32_t k = 0; k < senders[i].count && far == NONE; k++) {
			from = senders[i].first + k;
			if (!to->at_origin && !to->offload && to->nearest && !m->to_all)
				far = nearest_of(w, to->nearest, from) == NONE ? to->candidate[1].node : NONE;
			/* Neighbours in a part share the answer. */
			else if (k == 0 || part_of(w, from) != part_of(w, from - 1) || part_of(w, from) == NONE)
				far = unreached(w, from, targets, nt);
		}
	free(senders);
	free(targets);
	if (far == NONE)
		return true;
	return diag_error(b->diag, m->mark, "%s cannot reach %s: no chain of links joins them, as message '%s' needs", node_name(w, from),
			  node_name(w, far), m->name);
}

/* ---- policies ---- */

/* What is reported, and how often. */
static void listen(struct build *b, struct offload *o, const struct choice *choice)
{
	struct world *w = b->world;
	sim_time every = ((const struct offload_settings *)choice->config)->information.every;
	struct information *information;
	struct range *place;
	uint32_t n;

	if (every == TIME_UNSET)
		return;
	if (!o->how->asks_load) {
		diag_warning(b->diag, choice->mark, "information has no effect for '%s': %s does not look at loads", o->component->name, o->how->model.name);
		return;
	}
	o->information = information = information_of(w, every);
	n = places_of(w, o->component, &place);
	information_watch(information, place, n);
	free(place);
}

static bool set_policy(struct build *b, struct component *c, const struct choice *choice)
{
	struct world *w = b->world;
	const struct offload_class *how = container_of(choice->class, const struct offload_class, model);
	struct offload *o = arena_alloc(w->arena, sizeof *o);

	*o = (struct offload){ .how = how, .config = choice->config, .component = c };
	if (!offload_narrow(o, w, choice->mark, b->diag))
		return false;
	if (how->nearest_of_all && !o->only)
		return true;
	if (how->prepare && !how->prepare(o, w, choice->mark, b->diag))
		return false;
	listen(b, o, choice);
	c->offload = o;
	return true;
}

static bool build_policy(struct build *b, struct component *c, const struct component_config *config)
{
	const struct choice *choice = config->offloading.class ? &config->offloading
				      : c->layer == LAYER_SERVICE ? &b->config->offloading : NULL;

	if (c->n && !c->nearest)
		c->nearest = nearest_new(b->world, c->candidate + 1, c->n);
	/* With one place there is nothing to choose. */
	if (c->n + c->at_origin < 2 || !choice)
		return true;
	return set_policy(b, c, choice);
}

bool build_offloading(struct build *b)
{
	struct world *w = b->world;
	bool good = true;

	for (uint32_t i = 0; i < w->applications; i++) {
		const struct application *a = &w->application[i];
		const struct entries *list = &ENTRY(&b->config->applications, const struct application_config, i)->components;

		for (uint32_t k = 0; k < a->n_components; k++)
			good = build_policy(b, &w->component[a->first_component + k], ENTRY(list, const struct component_config, k)) && good;
	}
	for (uint32_t i = 0; i < b->config->workload.n; i++) {
		uint32_t sender = w->message[w->workload[i].start].from;

		if (sender != NONE && !w->component[sender].config->at.n)
			good = check_start(b, &w->workload[i], ENTRY(&b->config->workload, const struct workload_config, i)) && good;
	}
	for (uint32_t m = 0; m < w->messages; m++) {
		good = check_currencies(b, &w->message[m]) && good;
		good = prepare_parallel(b, &w->message[m]) && good;
		warn_of_unheeded(b, &w->message[m]);
		good = check_reach(b, &w->message[m]) && good;
	}
	information_prepare(w);
	assign_visits(w);
	prepare_copies(w);
	return good;
}
