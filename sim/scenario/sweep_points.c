/*
 * Axes to points. An axis is a list of levels, each of them some keys with a value; a point takes one level of every
 * axis. What the axes hold was checked when the scenario was read (sweep.c).
 */
#include "sim/scenario/sweep.h"

#include "sim/base/text.h"
#include "sim/scenario/axis.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = 1000000 };

struct sweep {
	struct scenario *base;
	struct arena *arena;             /* of the base */
	struct axis *axis;
	uint32_t n_axes, points;
	struct sweep_column *column;
	uint32_t n_columns;
};

/* ---- columns ---- */

/* The level of an axis at a point. */
static const struct level *level_at(const struct sweep *s, uint32_t a, uint32_t point)
{
	for (uint32_t i = s->n_axes - 1; i > a; i--)
		point /= s->axis[i].n;
	return &s->axis[a].level[point % s->axis[a].n];
}

/* A value as a number in base units: a quantity, or the word for no bound. */
static bool is_number(const struct tree *value, double *number, enum dimension *dimension)
{
	struct diag *scratch;
	bool good;

	if (value->kind != TREE_SCALAR || value->quoted)
		return false;
	if (strcmp(value->text, "unlimited") == 0) {
		*number = INFINITY;
		*dimension = DIMENSIONS;
		return true;
	}
	scratch = diag_new();
	good = units_parse(value->text, strlen(value->text), (1u << DIMENSIONS) - 1, scratch, value->mark, number, dimension);
	diag_free(scratch);
	return good;
}

/* Whether all values of the column can stand as numbers of one unit. */
static bool set_numbers(struct sweep *s, struct sweep_column *column, uint32_t a, uint32_t key)
{
	const struct axis *axis = &s->axis[a];
	double *of_level = arena_array(s->arena, axis->n, sizeof *of_level);
	double *number;

	column->units = NULL;
	for (uint32_t i = 0; i < axis->n; i++) {
		enum dimension dimension;

		if (!is_number(axis->level[i].set[key].value, &of_level[i], &dimension))
			return false;
		if (dimension == DIMENSIONS)
			continue;
		if (column->units && strcmp(column->units, units_base(dimension)) != 0)
			return false;
		column->units = units_base(dimension);
	}
	if (!column->units)
		return false;
	number = arena_array(s->arena, s->points, sizeof *number);
	for (uint32_t p = 0; p < s->points; p++)
		number[p] = of_level[level_at(s, a, p) - axis->level];
	column->number = number;
	return true;
}

/* `text_of` each level, every word once. */
static void set_words(struct sweep *s, struct sweep_column *column, uint32_t a, const char *const *text_of)
{
	const struct axis *axis = &s->axis[a];
	const char **words = arena_array(s->arena, (size_t)axis->n + 1, sizeof *words);
	uint16_t *of_level = arena_array(s->arena, axis->n, sizeof *of_level);
	uint16_t *word = arena_array(s->arena, s->points, sizeof *word);
	uint16_t n = 0;

	for (uint32_t i = 0; i < axis->n; i++) {
		uint16_t k = 0;

		while (k < n && strcmp(words[k], text_of[i]) != 0)
			k++;
		if (k == n)
			words[n++] = text_of[i];
		of_level[i] = k;
	}
	for (uint32_t p = 0; p < s->points; p++)
		word[p] = of_level[level_at(s, a, p) - axis->level];
	column->units = NULL;
	column->words = words;
	column->word = word;
}

static void add_columns(struct sweep *s, uint32_t a)
{
	const struct axis *axis = &s->axis[a];
	const char **text = arena_array(s->arena, axis->n, sizeof *text);

	for (uint32_t key = 0; key < (axis->named ? 1 : axis->level[0].n); key++) {
		struct sweep_column *column = &s->column[s->n_columns++];

		column->name = axis->named ? axis->name : axis->level[0].set[key].path;
		if (!axis->named && set_numbers(s, column, a, key))
			continue;
		for (uint32_t i = 0; i < axis->n; i++)
			text[i] = axis->named ? axis->level[i].name : tree_written(s->arena, axis->level[i].set[key].value);
		set_words(s, column, a, text);
	}
}

/* ---- all ---- */

