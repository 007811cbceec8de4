#ifndef MODELS_PLACE_ASSIGNMENT_H
#define MODELS_PLACE_ASSIGNMENT_H

#include "models/place/place.h"

#include <math.h>

/*
 * Placing one instance of each item of a plan as a problem of assignment: what it costs is a sum over items and over pairs of items. The
 * cost is the time of messages when nothing else is under way,
 *   sum over workloads l, origins o of l, messages m of rate(l, o) x visits(l, m) x (latency of the route + mean size of m x sum over its
 *   links of 1 / bandwidth + the message's own latency + mean work of m / speed of a core of the receiver)
 * in seconds per second: by Little's law the mean number of messages under way or served. A component with several fixed hosts serves at the one
 * nearest to the component that asks it first in a request; what it goes through later stays there. Messages of `every` and copies of
 * `deliver: all` are left out. A placement is feasible if memory is enough, if no node is asked for more than a given share of its cores, and if
 * there is a way for each message.
 */
struct assignment;

struct assignment_item {
	uint32_t component, n;
	const uint32_t *node;              /* where it may go and has room alone, in increasing order */
	const double *cost;                /* at each of these, of what does not depend on other items */
	const double *load;                /* share of the node's cores that it is asked for there */
	double memory;
};

/* Items whose messages' cost depends on where both are, a < b. */
struct assignment_pair {
	uint32_t a, b;
	const struct flow *flow;
	uint32_t flows;
};

/* What a choice costs; `over` is by how much it is not feasible, 0 if it is: it counts first. */
struct judged { double cost, over; };

/* Settings that the policies share which search for the least cost; each has them first. */
struct searching { double load; };

#define SEARCHING_PARAMS(T) \
	{ "load", P_REAL(T, searching.load, DIM_SHARE), .fallback = "100 %", .open = true, .max = INFINITY, .words = "unlimited=inf", \
	  .help = "the most that a node may be asked for, as a share of its cores" }

/* The equation and the assumptions, for the help of these policies. */
#define ASSIGNMENT_EQUATION "cost = sum over workloads, origins and messages of rate x expected visits x (latency of the route + mean size x sum over its" \
	" links of 1 / bandwidth + the message's own latency + mean work / speed of a core); feasible if instances find memory and the mean load of" \
	" each node's cores is at most `load`"
#define ASSIGNMENT_ASSUMPTIONS "One instance of each component. Nothing waits. A pinned component with several hosts serves at the one nearest to" \
	" who asks it first. Messages of `every` and copies of `deliver: all` do not count. The rate of a closed workload is that of users whose requests" \
	" end at once; a rate that is not known is 1 /s for each node. Cores that components reserve are not weighed. At most 4096 nodes to choose from for a component."

/* Prepare what policy `p` is asked for; NULL, with errors, if an item has several replicas, too many nodes or none. Freed by assignment_free. */
struct assignment *assignment_new(const struct place *p, const struct plan *plan);
void assignment_free(struct assignment *s);

/* All that policy `p`, whose settings `search` gets, is asked for: prepare it, search, release it. False with errors. */
bool assignment_place(const struct place *p, struct plan *plan,
		      bool (*search)(const void *settings, struct plan *plan, struct assignment *s));

uint32_t assignment_items(const struct assignment *s);
const struct assignment_item *assignment_item(const struct assignment *s, uint32_t i);
uint32_t assignment_pairs(const struct assignment *s);
const struct assignment_pair *assignment_pair(const struct assignment *s, uint32_t p);

/* The number of `node` in the item's list; NONE: it is not there. */
uint32_t assignment_find(const struct assignment_item *item, uint32_t node);

/* The cost of a pair with its items at the nodes number `i` and `j` of their lists; INFINITY: no way leads there. */
double assignment_pair_cost(const struct assignment *s, const struct assignment_pair *pair, uint32_t i, uint32_t j);

/* Memory and share of its cores that are left at a node before anything is chosen. */
double assignment_memory(const struct assignment *s, uint32_t node);
double assignment_load(const struct assignment *s, uint32_t node);

/* The evaluator: choice[i] is the number in its list of the node of item i. */
struct judged assignment_judge(struct assignment *s, const uint32_t *choice);

/* Less by more than rounding: searches that went on for such differences would not end, and equals shall go to the first. */
static inline bool judged_clearly_less(struct judged a, struct judged b)
{
	return a.over < b.over - 1e-12 || (a.over <= b.over && a.cost < b.cost - 1e-12 * fabs(b.cost));
}

/* A good choice: each item in turn where it costs least beside those before it, then the best single moves until none is better. */
void assignment_greedy(struct assignment *s, uint32_t *choice);
void assignment_descend(struct assignment *s, uint32_t *choice);

/*
 * Put the instances, and tell the plan what the choice costs, that no choice costs less than `bound` seconds per second (NaN: not known), and how many
 * steps the search took. False, with an error, if it is not feasible.
 */
bool assignment_put(struct assignment *s, const uint32_t *choice, double bound, uint64_t steps);

#endif
