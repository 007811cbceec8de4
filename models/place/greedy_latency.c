/*
 * Greedy latency: the components in the order of the file; each gets its instances one by one, every time on the node that lowers the cost of
 * models/cost.h most, the time that its messages take. This is the greedy rule of facility location; what it saves is at least 1 - 1/e of
 * the most that as many instances can save beyond the first (Nemhauser, Wolsey, Fisher, Mathematical Programming 14, 1978).
 *
 * What a node saves can only shrink as others are chosen, so what it saved before is a bound, and most nodes need not be asked again.
 */
#include "models/cost.h"

#include <stdlib.h>
#include <string.h>

/* Nodes that are alike. */
struct spot {
	uint32_t first, n;                 /* in the sorted list */
	bool asked, open;                  /* saves is known, as of `round`; some node has room */
	uint32_t round, best;              /* the node that saves most */
	i128 saves;
};

struct search {
	const struct plan *plan;
	uint32_t item, round, spots;
	struct cost *cost;
	uint32_t *node;                    /* the item's nodes, those that are alike together */
	struct spot *spot;
};

static void ask(struct search *s, struct spot *spot)
{
	i128 now = cost_now(s->cost);

	spot->asked = true;
	spot->open = false;
	spot->round = s->round;
	for (uint32_t k = spot->first; k < spot->first + spot->n; k++) {
		i128 saves;

		if (!plan_has_room(s->plan, s->item, s->node[k]))
			continue;
		saves = now - cost_with(s->cost, s->node[k]);
		if (!spot->open || saves > spot->saves) {
			spot->saves = saves;
			spot->best = s->node[k];
		}
		spot->open = true;
	}
}

/* Whether `a` is to be looked at before `b`: what was never asked, then what saves more, then the first in the file. */
static bool before(const struct spot *a, const struct spot *b)
{
	if (a->asked != b->asked)
		return !a->asked;
	if (!a->asked || a->saves == b->saves)
		return a->best < b->best;
	return a->saves > b->saves;
}

/* The node that saves most; NONE: there is no room left. */
static uint32_t best_node(struct search *s)
{
	for (;;) {
		struct spot *top = NULL;

		for (uint32_t i = 0; i < s->spots; i++)
			if (s->spot[i].open && (!top || before(&s->spot[i], top)))
				top = &s->spot[i];
		if (!top)
			return NONE;
		if (top->asked && top->round == s->round)
			return top->best;
		ask(s, top);
	}
}

static void find_spots(struct search *s)
{
	const struct plan_item *item = &s->plan->item[s->item];

	s->node = xmalloc(item->n * sizeof *s->node);
	memcpy(s->node, item->node, item->n * sizeof *s->node);
	cost_sort(s->cost, s->node, item->n);
	s->spot = xcalloc(item->n, sizeof *s->spot);
	for (uint32_t k = 0; k < item->n; k++) {
		if (k == 0 || !cost_alike(s->cost, s->node[k - 1], s->node[k]))
			s->spot[s->spots++] = (struct spot){ .first = k, .open = true, .best = s->node[k] };
		s->spot[s->spots - 1].n++;
	}
}

static bool place_item(struct plan *plan, uint32_t i)
{
	struct search s = { .plan = plan, .item = i, .cost = cost_new(plan, i) };
	uint32_t node = NONE;

	find_spots(&s);
	while (plan_lacks(plan, i) && (node = best_node(&s)) != NONE) {
		cost_choose(s.cost, node);
		plan_put(plan, i, node);
		s.round++;
	}
	cost_free(s.cost);
	free(s.node);
	free(s.spot);
	return plan_lacks(plan, i) ? plan_fails(plan, i) : true;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	(void)p; (void)view; (void)cause;
	for (uint32_t i = 0; i < plan->n; i++)
		if (!place_item(plan, i))
			return false;
	return true;
}

const struct place_class place_greedy_latency = {
	.model = { .slot = "placement", .name = "greedy-latency", .params = place_params,
		   .help = "each component in turn, each instance where it lowers the time of its messages most; one unless it says how many",
		   .equation = "cost = sum over workloads, origins and messages to and from the component of rate x expected visits x (latency of the route"
			       " + mean size x sum over its links of 1 / bandwidth + for messages to it, mean work / speed of a core)",
		   .assumptions = "Each origin is served by the instance that costs it least; other components serve it where they are pinned or were placed"
				  " before, at the one nearest to their sender, and one that is not placed yet is left out. Nothing waits. Messages"
				  " of `every` and copies of `deliver: all` do not count. The rate of a closed workload is that of"
				  " users whose requests end at once; a rate that is not known is 1 /s for each node. Equal costs go to the first node in the file.",
		   .source = "Nemhauser, Wolsey, Fisher, An analysis of approximations for maximizing submodular set functions, Mathematical"
			     " Programming 14, 1978" },
	.place = place,
};
