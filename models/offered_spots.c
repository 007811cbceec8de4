/* Spots are found by a hash and kept in the order in which they came, so that sums do not depend on it. */
#include "models/offered_spots.h"

#include "sim/base/memory.h"
#include "sim/kernel/random.h"

#include <stdlib.h>
#include <string.h>

void spots_fini(struct spots *s)
{
	free(s->spot);
	free(s->visit);
	free(s->slot);
}

static uint32_t place_of(const struct spots *s, uint32_t visits, uint32_t message, uint32_t node, const uint32_t *visit)
{
	uint64_t key = random_mix(message, node);
	uint32_t at;

	for (uint32_t i = 0; i < visits; i++)
		key = random_mix(key, visit[i]);
	for (at = (uint32_t)key & (s->slots - 1); s->slot[at]; at = (at + 1) & (s->slots - 1)) {
		uint32_t i = s->slot[at] - 1;

		if (s->spot[i].message == message && s->spot[i].node == node
		    && (!visits || memcmp(&s->visit[(size_t)i * visits], visit, visits * sizeof *visit) == 0))
			break;
	}
	return at;
}

static void grow(struct spots *s, uint32_t visits)
{
	s->capacity = s->capacity ? 2 * s->capacity : 64;
	s->slots = 2 * s->capacity;
	s->spot = xrealloc(s->spot, s->capacity * sizeof *s->spot);
	s->visit = xrealloc(s->visit, ((size_t)s->capacity * visits + 1) * sizeof *s->visit);
	free(s->slot);
	s->slot = xcalloc(s->slots, sizeof *s->slot);
	for (uint32_t i = 0; i < s->n; i++)
		s->slot[place_of(s, visits, s->spot[i].message, s->spot[i].node, &s->visit[(size_t)i * visits])] = i + 1;
}

void spots_add(struct spots *s, uint32_t visits, struct spot spot, const uint32_t *visit)
{
	uint32_t at;

	if (s->n == s->capacity)
		grow(s, visits);
	at = place_of(s, visits, spot.message, spot.node, visit);
	if (s->slot[at]) {
		s->spot[s->slot[at] - 1].times += spot.times;
		s->spot[s->slot[at] - 1].bytes += spot.bytes;
		return;
	}
	s->spot[s->n] = spot;
	if (visits)
		memcpy(&s->visit[(size_t)s->n * visits], visit, visits * sizeof *visit);
	s->slot[at] = ++s->n;
}

void spots_clear(struct spots *s)
{
	s->n = 0;
	if (s->slots)
		memset(s->slot, 0, s->slots * sizeof *s->slot);
}
