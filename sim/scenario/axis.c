/* Lists, zipped lists, variants and ranges as levels. */
#include "sim/scenario/axis.h"

#include "sim/base/units.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_VALUES = 65535 };

/* Of the least step by which a range may miss its end and yet have it: what rounding leaves. */
static const double nearly = 1e-9;

/* ---- ranges ---- */

struct range { double from, to, step; uint64_t count; bool log, whole; enum dimension dimension; };

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

static bool range_count(struct reader *r, const struct tree *range, struct range *out)
{
	const struct tree *count = tree_value(range, "count"), *scale = tree_value(range, "scale");
	double n;

	if (tree_value(range, "step"))
		return diag_error(r->diag, count->mark, "a range has step or count, not both");
	if (count->kind != TREE_SCALAR || !text_number(count->text, strlen(count->text), &n) || n != floor(n) || n < 2 || n > MOST_VALUES)
		return diag_error(r->diag, count->mark, "count: expected a whole number from 2 to %d", MOST_VALUES);
	out->count = (uint64_t)n;
	if (!scale)
		return true;
	if (scale->kind != TREE_SCALAR || (strcmp(scale->text, "log") != 0 && strcmp(scale->text, "linear") != 0))
		return diag_error(r->diag, scale->mark, "scale: expected linear or log");
	out->log = strcmp(scale->text, "log") == 0;
	if (out->log && !(out->from > 0 && out->to > 0))
		return diag_error(r->diag, scale->mark, "scale: log needs a range above 0");
	return true;
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

static bool range_read(struct reader *r, const struct tree *root, const struct member *axis, struct range *out)
{
	const struct tree *range = axis->value;
	const struct param *row = override_row(r, root, axis->key, tree_value(range, "from"), axis->mark);

	*out = (struct range){ .dimension = DIMENSIONS, .whole = row && row->kind == PARAM_COUNT };
	if (!range_number(r, range, "from", out, &out->from) || !range_number(r, range, "to", out, &out->to))
		return false;
	return tree_value(range, "count") ? range_count(r, range, out) : range_step(r, range, out);
}

/* Number `i` of the range, to 12 digits: 0.3, not 0.30000000000000004. */
static double range_value(const struct range *range, uint64_t i)
{
	double share = range->count > 1 ? (double)i / (double)(range->count - 1) : 0;
	double value = range->step != 0 ? range->from + (double)i * range->step
		: range->log ? range->from * pow(range->to / range->from, share) : range->from + share * (range->to - range->from);
	char digits[64];

	if (range->whole)
		return round(value);
	snprintf(digits, sizeof digits, "%.12g", value);
	return strtod(digits, NULL);
}

uint32_t range_values(struct reader *r, const struct tree *root, const struct member *axis, const struct tree ***values)
{
	struct range range;
	double last = (double)NAN;
	uint32_t n = 0;

	if (!range_read(r, root, axis, &range))
		return 0;
	*values = arena_array(r->arena, range.count, sizeof **values);
	for (uint64_t i = 0; i < range.count; i++) {
		double value = range_value(&range, i);
		char text[64];

		/* Rounded to whole numbers, neighbours may be one. */
		if (value == last)
			continue;
		(*values)[n++] = tree_scalar(r->arena, arena_strdup(r->arena, units_format(value, range.dimension, text)), axis->mark);
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
	const struct tree *zip = tree_value(value, "zip"), *variants = tree_value(value, "variants");
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
	n = range_values(r, root, member, &values);
	return n && list_axis(r, member, axis, values, n);
}
