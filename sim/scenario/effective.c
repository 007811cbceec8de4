/* The effective scenario: canonical YAML from the config structs, so that it depends on the values in force alone. */
#include "sim/scenario/effective.h"

#include "sim/base/text.h"
#include "sim/base/units.h"
#include "sim/scenario/reader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The text under way, and how files are named in it. */
struct page {
	struct text text;
	bool opened;
};

static void emit_table(struct text *out, const struct param *params, const void *config, int indent);

static void key(struct text *out, const char *name, int indent)
{
	text_add(out, "%*s%s:", indent, "", name);
}

/* Whether a text can stand without quotes, for readers of YAML 1.1 too. */
static bool is_plain(const char *text)
{
	double number;
	size_t n = strlen(text);

	if (n == 0 || text[0] == ' ' || text[n - 1] == ' ' || strspn(text, "0123456789+-.~") > 0)
		return false;
	if (strpbrk(text, "#:{}[]&*!|>'\"%@`,\\\n\t") || text[0] == '?' || text[0] == '=' || text[0] == '<')
		return false;
	if (value_listed("yes no on off true false y n null Yes No On Off True False Y N Null YES NO ON OFF TRUE FALSE NULL", text))
		return false;
	return !text_number(text, n, &number);
}

static void emit_text(struct text *out, const char *text)
{
	if (is_plain(text)) {
		text_add(out, "%s", text);
		return;
	}
	text_add(out, "\"");
	for (; *text; text++)
		if (*text == '"' || *text == '\\')
			text_add(out, "\\%c", *text);
		else if ((unsigned char)*text < 0x20)
			text_add(out, "\\x%02x", (unsigned)(unsigned char)*text);
		else
			text_append(out, text, 1);
	text_add(out, "\"");
}

static void emit_file(struct text *out, const char *name, const char *path)
{
	text_add(out, " ");
	emit_text(out, container_of(out, struct page, text)->opened ? path : name);
}

static void emit_columns(struct text *out, const struct column_names *names)
{
	text_add(out, names->n > 1 ? " [" : " ");
	for (uint32_t i = 0; i < names->n; i++) {
		text_add(out, i ? ", " : "");
		emit_text(out, names->list[i].name);
	}
	text_add(out, names->n > 1 ? "]" : "");
}

static void emit_pair(struct text *out, const struct pair *pair, enum dimension dimension)
{
	char x[64], y[64];

	text_add(out, "[%s, %s]", units_format(pair->x, dimension, x), units_format(pair->y, dimension, y));
}

static void emit_pairs(struct text *out, const struct pairs *pairs, enum dimension dimension)
{
	text_add(out, " [");
	for (uint32_t i = 0; i < pairs->n; i++) {
		text_add(out, i ? ", " : "");
		emit_pair(out, &pairs->list[i], dimension);
	}
	text_add(out, "]");
}

static void emit_values(struct text *out, const struct values *values, enum dimension dimension)
{
	char buffer[64];

	text_add(out, values->n > 1 ? " [" : " ");
	for (uint32_t i = 0; i < values->n; i++)
		text_add(out, "%s%s", i ? ", " : "", units_format(values->value[i], dimension, buffer));
	text_add(out, values->n > 1 ? "]" : "");
}

static void emit_coordinate(struct text *out, const struct coordinate *c)
{
	char buffer[64];

	text_add(out, " ");
	if (c->column.name)
		emit_text(out, c->column.name);
	else
		text_add(out, "%s", units_format(c->degrees, DIM_NONE, buffer));
}

/* The word of the row that stands for a number, or NULL. */
static char *word_for(const struct param *row, double value)
{
	char **names;
	size_t n = value_words(row->words, &names);
	char *found = NULL;
	double word;

	for (size_t i = 0; i < n && !found; i++)
		if (value_of_word(row, names[i], &word) && word == value)
			found = text_format("%s", names[i]);
	value_words_free(names, n);
	return found;
}

static void emit_number(struct text *out, const struct param *row, double value, enum dimension dimension)
{
	char buffer[64];
	char *word = row->words && row->kind != PARAM_QUANTITY ? word_for(row, value) : NULL;

	text_add(out, " %s", word ? word : units_format(value, dimension, buffer));
	free(word);
}

static void emit_count(struct text *out, const struct param *row, uint64_t value)
{
	char *word = row->words ? word_for(row, value == COUNT_UNLIMITED ? INFINITY : (double)value) : NULL;

	if (word)
		text_add(out, " %s", word);
	else
		text_add(out, " %llu", (unsigned long long)value);
	free(word);
}

/* A reference to the file, or to the trace, and not what stands there. */
static void emit_column(struct text *out, const struct quantity *q)
{
	const struct quantity_list *list = q->list;
	char buffer[64];

	text_add(out, list->csv ? " {empirical: {file:" : " {");
	if (list->csv)
		emit_file(out, list->csv->name, list->csv->path);
	text_add(out, "%scolumn: ", list->csv ? ", " : "");
	emit_text(out, list->column.name);
	text_add(out, ", times: %s%s", units_format(list->times, q->dimension, buffer), list->csv ? "}}" : "}");
}

