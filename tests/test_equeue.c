/*
 * The event queue: single behaviours, then long random histories, each step of which is compared with a plain binary
 * heap kept here, through the switch to the ladder and beyond it.
 */
#include "sim/kernel/event.h"

#include "sim/base/memory.h"
#include "sim/kernel/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct event *pop(struct equeue *queue, sim_time *at)
{
	return equeue_pop(queue, SIM_TIME_MAX, at);
}

static void equal_times_run_in_the_order_of_scheduling(void **state)
{
	struct equeue *queue = equeue_new();
	struct event event[100] = { 0 };
	sim_time at;

	(void)state;
	for (size_t i = 0; i < 100; i++)
		assert_true(equeue_push(queue, &event[i], 7));
	for (size_t i = 0; i < 100; i++) {
		assert_ptr_equal(pop(queue, &at), &event[i]);
		assert_int_equal(at, 7);
		assert_false(event_pending(&event[i]));
	}
	assert_null(pop(queue, &at));
	equeue_free(queue);
}

static void deliveries_come_first_and_by_direction(void **state)
{
	struct equeue *queue = equeue_new();
	struct event local = { 0 };
	struct event moving = { 0 };
	struct event far = { 0 };
	struct event near = { 0 };
	sim_time at;

	(void)state;
	equeue_push(queue, &local, 5);
	equeue_push_moving(queue, &moving, 5);
	equeue_push_delivery(queue, &far, 5, (UINT64_C(1) << 39) - 1);
	equeue_push_delivery(queue, &near, 5, 3);
	assert_ptr_equal(pop(queue, &at), &near);
	assert_ptr_equal(pop(queue, &at), &far);
	assert_ptr_equal(pop(queue, &at), &local);
	assert_ptr_equal(pop(queue, &at), &moving);
	equeue_free(queue);
}

static void a_cancelled_event_never_fires_and_its_memory_may_go(void **state)
{
	struct equeue *queue = equeue_new();
	struct event kept = { 0 };
	sim_time at;

	(void)state;
	for (int i = 0; i < 40; i++) {
		struct event *gone = calloc(1, sizeof *gone);

		equeue_push(queue, gone, 3);
		equeue_cancel(queue, gone);
		assert_false(event_pending(gone));
		equeue_cancel(queue, gone);
		memset(gone, 0xa5, sizeof *gone);
		free(gone);
	}
	assert_int_equal(equeue_count(queue), 0);
	equeue_push(queue, &kept, 4);
	assert_int_equal(equeue_count(queue), 1);
	assert_ptr_equal(equeue_peek(queue, &at), &kept);
	assert_ptr_equal(pop(queue, &at), &kept);
	assert_null(equeue_peek(queue, &at));
	equeue_free(queue);
}

static void a_cancelled_delivery_does_not_fire_the_next_one_of_its_direction(void **state)
{
	struct equeue *queue = equeue_new();
	struct event first = { 0 };
	struct event second = { 0 };
	sim_time at;

	(void)state;
	equeue_push_delivery(queue, &first, 10, 1);
	equeue_cancel(queue, &first);
	equeue_push_delivery(queue, &second, 20, 1);
	assert_ptr_equal(pop(queue, &at), &second);
	assert_int_equal(at, 20);
	assert_null(pop(queue, &at));
	equeue_free(queue);
}

static void popping_up_to_a_time_leaves_what_is_later(void **state)
{
	struct equeue *queue = equeue_new();
	struct event event = { 0 };
	struct event earlier = { 0 };
	sim_time at = -7;

	(void)state;
	equeue_push(queue, &event, 10);
	assert_null(equeue_pop(queue, 9, &at));
	assert_null(equeue_pop(queue, -1, &at));
	assert_int_equal(at, -7);
	assert_true(event_pending(&event));
	equeue_push(queue, &earlier, 9);
	assert_ptr_equal(equeue_pop(queue, 10, &at), &earlier);
	assert_ptr_equal(equeue_pop(queue, 10, &at), &event);
	assert_int_equal(at, 10);
	equeue_free(queue);
}

