/*
 * An audience is a ring of devices for each host of its component, linked by numbers, in the order in which they came to it: to serve a
 * device of another host's is to move it, and to send to all of its devices takes no search.
 */
#include "models/app/copies.h"

#include "models/net/core.h"

#include <string.h>

struct audience {
	uint32_t first, devices;           /* nodes first .. first + devices - 1 are in it, if they start requests */
	uint32_t *next, *previous;         /* by device; the ring of host i begins and ends at devices + i */
	uint32_t *host;                    /* by device, from 1; 0: it starts no requests, or none was in reach */
};

static void add(struct audience *a, uint32_t device, uint32_t host)
{
	uint32_t ring = a->devices + host;

	a->host[device] = host;
	a->next[device] = ring;
	a->previous[device] = a->previous[ring];
	a->next[a->previous[ring]] = device;
	a->previous[ring] = device;
}

struct audience *audience_new(struct world *w, const struct component *c)
{
	const struct application *app = &w->application[c->application];
	const struct range *last = &app->origin[app->n_origins - 1];
	struct audience *a = arena_alloc(w->arena, sizeof *a);
	size_t n;

	a->first = app->n_origins ? app->origin[0].first : 0;
	a->devices = app->n_origins ? last->first + last->count - a->first : 0;
	n = (size_t)a->devices + c->n + 1;
	a->next = arena_array(w->arena, n, sizeof *a->next);
	a->previous = arena_array(w->arena, n, sizeof *a->previous);
	a->host = arena_array(w->arena, a->devices, sizeof *a->host);
	for (uint32_t i = a->devices; i < n; i++)
		a->next[i] = a->previous[i] = i;
	for (uint32_t d = 0; d < a->devices; d++) {
		uint32_t nearest = starts_requests(app, a->first + d) ? nearest_of(w, c->nearest, a->first + d) : NONE;

		if (nearest != NONE)
			add(a, d, 1 + nearest);
	}
	return a;
}

void audience_served(const struct world *w, const struct component *c, uint32_t origin, uint32_t node)
{
	struct audience *a = c->audience;
	uint32_t device = origin - a->first;
	uint32_t host;

	/* A chain that began by the clock, at an instance, has no device. */
	if (device >= a->devices || !starts_requests(&w->application[c->application], origin))
		return;
	host = host_at(c, node);
	if (a->host[device] == host)
		return;
	if (a->host[device]) {
		a->next[a->previous[device]] = a->next[device];
		a->previous[a->next[device]] = a->previous[device];
	}
	add(a, device, host);
}

/* ---- who gets one ---- */

/* Copies in the making: all jobs are there before the first is sent, so that their request lives. */
struct batch {
	struct sim *sim;
	struct request *request;
	const struct message *message;
	uint32_t from, n;
	uint32_t previous, again;          /* node of the copy before, and how often it came before that */
	uint64_t key;
	struct job *first, **last;
};

static void add_copy(struct batch *b, uint32_t to)
{
	struct job *job = job_new(b->sim, b->request, b->message, b->from, b->key);

	job->to = to;
	job->next = NULL;
	*b->last = job;
	b->last = &job->next;
	b->n++;
}

/* A device that is named as a host as well has one instance, and gets one copy. */
static void add_device(struct batch *b, const struct component *to, uint32_t node)
{
	if (!host_at(to, node))
		add_copy(b, node);
}

static void add_devices(struct batch *b, const struct component *to)
{
	const struct world *w = b->sim->world;
	const struct application *app = &w->application[to->application];
	const struct component *from = b->message->from == NONE ? NULL : &w->component[b->message->from];
	const struct audience *a = from ? from->audience : NULL;
	uint32_t ring = a ? a->devices + host_at(from, b->from) : 0;

	if (a) {
		for (uint32_t d = a->next[ring]; d != ring; d = a->next[d])
			add_device(b, to, a->first + d);
		return;
	}
	/* From outside they come to all. */
	for (uint32_t i = 0; i < app->n_origins; i++)
		for (uint32_t k = 0; k < app->origin[i].count; k++)
			add_device(b, to, app->origin[i].first + k);
}

bool copies_go_out(const struct world *w, const struct message *m, uint32_t from)
{
	const struct component *to = &w->component[m->to], *sender = m->from == NONE ? NULL : &w->component[m->from];
	uint32_t ring;

	if (to->n || !to->at_origin)
		return to->n > 0;
	if (!sender)
		return w->application[m->application].n_origins > 0;
	ring = sender->audience->devices + host_at(sender, from);
	return sender->audience->next[ring] != ring;
}

/* ---- sending ---- */

/* What follows a copy is drawn for each on its own; a device that gets one is the origin of what it sets off. */
static void set_out(struct batch *b, struct job *job)
{
	struct world *w = b->sim->world;
	const struct component *to = &w->component[b->message->to];

	job->key = random_mix(random_mix(b->key, group_of(w, job->to)->key), index_of(w, job->to));
	b->again = job->to == b->previous ? b->again + 1 : 0;
	b->previous = job->to;
	if (b->again)
		job->key = random_mix(job->key, b->again);
	if (to->at_origin && !host_at(to, job->to))
		job->visit[w->origin_slot] = job->to;
	job_set_out(b->sim, job);
}

void copies_send(struct sim *sim, struct request *request, const struct message *m, uint32_t from, uint64_t key, const struct job *parent)
{
	struct batch b = { .sim = sim, .request = request, .message = m, .from = from, .previous = NONE, .key = key };
	const struct component *to = &sim->world->component[m->to];
	struct copies *copies = NULL;

	b.last = &b.first;
	for (uint32_t i = 1; i <= to->n; i++)
		add_copy(&b, to->candidate[i].node);
	if (to->at_origin)
		add_devices(&b, to);
	if (m->closes && b.n) {
		copies = pool_get(&sim->world->pools.copies);
		*copies = (struct copies){ .left = b.n };
	}
	while (b.first) {
		struct job *job = b.first;

		b.first = job->next;
		job_prepare(sim, job, parent);
		job->copies = copies;
		set_out(&b, job);
	}
}

/* Whether it was the last. */
static bool one_less(struct sim *sim, struct job *job, bool lost)
{
	struct copies *copies = job->copies;
	bool whole;

	copies->lost = copies->lost || lost;
	if (--copies->left)
		return false;
	whole = !copies->lost;
	pool_put(&sim->world->pools.copies, copies);
	return whole;
}

bool copies_end(struct sim *sim, struct job *job)
{
	return one_less(sim, job, false);
}

void copies_lost(struct sim *sim, struct job *job)
{
	one_less(sim, job, true);
}
