/*
 * Community: the network falls into communities, parts that are near to themselves. Components get instances in the communities from which their application is asked,
 * the one that asks most first, each on the node from which those who ask are nearest.
 */
#include "models/demand.h"
#include "models/work/workload.h"
#include "models/map.h"
#include "models/net/core.h"
#include "models/place/place.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* One application. */
struct search {
	struct plan *plan;
	const struct network *net;
	const uint32_t *community;         /* of each vertex */
	double *weight;                    /* requests per second from each vertex */
	double *near, *far;                /* of each vertex: mean seconds to who asks in its community, and to all, times their rate; NaN: not asked yet */
	double *total;                     /* of each community */
	struct both_ways *way;
};

static void weigh(struct search *s, uint32_t application)
{
	const struct world *w = s->plan->world;

	memset(s->weight, 0, s->net->graph.vertices * sizeof *s->weight);
	memset(s->total, 0, s->net->graph.vertices * sizeof *s->total);
	for (uint32_t v = 0; v < s->net->graph.vertices; v++)
		s->near[v] = s->far[v] = NAN;
	for (uint32_t l = 0; l < w->workloads; l++) {
		const struct workload *load = &w->workload[l];
		double *rate = demand_rates(load);

		for (uint32_t i = 0; i < load->members && load->application == application && !load->by_clock; i++) {
			uint32_t v = w->node[workload_node(load, i)].vertex;

			if (v != NONE)
				s->weight[v] += rate[i];
		}
		free(rate);
	}
	for (uint32_t v = 0; v < s->net->graph.vertices; v++)
		s->total[s->community[v]] += s->weight[v];
}

static void look_from(struct search *s, uint32_t vertex)
{
	double near = 0, far = 0;

	core_both_ways(s->plan->world, vertex, s->way);
	for (uint32_t v = 0; v < s->net->graph.vertices; v++) {
		double seconds = s->way[v].latency == SIM_TIME_MAX ? 1e6 : (double)s->way[v].latency / 1e9;

		far += s->weight[v] * seconds;
		near += s->community[v] == s->community[vertex] ? s->weight[v] * seconds : 0;
	}
	s->near[vertex] = near;
	s->far[vertex] = far;
}

/* Seconds from who asks, in one community or (NONE) from everywhere, to `node`, times their rate; INFINITY: it is not there. */
static double distance(struct search *s, uint32_t node, uint32_t community)
{
	const struct node *n = &s->plan->world->node[node];
	double access = n->access ? (double)core_access(s->plan->world, n)->latency / 1e9 : 0, all = 0;

	if (n->vertex == NONE || (community != NONE && s->community[n->vertex] != community))
		return INFINITY;
	if (isnan(s->near[n->vertex]))
		look_from(s, n->vertex);
	for (uint32_t c = 0; community == NONE && c < s->net->graph.vertices; c++)
		all += s->total[c];
	return community == NONE ? s->far[n->vertex] + all * access : s->near[n->vertex] + s->total[community] * access;
}

static bool put_in(struct search *s, uint32_t i, uint32_t community)
{
	const struct plan_item *item = &s->plan->item[i];
	uint32_t best = NONE;
	double least = INFINITY;

	for (uint32_t k = 0; k < item->n; k++) {
		double here;

		if (!plan_has_room(s->plan, i, item->node[k]))
			continue;
		here = distance(s, item->node[k], community);
		/* What differs by rounding is equal. */
		if (here < INFINITY && (best == NONE || here < least - 1e-12 * fabs(least))) {
			least = here;
			best = item->node[k];
		}
	}
	if (best != NONE)
		plan_put(s->plan, i, best);
	return best != NONE;
}

/* The community that asks most of those that ask at all and are not done; NONE: there is none. */
static uint32_t next_community(const struct search *s, const bool *done)
{
	uint32_t best = NONE;

	for (uint32_t c = 0; c < s->net->graph.vertices; c++)
		if (!done[c] && s->total[c] > 0 && (best == NONE || s->total[c] > s->total[best] * (1 + 1e-12)))
			best = c;
	return best;
}

static bool place_item(struct search *s, uint32_t i)
{
	bool *done = xcalloc(s->net->graph.vertices + 1, sizeof *done), open = s->plan->item[i].replicas == 0;
	uint32_t c;

	while ((open || plan_lacks(s->plan, i)) && (c = next_community(s, done)) != NONE) {
		put_in(s, i, c);
		done[c] = true;
	}
	while (plan_lacks(s->plan, i) && put_in(s, i, NONE))
		;
	free(done);
	return plan_lacks(s->plan, i) ? plan_fails(s->plan, i) : true;
}

static bool place_all(struct search *s)
{
	const struct world *w = s->plan->world;
	uint32_t application = NONE;

	for (uint32_t i = 0; i < s->plan->n; i++) {
		uint32_t of = w->component[s->plan->item[i].component].application;

		if (of != application)
			weigh(s, of);
		application = of;
		if (!place_item(s, i))
			return false;
	}
	return true;
}

static bool place(const struct place *p, const struct view *view, enum place_cause cause, struct plan *plan)
{
	const struct network *net = network_new(plan->world);
	size_t n = net->graph.vertices + 1;
	uint32_t *community = xcalloc(n, sizeof *community);
	double *tie = xcalloc(net->graph.links + 1, sizeof *tie);
	struct search s = { plan, net, community, xcalloc(n, sizeof *s.weight), xcalloc(n, sizeof *s.near), xcalloc(n, sizeof *s.far),
			    xcalloc(n, sizeof *s.total), xcalloc(n, sizeof *s.way) };
	bool good;

	(void)p; (void)view; (void)cause;
	for (uint32_t i = 0; i < net->graph.links; i++)
		tie[i] = 1 / net->latency_s[i];
	good = graph_communities(&net->graph, tie, random_fork(plan->key, PURPOSE_PLACE).state, community);
	if (!good)
		diag_error(plan->diag, plan->world->component[plan->item[0].component].mark, "community: the network could not be divided");
	good = good && place_all(&s);
	free(community);
	free(tie);
	free(s.weight);
	free(s.near);
	free(s.far);
	free(s.total);
	free(s.way);
	return good;
}

const struct place_class place_community = {
	.model = { .slot = "placement", .name = "community", .params = place_params,
		   .help = "an instance in each community of the network from which requests come, or as many as the component says, where they come from most first",
		   .equation = "communities by the Louvain method, links as strong as 1 / latency; within one, the node with the least sum of rate x latency to"
			       " the origins of requests there",
		   .assumptions = "Communities of the network of everything but leaves; a device belongs to that of the vertex that it hangs on. One that asks"
				  " but has no node with room gets none. Loads and speeds are not heeded, memory is. The order in which vertices are looked at is drawn from the"
				  " seed alone: the same in every replication.",
		   .source = "Blondel, Guillaume, Lambiotte, Lefebvre, Fast unfolding of communities in large networks, J. Statistical Mechanics P10008, 2008; for"
			     " fog: Lera, Guerrero, Juiz, Availability-aware service placement policy in fog computing based on graph partitions, IEEE Internet"
			     " of Things J. 6(2), 2019; divided by igraph" },
	.place = place,
};
