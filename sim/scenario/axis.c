/* Lists, zipped lists, variants and ranges as levels. */
#include "sim/scenario/axis.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_VALUES = 65535 };

/* Of the least step by which a range may miss its end and yet have it: what rounding leaves. */
static const double nearly = 1e-9;

/* ---- ranges ---- */

/* A number of the range; all of them have one dimension. */
static bool range_number(struct reader *r, const struct tree *range, const char *key, struct range *out, double *number)
{
	const struct tree *value = tree_value(range, key);
	enum dimension dimension;

	if (value->kind != TREE_SCALAR)
		return diag_error(r->diag, value->mark, "%s: expected a number, not %s", key, tree_kind_name(value));
	if (!units_parse(value->text, strlen(value->text), (1u << DIMENSIONS) - 1, r->diag, value->mark, number, &dimension))
		return false;
	if (out->dimension == DIMENSIONS)
		out->dimension = dimension;
	/* 0.2 and 60 % are of one kind. */
	if (strcmp(units_base(dimension), units_base(out->dimension)) != 0)
		return diag_error(r->diag, value->mark, "%s: '%s' is no %s, as 'from' is", key, value->text, units_dimension_name(out->dimension));
	if (dimension == DIM_SHARE)
		out->dimension = DIM_SHARE;
	return true;
}

static bool range_scale(struct reader *r, const struct tree *scale, struct range *out)
{
	if (scale->kind != TREE_SCALAR || (strcmp(scale->text, "log") != 0 && strcmp(scale->text, "linear") != 0))
		return diag_error(r->diag, scale->mark, "scale: expected linear or log");
	out->log = strcmp(scale->text, "log") == 0;
	if (out->log && !(out->from > 0 && out->to > 0))
		return diag_error(r->diag, scale->mark, "scale: log needs a range above 0");
	return true;
}

static bool range_count(struct reader *r, const struct tree *range, struct range *out)
{
	const struct tree *count = tree_value(range, "count"), *scale = tree_value(range, "scale");
	double n;

	if (tree_value(range, "step"))
		return diag_error(r->diag, count->mark, "a range has step or count, not both");
	if (count->kind != TREE_SCALAR || !text_number(count->text, strlen(count->text), &n) || n != floor(n) || n < 2 || n > MOST_VALUES)
		return diag_error(r->diag, count->mark, "count: expected a whole number from 2 to %d", MOST_VALUES);
	out->count = (uint64_t)n;
	return !scale || range_scale(r, scale, out);
}

static bool range_step(struct reader *r, const struct tree *range, struct range *out)
{
	const struct tree *step = tree_value(range, "step"), *scale = tree_value(range, "scale");
	double n;

	if (scale)
		return diag_error(r->diag, scale->mark, "scale: goes with count, not with step");
	if (!range_number(r, range, "step", out, &out->step))
		return false;
	n = (out->to - out->from) / out->step;
	if (!(n >= 0) || out->step == 0)
		return diag_error(r->diag, step->mark, "step: '%s' does not lead from 'from' to 'to'", step->text);
	if (n >= MOST_VALUES)
		return diag_error(r->diag, step->mark, "step: the range has %.0f values; at most %d are possible", n + 1, MOST_VALUES);
	out->count = (uint64_t)floor(n + nearly) + 1;
	return true;
}

static bool range_ends(struct reader *r, const struct tree *root, const struct member *axis, struct range *out)
{
	const struct tree *range = axis->value;
	const struct param *row = override_row(r, root, axis->key, tree_value(range, "from"), axis->mark);

	*out = (struct range){ .dimension = DIMENSIONS, .whole = row && row->kind == PARAM_COUNT };
	return range_number(r, range, "from", out, &out->from) && range_number(r, range, "to", out, &out->to);
}

bool range_bounds(struct reader *r, const struct tree *root, const struct member *axis, struct range *out)
{
	static const char *const keys[] = { "from", "to", "scale" };
	const struct tree *range = axis->value, *scale = tree_value(range, "scale");

	for (uint32_t i = 0; i < range->n; i++)
		if (strcmp(range->member[i].key, "from") != 0 && strcmp(range->member[i].key, "to") != 0 && strcmp(range->member[i].key, "scale") != 0)
			return diag_unknown(r->diag, range->member[i].mark, "key of a sampled range", range->member[i].key, keys, 3);
	if (!tree_value(range, "from") || !tree_value(range, "to"))
		return diag_error(r->diag, axis->mark, "a range needs from and to");
	if (!override_check(r, root, axis->key, tree_value(range, "from"), axis->mark)
	    || !override_check(r, root, axis->key, tree_value(range, "to"), axis->mark))
		return false;
	return range_ends(r, root, axis, out) && (!scale || range_scale(r, scale, out));
}

