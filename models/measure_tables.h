#ifndef MODELS_MEASURE_TABLES_H
#define MODELS_MEASURE_TABLES_H

#include "models/app/job.h"

/* The tables of the models: requests, nodes, links, and the totals of both. */
struct measure_tables;

struct measure_tables *measure_tables_new(struct world *w);
/* A further table, and the number it will have in calls of sim_row. Its columns are kept. */
void measure_tables_add(struct measure_tables *tables, const struct table *table);
uint32_t measure_tables_next(const struct measure_tables *tables);

const struct table *measure_tables_list(const struct measure_tables *tables, uint32_t *n);

/* A row of requests; latency SIM_TIME_NONE and part NULL: the path failed; layer NULL: layers are not asked for. */
void measure_tables_request(struct sim *sim, const struct measure_tables *tables, const struct request *request,
			    const struct path *path, sim_time created, sim_time latency, const sim_time *part, const sim_time *layer, double energy_j);

/* Rows of totals, as of now. */
void measure_tables_totals(struct sim *sim, const struct measure_tables *tables);

/* Rows of placements; in replication 0 also those that are the same in every one: nodes and links. */
void measure_tables_finish(struct sim *sim, const struct measure_tables *tables);

#endif
