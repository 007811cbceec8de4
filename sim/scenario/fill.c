/*
 * Tables into structs. An entry is filled from layers: its own keys, its model's preset, the scenario's defaults, the table's fallbacks;
 * the first that has a key wins, and mappings below merge key by key. Fallbacks are read once: each table has an image
 * of a struct with nothing given, from which every entry starts.
 */
#include "sim/scenario/fill_once.h"

#include "sim/base/text.h"

#include <math.h>
#include <string.h>

enum { MOST_LAYERS = 4 };

struct layers {
	const struct tree *tree[MOST_LAYERS];   /* mappings, the strongest first */
	int n;
};

static bool fill_table(struct reader *r, const struct param *params, const struct layers *layers, void *config, struct mark mark);

/* ---- rows ---- */

const struct param *param_find(const struct param *params, const char *name)
{
	for (; params && params->name; params++)
		if (strcmp(params->name, name) == 0)
			return params;
	return NULL;
}

bool param_unknown(struct reader *r, const struct param *params, const char *name, struct mark mark)
{
	const char *names[128];
	size_t n = 0;

	/* What is not supported yet is no help to who looks for a key. */
	for (; params && params->name && n < 128; params++)
		if (params->kind != PARAM_LATER)
			names[n++] = params->name;
	return diag_unknown(r->diag, mark, "key", name, names, n);
}

static bool is_mapping(struct reader *r, const char *name, const struct tree *tree)
{
	if (tree->kind == TREE_MAPPING)
		return true;
	if (tree->kind == TREE_EMPTY)
		return diag_error(r->diag, tree->mark, "'%s' has no value", name);
	return diag_error(r->diag, tree->mark, "%s: expected a mapping of keys to values, not %s", name, tree_kind_name(tree));
}

/* The strongest value of a key; NULL if no layer has it. */
static const struct member *strongest(const struct layers *layers, const char *key)
{
	for (int i = 0; i < layers->n; i++) {
		const struct member *m = tree_member(layers->tree[i], key);

		if (m)
			return m;
	}
	return NULL;
}

/* Whether a key is what a comma cut off: `{size: lognormal(1 MB, 0.4)}`. */
static bool is_rest(const char *key)
{
	size_t n = strlen(key);

	return n > 1 && key[n - 1] == ')' && !strchr(key, '(');
}

/* Whether a key is one of the table with its value behind it: `{layer:ui}` is the key `layer:ui` of YAML. */
static const struct param *without_space(struct reader *r, const struct param *params, const char *key)
{
	const char *colon = strchr(key, ':');

	return colon && colon != key && colon[1] ? param_find(params, arena_strndup(r->arena, key, (size_t)(colon - key))) : NULL;
}

static bool check_keys(struct reader *r, const struct param *params, const struct layers *layers)
{
	bool good = true;

	for (int i = 0; i < layers->n; i++)
		for (uint32_t k = 0; k < layers->tree[i]->n; k++) {
			const struct member *m = &layers->tree[i]->member[k];
			const struct param *row = param_find(params, m->key);

			if (!row && is_rest(m->key))
				good = diag_error(r->diag, m->mark, "'%s' is no key: a comma inside braces ended the value before it", m->key);
			else if (!row && without_space(r, params, m->key))
				good = diag_error(r->diag, m->mark, "'%s' is no key: a space must follow the colon after '%s'", m->key,
						  without_space(r, params, m->key)->name);
			else if (!row)
				good = param_unknown(r, params, m->key, m->mark);
			else if (row->kind == PARAM_LATER)
				good = diag_error(r->diag, m->mark, "'%s' is not supported yet (%s)", m->key, row->help);
		}
	return good;
}

/* ---- entries of maps and lists ---- */

static bool fill_entry(struct reader *r, const struct param *row, const struct tree *own, void *entry, struct mark mark)
{
	const struct tree *defaults = row->defaults ? tree_value(r->defaults, row->defaults) : NULL;
	struct layers layers = { { own }, 1 };
	const struct param *name = param_find(row->table, "name");
	bool good;

	if (defaults && defaults->kind == TREE_MAPPING)
		layers.tree[layers.n++] = defaults;
	good = fill_table(r, row->table, &layers, entry, mark);
	if (good && name && name->kind == PARAM_NAME)
		((struct entry *)entry)->name = *(const char **)(void *)((char *)entry + name->offset);
	if (row->settle)
		row->settle(entry);
	if (good && row->check && !r->lenient)
		good = row->check(entry, mark, r->diag);
	return good;
}

