#ifndef MODELS_TRACE_H
#define MODELS_TRACE_H

#include "models/app/job.h"
#include "models/net/direction.h"

/*
 * The table of traces: where the time of the first requests of replication 0 went, slice by slice. Jobs of other requests cost a look
 * at a byte of theirs; without `output.trace` there is no table.
 */
struct trace;

/* The first `most` requests. NULL for 0. */
struct trace *trace_new(struct world *w, uint64_t most, uint32_t table);
const struct table *trace_table(const struct trace *trace);

/* The number, from 1, that a request which begins now has in the trace; 0: it is not traced. */
__attribute__((cold)) uint32_t trace_number(const struct sim *sim);

/* A stretch of time of a traced job that was booked to `cause`, at its node; on the link of `d`, from the vertex or leaf it leaves. */
__attribute__((cold)) void trace_at_node(struct sim *sim, const struct job *job, enum cause cause, sim_time from, sim_time to);
__attribute__((cold)) void trace_on_link(struct sim *sim, const struct job *job, const struct direction *d, uint32_t vertex, sim_time start, sim_time sent);

/* A traced job was turned away. */
__attribute__((cold)) void trace_lost(struct sim *sim, const struct job *job);

#endif
