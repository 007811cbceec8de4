/*
 * The parent's side: spools to one HDF5 file. Tables whose rows may be many
 * are written while they come; the measures are merged (summary.c) and
 * written at the end, as is everything that is only known then.
 */
#include "sim/record/record.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/record/block.h"
#include "sim/record/columns.h"
#include "sim/record/layout.h"
#include "sim/record/results_file.h"
#include "sim/record/summary.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct mark nowhere;

/* A table of the models. */
struct model_table {
	const struct table *table;
	struct column *column;        /* with `replication` in front, unless once */
	struct columns columns;
	bool left_out;                /* it differs between identical runs, and that shall not be in the file */
	bool written;                 /* once: by the first replication that has rows */
};

/* A row of /runs. */
struct run {
	uint32_t replication;
	uint16_t outcome;
	struct run_row counts;
	double reached;
};

struct recorder {
	const struct record_layout *layout;
	const struct record_info *info;
	struct results_file file;
	bool begun;                   /* the HDF5 file */
	struct summary *summary;
	struct model_table *model;
	uint32_t n_models;
	struct columns runs;
	struct run *run;
	uint32_t n_runs, most_runs, appended;
	uint32_t *number;             /* BLOCK_ROWS times the replication being appended */
	struct block_reader reader;
	struct record_findings findings;
	const void **value;
};

/* ---- opening ---- */

static bool fail(struct recorder *r, struct diag *diag)
{
	return results_file_fail(&r->file, diag);
}

static void open_model(struct recorder *r, struct model_table *model, const struct table *table)
{
	uint32_t n = column_count(table->columns);
	uint32_t shift = !table->once;

	model->table = table;
	model->left_out = r->file.run_group < 0 && strncmp(table->name, "run/", 4) == 0;
	if (model->left_out)
		return;
	model->column = xcalloc((size_t)n + 2, sizeof *model->column);
	if (shift)
		model->column[0] = record_replication;
	memcpy(model->column + shift, table->columns, n * sizeof *model->column);
	columns_open(&model->columns, &r->file.h5, table->name, table->help, model->column);
}

static void open_tables(struct recorder *r)
{
	const struct record_layout *layout = r->layout;
	uint32_t most = 0;

	r->summary = summary_open(&r->file.h5, layout, false, r->info->antithetic);
	columns_open(&r->runs, &r->file.h5, record_runs.name, record_runs.help, record_runs.columns);
	r->n_models = layout->n_tables - TABLE_MODELS;
	r->model = xcalloc((size_t)r->n_models + 1, sizeof *r->model);
	for (uint32_t i = 0; i < r->n_models; i++) {
		const struct table *table = layout->table[TABLE_MODELS + i];
		uint32_t n = column_count(table->columns);

		open_model(r, &r->model[i], table);
		most = n > most ? n : most;
	}
	r->value = xcalloc((size_t)most + 1, sizeof *r->value);
}

static void release(struct recorder *r)
{
	for (uint32_t i = 0; i < r->n_models; i++)
		free(r->model[i].column);
	block_reader_fini(&r->reader);
	target_fini(&r->file.target);
	free(r->model);
	free(r->run);
	free(r->number);
	free(r->value);
	free(r);
}

struct recorder *recorder_open(const char *path, const struct record_layout *layout,
			       const struct record_info *info, struct diag *diag)
{
	struct recorder *r = xcalloc(1, sizeof *r);

	assert(layout->n_tables >= TABLE_MODELS);
	r->layout = layout;
	r->findings = (struct record_findings){
		.replications = info->replications, .warmup = info->warmup, .warmup_rule = "given", .precision = (double)NAN
	};
	r->info = info;
	if (results_file_open(&r->file, path, diag))
		return r;
	release(r);
	return NULL;
}

/* The HDF5 file is begun when it is first needed: the first replications are under way by then. */
static bool begin(struct recorder *r, struct diag *diag)
{
	if (!r->begun && !r->file.h5.failed) {
		if (!results_file_begin(&r->file, r->info, diag))
			return false;
		open_tables(r);
		r->begun = true;
	}
	return !r->file.h5.failed || fail(r, diag);
}

/* ---- replications ---- */

static struct run *add_run(struct recorder *r, uint32_t replication, enum record_outcome outcome)
{
	struct run *run;

	if (r->n_runs == r->most_runs) {
		r->most_runs = r->most_runs ? 2 * r->most_runs : 16;
		r->run = xrealloc(r->run, r->most_runs * sizeof *r->run);
	}
	run = &r->run[r->n_runs++];
	*run = (struct run){ .replication = replication, .outcome = (uint16_t)outcome, .reached = (double)NAN };
	return run;
}

/* The value of the field at `offset` of the first row in a block of TABLE_RUN, of 8 bytes as all of them are. */
static const void *run_field(const struct recorder *r, const struct block *block, size_t offset)
{
	const struct column *columns = r->layout->table[TABLE_RUN]->columns;
	uint32_t i = 0;

	while (columns[i].name && columns[i].offset != offset)
		i++;
	assert(columns[i].name);
	return block->column[i];
}

static void take_run(struct recorder *r, struct run *run, const struct block *block)
{
	static const size_t counts[] = {
		offsetof(struct run_row, events), offsetof(struct run_row, created), offsetof(struct run_row, finished),
		offsetof(struct run_row, failed), offsetof(struct run_row, in_flight)
	};

	for (size_t i = 0; i < sizeof counts / sizeof *counts; i++)
		memcpy((char *)&run->counts + counts[i], run_field(r, block, counts[i]), sizeof(uint64_t));
	memcpy(&run->reached, run_field(r, block, offsetof(struct run_row, reached)), sizeof run->reached);
}

