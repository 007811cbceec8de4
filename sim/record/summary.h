#ifndef RECORD_SUMMARY_H
#define RECORD_SUMMARY_H

#include "sim/record/block.h"
#include "sim/record/columns.h"

#include "sim/kernel/stat.h"

#include <stdint.h>

/*
 * What the measures of all replications come to: /replications as they
 * arrive, and at the end /summary and the merged /histograms.
 */
struct summary;

/*
 * Makes the groups of the four tables. `layout` is borrowed until summary_close. With `by_point` all of them begin with the
 * column `point`, and what belongs to a point is added between summary_point and summary_end_point. `in_pairs`: intervals come from
 * the means of replications 0 and 1, 2 and 3, ...
 */
struct summary *summary_open(struct h5 *h5, const struct record_layout *layout, bool by_point, bool in_pairs);

/* What is added from here on is of point `point`. */
void summary_point(struct summary *summary, uint32_t point);

/* Write the summary of the point, and forget what it was made from. `replications`: how many were asked for. */
void summary_end_point(struct summary *summary, uint32_t replications);

/* Add a block of TABLE_MEASURES, TABLE_BATCHES or TABLE_BINS of a replication. */
void summary_add(struct summary *summary, uint32_t replication, const struct block *block);

/* The interval so far of a measure's mean over replications, or pairs of them. */
struct interval summary_interval(const struct summary *summary, uint16_t measure, uint16_t scope);

/* Write the tables, release. `replications`: how many had rows; with a single one, intervals come from its batches. */
void summary_close(struct summary *summary, uint32_t replications);

#endif
