#ifndef MODELS_APP_PATHS_H
#define MODELS_APP_PATHS_H

#include "models/app/job.h"

/* The paths `fresh` of the request's application, by bit, begin now, behind what `parent` has been through. */
void paths_open_later(struct sim *sim, struct request *request, uint64_t fresh, const struct job *parent);

/* A message has been created: paths that begin with it, and have not yet begun, begin. Those of the first have begun with the request. */
static inline void paths_open(struct sim *sim, struct request *r, const struct message *m, const struct job *parent)
{
	uint64_t fresh = m->opens & ~r->open;

	if (fresh)
		paths_open_later(sim, r, fresh, parent);
}

/* Of the paths `which`, by bit, those that have begun and not ended end with `job`: they are measured. */
void paths_close(struct sim *sim, const struct job *job, uint64_t which);

/* The request has lost a message: its paths that have begun and not ended never will. */
void paths_fail(struct sim *sim, const struct request *request);

#endif
