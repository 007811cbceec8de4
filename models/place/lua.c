/* Lua: a function of the user's decides, place(component, candidates, view) in a file that the scenario names; the components in the order of the file. */
#include "models/place/place.h"
#include "models/script.h"

#include <stdlib.h>

struct lua { const struct file *file; uint64_t instructions; double memory_bytes; };

static const struct param params[] = {
	{ "file", P_FILE(struct lua, file), .required = true,
	  .help = "Lua file that defines place(component, candidates, view), which returns the index of a candidate, from 1, or a list of indices" },
	{ "instructions", P_COUNT(struct lua, instructions), .fallback = "100000000", .min = 1000, .max = 2000000000,
	  .help = "how many instructions of Lua it may take to place one component; a call of view.cost counts as 1000" },
	{ "memory", P_REAL(struct lua, memory_bytes, DIM_DATA), .fallback = "256 MiB", .min = 65536, .max = 1e12, .help = "memory that the script may keep" },
	{ "replace-on", P_LATER, .help = "what makes the policy place again during the run" },
	{ 0 }
};

/* The nodes that item `i` may go to now. */
static uint32_t list_open(const struct plan *plan, uint32_t i, uint32_t *open)
{
	uint32_t n = 0;

	for (uint32_t k = 0; k < plan->item[i].n; k++)
		if (plan_has_room(plan, i, plan->item[i].node[k]))
			open[n++] = plan->item[i].node[k];
	return n;
}

static bool place_item(struct script *script, struct plan *plan, uint32_t i)
{
	uint32_t *open = xcalloc(plan->item[i].n, sizeof *open), *chosen = xcalloc(plan->item[i].n, sizeof *chosen);
	uint32_t n = list_open(plan, i, open), n_chosen = 0;
	bool good = n >= plan_lacks(plan, i) && n > 0 ? script_place(script, plan, i, open, n, chosen, &n_chosen) : plan_fails(plan, i);

	for (uint32_t k = 0; good && k < n_chosen; k++)
		plan_put(plan, i, open[chosen[k]]);
	free(open);
	free(chosen);
	return good;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	const struct lua *c = p->config;
	struct script *script = script_new(c->file, "place", (struct script_limits){ c->instructions, (uint64_t)c->memory_bytes }, plan->world,
					   (struct mark){ c->file->path, 0, 0 }, plan->diag);
	bool good = script != NULL;

	(void)view; (void)cause;
	for (uint32_t i = 0; i < plan->n && good; i++)
		good = place_item(script, plan, i);
	script_free(script);
	return good;
}

const struct place_class place_lua = {
	.model = { .slot = "placement", .name = "lua", .params = params, .config_size = sizeof(struct lua),
		   .help = "a function in Lua decides for each component in turn",
		   .assumptions = "place(component, candidates, view) is called once for each component without `at`, in the order of the file, and returns the index of a"
				  " candidate, from 1, or a list of them. `candidates` are node numbers. `component` has name, application, layer, memory and replicas. view has"
				  " memory_free, cores, speed, tier, group, latency and transfer as for `offloading.lua`, and view.cost(a, b, ...): seconds that the component's messages take in each"
				  " second of the run, with instances at these nodes and no other. The shipped scenarios/median.lua is one to begin from. The script has no files, processes, modules or clock. It places once, at the start, the same in every replication; its variables live"
				  " for that long. Chance comes from view.random(), and follows from the seed and the component." },
	.place = place,
};
