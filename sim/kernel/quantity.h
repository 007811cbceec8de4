#ifndef KERNEL_QUANTITY_H
#define KERNEL_QUANTITY_H

#include "sim/base/diag.h"
#include "sim/base/units.h"
#include "sim/kernel/input.h"
#include "sim/kernel/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * A quantity: a fixed value, or a distribution to draw from. Which
 * distributions there are is a list of classes, read by the scenario reader
 * (options, units), by `show` and by the reference.
 */

enum { QUANTITY_OPTIONS = 3 };

struct quantity;

struct distribution_option {
	const char *name;         /* NULL: no more */
	bool plain;               /* a bare number; else of the quantity's dimension */
	double min, max;          /* inclusive, in base units */
	bool open;                /* min and max themselves are not allowed */
	const char *fallback;     /* NULL: must be given */
};

struct distribution_class {
	const char *name, *help;
	struct distribution_option option[QUANTITY_OPTIONS];
	/* Rules across options, and derived values; NULL: none. False with an error at `mark`. */
	bool (*prepare)(struct quantity *q, struct diag *diag, struct mark mark);
	double (*draw)(const struct quantity *q, struct stream *stream);
	double (*mean)(const struct quantity *q);
	double (*cdf)(const struct quantity *q, double x);      /* for tests and check; NULL: not continuous or not known */
	/* The value that a share `u` of all, in (0, 1), is below: for antithetic draws. NULL: not known in one step. */
	double (*quantile)(const struct quantity *q, double u);
	const char *equation;     /* its density or distribution function, in plain text */
	const char *source;       /* of the equations */
};

struct quantity {
	const struct distribution_class *how;  /* NULL: not given */
	double option[QUANTITY_OPTIONS];       /* as read, in base units; [0] is the value, or the mean, of most */
	double derived[3];
	const struct quantity_list *list;      /* of choice, each, empirical; NULL: none */
	enum dimension dimension;
	uint16_t original;                     /* of an antithetic quantity: which of distribution_classes it was */
	bool mirrored;                         /* of an antithetic quantity: in the second replication of a pair */
};

/* Values with weights: `choice` (cumulated shares, the last exactly 1), `each` and `empirical` (weights NULL). */
struct quantity_list {
	uint32_t n;
	const double *value, *cumulated;
	const struct csv *csv;                 /* of empirical */
	struct column_name column;             /* of empirical, and of column */
	double times;                          /* a number in the column stands for this much */
};

extern const struct distribution_class distribution_constant, distribution_exponential, distribution_uniform;
extern const struct distribution_class distribution_each;     /* one value for each member of a group */
extern const struct distribution_class distribution_choice, distribution_empirical;

/*
 * A column of the trace that started the request at hand. Nothing can be drawn from it: the models find the value in the row, and
 * may keep in option[0] where.
 */
extern const struct distribution_class distribution_column;

/* All classes that a scenario may name, NULL-terminated. */
extern const struct distribution_class *const distribution_classes[];

/* A fixed quantity. */
struct quantity quantity_constant(double value, enum dimension dimension);

static inline bool quantity_given(const struct quantity *q)
{
	return q->how != NULL;
}

static inline bool quantity_is_constant(const struct quantity *q)
{
	return q->how == &distribution_constant;
}

/* One draw. The two commonest are inline. */
static inline double quantity_draw(const struct quantity *q, struct stream *stream)
{
	if (q->how == &distribution_exponential)
		return q->option[0] * random_exponential(stream);
	if (q->how == &distribution_constant)
		return q->option[0];
	return q->how->draw(q, stream);
}

static inline double quantity_mean(const struct quantity *q)
{
	return q->how->mean(q);
}

/*
 * One draw in a pair of antithetic replications: the quantile at a uniform u in the first, at 1 - u in the second (`mirrored`). Where the
 * distribution has no quantile function, the second draws on its own, independently of the first.
 */
double quantity_antithetic(const struct quantity *q, struct stream *stream, bool mirrored);

/* Make quantity_draw of `q` do that from now on; a constant, a column, and what is not given stay as they are. */
void quantity_pair(struct quantity *q, bool mirrored);

/* The value for member `index` of a group of `each`; for others one draw. */
double quantity_of_member(const struct quantity *q, uint32_t index, struct stream *stream);

#endif