static double rounded(const struct range *range, double value)
{
	char digits[64];

	if (range->whole)
		return round(value);
	snprintf(digits, sizeof digits, "%.12g", value);
	return strtod(digits, NULL);
}

double range_between(const struct range *range, double share)
{
	return rounded(range, range->log ? range->from * pow(range->to / range->from, share) : range->from + share * (range->to - range->from));
}

const struct tree *range_tree(struct reader *r, const struct range *range, double value, struct mark mark)
{
	char text[64];

	return tree_scalar(r->arena, arena_strdup(r->arena, units_format(value, range->dimension, text)), mark);
}

/* The values of a range `{from, to, step}` or `{from, to, count, scale}` as trees; 0 with errors. */
static uint32_t range_values(struct reader *r, const struct tree *root, const struct member *axis, const struct tree ***values)
{
	struct range range;
	double last = (double)NAN;
	uint32_t n = 0;

	if (!range_ends(r, root, axis, &range)
	    || !(tree_value(axis->value, "count") ? range_count(r, axis->value, &range) : range_step(r, axis->value, &range)))
		return 0;
	*values = arena_array(r->arena, range.count, sizeof **values);
	for (uint64_t i = 0; i < range.count; i++) {
		double value = range.step != 0 ? rounded(&range, range.from + (double)i * range.step)
					       : range_between(&range, (double)i / (double)(range.count - 1));

		/* Rounded to whole numbers, neighbours may be one. */
		if (value == last)
			continue;
		(*values)[n++] = range_tree(r, &range, value, axis->mark);
		last = value;
	}
	return n;
}

/* ---- axes ---- */

static void set_levels(struct reader *r, struct axis *axis, uint32_t n)
{
	axis->n = n;
	axis->level = arena_array(r->arena, n, sizeof *axis->level);
}

static bool list_axis(struct reader *r, const struct member *member, struct axis *axis, const struct tree *const *values, uint32_t n)
{
	set_levels(r, axis, n);
	for (uint32_t i = 0; i < n; i++) {
		struct setting_of *set = arena_alloc(r->arena, sizeof *set);

		*set = (struct setting_of){ member->key, values[i], member->mark };
		axis->level[i] = (struct level){ NULL, set, 1 };
	}
	return n > 0;
}

static void zip_axis(struct reader *r, const struct tree *zip, struct axis *axis)
{
	set_levels(r, axis, zip->member[0].value->n);
	for (uint32_t i = 0; i < axis->n; i++) {
		struct setting_of *set = arena_array(r->arena, zip->n, sizeof *set);

		for (uint32_t k = 0; k < zip->n; k++)
			set[k] = (struct setting_of){ zip->member[k].key, zip->member[k].value->member[i].value, zip->member[k].mark };
		axis->level[i] = (struct level){ NULL, set, zip->n };
	}
}

static void variants_axis(struct reader *r, const struct tree *variants, struct axis *axis)
{
	axis->named = true;
	set_levels(r, axis, variants->n);
	for (uint32_t i = 0; i < axis->n; i++) {
		const struct tree *of = variants->member[i].value;
		struct setting_of *set = arena_array(r->arena, of->n, sizeof *set);

		for (uint32_t k = 0; k < of->n; k++)
			set[k] = (struct setting_of){ of->member[k].key, of->member[k].value, of->member[k].mark };
		axis->level[i] = (struct level){ variants->member[i].key, set, of->n };
	}
}

bool axis_read(struct reader *r, const struct tree *root, const struct member *member, struct axis *axis)
{
	const struct tree *value = member->value;
	const struct tree *zip = tree_value(value, "zip"), *variants = tree_value(value, "variants"), *sample = tree_value(value, "sample");
	const struct tree **values;
	uint32_t n;

	*axis = (struct axis){ .name = member->key, .mark = member->mark };
	if (value->kind == TREE_LIST) {
		values = arena_array(r->arena, value->n, sizeof *values);
		for (uint32_t i = 0; i < value->n; i++)
			values[i] = value->member[i].value;
		return list_axis(r, member, axis, values, value->n);
	}
	if (zip) {
		zip_axis(r, zip, axis);
		return true;
	}
	if (variants) {
		variants_axis(r, variants, axis);
		return true;
	}
	if (sample)
		return sample_axis(r, root, sample, axis);
	n = range_values(r, root, member, &values);
	return n && list_axis(r, member, axis, values, n);
}
