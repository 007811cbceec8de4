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
#include "sim/record/summary.h"
#include "sim/record/target.h"

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
	struct target target;
	struct h5 h5;
	struct summary *summary;
	struct model_table *model;
	uint32_t n_models;
	struct columns runs;
	hid_t run_group;              /* /run; negative: there is none */
	struct run *run;
	uint32_t n_runs, appended;
	uint32_t *number;             /* BLOCK_ROWS times the replication being appended */
	struct block_reader reader;
	struct record_findings findings;
	const void **value;
};

/* ---- opening ---- */

static bool fail(struct recorder *r, struct diag *diag)
{
	return diag_error(diag, nowhere, "cannot write '%s': %s", r->target.path, h5_reason(&r->h5));
}

/* An older file is replaced only if it is ours, of any version. */
static bool check_older(const struct target *target, struct diag *diag)
{
	enum h5_kind kind;
	int version;
	hid_t file;

	if (!target_exists(target))
		return true;
	file = h5_open_results(target->path, &kind, &version);
	if (file >= 0)
		H5Fclose(file);
	if (kind == H5_RESULTS || kind == H5_NEWER)
		return true;
	return diag_error(diag, nowhere, "refused to replace '%s': it is not a results file of fogline", target->path);
}

static bool create_file(struct recorder *r, int compress, struct diag *diag)
{
	char reason[128];

	if (!target_create(&r->target))
		return diag_error(diag, nowhere, "cannot write '%s': %s", r->target.path, target_reason(errno, reason));
	if (h5_create(&r->h5, r->target.temporary, compress))
		return true;
	h5_close(&r->h5);
	return fail(r, diag);
}

static void text_attribute(struct h5 *h5, int which, const char *text)
{
	h5_text_attribute(h5, h5->file, record_attributes[which].name, text ? text : "");
}

static void count_attribute(struct h5 *h5, int which, uint64_t count)
{
	h5_count_attribute(h5, h5->file, record_attributes[which].name, count);
}

static void real_attribute(struct h5 *h5, int which, double value)
{
	h5_real_attribute(h5, h5->file, record_attributes[which].name, value);
}

static void write_attributes(struct recorder *r, const struct record_info *info)
{
	struct h5 *h5 = &r->h5;

	text_attribute(h5, ATTRIBUTE_CONVENTIONS, "CF-1.8");
	text_attribute(h5, ATTRIBUTE_FORMAT, RESULTS_FORMAT);
	count_attribute(h5, ATTRIBUTE_VERSION, RESULTS_VERSION);
	text_attribute(h5, ATTRIBUTE_TITLE, info->title);
	text_attribute(h5, ATTRIBUTE_FOGLINE, info->version);
	text_attribute(h5, ATTRIBUTE_SCENARIO, info->scenario_name);
	count_attribute(h5, ATTRIBUTE_SEED, info->seed);
	real_attribute(h5, ATTRIBUTE_DURATION, (double)info->duration / 1e9);
	text_attribute(h5, ATTRIBUTE_DIGEST, info->digest);
	if (info->warnings)
		text_attribute(h5, ATTRIBUTE_WARNINGS, info->warnings);
}

static void open_table(struct columns *columns, struct h5 *h5, const struct table *table)
{
	columns_open(columns, h5, table->name, table->help, table->columns);
}

/* The texts that led to the run. */
static void write_origin(struct recorder *r, const struct record_info *info)
{
	struct h5 *h5 = &r->h5;
	struct columns columns;

	h5_single(h5, h5->file, &record_texts[TEXT_SCENARIO], &info->scenario);
	h5_single(h5, h5->file, &record_texts[TEXT_EFFECTIVE], &info->effective);
	open_table(&columns, h5, &record_overrides);
	columns_append(&columns, (const void *const[]){ info->overrides }, info->n_overrides);
	columns_close(&columns);
	open_table(&columns, h5, &record_inputs);
	for (uint32_t i = 0; i < info->n_inputs; i++)
		columns_append(&columns, (const void *const[]){ &info->inputs[i].name, &info->inputs[i].digest }, 1);
	columns_close(&columns);
}

static void open_run(struct recorder *r)
{
	if (r->run_group < 0)
		r->run_group = h5_group(&r->h5, "run", "what differs between two identical runs");
}

static void open_model(struct recorder *r, struct model_table *model, const struct table *table)
{
	uint32_t n = column_count(table->columns);
	uint32_t shift = !table->once;

	model->table = table;
	model->left_out = r->run_group < 0 && strncmp(table->name, "run/", 4) == 0;
	if (model->left_out)
		return;
	model->column = xcalloc((size_t)n + 2, sizeof *model->column);
	if (shift)
		model->column[0] = record_replication;
	memcpy(model->column + shift, table->columns, n * sizeof *model->column);
	columns_open(&model->columns, &r->h5, table->name, table->help, model->column);
}

