/*
 * What was simulated, from /nodes and /links: a diagram of groups, tier above tier, a map where nodes have places, and both as tables.
 */
#include "sim/cli/report.h"

#include "sim/base/memory.h"
#include "sim/base/units.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WIDTH = 720, TIER_HEIGHT = 104, BOX_HEIGHT = 58, MOST_NODES = 3000, MOST_ROWS = 60 };

/* Columns of /nodes and /links; of links NULL if there are none. */
struct shape {
	uint64_t nodes, links;
	const struct results_column *group, *tier, *cores, *speed, *flops, *clock, *x, *y;
	const struct results_column *row, *from, *to, *up, *down, *latency;
};

/* Nodes of one group, which lie together. */
struct part { uint64_t first, n; double left, top; };

/* How many rows of a sweep's table are of the point in its first row; of a run all are. */
static uint64_t rows_of_first(const struct results_table *table)
{
	const struct results_column *point = results_column_of(table, "point", RESULTS_INTEGER);
	uint64_t n = 0;

	if (!table || !point)
		return table ? table->rows : 0;
	while (n < table->rows && point->integer[n] == point->integer[0])
		n++;
	return n;
}

static bool open_shape(struct report *report, size_t file, struct shape *s)
{
	struct results *results = report->results[file];
	const struct results_table *nodes = results_has_table(results, "nodes") ? results_table(results, "nodes", report->diag) : NULL;
	const struct results_table *links = results_has_table(results, "links") ? results_table(results, "links", report->diag) : NULL;

	*s = (struct shape){
		.nodes = rows_of_first(nodes), .links = rows_of_first(links),
		.group = results_column_of(nodes, "group", RESULTS_WORD), .tier = results_column_of(nodes, "tier", RESULTS_WORD), .cores = results_column_of(nodes, "cores", RESULTS_REAL),
		.speed = results_column_of(nodes, "speed", RESULTS_REAL), .flops = results_column_of(nodes, "flops", RESULTS_REAL), .clock = results_column_of(nodes, "clock", RESULTS_REAL),
		.x = results_column_of(nodes, "x", RESULTS_REAL), .y = results_column_of(nodes, "y", RESULTS_REAL),
		.row = results_column_of(links, "group", RESULTS_WORD), .from = results_column_of(links, "from", RESULTS_INTEGER), .to = results_column_of(links, "to", RESULTS_INTEGER),
		.up = results_column_of(links, "up", RESULTS_REAL), .down = results_column_of(links, "down", RESULTS_REAL), .latency = results_column_of(links, "latency_s", RESULTS_REAL),
	};
	if (!s->x) {
		s->x = results_column_of(nodes, "longitude", RESULTS_REAL);
		s->y = results_column_of(nodes, "latitude", RESULTS_REAL);
	}
	if (!s->row || !s->from || !s->to || !s->up || !s->down || !s->latency)
		s->links = 0;
	return s->nodes && s->group && s->tier && s->cores && s->speed && s->flops && s->clock;
}

static struct part *find_parts(const struct shape *s, size_t *n)
{
	struct part *part = NULL;

	*n = 0;
	for (uint64_t i = 0; i < s->nodes; i++) {
		if (i && strcmp(s->group->word[i], s->group->word[i - 1]) == 0) {
			part[*n - 1].n++;
			continue;
		}
		part = xrealloc(part, (*n + 1) * sizeof *part);
		part[(*n)++] = (struct part){ .first = i, .n = 1 };
	}
	return part;
}

/* ---- tables ---- */

/* The value of a column over rows first .. first + n, as "4", or "2 to 8" if it varies; "-" of one that is 0. */
static char *range(const struct results_column *c, uint64_t first, uint64_t n, enum dimension dimension)
{
	double least = INFINITY, most = -INFINITY;
	char low[64], high[64];

	for (uint64_t i = first; c && i < first + n; i++) {
		least = fmin(least, c->real[i]);
		most = fmax(most, c->real[i]);
	}
	if (!c || !(most > 0))
		return xstrdup("-");
	if (isinf(most))
		snprintf(high, sizeof high, "unlimited");
	else
		units_human(most, dimension, 3, high);
	if (!(least < most))
		return xstrdup(high);
	return text_format("%s to %s", units_human(least, dimension, 3, low), high);
}

static void add_cell(struct text_table *table, char *text)
{
	table_cell(table, "%s", text);
	free(text);
}

