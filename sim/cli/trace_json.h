#ifndef CLI_TRACE_JSON_H
#define CLI_TRACE_JSON_H

#include "sim/base/diag.h"
#include "sim/record/record.h"

/*
 * The table of traces as a file in the trace event format of Chrome, that Perfetto and chrome://tracing open: a process for the requests
 * with a thread for each, and processes for groups of nodes and rows of links with threads for each node and link direction. What overlaps there
 * goes to further threads, so that slices on a thread follow each other or nest.
 */

/* Write the trace of `results` to `path`, whole or not at all. False with an error in diag. */
bool trace_json_write(struct results *results, const char *path, struct diag *diag);

#endif
