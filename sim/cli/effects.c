/* Points of a sweep as factors with levels, and what their results depend on. */
#include "sim/cli/effects.h"

#include "sim/base/json.h"
#include "sim/base/memory.h"
#include "sim/cli/table.h"
#include "sim/kernel/sensitivity.h"
#include "sim/kernel/stat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LEVELS = 12, PARTS = 5 };

static const double LEVEL = 0.95;

/* The sweep. Levels are numbered as they are first met. */
struct design {
	const struct results_column **axis;
	size_t axes, points;
	struct samples *samples;       /* [points] */
	uint32_t *level, *levels;      /* [points * axes], [axes] */
	double *value;
	bool *number;                  /* [axes] */
};

/* One measure in one scope: what it came to at the points, and why. */
struct effect {
	const char *measure, *scope;
	enum statistic statistic;
	enum dimension dimension;
	double *result;                /* [points] */
	double noise;                  /* share of the variance that is uncertainty of the points; NaN: not known */
	struct sensitivity found;
	struct sensitivity_index *index;
};

/* Where along an axis a mean is least and greatest. */
struct ends { double least, most; size_t at_least, at_most; bool parts; };

/* ---- the design ---- */

static double number_at(const struct results_column *axis, size_t point)
{
	return axis->kind == RESULTS_REAL ? axis->real[point] : axis->kind == RESULTS_INTEGER ? (double)axis->integer[point] : NAN;
}

static bool same_level(const struct results_column *axis, size_t a, size_t b)
{
	double x = number_at(axis, a), y = number_at(axis, b);

	if (axis->kind == RESULTS_WORD)
		return strcmp(axis->word[a], axis->word[b]) == 0;
	return !(x < y || x > y);
}

static void number_levels(struct design *d, size_t axis)
{
	for (size_t i = 0; i < d->points; i++) {
		size_t k = 0;

		while (!same_level(d->axis[axis], k, i))
			k++;
		d->level[i * d->axes + axis] = k < i ? d->level[k * d->axes + axis] : d->levels[axis]++;
		d->value[i * d->axes + axis] = number_at(d->axis[axis], i);
	}
}

static bool open_design(struct design *d, struct results *results, const char *path, struct diag *diag)
{
	const struct results_table *points = samples_points(results) ? results_table(results, "points", diag) : NULL;
	bool good = true;

	*d = (struct design){ 0 };
	if (!points)
		return diag_error(diag, (struct mark){ 0 }, "'%s' is not of a sweep: only a sweep has axes whose effects can be told", path);
	d->points = (size_t)points->rows;
	d->axis = xcalloc(points->n_columns + 1, sizeof *d->axis);
	for (uint32_t c = 0; c < points->n_columns; c++)
		if (strcmp(points->column[c].name, "point") != 0)
			d->axis[d->axes++] = &points->column[c];
	d->level = xcalloc(d->points * d->axes + 1, sizeof *d->level);
	d->value = xcalloc(d->points * d->axes + 1, sizeof *d->value);
	d->levels = xcalloc(d->axes + 1, sizeof *d->levels);
	d->number = xcalloc(d->axes + 1, sizeof *d->number);
	d->samples = xcalloc(d->points + 1, sizeof *d->samples);
	for (size_t a = 0; a < d->axes; a++) {
		number_levels(d, a);
		d->number[a] = d->axis[a]->kind != RESULTS_WORD;
	}
	for (size_t i = 0; good && i < d->points; i++)
		good = samples_open(&d->samples[i], results, path, (int64_t)i, diag);
	return good;
}

static void close_design(struct design *d)
{
	free(d->axis);
	free(d->level);
	free(d->value);
	free(d->levels);
	free(d->number);
	free(d->samples);
}

/* ---- effects ---- */

/* The mean of a point, and the square of its standard error; NaN without values. */
static double mean_at(const struct samples *s, const struct effect *e, double *error)
{
	size_t n;
	struct sample *sample = samples_values(s, e->measure, e->scope, e->statistic, &n);
	double *value = xcalloc(n + 1, sizeof *value);
	struct interval interval;

	for (size_t i = 0; i < n; i++)
		value[i] = sample[i].value;
	interval = interval_of(value, n, LEVEL);
	*error = interval.sd * interval.sd / (double)n;
	free(value);
	free(sample);
	return interval.mean;
}

static void find_effect(const struct design *d, struct effect *e)
{
	double errors = 0;
	bool missing = false;

	e->result = xcalloc(d->points, sizeof *e->result);
	e->index = xcalloc(d->axes + 1, sizeof *e->index);
	for (size_t i = 0; i < d->points; i++) {
		double error;

		e->result[i] = mean_at(&d->samples[i], e, &error);
		errors += error / (double)d->points;
		missing = missing || isnan(e->result[i]);
	}
	if (missing) {
		e->found = (struct sensitivity){ .way = SENSITIVITY_NONE, .why = "some points have no values of it", .mean = NAN, .variance = NAN };
		return;
	}
	e->found = sensitivity_of(e->result, d->points, d->axes, d->level, d->value, d->number, e->index);
	e->noise = e->found.variance > 0 ? errors / e->found.variance : NAN;
}

