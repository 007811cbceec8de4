/*
 * The rare part of the exponential ziggurat, and the view by which GSL's distributions draw from a stream. The
 * common part of a draw is inline in random.h.
 */
#include "sim/kernel/random_gsl.h"

#include <math.h>
#include <stdbool.h>

/* Whether a height drawn within the layer lies below exp(-x). */
static bool under_curve(struct stream *stream, int layer, double x)
{
	double low = ziggurat_y[layer];
	double high = ziggurat_y[layer + 1];

	return low + random_uniform(stream) * (high - low) < exp(-x);
}

double random_exponential_slow(struct stream *stream, int layer, double x)
{
	double beyond = 0;

	for (;;) {
		/* The tail beyond the last edge is the whole distribution again, moved there. */
		if (layer == 0)
			beyond += ziggurat_x[1];
		else if (under_curve(stream, layer, x))
			return beyond + x;

		uint64_t bits = random_bits(stream);

		layer = (int)(bits & 255);
		x = (double)(bits >> 11) * 0x1.0p-53 * ziggurat_x[layer];
		if (x < ziggurat_x[layer + 1])
			return beyond + x;
	}
}

static void gsl_seed(void *state, unsigned long int seed)
{
	*(struct stream *)state = random_stream(seed);
}

static unsigned long int gsl_bits(void *state)
{
	return random_bits(state);
}

static double gsl_uniform(void *state)
{
	return random_uniform(state);
}

const gsl_rng_type random_gsl_type = {
	.name = "splitmix64",
	.max = UINT64_MAX,
	.min = 0,
	.size = sizeof(struct stream),
	.set = gsl_seed,
	.get = gsl_bits,
	.get_double = gsl_uniform,
};
