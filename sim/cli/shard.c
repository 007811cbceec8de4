/* The part of a sweep that one of several programs does. The engines are a table. */
#include "sim/cli/shard.h"

#include "sim/base/text.h"

#include <stdlib.h>
#include <string.h>

static const struct mark nowhere = { 0 };

/*
 * The variables of an engine, in the order in which they count: what starts ranks within a job of Slurm comes before Slurm's own ranks,
 * of which the script itself has the first.
 */
static const struct engine {
	const char *index, *total;     /* total NULL: it does not say */
	const char *first, *last, *step; /* its tasks; NULL: from 0 on, one by one */
	unsigned origin;               /* where it counts from if the total is given */
} engines[] = {
	{ "SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN", "SLURM_ARRAY_TASK_MAX", "SLURM_ARRAY_TASK_STEP", 0 },
	{ "OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", NULL, NULL, NULL, 0 },
	{ "PMI_RANK", "PMI_SIZE", NULL, NULL, NULL, 0 },
	{ "PARALLEL_SEQ", NULL, NULL, NULL, NULL, 1 },
	{ "SLURM_PROCID", "SLURM_NTASKS", NULL, NULL, NULL, 0 },
};

static const char expected[] = "expected I/N with 0 <= I < N, as 0/8, or auto, or auto/N";

static bool whole(const char *text, size_t length, uint32_t *value)
{
	double number;

	if (length == 0 || strspn(text, "0123456789") < length || !text_number(text, length, &number) || number > UINT32_MAX)
		return false;
	*value = (uint32_t)number;
	return true;
}

/* A variable of the environment; `otherwise` if `name` is NULL or it is not set. */
static bool variable(const char *name, uint32_t otherwise, uint32_t *value, struct diag *diag)
{
	const char *text = name ? getenv(name) : NULL;

	*value = otherwise;
	if (!text || whole(text, strlen(text), value))
		return true;
	return diag_error(diag, nowhere, "--shard auto: %s is '%s': expected a whole number", name, text);
}

static bool of_engine(const struct engine *engine, uint32_t n, struct shard *shard, struct diag *diag)
{
	uint32_t index, first, step, total, last;

	if (!variable(engine->index, 0, &index, diag) || !variable(engine->first, 0, &first, diag) || !variable(engine->step, 1, &step, diag)
	    || !variable(engine->total, 0, &total, diag))
		return false;
	step = step ? step : 1;
	if (!variable(engine->last, total ? first + (total - 1) * step : first, &last, diag))
		return false;
	if (n) {
		first = engine->origin;
		step = 1;
		total = n;
	} else if (engine->last && getenv(engine->last) && !total && last >= first) {
		total = (last - first) / step + 1;
	} else if (!total) {
		return diag_error(diag, nowhere, "--shard auto: %s is set, but not of how many this is one: say so, as auto/8", engine->index);
	} else if (last != first + (total - 1) * step) {
		return diag_error(diag, nowhere, "--shard auto: the array leaves some tasks out, %u of them go from %u to %u: say of how many this is one, as auto/%u",
				  (unsigned)total, (unsigned)first, (unsigned)last, (unsigned)last + 1);
	}
	if (index < first || (index - first) % step || (index - first) / step >= total)
		return diag_error(diag, nowhere, "--shard auto: %s is %u, which is none of %u from %u", engine->index, (unsigned)index,
				  (unsigned)total, (unsigned)first);
	*shard = (struct shard){ (index - first) / step, total };
	return true;
}

static bool from_environment(uint32_t n, struct shard *shard, struct diag *diag)
{
	struct text names = { 0 };

	for (size_t i = 0; i < sizeof(engines) / sizeof(*engines); i++) {
		if (getenv(engines[i].index)) {
			text_fini(&names);
			return of_engine(&engines[i], n, shard, diag);
		}
		text_add(&names, "%s%s", i ? ", " : "", engines[i].index);
	}
	diag_error(diag, nowhere, "--shard auto: nothing tells which part this is; none of %s is set", names.text);
	text_fini(&names);
	return false;
}

bool shard_read(const char *text, struct shard *shard, struct diag *diag)
{
	size_t slash = strcspn(text, "/");
	bool automatic = slash == 4 && strncmp(text, "auto", 4) == 0;
	uint32_t index = 0, n = 0;

	if (text[slash] && (!whole(text + slash + 1, strlen(text + slash + 1), &n) || n == 0))
		return diag_error(diag, nowhere, "--shard %s: %s", text, expected);
	if (automatic)
		return from_environment(n, shard, diag);
	if (!n || !whole(text, slash, &index) || index >= n)
		return diag_error(diag, nowhere, "--shard %s: %s", text, expected);
	*shard = (struct shard){ index, n };
	return true;
}
