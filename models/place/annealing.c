/* Annealing: one item moves, or two that may change places do. What is not feasible counts as more than any cost, so that a way through it stays open at first. */
#include "models/place/assignment.h"

#include "sim/kernel/anneal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct annealing { struct searching searching; uint64_t moves; double cooling; };

static const struct param params[] = {
	SEARCHING_PARAMS(struct annealing),
	{ "moves", P_COUNT(struct annealing, moves), .fallback = "20", .min = 1, .max = 100000,
	  .help = "moves tried at each temperature, for each component to be placed" },
	{ "cooling", P_REAL(struct annealing, cooling, DIM_NONE), .fallback = "0.95", .open = true, .max = 0.999,
	  .help = "each temperature over the one before" },
	{ "replace-on", P_LATER, .help = "what makes the policy place again during the run" },
	{ 0 }
};

/* What GSL copies: a choice, and what it is about. */
struct state {
	struct assignment *s;
	uint64_t *steps;
	double penalty;                    /* for being over at all, and for each 1 that it is */
	uint32_t choice[];
};

static double energy(void *data)
{
	struct state *state = data;
	struct judged judged = assignment_judge(state->s, state->choice);

	(*state->steps)++;
	return judged.cost + (judged.over > 0 ? state->penalty * (1 + judged.over) : 0);
}

static void move(struct stream *draw, void *data)
{
	struct state *state = data;
	uint32_t n = assignment_items(state->s);
	uint32_t i = (uint32_t)random_below(draw, n), j = (uint32_t)random_below(draw, n);
	const struct assignment_item *a = assignment_item(state->s, i), *b = assignment_item(state->s, j);
	uint32_t to_b = i == j ? NONE : assignment_find(a, b->node[state->choice[j]]), to_a = i == j ? NONE : assignment_find(b, a->node[state->choice[i]]);

	if (random_below(draw, 2) && to_a != NONE && to_b != NONE) {
		state->choice[i] = to_b;
		state->choice[j] = to_a;
	} else {
		state->choice[i] = (uint32_t)random_below(draw, a->n);
	}
}

enum { SAMPLES = 100 };

/* Twice the standard deviation of what a hundred random moves change. */
static double start_temperature(struct stream *draw, const struct state *from, size_t size)
{
	struct state *now = memcpy(xmalloc(size), from, size);
	double before = energy(now), sum = 0, squares = 0;

	for (int i = 0; i < SAMPLES; i++) {
		double after;

		move(draw, now);
		after = energy(now);
		/* What goes in or out of the feasible would drown the rest. */
		if (fabs(after - before) < from->penalty) {
			sum += after - before;
			squares += (after - before) * (after - before);
		}
		before = after;
	}
	free(now);
	return 2 * sqrt(fmax(0, squares / SAMPLES - sum / SAMPLES * (sum / SAMPLES)));
}

static bool search(const void *settings, struct plan *plan, struct assignment *s)
{
	const struct annealing *config = settings;
	size_t size = sizeof(struct state) + plan->n * sizeof(uint32_t);
	struct state *state = xcalloc(1, (size + 15) & ~(size_t)15);
	struct stream draw = random_fork(plan->key, PURPOSE_PLACE);
	struct annealing_schedule schedule = { .cooling = config->cooling, .tries = config->moves * plan->n };
	uint32_t *quick = xcalloc(plan->n, sizeof *quick);
	uint64_t steps = 0;
	bool good;

	*state = (struct state){ .s = s, .steps = &steps, .penalty = 1 };
	assignment_greedy(s, quick);
	memcpy(state->choice, quick, plan->n * sizeof *quick);
	state->penalty = 10 * (1e-9 + assignment_judge(s, state->choice).cost);
	schedule.start = start_temperature(&draw, state, size);
	schedule.stop = schedule.start / 1000;
	if (schedule.start > 0)
		anneal(&draw, &schedule, state, size, energy, move);
	assignment_descend(s, state->choice);
	good = assignment_put(s, judged_clearly_less(assignment_judge(s, state->choice), assignment_judge(s, quick)) ? state->choice : quick, NAN, steps);
	free(quick);
	free(state);
	return good;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	(void)view; (void)cause;
	return assignment_place(p, plan, search);
}

const struct place_class place_annealing = {
	.model = { .slot = "placement", .name = "annealing", .params = params, .config_size = sizeof(struct annealing),
		   .help = "one instance of each component, together where messages take the least time that simulated annealing finds",
		   .equation = ASSIGNMENT_EQUATION "; a move that adds d to the cost is taken with probability exp(-d / T); T begins at twice the standard"
			       " deviation of 100 random moves and ends at a thousandth of that",
		   .assumptions = ASSIGNMENT_ASSUMPTIONS " It begins with a greedy choice, and ends with the best single moves. Draws come from the seed"
				  " alone: the same in every replication.",
		   .source = "Kirkpatrick, Gelatt, Vecchi, Optimization by simulated annealing, Science 220, 1983; GSL's gsl_siman" },
	.place = place,
};
