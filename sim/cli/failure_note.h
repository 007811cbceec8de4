#ifndef CLI_FAILURE_NOTE_H
#define CLI_FAILURE_NOTE_H

#include <stdint.h>

/*
 * Why a run failed, beside the files of runs: for those who join what several programs did, and saw none of it. A note that cannot be written is
 * not: the run is missing then.
 */

/* Note it for replication `replication` of the scenario with `digest`. */
void failure_note_write(const char *folder, const char *digest, uint32_t replication, const char *reason);

/* What was noted; NULL: nothing. The caller frees it. */
char *failure_note_read(const char *folder, const char *digest, uint32_t replication);

/* The run is begun again. */
void failure_note_remove(const char *folder, const char *digest, uint32_t replication);

#endif
