#ifndef MODELS_OFFLOAD_ESTIMATE_H
#define MODELS_OFFLOAD_ESTIMATE_H

#include "models/offload/offload.h"

/*
 * How long a message would take at a node, in seconds, as far as the view tells: the transfer over free links, then the wait for a core,
 * then its own service. With n jobs on c cores and n >= c the wait is that for n - c + 1 ends of services, which come
 * c at a time and are taken to be as long as its own: service x (n - c + 1) / c. INFINITY: no way leads there, or
 * the node has no speed for its work.
 */
double estimate_delay(const struct view *view, const struct asked *asked, uint32_t node);

#endif
