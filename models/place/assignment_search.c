/* Judging choices, and the quick ways to a good one. */
#include "models/place/assignment_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

uint32_t assignment_items(const struct assignment *s)
{
	return s->n;
}

const struct assignment_item *assignment_item(const struct assignment *s, uint32_t i)
{
	return &s->item[i];
}

uint32_t assignment_pairs(const struct assignment *s)
{
	return s->pairs;
}

const struct assignment_pair *assignment_pair(const struct assignment *s, uint32_t p)
{
	return &s->pair[p];
}

uint32_t assignment_find(const struct assignment_item *item, uint32_t node)
{
	return place_find(item->node, item->n, node);
}

double assignment_memory(const struct assignment *s, uint32_t node)
{
	const struct view view = { .world = s->w };

	/* A byte is what sums of fractions of one may be off. */
	return view_memory_free(&view, node) + 1;
}

double assignment_load(const struct assignment *s, uint32_t node)
{
	/* A rounding error is no overload. */
	return s->most_load - s->load[node] + 1e-9;
}

/* By how much the nodes are asked for more than they have, as shares of that. */
static double over(struct assignment *s, const uint32_t *choice, uint32_t items)
{
	double sum = 0;

	for (uint32_t i = 0; i < items; i++) {
		uint32_t node = s->item[i].node[choice[i]];

		s->memory_used[node] += s->item[i].memory;
		s->load_used[node] += s->item[i].load[choice[i]];
	}
	for (uint32_t i = 0; i < items; i++) {
		uint32_t node = s->item[i].node[choice[i]];
		double memory = s->memory_used[node] - assignment_memory(s, node), load = s->load_used[node] - assignment_load(s, node);

		if (memory > 0)
			sum += memory / (s->memory_used[node] + 1);
		if (load > 0 && s->load_used[node] > 0)
			sum += load / s->load_used[node];
		s->memory_used[node] = 0;
		s->load_used[node] = 0;
	}
	return sum;
}

/* The first `items` alone. A message with no way counts as one over. */
static struct judged judge(struct assignment *s, const uint32_t *choice, uint32_t items)
{
	struct judged sum = { s->fixed_cost, over(s, choice, items) };

	for (uint32_t i = 0; i < items; i++) {
		double cost = s->item[i].cost[choice[i]];

		sum.cost += isfinite(cost) ? cost : 0;
		sum.over += isfinite(cost) ? 0 : 1;
	}
	for (uint32_t p = 0; p < s->pairs; p++) {
		const struct assignment_pair *pair = &s->pair[p];
		double cost = pair->b < items ? assignment_pair_cost(s, pair, choice[pair->a], choice[pair->b]) : 0;

		sum.cost += isfinite(cost) ? cost : 0;
		sum.over += isfinite(cost) ? 0 : 1;
	}
	return sum;
}

struct judged assignment_judge(struct assignment *s, const uint32_t *choice)
{
	return judge(s, choice, s->n);
}

/* The best node of item `i` beside the others of the first `items`. */
static bool move_best(struct assignment *s, uint32_t *choice, uint32_t i, uint32_t items)
{
	uint32_t was = choice[i], best = was;
	struct judged least = judge(s, choice, items);

	for (uint32_t k = 0; k < s->item[i].n; k++) {
		struct judged now;

		choice[i] = k;
		now = judge(s, choice, items);
		if (judged_clearly_less(now, least)) {
			least = now;
			best = k;
		}
	}
	choice[i] = best;
	return best != was;
}

void assignment_descend(struct assignment *s, uint32_t *choice)
{
	bool more = true;

	while (more) {
		more = false;
		for (uint32_t i = 0; i < s->n; i++)
			more = move_best(s, choice, i, s->n) || more;
	}
}

void assignment_greedy(struct assignment *s, uint32_t *choice)
{
	memset(choice, 0, s->n * sizeof *choice);
	for (uint32_t i = 0; i < s->n; i++)
		move_best(s, choice, i, i + 1);
	assignment_descend(s, choice);
}

bool assignment_put(struct assignment *s, const uint32_t *choice, double bound, uint64_t steps)
{
	struct plan *plan = (struct plan *)s->plan;
	struct judged judged = assignment_judge(s, choice);
	double requests = s->requests > 0 ? s->requests : 1;

	if (judged.over > 0)
		return diag_error(plan->diag, s->w->component[s->item[0].component].mark, "%s found no placement in which all instances have"
				  " memory, cores within `load` and ways to each other", s->w->placer[plan->why]);
	for (uint32_t i = 0; i < s->n; i++) {
		/* Cores that instances reserve are not weighed. */
		if (!plan_has_room(plan, i, s->item[i].node[choice[i]]))
			return plan_fails(plan, i);
		plan_put(plan, i, s->item[i].node[choice[i]]);
	}
	plan->reckoned = (struct reckoned){ judged.cost / requests, (bound + s->fixed_cost) / requests, requests, steps, plan->why };
	return true;
}
