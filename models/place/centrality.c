/* Centrality: the components that are asked most first, each on the most central node that has room. Leaves have no links but one: they come after all others. */
#include "models/demand.h"
#include "models/map.h"
#include "models/net/core.h"
#include "models/place/place.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { CLOSENESS, BETWEENNESS };

struct centrality { unsigned measure; };

static const struct param params[] = {
	{ "measure", P_WORD(struct centrality, measure), .fallback = "closeness", .words = "closeness betweenness",
	  .help = "closeness: 1 over the mean latency to all others that are reached; betweenness: how many routes of least latency go through it" },
	{ "replace-on", P_LATER, .help = "what makes the policy place again during the run" },
	{ 0 }
};

struct ranked { uint32_t node; float value; };

static int by_value(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->value != y->value)
		return x->value > y->value ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

/* The item's nodes, the most central first. As floats, so that what differs by rounding is equal, and goes by the order of the file. */
static struct ranked *rank(const struct plan *plan, uint32_t i, const double *value)
{
	const struct plan_item *item = &plan->item[i];
	struct ranked *list = xcalloc(item->n, sizeof *list);

	for (uint32_t k = 0; k < item->n; k++) {
		const struct node *node = &plan->world->node[item->node[k]];
		bool leaf = node->access || node->vertex == NONE;

		list[k] = (struct ranked){ item->node[k], leaf ? -1 : isfinite(value[node->vertex]) ? (float)value[node->vertex] : 0 };
	}
	qsort(list, item->n, sizeof *list, by_value);
	return list;
}

/* Messages per second to a component. */
static double asked(const struct world *w, uint32_t c)
{
	double sum = 0;

	for (uint32_t l = 0; l < w->workloads; l++) {
		const struct workload *load = &w->workload[l];
		const struct application *a = &w->application[load->application];
		double *rate = demand_rates(load), all = 0;

		for (uint32_t i = 0; i < load->members; i++)
			all += rate[i];
		for (uint32_t i = 0; i < a->n_messages && !load->by_clock; i++)
			if (w->message[a->first_message + i].to == c)
				sum += all * load->visits[i];
		free(rate);
	}
	return sum;
}

/* An insertion sort keeps equals in the order of the file. */
static uint32_t *busiest_first(const struct plan *plan)
{
	uint32_t *order = xcalloc(plan->n, sizeof *order);
	double *rate = xcalloc(plan->n, sizeof *rate);

	for (uint32_t i = 0; i < plan->n; i++) {
		uint32_t k = i;

		rate[i] = asked(plan->world, plan->item[i].component);
		for (; k && rate[order[k - 1]] < rate[i] * (1 - 1e-12); k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	free(rate);
	return order;
}

static bool place_item(struct plan *plan, uint32_t i, const double *value)
{
	struct ranked *list = rank(plan, i, value);

	for (uint32_t k = 0; k < plan->item[i].n && plan_lacks(plan, i); k++)
		if (plan_has_room(plan, i, list[k].node))
			plan_put(plan, i, list[k].node);
	free(list);
	return plan_lacks(plan, i) ? plan_fails(plan, i) : true;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	const struct network *net = network_new(plan->world);
	double *value = xcalloc(net->graph.vertices + 1, sizeof *value);
	bool by_closeness = ((const struct centrality *)p->config)->measure == CLOSENESS;
	bool good = by_closeness ? graph_closeness(&net->graph, net->latency_s, value) : graph_vertex_betweenness(&net->graph, net->latency_s, value);
	uint32_t *order = busiest_first(plan);

	(void)view; (void)cause;
	if (!good)
		diag_error(plan->diag, plan->world->component[plan->item[0].component].mark, "centrality: the network could not be measured");
	for (uint32_t k = 0; k < plan->n && good; k++)
		good = place_item(plan, order[k], value);
	free(order);
	free(value);
	return good;
}

const struct place_class place_centrality = {
	.model = { .slot = "placement", .name = "centrality", .params = params, .config_size = sizeof(struct centrality),
		   .help = "the components that are asked most first, each on the most central nodes of the network that have room",
		   .assumptions = "Measured on the network of everything but leaves, its links as long as their latency; devices to which no other attaches come"
				  " last. Loads, speeds and where requests come from are not heeded, memory is.",
		   .source = "Freeman, Centrality in social networks, Social Networks 1, 1978; for fog: Guerrero, Lera, Juiz, A lightweight decentralized service"
			     " placement policy, J. Ambient Intelligence and Humanized Computing 10, 2019; measured by igraph" },
	.place = place,
};
