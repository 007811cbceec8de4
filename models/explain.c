/*
 * A world is built and run for the explanation alone, so that nothing of it is in the way of other runs. Long lists are cut, with a line
 * that says so.
 */
#include "models/explain.h"

#include "models/app/job.h"
#include "models/build.h"
#include "models/cost.h"
#include "models/net/core.h"
#include "models/offload/estimate.h"
#include "sim/base/units.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 40, MOST_DECISIONS = 5 };

static const char *human(double value, enum dimension dimension, char buffer[64])
{
	if (isinf(value))
		return "unlimited";
	return units_human(value, dimension, 4, buffer);
}

static bool is_meant(const struct explain *e, const struct world *w, const struct component *c)
{
	const char *slash = e->component ? strchr(e->component, '/') : NULL;
	const char *application = w->application[c->application].name;

	if (!e->component)
		return false;
	if (!slash)
		return strcmp(e->component, c->name) == 0;
	return strcmp(slash + 1, c->name) == 0 && strlen(application) == (size_t)(slash - e->component)
	       && strncmp(application, e->component, strlen(application)) == 0;
}

/* ---- placement ---- */

/* The cost of models/cost.h for item `i`, with the instances that it has. */
static struct cost *cost_so_far(const struct plan *plan, uint32_t i)
{
	const struct component *c = &plan->world->component[plan->item[i].component];
	struct cost *cost = cost_new(plan, i);

	for (uint32_t k = 1; k <= c->n; k++)
		cost_choose(cost, c->candidate[k].node);
	return cost;
}

static void head_of_placement(const struct plan *plan, uint32_t i, struct text *out)
{
	const struct world *w = plan->world;
	const struct component *c = &w->component[plan->item[i].component];
	const struct plan_item *item = &plan->item[i];
	char memory[64];

	text_add(out, "%s/%s is placed by %s: %u node%s to choose from, ", w->application[c->application].name, c->name, w->placer[plan->why], item->n,
		 item->n == 1 ? "" : "s");
	if (item->replicas)
		text_add(out, "%u instance%s", item->replicas, item->replicas == 1 ? "" : "s");
	else
		text_add(out, "as many instances as it makes");
	text_add(out, ", %s of memory for each\n", human(c->config->memory, DIM_DATA, memory));
	text_add(out, "cost: seconds that the messages to and from it take in each second of the run with an instance there too, as greedy-latency counts them\n");
}

static void explain_candidate(const struct plan *plan, uint32_t i, uint32_t node, uint32_t chosen, struct cost *cost, struct text *out)
{
	const struct view view = { .world = plan->world };
	const struct component *c = &plan->world->component[plan->item[i].component];
	char memory[64];

	text_add(out, "  %c %-20s %-6s %12s %12.6g  ", node == chosen ? '>' : ' ', node_name(plan->world, node), tier_words[view_tier(&view, node)],
		 human(view_memory_free(&view, node), DIM_DATA, memory), (double)cost_with(cost, node) / 1e12);
	if (node == chosen)
		text_add(out, "chosen\n");
	else if (host_at(c, node))
		text_add(out, "has an instance\n");
	else if (!plan_has_room(plan, i, node))
		text_add(out, "no room\n");
	else
		text_add(out, "not chosen\n");
}

struct text *explain_item(const struct plan *plan, uint32_t i)
{
	struct explain *e = plan->world->explain;
	const struct component *c = &plan->world->component[plan->item[i].component];

	if (!e || !is_meant(e, plan->world, c))
		return NULL;
	if (e->headed != c) {
		head_of_placement(plan, i, e->out);
		e->headed = c;
		e->instances = 0;
	}
	return e->out;
}

void explain_put(const struct plan *plan, uint32_t i, uint32_t node)
{
	struct explain *e = plan->world->explain;
	const struct plan_item *item = &plan->item[i];
	struct cost *cost;
	bool shown = false;

	if (!explain_item(plan, i))
		return;
	text_add(e->out, "instance %u:\n    %-20s %-6s %12s %12s\n", ++e->instances, "node", "tier", "free memory", "cost");
	cost = cost_so_far(plan, i);
	for (uint32_t k = 0; k < item->n && k < MOST_LINES; k++) {
		explain_candidate(plan, i, item->node[k], node, cost, e->out);
		shown = shown || item->node[k] == node;
	}
	if (item->n > MOST_LINES)
		text_add(e->out, "    and %u more\n", item->n - MOST_LINES);
	if (!shown)
		explain_candidate(plan, i, node, node, cost, e->out);
	cost_free(cost);
}

