#ifndef CLI_PLOT_LABELS_H
#define CLI_PLOT_LABELS_H

#include <stdbool.h>
#include <stddef.h>

/* Names beside points: where they cover neither each other nor the edge. */

enum label_side { LABEL_NONE, LABEL_RIGHT, LABEL_LEFT };

/* A point in shares of the graph, from its lower left; how many letters its name has; whether it comes before those that do not come first. */
struct plot_label {
	double x, y;
	size_t letters;
	bool first;
	enum label_side side;          /* where its name goes, by labels_place */
};

/* Give each a side, or none where neither has room; for one that comes first other points are no matter if need be. `narrow`: the picture is as wide as a column, and letters are larger in it. */
void labels_place(struct plot_label *label, size_t n, bool narrow);

#endif
