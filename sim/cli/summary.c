/*
 * The summary for people, from /summary alone. Which measures stand where is a table here; a column without a
 * single value is left out, so that a scenario without deadlines shows none.
 */
#include "sim/cli/summary.h"

#include "sim/base/text.h"
#include "sim/base/units.h"
#include "sim/cli/inspect_json.h"
#include "sim/cli/saturation.h"
#include "sim/cli/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum style {
	STYLE_INTERVAL,            /* mean and half-width */
	STYLE_MEAN,
	STYLE_P50, STYLE_P95, STYLE_P99,
	STYLE_OF_LATENCY,          /* mean as a share of the latency's, of the energy's */
	STYLE_OF_ENERGY
};

struct view {
	const char *heading, *measure;
	enum style style;
	bool share;                /* shown in per cent */
};

/* A section shows the scopes whose names look like `kind`. */
enum kind { KIND_PATH, KIND_NODES, KIND_LINK, KIND_COMPONENT, KIND_OTHER };

enum { VIEWS = 7, LINE_WIDTH = 79, MOST_WARNINGS = 5 };

/* A half-width below this part of its mean is what rounding leaves of replications that agree. */
static const double ROUNDING = 1e-9;

struct section {
	const char *heading;
	enum kind kind;
	struct view view[VIEWS];
};

static const struct section sections[] = {
	{ "latency", KIND_PATH, {
		{ "mean", "latency", STYLE_INTERVAL, false },
		{ "p50", "latency", STYLE_P50, false },
		{ "p95", "latency", STYLE_P95, false },
		{ "p99", "latency", STYLE_P99, false },
	} },
	{ "of the latency", KIND_PATH, {
		{ "queueing", "queueing_time", STYLE_OF_LATENCY, true },
		{ "service", "service_time", STYLE_OF_LATENCY, true },
		{ "network", "network_time", STYLE_OF_LATENCY, true },
		{ "failed", "failed", STYLE_MEAN, true },
		{ "deadline met", "deadline_met", STYLE_MEAN, true },
	} },
	{ "by layer", KIND_PATH, {
		{ "ui", "layer_ui", STYLE_OF_LATENCY, true },
		{ "api", "layer_api", STYLE_OF_LATENCY, true },
		{ "service", "layer_service", STYLE_OF_LATENCY, true },
		{ "data", "layer_data", STYLE_OF_LATENCY, true },
	} },
	{ "requests", KIND_PATH, {
		{ "energy each", "request_energy", STYLE_INTERVAL, false },
	} },
	{ "nodes", KIND_NODES, {
		{ "utilisation", "utilisation", STYLE_MEAN, true },
		{ "jobs", "in_system", STYLE_MEAN, false },
		{ "rejected", "rejected", STYLE_MEAN, true },
		{ "asleep", "asleep", STYLE_MEAN, true },
		{ "power", "power", STYLE_MEAN, false },
		{ "energy", "energy", STYLE_MEAN, false },
		{ "cost", "cost", STYLE_MEAN, false },
	} },
	{ "of the energy", KIND_NODES, {
		{ "idle", "energy_idle", STYLE_OF_ENERGY, true },
		{ "dynamic", "energy_dynamic", STYLE_OF_ENERGY, true },
		{ "sleep", "energy_sleep", STYLE_OF_ENERGY, true },
		{ "start-up", "energy_start_up", STYLE_OF_ENERGY, true },
		{ "unattributed", "energy_unattributed", STYLE_OF_ENERGY, true },
	} },
	{ "components", KIND_COMPONENT, {
		{ "energy", "energy", STYLE_MEAN, false },
		{ "idle share", "energy_idle", STYLE_OF_ENERGY, true },
		{ "dynamic", "energy_dynamic", STYLE_OF_ENERGY, true },
	} },
	{ "links", KIND_LINK, {
		{ "utilisation", "utilisation", STYLE_MEAN, true },
		{ "carried", "carried", STYLE_MEAN, false },
		{ "dropped", "dropped", STYLE_MEAN, true },
	} },
};

/* The columns of /summary that are shown. */
struct source {
	uint64_t rows;
	const struct results_column *measure, *scope, *unit, *mean, *half_width, *p50, *p95, *p99;
};

/* The dimension of a unit as results files spell it; DIM_NONE for those we do not know. */
static enum dimension dimension_of(const char *unit)
{
	for (int d = DIM_NONE; d < DIMENSIONS; d++)
		if (strcmp(units_base((enum dimension)d), unit) == 0)
			return (enum dimension)d;
	return DIM_NONE;
}

static enum kind kind_of(const char *scope)
{
	if (strncmp(scope, "component:", strlen("component:")) == 0)
		return KIND_COMPONENT;
	if (strstr(scope, "->"))
		return KIND_LINK;
	if (strchr(scope, '/'))
		return KIND_PATH;
	return strchr(scope, ':') || strchr(scope, '*') ? KIND_OTHER : KIND_NODES;
}

