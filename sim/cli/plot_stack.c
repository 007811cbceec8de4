/*
 * `fogline plot breakdown` and `energy`: rows of parts that add up. A breakdown's rest, where the parts of /summary do not make up
 * the whole latency, is shown as other.
 */
#include "sim/cli/plot.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = 16 };

/* Rows of a stack; value[row * PARTS + part]. A part that is nothing in all rows is left out. */
struct stack {
	char *part[PARTS];
	char **label;
	double *value;
	size_t n_parts, n_rows;
};

static size_t add_part(struct stack *stack, const char *name)
{
	for (size_t i = 0; i < stack->n_parts; i++)
		if (strcmp(stack->part[i], name) == 0)
			return i;
	if (stack->n_parts == PARTS)
		return PARTS - 1;
	stack->part[stack->n_parts] = xstrdup(name);
	return stack->n_parts++;
}

/* A row of nothing, to be filled. Takes the label over. */
static double *add_row(struct stack *stack, char *label)
{
	stack->label = xrealloc(stack->label, (stack->n_rows + 1) * sizeof(*stack->label));
	stack->value = xrealloc(stack->value, (stack->n_rows + 1) * PARTS * sizeof(*stack->value));
	stack->label[stack->n_rows] = label;
	for (size_t i = 0; i < PARTS; i++)
		stack->value[stack->n_rows * PARTS + i] = 0;
	return stack->value + stack->n_rows++ * PARTS;
}

static void stack_fini(struct stack *stack)
{
	for (size_t i = 0; i < stack->n_parts; i++)
		free(stack->part[i]);
	for (size_t i = 0; i < stack->n_rows; i++)
		free(stack->label[i]);
	free(stack->label);
	free(stack->value);
}

static double row_sum(const struct stack *stack, size_t row)
{
	double sum = 0;

	for (size_t i = 0; i < stack->n_parts; i++)
		sum += stack->value[row * PARTS + i];
	return sum;
}

/* A part that is nothing everywhere, but for rounding, is not drawn. */
static bool is_drawn(const struct stack *stack, size_t part)
{
	for (size_t row = 0; row < stack->n_rows; row++)
		if (stack->value[row * PARTS + part] > row_sum(stack, row) / 1e6)
			return true;
	return false;
}

static void write_part(const struct figure *figure, const struct stack *stack, size_t part, double divisor)
{
	figure_block(figure, stack->part[part]);
	for (size_t row = 0; row < stack->n_rows; row++) {
		double from = 0;

		for (size_t i = 0; i < part; i++)
			from += is_drawn(stack, i) ? stack->value[row * PARTS + i] : 0;
		fprintf(figure->out, "%zu %.9g %.9g\n", row, from / divisor, (from + stack->value[row * PARTS + part]) / divisor);
	}
}

static void write_stack(const struct figure *figure, const struct stack *stack, const char *what, const char *base)
{
	struct axis_unit unit;
	double most = 0;
	char *title;

	for (size_t row = 0; row < stack->n_rows; row++)
		most = fmax(most, row_sum(stack, row));
	unit = axis_unit_of(base, most);
	title = axis_title(what, &unit);
	figure_begin(figure);
	figure_text(figure, "xtitle", title);
	figure_real(figure, "rows", (double)stack->n_rows);
	free(title);
	figure_block(figure, NULL);
	for (size_t row = 0; row < stack->n_rows; row++) {
		fprintf(figure->out, "%zu ", row);
		figure_word(figure, stack->label[row]);
		fputc('\n', figure->out);
	}
	for (size_t part = 0; part < stack->n_parts; part++)
		if (is_drawn(stack, part))
			write_part(figure, stack, part, unit.divisor);
}

/* ---- parts out of /summary ---- */

/* Measures that add up to `whole` on a scope; `prefix` of the scopes that are drawn. */
struct parts_of {
	const char *whole, *title;
	const char *const (*part)[2];      /* measure and name, NULL-terminated */
	const char *prefix;
};

static double mean_of(const struct summary_rows *rows, const struct plot_case *of, const char *measure, const char *scope)
{
	uint64_t i = summary_rows_find(rows, of, measure, scope);

	return i < rows->rows && !isnan(rows->mean->real[i]) ? rows->mean->real[i] : 0;
}

/* What the parts do not make up is the rest. */
static void fill(struct stack *stack, double *value, const struct parts_of *parts, const struct summary_rows *rows, const struct plot_case *of,
		 const char *scope, double whole)
{
	double rest = whole;

	for (size_t i = 0; parts->part[i][0]; i++) {
		double part = mean_of(rows, of, parts->part[i][0], scope);

		value[add_part(stack, parts->part[i][1])] = part;
		rest -= part;
	}
	/* Less than rounding is nothing. */
	if (rest > 1e-6 * whole)
		value[add_part(stack, "other")] = rest;
}

