/* A comparison for people: a block for each scope. And for programs. */
#include "sim/cli/comparison.h"

#include "sim/base/json.h"
#include "sim/base/units.h"
#include "sim/cli/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double SURE = 0.95;

/* Whether all rows together say that there is a difference. */
static bool differs(const struct comparison_row *row)
{
	return row->holm < 1 - SURE;
}

static bool is_shown(const struct comparison_row *row)
{
	return !row->equal && row->contrast.n_a > 0 && row->contrast.n_b > 0;
}

static void add_quantity(struct text_table *table, double value, enum dimension dimension)
{
	char text[64];

	table_cell(table, "%s", units_human(value, dimension, 3, text));
}

/* Shares differ by percentage points, which is not the same as by per cent. */
static const char *amount(double value, enum dimension dimension, int digits, char text[64])
{
	if (dimension != DIM_SHARE)
		return units_human(value, dimension, digits, text);
	snprintf(text, 64, "%.*g pp", digits, 100 * value);
	return text;
}

static void add_difference(struct text_table *table, const struct comparison_row *row)
{
	char text[64], half[64];
	const struct contrast *c = &row->contrast;

	if (isnan(c->half_width))
		table_cell(table, "%s", amount(c->difference, row->dimension, 3, text));
	else
		table_cell(table, "%s ± %s", amount(c->difference, row->dimension, 3, text), amount(c->half_width, row->dimension, 2, half));
}

static void add_p(struct text_table *table, const struct comparison_row *row)
{
	if (isnan(row->holm))
		table_cell(table, "-");
	else if (row->holm < 0.001)
		table_cell(table, "<0.001 *");
	else
		table_cell(table, "%.3f%s", row->holm, differs(row) ? " *" : "  ");
}

static void add_row(struct text_table *table, const struct comparison_row *row, bool many)
{
	char *label = comparison_label(row->measure, row->statistic);

	table_cell(table, "%s", label);
	if (many)
		table_cell(table, "%c", 'A' + (int)row->file);
	add_quantity(table, row->contrast.a, row->dimension);
	add_quantity(table, row->contrast.b, row->dimension);
	add_difference(table, row);
	if (row->contrast.a > 0 || row->contrast.a < 0)
		table_cell(table, "%+.1f %%", 100 * row->contrast.difference / fabs(row->contrast.a));
	else
		table_cell(table, "-");
	add_p(table, row);
	free(label);
}

static void make_scope(const struct comparison *c, size_t first, comparison_fn *take, void *with)
{
	struct text_table table;
	const char *scope = c->row[first].scope;
	bool many = c->n > 2;
	size_t n = 0;

	table_init(&table, many ? 7 : 6);
	table_cell(&table, "%s", strcmp(scope, "*") == 0 ? "all" : scope);
	if (many)
		table_cell(&table, "of");
	table_cell(&table, "A");
	table_cell(&table, many ? "it" : "B");
	table_cell(&table, many ? "it - A" : "B - A");
	table_cell(&table, "of A");
	table_cell(&table, "p  ");
	for (size_t i = first; i < c->rows; i++)
		if (is_shown(&c->row[i]) && strcmp(c->row[i].scope, scope) == 0) {
			add_row(&table, &c->row[i], many);
			n++;
		}
	if (n)
		take(with, &table);
	table_fini(&table);
}

static void print_table(void *with, const struct text_table *table)
{
	fputc('\n', with);
	table_print(table, false, with);
}

static bool first_of_scope(const struct comparison *c, size_t row)
{
	for (size_t i = 0; i < row; i++)
		if (strcmp(c->row[i].scope, c->row[row].scope) == 0)
			return false;
	return true;
}

void comparison_tables(const struct comparison *c, comparison_fn *take, void *with)
{
	for (size_t i = 0; i < c->rows; i++)
		if (first_of_scope(c, i))
			make_scope(c, i, take, with);
}

