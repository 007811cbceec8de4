/* The bar: share of the simulated time, time simulated, events in a second, time left at the mean rate so far. */
#include "sim/cli/progress.h"

#include "sim/base/units.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BAR_WIDTH = 20 };

static const double first_after = 2, redraw_after = 0.2;

double progress_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void progress_begin(struct progress *progress, double total, bool quiet)
{
	*progress = (struct progress){ .total = total, .began = progress_clock() };
	progress->terminal = !quiet && isatty(STDERR_FILENO);
}

bool progress_due(const struct progress *progress)
{
	double now = progress_clock();

	return progress->terminal && now - progress->began >= first_after && now - progress->drawn >= redraw_after;
}

void progress_draw_share(struct progress *progress, double share, double known, const char *what)
{
	char bar[BAR_WIDTH + 1], left[64] = "?";
	double spent;
	int filled;

	if (!progress_due(progress))
		return;
	spent = progress_clock() - progress->began;
	if (share > 1)
		share = 1;
	filled = (int)(share * BAR_WIDTH);
	memset(bar, '-', BAR_WIDTH);
	memset(bar, '#', (size_t)filled);
	bar[BAR_WIDTH] = '\0';
	if (share > known)
		units_human(spent * (1 - share) / (share - known), DIM_TIME, 2, left);
	/* Below 79 columns: a line that wraps could not be drawn over. */
	fprintf(stderr, "\r[%s] %3.0f %%  %s  %s left\033[K", bar, share * 100, what, left);
	fflush(stderr);
	progress->shown = true;
	progress->drawn = progress_clock();
}

void progress_draw(struct progress *progress, const struct progress_state *state)
{
	char what[160], simulated[64];
	double spent = progress_clock() - progress->began;

	if (!progress_due(progress))
		return;
	units_human(state->simulated, DIM_TIME, 3, simulated);
	snprintf(what, sizeof what, "%s simulated  %.3g M events/s", simulated, (double)state->events / spent / 1e6);
	progress_draw_share(progress, progress->total > 0 ? state->simulated / progress->total : 0, 0, what);
}

void progress_end(struct progress *progress)
{
	if (!progress->shown)
		return;
	fputs("\r\033[K", stderr);
	fflush(stderr);
	progress->shown = false;
}