static bool is_wanted(const struct figure *figure, const struct parts_of *parts, const char *scope)
{
	const char *wanted = figure->settings->scope;

	return wanted ? strcmp(scope, wanted) == 0 : strncmp(scope, parts->prefix, strlen(parts->prefix)) == 0;
}

static bool stack_summary(const struct figure *figure, const struct plot_case *of, const struct parts_of *parts, struct stack *stack)
{
	size_t prefix = figure->settings->scope ? 0 : strlen(parts->prefix);
	struct summary_rows rows;
	struct word_list scopes = { 0 };
	uint64_t end;

	if (!summary_rows_open(figure, of->file, &rows))
		return false;
	end = rows_from(rows.point, rows.rows, of->point + 1);
	for (uint64_t i = rows_from(rows.point, rows.rows, of->point); i < end; i++)
		if (strcmp(rows.measure->word[i], parts->whole) == 0 && rows.mean->real[i] > 0 && is_wanted(figure, parts, rows.scope->word[i]))
			word_list_add(&scopes, rows.scope->word[i]);
	for (size_t i = 0; i < scopes.n; i++)
		fill(stack, add_row(stack, figure_label(figure, of, scopes.word[i] + prefix, scopes.n == 1)), parts, &rows, of, scopes.word[i],
		     mean_of(&rows, of, parts->whole, scopes.word[i]));
	word_list_fini(&scopes);
	return true;
}

/* The scopes that have the whole. */
static bool no_rows(const struct figure *figure, const struct parts_of *parts)
{
	struct word_list known = { 0 };
	struct summary_rows rows;

	if (!summary_rows_open(figure, 0, &rows))
		return false;
	for (uint64_t i = 0; i < rows.rows; i++)
		if (strcmp(rows.measure->word[i], parts->whole) == 0)
			word_list_add(&known, rows.scope->word[i]);
	if (figure->settings->scope && known.n > 0)
		figure_unknown(figure, 0, "scope", figure->settings->scope, &known);
	else
		diag_error(figure->diag, figure_mark(figure, 0), "it has no '%s' to take apart", parts->whole);
	word_list_fini(&known);
	return false;
}

static bool draw_summary(struct figure *figure, const struct parts_of *parts, const char *base)
{
	struct stack stack = { 0 };
	bool good = true;

	for (size_t c = 0; c < figure->n_cases && good; c++)
		good = stack_summary(figure, &figure->cases[c], parts, &stack);
	if (good && stack.n_rows > 0)
		write_stack(figure, &stack, parts->title, base);
	else if (good)
		good = no_rows(figure, parts);
	stack_fini(&stack);
	return good;
}

/* ---- fine causes, out of /requests ---- */

/* The columns of parts: the coarse ones, each followed by its finer ones, which say "part of NAME" of themselves. */
struct request_parts {
	const struct results_column *path, *latency, *part[PARTS];
	size_t n, of[PARTS];               /* the coarse column of a fine one; its own number: it is coarse */
};

static bool is_part(const struct results_column *column)
{
	return column->kind == RESULTS_REAL && strcmp(column->units, "s") == 0 && strcmp(column->name, "created_s") != 0 &&
	       strcmp(column->name, "latency_s") != 0;
}

static bool find_parts(const struct figure *figure, const struct plot_case *of, const struct results_table **table, struct request_parts *parts)
{
	*parts = (struct request_parts){ 0 };
	*table = figure_table(figure, of->file, "requests", "output.requests: all");
	if (!*table)
		return false;
	parts->path = results_column(*table, "path");
	parts->latency = results_column(*table, "latency_s");
	if (!parts->path || !parts->latency)
		return diag_error(figure->diag, figure_mark(figure, of->file), "the table 'requests' lacks columns");
	for (uint32_t c = 0; c < (*table)->n_columns && parts->n < PARTS; c++) {
		const struct results_column *column = &(*table)->column[c];

		if (!is_part(column))
			continue;
		parts->of[parts->n] = parts->n;
		for (size_t i = 0; i < parts->n; i++) {
			char *says = text_format("part of %s ", parts->part[i]->name);

			if (strncmp(column->help, says, strlen(says)) == 0)
				parts->of[parts->n] = i;
			free(says);
		}
		parts->part[parts->n++] = column;
	}
	return true;
}

/* "link wait" of "link_wait_s". The caller frees it. */
static char *part_name(const char *column)
{
	char *name = figure_phrase(column);
	size_t length = strlen(name);

	if (length > 2 && strcmp(name + length - 2, " s") == 0)
		name[length - 2] = '\0';
	return name;
}

/* Means over the requests of one path that reached its end; what is finer is taken out of its coarse part. */
static void add_path(struct stack *stack, const struct request_parts *parts, uint64_t from, uint64_t to, const char *path, char *label)
{
	double *value = add_row(stack, label), mean[PARTS] = { 0 };
	uint64_t n = 0;

	for (uint64_t i = from; i < to; i++) {
		if (strcmp(parts->path->word[i], path) != 0 || isnan(parts->latency->real[i]))
			continue;
		n++;
		for (size_t p = 0; p < parts->n; p++)
			mean[p] += parts->part[p]->real[i];
	}
	for (size_t p = parts->n; p-- > 0;)
		if (parts->of[p] != p)
			mean[parts->of[p]] -= mean[p];
	for (size_t p = 0; p < parts->n; p++) {
		char *name = part_name(parts->part[p]->name);

		value[add_part(stack, name)] = n ? fmax(mean[p], 0) / (double)n : 0;
		free(name);
	}
}

