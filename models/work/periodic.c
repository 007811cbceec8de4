/*
 * Periodic arrivals on a grid: begin + phase + k x every, each later by its own jitter, uniform on [0, jitter). The grid does not
 * drift. A jitter beyond the period would reorder arrivals and is refused.
 */
#include "models/work/workload.h"

struct periodic { sim_time every, jitter, phase; };

static const struct param params[] = {
	{ "every", P_TIME(struct periodic, every), .required = true, .open = true, .max = 9e9, .help = "time from one to the next" },
	{ "jitter", P_TIME(struct periodic, jitter), .fallback = "0 s", .max = 9e9, .help = "each comes later by up to this, uniform" },
	{ "phase", P_TIME(struct periodic, phase), .max = 9e9, .help = "time of the first; drawn for each node, uniform over a period, unless given" },
	{ 0 }
};

static bool check(const void *config, struct mark mark, struct diag *diag)
{
	const struct periodic *c = config;

	if (c->jitter <= c->every)
		return true;
	return diag_error(diag, mark, "periodic: jitter (%g s) is longer than every (%g s)",
			  (double)c->jitter / 1e9, (double)c->every / 1e9);
}

static sim_time phase(const struct periodic *c, uint64_t key)
{
	struct stream stream = random_fork(key, PURPOSE_PHASE);

	return c->phase == TIME_UNSET ? (sim_time)random_below(&stream, (uint64_t)c->every) : c->phase;
}

static sim_time next(const struct workload *load, struct source *source, uint64_t key, sim_time last)
{
	const struct periodic *c = load->config;
	sim_time at;

	if (source->number && !c->jitter)
		return last < SIM_TIME_MAX - c->every ? last + c->every : SIM_TIME_MAX;
	at = load->begin + phase(c, key);
	if (source->number && c->every > (SIM_TIME_MAX - c->jitter - at) / source->number)
		return SIM_TIME_MAX;
	at += source->number * c->every;
	return at + (c->jitter ? (sim_time)random_below(&source->stream, (uint64_t)c->jitter) : 0);
}

static double rate(const void *config)
{
	return 1e9 / (double)((const struct periodic *)config)->every;
}

const struct arrivals_class arrivals_periodic = {
	.model = { .slot = "arrivals", .name = "periodic", .params = params, .config_size = sizeof(struct periodic), .check = check,
		   .help = "one every so often",
		   .equation = "t(k) = begin + phase + k every + jitter(k), with jitter(k) uniform on [0, jitter)",
		   .assumptions = "The grid does not drift. Jitters are independent of each other." },
	.next = next,
	.rate = rate,
};
