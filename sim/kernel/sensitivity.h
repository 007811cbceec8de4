#ifndef KERNEL_SENSITIVITY_H
#define KERNEL_SENSITIVITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Which factors a result depends on (Sobol indices). The first-order index of a factor is the share of the result's variance that it causes
 * alone; the total index adds what it causes together with others. First-order indices sum up to 1 if factors do not interact.
 *
 * A grid, every combination of levels once, is taken apart exactly (analysis of variance), each level with the same weight. Other
 * points, whose factors are numbers, get a polynomial: Legendre polynomials of second degree with the products of pairs, in the
 * ranks of each factor, by least squares; its coefficients are the indices (Sudret 2008). How far it is to be trusted is told by the points that are
 * left out of it in turn.
 */
struct sensitivity_index { double first, total; };

enum sensitivity_way { SENSITIVITY_NONE, SENSITIVITY_GRID, SENSITIVITY_POLYNOMIAL };

struct sensitivity {
	enum sensitivity_way way;
	const char *why;               /* SENSITIVITY_NONE: what is in the way */
	double mean, variance;         /* of the results over the points */
	double predicted;              /* share of the variance that the polynomial predicts at points it was not made from; 1 of a grid */
};

/*
 * `n` points of `factors` factors: level[i * factors + f] is the number of a level, from 0; number[f] says whether value[i * factors + f]
 * means something. `index` has room for each factor.
 */
struct sensitivity sensitivity_of(const double *result, size_t n, size_t factors, const uint32_t *level, const double *value, const bool *number,
				  struct sensitivity_index *index);

#endif