static char *speed_of(const struct shape *s, const struct part *p)
{
	if (s->speed->real[p->first] > 0)
		return range(s->speed, p->first, p->n, DIM_SPEED);
	return s->flops->real[p->first] > 0 ? range(s->flops, p->first, p->n, DIM_FLOPS) : range(s->clock, p->first, p->n, DIM_CLOCK);
}

static void add_nodes(struct report *report, const struct shape *s, const struct part *part, size_t n)
{
	struct text_table table;

	table_init(&table, 5);
	for (const char *const *head = (const char *const[]){ "nodes", "tier", "how many", "cores of each", "speed of a core", NULL }; *head; head++)
		table_cell(&table, "%s", *head);
	for (size_t i = 0; i < n && i < MOST_ROWS; i++) {
		table_cell(&table, "%s", s->group->word[part[i].first]);
		table_cell(&table, "%s", s->tier->word[part[i].first]);
		table_cell(&table, "%" PRIu64, part[i].n);
		add_cell(&table, range(s->cores, part[i].first, part[i].n, DIM_NONE));
		add_cell(&table, speed_of(s, &part[i]));
	}
	html_table(&report->page, &table, "Groups of nodes");
	if (n > MOST_ROWS)
		text_add(&report->page, "<p>and %zu more groups</p>\n", n - MOST_ROWS);
	table_fini(&table);
}

static void add_links(struct report *report, const struct shape *s)
{
	struct text_table table;

	if (!s->links)
		return;
	table_init(&table, 5);
	for (const char *const *head = (const char *const[]){ "links", "how many", "up, each", "down, each", "latency", NULL }; *head; head++)
		table_cell(&table, "%s", *head);
	for (uint64_t i = 0, rows = 0; i < s->links && rows < MOST_ROWS; rows++) {
		uint64_t first = i;

		while (i < s->links && strcmp(s->row->word[i], s->row->word[first]) == 0)
			i++;
		table_cell(&table, "%s", s->row->word[first]);
		table_cell(&table, "%" PRIu64, i - first);
		add_cell(&table, range(s->up, first, i - first, DIM_DATA_RATE));
		add_cell(&table, range(s->down, first, i - first, DIM_DATA_RATE));
		add_cell(&table, range(s->latency, first, i - first, DIM_TIME));
	}
	html_table(&report->page, &table, "Rows of links");
	table_fini(&table);
}

/* ---- the diagram of groups ---- */

static const char *const tiers[] = { "cloud", "fog", "edge", "device" };
static const char *const colours[] = { "#0072b2", "#cc79a7", "#d55e00", "#009e73" };
enum { TIERS = sizeof tiers / sizeof *tiers };

static size_t tier_of(const struct shape *s, uint64_t node)
{
	size_t i = 0;

	while (i + 1 < TIERS && strcmp(tiers[i], s->tier->word[node]) != 0)
		i++;
	return i;
}

/* Put the groups of each tier side by side; the height of all. */
static double lay_out(const struct shape *s, struct part *part, size_t n, double *box)
{
	size_t in_tier[TIERS] = { 0 }, most = 1;
	double top = 4;

	for (size_t i = 0; i < n; i++)
		in_tier[tier_of(s, part[i].first)]++;
	for (size_t t = 0; t < TIERS; t++)
		most = in_tier[t] > most ? in_tier[t] : most;
	*box = fmin(150, (double)(WIDTH - 70) / (double)most - 8);
	for (size_t t = 0; t < TIERS; t++) {
		size_t k = 0;

		for (size_t i = 0; i < n; i++)
			if (tier_of(s, part[i].first) == t) {
				part[i].left = 66 + ((double)k++ + 0.5) * (WIDTH - 70) / (double)in_tier[t] - *box / 2;
				part[i].top = top;
			}
		top += in_tier[t] ? TIER_HEIGHT : 0;
	}
	return top - TIER_HEIGHT + BOX_HEIGHT + 6;
}

static const struct part *part_of(const struct part *part, size_t n, int64_t node)
{
	for (size_t i = 0; i < n; i++)
		if ((uint64_t)node >= part[i].first && (uint64_t)node < part[i].first + part[i].n)
			return &part[i];
	return NULL;
}

