#include "sim/kernel/anneal.h"

#include "sim/base/memory.h"
#include "sim/kernel/random_gsl.h"

#include <gsl/gsl_siman.h>

#include <stdlib.h>
#include <string.h>

/* GSL's functions get nothing but the state, so each begins with what ours are, and the state follows. */
struct wrapped {
	anneal_energy *energy;
	anneal_move *move;
	struct stream *draw;
};

/* The state is aligned as the struct before it is: for pointers. */
static void *state_of(void *wrapped)
{
	return (struct wrapped *)wrapped + 1;
}

static double energy_of(void *wrapped)
{
	return ((struct wrapped *)wrapped)->energy(state_of(wrapped));
}

static void move(const gsl_rng *rng, void *wrapped, double step)
{
	(void)rng;
	(void)step;
	((struct wrapped *)wrapped)->move(((struct wrapped *)wrapped)->draw, state_of(wrapped));
}

static double distance(void *a, void *b)
{
	(void)a;
	(void)b;
	return 0;
}

void anneal(struct stream *draw, const struct annealing_schedule *schedule, void *state, size_t size, anneal_energy *energy, anneal_move *mover)
{
	gsl_rng rng = random_gsl_view(draw);
	gsl_siman_params_t params = { .iters_fixed_T = (int)schedule->tries, .k = 1, .t_initial = schedule->start, .mu_t = 1 / schedule->cooling,
				      .t_min = schedule->stop };
	struct wrapped *wrapped = xmalloc(sizeof *wrapped + size);

	*wrapped = (struct wrapped){ energy, mover, draw };
	memcpy(wrapped + 1, state, size);
	gsl_siman_solve(&rng, wrapped, energy_of, move, distance, NULL, NULL, NULL, NULL, sizeof *wrapped + size, params);
	memcpy(state, wrapped + 1, size);
	free(wrapped);
}
