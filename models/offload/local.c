/* Local: always the request's own node. */
#include "models/offload/offload.h"

static bool prepare(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	(void)w;
	if (o->component->at_origin)
		return true;
	return diag_error(diag, mark, "local: component '%s' has no instance at the origin; add origin to its `at`",
			  o->component->name);
}

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	(void)o; (void)view; (void)asked; (void)candidates; (void)n;
	return 0;
}

const struct offload_class offload_local = {
	.model = { .slot = "offloading", .name = "local", .params = offload_params, .config_size = sizeof(struct offload_settings),
		   .help = "the node where the request began",
		   .source = "Kumar, Lu, Cloud computing for mobile users: can offloading computation save energy?, Computer 43(4), 2010, where offloading is weighed against it",
		   .assumptions = "The work is done where the request began, whatever the load there. An error if the component has no instance "
				"at `origin`." },
	.prepare = prepare,
	.choose = choose,
	.shares = offload_alone,
	.origin_alone = true,
};
