/*
 * In each round the messages that were sent in the one before set off others. States that are alike (message, node, instances
 * that the chain has been through) are one, so that cycles and many ways to one place cost no more than their states. A node that a policy will
 * choose by what it then sees is HIDDEN: what follows from there is walked on as far as it does not matter which it is.
 */
#include "models/offered_walk.h"

#include "models/app/join.h"
#include "models/net/core.h"
#include "models/net/direction.h"
#include "models/offered_spots.h"
#include "models/offload/offload.h"
#include "models/work/workload.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define HIDDEN (NONE - 1)

/* What is left to follow when no more is walked: requests, by the mean. */
#define NEGLIGIBLE 1e-10

/* Where a message was served in all rounds; for joins. */
struct served {
	uint32_t spots, node;              /* how often it went elsewhere than the time before; the last */
	double times, bytes;
	uint32_t *visit;
};

struct walk {
	struct world *w;
	const struct beginning *b;
	const struct application *a;
	struct arriving *arriving;
	struct own *own;
	struct direction *core;
	struct spots now, next;
	struct served *served;             /* by message of the application */
	uint8_t *sure;                     /* by message: sent at least once in every request */
	double *share;                     /* room for the chances of the candidates */
	const struct candidate *candidate; /* of which share tells; `candidates` of them */
	uint32_t candidates;
	uint32_t *visit;                   /* and for instances that a chain has been through */
};

/* ---- means ---- */

static double mean_of(const struct walk *k, const struct quantity *q)
{
	return q->how == &distribution_column ? k->b->column[(uint32_t)q->option[0]] : quantity_mean(q);
}

/* Work of `times` messages of `bytes` in all. */
static double work_of(const struct walk *k, const struct message *m, double times, double bytes)
{
	return m->has_work ? mean_of(k, &m->work) * (m->work_by_data ? bytes : times) : 0;
}

/* ---- what comes ---- */

static void serve(struct walk *k, const struct message *m, uint32_t node, double times, double bytes)
{
	const struct view view = { .world = k->w };
	uint32_t serving = serving_node(k->w, node, m->currency);
	double busy;

	if (!m->has_work)
		return;
	busy = work_of(k, m, times, bytes) / view_speed(&view, node, m->currency);
	if (k->arriving->reserved[m->to]) {
		k->arriving->reserved[m->to][node] += k->b->rate * busy;
		return;
	}
	if (node == k->b->origin)
		*(serving == node ? &k->own->busy : &k->own->accelerator) += busy;
	else
		k->arriving->busy[serving] += k->b->rate * busy;
}

static void pass_access(struct walk *k, uint32_t node, int into, double bytes)
{
	if (node == k->b->origin)
		k->own->access[into] += bytes;
	else
		k->arriving->access[into][node] += k->b->rate * bytes;
}

static void carry(struct walk *k, uint32_t from, uint32_t to, double bytes)
{
	const struct world *w = k->w;
	uint32_t at = w->node[from].vertex, target = w->node[to].vertex;

	if (from == to)
		return;
	if (w->node[from].access)
		pass_access(k, from, 0, bytes);
	while (at != target) {
		const struct direction *d = core_next(k->w, at, target);

		if (!d)
			return;
		k->arriving->core[d - k->core] += k->b->rate * bytes;
		k->arriving->steps++;
		at = w->node[d->to].vertex;
	}
	if (w->node[to].access)
		pass_access(k, to, 1, bytes);
}

/* Whether an instance of `c` may be at a node. */
static bool may_be_at(const struct component *c, uint32_t node)
{
	return c->at_origin || host_at(c, node);
}

/* One end is not known, and an instance of `hidden`; what is known of the way is that of a leaf to its vertex. */
static void carry_hidden(struct walk *k, uint32_t known, const struct component *hidden, int into, double bytes)
{
	struct arriving *a = k->arriving;

	a->unknown_core = true;
	a->unknown_access = a->unknown_access || hidden->at_origin;
	for (uint32_t i = 1; i <= hidden->n && !a->unknown_access; i++)
		a->unknown_access = k->w->node[hidden->candidate[i].node].access;
	if (known == HIDDEN || !k->w->node[known].access)
		return;
	if (may_be_at(hidden, known))
		a->unknown_access = true;
	else
		pass_access(k, known, into, bytes);
}