/* The row of a measure of a scope; -1 if there is none. */
static int64_t find(const struct source *s, const char *measure, const char *scope)
{
	for (uint64_t i = 0; i < s->rows; i++)
		if (strcmp(s->measure->word[i], measure) == 0 && strcmp(s->scope->word[i], scope) == 0)
			return (int64_t)i;
	return -1;
}

static double value_of(const struct source *s, const struct view *view, int64_t row)
{
	int64_t whole;

	switch (view->style) {
	case STYLE_P50:
		return s->p50->real[row];
	case STYLE_P95:
		return s->p95->real[row];
	case STYLE_P99:
		return s->p99->real[row];
	case STYLE_OF_LATENCY:
	case STYLE_OF_ENERGY:
		whole = find(s, view->style == STYLE_OF_LATENCY ? "latency" : "energy", s->scope->word[row]);
		return whole < 0 ? NAN : s->mean->real[row] / s->mean->real[whole];
	case STYLE_INTERVAL:
	case STYLE_MEAN:
		break;
	}
	return s->mean->real[row];
}

static void add_cell(struct text_table *table, const struct source *s, const struct view *view, int64_t row)
{
	double value = row < 0 ? NAN : value_of(s, view, row);
	double half_width;
	enum dimension dimension;
	char text[64], half[64];

	if (isnan(value)) {
		table_cell(table, "-");
		return;
	}
	dimension = view->share ? DIM_SHARE : dimension_of(s->unit->word[row]);
	units_human(value, dimension, 3, text);
	half_width = s->half_width->real[row];
	if (half_width < ROUNDING * fabs(value))
		half_width = 0;
	if (view->style == STYLE_INTERVAL && !isnan(half_width))
		table_cell(table, "%s ± %s", text, units_human(half_width, dimension, 2, half));
	else
		table_cell(table, "%s", text);
}

/* Whether the measure of `view` has a value for any scope of its kind. */
static bool has_values(const struct source *s, const struct view *view, enum kind kind)
{
	for (uint64_t i = 0; i < s->rows; i++)
		if (strcmp(s->measure->word[i], view->measure) == 0 && kind_of(s->scope->word[i]) == kind &&
		    !isnan(value_of(s, view, (int64_t)i)))
			return true;
	return false;
}

/* Whether a measure of the section was taken on this scope. */
static bool is_measured(const struct source *s, const struct view *const *shown, size_t n, const char *scope)
{
	for (size_t v = 0; v < n; v++)
		if (find(s, shown[v]->measure, scope) >= 0)
			return true;
	return false;
}

/* Whether row `i` is the first of its scope. */
static bool first_of_scope(const struct source *s, uint64_t i)
{
	for (uint64_t j = 0; j < i; j++)
		if (strcmp(s->scope->word[j], s->scope->word[i]) == 0)
			return false;
	return true;
}

static void make_section(const struct source *s, const struct section *section, summary_fn *take, void *with)
{
	const struct view *shown[VIEWS];
	struct text_table table;
	size_t n = 0;

	for (size_t v = 0; v < VIEWS && section->view[v].heading; v++)
		if (has_values(s, &section->view[v], section->kind))
			shown[n++] = &section->view[v];
	if (n == 0)
		return;
	table_init(&table, n + 1);
	table_cell(&table, "%s", section->heading);
	for (size_t v = 0; v < n; v++)
		table_cell(&table, "%s", shown[v]->heading);
	for (uint64_t i = 0; i < s->rows; i++) {
		const char *scope = s->scope->word[i];

		if (kind_of(scope) != section->kind || !first_of_scope(s, i) || !is_measured(s, shown, n, scope))
			continue;
		table_cell(&table, "%s", scope);
		for (size_t v = 0; v < n; v++)
			add_cell(&table, s, shown[v], find(s, shown[v]->measure, scope));
	}
	take(with, &table);
	table_fini(&table);
}

static void print_table(void *with, const struct text_table *table)
{
	fputc('\n', with);
	table_print(table, false, with);
}

/* The sum of a column of integers over all replications; -1 if there is no such column. */
static int64_t sum(const struct results_table *runs, const char *name)
{
	const struct results_column *column = results_column(runs, name);
	int64_t total = 0;

	if (!column || column->kind != RESULTS_INTEGER)
		return -1;
	for (uint64_t i = 0; i < runs->rows; i++)
		total += column->integer[i];
	return total;
}

static const char *attribute(struct results *results, const char *name)
{
	const char *text = results_attribute(results, name);

	return text ? text : "?";
}

static const char *seconds(struct results *results, const char *name, char buffer[64])
{
	return units_format(strtod(attribute(results, name), NULL), DIM_TIME, buffer);
}

/* How far the precision that was asked for was reached. */
static void print_precision(struct results *results, FILE *out)
{
	const char *asked = results_attribute(results, "precision");
	char target[64], reached[64];
	double got;

	if (!asked)
		return;
	got = strtod(attribute(results, "precision_reached"), NULL);
	fprintf(out, "precision: %s± %s of %s %s, asked for %s\n", got <= strtod(asked, NULL) ? "" : "only ",
		isnan(got) ? "?" : units_human(got, DIM_SHARE, 3, reached), attribute(results, "precision_measure"),
		attribute(results, "precision_scope"), units_human(strtod(asked, NULL), DIM_SHARE, 3, target));
}

