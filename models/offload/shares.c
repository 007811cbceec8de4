/* How choices divide that do not depend on loads. */
#include "models/offload/offload.h"

void offload_alone(struct offload *o, const struct view *view, const struct asked *asked, const struct candidate *candidates, uint32_t n, double *share)
{
	uint32_t chosen = o->how->choose(o, view, asked, candidates, n);

	for (uint32_t i = 0; i < n; i++)
		share[i] = i == chosen;
}

void offload_evenly(struct offload *o, const struct view *view, const struct asked *asked, const struct candidate *candidates, uint32_t n, double *share)
{
	(void)o; (void)view; (void)asked; (void)candidates;
	for (uint32_t i = 0; i < n; i++)
		share[i] = 1.0 / n;
}