static void take_model(struct recorder *r, struct model_table *model, const struct block *block)
{
	uint32_t n = column_count(model->table->columns);

	if (model->left_out)
		return;
	if (model->table->once) {
		if (!model->written)
			columns_append(&model->columns, block->column, block->rows);
		return;
	}
	r->value[0] = r->number;
	memcpy(r->value + 1, block->column, n * sizeof *r->value);
	columns_append(&model->columns, r->value, block->rows);
}

static void take_block(struct recorder *r, struct run *run, const struct block *block)
{
	if (block->table == TABLE_RUN)
		take_run(r, run, block);
	else if (block->table < TABLE_MODELS)
		summary_add(r->summary, run->replication, block);
	else
		take_model(r, &r->model[block->table - TABLE_MODELS], block);
}

static void set_number(struct recorder *r, uint32_t replication)
{
	if (!r->number)
		r->number = xmalloc(BLOCK_ROWS * sizeof *r->number);
	for (uint32_t i = 0; i < BLOCK_ROWS; i++)
		r->number[i] = replication;
}

bool recorder_append(struct recorder *r, uint32_t replication, int fd, struct diag *diag)
{
	struct block block;
	struct run *run;
	char reason[128];
	int got;

	if (!begin(r, diag))
		return false;
	errno = 0;
	if (!block_begin(&r->reader, r->layout, fd))
		return diag_error(diag, nowhere, "replication %u has no whole rows: %s", replication,
				  errno ? target_reason(errno, reason) : "its worker stopped before the end");
	run = add_run(r, replication, RECORD_COMPLETE);
	set_number(r, replication);
	while ((got = block_next(&r->reader, &block)) > 0 && !r->file.h5.failed)
		take_block(r, run, &block);
	if (got < 0 && !r->file.h5.failed) {
		/* Part of it may be in the file already, so this cannot be mended. */
		r->file.h5.failed = true;
		r->file.h5.code = errno ? errno : EILSEQ;
		return diag_error(diag, nowhere, "the rows of replication %u are damaged: %s", replication,
				  errno ? target_reason(errno, reason) : "the temporary file does not add up");
	}
	for (uint32_t i = 0; i < r->n_models; i++)
		r->model[i].written = true;
	r->appended++;
	return !r->file.h5.failed || fail(r, diag);
}

struct interval recorder_interval(const struct recorder *r, uint16_t measure, uint16_t scope)
{
	return r->begun ? summary_interval(r->summary, measure, scope) : (struct interval){ .mean = (double)NAN, .half_width = (double)NAN };
}

void recorder_found(struct recorder *r, const struct record_findings *findings)
{
	r->findings = *findings;
}

void recorder_lost(struct recorder *r, uint32_t replication, enum record_outcome how)
{
	add_run(r, replication, how);
}

/* ---- closing ---- */

static int by_replication(const void *a, const void *b)
{
	uint32_t x = ((const struct run *)a)->replication;
	uint32_t y = ((const struct run *)b)->replication;

	return (x > y) - (x < y);
}

static void close_runs(struct recorder *r)
{
	if (r->n_runs)
		qsort(r->run, r->n_runs, sizeof *r->run, by_replication);
	for (uint32_t i = 0; i < r->n_runs; i++) {
		const struct run *run = &r->run[i];
		const void *const values[] = {
			&run->replication, &run->outcome, &run->counts.events, &run->counts.created,
			&run->counts.finished, &run->counts.failed, &run->counts.in_flight, &run->reached
		};

		columns_append(&r->runs, values, 1);
	}
	columns_close(&r->runs);
}

/* Close the tables and the file. False if anything failed since the beginning. */
static bool close_file(struct recorder *r)
{
	summary_close(r->summary, r->appended);
	close_runs(r);
	for (uint32_t i = 0; i < r->n_models; i++)
		if (!r->model[i].left_out)
			columns_close(&r->model[i].columns);
	return results_file_end(&r->file);
}

static void write_findings(struct recorder *r)
{
	const struct record_findings *f = &r->findings;

	results_file_count(&r->file, ATTRIBUTE_REPLICATIONS, f->replications);
	results_file_real(&r->file, ATTRIBUTE_WARMUP, (double)f->warmup / 1e9);
	results_file_text(&r->file, ATTRIBUTE_WARMUP_RULE, f->warmup_rule);
	if (isnan(f->precision))
		return;
	results_file_real(&r->file, ATTRIBUTE_PRECISION, f->precision);
	results_file_real(&r->file, ATTRIBUTE_REACHED, f->reached);
	results_file_text(&r->file, ATTRIBUTE_JUDGED_MEASURE, f->measure);
	results_file_text(&r->file, ATTRIBUTE_JUDGED_SCOPE, f->scope);
}

bool recorder_close(struct recorder *r, enum record_outcome outcome, const struct record_run_info *run,
		    struct diag *diag)
{
	bool ok;

	if (!r->begun && !begin(r, diag)) {
		recorder_abandon(r);
		return false;
	}
	results_file_text(&r->file, ATTRIBUTE_OUTCOME, outcome_words[outcome]);
	write_findings(r);
	if (run)
		results_file_run(&r->file, run);
	ok = close_file(r) ? results_file_commit(&r->file, diag) : fail(r, diag);
	release(r);
	return ok;
}

void recorder_abandon(struct recorder *r)
{
	if (!r)
		return;
	if (r->begun) {
		/* Nothing more needs to reach the file. */
		r->file.h5.failed = true;
		close_file(r);
	}
	release(r);
}

const char *recorder_temporary(const struct recorder *r)
{
	return r->file.target.temporary;
}
