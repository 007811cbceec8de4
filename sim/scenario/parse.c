/*
 * YAML text into a tree, through the events of libfyaml (its documents look for duplicate keys in quadratic time
 * and do not say where a mapping begins). What libfyaml lets pass and a scenario must not is refused here.
 */
#include "sim/scenario/tree.h"

#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

enum { EXPANSION = 1000000 };

struct builder {
	struct arena *arena;
	struct diag *diag;
	struct tree_source source;
	const char *text;
	size_t length, lines;
	struct fy_parser *parser;
	struct members anchors;
	uint64_t expanded, allowed;   /* nodes reached through aliases */
	size_t errors;                /* in diag before, and those that are no reason to stop */
};

/* An anchor whose node has not ended; an alias to it would hold itself. */
static const struct tree unfinished = { .kind = TREE_EMPTY };

static struct mark mark_at(const struct builder *b, size_t line, size_t column)
{
	if (b->source.whole)
		return (struct mark){ b->source.name, 0, 0 };
	return (struct mark){ b->source.name, (uint32_t)line, (uint32_t)column };
}

static struct mark mark_of(const struct builder *b, struct fy_token *token, struct mark otherwise)
{
	const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;

	return mark ? mark_at(b, (size_t)mark->line + 1, (size_t)mark->column + 1) : otherwise;
}

static bool failed(const struct builder *b)
{
	return diag_errors(b->diag) > b->errors;
}

/* What was just said is no reason to stop. */
static void go_on(struct builder *b)
{
	b->errors = diag_errors(b->diag);
}

/* ---- before libfyaml sees it ---- */

/* The length of the UTF-8 character at `at`, 0 if it is none: no surrogates, no overlong forms, at most U+10FFFF. */
static size_t character(const unsigned char *at, size_t left)
{
	size_t n = *at < 0x80 ? 1 : *at >= 0xc2 && *at < 0xe0 ? 2 : *at >= 0xe0 && *at < 0xf0 ? 3 : *at >= 0xf0 && *at < 0xf5 ? 4 : 0;

	if (n > left)
		return 0;
	for (size_t i = 1; i < n; i++)
		if ((at[i] & 0xc0) != 0x80)
			return 0;
	if ((*at == 0xe0 && at[1] < 0xa0) || (*at == 0xed && at[1] > 0x9f)
	    || (*at == 0xf0 && at[1] < 0x90) || (*at == 0xf4 && at[1] > 0x8f))
		return 0;
	return n;
}

static bool check_bytes(struct builder *b)
{
	static const char hdf5[] = "\x89HDF\r\n\x1a\n";
	const unsigned char *byte = (const unsigned char *)b->text;
	size_t line = 1, column = 1, n;

	if (b->length >= sizeof hdf5 - 1 && memcmp(b->text, hdf5, sizeof hdf5 - 1) == 0)
		return diag_error(b->diag, mark_at(b, 1, 1), "this is an HDF5 file, as results are, not a scenario; 'fogline inspect' shows results");
	for (size_t i = 0; i < b->length; i += n, column++) {
		n = character(byte + i, b->length - i);
		if (n == 0)
			return diag_error(b->diag, mark_at(b, line, column),
					  "byte 0x%02x is not valid UTF-8; save the text as UTF-8", byte[i]);
		if (byte[i] == 0)
			return diag_error(b->diag, mark_at(b, line, column), "a NUL byte; is this a text file?");
		if (byte[i] == '\n') {
			line++;
			column = 0;
		}
	}
	b->lines = line;
	return true;
}

/* ---- what libfyaml refuses ---- */

/* What most often stands behind a message of libfyaml that begins so. */
static const struct { const char *message, *hint; } hints[] = {
	{ "invalid nested block mapping on the same line", "a text with ': ' needs quotes" },
	{ "invalid multiline plain key", "a ':' needs a space after it, and keys of one mapping the same indentation" },
	{ "invalid indentation in mapping", "keys of one mapping begin in the same column" },
	{ "did not find expected key", "keys of one mapping begin in the same column" },
	{ "invalid value after mapping", "keys of one mapping begin in the same column" },
	{ "missing comma in flow mapping", "a ',' or '}' is missing, or a text with ': ' needs quotes" },
	{ "missing comma in flow sequence", "a ',' or ']' is missing" },
	{ "plain scalar cannot start with", "a text that begins so needs quotes" },
	{ "wrongly indented double-quoted scalar", "is the closing quote missing?" },
	{ "wrongly indented single-quoted scalar", "is the closing quote missing?" },
};

