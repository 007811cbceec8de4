/* Cloud only, edge only: the nearest of the hosts in one tier (the first a baseline of Gupta et al., iFogSim, 2017). */
#include "models/net/core.h"
#include "models/offload/offload.h"

struct hosts {
	struct candidate *host;
	uint32_t *index;                   /* of each in the component's list of fixed hosts */
	struct nearest_map *nearest;
};

static bool prepare(struct offload *o, struct world *w, enum tier tier, struct mark mark, struct diag *diag)
{
	const struct component *c = o->component;
	struct hosts *s = arena_alloc(w->arena, sizeof *s);
	uint32_t n = 0;

	s->host = arena_array(w->arena, c->n, sizeof *s->host);
	s->index = arena_array(w->arena, c->n, sizeof *s->index);
	for (uint32_t i = 0; i < c->n; i++)
		if (group_of(w, c->candidate[1 + i].node)->tier == tier) {
			s->host[n] = c->candidate[1 + i];
			s->index[n++] = i;
		}
	if (!n)
		return diag_error(diag, mark, "%s: component '%s' has no instance in the tier %s", o->how->model.name, c->name, tier_words[tier]);
	s->nearest = nearest_new(w, s->host, n);
	o->state = s;
	return true;
}

static bool prepare_cloud(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	return prepare(o, w, TIER_CLOUD, mark, diag);
}

static bool prepare_edge(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	return prepare(o, w, TIER_EDGE, mark, diag);
}

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	const struct hosts *s = o->state;
	uint32_t i = nearest_of(view->world, s->nearest, asked->from);

	(void)candidates; (void)n;
	return asked->origin_first + (i == NONE ? 0 : s->index[i]);
}

const struct offload_class offload_cloud_only = {
	.model = { .slot = "offloading", .name = "cloud-only", .help = "the nearest instance in the tier cloud",
		   .source = "Gupta, Dastjerdi, Ghosh, Buyya, iFogSim, Software: Practice and Experience 47(9), 2017, where it is the baseline",
		   .assumptions = "Nearest by latency, as under `nearest`. An error if no instance is in the tier cloud." },
	.prepare = prepare_cloud,
	.choose = choose,
	.shares = offload_alone,
};

const struct offload_class offload_edge_only = {
	.model = { .slot = "offloading", .name = "edge-only", .help = "the nearest instance in the tier edge" },
	.prepare = prepare_edge,
	.choose = choose,
	.shares = offload_alone,
};
