#ifndef MODELS_OFFERED_SPOTS_H
#define MODELS_OFFERED_SPOTS_H

#include <stdint.h>

/* A message that has been served at a node, as often as that is expected for one request. */
struct spot {
	uint32_t message, node;
	double times, bytes;               /* bytes: of all times */
};

/* A set of them; those of one message, node and instances that the chain has been through are one. Zero is empty. */
struct spots {
	struct spot *spot;
	uint32_t *visit;                   /* the instances of each, `visits` */
	uint32_t n, capacity;
	uint32_t *slot, slots;             /* where in `spot`, + 1, by hash */
};

void spots_add(struct spots *spots, uint32_t visits, struct spot spot, const uint32_t *visit);
void spots_clear(struct spots *spots);
void spots_fini(struct spots *spots);

#endif