/* Nobody knows where, or how often, a message is served. */
static void mark_hidden(struct arriving *arriving, const struct message *m)
{
	arriving->unknown[m->to] |= m->has_work;
}

/* Nobody knows what it brings to which link. */
static void mark_unsized(struct arriving *arriving, const struct message *m)
{
	if (m->from != NONE && !(quantity_is_constant(&m->size) && m->size.option[0] == 0))
		arriving->unknown_core = arriving->unknown_access = true;
}

/* ---- who serves ---- */

/* The node where a chain began; after a copy for a device, that device. */
static uint32_t origin_of(const struct walk *k, const uint32_t *visit)
{
	return k->w->origin_slot == NONE ? k->b->origin : visit[k->w->origin_slot];
}

/* As request.c does it. From a hidden place it is the chain's origin, unless that place may start requests too. */
static uint32_t own_or_origin(const struct walk *k, const struct message *m, uint32_t from, const uint32_t *visit)
{
	const struct component *sender = m->from == NONE ? NULL : &k->w->component[m->from];
	uint32_t origin = origin_of(k, visit);

	if (from != HIDDEN)
		return from != origin && starts_requests(k->a, from) ? from : origin;
	for (uint32_t i = 1; sender && i <= sender->n; i++)
		if (starts_requests(k->a, sender->candidate[i].node))
			return HIDDEN;
	return origin;
}

/* The one node that serves, HIDDEN if it is not known, or NONE if there are several with the chances in k->share. */
static uint32_t target_of(struct walk *k, const struct message *m, uint32_t from, double bytes, const uint32_t *visit)
{
	const struct component *c = &k->w->component[m->to];
	struct view view = { .world = k->w };
	struct asked asked = { .from = from, .origin = origin_of(k, visit), .bytes = (uint64_t)bytes, .currency = m->currency,
			       .deadline = SIM_TIME_MAX };
	uint32_t i;

	if (c->at_origin && !c->n)
		return own_or_origin(k, m, from, visit);
	if (c->visit != NONE && !m->config->choose && visit[c->visit] != NONE)
		return visit[c->visit];
	if (!c->offload && c->n == 1)
		return c->candidate[1].node;
	if (from == HIDDEN || (c->at_origin && asked.origin == HIDDEN) || (c->offload && !c->offload->how->shares))
		return HIDDEN;
	if (!c->offload) {
		i = nearest_of(k->w, c->nearest, from);
		return i == NONE ? HIDDEN : c->candidate[1 + i].node;
	}
	k->candidate = offload_candidates(c->offload, k->w, &asked, &k->candidates);
	asked.work = work_of(k, m, 1, bytes);
	c->offload->how->shares(c->offload, &view, &asked, k->candidate, k->candidates, k->share);
	return NONE;
}

/* ---- rounds ---- */

/* `times` messages `m` end at `to`. */
static void arrive(struct walk *k, const struct message *m, uint32_t from, uint32_t to, double times, double bytes, const uint32_t *visit)
{
	const struct component *c = &k->w->component[m->to];
	uint32_t index = (uint32_t)(m - k->w->message), visits = k->w->visits;
	struct served *served = &k->served[index - k->a->first_message];

	k->arriving->steps++;
	if (to == HIDDEN)
		mark_hidden(k->arriving, m);
	else
		serve(k, m, to, times, bytes);
	if (m->from != NONE && bytes > 0 && from != HIDDEN && to != HIDDEN)
		carry(k, from, to, bytes);
	else if (m->from != NONE && bytes > 0 && to == HIDDEN)
		carry_hidden(k, from, c, 0, bytes);
	else if (m->from != NONE && bytes > 0)
		carry_hidden(k, to, &k->w->component[m->from], 1, bytes);
	memcpy(k->visit, visit, visits * sizeof *visit);
	if (c->visit != NONE)
		k->visit[c->visit] = to;
	/* A device that gets a copy is the origin of what that sets off. */
	if (m->to_all && c->at_origin && !host_at(c, to))
		k->visit[k->w->origin_slot] = to;
	served->spots += served->spots == 0 || served->node != to || memcmp(served->visit, k->visit, visits * sizeof *visit) != 0;
	served->node = to;
	served->times += times;
	served->bytes += bytes;
	memcpy(served->visit, k->visit, visits * sizeof *visit);
	spots_add(&k->next, visits, (struct spot){ index, to, times, bytes }, k->visit);
}

