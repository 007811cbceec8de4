/*
 * Overrides: PATH=VALUE on the tree, with the tables at hand: keys that the tables know may be new, names of users must be there.
 */
#include "sim/scenario/reader.h"

#include "sim/base/text.h"

#include <stdlib.h>
#include <string.h>

/* What is being set; `at` is the path from here on. */
struct setting {
	struct reader *r;
	const char *path, *at;
	const struct tree *value;
	struct mark mark;
	bool check;               /* hold the value against its row */
	const struct param *row;  /* of the key at the end of the path; NULL: it is none, or an entry */
};

static const struct tree *set_in(struct setting *s, const struct param *params, const struct tree *tree);

static bool fail(const struct setting *s, const char *what)
{
	return diag_error(s->r->diag, s->mark, "the path '%s' names nothing: %s", s->path, what);
}

static bool at_end(const struct setting *s)
{
	return *s->at == 0;
}

/* Step over the dot before the next key, if the path goes on. */
static bool step(struct setting *s)
{
	if (*s->at == '.')
		return *++s->at || fail(s, "it ends in a dot");
	return at_end(s) || *s->at == '[' || fail(s, "a '.' is missing before the next key");
}

/* The next key of the path, in the arena; NULL with an error if there is none. */
static const char *next_key(struct setting *s)
{
	size_t n = strcspn(s->at, ".[");
	const char *key = arena_strndup(s->r->arena, s->at, n);

	if (n == 0) {
		fail(s, "a key is missing");
		return NULL;
	}
	s->at += n;
	return step(s) ? key : NULL;
}

/* The value, at the end of the path in `row`; NULL if it is wrong. */
static const struct tree *value_for(struct setting *s, const struct param *row)
{
	s->row = row;
	return !s->check || fill_check(s->r, row, s->value) ? s->value : NULL;
}

static const struct tree *with(struct setting *s, const struct tree *mapping, const char *key, const struct tree *value)
{
	return value ? tree_with(s->r->arena, mapping && mapping->kind == TREE_MAPPING ? mapping : NULL, key, value, s->mark) : NULL;
}

/* ---- maps and lists ---- */

static const struct tree *set_in_map(struct setting *s, const struct param *row, const struct tree *map)
{
	const char *name = next_key(s);
	const struct tree *entry;

	if (!name)
		return NULL;
	entry = map && map->kind == TREE_MAPPING ? tree_value(map, name) : NULL;
	if (!entry) {
		uint32_t n = map && map->kind == TREE_MAPPING ? map->n : 0;
		const char **names = arena_array(s->r->arena, n, sizeof *names);

		for (uint32_t i = 0; i < n; i++)
			names[i] = map->member[i].key;
		diag_unknown(s->r->diag, s->mark, arena_format(s->r->arena, "name under %s", row->name), name, names, n);
		return NULL;
	}
	return with(s, map, name, at_end(s) ? s->value : set_in(s, row->table, entry));
}

/* [0], [1], ...: digits alone. */
static bool item_by_number(struct setting *s, const struct tree *list, uint32_t *index)
{
	size_t digits = strspn(s->at + 1, "0123456789");
	double i = 0;

	if (s->at[1 + digits] != ']' || !text_number(s->at + 1, digits, &i))
		return fail(s, "expected the number of an item, as [0]");
	if (i >= list->n)
		return fail(s, arena_format(s->r->arena, "the list has %u item%s, from [0]", list->n, list->n == 1 ? "" : "s"));
	*index = (uint32_t)i;
	s->at += digits + 2;
	return step(s);
}

static bool item_by_name(struct setting *s, const struct tree *list, uint32_t *index)
{
	const char *name = next_key(s);
	const char **names = arena_array(s->r->arena, list->n, sizeof *names);
	size_t n = 0;

	for (*index = 0; name && *index < list->n; ++*index) {
		const struct tree *own = tree_value(list->member[*index].value, "name");

		if (!own || own->kind != TREE_SCALAR)
			continue;
		if (strcmp(own->text, name) == 0)
			return true;
		names[n++] = own->text;
	}
	if (!name)
		return false;
	if (text_nearest(name, names, n))
		return diag_unknown(s->r->diag, s->mark, "name of an item", name, names, n);
	return fail(s, arena_format(s->r->arena, "no item of the list has the name '%s'; [0] is the first", name));
}

static const struct tree *set_in_list(struct setting *s, const struct param *row, const struct tree *list)
{
	uint32_t i = 0;
	const struct tree *item;

	if (!list || list->kind != TREE_LIST) {
		fail(s, "there is no such list");
		return NULL;
	}
	if (!(*s->at == '[' ? item_by_number(s, list, &i) : item_by_name(s, list, &i)))
		return NULL;
	item = at_end(s) ? s->value : set_in(s, row->table, list->member[i].value);
	return item ? tree_with_item(s->r->arena, list, i, item) : NULL;
}

