/*
 * Optimal: the integer program of the assignment problem. x[i][k]: item i is at its node k. y[k][l] for a pair: its items are at k and l; the rows that
 * tie y to x are those of a transport, which bound better than y >= x + x - 1 (Adams and Johnson, 1994). A quick search comes first, and what it
 * finds is what the program must beat.
 */
#include "models/place/assignment.h"
#include "models/place/program.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_VARIABLES = 60000 };

struct optimal { struct searching searching; uint64_t nodes; };

static const struct param params[] = {
	SEARCHING_PARAMS(struct optimal),
	{ "nodes", P_COUNT(struct optimal, nodes), .fallback = "1000", .min = 1, .max = 1e9,
	  .help = "how many nodes of the tree of branch and bound are looked at before it stops with the best that it has" },
	{ "replace-on", P_LATER, .help = "what makes the policy place again during the run" },
	{ 0 }
};

struct building {
	struct assignment *s;
	struct program *program;
	uint32_t *first;                   /* variable of each item's first node */
	uint32_t *variable;                /* a row in the making */
	double *factor;
};

/* ---- the program ---- */

static uint64_t variables_of(const struct assignment *s)
{
	uint64_t sum = 0;

	for (uint32_t i = 0; i < assignment_items(s); i++)
		sum += assignment_item(s, i)->n;
	for (uint32_t p = 0; p < assignment_pairs(s); p++) {
		const struct assignment_pair *pair = assignment_pair(s, p);

		sum += (uint64_t)assignment_item(s, pair->a)->n * assignment_item(s, pair->b)->n;
	}
	return sum;
}

static void add_item(struct building *b, uint32_t i)
{
	const struct assignment_item *item = assignment_item(b->s, i);
	uint32_t n = 0;

	for (uint32_t k = 0; k < item->n; k++) {
		bool possible = isfinite(item->cost[k]);
		uint32_t x = program_variable(b->program, possible ? item->cost[k] : 0, true);

		if (k == 0)
			b->first[i] = x;
		b->variable[n] = x;
		b->factor[n] = 1;
		n += possible;
	}
	program_row(b->program, 1, 1, n, b->variable, b->factor);
}

/* The sum of the `n` y from `first` on, `step` apart, is x; those that no way joins are left out, so they are 0. */
static void tie(struct building *b, const double *cost, uint32_t y, uint32_t first, uint32_t n, uint32_t step, uint32_t x)
{
	uint32_t used = 0;

	for (uint32_t k = 0; k < n; k++)
		if (isfinite(cost[first + k * step])) {
			b->variable[used] = y + first + k * step;
			b->factor[used++] = 1;
		}
	b->variable[used] = x;
	b->factor[used++] = -1;
	program_row(b->program, 0, 0, used, b->variable, b->factor);
}

static void add_pair(struct building *b, const struct assignment_pair *pair)
{
	uint32_t na = assignment_item(b->s, pair->a)->n, nb = assignment_item(b->s, pair->b)->n, y = 0;
	double *cost = xcalloc((size_t)na * nb, sizeof *cost);

	for (uint32_t k = 0; k < na * nb; k++) {
		uint32_t v;

		cost[k] = assignment_pair_cost(b->s, pair, k / nb, k % nb);
		v = program_variable(b->program, isfinite(cost[k]) ? cost[k] : 0, false);
		if (k == 0)
			y = v;
	}
	for (uint32_t k = 0; k < na; k++)
		tie(b, cost, y, k * nb, nb, 1, b->first[pair->a] + k);
	for (uint32_t k = 0; k < nb; k++)
		tie(b, cost, y, k, na, nb, b->first[pair->b] + k);
	free(cost);
}

static void add_room(struct building *b, uint32_t node)
{
	double memory = 0, load = 0, memory_left = assignment_memory(b->s, node), load_left = assignment_load(b->s, node);
	double *factor = xcalloc(2 * (size_t)assignment_items(b->s), sizeof *factor);
	uint32_t n = 0;

	for (uint32_t i = 0; i < assignment_items(b->s); i++) {
		const struct assignment_item *item = assignment_item(b->s, i);
		uint32_t k = assignment_find(item, node);

		if (k == NONE)
			continue;
		b->variable[n] = b->first[i] + k;
		/* As shares of what is left: a row of gigabytes would be scaled badly. */
		b->factor[n] = memory_left > 0 ? item->memory / memory_left : 0;
		factor[n++] = item->load[k];
		memory += item->memory;
		load += item->load[k];
	}
	if (memory > memory_left)
		program_row(b->program, -INFINITY, 1, n, b->variable, b->factor);
	if (load > load_left)
		program_row(b->program, -INFINITY, load_left, n, b->variable, factor);
	free(factor);
}