/* A copy for each device; which of several senders has which device depends on who served it. */
static void send_to_devices(struct walk *k, const struct message *m, uint32_t from, double times, double bytes, const uint32_t *visit)
{
	const struct component *c = &k->w->component[m->to];

	if (m->from != NONE && k->w->component[m->from].n > 1) {
		arrive(k, m, from, HIDDEN, times, bytes, visit);
		return;
	}
	for (uint32_t i = 0; i < k->a->n_origins; i++)
		for (uint32_t node = k->a->origin[i].first; node < k->a->origin[i].first + k->a->origin[i].count; node++)
			if (!host_at(c, node))
				arrive(k, m, from, node, times, bytes, visit);
}

static void send_to_all(struct walk *k, const struct message *m, uint32_t from, double times, double bytes, const uint32_t *visit)
{
	const struct component *c = &k->w->component[m->to];

	for (uint32_t i = 1; i <= c->n; i++)
		arrive(k, m, from, c->candidate[i].node, times, bytes, visit);
	if (c->at_origin)
		send_to_devices(k, m, from, times, bytes, visit);
}

/* `times` messages `m` are sent from `from`, by what was `before` bytes in all. */
static void send(struct walk *k, const struct message *m, uint32_t from, double times, double before, const uint32_t *visit)
{
	double bytes = mean_of(k, &m->size) * (m->size.dimension == DIM_SHARE ? before : times);
	uint32_t target;

	if (m->to_all) {
		send_to_all(k, m, from, times, bytes, visit);
		return;
	}
	target = target_of(k, m, from, times > 0 ? bytes / times : 0, visit);
	if (target != NONE) {
		arrive(k, m, from, target, times, bytes, visit);
		return;
	}
	/* The shares are gone when the next message asks for its own: none is asked for in here. */
	for (uint32_t i = 0; i < k->candidates; i++)
		if (k->share[i] > 0)
			arrive(k, m, from, k->candidate[i].node, times * k->share[i], bytes * k->share[i], visit);
}

static void follow(struct walk *k, const struct spot *spot, const uint32_t *visit)
{
	const struct message *m = &k->w->message[spot->message];

	for (uint32_t s = 0; s < m->n_sets; s++)
		for (uint32_t t = 0; t < m->set[s].n; t++) {
			double before = m->set[s].exclusive && t ? m->set[s].trigger[t - 1].probability : 0;
			double p = m->set[s].trigger[t].probability - before;

			if (p > 0)
				send(k, &k->w->message[m->set[s].trigger[t].message], spot->node, spot->times * p, spot->bytes * p, visit);
		}
}

/* Follow all that k->next holds to its end. */
static bool run_rounds(struct walk *k)
{
	double left = 1;

	while (left > NEGLIGIBLE && k->next.n && k->arriving->steps < MOST_STEPS) {
		struct spots swap = k->now;

		k->now = k->next;
		k->next = swap;
		spots_clear(&k->next);
		for (uint32_t i = 0; i < k->now.n; i++)
			follow(k, &k->now.spot[i], &k->now.visit[i * k->w->visits]);
		left = 0;
		for (uint32_t i = 0; i < k->next.n; i++)
			left += k->next.spot[i].times;
	}
	spots_clear(&k->next);
	return k->arriving->steps < MOST_STEPS;
}

/* ---- joins ---- */

/* Mark what is sent at least once in every request because `message` is. */
static void mark_sure(struct walk *k, uint32_t message)
{
	const struct message *m = &k->w->message[message];
	uint8_t *sure = &k->sure[message - k->a->first_message];

	if (*sure)
		return;
	*sure = 1;
	for (uint32_t s = 0; s < m->n_sets; s++)
		if (m->set[s].n == 1 && m->set[s].trigger[0].probability >= 1)
			mark_sure(k, m->set[s].trigger[0].message);
}

static void mark_unknown(struct walk *k, uint32_t message, uint8_t *seen)
{
	const struct message *m = &k->w->message[message];

	if (seen[message - k->a->first_message])
		return;
	seen[message - k->a->first_message] = 1;
	mark_hidden(k->arriving, m);
	mark_unsized(k->arriving, m);
	for (uint32_t s = 0; s < m->n_sets; s++)
		for (uint32_t t = 0; t < m->set[s].n; t++)
			mark_unknown(k, m->set[s].trigger[t].message, seen);
}