/* The ladder opens its top more than once on the way; times on the edges of tops and buckets are among those tried. */
static void a_late_delivery_comes_before_local_events_of_its_time_in_the_ladder_too(void **state)
{
	enum { TIMES = 500, TIES = 10 };
	struct equeue *queue = equeue_new();
	struct event *local = xcalloc(TIMES * TIES, sizeof *local);
	struct event delivery[TIMES] = { 0 };
	sim_time at;

	(void)state;
	for (size_t i = 0; i < TIMES * TIES; i++)
		equeue_push(queue, &local[i], (sim_time)(i / TIES));
	assert_ptr_equal(equeue_peek(queue, &at), &local[0]);
	for (size_t i = 0; i < TIMES; i += 2)
		equeue_push_delivery(queue, &delivery[i], (sim_time)i, i);
	for (size_t i = 0; i < TIMES; i++) {
		if (i % 2 == 1)
			equeue_push_delivery(queue, &delivery[i], (sim_time)i, i);
		assert_ptr_equal(pop(queue, &at), &delivery[i]);
		assert_int_equal(at, i);
		for (size_t tie = 0; tie < TIES; tie++)
			assert_ptr_equal(pop(queue, &at), &local[i * TIES + tie]);
	}
	equeue_free(queue);
	free(local);
}

static void events_at_the_end_of_time_are_in_order(void **state)
{
	enum { N = 5000 };
	struct equeue *queue = equeue_new();
	struct event *event = xcalloc(N, sizeof *event);
	sim_time at;

	(void)state;
	/* Every fourth at the very end, the others just before it or at the start. */
	for (size_t i = 0; i < N; i++)
		equeue_push(queue, &event[i], i % 4 == 0 ? SIM_TIME_MAX : i % 4 == 1 ? SIM_TIME_MAX - 1 : (sim_time)i);
	for (size_t i = 0; i < N; i++)
		if (i % 4 > 1)
			assert_ptr_equal(pop(queue, &at), &event[i]);
	for (size_t i = 1; i < N; i += 4)
		assert_ptr_equal(pop(queue, &at), &event[i]);
	for (size_t i = 0; i < N; i += 4)
		assert_ptr_equal(equeue_pop(queue, SIM_TIME_MAX, &at), &event[i]);
	assert_int_equal(at, SIM_TIME_MAX);
	assert_null(equeue_pop(queue, SIM_TIME_MAX, &at));
	free(event);
	equeue_free(queue);
}

static void a_moved_event_goes_behind_others_of_its_new_time(void **state)
{
	struct equeue *queue = equeue_new();
	struct event moving = { 0 };
	struct event other = { 0 };
	sim_time at;

	(void)state;
	equeue_push_moving(queue, &moving, 5);
	equeue_push_moving(queue, &other, 5);
	assert_true(equeue_rekey(queue, &moving, 5));
	assert_ptr_equal(equeue_peek(queue, &at), &other);
	assert_true(equeue_rekey(queue, &moving, 2));
	assert_ptr_equal(pop(queue, &at), &moving);
	assert_int_equal(at, 2);
	assert_int_equal(moving.position, 0);
	equeue_cancel(queue, &other);
	assert_null(pop(queue, &at));
	equeue_free(queue);
}

static void the_queue_holds_as_many_events_as_it_says_and_refuses_one_more(void **state)
{
	const size_t most = (UINT32_C(1) << 24) - 1;
	struct equeue *queue = equeue_new();
	struct event *event = xcalloc(most + 1, sizeof *event);
	sim_time at;

	(void)state;
	for (size_t i = 0; i < most; i++)
		if (!equeue_push(queue, &event[i], (sim_time)(i % 1000)))
			fail_msg("push %zu was refused", i);
	assert_false(equeue_push(queue, &event[most], 1));
	assert_false(equeue_push_moving(queue, &event[most], 1));
	assert_false(event_pending(&event[most]));
	assert_int_equal(equeue_count(queue), most);
	/* The slot of a cancelled event can be had again at once. */
	equeue_cancel(queue, &event[0]);
	assert_true(equeue_push(queue, &event[most], 0));
	assert_false(equeue_push(queue, &event[0], 1));
	assert_ptr_equal(pop(queue, &at), &event[1000]);
	equeue_free(queue);
	free(event);
}

/* ---- random histories ---- */

enum kind { LOCAL, DELIVERY, MOVING };

/* An event and what the test knows of it. */
struct entity {
	struct event event;
	enum kind kind;
	sim_time at;
	uint64_t rank;
	uint32_t version;         /* of its entry in the reference; all older ones are stale */
	bool pending;
};

struct entry {
	sim_time at;
	uint64_t rank;
	uint32_t entity, version;
};

struct history {
	struct equeue *queue;
	struct stream stream;
	struct entity *entity;
	uint32_t entities;
	sim_time now;
	uint64_t order;
	size_t pending;
	struct entry *heap;       /* the reference: a binary heap from 1, stale entries skipped when met */
	size_t n, capacity;
};