void comparison_best_lines(const struct comparison *c, FILE *out)
{
	for (size_t i = 0; i < c->bests; i++) {
		const struct comparison_best *best = &c->best[i];
		char *label = comparison_label(best->measure, best->statistic);

		if (best->confidence >= SURE)
			fprintf(out, "%s %s: %c is best with probability %.2f at least\n", strcmp(best->scope, "*") == 0 ? "all" : best->scope,
				label, 'A' + (int)best->file, SURE);
		else
			fprintf(out, "%s %s: none is surely best; %c has the best mean\n", strcmp(best->scope, "*") == 0 ? "all" : best->scope,
				label, 'A' + (int)best->file);
		free(label);
	}
}

void comparison_print(const struct comparison *c, FILE *out)
{
	size_t equal = 0, empty = 0;

	for (size_t i = 0; i < c->rows; i++) {
		equal += c->row[i].equal;
		empty += c->row[i].contrast.n_a == 0 || c->row[i].contrast.n_b == 0;
	}
	comparison_tables(c, print_table, out);
	if (c->tested)
		fprintf(out, "\n* differs with confidence 0.95, all %zu row%s together (p by Holm)\n", c->tested, c->tested == 1 ? "" : "s");
	if (equal)
		fprintf(out, "%s%zu row%s the same in every replication: neither shown nor tested\n", c->tested ? "" : "\n", equal,
			equal == 1 ? " is" : "s are");
	if (empty)
		fprintf(out, "%zu row%s no values that can be compared\n", empty, empty == 1 ? " has" : "s have");
	if (c->bests)
		fputc('\n', out);
	comparison_best_lines(c, out);
}

void comparison_print_verdict(const struct verdict *v, FILE *out)
{
	char left[64], right[64], by[64], half[64];
	double difference = v->sides.left - v->sides.right;

	fprintf(out, "%s: %s\n", v->holds ? "fails" : "passes", v->text);
	fprintf(out, "    %s %s %s %s; they differ by %s", units_human(v->sides.left, v->dimension, 4, left), v->holds ? "is" : "is not",
		v->relation, units_human(v->sides.right, v->dimension, 4, right), amount(difference, v->dimension, 3, by));
	if (!isnan(v->half_width))
		fprintf(out, " ± %s", amount(v->half_width, v->dimension, 2, half));
	if (isnan(v->half_width))
		fprintf(out, ", with no interval");
	else if (fabs(difference) < v->half_width)
		fprintf(out, ": within chance");
	fputc('\n', out);
}

/* ---- for programs ---- */

/* The fields of a row. */
enum { FIELDS = 15 };

static const char *const field_names[FIELDS] = {
	"measure", "scope", "statistic", "unit", "file", "a", "b", "difference", "half_width", "relative", "p", "p_holm", "n_a", "n_b", "method",
};

static void row_numbers(const struct comparison_row *row, double number[7])
{
	const struct contrast *c = &row->contrast;

	number[0] = c->a;
	number[1] = c->b;
	number[2] = c->difference;
	number[3] = c->half_width;
	number[4] = c->a > 0 || c->a < 0 ? c->difference / fabs(c->a) : (double)NAN;
	number[5] = c->p;
	number[6] = row->holm;
}

static const char *method(const struct comparison *c, const struct comparison_row *row)
{
	return samples_unpaired(&c->file[0], &c->file[row->file]) ? "Welch" : c->file[0].batches ? "paired batches" : "paired";
}

void comparison_print_csv(const struct comparison *c, FILE *out)
{
	for (int i = 0; i < FIELDS; i++)
		fprintf(out, "%s%s", i ? "," : "", field_names[i]);
	fputc('\n', out);
	for (size_t i = 0; i < c->rows; i++) {
		const struct comparison_row *row = &c->row[i];
		double number[7];

		row_numbers(row, number);
		/* Measures, scopes and units have neither commas nor quotes. */
		fprintf(out, "%s,%s,%s,%s,%c", row->measure, row->scope, statistic_names[row->statistic], units_base(row->dimension), 'A' + (int)row->file);
		for (int k = 0; k < 7; k++)
			if (isnan(number[k]))
				fputs(",nan", out);
			else
				fprintf(out, ",%.9g", number[k]);
		fprintf(out, ",%zu,%zu,%s\n", row->contrast.n_a, row->contrast.n_b, method(c, row));
	}
}

