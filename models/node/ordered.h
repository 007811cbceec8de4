#ifndef MODELS_NODE_ORDERED_H
#define MODELS_NODE_ORDERED_H

#include "models/node/station.h"

/*
 * What the disciplines with an order of their own share: a free core takes the waiting job with the least key, equals in the
 * order of arrival. The key is discipline_class.key. Preemptive: an arrival takes the core of the running job with the greatest key above its own,
 * of equals the one that came last; that job waits again and resumes where it was (switching costs nothing).
 */
struct ordered { unsigned preemptive; };

/* The settings of such a discipline: its config is a struct ordered. */
extern const struct param ordered_params[];

/* What they all take for granted. */
#define ORDERED_ASSUMPTIONS \
	"Cores are identical and switching costs nothing. Preemptive: an arrival takes the core of the running job that comes last in " \
	"the order, if that comes after it; of equals the one that arrived last. That job resumes where it was."

/* The verbs of discipline_class. */
void ordered_arrived(struct sim *sim, struct station *station, struct job *job);
void ordered_resume(struct sim *sim, struct station *station);
size_t ordered_state_size(const struct world *w);

#endif
