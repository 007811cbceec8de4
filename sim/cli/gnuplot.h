#ifndef CLI_GNUPLOT_H
#define CLI_GNUPLOT_H

#include "sim/base/diag.h"

#include <stdbool.h>
#include <stdio.h>

/*
 * Drawing by gnuplot, a program of its own, started without a shell. A template gets three words: the file of
 * the data, the picture to write and its format (png, svg, pdf, tex). Texts reach it through the data, never as code.
 */

/* The format that the end of `path` asks for ("png", "svg", "pdf", "tex"); NULL for any other. */
const char *gnuplot_format(const char *path);

/*
 * Run `template` on the data file into `picture`, which is replaced when the new one is whole. A picture for LaTeX, NAME.tex, has
 * its lines in NAME.pdf beside it. False with an error in diag; *missing is set if there is no gnuplot.
 */
bool gnuplot_draw(const char *template, const char *data, const char *picture, bool *missing, struct diag *diag);

/* Write `text` as one quoted word of a data file, which stands for just this text. With `tex`, LaTeX will read it: what means something to it is spelt. */
void gnuplot_word(FILE *out, const char *text, bool tex);

#endif
