/* `fogline check`: what was understood of a scenario, in one page, without running it. */
#include "sim/cli/loading.h"

#include "sim/base/text.h"
#include "sim/kernel/model.h"

struct settings {
	struct changes changes;
};

static const struct option options[] = {
	{ "set", 0, O_LIST(struct settings, changes.set), "PATH=VALUE", "override a key of the scenario; repeatable" },
	{ 0 }
};

static int cmd_check(const void *given, const struct words *operands)
{
	const struct settings *settings = given;
	struct loaded loaded;
	struct text page = { 0 };
	int code = EXIT_WRONG;

	if (loaded_build(&loaded, operands->item[0], &settings->changes)) {
		model_describe(&loaded.sim, &page);
		fputs(page.text ? page.text : "", stdout);
		text_fini(&page);
		code = EXIT_DONE;
	}
	loaded_fini(&loaded);
	return code;
}

const struct command command_check = {
	.name = "check",
	.arguments = "SCENARIO",
	.help = "read and check a scenario, print what was understood",
	.least = 1,
	.most = 1,
	.options = options,
	.settings_size = sizeof(struct settings),
	.run = cmd_check,
};
