#ifndef MODELS_BUILD_JOINS_H
#define MODELS_BUILD_JOINS_H

#include "models/build.h"

/* Find the joins of an application whose messages and triggers are built. False with errors. */
bool build_joins(struct build *b, struct application *application);

#endif