static const char *hint_for(const char *message)
{
	for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++)
		if (strncmp(message, hints[i].message, strlen(hints[i].message)) == 0)
			return hints[i].hint;
	return NULL;
}

/* Whether line `line` or the next is indented by a tab; *mark is where. libfyaml often speaks of the line before. */
static bool find_tab(const struct builder *b, size_t line, struct mark *mark)
{
	size_t now = 1;

	for (size_t i = 0; i < b->length && now <= line + 1; now++) {
		size_t from = i;

		while (i < b->length && b->text[i] == ' ')
			i++;
		if (now >= line && i < b->length && b->text[i] == '\t') {
			*mark = mark_at(b, now, i - from + 1);
			return true;
		}
		while (i < b->length && b->text[i++] != '\n')
			;
	}
	return false;
}

static void syntax_error(struct builder *b, struct fy_diag *messages)
{
	void *place = NULL;
	struct fy_diag_error *error;

	while (!failed(b) && (error = fy_diag_errors_iterate(messages, &place))) {
		size_t line = error->line > 0 ? (size_t)error->line : 1, column = error->column > 0 ? (size_t)error->column : 1;
		const char *hint = error->msg ? hint_for(error->msg) : NULL;
		struct mark mark;

		/* What is wrong with the end stands behind the last line. */
		if (line > b->lines)
			line = b->lines;
		mark = mark_at(b, line, column);
		if (!error->msg)
			continue;
		if (find_tab(b, line, &mark))
			diag_error(b->diag, mark, "a tab; YAML is indented by spaces");
		else
			diag_error(b->diag, mark, "%s%s%s", error->msg, hint ? "; " : "", hint ? hint : "");
	}
	if (!failed(b))
		diag_error(b->diag, mark_at(b, 1, 1), "this is not YAML");
}

/* ---- events ---- */

static const char *token_text(const struct builder *b, struct fy_token *token, struct mark mark)
{
	size_t length = 0;
	const char *text = token ? fy_token_get_text(token, &length) : "";

	if (!text)
		text = "";
	if (length && memchr(text, 0, length)) {
		diag_error(b->diag, mark, "a text with a NUL character");
		return "";
	}
	return arena_strndup(b->arena, text, length);
}

static void refuse_tag(struct builder *b, struct fy_token *tag)
{
	struct mark mark = mark_of(b, tag, mark_at(b, 1, 1));

	if (!tag)
		return;
	diag_error(b->diag, mark, "tags such as '%s' are not part of the language", token_text(b, tag, mark));
	go_on(b);
}

static void note_anchor(struct builder *b, struct fy_token *anchor, const struct tree *tree)
{
	const char *name;
	struct member *known;
	struct mark mark;

	if (!anchor)
		return;
	mark = mark_of(b, anchor, mark_at(b, 1, 1));
	name = token_text(b, anchor, mark);
	known = members_find(&b->anchors, name);
	if (known)
		known->value = tree;
	else
		members_add(&b->anchors, (struct member){ name, mark, tree });
}

static const struct tree *alias(struct builder *b, struct fy_token *anchor)
{
	struct mark mark = mark_of(b, anchor, mark_at(b, 1, 1));
	const char *name = token_text(b, anchor, mark);
	const struct member *known = members_find(&b->anchors, name);

	/* The token begins behind the asterisk. */
	mark.column -= mark.column > 1;
	if (!known)
		diag_error(b->diag, mark, "the alias '*%s' names no anchor; '&%s' must stand before it", name, name);
	else if (known->value == &unfinished)
		diag_error(b->diag, mark, "the alias '*%s' stands inside what it names", name);
	else if (known->value->size > b->allowed - b->expanded)
		diag_error(b->diag, mark, "aliases expand to more than a million values");
	else {
		b->expanded += known->value->size;
		return known->value;
	}
	return NULL;
}

static bool is_null(const char *text)
{
	return !*text || strcmp(text, "~") == 0 || strcmp(text, "null") == 0
	       || strcmp(text, "Null") == 0 || strcmp(text, "NULL") == 0;
}

static const struct tree *scalar(struct builder *b, const struct fy_event *e, struct mark otherwise)
{
	struct tree *tree = arena_alloc(b->arena, sizeof *tree);
	bool quoted = e->scalar.value && fy_token_scalar_style(e->scalar.value) != FYSS_PLAIN;
	struct mark mark = mark_of(b, e->scalar.value, otherwise);
	const char *text = token_text(b, e->scalar.value, mark);
	bool empty = !quoted && is_null(text);

	if (empty && !*text)
		mark = otherwise;
	*tree = (struct tree){ .kind = empty ? TREE_EMPTY : TREE_SCALAR, .quoted = quoted, .mark = mark, .size = 1,
			       .text = empty ? NULL : text };
	return tree;
}

