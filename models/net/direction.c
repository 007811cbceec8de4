/*
 * Store and forward. A FIFO link needs no queue of its own: what waits, is sent and propagates hangs in one ring, and the
 * link is free when the last of it is sent, one latency before it arrives (Lindley's recursion).
 */
#include "models/net/direction.h"

#include "models/app/job.h"
#include "models/net/core.h"
#include "models/node/station.h"
#include "models/trace.h"

void direction_init(struct direction *d, const struct link *link, uint32_t number, int down, uint32_t to)
{
	*d = (struct direction){ .link = link, .number = number, .down = (unsigned)down & 1u, .to = to & 0x7fffffffu };
}

/* When all that was given to it is sent; not after the present if nothing hangs in it. */
static sim_time free_at(const struct direction *d)
{
	return d->last ? d->last->arrives - d->link->latency : 0;
}

struct direction *net_access(struct sim *sim, uint32_t node, bool outward)
{
	struct world *w = sim->world;
	struct node *n = &w->node[node];
	struct direction **slot;

	if (!outward && !w->in)
		w->in = arena_array(w->arena, w->nodes, sizeof *w->in);
	slot = outward ? &n->out : &w->in[node];
	if (!*slot) {
		*slot = pool_get(&w->pools.direction);
		/* Out of the `from` end is up, as is into the `to` end. */
		direction_init(*slot, link_of(&w->row[n->access - 1], n->link), n->link, outward == n->upward ? 0 : 1,
			       outward ? core_node(w->core, n->vertex) : node);
	}
	return *slot;
}

static void delivered(struct sim *sim, struct event *event);

static void expect(struct sim *sim, struct direction *d, const struct job *first)
{
	sim_deliver(sim, &d->head, first->arrives, 2 * (uint64_t)d->number + d->down, delivered);
}

/* From `vertex`, or from a leaf that hangs there. */
static void transmit(struct sim *sim, struct direction *d, struct job *job, uint32_t vertex)
{
	const struct link *link = d->link;
	sim_time idle_from = free_at(d);
	sim_time start = idle_from > sim->now ? idle_from : sim->now;
	sim_time sent = time_after(start, (double)job->bytes * link->seconds_per_byte[d->down]);

	/* The last moment of the clock is for what never arrives. */
	job->arrives = sent < SIM_TIME_MAX - link->latency ? sent + link->latency : SIM_TIME_MAX;
	d->busy_ns += sent - start;
	d->sent += job->bytes;
	job->part[CAUSE_LINK_WAIT] += start - sim->now;
	job->part[CAUSE_TRANSMISSION] += sent - start;
	job->part[CAUSE_PROPAGATION] += link->latency;
	if (is_traced(sim->world, job))
		trace_on_link(sim, job, d, vertex, start, sent);
	if (d->last) {
		job->next = d->last->next;
		d->last->next = job;
	} else {
		job->next = job;
		expect(sim, d, job);
	}
	d->last = job;
}

/* `job` has reached `vertex`: send it on, or it is there. */
static void forward(struct sim *sim, struct job *job, uint32_t vertex)
{
	struct world *w = sim->world;
	const struct node *target = &w->node[job->to];
	struct direction *d;

	if (vertex == target->vertex) {
		if (target->access)
			transmit(sim, net_access(sim, job->to, false), job, vertex);
		else
			job_arrived(sim, job);
		return;
	}
	d = core_next(w, vertex, target->vertex);
	if (d)
		transmit(sim, d, job, vertex);
	else
		sim_fail(sim, "no route from %s to %s", node_name(w, core_node(w->core, vertex)), node_name(w, job->to));
}

static void delivered(struct sim *sim, struct event *event)
{
	struct direction *d = container_of(event, struct direction, head);
	struct job *job = d->last->next;

	request_expect(job->request);
	d->received += job->bytes;
	if (job == d->last) {
		d->last = NULL;
	} else {
		d->last->next = job->next;
		expect(sim, d, job->next);
	}
	/* A leaf's own node is the end of the way; else `to` is a vertex. */
	if (d->to == job->to)
		job_arrived(sim, job);
	else
		forward(sim, job, sim->world->node[d->to].vertex);
	jobs_follow_up(sim);
}

bool direction_foresee(const struct world *w, const struct event *event, bool again)
{
	const struct direction *d = container_of(event, struct direction, head);

	if (event->fire != delivered)
		return false;
	if (again) {
		request_expect(d->last->request);
		station_expect(w->node[d->to].station);
	} else {
		job_expect(d->last);
	}
	return true;
}

void net_send(struct sim *sim, struct job *job)
{
	const struct node *from = &sim->world->node[job->from];

	if (from->access)
		transmit(sim, net_access(sim, job->from, true), job, from->vertex);
	else
		forward(sim, job, from->vertex);
}

static uint64_t in_flight(const struct direction *d)
{
	const struct job *j = d->last;
	uint64_t bytes = 0;

	if (!j)
		return 0;
	do {
		bytes += j->bytes;
		j = j->next;
	} while (j != d->last);
	return bytes;
}

void direction_reset(struct sim *sim, struct direction *d)
{
	d->sent = in_flight(d);
	d->received = 0;
	d->busy_ns = free_at(d) > sim->now ? free_at(d) - sim->now : 0;
}

sim_time direction_busy(const struct direction *d, sim_time now)
{
	return d->busy_ns - (free_at(d) > now ? free_at(d) - now : 0);
}

bool direction_balanced(struct sim *sim, const struct direction *d)
{
	uint64_t flying = in_flight(d);

	if (d->sent == d->received + flying)
		return true;
	sim_fail(sim, "law broken on link %s: %llu bytes sent, %llu received, %llu in flight",
		 sim->world->row[d->link->row].scope[d->down], (unsigned long long)d->sent, (unsigned long long)d->received, (unsigned long long)flying);
	return false;
}
