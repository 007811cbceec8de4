#ifndef MODELS_ENERGY_POWER_H
#define MODELS_ENERGY_POWER_H

#include "sim/kernel/model.h"

/* How much power a node draws by what it does. */
struct power_class {
	struct model_class model;
	/*
	 * Energy in joules over `elapsed_s` seconds in which `busy_core_s` core-seconds of `cores` cores were busy.
	 * Exact for powers that are linear in the number of busy cores.
	 */
	double (*energy_j)(const void *config, double elapsed_s, double busy_core_s, double cores);
};

#endif
