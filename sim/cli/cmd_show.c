/* `fogline show`: the effective scenario, from which the same run can be made. */
#include "sim/cli/loading.h"

struct settings {
	struct changes changes;
};

static const struct option options[] = {
	{ "set", 0, O_LIST(struct settings, changes.set), "PATH=VALUE", "override a key of the scenario; repeatable" },
	{ 0 }
};

static int cmd_show(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	struct loaded loaded;
	int code = EXIT_WRONG;

	if (loaded_read(&loaded, operands->item[0], &settings->changes)) {
		fputs(scenario_shown(loaded.scenario), stdout);
		code = EXIT_DONE;
	}
	loaded_fini(&loaded);
	return code;
}

const struct command command_show = {
	.name = "show",
	.arguments = "SCENARIO",
	.help = "print the effective scenario as YAML: every default, every unit",
	.least = 1,
	.most = 1,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_show,
};
