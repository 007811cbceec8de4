/*
 * Quantities that may be distributions: `5 ms`, `exponential(600 MI)`, `{lognormal: {mean: 120 kB, cv: 0.4}}`,
 * `{choice: {1 MB: 0.9, 20 MB: 0.1}}`, `{each: [5 ms, 10 ms]}`, `{empirical: {file: a.csv, column: size, times: 1 B}}`, `{column: size, times: 1 B}`.
 */
#include "sim/scenario/reader.h"

#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool read_value(struct reader *r, const char *text, struct mark mark, unsigned *mask, double *value)
{
	unsigned allowed = *mask;
	enum dimension dimension;
	double bare;

	/* A bare number is a share only where nothing else is possible: elsewhere its unit was forgotten. */
	if (text_number(text, strlen(text), &bare) && (allowed & ~(DIM_BIT(DIM_SHARE) | DIM_BIT(DIM_NONE))))
		allowed &= ~(DIM_BIT(DIM_SHARE) | DIM_BIT(DIM_NONE));
	if (!units_parse(text, strlen(text), allowed, r->diag, mark, value, &dimension))
		return false;
	*mask = DIM_BIT(dimension);
	return true;
}

static const struct distribution_class *find_class(const char *name)
{
	for (size_t i = 0; distribution_classes[i]; i++)
		if (strcmp(distribution_classes[i]->name, name) == 0)
			return distribution_classes[i];
	return NULL;
}

bool value_is_distribution(const char *name)
{
	return find_class(name) != NULL;
}

static bool unknown_class(struct reader *r, const char *name, struct mark mark)
{
	const char *names[64];
	size_t n = 0;

	for (size_t i = 0; distribution_classes[i] && n < 64; i++)
		names[n++] = distribution_classes[i]->name;
	return diag_unknown(r->diag, mark, "distribution", name, names, n);
}

/* `{lognormal: {mean: ..., cv: ...}}`: the form to write; the caller frees it. */
static char *mapping_form(const struct distribution_class *how)
{
	struct text t = { 0 };

	text_add(&t, "{%s: {", how->name);
	for (int i = 0; i < QUANTITY_OPTIONS && how->option[i].name; i++)
		text_add(&t, "%s%s: ...", i ? ", " : "", how->option[i].name);
	text_add(&t, "}}");
	return text_take(&t);
}

static bool in_option_range(struct reader *r, const struct distribution_class *how, int i, const char *text, struct mark mark, double value)
{
	const struct distribution_option *o = &how->option[i];
	bool good = o->open ? value > o->min && value < o->max : value >= o->min && value <= o->max;

	/* Both 0: any that is not negative. */
	if (o->min == 0 && o->max == 0)
		good = o->open ? value > 0 : value >= 0;
	return good || diag_error(r->diag, mark, "%s: %s %s is outside %c%g, %g%c", how->name, o->name, text, o->open ? '(' : '[', o->min,
				  o->max == 0 && o->min == 0 ? INFINITY : o->max, o->open ? ')' : ']');
}

static bool read_option(struct reader *r, struct quantity *q, int i, const struct tree *tree, unsigned *mask)
{
	const struct distribution_option *o = &q->how->option[i];
	unsigned plain = DIM_BIT(DIM_NONE);
	const char *text;

	if (tree->kind != TREE_SCALAR)
		return diag_error(r->diag, tree->mark, "%s: expected a value for '%s', not %s", q->how->name, o->name, tree_kind_name(tree));
	text = tree->text;
	return read_value(r, text, tree->mark, o->plain ? &plain : mask, &q->option[i])
	       && in_option_range(r, q->how, i, text, tree->mark, q->option[i]);
}

static bool finish(struct reader *r, const struct param *row, struct quantity *q, unsigned mask, struct mark mark)
{
	char *text;
	char shown[64];
	bool good;
	double mean;

	q->dimension = value_first_dimension(mask);
	if (q->how->prepare && !q->how->prepare(q, r->diag, mark))
		return false;
	mean = quantity_mean(q);
	text = text_format("%s%s", quantity_is_constant(q) ? "" : "the mean ", units_format(mean, q->dimension, shown));
	good = isfinite(mean) ? value_in_range(r, row, text, mark, mean, q->dimension)
	       : diag_error(r->diag, mark, "%s: the distribution has no finite mean", row->name);
	free(text);
	return good;
}

