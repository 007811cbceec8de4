/* Choices in the JSON schema: in all the forms that the reader takes. */
#include "sim/manual/schema.h"

#include "sim/base/json.h"
#include "sim/scenario/language.h"

#include <stdlib.h>
#include <string.h>

static char *choice_name(const struct param *row)
{
	return text_format("%s%s%s%s%s%s", row->slot, row->selector ? "-by-" : "", row->selector ? row->selector : "", row->bare ? "-or-names" : "",
			   row->of_value ? "-or-" : "", row->of_value ? row->of_value : "");
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

void schema_add_choice(struct schema *s, const struct param *row)
{
	char *name = choice_name(row);
	size_t i = 0;

	while (i < s->n_choices && !(strcmp(s->choice[i]->slot, row->slot) == 0 && same_text(s->choice[i]->selector, row->selector)
				      && s->choice[i]->bare == row->bare && same_text(s->choice[i]->of_value, row->of_value)))
		i++;
	if (i == s->n_choices && i < sizeof s->choice / sizeof *s->choice)
		s->choice[s->n_choices++] = row;
	text_add(&s->out, "{\"$ref\": \"#/definitions/%s\"}", name);
	free(name);
}

static const struct param *first_setting(const struct model_class *class)
{
	return class->params && class->params->name ? class->params : NULL;
}

/* Whether the class may stand as a word alone. */
static bool stands_alone(const struct model_class *class)
{
	for (const struct param *p = class->params; p && p->name; p++)
		if (p->required)
			return false;
	return true;
}

static bool in_slot(size_t i, const char *slot)
{
	return strcmp(model_classes[i]->slot, slot) == 0;
}

static void add_words(struct schema *s, const char *slot)
{
	const char *between = "";

	text_add(&s->out, "{\"enum\": [");
	for (size_t i = 0; model_classes[i]; i++)
		if (in_slot(i, slot) && stands_alone(model_classes[i])) {
			text_add(&s->out, "%s\"%s\"", between, model_classes[i]->name);
			between = ", ";
		}
	text_add(&s->out, "]}");
}

/* What stands in the brackets of `poisson(3 /s)`. */
static void add_argument(struct text *pattern, const struct param *first)
{
	switch (first->kind) {
	case PARAM_COUNT:
		text_add(pattern, "[0-9]+");
		break;
	case PARAM_QUANTITY:
		text_add(pattern, "(?:");
		schema_quantity_pattern(first->dimensions, false, pattern);
		text_add(pattern, "|");
		schema_call_pattern(first->dimensions, pattern);
		text_add(pattern, ")");
		break;
	case PARAM_REAL:
	case PARAM_TIME:
		schema_quantity_pattern(first->dimensions, first->min < 0, pattern);
		break;
	default:
		text_add(pattern, "[^()]+");
		break;
	}
}

/* `poisson(3 /s)`: a class whose first setting is given in brackets. */
static void add_calls(struct schema *s, const char *slot)
{
	struct text pattern = { 0 };
	const char *between = "^(?:";

	for (size_t i = 0; model_classes[i]; i++) {
		const struct param *first = first_setting(model_classes[i]);

		if (!in_slot(i, slot) || !first)
			continue;
		text_add(&pattern, "%s%s *\\( *", between, model_classes[i]->name);
		add_argument(&pattern, first);
		text_add(&pattern, " *\\)");
		between = "|";
	}
	if (!pattern.length)
		return;
	text_add(&pattern, ")$");
	text_add(&s->out, ",\n      {\"type\": \"string\", \"pattern\": ");
	json_add_text(&s->out, pattern.text);
	text_add(&s->out, "}");
	text_fini(&pattern);
}

/* The settings of a class, or the value of the first alone. */
static void add_settings(struct schema *s, const struct model_class *class)
{
	const struct param *first = first_setting(class);
	char *above = text_format("%s.%s", class->slot, class->name);

	text_add(&s->out, "\"%s\": {\"description\": ", class->name);
	json_add_text(&s->out, class->help);
	text_add(&s->out, ", \"anyOf\": [{\"$ref\": \"#/definitions/%s\"}", above);
	if (first) {
		text_add(&s->out, ", {");
		schema_add_value(s, above, first);
		text_add(&s->out, "}");
	}
	text_add(&s->out, "]}");
	free(above);
}

/* `{NAME: {option: value}}`. */
static void add_mapping(struct schema *s, const char *slot)
{
	const char *between = "";

	text_add(&s->out, ",\n      {\"type\": \"object\", \"minProperties\": 1, \"maxProperties\": 1, \"additionalProperties\": false, \"properties\": {");
	for (size_t i = 0; model_classes[i]; i++)
		if (in_slot(i, slot)) {
			text_add(&s->out, "%s\n        ", between);
			add_settings(s, model_classes[i]);
			between = ",";
		}
	text_add(&s->out, "}}");
}

/* `{policy: NAME, option: value}`, of each class on its own. */
static void add_selected(struct schema *s, const char *slot, const char *selector)
{
	for (size_t i = 0; model_classes[i]; i++) {
		char *above;

		if (!in_slot(i, slot))
			continue;
		above = text_format("%s.%s", slot, model_classes[i]->name);
		text_add(&s->out, ",\n      {\"type\": \"object\", \"required\": [\"%s\"], \"additionalProperties\": false, \"properties\": {\"%s\": "
			 "{\"const\": \"%s\"}", selector, selector, model_classes[i]->name);
		for (const struct param *p = model_classes[i]->params; p && p->name; p++)
			if (p->kind != PARAM_LATER) {
				text_add(&s->out, ", \"%s\": ", p->name);
				schema_add_row(s, above, p);
			}
		text_add(&s->out, "}}");
		free(above);
	}
}

/* `{k-of: 2, of: [a, b]}`: the value of the class is its first setting, the others stand beside. */
static void add_beside(struct schema *s, const char *slot)
{
	for (size_t i = 0; model_classes[i]; i++) {
		const struct param *first = first_setting(model_classes[i]);
		char *above;

		if (!in_slot(i, slot) || !first || !first[1].name)
			continue;
		above = text_format("%s.%s", slot, model_classes[i]->name);
		text_add(&s->out, ",\n      {\"type\": \"object\", \"required\": [\"%s\"], \"minProperties\": 2, \"additionalProperties\": false, "
			 "\"properties\": {\"%s\": ", model_classes[i]->name, model_classes[i]->name);
		schema_add_row(s, above, first);
		for (const struct param *p = first + 1; p->name; p++)
			if (p->kind != PARAM_LATER) {
				text_add(&s->out, ", \"%s\": ", p->name);
				schema_add_row(s, above, p);
			}
		text_add(&s->out, "}}");
		free(above);
	}
}

/* The first setting of a class alone. */
static void add_of_value(struct schema *s, const struct param *row, const struct model_class *class)
{
	const struct param *first = first_setting(class);
	char *above = text_format("%s.%s", class->slot, class->name);

	if (first) {
		text_add(&s->out, ",\n      {");
		schema_add_value(s, above, first);
		/* Words are names first of all, unless the choice takes anything bare. */
		text_add(&s->out, row->bare ? "}" : ", \"not\": {\"pattern\": \"^[^0-9]\"}}");
	}
	free(above);
}

static void define_choice(struct schema *s, const struct param *row)
{
	char *name = choice_name(row);

	text_add(&s->out, "    \"%s\": {\"anyOf\": [\n      ", name);
	add_words(s, row->slot);
	add_calls(s, row->slot);
	add_mapping(s, row->slot);
	if (row->selector)
		add_selected(s, row->slot, row->selector);
	if (row->bare)
		add_beside(s, row->slot);
	if (choice_standard(row->slot))
		text_add(&s->out, ",\n      {\"$ref\": \"#/definitions/%s.%s\"}", row->slot, choice_standard(row->slot)->name);
	if (choice_of_value(row))
		add_of_value(s, row, choice_of_value(row));
	text_add(&s->out, "]},\n");
	free(name);
}

static void define_class(struct schema *s, const struct model_class *class)
{
	char *above = text_format("%s.%s", class->slot, class->name);

	text_add(&s->out, "    \"%s\": {\n", above);
	schema_add_keys(s, above, class->params, "      ");
	text_add(&s->out, "    },\n");
	schema_define_tables(s, above, class->params);
	free(above);
}

void schema_define_choices(struct schema *s)
{
	/* Settings may be choices again, which are noted on the way. */
	for (size_t i = 0; i < s->n_choices; i++) {
		bool first = true;

		define_choice(s, s->choice[i]);
		for (size_t k = 0; k < i; k++)
			first = first && strcmp(s->choice[k]->slot, s->choice[i]->slot) != 0;
		for (size_t k = 0; first && model_classes[k]; k++)
			if (in_slot(k, s->choice[i]->slot))
				define_class(s, model_classes[k]);
	}
}