static void add_rooms(struct building *b, uint32_t nodes)
{
	bool *done = xcalloc(nodes, sizeof *done);

	for (uint32_t i = 0; i < assignment_items(b->s); i++)
		for (uint32_t k = 0; k < assignment_item(b->s, i)->n; k++) {
			uint32_t node = assignment_item(b->s, i)->node[k];

			if (!done[node])
				add_room(b, node);
			done[node] = true;
		}
	free(done);
}

/* The values of the variables for a choice. */
static double *values_of(const struct assignment *s, const uint32_t *choice)
{
	double *value = xcalloc(variables_of(s), sizeof *value);
	size_t at = 0;

	for (uint32_t i = 0; i < assignment_items(s); i++) {
		value[at + choice[i]] = 1;
		at += assignment_item(s, i)->n;
	}
	for (uint32_t p = 0; p < assignment_pairs(s); p++) {
		const struct assignment_pair *pair = assignment_pair(s, p);
		size_t nb = assignment_item(s, pair->b)->n;

		value[at + choice[pair->a] * nb + choice[pair->b]] = 1;
		at += assignment_item(s, pair->a)->n * nb;
	}
	return value;
}

static void read_choice(const struct building *b, const double *value, uint32_t *choice)
{
	for (uint32_t i = 0; i < assignment_items(b->s); i++)
		for (uint32_t k = 0; k < assignment_item(b->s, i)->n; k++)
			if (value[b->first[i] + k] > 0.5)
				choice[i] = k;
}

/* Better `choice` by the program, if it can be; the bound and the steps. */
static enum program_end search(struct assignment *s, const struct optimal *o, uint32_t nodes, uint32_t *choice, struct program_answer *answer)
{
	uint64_t variables = variables_of(s);
	struct building b = { s, program_new(), xcalloc(assignment_items(s), sizeof *b.first), xcalloc(variables, sizeof *b.variable),
			      xcalloc(variables, sizeof *b.factor) };
	bool feasible = assignment_judge(s, choice).over == 0;
	enum program_end end;

	for (uint32_t i = 0; i < assignment_items(s); i++)
		add_item(&b, i);
	for (uint32_t p = 0; p < assignment_pairs(s); p++)
		add_pair(&b, assignment_pair(s, p));
	add_rooms(&b, nodes);
	answer->value = values_of(s, choice);
	end = program_solve(b.program, feasible, o->nodes, answer);
	if (end == PROGRAM_BEST || end == PROGRAM_CUT_SHORT)
		read_choice(&b, answer->value, choice);
	program_free(b.program);
	free(answer->value);
	free(b.first);
	free(b.variable);
	free(b.factor);
	return end;
}

static bool place_all(const void *settings, struct plan *plan, struct assignment *s)
{
	struct world *w = plan->world;
	uint32_t *choice = xcalloc(plan->n, sizeof *choice), *quick = xcalloc(plan->n, sizeof *quick);
	struct mark mark = w->component[plan->item[0].component].mark;
	struct program_answer answer = { 0 };
	bool good = true;

	if (variables_of(s) > MOST_VARIABLES)
		good = diag_error(plan->diag, mark, "optimal would weigh %llu combinations of nodes for components that send each other messages, more than"
				  " %d: name fewer groups with `among`, or take annealing", (unsigned long long)variables_of(s), MOST_VARIABLES);
	if (good) {
		assignment_greedy(s, quick);
		memcpy(choice, quick, plan->n * sizeof *choice);
		if (search(s, settings, w->nodes, choice, &answer) == PROGRAM_FAILED)
			good = diag_error(plan->diag, mark, "optimal: the solver of integer programs gave up on this one");
		if (!judged_clearly_less(assignment_judge(s, choice), assignment_judge(s, quick)))
			memcpy(choice, quick, plan->n * sizeof *choice);
	}
	good = good && assignment_put(s, choice, answer.bound, answer.nodes);
	free(choice);
	free(quick);
	return good;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	(void)view; (void)cause;
	return assignment_place(p, plan, place_all);
}

const struct place_class place_optimal = {
	.model = { .slot = "placement", .name = "optimal", .params = params, .config_size = sizeof(struct optimal),
		   .help = "one instance of each component, together where messages take the least time: an integer program",
		   .equation = ASSIGNMENT_EQUATION,
		   .assumptions = ASSIGNMENT_ASSUMPTIONS " When `nodes` of the tree have been looked at it stops with the best that it has; the table"
				  " `reckoned`, the summary and `check` tell how far from the optimum that may be; less than a millionth counts as"
				  " none.",
		   .source = "Adams, Johnson, Improved linear programming-based lower bounds for the quadratic assignment problem, DIMACS Series 16,"
			     " 1994; solved by GLPK" },
	.place = place,
};
