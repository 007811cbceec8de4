/* The ladder: opening the top or a full bucket as a rung, moving a small bucket to the heap at the bottom, purging. */
#include "sim/kernel/ladder.h"

#include <stdlib.h>
#include <string.h>

/*
 * Few and long buckets: their heads and the lines that are written to next then stay in the caches, and the events of a run are fetched many at once.
 * At 10^5 devices 16 take 6 % longer, at 10^4 3 take a fifth longer.
 */
enum { PER_BUCKET = 32 };

static void empty_top(struct ladder *ladder)
{
	ladder->top = LADDER_EMPTY;
	ladder->top_least = UINT64_MAX;
	ladder->top_most = 0;
}

void ladder_init(struct ladder *ladder)
{
	*ladder = (struct ladder){ 0 };
	pool_init(&ladder->chunks, sizeof(struct ladder_chunk));
	empty_top(ladder);
	ladder->top_start = UINT64_MAX;
}

void ladder_fini(struct ladder *ladder)
{
	for (uint32_t r = 0; r < LADDER_RUNGS; r++)
		free(ladder->rung[r].bucket);
	pool_fini(&ladder->chunks);
}

/* Give back the first chunk of a bucket that is being emptied; those behind it are full. */
static inline void leave_chunk(struct ladder *ladder, struct ladder_bucket *bucket)
{
	struct ladder_chunk *chunk = bucket->first;

	bucket->first = chunk->next;
	bucket->filled = LADDER_CHUNK;
	pool_put(&ladder->chunks, chunk);
}

/* How many parts of its stretch a bucket is sorted by, before its keys are put in order by insertion. */
enum { PARTS_LOG2 = 7, PARTS = 1 << PARTS_LOG2 };

static inline uint32_t part_of(u128 key, uint64_t start, uint32_t narrow)
{
	/* One before the start, of which there are few, comes last here. */
	uint64_t part = (key_time(key) - start) >> narrow;

	return part < PARTS ? (uint32_t)part : PARTS - 1;
}

/* By parts of the stretch from `start` on, 2^shift ns long (with what lies outside at its ends); what is then out of place is near its own. */
static void sort(struct ladder *ladder, struct ladder_bucket bucket, uint64_t start, uint32_t shift, struct ladder_run *run)
{
	const uint32_t narrow = shift > PARTS_LOG2 ? shift - PARTS_LOG2 : 0, n = bucket.n;
	uint32_t place[PARTS + 1] = { 0 }, filled = bucket.filled, k = 0;
	uint8_t part[LADDER_RUN];

	for (const struct ladder_chunk *c = bucket.first; c; c = c->next, filled = LADDER_CHUNK)
		for (uint32_t i = 0; i < filled; i++)
			place[(part[k++] = (uint8_t)part_of(c->key[i], start, narrow)) + 1]++;
	k = 0;
	for (uint32_t i = 1; i < PARTS; i++)
		place[i] += place[i - 1];
	for (; bucket.first; leave_chunk(ladder, &bucket))
		for (uint32_t i = 0; i < bucket.filled; i++)
			run->key[place[part[k++]]++] = bucket.first->key[i];
	for (uint32_t i = 1; i < n; i++) {
		u128 key = run->key[i];

		if (key >= run->key[i - 1])
			continue;
		for (k = i; k > 0 && key < run->key[k - 1]; k--)
			run->key[k] = run->key[k - 1];
		run->key[k] = key;
	}
	run->key[n] = KEY_NONE;
	run->n = n;
	run->next = 0;
}

static void spill(struct ladder *ladder, struct ladder_bucket bucket, struct heap *bottom)
{
	for (; bucket.first; leave_chunk(ladder, &bucket))
		for (uint32_t i = 0; i < bucket.filled; i++)
			heap_push(bottom, bucket.first->key[i], NULL);
}

