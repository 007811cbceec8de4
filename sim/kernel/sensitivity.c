/* Sources: Saltelli et al., Global Sensitivity Analysis, 2008; Sudret, Reliability Engineering and System Safety 93, 2008, 964-979. */
#include "sim/kernel/sensitivity.h"

#include "sim/base/memory.h"

#include <gsl/gsl_blas.h>
#include <gsl/gsl_linalg.h>
#include <math.h>
#include <stdlib.h>

enum { MOST_TERMS = 500 };

struct data {
	const double *result;
	size_t n, factors;
	const uint32_t *level;
	const double *value;
};

static void moments(const double *x, size_t n, double *mean, double *variance)
{
	double sum = 0, squares = 0;

	for (size_t i = 0; i < n; i++)
		sum += x[i];
	*mean = n ? sum / (double)n : NAN;
	for (size_t i = 0; i < n; i++)
		squares += (x[i] - *mean) * (x[i] - *mean);
	*variance = n ? squares / (double)n : NAN;
}

/* ---- a grid ---- */

static uint32_t levels_of(const struct data *d, size_t factor)
{
	uint32_t most = 0;

	for (size_t i = 0; i < d->n; i++)
		most = d->level[i * d->factors + factor] > most ? d->level[i * d->factors + factor] : most;
	return most + 1;
}

/* The number of a point among all combinations, without `left_out` (SIZE_MAX: with all). */
static size_t cell_of(const struct data *d, const uint32_t *levels, size_t point, size_t left_out)
{
	size_t cell = 0;

	for (size_t f = 0; f < d->factors; f++)
		if (f != left_out)
			cell = cell * levels[f] + d->level[point * d->factors + f];
	return cell;
}

/* Every combination of levels once. */
static bool is_grid(const struct data *d, const uint32_t *levels)
{
	size_t cells = 1;
	bool *seen, once = true;

	for (size_t f = 0; f < d->factors; f++) {
		cells *= levels[f];
		if (cells > d->n)
			return false;
	}
	if (cells != d->n)
		return false;
	seen = xcalloc(cells, sizeof *seen);
	for (size_t i = 0; i < d->n; i++) {
		size_t cell = cell_of(d, levels, i, SIZE_MAX);

		once = once && !seen[cell];
		seen[cell] = true;
	}
	free(seen);
	return once;
}

/* The variance of the means of groups; `group` says to which of `groups` each point belongs. All are of one size. */
static double variance_between(const struct data *d, const size_t *group, size_t groups)
{
	double *sum = xcalloc(groups, sizeof *sum), mean, variance;

	for (size_t i = 0; i < d->n; i++)
		sum[group[i]] += d->result[i] * (double)groups / (double)d->n;
	moments(sum, groups, &mean, &variance);
	free(sum);
	return variance;
}

static void take_apart(const struct data *d, const uint32_t *levels, double variance, struct sensitivity_index *index)
{
	size_t *group = xcalloc(d->n, sizeof *group);

	for (size_t f = 0; f < d->factors; f++) {
		for (size_t i = 0; i < d->n; i++)
			group[i] = d->level[i * d->factors + f];
		index[f].first = variance_between(d, group, levels[f]) / variance;
		for (size_t i = 0; i < d->n; i++)
			group[i] = cell_of(d, levels, i, f);
		index[f].total = 1 - variance_between(d, group, d->n / levels[f]) / variance;
	}
	free(group);
}

/* ---- a polynomial ---- */

/* Orthonormal over [-1, 1] with the uniform density. */
static double legendre(int degree, double u)
{
	return degree == 1 ? sqrt(3) * u : sqrt(5) * (1.5 * u * u - 0.5);
}

/* The place of each value among those of its factor, from -1 to 1. Equal ones share it. */
static double *places(const struct data *d)
{
	double *place = xcalloc(d->n * d->factors, sizeof *place);

	for (size_t f = 0; f < d->factors; f++)
		for (size_t i = 0; i < d->n; i++) {
			size_t below = 0, equal = 0;

			for (size_t k = 0; k < d->n; k++) {
				below += d->value[k * d->factors + f] < d->value[i * d->factors + f];
				equal += !(d->value[k * d->factors + f] < d->value[i * d->factors + f] || d->value[k * d->factors + f] > d->value[i * d->factors + f]);
			}
			place[i * d->factors + f] = 2 * ((double)below + (double)equal / 2) / (double)d->n - 1;
		}
	return place;
}

/* The terms behind the constant: two for each factor, then one for each pair. */
static void fill_row(gsl_matrix *terms, size_t i, const double *u, size_t factors)
{
	size_t t = 0;

	gsl_matrix_set(terms, i, t++, 1);
	for (size_t f = 0; f < factors; f++)
		for (int degree = 1; degree <= 2; degree++)
			gsl_matrix_set(terms, i, t++, legendre(degree, u[f]));
	for (size_t f = 0; f < factors; f++)
		for (size_t g = f + 1; g < factors; g++)
			gsl_matrix_set(terms, i, t++, legendre(1, u[f]) * legendre(1, u[g]));
}