/* Options by name; what the mapping leaves out has a fallback, or is missing. */
static bool read_options(struct reader *r, const struct param *row, struct quantity *q, const struct tree *options, struct mark mark)
{
	const struct distribution_option *o = q->how->option;
	unsigned mask = row->dimensions;
	const char *names[QUANTITY_OPTIONS];
	size_t n = 0;
	bool good = true;

	for (; n < QUANTITY_OPTIONS && o[n].name; n++)
		names[n] = o[n].name;
	for (uint32_t k = 0; k < options->n; k++) {
		bool known = false;

		for (size_t i = 0; i < n; i++)
			known = known || strcmp(options->member[k].key, names[i]) == 0;
		if (!known)
			good = diag_unknown(r->diag, options->member[k].mark, "option", options->member[k].key, names, n);
	}
	for (size_t i = 0; i < n; i++) {
		const struct tree *given = tree_value(options, names[i]);

		if (given)
			good = read_option(r, q, (int)i, given, &mask) && good;
		else if (o[i].fallback)
			good = read_option(r, q, (int)i, tree_scalar(r->arena, o[i].fallback, mark), &mask) && good;
		else
			good = diag_error(r->diag, mark, "%s: '%s' is missing", q->how->name, names[i]);
	}
	return good && finish(r, row, q, mask, mark);
}

/* One parameter alone: `exponential(600 MI)`, `{exponential: 600 MI}`. */
static bool read_single(struct reader *r, const struct param *row, struct quantity *q, const struct tree *value)
{
	const struct distribution_option *o = q->how->option;
	char *form;

	for (int i = 1; i < QUANTITY_OPTIONS && o[i].name; i++)
		if (!o[i].fallback) {
			form = mapping_form(q->how);
			diag_error(r->diag, value->mark, "%s has several parameters; write %s", q->how->name, form);
			free(form);
			return false;
		}
	return read_options(r, row, q, tree_mapping(r->arena, o[0].name, value, value->mark), value->mark);
}

static bool read_choice(struct reader *r, const struct param *row, struct quantity *q, const struct tree *shares)
{
	struct quantity_list *list = arena_alloc(r->arena, sizeof *list);
	double *value = arena_array(r->arena, shares->n, sizeof *value), *cumulated = arena_array(r->arena, shares->n, sizeof *cumulated);
	unsigned mask = row->dimensions;
	double sum = 0;

	if (shares->kind != TREE_MAPPING || shares->n == 0)
		return diag_error(r->diag, shares->mark, "choice: expected a mapping of values to shares, as {choice: {1 MB: 0.9, 20 MB: 0.1}}");
	for (uint32_t i = 0; i < shares->n; i++) {
		const struct member *m = &shares->member[i];
		unsigned share = DIM_BIT(DIM_SHARE);
		double weight;

		if (m->value->kind != TREE_SCALAR)
			return diag_error(r->diag, m->mark, "choice: expected a share for '%s', not %s", m->key, tree_kind_name(m->value));
		if (!read_value(r, m->key, m->mark, &mask, &value[i]) || !read_value(r, m->value->text, m->value->mark, &share, &weight))
			return false;
		if (!(weight >= 0))
			return diag_error(r->diag, m->value->mark, "choice: the share %s is negative", m->value->text);
		cumulated[i] = sum += weight;
	}
	if (fabs(sum - 1) > 1e-9)
		return diag_error(r->diag, shares->mark, "choice: the shares add up to %g, not to 1", sum);
	cumulated[shares->n - 1] = 1;
	*list = (struct quantity_list){ .n = shares->n, .value = value, .cumulated = cumulated };
	q->list = list;
	return finish(r, row, q, mask, shares->mark);
}

static bool read_each(struct reader *r, const struct param *row, struct quantity *q, const struct tree *items)
{
	struct quantity_list *list = arena_alloc(r->arena, sizeof *list);
	double *value = arena_array(r->arena, items->n, sizeof *value);
	unsigned mask = row->dimensions;

	if (!row->drawn_once)
		return diag_error(r->diag, items->mark, "%s: `each` is for keys of a group of nodes only", row->name);
	if (items->kind != TREE_LIST || items->n == 0)
		return diag_error(r->diag, items->mark, "each: expected a list of values, as {each: [5 ms, 10 ms]}");
	for (uint32_t i = 0; i < items->n; i++) {
		const struct tree *item = items->member[i].value;

		if (item->kind != TREE_SCALAR)
			return diag_error(r->diag, item->mark, "each: expected a value, not %s", tree_kind_name(item));
		if (!read_value(r, item->text, item->mark, &mask, &value[i])
		    || !value_in_range(r, row, item->text, item->mark, value[i], value_first_dimension(mask)))
			return false;
	}
	*list = (struct quantity_list){ .n = items->n, .value = value };
	q->list = list;
	return finish(r, row, q, mask, items->mark);
}

