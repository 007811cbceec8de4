/* `fogline plot`: data of results files through a gnuplot template into a picture. */
#include "sim/cli/complete.h"
#include "sim/cli/curves.h"
#include "sim/cli/gnuplot.h"
#include "sim/cli/opt.h"
#include "sim/cli/places.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct settings {
	const char *output, *measure, *scope;
	bool keep;
};

/* One picture in the making. */
struct plot {
	const struct settings *settings;
	const char *const *path;
	size_t n;
	char *picture, *template, *script, *data;
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

static bool write_data(const struct plot *plot, FILE *out)
{
	struct curves curves = {
		.path = plot->path, .results = plot->results, .n = plot->n,
		.measure = plot->settings->measure ? plot->settings->measure : "latency",
		.scope = plot->settings->scope,
	};

	return curves_write(&curves, out, plot->diag);
}

/* Copy the template beside the picture, so that it can be changed and run by hand. */
static bool keep_script(const struct plot *plot)
{
	char buffer[4096];
	size_t n;
	FILE *in = fopen(plot->template, "r");
	FILE *out = in ? fopen(plot->script, "w") : NULL;
	bool good = out != NULL;

	while (good && (n = fread(buffer, 1, sizeof(buffer), in)) > 0)
		good = fwrite(buffer, 1, n, out) == n;
	if (out)
		good = fclose(out) == 0 && good;
	if (!good)
		diag_error(plot->diag, nowhere, "cannot copy %s to %s: %s", plot->template, plot->script, strerror(errno));
	if (in)
		fclose(in);
	return good;
}

/* Write the data and draw. The data become the kept file, if it is wanted or there is no gnuplot. */
static bool draw(struct plot *plot)
{
	bool missing = false, good;
	FILE *out = fopen(plot->data, "w");

	if (!out)
		return diag_error(plot->diag, nowhere, "cannot write %s: %s", plot->data, strerror(errno));
	good = write_data(plot, out);
	if (fclose(out) != 0 && good)
		good = diag_error(plot->diag, nowhere, "cannot write %s: %s", plot->data, strerror(errno));
	if (good)
		good = gnuplot_draw(plot->template, plot->data, plot->picture, &missing, plot->diag);
	if ((good && plot->settings->keep) || missing)
		good = keep_script(plot) && good;
	else
		unlink(plot->data);
	if (missing)
		fprintf(stderr, "fogline: script and data are in %s and %s; to draw: gnuplot -c %s\n",
			plot->script, plot->data, plot->script);
	return good;
}

static bool set_up(struct plot *plot, const char *kind)
{
	char *name, *stem;

	if (strcmp(kind, kinds[0]) != 0)
		return diag_unknown(plot->diag, nowhere, "kind of plot", kind, kinds, 1);
	plot->picture = plot->settings->output ? xstrdup(plot->settings->output)
					       : places_with_suffix(plot->path[0], ".h5", ".png");
	if (!gnuplot_format(plot->picture))
		return diag_error(plot->diag, nowhere, "'%s': a picture ends in .png, .svg or .pdf", plot->picture);
	name = text_format("plots/%s.gp", kind);
	plot->template = places_data(name);
	free(name);
	stem = text_format("%.*s", (int)(strlen(plot->picture) - strlen(".png")), plot->picture);
	plot->script = text_format("%s.gp", stem);
	plot->data = text_format("%s.dat", stem);
	free(stem);
	return true;
}

static void plot_fini(struct plot *plot)
{
	for (size_t i = 0; plot->results && i < plot->n; i++)
		if (plot->results[i])
			results_close(plot->results[i]);
	free(plot->results);
	free(plot->picture);
	free(plot->template);
	free(plot->script);
	free(plot->data);
	diag_free(plot->diag);
}

static int cmd_plot(const void *given, const struct words *operands)
{
	struct plot plot = {
		.settings = given, .path = operands->item + 1, .n = operands->n - 1, .diag = diag_new(),
	};
	int code = EXIT_WRONG;

	if (set_up(&plot, operands->item[0]))
		code = open_results(&plot) && draw(&plot) ? EXIT_DONE : EXIT_FAILED;
	diag_print(plot.diag, stderr);
	if (code == EXIT_DONE)
		printf("%s\n", plot.picture);
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
