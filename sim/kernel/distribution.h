#ifndef KERNEL_DISTRIBUTION_H
#define KERNEL_DISTRIBUTION_H

#include "sim/kernel/quantity.h"

/* The distributions that quantity.h does not name already; the whole list is distribution_classes. */
extern const struct distribution_class distribution_normal, distribution_lognormal, distribution_gamma,
	distribution_erlang, distribution_hyperexponential, distribution_pareto, distribution_weibull;

#endif
