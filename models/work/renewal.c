/* Renewal arrivals: independent gaps of any distribution. The first comes one gap after the beginning. */
#include "models/work/workload.h"

struct renewal { struct quantity gap; };

static const struct param params[] = {
	{ "gap", P_QUANTITY(struct renewal, gap, DIM_BIT(DIM_TIME)), .required = true, .open = true, .max = 9e9,
	  .help = "time from one arrival to the next, drawn anew each time" },
	{ 0 }
};

static sim_time next(const struct workload *load, struct source *source, uint64_t key, sim_time last)
{
	(void)key;
	return time_after(last, workload_draw(load, source, &((const struct renewal *)load->config)->gap));
}

static double rate(const void *config)
{
	return 1 / quantity_mean(&((const struct renewal *)config)->gap);
}

const struct arrivals_class arrivals_renewal = {
	.model = { .slot = "arrivals", .name = "renewal", .params = params, .config_size = sizeof(struct renewal),
		   .help = "independent gaps of any distribution",
		   .equation = "t(k + 1) = t(k) + gap, gaps independent; t(0) = begin + gap",
		   .assumptions = "The process begins with a gap drawn as any other, so it is not in equilibrium at first, unless the gap is "
				"exponential." },
	.next = next,
	.rate = rate,
};