/* A new rung of empty buckets for least .. most, at most `wanted` of them. */
static struct ladder_rung *open_rung(struct ladder *ladder, uint64_t least, uint64_t most, uint64_t wanted)
{
	struct ladder_rung *rung = &ladder->rung[ladder->rungs++];

	rung->start = least;
	rung->current = 0;
	rung->shift = 0;
	while ((most - least) >> rung->shift >= wanted)
		rung->shift++;
	rung->n = (uint32_t)((most - least) >> rung->shift) + 1;
	if (rung->n > rung->capacity) {
		rung->capacity = 2 * rung->n;
		free(rung->bucket);
		rung->bucket = xmalloc(rung->capacity * sizeof *rung->bucket);
	}
	for (uint32_t i = 0; i < rung->n; i++)
		rung->bucket[i] = LADDER_EMPTY;
	return rung;
}

/* Cut least .. most into at most one bucket for each PER_BUCKET keys, and a new rung of them. */
static void add_rung(struct ladder *ladder, struct ladder_bucket bucket, uint64_t least, uint64_t most)
{
	struct ladder_rung *rung = open_rung(ladder, least, most, bucket.n / PER_BUCKET + 1);

	for (; bucket.first; leave_chunk(ladder, &bucket))
		for (uint32_t i = 0; i < bucket.filled; i++) {
			u128 key = bucket.first->key[i];

			ladder_fill(ladder, &rung->bucket[ladder_index(rung, key_time(key))], key);
		}
}

/*
 * Cut the top into buckets as narrow as its first keys ask for, which mostly lie closest: PER_BUCKET keys each, were all as dense as up to
 * their mean. What lies beyond twice the mean stays in the top.
 */
static void cut_top(struct ladder *ladder)
{
	struct ladder_bucket bucket = ladder->top;
	uint64_t least = ladder->top_least, most = ladder->top_most, mean, wanted;
	struct ladder_rung *rung;
	u128 sum = 0;
	uint32_t n = bucket.filled;

	for (const struct ladder_chunk *c = bucket.first; c; c = c->next, n = LADDER_CHUNK)
		for (uint32_t i = 0; i < n; i++)
			sum += key_time(c->key[i]) - least;
	mean = (uint64_t)(sum / bucket.n);
	wanted = 2 * (uint64_t)bucket.n / PER_BUCKET + 1;
	if (mean < (most - least) / 2)
		most = least + 2 * mean;
	rung = open_rung(ladder, least, most, wanted);
	empty_top(ladder);
	ladder->top_start = least + ((uint64_t)rung->n << rung->shift);
	for (; bucket.first; leave_chunk(ladder, &bucket))
		for (uint32_t i = 0; i < bucket.filled; i++) {
			u128 key = bucket.first->key[i];

			if (key_time(key) >= ladder->top_start)
				ladder_add_top(ladder, key);
			else
				ladder_fill(ladder, &rung->bucket[ladder_index(rung, key_time(key))], key);
		}
}

static void extent(const struct ladder_bucket *bucket, uint64_t *least, uint64_t *most)
{
	uint32_t n = bucket->filled;

	*least = UINT64_MAX;
	*most = 0;
	for (const struct ladder_chunk *c = bucket->first; c; c = c->next) {
		for (uint32_t i = 0; i < n; i++) {
			uint64_t time = key_time(c->key[i]);

			*least = time < *least ? time : *least;
			*most = time > *most ? time : *most;
		}
		n = LADDER_CHUNK;
	}
}

bool ladder_open(struct ladder *ladder, struct heap *bottom)
{
	bool first = ladder->top_start == UINT64_MAX;
	struct ladder_bucket all = LADDER_EMPTY;
	uint64_t least = key_time(bottom->key[0]);
	uint64_t most = 0;

	for (uint32_t i = 0; i < bottom->n; i++)
		if (key_time(bottom->key[i]) > most)
			most = key_time(bottom->key[i]);
	if (least == most || ladder->rungs == LADDER_RUNGS)
		return false;
	for (uint32_t i = 0; i < bottom->n; i++) {
		if (first)
			ladder_add_top(ladder, bottom->key[i]);
		else
			ladder_fill(ladder, &all, bottom->key[i]);
		bottom->key[i] = KEY_NONE;
	}
	bottom->n = 0;
	if (first)
		cut_top(ladder);
	else
		add_rung(ladder, all, least, most);
	return true;
}

