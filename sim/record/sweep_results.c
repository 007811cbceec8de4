/*
 * Files of runs to HDF5. They are gone through twice: once for what all of them together have, and once for the rows. What is
 * kept in memory is one point's measures.
 */
#include "sim/record/sweep_results.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/record/columns.h"
#include "sim/record/layout.h"
#include "sim/record/layout_union.h"
#include "sim/record/results_file.h"
#include "sim/record/summary.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct mark nowhere;

struct collector {
	const struct sweep_record *sweep;
	const char *folder;
	struct results_file file;
	struct layout_union all;
	struct union_part **part;      /* of each run in the list; NULL: it has no file */
	struct summary *summary;
	struct record_layout layout;   /* of the measures of all */
	struct columns runs, failures, warnings;
	struct columns *table;         /* of the models */
	struct column *run_column;     /* of /runs: with the point in front */
	uint32_t *point, *replication; /* BLOCK_ROWS times those of the run being added */
	struct arena *scratch;         /* for one block */
	struct diag *diag;
};

/* ---- the first time ---- */

static bool refuse(struct collector *c, const struct sweep_run *run, const char *reason)
{
	char *path = run_file_path(c->folder, c->sweep->digest[run->point], run->replication);
	bool result = diag_error(c->diag, nowhere, "cannot use '%s': %s", path, reason);

	free(path);
	return result;
}

static struct run_file *open_run(struct collector *c, const struct sweep_run *run)
{
	struct run_file *file = run_file_open(c->folder, c->sweep->digest[run->point], run->replication);
	char reason[128];

	if (!file)
		refuse(c, run, errno ? target_reason(errno, reason) : "it is damaged");
	return file;
}

static bool look_at_all(struct collector *c)
{
	const char *reason = NULL;

	c->part = xcalloc((size_t)c->sweep->n_runs + 1, sizeof *c->part);
	for (uint32_t i = 0; i < c->sweep->n_runs; i++) {
		const struct sweep_run *run = &c->sweep->list[i];
		struct run_file *file;

		if (run->outcome != RECORD_COMPLETE)
			continue;
		file = open_run(c, run);
		if (!file)
			return false;
		c->part[i] = union_part(&c->all, file, &reason);
		/* One that was taken over is closed by the union. */
		if (file->fd >= 0)
			run_file_close(file);
		if (!c->part[i])
			return refuse(c, run, reason);
	}
	union_settle(&c->all);
	return true;
}

/* ---- points ---- */

static void write_points(struct collector *c)
{
	const struct sweep_record *sweep = c->sweep;
	struct column *column = xcalloc((size_t)sweep->n_axes + 2, sizeof *column);
	const void **values = xcalloc((size_t)sweep->n_axes + 1, sizeof *values);
	struct columns points;
	struct text axes = { 0 };

	column[0] = record_point;
	for (uint32_t i = 0; i < sweep->n_axes; i++) {
		const struct sweep_axis *axis = &sweep->axis[i];

		column[i + 1] = (struct column){
			axis->name, axis->number ? COLUMN_REAL : COLUMN_CATEGORY, 0, axis->number ? axis->units : "1", axis->name, axis->words
		};
		text_add(&axes, "%s%s", i ? " " : "", axis->name);
	}
	columns_open(&points, &c->file.h5, record_points.name, record_points.help, column);
	for (uint32_t p = 0; p < sweep->points; p++) {
		values[0] = &p;
		for (uint32_t i = 0; i < sweep->n_axes; i++)
			values[i + 1] = sweep->axis[i].number ? (const void *)&sweep->axis[i].number[p] : (const void *)&sweep->axis[i].word[p];
		columns_append(&points, values, 1);
	}
	columns_close(&points);
	results_file_count(&c->file, ATTRIBUTE_POINTS, sweep->points);
	results_file_text(&c->file, ATTRIBUTE_AXES, axes.text);
	text_fini(&axes);
	free(values);
	free(column);
}

/* ---- rows ---- */

/* The words of one run as numbers of those of all. */
static const uint16_t *renumber(struct collector *c, const uint16_t *word, uint32_t rows, const uint16_t *map)
{
	uint16_t *out = arena_array(c->scratch, rows, sizeof *out);

	for (uint32_t i = 0; i < rows; i++)
		out[i] = map[word[i]];
	return out;
}

