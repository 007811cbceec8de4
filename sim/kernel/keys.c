/* The cold parts of slot table and heap of keys: growing and purging. */
#include "sim/kernel/keys.h"

#include "sim/base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 256, BEHIND = 4 };

uint32_t slots_extend(struct slots *slots)
{
	if (slots->used == slots->capacity) {
		if (slots->capacity == KEY_SLOTS)
			return 0;
		slots->capacity = slots->capacity ? 2 * slots->capacity : FIRST_SLOTS;
		slots->slot = xrealloc(slots->slot, slots->capacity * sizeof *slots->slot);
		if (slots->used == 0)
			slots->slot[slots->used++].event = NULL;
	}
	return slots->used++;
}

/* Room for `capacity` keys and the vacant children of the last of them, all KEY_NONE. */
static u128 *keys_new(uint32_t capacity, void **memory)
{
	size_t n = (size_t)capacity + 4 + BEHIND;
	u128 *key = xaligned(64, n, sizeof *key);

	memset(key, 0xff, n * sizeof *key);
	*memory = key;
	return key + 3;
}

void heap_init(struct heap *heap, uint32_t capacity)
{
	heap->n = 0;
	heap->capacity = capacity;
	heap->key = keys_new(capacity, &heap->memory);
}

void heap_fini(struct heap *heap)
{
	free(heap->memory);
}

void heap_grow(struct heap *heap)
{
	void *old = heap->memory;
	u128 *key = keys_new(2 * heap->capacity, &heap->memory);

	memcpy(key, heap->key, heap->n * sizeof *key);
	heap->key = key;
	heap->capacity *= 2;
	free(old);
}

uint32_t heap_purge(struct heap *heap, struct slots *slots)
{
	uint32_t before = heap->n;
	uint32_t kept = 0;

	for (uint32_t i = 0; i < before; i++) {
		u128 key = heap->key[i];

		if (slots->slot[key_slot(key)].event)
			heap->key[kept++] = key;
		else
			slots_release(slots, key_slot(key));
	}
	for (uint32_t i = kept; i < before; i++)
		heap->key[i] = KEY_NONE;
	heap->n = kept;
	/* Every place that has a child, from the last. */
	for (uint32_t i = (kept + 2) / 4; i-- > 0;)
		heap_sink(heap, i, heap->key[i], NULL);
	return before - kept;
}
