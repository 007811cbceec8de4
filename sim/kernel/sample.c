/* Designs over a cube. Every dimension has a stream of its own, so that one more leaves the others as they are. */
#include "sim/kernel/sample.h"

#include "sim/base/memory.h"
#include "sim/kernel/random.h"

#include <gsl/gsl_qrng.h>
#include <stdlib.h>

const char *const sample_methods[] = {
	[SAMPLE_LATIN_HYPERCUBE] = "latin-hypercube", [SAMPLE_RANDOM] = "random", [SAMPLE_SOBOL] = "sobol", [SAMPLE_METHODS] = NULL
};

static void latin_hypercube(struct stream *stream, uint32_t step, uint32_t n, double *share)
{
	uint32_t *part = xcalloc(n, sizeof *part);

	for (uint32_t i = 0; i < n; i++)
		part[i] = i;
	for (uint32_t i = n - 1; i > 0; i--) {
		uint32_t k = (uint32_t)random_below(stream, (uint64_t)i + 1), other = part[k];

		part[k] = part[i];
		part[i] = other;
	}
	for (uint32_t i = 0; i < n; i++)
		share[(size_t)i * step] = (part[i] + random_uniform(stream)) / n;
	free(part);
}

static bool sobol(uint32_t dimensions, uint32_t n, double *share)
{
	gsl_qrng *sequence = dimensions <= SAMPLE_SOBOL_DIMENSIONS ? gsl_qrng_alloc(gsl_qrng_sobol, dimensions) : NULL;

	if (!sequence)
		return false;
	for (uint32_t i = 0; i < n; i++)
		gsl_qrng_get(sequence, share + (size_t)i * dimensions);
	gsl_qrng_free(sequence);
	return true;
}

bool sample_points(enum sample_method method, uint64_t seed, uint32_t dimensions, uint32_t n, double *share)
{
	if (method == SAMPLE_SOBOL)
		return sobol(dimensions, n, share);
	for (uint32_t d = 0; d < dimensions && n > 0; d++) {
		struct stream stream = random_stream(random_mix(random_mix(seed, PURPOSE_SAMPLE), d));

		if (method == SAMPLE_LATIN_HYPERCUBE)
			latin_hypercube(&stream, dimensions, n, share + d);
		for (uint32_t i = 0; method == SAMPLE_RANDOM && i < n; i++)
			share[(size_t)i * dimensions + d] = random_uniform(&stream);
	}
	return true;
}
