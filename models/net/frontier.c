/* A vertex of the heap is at heap[position - 1]; parents are before their children. */
#include "models/net/frontier.h"

#include <stdlib.h>

static void frontier_up(struct frontier *f, uint32_t i)
{
	uint32_t v = f->heap[i];

	while (i && shorter(&f->distance[v], &f->distance[f->heap[(i - 1) / 2]])) {
		f->heap[i] = f->heap[(i - 1) / 2];
		f->position[f->heap[i]] = i + 1;
		i = (i - 1) / 2;
	}
	f->heap[i] = v;
	f->position[v] = i + 1;
}

uint32_t frontier_pop(struct frontier *f)
{
	uint32_t top = f->heap[0];
	uint32_t v = f->heap[--f->n];
	uint32_t i = 0;

	f->position[top] = 0;
	while (2 * i + 1 < f->n) {
		uint32_t child = 2 * i + 1;

		if (child + 1 < f->n && shorter(&f->distance[f->heap[child + 1]], &f->distance[f->heap[child]]))
			child++;
		if (!shorter(&f->distance[f->heap[child]], &f->distance[v]))
			break;
		f->heap[i] = f->heap[child];
		f->position[f->heap[i]] = i + 1;
		i = child;
	}
	if (f->n) {
		f->heap[i] = v;
		f->position[v] = i + 1;
	}
	return top;
}

void frontier_reach(struct frontier *f, uint32_t v, struct distance d)
{
	if (!shorter(&d, &f->distance[v]))
		return;
	f->distance[v] = d;
	if (!f->position[v])
		f->heap[f->n++] = v;
	frontier_up(f, f->position[v] ? f->position[v] - 1 : f->n - 1);
}

void frontier_init(struct frontier *f, uint32_t vertices)
{
	f->heap = xcalloc(vertices, sizeof *f->heap);
	f->position = xcalloc(vertices, sizeof *f->position);
	f->distance = xcalloc(vertices, sizeof *f->distance);
	f->n = 0;
	for (uint32_t v = 0; v < vertices; v++)
		f->distance[v] = (struct distance){ SIM_TIME_MAX, NONE, NONE };
}

void frontier_fini(struct frontier *f)
{
	free(f->heap);
	free(f->position);
	free(f->distance);
}
