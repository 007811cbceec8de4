/*
 * The rule of relative precision: stop at the first number of replications, from `least` on, at which the half-width is at
 * most the target times the mean (Law, Simulation Modeling and Analysis, chapter 9).
 */
#include "sim/cli/precision.h"

#include "sim/base/memory.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* "unknown KEY 'x'" with the names that there are. */
static bool unknown(const char *key, const struct label *label, const char *const *names, size_t n, struct diag *diag)
{
	return diag_unknown(diag, label->mark, key, label->text, names, n);
}

static bool find_measure(struct precision *p, const struct label *label, struct diag *diag)
{
	const struct measures *m = p->measures;
	const char **names = xcalloc((size_t)m->n_measures + 1, sizeof(*names));
	bool found = false;

	for (uint32_t i = 0; i < m->n_measures && !found; i++) {
		names[i] = m->measure[i].name;
		found = strcmp(names[i], label->text) == 0;
		p->measure = (uint16_t)i;
	}
	if (!found)
		unknown("measure", label, names, m->n_measures, diag);
	free(names);
	return found;
}

/* The first scope that has the measure, or the one that is named. */
static bool find_scope(struct precision *p, const struct label *measure, const struct label *label, struct diag *diag)
{
	const struct measures *m = p->measures;
	const char **names = xcalloc((size_t)m->n_measured + 1, sizeof(*names));
	bool found = false;
	size_t n = 0;

	for (uint32_t i = 0; i < m->n_measured && !found; i++) {
		if (m->measured[i].measure != p->measure)
			continue;
		names[n] = m->scope[m->measured[i].scope];
		found = !label->text || strcmp(names[n], label->text) == 0;
		p->scope = m->measured[i].scope;
		n++;
	}
	if (!found && n == 0)
		diag_error(diag, measure->mark, "precision: nothing in this scenario has the measure '%s'", measure->text);
	else if (!found)
		unknown("scope", label, names, n, diag);
	free(names);
	return found;
}

bool precision_find(struct precision *p, const struct run_settings *run, const struct measures *measures, struct diag *diag)
{
	uint64_t most = run->replications.max, least = run->replications.min;

	*p = (struct precision){
		.target = run->precision.target, .most = (uint32_t)most, .least = (uint32_t)(least < most ? least : most),
		.measures = measures,
	};
	return isnan(p->target) || (find_measure(p, &run->precision.measure, diag) &&
				    find_scope(p, &run->precision.measure, &run->precision.scope, diag));
}

static double relative(struct interval interval)
{
	return interval.half_width == 0 ? 0 : interval.half_width / fabs(interval.mean);
}

double precision_now(const struct precision *p, const struct recorder *recorder)
{
	return relative(recorder_interval(recorder, p->measure, p->scope));
}

bool precision_judge(const struct precision *p, struct interval interval, uint32_t recorded, uint32_t *expected)
{
	double now = relative(interval), wanted;

	*expected = p->most;
	/* The half-width falls with the square root of their number. */
	wanted = isnan(now) ? p->least : recorded * (now / p->target) * (now / p->target);
	if (wanted < p->most)
		*expected = wanted > p->least ? (uint32_t)ceil(wanted) : p->least;
	return recorded >= p->least && now <= p->target;
}

bool precision_enough(const struct precision *p, const struct recorder *recorder, uint32_t recorded, uint32_t *expected)
{
	*expected = p->most;
	return !isnan(p->target) && precision_judge(p, recorder_interval(recorder, p->measure, p->scope), recorded, expected);
}
