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

/* Makes the groups of the three tables. `layout` is borrowed until summary_close. */
struct summary *summary_open(struct h5 *h5, const struct record_layout *layout);

/* Add a block of TABLE_MEASURES, TABLE_BATCHES or TABLE_BINS of a replication. */
void summary_add(struct summary *summary, uint32_t replication, const struct block *block);

/* The interval so far of a measure's mean over replications. */
struct interval summary_interval(const struct summary *summary, uint16_t measure, uint16_t scope);

/* Write the tables, release. `replications`: how many had rows; with a single one, intervals come from its batches. */
void summary_close(struct summary *summary, uint32_t replications);

#endif
