/* Paths of a request: they begin with it or later, and are measured when they end. */
#include "models/app/paths.h"

#include "models/app/layers.h"
#include "models/measure.h"

#include <string.h>

static double carried(const struct world *w, const struct request *r)
{
	return w->metered ? r->energy_j : 0;
}

static void open_later(struct sim *sim, struct request *r, const struct path *path, const struct job *parent)
{
	struct opened *o = pool_get(&sim->world->pools.opened);

	o->path = (uint32_t)(path - sim->world->path);
	o->created = sim->now;
	memcpy(o->part, parent->part, sizeof o->part);
	if (sim->world->layers_slot != NONE)
		layers_read(sim->world, parent, o->layer);
	o->energy_j = carried(sim->world, r);
	o->next = r->opened;
	r->opened = o;
}

void paths_open_later(struct sim *sim, struct request *r, uint64_t fresh, const struct job *parent)
{
	const struct application *a = &sim->world->application[r->application];

	r->open |= fresh;
	for (; fresh; fresh &= fresh - 1)
		open_later(sim, r, &sim->world->path[a->first_path + (uint32_t)__builtin_ctzll(fresh)], parent);
}

static const struct opened *find_opened(const struct request *r, uint32_t path)
{
	for (const struct opened *o = r->opened; o; o = o->next)
		if (o->path == path)
			return o;
	return NULL;
}

sim_time request_deadline(const struct sim *sim, const struct request *r)
{
	const struct application *a = &sim->world->application[r->application];
	sim_time earliest = SIM_TIME_MAX;

	for (uint64_t left = r->open & ~r->closed; left; left &= left - 1) {
		const struct path *p = &sim->world->path[a->first_path + (uint32_t)__builtin_ctzll(left)];
		const struct opened *o = find_opened(r, (uint32_t)(p - sim->world->path));
		sim_time created = o ? o->created : r->created;

		if (p->deadline < SIM_TIME_MAX - created && created + p->deadline < earliest)
			earliest = created + p->deadline;
	}
	return earliest;
}

void paths_close(struct sim *sim, const struct job *job, uint64_t which)
{
	struct request *r = job->request;
	const struct application *a = &sim->world->application[r->application];

	which &= r->open & ~r->closed;
	r->closed |= which;
	for (; which; which &= which - 1) {
		uint32_t i = a->first_path + (uint32_t)__builtin_ctzll(which);
		const struct opened *o;

		if (!r->opened && !sim->world->metered) {
			measure_path(sim, job, &sim->world->path[i], r->created, NULL, 0);
			continue;
		}
		o = find_opened(r, i);
		measure_path(sim, job, &sim->world->path[i], o ? o->created : r->created, o,
			     carried(sim->world, r) - (o ? o->energy_j : 0));
	}
}

void paths_fail(struct sim *sim, const struct request *r)
{
	const struct world *w = sim->world;
	const struct application *a = &w->application[r->application];

	for (uint64_t left = r->open & ~r->closed; left; left &= left - 1) {
		uint32_t i = a->first_path + (uint32_t)__builtin_ctzll(left);
		const struct opened *o = find_opened(r, i);

		measure_path_failed(sim, r, &w->path[i], o ? o->created : r->created, carried(w, r) - (o ? o->energy_j : 0));
	}
}
