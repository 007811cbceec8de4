/* Values and quantities in the JSON schema. */
#include "sim/manual/schema.h"

#include "sim/base/json.h"
#include "sim/scenario/language.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BARE (DIM_BIT(DIM_NONE) | DIM_BIT(DIM_SHARE))

/* ---- patterns ---- */

void schema_quantity_pattern(unsigned mask, bool negative, struct text *out)
{
	text_add(out, "%s[0-9]+(?:\\.[0-9]+)?(?:e[+-]?[0-9]+)?", negative ? "[+-]?" : "\\+?");
	if (!(mask & ~DIM_BIT(DIM_NONE)))
		return;
	text_add(out, " *(?:");
	units_pattern(mask, out);
	text_add(out, ")%s", mask & BARE && !(mask & ~BARE) ? "?" : "");
}

void schema_call_pattern(unsigned mask, struct text *out)
{
	const char *between = "(?:";

	for (size_t i = 0; distribution_classes[i]; i++) {
		const struct distribution_option *o = distribution_classes[i]->option;

		if (!o[0].name || (o[1].name && !o[1].fallback))
			continue;
		text_add(out, "%s%s", between, distribution_classes[i]->name);
		between = "|";
	}
	text_add(out, ") *\\( *");
	schema_quantity_pattern(mask, false, out);
	text_add(out, " *\\)");
}

static void add_pattern(struct text *out, const struct text *pattern)
{
	char *anchored = text_format("^%s$", pattern->text);

	text_add(out, "\"pattern\": ");
	json_add_text(out, anchored);
	free(anchored);
}

/* `{"type": "string", "pattern": ...}` of a quantity; a bare number where that is one. */
static void add_scalar(struct text *out, unsigned mask, bool negative)
{
	struct text pattern = { 0 };
	bool bare = mask & BARE && !(mask & ~BARE);

	if (mask == DIM_BIT(DIM_NONE)) {
		text_add(out, negative ? "{\"type\": \"number\"}" : "{\"type\": \"number\", \"minimum\": 0}");
		return;
	}
	schema_quantity_pattern(mask, negative, &pattern);
	text_add(out, bare ? "{\"anyOf\": [{\"type\": \"number\"%s}, " : "%s", bare && !negative ? ", \"minimum\": 0" : "");
	text_add(out, "{\"type\": \"string\", ");
	add_pattern(out, &pattern);
	text_add(out, bare ? "}]}" : "}");
	text_fini(&pattern);
}

/* ---- quantities as definitions ---- */

static char *quantity_name(struct schema_quantity q)
{
	struct text name = { 0 };

	for (int d = 0; d < DIMENSIONS; d++)
		if (q.mask & DIM_BIT(d))
			text_add(&name, "%s%s", name.length ? "+" : "", units_dimension_name((enum dimension)d));
	text_add(&name, "%s%s%s", q.drawn ? ", or drawn" : "", q.each ? ", or for each" : "", q.column ? ", or of a column" : "");
	for (size_t i = 0; i < name.length; i++)
		if (name.text[i] == ' ' || name.text[i] == ',')
			name.text[i] = '-';
	return text_take(&name);
}

static bool same_quantity(struct schema_quantity a, struct schema_quantity b)
{
	return a.mask == b.mask && a.drawn == b.drawn && a.each == b.each && a.column == b.column;
}

void schema_add_quantity(struct schema *s, struct schema_quantity q)
{
	char *name = quantity_name(q);
	size_t i = 0;

	while (i < s->n_quantities && !same_quantity(s->quantity[i], q))
		i++;
	if (i == s->n_quantities && i < sizeof s->quantity / sizeof *s->quantity)
		s->quantity[s->n_quantities++] = q;
	text_add(&s->out, "{\"$ref\": \"#/definitions/%s\"}", name);
	free(name);
}

static void add_value_ref(struct schema *s, unsigned mask)
{
	schema_add_quantity(s, (struct schema_quantity){ .mask = mask });
}

