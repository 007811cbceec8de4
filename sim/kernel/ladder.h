#ifndef KERNEL_LADDER_H
#define KERNEL_LADDER_H

#include "sim/base/memory.h"
#include "sim/kernel/keys.h"

/*
 * Inside the event queue: a ladder of buckets (Tang, Goh and Thng, Ladder queue, ACM TOMACS 15(3), 2005), which
 * keeps keys unsorted until they are nearly due.
 *
 * The top holds whatever lies at or beyond top_start. A rung cuts a stretch of
 * time into buckets of equal width, a power of two nanoseconds; a rung further
 * on refines a bucket of the one before. The bucket that is next is sorted into
 * a run. Every key in a rung or in the top is later than all in the run and in
 * the heap at the bottom, since a key whose bucket has been emptied already is
 * refused and goes to the heap.
 */
enum { LADDER_CHUNK = 15, LADDER_RUNGS = 16, LADDER_RUN = 512 };

struct ladder_chunk {
	struct ladder_chunk *next;
	u128 key[LADDER_CHUNK];
};

/* The first chunk holds `filled` keys, those behind it are full, as is the one that an empty bucket does not have; so adding a key reads no chunk. */
struct ladder_bucket {
	struct ladder_chunk *first;
	uint32_t n, filled;
};

#define LADDER_EMPTY ((struct ladder_bucket){ .filled = LADDER_CHUNK })

struct ladder_rung {
	uint64_t start;
	uint32_t shift;           /* log2 of the width of a bucket */
	uint32_t n, current;      /* buckets; those below `current` have been emptied */
	uint32_t capacity;
	struct ladder_bucket *bucket;
};

/* The keys of a bucket that are next, sorted; key[next] is the first of them, KEY_NONE if none is left. */
struct ladder_run {
	uint32_t next, n;
	u128 key[LADDER_RUN + 1];
};

struct ladder {
	uint64_t top_start;
	uint64_t top_least, top_most;
	struct ladder_bucket top;
	uint32_t rungs;
	struct ladder_rung rung[LADDER_RUNGS];
	struct pool chunks;
};

/* A ladder without rungs, to which nothing belongs: whatever is added is refused, until ladder_open(). */
void ladder_init(struct ladder *ladder);
void ladder_fini(struct ladder *ladder);

/*
 * Move all keys of a full heap at the bottom to a rung of their own; the first time to the top, which is cut at once. False, with
 * nothing changed, if they are all of one time or there are too many rungs.
 */
bool ladder_open(struct ladder *ladder, struct heap *bottom);

/*
 * Move the next keys, stale ones among them, to the empty run, or, where they are too many for it and of one time, to the
 * empty heap; false if there are none.
 */
bool ladder_refill(struct ladder *ladder, struct ladder_run *run, struct heap *bottom);

/* The first bucket with keys, of those of the last rung behind `after` (NULL: of all); NULL if there is none. */
static inline const struct ladder_bucket *ladder_coming(const struct ladder *ladder, const struct ladder_bucket *after)
{
	const struct ladder_rung *rung;

	if (ladder->rungs == 0)
		return NULL;
	rung = &ladder->rung[ladder->rungs - 1];
	for (const struct ladder_bucket *b = after ? after + 1 : rung->bucket + rung->current; b < rung->bucket + rung->n; b++)
		if (b->n)
			return b;
	return NULL;
}

/* A run without keys. */
static inline void ladder_run_init(struct ladder_run *run)
{
	run->next = run->n = 0;
	run->key[0] = KEY_NONE;
}

/* Drop the stale keys, and give up their slots; returns how many. Takes a step for each bucket and each key. */
uint32_t ladder_purge(struct ladder *ladder, struct slots *slots);
uint32_t ladder_buckets(const struct ladder *ladder);

static inline __attribute__((always_inline)) void ladder_fill(struct ladder *ladder, struct ladder_bucket *bucket, u128 key)
{
	uint32_t i = bucket->filled;

	if (__builtin_expect(i == LADDER_CHUNK, 0)) {
		struct ladder_chunk *chunk = pool_get(&ladder->chunks);

		chunk->next = bucket->first;
		bucket->first = chunk;
		i = 0;
	}
	bucket->first->key[i] = key;
	bucket->filled = i + 1;
	bucket->n++;
}

/* The bucket of `time`; times outside the rung's stretch belong to its first and last. */
static inline uint32_t ladder_index(const struct ladder_rung *rung, uint64_t time)
{
	uint64_t i = time <= rung->start ? 0 : (time - rung->start) >> rung->shift;

	return i >= rung->n ? rung->n - 1 : (uint32_t)i;
}

static inline __attribute__((always_inline)) void ladder_add_top(struct ladder *ladder, u128 key)
{
	uint64_t time = key_time(key);

	if (time < ladder->top_least)
		ladder->top_least = time;
	if (time > ladder->top_most)
		ladder->top_most = time;
	ladder_fill(ladder, &ladder->top, key);
}

/* Add a key where most go, to a bucket of the first rung that needs no further chunk; false if that is not its place. */
static inline __attribute__((always_inline)) bool ladder_add_quickly(struct ladder *ladder, u128 key)
{
	struct ladder_rung *rung = &ladder->rung[0];
	struct ladder_bucket *bucket;
	uint64_t time = key_time(key);
	uint32_t i;

	if (time >= ladder->top_start || ladder->rungs == 0)
		return false;
	i = ladder_index(rung, time);
	bucket = &rung->bucket[i];
	if (i < rung->current || bucket->filled == LADDER_CHUNK)
		return false;
	bucket->first->key[bucket->filled++] = key;
	bucket->n++;
	return true;
}

/* Add a key; false if it belongs to the heap at the bottom. */
static inline __attribute__((always_inline)) bool ladder_add(struct ladder *ladder, u128 key)
{
	uint64_t time = key_time(key);

	if (time >= ladder->top_start) {
		ladder_add_top(ladder, key);
		return true;
	}
	for (uint32_t r = 0; r < ladder->rungs; r++) {
		struct ladder_rung *rung = &ladder->rung[r];
		uint32_t i = ladder_index(rung, time);

		if (i >= rung->current) {
			ladder_fill(ladder, &rung->bucket[i], key);
			return true;
		}
	}
	return false;
}

#endif
