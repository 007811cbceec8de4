/*
 * Distances on the earth are great circles on a sphere (haversine formula; at most 0.5 % from those on the ellipsoid). The index is a
 * k-d tree over points in space: straight lines through the earth order places as great circles do.
 */
#include "models/position/distance.h"

#include <math.h>
#include <stdlib.h>

/* Mean radius R1 of the earth: Moritz, Geodetic Reference System 1980, Journal of Geodesy 74, 2000. */
#define EARTH_RADIUS_M 6371008.8

#define LIGHT_M_PER_S 299792458.0

static double radians(double degrees)
{
	return degrees * (acos(-1) / 180);
}

double distance_m(bool on_earth, struct position a, struct position b)
{
	double north, east, chord;

	if (!on_earth)
		return hypot(a.x - b.x, a.y - b.y);
	north = sin(radians(b.y - a.y) / 2);
	east = sin(radians(b.x - a.x) / 2);
	chord = sqrt(north * north + cos(radians(a.y)) * cos(radians(b.y)) * east * east);
	return isnan(chord) ? NAN : 2 * EARTH_RADIUS_M * asin(fmin(1, chord));
}

sim_time distance_latency(double metres)
{
	return time_after(0, metres / (LIGHT_M_PER_S * 2 / 3));
}

/* ---- the index ---- */

struct point { double at[3]; };

/*
 * The point in the middle of a range splits it along its axis: those before are not beyond it, those behind not short of it; and so
 * on in both halves.
 */
struct near_index {
	bool on_earth;
	const struct position *position;
	struct point *point;               /* by number */
	uint32_t *order;                   /* numbers of the places that are known, as the tree has them */
	uint8_t *axis;                     /* of the middle at each place of the order */
	uint32_t n;
};

static struct point point_of(bool on_earth, struct position p)
{
	double latitude = radians(p.y), longitude = radians(p.x);

	if (!on_earth)
		return (struct point){ { p.x, p.y, 0 } };
	return (struct point){ { EARTH_RADIUS_M * cos(latitude) * cos(longitude), EARTH_RADIUS_M * cos(latitude) * sin(longitude),
				 EARTH_RADIUS_M * sin(latitude) } };
}

static double square_between(const struct point *a, const struct point *b)
{
	double sum = 0;

	for (int k = 0; k < 3; k++)
		sum += (a->at[k] - b->at[k]) * (a->at[k] - b->at[k]);
	return sum;
}

static int widest_axis(const struct near_index *index, uint32_t from, uint32_t to)
{
	int widest = 0;
	double most = -1;

	for (int k = 0; k < 3; k++) {
		double low = INFINITY, high = -INFINITY;

		for (uint32_t i = from; i < to; i++) {
			low = fmin(low, index->point[index->order[i]].at[k]);
			high = fmax(high, index->point[index->order[i]].at[k]);
		}
		if (high - low > most) {
			most = high - low;
			widest = k;
		}
	}
	return widest;
}

static bool before(const struct near_index *index, uint32_t a, uint32_t b, int axis)
{
	double x = index->point[a].at[axis], y = index->point[b].at[axis];

	return x != y ? x < y : a < b;
}

/* Put the element that belongs into the middle there, smaller ones before and larger ones behind it (Hoare's quickselect). */
static void select_middle(struct near_index *index, uint32_t from, uint32_t to, uint32_t middle, int axis)
{
	uint32_t *order = index->order;

	while (to - from > 1) {
		/* Never the last: each round must leave some out. */
		uint32_t pivot = order[from + (to - from - 1) / 2];
		uint32_t i = from, k = to - 1;

		for (;;) {
			uint32_t swap;

			while (before(index, order[i], pivot, axis))
				i++;
			while (before(index, pivot, order[k], axis))
				k--;
			if (i >= k)
				break;
			swap = order[i];
			order[i++] = order[k];
			order[k--] = swap;
		}
		if (middle <= k)
			to = k + 1;
		else
			from = k + 1;
	}
}

