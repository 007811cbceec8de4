/*
 * The queue: a heap of keys; when it has grown to LADDER_FROM, its keys go to a ladder, of which it is the bottom from
 * then on, with what comes too late for the sorted run of the ladder's next keys. Re-keyable events have a heap of their own, in which each knows
 * its place; the smallest head runs.
 * Cancelling elsewhere only empties the slot; stale keys are dropped when they surface, or all at once when they
 * outnumber the live ones. The place of an event just taken stays vacant until the next call, for most events
 * schedule one more, which then sinks from there: one sift and not two.
 */
#include "sim/kernel/event.h"

#include "sim/base/memory.h"
#include "sim/kernel/keys.h"
#include "sim/kernel/ladder.h"

#include <assert.h>
#include <stdlib.h>

/* Where the ladder begins to win (a hold model of exponential increments, 1,000 against 2,000 pending). */
enum { LADDER_FROM = 1500, FIRST_MOVING = 64, PURGE_ABOVE = 64 };

struct equeue {
	struct heap bottom;
	bool vacant;              /* the root of `bottom` has been taken */
	uint32_t dead;            /* stale keys */
	size_t pending;
	uint64_t order;           /* of the next local event */
	struct slots slots;
	struct heap moving;
	struct ladder ladder;
	struct ladder_run run;    /* of the ladder's next keys */
	event_foresee_fn *foresee;
	const void *context;
};

static void foresee_nothing(const void *context, const struct event *const *event, uint32_t n, bool again)
{
	(void)context;
	(void)event;
	(void)n;
	(void)again;
}

struct equeue *equeue_new(void)
{
	struct equeue *queue = xcalloc(1, sizeof *queue);

	heap_init(&queue->bottom, LADDER_FROM);
	heap_init(&queue->moving, FIRST_MOVING);
	ladder_init(&queue->ladder);
	ladder_run_init(&queue->run);
	queue->foresee = foresee_nothing;
	return queue;
}

void equeue_free(struct equeue *queue)
{
	if (!queue)
		return;
	heap_fini(&queue->bottom);
	heap_fini(&queue->moving);
	ladder_fini(&queue->ladder);
	free(queue->slots.slot);
	free(queue);
}

static __attribute__((noinline)) void close_gap(struct equeue *queue)
{
	queue->vacant = false;
	heap_remove(&queue->bottom, 0, NULL);
}

static inline void fill_vacancy(struct equeue *queue)
{
	if (__builtin_expect(queue->vacant, 0))
		close_gap(queue);
}

/* The run and the heap overlap: what is left of the run goes to the heap. */
static void give_up_run(struct equeue *queue)
{
	struct ladder_run *run = &queue->run;

	for (; run->next < run->n; run->next++)
		heap_push(&queue->bottom, run->key[run->next], NULL);
	ladder_run_init(run);
}

static void purge(struct equeue *queue)
{
	fill_vacancy(queue);
	give_up_run(queue);
	heap_purge(&queue->bottom, &queue->slots);
	ladder_purge(&queue->ladder, &queue->slots);
	queue->dead = 0;
}

/* The heap is full: open the ladder, or a rung of it, for its keys; or let it grow, if they are all ties. */
static __attribute__((noinline)) void add_to_full(struct equeue *queue, u128 key)
{
	give_up_run(queue);
	if (!ladder_open(&queue->ladder, &queue->bottom) || !ladder_add(&queue->ladder, key))
		heap_push(&queue->bottom, key, NULL);
}

static __attribute__((noinline)) void add_slowly(struct equeue *queue, u128 key)
{
	if (ladder_add(&queue->ladder, key))
		return;
	if (queue->vacant) {
		queue->vacant = false;
		heap_sink(&queue->bottom, 0, key, NULL);
		return;
	}
	if (__builtin_expect(queue->bottom.n == queue->bottom.capacity, 0))
		add_to_full(queue, key);
	else
		heap_rise(&queue->bottom, queue->bottom.n++, key, NULL);
}

