/*
 * Quantities that may be distributions: `5 ms`, `exponential(600 MI)`, `{lognormal: {mean: 120 kB, cv: 0.4}}`,
 * `{choice: {1 MB: 0.9, 20 MB: 0.1}}`, `{each: [5 ms, 10 ms]}`.
 */
#include "sim/scenario/reader.h"

#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Words of the language that stand where a distribution may, and are not built. */
#define LATER "empirical column"

static bool read_value(struct reader *r, const struct param *row, const char *text, struct mark mark, unsigned *mask, double *value)
{
	unsigned allowed = *mask;
	enum dimension dimension;
	double bare;

	/* A bare number is a share only where nothing else is possible: elsewhere its unit was forgotten. */
	if (text_number(text, strlen(text), &bare) && (allowed & ~(DIM_BIT(DIM_SHARE) | DIM_BIT(DIM_NONE))))
		allowed &= ~(DIM_BIT(DIM_SHARE) | DIM_BIT(DIM_NONE));
	(void)row;
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

static bool unknown_class(struct reader *r, const char *name, struct mark mark)
{
	const char *names[64];
	size_t n = 0;

	if (value_listed(LATER, name))
		return diag_error(r->diag, mark, "'%s' is not supported yet", name);
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

static bool read_option(struct reader *r, const struct param *row, struct quantity *q, int i, const struct tree *tree, unsigned *mask)
{
	const struct distribution_option *o = &q->how->option[i];
	unsigned plain = DIM_BIT(DIM_NONE);
	const char *text;

	if (tree->kind != TREE_SCALAR)
		return diag_error(r->diag, tree->mark, "%s: expected a value for '%s', not %s", q->how->name, o->name, tree_kind_name(tree));
	text = tree->text;
	return read_value(r, row, text, tree->mark, o->plain ? &plain : mask, &q->option[i])
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
			good = read_option(r, row, q, (int)i, given, &mask) && good;
		else if (o[i].fallback)
			good = read_option(r, row, q, (int)i, tree_scalar(r->arena, o[i].fallback, mark), &mask) && good;
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
		if (!read_value(r, row, m->key, m->mark, &mask, &value[i]) || !read_value(r, row, m->value->text, m->value->mark, &share, &weight))
			return false;
		if (!(weight >= 0))
			return diag_error(r->diag, m->value->mark, "choice: the share %s is negative", m->value->text);
		cumulated[i] = sum += weight;
	}
	if (fabs(sum - 1) > 1e-9)
		return diag_error(r->diag, shares->mark, "choice: the shares add up to %g, not to 1", sum);
	cumulated[shares->n - 1] = 1;
	*list = (struct quantity_list){ shares->n, value, cumulated };
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
		if (!read_value(r, row, item->text, item->mark, &mask, &value[i])
		    || !value_in_range(r, row, item->text, item->mark, value[i], value_first_dimension(mask)))
			return false;
	}
	*list = (struct quantity_list){ items->n, value, NULL };
	q->list = list;
	return finish(r, row, q, mask, items->mark);
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
	if (value->kind == TREE_MAPPING)
		return read_options(r, row, q, value, mark);
	if (value->kind == TREE_SCALAR)
		return read_single(r, row, q, value);
	return diag_error(r->diag, value->mark, "%s: expected a value or a mapping of options, not %s", name, tree_kind_name(value));
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
	if (value_call(r->arena, tree->text, &call))
		return read_named(r, row, q, call.name, tree->mark, tree_scalar(r->arena, call.argument, tree->mark));
	if (!read_value(r, row, tree->text, tree->mark, &mask, &value))
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
	else if (tree->kind == TREE_MAPPING && tree->n == 1)
		good = read_named(r, row, &q, tree->member[0].key, tree->member[0].mark, tree->member[0].value);
	else
		good = diag_error(r->diag, tree->mark, "%s: expected a value or one distribution, as 5 ms or {exponential: 5 ms}", row->name);
	if (good)
		*out = q;
	return good;
}