/* Means along an axis: of each level, or, of many, of fifths of the points in the order of their values. */
static struct ends find_ends(const struct design *d, const struct effect *e, size_t axis)
{
	struct ends ends = { .least = INFINITY, .most = -INFINITY, .parts = d->levels[axis] > MOST_LEVELS && d->number[axis] };
	size_t groups = ends.parts ? PARTS : d->levels[axis];

	for (size_t g = 0; g < groups; g++) {
		double sum = 0, mean;
		size_t n = 0, of = 0;

		for (size_t i = 0; i < d->points; i++) {
			size_t below = 0, group = d->level[i * d->axes + axis];

			for (size_t k = 0; ends.parts && k < d->points; k++)
				below += d->value[k * d->axes + axis] < d->value[i * d->axes + axis];
			if (ends.parts)
				group = below * PARTS / d->points;
			if (group != g)
				continue;
			sum += e->result[i];
			of = i;
			n++;
		}
		mean = sum / (double)n;
		if (n && mean < ends.least) {
			ends.least = mean;
			ends.at_least = ends.parts ? g : of;
		}
		if (n && mean > ends.most) {
			ends.most = mean;
			ends.at_most = ends.parts ? g : of;
		}
	}
	return ends;
}

/* The name of a level, by a point that has it; of a fifth of the points, its number. The caller frees it. */
static char *level_name(const struct design *d, size_t axis, size_t at, bool parts)
{
	const struct results_column *c = d->axis[axis];
	char buffer[64];

	if (parts)
		return text_format("fifth %zu", at + 1);
	if (c->kind == RESULTS_WORD)
		return xstrdup(c->word[at]);
	if (isinf(number_at(c, at)))
		return xstrdup("unlimited");
	return xstrdup(units_human(number_at(c, at), condition_unit(c->units), 4, buffer));
}

/* ---- printing ---- */

static void add_share(struct text_table *table, double share)
{
	char text[64];

	table_cell(table, "%s", isnan(share) ? "-" : units_human(share, DIM_SHARE, 2, text));
}

static void add_end(struct text_table *table, const struct design *d, const struct effect *e, size_t axis, double value, size_t at, bool parts)
{
	char text[64], *name = level_name(d, axis, at, parts);

	table_cell(table, "%s at %s", units_human(value, e->dimension, 3, text), name);
	free(name);
}

static void print_table(const struct design *d, const struct effect *e, FILE *out)
{
	struct text_table table;

	table_init(&table, 5);
	for (const char *const *head = (const char *const[]){ "axis", "alone", "in all", "least", "most", NULL }; *head; head++)
		table_cell(&table, "%s", *head);
	for (size_t a = 0; a < d->axes; a++) {
		struct ends ends = find_ends(d, e, a);

		table_cell(&table, "%s", d->axis[a]->name);
		add_share(&table, e->index[a].first);
		add_share(&table, e->index[a].total);
		add_end(&table, d, e, a, ends.least, ends.at_least, ends.parts);
		add_end(&table, d, e, a, ends.most, ends.at_most, ends.parts);
	}
	table_print(&table, false, out);
	table_fini(&table);
}

static void print_text(const struct design *d, const struct effect *e, FILE *out)
{
	char *label = comparison_label(e->measure, e->statistic), mean[64], share[64];

	fprintf(out, "\n%s of %s", label, strcmp(e->scope, "*") == 0 ? "all" : e->scope);
	free(label);
	if (e->found.way == SENSITIVITY_NONE) {
		fprintf(out, ": nothing to tell, %s\n", e->found.why);
		return;
	}
	fprintf(out, ": mean %s over %zu points\n", units_human(e->found.mean, e->dimension, 3, mean), d->points);
	print_table(d, e, out);
	if (e->found.way == SENSITIVITY_POLYNOMIAL)
		fprintf(out, "by a polynomial that predicts %s of the variance at points left out%s\n",
			units_human(fmax(0, e->found.predicted), DIM_SHARE, 2, share), e->found.predicted < 0.8 ? ": do not rely on it" : "");
	if (e->noise > 0.001)
		fprintf(out, "up to %s of the variance is what the points themselves are unsure by\n", units_human(fmin(1, e->noise), DIM_SHARE, 2, share));
}

