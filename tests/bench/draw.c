/*
 * One exponential draw, in nanoseconds of user CPU: through the kernel's stream as a quantity (what models call), by
 * the bare inline ziggurat, and by GSL's own function on its Mersenne twister.
 *
 * draw kernel|bare|gsl DRAWS
 */
#include "sim/kernel/quantity.h"
#include "tests/bench/bench.h"

#include <gsl/gsl_randist.h>
#include <stdlib.h>
#include <string.h>

static double kernel_sum(uint64_t draws)
{
	struct stream stream = random_stream(1);
	struct quantity q = { .how = &distribution_exponential, .option = { 1 } };
	double sum = 0;

	for (uint64_t i = 0; i < draws; i++)
		sum += quantity_draw(&q, &stream);
	return sum;
}

static double bare_sum(uint64_t draws)
{
	uint64_t state = 1;
	double sum = 0;

	for (uint64_t i = 0; i < draws; i++)
		sum += bare_exponential(&state);
	return sum;
}

static double gsl_sum(uint64_t draws)
{
	gsl_rng *rng = gsl_rng_alloc(gsl_rng_mt19937);
	double sum = 0;

	for (uint64_t i = 0; i < draws; i++)
		sum += gsl_ran_exponential(rng, 1);
	gsl_rng_free(rng);
	return sum;
}

int main(int argc, char **argv)
{
	uint64_t draws = argc == 3 ? strtoull(argv[2], NULL, 10) : 0;
	double begin = user_seconds();
	double sum;

	if (draws > 0 && strcmp(argv[1], "kernel") == 0)
		sum = kernel_sum(draws);
	else if (draws > 0 && strcmp(argv[1], "bare") == 0)
		sum = bare_sum(draws);
	else if (draws > 0 && strcmp(argv[1], "gsl") == 0)
		sum = gsl_sum(draws);
	else
		return fprintf(stderr, "usage: draw kernel|bare|gsl DRAWS\n"), 2;
	printf("%.3f ns %.5f mean\n", (user_seconds() - begin) / (double)draws * 1e9, sum / (double)draws);
	return 0;
}
