#ifndef MODELS_OFFLOAD_OFFLOAD_H
#define MODELS_OFFLOAD_OFFLOAD_H

#include "models/offload/decisions.h"
#include "models/offload/information.h"

/*
 * Offloading: which of several instances serves a message. A policy sees the
 * world through a view that answers in numbers, and returns an index of the
 * candidates.
 */
struct offload_class;

/* What the config of every policy begins with; the rows that fill it end the table of each. */
struct offload_settings {
	unsigned tiers;                    /* mask of 1 << enum tier; 0: all */
	struct information_settings { sim_time every; } information;   /* TIME_UNSET: as of now */
};

#define OFFLOAD_ROWS(tiers_at, information_at) \
	{ "tiers", tiers_at, .words = "device edge fog cloud", .help = "only instances in these tiers are chosen from, one or a list; all unless given" }, \
	{ "information", information_at, .table = information_params, .scalar = "every", .help = "how old what is known of loads may be; unless given, it is that of the instant" }
#define OFFLOAD_SETTINGS(T) OFFLOAD_ROWS(P_WORDS(T, common.tiers), P_TABLE(T, common.information))

extern const struct param offload_params[];   /* of a policy without settings of its own */
extern const struct param information_params[];

/* The candidates that `tiers` leaves; laid out as those of the component. */
struct offload_subset {
	unsigned tiers;
	struct candidate *candidate;
	uint32_t n;                        /* fixed hosts, without the origin */
};

struct offload {
	const struct offload_class *how;
	const void *config;                /* begins with struct offload_settings */
	const struct component *component;
	const struct offload_subset *only; /* NULL: every instance of the component */
	const struct information *information;   /* what is known of loads; NULL: that of now */
	void *state;                       /* made by prepare; in the world's arena, or released by release */
	struct decisions decisions;
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
	/* What it compares, to be least, if that is no load or delay; for an explanation, before it chooses. NULL: nothing else. */
	double (*score)(const struct offload *o, const struct view *view, const struct asked *asked, uint32_t node);
	bool nearest_of_all;               /* is the rule `nearest`: answered from the map, choose is not called if there is no subset */
	bool origin_alone;                 /* nothing but the origin is ever chosen */
	bool asks_load;                    /* it looks at loads */
	bool asks_deadline;                /* asked.deadline is wanted */
	unsigned tiers;                    /* mask of the only tiers that the policy takes; 0: all */
};

extern const struct offload_class offload_nearest;

/*
 * Leave out the instances that `tiers` excludes, before o->how->prepare: false with an error at `mark` if none is left, or none
 * for the requests of some origin.
 */
bool offload_narrow(struct offload *o, struct world *w, struct mark mark, struct diag *diag);

/* The fixed hosts from which a policy chooses, *n of them. */
static inline const struct candidate *offload_hosts(const struct offload *o, uint32_t *n)
{
	*n = o->only ? o->only->n : o->component->n;
	return (o->only ? o->only->candidate : o->component->candidate) + 1;
}

/* The candidates for what is asked, *n of them: sets asked->origin_first, and puts asked->origin first if it is one. */
static inline const struct candidate *offload_candidates(const struct offload *o, const struct world *w, struct asked *asked, uint32_t *n)
{
	const struct component *c = o->component;
	const struct offload_subset *only = o->only;
	struct candidate *set = only ? only->candidate : c->candidate;

	asked->origin_first = c->at_origin && (!only || only->tiers >> group_of(w, asked->origin)->tier & 1);
	if (asked->origin_first)
		set[0].node = asked->origin;
	*n = (only ? only->n : c->n) + asked->origin_first;
	return set + !asked->origin_first;
}

/* The chances of a policy that always chooses the same for the same sender and origin, and of one that takes all as often (shares.c). */
void offload_alone(struct offload *o, const struct view *view, const struct asked *asked, const struct candidate *candidates, uint32_t n, double *share);
void offload_evenly(struct offload *o, const struct view *view, const struct asked *asked, const struct candidate *candidates, uint32_t n, double *share);

#endif
