/*
 * Messages sent by the clock (`every`), and those for all (`deliver: all`). A clock is a workload whose nodes are the instances of the sender:
 * its requests begin there and not at a device, so nothing of them can go to `origin` but by a copy for each device.
 */
#include "models/build.h"

#include "models/app/copies.h"
#include "models/app/join.h"
#include "models/work/workload.h"

#include <stdlib.h>
#include <string.h>

static bool check_clock(struct build *b, const struct message *m)
{
	const struct message_config *c = m->config;
	const struct references *after = join_predecessors(&c->after);

	if (after->n)
		return diag_error(b->diag, c->every.mark, "'%s' is sent by the clock (every), so it cannot follow '%s'", m->name, after->list[0].name);
	if (m->from == NONE)
		return diag_error(b->diag, c->every.mark, "'%s' is sent by the clock (every), but from no component: name the one whose instances send it"
				  " under `from`", m->name);
	if (c->probability < 1 || c->branch)
		return diag_error(b->diag, c->every.mark, "'%s' is sent by the clock (every), each time: %s has no effect", m->name,
				  c->branch ? "branch" : "probability");
	return true;
}

/* The nodes of the sender's instances. */
static void list_senders(const struct world *w, const struct component *c, struct node_list *list)
{
	const struct application *a = &w->application[c->application];

	for (uint32_t i = 1; i <= c->n; i++)
		node_list_add(list, c->candidate[i].node);
	for (uint32_t i = 0; c->at_origin && i < a->n_origins; i++)
		for (uint32_t k = 0; k < a->origin[i].count; k++)
			node_list_add(list, a->origin[i].first + k);
	node_list_sort(list);
}

static bool add_clock(struct build *b, uint32_t message)
{
	struct world *w = b->world;
	const struct message *m = &w->message[message];
	const struct choice *every = &m->config->every;
	struct workload *load = &w->workload[w->workloads];
	struct node_list nodes = { 0 };
	bool good;

	*load = (struct workload){ .name = arena_format(w->arena, "%s/%s", w->application[m->application].name, m->name), .mark = every->mark,
				   .application = m->application, .start = message, .config = every->config, .stop = w->window_to, .by_clock = true };
	load->key = pair_key("every", load->name);
	load->arrivals = container_of(every->class, const struct arrivals_class, model);
	list_senders(w, &w->component[m->from], &nodes);
	if (!nodes.n)
		diag_warning(b->diag, every->mark, "'%s' is never sent: no node starts requests of '%s', so its sender '%s' runs nowhere", m->name,
			     w->application[m->application].name, w->component[m->from].name);
	good = workload_sources(b, load, &nodes) && workload_finish(b, load, every->mark);
	w->workloads++;
	free(nodes.node);
	return good;
}

/* ---- what may go to the origin ---- */

/*
 * Follow what may come after `m` in a chain that belongs to no device, until a copy for a device gives it one; an error at each message
 * to a component at the origin. `seen` is by message.
 */
static bool follow_without_device(struct build *b, const struct message *clock, uint32_t m, uint8_t *seen)
{
	const struct world *w = b->world;
	const struct message *at = &w->message[m];
	const struct component *to = &w->component[at->to];
	const struct application *a = &w->application[at->application];
	bool good = true;

	if (seen[m])
		return true;
	seen[m] = 1;
	if (to->at_origin && !at->to_all)
		return diag_error(b->diag, at->mark, "'%s' goes to '%s' at the origin, but what begins with '%s' is sent by the clock from instances of '%s' and"
				  " belongs to no device; with deliver: all every device gets a copy", at->name, to->name, clock->name,
				  w->component[clock->from].name);
	/* Copies for devices alone: what they set off has an origin. */
	if (to->at_origin && !to->n)
		return true;
	for (uint32_t s = 0; s < at->n_sets; s++)
		for (uint32_t t = 0; t < at->set[s].n; t++)
			good = follow_without_device(b, clock, at->set[s].trigger[t].message, seen) && good;
	for (uint32_t j = 0; j < a->n_joins; j++)
		if (at->listed >> j & 1)
			good = follow_without_device(b, clock, a->join[j].message, seen) && good;
	return good;
}

static bool check_chain(struct build *b, uint32_t m)
{
	const struct component *from = &b->world->component[b->world->message[m].from];
	uint8_t *seen;
	bool good;

	/* Of instances at the origin alone each belongs to its device. */
	if (from->at_origin && !from->n)
		return true;
	seen = xcalloc(b->world->messages, 1);
	good = follow_without_device(b, &b->world->message[m], m, seen);
	free(seen);
	return good;
}

/* ---- copies ---- */

static bool check_copies(struct build *b, const struct message *m)
{
	struct world *w = b->world;
	const struct component *to = &w->component[m->to], *from = m->from == NONE ? NULL : &w->component[m->from];

	if (!to->at_origin || !from || !from->at_origin)
		return true;
	return diag_error(b->diag, m->mark, "'%s' is for all devices, but its sender '%s' runs at the origin too: each device would get a copy from itself"
			  " alone; send it through a component at a node", m->name, from->name);
}

bool build_clocks(struct build *b)
{
	struct world *w = b->world;
	bool good = true;

	w->origin_slot = NONE;
	for (uint32_t m = 0; m < w->messages; m++)
		if (w->message[m].to_all)
			good = check_copies(b, &w->message[m]) && good;
	for (uint32_t m = 0; m < w->messages; m++)
		if (w->message[m].config->every.class)
			good = check_clock(b, &w->message[m]) && check_chain(b, m) && add_clock(b, m) && good;
	return good;
}

void prepare_copies(struct world *w)
{
	for (uint32_t m = 0; m < w->messages; m++) {
		struct component *from = w->message[m].from == NONE ? NULL : &w->component[w->message[m].from];

		if (!w->message[m].to_all || !w->component[w->message[m].to].at_origin)
			continue;
		if (w->origin_slot == NONE)
			w->origin_slot = w->visits++;
		if (from && !from->audience)
			from->audience = audience_new(w, from);
		if (from)
			from->takes_note = true;
	}
}
