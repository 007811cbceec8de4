#ifndef MODELS_POSITION_DISTANCE_H
#define MODELS_POSITION_DISTANCE_H

#include "models/world.h"

/* Distances between places, and what follows from them. */

/* Metres: on the plane, or along the great circle on a sphere of the earth's mean radius. NaN if a place is not known. */
double distance_m(bool on_earth, struct position a, struct position b);

/* Time of light over `metres` of cable: 2/3 of its speed in vacuum. */
sim_time distance_latency(double metres);

/*
 * An index of places: the nearest, and all within a radius, in logarithmic
 * time. Places that are not known are not in it. Equally near: the first in order.
 */
struct near_index;

struct near_index *near_new(bool on_earth, const struct position *position, uint32_t n);
void near_free(struct near_index *index);

/* Number of the place nearest to `from`, other than `except` (NONE: any); NONE if there is none. */
uint32_t near_nearest(const struct near_index *index, struct position from, uint32_t except);

/* All places within `metres` of `from`, nearest first, into a list that grows. */
struct found { double square; uint32_t number; };
struct near_list { struct found *found; uint32_t n, capacity; };
void near_within(const struct near_index *index, struct position from, double metres, struct near_list *list);
void near_list_fini(struct near_list *list);

#endif
