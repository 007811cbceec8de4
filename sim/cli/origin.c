/* Where results come from: the scenario with its files and overrides, the machine, the time it took. */
#include "sim/cli/origin.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/cli/places.h"
#include "sim/cli/progress.h"
#include "sim/kernel/model.h"

#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

/* Whether what differs between identical runs goes into the file. */
static bool wants_run_info(void)
{
	const char *wanted = getenv("FOGLINE_RUN_INFO");

	return !wanted || strcmp(wanted, "0") != 0;
}

void origin_describe(struct origin *origin, struct loaded *loaded, const char *scenario)
{
	const struct scenario_head *head = scenario_config(loaded->scenario);
	const struct scenario_input *input;
	size_t length, n, i;

	origin->overrides = xcalloc(loaded->n_overrides + 1, sizeof(*origin->overrides));
	for (i = 0; i < loaded->n_overrides; i++)
		origin->overrides[i] = text_format("%s %s", loaded->overrides[i].option, loaded->overrides[i].text);
	input = scenario_inputs(loaded->scenario, &n);
	origin->inputs = xcalloc(n + 1, sizeof(*origin->inputs));
	for (i = 0; i < n; i++)
		origin->inputs[i] = (struct record_input){ input[i].name, input[i].digest };
	origin->info = (struct record_info){
		.title = head->title ? head->title : "",
		.version = places_version(),
		.seed = head->run.seed,
		.replications = head->run.replications.max,
		.antithetic = head->run.antithetic,
		.duration = head->run.duration,
		.warmup = head->run.warmup,
		.scenario_name = scenario,
		.scenario = scenario_text(loaded->scenario, &length),
		.effective = scenario_effective(loaded->scenario),
		.digest = scenario_digest(loaded->scenario),
		.overrides = (const char *const *)origin->overrides,
		.n_overrides = (uint32_t)loaded->n_overrides,
		.inputs = origin->inputs,
		.n_inputs = (uint32_t)n,
		.compress = (int)head->output.compress,
		.run_info = wants_run_info(),
	};
}

void origin_fini(struct origin *origin)
{
	for (size_t i = 0; origin->overrides && origin->overrides[i]; i++)
		free(origin->overrides[i]);
	free(origin->overrides);
	free(origin->inputs);
}

static double cpu_seconds(int who)
{
	struct rusage usage;

	getrusage(who, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
	       (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6;
}

const struct record_run_info *origin_run(struct origin_run *facts, double began, unsigned jobs)
{
	time_t now = time(NULL);
	struct tm utc;

	if (!wants_run_info())
		return NULL;
	*facts = (struct origin_run){ .info = { .workers = jobs } };
	if (gmtime_r(&now, &utc))
		strftime(facts->created, sizeof(facts->created), "%Y-%m-%dT%H:%M:%SZ", &utc);
	gethostname(facts->host, sizeof(facts->host) - 1);
	facts->info.created = facts->created;
	facts->info.host = facts->host;
	facts->info.wall_s = progress_clock() - began;
	facts->info.cpu_s = cpu_seconds(RUSAGE_SELF) + cpu_seconds(RUSAGE_CHILDREN);
	return &facts->info;
}
