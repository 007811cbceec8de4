/*
 * Deadline-aware: of the instances where the message is expected to be done in time, the preferred one; if there is none, the one where it is
 * expected to be done first. Equals go to the first.
 */
#include "models/offload/estimate.h"

enum prefer { PREFER_NEAREST, PREFER_FIRST, PREFER_LEAST_ENERGY };

struct deadline_aware { struct offload_settings common; unsigned prefer; sim_time reserve; };

static const struct param params[] = {
	{ "prefer", P_WORD(struct deadline_aware, prefer), .fallback = "nearest", .words = "nearest first least-energy",
	  .help = "which of those that are in time: the one with the shortest transfer, the first in the order of the nodes, or the one whose core draws least energy"
		  " above idle for the work" },
	{ "reserve", P_TIME(struct deadline_aware, reserve), .fallback = "0 s", .max = 9e9,
	  .help = "time before the deadline that is kept free, for what follows the message, such as its answer" },
	OFFLOAD_SETTINGS(struct deadline_aware),
	{ 0 }
};

/* What is to be least among those in time. */
static double price(enum prefer prefer, const struct view *view, const struct asked *asked, uint32_t node)
{
	switch (prefer) {
	case PREFER_NEAREST:
		return view_transfer(view, asked->from, node, (double)asked->bytes);
	case PREFER_LEAST_ENERGY:
		return asked->work > 0 ? view_core_power(view, node, asked->currency) * asked->work / view_speed(view, node, asked->currency) : 0;
	case PREFER_FIRST:
		break;
	}
	return 0;
}

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	const struct deadline_aware *c = o->config;
	double left = asked->deadline == SIM_TIME_MAX ? INFINITY : (double)(asked->deadline - view->now - c->reserve) / 1e9;
	uint32_t soonest = 0, best = n;
	double least_delay = INFINITY, least_price = INFINITY;

	for (uint32_t i = 0; i < n; i++) {
		double delay = estimate_delay(view, asked, candidates[i].node);
		double asks;

		if (delay < least_delay) {
			least_delay = delay;
			soonest = i;
		}
		if (!(delay <= left))
			continue;
		asks = price((enum prefer)c->prefer, view, asked, candidates[i].node);
		if (asks < least_price) {
			least_price = asks;
			best = i;
		}
	}
	return best < n ? best : soonest;
}

const struct offload_class offload_deadline_aware = {
	.model = { .slot = "offloading", .name = "deadline-aware", .params = params, .config_size = sizeof(struct deadline_aware),
		   .help = "the nearest instance where the message is expected to be done before the deadline, else where it is expected first",
		   .equation = "among the instances with transfer + service x (1 + max(0, jobs - cores + 1) / cores) <= deadline - now - reserve, service = work /"
			       " speed of a core: argmin of transfer, or of service x power of a busy core above idle; if there is none, argmin of the left side",
		   .assumptions = "The deadline is the earliest of the request's paths that have begun and not ended; without one every instance is in time."
				  " What is expected is the end of this message, as under `join-shortest-expected-delay`; `reserve` is for what follows it."
				  " A node without `power` draws nothing. A message that will be late is not dropped.",
		   .source = "Ramamritham, Stankovic, Zhao, Distributed scheduling of tasks with deadlines and resource requirements, IEEE Transactions on"
			     " Computers 38(8), 1989, where a task goes to a node that is expected to meet its deadline" },
	.choose = choose,
	.asks_load = true,
	.asks_deadline = true,
};
