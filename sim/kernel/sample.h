#ifndef KERNEL_SAMPLE_H
#define KERNEL_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

/* Points spread over a cube of several dimensions, for experiments with more keys than can be crossed. */
enum sample_method {
	SAMPLE_LATIN_HYPERCUBE,   /* each of n equal parts of each dimension holds one point (McKay, Beckman, Conover 1979) */
	SAMPLE_RANDOM,            /* independent and uniform */
	SAMPLE_SOBOL,             /* Sobol's sequence: the same without a seed, and more points keep those that there were */
	SAMPLE_METHODS
};

/* The words of the methods, in their order; NULL ends them. */
extern const char *const sample_methods[];

/* How many dimensions a sequence of Sobol may have. */
enum { SAMPLE_SOBOL_DIMENSIONS = 40 };

/* Fill `share` with n points of `dimensions` numbers in [0, 1), point by point. False if there are too many dimensions. */
bool sample_points(enum sample_method method, uint64_t seed, uint32_t dimensions, uint32_t n, double *share);

#endif
