/* Loading: files to texts to one tree, includes merged below it, overrides set in it, config structs filled from it. */
#include "sim/scenario/scenario.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/scenario/effective.h"
#include "sim/scenario/reader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_INCLUDES = 1000 };

struct scenario {
	struct arena *arena;
	void *config;
	const char *text;
	size_t length;
	char *effective, *shown;
	char digest[33];
	struct files *files;
	struct memory *memory;        /* of the reader */
	bool borrowed;                /* files and memory are another's */
	const struct tree *root;      /* the config is filled from it */
	const char *path;
	struct digest data;           /* of the files that values name */
	uint32_t includes;
};

/* A file whose includes are under way: against cycles. One text stands for a file, by whatever name. */
struct including { const char *text; const struct including *by; };

/* ---- include ---- */

static const struct tree *load_tree(struct scenario *s, struct reader *r, const char *path, struct mark mark, const struct including *by);

/* The tree of the file that `name` names; NULL with errors. */
static const struct tree *include_one(struct scenario *s, struct reader *r, const struct tree *name, const struct including *by)
{
	const struct tree *tree;

	if (name->kind != TREE_SCALAR) {
		diag_error(r->diag, name->mark, "include: expected a file name or a list of them, not %s", tree_kind_name(name));
		return NULL;
	}
	/* Files that include others twice each would take for ever. It is said once. */
	if (++s->includes > MOST_INCLUDES) {
		if (s->includes == MOST_INCLUDES + 1)
			diag_error(r->diag, name->mark, "include: more than %d files are included", MOST_INCLUDES);
		return NULL;
	}
	tree = load_tree(s, r, files_beside(s->arena, name->mark, name->text), name->mark, by);
	if (tree && tree->kind != TREE_MAPPING) {
		diag_error(r->diag, tree->mark, "an included file must be a mapping of keys, not %s", tree_kind_name(tree));
		return NULL;
	}
	return tree;
}

/* Later files win over earlier ones, and the including file over all. */
static const struct tree *merge_includes(struct scenario *s, struct reader *r, const struct tree *root, const struct including *by)
{
	const struct tree *include = tree_value(root, "include");
	bool list = include && include->kind == TREE_LIST, good = true;
	const struct tree *merged = NULL;

	if (!include)
		return root;
	for (uint32_t i = 0; i < (list ? include->n : 1); i++) {
		const struct tree *tree = include_one(s, r, list ? include->member[i].value : include, by);

		good = good && tree;
		if (tree)
			merged = merged ? tree_merge(s->arena, merged, tree) : tree;
	}
	if (!good)
		return NULL;
	root = tree_with(s->arena, root, "include", NULL, root->mark);
	return merged ? tree_merge(s->arena, merged, root) : root;
}

static const struct tree *load_tree(struct scenario *s, struct reader *r, const char *path, struct mark mark, const struct including *by)
{
	struct tree_source source = { arena_strdup(s->arena, path), false };
	size_t length;
	const char *text = files_read(s->files, path, &length, mark, r->diag);
	struct including self = { text, by };
	const struct tree *tree;

	if (!text)
		return NULL;
	for (const struct including *i = by; i; i = i->by)
		if (i->text == text) {
			diag_error(r->diag, mark, "include: '%s' includes itself", path);
			return NULL;
		}
	if (!by) {
		s->text = text;
		s->length = length;
	}
	tree = tree_parse(s->arena, source, text, length, r->diag);
	if (tree && tree->kind == TREE_EMPTY) {
		diag_error(r->diag, tree->mark, by ? "the file is empty" : "the file is empty: a scenario begins with `fogline: 1`");
		return NULL;
	}
	return tree && tree->kind == TREE_MAPPING ? merge_includes(s, r, tree, &self) : tree;
}

const struct tree *scenario_tree(struct reader *r)
{
	struct scenario s = { .arena = r->arena, .files = r->files };

	return load_tree(&s, r, r->path, (struct mark){ 0 }, NULL);
}

/* ---- overrides ---- */

/* An axis from the command line: values between commas, or a list or a range as the scenario has them. */
static const struct tree *vary(struct scenario *s, struct reader *r, const struct tree *root, const char *text, const char *equals, struct mark mark)
{
	bool whole = equals[1] == '{' || equals[1] == '[';
	const char *list = whole ? equals + 1 : arena_format(s->arena, "[%s]", equals + 1);
	const struct tree *axis = tree_parse(s->arena, (struct tree_source){ mark.source, true }, list, strlen(list), r->diag);
	const struct tree *sweep = tree_value(root, "sweep");
	const char *path = arena_strndup(s->arena, text, (size_t)(equals - text));

	if (!axis || (sweep && sweep->kind != TREE_MAPPING))
		return NULL;
	return tree_with(s->arena, root, "sweep", tree_with(s->arena, sweep, path, axis, mark), mark);
}

static const struct tree *apply(struct scenario *s, struct reader *r, const struct tree *root, const struct override *o)
{
	const char *equals = strchr(o->text, '=');
	bool is_set = strcmp(o->option, "--set") == 0 || strcmp(o->option, "--vary") == 0;
	struct mark mark = { arena_format(s->arena, "%s %s", o->option, is_set || !equals ? o->text : equals + 1), 0, 0 };
	struct tree_source source = { mark.source, true };
	const struct tree *value;

	if (!equals || equals == o->text) {
		diag_error(r->diag, mark, strcmp(o->option, "--vary") == 0 ? "expected PATH=V1,V2,..., as nodes.edge.count=2,4,8"
									   : "expected PATH=VALUE, as nodes.edge.count=4");
		return NULL;
	}
	if (strcmp(o->option, "--vary") == 0)
		return vary(s, r, root, o->text, equals, mark);
	value = tree_parse(s->arena, source, equals + 1, strlen(equals + 1), r->diag);
	if (value && value->kind == TREE_EMPTY) {
		diag_error(r->diag, mark, "the value is empty");
		return NULL;
	}
	return value ? override_set(r, root, arena_strndup(s->arena, o->text, (size_t)(equals - o->text)), value, mark) : NULL;
}

