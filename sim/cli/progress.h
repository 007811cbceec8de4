#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * A bar on stderr for work that takes longer than two seconds, drawn at most
 * five times a second; nothing unless stderr is a terminal.
 */
struct progress {
	bool shown, terminal;
	double began, drawn;           /* seconds of a clock that never jumps */
	double total;                  /* simulated seconds of all replications */
};

/* How far the work is. */
struct progress_state {
	double simulated;              /* seconds of all replications together */
	uint64_t events;
	uint64_t done, replications;
};

/* `quiet`: never draw. */
void progress_begin(struct progress *progress, double total, bool quiet);

/*
 * Draw `share` of the work as done, with `what` beside the bar and the time left, if it is time to; `known` of the share was there before
 * the work began, and says nothing of its speed.
 */
void progress_draw_share(struct progress *progress, double share, double known, const char *what);

/* Whether progress_draw_share would draw now. */
bool progress_due(const struct progress *progress);

/* Draw, if it is time to. */
void progress_draw(struct progress *progress, const struct progress_state *state);

/* Take the bar off the screen. */
void progress_end(struct progress *progress);

/* Seconds of a clock that never jumps. */
double progress_clock(void);

#endif