static inline __attribute__((always_inline)) void add(struct equeue *queue, u128 key)
{
	if (!ladder_add_quickly(&queue->ladder, key))
		add_slowly(queue, key);
}

static __attribute__((noinline)) uint32_t take_dead_slot(struct equeue *queue, struct event *event)
{
	if (!queue->dead)
		return 0;
	purge(queue);
	return slots_take(&queue->slots, event);
}

/* A slot for `event`, if need be one that a stale key held. 0: all are taken by pending events. */
static inline uint32_t take_slot(struct equeue *queue, struct event *event)
{
	uint32_t slot = slots_take(&queue->slots, event);

	return __builtin_expect(slot != 0, 1) ? slot : take_dead_slot(queue, event);
}

static inline __attribute__((always_inline)) bool push(struct equeue *queue, struct event *event, sim_time at, uint64_t rank)
{
	uint32_t slot;

	EVENT_ASSERT(event->slot == 0 && event->position == 0);
	slot = take_slot(queue, event);
	if (__builtin_expect(slot == 0, 0))
		return false;
	event->slot = slot;
	queue->pending++;
	add(queue, key_make(at, rank, slot));
	return true;
}

static inline uint64_t local_rank(uint64_t order)
{
	return KEY_LOCAL | order << KEY_SLOT_BITS;
}

bool equeue_push(struct equeue *queue, struct event *event, sim_time at)
{
	if (__builtin_expect(queue->order == KEY_ORDERS - 1, 0) || !push(queue, event, at, local_rank(queue->order)))
		return false;
	queue->order++;
	return true;
}

bool equeue_push_delivery(struct equeue *queue, struct event *event, sim_time at, uint64_t direction)
{
	EVENT_ASSERT(direction < KEY_ORDERS);
	return push(queue, event, at, direction << KEY_SLOT_BITS);
}

bool equeue_push_moving(struct equeue *queue, struct event *event, sim_time at)
{
	uint32_t slot;

	assert(event->slot == 0 && at >= 0);
	if (queue->order == KEY_ORDERS - 1)
		return false;
	slot = take_slot(queue, event);
	if (slot == 0)
		return false;
	event->slot = slot;
	queue->pending++;
	heap_push(&queue->moving, key_make(at, local_rank(queue->order++), slot), &queue->slots);
	return true;
}

bool equeue_rekey(struct equeue *queue, struct event *event, sim_time at)
{
	uint32_t i = event->position - 1;
	u128 key;

	assert(event->slot != 0 && event->position != 0 && at >= 0);
	if (queue->order == KEY_ORDERS - 1)
		return false;
	key = key_make(at, local_rank(queue->order++), event->slot);
	if (key < queue->moving.key[i])
		heap_rise(&queue->moving, i, key, &queue->slots);
	else
		heap_sink(&queue->moving, i, key, &queue->slots);
	return true;
}

void equeue_cancel(struct equeue *queue, struct event *event)
{
	uint32_t slot = event->slot;

	if (slot == 0)
		return;
	event->slot = 0;
	queue->pending--;
	if (event->position != 0) {
		heap_remove(&queue->moving, event->position - 1, &queue->slots);
		event->position = 0;
		slots_release(&queue->slots, slot);
		return;
	}
	queue->slots.slot[slot].event = NULL;
	queue->dead++;
	/* Empty buckets cost a step too, so that they must be outnumbered as well. */
	if (queue->dead > PURGE_ABOVE && queue->dead > queue->pending
	    && queue->dead > ladder_buckets(&queue->ladder))
		purge(queue);
}

void equeue_foresee(struct equeue *queue, event_foresee_fn *foresee, const void *context)
{
	queue->foresee = foresee;
	queue->context = context;
}