static bool entry_before(const struct entry *a, const struct entry *b)
{
	return a->at < b->at || (a->at == b->at && a->rank < b->rank);
}

static void reference_push(struct history *h, struct entry e)
{
	size_t i;

	if (h->n + 2 > h->capacity) {
		h->capacity = 2 * h->capacity + 64;
		h->heap = xrealloc(h->heap, h->capacity * sizeof *h->heap);
	}
	for (i = ++h->n; i > 1 && entry_before(&e, &h->heap[i / 2]); i /= 2)
		h->heap[i] = h->heap[i / 2];
	h->heap[i] = e;
}

static void reference_drop(struct history *h)
{
	struct entry e = h->heap[h->n--];
	size_t i = 1;

	for (size_t c = 2; c <= h->n; c = 2 * i) {
		if (c < h->n && entry_before(&h->heap[c + 1], &h->heap[c]))
			c++;
		if (!entry_before(&h->heap[c], &e))
			break;
		h->heap[i] = h->heap[c];
		i = c;
	}
	h->heap[i] = e;
}

static struct entity *reference_first(struct history *h)
{
	while (h->n > 0) {
		struct entity *e = &h->entity[h->heap[1].entity];

		if (e->pending && e->version == h->heap[1].version)
			return e;
		reference_drop(h);
	}
	return NULL;
}

static void reference_set(struct history *h, struct entity *e, sim_time at)
{
	uint32_t index = (uint32_t)(e - h->entity);

	e->at = at;
	e->pending = true;
	e->version++;
	/* A delivery has the number of its entity as its direction, and comes before all that is local. */
	e->rank = e->kind == DELIVERY ? index : UINT64_C(1) << 40 | h->order++;
	reference_push(h, (struct entry){ at, e->rank, index, e->version });
}

/* Zero, ties, exponential, far, Pareto of infinite variance, and now and then the end of time. */
static sim_time random_delay(struct history *h)
{
	sim_time longest = SIM_TIME_MAX - h->now;
	uint64_t how = random_below(&h->stream, 1000);
	double delay;

	if (how < 150)
		return 0;
	if (how < 350)
		delay = (double)random_below(&h->stream, 4);
	else if (how < 700)
		delay = 1e6 * random_exponential(&h->stream);
	else if (how < 800)
		delay = 1e9 + 1e3 * random_uniform(&h->stream);
	else if (how < 999)
		delay = 1e4 * pow(random_open(&h->stream), -1 / 1.1);
	else
		return longest;
	return delay < 0.5 * (double)longest ? (sim_time)delay : longest;
}

static void schedule(struct history *h, struct entity *e)
{
	sim_time at = h->now + random_delay(h);

	if (e->kind == DELIVERY)
		assert_true(equeue_push_delivery(h->queue, &e->event, at, (uint64_t)(e - h->entity)));
	else if (e->kind == MOVING)
		assert_true(equeue_push_moving(h->queue, &e->event, at));
	else
		assert_true(equeue_push(h->queue, &e->event, at));
	reference_set(h, e, at);
	h->pending++;
}

static void cancel_or_move(struct history *h, struct entity *e)
{
	sim_time at = h->now + random_delay(h);

	if (e->kind == MOVING && random_below(&h->stream, 4) > 0) {
		assert_true(equeue_rekey(h->queue, &e->event, at));
		reference_set(h, e, at);
		return;
	}
	equeue_cancel(h->queue, &e->event);
	e->pending = false;
	h->pending--;
}

static void pop_and_compare(struct history *h)
{
	struct entity *expected = reference_first(h);
	sim_time at = -1;
	struct event *event;

	if (!expected) {
		assert_null(pop(h->queue, &at));
		return;
	}
	if (random_below(&h->stream, 8) == 0)
		assert_ptr_equal(equeue_peek(h->queue, &at), &expected->event);
	if (random_below(&h->stream, 8) == 0)
		assert_null(equeue_pop(h->queue, expected->at - 1, &at));
	event = equeue_pop(h->queue, expected->at, &at);
	if (event != &expected->event || at != expected->at)
		fail_msg("at %lld another event is first", (long long)expected->at);
	h->now = at;
	expected->pending = false;
	h->pending--;
	reference_drop(h);
}

static void history_begin(struct history *h, uint64_t seed, uint32_t entities)
{
	*h = (struct history){ .queue = equeue_new(), .stream = random_stream(seed), .entities = entities };
	h->entity = xcalloc(entities, sizeof *h->entity);
	for (uint32_t i = 0; i < entities; i++) {
		uint64_t kind = random_below(&h->stream, 10);

		h->entity[i].kind = kind < 6 ? LOCAL : kind < 8 ? DELIVERY : MOVING;
	}
}

