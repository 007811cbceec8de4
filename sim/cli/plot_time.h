#ifndef CLI_PLOT_TIME_H
#define CLI_PLOT_TIME_H

#include "sim/cli/plot.h"

/* Courses of measures in time, from /series. */

/* The rows of one case. */
struct series {
	const struct results_column *time, *group, *value;
	uint64_t from, to;
};

/* A group: for each step of time the mean, least and greatest value of the replications. */
struct course {
	char *label;
	struct step { double time, sum, least, most; uint32_t n; } *step;
	size_t n, last;
};

struct courses {
	struct course *course;
	size_t n;
	double end;                    /* s */
	const char *units;             /* of the measure */
};

/* All groups of the scope, or all groups of nodes, or else of links. False with an error in diag; courses_fini() either way. */
bool courses_find(const struct figure *figure, const char *measure, struct courses *courses);
void courses_fini(struct courses *courses);

/* The greatest value of all. */
double courses_most(const struct courses *courses);

/* How time up to `end` is written at an axis: s, min, h, days. */
struct axis_unit time_unit_of(double end);

/* A block of rows: time, mean, least, most, divided by what is given. */
void course_write(const struct figure *figure, const struct course *course, double time, double divisor);

#endif
