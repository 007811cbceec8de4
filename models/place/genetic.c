/* Genetic: a chromosome is the node of each item. What is less over is fitter, then what costs less. */
#include "models/place/assignment.h"

#include "sim/kernel/random.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ELITE = 2 };

struct genetic { struct searching searching; uint64_t population, generations; double crossover; };

static const struct param params[] = {
	SEARCHING_PARAMS(struct genetic),
	{ "population", P_COUNT(struct genetic, population), .fallback = "100", .min = 4, .max = 10000, .help = "placements in a generation" },
	{ "generations", P_COUNT(struct genetic, generations), .fallback = "200", .min = 1, .max = 100000, .help = "how many generations there are" },
	{ "crossover", P_REAL(struct genetic, crossover, DIM_SHARE), .fallback = "90 %", .max = 1,
	  .help = "share of children that have two parents, each component where one of them has it, by even chances" },
	{ "replace-on", P_LATER, .help = "what makes the policy place again during the run" },
	{ 0 }
};

struct breeding {
	struct assignment *s;
	const struct genetic *config;
	uint32_t items, n;
	struct stream draw;
	uint32_t *parent, *child;          /* n x items */
	struct judged *judged, *judged_child;
	uint64_t steps;
};

static uint32_t fitter(const struct breeding *b, uint32_t i, uint32_t j)
{
	return judged_clearly_less(b->judged[j], b->judged[i]) ? j : i;
}

static uint32_t tournament(struct breeding *b)
{
	uint32_t i = (uint32_t)random_below(&b->draw, b->n), j = (uint32_t)random_below(&b->draw, b->n);

	return fitter(b, i, j);
}

static void breed(struct breeding *b, uint32_t *child)
{
	const uint32_t *mother = b->parent + (size_t)tournament(b) * b->items, *father = b->parent + (size_t)tournament(b) * b->items;
	bool crosses = random_uniform(&b->draw) < b->config->crossover;

	for (uint32_t i = 0; i < b->items; i++) {
		child[i] = crosses && random_below(&b->draw, 2) ? father[i] : mother[i];
		if (random_below(&b->draw, b->items) == 0)
			child[i] = (uint32_t)random_below(&b->draw, assignment_item(b->s, i)->n);
	}
}

/* The fittest that is not among the first `n` of `taken`; the first of equals. */
static uint32_t fittest(const struct breeding *b, const uint32_t *taken, uint32_t n)
{
	uint32_t best = NONE;

	for (uint32_t i = 0; i < b->n; i++) {
		bool is_taken = false;

		for (uint32_t k = 0; k < n; k++)
			is_taken = is_taken || taken[k] == i;
		if (!is_taken)
			best = best == NONE ? i : fitter(b, best, i);
	}
	return best;
}

static void next_generation(struct breeding *b)
{
	uint32_t elite[ELITE], *swap = b->parent;
	struct judged *swap_judged = b->judged;

	for (uint32_t i = 0; i < ELITE; i++) {
		elite[i] = fittest(b, elite, i);
		memcpy(b->child + (size_t)i * b->items, b->parent + (size_t)elite[i] * b->items, b->items * sizeof *b->child);
		b->judged_child[i] = b->judged[elite[i]];
	}
	for (uint32_t i = ELITE; i < b->n; i++) {
		breed(b, b->child + (size_t)i * b->items);
		b->judged_child[i] = assignment_judge(b->s, b->child + (size_t)i * b->items);
		b->steps++;
	}
	b->parent = b->child;
	b->child = swap;
	b->judged = b->judged_child;
	b->judged_child = swap_judged;
}

/* The greedy choice, and others at random. */
static void first_generation(struct breeding *b)
{
	assignment_greedy(b->s, b->parent);
	for (uint32_t k = 0; k < b->n; k++) {
		for (uint32_t i = 0; i < b->items && k; i++)
			b->parent[(size_t)k * b->items + i] = (uint32_t)random_below(&b->draw, assignment_item(b->s, i)->n);
		b->judged[k] = assignment_judge(b->s, b->parent + (size_t)k * b->items);
		b->steps++;
	}
}

static bool search(const void *settings, struct plan *plan, struct assignment *s)
{
	const struct genetic *config = settings;
	uint32_t n = (uint32_t)config->population;
	struct breeding b = { .s = s, .config = config, .items = plan->n, .n = n, .draw = random_fork(plan->key, PURPOSE_PLACE),
			      .parent = xcalloc((size_t)n * plan->n, sizeof *b.parent), .child = xcalloc((size_t)n * plan->n, sizeof *b.child),
			      .judged = xcalloc(n, sizeof *b.judged), .judged_child = xcalloc(n, sizeof *b.judged_child) };
	uint32_t *best;
	bool good;

	first_generation(&b);
	for (uint64_t g = 1; g < config->generations; g++)
		next_generation(&b);
	best = b.parent + (size_t)fittest(&b, NULL, 0) * b.items;
	assignment_descend(s, best);
	good = assignment_put(s, best, NAN, b.steps);
	free(b.parent);
	free(b.child);
	free(b.judged);
	free(b.judged_child);
	return good;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	(void)view; (void)cause;
	return assignment_place(p, plan, search);
}

const struct place_class place_genetic = {
	.model = { .slot = "placement", .name = "genetic", .params = params, .config_size = sizeof(struct genetic),
		   .help = "one instance of each component, together where messages take the least time that a genetic search finds",
		   .equation = ASSIGNMENT_EQUATION "; tournaments of two, uniform crossover, each component moved with probability 1 / components, the two"
			       " fittest live on",
		   .assumptions = ASSIGNMENT_ASSUMPTIONS " It begins with a greedy choice and random ones, and ends with the best single moves. Draws come"
				  " from the seed alone: the same in every replication.",
		   .source = "Holland, Adaptation in Natural and Artificial Systems, 1975; for fog: Skarlat, Nardelli, Schulte, Borkowski, Leitner,"
			     " Optimized IoT service placement in the fog, Service Oriented Computing and Applications 11, 2017" },
	.place = place,
};
