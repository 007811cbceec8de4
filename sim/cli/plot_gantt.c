/* `fogline plot gantt`: the traced requests of one origin, a row for each message, out of /trace. */
#include "sim/cli/plot.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS_MOST = 40 };

/* The part that has no length. */
static const char lost[] = "lost";

struct trace_rows {
	const struct results_column *request, *job, *message, *part, *node, *to, *begin, *end;
	const struct results_column *group, *index;    /* of /nodes */
	uint64_t from, rows;
	uint64_t first_node, end_node; /* rows of /nodes */
};

/* A message of a request: the attempt to carry and serve it. */
struct stay { int64_t request, job; uint64_t first, last; double begin; };

struct stays {
	struct stay *stay;
	size_t n;
};

static bool open_trace(const struct figure *figure, struct trace_rows *t)
{
	const struct plot_case *of = &figure->cases[0];
	const struct results_table *table = figure_table(figure, of->file, "trace", "--trace N");
	uint64_t first, end;
	const struct results_table *nodes = table ? figure_nodes(figure, of, &first, &end) : NULL;

	if (!nodes)
		return false;
	*t = (struct trace_rows){
		.request = results_column(table, "request"), .job = results_column(table, "job"), .message = results_column(table, "message"),
		.part = results_column(table, "part"), .node = results_column(table, "node"), .to = results_column(table, "to"),
		.begin = results_column(table, "begin_s"), .end = results_column(table, "end_s"),
		.group = results_column(nodes, "group"), .index = results_column(nodes, "index"),
		.from = rows_from(results_column(table, "point"), table->rows, of->point),
		.rows = rows_from(results_column(table, "point"), table->rows, of->point + 1), .first_node = first, .end_node = end,
	};
	if (t->request && t->job && t->message && t->part && t->node && t->to && t->begin && t->end && t->group && t->index)
		return true;
	return diag_error(figure->diag, figure_mark(figure, of->file), "the table 'trace' lacks columns");
}

/* "phone[3]"; the caller frees it. */
static char *node_name(const struct trace_rows *t, int64_t node)
{
	uint64_t row = t->first_node + (uint64_t)node;

	if (node < 0 || row >= t->end_node)
		return xstrdup("?");
	return text_format("%s[%lld]", t->group->word[row], (long long)t->index->integer[row]);
}

static int by_request_and_begin(const void *a, const void *b)
{
	const struct stay *p = a, *q = b;

	if (p->request != q->request)
		return p->request < q->request ? -1 : 1;
	if (p->begin != q->begin)
		return p->begin < q->begin ? -1 : 1;
	return p->job < q->job ? -1 : p->job > q->job;
}

static void find_stays(const struct trace_rows *t, struct stays *stays)
{
	for (uint64_t i = t->from; i < t->rows; i++) {
		size_t s = stays->n;

		while (s > 0 && (stays->stay[s - 1].request != t->request->integer[i] || stays->stay[s - 1].job != t->job->integer[i]))
			s--;
		if (s == 0) {
			stays->stay = xrealloc(stays->stay, (stays->n + 1) * sizeof(*stays->stay));
			stays->stay[stays->n++] = (struct stay){ t->request->integer[i], t->job->integer[i], i, i, t->begin->real[i] };
			continue;
		}
		if (t->begin->real[i] < t->begin->real[stays->stay[s - 1].first])
			stays->stay[s - 1].first = i;
		if (t->end->real[i] >= t->end->real[stays->stay[s - 1].last])
			stays->stay[s - 1].last = i;
		stays->stay[s - 1].begin = fmin(stays->stay[s - 1].begin, t->begin->real[i]);
	}
	qsort(stays->stay, stays->n, sizeof(*stays->stay), by_request_and_begin);
}

/* Keep the requests that begin at the node of --scope, or where the first one begins. */
static bool keep_origin(const struct figure *figure, const struct trace_rows *t, struct stays *stays, char **origin)
{
	struct word_list known = { 0 };
	char **name = xcalloc(stays->n + 1, sizeof(*name));
	size_t kept = 0, names = 0;
	bool wanted = false;

	*origin = xstrdup(figure->settings->scope ? figure->settings->scope : "");
	for (size_t s = 0; s < stays->n; s++) {
		if (s == 0 || stays->stay[s].request != stays->stay[s - 1].request) {
			name[names] = node_name(t, t->node->integer[stays->stay[s].first]);
			word_list_add(&known, name[names]);
			if (!**origin) {
				free(*origin);
				*origin = xstrdup(name[names]);
			}
			wanted = strcmp(name[names++], *origin) == 0;
		}
		if (wanted)
			stays->stay[kept++] = stays->stay[s];
	}
	stays->n = kept;
	if (kept == 0)
		figure_unknown(figure, 0, "origin of traced requests", *origin, &known);
	for (size_t i = 0; i < names; i++)
		free(name[i]);
	free(name);
	word_list_fini(&known);
	return kept > 0;
}

