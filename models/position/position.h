#ifndef MODELS_POSITION_POSITION_H
#define MODELS_POSITION_POSITION_H

#include "models/build.h"

/*
 * Where the nodes of a group are: a class gives each member a place. A place
 * is metres on a plane, x to the east and y to the north, or degrees on the
 * earth, x the longitude and y the latitude; NaN where it is not known.
 */
struct position_class {
	struct model_class model;
	/* How many members it has places for, which is then the group's `count` unless one is given; NULL: as many as there are. */
	uint64_t (*members)(const void *config);
	/* Give each member of the group its place and say whether places are on the earth. False with errors. */
	bool (*place)(struct build *b, const struct group *g, const struct choice *choice, struct position *position, bool *on_earth);
};

/* For layouts on a plane: the key and check of the area, which begins their config structs. */
struct layout { struct pair area; };
#define LAYOUT_AREA(T) { "area", P_PAIR(T, area, DIM_LENGTH), .required = true, .open = true, .max = 1e9, \
			 .help = "width and height of the plane, from its south-west corner" }

#endif
