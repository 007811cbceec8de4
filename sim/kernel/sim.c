/* The loop. Checks of the control block come every CHECK_EVERY events, so that they cost nothing. */
#include "sim/kernel/sim.h"

#include "sim/base/text.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>

enum { CHECK_EVERY = 4096 };

void sim_init(struct sim *sim, uint64_t seed, uint32_t replication)
{
	*sim = (struct sim){ .seed = seed };
	sim->world_key = random_mix(0, seed);
	sim_replicate(sim, replication);
	sim->queue = equeue_new();
}

void sim_replicate(struct sim *sim, uint32_t replication)
{
	uint64_t number = sim->antithetic ? replication / 2 : replication;

	sim->replication = replication;
	sim->key = random_mix(sim->world_key, number + 1);
	sim->mirror = sim->antithetic && replication % 2 ? UINT64_MAX : 0;
}

void sim_fini(struct sim *sim)
{
	equeue_free(sim->queue);
	free(sim->failure);
	*sim = (struct sim){ 0 };
}

void sim_fail(struct sim *sim, const char *format, ...)
{
	va_list args;

	if (sim->failure)
		return;
	va_start(args, format);
	sim->failure = text_vformat(format, args);
	va_end(args);
	/* No event lies before time 0, so the loop ends without a test of its own. */
	sim->end = -1;
}

static void full(struct sim *sim)
{
	sim_fail(sim, "too many events are pending (16.7 million at most) at %.9g s; a queue grows without bound,"
		 " or the scenario is too large for one run", (double)sim->now / 1e9);
}

void sim_at(struct sim *sim, struct event *event, sim_time at, event_fn *fire)
{
	EVENT_ASSERT(at >= sim->now);
	event->fire = fire;
	if (!equeue_push(sim->queue, event, at))
		full(sim);
}

void sim_deliver(struct sim *sim, struct event *event, sim_time at, uint64_t direction, event_fn *fire)
{
	EVENT_ASSERT(at >= sim->now);
	event->fire = fire;
	if (!equeue_push_delivery(sim->queue, event, at, direction))
		full(sim);
}

void sim_at_moving(struct sim *sim, struct event *event, sim_time at, event_fn *fire)
{
	assert(at >= sim->now);
	event->fire = fire;
	if (!equeue_push_moving(sim->queue, event, at))
		full(sim);
}

void sim_move(struct sim *sim, struct event *event, sim_time at)
{
	assert(at >= sim->now);
	if (!equeue_rekey(sim->queue, event, at))
		full(sim);
}

void sim_cancel(struct sim *sim, struct event *event)
{
	equeue_cancel(sim->queue, event);
}

/* Tell the control block where the run is; true if it shall stop. */
static bool checked(struct sim *sim)
{
	if (!sim->control)
		return false;
	sim->control->now = sim->now;
	sim->control->events = sim->events;
	return sim->control->stop != 0;
}

enum sim_outcome sim_run(struct sim *sim)
{
	bool stopped = checked(sim);
	struct event *event;

	while (!stopped && (event = equeue_pop(sim->queue, sim->end, &sim->now))) {
		event->fire(sim, event);
		if (++sim->events % CHECK_EVERY == 0)
			stopped = checked(sim);
	}
	if (sim->failure)
		return SIM_FAILED;
	if (stopped)
		return SIM_STOPPED;
	sim->now = sim->end;
	checked(sim);
	return SIM_COMPLETE;
}
