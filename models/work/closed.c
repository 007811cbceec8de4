/* Closed arrivals: each user thinks, starts a request, waits for its end, and thinks again. */
#include "models/work/workload.h"

struct closed { uint64_t users; struct quantity think; };

static const struct param params[] = {
	{ "users", P_COUNT(struct closed, users), .fallback = "1", .min = 1, .max = 1e6, .help = "users of each node" },
	{ "think", P_QUANTITY(struct closed, think, DIM_BIT(DIM_TIME)), .required = true, .max = 9e9,
	  .help = "time from the end of a request to the next; it begins with one" },
	{ 0 }
};

static sim_time next(const struct workload *load, struct source *source, uint64_t key, sim_time last)
{
	(void)key;
	return time_after(last, workload_draw(load, source, &((const struct closed *)load->config)->think));
}

static double rate(const void *config)
{
	(void)config;
	return NAN;
}

/* If every request ended at once. */
static double most(const void *config)
{
	return 1 / quantity_mean(&((const struct closed *)config)->think);
}

static uint64_t users(const void *config)
{
	return ((const struct closed *)config)->users;
}

const struct arrivals_class arrivals_closed = {
	.model = { .slot = "arrivals", .name = "closed", .params = params, .config_size = sizeof(struct closed),
		   .help = "users who think, ask, wait for the end of the request, and think again",
		   .source = "Denning, Buzen, The operational analysis of queueing network models, ACM Computing Surveys 10(3), 1978",
		   .equation = "X = N / (R + Z): N users, R mean time of a request, Z mean think time (the interactive response time law)",
		   .assumptions = "Each user has one request at a time, and the first think time begins with the workload. A request ends when "
				"none of its messages is under way, waiting or served." },
	.next = next,
	.rate = rate,
	.most = most,
	.users = users,
	.closed = true,
};
