/*
 * What may stand in a path of the language, and behind its `=`: keys from the tables, names from the scenario at hand. A
 * scenario that cannot be read has no names; nothing is said about it.
 */
#include "sim/scenario/scenario.h"

#include "sim/base/text.h"
#include "sim/scenario/reader.h"

#include <stdlib.h>
#include <string.h>

struct completing {
	struct reader *r;
	const struct tree *root;  /* NULL: no scenario */
	bool values;              /* what stands behind `=` is wanted too: for --set, not for help */
	scenario_candidate *emit;
	void *with;
};

/* A place reached: the path up to it, and what is left of the word. */
struct spot { const char *done, *rest; };

static void in_table(struct completing *c, struct spot at, const struct param *params, const struct tree *tree);

static void offer(struct completing *c, struct spot at, const char *text, const char *end, const char *help)
{
	char *whole;

	if (strncmp(text, at.rest, strlen(at.rest)) != 0)
		return;
	whole = text_format("%s%s%s", at.done, text, end);
	c->emit(c->with, whole, help);
	free(whole);
}

/* The spot behind `n` bytes of the rest. */
static struct spot behind(struct completing *c, struct spot at, size_t n)
{
	return (struct spot){ arena_format(c->r->arena, "%s%.*s", at.done, (int)n, at.rest), at.rest + n };
}

/* The end of a key's own word: "=" where a value may follow, "." where keys do. */
static void offer_row(struct completing *c, struct spot at, const struct param *row)
{
	bool below = row->table || row->kind == PARAM_CHOICE;
	bool value = c->values && (!row->table || row->scalar);

	if (row->kind == PARAM_LATER || (row->kind == PARAM_ANY && c->values))
		return;
	if (value)
		offer(c, at, row->name, "=", row->help);
	if (below && (!value || row->scalar || row->kind == PARAM_CHOICE))
		offer(c, at, row->name, row->kind == PARAM_LIST ? "[" : ".", row->help);
	if (!value && (!below || !c->values))
		offer(c, at, row->name, "", row->help);
}

/* ---- values ---- */

static void offer_names(struct completing *c, struct spot at, const struct param *params, const struct tree *tree)
{
	for (const struct param *row = params; row && row->name; row++) {
		const struct tree *below = tree_value(tree, row->name);

		if (row->kind == PARAM_TABLE)
			offer_names(c, at, row->table, below);
		for (uint32_t i = 0; row->kind == PARAM_MAP && below && below->kind == TREE_MAPPING && i < below->n; i++) {
			offer(c, at, below->member[i].key, "", row->help);
			offer_names(c, at, row->table, below->member[i].value);
		}
	}
}

static void offer_words(struct completing *c, struct spot at, const char *words)
{
	char **names;
	size_t n = value_words(words, &names);

	for (size_t i = 0; i < n; i++)
		offer(c, at, names[i], "", "");
	value_words_free(names, n);
}

static void offer_classes(struct completing *c, struct spot at, const char *slot, const char *end, bool with_settings)
{
	for (size_t i = 0; model_classes[i]; i++)
		if (strcmp(model_classes[i]->slot, slot) == 0 && (model_classes[i]->params || !with_settings))
			offer(c, at, model_classes[i]->name, end, model_classes[i]->help);
}

static void value_of(struct completing *c, struct spot at, const struct param *row)
{
	const char *fallback = language_default(row);

	if (row->scalar)
		row = param_find(row->table, row->scalar);
	if (fallback && !row->slot && !value_listed(row->words, fallback))
		offer(c, at, fallback, "", "the default");
	offer_words(c, at, row->words);
	for (const struct preset *p = row->presets; p && p->name; p++)
		offer(c, at, p->name, "", p->help);
	if (row->slot)
		offer_classes(c, at, row->slot, "", false);
	if (row->kind == PARAM_REFERENCE || row->kind == PARAM_REFERENCES)
		offer_names(c, at, scenario_params, c->root);
}

/* ---- keys ---- */

static void in_map(struct completing *c, struct spot at, const struct param *row, const struct tree *map)
{
	size_t n = strcspn(at.rest, ".");

	if (at.rest[n]) {
		const struct tree *entry = tree_value(map, arena_strndup(c->r->arena, at.rest, n));

		if (entry || !c->root)
			in_table(c, behind(c, at, n + 1), row->table, entry);
		return;
	}
	for (uint32_t i = 0; map && map->kind == TREE_MAPPING && i < map->n; i++)
		offer(c, at, map->member[i].key, ".", row->help);
	if (!c->root)
		offer(c, at, "NAME", ".", row->help);
}