static void add_member(struct text *line, const char *name, const char *text)
{
	text_add(line, "%s", line->length && line->text[line->length - 1] != '{' ? ", " : "");
	json_add_text(line, name);
	text_add(line, ": ");
	if (text)
		json_add_text(line, text);
}

static void add_number(struct text *line, const char *name, double value)
{
	add_member(line, name, NULL);
	json_add_real(line, value);
}

static void add_json_row(const struct comparison *c, const struct comparison_row *row, struct text *line)
{
	double number[7];
	char letter[2] = { (char)('A' + (int)row->file), '\0' };

	row_numbers(row, number);
	text_add(line, "{");
	add_member(line, "measure", row->measure);
	add_member(line, "scope", row->scope);
	add_member(line, "statistic", statistic_names[row->statistic]);
	add_member(line, "unit", units_base(row->dimension));
	add_member(line, "file", letter);
	for (int k = 0; k < 7; k++)
		add_number(line, field_names[5 + k], number[k]);
	add_number(line, "n_a", (double)row->contrast.n_a);
	add_number(line, "n_b", (double)row->contrast.n_b);
	add_member(line, "method", method(c, row));
	text_add(line, "}");
}

static void add_json_best(const struct comparison_best *best, struct text *line)
{
	char letter[2] = { (char)('A' + (int)best->file), '\0' };

	text_add(line, "{");
	add_member(line, "measure", best->measure);
	add_member(line, "scope", best->scope);
	add_member(line, "statistic", statistic_names[best->statistic]);
	add_member(line, "file", letter);
	add_number(line, "confidence", best->confidence);
	text_add(line, "}");
}

static void add_json_verdict(const struct verdict *v, struct text *line)
{
	text_add(line, "{");
	add_member(line, "fail_if", v->text);
	add_member(line, "holds", NULL);
	text_add(line, "%s", v->holds ? "true" : "false");
	add_number(line, "left", v->sides.left);
	add_number(line, "right", v->sides.right);
	add_number(line, "half_width", v->half_width);
	add_member(line, "unit", units_base(v->dimension));
	text_add(line, "}");
}

static void add_json_file(const struct samples *s, size_t number, struct text *line)
{
	static const char *const attributes[] = { "title", "digest", "seed", "fogline_version" };
	char letter[2] = { (char)('A' + (int)number), '\0' };

	text_add(line, "{");
	add_member(line, "file", letter);
	add_member(line, "path", s->path);
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		const char *value = results_attribute(s->results, attributes[i]);

		add_member(line, attributes[i], value ? value : "");
	}
	if (s->point >= 0)
		add_number(line, "point", (double)s->point);
	add_number(line, "replications", (double)s->replications);
	text_add(line, "}");
}

void comparison_print_json(const struct comparison *c, const struct verdict *verdict, size_t verdicts, FILE *out)
{
	struct text page = { 0 };

	text_add(&page, "{\"files\": [");
	for (size_t i = 0; i < c->n; i++) {
		text_add(&page, "%s\n  ", i ? "," : "");
		add_json_file(&c->file[i], i, &page);
	}
	text_add(&page, "],\n\"rows\": [");
	for (size_t i = 0; i < c->rows; i++) {
		text_add(&page, "%s\n  ", i ? "," : "");
		add_json_row(c, &c->row[i], &page);
	}
	text_add(&page, "],\n\"best\": [");
	for (size_t i = 0; i < c->bests; i++) {
		text_add(&page, "%s\n  ", i ? "," : "");
		add_json_best(&c->best[i], &page);
	}
	text_add(&page, "],\n\"conditions\": [");
	for (size_t i = 0; i < verdicts; i++) {
		text_add(&page, "%s\n  ", i ? "," : "");
		add_json_verdict(&verdict[i], &page);
	}
	text_add(&page, "]}\n");
	fputs(page.text, out);
	text_fini(&page);
}