/*
 * Take the first bucket that is not empty, and where its stretch begins, from the last rung that has one. A rung whose last bucket is taken is
 * dropped at once: that bucket may be large, as it catches all that comes later, and its own rung takes the place.
 */
static bool next_bucket(struct ladder *ladder, struct ladder_bucket *bucket, uint64_t *start, uint32_t *shift)
{
	while (ladder->rungs > 0) {
		struct ladder_rung *rung = &ladder->rung[ladder->rungs - 1];

		while (rung->current < rung->n && rung->bucket[rung->current].n == 0)
			rung->current++;
		if (rung->current < rung->n) {
			*bucket = rung->bucket[rung->current];
			*start = rung->start + ((uint64_t)rung->current << rung->shift);
			*shift = rung->shift;
			rung->bucket[rung->current++] = LADDER_EMPTY;
		} else {
			bucket->n = 0;
		}
		if (rung->current == rung->n)
			ladder->rungs--;
		if (bucket->n > 0)
			return true;
	}
	return false;
}

bool ladder_refill(struct ladder *ladder, struct ladder_run *run, struct heap *bottom)
{
	for (;;) {
		struct ladder_bucket bucket;
		uint64_t least, most, start;
		uint32_t shift;

		if (!next_bucket(ladder, &bucket, &start, &shift)) {
			if (ladder->top.n == 0)
				return false;
			if (ladder->top.n > LADDER_RUN && ladder->top_least < ladder->top_most) {
				cut_top(ladder);
				continue;
			}
			bucket = ladder->top;
			start = ladder->top_least;
			for (shift = 0; (ladder->top_most - start) >> shift > 1; shift++)
				;
			ladder->top_start = ladder->top_most + 1;
			empty_top(ladder);
		}
		if (bucket.n <= LADDER_RUN) {
			sort(ladder, bucket, start, shift, run);
			return true;
		}
		extent(&bucket, &least, &most);
		if (least == most || ladder->rungs == LADDER_RUNGS) {
			spill(ladder, bucket, bottom);
			return true;
		}
		add_rung(ladder, bucket, least, most);
	}
}

static uint32_t purge_bucket(struct ladder *ladder, struct ladder_bucket *bucket, struct slots *slots)
{
	struct ladder_bucket old = *bucket;
	uint32_t dropped = 0;

	*bucket = LADDER_EMPTY;
	for (; old.first; leave_chunk(ladder, &old))
		for (uint32_t i = 0; i < old.filled; i++) {
			u128 key = old.first->key[i];

			if (slots->slot[key_slot(key)].event) {
				ladder_fill(ladder, bucket, key);
				continue;
			}
			slots_release(slots, key_slot(key));
			dropped++;
		}
	return dropped;
}

uint32_t ladder_purge(struct ladder *ladder, struct slots *slots)
{
	uint32_t dropped = purge_bucket(ladder, &ladder->top, slots);

	for (uint32_t r = 0; r < ladder->rungs; r++) {
		struct ladder_rung *rung = &ladder->rung[r];

		for (uint32_t i = rung->current; i < rung->n; i++)
			dropped += purge_bucket(ladder, &rung->bucket[i], slots);
	}
	return dropped;
}

uint32_t ladder_buckets(const struct ladder *ladder)
{
	uint32_t n = 0;

	for (uint32_t r = 0; r < ladder->rungs; r++)
		n += ladder->rung[r].n - ladder->rung[r].current;
	return n;
}