/* The slots of the bucket behind the run, and the first keys of the one behind that. */
static void prefetch_keys(const struct equeue *queue)
{
	const struct ladder_bucket *next = ladder_coming(&queue->ladder, NULL);
	uint32_t n;

	if (!next)
		return;
	n = next->filled;
	for (const struct ladder_chunk *c = next->first; c; c = c->next, n = LADDER_CHUNK)
		for (uint32_t i = 0; i < n; i++)
			__builtin_prefetch(&queue->slots.slot[key_slot(c->key[i])], 1);
	next = ladder_coming(&queue->ladder, next);
	if (next)
		for (uint32_t i = 0; i <= next->filled; i += CACHE_LINE / sizeof(u128))
			__builtin_prefetch((const u128 *)(const void *)next->first + i);
}

/* The events of the run are next: fetch them all at once, then what they lead to, not one miss after another. */
static void prefetch(const struct equeue *queue)
{
	const struct ladder_run *run = &queue->run;
	const union slot *slot = queue->slots.slot;
	const struct event *event[LADDER_RUN];
	uint32_t n = 0;

	for (uint32_t i = 0; i < run->n; i++) {
		event[n] = slot[key_slot(run->key[i])].event;
		/* Prefetching NULL does no harm. */
		__builtin_prefetch(event[n], 1);
		n += event[n] != NULL;
	}
	queue->foresee(queue->context, event, n, false);
	queue->foresee(queue->context, event, n, true);
	prefetch_keys(queue);
}

/* Take out the first key of the run or the heap, whichever it is. */
static inline void drop_first(struct equeue *queue, bool in_run)
{
	queue->run.next += in_run;
	queue->vacant = !in_run;
}

/* The first live key of the run and the heap, and which has it; KEY_NONE if there is none. */
static inline u128 settle(struct equeue *queue, bool *in_run)
{
	for (;;) {
		fill_vacancy(queue);

		u128 first = queue->run.key[queue->run.next];
		u128 key = queue->bottom.key[0];
		uint32_t slot;

		/* Vacant places are KEY_NONE, so that emptiness needs no test of its own. */
		*in_run = first < key;
		key = *in_run ? first : key;
		slot = key_slot(key);
		if (__builtin_expect(key == KEY_NONE, 0)) {
			if (!ladder_refill(&queue->ladder, &queue->run, &queue->bottom))
				return KEY_NONE;
			prefetch(queue);
			continue;
		}
		if (__builtin_expect(queue->slots.slot[slot].event != NULL, 1))
			return key;
		slots_release(&queue->slots, slot);
		queue->dead--;
		drop_first(queue, *in_run);
	}
}

static __attribute__((noinline)) void drop_moving(struct equeue *queue)
{
	heap_remove(&queue->moving, 0, &queue->slots);
}

struct event *equeue_pop(struct equeue *queue, sim_time until, sim_time *at)
{
	bool in_run;
	u128 key = settle(queue, &in_run);
	bool moving = queue->moving.key[0] < key;
	struct event *event;
	uint32_t slot;

	if (__builtin_expect(moving, 0))
		key = queue->moving.key[0];
	/* The time of KEY_NONE, as a signed number, is before every other. */
	if ((sim_time)key_time(key) > until || key == KEY_NONE)
		return NULL;
	slot = key_slot(key);
	event = queue->slots.slot[slot].event;
	if (__builtin_expect(moving, 0)) {
		drop_moving(queue);
		event->position = 0;
	} else {
		drop_first(queue, in_run);
	}
	slots_release(&queue->slots, slot);
	event->slot = 0;
	queue->pending--;
	*at = (sim_time)key_time(key);
	return event;
}

struct event *equeue_peek(struct equeue *queue, sim_time *at)
{
	bool in_run;
	u128 key = settle(queue, &in_run);

	if (queue->moving.key[0] < key)
		key = queue->moving.key[0];
	if (key == KEY_NONE)
		return NULL;
	*at = (sim_time)key_time(key);
	return queue->slots.slot[key_slot(key)].event;
}

size_t equeue_count(const struct equeue *queue)
{
	return queue->pending;
}
