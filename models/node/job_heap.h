#ifndef MODELS_NODE_JOB_HEAP_H
#define MODELS_NODE_JOB_HEAP_H

#include "models/world.h"

/*
 * Jobs of one station in the order of (key, turn), the least first. A binary heap in the world's arena: it
 * grows by doubling and never shrinks, so that a run in its stride allocates nothing. Zero value: empty.
 */
struct job_heap_entry { uint64_t key, turn; struct job *job; };

struct job_heap {
	struct job_heap_entry *entry;
	uint32_t n, capacity;
};

/* Add a job; of equal keys the smaller turn comes first. */
void job_heap_push(struct world *w, struct job_heap *heap, uint64_t key, uint64_t turn, struct job *job);

/* Take the first out; the heap is not empty. */
struct job *job_heap_pop(struct job_heap *heap);

#endif