static const struct tree *node(struct builder *b, struct fy_event *e, int depth, struct mark otherwise);

/* Parse the next node; NULL if the text ends, or with an error. */
static const struct tree *next_node(struct builder *b, int depth, struct mark otherwise)
{
	struct fy_event *e = fy_parser_parse(b->parser);
	const struct tree *tree = e ? node(b, e, depth, otherwise) : NULL;

	fy_parser_event_free(b->parser, e);
	return tree;
}

/* What a '<<' brings lies under the mapping's own keys. */
static void merge_one(struct builder *b, struct members *members, const struct tree *from)
{
	if (from->kind != TREE_MAPPING) {
		diag_error(b->diag, from->mark, "'<<' takes a mapping or a list of mappings, not %s", tree_kind_name(from));
		go_on(b);
		return;
	}
	for (uint32_t i = 0; i < from->n; i++)
		if (!members_find(members, from->member[i].key))
			members_add(members, from->member[i]);
}

static void merge(struct builder *b, struct members *members, const struct tree *from)
{
	if (from->kind != TREE_LIST)
		merge_one(b, members, from);
	for (uint32_t i = 0; from->kind == TREE_LIST && i < from->n; i++)
		merge_one(b, members, from->member[i].value);
}

/* The key of the next member; NULL at the end of the mapping (*end) or with an error. */
static const char *next_key(struct builder *b, struct mark *mark, bool *quoted, bool *end)
{
	struct fy_event *e = fy_parser_parse(b->parser);
	const char *key = NULL;

	*end = e && e->type == FYET_MAPPING_END;
	if (e && e->type == FYET_SCALAR) {
		*mark = mark_of(b, e->scalar.value, *mark);
		*quoted = e->scalar.value && fy_token_scalar_style(e->scalar.value) != FYSS_PLAIN;
		key = token_text(b, e->scalar.value, *mark);
		note_anchor(b, e->scalar.anchor, tree_scalar(b->arena, key, *mark));
		refuse_tag(b, e->scalar.tag);
		if (!*key)
			diag_error(b->diag, *mark, "an empty key");
	} else if (e && !*end) {
		struct fy_token *token = e->type == FYET_MAPPING_START ? e->mapping_start.mapping_start
			: e->type == FYET_SEQUENCE_START ? e->sequence_start.sequence_start
			: e->type == FYET_ALIAS ? e->alias.anchor : NULL;

		diag_error(b->diag, mark_of(b, token, *mark), "a key must be a plain text");
	}
	fy_parser_event_free(b->parser, e);
	return failed(b) ? NULL : key;
}

/* The first of equal keys stays. */
static void add_member(struct builder *b, struct members *members, struct member m)
{
	const struct member *first = members_find(members, m.key);

	if (!first) {
		members_add(members, m);
		return;
	}
	if (first->mark.line)
		diag_error(b->diag, m.mark, "duplicate key '%s', first in line %u", m.key, first->mark.line);
	else
		diag_error(b->diag, m.mark, "duplicate key '%s'", m.key);
	go_on(b);
}

static void second_merge(struct builder *b, struct mark mark)
{
	diag_error(b->diag, mark, "a second '<<'; give a list of mappings to the first");
	go_on(b);
}

static const struct tree *mapping(struct builder *b, struct mark mark, int depth)
{
	struct members members = { 0 };
	const struct tree *tree = NULL, *merged = NULL;
	bool end = false, quoted = false;
	const char *key;
	struct mark at = mark;

	while ((key = next_key(b, &at, &quoted, &end))) {
		const struct tree *value = next_node(b, depth, at);

		if (!value)
			break;
		if (strcmp(key, "<<") != 0 || quoted)
			add_member(b, &members, (struct member){ key, at, value });
		else if (merged)
			second_merge(b, at);
		else
			merged = value;
	}
	if (merged && end && !failed(b))
		merge(b, &members, merged);
	if (end && !failed(b))
		tree = members_tree(b->arena, &members, TREE_MAPPING, mark);
	members_fini(&members);
	return tree;
}

static const struct tree *list(struct builder *b, struct mark mark, int depth)
{
	struct members members = { 0 };
	const struct tree *tree = NULL;
	bool end = false;

	while (!end && !failed(b)) {
		struct fy_event *e = fy_parser_parse(b->parser);
		const struct tree *item = NULL;

		end = e && e->type == FYET_SEQUENCE_END;
		if (e && !end)
			item = node(b, e, depth, mark);
		fy_parser_event_free(b->parser, e);
		if (item)
			members_add(&members, (struct member){ NULL, item->mark, item });
		else if (!end)
			break;
	}
	if (end && !failed(b))
		tree = members_tree(b->arena, &members, TREE_LIST, mark);
	members_fini(&members);
	return tree;
}