/*
 * Whether a join is sure to fire, and from where: each listed message is sent once, all end at one node, and it does not matter which was
 * the last. *may tells whether it may fire at all.
 */
static const struct served *sure_join(const struct walk *k, uint32_t j, bool *may)
{
	const struct served *first = NULL;
	uint32_t listed = 0;
	bool sure = true;

	*may = false;
	for (uint32_t i = 0; i < k->a->n_messages; i++) {
		const struct served *s = &k->served[i];

		if (!(k->w->message[k->a->first_message + i].listed >> j & 1))
			continue;
		listed++;
		*may = *may || s->times > 0;
		sure = sure && k->sure[i] && fabs(s->times - 1) < 1e-9 && s->spots == 1 && s->node != HIDDEN;
		if (first && sure)
			sure = s->node == first->node && s->bytes == first->bytes
			       && memcmp(s->visit, first->visit, k->w->visits * sizeof *s->visit) == 0;
		first = s;
	}
	if (k->a->join[j].need != NONE && k->a->join[j].need > listed)
		sure = false;
	return sure ? first : NULL;
}

static bool run_joins(struct walk *k)
{
	uint8_t *seen = xcalloc(k->a->n_messages, 1);
	bool good = true;

	for (uint32_t j = 0; j < k->a->n_joins && good; j++) {
		bool may;
		const struct served *from = sure_join(k, j, &may);
		uint32_t m = k->a->join[j].message;

		if (from) {
			mark_sure(k, m);
			send(k, &k->w->message[m], from->node, 1, from->bytes, from->visit);
			good = run_rounds(k);
		} else if (may) {
			mark_unknown(k, m, seen);
		}
	}
	free(seen);
	return good;
}

/* ---- all ---- */

static uint32_t most_candidates(const struct world *w, const struct application *a)
{
	uint32_t most = 1;

	for (uint32_t i = 0; i < a->n_components; i++)
		if (w->component[a->first_component + i].n + 1 > most)
			most = w->component[a->first_component + i].n + 1;
	return most;
}

/* A chain has been where it begins. */
static void begin_chain(const struct world *w, const struct beginning *b, uint32_t *visit)
{
	uint32_t from = w->message[b->load->start].from;

	for (uint32_t i = 0; i < w->visits; i++)
		visit[i] = NONE;
	if (from != NONE && w->component[from].visit != NONE)
		visit[w->component[from].visit] = b->origin;
	if (w->origin_slot != NONE)
		visit[w->origin_slot] = b->origin;
}

bool offered_walk(struct world *w, const struct beginning *b, struct arriving *arriving, struct own *own)
{
	const struct application *a = &w->application[b->load->application];
	struct walk k = { .w = w, .b = b, .a = a, .arriving = arriving, .own = own };
	/* Room for each message, for one on its way, and for a chain that begins. */
	uint32_t *visit = xcalloc((size_t)(a->n_messages + 2) * w->visits + 1, sizeof *visit);
	uint32_t *begun = visit + (size_t)(a->n_messages + 1) * w->visits;
	uint32_t directions;
	bool good;

	k.core = core_directions(w->core, &directions);
	k.visit = visit + (size_t)a->n_messages * w->visits;
	k.share = xcalloc(most_candidates(w, a), sizeof *k.share);
	k.served = xcalloc(a->n_messages, sizeof *k.served);
	k.sure = xcalloc(a->n_messages, 1);
	begin_chain(w, b, begun);
	for (uint32_t i = 0; i < a->n_messages; i++)
		k.served[i].visit = visit + (size_t)i * w->visits;
	if (a->n_joins)
		mark_sure(&k, b->load->start);
	send(&k, &w->message[b->load->start], b->origin, 1, 0, begun);
	good = run_rounds(&k) && run_joins(&k);
	spots_fini(&k.now);
	spots_fini(&k.next);
	free(k.share);
	free(k.served);
	free(k.sure);
	free(visit);
	return good;
}

void offered_unknown(const struct world *w, const struct workload *load, struct arriving *arriving)
{
	const struct application *a = &w->application[load->application];

	for (uint32_t i = 0; i < a->n_messages; i++)
		if (load->visits[i] > 0) {
			mark_hidden(arriving, &w->message[a->first_message + i]);
			mark_unsized(arriving, &w->message[a->first_message + i]);
		}
}
