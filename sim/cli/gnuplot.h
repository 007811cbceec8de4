#ifndef CLI_GNUPLOT_H
#define CLI_GNUPLOT_H

#include "sim/base/diag.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * Drawing by gnuplot, a program of its own, started without a shell. A template gets three words: the file of
 * the data, the picture to write and its format (png, svg, pdf). Texts reach it through the data, never as code.
 */

/* The format that the end of `path` asks for ("png", "svg", "pdf"); NULL for any other. */
const char *gnuplot_format(const char *path);

/*
 * Run `template` on the data file into `picture`, which is replaced when the new one is whole. False with an error in
 * diag; *missing is set if there is no gnuplot.
 */
bool gnuplot_draw(const char *template, const char *data, const char *picture, bool *missing, struct diag *diag);

/* Write `text` as one quoted word of a data file; what could end the word is replaced. */
void gnuplot_word(FILE *out, const char *text);

#endif
