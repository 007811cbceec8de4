/* A row on each line, numbers with all their digits. */
#include "sim/cli/inspect_json.h"

#include "sim/base/json.h"
#include "sim/record/layout.h"

#include <inttypes.h>
#include <string.h>

static void add_value(struct text *line, const struct results_column *column, uint64_t row)
{
	switch (column->kind) {
	case RESULTS_REAL:
		json_add_real(line, column->real[row]);
		break;
	case RESULTS_INTEGER:
		text_add(line, "%" PRId64, column->integer[row]);
		break;
	case RESULTS_WORD:
		json_add_text(line, column->word[row]);
		break;
	}
}

void inspect_json_table(const struct results_table *table, FILE *out)
{
	fputs("[", out);
	for (uint64_t row = 0; row < table->rows; row++) {
		struct text line = { 0 };

		for (uint32_t c = 0; c < table->n_columns; c++) {
			text_add(&line, "%s", c ? ", " : "");
			json_add_text(&line, table->column[c].name);
			text_add(&line, ": ");
			add_value(&line, &table->column[c], row);
		}
		fprintf(out, "%s\n  {%s}", row ? "," : "", line.text ? line.text : "");
		text_fini(&line);
	}
	fputs(table->rows ? "\n]\n" : "]\n", out);
}

static void add_attribute(struct text *line, const struct column *column, const char *value)
{
	double number;

	json_add_text(line, column->name);
	text_add(line, ": ");
	if (column->type == COLUMN_TEXT)
		json_add_text(line, value);
	else
		text_add(line, "%s", text_number(value, strlen(value), &number) ? value : "null");
}

bool inspect_json_summary(struct results *results, FILE *out, struct diag *diag)
{
	const struct results_table *summary = results_table(results, "summary", diag);
	struct text line = { 0 };

	if (!summary)
		return false;
	for (const struct column *column = record_attributes; column->name; column++) {
		const char *value = results_attribute(results, column->name);

		if (!value)
			continue;
		text_add(&line, "%s", line.length ? ", " : "");
		add_attribute(&line, column, value);
	}
	fprintf(out, "{\"attributes\": {%s},\n\"summary\": ", line.text ? line.text : "");
	inspect_json_table(summary, out);
	fputs("}\n", out);
	text_fini(&line);
	return true;
}