/* ---- choices ---- */

/* The choice as {CLASS: {settings}}, whatever its form; NULL if it names nothing known. */
static const struct tree *spelt_out(struct setting *s, const struct param *row, const struct tree *tree, const struct model_class **class)
{
	struct chosen chosen;

	if (!choice_read(s->r, row, tree, &chosen))
		return NULL;
	*class = chosen.class;
	return chosen.options ? chosen.options : tree_with(s->r->arena, NULL, "", NULL, tree->mark);
}

/* The key names neither a class of the slot nor a setting of the class in force. */
static const struct tree *unknown_choice(struct setting *s, const struct param *row, const struct model_class *class, const char *key)
{
	const char *names[256];
	size_t n = 0;

	if (value_listed(row->later, key)) {
		diag_error(s->r->diag, s->mark, "%s: '%s' is not supported yet", row->name, key);
		return NULL;
	}
	if (row->selector)
		names[n++] = row->selector;
	for (const struct param *p = class ? class->params : NULL; p && p->name && n < 128; p++)
		names[n++] = p->name;
	for (size_t i = 0; model_classes[i] && n < 256; i++)
		if (strcmp(model_classes[i]->slot, row->slot) == 0)
			names[n++] = model_classes[i]->name;
	diag_unknown(s->r->diag, s->mark, "key", key, names, n);
	return NULL;
}

/* Another class takes the place of the old with its options; the same one keeps them. */
static const struct tree *set_selector(struct setting *s, const struct param *row, const struct tree *tree)
{
	struct chosen old;

	if (!at_end(s)) {
		fail(s, "a name has no keys");
		return NULL;
	}
	if (tree && s->value->kind == TREE_SCALAR && choice_read(s->r, row, tree, &old) && strcmp(old.class->name, s->value->text) == 0)
		return tree;
	return value_for(s, row);
}

static const struct tree *set_in_choice(struct setting *s, const struct param *row, const struct tree *tree)
{
	const struct model_class *class = NULL, *named;
	const struct tree *options = NULL;
	const char *before = s->at;
	const char *key = next_key(s);

	if (!key)
		return NULL;
	if (row->selector && strcmp(key, row->selector) == 0)
		return set_selector(s, row, tree);
	if (!tree)
		tree = fill_fallback(s->r, row);
	if (tree && !(options = spelt_out(s, row, tree, &class)))
		return NULL;
	named = choice_class(row->slot, key);
	if (named && at_end(s)) {
		tree = tree_mapping(s->r->arena, key, s->value, s->mark);
		return !s->check || fill_check(s->r, row, tree) ? tree : NULL;
	}
	if (!class)
		class = choice_standard(row->slot);
	if (!named && (!class || !param_find(class->params, key)))
		return unknown_choice(s, row, class, key);
	if (!named)
		s->at = before;
	else if (named != class)
		options = NULL;
	class = named ? named : class;
	if (!class->params) {
		fail(s, arena_format(s->r->arena, "%s has no settings", class->name));
		return NULL;
	}
	options = set_in(s, class->params, options);
	return options ? tree_mapping(s->r->arena, class->name, options, s->mark) : NULL;
}

/* ---- quantities ---- */

static const struct distribution_class *distribution_named(const char *name)
{
	for (size_t i = 0; distribution_classes[i]; i++)
		if (strcmp(distribution_classes[i]->name, name) == 0)
			return distribution_classes[i];
	return NULL;
}

/* The options of a quantity that is a `how`, whatever its form; NULL if it is none. */
static const struct tree *options_of(struct setting *s, const struct distribution_class *how, const struct tree *tree)
{
	const struct tree *first = tree_value(tree, how->name);
	struct call call;

	if (tree && tree->kind == TREE_SCALAR && value_call(s->r->arena, tree->text, &call) && strcmp(call.name, how->name) == 0)
		first = tree_scalar(s->r->arena, call.argument, tree->mark);
	if (!first || first->kind == TREE_MAPPING || !how->option[0].name)
		return first;
	return tree_mapping(s->r->arena, how->option[0].name, first, first->mark);
}

/* `size.lognormal.cv`, `work.exponential`. */
static const struct tree *set_in_quantity(struct setting *s, const struct param *row, const struct tree *tree)
{
	const char *name = next_key(s), *option;
	const struct distribution_class *how = name ? distribution_named(name) : NULL;
	const struct tree *value = s->value;

	if (name && !how)
		fail(s, arena_format(s->r->arena, "'%s' is no distribution", name));
	if (!how)
		return NULL;
	if (!at_end(s)) {
		option = next_key(s);
		if (!option)
			return NULL;
		if (!at_end(s)) {
			fail(s, arena_format(s->r->arena, "'%s' has no keys below it", option));
			return NULL;
		}
		value = with(s, options_of(s, how, tree), option, value);
	}
	tree = tree_mapping(s->r->arena, name, value, s->mark);
	return !s->check || fill_check(s->r, row, tree) ? tree : NULL;
}

