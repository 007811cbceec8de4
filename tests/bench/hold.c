/*
 * The hold model: n events pending, each, when it fires, schedules itself at +Exp(1 s). Three loops of the same
 * work: a bare heap, a bare ladder, and the kernel by its public interface. Prints nanoseconds of user CPU for
 * each event, and the number of events that were timed. The first two turns of all events bring a queue to its
 * steady state, and are not timed.
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

static void report(double seconds, uint64_t events)
{
	printf("%.3f ns %" PRIu64 "\n", seconds / (double)events * 1e9, events);
}

/* ---- the bare loops ---- */

struct bare {
	struct bare_heap heap;
	struct bare_ladder ladder;
	uint64_t state, order;
	uint64_t *fired;
};

static void bare_init(struct bare *bare, uint32_t pending)
{
	bare->state = random_stream(42).state;
	bare->order = 0;
	bare->fired = calloc(pending, sizeof *bare->fired);
}

/*
 * The heap keeps its clock in seconds: the bits of floating-point numbers from 0 on are in the order of the numbers,
 * and a conversion to nanoseconds would make the yardstick 4 % longer. The ladder divides times, which takes integers.
 */
static BARE u128 seconds_key(double at, uint64_t order, uint32_t number)
{
	int64_t bits;

	memcpy(&bits, &at, sizeof bits);
	return bare_key(bits, order, number);
}

static BARE double seconds_of(u128 key)
{
	int64_t bits = bare_time(key);
	double at;

	memcpy(&at, &bits, sizeof at);
	return at;
}

static void turn_heap(struct bare *bare, uint64_t events)
{
	struct bare_heap heap = bare->heap;
	uint64_t state = bare->state, order = bare->order;
	uint64_t *fired = bare->fired;

	for (uint64_t i = 0; i < events; i++) {
		u128 key = heap.key[0];
		uint32_t number = bare_number(key);
		double now = seconds_of(key);

		bare_heap_pop(&heap);
		fired[number]++;
		bare_heap_push(&heap, seconds_key(now + bare_exponential(&state), order++, number));
	}
	bare->heap = heap;
	bare->state = state;
	bare->order = order;
}

static void run_heap(uint32_t pending, uint64_t events)
{
	struct bare bare;
	double begin;

	bare_init(&bare, pending);
	bare_heap_init(&bare.heap, pending + 1);
	for (uint32_t i = 0; i < pending; i++)
		bare_heap_push(&bare.heap, seconds_key(bare_exponential(&bare.state), bare.order++, i));
	turn_heap(&bare, 2 * (uint64_t)pending);
	begin = user_seconds();
	turn_heap(&bare, events);
	report(user_seconds() - begin, events);
}

static BARE int64_t bare_delay(uint64_t *state)
{
	return (int64_t)(1e9 * bare_exponential(state));
}

static void turn_ladder(struct bare *bare, uint64_t events)
{
	struct bare_ladder *ladder = &bare->ladder;
	uint64_t state = bare->state, order = bare->order;
	uint64_t *fired = bare->fired;

	for (uint64_t i = 0; i < events; i++) {
		u128 key;
		uint32_t number;

		if (ladder->bottom.n == 0)
			bare_refill(ladder);
		key = ladder->bottom.key[0];
		number = bare_number(key);
		bare_heap_pop(&ladder->bottom);
		fired[number]++;
		bare_ladder_push(ladder, bare_key(bare_time(key) + bare_delay(&state), order++, number));
	}
	bare->state = state;
	bare->order = order;
}

static void run_ladder(uint32_t pending, uint64_t events)
{
	struct bare bare;
	double begin;

	bare_init(&bare, pending);
	bare_ladder_init(&bare.ladder);
	for (uint32_t i = 0; i < pending; i++)
		bare_ladder_push(&bare.ladder, bare_key(bare_delay(&bare.state), bare.order++, i));
	turn_ladder(&bare, 2 * (uint64_t)pending);
	begin = user_seconds();
	turn_ladder(&bare, events);
	report(user_seconds() - begin, events);
}

/* ---- the kernel ---- */

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
	report(user_seconds() - begin, sim->events - warm);
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
