#ifndef BENCH_H
#define BENCH_H

/* What the bench programs share: the processor time used, and a bare splitmix64 with an inline ziggurat. */

#include "sim/kernel/random.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/resource.h>

/* User CPU time of this process, in seconds. */
static inline double user_seconds(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)usage.ru_utime.tv_sec + 1e-6 * (double)usage.ru_utime.tv_usec;
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

/* Exponential with mean 1, wholly inline. The tables are the kernel's: numbers, not code. */
static inline __attribute__((always_inline)) double bare_exponential(uint64_t *state)
{
	double beyond = 0;

	for (;;) {
		uint64_t bits = bare_bits(state);
		int layer = (int)(bits & 255);
		double x = bare_uniform(bits) * ziggurat_x[layer];

		if (__builtin_expect(x < ziggurat_x[layer + 1], 1))
			return beyond + x;
		if (layer == 0) {
			beyond += ziggurat_x[1];
			continue;
		}

		double low = ziggurat_y[layer];
		double high = ziggurat_y[layer + 1];

		if (low + bare_uniform(bare_bits(state)) * (high - low) < exp(-x))
			return beyond + x;
	}
}

#endif
