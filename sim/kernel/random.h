#ifndef KERNEL_RANDOM_H
#define KERNEL_RANDOM_H

#include "sim/base/int128.h"

#include <stdint.h>

/*
 * Chance. A stream is 8 bytes of state (splitmix64), started from a key. What
 * forms a sequence in one entity owns a stream; what belongs to a request
 * starts a stream from a key for each draw and keeps no state. A key is a
 * hash of everything that identifies the draw, chained with random_mix().
 */
struct stream { uint64_t state; };

/* What a draw is for; part of every key, so that no two purposes share draws. Models number theirs from PURPOSE_MODELS. */
enum random_purpose {
	PURPOSE_ARRIVALS = 1, PURPOSE_PHASE, PURPOSE_SIZE, PURPOSE_WORK, PURPOSE_PROBABILITY,
	PURPOSE_BRANCH, PURPOSE_OFFLOAD, PURPOSE_ATTACH, PURPOSE_NODE, PURPOSE_SHARE, PURPOSE_SAMPLE,
	PURPOSE_LATENCY, PURPOSE_PLACE, PURPOSE_DEVICE, PURPOSE_START, PURPOSE_JOIN, PURPOSE_START_UP, PURPOSE_SECOND,
	PURPOSE_MODELS = 64
};

/* The finaliser of splitmix64: a bijection that scatters neighbouring inputs. */
static inline uint64_t random_scatter(uint64_t z)
{
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* Chain one more word into a key. */
static inline uint64_t random_mix(uint64_t key, uint64_t word)
{
	return random_scatter(key * UINT64_C(0x9e3779b97f4a7c15) + word + UINT64_C(0x632be59bd9b4e019));
}

static inline struct stream random_stream(uint64_t key)
{
	return (struct stream){ random_scatter(key) };
}

/* The stream of one purpose of a key that random_mix made: keys are scattered already, so purposes need only be far apart. */
static inline struct stream random_fork(uint64_t key, uint64_t purpose)
{
	return (struct stream){ key + purpose * UINT64_C(0xd1342543de82ef95) };
}

static inline uint64_t random_bits(struct stream *stream)
{
	return random_scatter(stream->state += UINT64_C(0x9e3779b97f4a7c15));
}

/* Uniform on [0, 1), 53 bits. */
static inline double random_uniform(struct stream *stream)
{
	return (double)(random_bits(stream) >> 11) * 0x1.0p-53;
}

/* Uniform on (0, 1), never an end. */
static inline double random_open(struct stream *stream)
{
	return ((double)(random_bits(stream) >> 12) + 0.5) * 0x1.0p-52;
}

/* Uniform on 0 .. n-1, n > 0, without bias worth mention (below n / 2^64). */
static inline uint64_t random_below(struct stream *stream, uint64_t n)
{
	return (uint64_t)(((u128)random_bits(stream) * n) >> 64);
}

/* The exponential ziggurat's tables (256 layers; Marsaglia & Tsang 2000), constant. */
extern const double ziggurat_x[257];
extern const double ziggurat_y[257];
double random_exponential_slow(struct stream *stream, int layer, double x);

/* Exponential with mean 1. */
static inline double random_exponential(struct stream *stream)
{
	uint64_t bits = random_bits(stream);
	int layer = (int)(bits & 255);
	double x = (double)(bits >> 11) * 0x1.0p-53 * ziggurat_x[layer];

	if (__builtin_expect(x < ziggurat_x[layer + 1], 1))
		return x;
	return random_exponential_slow(stream, layer, x);
}

#endif