static const void *image_of(struct reader *r, const struct param *params, size_t size);

/* The name without a value that a key stands beside, though it belongs below: too little indentation. NULL: it is not so. */
static const char *name_beside(const struct param *row, const struct tree *tree, uint32_t i)
{
	if (row->kind != PARAM_MAP || tree->member[i].value->kind == TREE_MAPPING || !param_find(row->table, tree->member[i].key))
		return NULL;
	while (i-- > 0)
		if (tree->member[i].value->kind == TREE_EMPTY)
			return tree->member[i].key;
	return NULL;
}

static bool fill_entries(struct reader *r, const struct param *row, const struct tree *tree, struct entries *out)
{
	bool is_map = row->kind == PARAM_MAP;
	const void *image;
	bool good = true;

	if (tree->kind == TREE_EMPTY)
		return diag_error(r->diag, tree->mark, "'%s' has no value", row->name);
	if (tree->kind != (is_map ? TREE_MAPPING : TREE_LIST))
		return diag_error(r->diag, tree->mark, "%s: expected a %s, not %s", row->name, is_map ? "mapping of names" : "list",
				  tree_kind_name(tree));
	image = image_of(r, row->table, row->size);
	*out = (struct entries){ arena_array(r->arena, tree->n, row->size), tree->n, row->size };
	for (uint32_t i = 0; i < tree->n; i++) {
		const struct member *m = &tree->member[i];
		struct mark mark = is_map ? m->mark : m->value->mark;
		void *entry = (char *)out->data + i * row->size;

		memcpy(entry, image, row->size);
		*(struct entry *)entry = (struct entry){ m->key, mark };
		if (is_map)
			good = value_name(r, m->key, m->mark) && good;
		if (name_beside(row, tree, i))
			good = diag_error(r->diag, m->mark, "'%s' stands beside '%s', not below it; indent it further", m->key, name_beside(row, tree, i));
		else
			good = is_mapping(r, is_map ? m->key : row->name, m->value) && fill_entry(r, row, m->value, entry, mark) && good;
	}
	return good;
}

/* ---- choices ---- */

/* Whether settings without a name may be of a class that a weaker layer names: it has all their keys. */
static bool may_be_of(const struct chosen *unnamed, const struct model_class *class)
{
	for (uint32_t i = 0; unnamed->options && unnamed->options->kind == TREE_MAPPING && i < unnamed->options->n; i++)
		if (!param_find(class->params, unnamed->options->member[i].key))
			return false;
	return true;
}

/* The class is the strongest one named; layers that name another do not count. */
static bool read_layers(struct reader *r, const struct param *row, const struct layers *layers, struct chosen *out, struct layers *options)
{
	struct chosen read[MOST_LAYERS];
	bool given[MOST_LAYERS] = { false };
	int strongest_named = -1;

	*out = (struct chosen){ 0 };
	options->n = 0;
	for (int i = 0; i < layers->n; i++) {
		const struct member *m = tree_member(layers->tree[i], row->name);

		if (!m)
			continue;
		given[i] = true;
		if (!choice_read(r, row, m->value, &read[i]))
			return false;
		if (!out->class || (strongest_named < 0 && read[i].named && may_be_of(out, read[i].class))) {
			struct mark mark = out->class ? out->mark : read[i].mark;

			*out = read[i];
			out->mark = mark;
		}
		if (read[i].named && strongest_named < 0 && read[i].class == out->class)
			strongest_named = i;
	}
	for (int i = 0; i < layers->n; i++)
		if (given[i] && read[i].options && (read[i].class == out->class || !read[i].named) && is_mapping(r, row->name, read[i].options))
			options->tree[options->n++] = read[i].options;
	return true;
}

