/* Markov-modulated Poisson arrivals with two phases, calm and burst (Fischer & Meier-Hellstern, Performance Evaluation 18, 1993). */
#include "models/work/modulated.h"

struct mmpp { double rate, burst_rate, calm_s, burst_s; };

static const struct param params[] = {
	{ "rate", P_REAL(struct mmpp, rate, DIM_RATE), .required = true, .help = "mean arrivals per second while calm" },
	{ "burst-rate", P_REAL(struct mmpp, burst_rate, DIM_RATE), .required = true, .help = "mean arrivals per second in a burst" },
	{ "calm", P_REAL(struct mmpp, calm_s, DIM_TIME), .required = true, .open = true, .max = 9e9, .help = "mean time between bursts" },
	{ "burst", P_REAL(struct mmpp, burst_s, DIM_TIME), .required = true, .open = true, .max = 9e9, .help = "mean length of a burst" },
	{ 0 }
};

static struct modulation modulation(const struct mmpp *c)
{
	return (struct modulation){ { c->rate, c->burst_rate }, { c->calm_s, c->burst_s } };
}

static sim_time next(const struct workload *load, struct source *source, uint64_t key, sim_time last)
{
	struct modulation m = modulation(load->config);

	(void)key;
	return modulated_next(&m, load, source, last);
}

static double rate(const void *config)
{
	struct modulation m = modulation(config);

	return modulated_rate(&m);
}

const struct arrivals_class arrivals_mmpp = {
	.model = { .slot = "arrivals", .name = "mmpp", .params = params, .config_size = sizeof(struct mmpp),
		   .help = "Poisson at a rate that switches between calm and burst, in equilibrium from the beginning",
		   .source = "Fischer, Meier-Hellstern, The Markov-modulated Poisson process cookbook, Performance Evaluation 18, 1993",
		   .equation = "mean rate = (rate calm + burst-rate burst) / (calm + burst)",
		   .assumptions = "Two phases, their times exponential. Each node has phases of its own, begun in equilibrium." },
	.next = next,
	.rate = rate,
	.state_size = sizeof(struct modulation_state),
};
