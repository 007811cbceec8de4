/* A results file from its opening to its place: what a run's and a sweep's have in common. */
#include "sim/record/results_file.h"

#include "sim/base/memory.h"
#include "sim/record/columns.h"
#include "sim/record/layout.h"

#include <errno.h>

static const struct mark nowhere;

bool results_file_fail(struct results_file *f, struct diag *diag)
{
	return diag_error(diag, nowhere, "cannot write '%s': %s", f->target.path, h5_reason(&f->h5));
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

static bool create_target(struct target *target, struct diag *diag)
{
	char reason[128];

	return target_create(target) || diag_error(diag, nowhere, "cannot write '%s': %s", target->path, target_reason(errno, reason));
}

void results_file_text(struct results_file *f, int which, const char *text)
{
	h5_text_attribute(&f->h5, f->h5.file, record_attributes[which].name, text ? text : "");
}

void results_file_count(struct results_file *f, int which, uint64_t count)
{
	h5_count_attribute(&f->h5, f->h5.file, record_attributes[which].name, count);
}

void results_file_real(struct results_file *f, int which, double value)
{
	h5_real_attribute(&f->h5, f->h5.file, record_attributes[which].name, value);
}

static void write_attributes(struct results_file *f, const struct record_info *info)
{
	results_file_text(f, ATTRIBUTE_CONVENTIONS, "CF-1.8");
	results_file_text(f, ATTRIBUTE_FORMAT, RESULTS_FORMAT);
	results_file_count(f, ATTRIBUTE_VERSION, RESULTS_VERSION);
	results_file_text(f, ATTRIBUTE_TITLE, info->title);
	results_file_text(f, ATTRIBUTE_FOGLINE, info->version);
	results_file_text(f, ATTRIBUTE_SCENARIO, info->scenario_name);
	results_file_count(f, ATTRIBUTE_SEED, info->seed);
	results_file_real(f, ATTRIBUTE_DURATION, (double)info->duration / 1e9);
	results_file_text(f, ATTRIBUTE_DIGEST, info->digest);
	if (info->warnings)
		results_file_text(f, ATTRIBUTE_WARNINGS, info->warnings);
}

static void open_table(struct columns *columns, struct h5 *h5, const struct table *table)
{
	columns_open(columns, h5, table->name, table->help, table->columns);
}

/* The texts that led to the run. */
static void write_origin(struct results_file *f, const struct record_info *info)
{
	struct h5 *h5 = &f->h5;
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

static void open_run(struct results_file *f)
{
	if (f->run_group < 0)
		f->run_group = h5_group(&f->h5, "run", "what differs between two identical runs");
}

void results_file_run(struct results_file *f, const struct record_run_info *run)
{
	const void *const value[] = {
		[RUN_CREATED] = &run->created, [RUN_WALL] = &run->wall_s, [RUN_CPU] = &run->cpu_s, [RUN_HOST] = &run->host,
		[RUN_WORKERS] = &run->workers
	};

	open_run(f);
	for (int i = 0; i < RUN_FACTS; i++)
		h5_single(&f->h5, f->run_group, &record_run[i], value[i]);
}

bool results_file_open(struct results_file *f, const char *path, struct diag *diag)
{
	f->run_group = -1;
	return target_open(&f->target, path, diag) && check_older(&f->target, diag) && create_target(&f->target, diag);
}

bool results_file_begin(struct results_file *f, const struct record_info *info, struct diag *diag)
{
	if (!h5_create(&f->h5, f->target.temporary, info->compress)) {
		h5_close(&f->h5);
		return results_file_fail(f, diag);
	}
	write_attributes(f, info);
	write_origin(f, info);
	if (info->run_info)
		open_run(f);
	return true;
}

bool results_file_end(struct results_file *f)
{
	if (f->run_group >= 0)
		h5_check(&f->h5, H5Gclose(f->run_group));
	f->run_group = -1;
	return h5_close(&f->h5);
}

bool results_file_commit(struct results_file *f, struct diag *diag)
{
	char reason[128];

	return target_commit(&f->target)
		|| diag_error(diag, nowhere, "cannot write '%s': %s", f->target.path, target_reason(errno, reason));
}