static void emit_list(struct text *out, const struct quantity *q)
{
	char buffer[64];

	text_add(out, q->list->cumulated ? " {choice: {" : " {each: [");
	for (uint32_t i = 0; i < q->list->n; i++) {
		text_add(out, "%s%s", i ? ", " : "", units_format(q->list->value[i], q->dimension, buffer));
		if (q->list->cumulated)
			text_add(out, ": %s", units_format(q->list->cumulated[i] - (i ? q->list->cumulated[i - 1] : 0), DIM_SHARE, buffer));
	}
	text_add(out, q->list->cumulated ? "}}" : "]}");
}

static void emit_quantity(struct text *out, const struct param *row, const struct quantity *q)
{
	char buffer[64];

	if (quantity_is_constant(q)) {
		char *word = isinf(q->option[0]) ? word_for(row, q->option[0]) : NULL;

		text_add(out, " %s", word ? word : units_format(q->option[0], q->dimension, buffer));
		free(word);
		return;
	}
	if (q->list && q->list->column.name) {
		emit_column(out, q);
		return;
	}
	if (q->list) {
		emit_list(out, q);
		return;
	}
	text_add(out, " {%s: {", q->how->name);
	for (int i = 0; i < QUANTITY_OPTIONS && q->how->option[i].name; i++)
		text_add(out, "%s%s: %s", i ? ", " : "", q->how->option[i].name,
			 units_format(q->option[i], q->how->option[i].plain ? DIM_NONE : q->dimension, buffer));
	text_add(out, "}}");
}

static void emit_reference(struct text *out, const struct reference *r)
{
	if (r->member < 0)
		text_add(out, "%s", r->name);
	else
		text_add(out, "\"%s[%lld]\"", r->name, (long long)r->member);
}

static void emit_references(struct text *out, const struct references *r)
{
	text_add(out, r->n > 1 ? " [" : " ");
	for (uint32_t i = 0; i < r->n; i++) {
		text_add(out, i ? ", " : "");
		emit_reference(out, &r->list[i]);
	}
	text_add(out, r->n > 1 ? "]" : "");
}

static void emit_word(struct text *out, const struct param *row, unsigned index)
{
	char **names;
	size_t n = value_words(row->words, &names);

	text_add(out, " %s", index < n ? names[index] : "");
	value_words_free(names, n);
}

static void emit_words(struct text *out, const struct param *row, unsigned mask)
{
	char **names;
	size_t n = value_words(row->words, &names);
	bool several = (mask & (mask - 1)) != 0, first = true;

	text_add(out, several ? " [" : " ");
	for (size_t i = 0; i < n; i++)
		if (mask >> i & 1) {
			text_add(out, "%s%s", first ? "" : ", ", names[i]);
			first = false;
		}
	text_add(out, several ? "]" : "");
	value_words_free(names, n);
}

static void emit_scalar(struct text *out, const struct param *row, const void *at);

static void emit_choice(struct text *out, const struct param *row, const struct choice *choice, int indent)
{
	if (row->bare && choice->class->standard) {
		emit_scalar(out, &choice->class->params[0], (const char *)choice->config + choice->class->params[0].offset);
		return;
	}
	if (!choice->class->params || !choice->class->params[0].name) {
		text_add(out, " %s\n", choice->class->name);
		return;
	}
	size_t begin = out->length, before;

	text_add(out, "\n");
	key(out, choice->class->name, indent + 2);
	text_add(out, "\n");
	before = out->length;
	emit_table(out, choice->class->params, choice->config, indent + 4);
	/* A class of which no setting was given and none has a default. */
	if (out->length == before) {
		out->length = begin;
		text_add(out, " %s\n", choice->class->name);
	}
}

static void emit_entries(struct text *out, const struct param *row, const struct entries *entries, int indent)
{
	if (entries->n == 0) {
		text_add(out, row->kind == PARAM_MAP ? " {}\n" : " []\n");
		return;
	}
	text_add(out, "\n");
	for (uint32_t i = 0; i < entries->n; i++) {
		const void *entry = (const char *)entries->data + i * entries->size;

		if (row->kind == PARAM_MAP) {
			key(out, ((const struct entry *)entry)->name, indent + 2);
			text_add(out, "\n");
			emit_table(out, row->table, entry, indent + 4);
		} else {
			size_t before = out->length;

			emit_table(out, row->table, entry, indent + 4);
			/* The dash takes the place of the first key's indentation. */
			if (out->length > before + (size_t)indent + 2)
				out->text[before + (size_t)indent + 2] = '-';
		}
	}
}

static bool is_given(const struct param *row, const void *at);

static bool is_table_given(const struct param *row, const void *at)
{
	const struct param *scalar = row->scalar ? param_find(row->table, row->scalar) : NULL;

	for (const struct param *p = row->table; !scalar && p->name; p++)
		if (is_given(p, (const char *)at + p->offset))
			return true;
	return scalar && is_given(scalar, (const char *)at + scalar->offset);
}

