/*
 * An accelerator: a GPU or the like that does all work in floating-point operations which comes to its node, first come, first
 * served, in a queue of its own; the node's cores do the rest meanwhile.
 */
#include "models/node/accelerator.h"

#include "models/app/job.h"
#include "models/node/reserved.h"

static const struct param params[] = {
	{ "flops", P_QUANTITY(struct accelerator, flops, DIM_BIT(DIM_FLOPS)), .required = true, .open = true, .drawn_once = true,
	  .help = "floating-point operations per second that a job gets: what is sustained, not the peak" },
	{ "cores", P_COUNT(struct accelerator, cores), .fallback = "1", .min = 1, .max = 1e6,
	  .help = "jobs served at the same time, each at that speed: several accelerators, or parts of one" },
	{ "queue", P_COUNT(struct accelerator, queue), .fallback = "unlimited", .max = 1e9, .words = "unlimited=inf",
	  .help = "waiting places of its own; a job that finds none is lost" },
	{ "power", P_CHOICE(struct accelerator, power), .slot = "power", .selector = "model",
	  .help = "its electrical power by utilisation, on top of the node's; without it its energy is not counted" },
	{ 0 }
};

const struct accelerator_class accelerator_of_node = {
	.model = { .slot = "accelerator", .name = "of-node", .params = params, .config_size = sizeof(struct accelerator), .standard = true,
		   .help = "does all work in floating-point operations that comes to the node, in a queue of its own",
		   .equation = "service = work / flops",
		   .assumptions = "Work in instructions and cycles stays on the cores, which it does not wait for and does not slow down. First come, first"
				  " served; neither memory nor the time to start a job on it is modelled. Instances share it, also those that reserve cores."
				  " Its results are those of a group of nodes NAME.accelerator, and are in the sums of the tier, where its cores count as"
				  " cores. Where a policy bounds the load of a node, the shares of cores and of the accelerator are added." },
};

struct node_config *accelerator_config(struct arena *arena, const struct node_config *of)
{
	const struct accelerator *a = of->accelerator.config;
	struct node_config *c = arena_alloc(arena, sizeof *c);

	*c = (struct node_config){ .entry = of->entry, .tier = of->tier, .cores = a->cores, .queue = a->queue, .power = a->power };
	c->speed[CURRENCY_FLOP] = a->flops;
	c->cost.time = NAN;
	if (of->cost.work.dimension == DIM_PER_FLOP)
		c->cost.work = of->cost.work;
	return c;
}

void accelerator_arrive(struct sim *sim, struct job *job)
{
	const struct world *w = sim->world;
	uint32_t serving = serving_node(w, job->to, CURRENCY_FLOP);
	struct station *s;

	if (serving == job->to && job->message->at_reserved) {
		reserved_arrive(sim, job);
		return;
	}
	s = station_of(sim, serving);
	*job_reserved(w, job) = s;
	station_receive(sim, s, job);
}
