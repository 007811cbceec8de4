#ifndef MODELS_SCRIPT_H
#define MODELS_SCRIPT_H

#include "models/place/place.h"
#include "sim/kernel/input.h"

/*
 * Policies written by users in Lua 5.4. The only file that includes Lua is script.c.
 *
 * A script sees numbers and a few functions. It has no files, processes, modules, clock or chance of its own, and nothing that
 * depends on addresses: the same request gets the same answer in every run. Its variables live as long as a
 * replication. What it may take is bounded in instructions of one call and in memory.
 */
struct script;

struct script_limits {
	uint64_t instructions;             /* of one call */
	uint64_t bytes;                    /* of all it keeps */
};

/*
 * Load the script and find the function `name` in it. NULL, with an error at the script's line or at `mark`, if it has a
 * mistake or no such function. `world` is borrowed.
 */
struct script *script_new(const struct file *file, const char *name, struct script_limits limits, struct world *world,
			  struct mark mark, struct diag *diag);
void script_free(struct script *script);

/* Ask choose(request, candidates, view): the index of a candidate, from 0. `n` if it failed; script_error then says why, with file and line. */
uint32_t script_choose(struct script *script, const struct view *view, const struct asked *asked,
		       const struct candidate *candidates, uint32_t n);

/*
 * Ask place(component, candidates, view) for item `i` of `plan`, which may go to the `n` nodes in `open`: indices of these, from 0,
 * each once, into chosen[0..*n_chosen). As many as the item shall have, at least one. False with an error if the script failed.
 */
bool script_place(struct script *script, const struct plan *plan, uint32_t i, const uint32_t *open, uint32_t n, uint32_t *chosen, uint32_t *n_chosen);

/* Why script_choose failed. */
const char *script_error(const struct script *script);

#endif
