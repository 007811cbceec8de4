#ifndef MODELS_MEASURE_PATHS_H
#define MODELS_MEASURE_PATHS_H

#include "models/app/job.h"
#include "sim/kernel/stat.h"

/* The latency of a path and what it is made of. Those up to PATH_CAUSES are measured always, the rest where layers are asked for. */
enum path_time { PATH_LATENCY, PATH_QUEUEING, PATH_SERVICE, PATH_NETWORK, PATH_CAUSES, PATH_LAYER = PATH_CAUSES, PATH_TIMES = PATH_LAYER + LAYERS };

/* So many paths are noted before they are counted: then each statistic is at hand for all of them. */
enum { PATH_NOTES = 64 };

struct measure_tables;

/* What has been seen of one path. */
struct path_statistics {
	uint32_t noted, times;             /* paths that are not counted yet; PATH_CAUSES or PATH_TIMES */
	double sample;                     /* share of requests that get rows, in `tables` */
	const struct measure_tables *tables;
	uint64_t completed_in_window, met, failed;
	double energy_j;
	struct tally tally[PATH_TIMES];
	struct histogram *histogram;       /* one for each time that is measured */
	sim_time note[PATH_TIMES][PATH_NOTES];
};

/* Before the run; `sample` as in output.requests. Histograms are large: path_statistics_free releases them. */
void path_statistics_init(struct world *w, const struct measure_tables *tables, double sample);
void path_statistics_free(struct world *w);

/* Count what is noted. Tallies and histograms are complete only then. */
void path_statistics_settle(const struct world *w);

#endif
