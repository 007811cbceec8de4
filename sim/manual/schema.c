/*
 * The JSON schema (draft 7) of scenarios, for editors. It knows keys, words, units and forms; what needs the whole
 * scenario (whether a name is there, whether a node can be reached) only `check` knows. Required keys are asked for where
 * neither `include` nor `defaults` can bring them. Each key has a line of its own, so that changes merge.
 */
#include "sim/manual/manual.h"
#include "sim/manual/schema.h"

#include "sim/base/json.h"
#include "sim/scenario/language.h"

#include <stdlib.h>
#include <string.h>

char *schema_table_name(const char *above, const struct param *row)
{
	char *path = language_path(above, row), *bracket;

	/* In a fragment of an address brackets would have to be written otherwise. */
	while ((bracket = strstr(path, "[N]")))
		memmove(bracket, bracket + strlen("[N]"), strlen(bracket + strlen("[N]")) + 1);
	return path;
}

void schema_add_keys(struct schema *s, const char *above, const struct param *params, const char *indent)
{
	const char *between = "";

	text_add(&s->out, "%s\"type\": \"object\",\n%s\"properties\": {\n", indent, indent);
	for (const struct param *row = params; row && row->name; row++) {
		if (row->kind == PARAM_LATER)
			continue;
		text_add(&s->out, "%s%s  \"%s\": ", between, indent, row->name);
		schema_add_row(s, above, row);
		between = ",\n";
	}
	text_add(&s->out, "%s%s},\n%s\"additionalProperties\": false\n", *between ? "\n" : "", indent, indent);
}

void schema_define_tables(struct schema *s, const char *above, const struct param *params)
{
	for (const struct param *row = params; row && row->name; row++) {
		char *name, *below;

		if (!row->table)
			continue;
		name = schema_table_name(above, row);
		below = language_below(above, row);
		text_add(&s->out, "    \"%s\": {\n", name);
		schema_add_keys(s, below, row->table, "      ");
		text_add(&s->out, "    },\n");
		schema_define_tables(s, below, row->table);
		free(below);
		free(name);
	}
}

/* ---- names ---- */

static void add_alternatives(struct text *out, const char *list)
{
	char **words;
	size_t n = value_words(list, &words);

	for (size_t i = 0; i < n; i++)
		text_add(out, "%s|", words[i]);
	value_words_free(words, n);
}

static void define_names(struct schema *s)
{
	struct text pattern = { 0 };

	text_add(&pattern, "^(?!(?:");
	add_alternatives(&pattern, value_booleans);
	add_alternatives(&pattern, value_nulls);
	add_alternatives(&pattern, value_reserved);
	/* The last bar would stand for the empty word. */
	pattern.text[--pattern.length] = '\0';
	text_add(&pattern, ")$)[A-Za-z][A-Za-z0-9_-]*$");
	text_add(&s->out, "    \"name\": {\"type\": \"string\", \"pattern\": ");
	json_add_text(&s->out, pattern.text);
	text_add(&s->out, "},\n    \"reference\": {\"type\": \"string\", \"pattern\": \"^[A-Za-z][A-Za-z0-9_-]*(?:\\\\[[0-9]+\\\\])?$\"},\n");
	text_fini(&pattern);
}

/* ---- what the reader itself heeds ---- */

struct defaults { struct schema *schema; const char *between; };

static void add_defaults(void *with, const char *above, const struct param *row)
{
	struct defaults *d = with;
	char *name;

	if (!row->defaults)
		return;
	name = schema_table_name(above, row);
	text_add(&d->schema->out, "%s\"%s\": {\"$ref\": \"#/definitions/%s\"}", d->between, row->defaults, name);
	d->between = ", ";
	free(name);
}

static void define_reader_keys(struct schema *s)
{
	struct defaults d = { s, "" };

	text_add(&s->out, "    \"defaults\": {\"type\": \"object\", \"additionalProperties\": false, \"properties\": {");
	language_each("", scenario_params, add_defaults, &d);
	text_add(&s->out, "}},\n"
		 "    \"include\": {\"anyOf\": [{\"type\": \"string\"}, {\"type\": \"array\", \"items\": {\"type\": \"string\"}}]},\n"
		 "    \"sweep\": {\"type\": \"object\", \"additionalProperties\": {\"anyOf\": [\n"
		 "      {\"type\": \"array\", \"minItems\": 1},\n"
		 "      {\"type\": \"object\", \"required\": [\"from\", \"to\"], \"anyOf\": [{\"required\": [\"step\"]}, {\"required\": [\"count\"]}], "
		 "\"additionalProperties\": false, \"properties\": {\"from\": {}, \"to\": {}, \"step\": {}, \"count\": {\"type\": \"integer\", "
		 "\"minimum\": 2}, \"scale\": {}}},\n"
		 "      {\"type\": \"object\", \"required\": [\"zip\"], \"additionalProperties\": false, \"properties\": {\"zip\": {\"type\": \"object\", "
		 "\"additionalProperties\": {\"type\": \"array\", \"minItems\": 1}}}},\n"
		 "      {\"type\": \"object\", \"required\": [\"variants\"], \"additionalProperties\": false, \"properties\": {\"variants\": "
		 "{\"type\": \"object\", \"additionalProperties\": {\"type\": \"object\"}}}},\n"
		 "      {\"type\": \"object\", \"required\": [\"sample\"], \"additionalProperties\": false, \"properties\": {\"sample\": "
		 "{\"type\": \"object\", \"required\": [\"points\", \"over\"], \"additionalProperties\": false, \"properties\": {\"points\": {\"type\": "
		 "\"integer\", \"minimum\": 1}, \"seed\": {\"type\": \"integer\"}, \"method\": {\"enum\": [\"latin-hypercube\", \"random\", \"sobol\"]}, "
		 "\"over\": {\"type\": \"object\", \"minProperties\": 1}}}}}]}}\n");
}

