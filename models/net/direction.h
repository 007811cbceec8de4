#ifndef MODELS_NET_DIRECTION_H
#define MODELS_NET_DIRECTION_H

#include "models/world.h"

/*
 * One direction of a link: sends one message at a time in the order of
 * arrival, then it propagates. All in flight hang in its list; only the head's
 * arrival is an event. One cache line: every message touches one twice.
 */
struct direction {
	struct event head;
	const struct link *link;
	uint32_t number;                   /* of the link */
	uint32_t to : 31, down : 1;        /* node at its end; 0: up, 1: down */
	struct job *last;                  /* in flight or waiting: a ring in the order of arrival, last->next is the first; NULL: none */
	sim_time busy_ns;                  /* of sending, since accounted_from, what is given but not yet sent included */
	uint64_t sent, received;           /* bytes since accounted_from; what was in flight then counts as sent */
};

/* Prepare direction `down` (0 or 1) of link `number`, which leads to node `to`. */
void direction_init(struct direction *d, const struct link *link, uint32_t number, int down, uint32_t to);

/* Send `job` from node job->from to node job->to, or on from the vertex reached: job_arrived is called when it is there. */
void net_send(struct sim *sim, struct job *job);

/* The directions that exist of leaf `node`'s access link, or NULL. Which is up follows from node.upward. */
struct direction *net_access(struct sim *sim, uint32_t node, bool outward);

/* Prefetch what sending from `node` will touch. */
static inline void net_expect(const struct world *w, uint32_t node)
{
	__builtin_prefetch(w->node[node].out, 1);
}

/* Prefetch what the delivery `event` will touch, first the job, then its request; false if it is no delivery. */
bool direction_foresee(const struct world *w, const struct event *event, bool again);

/* Begin all sums anew at sim->now. */
void direction_reset(struct sim *sim, struct direction *d);

/* Time spent sending since accounted_from, up to `now`. */
sim_time direction_busy(const struct direction *d, sim_time now);

/* The law: bytes sent = bytes received + bytes in flight. False with a reason in sim->failure. */
bool direction_balanced(struct sim *sim, const struct direction *d);

#endif
