#ifndef KERNEL_RANDOM_GSL_H
#define KERNEL_RANDOM_GSL_H

#include "sim/kernel/random.h"

#include <gsl/gsl_rng.h>

/* GSL's distributions on our streams. Apart from random.h, so that GSL stays out of what the models include. */

_Static_assert(sizeof(unsigned long int) == sizeof(uint64_t), "GSL hands out random bits as unsigned long");

/* A generator of GSL whose state is a struct stream. */
extern const gsl_rng_type random_gsl_type;

/* A view of `stream`, which it advances; nothing to free. It must not outlive the stream. */
static inline gsl_rng random_gsl_view(struct stream *stream)
{
	return (gsl_rng){ .type = &random_gsl_type, .state = stream };
}

#endif
