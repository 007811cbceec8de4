#ifndef MODELS_WORK_WORKLOAD_H
#define MODELS_WORK_WORKLOAD_H

#include "models/world.h"

/*
 * Workloads: which nodes start which message, when. Each of its nodes is a
 * source with a stream of its own; the arrival process says how long until
 * the next. A process may have several sources on a node (users), or one for
 * the whole group, which draws a node for each arrival.
 */
struct source {
	struct event event;
	struct stream stream;
	uint32_t workload;                 /* of the world */
	uint32_t number;                   /* of arrivals so far */
};

struct arrivals_class {
	struct model_class model;
	/*
	 * The time of arrival number source->number, given that the one before was at `last` (the workload's begin for number
	 * 0; for closed processes the end of the last request); SIM_TIME_MAX: none. Never before `last`. `key` identifies
	 * the source in this run, for draws that are no part of the sequence.
	 */
	sim_time (*next)(const struct workload *load, struct source *source, uint64_t key, sim_time last);
	/* Mean arrivals per second of one source, or of all if it is for the whole group; NaN: not known beforehand. */
	double (*rate)(const void *config);
	/* The most that one source may start per second on average, where rate() is NaN; NULL: not known either. */
	double (*most)(const void *config);
	/* Sources on each node; NULL: one. */
	uint64_t (*users)(const void *config);
	/* Whether one source stands for the whole group; NULL: no. */
	bool (*for_group)(const void *config);
	/*
	 * Called once, when the nodes are known; NULL: nothing to prepare. It may set load->trace. False with errors. `mark` is of the choice.
	 */
	bool (*prepare)(struct workload *load, struct world *w, struct mark mark, struct diag *diag);
	bool closed;                       /* the next arrival waits for the end of the last request */
	size_t state_size;                 /* of what next() keeps for each source, zeroed at the start; source_state() */
};

/* Requests as they were recorded: what an arrival process that knows them all beforehand works out when it is prepared. */
struct trace {
	const struct csv *csv;
	uint32_t rows, later;              /* those that start a request, and those after the workload's stop, which do not */
	const sim_time *at;                /* of each row, from the workload's begin */
	const uint32_t *member;            /* of each row: index of its node among the workload's; NULL: drawn */
	const double *value;               /* the row's values for the columns of the application, row by row; NULL: it has none */
	uint32_t columns;
	double rate;                       /* rows per second from the first to the last; NaN: all are at one instant */
};

/* Mean arrivals per second of the whole workload; NaN: not known beforehand. */
double workload_rate(const struct workload *load);

/* Schedule the first arrival of every source. */
void workload_start(struct sim *sim, struct workload *workload);

/* Prefetch what the arrival `event` will touch, first its node, then the way out of it; false if it is no arrival. */
bool workload_foresee(const struct world *w, const struct event *event, bool again);

/* A request of a closed workload, created at `created`, has ended: its source goes on. */
void workload_request_ended(struct sim *sim, struct source *source, sim_time created);

/* One draw of the sequence of a source; `gap` one of a mean of 1, exponential. In a pair of antithetic replications they are mirrored. */
static inline double workload_draw(const struct workload *load, struct source *source, const struct quantity *q)
{
	if (__builtin_expect(load->paired, 0))
		return quantity_antithetic(q, &source->stream, load->mirrored);
	return quantity_draw(q, &source->stream);
}

static inline double workload_gap(const struct workload *load, struct source *source)
{
	struct quantity unit;

	if (__builtin_expect(!load->paired, 1))
		return random_exponential(&source->stream);
	unit = (struct quantity){ .how = &distribution_exponential, .option = { 1 } };
	return quantity_antithetic(&unit, &source->stream, load->mirrored);
}

/* What the process keeps for this source of `load`; state_size bytes. */
void *source_state(const struct workload *load, const struct source *source);

/* The node of member `i` of the workload. */
static inline uint32_t workload_node(const struct workload *load, uint32_t i)
{
	return load->node ? load->node[i] : load->first_node + i;
}

/* The node of source number `i`; NONE: drawn for each arrival. */
static inline uint32_t source_node(const struct workload *load, uint32_t i)
{
	if (load->by_group)
		return NONE;
	return workload_node(load, load->n_sources == load->members ? i : i / (load->n_sources / load->members));
}

#endif
