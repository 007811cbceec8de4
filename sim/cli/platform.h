#ifndef CLI_PLATFORM_H
#define CLI_PLATFORM_H

#include <stddef.h>

/* What POSIX 2008 does not have, in one place. */

/* How many processors this process may use, at least 1. */
unsigned platform_processors(void);

/* The processor that this process runs on, -1: not known; go on there, without staying there if the system sees a better one. */
int platform_processor(void);
void platform_move_to(int processor);

/* `size` zeroed bytes that child processes share; NULL with errno set if there are none. platform_unshare() releases them. */
void *platform_share(size_t size);
void platform_unshare(void *memory, size_t size);

/* `path` without links and `..`; NULL with errno set if nothing is there. The caller frees it. */
char *platform_real_path(const char *path);

/* Called in a child: end (by SIGKILL) when the parent `parent` does. Does nothing where the system cannot. */
void platform_die_with(long parent);

/* An unnamed file in `folder`, open for reading and writing; -1 with errno set. */
int platform_unnamed(const char *folder);

#endif
