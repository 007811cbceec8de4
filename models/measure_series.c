/* What has passed of a step before its gauges began anew is kept aside, so that the end of the warm-up leaves no gap. */
#include "models/measure_series.h"

#include <math.h>
#include <string.h>

enum { MOST_COLUMNS = 16 };

struct series_row {
	sim_time at;
	uint16_t group;
	double value[MOST_COLUMNS];
};

/* Where the value of a gauge stands. */
struct place {
	uint32_t gauge;
	uint16_t group, column;
	bool whole;
};

struct series {
	struct event *event;
	event_fn *due;
	sim_time step, written;            /* the last step written ended here */
	struct place *place;
	struct sums *last, *aside;         /* of each place: at the beginning of the step; before the gauges began anew in it */
	uint32_t places;
	const char **group;
	const struct measure *measure[MOST_COLUMNS];
	uint16_t groups, columns;
	struct table table;
	uint32_t number;
};

struct series *series_new(struct world *w, sim_time step, uint32_t most_gauges)
{
	struct series *s;

	if (!step)
		return NULL;
	s = arena_alloc(w->arena, sizeof *s);
	s->step = step;
	s->place = arena_array(w->arena, most_gauges, sizeof *s->place);
	s->last = arena_array(w->arena, most_gauges, sizeof *s->last);
	s->aside = arena_array(w->arena, most_gauges, sizeof *s->aside);
	s->group = arena_array(w->arena, (size_t)most_gauges + 1, sizeof *s->group);
	return s;
}

static uint16_t group_number(struct series *s, const char *name)
{
	for (uint16_t i = 0; i < s->groups; i++)
		if (strcmp(s->group[i], name) == 0)
			return i;
	s->group[s->groups] = name;
	return s->groups++;
}

static uint16_t column_number(struct series *s, const struct measure *measure)
{
	uint16_t i = 0;

	while (i < s->columns && s->measure[i] != measure)
		i++;
	if (i == s->columns)
		s->measure[s->columns++] = measure;
	return i;
}

void series_add(struct series *s, uint32_t gauge, const char *group, const struct measure *measure, bool whole)
{
	s->place[s->places++] = (struct place){ gauge, group_number(s, group), column_number(s, measure), whole };
}

const struct table *series_table(struct world *w, struct series *s, uint32_t table)
{
	struct column *column = arena_array(w->arena, (size_t)s->columns + 3, sizeof *column);

	column[0] = (struct column){ "time_s", COLUMN_TIME, offsetof(struct series_row, at), "s",
				     "end of the step; it began at that of the step before, or at 0", NULL };
	column[1] = (struct column){ "group", COLUMN_CATEGORY, offsetof(struct series_row, group), "1",
				     "group of nodes, or row of links in one direction", s->group };
	for (uint16_t i = 0; i < s->columns; i++)
		column[2 + i] = (struct column){ s->measure[i]->name, COLUMN_REAL,
						 offsetof(struct series_row, value) + i * sizeof(double),
						 s->measure[i]->units, s->measure[i]->help, NULL };
	s->number = table;
	s->table = (struct table){ "series", "means over each step of the run, warm-up and drain included; exact, not sampled",
				   column, sizeof(struct series_row), false };
	return &s->table;
}

/* The last step may be shorter; it is written when the run ends. */
static void expect(struct sim *sim, struct series *s)
{
	if (s->step < sim->end - s->written)
		sim_at(sim, s->event, s->written + s->step, s->due);
}

void series_start(struct sim *sim, struct series *s, const struct sums *now, struct event *event, event_fn *due)
{
	for (uint32_t i = 0; i < s->places; i++)
		s->last[i] = now[s->place[i].gauge];
	s->event = event;
	s->due = due;
	expect(sim, s);
}

void series_restart(struct series *s, const struct sums *before, const struct sums *after)
{
	for (uint32_t i = 0; i < s->places; i++) {
		uint32_t g = s->place[i].gauge;

		s->aside[i].numerator += before[g].numerator - s->last[i].numerator;
		s->aside[i].denominator += before[g].denominator - s->last[i].denominator;
		s->last[i] = after[g];
	}
}

/* A sum never falls, and some are whole: all else in the difference of two large ones is rounding. */
static double unrounded(double increase, bool whole)
{
	return fmax(0, whole ? round(increase * 1e9) / 1e9 : increase);
}

/* The mean of place `i` over the step that ends with `now`, which the next one begins with. */
static double take(struct series *s, uint32_t i, struct sums now)
{
	double numerator = now.numerator - s->last[i].numerator + s->aside[i].numerator;
	double denominator = now.denominator - s->last[i].denominator + s->aside[i].denominator;

	s->last[i] = now;
	s->aside[i] = (struct sums){ 0, 0 };
	numerator = unrounded(numerator, s->place[i].whole);
	denominator = unrounded(denominator, true);
	return denominator > 0 ? numerator / denominator : (double)NAN;
}

void series_step(struct sim *sim, struct series *s, const struct sums *now)
{
	if (sim->now == s->written)
		return;
	for (uint32_t g = 0, i = 0; g < s->groups; g++) {
		struct series_row row = { .at = sim->now, .group = (uint16_t)g };

		for (uint16_t c = 0; c < s->columns; c++)
			row.value[c] = (double)NAN;
		for (; i < s->places && s->place[i].group == g; i++)
			row.value[s->place[i].column] = take(s, i, now[s->place[i].gauge]);
		sim_row(sim, s->number, &row);
	}
	s->written = sim->now;
	expect(sim, s);
}