static bool is_given(const struct param *row, const void *at)
{
	switch (row->kind) {
	case PARAM_COUNT:      return *(const uint64_t *)at != COUNT_UNSET;
	case PARAM_REAL:       return !isnan(*(const double *)at);
	case PARAM_TIME:       return *(const sim_time *)at != TIME_UNSET;
	case PARAM_QUANTITY:   return quantity_given(at);
	case PARAM_TEXT:
	case PARAM_NAME:
	case PARAM_PRESET:     return *(const char *const *)at != NULL;
	case PARAM_WORDS:      return *(const unsigned *)at != 0;
	case PARAM_REFERENCE:  return ((const struct reference *)at)->name != NULL;
	case PARAM_REFERENCES: return ((const struct references *)at)->n > 0;
	case PARAM_LABEL:      return ((const struct label *)at)->text != NULL;
	case PARAM_TABLE:      return is_table_given(row, at);
	case PARAM_CHOICE:     return ((const struct choice *)at)->class != NULL;
	case PARAM_FILE:       return *(const struct file *const *)at != NULL;
	case PARAM_CSV:        return *(const struct csv *const *)at != NULL;
	case PARAM_COLUMN:     return ((const struct column_name *)at)->name != NULL;
	case PARAM_COLUMNS:    return ((const struct column_names *)at)->n > 0;
	case PARAM_PAIR:       return !isnan(((const struct pair *)at)->x);
	case PARAM_VALUES:     return ((const struct values *)at)->n > 0;
	case PARAM_PAIRS:      return ((const struct pairs *)at)->n > 0;
	case PARAM_COORDINATE: return ((const struct coordinate *)at)->column.name || !isnan(((const struct coordinate *)at)->degrees);
	case PARAM_MAP:
	case PARAM_LIST:       return ((const struct entries *)at)->data != NULL;
	case PARAM_ANY:
	case PARAM_LATER:      return false;
	default:               return true;
	}
}

static void emit_scalar(struct text *out, const struct param *row, const void *at)
{
	switch (row->kind) {
	case PARAM_COUNT:      emit_count(out, row, *(const uint64_t *)at); break;
	case PARAM_REAL:       emit_number(out, row, *(const double *)at, value_first_dimension(row->dimensions)); break;
	case PARAM_TIME:       emit_number(out, row, (double)*(const sim_time *)at / 1e9, DIM_TIME); break;
	case PARAM_QUANTITY:   emit_quantity(out, row, at); break;
	case PARAM_WORD:       emit_word(out, row, *(const unsigned *)at); break;
	case PARAM_WORDS:      emit_words(out, row, *(const unsigned *)at); break;
	case PARAM_LABEL:      text_add(out, " "); emit_text(out, ((const struct label *)at)->text); break;
	case PARAM_REFERENCE:  text_add(out, " "); emit_reference(out, at); break;
	case PARAM_REFERENCES: emit_references(out, at); break;
	case PARAM_FILE:       emit_file(out, (*(const struct file *const *)at)->name, (*(const struct file *const *)at)->path); break;
	case PARAM_CSV:        emit_file(out, (*(const struct csv *const *)at)->name, (*(const struct csv *const *)at)->path); break;
	case PARAM_COLUMN:     text_add(out, " "); emit_text(out, ((const struct column_name *)at)->name); break;
	case PARAM_COLUMNS:    emit_columns(out, at); break;
	case PARAM_PAIR:       text_add(out, " "); emit_pair(out, at, value_first_dimension(row->dimensions)); break;
	case PARAM_VALUES:     emit_values(out, at, value_first_dimension(row->dimensions)); break;
	case PARAM_PAIRS:      emit_pairs(out, at, value_first_dimension(row->dimensions)); break;
	case PARAM_COORDINATE: emit_coordinate(out, at); break;
	default:               text_add(out, " "); emit_text(out, *(const char *const *)at); break;
	}
	text_add(out, "\n");
}

static void emit_table(struct text *out, const struct param *params, const void *config, int indent)
{
	for (const struct param *row = params; row->name; row++) {
		const void *at = (const char *)config + row->offset;
		size_t before;

		if (!is_given(row, at))
			continue;
		key(out, row->name, indent);
		before = out->length;
		if (row->kind == PARAM_TABLE) {
			text_add(out, "\n");
			emit_table(out, row->table, at, indent + 2);
			if (out->length == before + 1) {
				out->length = before;
				text_add(out, " {}\n");
			}
		} else if (row->kind == PARAM_MAP || row->kind == PARAM_LIST) {
			emit_entries(out, row, at, indent);
		} else if (row->kind == PARAM_CHOICE) {
			emit_choice(out, row, at, indent);
		} else {
			emit_scalar(out, row, at);
		}
	}
}

char *effective_text(const void *config, bool opened)
{
	struct page page = { .opened = opened };

	emit_table(&page.text, scenario_params, config, 0);
	return text_take(&page.text);
}