static void draw_line(struct text *page, const struct part *a, const struct part *b, double box, const char *name)
{
	const struct part *upper = a->top < b->top ? a : b, *lower = upper == a ? b : a;
	double across = lower->left - upper->left;

	text_add(page, "<path d=\"M%.1f %.1f", upper->left + box / 2, upper->top + BOX_HEIGHT);
	if (upper->top < lower->top)
		text_add(page, " L%.1f %.1f", lower->left + box / 2, lower->top);
	else
		text_add(page, " q%.1f 26 %.1f 0", across / 2, across);   /* beside each other: an arc below both */
	text_add(page, "\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".55\" stroke-width=\"1.6\"><title>");
	html_text(page, name);
	text_add(page, "</title></path>\n");
}

static void draw_box(struct text *page, const struct shape *s, const struct part *p, double box)
{
	const char *name = s->group->word[p->first];
	/* Letters of 9 units at their full size. */
	double size = fmin(1, fmax(0.7, box / 9 / (double)(strlen(name) + 1)));
	size_t room = (size_t)fmax(3, box / 9 / size);
	char *shown = strlen(name) > room ? text_format("%.*s…", (int)room - 1, name) : xstrdup(name);

	text_add(page, "<g><title>");
	html_text(page, name);
	text_add(page, "</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"7\" fill=\"var(--card)\" stroke=\"%s\" stroke-width=\"2.5\"/>"
		       "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" font-weight=\"600\" font-size=\"%.2fem\">", p->left, p->top, box, BOX_HEIGHT,
		 colours[tier_of(s, p->first)], p->left + box / 2, p->top + 25, size);
	html_text(page, shown);
	text_add(page, "</text><text x=\"%.1f\" y=\"%.1f\" text-anchor=\"middle\" class=\"soft\">× %" PRIu64 "</text></g>\n", p->left + box / 2, p->top + 45, p->n);
	free(shown);
}

/* One line for each pair of groups that some link joins. */
static void draw_lines(struct text *page, const struct shape *s, const struct part *part, size_t n, double box)
{
	bool *seen = xcalloc(n * n + 1, sizeof *seen);

	for (uint64_t i = 0; i < s->links; i++) {
		const struct part *a = part_of(part, n, s->from->integer[i]), *b = part_of(part, n, s->to->integer[i]);

		if (!a || !b || a == b || seen[(size_t)(a - part) * n + (size_t)(b - part)])
			continue;
		seen[(size_t)(a - part) * n + (size_t)(b - part)] = true;
		draw_line(page, a, b, box, s->row->word[i]);
	}
	free(seen);
}

static void draw_groups(struct report *report, const struct shape *s, struct part *part, size_t n)
{
	struct text *page = &report->page;
	double box, height = lay_out(s, part, n, &box);
	bool named[TIERS] = { false };

	text_add(page, "<figure><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Groups of nodes and how they are joined\">"
		       "<svg viewBox=\"0 0 %d %.0f\" role=\"img\" aria-label=\"Groups of nodes by tier\" font-family=\"inherit\" font-size=\"15\" fill=\"currentColor\">\n", WIDTH, height);
	draw_lines(page, s, part, n, box);
	for (size_t i = 0; i < n; i++) {
		size_t tier = tier_of(s, part[i].first);

		if (!named[tier])
			text_add(page, "<text x=\"0\" y=\"%.1f\" class=\"soft\">%s</text>\n", part[i].top + BOX_HEIGHT / 2.0 + 5, tiers[tier]);
		named[tier] = true;
		draw_box(page, s, &part[i], box);
	}
	text_add(page, "</svg></div><figcaption>Groups of nodes, tier above tier; a line where links join members of two.</figcaption></figure>\n");
}

/* ---- the map ---- */

struct frame { double x, y, scale, aspect, height; };

/* False: fewer than two nodes have places. On the earth a degree of longitude is shorter than one of latitude. */
static bool find_frame(const struct shape *s, struct frame *f)
{
	double low_x = INFINITY, high_x = -INFINITY, low_y = INFINITY, high_y = -INFINITY, across;
	uint64_t n = 0;

	for (uint64_t i = 0; s->x && s->y && i < s->nodes; i++)
		if (!isnan(s->x->real[i]) && !isnan(s->y->real[i])) {
			low_x = fmin(low_x, s->x->real[i]);
			high_x = fmax(high_x, s->x->real[i]);
			low_y = fmin(low_y, s->y->real[i]);
			high_y = fmax(high_y, s->y->real[i]);
			n++;
		}
	if (n < 2)
		return false;
	f->aspect = strcmp(s->x->name, "longitude") == 0 ? cos((low_y + high_y) / 2 * 3.14159265358979 / 180) : 1;
	across = fmax((high_x - low_x) * f->aspect, (high_y - low_y) * (WIDTH / 560.0));
	f->x = low_x;
	f->y = high_y;
	f->scale = across > 0 ? (WIDTH - 40) / across : 1;
	f->height = (high_y - low_y) * f->scale + 40;
	return true;
}

