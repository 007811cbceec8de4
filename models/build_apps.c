/* Applications: components, messages with what follows them, paths. */
#include "models/build.h"

#include "models/app/join.h"
#include "models/build_graph.h"
#include "models/build_joins.h"
#include "sim/base/text.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_PATHS = 64 };

static const struct application_config *config_of(const struct build *b, const struct application *a)
{
	return ENTRY(&b->config->applications, const struct application_config, a - b->world->application);
}

/* ---- components ---- */

static void build_component(struct component *c, const struct component_config *config, uint32_t application)
{
	*c = (struct component){ .name = config->entry.name, .mark = config->entry.mark, .config = config, .application = application,
				 .layer = (uint8_t)config->layer, .visit = NONE };
}

/* ---- messages ---- */

static uint32_t component_named(struct build *b, const struct application *a, const struct reference *r)
{
	uint32_t i = find_entry(b, "component", r, &config_of(b, a)->components);

	return i == NONE ? NONE : a->first_component + i;
}

static uint32_t message_named(struct build *b, const struct application *a, const struct reference *r)
{
	uint32_t i = find_entry(b, "message", r, &config_of(b, a)->messages);

	return i == NONE ? NONE : a->first_message + i;
}

static void set_work(struct build *b, struct message *m)
{
	const struct quantity *work = &m->config->work;

	m->has_work = quantity_given(work);
	if (!m->has_work)
		return;
	m->work = *work;
	m->parallel = m->config->parallel > 0;
	m->work_by_data = DIM_BIT(work->dimension) & DIM_WORK_BY_DATA;
	m->currency = work->dimension == DIM_FLOP || work->dimension == DIM_FLOP_BY_DATA ? CURRENCY_FLOP
		      : work->dimension == DIM_CYCLES || work->dimension == DIM_CYCLES_BY_DATA ? CURRENCY_CYCLES : CURRENCY_INSTRUCTIONS;
	if (m->work_by_data && quantity_is_constant(&m->config->size) && !(m->config->size.option[0] > 0))
		diag_warning(b->diag, m->mark, "the work of '%s' is for each byte of its size, and it has none: it asks for no work", m->name);
}

/* A message follows only what ends where it begins. */
static bool set_sender(struct build *b, const struct application *a, struct message *m)
{
	const struct message_config *c = m->config;
	const struct references *after = join_predecessors(&c->after);
	uint32_t sender = NONE;
	bool good = true;

	if (c->from.name) {
		sender = component_named(b, a, &c->from);
		good = sender != NONE;
	}
	for (uint32_t i = 0; i < after->n; i++) {
		uint32_t p = message_named(b, a, &after->list[i]);
		uint32_t to;

		if (p == NONE) {
			good = false;
			continue;
		}
		to = b->world->message[p].to;
		if (to == NONE)
			continue;
		if (sender == NONE && !c->from.name)
			sender = to;
		else if (sender != NONE && sender != to)
			good = diag_error(b->diag, after->list[i].mark, "'%s' starts at component '%s', but '%s' ends at '%s'", m->name,
					  b->world->component[sender].name, after->list[i].name, b->world->component[to].name);
	}
	m->from = sender;
	if (m->size.dimension == DIM_SHARE && !after->n)
		good = diag_error(b->diag, m->mark, "the size of '%s' is a share of the message it follows, but it follows none", m->name);
	return good;
}

/* The values that a row of a trace has for the messages of an application are numbered through. */
static void number_column(struct application *a, struct quantity *q)
{
	if (q->how == &distribution_column)
		q->option[0] = a->columns++;
}

