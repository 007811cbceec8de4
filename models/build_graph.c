/*
 * Expected visits solve v = e_start + P' v, where P holds the probabilities of the triggers. The sum is taken term by term: it
 * converges exactly if the cycles die out, and what grows beyond a million messages for one request does not.
 */
#include "models/build_graph.h"

#include "models/app/join.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROUNDS = 100000 };

/* Instances that a component has or, if it is still to be placed, will have at least. */
static double instances(const struct component *c)
{
	return c->config->at.n || c->n ? c->n : c->config->replicas != COUNT_UNSET ? (double)c->config->replicas : 1;
}

/* How many copies of `m` one instance of its sender sends, on average. */
static double copies(const struct world *w, const struct message *m)
{
	const struct component *to = &w->component[m->to], *from = m->from == NONE ? NULL : &w->component[m->from];
	const struct application *a = &w->application[m->application];
	double devices = 0;

	if (!m->to_all)
		return 1;
	for (uint32_t i = 0; to->at_origin && i < a->n_origins; i++)
		devices += a->origin[i].count;
	return instances(to) + (from && instances(from) > 0 ? devices / instances(from) : devices);
}

static void follow(const struct world *w, const struct application *a, const double *now, double *next)
{
	memset(next, 0, a->n_messages * sizeof *next);
	for (uint32_t i = 0; i < a->n_messages; i++) {
		const struct message *m = &w->message[a->first_message + i];

		for (uint32_t s = 0; s < m->n_sets && now[i] > 0; s++)
			for (uint32_t t = 0; t < m->set[s].n; t++) {
				double before = m->set[s].exclusive && t ? m->set[s].trigger[t - 1].probability : 0;

				next[m->set[s].trigger[t].message - a->first_message] += now[i] * (m->set[s].trigger[t].probability - before)
					* copies(w, &w->message[m->set[s].trigger[t].message]);
			}
	}
}

/* Add what follows from `share` of message `start`, its own visits with it; the number of messages if that does not end, else 0. */
static double add_visits(const struct world *w, const struct application *a, uint32_t start, double share, double *visits)
{
	double *now = xcalloc(a->n_messages, sizeof *now), *next = xcalloc(a->n_messages, sizeof *next);
	double sum = share * copies(w, &w->message[start]), total = 0;
	int round = 0;

	now[start - a->first_message] = sum;
	while (sum > 1e-12 && total < 1e6 && round++ < MOST_ROUNDS) {
		double *swap = now;

		for (uint32_t i = 0; i < a->n_messages; i++)
			visits[i] += now[i];
		total += sum;
		follow(w, a, now, next);
		now = next;
		next = swap;
		sum = 0;
		for (uint32_t i = 0; i < a->n_messages; i++)
			sum += now[i];
	}
	free(now);
	free(next);
	return sum > 1e-12 ? total : 0;
}

/* Markov's inequality: at least k of the listed ones come with a chance of at most their expected number over k. */
static double join_share(const struct world *w, const struct application *a, uint32_t j, const double *visits)
{
	double sum = 0;

	for (uint32_t i = 0; i < a->n_messages; i++)
		if (w->message[a->first_message + i].listed >> j & 1)
			sum += visits[i];
	return fmin(1, a->join[j].need == NONE ? sum : sum / a->join[j].need);
}

bool expected_visits(struct build *b, const struct application *a, uint32_t start, double *visits)
{
	double endless;

	memset(visits, 0, a->n_messages * sizeof *visits);
	endless = add_visits(b->world, a, start, 1, visits);
	for (uint32_t j = 0; j < a->n_joins && !endless; j++)
		endless = add_visits(b->world, a, a->join[j].message, join_share(b->world, a, j, visits), visits);
	if (!endless)
		return true;
	return diag_error(b->diag, b->world->message[start].mark, "what follows '%s' does not die out: more than %.0f messages for one request;"
			  " give the messages of the cycle probabilities", b->world->message[start].name, endless);
}

/* Mark all messages that may come after `m` in a chain. */
static void mark_descendants(const struct world *w, const struct application *a, uint32_t m, uint8_t *seen, uint32_t *stack)
{
	uint32_t n = 0;

	stack[n++] = m;
	while (n) {
		const struct message *at = &w->message[stack[--n]];

		for (uint32_t s = 0; s < at->n_sets; s++)
			for (uint32_t t = 0; t < at->set[s].n; t++) {
				uint32_t next = at->set[s].trigger[t].message;

				if (!seen[next]) {
					seen[next] = 1;
					stack[n++] = next;
				}
			}
		for (uint32_t j = 0; j < a->n_joins; j++)
			if (at->listed >> j & 1 && !seen[a->join[j].message]) {
				seen[a->join[j].message] = 1;
				stack[n++] = a->join[j].message;
			}
	}
}

/* Give `component` a slot if one of the messages seen goes there. With one place only there is nothing to remember. */
static void assign_slot(struct world *w, const struct application *a, uint32_t component, const uint8_t *seen, uint32_t *slots)
{
	struct component *c = &w->component[component];

	for (uint32_t k = a->first_message; k < a->first_message + a->n_messages; k++)
		if (seen[k] && w->message[k].to == component && c->visit == NONE && c->n + c->at_origin > 1)
			c->visit = (*slots)++;
}

static bool starts(const struct world *w, uint32_t m)
{
	for (uint32_t i = 0; i < w->workloads; i++)
		if (w->workload[i].start == m)
			return true;
	return false;
}

void assign_visits(struct world *w)
{
	uint8_t *seen = xcalloc(w->messages, 1);
	uint32_t *stack = xcalloc(w->messages, sizeof *stack);

	for (uint32_t i = 0; i < w->applications; i++) {
		const struct application *a = &w->application[i];
		uint32_t slots = 0;

		for (uint32_t m = a->first_message; m < a->first_message + a->n_messages; m++) {
			memset(seen, 0, w->messages);
			mark_descendants(w, a, m, seen, stack);
			assign_slot(w, a, w->message[m].to, seen, &slots);
			/* A chain has been where it began. */
			if (w->message[m].from == NONE || !starts(w, m))
				continue;
			seen[m] = 1;
			assign_slot(w, a, w->message[m].from, seen, &slots);
		}
		if (slots > w->visits)
			w->visits = slots;
	}
	free(seen);
	free(stack);
}
