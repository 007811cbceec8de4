/*
 * `fogline plot utilisation`: of groups over time, from /series, or of single nodes, from /node_totals. Up to 12 have a
 * panel or a row each, more make a map of colours.
 */
#include "sim/cli/plot_time.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PANELS_MOST = 12, MAP_WIDTH = 25 };

static const uint32_t no_node = 0xffffffff;

static void write_names(const struct figure *figure, const char *const *name, size_t n)
{
	figure_block(figure, NULL);
	for (size_t i = 0; i < n; i++) {
		fprintf(figure->out, "%zu ", i);
		figure_word(figure, name[i]);
		fputc('\n', figure->out);
	}
}

/* A round number that is no less, at most 1: where the scale ends. */
static double top_of(double most)
{
	static const double ends[] = { 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1 };
	size_t i = 0;

	while (i < sizeof(ends) / sizeof(ends[0]) - 1 && ends[i] < most)
		i++;
	return ends[i];
}

/* ---- over time ---- */

/* Cells: where in time, row, from, to, value. */
static void write_map(const struct figure *figure, const struct courses *courses, double time)
{
	figure_block(figure, NULL);
	for (size_t c = 0; c < courses->n; c++) {
		double before = 0;

		for (size_t i = 0; i < courses->course[c].n; i++) {
			const struct step *step = &courses->course[c].step[i];

			if (step->n > 0)
				fprintf(figure->out, "%.9g %zu %.9g %.9g %.9g\n", (before + step->time) / 2 / time, c, before / time, step->time / time,
					step->sum / step->n);
			before = step->time;
		}
	}
}

static void write_courses(const struct figure *figure, const struct courses *courses)
{
	struct axis_unit time = time_unit_of(courses->end);
	char *title = axis_title("simulated time", &time);
	const char **name = xcalloc(courses->n, sizeof(*name));
	bool map = courses->n > PANELS_MOST;

	for (size_t i = 0; i < courses->n; i++)
		name[i] = courses->course[i].label;
	figure_begin(figure);
	figure_text(figure, "xtitle", title);
	figure_text(figure, "other", map ? "map" : "time");
	figure_real(figure, map ? "rows" : "panels", (double)courses->n);
	figure_real(figure, "top", top_of(courses_most(courses)));
	figure_real(figure, "most", courses->end / time.divisor);
	write_names(figure, name, courses->n);
	if (map)
		write_map(figure, courses, time.divisor);
	for (size_t i = 0; !map && i < courses->n; i++)
		course_write(figure, &courses->course[i], time.divisor, 1);
	free(title);
	free(name);
}

static bool by_group(struct figure *figure)
{
	struct courses courses = { 0 };
	bool good = courses_find(figure, "utilisation", &courses);

	if (good)
		write_courses(figure, &courses);
	courses_fini(&courses);
	return good;
}

/* ---- of nodes ---- */

/* A node, or all devices of a group: its utilisation over the replications. */
struct node_use { const char *group; int64_t node; char *label; double sum, least, most; uint32_t n; };

struct node_uses { struct node_use *use; size_t n; };

/* The columns of /node_totals and /nodes of one case. */
struct totals {
	const struct results_column *node, *group, *use, *index;
	uint64_t from, to;
	uint64_t first_node, end_node; /* rows of /nodes */
};

static bool open_totals(const struct figure *figure, const struct plot_case *of, struct totals *totals)
{
	const struct results_table *table = figure_table(figure, of->file, "node_totals", NULL);
	uint64_t first, end;
	const struct results_table *nodes = table ? figure_nodes(figure, of, &first, &end) : NULL;

	if (!nodes)
		return false;
	*totals = (struct totals){
		.node = results_column(table, "node"), .group = results_column(table, "group"), .use = results_column(table, "utilisation"),
		.index = results_column(nodes, "index"), .from = rows_from(results_column(table, "point"), table->rows, of->point),
		.to = rows_from(results_column(table, "point"), table->rows, of->point + 1), .first_node = first, .end_node = end,
	};
	if (totals->node && totals->group && totals->use && totals->index)
		return true;
	return diag_error(figure->diag, figure_mark(figure, of->file), "the table 'node_totals' lacks columns");
}

/* The caller frees it. */
static char *node_name(const struct totals *totals, uint64_t row)
{
	int64_t node = totals->node->integer[row];

	if (node == no_node || (uint64_t)node >= totals->end_node - totals->first_node)
		return text_format("%s, all", totals->group->word[row]);
	return text_format("%s[%lld]", totals->group->word[row], (long long)totals->index->integer[totals->first_node + (uint64_t)node]);
}

static void add_use(const struct figure *figure, const struct plot_case *of, const struct totals *totals, uint64_t row, size_t first,
		    struct node_uses *uses)
{
	double value = totals->use->real[row];
	size_t i = first;
	char *name;