/* Where a component is that no policy places. */
static void explain_component(const struct world *w, const struct component *c, struct text *out)
{
	if (c->config->at.n == 0)
		return;
	text_add(out, "%s/%s is pinned by `at`:%s", w->application[c->application].name, c->name, c->at_origin ? " every node that starts requests" : "");
	for (uint32_t i = 1; i <= c->n && i <= MOST_LINES; i++)
		text_add(out, "%s %s", i > 1 || c->at_origin ? "," : "", node_name(w, c->candidate[i].node));
	if (c->n > MOST_LINES)
		text_add(out, " and %u more", c->n - MOST_LINES);
	text_add(out, "\n");
}

/* ---- offloading ---- */

/* Whether no further decision is wanted: the request that was explained has ended, or the component had its share. */
static bool is_enough(const struct explain *e)
{
	if (e->component)
		return e->decisions == MOST_DECISIONS;
	return e->of && (e->of->jobs == 0 || e->of->number != e->request);
}

static void head_of_decision(struct sim *sim, const struct job *job, const struct offload *o, const struct asked *asked, struct text *out)
{
	const struct world *w = sim->world;
	const struct request *r = job->request;
	char a[64], b[64];

	text_add(out, "%srequest %u of %s, created at %s; at %s, from %s:\n", out->length ? "\n" : "", r->number, node_name(w, r->origin), human((double)r->created / 1e9, DIM_TIME, a),
		 human((double)sim->now / 1e9, DIM_TIME, b), node_name(w, asked->from));
	text_add(out, "message %s to %s, %s", job->message->name, o->component->name, human((double)asked->bytes, DIM_DATA, a));
	if (job->message->has_work) {
		static const enum dimension dimension[CURRENCIES] = { DIM_INSTRUCTIONS, DIM_FLOP, DIM_CYCLES };

		text_add(out, ", work %s", human(asked->work, dimension[asked->currency], a));
	}
	if (asked->deadline != SIM_TIME_MAX)
		text_add(out, ", %s before its deadline", human((double)(asked->deadline - sim->now) / 1e9, DIM_TIME, a));
	text_add(out, "\n%s: %s", o->how->model.name, o->how->model.help);
	if (o->information)
		text_add(out, "; loads of other nodes as of %s", human((double)(sim->now - sim->now % o->information->every) / 1e9, DIM_TIME, a));
	text_add(out, "\n");
}

static void explain_instance(const struct offload *o, const struct view *view, const struct asked *asked, uint32_t node, double share, struct text *out)
{
	char transfer[64], expected[64];

	text_add(out, "    %-20s %-6s %8.4g %12s %12s", node_name(view->world, node), tier_words[view_tier(view, node)], view_load(view, node, asked->currency),
		 human(view_transfer(view, asked->from, node, (double)asked->bytes), DIM_TIME, transfer),
		 human(estimate_delay(view, asked, node), DIM_TIME, expected));
	if (o->how->score)
		text_add(out, " %10.4g", o->how->score(o, view, asked, node));
	if (o->how->shares)
		text_add(out, " %10.4g", share);
	text_add(out, "\n");
}

bool explain_asked(struct sim *sim, const struct job *job, struct offload *o, const struct view *view, const struct asked *asked,
		   const struct candidate *candidates, uint32_t n)
{
	struct explain *e = sim->world->explain;
	double *share;

	if (is_enough(e)) {
		sim->end = sim->now;
		return false;
	}
	if (e->component ? !is_meant(e, sim->world, o->component) : job->request->number != e->request)
		return false;
	e->of = job->request;
	e->decisions++;
	head_of_decision(sim, job, o, asked, e->out);
	share = xcalloc(n, sizeof *share);
	if (o->how->shares)
		o->how->shares(o, view, asked, candidates, n, share);
	text_add(e->out, "    %-20s %-6s %8s %12s %12s%s%s\n", "candidate", "tier", "load", "transfer", "expected", o->how->score ? "      score" : "",
		 o->how->shares ? "     chance" : "");
	for (uint32_t i = 0; i < n && i < MOST_LINES; i++)
		explain_instance(o, view, asked, candidates[i].node, share[i], e->out);
	if (n > MOST_LINES)
		text_add(e->out, "    and %u more\n", n - MOST_LINES);
	free(share);
	return true;
}

