#ifndef CLI_PICTURE_H
#define CLI_PICTURE_H

#include "sim/base/diag.h"

#include <stdbool.h>
#include <stdio.h>

/* A picture: a template of plots/, data for it, and gnuplot. */
struct picture {
	char *path, *template, *script, *data;
	bool keep;                     /* script and data stay beside the picture */
};

/* Writes the data of the picture; false with an error in diag. */
typedef bool picture_fn(void *with, FILE *out, struct diag *diag);

/* A picture at `path` by plots/KIND.gp. False, with an error, if the path ends in no format; picture_fini() either way. */
bool picture_init(struct picture *picture, const char *path, const char *kind, bool keep, struct diag *diag);
void picture_fini(struct picture *picture);

/*
 * Write the data and draw. They become files beside the picture, with the script, if they are wanted or there is no gnuplot, which is then
 * said on stderr. False with an error in diag.
 */
bool picture_draw(const struct picture *picture, picture_fn *write, void *with, struct diag *diag);

#endif