static void write_rows(const struct figure *figure, const struct trace_rows *t, const struct stays *stays)
{
	figure_block(figure, NULL);
	for (size_t s = 0; s < stays->n; s++) {
		const struct stay *stay = &stays->stay[s];
		char *from = node_name(t, t->node->integer[stay->first]), *to = node_name(t, t->to->integer[stay->last]);
		char *label = strcmp(from, to) == 0 ? text_format("%lld: %s at %s", (long long)stay->request, t->message->word[stay->first], to) :
			      text_format("%lld: %s, %s to %s", (long long)stay->request, t->message->word[stay->first], from, to);

		fprintf(figure->out, "%zu ", s);
		figure_word(figure, label);
		fputc('\n', figure->out);
		free(label);
		free(from);
		free(to);
	}
}

static void write_part(const struct figure *figure, const struct trace_rows *t, const struct stays *stays, const char *part, double zero, double divisor)
{
	char *phrase = figure_phrase(part);

	figure_block(figure, phrase);
	free(phrase);
	for (uint64_t i = t->from; i < t->rows; i++)
		for (size_t s = 0; strcmp(t->part->word[i], part) == 0 && s < stays->n; s++)
			if (stays->stay[s].request == t->request->integer[i] && stays->stay[s].job == t->job->integer[i])
				fprintf(figure->out, "%zu %.9g %.9g\n", s, (t->begin->real[i] - zero) / divisor, (t->end->real[i] - zero) / divisor);
}

static void write_picture(const struct figure *figure, const struct trace_rows *t, struct stays *stays, const char *origin)
{
	struct word_list parts = { 0 };
	bool any_lost = false;
	size_t all = stays->n;
	double zero = INFINITY, end = 0;
	struct axis_unit unit;
	char *since, *title;

	stays->n = all > ROWS_MOST ? ROWS_MOST : all;
	for (size_t s = 0; s < stays->n; s++) {
		zero = fmin(zero, stays->stay[s].begin);
		end = fmax(end, t->end->real[stays->stay[s].last]);
	}
	for (uint64_t i = t->from; i < t->rows; i++)
		for (size_t s = 0; s < stays->n; s++)
			if (stays->stay[s].request == t->request->integer[i] && stays->stay[s].job == t->job->integer[i])
				word_list_add(&parts, t->part->word[i]);
	unit = axis_unit_of("s", end - zero);
	since = all > stays->n ? text_format("time since %.6g s, first %zu of %zu messages of %s", zero, stays->n, all, origin) :
		text_format("time since %.6g s, requests of %s", zero, origin);
	title = axis_title(since, &unit);
	figure_begin(figure);
	figure_text(figure, "xtitle", title);
	figure_real(figure, "rows", (double)stays->n);
	for (size_t p = 0; p < parts.n; p++)
		any_lost = any_lost || strcmp(parts.word[p], lost) == 0;
	if (any_lost)
		figure_text(figure, "other", lost);
	write_rows(figure, t, stays);
	for (size_t p = 0; p < parts.n; p++)
		if (strcmp(parts.word[p], lost) != 0)
			write_part(figure, t, stays, parts.word[p], zero, unit.divisor);
	if (any_lost)
		write_part(figure, t, stays, lost, zero, unit.divisor);
	free(title);
	free(since);
	word_list_fini(&parts);
}

static bool write_gantt(struct figure *figure)
{
	struct trace_rows trace;
	struct stays stays = { 0 };
	char *origin = NULL;
	bool good;

	if (figure->n_cases > 1)
		return diag_error(figure->diag, figure_mark(figure, 0), "gantt draws one run: give one file, or --point");
	good = open_trace(figure, &trace);
	if (good) {
		find_stays(&trace, &stays);
		good = keep_origin(figure, &trace, &stays, &origin);
	}
	if (good)
		write_picture(figure, &trace, &stays, origin);
	free(stays.stay);
	free(origin);
	return good;
}

const struct plot_kind plot_gantt = {
	.name = "gantt",
	.help = "the traced requests of one origin (--scope), a row for each message, from the device and back; needs run --trace",
	.options = "scope",
	.write = write_gantt,
};
