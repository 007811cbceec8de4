/* Means of what workloads ask for. */
#include "models/demand.h"

#include "models/net/core.h"
#include "models/work/workload.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

double demand_mean(const struct workload *l, const struct quantity *q)
{
	const struct trace *t = l->trace;
	double sum = 0;

	if (q->how != &distribution_column)
		return quantity_mean(q);
	for (uint32_t row = 0; row < t->rows; row++)
		sum += t->value[(size_t)row * t->columns + (uint32_t)q->option[0]];
	return t->rows ? sum / t->rows : 0;
}

double demand_work(const struct workload *l, const struct message *m, double bytes)
{
	return m->has_work ? demand_mean(l, &m->work) * (m->work_by_data ? bytes : 1) : 0;
}

double *demand_bytes(const struct world *w, const struct workload *l)
{
	const struct application *a = &w->application[l->application];
	double *bytes = xcalloc(a->n_messages, sizeof *bytes), *sum = xcalloc(a->n_messages, sizeof *sum);
	double *weight = xcalloc(a->n_messages, sizeof *weight);

	/* What a chain of shares begins with has come through after as many rounds as there are messages. */
	for (uint32_t round = 0; round < a->n_messages; round++) {
		memset(sum, 0, a->n_messages * sizeof *sum);
		memset(weight, 0, a->n_messages * sizeof *weight);
		for (uint32_t i = 0; i < a->n_messages; i++) {
			const struct message *m = &w->message[a->first_message + i];

			for (uint32_t s = 0; s < m->n_sets; s++)
				for (uint32_t t = 0; t < m->set[s].n; t++) {
					uint32_t next = m->set[s].trigger[t].message - a->first_message;
					double before = m->set[s].exclusive && t ? m->set[s].trigger[t - 1].probability : 0;
					double times = l->visits[i] * (m->set[s].trigger[t].probability - before);

					sum[next] += times * bytes[i];
					weight[next] += times;
				}
		}
		for (uint32_t i = 0; i < a->n_messages; i++) {
			const struct quantity *size = &w->message[a->first_message + i].size;

			if (l->visits[i] > 0)
				bytes[i] = demand_mean(l, size) * (size->dimension != DIM_SHARE ? 1 : weight[i] > 0 ? sum[i] / weight[i] : 0);
		}
	}
	free(sum);
	free(weight);
	return bytes;
}

double *demand_rates(const struct workload *l)
{
	double *each = xcalloc(l->members, sizeof *each);
	double rate = workload_rate(l);

	if (isnan(rate) && l->arrivals->most)
		rate = l->arrivals->most(l->config) * l->n_sources;
	/* Not known at all: each counts the same. */
	if (!isfinite(rate))
		rate = l->members;
	for (uint32_t i = 0; i < l->members; i++)
		each[i] = rate / l->members;
	if (l->trace && l->trace->member) {
		memset(each, 0, l->members * sizeof *each);
		for (uint32_t row = 0; row < l->trace->rows; row++)
			each[l->trace->member[row]] += rate / l->trace->rows;
	}
	return each;
}

uint32_t demand_host(struct world *w, struct component *c, uint32_t from)
{
	uint32_t i;

	if (!c->nearest)
		c->nearest = nearest_new(w, c->candidate + 1, c->n);
	i = nearest_of(w, c->nearest, from);
	return i == NONE ? NONE : c->candidate[1 + i].node;
}

static int by_kind(const void *a, const void *b)
{
	const struct demand_kind *x = a, *y = b;

	for (int i = 0; i < DEMAND_PARTS; i++)
		if (x->part[i] != y->part[i])
			return x->part[i] < y->part[i] ? -1 : 1;
	return (x->node > y->node) - (x->node < y->node);
}

/* Nodes whose speed is their own are kinds of their own. */
static bool stands_alone(const struct world *w, uint32_t node, const bool *special)
{
	for (uint8_t k = 0; k < CURRENCIES; k++)
		if (serving_group(group_of(w, node), k)->member_speed[k] || group_of(w, node)->member_speed[k])
			return true;
	return special && special[node];
}

struct demand_kind *demand_kinds(const struct world *w, const struct workload *l, const bool *special, uint32_t *n)
{
	struct demand_kind *kind = xcalloc(l->members, sizeof *kind);
	double *rate = demand_rates(l);

	for (uint32_t i = 0; i < l->members; i++) {
		uint32_t node = workload_node(l, i);
		const struct node *at = &w->node[node];
		bool alike = !at->access || w->row[at->access - 1].alike;

		kind[i] = (struct demand_kind){ { at->vertex, at->access, alike ? 0 : at->link, stands_alone(w, node, special) ? node + 1 : 0, at->group },
						node, rate[i] };
	}
	qsort(kind, l->members, sizeof *kind, by_kind);
	*n = 0;
	for (uint32_t i = 0; i < l->members; i++)
		if (*n && memcmp(kind[*n - 1].part, kind[i].part, sizeof kind[i].part) == 0)
			kind[*n - 1].rate += kind[i].rate;
		else
			kind[(*n)++] = kind[i];
	free(rate);
	return kind;
}