/* ---- what is required ---- */

static char *required_keys(const struct param *params);

/* `{"properties": {CLASS: {"required": [...]}}}` of the classes that need settings; NULL if none does. */
static char *required_settings(const char *slot)
{
	struct text out = { 0 };

	for (size_t i = 0; model_classes[i]; i++) {
		const struct param *params = model_classes[i]->params;
		/* A mapping may be a distribution that stands for the first setting. */
		bool drawn = params && params->kind == PARAM_QUANTITY;
		char *keys = strcmp(model_classes[i]->slot, slot) == 0 && !drawn ? required_keys(params) : NULL;

		if (keys)
			text_add(&out, "%s\"%s\": %s", out.length ? ", " : "{\"properties\": {", model_classes[i]->name, keys);
		free(keys);
	}
	if (out.length)
		text_add(&out, "}}");
	return out.length ? text_take(&out) : NULL;
}

/* What is required below a row; NULL if nothing is. */
static char *required_below(const struct param *row, bool preset)
{
	if (row->kind == PARAM_TABLE && row->scalar)
		return text_format("{\"required\": [\"%s\"]}", row->scalar);

	char *keys = row->table ? required_keys(row->table) : row->kind == PARAM_CHOICE && !preset ? required_settings(row->slot) : NULL;
	char *below = NULL;

	if (keys && row->kind == PARAM_MAP)
		below = text_format("{\"additionalProperties\": %s}", keys);
	else if (keys && row->kind == PARAM_LIST)
		below = text_format("{\"items\": %s}", keys);
	else if (keys)
		below = text_format("%s", keys);
	free(keys);
	return below;
}

/* A table with required keys is required itself. */
static bool is_required(const struct param *row)
{
	bool below = false;

	if (row->kind == PARAM_TABLE && !row->scalar)
		for (const struct param *p = row->table; p->name; p++)
			below = below || is_required(p);
	return row->required || below;
}

static bool has_presets(const struct param *params)
{
	for (; params && params->name; params++)
		if (params->kind == PARAM_PRESET)
			return true;
	return false;
}

/* `{"required": [...], "properties": {...}}` of a table; NULL if nothing is required of it. The caller frees it. */
static char *required_keys(const struct param *params)
{
	struct text names = { 0 }, below = { 0 };
	char *out = NULL;

	for (const struct param *row = params; row && row->name; row++) {
		char *keys = required_below(row, has_presets(params));

		if (is_required(row))
			text_add(&names, "%s\"%s\"", names.length ? ", " : "", row->name);
		if (keys)
			text_add(&below, "%s\"%s\": %s", below.length ? ", " : "", row->name, keys);
		free(keys);
	}
	if (names.length || below.length)
		out = text_format("{\"required\": [%s], \"properties\": {%s}}", names.length ? names.text : "", below.length ? below.text : "");
	text_fini(&names);
	text_fini(&below);
	return out;
}

char *manual_schema(void)
{
	struct schema s = { 0 };
	char *required = required_keys(scenario_params);

	text_add(&s.out, "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n  \"title\": \"Scenario of fogline\",\n"
		 "  \"$comment\": \"Generated from the tables of the program by `make docs`. Edit the tables, not this file.\",\n");
	schema_add_keys(&s, "", scenario_params, "  ");
	/* The last line of the keys goes on. */
	s.out.text[--s.out.length] = '\0';
	text_add(&s.out, ",\n  \"if\": {\"not\": {\"anyOf\": [{\"required\": [\"include\"]}, {\"required\": [\"defaults\"]}]}},\n"
		 "  \"then\": %s,\n  \"definitions\": {\n", required ? required : "{}");
	schema_define_tables(&s, "", scenario_params);
	schema_define_choices(&s);
	schema_define_quantities(&s);
	define_names(&s);
	define_reader_keys(&s);
	text_add(&s.out, "  }\n}\n");
	free(required);
	return text_take(&s.out);
}
