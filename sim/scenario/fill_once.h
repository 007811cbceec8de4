#ifndef SCENARIO_FILL_ONCE_H
#define SCENARIO_FILL_ONCE_H

#include "sim/scenario/reader.h"

/* What was made for `of`, a thing in a table that stays where it is: NULL until whoever makes it sets it. Lives in the memory's arena. */
struct remembered { const void *of; const void *made; };

/* It and all that is in it live in the arena of the first reader that has it. */
struct memory { struct arena *arena; struct remembered *entry; uint32_t n, size; };

/* That of `of`, a new one the first time; valid until the next call. */
struct remembered *fill_recall(struct reader *r, const void *of);

/* The keys of a preset as a tree; NULL with errors in r->diag if its text is wrong. */
const struct tree *fill_preset(struct reader *r, const struct preset *preset);

#endif