/* Refuse options that every class of the slot will have and none has yet. */
static bool refuse_later(struct reader *r, const struct param *row, const struct layers *options)
{
	bool good = true;

	for (int i = 0; i < options->n; i++)
		for (uint32_t k = 0; k < options->tree[i]->n; k++)
			if (value_listed(row->later, options->tree[i]->member[k].key))
				good = diag_error(r->diag, options->tree[i]->member[k].mark, "%s: '%s' is not supported yet", row->name,
						  options->tree[i]->member[k].key);
	return good;
}

static bool fill_choice(struct reader *r, const struct param *row, const struct layers *layers, struct choice *out)
{
	struct chosen chosen;
	struct layers options;
	void *config;

	if (!read_layers(r, row, layers, &chosen, &options) || !refuse_later(r, row, &options))
		return false;
	config = arena_alloc(r->arena, chosen.class->config_size);
	if (chosen.class->params)
		memcpy(config, image_of(r, chosen.class->params, chosen.class->config_size), chosen.class->config_size);
	else if (options.n && options.tree[0]->n)
		return diag_error(r->diag, options.tree[0]->member[0].mark, "%s has no settings", chosen.class->name);
	if (chosen.class->params && !fill_table(r, chosen.class->params, &options, config, chosen.mark))
		return false;
	*out = (struct choice){ chosen.class, config, chosen.mark };
	return !chosen.class->check || r->lenient || chosen.class->check(config, chosen.mark, r->diag);
}

/* ---- tables ---- */

static bool has_required(const struct param *params)
{
	for (; params->name; params++)
		if (params->required)
			return true;
	return false;
}

const struct tree *table_spelt_out(struct reader *r, const struct param *row, const struct tree *tree)
{
	return row->scalar && tree->kind == TREE_SCALAR ? tree_mapping(r->arena, row->scalar, tree, tree->mark) : tree;
}

static bool fill_value(struct reader *r, const struct param *row, const struct tree *tree, void *at);

/* Whether a value alone is good; its message has the key that the user wrote. */
static bool scalar_fits(struct reader *r, const struct param *row, const struct tree *tree, void *config)
{
	struct param named;

	if (!row->scalar || tree->kind != TREE_SCALAR)
		return true;
	named = *param_find(row->table, row->scalar);
	named.name = row->name;
	return fill_value(r, &named, tree, (char *)config + named.offset);
}

static bool fill_nested(struct reader *r, const struct param *row, const struct layers *layers, void *config, struct mark mark)
{
	struct layers below = { { NULL }, 0 };
	bool good = true;

	for (int i = 0; i < layers->n; i++) {
		const struct member *m = tree_member(layers->tree[i], row->name);
		const struct tree *value = m ? table_spelt_out(r, row, m->value) : NULL;

		if (m && scalar_fits(r, row, m->value, config) && is_mapping(r, row->name, value))
			below.tree[below.n++] = value;
		else if (m)
			good = false;
		if (m && below.n == 1)
			mark = m->mark;
	}
	if (!good)
		return false;
	if (!below.n && !r->lenient && has_required(row->table))
		return diag_error(r->diag, mark, "'%s' is missing (%s)", row->name, row->help);
	if (row->scalar && below.n && !r->lenient && !strongest(&below, row->scalar))
		good = diag_error(r->diag, mark, "%s: '%s' is missing (%s)", row->name, row->scalar, param_find(row->table, row->scalar)->help);
	good = fill_table(r, row->table, &below, config, mark) && good;
	return good && row->check && !r->lenient ? row->check(config, mark, r->diag) : good;
}

/* A word, or a mapping that begins with one, which is of the language and not built yet; else NULL. */
static const char *later_word(const struct param *row, const struct tree *tree)
{
	const char *word = tree->kind == TREE_SCALAR ? tree->text : tree->kind == TREE_MAPPING && tree->n ? tree->member[0].key : NULL;

	return word && value_listed(row->later, word) ? word : NULL;
}

