#ifndef MODELS_TECHNOLOGY_TECHNOLOGY_H
#define MODELS_TECHNOLOGY_TECHNOLOGY_H

#include "models/config.h"

/* An access technology: what a row of links has that is not given. */
struct technology_class {
	struct model_class model;
	double up_bps, down_bps;
	sim_time latency;
};

#endif
