#ifndef KERNEL_CONTRAST_H
#define KERNEL_CONTRAST_H

#include <stdbool.h>
#include <stddef.h>

/*
 * How two or more systems differ, judged by the values of a measure in replications of each. Under common random numbers
 * replication i of one and of the other are a pair, and the differences of pairs vary far less than the values do.
 */
struct contrast {
	double a, b;              /* means of those values that were used */
	double difference;        /* b - a */
	double half_width;        /* of its interval; NaN below two values */
	double p;                 /* of the hypothesis that there is no difference, two-sided; NaN where half_width is */
	double worse;             /* of the hypothesis that b's mean is the greater or equal one, one-sided */
	size_t n_a, n_b;          /* values */
};

/*
 * Student's t of the differences of `n` pairs; the interval has confidence `level` (0.95). Where all differences are one
 * and the same, the interval has no width, and p is 1 if that is 0, else 0.
 */
struct contrast contrast_paired(const double *a, const double *b, size_t n, double level);

/* Welch's t of two independent samples: degrees of freedom by Satterthwaite. */
struct contrast contrast_welch(const double *a, size_t n_a, const double *b, size_t n_b, double level);

/* Holm's step-down correction: p values of `n` hypotheses become those of all of them together, in place. */
void contrast_holm(double *p, size_t n);

/*
 * With which confidence one of `k` systems is the one with the least mean, whichever was seen to be: 1 less the
 * number of others times the greatest of `worse`, its contrasts with each other one (a: the other, b: the one). Bonferroni's
 * inequality over the contrasts of the true best: a wrong claim needs one of these to be wrong.
 */
double contrast_best(const double *worse, size_t others);

/*
 * The jackknife for a function of means of paired columns: from the function of all `n` pairs, and of all but each one, `without`,
 * the half-width of its interval. For a linear function it is exactly that of Student's t of its values. NaN below two.
 */
double contrast_jackknife(double whole, const double *without, size_t n, double level);

#endif
