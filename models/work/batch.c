/*
 * Batches: several requests at one instant, the instants a Poisson process. Each batch has a size of its own, rounded to a whole
 * number, at least one.
 */
#include "models/work/workload.h"

struct batch { double rate; struct quantity size; };

struct batch_state { uint64_t left; };

static const struct param params[] = {
	{ "rate", P_REAL(struct batch, rate, DIM_RATE), .required = true, .help = "mean batches per second of each node" },
	{ "size", P_QUANTITY(struct batch, size, DIM_BIT(DIM_NONE)), .required = true, .min = 1, .max = 1e6, .help = "requests in a batch" },
	{ 0 }
};

static sim_time next(const struct workload *load, struct source *source, uint64_t key, sim_time last)
{
	const struct batch *c = load->config;
	struct batch_state *s = source_state(load, source);
	double size;

	(void)key;
	if (s->left) {
		s->left--;
		return last;
	}
	size = workload_draw(load, source, &c->size);
	s->left = size >= 1.5 ? (uint64_t)(size + 0.5) - 1 : 0;
	return c->rate > 0 ? time_after(last, workload_gap(load, source) / c->rate) : SIM_TIME_MAX;
}

static double rate(const void *config)
{
	const struct batch *c = config;

	return c->rate * quantity_mean(&c->size);
}

const struct arrivals_class arrivals_batch = {
	.model = { .slot = "arrivals", .name = "batch", .params = params, .config_size = sizeof(struct batch),
		   .help = "several requests at one instant, the instants a Poisson process",
		   .equation = "mean requests per second = rate x mean size",
		   .assumptions = "A size is drawn for each batch, rounded to a whole number and at least 1. The requests of a batch start in "
				"one instant." },
	.next = next,
	.rate = rate,
	.state_size = sizeof(struct batch_state),
};
