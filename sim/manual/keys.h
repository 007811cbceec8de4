#ifndef MANUAL_KEYS_H
#define MANUAL_KEYS_H

#include "sim/kernel/model.h"
#include "sim/manual/page.h"

/* Lists of keys and descriptions of classes, which several pages have. */

/* The keys of a table in full: kind, default, range, meaning. `above` is their path, for links to what lies below. */
void keys_full(struct page *page, const char *above, const struct param *params);

/* The tables below those keys, each with a heading of that level. */
void keys_below(struct page *page, int level, const char *above, const struct param *params);

/* The same as keys_full in a line each, for a terminal. */
void keys_brief(struct page *page, const struct param *params);

/* What a class is: equation, assumptions, source, settings. */
void keys_class(struct page *page, const struct model_class *class, bool brief);

/* The page of a slot's classes, "policies" or "models". */
const char *keys_slot_page(const char *slot);

#endif
