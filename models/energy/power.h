#ifndef MODELS_ENERGY_POWER_H
#define MODELS_ENERGY_POWER_H

#include "sim/kernel/model.h"

/* How much power a node draws by how busy it is. */
struct power_class {
	struct model_class model;
	/* Watts with `load`, 0 to 1, of the cores busy; never less than with none. */
	double (*watts)(const void *config, double load);
	/* What is above idle is in proportion to the busy cores: their core-time is all that its energy needs. */
	bool proportional;
};

#endif
