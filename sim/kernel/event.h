#ifndef KERNEL_EVENT_H
#define KERNEL_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Events, and the queue of those pending.
 *
 * An event is embedded in the thing that waits; the queue borrows it until it
 * fires or is cancelled. Events run in the order (time, rank): deliveries over
 * a link rank by the number of their link direction and come before all else
 * of the same nanosecond; everything else ranks by the order of scheduling.
 */

typedef int64_t sim_time;          /* nanoseconds since the start of the run */

#define SIM_SECOND INT64_C(1000000000)
#define SIM_TIME_MAX INT64_MAX

struct sim;
struct event;

/* What an event does; recover the owner with container_of. */
typedef void event_fn(struct sim *sim, struct event *event);

struct event {
	event_fn *fire;
	uint32_t slot;             /* in the queue's slot table; 0: not pending */
	uint32_t position;         /* in the heap of re-keyable events, from 1; 0: in the other queue */
};

/* For what every event passes: checked where the sanitizers look too. */
#ifdef __SANITIZE_ADDRESS__
#include <assert.h>
#define EVENT_ASSERT(condition) assert(condition)
#else
#define EVENT_ASSERT(condition) ((void)0)
#endif

#define container_of(pointer, type, field) \
	((type *)(void *)((char *)(pointer) - offsetof(type, field)))

static inline bool event_pending(const struct event *event)
{
	return event->slot != 0;
}

struct equeue;

struct equeue *equeue_new(void);
void equeue_free(struct equeue *queue);

/*
 * Schedule `event` (not pending) at `at`, which is not before the last event
 * popped. False, with nothing changed, if 2^24 - 1 events are pending already, or 2^39 - 1 local
 * events were scheduled.
 * equeue_push: among local events, in the order of the calls.
 * equeue_push_delivery: before all local events of that nanosecond, by `direction` (below 2^39);
 * a direction has at most one delivery pending.
 * equeue_push_moving: as equeue_push, into the position-indexed heap, for events that will be re-keyed.
 */
bool equeue_push(struct equeue *queue, struct event *event, sim_time at);
bool equeue_push_delivery(struct equeue *queue, struct event *event, sim_time at, uint64_t direction);
bool equeue_push_moving(struct equeue *queue, struct event *event, sim_time at);

/*
 * Move an event pushed with equeue_push_moving to a new time; it takes a new place in the order, as
 * if it were cancelled and pushed again. False as equeue_push.
 */
bool equeue_rekey(struct equeue *queue, struct event *event, sim_time at);

/* Take a pending event out; it never fires. A no-op on one that is not pending. */
void equeue_cancel(struct equeue *queue, struct event *event);

/*
 * Called for `n` pending events shortly before they run, when many are pending: a chance to prefetch what they will touch. All that run next are
 * foreseen a first time, where only the event itself should be read, and then a second time, where what was fetched the first time may be read.
 * It may change nothing. Some events run without it.
 */
typedef void event_foresee_fn(const void *context, const struct event *const *event, uint32_t n, bool again);
void equeue_foresee(struct equeue *queue, event_foresee_fn *foresee, const void *context);

/* The first event and its time, taken out of the queue; NULL, with nothing changed, if there is none at or before `until`. */
struct event *equeue_pop(struct equeue *queue, sim_time until, sim_time *at);

/* The first event and its time, left in the queue; NULL if there is none. */
struct event *equeue_peek(struct equeue *queue, sim_time *at);

/* How many events are pending (cancelled ones do not count). */
size_t equeue_count(const struct equeue *queue);

#endif