/* `"lognormal": {"type": "object", ...}`; with one parameter that value alone too. */
static void add_options(struct schema *s, const struct distribution_class *how, unsigned mask)
{
	const struct distribution_option *o = how->option;
	bool single = !o[1].name || o[1].fallback;
	const char *between = "";

	text_add(&s->out, "\"%s\": ", how->name);
	if (single) {
		text_add(&s->out, "{\"anyOf\": [");
		add_value_ref(s, o[0].plain ? DIM_BIT(DIM_NONE) : mask);
		text_add(&s->out, ", ");
	}
	text_add(&s->out, "{\"type\": \"object\", \"properties\": {");
	for (int i = 0; i < QUANTITY_OPTIONS && o[i].name; i++) {
		text_add(&s->out, "%s\"%s\": ", i ? ", " : "", o[i].name);
		add_value_ref(s, o[i].plain ? DIM_BIT(DIM_NONE) : mask);
	}
	text_add(&s->out, "}, \"required\": [");
	for (int i = 0; i < QUANTITY_OPTIONS && o[i].name; i++)
		if (!o[i].fallback) {
			text_add(&s->out, "%s\"%s\"", between, o[i].name);
			between = ", ";
		}
	text_add(&s->out, "], \"additionalProperties\": false}%s", single ? "]}" : "");
}

/* `"choice": {"1 MB": 0.9, ...}`: the values are keys. */
static void add_shares(struct schema *s, unsigned mask)
{
	struct text pattern = { 0 };

	text_add(&pattern, "^");
	schema_quantity_pattern(mask, false, &pattern);
	text_add(&pattern, "$");
	text_add(&s->out, "\"choice\": {\"type\": \"object\", \"minProperties\": 1, \"patternProperties\": {");
	json_add_text(&s->out, pattern.text);
	text_add(&s->out, ": ");
	add_value_ref(s, DIM_BIT(DIM_SHARE));
	text_add(&s->out, "}, \"additionalProperties\": false}");
	text_fini(&pattern);
}

static void add_column_options(struct schema *s, unsigned mask, bool file)
{
	text_add(&s->out, "{\"type\": \"object\", \"properties\": {%s\"column\": {\"type\": [\"string\", \"number\"]}, \"times\": ",
		 file ? "\"file\": {\"type\": \"string\"}, " : "");
	add_value_ref(s, mask);
	text_add(&s->out, "}, \"required\": [%s\"column\"], \"additionalProperties\": false}", file ? "\"file\", " : "");
}

static void add_distribution(struct schema *s, const struct distribution_class *how, struct schema_quantity q)
{
	if (how == &distribution_choice) {
		add_shares(s, q.mask);
	} else if (how == &distribution_each) {
		text_add(&s->out, "\"%s\": {\"type\": \"array\", \"minItems\": 1, \"items\": ", how->name);
		add_value_ref(s, q.mask);
		text_add(&s->out, "}");
	} else if (how == &distribution_empirical) {
		text_add(&s->out, "\"%s\": ", how->name);
		add_column_options(s, q.mask, true);
	} else {
		add_options(s, how, q.mask);
	}
}

/* A fixed value, `exponential(600 MI)`, `{NAME: ...}`, and `{column: ...}` where that may stand. */
static void define_drawn(struct schema *s, struct schema_quantity q)
{
	struct text pattern = { 0 };
	const char *between = "";

	text_add(&s->out, "{\"anyOf\": [");
	add_value_ref(s, q.mask);
	schema_call_pattern(q.mask, &pattern);
	text_add(&s->out, ", {\"type\": \"string\", ");
	add_pattern(&s->out, &pattern);
	text_add(&s->out, "}, {\"type\": \"object\", \"minProperties\": 1, \"maxProperties\": 1, \"additionalProperties\": false, \"properties\": {");
	for (size_t i = 0; distribution_classes[i]; i++) {
		if ((distribution_classes[i] == &distribution_each && !q.each) || distribution_classes[i] == &distribution_column)
			continue;
		text_add(&s->out, "%s\n      ", between);
		add_distribution(s, distribution_classes[i], q);
		between = ",";
	}
	text_add(&s->out, "}}");
	if (q.column) {
		text_add(&s->out, ",\n      ");
		add_column_options(s, q.mask, false);
	}
	text_add(&s->out, "]}");
	text_fini(&pattern);
}

