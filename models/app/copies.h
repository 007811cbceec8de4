#ifndef MODELS_APP_COPIES_H
#define MODELS_APP_COPIES_H

#include "models/app/job.h"

/*
 * Messages that go to every instance (`deliver: all`): one copy for each, of
 * the same size and work, and the last of them. To components at the origin
 * each device gets one, from the instance of the sending component that
 * served it last, or, as long as none did, from the nearest to it.
 */

/* The copies of one sending, where it matters which is the last. */
struct copies {
	uint32_t left;                     /* under way, waiting or served */
	bool lost;                         /* one of them was */
};

/* Which devices each instance of a component has served last. In the world's arena, from the nearest of each on. */
struct audience;
struct audience *audience_new(struct world *w, const struct component *c);

/* An instance of `c`, which has an audience, at `node` has served a chain that began at `origin`. */
void audience_served(const struct world *w, const struct component *c, uint32_t origin, uint32_t node);

/* Whether anybody would get a copy of `m` from `from`. */
bool copies_go_out(const struct world *w, const struct message *m, uint32_t from);

/* Send the copies of `m` from node `from`; `key` begins the keys of their draws; `parent` is what they follow, NULL: they are the first. */
void copies_send(struct sim *sim, struct request *request, const struct message *m, uint32_t from, uint64_t key, const struct job *parent);

/* A copy has been served: whether it was the last, and none was lost. */
bool copies_end(struct sim *sim, struct job *job);

/* A copy was lost. */
void copies_lost(struct sim *sim, struct job *job);

#endif