static const struct tree *collection(struct builder *b, const struct fy_event *e, int depth, struct mark otherwise)
{
	bool is_map = e->type == FYET_MAPPING_START;
	struct fy_token *tag = is_map ? e->mapping_start.tag : e->sequence_start.tag;
	struct fy_token *anchor = is_map ? e->mapping_start.anchor : e->sequence_start.anchor;
	struct fy_token *start = is_map ? e->mapping_start.mapping_start : e->sequence_start.sequence_start;
	struct mark mark = mark_of(b, start, otherwise);
	const struct tree *tree;

	if (depth > TREE_DEPTH) {
		diag_error(b->diag, mark, "nested deeper than %d levels", TREE_DEPTH);
		return NULL;
	}
	refuse_tag(b, tag);
	note_anchor(b, anchor, &unfinished);
	tree = is_map ? mapping(b, mark, depth + 1) : list(b, mark, depth + 1);
	if (tree)
		note_anchor(b, anchor, tree);
	return tree;
}

static const struct tree *node(struct builder *b, struct fy_event *e, int depth, struct mark otherwise)
{
	const struct tree *tree = NULL;

	switch ((int)e->type) {
	case FYET_SCALAR:
		refuse_tag(b, e->scalar.tag);
		tree = scalar(b, e, otherwise);
		note_anchor(b, e->scalar.anchor, tree);
		break;
	case FYET_MAPPING_START:
	case FYET_SEQUENCE_START:
		return collection(b, e, depth, otherwise);
	case FYET_ALIAS:
		tree = alias(b, e->alias.anchor);
		break;
	default:
		break;
	}
	return failed(b) ? NULL : tree;
}

static struct mark document_mark(const struct builder *b, const struct fy_event *e)
{
	return mark_of(b, e->document_start.document_start, mark_at(b, 1, 1));
}

static const struct tree *document(struct builder *b)
{
	const struct tree *tree = NULL;
	struct fy_event *e;
	bool end = false;
	int documents = 0;

	while (!end && !failed(b) && (e = fy_parser_parse(b->parser))) {
		if (e->type == FYET_DOCUMENT_START && documents++)
			diag_error(b->diag, document_mark(b, e), "a second document begins here; a scenario is one document");
		else if (e->type == FYET_STREAM_END)
			end = true;
		else if (e->type == FYET_SCALAR || e->type == FYET_MAPPING_START || e->type == FYET_SEQUENCE_START
			 || e->type == FYET_ALIAS)
			tree = node(b, e, 1, mark_at(b, 1, 1));
		fy_parser_event_free(b->parser, e);
	}
	if (!end || failed(b))
		return NULL;
	if (!tree) {
		struct tree *empty = arena_alloc(b->arena, sizeof *empty);

		*empty = (struct tree){ .kind = TREE_EMPTY, .mark = mark_at(b, 0, 0), .size = 1 };
		tree = empty;
	}
	return tree;
}

static void drop_message(struct fy_diag *diag, void *user, const char *text, size_t length)
{
	(void)diag, (void)user, (void)text, (void)length;
}

const struct tree *tree_parse(struct arena *arena, struct tree_source source,
			      const char *text, size_t length, struct diag *diag)
{
	struct builder b = { .arena = arena, .diag = diag, .source = source, .text = text, .length = length,
			     .allowed = EXPANSION + length, .errors = diag_errors(diag) };
	const struct fy_diag_cfg quiet = { .output_fn = drop_message, .level = FYET_ERROR, .module_mask = ~0u };
	struct fy_diag *messages;
	struct fy_parse_cfg config = { .flags = FYPCF_QUIET };
	const struct tree *tree = NULL;

	if (!check_bytes(&b))
		return NULL;
	messages = fy_diag_create(&quiet);
	fy_diag_set_collect_errors(messages, true);
	config.diag = messages;
	b.parser = fy_parser_create(&config);
	if (b.parser && fy_parser_set_string(b.parser, text, length) == 0) {
		tree = document(&b);
		if (!tree && !failed(&b))
			syntax_error(&b, messages);
	} else {
		diag_error(diag, mark_at(&b, 0, 0), "libfyaml could not be started");
	}
	fy_parser_destroy(b.parser);
	fy_diag_destroy(messages);
	members_fini(&b.anchors);
	return tree;
}