void explain_chosen(struct sim *sim, uint32_t node)
{
	text_add(sim->world->explain->out, "  > %s\n", node_name(sim->world, node));
}

/* A component without a policy asks the nearest, which is a policy like others while it is explained. */
static void explain_nearest(struct world *w)
{
	static const struct offload_settings settings = { 0, { TIME_UNSET } };

	for (uint32_t i = 0; i < w->components; i++) {
		struct component *c = &w->component[i];
		struct offload *o;

		if (c->offload || c->n < 2)
			continue;
		o = arena_alloc(w->arena, sizeof *o);
		*o = (struct offload){ .how = &offload_nearest, .config = &settings, .component = c, .state = c->nearest };
		c->offload = o;
	}
}

/* ---- all ---- */

static bool unknown_component(const struct world *w, const char *name, struct diag *diag)
{
	const char **names = xcalloc(w->components, sizeof *names);

	for (uint32_t i = 0; i < w->components; i++)
		names[i] = strchr(name, '/') ? arena_format(w->arena, "%s/%s", w->application[w->component[i].application].name, w->component[i].name)
					     : w->component[i].name;
	diag_unknown(diag, (struct mark){ .source = "--explain" }, "component", name, names, w->components);
	free(names);
	return false;
}

static bool explain_components(struct sim *sim, struct diag *diag)
{
	struct world *w = sim->world;
	bool known = false;

	for (uint32_t i = 0; i < w->components; i++)
		if (is_meant(w->explain, w, &w->component[i])) {
			explain_component(w, &w->component[i], w->explain->out);
			known = true;
		}
	return known || unknown_component(w, w->explain->component, diag);
}

/* Say that there was no decision; false, with an error, if there was no such request. */
static bool explain_nothing(const struct sim *sim, struct diag *diag)
{
	const struct explain *e = sim->world->explain;

	if (e->component)
		text_add(e->out, "no message to it had several instances to choose from\n");
	else if (sim->world->counts.created < e->request)
		return diag_error(diag, (struct mark){ .source = "--explain" }, "there is no request %llu: the run has %llu", (unsigned long long)e->request,
				  (unsigned long long)sim->world->counts.created);
	else
		text_add(e->out, "request %llu: none of its messages had several instances to choose from\n", (unsigned long long)e->request);
	return true;
}

static bool run_explained(struct sim *sim, struct diag *diag)
{
	struct explain *e = sim->world->explain;

	explain_nearest(sim->world);
	sim->sink = NULL;
	model_start(sim);
	if (sim_run(sim) == SIM_FAILED)
		return diag_error(diag, (struct mark){ 0 }, "the run failed: %s", sim->failure);
	if (!e->decisions)
		return explain_nothing(sim, diag);
	if (e->component && e->decisions == MOST_DECISIONS)
		text_add(e->out, "\nthe first %d decisions; --explain N explains those of request N\n", MOST_DECISIONS);
	return true;
}

bool model_explain(struct sim *sim, const void *config, const char *what, struct text *out, struct diag *diag)
{
	struct explain explain = { .out = out };
	char *end;

	explain.request = strtoull(what, &end, 10);
	if (*end || end == what || *what == '-' || *what == '+' || *what == ' ')
		explain.component = what;
	else if (!explain.request || explain.request > UINT32_MAX)
		return diag_error(diag, (struct mark){ .source = "--explain" }, "%s: requests are numbered from 1 to %u", what, UINT32_MAX);
	return model_build_explained(sim, config, &explain, diag) && (!explain.component || explain_components(sim, diag)) && run_explained(sim, diag);
}
