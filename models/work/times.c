/* Arrivals at times that are written down, the same for every node, counted from the beginning of the workload. */
#include "models/work/workload.h"

struct times { struct values at; };

static const struct param params[] = {
	{ "at", P_VALUES(struct times, at, DIM_TIME), .required = true, .max = 9e9,
	  .help = "when each node starts a request, from the workload's `begin` on, in order" },
	{ 0 }
};

static bool check(const void *config, struct mark mark, struct diag *diag)
{
	const struct times *c = config;

	for (uint32_t i = 1; i < c->at.n; i++)
		if (c->at.value[i] < c->at.value[i - 1])
			return diag_error(diag, mark, "times: %g s stands after %g s; they must be in order", c->at.value[i], c->at.value[i - 1]);
	return true;
}

static sim_time next(const struct workload *load, struct source *source, uint64_t key, sim_time last)
{
	const struct times *c = load->config;

	(void)key; (void)last;
	return source->number < c->at.n ? time_after(load->begin, c->at.value[source->number]) : SIM_TIME_MAX;
}

static double rate(const void *config)
{
	(void)config;
	return NAN;
}

const struct arrivals_class arrivals_times = {
	.model = { .slot = "arrivals", .name = "times", .params = params, .config_size = sizeof(struct times), .check = check,
		   .help = "at times that are given, the same for every node" },
	.next = next,
	.rate = rate,
};
