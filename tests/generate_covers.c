/*
 * Whether generated scenarios cover the scenario language: every key, every class of every slot with its settings, every word, preset and
 * distribution, as the tables list them. Usage: generate_covers DIR N reads DIR/1.yaml .. N.yaml, prints what none of them has, and exits with 1
 * if there is something beyond the exceptions.
 */
#include "sim/base/text.h"
#include "sim/scenario/reader.h"

#include <stdlib.h>
#include <string.h>

/* What the generator leaves out, each with its reason. */
static const char *const exceptions[] = {
	NULL
};

struct set { char **item; size_t n, capacity; };

struct walk {
	struct reader reader;
	struct set wanted, seen;
};

static bool has(const struct set *set, const char *item)
{
	for (size_t i = 0; i < set->n; i++)
		if (strcmp(set->item[i], item) == 0)
			return true;
	return false;
}

/* Takes the text over. */
static void add(struct set *set, char *item)
{
	if (has(set, item)) {
		free(item);
		return;
	}
	if (set->n == set->capacity) {
		set->capacity = set->capacity ? 2 * set->capacity : 256;
		set->item = xrealloc(set->item, set->capacity * sizeof *set->item);
	}
	set->item[set->n++] = item;
}

static void set_free(struct set *set)
{
	for (size_t i = 0; i < set->n; i++)
		free(set->item[i]);
	free(set->item);
}

/* ---- what there is ---- */

static void want_row(void *with, const char *above, const struct param *row)
{
	struct walk *w = with;
	char *path = language_path(above, row);
	char **words;
	size_t n = row->kind == PARAM_WORD ? value_words(row->words, &words) : 0;

	if (row->kind != PARAM_LATER)
		add(&w->wanted, text_format("%s", path));
	for (size_t i = 0; i < n; i++)
		add(&w->wanted, text_format("%s=%s", path, words[i]));
	if (n)
		value_words_free(words, n);
	for (const struct preset *p = row->presets; p && p->name; p++)
		add(&w->wanted, text_format("%s=%s", path, p->name));
	free(path);
}

static void want_all(struct walk *w)
{
	language_each("", scenario_params, want_row, w);
	for (size_t i = 0; model_classes[i]; i++) {
		char *path = text_format("%s.%s", model_classes[i]->slot, model_classes[i]->name);

		language_each(path, model_classes[i]->params, want_row, w);
		add(&w->wanted, path);
	}
	for (size_t i = 0; distribution_classes[i]; i++)
		add(&w->wanted, text_format("distribution.%s", distribution_classes[i]->name));
}

/* ---- what a scenario has ---- */

static void walk_table(struct walk *w, const struct param *params, const char *above, const struct tree *tree);

static void walk_choice(struct walk *w, const struct param *row, const struct tree *tree)
{
	struct chosen chosen;
	char *path;

	if (!choice_read(&w->reader, row, tree, &chosen))
		return;
	path = text_format("%s.%s", chosen.class->slot, chosen.class->name);
	if (chosen.options)
		walk_table(w, chosen.class->params, path, chosen.options);
	add(&w->seen, path);
}

static void walk_quantity(struct walk *w, const struct tree *tree)
{
	struct call call;

	if (tree->kind == TREE_MAPPING && tree->n)
		add(&w->seen, text_format("distribution.%s", tree->member[0].key));
	else if (tree->kind == TREE_SCALAR && value_call(w->reader.arena, tree->text, &call))
		add(&w->seen, text_format("distribution.%s", call.name));
}

/* `defaults:` has the keys of the tables that name it. */
static void walk_defaults(struct walk *w, const struct param *params, const char *above, const struct tree *defaults)
{
	for (const struct param *row = params; row->name; row++) {
		char *below = row->table ? language_below(above, row) : NULL;

		if (row->defaults && tree_value(defaults, row->defaults))
			walk_table(w, row->table, below, tree_value(defaults, row->defaults));
		if (row->table)
			walk_defaults(w, row->table, below, defaults);
		free(below);
	}
}

static void walk_value(struct walk *w, const struct param *row, const char *above, const char *path, const struct tree *tree)
{
	char *below = row->table ? language_below(above, row) : NULL;

	switch (row->kind) {
	case PARAM_TABLE:
		walk_table(w, row->table, below, table_spelt_out(&w->reader, row, tree));
		break;
	case PARAM_MAP:
	case PARAM_LIST:
		for (uint32_t i = 0; i < tree->n; i++)
			walk_table(w, row->table, below, tree->member[i].value);
		break;
	case PARAM_CHOICE:
		walk_choice(w, row, tree);
		break;
	case PARAM_WORD:
	case PARAM_PRESET:
		add(&w->seen, text_format("%s=%s", path, tree->text));
		break;
	case PARAM_QUANTITY:
		walk_quantity(w, tree);
		break;
	case PARAM_ANY:
		if (strcmp(row->name, "defaults") == 0)
			walk_defaults(w, scenario_params, "", tree);
		break;
	default:
		break;
	}
	free(below);
}

static void walk_table(struct walk *w, const struct param *params, const char *above, const struct tree *tree)
{
	for (uint32_t i = 0; tree && i < tree->n; i++) {
		const struct param *row = param_find(params, tree->member[i].key);
		char *path;

		if (!row)
			continue;
		path = language_path(above, row);
		walk_value(w, row, above, path, tree->member[i].value);
		add(&w->seen, path);
	}
}

static char *read_file(const char *path)
{
	struct text text = { 0 };
	char buffer[4096];
	size_t n;
	FILE *file = fopen(path, "r");

	if (!file) {
		fprintf(stderr, "cannot read %s\n", path);
		exit(2);
	}
	while ((n = fread(buffer, 1, sizeof buffer, file)) > 0)
		text_append(&text, buffer, n);
	fclose(file);
	return text_take(&text);
}

static bool walk_file(struct walk *w, const char *path)
{
	char *text = read_file(path);
	const struct tree *root = tree_parse(w->reader.arena, (struct tree_source){ path, false }, text, strlen(text), w->reader.diag);

	if (root)
		walk_table(w, scenario_params, "", root);
	free(text);
	return root && diag_errors(w->reader.diag) == 0;
}

static bool is_exception(const char *item)
{
	for (size_t i = 0; exceptions[i]; i++)
		if (strcmp(exceptions[i], item) == 0)
			return true;
	return false;
}

int main(int argc, char **argv)
{
	struct walk w = { .reader = { .arena = arena_new(), .diag = diag_new(), .no_files = true } };
	unsigned long n = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
	size_t missing = 0;
	bool good = n > 0;

	want_all(&w);
	for (unsigned long i = 1; i <= n; i++)
		good = walk_file(&w, arena_format(w.reader.arena, "%s/%lu.yaml", argv[1], i)) && good;
	for (size_t i = 0; i < w.wanted.n; i++)
		if (!has(&w.seen, w.wanted.item[i]) && !is_exception(w.wanted.item[i])) {
			printf("no scenario has %s\n", w.wanted.item[i]);
			missing++;
		}
	printf("%zu of %zu are covered\n", w.wanted.n - missing, w.wanted.n);
	set_free(&w.wanted);
	set_free(&w.seen);
	diag_free(w.reader.diag);
	arena_free(w.reader.arena);
	return good && missing == 0 ? 0 : 1;
}
