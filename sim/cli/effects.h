#ifndef CLI_EFFECTS_H
#define CLI_EFFECTS_H

#include "sim/cli/comparison.h"

/*
 * Which axes of a sweep matter: for each measure and scope the Sobol indices of the axes, and how far means move along each
 * (sim/kernel/sensitivity.h).
 */
enum effects_form { EFFECTS_TEXT, EFFECTS_CSV, EFFECTS_JSON };

/*
 * Of the sweep `results` at `path`: the measures chosen, without any the latency. False, with errors in diag, if it is no sweep or
 * a name is unknown.
 */
bool effects_print(struct results *results, const char *path, const struct comparison_choice *choice, enum effects_form form, FILE *out,
		   struct diag *diag);

#endif
