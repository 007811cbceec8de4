/* Round robin: the instances in turn, one counter for each component. */
#include "models/offload/offload.h"

static bool prepare(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	(void)mark; (void)diag;
	o->state = arena_alloc(w->arena, sizeof(uint32_t));
	return true;
}

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	uint32_t *turn = o->state;
	uint32_t i = *turn % n;

	(void)view; (void)asked; (void)candidates;
	*turn = (i + 1) % n;
	return i;
}

const struct offload_class offload_round_robin = {
	.model = { .slot = "offloading", .name = "round-robin", .params = offload_params, .config_size = sizeof(struct offload_settings),
		   .help = "the instances in turn",
		   .source = "Ephremides, Varaiya, Walrand, A simple dynamic routing problem, IEEE Transactions on Automatic Control 25(4), 1980",
		   .assumptions = "One counter for each component, kept at no cost for all senders together." },
	.prepare = prepare,
	.choose = choose,
	.shares = offload_evenly,
};
