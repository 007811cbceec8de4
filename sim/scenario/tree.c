/* Trees: finding, copying on change, merging. Large mappings are only ever built through a hash, so loading stays linear. */
#include "sim/scenario/tree.h"

#include "sim/base/text.h"

#include <stdlib.h>
#include <string.h>

enum { FEW = 16 };

const struct member *tree_member(const struct tree *tree, const char *key)
{
	if (!tree || tree->kind != TREE_MAPPING)
		return NULL;
	for (uint32_t i = 0; i < tree->n; i++)
		if (tree->member[i].key[0] == key[0] && strcmp(tree->member[i].key, key) == 0)
			return &tree->member[i];
	return NULL;
}

const struct tree *tree_value(const struct tree *tree, const char *key)
{
	const struct member *m = tree_member(tree, key);

	return m ? m->value : NULL;
}

const char *tree_kind_name(const struct tree *tree)
{
	switch (tree->kind) {
	case TREE_EMPTY: return "an empty value";
	case TREE_SCALAR: return "a text";
	case TREE_MAPPING: return "a mapping";
	case TREE_LIST: return "a list";
	}
	return "";
}

const struct tree *tree_scalar(struct arena *arena, const char *text, struct mark mark)
{
	struct tree *tree = arena_alloc(arena, sizeof *tree);

	*tree = (struct tree){ .kind = TREE_SCALAR, .mark = mark, .size = 1, .text = text };
	return tree;
}

const char *tree_written(struct arena *arena, const struct tree *tree)
{
	const char *text = "";

	if (tree->kind == TREE_SCALAR)
		return tree->text;
	for (uint32_t i = 0; i < tree->n; i++) {
		const struct member *m = &tree->member[i];

		text = arena_format(arena, "%s%s%s%s%s", text, i ? ", " : "", m->key ? m->key : "", m->key ? ": " : "", tree_written(arena, m->value));
	}
	return arena_format(arena, tree->kind == TREE_LIST ? "[%s]" : "{%s}", text);
}

static uint64_t add_sizes(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

const struct tree *members_tree(struct arena *arena, const struct members *members, enum tree_kind kind, struct mark mark)
{
	struct tree *tree = arena_alloc(arena, sizeof *tree);
	struct member *member = arena_array(arena, members->n, sizeof *member);

	*tree = (struct tree){ .kind = kind, .n = members->n, .mark = mark, .size = 1, .member = member };
	if (members->n)
		memcpy(member, members->member, members->n * sizeof *member);
	for (uint32_t i = 0; i < tree->n; i++)
		tree->size = add_sizes(tree->size, member[i].value->size);
	return tree;
}

const struct tree *tree_mapping(struct arena *arena, const char *key, const struct tree *value, struct mark mark)
{
	return tree_with(arena, NULL, key, value, mark);
}

const struct tree *tree_with(struct arena *arena, const struct tree *mapping, const char *key,
			     const struct tree *value, struct mark mark)
{
	struct members members = { 0 };
	const struct tree *tree;
	bool found = false;

	for (uint32_t i = 0; mapping && i < mapping->n; i++) {
		struct member m = mapping->member[i];

		if (strcmp(m.key, key) == 0) {
			found = true;
			m.value = value;
		}
		if (m.value)
			members_add(&members, m);
	}
	if (!found && value)
		members_add(&members, (struct member){ key, mark, value });
	tree = members_tree(arena, &members, TREE_MAPPING, mapping ? mapping->mark : mark);
	members_fini(&members);
	return tree;
}

const struct tree *tree_with_item(struct arena *arena, const struct tree *list, uint32_t i, const struct tree *item)
{
	struct tree *tree = arena_alloc(arena, sizeof *tree);
	struct member *member = arena_array(arena, list->n, sizeof *member);

	memcpy(member, list->member, list->n * sizeof *member);
	member[i].value = item;
	*tree = *list;
	tree->member = member;
	tree->size = add_sizes(list->size, item->size);
	return tree;
}

const struct tree *tree_merge(struct arena *arena, const struct tree *under, const struct tree *over)
{
	struct members members = { 0 };
	const struct tree *tree;

	if (under->kind != TREE_MAPPING || over->kind != TREE_MAPPING)
		return over;
	for (uint32_t i = 0; i < under->n; i++)
		members_add(&members, under->member[i]);
	for (uint32_t i = 0; i < over->n; i++) {
		struct member *below = members_find(&members, over->member[i].key);

		if (!below) {
			members_add(&members, over->member[i]);
			continue;
		}
		below->value = tree_merge(arena, below->value, over->member[i].value);
		below->mark = over->member[i].mark;
	}
	tree = members_tree(arena, &members, TREE_MAPPING, over->mark);
	members_fini(&members);
	return tree;
}

static void place(struct members *members, uint32_t index)
{
	uint32_t at = (uint32_t)text_hash(members->member[index].key) & (members->slots - 1);

	while (members->slot[at])
		at = (at + 1) & (members->slots - 1);
	members->slot[at] = index + 1;
}

static void rehash(struct members *members)
{
	free(members->slot);
	members->slots = 4 * members->capacity;
	members->slot = xcalloc(members->slots, sizeof *members->slot);
	for (uint32_t i = 0; i < members->n; i++)
		place(members, i);
}

void members_add(struct members *members, struct member member)
{
	if (members->n == members->capacity) {
		members->capacity = members->capacity ? 2 * members->capacity : FEW;
		members->member = xrealloc(members->member, members->capacity * sizeof *members->member);
		if (members->capacity > FEW && member.key)
			rehash(members);
	}
	members->member[members->n++] = member;
	if (members->slot)
		place(members, members->n - 1);
}

struct member *members_find(const struct members *members, const char *key)
{
	uint32_t at;

	if (!members->slot) {
		for (uint32_t i = 0; i < members->n; i++)
			if (strcmp(members->member[i].key, key) == 0)
				return &members->member[i];
		return NULL;
	}
	at = (uint32_t)text_hash(key) & (members->slots - 1);
	while (members->slot[at]) {
		struct member *m = &members->member[members->slot[at] - 1];

		if (strcmp(m->key, key) == 0)
			return m;
		at = (at + 1) & (members->slots - 1);
	}
	return NULL;
}

void members_fini(struct members *members)
{
	free(members->member);
	free(members->slot);
	*members = (struct members){ 0 };
}
