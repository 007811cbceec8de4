#ifndef KERNEL_ANNEAL_H
#define KERNEL_ANNEAL_H

#include "sim/kernel/random.h"

#include <stddef.h>

/*
 * Simulated annealing (GSL's gsl_siman): from temperature `start`, multiplied by `cooling` after each `tries` moves, down to `stop`. A move that adds d to
 * the energy is taken with probability exp(-d / temperature). All draws come from the stream.
 */
struct annealing_schedule { double start, stop, cooling; uint64_t tries; };

/* A state is a block of `size` bytes that may be copied; it holds a pointer to what the functions need beside it. */
typedef double anneal_energy(void *state);
typedef void anneal_move(struct stream *draw, void *state);

/* `state` is changed in the end to the best that was met. */
void anneal(struct stream *draw, const struct annealing_schedule *schedule, void *state, size_t size, anneal_energy *energy, anneal_move *move);

#endif
