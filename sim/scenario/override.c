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
};

static const struct tree *set_in(struct setting *s, const struct param *params, const struct tree *tree);

static const struct tree *fail(const struct setting *s, const char *what)
{
	diag_error(s->r->diag, s->mark, "the path '%s' names nothing: %s", s->path, what);
	return NULL;
}

static bool at_end(const struct setting *s)
{
	return *s->at == 0;
}

/* The next key of the path, in the arena; NULL with an error if there is none. */
static const char *next_key(struct setting *s)
{
	size_t n = strcspn(s->at, ".[");
	const char *key;

	if (n == 0) {
		fail(s, "a key is missing");
		return NULL;
	}
	key = arena_strndup(s->r->arena, s->at, n);
	s->at += n;
	if (*s->at == '.') {
		s->at++;
		if (at_end(s)) {
			fail(s, "it ends in a dot");
			return NULL;
		}
	}
	return key;
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

static bool item_index(struct setting *s, const struct tree *list, uint32_t *index)
{
	char *end;
	unsigned long i;
	const char *name;

	if (*s->at == '[') {
		i = strtoul(s->at + 1, &end, 10);
		if (*end != ']' || end == s->at + 1 || i >= list->n)
			return diag_error(s->r->diag, s->mark, "the path '%s' names nothing: the list has %u items, from [0]", s->path, list->n);
		*index = (uint32_t)i;
		s->at = end + 1;
		s->at += *s->at == '.';
		return true;
	}
	name = next_key(s);
	for (*index = 0; name && *index < list->n; ++*index) {
		const struct tree *own = tree_value(list->member[*index].value, "name");

		if (own && own->kind == TREE_SCALAR && strcmp(own->text, name) == 0)
			return true;
	}
	if (name)
		diag_error(s->r->diag, s->mark, "the path '%s' names nothing: no item of the list has the name '%s'; [0] is the first", s->path, name);
	return false;
}

static const struct tree *set_in_list(struct setting *s, const struct param *row, const struct tree *list)
{
	uint32_t i = 0;
	const struct tree *item;

	if (!list || list->kind != TREE_LIST)
		return fail(s, "there is no such list");
	if (!item_index(s, list, &i))
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

static const struct tree *set_in_choice(struct setting *s, const struct param *row, const struct tree *tree)
{
	const struct model_class *class = NULL;
	const struct tree *options = NULL;
	const char *before = s->at;
	const char *key = next_key(s);

	if (!key)
		return NULL;
	if (row->selector && strcmp(key, row->selector) == 0)
		return at_end(s) ? s->value : fail(s, "a name has no keys");
	if (!tree)
		tree = fill_fallback(s->r, row);
	if (tree && !(options = spelt_out(s, row, tree, &class)))
		return NULL;
	if (choice_class(row->slot, key)) {
		if (class != choice_class(row->slot, key))
			options = NULL;
		class = choice_class(row->slot, key);
		if (at_end(s))
			return tree_mapping(s->r->arena, key, s->value, s->mark);
	} else {
		s->at = before;
	}
	if (!class)
		class = choice_standard(row->slot);
	if (!class)
		return fail(s, "nothing is chosen there yet");
	if (!class->params)
		return fail(s, arena_format(s->r->arena, "%s has no settings", class->name));
	options = set_in(s, class->params, options);
	return options ? tree_mapping(s->r->arena, class->name, options, s->mark) : NULL;
}

/* ---- keys ---- */

static const struct tree *set_below(struct setting *s, const struct param *row, const struct tree *tree)
{
	switch (row->kind) {
	case PARAM_TABLE:  return set_in(s, row->table, tree ? table_spelt_out(s->r, row, tree) : NULL);
	case PARAM_MAP:    return set_in_map(s, row, tree);
	case PARAM_LIST:   return set_in_list(s, row, tree);
	case PARAM_CHOICE: return set_in_choice(s, row, tree);
	default:           return fail(s, arena_format(s->r->arena, "'%s' has no keys below it", row->name));
	}
}

static const struct tree *set_in(struct setting *s, const struct param *params, const struct tree *tree)
{
	const char *key = next_key(s);
	const struct param *row = key ? param_find(params, key) : NULL;

	if (!key)
		return NULL;
	if (!row) {
		param_unknown(s->r, params, key, s->mark);
		return NULL;
	}
	if (row->kind == PARAM_LATER) {
		diag_error(s->r->diag, s->mark, "'%s' is not supported yet", key);
		return NULL;
	}
	if (row->kind == PARAM_ANY) {
		diag_error(s->r->diag, s->mark, "'%s' cannot be set from outside", key);
		return NULL;
	}
	return with(s, tree, key, at_end(s) ? s->value : set_below(s, row, tree_value(tree, key)));
}

const struct tree *override_set(struct reader *r, const struct tree *root, const char *path, const struct tree *value, struct mark mark)
{
	struct setting s = { r, path, path, value, mark };

	return set_in(&s, scenario_params, root);
}