static void open_tables(struct recorder *r)
{
	const struct record_layout *layout = r->layout;
	uint32_t most = 0;

	r->summary = summary_open(&r->h5, layout);
	open_table(&r->runs, &r->h5, &record_runs);
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
	target_fini(&r->target);
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
	r->run_group = -1;
	r->findings = (struct record_findings){
		.replications = info->replications, .warmup = info->warmup, .warmup_rule = "given", .precision = (double)NAN
	};
	if (!target_open(&r->target, path, diag) || !check_older(&r->target, diag)
	    || !create_file(r, info->compress, diag)) {
		release(r);
		return NULL;
	}
	write_attributes(r, info);
	write_origin(r, info);
	if (info->run_info)
		open_run(r);
	open_tables(r);
	if (!r->h5.failed)
		return r;
	fail(r, diag);
	recorder_abandon(r);
	return NULL;
}

/* ---- replications ---- */

static struct run *add_run(struct recorder *r, uint32_t replication, enum record_outcome outcome)
{
	struct run *run;

	r->run = xrealloc(r->run, (r->n_runs + 1) * sizeof *r->run);
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

	if (r->h5.failed)
		return fail(r, diag);
	errno = 0;
	if (!block_begin(&r->reader, r->layout, fd))
		return diag_error(diag, nowhere, "replication %u has no whole rows: %s", replication,
				  errno ? target_reason(errno, reason) : "its worker stopped before the end");
	run = add_run(r, replication, RECORD_COMPLETE);
	set_number(r, replication);
	while ((got = block_next(&r->reader, &block)) > 0 && !r->h5.failed)
		take_block(r, run, &block);
	if (got < 0 && !r->h5.failed) {
		/* Part of it may be in the file already, so this cannot be mended. */
		r->h5.failed = true;
		r->h5.code = errno ? errno : EILSEQ;
		return diag_error(diag, nowhere, "the rows of replication %u are damaged: %s", replication,
				  errno ? target_reason(errno, reason) : "the temporary file does not add up");
	}
	for (uint32_t i = 0; i < r->n_models; i++)
		r->model[i].written = true;
	r->appended++;
	return !r->h5.failed || fail(r, diag);
}

struct interval recorder_interval(const struct recorder *r, uint16_t measure, uint16_t scope)
{
	return summary_interval(r->summary, measure, scope);
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

static void write_run_info(struct recorder *r, const struct record_run_info *run)
{
	struct h5 *h5 = &r->h5;
	const void *const value[] = {
		[RUN_CREATED] = &run->created, [RUN_WALL] = &run->wall_s, [RUN_CPU] = &run->cpu_s, [RUN_HOST] = &run->host,
		[RUN_WORKERS] = &run->workers
	};

	open_run(r);
	for (int i = 0; i < RUN_FACTS; i++)
		h5_single(h5, r->run_group, &record_run[i], value[i]);
}

/* Close the tables and the file. False if anything failed since the beginning. */
static bool close_file(struct recorder *r)
{
	summary_close(r->summary, r->appended);
	close_runs(r);
	for (uint32_t i = 0; i < r->n_models; i++)
		if (!r->model[i].left_out)
			columns_close(&r->model[i].columns);
	if (r->run_group >= 0)
		h5_check(&r->h5, H5Gclose(r->run_group));
	return h5_close(&r->h5);
}

static void write_findings(struct recorder *r)
{
	const struct record_findings *f = &r->findings;
	struct h5 *h5 = &r->h5;

	count_attribute(h5, ATTRIBUTE_REPLICATIONS, f->replications);
	real_attribute(h5, ATTRIBUTE_WARMUP, (double)f->warmup / 1e9);
	text_attribute(h5, ATTRIBUTE_WARMUP_RULE, f->warmup_rule);
	if (isnan(f->precision))
		return;
	real_attribute(h5, ATTRIBUTE_PRECISION, f->precision);
	real_attribute(h5, ATTRIBUTE_REACHED, f->reached);
	text_attribute(h5, ATTRIBUTE_JUDGED_MEASURE, f->measure);
	text_attribute(h5, ATTRIBUTE_JUDGED_SCOPE, f->scope);
}

bool recorder_close(struct recorder *r, enum record_outcome outcome, const struct record_run_info *run,
		    struct diag *diag)
{
	char reason[128];
	bool ok;

	text_attribute(&r->h5, ATTRIBUTE_OUTCOME, outcome_words[outcome]);
	write_findings(r);
	if (run)
		write_run_info(r, run);
	ok = close_file(r) || fail(r, diag);
	if (ok && !target_commit(&r->target))
		ok = diag_error(diag, nowhere, "cannot write '%s': %s", r->target.path,
				target_reason(errno, reason));
	release(r);
	return ok;
}

void recorder_abandon(struct recorder *r)
{
	if (!r)
		return;
	/* Nothing more needs to reach the file. */
	r->h5.failed = true;
	close_file(r);
	release(r);
}

const char *recorder_temporary(const struct recorder *r)
{
	return r->target.temporary;
}
