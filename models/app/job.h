#ifndef MODELS_APP_JOB_H
#define MODELS_APP_JOB_H

#include "models/world.h"

/*
 * Requests and jobs. A job is one attempt to carry and serve one message. A
 * request is one stimulus and all jobs that follow from it; it lives while one of its jobs lives.
 */
struct opened {                            /* a path that began after the request did */
	struct opened *next;
	uint32_t path;
	sim_time created;
	sim_time part[CAUSES];             /* what had passed by then */
	sim_time layer[LAYERS];            /* of that, where layers are asked for */
	double energy_j;                   /* and what the request had drawn */
};

/*
 * Most are looked at again only after others have taken their place in the caches: what every one needs is in the first line. What is in the second
 * is set only where there is a use for it.
 */
struct request {
	_Alignas(CACHE_LINE) uint64_t key;
	uint64_t open, closed;             /* paths of the application, by bit */
	sim_time created;
	struct opened *opened;
	struct join_wait *joins;           /* of the application, in its order; NULL: it has none */
	uint32_t origin;
	uint32_t node;                     /* first that served a service message; NONE */
	uint32_t jobs;                     /* alive */
	uint32_t application : 30;
	bool lost : 1;                     /* some message of it was lost */
	bool awaited : 1;                  /* it has a source */
	struct source *source;             /* waits for its end, if it is awaited */
	const double *row;                 /* of the trace: its values, if it has some */
	uint32_t trace;                    /* its number in the trace, if there is one (trace.h); 0: it is not traced */
	uint32_t number;                   /* of those created in this run, from 1, if something is to be explained */
	uint32_t traced;                   /* jobs that it has in the trace so far, if there is one */
	double energy_j;                   /* what its jobs have carried so far, in a metered world (energy/meter.h) */
};

/* Two lines are needed by every job, the third only by some disciplines, joins, copies and traces, which set what they use of it. */
struct job {
	_Alignas(CACHE_LINE) struct event event;
	struct job *next;                  /* in the one list that holds it */
	struct request *request;
	const struct message *message;
	union {
		sim_time since;            /* at a node: when it began what it does now */
		sim_time arrives;          /* on a link: when it is at its end */
	};
	uint64_t bytes;
	uint32_t from, to;                 /* nodes */
	sim_time part[CAUSES];
	uint64_t key;                      /* of the chain so far: begins the keys of its draws */
	double work;                       /* in the base unit of the message's currency */
	uint16_t holds;                    /* joins that wait with it, if its request has some */
	uint32_t traced;                   /* its number in a traced request, where there is a trace; 0: it is not traced */
	struct copies *copies;             /* of a message to all: that it is one of, if a path ends with the last; NULL: none */
	sim_time left, ends;               /* for disciplines: of its service, once that was interrupted, 0: it never was; when that ends */
	uint64_t turn;                     /* number of its arrival at the station, where the discipline counts them */
	uint32_t visit[];                  /* instances that its chain has been through (world.visits) */
};

_Static_assert(offsetof(struct job, holds) == 2 * CACHE_LINE, "what every job needs is on two lines");

size_t job_size(const struct world *w);

/* power.each_j when its service began; only where a meter has a curve. */
static inline double *job_each_j(const struct world *w, struct job *job)
{
	return (double *)(void *)((char *)job + w->each_at);
}

/* The cores that serve it; only where some message is parallel. */
static inline uint32_t *job_cores(const struct world *w, struct job *job)
{
	return (uint32_t *)(void *)((char *)job + w->cores_at);
}

/* Its station, where that is not its node's. */
static inline struct station **job_reserved(const struct world *w, struct job *job)
{
	return (struct station **)(void *)((char *)job + w->station_at);
}

/* A glance at the world first, which is at hand: in most runs no request is traced. */
static inline bool is_traced(const struct world *w, const struct job *job)
{
	return w->trace && job->traced;
}

/* Prefetch a request, or a job. */
static inline void request_expect(const struct request *request)
{
	__builtin_prefetch(request, 1);
}

static inline void job_expect(const struct job *job)
{
	__builtin_prefetch(job, 1);
	__builtin_prefetch(job->part, 1);
}

/* Before the first request of a run: see which messages are plain. */
void messages_start(struct world *w);

/*
 * Start a request of `workload` at node `origin` (none if its first message has nobody to go to); `key` identifies it. `row` has the values of its row of a trace, NULL: none. `source` is
 * told of its end; NULL: nobody is.
 */
void request_start(struct sim *sim, const struct workload *workload, struct source *source, uint32_t origin, const double *row, uint64_t key);

/* The earliest deadline of the paths of `request` that have begun and not ended; SIM_TIME_MAX: none. */
sim_time request_deadline(const struct sim *sim, const struct request *request);

/* The job has reached its node (no time passes in between). */
void job_arrived(struct sim *sim, struct job *job);

/* Its processing is over: what follows from it is seen to by jobs_follow_up. */
void job_done(struct sim *sim, struct job *job);

/* Send `message` after `job`, at its node; `key` begins the keys of its draws. */
void job_follow(struct sim *sim, const struct job *job, uint32_t message, uint64_t key);

/* The node where the chain of `job` began; after a copy for a device (app/copies.h), that device. */
static inline uint32_t job_origin(const struct world *w, const struct job *job)
{
	return w->origin_slot == NONE ? job->request->origin : job->visit[w->origin_slot];
}

/*
 * The steps of sending: make a job; draw what it asks and begin the paths that it begins, `parent` being what it follows (NULL: nothing); once
 * its node `to` is known, let it go.
 */
struct job *job_new(struct sim *sim, struct request *request, const struct message *message, uint32_t from, uint64_t key);
void job_prepare(struct sim *sim, struct job *job, const struct job *parent);
void job_set_out(struct sim *sim, struct job *job);

/* Nothing needs a job that is over: it goes, and with the last job its request ends. */
void job_release(struct sim *sim, struct job *job);

/* It was turned away or destroyed; its request has lost a message. */
void job_lost(struct sim *sim, struct job *job);

/*
 * Follow up on every job that ended within this event: measure, send what its message sets off, end its request.
 * Every event in which a job may end calls this last. A list instead of recursion: a chain without work on one node may be long.
 */
void jobs_follow_up(struct sim *sim);

#endif
