#ifndef MODELS_OFFERED_WALK_H
#define MODELS_OFFERED_WALK_H

#include "models/world.h"

/*
 * Where the messages of requests go before anything has run: expected numbers, followed from sender to receiver along the graph of
 * messages, for requests that begin alike.
 */

/* What comes in a second, of all that was walked. */
struct arriving {
	double *busy;                      /* at each node: seconds of a core, of those that nobody reserves */
	double **reserved;                 /* of each component that reserves cores, at each node: seconds of these; NULL for others */
	double *access[2];                 /* of each leaf: bytes out of it, into it */
	double *core;                      /* of each direction of the core: bytes */
	uint8_t *unknown;                  /* of each component: more may come that is not known beforehand */
	bool unknown_core, unknown_access; /* likewise, on links of the core and of leaves */
	uint64_t steps;                    /* made so far */
};

/* Requests that begin alike: at a node like `origin`, by one workload. */
struct beginning {
	const struct workload *load;
	uint32_t origin;
	double rate, own_rate;             /* of all such nodes, and of each: requests per second */
	const double *column;              /* means of the columns of the trace; NULL: it has none */
};

/* What comes to each of the nodes like the origin from its own requests. */
struct own { double busy, accelerator, access[2]; };

/* More steps than this are given up. */
#define MOST_STEPS UINT64_C(4000000)

/* Walk the requests of `b`, into `arriving` and `own`. False if there are too many ways to go. */
bool offered_walk(struct world *w, const struct beginning *b, struct arriving *arriving, struct own *own);

/* What is not known of a workload's requests is not known of all components that they may come to. */
void offered_unknown(const struct world *w, const struct workload *load, struct arriving *arriving);

#endif
