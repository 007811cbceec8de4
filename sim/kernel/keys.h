#ifndef KERNEL_KEYS_H
#define KERNEL_KEYS_H

#include "sim/base/int128.h"
#include "sim/kernel/event.h"

/*
 * Inside the event queue: keys, the slot table, and a heap of keys.
 *
 * A key is time:64 | local:1 | order:39 | slot:24, compared as one integer. It
 * owns its slot until it leaves the queue, also when its event has been
 * cancelled; the slot is then empty, so that a stale key is recognised
 * without looking at the event, whose memory may be gone.
 */
enum { KEY_SLOT_BITS = 24, KEY_ORDER_BITS = 39 };

#define KEY_SLOTS (UINT32_C(1) << KEY_SLOT_BITS)
#define KEY_ORDERS (UINT64_C(1) << KEY_ORDER_BITS)
#define KEY_LOCAL (UINT64_C(1) << 63)
#define KEY_NONE (~(u128)0)       /* behind every key */

static inline u128 key_make(sim_time at, uint64_t rank, uint32_t slot)
{
	return (u128)(uint64_t)at << 64 | (rank | slot);
}

static inline uint64_t key_time(u128 key)
{
	return (uint64_t)(key >> 64);
}

static inline uint32_t key_slot(u128 key)
{
	return (uint32_t)key & (KEY_SLOTS - 1);
}

/* A slot: the event of its key, NULL if cancelled; or, of a slot that no key owns, the next such one. Slot 0 is not used. */
union slot {
	struct event *event;
	uint64_t next;
};

struct slots {
	union slot *slot;
	uint32_t free;            /* first of the list; 0: empty */
	uint32_t used, capacity;  /* slots below `used` were owned at some time */
};

/* A new slot at the end of the table; 0 if it is full. */
__attribute__((cold)) uint32_t slots_extend(struct slots *slots);

/* A slot for `event`; 0 if there is none. */
static inline uint32_t slots_take(struct slots *slots, struct event *event)
{
	uint32_t i = slots->free;

	if (__builtin_expect(i != 0, 1))
		slots->free = (uint32_t)slots->slot[i].next;
	else
		i = slots_extend(slots);
	slots->slot[i].event = event;
	return i;
}

static inline void slots_release(struct slots *slots, uint32_t i)
{
	slots->slot[i].next = slots->free;
	slots->free = i;
}

/*
 * A 4-ary heap of keys, the four children of one on one cache line. Entries
 * beyond `n` are KEY_NONE, so that a sift needs no test for missing children.
 */
struct heap {
	u128 *key;                /* key[1] is at the start of a cache line */
	void *memory;
	uint32_t n, capacity;
};

void heap_init(struct heap *heap, uint32_t capacity);
void heap_fini(struct heap *heap);
__attribute__((cold)) void heap_grow(struct heap *heap);

/* Let `key` rise from the vacant place `i`. With `slots`, events know their places. */
static inline __attribute__((always_inline)) void heap_rise(struct heap *heap, uint32_t i, u128 key,
							    struct slots *slots)
{
	u128 *const h = heap->key;

	while (i > 0) {
		uint32_t parent = (i - 1) / 4;

		if (key >= h[parent])
			break;
		h[i] = h[parent];
		if (slots)
			slots->slot[key_slot(h[i])].event->position = i + 1;
		i = parent;
	}
	h[i] = key;
	if (slots)
		slots->slot[key_slot(key)].event->position = i + 1;
}

/* Let `key` sink from the vacant place `i`. */
static inline __attribute__((always_inline)) void heap_sink(struct heap *heap, uint32_t i, u128 key,
							    struct slots *slots)
{
	u128 *const h = heap->key;
	const uint32_t n = heap->n;

	for (;;) {
		uint32_t child = 4 * i + 1;
		uint32_t other = child + 2;

		if (child >= n)
			break;

		/* Conditional moves: which child is least is a coin toss that no predictor learns. */
		u128 least = h[child];
		u128 second = h[child + 1];
		u128 third = h[child + 2];
		u128 fourth = h[child + 3];

		if (second < least) {
			least = second;
			child++;
		}
		if (fourth < third) {
			third = fourth;
			other++;
		}
		if (third < least) {
			least = third;
			child = other;
		}
		if (least >= key)
			break;
		h[i] = least;
		if (slots)
			slots->slot[key_slot(least)].event->position = i + 1;
		i = child;
	}
	h[i] = key;
	if (slots)
		slots->slot[key_slot(key)].event->position = i + 1;
}

static inline __attribute__((always_inline)) void heap_push(struct heap *heap, u128 key, struct slots *slots)
{
	if (__builtin_expect(heap->n == heap->capacity, 0))
		heap_grow(heap);
	heap_rise(heap, heap->n++, key, slots);
}

/* Take the key at place `i` out. */
static inline __attribute__((always_inline)) void heap_remove(struct heap *heap, uint32_t i, struct slots *slots)
{
	uint32_t last = --heap->n;
	u128 key = heap->key[last];

	heap->key[last] = KEY_NONE;
	if (i == last)
		return;
	if (i > 0 && key < heap->key[(i - 1) / 4])
		heap_rise(heap, i, key, slots);
	else
		heap_sink(heap, i, key, slots);
}

/* Drop the stale keys, and give up their slots; returns how many there were. */
uint32_t heap_purge(struct heap *heap, struct slots *slots);

#endif