void schema_define_quantities(struct schema *s)
{
	/* Those drawn refer to their fixed values, which are noted on the way. */
	for (size_t i = 0; i < s->n_quantities; i++) {
		struct schema_quantity q = s->quantity[i];
		char *name = quantity_name(q);

		text_add(&s->out, "    \"%s\": ", name);
		if (q.drawn)
			define_drawn(s, q);
		else
			add_scalar(&s->out, q.mask, false);
		text_add(&s->out, ",\n");
		free(name);
	}
}

/* ---- rows ---- */

/* `"minimum": 1, "exclusiveMaximum": ...`, of a plain number. */
static void add_bounds(struct text *out, const struct param *row)
{
	bool none = row->min == 0 && row->max == 0;

	text_add(out, ", \"%s\": ", row->open ? "exclusiveMinimum" : "minimum");
	json_add_real(out, row->min);
	if (none || isinf(row->max) || (row->max == 0 && row->min >= 0))
		return;
	text_add(out, ", \"maximum\": ");
	json_add_real(out, row->max);
}

static void add_words(struct text *out, const char *list)
{
	char **words;
	size_t n = value_words(list, &words);

	text_add(out, "\"enum\": [");
	for (size_t i = 0; i < n; i++) {
		/* Readers of YAML make a boolean of these. */
		bool boolean = strcmp(words[i], "true") == 0 || strcmp(words[i], "false") == 0;

		text_add(out, boolean ? "%s%s" : "%s\"%s\"", i ? ", " : "", words[i]);
	}
	text_add(out, "]");
	value_words_free(words, n);
}

/* The number or quantity of a row, without its words. */
static void add_number(struct schema *s, const struct param *row)
{
	if (row->kind == PARAM_COUNT || (row->kind != PARAM_QUANTITY && row->dimensions == DIM_BIT(DIM_NONE))) {
		text_add(&s->out, "{\"type\": \"%s\"", row->kind == PARAM_COUNT ? "integer" : "number");
		add_bounds(&s->out, row);
		text_add(&s->out, "}");
	} else if (row->min < 0) {
		add_scalar(&s->out, row->dimensions, true);
	} else {
		schema_add_quantity(s, (struct schema_quantity){ row->dimensions, row->kind == PARAM_QUANTITY,
				    row->kind == PARAM_QUANTITY && row->drawn_once, row->kind == PARAM_QUANTITY && row->of_request });
	}
}

static void add_presets(struct text *out, const struct preset *presets)
{
	text_add(out, "\"enum\": [");
	for (const struct preset *p = presets; p && p->name; p++)
		text_add(out, "%s\"%s\"", p == presets ? "" : ", ", p->name);
	text_add(out, "]");
}

#define TEXT "\"type\": [\"string\", \"number\"]"
#define REFERENCE "\"$ref\": \"#/definitions/reference\""

static void add_below(struct schema *s, const char *above, const struct param *row)
{
	char *name = schema_table_name(above, row);

	if (row->kind == PARAM_TABLE && row->scalar) {
		text_add(&s->out, "\"anyOf\": [{\"$ref\": \"#/definitions/%s\"}, {", name);
		schema_add_value(s, above, param_find(row->table, row->scalar));
		text_add(&s->out, "}]");
	} else if (row->kind == PARAM_TABLE) {
		text_add(&s->out, "\"allOf\": [{\"$ref\": \"#/definitions/%s\"}]", name);
	}
	if (row->kind == PARAM_LIST)
		text_add(&s->out, "\"type\": \"array\", \"items\": {\"$ref\": \"#/definitions/%s\"}", name);
	if (row->kind == PARAM_MAP)
		text_add(&s->out, "\"type\": \"object\", \"propertyNames\": {\"$ref\": \"#/definitions/name\"}, "
			 "\"additionalProperties\": {\"$ref\": \"#/definitions/%s\"}", name);
	free(name);
}

/* `[1400 m, 700 m]`. */
static void add_pair(struct schema *s, const struct param *row)
{
	text_add(&s->out, "\"type\": \"array\", \"minItems\": 2, \"maxItems\": 2, \"items\": ");
	add_number(s, row);
}