static bool build_messages(struct build *b, struct application *a)
{
	struct world *w = b->world;
	const struct application_config *config = config_of(b, a);
	bool good = true;

	for (uint32_t i = 0; i < a->n_messages; i++) {
		struct message *m = &w->message[a->first_message + i];
		const struct message_config *c = ENTRY(&config->messages, const struct message_config, i);

		*m = (struct message){ .name = c->entry.name, .mark = c->entry.mark, .config = c, .key = pair_key(a->name, c->entry.name),
				       .application = (uint32_t)(a - w->application), .from = NONE, .size = c->size, .latency = c->latency,
				       .to_all = c->deliver == DELIVER_ALL };
		m->to = component_named(b, a, &c->to);
		good = m->to != NONE && good;
		set_work(b, m);
		number_column(a, &m->size);
		number_column(a, &m->work);
	}
	for (uint32_t i = 0; i < a->n_messages; i++)
		good = set_sender(b, a, &w->message[a->first_message + i]) && good;
	return good;
}

static bool follows(struct build *b, const struct application *a, const struct message *m, uint32_t predecessor)
{
	const struct references *after = join_predecessors(&m->config->after);

	for (uint32_t i = 0; i < after->n && !join_is(&m->config->after); i++)
		if (strcmp(after->list[i].name, b->world->message[predecessor].name) == 0)
			return true;
	(void)a;
	return false;
}

/* The messages of one branch after `predecessor`, from message `first` on, with cumulated shares. */
static bool fill_branch(struct build *b, const struct application *a, struct trigger_set *set, uint32_t first, uint32_t predecessor)
{
	struct world *w = b->world;
	struct trigger *t = arena_array(w->arena, a->n_messages, sizeof *t);
	const char *branch = w->message[first].config->branch;
	double sum = 0;

	set->exclusive = true;
	set->key = pair_key(a->name, branch);
	set->trigger = t;
	for (uint32_t m = first; m < a->first_message + a->n_messages; m++) {
		const struct message *other = &w->message[m];

		if (!other->config->branch || strcmp(other->config->branch, branch) || !follows(b, a, other, predecessor))
			continue;
		sum += other->config->probability;
		t[set->n++] = (struct trigger){ m, sum };
	}
	if (sum > 1 + 1e-9)
		return diag_error(b->diag, w->message[first].mark, "the probabilities of branch '%s' after '%s' add up to %g; at most 1 is allowed",
				  branch, w->message[predecessor].name, sum);
	/* What rounding left of a whole belongs to the last. */
	if (sum > 1 - 1e-9)
		t[set->n - 1].probability = 1;
	return true;
}

/* What is set off at the end of `predecessor`, in the order of the file; a branch stands where its first message does. */
static bool build_triggers(struct build *b, const struct application *a, uint32_t predecessor)
{
	struct world *w = b->world;
	struct trigger_set *sets = arena_array(w->arena, a->n_messages, sizeof *sets);
	struct message *p = &w->message[predecessor];
	bool good = true;

	p->set = sets;
	for (uint32_t m = a->first_message; m < a->first_message + a->n_messages; m++) {
		const struct message *next = &w->message[m];
		bool taken = false;

		if (!follows(b, a, next, predecessor))
			continue;
		if (!next->config->branch) {
			struct trigger *t = arena_alloc(w->arena, sizeof *t);

			*t = (struct trigger){ m, next->config->probability };
			sets[p->n_sets++] = (struct trigger_set){ next->key, 1, false, t };
			continue;
		}
		for (uint32_t i = 0; i < p->n_sets; i++)
			taken = taken || (sets[i].exclusive && sets[i].key == pair_key(a->name, next->config->branch));
		if (!taken)
			good = fill_branch(b, a, &sets[p->n_sets++], m, predecessor) && good;
	}
	return good;
}

/* ---- paths ---- */

static bool mark_ends(struct build *b, const struct application *a, struct path *p, const struct references *list, bool ends)
{
	const char *special = ends ? "end" : "start";
	bool good = true;

	for (uint32_t i = 0; i < list->n; i++) {
		uint32_t m;

		if (strcmp(list->list[i].name, special) == 0) {
			*(ends ? &p->to_end : &p->from_start) = true;
			continue;
		}
		m = message_named(b, a, &list->list[i]);
		if (m == NONE)
			good = false;
		else if (ends)
			b->world->message[m].closes |= UINT64_C(1) << p->bit;
		else
			b->world->message[m].opens |= UINT64_C(1) << p->bit;
	}
	return good;
}