static void split(struct near_index *index, uint32_t from, uint32_t to)
{
	uint32_t middle = from + (to - from) / 2;
	int axis;

	if (to - from < 2)
		return;
	axis = widest_axis(index, from, to);
	select_middle(index, from, to, middle, axis);
	index->axis[middle] = (uint8_t)axis;
	split(index, from, middle);
	split(index, middle + 1, to);
}

struct near_index *near_new(bool on_earth, const struct position *position, uint32_t n)
{
	struct near_index *index = xcalloc(1, sizeof *index);

	index->on_earth = on_earth;
	index->position = position;
	index->point = xcalloc(n, sizeof *index->point);
	index->order = xcalloc(n, sizeof *index->order);
	index->axis = xcalloc(n, sizeof *index->axis);
	for (uint32_t i = 0; i < n; i++) {
		index->point[i] = point_of(on_earth, position[i]);
		if (!isnan(position[i].x) && !isnan(position[i].y))
			index->order[index->n++] = i;
	}
	split(index, 0, index->n);
	return index;
}

void near_free(struct near_index *index)
{
	free(index->point);
	free(index->order);
	free(index->axis);
	free(index);
}

/* ---- questions ---- */

struct search {
	const struct near_index *index;
	struct point from;
	uint32_t except, best;
	double square;                     /* of the best, or of the radius */
	struct near_list *list;            /* NULL: the nearest is wanted */
};

static void list_add(struct near_list *list, uint32_t number, double square)
{
	if (list->n == list->capacity) {
		list->capacity = list->capacity ? 2 * list->capacity : 64;
		list->found = xrealloc(list->found, list->capacity * sizeof *list->found);
	}
	list->found[list->n++] = (struct found){ square, number };
}

static void consider(struct search *s, uint32_t number)
{
	double square = square_between(&s->from, &s->index->point[number]);

	if (s->list) {
		if (square <= s->square)
			list_add(s->list, number, square);
	} else if (number != s->except && (square < s->square || (square == s->square && number < s->best))) {
		s->best = number;
		s->square = square;
	}
}

static void search(struct search *s, uint32_t from, uint32_t to)
{
	uint32_t middle = from + (to - from) / 2, number;
	double beyond;
	int axis;

	if (from == to)
		return;
	number = s->index->order[middle];
	axis = s->index->axis[middle];
	beyond = s->from.at[axis] - s->index->point[number].at[axis];
	consider(s, number);
	if (to - from == 1)
		return;
	if (beyond <= 0)
		search(s, from, middle);
	else
		search(s, middle + 1, to);
	/* Equal distances on the other side count: the first in order wins. */
	if (beyond * beyond > s->square)
		return;
	if (beyond <= 0)
		search(s, middle + 1, to);
	else
		search(s, from, middle);
}

uint32_t near_nearest(const struct near_index *index, struct position from, uint32_t except)
{
	struct search s = { .index = index, .from = point_of(index->on_earth, from), .except = except, .best = NONE, .square = INFINITY };

	search(&s, 0, index->n);
	return s.best;
}

/* By distance, then by number: lists are short, or were asked for. */
static int by_distance(const void *a, const void *b)
{
	const struct found *x = a, *y = b;

	if (x->square != y->square)
		return x->square < y->square ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

void near_within(const struct near_index *index, struct position from, double metres, struct near_list *list)
{
	double line = index->on_earth ? 2 * EARTH_RADIUS_M * sin(fmin(metres / (2 * EARTH_RADIUS_M), acos(0))) : metres;
	struct search s = { .index = index, .from = point_of(index->on_earth, from), .except = NONE, .list = list };
	uint32_t kept = 0;

	/* A little more, since rounding differs; then each by its distance. */
	s.square = line * line * (1 + 1e-9) + 1e-9;
	list->n = 0;
	search(&s, 0, index->n);
	for (uint32_t i = 0; i < list->n; i++)
		if (distance_m(index->on_earth, from, index->position[list->found[i].number]) <= metres)
			list->found[kept++] = list->found[i];
	list->n = kept;
	if (kept > 1)
		qsort(list->found, kept, sizeof *list->found, by_distance);
}

void near_list_fini(struct near_list *list)
{
	free(list->found);
}
