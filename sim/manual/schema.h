#ifndef MANUAL_SCHEMA_H
#define MANUAL_SCHEMA_H

#include "sim/base/text.h"
#include "sim/kernel/model.h"

/*
 * Inside the JSON schema: schema.c writes tables and what is required,
 * schema_values.c single values and distributions, schema_choices.c choices
 * and their classes. What is used more than once is a definition; it is noted when it is first referred to.
 */
struct schema_quantity { unsigned mask; bool drawn, each, column; };

struct schema {
	struct text out;
	struct schema_quantity quantity[128];
	size_t n_quantities;
	const struct param *choice[128];       /* one row for each kind of choice */
	size_t n_choices;
};

/* Members (without braces) that say what the value of a row is: `"type": "integer", "minimum": 1`. */
void schema_add_value(struct schema *s, const char *above, const struct param *row);

/* The whole of a row: its description, default, value. */
void schema_add_row(struct schema *s, const char *above, const struct param *row);

/* The keys of a table as `"properties": {...}, "additionalProperties": false`, each key on a line. */
void schema_add_keys(struct schema *s, const char *above, const struct param *params, const char *first);

/* `{"$ref": "#/definitions/..."}` of a quantity or a choice, which is noted. */
void schema_add_quantity(struct schema *s, struct schema_quantity quantity);
void schema_add_choice(struct schema *s, const struct param *row);

/* The definitions of what was noted, each followed by a comma and a new line. */
void schema_define_quantities(struct schema *s);
void schema_define_choices(struct schema *s);

/* The definitions of all tables below a table. */
void schema_define_tables(struct schema *s, const char *above, const struct param *params);

/* The name of a definition for what lies below a row; the caller frees it. */
char *schema_table_name(const char *above, const struct param *row);

/* The pattern of a quantity as one scalar, without anchors; appended to `out`. Negative ones only if `negative`. */
void schema_quantity_pattern(unsigned mask, bool negative, struct text *out);

/* The pattern of a distribution of one parameter, `exponential(600 MI)`. */
void schema_call_pattern(unsigned mask, struct text *out);

#endif