static bool fill_value(struct reader *r, const struct param *row, const struct tree *tree, void *at)
{
	const char *text = later_word(row, tree);

	if (text)
		return diag_error(r->diag, tree->mark, "%s: '%s' is not supported yet", row->name, text);
	switch (row->kind) {
	case PARAM_COUNT:      return value_count(r, row, tree, at);
	case PARAM_REAL:       return value_real(r, row, tree, at);
	case PARAM_TIME:       return value_time(r, row, tree, at);
	case PARAM_QUANTITY:   return value_quantity(r, row, tree, at);
	case PARAM_WORD:       return value_word(r, row, tree, at);
	case PARAM_WORDS:      return value_word_list(r, row, tree, at);
	case PARAM_REFERENCE:  return value_reference(r, row, tree, at);
	case PARAM_REFERENCES: return value_references(r, row, tree, at);
	case PARAM_MAP:
	case PARAM_LIST:       return fill_entries(r, row, tree, at);
	case PARAM_FILE:       return value_file(r, row, tree, at);
	case PARAM_CSV:        return value_csv(r, row, tree, at);
	case PARAM_COLUMN:     return value_column(r, row, tree, at);
	case PARAM_COLUMNS:    return value_columns(r, row, tree, at);
	case PARAM_PAIR:       return value_pair(r, row, tree, at);
	case PARAM_VALUES:     return value_values(r, row, tree, at);
	case PARAM_PAIRS:      return value_pairs(r, row, tree, at);
	case PARAM_COORDINATE: return value_coordinate(r, row, tree, at);
	case PARAM_LABEL:
		text = value_text(r, row, tree, "a text");
		if (text)
			*(struct label *)at = (struct label){ text, tree->mark };
		return text != NULL;
	case PARAM_PRESET:
	case PARAM_TEXT:
	case PARAM_NAME:
		text = value_text(r, row, tree, "a text");
		if (text && (row->kind != PARAM_NAME || value_name(r, text, tree->mark)))
			*(const char **)at = text;
		return text != NULL;
	case PARAM_TABLE:
	case PARAM_CHOICE:
	case PARAM_ANY:
	case PARAM_LATER:
		break;
	}
	return true;
}

static bool fill_row(struct reader *r, const struct param *row, const struct layers *layers, void *config, struct mark mark)
{
	const struct member *given = strongest(layers, row->name);
	void *at = (char *)config + row->offset;

	if (row->kind == PARAM_TABLE)
		return fill_nested(r, row, layers, at, given ? given->mark : mark);
	if (!given) {
		if (row->required && !r->lenient)
			return diag_error(r->diag, mark, "'%s' is missing (%s)", row->name, row->help);
		return true;
	}
	return row->kind == PARAM_CHOICE ? fill_choice(r, row, layers, at) : fill_value(r, row, given->value, at);
}

bool fill_check(struct reader *r, const struct param *row, const struct tree *tree)
{
	struct layers one = { { tree_mapping(r->arena, row->name, tree, tree->mark) }, 1 };
	union { struct quantity quantity; struct choice choice; struct entries entries; struct references references; } scratch;
	bool lenient = r->lenient, good;

	r->lenient = r->no_files = true;
	if (row->kind == PARAM_TABLE)
		good = is_mapping(r, row->name, tree) && check_keys(r, row->table, &(struct layers){ { tree }, 1 });
	else
		good = row->kind == PARAM_CHOICE ? fill_choice(r, row, &one, &scratch.choice) : fill_value(r, row, tree, &scratch);
	r->lenient = lenient;
	r->no_files = false;
	return good;
}

/* Put the preset that an entry names under its own keys. */
static bool add_preset(struct reader *r, const struct param *params, struct layers *layers)
{
	const char *names[128];
	size_t n = 0;

	for (; params->name; params++) {
		const struct member *m = params->kind == PARAM_PRESET ? strongest(layers, params->name) : NULL;
		const struct preset *p = params->presets;

		if (!m || m->value->kind != TREE_SCALAR)
			continue;
		for (; p->name && strcmp(p->name, m->value->text); p++)
			if (n < 128)
				names[n++] = p->name;
		if (!p->name)
			return diag_unknown(r->diag, m->value->mark, params->name, m->value->text, names, n);
		for (int i = layers->n++; i > 1; i--)
			layers->tree[i] = layers->tree[i - 1];
		layers->tree[1] = fill_preset(r, p);
	}
	return true;
}

