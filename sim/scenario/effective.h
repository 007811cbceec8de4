#ifndef SCENARIO_EFFECTIVE_H
#define SCENARIO_EFFECTIVE_H

#include <stdbool.h>

/*
 * The root config struct as canonical YAML; the caller frees it. Files are named relative to the scenario's folder, or, with `opened`, as
 * they were opened.
 */
char *effective_text(const void *config, bool opened);

#endif
