#ifndef KERNEL_SIM_H
#define KERNEL_SIM_H

#include "sim/kernel/event.h"
#include "sim/kernel/random.h"
#include "sim/kernel/row.h"

#include <signal.h>
#include <stdbool.h>

/*
 * One simulation: one replication of a scenario, single-threaded, a pure
 * function of (scenario, seed, replication).
 */
struct world;
struct trend;

/* What others may look at or ask for while it runs; shared between processes. */
struct sim_control {
	volatile sig_atomic_t stop;      /* set: end at the next check */
	volatile sim_time now;           /* last simulated time seen by a check */
	volatile uint64_t events;
};

enum sim_outcome { SIM_COMPLETE, SIM_STOPPED, SIM_FAILED };

struct sim {
	sim_time now;
	sim_time end;                    /* no event beyond it runs */
	sim_time warmup;                 /* statistics begin here; may be changed until model_start */
	sim_time duration;               /* arrivals stop here; end - duration is the drain */
	struct equeue *queue;
	uint64_t seed;
	uint32_t replication;
	uint64_t key;                    /* random_mix of seed and replication: begins every key of a run; of seed and pair if they are antithetic */
	uint64_t world_key;              /* of the seed alone: begins every key of the world's building */
	bool antithetic;                 /* replications 2 k and 2 k + 1 are a pair, with one key; set before sim_replicate */
	uint64_t mirror;                 /* all ones in the second of a pair, else 0: for sim_uniform */
	uint64_t events;                 /* fired so far */
	struct world *world;
	struct sink *sink;               /* borrowed; may be NULL: rows are dropped */
	struct sim_control *control;     /* borrowed; may be NULL */
	struct trend *trend;             /* borrowed; of the latencies of the first path, in the order of completion; NULL: not wanted */
	char *failure;                   /* why the run failed; NULL: it did not */
};

/* Prepare a simulation at time 0 without a world. sim_fini() releases what it owns (the queue, the failure text), not the world. */
void sim_init(struct sim *sim, uint64_t seed, uint32_t replication);
void sim_fini(struct sim *sim);

/* Make it replication number `replication`, before it is started. */
void sim_replicate(struct sim *sim, uint32_t replication);

/* Uniform on [0, 1) from a stream of a request; mirrored in the second of an antithetic pair. */
static inline double sim_uniform(const struct sim *sim, struct stream *stream)
{
	return (double)((random_bits(stream) ^ sim->mirror) >> 11) * 0x1.0p-53;
}

/* Run events until none is left, the next lies beyond sim->end, it is stopped, or it fails. now = end when complete. */
enum sim_outcome sim_run(struct sim *sim);

/* The run has reached a state that must not be: stop after this event with a reason. The first reason stays. */
void sim_fail(struct sim *sim, const char *format, ...) __attribute__((cold, format(printf, 2, 3)));

/*
 * Schedule `event` to call `fire` at `at` (not before now) or after `delay` (not negative; beyond the end of time
 * means at SIM_TIME_MAX). A full queue fails the run.
 */
void sim_at(struct sim *sim, struct event *event, sim_time at, event_fn *fire);
static inline void sim_after(struct sim *sim, struct event *event, sim_time delay, event_fn *fire)
{
	sim_at(sim, event, delay < SIM_TIME_MAX - sim->now ? sim->now + delay : SIM_TIME_MAX, fire);
}

/* The same for a delivery over link direction number `direction`, and for an event that sim_move will re-key. */
void sim_deliver(struct sim *sim, struct event *event, sim_time at, uint64_t direction, event_fn *fire);
void sim_at_moving(struct sim *sim, struct event *event, sim_time at, event_fn *fire);
void sim_move(struct sim *sim, struct event *event, sim_time at);
void sim_cancel(struct sim *sim, struct event *event);

static inline void sim_row(struct sim *sim, uint32_t table, const void *row)
{
	if (sim->sink)
		sim->sink->row(sim->sink, table, row);
}

#endif