static void add_measures(struct collector *c, const struct sweep_run *run, const struct union_part *part, const struct block *block)
{
	const struct column *columns = c->layout.table[block->table]->columns;
	uint32_t n = column_count(columns);
	const void **value = arena_array(c->scratch, n, sizeof *value);
	struct block renumbered = { block->table, block->rows, value };

	if (block->table == TABLE_BATCHES && c->sweep->asked[run->point] != 1)
		return;
	for (uint32_t i = 0; i < n; i++) {
		value[i] = block->column[i];
		if (strcmp(columns[i].name, "measure") == 0)
			value[i] = renumber(c, value[i], block->rows, part->measure);
		else if (strcmp(columns[i].name, "scope") == 0)
			value[i] = renumber(c, value[i], block->rows, part->scope);
	}
	summary_add(c->summary, run->replication, &renumbered);
}

/* Values of a column that a run does not have. */
static const void *absent(struct collector *c, struct column *column, uint32_t rows)
{
	size_t width = column_width(column->type);
	void *values = arena_array(c->scratch, rows, width ? width : sizeof(char *));

	if (column->type == COLUMN_REAL || column->type == COLUMN_TIME)
		for (uint32_t i = 0; i < rows; i++)
			((double *)values)[i] = (double)NAN;
	else if (column->type == COLUMN_TEXT)
		for (uint32_t i = 0; i < rows; i++)
			((const char **)values)[i] = "";
	else
		memset(values, 0xff, rows * width);
	return values;
}

static void add_rows(struct collector *c, const struct union_part *part, const struct block *block)
{
	uint32_t own = block->table - TABLE_MODELS, which = part->table[own];
	struct union_table *table = &c->all.table[which];
	uint32_t n = column_count(part->file->layout.table[block->table]->columns);
	const void **value = arena_array(c->scratch, table->n, sizeof *value);

	value[0] = c->point;
	if (!table->once)
		value[1] = c->replication;
	for (uint32_t i = 0; i < n; i++)
		value[part->column[own][i]] = part->word[own][i] ? renumber(c, block->column[i], block->rows, part->word[own][i])
								 : block->column[i];
	for (uint32_t i = table->leading; i < table->n; i++)
		if (!value[i])
			value[i] = absent(c, &table->column[i], block->rows);
	columns_append(&c->table[which], value, block->rows);
}

/* A row of /runs, of a block of the table of runs, or of a run that has none. */
static void add_run(struct collector *c, const struct sweep_run *run, const struct block *block)
{
	uint16_t outcome = (uint16_t)run->outcome;
	uint64_t none = 0;
	double never = (double)NAN;
	const void *value[] = { &run->point, &run->replication, &outcome, &none, &none, &none, &none, &none, &never };

	for (uint32_t i = 0; block && run_table.columns[i].name; i++)
		value[3 + i] = block->column[i];
	columns_append(&c->runs, value, 1);
}

static bool add_file(struct collector *c, const struct sweep_run *run, const struct union_part *part, bool first)
{
	struct run_file *file = open_run(c, run);
	struct block_reader reader = { 0 };
	struct block block;
	int got = -1;

	if (!file)
		return false;
	if (block_begin_at(&reader, &part->file->layout, file->fd, file->rows_at))
		while ((got = block_next(&reader, &block)) > 0 && !c->file.h5.failed) {
			if (block.table == TABLE_RUN)
				add_run(c, run, &block);
			else if (block.table < TABLE_MODELS)
				add_measures(c, run, part, &block);
			else if (first || !part->file->layout.table[block.table]->once)
				add_rows(c, part, &block);
			arena_free(c->scratch);
			c->scratch = arena_new();
		}
	block_reader_fini(&reader);
	run_file_close(file);
	return got >= 0 || refuse(c, run, "its rows are damaged");
}

/* What was said of the scenario of a point: a row for each line. */
static void add_warnings(struct collector *c, uint32_t point, const char *lines)
{
	while (*lines) {
		size_t length = strcspn(lines, "\n");
		char *line = text_format("%.*s", (int)length, lines);

		columns_append(&c->warnings, (const void *const[]){ &point, &line }, 1);
		free(line);
		lines += length + (lines[length] == '\n');
	}
}

static void set_numbers(struct collector *c, const struct sweep_run *run)
{
	for (uint32_t i = 0; i < BLOCK_ROWS && c->all.n_tables; i++) {
		c->point[i] = run->point;
		c->replication[i] = run->replication;
	}
}

