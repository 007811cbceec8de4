/* `fogline plot timeline` and the panels of `utilisation`, from /series: means over a step of time, then over replications. */
#include "sim/cli/plot_time.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool open_series(const struct figure *figure, const struct plot_case *of, const char *measure, struct series *series)
{
	const struct results_table *table = figure_table(figure, of->file, "series", "output.series: STEP, such as 1 s");
	struct word_list known = { 0 };

	if (!table)
		return false;
	*series = (struct series){
		.time = results_column(table, "time_s"), .group = results_column(table, "group"), .value = results_column(table, measure),
		.from = rows_from(results_column(table, "point"), table->rows, of->point),
		.to = rows_from(results_column(table, "point"), table->rows, of->point + 1),
	};
	if (!series->time || !series->group)
		return diag_error(figure->diag, figure_mark(figure, of->file), "the table 'series' lacks columns");
	if (series->value && series->value->kind == RESULTS_REAL && strcmp(measure, "time_s") != 0)
		return true;
	for (uint32_t c = 0; c < table->n_columns; c++)
		if (table->column[c].kind == RESULTS_REAL && strcmp(table->column[c].name, "time_s") != 0)
			word_list_add(&known, table->column[c].name);
	figure_unknown(figure, of->file, "measure over time", measure, &known);
	word_list_fini(&known);
	return false;
}

/* The last step of all. */
static double end_of(const struct series *series)
{
	double end = 0;

	for (uint64_t i = series->from; i < series->to; i++)
		end = fmax(end, series->time->real[i]);
	return end;
}

/* Add a row's value to the step of its time; a replication's steps come in order, so the search goes on from the last. */
static void add_value(struct course *course, double time, double value)
{
	size_t i = course->n > 0 && course->last < course->n && course->step[course->last].time <= time ? course->last : 0;

	while (i < course->n && course->step[i].time < time)
		i++;
	course->last = i;
	if (i == course->n || course->step[i].time > time) {
		course->step = xrealloc(course->step, (course->n + 1) * sizeof(*course->step));
		memmove(course->step + i + 1, course->step + i, (course->n - i) * sizeof(*course->step));
		course->step[i] = (struct step){ .time = time, .least = INFINITY, .most = -INFINITY };
		course->n++;
	}
	if (isnan(value))
		return;
	course->step[i].sum += value;
	course->step[i].n++;
	course->step[i].least = fmin(course->step[i].least, value);
	course->step[i].most = fmax(course->step[i].most, value);
}

/* Whether a group has the measure at all. */
static bool has_values(const struct course *course)
{
	for (size_t i = 0; i < course->n; i++)
		if (course->step[i].n > 0)
			return true;
	return false;
}

static void add_group(struct courses *courses, const struct series *series, const char *group, char *label)
{
	struct course course = { .label = label };

	for (uint64_t i = series->from; i < series->to; i++)
		if (strcmp(series->group->word[i], group) == 0)
			add_value(&course, series->time->real[i], series->value->real[i]);
	if (!has_values(&course)) {
		free(course.label);
		free(course.step);
		return;
	}
	courses->course = xrealloc(courses->course, (courses->n + 1) * sizeof(*courses->course));
	courses->course[courses->n++] = course;
}

/* Rows of links are named FROM->TO; they are shown if they are asked for, or have nothing beside them. */
static bool is_wanted(const struct figure *figure, const char *group, bool links)
{
	if (figure->settings->scope)
		return strcmp(figure->settings->scope, group) == 0;
	return links || !strstr(group, "->");
}

static void add_case(const struct figure *figure, const struct plot_case *of, const struct series *series, bool links, struct courses *courses)
{
	struct word_list groups = { 0 };

	for (uint64_t i = series->from; i < series->to; i++)
		if (is_wanted(figure, series->group->word[i], links))
			word_list_add(&groups, series->group->word[i]);
	for (size_t g = 0; g < groups.n; g++)
		add_group(courses, series, groups.word[g],
			  figure_label(figure, of, groups.word[g], groups.n == 1));
	word_list_fini(&groups);
}

/* Nothing is drawn: the scope is of no group. */
static bool no_group(const struct figure *figure, const char *measure)
{
	struct word_list known = { 0 };
	struct series series;

	if (!open_series(figure, &figure->cases[0], measure, &series))
		return false;
	for (uint64_t i = series.from; i < series.to; i++)
		if (!isnan(series.value->real[i]))
			word_list_add(&known, series.group->word[i]);
	figure_unknown(figure, 0, "scope", figure->settings->scope ? figure->settings->scope : "*", &known);
	word_list_fini(&known);
	return false;
}

