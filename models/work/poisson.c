/* Poisson arrivals: independent exponential gaps, at each node or over the whole group. */
#include "models/work/workload.h"

struct poisson { double rate, total; };

static const struct param params[] = {
	{ "rate", P_REAL(struct poisson, rate, DIM_RATE), .help = "mean arrivals per second of each node" },
	{ "total", P_REAL(struct poisson, total, DIM_RATE), .help = "mean arrivals per second of the whole group, in place of rate; a node is drawn for each" },
	{ 0 }
};

static bool check(const void *config, struct mark mark, struct diag *diag)
{
	const struct poisson *c = config;

	if (isnan(c->rate) != isnan(c->total))
		return true;
	return diag_error(diag, mark, "poisson needs a rate, as poisson(0.3 /s), or a total, and not both");
}

static double rate(const void *config)
{
	const struct poisson *c = config;

	return isnan(c->total) ? c->rate : c->total;
}

static bool for_group(const void *config)
{
	return !isnan(((const struct poisson *)config)->total);
}

static sim_time next(const struct workload *load, struct source *source, uint64_t key, sim_time last)
{
	double r = rate(load->config);

	(void)key;
	return r > 0 ? time_after(last, workload_gap(load, source) / r) : SIM_TIME_MAX;
}

const struct arrivals_class arrivals_poisson = {
	.model = { .slot = "arrivals", .name = "poisson", .params = params, .config_size = sizeof(struct poisson), .check = check,
		   .help = "independent exponential gaps",
		   .equation = "P(gap > t) = exp(-rate t)",
		   .assumptions = "Arrivals know nothing of the state of the system: the workload is open. With `total` the node is drawn for "
				"each arrival, all with the same chance." },
	.next = next,
	.rate = rate,
	.for_group = for_group,
};