static void read_indices(const gsl_vector *c, size_t factors, struct sensitivity_index *index)
{
	double sum = 0;
	size_t t = 1;

	for (size_t k = 1; k < c->size; k++)
		sum += gsl_vector_get(c, k) * gsl_vector_get(c, k);
	for (size_t f = 0; f < factors; f++, t += 2) {
		double a = gsl_vector_get(c, t), b = gsl_vector_get(c, t + 1);

		index[f].first = index[f].total = (a * a + b * b) / sum;
	}
	for (size_t f = 0; f < factors; f++)
		for (size_t g = f + 1; g < factors; g++, t++) {
			double share = gsl_vector_get(c, t) * gsl_vector_get(c, t) / sum;

			index[f].total += share;
			index[g].total += share;
		}
}

/* Points are left out by the diagonal of the projection on the terms: with the orthonormal Q of terms = Q R, its rows' squares. */
static double fit(const struct data *d, gsl_matrix *terms, gsl_vector *c, double variance)
{
	size_t n = terms->size1, m = terms->size2;
	gsl_vector *tau = gsl_vector_alloc(m), *y = gsl_vector_alloc(n), *residual = gsl_vector_alloc(n);
	gsl_matrix *q = gsl_matrix_alloc(n, n), *r = gsl_matrix_alloc(n, m);
	double lost = 0;

	for (size_t i = 0; i < n; i++)
		gsl_vector_set(y, i, d->result[i]);
	gsl_linalg_QR_decomp(terms, tau);
	gsl_linalg_QR_lssolve(terms, tau, y, c, residual);
	gsl_linalg_QR_unpack(terms, tau, q, r);
	for (size_t i = 0; i < n; i++) {
		double leverage = 0, missed;

		for (size_t t = 0; t < m; t++)
			leverage += gsl_matrix_get(q, i, t) * gsl_matrix_get(q, i, t);
		missed = gsl_vector_get(residual, i) / fmax(1 - leverage, 1e-9);
		lost += missed * missed / (double)n;
	}
	gsl_vector_free(tau);
	gsl_vector_free(y);
	gsl_vector_free(residual);
	gsl_matrix_free(q);
	gsl_matrix_free(r);
	return 1 - lost / variance;
}

/* Whether terms are told apart by the points: no diagonal of R is 0. Called on decomposed terms. */
static bool is_regular(const gsl_matrix *decomposed)
{
	double least = INFINITY, most = 0;

	for (size_t t = 0; t < decomposed->size2; t++) {
		double a = fabs(gsl_matrix_get(decomposed, t, t));

		least = fmin(least, a);
		most = fmax(most, a);
	}
	return least > 1e-6 * most;
}

static const char *approximate(const struct data *d, struct sensitivity *s, struct sensitivity_index *index)
{
	size_t terms_n = 1 + 2 * d->factors + d->factors * (d->factors - 1) / 2;
	gsl_matrix *terms;
	gsl_vector *c;
	double *place;
	bool regular;

	if (terms_n > MOST_TERMS)
		return "there are too many axes";
	if (d->n < 2 * terms_n)
		return "there are too few points for so many axes that are no grid: it takes two for each term of a polynomial";
	terms = gsl_matrix_alloc(d->n, terms_n);
	c = gsl_vector_alloc(terms_n);
	place = places(d);
	for (size_t i = 0; i < d->n; i++)
		fill_row(terms, i, place + i * d->factors, d->factors);
	s->predicted = fit(d, terms, c, s->variance);
	regular = is_regular(terms);
	if (regular)
		read_indices(c, d->factors, index);
	gsl_matrix_free(terms);
	gsl_vector_free(c);
	free(place);
	return regular ? NULL : "the axes change together, so that their effects cannot be told apart";
}

struct sensitivity sensitivity_of(const double *result, size_t n, size_t factors, const uint32_t *level, const double *value, const bool *number,
				  struct sensitivity_index *index)
{
	struct data d = { result, n, factors, level, value };
	struct sensitivity s = { .predicted = 1 };
	uint32_t *levels = xcalloc(factors + 1, sizeof *levels);
	bool numbers = true;

	moments(result, n, &s.mean, &s.variance);
	for (size_t f = 0; f < factors; f++) {
		levels[f] = levels_of(&d, f);
		numbers = numbers && number[f];
		index[f] = (struct sensitivity_index){ NAN, NAN };
	}
	if (n < 2 || factors == 0) {
		s.why = "there is one point";
	} else if (!(s.variance > 1e-24 * s.mean * s.mean)) {
		s.why = "it is the same at all points";
	} else if (is_grid(&d, levels)) {
		s.way = SENSITIVITY_GRID;
		take_apart(&d, levels, s.variance, index);
	} else if (!numbers) {
		s.why = "the points are no grid, and an axis is no number";
	} else {
		s.why = approximate(&d, &s, index);
		s.way = s.why ? SENSITIVITY_NONE : SENSITIVITY_POLYNOMIAL;
	}
	free(levels);
	return s;
}
