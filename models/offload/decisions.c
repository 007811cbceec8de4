/* The table run/decisions. */
#include "models/offload/decisions.h"

#include "models/offload/offload.h"

#include <string.h>

struct decisions_row { uint16_t component, policy; uint64_t n, candidates, timed; double mean_s; };

#define FIELD(field) offsetof(struct decisions_row, field)

/* Number of a component's policy among the names, which are in the order of the components, each once. */
static uint16_t policy_number(const char **name, const char *wanted)
{
	uint16_t i = 0;

	for (; name[i]; i++)
		if (strcmp(name[i], wanted) == 0)
			return i;
	name[i] = wanted;
	return i;
}

static const char **policies(struct world *w)
{
	const char **name = arena_array(w->arena, w->components + 1, sizeof *name);

	for (uint32_t i = 0; i < w->components; i++)
		if (w->component[i].offload)
			policy_number(name, w->component[i].offload->how->model.name);
	return name;
}

const struct table *decisions_table(struct world *w)
{
	const char **component = arena_array(w->arena, w->components + 1, sizeof *component), **policy = policies(w);
	struct table *t = arena_alloc(w->arena, sizeof *t);

	if (!policy[0])
		return NULL;
	for (uint32_t i = 0; i < w->components; i++)
		component[i] = arena_format(w->arena, "%s/%s", w->application[w->component[i].application].name, w->component[i].name);

	const struct column columns[] = {
		{ "component", COLUMN_CATEGORY, FIELD(component), "1", "application/component whose instances were chosen from", component },
		{ "policy", COLUMN_CATEGORY, FIELD(policy), "1", "offloading policy that chose", policy },
		{ "decisions", COLUMN_U64, FIELD(n), "1", "decisions over the whole run", NULL },
		{ "candidates", COLUMN_U64, FIELD(candidates), "1", "candidates that it had in them, all together", NULL },
		{ "timed", COLUMN_U64, FIELD(timed), "1", "decisions that were timed, one in 64", NULL },
		{ "mean_s", COLUMN_REAL, FIELD(mean_s), "s", "mean time of those by the wall clock, the reading of the clock included", NULL },
		{ 0 }
	};
	*t = (struct table){ .name = "run/decisions", .help = "a row for each component whose instances a policy chooses; `nearest` among all of them"
			     " looks up a map, and is not counted", .columns = memcpy(arena_alloc(w->arena, sizeof columns), columns, sizeof columns),
			     .row_size = sizeof(struct decisions_row) };
	return t;
}

void decisions_rows(struct sim *sim, uint32_t table)
{
	struct world *w = sim->world;
	const char **policy = policies(w);

	for (uint32_t i = 0; i < w->components; i++) {
		const struct offload *o = w->component[i].offload;

		if (!o)
			continue;

		struct decisions_row row = { .component = (uint16_t)i, .policy = policy_number(policy, o->how->model.name), .n = o->decisions.n,
					     .candidates = o->decisions.candidates, .timed = o->decisions.timed,
					     .mean_s = o->decisions.timed ? (double)o->decisions.ns / 1e9 / (double)o->decisions.timed : NAN };

		sim_row(sim, table, &row);
	}
}
