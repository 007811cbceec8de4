#ifndef MODELS_OFFERED_H
#define MODELS_OFFERED_H

#include "models/build.h"

struct text;

/*
 * Offered load, worked out before anything runs: of a node the core-seconds of
 * work that come to it in a second, over its cores, and where instances reserve some of these, of the station that has most; of a link's direction the
 * seconds that it takes to send what comes in a second. As if nothing were
 * lost, by mean sizes, works and rates; where workloads begin and stop at different times, for the time at which it is
 * largest. What a policy will choose by the state, and what closed workloads start, is not known.
 */
struct offered_load {
	double most;              /* among a group's nodes, or a row's links in one direction */
	uint32_t whose;           /* the first of these: a node, or the number of a link */
	uint32_t over;            /* how many have 1 or more, on average from some time on to the end of the run: they do not catch up */
	bool partial;             /* more may come that is not known */
};

struct offered {
	struct offered_load *group;
	struct offered_load (*row)[2];     /* up, down */
	bool given_up;                     /* there were too many ways to go: nothing is known */
};

/* Work it out for world.offered, and warn of what is overloaded. */
void build_offered(struct build *b);

/* A part of the page of `check`. */
void describe_offered(const struct world *w, struct text *out);

#endif
