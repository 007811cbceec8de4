/* The plan of a sweep as a file. One walk over its fields both writes and reads them, so that the two cannot differ. */
#include "sim/cli/plan_file.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/record/target.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DIGEST = 32, ATTEMPTS = 5 };

static const struct mark nowhere = { 0 };
static const char format[] = "fogline sweep plan 1 ";

/* ---- fields: each function takes what is to be written, and returns what was read or was given ---- */

struct walk {
	struct text out;
	const char *at, *end;          /* what is left to read; `at` NULL: writing */
	bool failed;
	struct arena *arena;           /* of what is read */
};

static uint64_t number(struct walk *w, uint64_t value)
{
	char *end = NULL;
	uint64_t read;

	if (!w->at) {
		text_add(&w->out, "%" PRIx64 "\n", value);
		return value;
	}
	read = w->failed ? 0 : strtoull(w->at, &end, 16);
	if (w->failed || end >= w->end || *end != '\n') {
		w->failed = true;
		return 0;
	}
	w->at = end + 1;
	return read;
}

/* Of things that take two bytes each at least. */
static uint32_t count(struct walk *w, uint32_t value)
{
	uint64_t n = number(w, value);

	if (w->at && n > (uint64_t)(w->end - w->at) / 2)
		w->failed = true;
	return w->failed ? 0 : (uint32_t)n;
}