static bool fill_table(struct reader *r, const struct param *params, const struct layers *layers, void *config, struct mark mark)
{
	struct layers all = *layers;
	bool good = check_keys(r, params, layers);

	good = add_preset(r, params, &all) && good;
	for (const struct param *row = params; row->name; row++)
		good = fill_row(r, row, &all, config, mark) && good;
	return good;
}

/* ---- images: structs in which nothing was given ---- */

static void not_given(const struct param *row, void *at)
{
	if (row->kind == PARAM_REAL)
		*(double *)at = NAN;
	else if (row->kind == PARAM_TIME)
		*(sim_time *)at = TIME_UNSET;
	else if (row->kind == PARAM_COUNT)
		*(uint64_t *)at = COUNT_UNSET;
	else if (row->kind == PARAM_PAIR)
		*(struct pair *)at = (struct pair){ NAN, NAN };
	else if (row->kind == PARAM_COORDINATE)
		((struct coordinate *)at)->degrees = NAN;
}

static void fill_image(struct reader *r, const struct param *params, void *config)
{
	for (const struct param *row = params; row->name; row++) {
		void *at = (char *)config + row->offset;
		const struct tree *fallback = fill_fallback(r, row);

		if (row->kind == PARAM_TABLE) {
			fill_image(r, row->table, at);
			continue;
		}
		not_given(row, at);
		if (fallback && row->kind == PARAM_CHOICE) {
			struct layers one = { { tree_mapping(r->arena, row->name, fallback, fallback->mark) }, 1 };

			fill_choice(r, row, &one, at);
		} else if (fallback) {
			fill_value(r, row, fallback, at);
		}
	}
}

static const void *image_of(struct reader *r, const struct param *params, size_t size)
{
	struct arena *own = r->arena;
	void *image;

	if (fill_recall(r, params)->made)
		return fill_recall(r, params)->made;
	r->arena = r->memory->arena;
	image = arena_alloc(r->arena, size);
	fill_image(r, params, image);
	r->arena = own;
	fill_recall(r, params)->made = image;
	return image;
}

/* ---- the root ---- */

/* Call `fill_entry` on each member of `defaults:` by the map or list that names it, for its errors alone. */
static bool check_defaults(struct reader *r, const struct param *params, const char *key, const struct tree *tree, bool *known)
{
	bool good = true;

	for (const struct param *row = params; row->name; row++) {
		if ((row->kind == PARAM_MAP || row->kind == PARAM_LIST) && row->defaults && strcmp(row->defaults, key) == 0) {
			struct layers one = { { tree }, 1 };
			void *scratch = arena_alloc(r->arena, row->size);

			*known = true;
			memcpy(scratch, image_of(r, row->table, row->size), row->size);
			good = is_mapping(r, key, tree) && fill_table(r, row->table, &one, scratch, tree->mark) && good;
		}
		if (row->table && !*known)
			good = check_defaults(r, row->table, key, tree, known) && good;
	}
	return good;
}

static bool read_defaults(struct reader *r, const struct tree *root)
{
	const struct tree *defaults = tree_value(root, "defaults");
	bool good = true;

	if (!defaults || !is_mapping(r, "defaults", defaults))
		return !defaults;
	r->lenient = true;
	for (uint32_t i = 0; i < defaults->n; i++) {
		const struct member *m = &defaults->member[i];
		bool known = false;

		good = check_defaults(r, scenario_params, m->key, m->value, &known) && good;
		if (!known)
			good = diag_unknown(r->diag, m->mark, "key of defaults", m->key,
					    (const char *const[]){ "nodes", "links", "components", "messages" }, 4);
	}
	r->lenient = false;
	r->defaults = defaults;
	return good;
}

bool fill_root(struct reader *r, const struct tree *root, void *config)
{
	struct layers one = { { root }, 1 };
	bool good;

	if (!is_mapping(r, "the scenario", root))
		return false;
	memcpy(config, image_of(r, scenario_params, scenario_config_size), scenario_config_size);
	good = read_defaults(r, root);
	return fill_table(r, scenario_params, &one, config, root->mark) && good;
}
