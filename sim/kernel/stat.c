/*
 * Statistics. Whatever is merged (tallies, histograms) is integer and therefore independent of the order; what is
 * computed from it in double is computed once, at the end, in a fixed order.
 */
#include "sim/kernel/stat.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

void tally_merge(struct tally *into, const struct tally *from)
{
	if (from->n == 0)
		return;
	if (into->n == 0 || from->least < into->least)
		into->least = from->least;
	if (into->n == 0 || from->most > into->most)
		into->most = from->most;
	into->n += from->n;
	into->sum += from->sum;
	into->squares += from->squares;
}

double tally_mean(const struct tally *t)
{
	if (t->n == 0)
		return NAN;
	return (double)(t->sum / t->n) + (double)(t->sum % t->n) / (double)t->n;
}

double tally_variance(const struct tally *t)
{
	if (t->n < 2)
		return NAN;

	/*
	 * sum = q n + r, so sum^2 / n = q^2 n + 2 q r + r^2 / n: all but the last, small term is taken off exactly,
	 * modulo 2^128, as the difference is small too.
	 */
	u128 q = (u128)(t->sum / t->n);
	i128 r = t->sum % t->n;
	u128 whole = t->squares - (q * q * t->n + 2 * q * (u128)r);
	double rest = (double)r * (double)r / (double)t->n;

	return fmax(0, (double)(i128)whole - rest) / (double)(t->n - 1);
}

sim_time histogram_lower(uint32_t bin)
{
	uint32_t shift;

	if (bin < 128)
		return bin;
	shift = bin / 128 - 1;
	if (shift > 55)
		return SIM_TIME_MAX;
	return (sim_time)(bin % 128 + 128) << shift;
}

sim_time histogram_upper(uint32_t bin)
{
	return histogram_lower(bin + 1);
}

/* The rank of the q quantile among n: ceil(q n), where a product that is whole but for its rounding stays whole. */
static uint64_t rank_of(double q, uint64_t n)
{
	double rank = ceil(q * (double)n * (1 - 0x1.0p-51));

	if (rank < 1)
		return 1;
	return rank >= (double)n ? n : (uint64_t)rank;
}

double histogram_quantile(const uint64_t *count, double q, sim_time least, sim_time most)
{
	uint64_t n = 0;
	uint64_t seen = 0;
	uint64_t rank;
	uint32_t bin, last;
	double middle;

	if (least > most)
		return NAN;
	/* Most bins were never touched: there is no need to look at their memory. One more on each side, for ends that were rounded. */
	bin = histogram_bin(least);
	bin -= bin > 0;
	last = histogram_bin(most);
	last += last < HISTOGRAM_BINS - 1;
	for (uint32_t i = bin; i <= last; i++)
		n += count[i];
	if (n == 0)
		return NAN;
	rank = rank_of(q, n);
	while ((seen += count[bin]) < rank)
		bin++;
	/* A bin holds whole nanoseconds: the last of them is one below its upper end. */
	middle = 0.5 * ((double)histogram_lower(bin) + (double)(histogram_upper(bin) - 1));
	return fmin(fmax(middle, (double)least), (double)most);
}

double student_quantile(double p, double df)
{
	return gsl_cdf_tdist_Pinv(p, df);
}

static double mean_of(const double *value, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += value[i];
	return sum / (double)n;
}

struct interval interval_of(const double *value, size_t n, double level)
{
	struct interval result = { .mean = NAN, .half_width = NAN, .sd = NAN, .least = NAN, .most = NAN, .n = n };
	double squares = 0;

	if (n == 0)
		return result;
	result.mean = mean_of(value, n);
	for (size_t i = 0; i < n; i++) {
		double d = value[i] - result.mean;

		squares += d * d;
		result.least = fmin(result.least, value[i]);
		result.most = fmax(result.most, value[i]);
	}
	if (n < 2)
		return result;
	result.sd = sqrt(squares / (double)(n - 1));
	result.half_width = student_quantile(0.5 + level / 2, (double)(n - 1)) * result.sd / sqrt((double)n);
	return result;
}

bool pairing_add(struct pairing *pairing, int64_t replication, double value, double *mean)
{
	bool whole = replication % 2 && pairing->waits && pairing->of + 1 == replication;

	*mean = (pairing->half + value) / 2;
	*pairing = (struct pairing){ .half = value, .of = replication, .waits = replication % 2 == 0 };
	return whole && !isnan(*mean);
}

double autocorrelation(const double *value, size_t n)
{
	double mean = mean_of(value, n);
	double products = 0;
	double squares = 0;

	if (n < 3)
		return NAN;
	for (size_t i = 0; i < n; i++) {
		double d = value[i] - mean;

		squares += d * d;
		if (i + 1 < n)
			products += d * (value[i + 1] - mean);
	}
	return squares > 0 ? products / squares : NAN;
}

size_t mser5(const double *value, size_t n)
{
	size_t batches = n / 5;
	size_t best = 0;
	double least = INFINITY;
	double mean = 0;
	double squares = 0;

	/* From the end, so that mean and squares of every tail come from those of the next shorter one (Welford). */
	for (size_t b = batches; b-- > 0;) {
		double kept = (double)(batches - b);
		double batch = mean_of(value + 5 * b, 5);
		double d = batch - mean;

		mean += d / kept;
		squares += d * (batch - mean);
		/* One batch alone has no variance to judge by. */
		if (kept >= 2 && 2 * b <= batches && squares / (kept * kept) <= least) {
			least = squares / (kept * kept);
			best = b;
		}
	}
	return 5 * best;
}