static double real(struct walk *w, double value)
{
	uint64_t bits;

	memcpy(&bits, &value, sizeof(bits));
	bits = number(w, bits);
	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* The length is written with 1 more; 0: NULL. */
static const char *text(struct walk *w, const char *value)
{
	uint64_t length = number(w, value ? strlen(value) + 1 : 0);

	if (!w->at) {
		if (value)
			text_add(&w->out, "%s\n", value);
		return value;
	}
	if (w->failed || length == 0)
		return NULL;
	if (length > (uint64_t)(w->end - w->at)) {
		w->failed = true;
		return NULL;
	}
	value = arena_strndup(w->arena, w->at, length - 1);
	w->at += length;
	return value;
}

/* A text that is always there. */
static const char *name(struct walk *w, const char *value)
{
	const char *read = text(w, value ? value : "");

	return read ? read : "";
}

/* NULL-terminated. */
static const char *const *names(struct walk *w, const char *const *value)
{
	const char **read;
	uint32_t n = 0;

	while (value && value[n])
		n++;
	n = count(w, n);
	read = w->at ? arena_array(w->arena, (size_t)n + 1, sizeof(*read)) : NULL;
	for (uint32_t i = 0; i < n; i++) {
		const char *one = name(w, read ? NULL : value[i]);

		if (read)
			read[i] = one;
	}
	return read ? (const char *const *)read : value;
}

/* ---- what there is ---- */

static void walk_info(struct walk *w, struct record_info *info)
{
	struct record_input *inputs = NULL;

	info->title = name(w, info->title);
	info->version = name(w, info->version);
	info->seed = number(w, info->seed);
	info->replications = number(w, info->replications);
	info->antithetic = number(w, info->antithetic) != 0;
	info->duration = (sim_time)number(w, (uint64_t)info->duration);
	info->warmup = (sim_time)number(w, (uint64_t)info->warmup);
	info->scenario_name = name(w, info->scenario_name);
	info->scenario = name(w, info->scenario);
	info->effective = name(w, info->effective);
	info->digest = name(w, info->digest);
	info->overrides = names(w, info->overrides);
	info->n_overrides = 0;
	while (info->overrides && info->overrides[info->n_overrides])
		info->n_overrides++;
	info->n_inputs = count(w, info->n_inputs);
	if (w->at)
		info->inputs = inputs = arena_array(w->arena, (size_t)info->n_inputs + 1, sizeof(*inputs));
	for (uint32_t i = 0; i < info->n_inputs; i++) {
		struct record_input input = { name(w, info->inputs[i].name), name(w, info->inputs[i].digest) };

		if (inputs)
			inputs[i] = input;
	}
	info->compress = (int)number(w, (uint64_t)info->compress);
}

static void walk_axis(struct walk *w, struct sweep_axis *axis, uint32_t points)
{
	bool words = number(w, axis->number == NULL);
	double *real_of = NULL;
	uint16_t *word_of = NULL;

	axis->name = name(w, axis->name);
	axis->units = text(w, axis->units);
	if (words)
		axis->words = names(w, axis->words);
	if (w->at && words)
		axis->word = word_of = arena_array(w->arena, points, sizeof(*word_of));
	else if (w->at)
		axis->number = real_of = arena_array(w->arena, points, sizeof(*real_of));
	for (uint32_t p = 0; p < points; p++) {
		double value = words ? 0 : real(w, axis->number[p]);
		uint16_t word = words ? (uint16_t)number(w, axis->word[p]) : 0;

		if (real_of)
			real_of[p] = value;
		if (word_of)
			word_of[p] = word;
	}
}

static char *own(struct walk *w, char *value)
{
	const char *read = text(w, value);

	return w->at && read ? xstrdup(read) : value;
}

/* What was asked of a point, not how far it is. */
static void walk_point(struct walk *w, struct plan_point *point)
{
	const char *digest = name(w, point->digest);

	if (w->at)
		snprintf(point->digest, sizeof(point->digest), "%s", digest);
	point->rule.target = real(w, point->rule.target);
	point->rule.least = (uint32_t)number(w, point->rule.least);
	point->rule.most = (uint32_t)number(w, point->rule.most);
	point->measure = own(w, point->measure);
	point->scope = own(w, point->scope);
}

static void walk_all(struct walk *w, struct plan_file *file)
{
	struct sweep_axis *axis = (struct sweep_axis *)(uintptr_t)file->record.axis;

	file->name = name(w, file->name);
	walk_info(w, &file->record.run);
	file->plan.points = file->record.points = count(w, file->plan.points);
	file->record.n_axes = count(w, file->record.n_axes);
	if (w->at)
		file->record.axis = axis = arena_array(w->arena, (size_t)file->record.n_axes + 1, sizeof(*axis));
	for (uint32_t i = 0; i < file->record.n_axes; i++)
		walk_axis(w, &axis[i], file->plan.points);
	if (w->at)
		file->plan.point = xcalloc((size_t)file->plan.points + 1, sizeof(*file->plan.point));
	for (uint32_t p = 0; p < file->plan.points; p++)
		walk_point(w, &file->plan.point[p]);
}

/* ---- the file ---- */

static char *path_of(const char *folder)
{
	return text_format("%s/sweep.plan", folder);
}

/* What is at `path`; NULL with errno set. */
static char *read_text(const char *path, size_t *length)
{
	FILE *file = fopen(path, "rbe");
	struct text all = { 0 };
	char piece[BUFSIZ];
	size_t n;

	if (!file)
		return NULL;
	while ((n = fread(piece, 1, sizeof(piece), file)))
		text_append(&all, piece, n);
	if (ferror(file)) {
		int error = errno;

		text_fini(&all);
		fclose(file);
		errno = error;
		return NULL;
	}
	fclose(file);
	*length = all.length;
	return text_take(&all);
}

static bool is_there(const char *path, const struct text *wanted)
{
	size_t length = 0;
	char *now = read_text(path, &length);
	bool same = now && length == wanted->length && memcmp(now, wanted->text, length) == 0;

	free(now);
	return same;
}

static bool put(const char *path, const struct text *all, struct diag *diag)
{
	struct target target;
	char reason[128];
	bool good = target_open(&target, path, diag);
	FILE *file = NULL;

	if (good) {
		file = target_create(&target) ? fopen(target.temporary, "wbe") : NULL;
		good = file && fwrite(all->text, 1, all->length, file) == all->length;
		good = (!file || fclose(file) == 0) && good && target_commit(&target);
		if (!good)
			diag_error(diag, nowhere, "cannot write '%s': %s", path, target_reason(errno, reason));
	}
	target_fini(&target);
	return good;
}

bool plan_file_write(const char *folder, const char *name, const struct sweep_record *record, const struct sweep_plan *plan,
		     struct diag *diag)
{
	struct plan_file file = { .record = *record, .plan = *plan, .name = name };
	struct walk body = { 0 };
	struct text all = { 0 };
	struct digest sum = digest_start();
	char digest[DIGEST + 1], *path = path_of(folder);
	bool good = false;

	walk_all(&body, &file);
	digest_add(&sum, body.out.text, body.out.length);
	digest_print(&sum, digest);
	text_add(&all, "%s%s\n", format, digest);
	text_append(&all, body.out.text, body.out.length);
	/* Another of those who share the work may put it there at the same moment. */
	for (int i = 1; i <= ATTEMPTS && !good; i++) {
		struct diag *own = diag_new();

		good = is_there(path, &all) || put(path, &all, i == ATTEMPTS ? diag : own);
		diag_free(own);
	}
	text_fini(&body.out);
	text_fini(&all);
	free(path);
	return good;
}

/* Whether the first line is that of the format, with the digest of all that follows. */
static bool is_whole(const char *bytes, size_t length)
{
	size_t head = strlen(format) + DIGEST + 1;
	struct digest sum = digest_start();
	char digest[DIGEST + 1];

	if (length < head || memcmp(bytes, format, strlen(format)) != 0)
		return false;
	digest_add(&sum, bytes + head, length - head);
	digest_print(&sum, digest);
	return memcmp(bytes + strlen(format), digest, DIGEST) == 0;
}

/* As plan_init does it: nothing is done yet. */
static void begin(struct sweep_plan *plan)
{
	for (uint32_t p = 0; p < plan->points; p++) {
		struct plan_point *point = &plan->point[p];

		plan_begin(plan, point);
		point->warmup = TIME_AUTO;
	}
}

bool plan_file_read(struct plan_file *file, const char *folder, const char *runs, struct diag *diag)
{
	static const char *const none[] = { NULL };
	struct walk walk = { 0 };
	char *path = path_of(folder), *bytes, reason[128];
	size_t length = 0;
	bool good = false;

	*file = (struct plan_file){ .plan = { .tables = none, .folder = xstrdup(runs) }, .arena = arena_new() };
	bytes = read_text(path, &length);
	if (!bytes) {
		diag_error(diag, nowhere, "cannot read '%s': %s; is '%s' the folder of a sweep?", path, target_reason(errno, reason), folder);
	} else if (!is_whole(bytes, length)) {
		diag_error(diag, nowhere, "'%s' is damaged, or not the plan of a sweep by this version of fogline", path);
	} else {
		walk = (struct walk){ .at = bytes + strlen(format) + DIGEST + 1, .end = bytes + length, .arena = file->arena };
		walk_all(&walk, file);
		good = !walk.failed && walk.at == walk.end;
		if (good)
			begin(&file->plan);
		else
			diag_error(diag, nowhere, "'%s' is damaged", path);
	}
	free(bytes);
	free(path);
	return good;
}

void plan_file_fini(struct plan_file *file)
{
	plan_fini(&file->plan);
	arena_free(file->arena);
}
