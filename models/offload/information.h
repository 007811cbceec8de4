#ifndef MODELS_OFFLOAD_INFORMATION_H
#define MODELS_OFFLOAD_INFORMATION_H

#include "models/view.h"

/*
 * What policies know that hear of loads from time to time only. All nodes watched report at the same instants, at once and at no cost: at time 0 and
 * then once in each period. In between, everybody but a node itself knows its last report.
 */
struct information {
	struct information *next;          /* of another period */
	sim_time every;
	struct event event;                /* the next report */
	uint32_t *jobs;                    /* of each node at the last report; 0 of those that are not watched */
	struct range *watched;
	uint32_t n;
};

/* That of the period `every`, made if nobody has asked for it yet; in the arena of the world. */
struct information *information_of(struct world *w, sim_time every);

/* Watch `n` ranges of nodes as well; once all is known, make the lists of what is watched. */
void information_watch(struct information *information, const struct range *range, uint32_t n);
void information_prepare(struct world *w);

/* Schedule the first reports after that at time 0. */
void information_start(struct sim *sim);

#endif
