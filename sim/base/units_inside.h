#ifndef BASE_UNITS_INSIDE_H
#define BASE_UNITS_INSIDE_H

/* What reading and writing of quantities share: the table of units, and how the number before one becomes a value. */
#include "sim/base/units.h"

/* For units_format, for units_human; a unit without either is only read. */
enum { EXACT = 1, HUMAN = 2, BOTH = 3 };

struct unit {
	const char *name;
	enum dimension dimension;
	int exponent;             /* value = number * 10^exponent * multiply / divide */
	double multiply, divide;
	unsigned use;
};

/* Within a dimension from the largest to the smallest; the last has no name. */
extern const struct unit units[];

struct dimension_row {
	const char *name, *allowed, *base, *zero;
	enum dimension over;      /* a ratio of this dimension to `below` is one of these; DIM_NONE: of nothing */
	bool ratio;
	enum dimension below;
};

extern const struct dimension_row unit_dimensions[DIMENSIONS];

/* What a ratio of `dimension` is over. */
enum dimension unit_below(enum dimension dimension);

/* The unit of `dimension` that is called so; NULL: none. */
const struct unit *unit_find(const char *name, size_t length, enum dimension dimension);

/* A number at the beginning of a text: its digits are the first `mantissa` bytes, all of it the first `length`. */
struct number { size_t mantissa, length; long exponent; };
bool unit_number(const char *text, size_t length, struct number *number);

/* The number's digits (its first `mantissa` bytes) times 10^exponent, rounded once, then the rest of the scale. False if it is too large. */
bool unit_apply(const char *text, size_t mantissa, long exponent, const struct unit *scale, double *value);

#endif