	while (i < uses->n && (uses->use[i].node != totals->node->integer[row] || strcmp(uses->use[i].group, totals->group->word[row]) != 0))
		i++;
	if (i == uses->n) {
		uses->use = xrealloc(uses->use, (uses->n + 1) * sizeof(*uses->use));
		name = node_name(totals, row);
		uses->use[uses->n++] = (struct node_use){
			.group = totals->group->word[row], .node = totals->node->integer[row], .label = figure_label(figure, of, name, false),
			.least = INFINITY, .most = -INFINITY,
		};
		free(name);
	}
	uses->use[i].sum += value;
	uses->use[i].n++;
	uses->use[i].least = fmin(uses->use[i].least, value);
	uses->use[i].most = fmax(uses->use[i].most, value);
}

static bool find_uses(const struct figure *figure, struct node_uses *uses)
{
	struct word_list known = { 0 };

	for (size_t c = 0; c < figure->n_cases; c++) {
		struct totals totals;
		size_t first = uses->n;

		if (!open_totals(figure, &figure->cases[c], &totals))
			return false;
		for (uint64_t i = totals.from; i < totals.to; i++) {
			word_list_add(&known, totals.group->word[i]);
			if (isnan(totals.use->real[i]) || (figure->settings->scope && strcmp(totals.group->word[i], figure->settings->scope) != 0))
				continue;
			add_use(figure, &figure->cases[c], &totals, i, first, uses);
		}
	}
	if (uses->n == 0)
		figure_unknown(figure, 0, "group of nodes", figure->settings->scope ? figure->settings->scope : "*", &known);
	word_list_fini(&known);
	return uses->n > 0;
}

static double uses_most(const struct node_uses *uses)
{
	double most = 0;

	for (size_t i = 0; i < uses->n; i++)
		most = fmax(most, uses->use[i].most);
	return most;
}

static void write_rows(const struct figure *figure, const struct node_uses *uses)
{
	const char **name = xcalloc(uses->n, sizeof(*name));

	for (size_t i = 0; i < uses->n; i++)
		name[i] = uses->use[i].label;
	figure_begin(figure);
	figure_text(figure, "xtitle", "utilisation");
	figure_text(figure, "other", "node");
	figure_real(figure, "rows", (double)uses->n);
	figure_real(figure, "top", top_of(uses_most(uses)));
	write_names(figure, name, uses->n);
	figure_block(figure, NULL);
	for (size_t i = 0; i < uses->n; i++)
		fprintf(figure->out, "%zu %.9g %.9g %.9g\n", i, uses->use[i].sum / uses->use[i].n, uses->use[i].least, uses->use[i].most);
	free(name);
}

/* Cells of the map, MAP_WIDTH to a row, a new row for each group; `name` says what begins in each row. */
static size_t lay_out(const struct node_uses *uses, const char **name, FILE *out)
{
	size_t row = 0, column = 0;

	for (size_t i = 0; i < uses->n; i++) {
		bool begins = i == 0 || strcmp(uses->use[i].group, uses->use[i - 1].group) != 0;

		if (i > 0 && (begins || column == MAP_WIDTH)) {
			row++;
			column = 0;
		}
		name[row] = begins ? uses->use[i].group : column == 0 ? "" : name[row];
		if (out)
			fprintf(out, "%zu %zu %g %g %.9g\n", column, row, (double)column - 0.46, (double)column + 0.46, uses->use[i].sum / uses->use[i].n);
		column++;
	}
	return row + 1;
}

static void write_cells(const struct figure *figure, const struct node_uses *uses)
{
	const char **name = xcalloc(uses->n, sizeof(*name));
	size_t rows = lay_out(uses, name, NULL);

	figure_begin(figure);
	figure_text(figure, "other", "nodes");
	figure_real(figure, "rows", (double)rows);
	figure_real(figure, "top", top_of(uses_most(uses)));
	figure_real(figure, "least", -0.5);
	figure_real(figure, "most", (double)(uses->n < MAP_WIDTH ? uses->n : MAP_WIDTH) - 0.5);
	write_names(figure, name, rows);
	figure_block(figure, NULL);
	lay_out(uses, name, figure->out);
	free(name);
}

static bool by_node(struct figure *figure)
{
	struct node_uses uses = { 0 };
	bool good = find_uses(figure, &uses);

	if (good && uses.n <= PANELS_MOST)
		write_rows(figure, &uses);
	else if (good)
		write_cells(figure, &uses);
	for (size_t i = 0; i < uses.n; i++)
		free(uses.use[i].label);
	free(uses.use);
	return good;
}

static bool write_utilisation(struct figure *figure)
{
	static const char *const ways[] = { "group", "node" };
	const char *by = figure->settings->by ? figure->settings->by : ways[0];

	if (strcmp(by, "group") == 0)
		return by_group(figure);
	if (strcmp(by, "node") == 0)
		return by_node(figure);
	return diag_unknown(figure->diag, (struct mark){ .source = "--by" }, "way to divide utilisation", by, ways, 2);
}

const struct plot_kind plot_utilisation = {
	.name = "utilisation",
	.help = "how busy groups are over time, a panel each, or a map of colours beyond 12 (needs output.series); --by node: single nodes over the whole run",
	.options = "scope by",
	.write = write_utilisation,
};
