#ifndef SCENARIO_AXIS_H
#define SCENARIO_AXIS_H

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

/* The values of a range `{from, to, step}` or `{from, to, count, scale}` as trees; 0 with errors. */
uint32_t range_values(struct reader *r, const struct tree *root, const struct member *range, const struct tree ***values);

#endif