void schema_add_value(struct schema *s, const char *above, const struct param *row)
{
	switch (row->kind) {
	case PARAM_COUNT:
	case PARAM_REAL:
	case PARAM_TIME:
	case PARAM_QUANTITY:
		text_add(&s->out, "\"anyOf\": [");
		add_number(s, row);
		if (row->words) {
			text_add(&s->out, ", {");
			add_words(&s->out, row->words);
			text_add(&s->out, "}");
		}
		text_add(&s->out, "]");
		break;
	case PARAM_WORD:
		add_words(&s->out, row->words);
		break;
	case PARAM_WORDS:
		text_add(&s->out, "\"anyOf\": [{");
		add_words(&s->out, row->words);
		text_add(&s->out, "}, {\"type\": \"array\", \"minItems\": 1, \"uniqueItems\": true, \"items\": {");
		add_words(&s->out, row->words);
		text_add(&s->out, "}}]");
		break;
	case PARAM_PRESET:
		add_presets(&s->out, row->presets);
		break;
	case PARAM_NAME:
		text_add(&s->out, "\"allOf\": [{\"$ref\": \"#/definitions/name\"}]");
		break;
	case PARAM_REFERENCE:
		text_add(&s->out, "\"allOf\": [{" REFERENCE "}]");
		break;
	case PARAM_REFERENCES:
		text_add(&s->out, "\"anyOf\": [{" REFERENCE "}, {\"type\": \"array\", \"minItems\": 1, \"items\": {" REFERENCE "}}]");
		break;
	case PARAM_TABLE:
	case PARAM_MAP:
	case PARAM_LIST:
		add_below(s, above, row);
		break;
	case PARAM_CHOICE:
		text_add(&s->out, "\"allOf\": [");
		schema_add_choice(s, row);
		text_add(&s->out, "]");
		break;
	case PARAM_FILE:
	case PARAM_CSV:
		text_add(&s->out, "\"type\": \"string\", \"minLength\": 1");
		break;
	case PARAM_TEXT:
	case PARAM_LABEL:
	case PARAM_COLUMN:
		text_add(&s->out, TEXT);
		break;
	case PARAM_COLUMNS:
		text_add(&s->out, "\"anyOf\": [{" TEXT "}, {\"type\": \"array\", \"minItems\": 1, \"items\": {" TEXT "}}]");
		break;
	case PARAM_PAIR:
		add_pair(s, row);
		break;
	case PARAM_VALUES:
		text_add(&s->out, "\"anyOf\": [");
		add_number(s, row);
		text_add(&s->out, ", {\"type\": \"array\", \"minItems\": 1, \"items\": ");
		add_number(s, row);
		text_add(&s->out, "}]");
		break;
	case PARAM_PAIRS:
		text_add(&s->out, "\"type\": \"array\", \"minItems\": 1, \"items\": {");
		add_pair(s, row);
		text_add(&s->out, "}");
		break;
	case PARAM_COORDINATE:
		text_add(&s->out, "\"anyOf\": [");
		add_number(s, row);
		text_add(&s->out, ", {\"type\": \"string\", \"minLength\": 1}]");
		break;
	case PARAM_ANY:
		text_add(&s->out, "\"allOf\": [{\"$ref\": \"#/definitions/%s\"}]", row->name);
		break;
	case PARAM_LATER:
		break;
	}
}

/* A default as the value that a reader of YAML makes of it. */
static void add_default(struct text *out, const char *fallback)
{
	double number;

	text_add(out, "\"default\": ");
	if (text_number(fallback, strlen(fallback), &number) || strcmp(fallback, "true") == 0 || strcmp(fallback, "false") == 0)
		text_add(out, "%s", fallback);
	else
		json_add_text(out, fallback);
	text_add(out, ", ");
}

void schema_add_row(struct schema *s, const char *above, const struct param *row)
{
	char *kind = language_kind(row), *range = language_range(row);
	char *help = text_format("%s (%s%s%s%s)", row->help, kind, row->required ? ", required" : "", range ? ", " : "", range ? range : "");

	text_add(&s->out, "{\"description\": ");
	json_add_text(&s->out, help);
	text_add(&s->out, ", ");
	if (language_default(row))
		add_default(&s->out, language_default(row));
	schema_add_value(s, above, row);
	text_add(&s->out, "}");
	free(help);
	free(range);
	free(kind);
}