/* Add the runs of the point that run `from` of the list is of; *to is the first of the next. */
static bool add_point(struct collector *c, uint32_t from, uint32_t *to)
{
	const struct sweep_run *list = c->sweep->list;
	uint32_t point = list[from].point;
	bool first = true;

	summary_point(c->summary, point);
	for (*to = from; *to < c->sweep->n_runs && list[*to].point == point; ++*to) {
		const struct sweep_run *run = &list[*to];

		if (run->outcome != RECORD_COMPLETE) {
			add_run(c, run, NULL);
			if (run->outcome == RECORD_FAILED)
				columns_append(&c->failures, (const void *const[]){ &run->point, &run->replication, &run->reason }, 1);
			continue;
		}
		set_numbers(c, run);
		if (first)
			add_warnings(c, point, c->part[*to]->file->warnings);
		if (!add_file(c, run, c->part[*to], first))
			return false;
		first = false;
	}
	summary_end_point(c->summary, c->sweep->asked[point]);
	return true;
}

/* ---- all ---- */

static void open_tables(struct collector *c)
{
	struct h5 *h5 = &c->file.h5;
	static const struct table *const kernel[] = { &run_table, &measure_table, &batch_table, &bin_table };
	uint32_t n = column_count(record_runs.columns);

	c->layout = (struct record_layout){ .table = kernel, .n_tables = TABLE_MODELS, .measures = &c->all.measures };
	c->summary = summary_open(h5, &c->layout, true, c->sweep->run.antithetic);
	c->run_column = xcalloc((size_t)n + 2, sizeof *c->run_column);
	c->run_column[0] = record_point;
	memcpy(c->run_column + 1, record_runs.columns, n * sizeof *c->run_column);
	columns_open(&c->runs, h5, record_runs.name, record_runs.help, c->run_column);
	columns_open(&c->failures, h5, record_failures.name, record_failures.help, record_failures.columns);
	columns_open(&c->warnings, h5, record_point_warnings.name, record_point_warnings.help, record_point_warnings.columns);
	c->table = xcalloc((size_t)c->all.n_tables + 1, sizeof *c->table);
	for (uint32_t i = 0; i < c->all.n_tables; i++)
		columns_open(&c->table[i], h5, c->all.table[i].name, c->all.table[i].help, c->all.table[i].column);
	c->point = xcalloc(BLOCK_ROWS, sizeof *c->point);
	c->replication = xcalloc(BLOCK_ROWS, sizeof *c->replication);
	c->scratch = arena_new();
}

static void close_tables(struct collector *c)
{
	summary_close(c->summary, 0);
	columns_close(&c->runs);
	columns_close(&c->failures);
	columns_close(&c->warnings);
	for (uint32_t i = 0; i < c->all.n_tables; i++)
		columns_close(&c->table[i]);
	arena_free(c->scratch);
	free(c->table);
	free(c->run_column);
	free(c->point);
	free(c->replication);
}

static bool write_rows(struct collector *c)
{
	bool good = true;

	write_points(c);
	open_tables(c);
	for (uint32_t i = 0; good && i < c->sweep->n_runs;)
		good = add_point(c, i, &i);
	if (!good)
		c->file.h5.failed = true;
	close_tables(c);
	return good;
}

static bool write_file(struct collector *c, const char *path, const struct record_run_info *info)
{
	const struct record_info *run = &c->sweep->run;
	bool good;

	if (!results_file_open(&c->file, path, c->diag) || !results_file_begin(&c->file, run, c->diag))
		return false;
	if (c->sweep->opened)
		c->sweep->opened(c->file.target.temporary);
	results_file_count(&c->file, ATTRIBUTE_REPLICATIONS, run->replications);
	results_file_text(&c->file, ATTRIBUTE_OUTCOME, outcome_words[c->sweep->outcome]);
	results_file_real(&c->file, ATTRIBUTE_WARMUP, run->warmup >= 0 ? (double)run->warmup / 1e9 : (double)NAN);
	results_file_text(&c->file, ATTRIBUTE_WARMUP_RULE, run->warmup >= 0 ? "given" : "MSER-5");
	good = write_rows(c);
	if (good && info)
		results_file_run(&c->file, info);
	if (!results_file_end(&c->file) && good)
		good = results_file_fail(&c->file, c->diag);
	return good && results_file_commit(&c->file, c->diag);
}

bool sweep_write(const char *path, const char *folder, const struct sweep_record *sweep, const struct record_run_info *info,
		 struct diag *diag)
{
	struct collector c = { .sweep = sweep, .folder = folder, .diag = diag };
	bool good;

	union_init(&c.all);
	good = look_at_all(&c) && write_file(&c, path, info);
	target_fini(&c.file.target);
	union_fini(&c.all);
	free(c.part);
	return good;
}
