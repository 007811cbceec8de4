/* Random: each instance with the same chance, by a draw that belongs to the request. */
#include "models/offload/offload.h"

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	struct stream draw = random_fork(asked->key, PURPOSE_OFFLOAD);

	(void)o; (void)view; (void)candidates;
	return (uint32_t)random_below(&draw, n);
}

const struct offload_class offload_random = {
	.model = { .slot = "offloading", .name = "random", .params = offload_params, .config_size = sizeof(struct offload_settings),
		   .help = "any instance, each with the same chance",
		   .source = "Eager, Lazowska, Zahorjan, Adaptive load sharing in homogeneous distributed systems, IEEE TSE 12(5), 1986",
		   .equation = "P(i) = 1 / n",
		   .assumptions = "The draw belongs to the message of the request, so it is the same whatever else happens." },
	.choose = choose,
	.shares = offload_evenly,
};
