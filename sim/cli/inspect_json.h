#ifndef CLI_INSPECT_JSON_H
#define CLI_INSPECT_JSON_H

#include "sim/record/record.h"

#include <stdio.h>

/* Results as JSON: a table is a list of rows, each an object; NaN is null, and infinity 1e999, which readers take for it. */

void inspect_json_table(const struct results_table *table, FILE *out);

/* An object with the file's attributes and the rows of /summary. False with an error in diag. */
bool inspect_json_summary(struct results *results, FILE *out, struct diag *diag);

#endif
