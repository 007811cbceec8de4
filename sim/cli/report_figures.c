/* Pictures of the kinds that `plot` has, as SVG within the page. What a file has no table for is left out. */
#include "sim/cli/report.h"

#include "sim/base/memory.h"
#include "sim/cli/gnuplot.h"
#include "sim/cli/places.h"
#include "sim/cli/plot.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Which kinds, of one run, of several files together, of a sweep. */
static const char *const alone[] = { "cdf", "breakdown", "utilisation", "energy", "timeline", "gantt" };
static const char *const together[] = { "cdf", "box", "breakdown", "energy" };
static const char *const of_points[] = { "versus", "pareto", "box", "breakdown", "energy" };

/* Where pictures are made. */
struct studio { char *folder, *data, *picture; };

static bool open_studio(struct studio *s)
{
	const char *temporary = getenv("TMPDIR");

	*s = (struct studio){ .folder = text_format("%s/fogline-report-XXXXXX", temporary && *temporary ? temporary : "/tmp") };
	if (!mkdtemp(s->folder)) {
		free(s->folder);
		return false;
	}
	s->data = text_format("%s/data", s->folder);
	s->picture = text_format("%s/picture.svg", s->folder);
	return true;
}

static void close_studio(struct studio *s)
{
	unlink(s->data);
	unlink(s->picture);
	rmdir(s->folder);
	free(s->data);
	free(s->picture);
	free(s->folder);
}

static char *read_file(const char *path)
{
	FILE *in = fopen(path, "r");
	struct text text = { 0 };
	char part[16384];
	size_t n;

	while (in && (n = fread(part, 1, sizeof part, in)) > 0)
		text_append(&text, part, n);
	if (in)
		fclose(in);
	return text_take(&text);
}

/* What gnuplot calls its own things: ids that nothing refers to and that are not unique, titles that would show under the mouse. */
static size_t own_name(const char *at)
{
	static const char *const begins[] = { " id=\"gnuplot_", "<title>gnuplot_", "<title>Gnuplot" }, *const ends[] = { "\"", "</title>", "</title>" };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (strncmp(at, begins[i], strlen(begins[i])) == 0) {
			const char *end = strstr(at + strlen(begins[i]), ends[i]);

			return end ? (size_t)(end - at) + strlen(ends[i]) : 0;
		}
	return 0;
}

/* Several pictures stand in one page, and gnuplot gives the same ids in each: they get a number. */
static void add_svg(struct text *page, const char *svg, uint32_t number)
{
	static const char *const before_id[] = { " id='", " id=\"", "xlink:href='#", "xlink:href=\"#", "url(#" };
	const char *at = strstr(svg, "<svg");

	while (at && *at) {
		size_t i = 0, own = own_name(at);

		at += own;
		if (own)
			continue;
		while (i < sizeof(before_id) / sizeof(before_id[0]) && strncmp(at, before_id[i], strlen(before_id[i])) != 0)
			i++;
		if (i < sizeof(before_id) / sizeof(before_id[0])) {
			text_add(page, "%sf%u-", before_id[i], number);
			at += strlen(before_id[i]);
		} else {
			text_append(page, at++, 1);
		}
	}
}

/* Data and picture of one kind in the studio. */
static bool draw(struct figure *figure, const struct plot_kind *kind, const struct studio *studio, bool *missing)
{
	char *name = text_format("plots/%s.gp", kind->name), *template = places_data(name);
	bool good;

	figure->out = fopen(studio->data, "w");
	good = figure->out && figure_cases(figure) && kind->write(figure);
	if (figure->out)
		good = fclose(figure->out) == 0 && good;
	good = good && gnuplot_draw(template, studio->data, studio->picture, missing, figure->diag);
	free(template);
	free(name);
	return good;
}

/* The help of a kind, as a sentence; what follows a semicolon is about options. */
static void add_caption(struct text *page, const char *help)
{
	char *caption = text_format("%c%.*s.", toupper((unsigned char)*help), (int)strcspn(help + 1, ";"), help + 1);

	html_text(page, caption);
	free(caption);
}

static void add_figure(struct report *report, size_t file, const struct plot_kind *kind, const struct studio *studio)
{
	struct plot_settings settings = { .title = "" };
	size_t first = file == SIZE_MAX ? 0 : file, n = file == SIZE_MAX ? report->n : 1;
	struct figure figure = { .settings = &settings, .path = report->path + first, .results = xcalloc(n + 1, sizeof *figure.results), .n = n, .diag = diag_new() };
	bool missing = false;
	char *svg;

	for (size_t i = 0; i < n; i++)
		figure.results[i] = report->results[first + i];
	if (draw(&figure, kind, studio, &missing)) {
		svg = read_file(studio->picture);
		text_add(&report->page, "<figure class=\"drawn\"><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Plot: %s\">\n", kind->name);
		add_svg(&report->page, svg, ++report->figures);
		text_add(&report->page, "</div><figcaption>");
		add_caption(&report->page, kind->help);
		text_add(&report->page, "</figcaption></figure>\n");
		free(svg);
	}
	report->no_gnuplot = report->no_gnuplot || missing;
	/* The files are the report's, and stay open. */
	memset(figure.results, 0, n * sizeof *figure.results);
	figure_fini(&figure);
	diag_free(figure.diag);
}

void report_figures(struct report *report, size_t file)
{
	bool sweep = file != SIZE_MAX && results_has_table(report->results[file], "points");
	const char *const *wanted = sweep ? of_points : file == SIZE_MAX ? together : alone;
	size_t n = sweep ? sizeof of_points / sizeof *of_points : file == SIZE_MAX ? sizeof together / sizeof *together : sizeof alone / sizeof *alone;
	struct studio studio;

	text_add(&report->page, "<h3>Plots</h3>\n");
	if (!report->bare && !report->no_gnuplot && open_studio(&studio)) {
		for (size_t i = 0; i < n && !report->no_gnuplot; i++)
			for (const struct plot_kind *const *kind = plot_kinds; *kind; kind++)
				if (strcmp((*kind)->name, wanted[i]) == 0)
					add_figure(report, file, *kind, &studio);
		close_studio(&studio);
	}
	if (report->bare)
		text_add(&report->page, "<p class=\"soft\">Plots were left out, as asked for.</p>\n");
	else if (report->no_gnuplot)
		text_add(&report->page, "<p class=\"soft\">There was no gnuplot to draw plots with when this page was made (Debian: gnuplot-nox).</p>\n");
}
