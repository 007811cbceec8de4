/* Cloud only: the nearest of the hosts in the tier cloud (the baseline of Gupta et al., iFogSim, 2017). */
#include "models/net/core.h"
#include "models/offload/offload.h"

struct clouds {
	struct candidate *host;
	uint32_t *index;                   /* of each in the component's list of fixed hosts */
	struct nearest_map *nearest;
};

static bool prepare(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	const struct component *c = o->component;
	struct clouds *s = arena_alloc(w->arena, sizeof *s);
	uint32_t n = 0;

	s->host = arena_array(w->arena, c->n, sizeof *s->host);
	s->index = arena_array(w->arena, c->n, sizeof *s->index);
	for (uint32_t i = 0; i < c->n; i++)
		if (group_of(w, c->candidate[1 + i].node)->tier == TIER_CLOUD) {
			s->host[n] = c->candidate[1 + i];
			s->index[n++] = i;
		}
	if (!n)
		return diag_error(diag, mark, "cloud-only: component '%s' has no instance in the tier cloud", c->name);
	s->nearest = nearest_new(w, s->host, n);
	o->state = s;
	return true;
}

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	const struct clouds *s = o->state;
	uint32_t i = nearest_of(view->world, s->nearest, asked->from);

	(void)candidates; (void)n;
	return asked->origin_first + (i == NONE ? 0 : s->index[i]);
}

const struct offload_class offload_cloud_only = {
	.model = { .slot = "offloading", .name = "cloud-only", .help = "the nearest instance in the tier cloud",
		   .source = "Gupta, Dastjerdi, Ghosh, Buyya, iFogSim, Software: Practice and Experience 47(9), 2017, where it is the baseline",
		   .assumptions = "Nearest by latency, as under `nearest`. An error if no instance is in the tier cloud." },
	.prepare = prepare,
	.choose = choose,
};
