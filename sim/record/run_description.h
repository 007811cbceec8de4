#ifndef RECORD_RUN_DESCRIPTION_H
#define RECORD_RUN_DESCRIPTION_H

#include "sim/base/text.h"
#include "sim/record/record.h"

/*
 * Add to `out` what the rows of a run are: what was said of its scenario, its measures and scopes, and the models' tables with their columns.
 * run_file_layout() reads it.
 */
void run_describe(struct text *out, const struct record_layout *layout, const char *warnings);

#endif
