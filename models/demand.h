#ifndef MODELS_DEMAND_H
#define MODELS_DEMAND_H

#include "models/work/workload.h"

/* What a workload asks for on average, for those that reckon before the run. Results are freed by the caller. */

/* The mean of a quantity; of a column of a trace, over its rows. */
double demand_mean(const struct workload *l, const struct quantity *q);

/* Mean work of a message of so many bytes on average; 0: it asks for none. Where it is by data, size and work for each byte are taken to be independent. */
double demand_work(const struct workload *l, const struct message *m, double bytes);

/* Mean bytes of each message of the workload's application; a share is of those that it follows, by how often each sets it off. */
double *demand_bytes(const struct world *w, const struct workload *l);

/* Requests per second of each of the workload's nodes; where the rate is not known, at most so many, or 1. */
double *demand_rates(const struct workload *l);

/* Nodes of a workload that nothing tells apart: on one vertex, by equal access links, as fast as each other. */
enum { DEMAND_PARTS = 5 };
struct demand_kind { uint32_t part[DEMAND_PARTS], node; double rate; };    /* one of them; requests per second of them all */

/* The workload's nodes by kind; those that are `special` (by node; NULL: none) have one of their own. */
struct demand_kind *demand_kinds(const struct world *w, const struct workload *l, const bool *special, uint32_t *n);

/* The fixed host of `c`, which has some, that is nearest to node `from`; NONE: none is reached. */
uint32_t demand_host(struct world *w, struct component *c, uint32_t from);

#endif