static void print_csv(const struct design *d, const struct effect *e, FILE *out)
{
	static const char *const ways[] = { "none", "grid", "polynomial" };

	for (size_t a = 0; a < d->axes; a++) {
		struct ends ends = { .least = NAN, .most = NAN };

		if (e->found.way != SENSITIVITY_NONE)
			ends = find_ends(d, e, a);
		/* Names of keys, measures and scopes have neither commas nor quotes. */
		fprintf(out, "%s,%s,%s,%s,%s,%s", e->measure, e->scope, statistic_names[e->statistic], units_base(e->dimension), d->axis[a]->name,
			ways[e->found.way]);
		for (const double *number = (const double[]){ e->index[a].first, e->index[a].total, ends.least, ends.most, e->found.predicted, e->noise }, *end = number + 6;
		     number < end; number++)
			fprintf(out, isnan(*number) ? ",nan" : ",%.9g", *number);
		fputc('\n', out);
	}
}

static void print_json(const struct design *d, const struct effect *e, bool first, FILE *out)
{
	static const char *const ways[] = { "none", "grid", "polynomial" };
	struct text line = { 0 };

	for (size_t a = 0; a < d->axes; a++) {
		const struct { const char *name, *text; double number; } member[] = {
			{ "measure", e->measure, 0 }, { "scope", e->scope, 0 }, { "statistic", statistic_names[e->statistic], 0 },
			{ "unit", units_base(e->dimension), 0 }, { "axis", d->axis[a]->name, 0 }, { "way", ways[e->found.way], 0 },
			{ "first", NULL, e->index[a].first }, { "total", NULL, e->index[a].total }, { "predicted", NULL, e->found.predicted },
			{ "noise", NULL, e->noise },
		};

		text_add(&line, "%s\n  {", first && a == 0 ? "" : ",");
		for (size_t i = 0; i < sizeof member / sizeof *member; i++) {
			text_add(&line, "%s\"%s\": ", i ? ", " : "", member[i].name);
			if (member[i].text)
				json_add_text(&line, member[i].text);
			else
				json_add_real(&line, member[i].number);
		}
		text_add(&line, "}");
	}
	fputs(line.text ? line.text : "", out);
	text_fini(&line);
}

static void print_effect(const struct design *d, const struct effect *e, enum effects_form form, bool first, FILE *out)
{
	switch (form) {
	case EFFECTS_TEXT:
		print_text(d, e, out);
		break;
	case EFFECTS_CSV:
		print_csv(d, e, out);
		break;
	case EFFECTS_JSON:
		print_json(d, e, first, out);
		break;
	}
}

/* Every scope of one measure; how many there were. */
static size_t print_measure(const struct design *d, const char *measure, enum statistic statistic, const char *scope, enum effects_form form, size_t before,
			    FILE *out)
{
	const struct samples *s = &d->samples[0];
	size_t n = 0;

	for (uint64_t i = 0; i < s->n; i++) {
		struct effect e = { .measure = s->measure[i], .scope = s->scope[i], .statistic = statistic, .noise = NAN };

		if (strcmp(s->measure[i], measure) != 0 || !comparison_scope(s->scope[i], scope))
			continue;
		e.dimension = comparison_dimension(s->measure[i], s->unit[i]);
		find_effect(d, &e);
		print_effect(d, &e, form, before + n++ == 0, out);
		free(e.result);
		free(e.index);
	}
	return n;
}

bool effects_print(struct results *results, const char *path, const struct comparison_choice *choice, enum effects_form form, FILE *out,
		   struct diag *diag)
{
	struct design design;
	const char *latency = "latency";
	struct words usual = { .item = &latency, .n = 1 };
	const struct words *measures = choice->measures->n ? choice->measures : &usual;
	size_t n = 0;
	bool good = open_design(&design, results, path, diag);
	const char *measure;
	enum statistic statistic;

	for (size_t i = 0; good && i < measures->n; i++)
		good = comparison_measure(&design.samples[0], measures->item[i], &measure, &statistic, diag);
	if (good && form == EFFECTS_CSV)
		fputs("measure,scope,statistic,unit,axis,way,first,total,least,most,predicted,noise\n", out);
	if (good && form == EFFECTS_JSON)
		fputs("[", out);
	for (size_t i = 0; good && i < measures->n; i++) {
		comparison_measure(&design.samples[0], measures->item[i], &measure, &statistic, diag);
		n += print_measure(&design, measure, statistic, choice->scope, form, n, out);
	}
	if (good && form == EFFECTS_JSON)
		fputs("\n]\n", out);
	if (good && form == EFFECTS_TEXT && n)
		fputs("\nalone: share of the variance over the points that the axis causes by itself\n"
		      "(first-order Sobol index); in all: with what it causes together with others\n"
		      "(total index)\n", out);
	if (good && !n)
		good = diag_unknown(diag, (struct mark){ .source = "--scope" }, "scope", choice->scope ? choice->scope : "", design.samples[0].scope,
				    design.samples[0].n);
	close_design(&design);
	return good;
}