static bool build_paths(struct build *b, struct application *a)
{
	struct world *w = b->world;
	const struct application_config *config = config_of(b, a);
	bool good = true;

	if (a->n_paths > MOST_PATHS)
		return diag_error(b->diag, config->entry.mark, "application '%s' has %u paths; at most %d are allowed", a->name, a->n_paths, MOST_PATHS);
	for (uint32_t i = 0; i < a->n_paths; i++) {
		struct path *p = &w->path[a->first_path + i];
		const struct path_config *c = ENTRY(&config->paths, const struct path_config, i);

		*p = (struct path){ .name = arena_format(w->arena, "%s/%s", a->name, c->entry.name), .mark = c->entry.mark,
				    .application = (uint32_t)(a - w->application), .bit = i,
				    .deadline = c->deadline == TIME_UNSET ? SIM_TIME_MAX : c->deadline };
		good = mark_ends(b, a, p, &c->from, false) && good;
		good = mark_ends(b, a, p, &c->to, true) && good;
		if (p->from_start)
			a->opens_at_start |= UINT64_C(1) << i;
		if (p->to_end)
			a->closes_at_end |= UINT64_C(1) << i;
	}
	return good;
}

/* ---- all ---- */

static void count(struct build *b)
{
	struct world *w = b->world;

	w->applications = b->config->applications.n;
	w->application = arena_array(w->arena, w->applications, sizeof *w->application);
	for (uint32_t i = 0; i < w->applications; i++) {
		const struct application_config *c = ENTRY(&b->config->applications, const struct application_config, i);
		struct application *a = &w->application[i];

		*a = (struct application){ .name = c->entry.name, .first_message = w->messages, .n_messages = c->messages.n,
					   .first_component = w->components, .n_components = c->components.n,
					   .first_path = w->paths, .n_paths = c->paths.n };
		w->messages += c->messages.n;
		w->components += c->components.n;
		w->paths += c->paths.n;
	}
	w->message = arena_array(w->arena, w->messages, sizeof *w->message);
	w->component = arena_array(w->arena, w->components, sizeof *w->component);
	w->path = arena_array(w->arena, w->paths, sizeof *w->path);
}

static bool build_application(struct build *b, struct application *a)
{
	struct world *w = b->world;
	const struct application_config *config = config_of(b, a);
	bool good = true;

	for (uint32_t i = 0; i < a->n_components; i++)
		build_component(&w->component[a->first_component + i], ENTRY(&config->components, const struct component_config, i),
				(uint32_t)(a - w->application));
	good = build_messages(b, a) && good;
	for (uint32_t m = a->first_message; m < a->first_message + a->n_messages; m++)
		good = build_triggers(b, a, m) && good;
	return good && build_joins(b, a) && build_paths(b, a);
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Number the weights in use, so that a station can keep a clock for each. */
static void number_weights(struct world *w)
{
	double *value = arena_array(w->arena, w->messages, sizeof *value);
	uint32_t n = 0;

	for (uint32_t m = 0; m < w->messages; m++)
		value[m] = w->message[m].config->weight;
	qsort(value, w->messages, sizeof *value, by_size);
	for (uint32_t i = 0; i < w->messages; i++)
		if (n == 0 || value[n - 1] < value[i])
			value[n++] = value[i];
	w->weights = n;
	w->weight = value;
	for (uint32_t m = 0; m < w->messages; m++)
		while (value[w->message[m].weight_class] < w->message[m].config->weight)
			w->message[m].weight_class++;
}

bool build_applications(struct build *b)
{
	struct world *w = b->world;
	bool good = true;

	count(b);
	if (w->paths > UINT16_MAX / 2)
		good = diag_error(b->diag, ENTRY(&b->config->applications, const struct application_config, 0)->entry.mark,
				  "%u paths; at most %d are allowed", w->paths, UINT16_MAX / 2);
	for (uint32_t i = 0; i < w->applications; i++)
		good = build_application(b, &w->application[i]) && good;
	if (good)
		number_weights(w);
	return good;
}