/* ---- columns of files ---- */

static const struct param file_row = { .name = "file" }, column_row = { .name = "column" };

/* What a number in the column stands for. Without a unit only where the quantity has none. */
static bool read_times(struct reader *r, const char *name, const struct tree *times, struct mark mark, unsigned *mask,
		       double *value)
{
	if (!times && (*mask & (DIM_BIT(DIM_NONE) | DIM_BIT(DIM_SHARE))) == *mask) {
		*value = 1;
		return true;
	}
	if (!times)
		return diag_error(r->diag, mark, "%s: 'times' is missing: what a number in the column stands for, as a quantity of its own", name);
	if (times->kind != TREE_SCALAR)
		return diag_error(r->diag, times->mark, "%s: expected a value for 'times', not %s", name, tree_kind_name(times));
	if (!read_value(r, times->text, times->mark, mask, value))
		return false;
	return *value > 0 || diag_error(r->diag, times->mark, "%s: 'times' must be above 0", name);
}

/* The options of `empirical`, or without a file the keys of a mapping that begins with `column`. */
static bool read_column_options(struct reader *r, const char *name, const struct tree *options, struct mark mark, bool file,
				unsigned *mask, struct quantity_list *list)
{
	static const char *const names[] = { "file", "column", "times" };
	const char *const *allowed = names + !file;
	const struct tree *given = tree_value(options, "file"), *column = tree_value(options, "column");
	bool good = true;

	for (uint32_t i = 0; i < options->n; i++)
		if (strcmp(options->member[i].key, "times") && strcmp(options->member[i].key, "column") && (!file || strcmp(options->member[i].key, "file")))
			good = diag_unknown(r->diag, options->member[i].mark, "option", options->member[i].key, allowed, file ? 3 : 2);
	if (file && !given)
		good = diag_error(r->diag, mark, "%s: 'file' is missing", name);
	if (file && given)
		good = value_csv(r, &file_row, given, &list->csv) && good;
	if (!column)
		good = diag_error(r->diag, mark, "%s: 'column' is missing", name);
	else
		good = value_column(r, &column_row, column, &list->column) && good;
	return read_times(r, name, tree_value(options, "times"), mark, mask, &list->times) && good;
}

/* Multiply by what a number stands for; each must lie in the range of the row. */
static bool scale_column(struct reader *r, const struct param *row, const struct quantity_list *list, uint32_t column, double *value,
			 enum dimension dimension)
{
	uint32_t bad = 0;

	for (uint32_t i = 0; i < list->n && csv_more_errors(bad); i++) {
		value[i] *= list->times;
		if (value[i] < row->min || (row->max > 0 && value[i] > row->max)) {
			char shown[64];

			bad += !value_in_range(r, row, units_format(value[i], dimension, shown), csv_mark(list->csv, column, i), value[i], dimension);
		}
	}
	return bad == 0;
}

static bool read_empirical(struct reader *r, const struct param *row, struct quantity *q, const struct tree *options, struct mark mark)
{
	struct quantity_list *list = arena_alloc(r->arena, sizeof *list);
	unsigned mask = row->dimensions;
	uint32_t column;
	double *value;

	if (options->kind != TREE_MAPPING)
		return diag_error(r->diag, options->mark, "empirical: expected a file and a column, as {empirical: {file: sizes.csv, column: bytes, times: 1 B}}");
	if (!read_column_options(r, "empirical", options, mark, true, &mask, list))
		return false;
	if (r->no_files)
		return true;
	if (!list->csv->rows)
		return diag_error(r->diag, list->csv->mark, "%s has no rows to draw from", list->csv->path);
	column = csv_column(list->csv, &list->column, r->diag);
	value = column == COLUMN_NONE ? NULL : csv_numbers(list->csv, column, r->arena, r->diag);
	if (!value)
		return false;
	list->n = list->csv->rows;
	list->value = value;
	q->list = list;
	return scale_column(r, row, list, column, value, value_first_dimension(mask)) && finish(r, row, q, mask, mark);
}

