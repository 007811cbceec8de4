/* Reading a scenario for a command. Messages come out once, when all of them are known. */
#include "sim/cli/loading.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/kernel/model.h"

#include <stdlib.h>

static void add(struct loaded *loaded, const char *text, const char *option)
{
	loaded->overrides[loaded->n_overrides++] = (struct override){ text, option };
}

static void add_value(struct loaded *loaded, const char *key, const char *value, const char *option)
{
	if (!value)
		return;
	loaded->made[loaded->n_made] = text_format("%s=%s", key, value);
	add(loaded, loaded->made[loaded->n_made++], option);
}

static bool load(struct loaded *loaded, const char *path, const struct changes *changes)
{
	*loaded = (struct loaded){ .diag = diag_new() };
	loaded->overrides = xcalloc(changes->set.n + changes->vary.n + 4, sizeof(*loaded->overrides));
	loaded->made = xcalloc(4, sizeof(*loaded->made));
	for (size_t i = 0; i < changes->set.n; i++)
		add(loaded, changes->set.item[i], "--set");
	add_value(loaded, "run.seed", changes->seed, "--seed");
	add_value(loaded, "run.replications", changes->replications, "--replications");
	add_value(loaded, "run.antithetic", changes->antithetic ? "true" : NULL, "--antithetic");
	add_value(loaded, "output.trace", changes->trace, "--trace");
	for (size_t i = 0; i < changes->vary.n; i++)
		add(loaded, changes->vary.item[i], "--vary");
	loaded->scenario = scenario_load(path, loaded->overrides, loaded->n_overrides, loaded->diag);
	return loaded->scenario != NULL;
}

bool loaded_read(struct loaded *loaded, const char *path, const struct changes *changes)
{
	bool good = load(loaded, path, changes);

	if (!changes->silent)
		diag_print(loaded->diag, stderr);
	return good;
}

bool loaded_build(struct loaded *loaded, const char *path, const struct changes *changes)
{
	bool good = load(loaded, path, changes);

	if (good) {
		const struct scenario_head *head = scenario_config(loaded->scenario);

		sim_init(&loaded->sim, head->run.seed, 0);
		loaded->built = true;
		good = model_build(&loaded->sim, head, loaded->diag) &&
		       precision_find(&loaded->precision, &head->run, model_measures(&loaded->sim), loaded->diag);
	}
	if (!changes->silent)
		diag_print(loaded->diag, stderr);
	return good;
}

void loaded_fini(struct loaded *loaded)
{
	if (loaded->built) {
		model_free(&loaded->sim);
		sim_fini(&loaded->sim);
	}
	if (loaded->scenario)
		scenario_free(loaded->scenario);
	for (size_t i = 0; i < loaded->n_made; i++)
		free(loaded->made[i]);
	free(loaded->made);
	free(loaded->overrides);
	diag_free(loaded->diag);
}
