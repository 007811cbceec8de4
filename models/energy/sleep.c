/*
 * Sleep when empty. The next job wakes the node: it starts up, for a time drawn at each start, while that job and those that follow
 * wait; then its cores serve them in the order of its discipline. A job that comes in the very nanosecond of falling asleep finds the
 * node awake, so that what follows on one node from a job that ends there is no start-up. With after: 0 s and exponential service and
 * start-up this is the M/M/1 queue with set-up times: W = 1/(mu - lambda) + 1/theta (Welch 1964).
 */
#include "models/energy/sleep.h"

static const struct param params[] = {
	{ "after", P_TIME(struct sleep, after), .required = true, .max = 9e9,
	  .help = "time without a job after which the node falls asleep" },
	{ "start-up", P_QUANTITY(struct sleep, start_up, DIM_BIT(DIM_TIME)), .fallback = "0 s", .max = 9e9,
	  .help = "time from the job that wakes it to service, drawn at each start; jobs wait, which counts as queueing" },
	{ "power", P_REAL(struct sleep, asleep_w, DIM_POWER), .help = "power asleep; 0 W unless given" },
	{ "start-up-power", P_REAL(struct sleep, starting_w, DIM_POWER), .help = "power while it starts up; that of every core busy unless given" },
	{ 0 }
};

const struct sleep_class sleep_when_empty = {
	.model = { .slot = "sleep", .name = "when-empty", .params = params, .config_size = sizeof(struct sleep), .standard = true,
		   .help = "asleep after a time without a job, woken by the next one",
		   .source = "Welch, On a generalized M/G/1 queuing process in which the first customer of each busy period receives"
			     " exceptional service, Operations Research 12(5), 1964",
		   .equation = "asleep once empty for longer than `after`; awake `start-up` after the next job came",
		   .assumptions = "Falling asleep takes no time. A job that comes while the node starts up waits for one of its cores as it "
				  "would for a busy one, and its wait is queueing." },
};