static bool stack_requests(const struct figure *figure, const struct plot_case *of, struct stack *stack)
{
	const char *wanted = figure->settings->scope;
	const struct results_table *table;
	const struct results_column *point;
	struct request_parts parts;
	struct word_list paths = { 0 };
	uint64_t from, to;

	if (!find_parts(figure, of, &table, &parts))
		return false;
	point = results_column(table, "point");
	from = rows_from(point, table->rows, of->point);
	to = rows_from(point, table->rows, of->point + 1);
	for (uint64_t i = from; i < to; i++)
		if (!wanted || strcmp(parts.path->word[i], wanted) == 0)
			word_list_add(&paths, parts.path->word[i]);
	for (size_t p = 0; p < paths.n; p++)
		add_path(stack, &parts, from, to, paths.word[p], figure_label(figure, of, paths.word[p], paths.n == 1));
	word_list_fini(&paths);
	return true;
}

static const char *const latency_parts[][2] = {
	{ "queueing_time", "queueing" }, { "service_time", "service" }, { "network_time", "network" }, { NULL, NULL }
};

static const char *const layer_parts[][2] = {
	{ "layer_ui", "ui" }, { "layer_api", "api" }, { "layer_service", "service" }, { "layer_data", "data" }, { "network_time", "network" }, { NULL, NULL }
};

static const struct parts_of latency = { "latency", "mean latency", latency_parts, "" };

static bool draw_requests(struct figure *figure)
{
	struct stack stack = { 0 };
	bool good = true;

	for (size_t c = 0; c < figure->n_cases && good; c++)
		good = stack_requests(figure, &figure->cases[c], &stack);
	if (good && stack.n_rows > 0)
		write_stack(figure, &stack, "mean latency", "s");
	else if (good)
		good = no_rows(figure, &latency);
	stack_fini(&stack);
	return good;
}

static bool draw_layers(struct figure *figure)
{
	static const struct parts_of by_layer = { "latency", "mean latency", layer_parts, "" };

	for (size_t file = 0; file < figure->n; file++) {
		struct summary_rows rows;
		uint64_t i = 0;

		if (!summary_rows_open(figure, file, &rows))
			return false;
		while (i < rows.rows && strcmp(rows.measure->word[i], layer_parts[0][0]) != 0)
			i++;
		if (i == rows.rows)
			return diag_error(figure->diag, figure_mark(figure, file), "it has no latency by layer; run the scenario with output.breakdown: layers");
	}
	return draw_summary(figure, &by_layer, "s");
}

static bool write_breakdown(struct figure *figure)
{
	static const char *const ways[] = { "cause", "layer", "detail" };
	const char *by = figure->settings->by ? figure->settings->by : ways[0];

	if (strcmp(by, "cause") == 0)
		return draw_summary(figure, &latency, "s");
	if (strcmp(by, "layer") == 0)
		return draw_layers(figure);
	if (strcmp(by, "detail") == 0)
		return draw_requests(figure);
	return diag_unknown(figure->diag, (struct mark){ .source = "--by" }, "way to break a latency down", by, ways, 3);
}

const struct plot_kind plot_breakdown = {
	.name = "breakdown",
	.help = "mean latency of each path by cause: queueing, service, network; --by layer; --by detail: all causes that occur, from the table of requests",
	.options = "scope by",
	.write = write_breakdown,
};

static const char *const energy_parts[][2] = {
	{ "energy_idle", "idle" }, { "energy_dynamic", "dynamic" }, { "energy_sleep", "sleep" }, { "energy_start_up", "start-up" }, { NULL, NULL }
};

static const struct parts_of by_tier = { "energy", "energy", energy_parts, "tier:" };
static const struct parts_of by_component = { "energy", "energy carried", energy_parts, "component:" };

static bool write_energy(struct figure *figure)
{
	static const char *const ways[] = { "tier", "component" };
	const char *by = figure->settings->by ? figure->settings->by : ways[0];

	if (strcmp(by, "tier") == 0)
		return draw_summary(figure, &by_tier, "J");
	if (strcmp(by, "component") == 0)
		return draw_summary(figure, &by_component, "J");
	return diag_unknown(figure->diag, (struct mark){ .source = "--by" }, "way to divide energy", by, ways, 2);
}

const struct plot_kind plot_energy = {
	.name = "energy",
	.help = "energy of each tier by cause: idle, dynamic, sleep, start-up; --by component: what the jobs of each carried",
	.options = "scope by",
	.write = write_energy,
};
