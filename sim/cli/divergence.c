/*
 * Where two runs part: of all requests that ended, the first that did not end in the other in the same way. A request is known by
 * its replication, path, origin and creation.
 */
#include "sim/cli/comparison.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/cli/table.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of /requests and /nodes in one file. */
struct requests {
	const struct results_table *table, *nodes;
	const struct results_column *replication, *path, *origin, *created, *latency;
	const struct results_column *group, *index;   /* of nodes; NULL: numbers it is */
	uint64_t nodes_first;          /* where the nodes of the point begin */
	struct place *sorted;          /* [rows] by what a request is known by */
	uint64_t rows;
	int64_t point;                 /* -1: all */
};

/* A row that can be sorted. */
struct place { const struct requests *of; uint64_t row; };

/* Where the rows of a point begin, in a table that has points. */
static uint64_t first_of(const struct results_table *table, int64_t point)
{
	const struct results_column *points = table ? results_column_of(table, "point", RESULTS_INTEGER) : NULL;
	uint64_t i = 0;

	while (point >= 0 && points && i < table->rows && points->integer[i] != point)
		i++;
	return i;
}

static bool open_requests(struct requests *r, const struct samples *of, char name, struct diag *diag)
{
	struct results *results = of->results;

	*r = (struct requests){ .point = of->point };
	r->table = results_has_table(results, "requests") ? results_table(results, "requests", diag) : NULL;
	if (!r->table || !r->table->rows)
		return diag_error(diag, (struct mark){ 0 }, "%c has no requests to look for the first that differs: run it with 'output.requests: all', a sweep with '--tables requests,nodes'", name);
	r->nodes = results_has_table(results, "nodes") ? results_table(results, "nodes", diag) : NULL;
	r->nodes_first = first_of(r->nodes, r->point);
	r->group = r->nodes ? results_column_of(r->nodes, "group", RESULTS_WORD) : NULL;
	r->index = r->nodes ? results_column_of(r->nodes, "index", RESULTS_INTEGER) : NULL;
	r->replication = results_column_of(r->table, "replication", RESULTS_INTEGER);
	r->path = results_column_of(r->table, "path", RESULTS_WORD);
	r->origin = results_column_of(r->table, "origin", RESULTS_INTEGER);
	r->created = results_column_of(r->table, "created_s", RESULTS_REAL);
	r->latency = results_column_of(r->table, "latency_s", RESULTS_REAL);
	if (r->replication && r->path && r->origin && r->created && r->latency)
		return true;
	return diag_error(diag, (struct mark){ 0 }, "the table 'requests' of %c lacks columns", name);
}

/* The node of a row number as a person would call it; the caller frees it. */
static char *node_name(const struct requests *r, int64_t node)
{
	uint64_t row = r->nodes_first + (uint64_t)node;

	if (!r->group || !r->index || node < 0 || row >= r->nodes->rows)
		return text_format("%" PRId64, node);
	return text_format("%s[%" PRId64 "]", r->group->word[row], r->index->integer[row]);
}

/* Columns that hold numbers of nodes. */
static bool is_node(const char *name)
{
	return strcmp(name, "origin") == 0 || strcmp(name, "node") == 0;
}

/* Which of two nodes, by their names, comes first: files may number the same node otherwise. */
static int order_nodes(const struct requests *x, int64_t a, const struct requests *y, int64_t b)
{
	uint64_t i = x->nodes_first + (uint64_t)a, j = y->nodes_first + (uint64_t)b;
	bool named = x->group && x->index && y->group && y->index && a >= 0 && b >= 0 && i < x->nodes->rows && j < y->nodes->rows;
	int words = named ? strcmp(x->group->word[i], y->group->word[j]) : 0;

	if (words)
		return words;
	if (named) {
		a = x->index->integer[i];
		b = y->index->integer[j];
	}
	return (a > b) - (a < b);
}

/* A value as text, so that numbers of nodes of different files compare by their names. */
static char *value_text(const struct requests *r, const struct results_column *c, uint64_t row)
{
	char number[32];

	if (c->kind == RESULTS_REAL)
		return xstrdup(isnan(c->real[row]) ? "none" : text_of_number(c->real[row], number));
	if (c->kind == RESULTS_WORD)
		return xstrdup(c->word[row]);
	if (is_node(c->name))
		return node_name(r, c->integer[row]);
	return text_format("%" PRId64, c->integer[row]);
}

static int order(const struct requests *x, uint64_t i, const struct requests *y, uint64_t j)
{
	double a = x->created->real[i], b = y->created->real[j];
	int64_t p = x->replication->integer[i], q = y->replication->integer[j];
	int nodes;

	if (p != q)
		return p < q ? -1 : 1;
	if (a < b || a > b)
		return a < b ? -1 : 1;
	nodes = order_nodes(x, x->origin->integer[i], y, y->origin->integer[j]);
	return nodes ? nodes : strcmp(x->path->word[i], y->path->word[j]);
}

static int by_identity(const void *a, const void *b)
{
	const struct place *x = a, *y = b;
	int sign = order(x->of, x->row, y->of, y->row);

	return sign ? sign : (x->row > y->row) - (x->row < y->row);
}

static void sort(struct requests *r)
{
	const struct results_column *points = results_column_of(r->table, "point", RESULTS_INTEGER);

	r->sorted = xcalloc(r->table->rows + 1, sizeof *r->sorted);
	for (uint64_t i = 0; i < r->table->rows; i++)
		if (r->point < 0 || !points || points->integer[i] == r->point)
			r->sorted[r->rows++] = (struct place){ r, i };
	if (r->rows > 1)
		qsort(r->sorted, r->rows, sizeof *r->sorted, by_identity);
}

