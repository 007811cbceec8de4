#ifndef BENCH_H
#define BENCH_H

/* What the bench programs share: the processor time used, and a bare splitmix64 with an inline ziggurat. */

#include "sim/kernel/random.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

#define BARE inline __attribute__((always_inline))

static inline double seconds_of_timeval(struct timeval t)
{
	return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

/* User CPU time of this process, in seconds. */
static inline double user_seconds(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return seconds_of_timeval(usage.ru_utime);
}

/* User and system CPU time of this process, in seconds: for what writes files, which is the system's work for the most part. */
static inline double cpu_seconds(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return seconds_of_timeval(usage.ru_utime) + seconds_of_timeval(usage.ru_stime);
}

/* Greatest resident set, in kilobytes. */
static inline long resident_kilobytes(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static inline uint64_t bare_bits(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static inline double bare_uniform(uint64_t bits)
{
	return (double)(bits >> 11) * 0x1.0p-53;
}

/* Exponential with mean 1, the common case inline. The tables are the kernel's: numbers, not code. */
/* One draw in a hundred: the first layer and value were refused. Out of line, to keep the loops short. */
static __attribute__((noinline, unused)) double bare_exponential_tail(uint64_t *state, int layer, double x)
{
	double beyond = 0;

	for (;;) {
		double low = ziggurat_y[layer];
		double high = ziggurat_y[layer + 1];
		uint64_t bits;

		if (layer == 0)
			beyond += ziggurat_x[1];
		else if (low + bare_uniform(bare_bits(state)) * (high - low) < exp(-x))
			return beyond + x;
		bits = bare_bits(state);
		layer = (int)(bits & 255);
		x = bare_uniform(bits) * ziggurat_x[layer];
		if (x < ziggurat_x[layer + 1])
			return beyond + x;
	}
}

static BARE double bare_exponential(uint64_t *state)
{
	uint64_t bits = bare_bits(state);
	int layer = (int)(bits & 255);
	double x = bare_uniform(bits) * ziggurat_x[layer];

	if (__builtin_expect(x < ziggurat_x[layer + 1], 1))
		return x;
	return bare_exponential_tail(state, layer, x);
}
#endif