/* `{column: NAME, times: UNIT}`. What it says is known when the workloads are. */
static bool read_trace_column(struct reader *r, const struct param *row, struct quantity *q, const struct tree *tree)
{
	struct quantity_list *list = arena_alloc(r->arena, sizeof *list);
	unsigned mask = row->dimensions;

	if (!row->of_request)
		return diag_error(r->diag, tree->mark, "%s: `column` is for the sizes and works of messages only; a distribution of the values of a column"
				  " is `empirical`", row->name);
	if (!read_column_options(r, "column", tree, tree->mark, false, &mask, list))
		return false;
	*q = (struct quantity){ .how = &distribution_column, .list = list, .dimension = value_first_dimension(mask) };
	return true;
}

static bool read_named(struct reader *r, const struct param *row, struct quantity *q, const char *name, struct mark mark, const struct tree *value)
{
	q->how = find_class(name);
	if (!q->how)
		return unknown_class(r, name, mark);
	if (q->how == &distribution_choice)
		return read_choice(r, row, q, value);
	if (q->how == &distribution_each)
		return read_each(r, row, q, value);
	if (q->how == &distribution_empirical)
		return read_empirical(r, row, q, value, mark);
	if (value->kind == TREE_MAPPING)
		return read_options(r, row, q, value, mark);
	if (value->kind == TREE_SCALAR)
		return read_single(r, row, q, value);
	return diag_error(r->diag, value->mark, "%s: expected a value or a mapping of options, not %s", name, tree_kind_name(value));
}

/* Whether a text is a distribution without parameters, or one that a comma cut off: in braces it ends a value. The error has been said then. */
static bool half_written(struct reader *r, const char *text, struct mark mark)
{
	const char *bracket = strchr(text, '(');
	const struct distribution_class *how = find_class(bracket ? arena_strndup(r->arena, text, (size_t)(bracket - text)) : text);
	char *form;

	if (!how)
		return false;
	form = how->option[0].name ? mapping_form(how) : text_format("%s", how->help);
	if (bracket)
		diag_error(r->diag, mark, "'%s' ends without ')': a comma inside braces ends a value; write %s", text, form);
	else
		diag_error(r->diag, mark, "'%s' has no parameters; write %s", text, form);
	free(form);
	return true;
}

static bool read_text(struct reader *r, const struct param *row, struct quantity *q, const struct tree *tree)
{
	struct call call;
	unsigned mask = row->dimensions;
	double value;

	if (value_of_word(row, tree->text, &value)) {
		*q = quantity_constant(value, mask & DIM_BIT(DIM_SHARE) ? DIM_SHARE : value_first_dimension(mask));
		return true;
	}
	if (value_call(r->arena, tree->text, &call) && !*call.argument && half_written(r, call.name, tree->mark))
		return false;
	if (value_call(r->arena, tree->text, &call))
		return read_named(r, row, q, call.name, tree->mark, tree_scalar(r->arena, call.argument, tree->mark));
	if (half_written(r, tree->text, tree->mark) || value_odd_number(r, row, tree->text, tree->mark)
	    || !read_value(r, tree->text, tree->mark, &mask, &value))
		return false;
	*q = quantity_constant(value, value_first_dimension(mask));
	return value_in_range(r, row, tree->text, tree->mark, value, q->dimension);
}

bool value_quantity(struct reader *r, const struct param *row, const struct tree *tree, struct quantity *out)
{
	struct quantity q = { 0 };
	bool good;

	if (tree->kind == TREE_SCALAR)
		good = read_text(r, row, &q, tree);
	else if (tree->kind == TREE_EMPTY)
		good = diag_error(r->diag, tree->mark, "'%s' has no value", row->name);
	else if (tree_value(tree, "column"))
		good = read_trace_column(r, row, &q, tree);
	else if (tree->kind == TREE_MAPPING && tree->n == 1)
		good = read_named(r, row, &q, tree->member[0].key, tree->member[0].mark, tree->member[0].value);
	else
		good = diag_error(r->diag, tree->mark, "%s: expected a value or one distribution, as 5 ms or {exponential: 5 ms}", row->name);
	if (good)
		*out = q;
	return good;
}
