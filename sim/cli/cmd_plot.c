/* `fogline plot`: data of results files through a gnuplot template into a picture. */
#include "sim/cli/complete.h"
#include "sim/cli/curves.h"
#include "sim/cli/opt.h"
#include "sim/cli/picture.h"
#include "sim/cli/places.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <stdlib.h>
#include <string.h>

struct settings {
	const char *output, *measure, *scope;
	bool keep;
};

/* One picture in the making. */
struct plot {
	const struct settings *settings;
	const char *const *path;
	size_t n;
	struct picture picture;
	struct results **results;
	struct diag *diag;
};

static const struct option options[] = {
	{ "output", 'o', O_TEXT(struct settings, output), "FILE", ".png, .svg or .pdf [FILE.png beside FILE.h5]" },
	{ "measure", 0, O_TEXT(struct settings, measure), "MEASURE", "what is distributed [latency]" },
	{ "scope", 0, O_TEXT(struct settings, scope), "SCOPE", "only this path, as application/path [all]" },
	{ "gp", 0, O_FLAG(struct settings, keep), NULL, "keep script and data beside the picture" },
	{ 0 }
};

static const char *const kinds[] = { "cdf" };

static const struct mark nowhere = { 0 };

static bool open_results(struct plot *plot)
{
	bool good = true;

	plot->results = xcalloc(plot->n, sizeof(struct results *));
	for (size_t i = 0; i < plot->n; i++) {
		plot->results[i] = results_open(plot->path[i], plot->diag);
		good = good && plot->results[i];
	}
	return good;
}

static bool write_data(void *with, FILE *out, struct diag *diag)
{
	const struct plot *plot = with;
	struct curves curves = {
		.path = plot->path, .results = plot->results, .n = plot->n,
		.measure = plot->settings->measure ? plot->settings->measure : "latency",
		.scope = plot->settings->scope,
	};

	return curves_write(&curves, out, diag);
}

static bool set_up(struct plot *plot, const char *kind)
{
	char *path;
	bool good;

	if (strcmp(kind, kinds[0]) != 0)
		return diag_unknown(plot->diag, nowhere, "kind of plot", kind, kinds, 1);
	path = plot->settings->output ? xstrdup(plot->settings->output) : places_with_suffix(plot->path[0], ".h5", ".png");
	good = picture_init(&plot->picture, path, kind, plot->settings->keep, plot->diag);
	free(path);
	return good;
}

static void plot_fini(struct plot *plot)
{
	for (size_t i = 0; plot->results && i < plot->n; i++)
		if (plot->results[i])
			results_close(plot->results[i]);
	free(plot->results);
	picture_fini(&plot->picture);
	diag_free(plot->diag);
}

static int cmd_plot(const void *given, const struct words *operands)
{
	struct plot plot = {
		.settings = given, .path = operands->item + 1, .n = operands->n - 1, .diag = diag_new(),
	};
	int code = EXIT_WRONG;

	if (set_up(&plot, operands->item[0]))
		code = open_results(&plot) && picture_draw(&plot.picture, write_data, &plot, plot.diag) ? EXIT_DONE : EXIT_FAILED;
	diag_print(plot.diag, stderr);
	if (code == EXIT_DONE)
		printf("%s\n", plot.picture.path);
	plot_fini(&plot);
	return code;
}

/* The words of a column of /summary, each once. */
static void add_column(const char *path, const char *name, struct candidates *candidates)
{
	struct diag *diag = diag_new();
	struct results *results = results_open(path, diag);
	const struct results_table *table = results ? results_table(results, "summary", diag) : NULL;
	const struct results_column *column = table ? results_column(table, name) : NULL;

	for (uint64_t i = 0; column && column->kind == RESULTS_WORD && i < table->rows; i++) {
		uint64_t k = 0;

		while (strcmp(column->word[k], column->word[i]) != 0)
			k++;
		if (k == i)
			candidates_add(candidates, column->word[i], "");
	}
	results_close(results);
	diag_free(diag);
}

static bool complete(const char *what, const struct words *operands, struct candidates *candidates)
{
	if (strcmp(what, "KIND") == 0)
		for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
			candidates_add(candidates, kinds[i], "");
	else if ((strcmp(what, "MEASURE") == 0 || strcmp(what, "SCOPE") == 0) && operands->n > 1)
		add_column(operands->item[1], *what == 'M' ? "measure" : "scope", candidates);
	else
		return false;
	return true;
}

const struct command command_plot = {
	.name = "plot",
	.arguments = "KIND FILE.h5...",
	.help = "draw results with gnuplot",
	.details = "KIND is cdf: the distribution of a measure, a curve for each file and path.",
	.least = 2,
	.most = 64,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_plot,
	.complete = complete,
};
