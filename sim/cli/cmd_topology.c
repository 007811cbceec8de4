/* `fogline topology`: what the network of a scenario looks like, with its measures, and a map of it. */
#include "sim/cli/gnuplot.h"
#include "sim/cli/loading.h"
#include "sim/cli/picture.h"

#include "sim/base/text.h"
#include "sim/kernel/model.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct settings {
	struct changes changes;
	const char *output;
	bool keep;
};

static const struct option options[] = {
	{ "output", 'o', O_TEXT(struct settings, output), "FILE", "draw a map as well: .png, .svg, .pdf or .tex" },
	{ "set", 0, O_LIST(struct settings, changes.set), "PATH=VALUE", "override a key of the scenario; repeatable" },
	{ "gp", 0, O_FLAG(struct settings, keep), NULL, "keep script and data beside the map" },
	{ 0 }
};

struct drawing { const struct map *map; const char *title; bool tex; };

/* A stretch of the plane that holds every node of which `wanted` is true. */
struct box { double left, right, bottom, top; };

static struct box box_of(const struct map *map, bool devices_only)
{
	struct box b = { INFINITY, -INFINITY, INFINITY, -INFINITY };

	for (uint32_t i = 0; i < map->nodes; i++) {
		const struct map_node *n = &map->node[i];

		if (isnan(n->x) || (devices_only && n->tier != 0))
			continue;
		b.left = fmin(b.left, n->x);
		b.right = fmax(b.right, n->x);
		b.bottom = fmin(b.bottom, n->y);
		b.top = fmax(b.top, n->y);
	}
	return b;
}

static double extent(const struct map *map, struct box b)
{
	return fmax((b.right - b.left) * map->x_scale, b.top - b.bottom);
}

/* Devices that huddle in a corner of the map get a panel of their own. */
static bool write_zoom(const struct map *map, FILE *out)
{
	struct box all = box_of(map, false), near = box_of(map, true);
	double margin = 0.15 * extent(map, near);

	if (!(extent(map, near) > 0) || extent(map, near) > extent(map, all) / 8)
		return false;
	fprintf(out, "zoom %.9g %.9g %.9g %.9g\n", near.left - margin / map->x_scale, near.right + margin / map->x_scale, near.bottom - margin,
		near.top + margin);
	return true;
}

static bool has_tier(const struct map *map, uint32_t tier)
{
	for (uint32_t i = 0; i < map->nodes; i++)
		if (map->node[i].tier == tier)
			return true;
	return false;
}

static void write_links(const struct map *map, bool access, FILE *out)
{
	fprintf(out, "\n\n");
	fprintf(out, "NaN NaN NaN NaN\n");
	for (uint32_t i = 0; i < map->links; i++) {
		const struct map_node *a = &map->node[map->link[i].a], *b = &map->node[map->link[i].b];

		if (map->link[i].access == access && !isnan(a->x + b->x))
			fprintf(out, "%.9g %.9g %.9g %.9g\n", a->x, a->y, b->x - a->x, b->y - a->y);
	}
}

static bool write_map(void *with, FILE *out, struct diag *diag)
{
	const struct drawing *d = with;
	uint32_t tiers = 0;

	(void)diag;
	while (d->map->tier[tiers])
		tiers++;
	fprintf(out, "title ");
	gnuplot_word(out, d->title, d->tex);
	fprintf(out, "\nscale %.9g\nframe %s\n", 1 / d->map->x_scale, !d->map->by_position ? "none" : d->map->on_earth ? "degrees" : "metres");
	fprintf(out, "tall 0.76\nwide %g\n", write_zoom(d->map, out) ? 1.6 : 0.86);
	for (uint32_t t = 0; t < tiers; t++)
		if (has_tier(d->map, t))
			fprintf(out, "tier %u\n", t + 1);
	write_links(d->map, false, out);
	write_links(d->map, true, out);
	for (uint32_t t = 0; t < tiers; t++) {
		fprintf(out, "\n\n");
		gnuplot_word(out, d->map->tier[t], d->tex);
		fprintf(out, "\nNaN NaN\n");
		for (uint32_t i = 0; i < d->map->nodes; i++)
			if (d->map->node[i].tier == t && !isnan(d->map->node[i].x))
				fprintf(out, "%.9g %.9g\n", d->map->node[i].x, d->map->node[i].y);
	}
	return true;
}

static bool draw(struct loaded *loaded, const struct picture *picture, struct diag *diag)
{
	struct map map;
	struct drawing drawing = { &map, ((const struct scenario_head *)scenario_config(loaded->scenario))->title,
				   strcmp(gnuplot_format(picture->path), "tex") == 0 };

	if (!model_map(&loaded->sim, &map))
		return diag_error(diag, (struct mark){ 0 }, "the layout of the map could not be worked out");
	return picture_draw(picture, write_map, &drawing, diag);
}

/* The page, and the map if it is wanted. */
static int show(struct loaded *loaded, const struct settings *settings, const struct picture *picture, struct diag *diag)
{
	struct text page = { 0 };

	if (!model_network_page(&loaded->sim, &page))
		diag_error(diag, (struct mark){ 0 }, "some measures of the network could not be worked out");
	fputs(page.text ? page.text : "", stdout);
	text_fini(&page);
	if (settings->output && draw(loaded, picture, diag))
		printf("%s\n", settings->output);
	return diag_errors(diag) ? EXIT_FAILED : EXIT_DONE;
}

static int cmd_topology(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	struct diag *diag = diag_new();
	struct picture picture = { 0 };
	struct loaded loaded;
	int code = EXIT_WRONG;

	if (!settings->output || picture_init(&picture, settings->output, "topology", settings->keep, diag)) {
		if (loaded_build(&loaded, operands->item[0], &settings->changes))
			code = show(&loaded, settings, &picture, diag);
		loaded_fini(&loaded);
	}
	/* Messages may name the picture's files. */
	diag_print(diag, stderr);
	diag_free(diag);
	picture_fini(&picture);
	return code;
}

const struct command command_topology = {
	.name = "topology",
	.arguments = "SCENARIO",
	.help = "what the network looks like, with its measures, and a map",
	.details = "Prints nodes and links by tier, the diameter of the core in time and hops, cut\n"
		   "vertices, the links that most requests would take, and how much can flow from\n"
		   "the devices to the cloud; with -o it draws a map, at the nodes' positions or,\n"
		   "where they have none, by a layout without a scale.",
	.least = 1,
	.most = 1,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_topology,
};
