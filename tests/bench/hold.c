/*
 * The hold model: n events pending, each, when it fires, schedules itself at +Exp(1 s). Three loops of the same
 * work: a bare heap, a bare ladder, and the kernel by its public interface. Prints nanoseconds of user CPU for
 * each event; then, for the bare loops, the time of the last event, which must be the same for both, and for the
 * kernel the number of events that were timed.
 *
 * hold heap|ladder|kernel PENDING EVENTS
 */
#include "sim/kernel/sim.h"
#include "tests/bench/bare_queue.h"
#include "tests/bench/bench.h"

#include <inttypes.h>

struct place {
	struct event event;
	uint64_t fired;
};

struct bench {
	struct sim sim;
	struct stream stream;
	struct place *place;
};

static int64_t bare_delay(uint64_t *state)
{
	return (int64_t)(1e9 * bare_exponential(state));
}

static void report(double seconds, uint64_t events, int64_t now)
{
	printf("%.3f ns %" PRId64 "\n", seconds / (double)events * 1e9, now);
}

static void run_heap(uint32_t pending, uint64_t events)
{
	struct bare_heap heap;
	uint64_t state = random_stream(42).state;
	uint64_t order = 0;
	uint64_t *fired = calloc(pending, sizeof *fired);
	int64_t now = 0;
	double begin = 0;

	bare_heap_init(&heap, pending + 1);
	for (uint32_t i = 0; i < pending; i++)
		bare_heap_push(&heap, bare_key(bare_delay(&state), order++, i));
	/* The first turn of all events brings the queue to its steady state, and is not timed. */
	for (uint64_t i = 0; i < 2 * (uint64_t)pending + events; i++) {
		u128 key = heap.key[0];
		uint32_t number = bare_number(key);

		if (i == 2 * (uint64_t)pending)
			begin = user_seconds();
		now = bare_time(key);
		bare_heap_pop(&heap);
		fired[number]++;
		bare_heap_push(&heap, bare_key(now + bare_delay(&state), order++, number));
	}
	report(user_seconds() - begin, events, now);
}

static void run_ladder(uint32_t pending, uint64_t events)
{
	struct bare_ladder ladder;
	uint64_t state = random_stream(42).state;
	uint64_t order = 0;
	uint64_t *fired = calloc(pending, sizeof *fired);
	int64_t now = 0;
	double begin = 0;

	bare_ladder_init(&ladder);
	for (uint32_t i = 0; i < pending; i++)
		bare_ladder_push(&ladder, bare_key(bare_delay(&state), order++, i));
	for (uint64_t i = 0; i < 2 * (uint64_t)pending + events; i++) {
		u128 key;
		uint32_t number;

		if (i == 2 * (uint64_t)pending)
			begin = user_seconds();
		if (ladder.bottom.n == 0)
			bare_refill(&ladder);
		key = ladder.bottom.key[0];
		number = bare_number(key);
		now = bare_time(key);
		bare_heap_pop(&ladder.bottom);
		fired[number]++;
		bare_ladder_push(&ladder, bare_key(now + bare_delay(&state), order++, number));
	}
	report(user_seconds() - begin, events, now);
}

static void fired(struct sim *sim, struct event *event)
{
	struct place *place = container_of(event, struct place, event);
	struct bench *bench = container_of(sim, struct bench, sim);

	place->fired++;
	sim_after(sim, event, (sim_time)(1e9 * random_exponential(&bench->stream)), fired);
}

/* The kernel runs to a time, not to a count: for as long as about so many events take. */
static void run_kernel(uint32_t pending, uint64_t events)
{
	struct bench bench = { .stream = random_stream(42) };
	struct sim *sim = &bench.sim;
	uint64_t warm;
	double begin;

	sim_init(sim, 1, 0);
	bench.place = calloc(pending, sizeof *bench.place);
	for (uint32_t i = 0; i < pending; i++)
		sim_after(sim, &bench.place[i].event, (sim_time)(1e9 * random_exponential(&bench.stream)), fired);
	sim->end = 2 * SIM_SECOND;
	sim_run(sim);
	warm = sim->events;
	begin = user_seconds();
	sim->end = sim->now + (sim_time)(1e9 * (double)events / (double)pending);
	sim_run(sim);
	report(user_seconds() - begin, sim->events - warm, (int64_t)(sim->events - warm));
	sim_fini(sim);
	free(bench.place);
}

int main(int argc, char **argv)
{
	uint32_t pending = argc > 3 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
	uint64_t events = argc > 3 ? strtoull(argv[3], NULL, 10) : 0;

	if (pending > 0 && strcmp(argv[1], "heap") == 0)
		run_heap(pending, events);
	else if (pending > 0 && strcmp(argv[1], "ladder") == 0)
		run_ladder(pending, events);
	else if (pending > 0 && strcmp(argv[1], "kernel") == 0)
		run_kernel(pending, events);
	else
		return fprintf(stderr, "usage: hold heap|ladder|kernel PENDING EVENTS\n"), 2;
	return 0;
}