static bool place(const struct shape *s, const struct frame *f, uint64_t node, double at[2])
{
	at[0] = 20 + (s->x->real[node] - f->x) * f->aspect * f->scale;
	at[1] = 20 + (f->y - s->y->real[node]) * f->scale;
	return !isnan(at[0]) && !isnan(at[1]);
}

static void draw_node(struct text *page, const struct shape *s, const struct frame *f, uint64_t node)
{
	size_t tier = tier_of(s, node);
	double at[2], r = tier == TIERS - 1 ? 2.5 : 6;

	if (!place(s, f, node, at))
		return;
	if (tier == TIERS - 1)
		text_add(page, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"%s\"/>\n", at[0], at[1], r, colours[tier]);
	else
		text_add(page, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\" stroke=\"currentColor\"/>\n", at[0] - r, at[1] - r, 2 * r, 2 * r,
			 colours[tier]);
}

static void draw_map(struct report *report, const struct shape *s, const struct frame *f)
{
	struct text *page = &report->page;
	uint64_t step = s->nodes / MOST_NODES + 1, link_step = s->links / MOST_NODES + 1;

	text_add(page, "<figure><div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Map of the nodes\"><svg viewBox=\"0 0 %d %.0f\" role=\"img\" "
		       "aria-label=\"Map of the nodes\">\n", WIDTH, f->height);
	for (uint64_t i = 0; i < s->links; i += link_step) {
		double a[2], b[2];

		if ((uint64_t)s->from->integer[i] < s->nodes && (uint64_t)s->to->integer[i] < s->nodes && place(s, f, (uint64_t)s->from->integer[i], a) &&
		    place(s, f, (uint64_t)s->to->integer[i], b))
			text_add(page, "<path d=\"M%.1f %.1fL%.1f %.1f\" stroke=\"currentColor\" stroke-opacity=\".25\"/>\n", a[0], a[1], b[0], b[1]);
	}
	for (uint64_t i = s->nodes; i-- > 0;)
		if (i % step == 0 || tier_of(s, i) < TIERS - 1)
			draw_node(page, s, f, i);
	text_add(page, "</svg></div><figcaption>Map: devices are dots, other nodes squares");
	if (step > 1 || link_step > 1)
		text_add(page, "; one device in %" PRIu64 " and one link in %" PRIu64 " is drawn", step, link_step);
	text_add(page, ". Places are those of the scenario, north is up.</figcaption></figure>\n");
}

/* Which point of a sweep it is: its number and where it is on the axes. */
static void add_point(struct report *report, size_t file)
{
	struct results *results = report->results[file];
	const struct results_table *points = results_table(results, "points", report->diag);
	const struct results_column *of = results_column_of(results_table(results, "nodes", report->diag), "point", RESULTS_INTEGER);
	uint64_t point = of ? (uint64_t)of->integer[0] : UINT64_MAX;
	bool first = true;
	char value[64];

	if (!points || point >= points->rows)
		return;
	text_add(&report->page, "<p>Nodes and links are those of point %" PRIu64, point);
	for (uint32_t c = 0; c < points->n_columns; c++) {
		if (strcmp(points->column[c].name, "point") == 0)
			continue;
		text_add(&report->page, first ? ": " : ", ");
		html_text(&report->page, points->column[c].name);
		text_add(&report->page, " ");
		html_text(&report->page, report_axis_value(&points->column[c], point, value));
		first = false;
	}
	text_add(&report->page, ".</p>\n");
}

void report_map(struct report *report, size_t file)
{
	struct shape shape;
	struct frame frame;
	struct part *part;
	size_t n;

	if (!open_shape(report, file, &shape)) {
		if (results_has_table(report->results[file], "points"))
			text_add(&report->page, "<p class=\"soft\">There is no map, as no run of the first point is there that kept nodes and links; "
						"<code>--tables nodes,links</code> keeps those of all points.</p>\n");
		return;
	}
	part = find_parts(&shape, &n);
	if (n <= MOST_ROWS)
		draw_groups(report, &shape, part, n);
	if (find_frame(&shape, &frame))
		draw_map(report, &shape, &frame);
	if (results_has_table(report->results[file], "points"))
		add_point(report, file);
	add_nodes(report, &shape, part, n);
	add_links(report, &shape);
	free(part);
}
