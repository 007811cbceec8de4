/* Joins: which messages may lead to which join, and the order in which joins may set each other off. */
#include "models/build_joins.h"

#include "models/app/join.h"

#include <string.h>

enum { MOST_JOINS = 64 };

static bool lists(const struct message *join, const struct message *m)
{
	const struct references *of = join_predecessors(&join->config->after);

	for (uint32_t i = 0; i < of->n; i++)
		if (strcmp(of->list[i].name, m->name) == 0)
			return true;
	return false;
}

/* Whether a message is set off by `m`, by itself or through a join other than `but`, into which no way leads. */
static bool may_set_off(const struct world *w, const struct application *a, const struct message *m, uint64_t but, uint64_t feeds)
{
	for (uint32_t s = 0; s < m->n_sets; s++)
		for (uint32_t t = 0; t < m->set[s].n; t++)
			if (w->message[m->set[s].trigger[t].message].feeds & feeds)
				return true;
	for (uint32_t j = 0; j < a->n_joins; j++)
		if ((m->listed & ~but) >> j & 1 && w->message[a->join[j].message].feeds & feeds)
			return true;
	return false;
}

/* Mark all that may lead to a message that join `j` lists, until nothing changes. */
static void mark_feeds(struct world *w, const struct application *a, uint32_t j)
{
	uint64_t bit = UINT64_C(1) << j;
	bool more = true;

	for (uint32_t m = a->first_message; m < a->first_message + a->n_messages; m++)
		w->message[m].feeds |= w->message[m].listed & bit;
	while (more) {
		more = false;
		for (uint32_t m = a->first_message; m < a->first_message + a->n_messages; m++)
			if (!(w->message[m].feeds & bit) && m != a->join[j].message && may_set_off(w, a, &w->message[m], bit, bit)) {
				w->message[m].feeds |= bit;
				more = true;
			}
	}
}

static void mark_all(struct world *w, const struct application *a)
{
	for (uint32_t m = a->first_message; m < a->first_message + a->n_messages; m++) {
		w->message[m].listed = w->message[m].feeds = 0;
		for (uint32_t j = 0; j < a->n_joins; j++)
			if (lists(&w->message[a->join[j].message], &w->message[m]))
				w->message[m].listed |= UINT64_C(1) << j;
	}
	for (uint32_t j = 0; j < a->n_joins; j++)
		mark_feeds(w, a, j);
}

/* Put one after the other those that nothing still left may set off; false if there is a ring. */
static bool sort(const struct world *w, struct application *a, struct join *join)
{
	struct join sorted[MOST_JOINS];
	uint64_t left = a->n_joins == MOST_JOINS ? UINT64_MAX : (UINT64_C(1) << a->n_joins) - 1;
	uint32_t n = 0;

	for (uint32_t before = NONE; n != before;) {
		before = n;
		for (uint32_t j = 0; j < a->n_joins; j++) {
			bool waits = false;

			for (uint32_t k = 0; k < a->n_joins; k++)
				waits = waits || (k != j && left >> k & 1 && w->message[join[k].message].feeds >> j & 1);
			if (left >> j & 1 && !waits) {
				left &= ~(UINT64_C(1) << j);
				sorted[n++] = join[j];
			}
		}
	}
	for (uint32_t j = 0; j < n && !left; j++)
		join[j] = sorted[j];
	return !left;
}

bool build_joins(struct build *b, struct application *a)
{
	struct world *w = b->world;
	struct join *join = arena_array(w->arena, a->n_messages, sizeof *join);

	a->join = join;
	for (uint32_t m = a->first_message; m < a->first_message + a->n_messages; m++) {
		const struct choice *after = &w->message[m].config->after;

		if (!join_is(after))
			continue;
		if (a->n_joins == MOST_JOINS)
			return diag_error(b->diag, after->mark, "application '%s' has more than %d joins", a->name, MOST_JOINS);
		if (lists(&w->message[m], &w->message[m]))
			return diag_error(b->diag, after->mark, "'%s' waits for itself", w->message[m].name);
		join[a->n_joins++] = (struct join){ m, container_of(after->class, const struct join_class, model)->need(after->config) };
	}
	mark_all(w, a);
	if (!sort(w, a, join))
		return diag_error(b->diag, w->message[join[0].message].config->after.mark, "joins of application '%s' wait for each other", a->name);
	/* Bits follow the numbers, which have changed. */
	mark_all(w, a);
	return true;
}
