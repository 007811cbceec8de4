/* `fogline plot`: data of results files through a gnuplot template into a picture. */
#include "sim/cli/complete.h"
#include "sim/cli/gnuplot.h"
#include "sim/cli/opt.h"
#include "sim/cli/picture.h"
#include "sim/cli/places.h"
#include "sim/cli/plot.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <stdlib.h>
#include <string.h>

const struct plot_kind *const plot_kinds[] = {
	&plot_cdf, &plot_box, &plot_breakdown, &plot_energy, &plot_timeline, &plot_utilisation, &plot_versus, &plot_pareto,
	&plot_gantt, NULL
};

static const char *const widths[] = { "page", "column" };

static const struct option options[] = {
	{ "output", 'o', O_TEXT(struct plot_settings, output), "FILE", ".png, .svg, .pdf, .tex [FILE.png beside FILE.h5]" },
	{ "measure", 0, O_TEXT(struct plot_settings, measure), "MEASURE", "what is drawn, or MEASURE@SCOPE [latency]" },
	{ "scope", 0, O_TEXT(struct plot_settings, scope), "SCOPE", "only this path, group or component [all]" },
	{ "statistic", 0, O_TEXT(struct plot_settings, statistic), "WORD", "mean, p50, p95, p99 or maximum [mean]" },
	{ "x", 0, O_TEXT(struct plot_settings, x), "AXIS", "what goes across; pareto: a measure [energy]" },
	{ "by", 0, O_TEXT(struct plot_settings, by), "WAY", "how it is divided: an axis, or what the kind tells" },
	{ "more", 0, O_TEXT(struct plot_settings, more), "AXIS", "pareto: x, y or both, if more of it is better" },
	{ "point", 0, O_LIST(struct plot_settings, points), "N", "only this point of a sweep; repeatable" },
	{ "log", 0, O_FLAG(struct plot_settings, log), NULL, "a logarithmic axis for the measure" },
	{ "title", 0, O_TEXT(struct plot_settings, title), "TEXT", "above the picture [title of the scenario]" },
	{ "width", 0, O_TEXT(struct plot_settings, width), "WIDTH", "page or column, as in a paper [page]" },
	{ "gp", 0, O_FLAG(struct plot_settings, keep), NULL, "keep script and data beside the picture" },
	{ 0 }
};

static const struct mark nowhere = { 0 };

/* One picture in the making. */
struct plot {
	const struct plot_kind *kind;
	struct figure figure;
	struct picture picture;
	struct diag *diag;
};

static const struct plot_kind *kind_find(const char *name, struct diag *diag)
{
	const char *names[sizeof(plot_kinds) / sizeof(plot_kinds[0])];
	size_t n = 0;

	if (strcmp(name, "topology") == 0) {
		diag_error(diag, nowhere, "the map of a scenario is drawn by `fogline topology SCENARIO -o FILE.png`");
		return NULL;
	}
	for (; plot_kinds[n]; n++) {
		if (strcmp(plot_kinds[n]->name, name) == 0)
			return plot_kinds[n];
		names[n] = plot_kinds[n]->name;
	}
	diag_unknown(diag, nowhere, "kind of plot", name, names, n);
	return NULL;
}

/* Whether the kind heeds an option. */
static bool heeds(const struct plot_kind *kind, const char *option)
{
	const char *at = kind->options;
	size_t length = strlen(option);

	while (*at && !(strncmp(at, option, length) == 0 && (at[length] == ' ' || !at[length])))
		at += strcspn(at, " ") + (at[strcspn(at, " ")] ? 1 : 0);
	return *at;
}

/* An option that the kind does not heed is a mistake, not a wish. */
static void check_options(const struct plot *plot)
{
	const struct plot_settings *s = plot->figure.settings;
	const struct { const char *name; bool given; } given[] = {
		{ "measure", s->measure }, { "scope", s->scope }, { "statistic", s->statistic }, { "x", s->x }, { "by", s->by }, { "more", s->more },
		{ "log", s->log },
	};

	for (size_t i = 0; i < sizeof(given) / sizeof(given[0]); i++)
		if (given[i].given && !heeds(plot->kind, given[i].name))
			diag_error(plot->diag, nowhere, "plot %s has no use for --%s", plot->kind->name, given[i].name);
	if (s->width && strcmp(s->width, widths[0]) != 0 && strcmp(s->width, widths[1]) != 0)
		diag_unknown(plot->diag, nowhere, "width", s->width, widths, 2);
}

static bool open_results(struct figure *figure)
{
	bool good = true;

	figure->results = xcalloc(figure->n, sizeof(struct results *));
	for (size_t i = 0; i < figure->n; i++) {
		figure->results[i] = results_open(figure->path[i], figure->diag);
		good = good && figure->results[i];
	}
	return good && figure_cases(figure);
}

static bool write_data(void *with, FILE *out, struct diag *diag)
{
	struct plot *plot = with;

	(void)diag;
	plot->figure.out = out;
	return plot->kind->write(&plot->figure);
}

static bool set_up(struct plot *plot, const char *kind)
{
	char *path;

	plot->kind = kind_find(kind, plot->diag);
	if (!plot->kind)
		return false;
	check_options(plot);
	path = plot->figure.settings->output ? xstrdup(plot->figure.settings->output) : places_with_suffix(plot->figure.path[0], ".h5", ".png");
	if (picture_init(&plot->picture, path, kind, plot->figure.settings->keep, plot->diag))
		plot->figure.tex = strcmp(gnuplot_format(path), "tex") == 0;
	free(path);
	return diag_errors(plot->diag) == 0;
}

static int cmd_plot(const void *given, const struct words *operands)
{
	struct plot plot = { .diag = diag_new() };
	int code = EXIT_WRONG;

	plot.figure = (struct figure){ .settings = given, .path = operands->item + 1, .n = operands->n - 1, .diag = plot.diag };
	if (set_up(&plot, operands->item[0]))
		code = open_results(&plot.figure) && picture_draw(&plot.picture, write_data, &plot, plot.diag) ? EXIT_DONE : EXIT_FAILED;
	diag_print(plot.diag, stderr);
	if (code == EXIT_DONE)
		printf("%s\n", plot.picture.path);
	figure_fini(&plot.figure);
	picture_fini(&plot.picture);
	diag_free(plot.diag);
	return code;
}

static bool complete(const char *what, const struct words *operands, struct candidates *candidates)
{
	if (strcmp(what, "KIND") == 0)
		for (size_t i = 0; plot_kinds[i]; i++)
			candidates_add(candidates, plot_kinds[i]->name, plot_kinds[i]->help);
	else if (strcmp(what, "WIDTH") == 0)
		for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++)
			candidates_add(candidates, widths[i], "");
	else if ((strcmp(what, "MEASURE") == 0 || strcmp(what, "SCOPE") == 0) && operands->n > 1)
		candidates_add_column(candidates, operands->item[1], *what == 'M' ? "measure" : "scope");
	else
		return false;
	return true;
}

const struct command command_plot = {
	.name = "plot",
	.arguments = "KIND FILE.h5...",
	.help = "draw results with gnuplot",
	.details = "KIND is one of `fogline list plots`, which also tells what --by takes; files may\n"
		   "be of runs or of sweeps. A picture for LaTeX, NAME.tex, includes NAME.pdf.",
	.least = 2,
	.most = 64,
	.options = options,
	.settings_size = sizeof(struct plot_settings),
	.run = cmd_plot,
	.complete = complete,
};
