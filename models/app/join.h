#ifndef MODELS_APP_JOIN_H
#define MODELS_APP_JOIN_H

#include "models/world.h"

/*
 * What `after` may be: a list of messages, each of which sets the message off
 * (no join), or a join, which fires once in a request, when enough of the
 * messages that it lists have arrived.
 */
struct join_config {
	struct references of;              /* first, so that every class finds it there */
	uint64_t k;
};

struct join_class {
	struct model_class model;
	/* How many arrivals it takes; NONE: all that may still come. NULL: no join. */
	uint32_t (*need)(const struct join_config *config);
};

/* The messages that `after` lists; empty without `after`. */
const struct references *join_predecessors(const struct choice *after);

/* Whether `after` is a join. */
bool join_is(const struct choice *after);

/* A join of an application, in an order in which none may set off one before it. */
struct join {
	uint32_t message;                  /* that it sets off */
	uint32_t need;
};

/* A join in one request. */
struct join_wait {
	struct job *held;                  /* the last of those it waits for, as long as more may come */
	uint32_t live, arrived;            /* jobs from which one of its messages may still come; those that have come */
	bool over, broken;                 /* it fired or never will; one that it needs was lost */
};

struct job;
struct request;

/* Room for the joins of a request. All that follows is for requests of applications that have some. */
size_t join_waits_size(const struct world *w);
void joins_begin(struct world *w, struct request *request);
void joins_end(struct world *w, struct request *request);

/* A job has been made. */
void joins_created(struct request *request, const struct message *message);

/* A job has arrived and been served, and what it sets off by itself is sent: fire the joins for which it was the last. */
void joins_arrived(struct sim *sim, struct job *job);

/* A job was lost: joins that wait for all are broken by it. */
void joins_lost(struct sim *sim, struct job *job);

#endif
