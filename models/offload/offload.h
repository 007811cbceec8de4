#ifndef MODELS_OFFLOAD_OFFLOAD_H
#define MODELS_OFFLOAD_OFFLOAD_H

#include "models/view.h"

/*
 * Offloading: which of several instances serves a message. A policy sees the
 * world through a view that answers in numbers, and returns an index of the
 * candidates.
 */
struct offload_class;

struct offload {
	const struct offload_class *how;
	const void *config;
	const struct component *component;
	void *state;                       /* made by prepare; in the world's arena, or released by release */
	const char *failure;               /* set when choose returned n; borrowed */
};

struct offload_class {
	struct model_class model;
	/*
	 * Called once, when the candidates are known; NULL: nothing to prepare. False with an error at `mark` if the policy
	 * cannot work with them.
	 */
	bool (*prepare)(struct offload *o, struct world *w, struct mark mark, struct diag *diag);
	/* Give up what prepare made outside of the arena; NULL: nothing. */
	void (*release)(struct offload *o);
	/*
	 * Which of the `n` candidates (n > 0) serves what `asked` describes. Where the place `origin` is among them it is
	 * the first. `n` with o->failure set fails the run. Must not allocate.
	 */
	uint32_t (*choose)(struct offload *o, const struct view *view, const struct asked *asked,
			   const struct candidate *candidates, uint32_t n);
	/*
	 * The chance of each candidate to be chosen, into share[0..n), for what can be told before anything runs: it may
	 * not look at loads, nor change the state. NULL: the choice depends on what then is. offload_alone and offload_evenly may fill this.
	 */
	void (*shares)(struct offload *o, const struct view *view, const struct asked *asked, const struct candidate *candidates, uint32_t n,
		       double *share);
	bool nearest_of_all;               /* is the rule `nearest`: answered from the map, choose is not called */
};

extern const struct offload_class offload_nearest;

/* The chances of a policy that always chooses the same for the same sender and origin, and of one that takes all as often (shares.c). */
void offload_alone(struct offload *o, const struct view *view, const struct asked *asked, const struct candidate *candidates, uint32_t n, double *share);
void offload_evenly(struct offload *o, const struct view *view, const struct asked *asked, const struct candidate *candidates, uint32_t n, double *share);

#endif
