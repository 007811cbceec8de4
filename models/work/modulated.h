#ifndef MODELS_WORK_MODULATED_H
#define MODELS_WORK_MODULATED_H

#include "models/work/workload.h"

/*
 * A Poisson process whose rate switches between two values; the times in each are exponential. It begins in equilibrium. Behind
 * `on-off` (one rate is 0) and `mmpp`.
 */
struct modulation {
	double rate[2];                    /* per second */
	double stay_s[2];                  /* mean time in each */
};

struct modulation_state { sim_time until; uint8_t phase, begun; };

/* The next arrival; the source's state is a struct modulation_state. */
sim_time modulated_next(const struct modulation *m, const struct workload *load, struct source *source, sim_time last);

/* The rate in equilibrium. */
double modulated_rate(const struct modulation *m);

#endif
