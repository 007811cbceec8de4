/* Differences between systems. Sources: Law, Simulation Modeling and Analysis (2015), chapter 10; Holm 1979; Welch 1947. */
#include "sim/kernel/contrast.h"

#include "sim/base/memory.h"
#include "sim/kernel/stat.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

/* What is below this part of the values is what rounding leaves of equal differences. */
static const double ROUNDING = 1e-12;

static void judge(struct contrast *c, double error, double df, double level)
{
	double scale = fmax(fabs(c->a), fabs(c->b));

	if (error <= ROUNDING * scale) {
		bool equal = fabs(c->difference) <= ROUNDING * scale;

		c->half_width = 0;
		c->p = equal ? 1 : 0;
		c->worse = equal || c->difference > 0 ? 1 : 0;
		return;
	}
	c->half_width = student_quantile(0.5 + level / 2, df) * error;
	c->p = 2 * gsl_cdf_tdist_Q(fabs(c->difference) / error, df);
	c->worse = gsl_cdf_tdist_P(c->difference / error, df);
}

struct contrast contrast_paired(const double *a, const double *b, size_t n, double level)
{
	struct contrast c = { .half_width = NAN, .p = NAN, .worse = NAN, .n_a = n, .n_b = n };
	double *difference = xcalloc(n + 1, sizeof *difference);
	struct interval of;

	for (size_t i = 0; i < n; i++)
		difference[i] = b[i] - a[i];
	of = interval_of(difference, n, level);
	c.a = interval_of(a, n, level).mean;
	c.b = interval_of(b, n, level).mean;
	c.difference = of.mean;
	if (n >= 2)
		judge(&c, of.sd / sqrt((double)n), (double)(n - 1), level);
	free(difference);
	return c;
}

struct contrast contrast_welch(const double *a, size_t n_a, const double *b, size_t n_b, double level)
{
	struct interval of_a = interval_of(a, n_a, level), of_b = interval_of(b, n_b, level);
	struct contrast c = {
		.a = of_a.mean, .b = of_b.mean, .difference = of_b.mean - of_a.mean, .half_width = NAN, .p = NAN, .worse = NAN,
		.n_a = n_a, .n_b = n_b,
	};
	double v_a, v_b, df;

	if (n_a < 2 || n_b < 2)
		return c;
	v_a = of_a.sd * of_a.sd / (double)n_a;
	v_b = of_b.sd * of_b.sd / (double)n_b;
	df = (v_a + v_b) * (v_a + v_b) / (v_a * v_a / (double)(n_a - 1) + v_b * v_b / (double)(n_b - 1));
	judge(&c, sqrt(v_a + v_b), df, level);
	return c;
}

static int by_value(const void *a, const void *b)
{
	const double *x = *(double *const *)a, *y = *(double *const *)b;

	return (*x > *y) - (*x < *y);
}

void contrast_holm(double *p, size_t n)
{
	double **sorted = xcalloc(n + 1, sizeof *sorted);
	double greatest = 0;

	for (size_t i = 0; i < n; i++)
		sorted[i] = &p[i];
	if (n > 1)
		qsort(sorted, n, sizeof *sorted, by_value);
	for (size_t i = 0; i < n; i++) {
		greatest = fmax(greatest, fmin(1, (double)(n - i) * *sorted[i]));
		*sorted[i] = greatest;
	}
	free(sorted);
}

double contrast_best(const double *worse, size_t others)
{
	double greatest = 0;

	for (size_t i = 0; i < others; i++) {
		if (isnan(worse[i]))
			return 0;
		greatest = fmax(greatest, worse[i]);
	}
	return fmax(0, 1 - (double)others * greatest);
}

double contrast_jackknife(double whole, const double *without, size_t n, double level)
{
	double *value = xcalloc(n + 1, sizeof *value);
	double half_width;

	for (size_t i = 0; i < n; i++)
		value[i] = (double)n * whole - (double)(n - 1) * without[i];
	half_width = interval_of(value, n, level).half_width;
	free(value);
	return half_width;
}
