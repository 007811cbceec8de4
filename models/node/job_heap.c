/* A binary heap of jobs. */
#include "models/node/job_heap.h"

#include <string.h>

enum { FIRST = 16 };

static bool before(const struct job_heap_entry *a, const struct job_heap_entry *b)
{
	return a->key != b->key ? a->key < b->key : a->turn < b->turn;
}

static void grow(struct world *w, struct job_heap *heap)
{
	uint32_t capacity = heap->capacity ? 2 * heap->capacity : FIRST;
	struct job_heap_entry *entry = arena_array(w->arena, capacity, sizeof *entry);

	if (heap->n)
		memcpy(entry, heap->entry, heap->n * sizeof *entry);
	heap->entry = entry;
	heap->capacity = capacity;
}

void job_heap_push(struct world *w, struct job_heap *heap, uint64_t key, uint64_t turn, struct job *job)
{
	struct job_heap_entry added = { key, turn, job };
	uint32_t i;

	if (heap->n == heap->capacity)
		grow(w, heap);
	for (i = heap->n++; i && before(&added, &heap->entry[(i - 1) / 2]); i = (i - 1) / 2)
		heap->entry[i] = heap->entry[(i - 1) / 2];
	heap->entry[i] = added;
}

struct job *job_heap_pop(struct job_heap *heap)
{
	struct job *first = heap->entry[0].job;
	struct job_heap_entry last = heap->entry[--heap->n];
	uint32_t i = 0, child;

	while ((child = 2 * i + 1) < heap->n) {
		if (child + 1 < heap->n && before(&heap->entry[child + 1], &heap->entry[child]))
			child++;
		if (!before(&heap->entry[child], &last))
			break;
		heap->entry[i] = heap->entry[child];
		i = child;
	}
	heap->entry[i] = last;
	return first;
}
