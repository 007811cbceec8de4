#ifndef MODELS_DRAW_SLEEP_H
#define MODELS_DRAW_SLEEP_H

#include "sim/kernel/model.h"

/* How the nodes of a group sleep: the settings of `sleep`. */
struct sleep {
	sim_time after;
	struct quantity start_up;
	double asleep_w, starting_w;       /* NaN: not given */
};

struct sleep_class { struct model_class model; };

#endif
