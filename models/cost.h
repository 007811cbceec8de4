#ifndef MODELS_COST_H
#define MODELS_COST_H

#include "models/place/place.h"
#include "sim/base/int128.h"

/*
 * What it costs, in time, to have a component served at some nodes: the time
 * that the messages to and from it take per second of the run when nothing
 * else is under way,
 *   sum over the workloads l of its application, origins o of l, messages m of
 *   rate(l, o) x visits(l, m) x (latency of the route
 *       + mean size of m x sum over its links of 1 / bandwidth
 *       + for messages to it, mean work of m / speed of a core)
 * where visits is how often m is expected for one request. Each origin is
 * served at the node of those chosen that costs it least. Another component
 * is where it serves that origin: there itself, or at the host nearest to
 * its sender (which may be the component itself, at the node in question); one that is not placed yet is left out, as are waiting, what
 * messages have beyond their requests (`every`), and copies (`deliver: all`).
 */
struct cost;

/* The cost of item `i` of a plan, with no node chosen yet. Freed by cost_free. */
struct cost *cost_new(const struct plan *plan, uint32_t i);
void cost_free(struct cost *cost);

/* The cost with the nodes chosen so far, and with `node` as well; in picoseconds per second. An origin that reaches none costs a million seconds a message. */
i128 cost_now(const struct cost *cost);
i128 cost_with(struct cost *cost, uint32_t node);

/* Choose `node`. */
void cost_choose(struct cost *cost, uint32_t node);

/*
 * Put `n` nodes into an order in which those follow each other for which nearly the same is to be worked out: cost_with is
 * fast if the node before was alike.
 */
void cost_sort(const struct cost *cost, uint32_t *node, uint32_t n);
bool cost_alike(const struct cost *cost, uint32_t a, uint32_t b);

#endif
