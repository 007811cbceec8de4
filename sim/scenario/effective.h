#ifndef SCENARIO_EFFECTIVE_H
#define SCENARIO_EFFECTIVE_H

#include "sim/base/text.h"

/* Append the root config struct as canonical YAML. */
void effective_emit(struct text *out, const void *config);

#endif