/* A text in lines of at most 79 characters, those after the first set in. */
static void print_wrapped(const char *head, const char *text, size_t length, FILE *out)
{
	size_t indent = strlen(head), at = indent;

	fputs(head, out);
	while (length) {
		size_t word = 0, width = 0;

		for (; word < length && text[word] != ' '; word++)
			width += ((unsigned char)text[word] & 0xc0) != 0x80;
		if (at > indent && at + 1 + width > LINE_WIDTH) {
			fprintf(out, "\n%*s", (int)indent, "");
			at = indent;
		}
		at += (size_t)fprintf(out, "%s%.*s", at > indent ? " " : "", (int)word, text) - word + width;
		text += word;
		length -= word;
		while (length && *text == ' ') {
			text++;
			length--;
		}
	}
	fputc('\n', out);
}

/* What was said of the scenario before the run: it bears on what the figures mean. */
static void print_warnings(struct results *results, FILE *out)
{
	const char *text = results_attribute(results, "warnings");
	size_t shown = 0;

	while (text && *text) {
		size_t length = strcspn(text, "\n");

		if (shown++ < MOST_WARNINGS)
			print_wrapped("note: ", text, length, out);
		text += length + (text[length] == '\n');
	}
	if (shown > MOST_WARNINGS)
		fprintf(out, "note: and %zu more, which are in the attribute `warnings`\n", shown - MOST_WARNINGS);
}

static void print_head(struct results *results, const struct results_table *runs, FILE *out)
{
	char duration[64], warmup[64];
	const char *rule = results_attribute(results, "warmup_rule");
	bool found = rule && strcmp(rule, "given") != 0;
	bool pairs = results_interval(results) == INTERVAL_PAIRS;
	const char *title = results_attribute(results, "title");
	const char *replications = attribute(results, "replications");
	const char *outcome = attribute(results, "outcome");

	if (title && *title)
		fprintf(out, "%s\n", title);
	fprintf(out, "%s replication%s%s of %s, warm-up %s%s%s, seed %s\n", replications,
		strcmp(replications, "1") == 0 ? "" : "s", pairs ? " in antithetic pairs" : "", seconds(results, "duration_s", duration),
		seconds(results, "warmup_s", warmup), found ? " by " : "", found ? rule : "", attribute(results, "seed"));
	print_precision(results, out);
	if (strcmp(outcome, "complete") != 0)
		fprintf(out, "outcome: %s; only the complete replications are measured\n", outcome);
	if (sum(runs, "created") >= 0)
		fprintf(out, "requests: %lld created, %lld finished, %lld failed, %lld in flight\n",
			(long long)sum(runs, "created"), (long long)sum(runs, "finished"),
			(long long)sum(runs, "failed"), (long long)sum(runs, "in_flight"));
	print_warnings(results, out);
}

static bool find_columns(const struct results_table *summary, struct source *s, const char *path, struct diag *diag)
{
	*s = (struct source){
		.rows = summary->rows,
		.measure = results_column(summary, "measure"), .scope = results_column(summary, "scope"),
		.unit = results_column(summary, "unit"), .mean = results_column(summary, "mean"),
		.half_width = results_column(summary, "half_width"), .p50 = results_column(summary, "p50"),
		.p95 = results_column(summary, "p95"), .p99 = results_column(summary, "p99"),
	};
	if (s->measure && s->scope && s->unit && s->mean && s->half_width && s->p50 && s->p95 && s->p99)
		return true;
	return diag_error(diag, (struct mark){ .source = path }, "the table 'summary' lacks columns");
}

bool summary_tables(struct results *results, const char *path, summary_fn *take, void *with, struct diag *diag)
{
	const struct results_table *summary = results_table(results, "summary", diag);
	struct source source;

	if (!summary || !find_columns(summary, &source, path, diag))
		return false;
	for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++)
		make_section(&source, &sections[i], take, with);
	return true;
}

bool summary_print(struct results *results, const char *path, FILE *out, struct diag *diag)
{
	const struct results_table *runs = results_table(results, "runs", diag);

	if (!runs)
		return false;
	print_head(results, runs, out);
	if (results_has_table(results, "points")) {
		fputc('\n', out);
		if (!summary_sweep(results, out, diag))
			return false;
		saturated_notes(results, out);
		summary_warned(results, out);
		fprintf(out, "\nresults: %s\n", path);
		return true;
	}
	if (!summary_tables(results, path, print_table, out, diag))
		return false;
	if (!summary_placement(results, out, diag) || !summary_notes(results, out, diag))
		return false;
	saturated_notes(results, out);
	fprintf(out, "\nresults: %s\n", path);
	return true;
}

bool summary_show(const char *path, bool json, FILE *out, struct diag *diag)
{
	struct results *results = results_open(path, diag);
	bool good = results && (json ? inspect_json_summary(results, out, diag) : summary_print(results, path, out, diag));

	results_close(results);
	return good;
}
