#ifndef CLI_CONDITION_H
#define CLI_CONDITION_H

#include "sim/base/diag.h"
#include "sim/base/units.h"
#include "sim/record/samples.h"

/*
 * What --fail-if says: `p95(response) of B > 1.05 * A`.
 *
 *   condition  = sum ("<" | "<=" | ">" | ">=") sum
 *   sum        = product {("+" | "-") product}
 *   product    = factor {("*" | "/") factor}
 *   factor     = NUMBER [UNIT] | "-" factor | "(" sum ")" | quantity ["of" LETTER] | LETTER
 *   quantity   = (STATISTIC | MEASURE) "(" [MEASURE] [","] [SCOPE] ")"
 *
 * A path may be named without its application. STATISTIC alone is of the latency, MEASURE alone its mean; a letter alone is
 * the quantity named last, or else next, of that file.
 */
struct condition_quantity {
	enum statistic statistic;
	const char *measure, *scope;   /* as the files have them */
	enum dimension dimension;
	uint32_t file;                 /* 0: A */
	uint32_t column;               /* in the text, from 1 */
};

struct condition;

/* Read a condition on `n` files. NULL with errors in diag, at `--fail-if:1:COLUMN`. */
struct condition *condition_read(const char *text, const struct samples *samples, size_t n, struct diag *diag);
void condition_free(struct condition *condition);

const struct condition_quantity *condition_quantities(const struct condition *condition, size_t *n);

/* The left and the right side, given the value of each quantity. */
struct sides { double left, right; };
struct sides condition_sides(const struct condition *condition, const double *value);

/* Whether it holds of them. Never for NaN. */
bool condition_holds(const struct condition *condition, struct sides sides);

/* What the sides are measured in. */
enum dimension condition_dimension(const struct condition *condition);

/* "<", "<=", ">" or ">=". */
const char *condition_relation(const struct condition *condition);

/* The dimension of a unit as results files spell it; DIM_NONE for those that are none of ours. */
enum dimension condition_unit(const char *unit);

#endif
