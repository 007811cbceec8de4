#ifndef SCENARIO_AXIS_H
#define SCENARIO_AXIS_H

#include "sim/base/units.h"
#include "sim/scenario/reader.h"

/* One value of an axis: what it sets, and, of variants, its name. */
struct level { const char *name; const struct setting_of *set; uint32_t n; };

/* The axis of a sweep. The levels of one that is not `named` all set the same keys. */
struct axis {
	const char *name;
	struct mark mark;
	bool named;               /* variants: each may set keys of its own */
	struct level *level;
	uint32_t n;
};

/* Read a member of `sweep:`, which sweep_check found good. */
bool axis_read(struct reader *r, const struct tree *root, const struct member *member, struct axis *axis);

/* axis_sample.c: the levels of `sample:`. False with errors. */
bool sample_axis(struct reader *r, const struct tree *root, const struct tree *tree, struct axis *axis);

/* Numbers from one to another, of one dimension; whole ones if the key is a count. */
struct range { double from, to, step; uint64_t count; bool log, whole; enum dimension dimension; };

/* Read `{from, to, scale}`, the value of the path that is the member's key. */
bool range_bounds(struct reader *r, const struct tree *root, const struct member *member, struct range *range);

/* The number at a share of the way, to 12 digits: 0.3, not 0.30000000000000004. And any number of the range as a tree. */
double range_between(const struct range *range, double share);
const struct tree *range_tree(struct reader *r, const struct range *range, double value, struct mark mark);

#endif