/* Behind "links[" or "links.": an item by its number, or by its name. */
static void in_list(struct completing *c, struct spot at, const struct param *row, const struct tree *list, bool by_number)
{
	size_t n = strcspn(at.rest, ".");
	uint32_t items = list && list->kind == TREE_LIST ? list->n : 0;

	for (uint32_t i = 0; i < items; i++) {
		const struct tree *item = list->member[i].value, *name = tree_value(item, "name");
		char *own = by_number ? arena_format(c->r->arena, "%u]", i) : name && name->kind == TREE_SCALAR ? arena_strdup(c->r->arena, name->text) : NULL;

		if (own && at.rest[n] && strlen(own) == n && strncmp(own, at.rest, n) == 0)
			in_table(c, behind(c, at, n + 1), row->table, item);
		else if (own && !at.rest[n])
			offer(c, at, own, ".", row->help);
	}
	if (c->root)
		return;
	if (at.rest[n])
		in_table(c, behind(c, at, n + 1), row->table, NULL);
	else if (by_number)
		offer(c, at, "N]", ".", row->help);
}

/* The class in force and its settings in the tree. */
static const struct model_class *class_in_force(struct completing *c, const struct param *row, const struct tree *tree, const struct tree **options)
{
	struct chosen chosen = { 0 };

	*options = NULL;
	if (!tree)
		tree = fill_fallback(c->r, row);
	if (tree && choice_read(c->r, row, tree, &chosen))
		*options = chosen.options;
	return chosen.class ? chosen.class : choice_standard(row->slot);
}

static void in_choice(struct completing *c, struct spot at, const struct param *row, const struct tree *tree)
{
	size_t n = strcspn(at.rest, ".=");
	char *key = arena_strndup(c->r->arena, at.rest, n);
	const struct tree *options;
	const struct model_class *class = class_in_force(c, row, tree, &options);
	const struct model_class *named = choice_class(row->slot, key);

	if (at.rest[n] == '=' && row->selector && strcmp(key, row->selector) == 0) {
		offer_classes(c, behind(c, at, n + 1), row->slot, "", false);
		return;
	}
	if (at.rest[n] == '.' && named) {
		in_table(c, behind(c, at, n + 1), named->params, named == class ? options : NULL);
		return;
	}
	if (!at.rest[n]) {
		if (row->selector && c->values)
			offer(c, at, row->selector, "=", row->help);
		offer_classes(c, at, row->slot, c->values ? "." : "", c->values);
	}
	if (class && c->values)
		in_table(c, at, class->params, options);
}

static void below_row(struct completing *c, struct spot at, const struct param *row, const struct tree *tree, char step)
{
	switch (row->kind) {
	case PARAM_TABLE:
		in_table(c, at, row->table, tree);
		break;
	case PARAM_MAP:
		in_map(c, at, row, tree);
		break;
	case PARAM_LIST:
		in_list(c, at, row, tree, step == '[');
		break;
	case PARAM_CHOICE:
		in_choice(c, at, row, tree);
		break;
	default:
		break;
	}
}

static void in_table(struct completing *c, struct spot at, const struct param *params, const struct tree *tree)
{
	size_t n = strcspn(at.rest, ".[=");
	const struct param *row;

	if (!at.rest[n]) {
		for (row = params; row && row->name; row++)
			offer_row(c, at, row);
		return;
	}
	row = param_find(params, arena_strndup(c->r->arena, at.rest, n));
	if (!row || row->kind == PARAM_LATER)
		return;
	if (at.rest[n] == '=')
		value_of(c, behind(c, at, n + 1), row);
	else
		below_row(c, behind(c, at, n + 1), row, tree_value(tree, row->name), at.rest[n]);
}

void scenario_complete(const char *path, const char *word, bool values, scenario_candidate *emit, void *with)
{
	struct diag *diag = diag_new();
	struct arena *arena = arena_new();
	struct files *files = files_new(arena);
	struct reader r = { .arena = arena, .diag = diag, .files = files, .path = path, .no_files = true };
	struct completing c = { .r = &r, .values = values, .emit = emit, .with = with };

	if (path && strcmp(path, "-") != 0)
		c.root = scenario_tree(&r);
	in_table(&c, (struct spot){ "", word }, scenario_params, c.root);
	files_free(files);
	arena_free(arena);
	diag_free(diag);
}
