/* Slices tile the life of a job: what is booked to the parts of a latency is what is written, when it is booked. */
#include "models/trace.h"

#include "models/net/core.h"

struct trace_row { sim_time begin, end; uint32_t request, job, node, to, link; uint16_t message, part; };

struct trace {
	uint64_t most;
	uint32_t taken;
	uint32_t number;                   /* of the table */
	struct table table;
};

enum { LOST = CAUSES };

static const char *const part_words[] = {
	[CAUSE_QUEUEING] = "queueing", [CAUSE_SERVICE] = "service", [CAUSE_LINK_WAIT] = "link_wait", [CAUSE_TRANSMISSION] = "transmission",
	[CAUSE_PROPAGATION] = "propagation", [CAUSE_JOIN] = "join", [LOST] = "lost", NULL
};

#define FIELD(field) offsetof(struct trace_row, field)

struct trace *trace_new(struct world *w, uint64_t most, uint32_t table)
{
	struct trace *t;
	const char **message;

	if (!most)
		return NULL;
	t = arena_alloc(w->arena, sizeof *t);
	message = arena_array(w->arena, (size_t)w->messages + 1, sizeof *message);
	for (uint32_t i = 0; i < w->messages; i++)
		message[i] = w->message[i].name;

	const struct column columns[] = {
		{ "request", COLUMN_U32, FIELD(request), "1", "number of the request in the trace, from 1", NULL },
		{ "job", COLUMN_U32, FIELD(job), "1", "number in its request, from 1, of the attempt to carry and serve a message", NULL },
		{ "message", COLUMN_CATEGORY, FIELD(message), "1", "message", message },
		{ "part", COLUMN_CATEGORY, FIELD(part), "1", "what the time went into; lost: it was turned away", part_words },
		{ "node", COLUMN_U32, FIELD(node), "1", "where it was, or on a link came from, a row of nodes", NULL },
		{ "to", COLUMN_U32, FIELD(to), "1", "node at the end of the link, a row of nodes; off links the same as `node`", NULL },
		{ "link", COLUMN_U32, FIELD(link), "1", "link, a row of links; 4294967295: none", NULL },
		{ "begin_s", COLUMN_TIME, FIELD(begin), "s", "when it began", NULL },
		{ "end_s", COLUMN_TIME, FIELD(end), "s", "when it ended", NULL },
		{ 0 }
	};
	struct column *kept = arena_alloc(w->arena, sizeof columns);

	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		kept[i] = columns[i];
	*t = (struct trace){ .most = most, .number = table };
	t->table = (struct table){ "trace", "a row for each stretch of time of the first requests of replication 0; where cores are shared, service stands before the wait that sharing cost",
				   kept, sizeof(struct trace_row), false };
	return t;
}

const struct table *trace_table(const struct trace *t)
{
	return &t->table;
}

uint32_t trace_number(const struct sim *sim)
{
	struct trace *t = sim->world->trace;

	if (sim->replication != 0 || sim->now < sim->world->window_from || t->taken >= t->most)
		return 0;
	return ++t->taken;
}

static void slice(struct sim *sim, const struct job *job, uint16_t part, sim_time begin, sim_time end, struct trace_row where)
{
	if (end <= begin && part != LOST)
		return;
	where.request = job->request->trace;
	where.job = job->traced;
	where.message = (uint16_t)(job->message - sim->world->message);
	where.part = part;
	where.begin = begin;
	where.end = end;
	sim_row(sim, sim->world->trace->number, &where);
}

void trace_at_node(struct sim *sim, const struct job *job, enum cause cause, sim_time from, sim_time to)
{
	uint32_t node = cause == CAUSE_PROPAGATION ? job->from : job->to;

	slice(sim, job, (uint16_t)cause, from, to, (struct trace_row){ .node = node, .to = node, .link = NONE });
}

void trace_on_link(struct sim *sim, const struct job *job, const struct direction *d, uint32_t vertex, sim_time start, sim_time sent)
{
	const struct world *w = sim->world;
	const struct node *from = &w->node[job->from];
	bool leaves = from->access && d == from->out;
	struct trace_row row = { .node = leaves ? job->from : core_node(w->core, vertex), .to = d->to, .link = d->number };

	slice(sim, job, CAUSE_LINK_WAIT, sim->now, start, row);
	slice(sim, job, CAUSE_TRANSMISSION, start, sent, row);
	slice(sim, job, CAUSE_PROPAGATION, sent, job->arrives, row);
}

void trace_lost(struct sim *sim, const struct job *job)
{
	slice(sim, job, LOST, sim->now, sim->now, (struct trace_row){ .node = job->to, .to = job->to, .link = NONE });
}
