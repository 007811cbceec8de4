/* Which nodes a placement policy chose, from /placement of the first replication; what is pinned needs no telling. */
#include "sim/cli/summary.h"

#include "sim/base/text.h"
#include "sim/base/units.h"
#include "sim/cli/table.h"

#include <string.h>

enum { NAMES_WIDTH = 20 };

/* The columns that are shown, and the names of nodes. */
struct stays {
	uint64_t rows, nodes;
	const struct results_column *replication, *component, *node, *why;
	const struct results_column *group, *index;
};

static bool is_shown(const struct stays *s, uint64_t i)
{
	return s->replication->integer[i] == s->replication->integer[0] && strcmp(s->why->word[i], "pinned") != 0;
}

static bool same_component(const struct stays *s, uint64_t i, uint64_t k)
{
	return strcmp(s->component->word[i], s->component->word[k]) == 0;
}

static void add_name(struct text *names, const struct stays *s, uint64_t node)
{
	const char *group = s->group->word[node];
	bool alone = s->index->integer[node] == 0 && (node + 1 == s->nodes || strcmp(s->group->word[node + 1], group) != 0);

	text_add(names, names->length ? ", %s" : "%s", group);
	if (!alone)
		text_add(names, "[%lld]", (long long)s->index->integer[node]);
}

/* A line for the component whose rows begin at `first`; returns the row after them. */
static uint64_t add_component(struct text_table *table, const struct stays *s, uint64_t first)
{
	struct text names = { 0 };
	uint64_t i = first, named = 0;

	for (; i < s->rows && is_shown(s, i) && same_component(s, first, i); i++)
		if (names.length < NAMES_WIDTH) {
			add_name(&names, s, (uint64_t)s->node->integer[i]);
			named++;
		}
	if (i - first > named)
		text_add(&names, " and %llu more", (unsigned long long)(i - first - named));
	table_cell(table, "%s", s->component->word[first]);
	table_cell(table, "%s: %s", s->why->word[first], names.text);
	text_fini(&names);
	return i;
}

static bool find_columns(struct results *results, struct stays *s, const struct results_table *table, struct diag *diag)
{
	const struct results_table *nodes;

	*s = (struct stays){ .rows = table->rows, .replication = results_column(table, "replication"),
			     .component = results_column(table, "component"), .node = results_column(table, "node"),
			     .why = results_column(table, "why") };
	if (!s->replication || !s->component || !s->node || !s->why)
		return diag_error(diag, (struct mark){ 0 }, "the table 'placement' lacks columns");
	for (uint64_t i = 0; i < s->rows && !s->group; i++) {
		if (!is_shown(s, i))
			continue;
		nodes = results_table(results, "nodes", diag);
		if (!nodes)
			return false;
		s->nodes = nodes->rows;
		s->group = results_column(nodes, "group");
		s->index = results_column(nodes, "index");
		if (!s->group || !s->index)
			return diag_error(diag, (struct mark){ 0 }, "the table 'nodes' lacks columns");
	}
	return true;
}

/* What the policies that search say of what they found: a row of /reckoned each. */
static bool add_reckoned(struct results *results, FILE *out, struct diag *diag)
{
	bool there = results_has_table(results, "reckoned");
	const struct results_table *table = there ? results_table(results, "reckoned", diag) : NULL;
	const struct results_column *policy, *cost, *gap;

	if (!table)
		return !there;
	policy = results_column(table, "policy");
	cost = results_column(table, "cost_s");
	gap = results_column(table, "gap");
	if (!policy || !cost || !gap)
		return diag_error(diag, (struct mark){ 0 }, "the table 'reckoned' lacks columns");
	for (uint64_t i = 0; i < table->rows; i++) {
		char buffer[64];

		fprintf(out, "%s reckons %s for all messages of a request", policy->word[i], units_human(cost->real[i], DIM_TIME, 4, buffer));
		if (gap->real[i] > 0)
			fprintf(out, "; the optimum may be %.3g %% less", 100 * gap->real[i]);
		else if (gap->real[i] == 0)
			fputs(", the least there is", out);
		fputc('\n', out);
	}
	return true;
}

bool summary_placement(struct results *results, FILE *out, struct diag *diag)
{
	bool there = results_has_table(results, "placement");
	const struct results_table *table = there ? results_table(results, "placement", diag) : NULL;
	struct text_table lines;
	struct stays s;

	if (!table)
		return !there;
	if (!find_columns(results, &s, table, diag))
		return false;
	if (!s.group)
		return true;
	table_init(&lines, 2);
	table_cell(&lines, "placement");
	table_cell(&lines, "by: on");
	for (uint64_t i = 0; i < s.rows;)
		i = is_shown(&s, i) ? add_component(&lines, &s, i) : i + 1;
	fputc('\n', out);
	table_print(&lines, true, out);
	table_fini(&lines);
	return add_reckoned(results, out, diag);
}
