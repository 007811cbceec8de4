/* Which class fills a slot: `word`, `word(x)`, `{word: {...}}`, `{policy: word, ...}`, or settings of the slot's standard class. */
#include "sim/scenario/reader.h"

#include "sim/base/text.h"

#include <string.h>

const struct model_class *choice_class(const char *slot, const char *name)
{
	for (size_t i = 0; model_classes[i]; i++)
		if (strcmp(model_classes[i]->slot, slot) == 0 && strcmp(model_classes[i]->name, name) == 0)
			return model_classes[i];
	return NULL;
}

const struct model_class *choice_standard(const char *slot)
{
	for (size_t i = 0; model_classes[i]; i++)
		if (strcmp(model_classes[i]->slot, slot) == 0 && model_classes[i]->standard)
			return model_classes[i];
	return NULL;
}

static bool unknown_class(struct reader *r, const struct param *row, const char *name, struct mark mark)
{
	const char *names[256];
	size_t n = 0;

	if (value_listed(row->later, name))
		return diag_error(r->diag, mark, "%s: '%s' is not supported yet", row->name, name);
	for (size_t i = 0; model_classes[i] && n < 256; i++)
		if (strcmp(model_classes[i]->slot, row->slot) == 0)
			names[n++] = model_classes[i]->name;
	/* The key that names the class, misspelt. */
	if (row->selector && !text_nearest(name, names, n) && text_nearest(name, &row->selector, 1))
		return diag_unknown(r->diag, mark, "key", name, &row->selector, 1);
	return diag_unknown(r->diag, mark, row->slot, name, names, n);
}

const struct model_class *choice_of_value(const struct param *row)
{
	return row->of_value ? choice_class(row->slot, row->of_value) : choice_standard(row->slot);
}

/* The value of the first setting alone, as a mapping. */
static const struct tree *first_setting(struct reader *r, const struct model_class *class, const struct tree *value)
{
	return class->params && class->params[0].name ? tree_mapping(r->arena, class->params[0].name, value, value->mark) : NULL;
}

static bool choose(struct reader *r, const struct param *row, const char *name, struct mark mark, struct chosen *out)
{
	out->class = choice_class(row->slot, name);
	out->named = true;
	out->mark = mark;
	return out->class || unknown_class(r, row, name, mark);
}

static bool give_first(struct reader *r, const struct tree *value, struct chosen *out)
{
	out->options = first_setting(r, out->class, value);
	if (out->options)
		return true;
	return diag_error(r->diag, value->mark, "%s has no settings", out->class->name);
}

static bool read_word(struct reader *r, const struct param *row, const struct tree *tree, struct chosen *out)
{
	const struct model_class *standard = choice_of_value(row);
	struct call call;

	/* A value stands for the first setting of the standard class: `every: 100 ms`. */
	if (standard && tree->text[0] >= '0' && tree->text[0] <= '9') {
		*out = (struct chosen){ .class = standard, .mark = tree->mark };
		return give_first(r, tree, out);
	}
	if (row->bare && standard && !choice_class(row->slot, tree->text) && !value_listed(row->later, tree->text)) {
		*out = (struct chosen){ .class = standard, .mark = tree->mark };
		return give_first(r, tree, out);
	}
	if (value_call(r->arena, tree->text, &call))
		return choose(r, row, call.name, tree->mark, out) && give_first(r, tree_scalar(r->arena, call.argument, tree->mark), out);
	return choose(r, row, tree->text, tree->mark, out);
}

static bool read_selected(struct reader *r, const struct param *row, const struct tree *tree, const struct member *selector, struct chosen *out)
{
	const char *name = value_text(r, row, selector->value, "a name");

	if (!name || !choose(r, row, name, selector->value->mark, out))
		return false;
	if (tree->n > 1)
		out->options = tree_with(r->arena, tree, row->selector, NULL, tree->mark);
	return true;
}

/* `{k-of: 2, of: [a, b]}`: the value is that of the first setting, the others stand beside. */
static bool read_beside(struct reader *r, const struct param *row, const struct tree *tree, struct chosen *out)
{
	const struct member *first = &tree->member[0];
	const struct tree *rest;

	if (!choose(r, row, first->key, first->mark, out))
		return false;
	rest = tree_with(r->arena, tree, first->key, NULL, tree->mark);
	if (!out->class->params || tree_member(rest, out->class->params[0].name))
		return diag_error(r->diag, first->mark, "%s: expected {%s: VALUE, option: value}", row->name, first->key);
	out->options = tree_with(r->arena, rest, out->class->params[0].name, first->value, tree->mark);
	return true;
}

/* Whether a mapping is not settings but a distribution, for a first setting that may be one: `{renewal: {lognormal: {...}}}`. */
static bool is_first_quantity(const struct model_class *class, const struct tree *value)
{
	const struct param *first = class->params && class->params[0].kind == PARAM_QUANTITY ? class->params : NULL;

	return first && value->n == 1 && !param_find(first, value->member[0].key) && value_is_distribution(value->member[0].key);
}

static bool read_mapping(struct reader *r, const struct param *row, const struct tree *tree, struct chosen *out)
{
	const struct member *selector = row->selector ? tree_member(tree, row->selector) : NULL;
	const struct member *first = tree->n ? &tree->member[0] : NULL;
	const struct model_class *standard = choice_standard(row->slot);
	bool named = first && tree->n == 1 && (choice_class(row->slot, first->key) || value_listed(row->later, first->key));

	if (row->bare && first && tree->n > 1 && choice_class(row->slot, first->key))
		return read_beside(r, row, tree, out);
	if (selector)
		return read_selected(r, row, tree, selector, out);
	if (first && tree->n == 1 && (named || !standard)) {
		if (!choose(r, row, first->key, first->mark, out))
			return false;
		if (first->value->kind == TREE_MAPPING && !is_first_quantity(out->class, first->value))
			out->options = first->value;
		else if (first->value->kind == TREE_EMPTY)
			return diag_error(r->diag, first->mark, "'%s' has no value", first->key);
		else
			return give_first(r, first->value, out);
		return true;
	}
	if (!standard)
		return diag_error(r->diag, tree->mark, "%s: expected one %s, as {NAME: {option: value}}%s%s", row->name, row->slot,
				  row->selector ? ", or the name under " : "", row->selector ? row->selector : "");
	*out = (struct chosen){ .class = standard, .options = tree, .mark = tree->mark };
	return true;
}

bool choice_read(struct reader *r, const struct param *row, const struct tree *tree, struct chosen *out)
{
	*out = (struct chosen){ .mark = tree->mark };
	if (tree->kind == TREE_SCALAR)
		return read_word(r, row, tree, out);
	if (tree->kind == TREE_MAPPING)
		return read_mapping(r, row, tree, out);
	if (tree->kind == TREE_EMPTY)
		return diag_error(r->diag, tree->mark, "'%s' has no value", row->name);
	if (row->bare) {
		*out = (struct chosen){ .class = choice_standard(row->slot), .mark = tree->mark };
		return give_first(r, tree, out);
	}
	return diag_error(r->diag, tree->mark, "%s: expected a name or a mapping, not a list", row->name);
}
