/*
 * For each join it is known which messages may still lead to one of those it lists (message.feeds). A request counts its jobs of such
 * messages: when there are none left, no more can come. The job that a join of all waits with is held, and with it the
 * request; the wait is booked to the cause join.
 */
#include "models/app/join.h"

#include "models/app/job.h"
#include "models/app/layers.h"
#include "models/trace.h"

size_t join_waits_size(const struct world *w)
{
	uint32_t most = 1;

	for (uint32_t i = 0; i < w->applications; i++)
		if (w->application[i].n_joins > most)
			most = w->application[i].n_joins;
	return most * sizeof(struct join_wait);
}

void joins_begin(struct world *w, struct request *r)
{
	r->joins = pool_get(&w->pools.joins);
	for (uint32_t i = 0; i < w->application[r->application].n_joins; i++)
		r->joins[i] = (struct join_wait){ 0 };
}

void joins_end(struct world *w, struct request *r)
{
	pool_put(&w->pools.joins, r->joins);
}

void joins_created(struct request *r, const struct message *m)
{
	for (uint64_t left = m->feeds; left; left &= left - 1)
		r->joins[__builtin_ctzll(left)].live++;
}

static void let_go(struct sim *sim, struct join_wait *wait)
{
	struct job *job = wait->held;

	wait->held = NULL;
	if (job && --job->holds == 0)
		job_release(sim, job);
}

static void hold(struct sim *sim, struct join_wait *wait, struct job *job)
{
	job->holds++;
	job->since = sim->now;
	let_go(sim, wait);
	wait->held = job;
}

static void fire(struct sim *sim, const struct join *join, struct join_wait *wait, struct job *last)
{
	const struct message *m = &sim->world->message[join->message];

	wait->over = true;
	last->part[CAUSE_JOIN] += sim->now - last->since;
	if (is_traced(sim->world, last))
		trace_at_node(sim, last, CAUSE_JOIN, last->since, sim->now);
	last->since = sim->now;
	if (sim->world->layers_slot != NONE)
		layers_book(sim->world, last);
	/* The key names no chain: the same request asks the same, whichever came last. */
	job_follow(sim, last, join->message, random_mix(random_mix(last->request->key, PURPOSE_JOIN), m->key));
}

/* Whether a join fires, or never will, now that `job` (NULL: a lost one) is over. */
static void judge(struct sim *sim, const struct join *join, struct join_wait *wait, struct job *job)
{
	if (wait->over)
		return;
	if (join->need != NONE) {
		if (wait->arrived >= join->need && job)
			fire(sim, join, wait, job);
		return;
	}
	if (wait->broken)
		wait->over = true;
	else if (wait->live == 0 && wait->held)
		fire(sim, join, wait, wait->held);
	if (wait->over)
		let_go(sim, wait);
}

static void judge_all(struct sim *sim, struct request *r, struct job *job, uint64_t came)
{
	const struct application *a = &sim->world->application[r->application];

	for (uint32_t i = 0; i < a->n_joins; i++)
		judge(sim, &a->join[i], &r->joins[i], came >> i & 1 ? job : NULL);
}

void joins_arrived(struct sim *sim, struct job *job)
{
	struct request *r = job->request;
	const struct message *m = job->message;
	const struct application *a = &sim->world->application[r->application];

	job->since = sim->now;
	for (uint64_t left = m->feeds; left; left &= left - 1)
		r->joins[__builtin_ctzll(left)].live--;
	for (uint64_t left = m->listed; left; left &= left - 1) {
		uint32_t i = (uint32_t)__builtin_ctzll(left);

		r->joins[i].arrived++;
		if (a->join[i].need == NONE && !r->joins[i].over)
			hold(sim, &r->joins[i], job);
	}
	judge_all(sim, r, job, m->listed);
}

void joins_lost(struct sim *sim, struct job *job)
{
	struct request *r = job->request;

	for (uint64_t left = job->message->feeds; left; left &= left - 1) {
		struct join_wait *wait = &r->joins[__builtin_ctzll(left)];

		wait->live--;
		wait->broken = true;
	}
	judge_all(sim, r, NULL, 0);
}

/* ---- the classes ---- */

static const struct param list_params[] = {
	{ "of", P_REFERENCES(struct join_config, of), .required = true, .help = "messages that it waits for" },
	{ 0 }
};

static const struct param count_params[] = {
	{ "k", P_COUNT(struct join_config, k), .required = true, .min = 1, .max = 1000000, .help = "how many arrivals it takes" },
	{ "of", P_REFERENCES(struct join_config, of), .required = true, .help = "messages that it waits for; copies count one by one" },
	{ 0 }
};

static uint32_t need_all(const struct join_config *config)
{
	(void)config;
	return NONE;
}

static uint32_t need_one(const struct join_config *config)
{
	(void)config;
	return 1;
}

static uint32_t need_k(const struct join_config *config)
{
	return (uint32_t)config->k;
}

#define JOIN(word, table, text) \
	{ .slot = "after", .name = word, .params = table, .config_size = sizeof(struct join_config), .help = text

const struct join_class join_each = { .model = JOIN("each", list_params, "sent after each of them"), .standard = true } };
const struct join_class join_all = {
	.model = JOIN("all", list_params, "sent once, when each, all its copies, has arrived or can no longer come; a lost one breaks it") },
	.need = need_all };
const struct join_class join_any = { .model = JOIN("any", list_params, "sent once, at the first arrival") }, .need = need_one };
const struct join_class join_k_of = { .model = JOIN("k-of", count_params, "sent once, at the k-th arrival") }, .need = need_k };

bool join_is(const struct choice *after)
{
	return after->class && container_of(after->class, const struct join_class, model)->need;
}

const struct references *join_predecessors(const struct choice *after)
{
	static const struct references none = { NULL, 0 };

	return after->class ? &((const struct join_config *)after->config)->of : &none;
}
