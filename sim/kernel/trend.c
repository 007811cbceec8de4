/* Sums are integers, so that it makes no difference when two of them become one. */
#include "sim/kernel/trend.h"

#include "sim/base/memory.h"

#include <stdlib.h>

enum { MOST_SUMS = 5 * 16384 };

struct trend {
	uint64_t each;            /* values in a sum: a power of two */
	uint64_t values;
	uint32_t n;               /* whole sums */
	i128 open;                /* of the values that are no whole sum yet */
	i128 sum[MOST_SUMS];
	sim_time last[MOST_SUMS]; /* when the last value of each was observed */
};

struct trend *trend_new(void)
{
	struct trend *t = xcalloc(1, sizeof *t);

	t->each = 1;
	return t;
}

void trend_free(struct trend *t)
{
	free(t);
}

static void halve(struct trend *t)
{
	for (uint32_t i = 0; i < MOST_SUMS / 2; i++) {
		t->sum[i] = t->sum[2 * i] + t->sum[2 * i + 1];
		t->last[i] = t->last[2 * i + 1];
	}
	t->n = MOST_SUMS / 2;
	t->each *= 2;
}

void trend_add(struct trend *t, sim_time now, sim_time value)
{
	t->open += value;
	t->values++;
	if (t->values % t->each)
		return;
	t->sum[t->n] = t->open;
	t->last[t->n++] = now;
	t->open = 0;
	if (t->n == MOST_SUMS)
		halve(t);
}

struct trend_cut trend_cut(const struct trend *t, sim_time limit)
{
	struct trend_cut cut = { .values = t->values };
	double *mean = xcalloc((size_t)t->n + 1, sizeof *mean);
	size_t dropped;

	for (uint32_t i = 0; i < t->n; i++)
		mean[i] = (double)t->sum[i] / (double)t->each;
	dropped = mser5(mean, t->n);
	free(mean);
	if (!dropped)
		return cut;
	cut.at = t->last[dropped - 1];
	cut.limited = cut.at >= limit || 2 * (dropped / 5 + 1) > t->n / 5;
	if (cut.at > limit)
		cut.at = limit;
	return cut;
}