/* Whether any column that both have differs. */
static bool rows_differ(const struct requests *a, uint64_t i, const struct requests *b, uint64_t j)
{
	for (uint32_t c = 0; c < a->table->n_columns; c++) {
		const struct results_column *x = &a->table->column[c], *y = results_column(b->table, x->name);
		bool same;

		if (!y || y->kind != x->kind || strcmp(x->name, "point") == 0)
			continue;
		if (x->kind == RESULTS_REAL)
			same = x->real[i] == y->real[j] || (isnan(x->real[i]) && isnan(y->real[j]));
		else if (x->kind == RESULTS_WORD)
			same = strcmp(x->word[i], y->word[j]) == 0;
		else if (is_node(x->name))
			same = order_nodes(a, x->integer[i], b, y->integer[j]) == 0;
		else
			same = x->integer[i] == y->integer[j];
		if (!same)
			return true;
	}
	return false;
}

/* The first difference: a row of each, or UINT64_MAX where one has no such request. */
struct divergence {
	uint64_t a, b;
	int64_t replication;
	double ended;
	bool found;
};

static double end_of(const struct requests *r, uint64_t row)
{
	double latency = r->latency->real[row];

	return r->created->real[row] + (isnan(latency) ? 0 : latency);
}

/* Keep the earlier one. A request that only one has differs when it was created. */
static void note(struct divergence *d, const struct requests *a, uint64_t i, const struct requests *b, uint64_t j)
{
	const struct requests *r = i == UINT64_MAX ? b : a;
	int64_t replication = r->replication->integer[i == UINT64_MAX ? j : i];
	double ended = i == UINT64_MAX ? end_of(b, j) : j == UINT64_MAX ? end_of(a, i) : fmin(end_of(a, i), end_of(b, j));

	if (d->found && (replication > d->replication || (replication == d->replication && ended >= d->ended)))
		return;
	*d = (struct divergence){ i, j, replication, ended, true };
}

static struct divergence find(const struct requests *a, const struct requests *b)
{
	struct divergence first = { 0 };
	uint64_t i = 0, j = 0;

	while (i < a->rows || j < b->rows) {
		uint64_t x = i < a->rows ? a->sorted[i].row : UINT64_MAX, y = j < b->rows ? b->sorted[j].row : UINT64_MAX;
		int sign = x == UINT64_MAX ? 1 : y == UINT64_MAX ? -1 : order(a, x, b, y);

		if (first.found && (x == UINT64_MAX || a->replication->integer[x] > first.replication) &&
		    (y == UINT64_MAX || b->replication->integer[y] > first.replication))
			break;
		if (sign == 0 && rows_differ(a, x, b, y))
			note(&first, a, x, b, y);
		else if (sign < 0)
			note(&first, a, x, b, UINT64_MAX);
		else if (sign > 0)
			note(&first, a, UINT64_MAX, b, y);
		i += sign <= 0;
		j += sign >= 0;
	}
	return first;
}

static void print_pair(const struct requests *a, uint64_t i, const struct requests *b, uint64_t j, char name_a, char name_b, FILE *out)
{
	struct text_table table;

	table_init(&table, 3);
	table_cell(&table, "what differs");
	table_cell(&table, "%c", name_a);
	table_cell(&table, "%c", name_b);
	for (uint32_t c = 0; c < a->table->n_columns; c++) {
		const struct results_column *x = &a->table->column[c], *y = results_column(b->table, x->name);
		char *of_a, *of_b;

		if (!y || y->kind != x->kind || strcmp(x->name, "point") == 0)
			continue;
		of_a = value_text(a, x, i);
		of_b = value_text(b, y, j);
		if (strcmp(of_a, of_b) != 0) {
			table_cell(&table, "%s", x->name);
			table_cell(&table, "%s", of_a);
			table_cell(&table, "%s", of_b);
		}
		free(of_a);
		free(of_b);
	}
	table_print(&table, false, out);
	table_fini(&table);
}

static void print_divergence(const struct requests *a, const struct requests *b, const struct divergence *d, char name_a, char name_b, FILE *out)
{
	const struct requests *r = d->a == UINT64_MAX ? b : a;
	uint64_t row = d->a == UINT64_MAX ? d->b : d->a;
	char *origin, created[32], ended[32];

	if (!d->found) {
		fprintf(out, "\n%c and %c do not part: all %" PRIu64 " requests are the same in both\n", name_a, name_b, a->rows);
		return;
	}
	origin = node_name(r, r->origin->integer[row]);
	fprintf(out, "\n%c and %c part in replication %" PRId64 " at %s s:\n%s from %s, created at %s s", name_a, name_b, d->replication,
		text_of_number(d->ended, ended), r->path->word[row], origin, text_of_number(r->created->real[row], created));
	free(origin);
	if (d->a == UINT64_MAX || d->b == UINT64_MAX) {
		fprintf(out, ", is in %c alone\n", d->a == UINT64_MAX ? name_b : name_a);
		return;
	}
	fputs("\n\n", out);
	print_pair(a, d->a, b, d->b, name_a, name_b, out);
}

bool divergence_print(const struct samples *of_a, const struct samples *of_b, char name_a, char name_b, FILE *out, struct diag *diag)
{
	struct requests a, b;
	bool good = open_requests(&a, of_a, name_a, diag);
	struct divergence first;

	good = open_requests(&b, of_b, name_b, diag) && good;
	if (good) {
		sort(&a);
		sort(&b);
		first = find(&a, &b);
		print_divergence(&a, &b, &first, name_a, name_b, out);
	}
	free(a.sorted);
	free(b.sorted);
	return good;
}
