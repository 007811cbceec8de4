#ifndef CLI_PLOT_AXES_H
#define CLI_PLOT_AXES_H

#include "sim/cli/plot.h"

/* Cases as places on axes, with a measure of each: what `versus` and `pareto` draw. */

/* What differs between cases: an axis of a sweep, or a key that the command line of a run has set. */
struct axes {
	char **name;
	size_t n, n_cases;
	struct axis_place { char *word; double number; } *place;   /* [case * n + axis]; no word: the case has no such key; NaN: no number */
	const char **units;            /* of numbers, by axis; "1": they have none */
};

bool axes_find(const struct figure *figure, struct axes *axes);
void axes_fini(struct axes *axes);

/* The number of the axis that `name` is, or ends in; false with a suggestion if there is none, or several. */
bool axes_number(const struct figure *figure, const struct axes *axes, const char *name, size_t *number);

/* Where a case is on all axes but those of which `but` is true, as "nearest, 40"; the file goes first if there are several. The caller frees it. */
char *axes_label(const struct figure *figure, const struct axes *axes, size_t number, const bool *but);

/* A measure of a case, in the unit of /summary, and its 95 % interval; NaN: none. */
struct estimate { double value, low, high; };

/* What is asked for: `statistic` is mean, p50, p95, p99 or maximum. */
struct asked { char *measure, *scope; const char *statistic; };

/*
 * Take MEASURE[@SCOPE] apart; without a scope it is that of --scope, or the whole, or the only one. `scopes` gets those that are
 * meant: several only if `many`. False with an error in diag. asked_fini() either way.
 */
bool asked_find(const struct figure *figure, const char *text, const char *statistic, bool many, struct asked *asked, struct word_list *scopes);
void asked_fini(struct asked *asked);

/*
 * The measure of a case. Intervals of means are those of /summary; other statistics are means over replications, with Student's
 * interval. False with an error in diag.
 */
bool asked_measure(const struct figure *figure, const struct plot_case *of, const struct asked *asked, const char *scope,
		   struct estimate *estimate);

/* The unit of a measure, as /summary has it. */
const char *asked_unit(const struct figure *figure, const struct asked *asked);

/* "latency", "p95 of latency". The caller frees it. */
char *asked_phrase(const struct asked *asked);

#endif
