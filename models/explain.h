#ifndef MODELS_EXPLAIN_H
#define MODELS_EXPLAIN_H

#include "models/offload/offload.h"
#include "models/place/place.h"
#include "sim/base/text.h"

/*
 * Explaining decisions as they are taken, for `run --explain`: what there was to choose from, what was known, what was
 * chosen. World.explain is NULL but in a run for that purpose.
 */
struct explain {
	struct text *out;
	const char *component;             /* "server" or "application/server"; NULL: a request is explained */
	uint64_t request;                  /* its number, from 1 */
	const struct component *headed;    /* of which something was said last */
	uint32_t instances;                /* put so far, of that component */
	uint32_t decisions;                /* explained so far */
	const struct request *of;          /* the request, once a decision of it was taken */
};

/* Where a policy may say what it reckons of item `i`, behind what is said of it already; NULL: nobody asks. */
struct text *explain_item(const struct plan *plan, uint32_t i);

/* An instance of item `i` is about to be put at `node`. */
void explain_put(const struct plan *plan, uint32_t i, uint32_t node);

/* A policy is about to choose; and has chosen. False: the decision is none that is to be explained. */
__attribute__((cold)) bool explain_asked(struct sim *sim, const struct job *job, struct offload *o, const struct view *view, const struct asked *asked,
		   const struct candidate *candidates, uint32_t n);
__attribute__((cold)) void explain_chosen(struct sim *sim, uint32_t node);

#endif
