#ifndef CLI_SIGNALS_H
#define CLI_SIGNALS_H

#include "sim/kernel/sim.h"

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

/*
 * From here on the first SIGINT, SIGTERM or SIGUSR1 only asks for an end; a second one, a tenth of a
 * second later at the earliest, removes `temporary` (kept, may be NULL) and ends the program at once.
 * signals_caught() is the one that came, 0 if none did.
 */
void signals_catch(const char *temporary);
int signals_caught(void);

/* Back to how signals act by default. */
void signals_release(void);

/* The exit code that stands for a signal. */
int signals_exit_code(int signal);

/* Where the `n` controls of children lie, `stride` bytes apart, in shared memory: a signal asks all of them to stop. NULL: nowhere. */
void signals_controls(struct sim_control *first, size_t stride, size_t n);
void signals_stop_all(void);

/* In a child: the parent alone answers to signals. */
void signals_in_child(void);

/* Let a child's end interrupt signals_wait, and nothing else: SIGCHLD is blocked outside of it. *before is the mask to go back to. */
void signals_watch_children(sigset_t *before);

/* Sleep until a child ends, a signal comes, or a bar is due, `often` if there is one. SIGCHLD is let through here alone, so none is missed. */
void signals_wait(bool often);

#endif
