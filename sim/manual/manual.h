#ifndef MANUAL_MANUAL_H
#define MANUAL_MANUAL_H

#include "sim/base/diag.h"
#include "sim/manual/page.h"

/*
 * The manual: what the tables of the program say, on pages. Each function
 * writes what stands below a title; level 1 of its headings is the first
 * below it.
 */

/* The scenario language: every key, how values are written, the catalogue. */
void manual_scenario(struct page *page);

/* The classes that a scenario may choose: the policies, or the other models; and what holds for all of them. */
void manual_policies(struct page *page);
void manual_models(struct page *page);

/* What is measured, and every table of a results file. */
void manual_measures(struct page *page);
void manual_results(struct page *page);

/*
 * A place in the language: "" or "nodes" or "nodes.NAME.cores" or "nodes.edge.power" (any word where names are free, or none:
 * "nodes.cores"); also "SLOT.CLASS". False with an error in diag (with a "did you mean") if the path names nothing.
 */
bool manual_help(const char *path, struct page *page, struct diag *diag);

/*
 * All that a single word names: classes ("nearest"), a measure ("utilisation"), keys of the language wherever they stand
 * ("bandwidth"). False if it names nothing; the page is as it was then.
 */
bool manual_word(const char *word, struct page *page);

/* The class or measure that may have been meant by a word; NULL if none is near. */
const char *manual_nearest(const char *word);

/* The JSON schema (draft 7) of scenarios, for editors; the caller frees it. */
char *manual_schema(void);

#endif