/* Whatever is left comes out in order too. */
static void history_end(struct history *h)
{
	assert_int_equal(equeue_count(h->queue), h->pending);
	while (h->pending > 0)
		pop_and_compare(h);
	pop_and_compare(h);
	equeue_free(h->queue);
	free(h->entity);
	free(h->heap);
}

/* `steps` steps, of which one in `calm` looks for the first event, and the others at an entity drawn at random. */
static void history_run(struct history *h, uint32_t steps, uint32_t calm)
{
	for (uint32_t i = 0; i < steps; i++) {
		struct entity *e = &h->entity[random_below(&h->stream, h->entities)];

		if (random_below(&h->stream, calm) == 0)
			pop_and_compare(h);
		else if (!e->pending)
			schedule(h, e);
		else if (random_below(&h->stream, 3) == 0)
			cancel_or_move(h, e);
	}
}

static void random_histories_of_few_events_agree_with_a_plain_heap(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 200; seed++) {
		struct history h;

		history_begin(&h, seed, 1 + (uint32_t)(seed * seed % 700));
		history_run(&h, 5000, 2 + (uint32_t)seed % 5);
		history_end(&h);
	}
}

static void random_histories_that_cross_into_the_ladder_agree_with_a_plain_heap(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 12; seed++) {
		struct history h;

		history_begin(&h, 1000 + seed, 20000);
		/* Filling, steady, draining, and filling again. */
		history_run(&h, 60000, 6);
		history_run(&h, 60000, 2);
		while (h.pending > 50)
			pop_and_compare(&h);
		history_run(&h, 40000, 4);
		history_end(&h);
	}
}

static void a_random_history_of_a_million_pending_events_agrees_with_a_plain_heap(void **state)
{
	struct history h;

	(void)state;
	history_begin(&h, 77, 1000000);
	for (uint32_t i = 0; i < h.entities; i++)
		schedule(&h, &h.entity[i]);
	assert_int_equal(equeue_count(h.queue), 1000000);
	history_run(&h, 1000000, 2);
	history_end(&h);
}

/* A restarted time-out leaves a stale key each time; they must not pile up. */
static void restarting_a_timeout_for_ever_needs_no_more_slots(void **state)
{
	enum { N = 3000 };
	struct equeue *queue = equeue_new();
	struct event *event = xcalloc(N, sizeof *event);
	uint32_t greatest = 0;
	sim_time at;

	(void)state;
	for (sim_time now = 0; now < 2000000; now++) {
		struct event *e = &event[now * 7919 % N];

		equeue_cancel(queue, e);
		equeue_push(queue, e, now + 1000000000);
		greatest = e->slot > greatest ? e->slot : greatest;
	}
	assert_int_equal(equeue_count(queue), N);
	assert_in_range(greatest, N, 4 * N);
	/* They come out in the order in which they were last restarted. */
	for (sim_time i = 2000000 - N; i < 2000000; i++) {
		assert_ptr_equal(pop(queue, &at), &event[i * 7919 % N]);
		assert_int_equal(at, i + 1000000000);
	}
	equeue_free(queue);
	free(event);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_times_run_in_the_order_of_scheduling),
		cmocka_unit_test(deliveries_come_first_and_by_direction),
		cmocka_unit_test(a_cancelled_event_never_fires_and_its_memory_may_go),
		cmocka_unit_test(a_cancelled_delivery_does_not_fire_the_next_one_of_its_direction),
		cmocka_unit_test(popping_up_to_a_time_leaves_what_is_later),
		cmocka_unit_test(a_late_delivery_comes_before_local_events_of_its_time_in_the_ladder_too),
		cmocka_unit_test(events_at_the_end_of_time_are_in_order),
		cmocka_unit_test(a_moved_event_goes_behind_others_of_its_new_time),
		cmocka_unit_test(the_queue_holds_as_many_events_as_it_says_and_refuses_one_more),
		cmocka_unit_test(random_histories_of_few_events_agree_with_a_plain_heap),
		cmocka_unit_test(random_histories_that_cross_into_the_ladder_agree_with_a_plain_heap),
		cmocka_unit_test(a_random_history_of_a_million_pending_events_agrees_with_a_plain_heap),
		cmocka_unit_test(restarting_a_timeout_for_ever_needs_no_more_slots),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
