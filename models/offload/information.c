/* One event in each period reads all that is watched: a decision then costs what it costs without. */
#include "models/offload/information.h"

#include "models/node/station.h"

#include <string.h>

struct information *information_of(struct world *w, sim_time every)
{
	struct information *i = w->information;

	while (i && i->every != every)
		i = i->next;
	if (i)
		return i;
	i = arena_alloc(w->arena, sizeof *i);
	*i = (struct information){ .next = w->information, .every = every, .jobs = arena_array(w->arena, w->all_nodes, sizeof *i->jobs) };
	w->information = i;
	return i;
}

/* Until information_prepare, `jobs` marks what is watched. */
void information_watch(struct information *i, const struct range *range, uint32_t n)
{
	for (uint32_t k = 0; k < n; k++)
		for (uint32_t node = range[k].first; node < range[k].first + range[k].count; node++)
			i->jobs[node] = 1;
}

static bool begins(const struct information *i, uint32_t node)
{
	return i->jobs[node] && (node == 0 || !i->jobs[node - 1]);
}

static void list_watched(struct world *w, struct information *i)
{
	uint32_t n = 0;

	/* With a node its accelerator. */
	for (uint32_t node = 0; node < w->nodes; node++)
		if (i->jobs[node])
			i->jobs[serving_node(w, node, CURRENCY_FLOP)] = 1;
	for (uint32_t node = 0; node < w->all_nodes; node++)
		n += begins(i, node);
	i->watched = arena_array(w->arena, n, sizeof *i->watched);
	for (uint32_t node = 0; node < w->all_nodes; node++) {
		if (begins(i, node))
			i->watched[i->n++].first = node;
		if (i->jobs[node])
			i->watched[i->n - 1].count++;
	}
	memset(i->jobs, 0, w->all_nodes * sizeof *i->jobs);
}

void information_prepare(struct world *w)
{
	for (struct information *i = w->information; i; i = i->next)
		list_watched(w, i);
}

static void reported(struct sim *sim, struct event *event)
{
	struct information *i = container_of(event, struct information, event);

	for (uint32_t k = 0; k < i->n; k++)
		for (uint32_t node = i->watched[k].first; node < i->watched[k].first + i->watched[k].count; node++)
			i->jobs[node] = station_jobs(sim->world, node);
	sim_after(sim, &i->event, i->every, reported);
}

void information_start(struct sim *sim)
{
	for (struct information *i = sim->world->information; i; i = i->next)
		sim_after(sim, &i->event, i->every, reported);
}