/* ---- keys ---- */

static const struct tree *set_below(struct setting *s, const struct param *row, const struct tree *tree)
{
	switch (row->kind) {
	case PARAM_TABLE:    return set_in(s, row->table, tree ? table_spelt_out(s->r, row, tree) : NULL);
	case PARAM_MAP:      return set_in_map(s, row, tree);
	case PARAM_LIST:     return set_in_list(s, row, tree);
	case PARAM_CHOICE:   return set_in_choice(s, row, tree);
	case PARAM_QUANTITY: return set_in_quantity(s, row, tree);
	default:
		fail(s, arena_format(s->r->arena, "'%s' has no keys below it", row->name));
		return NULL;
	}
}

/* The map or list whose entries `defaults.NAME` lies under. */
static const struct param *defaults_row(const struct param *params, const char *name)
{
	for (const struct param *row = params; row->name; row++) {
		const struct param *below;

		if (row->defaults && strcmp(row->defaults, name) == 0)
			return row;
		below = row->table ? defaults_row(row->table, name) : NULL;
		if (below)
			return below;
	}
	return NULL;
}

static const struct tree *set_in_defaults(struct setting *s, const struct tree *tree)
{
	const char *name = next_key(s);
	const struct param *row = name ? defaults_row(scenario_params, name) : NULL;

	if (name && !row)
		fail(s, arena_format(s->r->arena, "there are no defaults for '%s'", name));
	else if (row && at_end(s))
		fail(s, "a key is missing");
	return row && !at_end(s) ? with(s, tree, name, set_in(s, row->table, tree_value(tree, name))) : NULL;
}

/* Of a path that leaves out the map that its first name is in: the map's key; NULL if there is none. */
static const char *map_left_out(const struct setting *s, const struct tree *root, const char *name)
{
	for (const struct param *row = scenario_params; row->name; row++) {
		const struct tree *map = row->kind == PARAM_MAP ? tree_value(root, row->name) : NULL;

		if (map && map->kind == TREE_MAPPING && tree_value(map, name) && s->path[strlen(name)] != '\0')
			return row->name;
	}
	return NULL;
}

static void unknown_key(struct setting *s, const struct param *params, const struct tree *tree, const char *key)
{
	const char *map = params == scenario_params && tree ? map_left_out(s, tree, key) : NULL;

	if (map)
		diag_error(s->r->diag, s->mark, "unknown key '%s'; did you mean '%s.%s'?", key, map, s->path);
	else
		param_unknown(s->r, params, key, s->mark);
}

static const struct tree *set_in(struct setting *s, const struct param *params, const struct tree *tree)
{
	const char *key = next_key(s);
	const struct param *row = key ? param_find(params, key) : NULL;

	if (!key)
		return NULL;
	if (!row) {
		unknown_key(s, params, tree, key);
		return NULL;
	}
	if (row->kind == PARAM_LATER) {
		diag_error(s->r->diag, s->mark, "'%s' is not supported yet (%s)", key, row->help);
		return NULL;
	}
	if (row->kind == PARAM_ANY && strcmp(key, "defaults") == 0 && !at_end(s))
		return with(s, tree, key, set_in_defaults(s, tree_value(tree, key)));
	if (row->kind == PARAM_ANY) {
		diag_error(s->r->diag, s->mark, "'%s' cannot be set from outside", key);
		return NULL;
	}
	return with(s, tree, key, at_end(s) ? value_for(s, row) : set_below(s, row, tree_value(tree, key)));
}

const struct tree *override_set(struct reader *r, const struct tree *root, const char *path, const struct tree *value, struct mark mark)
{
	struct setting s = { .r = r, .path = path, .at = path, .value = value, .mark = mark };

	return set_in(&s, scenario_params, root);
}

bool override_check(struct reader *r, const struct tree *root, const char *path, const struct tree *value, struct mark mark)
{
	struct setting s = { .r = r, .path = path, .at = path, .value = value, .mark = mark, .check = true };

	return set_in(&s, scenario_params, root) != NULL;
}

const struct param *override_row(struct reader *r, const struct tree *root, const char *path, const struct tree *value, struct mark mark)
{
	struct setting s = { .r = r, .path = path, .at = path, .value = value, .mark = mark };

	return set_in(&s, scenario_params, root) ? s.row : NULL;
}
