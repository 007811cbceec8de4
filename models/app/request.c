/*
 * The life of requests and jobs. The hot path of the program: it allocates from pools only, and keys every draw
 * by the chain of messages that led to it, so that under every policy the same request asks the same.
 */
#include "models/app/job.h"

#include "models/app/copies.h"
#include "models/app/join.h"
#include "models/app/layers.h"
#include "models/app/paths.h"
#include "models/explain.h"
#include "models/net/core.h"
#include "models/net/direction.h"
#include "models/node/accelerator.h"
#include "models/node/reserved.h"
#include "models/node/station.h"
#include "models/offload/offload.h"
#include "models/trace.h"
#include "models/work/workload.h"

#include <string.h>

size_t job_size(const struct world *w)
{
	size_t last = w->station_at ? w->station_at : w->cores_at ? w->cores_at : w->each_at;
	size_t size = last ? last + sizeof(double) : offsetof(struct job, visit) + w->visits * sizeof(uint32_t);

	return (size + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
}

/* What few scenarios ask for costs the others one look. */
void messages_start(struct world *w)
{
	bool bare = !w->trace && !w->explain && !w->metered && !w->visits;

	for (uint32_t i = 0; i < w->messages; i++) {
		struct message *m = &w->message[i];
		const struct component *c = &w->component[m->to];
		const struct application *a = &w->application[m->application];

		m->plain = bare && !a->n_joins && !a->columns && !m->to_all && !m->latency && !m->work_by_data && m->size.dimension != DIM_SHARE
			   && !c->takes_note;
		m->to_nearest = m->plain && !c->at_origin && !c->offload && c->n > 1;
	}
}

/* ---- which instance ---- */

static __attribute__((noinline)) uint32_t by_policy(struct sim *sim, const struct job *job, const struct component *c)
{
	struct world *w = sim->world;
	const struct message *m = job->message;
	const struct information *information = c->offload->information;
	struct view view = { w, sim->now, information ? information->jobs : NULL, job->from };
	struct asked asked = { .from = job->from, .origin = job_origin(w, job), .bytes = job->bytes, .work = job->work, .currency = m->currency,
			       .key = job->key };
	uint32_t n;
	const struct candidate *set = offload_candidates(c->offload, w, &asked, &n);

	asked.deadline = c->offload->how->asks_deadline ? request_deadline(sim, job->request) : SIM_TIME_MAX;

	bool explained = w->explain && explain_asked(sim, job, c->offload, &view, &asked, set, n);
	uint64_t began = decision_begins(&c->offload->decisions, n);
	uint32_t i = c->offload->how->choose(c->offload, &view, &asked, set, n);

	decision_ends(&c->offload->decisions, began);

	if (i >= n) {
		if (c->offload->failure)
			sim_fail(sim, "policy '%s', asked for message '%s': %s", c->offload->how->model.name, m->name, c->offload->failure);
		else
			sim_fail(sim, "policy '%s' chose candidate %u of %u for message '%s'", c->offload->how->model.name, i, n, m->name);
		i = 0;
	}
	if (explained)
		explain_chosen(sim, set[i].node);
	return set[i].node;
}

/* For a component at the origin: the sender's own node if it starts requests too, else where this one began. */
static uint32_t own_or_origin(const struct world *w, const struct job *job, const struct component *c)
{
	uint32_t origin = job_origin(w, job);

	return job->from == origin || starts_requests(&w->application[c->application], job->from) ? job->from : origin;
}

static uint32_t nearest_instance(struct sim *sim, const struct job *job, const struct component *c)
{
	uint32_t i = nearest_of(sim->world, c->nearest, job->from);

	if (i == NONE) {
		sim_fail(sim, "%s reaches no instance of '%s'", node_name(sim->world, job->from), c->name);
		i = 0;
	}
	return c->candidate[1 + i].node;
}

/* The rules of the language, in their order: origin, the chain's instance, the policy, the nearest. */
static uint32_t target_of(struct sim *sim, struct job *job)
{
	const struct component *c = &sim->world->component[job->message->to];

	if (job->message->to_nearest)
		return nearest_instance(sim, job, c);
	if (c->at_origin && !c->n)
		return own_or_origin(sim->world, job, c);
	if (c->visit != NONE && !job->message->config->choose && job->visit[c->visit] != NONE)
		return job->visit[c->visit];
	if (c->offload)
		return by_policy(sim, job, c);
	return c->n == 1 ? c->candidate[1].node : nearest_instance(sim, job, c);
}

/* ---- jobs ---- */

static double draw(const struct quantity *q, const struct job *job, enum random_purpose purpose)
{
	struct stream stream;

	if (quantity_is_constant(q))
		return q->option[0];
	if (!job->message->plain && q->how == &distribution_column)
		return job->request->row[(uint32_t)q->option[0]];
	stream = random_fork(job->key, purpose);
	return quantity_draw(q, &stream);
}

/* `before`: bytes of the message that it follows. */
static void draw_demand(struct job *job, uint64_t before)
{
	const struct message *m = job->message;
	double size = draw(&m->size, job, PURPOSE_SIZE);

	if (!m->plain && m->size.dimension == DIM_SHARE)
		size *= (double)before;
	/* Whole bytes; what no integer holds is as good as never sent. */
	job->bytes = size < 9e18 ? (uint64_t)(int64_t)(size + 0.5) : UINT64_C(9000000000000000000);
	job->work = m->has_work ? draw(&m->work, job, PURPOSE_WORK) : 0;
	if (!m->plain && m->work_by_data)
		job->work *= (double)job->bytes;
}

/* The first of a request has been nowhere but where it begins. */
static void begin_chain(const struct world *w, struct job *job)
{
	uint32_t from = job->message->from;

	for (uint32_t i = 0; i < w->visits; i++)
		job->visit[i] = NONE;
	if (from != NONE && w->component[from].visit != NONE)
		job->visit[w->component[from].visit] = job->from;
	if (w->origin_slot != NONE)
		job->visit[w->origin_slot] = job->request->origin;
	if (w->layers_slot != NONE)
		layers_begin(w, job);
}

static void inherit(struct sim *sim, struct job *job, const struct job *parent)
{
	if (parent) {
		memcpy(job->part, parent->part, sizeof job->part);
		for (uint32_t i = 0; i < sim->world->visits; i++)
			job->visit[i] = parent->visit[i];
	} else {
		memset(job->part, 0, sizeof job->part);
		if (sim->world->visits)
			begin_chain(sim->world, job);
	}
}

static void depart(struct sim *sim, struct job *job)
{
	/* Between components on one node, and from outside, it takes no time in the network. */
	if (job->from == job->to || job->message->from == NONE)
		job_arrived(sim, job);
	else
		net_send(sim, job);
}

static void own_latency_passed(struct sim *sim, struct event *event)
{
	struct job *job = container_of(event, struct job, event);

	job->part[CAUSE_PROPAGATION] += job->message->latency;
	if (is_traced(sim->world, job))
		trace_at_node(sim, job, CAUSE_PROPAGATION, sim->now - job->message->latency, sim->now);
	depart(sim, job);
	jobs_follow_up(sim);
}

static void begin_watched(struct sim *sim, struct job *job)
{
	struct request *r = job->request;

	if (r->joins)
		job->holds = 0;
	if (sim->world->trace)
		job->traced = r->trace ? ++r->traced : 0;
	if (job->message->feeds)
		joins_created(r, job->message);
}

static inline void begin(struct sim *sim, struct job *job, const struct message *m, uint32_t from, uint64_t key)
{
	job->event = (struct event){ 0 };
	job->message = m;
	job->key = key;
	job->from = from;
	if (!m->plain)
		begin_watched(sim, job);
	sim->world->counts.jobs_created++;
}

struct job *job_new(struct sim *sim, struct request *r, const struct message *m, uint32_t from, uint64_t key)
{
	struct job *job = pool_get(&sim->world->pools.job);

	job->request = r;
	r->jobs++;
	begin(sim, job, m, from, key);
	return job;
}

void job_prepare(struct sim *sim, struct job *job, const struct job *parent)
{
	inherit(sim, job, parent);
	draw_demand(job, parent ? parent->bytes : 0);
	paths_open(sim, job->request, job->message, parent);
}

void job_set_out(struct sim *sim, struct job *job)
{
	if (!job->message->plain && job->message->latency)
		sim_after(sim, &job->event, job->message->latency, own_latency_passed);
	else
		depart(sim, job);
}

static void send(struct sim *sim, struct request *r, const struct message *m, uint32_t from, uint64_t key, const struct job *parent)
{
	struct job *job;

	if (!m->plain && m->to_all) {
		copies_send(sim, r, m, from, key, parent);
		return;
	}
	job = job_new(sim, r, m, from, key);
	job_prepare(sim, job, parent);
	job->to = target_of(sim, job);
	job_set_out(sim, job);
}

/* A job that ended sets off one message and nothing else: it goes on as the job of that one, with all it has inherited in its place. */
static void go_on(struct sim *sim, struct job *job, const struct message *m, uint64_t key)
{
	uint64_t before = job->bytes;

	sim->world->counts.jobs_ended++;
	begin(sim, job, m, job->to, key);
	draw_demand(job, before);
	paths_open(sim, job->request, m, job);
	job->to = target_of(sim, job);
	job_set_out(sim, job);
}

/* What only some runs keep of a request. */
static void request_watched(struct sim *sim, struct request *r)
{
	struct world *w = sim->world;

	if (w->explain)
		r->number = (uint32_t)w->counts.created;
	if (w->trace) {
		r->trace = trace_number(sim);
		r->traced = 0;
	}
	if (w->metered)
		r->energy_j = 0;
	if (w->application[r->application].n_joins)
		joins_begin(w, r);
}

/* Field by field, for the compiler's way of clearing a whole one costs more than all that is set. */
static struct request *request_new(struct sim *sim, const struct workload *workload, struct source *source, uint32_t origin, const double *row,
				   uint64_t key)
{
	struct world *w = sim->world;
	struct request *r = pool_get(&w->pools.request);

	r->key = key;
	r->open = w->application[workload->application].opens_at_start | w->message[workload->start].opens;
	r->closed = 0;
	r->created = sim->now;
	r->opened = NULL;
	r->joins = NULL;
	r->origin = origin;
	r->node = NONE;
	r->jobs = 0;
	r->application = workload->application & 0x3fffffffu;
	r->lost = false;
	r->awaited = source != NULL;
	w->counts.created++;
	if (source)
		r->source = source;
	if (row)
		r->row = row;
	if (!w->message[workload->start].plain)
		request_watched(sim, r);
	return r;
}

void request_start(struct sim *sim, const struct workload *workload, struct source *source, uint32_t origin, const double *row, uint64_t key)
{
	struct world *w = sim->world;
	const struct message *m = &w->message[workload->start];
	struct request *r;

	if (!m->plain && m->to_all && !copies_go_out(w, m, origin)) {
		if (source)
			workload_request_ended(sim, source, sim->now);
		return;
	}
	r = request_new(sim, workload, source, origin, row, key);
	send(sim, r, m, origin, random_mix(key, m->key), NULL);
}

void job_arrived(struct sim *sim, struct job *job)
{
	if (job->message->at_station)
		station_receive(sim, station_of(sim, job->to), job);
	else if (job->message->at_accelerator)
		accelerator_arrive(sim, job);
	else if (job->message->at_reserved)
		reserved_arrive(sim, job);
	else
		job_done(sim, job);
}

void job_done(struct sim *sim, struct job *job)
{
	struct world *w = sim->world;

	job->next = NULL;
	*w->ready_tail = job;
	w->ready_tail = &job->next;
}

/* ---- what follows ---- */

void job_follow(struct sim *sim, const struct job *job, uint32_t message, uint64_t key)
{
	send(sim, job->request, &sim->world->message[message], job->to, key, job);
}

/* One of the branch, or none: the draw falls into one of the shares that follow each other. */
static const struct trigger *of_branch(const struct sim *sim, const struct job *job, const struct trigger_set *set)
{
	struct stream stream = random_fork(job->key, set->key);
	double u = sim_uniform(sim, &stream);

	for (uint32_t i = 0; i < set->n; i++)
		if (u < set->trigger[i].probability)
			return &set->trigger[i];
	return NULL;
}

static bool happens(const struct sim *sim, const struct trigger *t, uint64_t key)
{
	struct stream stream;

	if (t->probability >= 1)
		return true;
	stream = random_fork(key, PURPOSE_PROBABILITY);
	return sim_uniform(sim, &stream) < t->probability;
}

/* The message that `job` sets off of `set`, and what begins the keys of its draws; NULL: none. */
static const struct message *chosen_of(const struct sim *sim, const struct job *job, const struct trigger_set *set, uint64_t *key)
{
	const struct trigger *t = set->exclusive ? of_branch(sim, job, set) : &set->trigger[0];
	const struct message *m;

	if (!t)
		return NULL;
	m = &sim->world->message[t->message];
	*key = random_mix(job->key, m->key);
	return set->exclusive || happens(sim, t, *key) ? m : NULL;
}

/* True if the job itself has gone on as what it set off. */
static bool set_off(struct sim *sim, struct job *job)
{
	const struct message *m = job->message;
	bool alone = m->n_sets == 1 && (m->plain || (!m->to_all && !job->request->joins));

	for (uint32_t i = 0; i < m->n_sets; i++) {
		uint64_t key;
		const struct message *next = chosen_of(sim, job, &m->set[i], &key);

		if (next && alone && (next->plain || !next->to_all)) {
			go_on(sim, job, next, key);
			return true;
		}
		if (next)
			send(sim, job->request, next, job->to, key, job);
	}
	return false;
}

static void request_ended(struct sim *sim, struct request *r)
{
	struct world *w = sim->world;

	if (r->lost)
		paths_fail(sim, r);
	for (struct opened *o = r->opened, *next; o; o = next) {
		next = o->next;
		pool_put(&w->pools.opened, o);
	}
	*(r->lost ? &w->counts.failed : &w->counts.finished) += 1;
	if (r->awaited)
		workload_request_ended(sim, r->source, r->created);
	if (r->joins)
		joins_end(w, r);
	pool_put(&w->pools.request, r);
}

void job_release(struct sim *sim, struct job *job)
{
	struct request *r = job->request;

	sim->world->counts.jobs_ended++;
	if (--r->jobs == 0) {
		if (!r->lost && sim->world->application[r->application].closes_at_end)
			paths_close(sim, job, sim->world->application[r->application].closes_at_end);
		request_ended(sim, r);
	}
	pool_put(&sim->world->pools.job, job);
}

void job_lost(struct sim *sim, struct job *job)
{
	job->request->lost = true;
	if (is_traced(sim->world, job))
		trace_lost(sim, job);
	if (job->message->to_all && job->copies)
		copies_lost(sim, job);
	if (job->request->joins)
		joins_lost(sim, job);
	job_release(sim, job);
}

/* The law: what the last job of a request has been through is all of the request's time. */
static void check_parts(struct sim *sim, const struct job *job)
{
	sim_time age = sim->now - job->request->created, sum = 0;

	for (int c = 0; c < CAUSES; c++)
		sum += job->part[c];
	if (sum != age)
		sim_fail(sim, "law broken in a request of %s: the parts of its time add up to %lld ns of %lld ns",
			 sim->world->application[job->request->application].name, (long long)sum, (long long)age);
}

/* What is noted at the end of a message by the few components that need it. */
static void take_note(const struct world *w, const struct component *c, struct job *job)
{
	if (c->audience)
		audience_served(w, c, job_origin(w, job), job->to);
	if (w->layers_slot != NONE)
		layers_book(w, job);
}

static void follow_up(struct sim *sim, struct job *job)
{
	struct world *w = sim->world;
	const struct message *m = job->message;
	const struct component *c = &w->component[m->to];

	if (job->request->node == NONE && c->layer == LAYER_SERVICE)
		job->request->node = job->to;
	if (!m->plain && c->visit != NONE)
		job->visit[c->visit] = job->to;
	if (!m->plain && c->takes_note)
		take_note(w, c, job);
	if (m->closes && (m->plain || !m->to_all || !job->copies || copies_end(sim, job)))
		paths_close(sim, job, m->closes);
	if (set_off(sim, job))
		return;
	if (job->request->jobs == 1)
		check_parts(sim, job);
	/* A join may hold the job, and let go of it, before this is done with it. */
	if (job->request->joins) {
		job->holds++;
		joins_arrived(sim, job);
		if (--job->holds)
			return;
	}
	job_release(sim, job);
}

void jobs_follow_up(struct sim *sim)
{
	struct world *w = sim->world;

	while (w->ready && !sim->failure) {
		struct job *job = w->ready;

		w->ready = job->next;
		if (!w->ready)
			w->ready_tail = &w->ready;
		follow_up(sim, job);
	}
}
