/* The tables that every run writes. The words of measures and scopes are known only when a world is built. */
#include "sim/kernel/row.h"

static const struct column run_columns[] = {
	{ "events", COLUMN_U64, offsetof(struct run_row, events), "1", "events fired", NULL },
	{ "created", COLUMN_U64, offsetof(struct run_row, created), "1", "requests created", NULL },
	{ "finished", COLUMN_U64, offsetof(struct run_row, finished), "1", "requests finished", NULL },
	{ "failed", COLUMN_U64, offsetof(struct run_row, failed), "1", "requests failed", NULL },
	{ "in_flight", COLUMN_U64, offsetof(struct run_row, in_flight), "1", "requests under way at the end", NULL },
	{ "reached_s", COLUMN_TIME, offsetof(struct run_row, reached), "s", "simulated time at the end", NULL },
	{ 0 }
};

const struct table run_table = {
	"runs", "a row for each replication", run_columns, sizeof(struct run_row), false
};

static const struct column measure_columns[] = {
	{ "measure", COLUMN_CATEGORY, offsetof(struct measure_row, measure), "1", "what was measured", NULL },
	{ "scope", COLUMN_CATEGORY, offsetof(struct measure_row, scope), "1", "what it was measured on", NULL },
	{ "mean", COLUMN_REAL, offsetof(struct measure_row, mean), "1", "mean", NULL },
	{ "minimum", COLUMN_REAL, offsetof(struct measure_row, minimum), "1", "least value", NULL },
	{ "p50", COLUMN_REAL, offsetof(struct measure_row, p50), "1", "median", NULL },
	{ "p95", COLUMN_REAL, offsetof(struct measure_row, p95), "1", "95th percentile", NULL },
	{ "p99", COLUMN_REAL, offsetof(struct measure_row, p99), "1", "99th percentile", NULL },
	{ "maximum", COLUMN_REAL, offsetof(struct measure_row, maximum), "1", "greatest value", NULL },
	{ "count", COLUMN_U64, offsetof(struct measure_row, count), "1", "number of values", NULL },
	{ 0 }
};

const struct table measure_table = {
	"replications", "a row for each measure and scope in a replication, in the unit of the measure",
	measure_columns, sizeof(struct measure_row), false
};

static const struct column batch_columns[] = {
	{ "measure", COLUMN_CATEGORY, offsetof(struct batch_row, measure), "1", "what was measured", NULL },
	{ "scope", COLUMN_CATEGORY, offsetof(struct batch_row, scope), "1", "what it was measured on", NULL },
	{ "batch", COLUMN_U32, offsetof(struct batch_row, batch), "1", "part of the run, from 0", NULL },
	{ "mean", COLUMN_REAL, offsetof(struct batch_row, mean), "1", "mean in that part", NULL },
	{ "count", COLUMN_U64, offsetof(struct batch_row, count), "1", "number of values in that part", NULL },
	{ 0 }
};

const struct table batch_table = {
	"batches", "means of consecutive equal parts of a replication, in the unit of the measure",
	batch_columns, sizeof(struct batch_row), false
};

static const struct column bin_columns[] = {
	{ "measure", COLUMN_CATEGORY, offsetof(struct bin_row, measure), "1", "what was measured", NULL },
	{ "scope", COLUMN_CATEGORY, offsetof(struct bin_row, scope), "1", "what it was measured on", NULL },
	{ "bin", COLUMN_U32, offsetof(struct bin_row, bin), "1", "number of the bin", NULL },
	{ "count", COLUMN_U64, offsetof(struct bin_row, count), "1", "number of values in the bin", NULL },
	{ 0 }
};

const struct table bin_table = {
	"histograms", "the non-empty bins of the histogram of each measure and scope",
	bin_columns, sizeof(struct bin_row), false
};
