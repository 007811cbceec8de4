/* Lua: a function of the user's decides, choose(request, candidates, view) in a file that the scenario names. */
#include "models/offload/offload.h"
#include "models/script.h"

struct lua { struct offload_settings common; const struct file *file; uint64_t instructions; double memory_bytes; };

static const struct param params[] = {
	{ "file", P_FILE(struct lua, file), .required = true,
	  .help = "Lua file that defines choose(request, candidates, view), which returns the index of a candidate, from 1" },
	{ "instructions", P_COUNT(struct lua, instructions), .fallback = "1000000", .min = 1000, .max = 2000000000,
	  .help = "how many instructions of Lua one decision may take" },
	{ "memory", P_REAL(struct lua, memory_bytes, DIM_DATA), .fallback = "64 MiB", .min = 65536, .max = 1e12, .help = "memory that the script may keep" },
	OFFLOAD_SETTINGS(struct lua),
	{ 0 }
};

static bool prepare(struct offload *o, struct world *w, struct mark mark, struct diag *diag)
{
	const struct lua *c = o->config;

	o->state = script_new(c->file, "choose", (struct script_limits){ c->instructions, (uint64_t)c->memory_bytes }, w, mark, diag);
	return o->state != NULL;
}

static void release(struct offload *o)
{
	script_free(o->state);
}

static uint32_t choose(struct offload *o, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n)
{
	uint32_t i = script_choose(o->state, view, asked, candidates, n);

	if (i == n)
		o->failure = script_error(o->state);
	return i;
}

const struct offload_class offload_lua = {
	.model = { .slot = "offloading", .name = "lua", .params = params, .config_size = sizeof(struct lua),
		   .help = "a function in Lua decides",
		   .assumptions = "choose(request, candidates, view) is called for every message to a component with several instances, and returns the index of a"
				  " candidate, from 1. `candidates` is a list of node numbers, in the order of `at`, the place origin first. `request` has from and origin (node"
				  " numbers), bytes, work and its currency (`instructions`, `flop` or `cycles`), origin_first, and time_left: seconds until the earliest deadline."
				  " Of a node n, view.load(n, currency) is its jobs for each core, view.cores(n, currency), view.speed(n, currency) the work of one core in a"
				  " second, view.tier(n), view.group(n) its group and its index there, view.memory_free(n) bytes. view.latency(a, b) is seconds from node a to"
				  " node b over free links, view.transfer(a, b, bytes) those of a message, view.now() the time. The shipped scenarios/least-loaded.lua is one to"
				  " begin from. The script has no files, processes, modules or clock. Its variables live for one replication, and chance comes from view.random()." },
	.prepare = prepare,
	.release = release,
	.choose = choose,
	.asks_load = true,
	.asks_deadline = true,
};
