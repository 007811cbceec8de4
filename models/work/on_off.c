/* On-off arrivals: Poisson while active, none while idle; both times exponential, each node on its own. */
#include "models/work/modulated.h"

struct on_off { double active_s, idle_s, rate; };

static const struct param params[] = {
	{ "active", P_REAL(struct on_off, active_s, DIM_TIME), .required = true, .open = true, .max = 9e9, .help = "mean time in which requests come" },
	{ "idle", P_REAL(struct on_off, idle_s, DIM_TIME), .required = true, .open = true, .max = 9e9, .help = "mean time in which none come" },
	{ "rate", P_REAL(struct on_off, rate, DIM_RATE), .required = true, .help = "mean arrivals per second while active" },
	{ 0 }
};

static struct modulation modulation(const struct on_off *c)
{
	return (struct modulation){ { c->rate, 0 }, { c->active_s, c->idle_s } };
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

const struct arrivals_class arrivals_on_off = {
	.model = { .slot = "arrivals", .name = "on-off", .params = params, .config_size = sizeof(struct on_off),
		   .help = "Poisson while active, none while idle; exponential times of both, in equilibrium from the beginning",
		   .equation = "mean rate = rate active / (active + idle)",
		   .assumptions = "Times of both phases are exponential. Each node has phases of its own, begun in equilibrium." },
	.next = next,
	.rate = rate,
	.state_size = sizeof(struct modulation_state),
};
