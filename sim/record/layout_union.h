#ifndef RECORD_LAYOUT_UNION_H
#define RECORD_LAYOUT_UNION_H

#include "sim/record/run_file.h"

/*
 * The runs of a sweep need not have the same measures, scopes, tables and columns: a point may lack a node, or use another policy. This is
 * what all of them together have, in the order in which it was first met, and the way from one run's numbers to those of all.
 */

/* A table of the models in the results file of a sweep. */
struct union_table {
	const char *name, *help;
	bool once;
	struct column *column;         /* `point`, `replication` unless once, then those of all runs; NULL name ends */
	uint32_t n, leading;           /* of all columns; of the first two kinds */
};

/* A layout that some of the runs have. */
struct union_part {
	const char *description;
	uint64_t length;
	struct run_file *file;         /* the first of them, for its layout */
	uint16_t *measure, *scope;     /* to the numbers of all */
	uint32_t *table;               /* of each model's table: its index in the union */
	uint32_t **column;             /* of each model's table: where its columns are there */
	uint16_t ***word;              /* and the numbers of the words of its categories; NULL: no category */
};

struct layout_union {
	struct arena *arena;
	struct measures measures;      /* after union_settle */
	struct union_table *table;
	uint32_t n_tables;
	struct union_part **part;
	uint32_t n_parts;
	/* growing */
	struct measure *measure;
	const char **scope;
	uint32_t n_measures, n_scopes;
};

void union_init(struct layout_union *u);
void union_fini(struct layout_union *u);

/*
 * The part that the file's layout is; made, if it is new, and the file then taken over. The part that was found last is
 * tried first. NULL if the description is damaged, or does not go with the others: *reason says why.
 */
struct union_part *union_part(struct layout_union *u, struct run_file *file, const char **reason);

/* Once all parts are known: fix what the whole has. */
void union_settle(struct layout_union *u);

#endif
