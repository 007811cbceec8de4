#ifndef RECORD_TARGET_H
#define RECORD_TARGET_H

#include "sim/base/diag.h"

#include <stdbool.h>

/* Where a results file will be: its path, its folder, and the temporary file beside it. */
struct target {
	char *path;               /* as given, or what the link there points at */
	char *folder;
	char *temporary;          /* NULL: none */
};

/* What errno `code` says, as the end of a message: "no space left on device". Returns buffer. */
const char *target_reason(int code, char buffer[128]);

/* Check that a file can be put at `path`; an error in diag says why not. target_fini either way. */
bool target_open(struct target *target, const char *path, struct diag *diag);

/* Make the temporary file, empty. False with errno set. */
bool target_create(struct target *target);

/* Whether there is a file already. */
bool target_exists(const struct target *target);

/* Sync the temporary file and put it in place. False with errno set. */
bool target_commit(struct target *target);

/* Remove the temporary file, if it was not put in place; release the names. */
void target_fini(struct target *target);

#endif