static bool count_points(struct sweep *s, struct diag *diag)
{
	double points = 1;
	uint32_t columns = 0;

	for (uint32_t a = 0; a < s->n_axes; a++) {
		points *= s->axis[a].n;
		columns += s->axis[a].named ? 1 : s->axis[a].level[0].n;
		if (s->axis[a].n > UINT16_MAX)
			return diag_error(diag, s->axis[a].mark, "'%s' has %u values; at most %u are possible", s->axis[a].name, s->axis[a].n,
					  (unsigned)UINT16_MAX);
	}
	if (points > MOST_POINTS)
		return diag_error(diag, s->axis[0].mark, "the axes make %.0f points; at most %d are possible", points, MOST_POINTS);
	s->points = (uint32_t)points;
	s->column = arena_array(s->arena, columns, sizeof *s->column);
	return true;
}

/* Whether a key of the path is set by an axis before this one. */
static bool check_once(const struct sweep *s, struct diag *diag)
{
	bool good = true;

	for (uint32_t a = 1; a < s->n_axes; a++)
		for (uint32_t k = 0; k < s->axis[a].level[0].n; k++)
			for (uint32_t b = 0; b < a; b++)
				for (uint32_t i = 0; i < s->axis[b].level[0].n; i++)
					if (strcmp(s->axis[a].level[0].set[k].path, s->axis[b].level[0].set[i].path) == 0)
						good = diag_error(diag, s->axis[a].mark, "'%s' is set by two axes, '%s' and '%s'", s->axis[a].level[0].set[k].path,
								  s->axis[b].name, s->axis[a].name);
	return good;
}

static bool expand(struct sweep *s, struct diag *diag)
{
	const struct tree *root = scenario_root(s->base);
	const struct tree *sweep = tree_value(root, "sweep");
	struct reader r = { .arena = s->arena, .diag = diag, .no_files = true };
	bool good = true;

	if (!sweep || sweep->n == 0)
		return diag_error(diag, (struct mark){ 0 }, "there is nothing to sweep over: the scenario has no 'sweep:', and there is no --vary");
	s->axis = arena_array(s->arena, sweep->n, sizeof *s->axis);
	for (uint32_t i = 0; i < sweep->n; i++) {
		good = axis_read(&r, root, &sweep->member[i], &s->axis[s->n_axes]) && good;
		s->n_axes++;
	}
	if (!good || !check_once(s, diag) || !count_points(s, diag))
		return false;
	for (uint32_t a = 0; a < s->n_axes; a++)
		add_columns(s, a);
	return true;
}

struct sweep *sweep_new(struct scenario *base, struct diag *diag)
{
	struct sweep *s = xcalloc(1, sizeof *s);
	bool good;

	s->base = base;
	s->arena = scenario_arena(base);
	good = expand(s, diag);
	if (good)
		return s;
	/* Marks borrow from the scenario. */
	scenario_leave(base, diag);
	free(s);
	return NULL;
}

void sweep_free(struct sweep *s)
{
	if (!s)
		return;
	scenario_free(s->base);
	free(s);
}

uint32_t sweep_points(const struct sweep *s)
{
	return s->points;
}

const struct sweep_column *sweep_columns(const struct sweep *s, uint32_t *n)
{
	*n = s->n_columns;
	return s->column;
}

struct scenario *sweep_base(struct sweep *s)
{
	return s->base;
}

struct scenario *sweep_scenario(struct sweep *s, uint32_t point, struct diag *diag)
{
	struct setting_of *settings;
	struct scenario *scenario;
	size_t n = 0;

	assert(point < s->points);
	for (uint32_t a = 0; a < s->n_axes; a++)
		n += level_at(s, a, point)->n;
	settings = xcalloc(n, sizeof *settings);
	n = 0;
	for (uint32_t a = 0; a < s->n_axes; a++) {
		const struct level *level = level_at(s, a, point);

		memcpy(settings + n, level->set, level->n * sizeof *settings);
		n += level->n;
	}
	scenario = scenario_varied(s->base, settings, n, diag);
	free(settings);
	return scenario;
}

char *sweep_label(const struct sweep *s, uint32_t point)
{
	struct text text = { 0 };

	for (uint32_t a = 0; a < s->n_axes; a++) {
		const struct level *level = level_at(s, a, point);

		if (s->axis[a].named)
			text_add(&text, "%s%s=%s", a ? ", " : "", s->axis[a].name, level->name);
		for (uint32_t k = 0; !s->axis[a].named && k < level->n; k++)
			text_add(&text, "%s%s=%s", text.length ? ", " : "", level->set[k].path, tree_written(s->arena, level->set[k].value));
	}
	return text_take(&text);
}
