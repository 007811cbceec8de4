#ifndef SCENARIO_TREE_H
#define SCENARIO_TREE_H

#include "sim/base/diag.h"
#include "sim/base/memory.h"

#include <stdbool.h>
#include <stdint.h>

/*
 * A YAML document as a tree with marks. Trees are never changed once made and
 * may share parts: an alias is the same pointer as what it names. What
 * changes a tree makes new nodes along the way. All of it lives in an arena.
 */
enum tree_kind { TREE_EMPTY, TREE_SCALAR, TREE_MAPPING, TREE_LIST };

struct member;

struct tree {
	enum tree_kind kind;
	bool quoted;              /* scalar: its text was in quotes */
	uint32_t n;               /* members of a mapping or list */
	struct mark mark;
	uint64_t size;            /* nodes of the tree, with aliases counted as often as they stand */
	const char *text;         /* scalar: NUL-terminated, without other NUL bytes; for others NULL */
	const struct member *member;
};

struct member {
	const char *key;          /* of a list: NULL */
	struct mark mark;         /* of the key; of a list's item: that of the value */
	const struct tree *value; /* never NULL */
};

enum { TREE_DEPTH = 64 };

/* Where the text to parse is from. */
struct tree_source {
	const char *name;         /* for marks; must outlive the diag */
	bool whole;               /* all marks are the source as a whole (line 0): text from an option */
};

/*
 * Parse one YAML document. NULL with errors in diag. A text without content gives a TREE_EMPTY.
 * Anchors and `<<` are resolved; duplicate keys, tags, complex keys, a second document, NUL bytes, invalid UTF-8,
 * nesting beyond TREE_DEPTH, aliases that expand to more than a million nodes or to themselves are errors. After
 * duplicate keys, tags and wrong uses of `<<` the rest is read all the same, and a tree comes back in spite of the errors.
 */
const struct tree *tree_parse(struct arena *arena, struct tree_source source,
			      const char *text, size_t length, struct diag *diag);

/* The member of a mapping with that key; NULL if there is none, or `tree` is NULL or no mapping. */
const struct member *tree_member(const struct tree *tree, const char *key);
const struct tree *tree_value(const struct tree *tree, const char *key);

/* A scalar; the text is borrowed. */
const struct tree *tree_scalar(struct arena *arena, const char *text, struct mark mark);

/* The tree as a user would write it on one line. */
const char *tree_written(struct arena *arena, const struct tree *tree);

/* A mapping of one member. */
const struct tree *tree_mapping(struct arena *arena, const char *key, const struct tree *value, struct mark mark);

/* The mapping (NULL: an empty one) with `key` set to `value`, or without it where value is NULL. */
const struct tree *tree_with(struct arena *arena, const struct tree *mapping, const char *key,
			     const struct tree *value, struct mark mark);

/* The list with item `i` in place of its own. */
const struct tree *tree_with_item(struct arena *arena, const struct tree *list, uint32_t i, const struct tree *item);

/* Both mappings in one, mappings in both merged likewise; elsewhere `over` wins. Keys of `under` come first. */
const struct tree *tree_merge(struct arena *arena, const struct tree *under, const struct tree *over);

/* "a list", "a mapping", "an empty value", "a text": for messages. */
const char *tree_kind_name(const struct tree *tree);

/* ---- members that grow; keys are found through a hash ---- */

struct members {
	struct member *member;
	uint32_t n, capacity;
	uint32_t *slot;           /* index + 1; 0: free; NULL while there are few */
	uint32_t slots;
};

void members_add(struct members *members, struct member member);
struct member *members_find(const struct members *members, const char *key);
void members_fini(struct members *members);

/* A mapping or list of the members, which are copied. */
const struct tree *members_tree(struct arena *arena, const struct members *members, enum tree_kind kind, struct mark mark);

#endif