bool courses_find(const struct figure *figure, const char *measure, struct courses *courses)
{
	for (size_t c = 0; c < figure->n_cases; c++) {
		const struct plot_case *of = &figure->cases[c];
		struct series series;
		size_t before = courses->n;

		if (!open_series(figure, of, measure, &series))
			return false;
		courses->end = fmax(courses->end, end_of(&series));
		courses->units = series.value->units;
		add_case(figure, of, &series, false, courses);
		if (courses->n == before)
			add_case(figure, of, &series, true, courses);
	}
	return courses->n > 0 || no_group(figure, measure);
}

void courses_fini(struct courses *courses)
{
	for (size_t i = 0; i < courses->n; i++) {
		free(courses->course[i].label);
		free(courses->course[i].step);
	}
	free(courses->course);
}

struct axis_unit time_unit_of(double end)
{
	static const struct { double divisor; const char *name; double from; } units[] = {
		{ 86400, "days", 4 * 86400 }, { 3600, "h", 4 * 3600 }, { 60, "min", 600 }, { 1, "s", 0 },
	};
	struct axis_unit unit = { 0 };
	size_t i = 0;

	/* Short spans are in the unit of any other quantity. */
	if (end < 2)
		return axis_unit_of("s", end);
	while (end < units[i].from)
		i++;
	unit.divisor = units[i].divisor;
	snprintf(unit.name, sizeof(unit.name), "%s", units[i].name);
	return unit;
}

void course_write(const struct figure *figure, const struct course *course, double time, double divisor)
{
	figure_block(figure, course->label);
	for (size_t i = 0; i < course->n; i++) {
		const struct step *step = &course->step[i];

		if (step->n > 0)
			fprintf(figure->out, "%.9g %.9g %.9g %.9g\n", step->time / time, step->sum / step->n / divisor, step->least / divisor,
				step->most / divisor);
	}
}

double courses_most(const struct courses *courses)
{
	double most = 0;

	for (size_t c = 0; c < courses->n; c++)
		for (size_t i = 0; i < courses->course[c].n; i++)
			if (courses->course[c].step[i].n > 0)
				most = fmax(most, courses->course[c].step[i].most);
	return most;
}

static void write_texts(const struct figure *figure, const struct courses *courses, const char *measure, const struct axis_unit *time,
			const struct axis_unit *unit)
{
	const char *warmup = results_attribute(figure->results[0], "warmup_s");
	char *phrase = figure_phrase(measure), *xtitle = axis_title("simulated time", time), *ytitle = axis_title(phrase, unit);
	double until;

	figure_begin(figure);
	figure_text(figure, "xtitle", xtitle);
	figure_text(figure, "ytitle", ytitle);
	figure_real(figure, "most", courses->end / time->divisor);
	figure_text(figure, "other", courses->course[0].label);
	if (warmup && text_number(warmup, strlen(warmup), &until))
		figure_real(figure, "from", until / time->divisor);
	if (figure->settings->log)
		figure_real(figure, "ylog", 1);
	free(phrase);
	free(xtitle);
	free(ytitle);
}

static bool write_timeline(struct figure *figure)
{
	const char *measure = figure->settings->measure ? figure->settings->measure : "utilisation";
	struct courses courses = { 0 };
	bool good = courses_find(figure, measure, &courses);

	if (good && courses.n > CURVES_MOST) {
		good = diag_error(figure->diag, figure_mark(figure, 0), "%zu curves are more than %d: choose a group with --scope, or draw `utilisation`",
				  courses.n, CURVES_MOST);
	} else if (good) {
		struct axis_unit time = time_unit_of(courses.end), unit = axis_unit_of(courses.units, courses_most(&courses));

		write_texts(figure, &courses, measure, &time, &unit);
		for (size_t i = 0; i < courses.n; i++)
			course_write(figure, &courses.course[i], time.divisor, unit.divisor);
	}
	courses_fini(&courses);
	return good;
}

const struct plot_kind plot_timeline = {
	.name = "timeline",
	.help = "a measure of groups in the course of time [utilisation], mean and range over replications; needs output.series",
	.options = "measure scope log",
	.write = write_timeline,
};
