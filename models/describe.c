/* One page for `check`: what was understood. Long lists are cut, with a line that says so. */
#include "models/build_graph.h"

#include "models/energy/sleep.h"
#include "models/net/core.h"
#include "models/offered.h"
#include "models/offload/offload.h"
#include "models/place/place.h"
#include "models/work/workload.h"
#include "sim/base/text.h"
#include "sim/base/units.h"
#include "sim/kernel/model.h"

#include <string.h>

enum { MOST_LINES = 40 };

static const char *seconds(sim_time t, char buffer[64])
{
	return units_format((double)t / 1e9, DIM_TIME, buffer);
}

static void describe_run(const struct sim *sim, struct text *out)
{
	const struct world *w = sim->world;
	const struct run_settings *run = &w->config->head.run;
	char a[64], b[64];

	text_add(out, "%s\n", w->config->head.title);
	text_add(out, "  %s%llu replication%s of %s, ", isnan(run->precision.target) ? "" : "at most ",
		 (unsigned long long)run->replications.max, run->replications.max == 1 ? "" : "s", seconds(run->duration, a));
	if (run->antithetic)
		text_add(out, "in antithetic pairs, ");
	if (run->warmup == TIME_AUTO)
		text_add(out, "the start left out as a pilot run finds; ");
	else
		text_add(out, "the first %s left out; ", seconds(run->warmup, b));
	text_add(out, "seed %llu\n", (unsigned long long)run->seed);
}

static void describe_accelerator(const struct group *g, struct text *out)
{
	char buffer[64];

	text_add(out, "    %-14s %-6s %7u x %llu core%s, %s\n", "accelerator", tier_words[g->tier], g->count, (unsigned long long)g->cores,
		 g->cores == 1 ? "" : "s", units_human(g->speed[CURRENCY_FLOP], DIM_FLOPS, 6, buffer));
}

static void describe_nodes(const struct world *w, struct text *out)
{
	char buffer[64];

	text_add(out, "nodes: %u in %u group%s\n", w->nodes, w->groups, w->groups == 1 ? "" : "s");
	for (uint32_t i = 0; i < w->groups && i < MOST_LINES; i++) {
		const struct group *g = &w->group[i];
		static const enum dimension dimension[CURRENCIES] = { DIM_SPEED, DIM_FLOPS, DIM_CLOCK };

		text_add(out, "  %-16s %-6s %7u x ", g->name, tier_words[g->tier], g->count);
		if (g->cores == COUNT_UNLIMITED)
			text_add(out, "unlimited cores");
		else
			text_add(out, "%llu core%s", (unsigned long long)g->cores, g->cores == 1 ? "" : "s");
		for (int c = 0; c < CURRENCIES; c++)
			if (g->speed[c] > 0)
				text_add(out, ", %s", units_human(g->speed[c], dimension[c], 6, buffer));
		if (g->sleep)
			text_add(out, ", asleep after %s without a job", seconds(g->sleep->after, buffer));
		text_add(out, "\n");
		if (g->accelerator)
			describe_accelerator(g->accelerator, out);
	}
	if (w->groups > MOST_LINES)
		text_add(out, "  and %u more\n", w->groups - MOST_LINES);
}

/* The least and the most of what the links of a row have; the same if they are alike. */
static void spread(const struct link_row *r, double least[3], double most[3])
{
	for (uint32_t i = 0; i < r->count; i++) {
		const struct link *link = link_of(r, r->first + i);
		const double value[3] = { (double)link->latency / 1e9, link->rate_bps[0], link->rate_bps[1] };

		for (int k = 0; k < 3; k++) {
			least[k] = i ? fmin(least[k], value[k]) : value[k];
			most[k] = i ? fmax(most[k], value[k]) : value[k];
		}
		if (r->alike)
			break;
	}
}

static void add_spread(struct text *out, const char *before, double least, double most, enum dimension dimension, int digits)
{
	char buffer[64];

	text_add(out, "%s%s", before, isinf(least) ? "unlimited" : units_human(least, dimension, digits, buffer));
	if (most > least)
		text_add(out, " to %s", isinf(most) ? "unlimited" : units_human(most, dimension, digits, buffer));
}

static void describe_links(const struct world *w, struct text *out)
{
	text_add(out, "links: %u in %u row%s\n", w->links, w->rows, w->rows == 1 ? "" : "s");
	for (uint32_t i = 0; i < w->rows && i < MOST_LINES; i++) {
		const struct link_row *r = &w->row[i];
		double least[3], most[3];

		text_add(out, "  %-22s %7u", r->scope[0], r->count);
		if (r->count) {
			spread(r, least, most);
			add_spread(out, " x ", least[0], most[0], DIM_TIME, r->alike ? 6 : 3);
			add_spread(out, ", ", least[1], most[1], DIM_DATA_RATE, 4);
			if (!isinf(least[1]) || !isinf(least[2])) {
				text_add(out, " up");
				add_spread(out, ", ", least[2], most[2], DIM_DATA_RATE, 4);
				text_add(out, " down");
			}
		}
		text_add(out, "\n");
	}
	if (w->rows > MOST_LINES)
		text_add(out, "  and %u more\n", w->rows - MOST_LINES);
}

