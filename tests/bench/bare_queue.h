#ifndef BENCH_BARE_QUEUE_H
#define BENCH_BARE_QUEUE_H

/*
 * The bare queues against which the kernel's is judged: keys time:64 | order:40 | number:24 and nothing else, no
 * slot table, no cancelling, no events, all inline. A 4-ary heap, and a ladder of chunked buckets over such a heap.
 */
#include "sim/base/int128.h"
#include "tests/bench/bench.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static BARE u128 bare_key(int64_t at, uint64_t order, uint32_t number)
{
	return (u128)(uint64_t)at << 64 | order << 24 | number;
}

static BARE int64_t bare_time(u128 key)
{
	return (int64_t)(key >> 64);
}

static BARE uint32_t bare_number(u128 key)
{
	return (uint32_t)key & 0xffffff;
}

static void *bare_memory(size_t size)
{
	void *p = NULL;

	if (posix_memalign(&p, 4096, size))
		abort();
	return p;
}

/* ---- heap: the children of key[i] are key[4 i + 1] .. key[4 i + 4], on one cache line ---- */

struct bare_heap {
	u128 *key;
	uint32_t n, capacity;
};

static void bare_heap_init(struct bare_heap *heap, uint32_t capacity)
{
	heap->key = (u128 *)bare_memory(sizeof(u128) * (capacity + 8)) + 3;
	heap->capacity = capacity;
	heap->n = 0;
}

static void bare_heap_grow(struct bare_heap *heap)
{
	struct bare_heap larger;

	bare_heap_init(&larger, 2 * heap->capacity);
	memcpy(larger.key, heap->key, heap->n * sizeof(u128));
	larger.n = heap->n;
	free(heap->key - 3);
	*heap = larger;
}

static BARE void bare_heap_push(struct bare_heap *heap, u128 key)
{
	u128 *h = heap->key;
	uint32_t i = heap->n++;

	while (i > 0) {
		uint32_t parent = (i - 1) / 4;

		if (key >= h[parent])
			break;
		h[i] = h[parent];
		i = parent;
	}
	h[i] = key;
}

static BARE void bare_heap_pop(struct bare_heap *heap)
{
	u128 *h = heap->key;
	u128 key = h[--heap->n];
	uint32_t n = heap->n;
	uint32_t i = 0;
	uint32_t child;

	if (n == 0)
		return;
	while ((child = 4 * i + 1) + 4 <= n) {
		u128 a = h[child], b = h[child + 1], c = h[child + 2], d = h[child + 3];
		uint32_t first = child, second = child + 2;

		if (b < a) {
			a = b;
			first = child + 1;
		}
		if (d < c) {
			c = d;
			second = child + 3;
		}
		if (c < a) {
			a = c;
			first = second;
		}
		if (a >= key)
			goto done;
		h[i] = a;
		i = first;
	}
	if (child < n) {
		uint32_t least = child;

		for (uint32_t j = child + 1; j < n; j++)
			if (h[j] < h[least])
				least = j;
		if (h[least] < key) {
			h[i] = h[least];
			i = least;
		}
	}
done:
	h[i] = key;
}

/* ---- ladder: its chunks say themselves how full they are, as one writes it at first ---- */

enum { BARE_CHUNK = 15, BARE_RUNGS = 12, BARE_SPLIT = 64, BARE_PER_BUCKET = 12 };

struct bare_chunk {
	struct bare_chunk *next;
	uint64_t n;
	u128 key[BARE_CHUNK];
};

struct bare_bucket {
	struct bare_chunk *first;
	uint32_t n;
};

struct bare_rung {
	uint64_t start;
	uint32_t shift, n, current, capacity;
	struct bare_bucket *bucket;
};

struct bare_ladder {
	struct bare_heap bottom;
	uint64_t top_start;
	struct bare_bucket top;
	uint32_t rungs;
	struct bare_rung rung[BARE_RUNGS];
	struct bare_chunk *free;
};

static void bare_ladder_init(struct bare_ladder *l)
{
	memset(l, 0, sizeof *l);
	bare_heap_init(&l->bottom, 1 << 16);
}

static void bare_more_chunks(struct bare_ladder *l)
{
	enum { CHUNKS = 4096 };
	struct bare_chunk *chunk = bare_memory(CHUNKS * sizeof *chunk);

	for (int i = CHUNKS; i-- > 0;) {
		chunk[i].next = l->free;
		l->free = &chunk[i];
	}
}

