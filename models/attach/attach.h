#ifndef MODELS_ATTACH_ATTACH_H
#define MODELS_ATTACH_ATTACH_H

#include "models/build.h"
#include "models/position/distance.h"

/*
 * Which members of `from` and `to` a row of links joins. A class adds pairs in
 * the order of `from`; the order is that of the links' numbers, and the first link of a device is the one it uses.
 */
struct joining {
	struct build *build;
	struct mark mark;
	const char *name;                      /* of the class */
	const void *config;
	const struct node_list *from, *to;     /* the same list where a group is joined with itself */
	struct node_list *lower, *upper;       /* the pairs so far: nodes at the `from` and at the `to` end */
};

struct attach_class {
	struct model_class model;
	bool inside;                           /* can join a group with itself */
	bool (*join)(struct joining *j);       /* false with errors */
};

/* Add a pair. False, with an error, if there are too many. */
bool joining_pair(struct joining *j, uint32_t from, uint32_t to);

/*
 * Call `each` with an index of the places of `to`, and the places of `from` in order; a place that is not known is NaN. False, with an
 * error, if a group of the row has no positions, or some are on a plane and others on the earth.
 */
bool joining_by_place(struct joining *j, bool (*each)(struct joining *j, const struct near_index *index, const struct position *from));

#endif