/* Where a policy put the instances; long lists are cut. */
static void describe_hosts(const struct world *w, const struct component *c, struct text *out)
{
	enum { MOST_NAMES = 6 };

	text_add(out, "placed by %s: ", w->placer[c->why]);
	for (uint32_t i = 1; i <= c->n && i <= MOST_NAMES; i++)
		text_add(out, "%s%s", i > 1 ? ", " : "", node_name(w, c->candidate[i].node));
	if (c->n > MOST_NAMES)
		text_add(out, " and %u more", c->n - MOST_NAMES);
}

static void describe_tiers(unsigned tiers, struct text *out)
{
	const char *between = " among the tiers ";

	if (!(tiers & (tiers - 1)))
		between = " in the tier ";
	for (int t = 0; t < TIERS; t++)
		if (tiers >> t & 1) {
			text_add(out, "%s%s", between, tier_words[t]);
			between = ", ";
		}
}

static void describe_component(const struct world *w, const struct component *c, struct text *out)
{
	uint32_t places = c->n + c->at_origin;
	char buffer[64];

	text_add(out, "  %-16s %-8s ", c->name, layer_words[c->layer]);
	if (c->at_origin)
		text_add(out, "at the origin%s", c->n ? " and " : "");
	if (!c->config->at.n)
		describe_hosts(w, c, out);
	else if (c->n == 1)
		text_add(out, "at %s", node_name(w, c->candidate[1].node));
	else if (c->n)
		text_add(out, "at %u nodes", c->n);
	if (places > 1)
		text_add(out, ", chosen by %s", c->offload ? c->offload->how->model.name : "nearest");
	if (c->offload && c->offload->only && !c->offload->how->tiers)
		describe_tiers(c->offload->only->tiers, out);
	if (c->offload && c->offload->information)
		text_add(out, ", with reports every %s", seconds(c->offload->information->every, buffer));
	text_add(out, "\n");
}

static void describe_application(const struct world *w, const struct application *a, struct text *out)
{
	char buffer[64];

	text_add(out, "application %s: %u component%s, %u message%s\n", a->name, a->n_components, a->n_components == 1 ? "" : "s",
		 a->n_messages, a->n_messages == 1 ? "" : "s");
	for (uint32_t i = 0; i < a->n_components && i < MOST_LINES; i++)
		describe_component(w, &w->component[a->first_component + i], out);
	for (uint32_t i = 0; i < a->n_paths && i < MOST_LINES; i++) {
		const struct path *p = &w->path[a->first_path + i];

		text_add(out, "  path %s", strchr(p->name, '/') + 1);
		if (p->deadline != SIM_TIME_MAX)
			text_add(out, ", deadline %s", seconds(p->deadline, buffer));
		text_add(out, "\n");
	}
}

static void describe_reckoned(const struct world *w, struct text *out)
{
	char buffer[64];

	for (uint32_t i = 0; i < w->reckonings; i++) {
		const struct reckoned *r = &w->reckoned[i];

		text_add(out, "placed by %s: messages of a request take %s in all, without waiting", w->placer[r->why], units_human(r->cost_s, DIM_TIME, 4, buffer));
		if (reckoned_gap(r) > 0)
			text_add(out, "; the optimum may be up to %.3g %% less", 100 * reckoned_gap(r));
		else if (reckoned_gap(r) == 0)
			text_add(out, ", the least there is");
		text_add(out, "\n");
	}
}

static void describe_workload(const struct world *w, const struct workload *l, struct text *out)
{
	double rate = workload_rate(l);
	const struct message *m = &w->message[l->start];
	char buffer[64];

	if (l->by_clock)
		text_add(out, "by the clock: %u instance%s of %s send%s '%s' of %s", l->members, l->members == 1 ? "" : "s", w->component[m->from].name,
			 l->members == 1 ? "s" : "", m->name, w->application[l->application].name);
	else
		text_add(out, "workload %s: %u node%s start%s '%s' of %s", l->name, l->members, l->members == 1 ? "" : "s",
			 l->members == 1 ? "s" : "", m->name, w->application[l->application].name);
	text_add(out, ", %s", l->arrivals->model.name);
	if (l->trace) {
		text_add(out, ", %u row%s", l->trace->rows, l->trace->rows == 1 ? "" : "s");
		if (l->trace->rows)
			text_add(out, " over %s", seconds(l->trace->at[l->trace->rows - 1], buffer));
	}
	if (!isnan(rate) && l->members)
		text_add(out, ", %.6g /s each, %.6g /s together", rate / (l->by_group ? l->members : l->n_sources), rate);
	text_add(out, "\n");
	if (l->trace && l->trace->later)
		text_add(out, "  %u row%s of %s come%s after its end and %s left out\n", l->trace->later, l->trace->later == 1 ? "" : "s",
			 l->trace->csv->path, l->trace->later == 1 ? "s" : "", l->trace->later == 1 ? "is" : "are");
}

void model_describe(const struct sim *sim, struct text *out)
{
	const struct world *w = sim->world;

	describe_run(sim, out);
	describe_nodes(w, out);
	describe_links(w, out);
	for (uint32_t i = 0; i < w->applications && i < MOST_LINES; i++)
		describe_application(w, &w->application[i], out);
	describe_reckoned(w, out);
	for (uint32_t i = 0; i < w->workloads && i < MOST_LINES; i++)
		describe_workload(w, &w->workload[i], out);
	describe_offered(w, out);
}