static BARE void bare_fill(struct bare_ladder *l, struct bare_bucket *bucket, u128 key)
{
	struct bare_chunk *chunk = bucket->first;

	if (__builtin_expect(!chunk || chunk->n == BARE_CHUNK, 0)) {
		if (!l->free)
			bare_more_chunks(l);
		chunk = l->free;
		l->free = chunk->next;
		chunk->next = bucket->first;
		chunk->n = 0;
		bucket->first = chunk;
	}
	chunk->key[chunk->n++] = key;
	bucket->n++;
}

static BARE uint32_t bare_index(const struct bare_rung *rung, uint64_t time)
{
	uint64_t i = time <= rung->start ? 0 : (time - rung->start) >> rung->shift;

	return i >= rung->n ? rung->n - 1 : (uint32_t)i;
}

static BARE void bare_ladder_push(struct bare_ladder *l, u128 key)
{
	uint64_t time = (uint64_t)bare_time(key);

	if (time >= l->top_start) {
		bare_fill(l, &l->top, key);
		return;
	}
	for (uint32_t r = 0; r < l->rungs; r++) {
		struct bare_rung *rung = &l->rung[r];
		uint32_t i = bare_index(rung, time);

		if (i >= rung->current) {
			bare_fill(l, &rung->bucket[i], key);
			return;
		}
	}
	if (l->bottom.n == l->bottom.capacity)
		bare_heap_grow(&l->bottom);
	bare_heap_push(&l->bottom, key);
}

static BARE struct bare_chunk *bare_next_chunk(struct bare_ladder *l, struct bare_chunk *chunk)
{
	struct bare_chunk *next = chunk->next;

	chunk->next = l->free;
	l->free = chunk;
	return next;
}

static void bare_spill(struct bare_ladder *l, struct bare_bucket bucket)
{
	for (struct bare_chunk *c = bucket.first; c; c = bare_next_chunk(l, c))
		for (uint32_t i = 0; i < c->n; i++) {
			if (l->bottom.n == l->bottom.capacity)
				bare_heap_grow(&l->bottom);
			bare_heap_push(&l->bottom, c->key[i]);
		}
}

static void bare_extent(const struct bare_bucket *bucket, uint64_t *least, uint64_t *most)
{
	*least = UINT64_MAX;
	*most = 0;
	for (const struct bare_chunk *c = bucket->first; c; c = c->next)
		for (uint32_t i = 0; i < c->n; i++) {
			uint64_t time = (uint64_t)bare_time(c->key[i]);

			*least = time < *least ? time : *least;
			*most = time > *most ? time : *most;
		}
}

static void bare_split(struct bare_ladder *l, struct bare_bucket bucket, uint64_t least, uint64_t most)
{
	struct bare_rung *rung = &l->rung[l->rungs++];
	rung->start = least;
	rung->current = 0;
	for (rung->shift = 0; (most - least) >> rung->shift > bucket.n / BARE_PER_BUCKET; rung->shift++)
		;
	rung->n = (uint32_t)((most - least) >> rung->shift) + 1;
	if (rung->n > rung->capacity) {
		free(rung->bucket);
		rung->capacity = 2 * rung->n;
		rung->bucket = bare_memory(rung->capacity * sizeof *rung->bucket);
	}
	memset(rung->bucket, 0, rung->n * sizeof *rung->bucket);
	for (struct bare_chunk *c = bucket.first; c; c = bare_next_chunk(l, c))
		for (uint32_t i = 0; i < c->n; i++)
			bare_fill(l, &rung->bucket[bare_index(rung, (uint64_t)bare_time(c->key[i]))], c->key[i]);
}

/* Bring the next keys to the empty bottom; false if there are none. */
static __attribute__((noinline)) bool bare_refill(struct bare_ladder *l)
{
	for (;;) {
		struct bare_bucket bucket;
		uint64_t least, most;

		if (l->rungs == 0) {
			if (l->top.n == 0)
				return false;
			bucket = l->top;
			memset(&l->top, 0, sizeof l->top);
			bare_extent(&bucket, &least, &most);
			l->top_start = most + 1;
		} else {
			struct bare_rung *rung = &l->rung[l->rungs - 1];

			while (rung->current < rung->n && rung->bucket[rung->current].n == 0)
				rung->current++;
			if (rung->current == rung->n) {
				l->rungs--;
				continue;
			}
			bucket = rung->bucket[rung->current++];
			bare_extent(&bucket, &least, &most);
		}
		if (bucket.n <= BARE_SPLIT || least == most || l->rungs == BARE_RUNGS) {
			bare_spill(l, bucket);
			return true;
		}
		bare_split(l, bucket, least, most);
	}
}

#endif