/* ---- all ---- */

/* Fill the config from the tree, and note which files the values name. */
static void fill_config(struct scenario *s, struct reader *r, const struct tree *root)
{
	s->root = root;
	s->data = digest_start();
	s->config = arena_alloc(s->arena, scenario_config_size);
	r->data = &s->data;
	if (!fill_root(r, root, s->config))
		model_check_names(s->config, r->diag);
	r->data = NULL;
	s->memory = r->memory;
}

static void fill(struct scenario *s, struct reader *r, const struct tree *root, const struct override *overrides, size_t n)
{
	const struct tree *sweep;

	if (!root)
		return;
	for (size_t i = 0; i < n; i++) {
		const struct tree *changed = apply(s, r, root, &overrides[i]);

		root = changed ? changed : root;
	}
	fill_config(s, r, root);
	sweep = tree_value(root, "sweep");
	if (sweep)
		sweep_check(r, root, sweep);
}

static struct scenario *new_scenario(struct reader *r)
{
	struct scenario *s = xcalloc(1, sizeof *s);

	s->arena = r->arena = arena_new();
	s->files = r->files = files_new(s->arena);
	s->path = arena_strdup(s->arena, r->path);
	return s;
}

void scenario_leave(struct scenario *s, struct diag *diag)
{
	/* Marks borrow the names of sources, which live in the arena: it goes to the diag's owner. */
	diag_keep(diag, s->arena);
	s->arena = NULL;
	scenario_free(s);
}

/* The scenario, or NULL if there are more errors than there were. */
static struct scenario *if_good(struct scenario *s, struct diag *diag, size_t errors)
{
	if (diag_errors(diag) == errors)
		return s;
	scenario_leave(s, diag);
	return NULL;
}

struct scenario *scenario_load(const char *path, const struct override *overrides, size_t n, struct diag *diag)
{
	struct reader r = { .diag = diag, .path = path };
	struct scenario *s = new_scenario(&r);
	size_t errors = diag_errors(diag);

	fill(s, &r, load_tree(s, &r, path, (struct mark){ 0 }, NULL), overrides, n);
	return if_good(s, diag, errors);
}

struct scenario *scenario_of_text(const char *name, const char *text, struct diag *diag)
{
	struct reader r = { .diag = diag, .path = name };
	struct scenario *s = new_scenario(&r);
	size_t errors = diag_errors(diag);

	s->text = text;
	s->length = strlen(text);
	fill(s, &r, tree_parse(s->arena, (struct tree_source){ name, false }, text, s->length, diag), NULL, 0);
	return if_good(s, diag, errors);
}

struct scenario *scenario_varied(struct scenario *base, const struct setting_of *settings, size_t n, struct diag *diag)
{
	struct reader r = { .diag = diag, .path = base->path, .files = base->files, .memory = base->memory };
	struct scenario *s = xcalloc(1, sizeof *s);
	const struct tree *root = base->root;
	size_t errors = diag_errors(diag);

	s->arena = r.arena = arena_new();
	s->files = base->files;
	s->borrowed = true;
	s->path = base->path;
	s->text = base->text;
	s->length = base->length;
	for (size_t i = 0; i < n && root; i++)
		root = override_set(&r, root, settings[i].path, settings[i].value, settings[i].mark);
	if (root)
		fill_config(s, &r, root);
	return if_good(s, diag, errors);
}

void scenario_free(struct scenario *s)
{
	if (!s)
		return;
	arena_free(s->arena);
	if (!s->borrowed)
		files_free(s->files);
	free(s->effective);
	free(s->shown);
	free(s);
}

const void *scenario_config(const struct scenario *s)
{
	return s->config;
}

const struct tree *scenario_root(const struct scenario *s)
{
	return s->root;
}

struct arena *scenario_arena(struct scenario *s)
{
	return s->arena;
}

char *scenario_axes(const struct scenario *s)
{
	const struct tree *sweep = tree_value(s->root, "sweep");
	struct text names = { 0 };

	for (uint32_t i = 0; sweep && sweep->kind == TREE_MAPPING && i < sweep->n; i++)
		text_add(&names, "%s%s", i ? ", " : "", sweep->member[i].key);
	return names.length ? text_take(&names) : NULL;
}

struct scenario_asked scenario_one_replication(struct scenario *s, bool requests)
{
	struct scenario_head *head = s->config;
	struct scenario_asked asked = { head->run.replications, head->run.precision };

	head->run.replications = (struct replication_settings){ .max = 1, .min = 1 };
	head->run.precision = (struct precision_settings){ .target = (double)NAN };
	if (!requests)
		head->output.requests = 0;
	return asked;
}

const char *scenario_text(const struct scenario *s, size_t *length)
{
	*length = s->length;
	return s->text;
}

const char *scenario_effective(struct scenario *s)
{
	if (!s->effective)
		s->effective = effective_text(s->config, false);
	return s->effective;
}

const char *scenario_digest(struct scenario *s)
{
	const char *effective = scenario_effective(s);
	struct digest digest = s->data;

	digest_add(&digest, effective, strlen(effective));
	digest_print(&digest, s->digest);
	return s->digest;
}

const char *scenario_shown(struct scenario *s)
{
	if (!s->shown)
		s->shown = effective_text(s->config, true);
	return s->shown;
}

const struct scenario_input *scenario_inputs(const struct scenario *s, size_t *n)
{
	return files_inputs(s->files, n);
}
