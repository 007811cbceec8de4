#ifndef MODELS_PLACE_PACKING_H
#define MODELS_PLACE_PACKING_H

#include "models/place/place.h"

/*
 * What the policies share that take one component after the other and look at
 * nothing but which nodes have room for it.
 */
struct packing { unsigned decreasing; };

/* Their settings: a struct packing. */
extern const struct param packing_params[];

/*
 * Which node gets the next instance of item `i`: one that plan_has_room, or NONE. `used` tells of each node of the world
 * whether it hosts an instance of the plan; `state` is the policy's.
 */
typedef uint32_t packing_fn(const struct plan *plan, uint32_t i, const bool *used, void *state);

/* Place everything, in the order of the file, or the components that need most memory first. */
bool packing_place(const struct place *place, struct plan *plan, packing_fn *pick, void *state);

#endif
