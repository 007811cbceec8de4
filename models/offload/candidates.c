/* Between which instances a policy chooses. */
#include "models/offload/offload.h"

#include <string.h>

const struct param information_params[] = {
	{ "every", P_TIME(struct information_settings, every), .open = true, .max = 9e9,
	  .help = "loads are known as of the last report: all nodes report at time 0 and then once in this time, at the same instants; its own a node knows as of now" },
	{ 0 }
};

const struct param offload_params[] = {
	OFFLOAD_ROWS(P_WORDS(struct offload_settings, tiers), P_TABLE(struct offload_settings, information)),
	{ 0 }
};

/* "edge", "fog or cloud", in the arena. */
static const char *tiers_named(struct arena *arena, unsigned tiers)
{
	const char *names = "";

	for (int t = 0; t < TIERS; t++)
		if (tiers >> t & 1)
			names = arena_format(arena, "%s%s%s", names, *names ? " or " : "", tier_words[t]);
	return names;
}

/* The first group with origins of `a` that is in none of the tiers; NULL: all are. */
static const struct group *origin_outside(const struct world *w, const struct application *a, unsigned tiers)
{
	for (uint32_t i = 0; i < a->n_origins; i++)
		for (uint32_t k = 0; k < a->origin[i].count;) {
			const struct group *g = group_of(w, a->origin[i].first + k);

			if (!(tiers >> g->tier & 1))
				return g;
			k = g->first + g->count - a->origin[i].first;
		}
	return NULL;
}

bool offload_narrow(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	const struct component *c = o->component;
	unsigned given = ((const struct offload_settings *)o->config)->tiers, all = (1u << TIERS) - 1;
	unsigned tiers = (given ? given : all) & (o->how->tiers ? o->how->tiers : all);
	struct offload_subset *only;
	const struct group *outside = NULL;

	if (tiers == all)
		return true;
	only = arena_alloc(w->arena, sizeof *only);
	*only = (struct offload_subset){ .tiers = tiers, .candidate = arena_array(w->arena, c->n + 1, sizeof *only->candidate) };
	for (uint32_t i = 1; i <= c->n; i++)
		if (tiers >> group_of(w, c->candidate[i].node)->tier & 1)
			only->candidate[++only->n] = c->candidate[i];
	o->only = only;
	if (only->n && !o->how->origin_alone)
		return true;
	if (c->at_origin && tiers && !o->how->tiers)
		outside = origin_outside(w, &w->application[c->application], tiers);
	else
		return diag_error(diag, mark, "%s: component '%s' has no instance in the tier %s%s", o->how->model.name, c->name,
				  tiers_named(w->arena, o->how->tiers ? o->how->tiers : tiers), tiers ? "" : " that `tiers` allows");
	if (outside)
		return diag_error(diag, mark, "%s: component '%s' has no instance in the tier %s for requests of '%s'", o->how->model.name, c->name,
				  tiers_named(w->arena, tiers), outside->name);
	return true;
}
