/* Instances are put straight into the world's components, so that a policy's next question to the view counts them. */
#include "models/place/place.h"

#include "models/explain.h"
#include "sim/base/text.h"
#include "sim/base/units.h"

#include <string.h>

const struct param place_params[] = {
	{ "replace-on", P_LATER, .help = "what makes the policy place again during the run" },
	{ 0 }
};

uint32_t place_find(const uint32_t *list, uint32_t n, uint32_t node)
{
	uint32_t low = 0, high = n;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (list[middle] < node)
			low = middle + 1;
		else
			high = middle;
	}
	return low < n && list[low] == node ? low : NONE;
}

bool plan_lists(const struct plan_item *item, uint32_t node)
{
	return place_find(item->node, item->n, node) != NONE;
}

bool plan_has_room(const struct plan *plan, uint32_t i, uint32_t node)
{
	const struct view view = { .world = plan->world };
	const struct component *c = &plan->world->component[plan->item[i].component];

	/* A byte is what sums of fractions of one may be off. */
	if (c->config->memory > view_memory_free(&view, node) + 1)
		return false;
	return c->config->cores == COUNT_UNSET ? !host_at(c, node) : (double)c->config->cores <= view_cores_free(&view, node);
}

/* The list of hosts has room for as many as the next power of two; place 0 is not one of them. */
static void make_room(struct world *w, struct component *c)
{
	uint32_t used = c->n + 1;
	struct candidate *list;

	if (used & (used - 1))
		return;
	list = arena_array(w->arena, 2 * (size_t)used, sizeof *list);
	if (c->n)
		memcpy(list, c->candidate, used * sizeof *list);
	c->candidate = list;
}

void plan_put(struct plan *plan, uint32_t i, uint32_t node)
{
	struct world *w = plan->world;
	struct component *c = &w->component[plan->item[i].component];
	uint32_t at = c->n + 1;

	if (w->explain)
		explain_put(plan, i, node);
	make_room(w, c);
	for (; at > 1 && c->candidate[at - 1].node > node; at--)
		c->candidate[at] = c->candidate[at - 1];
	c->candidate[at] = (struct candidate){ node };
	c->n++;
	c->nearest = NULL;
	c->why = plan->why;
	if (w->memory_taken)
		w->memory_taken[node] += c->config->memory;
	if (c->config->cores != COUNT_UNSET)
		w->cores_taken[node] += (uint32_t)c->config->cores;
}

uint32_t plan_lacks(const struct plan *plan, uint32_t i)
{
	uint32_t wanted = plan->item[i].replicas ? plan->item[i].replicas : 1;
	uint32_t n = plan->world->component[plan->item[i].component].n;

	return n < wanted ? wanted - n : 0;
}

/* ---- what has no room ---- */

/* The node of item `i` with the most memory left of those that do not host it and are not among the `n` listed; NONE: there is none. */
static uint32_t roomiest(const struct plan *plan, uint32_t i, const uint32_t *listed, uint32_t n)
{
	const struct plan_item *item = &plan->item[i];
	const struct view view = { .world = plan->world };
	uint32_t best = NONE;

	for (uint32_t k = 0; k < item->n; k++) {
		bool taken = host_at(&plan->world->component[item->component], item->node[k]) != 0;

		for (uint32_t j = 0; j < n; j++)
			taken = taken || listed[j] == item->node[k];
		if (!taken && (best == NONE || view_memory_free(&view, item->node[k]) > view_memory_free(&view, best)))
			best = item->node[k];
	}
	return best;
}

static void list_room(const struct plan *plan, uint32_t i, struct text *out)
{
	enum { SHOWN = 4 };
	const struct view view = { .world = plan->world };
	uint32_t listed[SHOWN];
	uint32_t n = 0, left = plan->item[i].n - plan->world->component[plan->item[i].component].n;
	char free_memory[64];

	for (; n < SHOWN && n < left; n++) {
		listed[n] = roomiest(plan, i, listed, n);
		text_add(out, "%s%s %s", n ? ", " : "", node_name(plan->world, listed[n]),
			 units_human(view_memory_free(&view, listed[n]), DIM_DATA, 4, free_memory));
	}
	if (left > n)
		text_add(out, ", no more on %u others", left - n);
}

/* Of an item that reserves cores: what it lacks may be cores or memory. */
static bool reserved_fails(const struct plan *plan, const struct plan_item *item, const struct component *c, uint32_t wanted)
{
	const struct view view = { .world = plan->world };
	double cores = 0;
	char needed[64];

	for (uint32_t k = 0; k < item->n; k++)
		if (view_cores_free(&view, item->node[k]) > cores)
			cores = view_cores_free(&view, item->node[k]);
	return diag_error(plan->diag, c->mark, "component '%s' cannot be placed by %s: %u of %u instance%s found room; each reserves %llu core%s and needs"
			  " %s of memory; no node has more than %g core%s left", c->name, plan->world->placer[plan->why], c->n, wanted,
			  wanted == 1 ? "" : "s", (unsigned long long)c->config->cores, c->config->cores == 1 ? "" : "s",
			  units_human(c->config->memory, DIM_DATA, 4, needed), cores, cores == 1 ? "" : "s");
}

bool plan_fails(const struct plan *plan, uint32_t i)
{
	const struct component *c = &plan->world->component[plan->item[i].component];
	uint32_t wanted = c->n + plan_lacks(plan, i);

	if (c->config->cores != COUNT_UNSET)
		return reserved_fails(plan, &plan->item[i], c, wanted);

	struct text room = { 0 };
	char needed[64];

	list_room(plan, i, &room);
	diag_error(plan->diag, c->mark, "component '%s' cannot be placed by %s: %u of %u instance%s found room; each needs %s of memory;"
		   " free: %s", c->name, plan->world->placer[plan->why], c->n, wanted, wanted == 1 ? "" : "s",
		   units_human(c->config->memory, DIM_DATA, 4, needed), room.text);
	text_fini(&room);
	return false;
}
