/* Where things are. The only file that knows what configure found out. */
#include "config.h"

#include "sim/cli/places.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/cli/platform.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const char *places_version(void)
{
	return PACKAGE_VERSION;
}

/* The folder of the running program; NULL where the system does not tell. The caller frees it. */
static char *program_folder(void)
{
	char path[4096];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);

	if (length <= 0)
		return NULL;
	path[length] = '\0';
	return places_folder(path);
}

/* The path in the source tree; NULL if the program is installed or the tree is gone. The caller frees it. */
static char *uninstalled(const char *name)
{
	char *folder = program_folder();
	char *path, *real = NULL;

	if (folder && strcmp(folder, FOGLINE_BUILD_FOLDER) == 0) {
		path = text_format("%s/%s", FOGLINE_SOURCE_FOLDER, name);
		real = platform_real_path(path);
		free(path);
	}
	free(folder);
	return real;
}

/* The path beside an installed program, wherever the whole was moved to; NULL if it is not there. The caller frees it. */
static char *beside(const char *name)
{
	char *folder = program_folder();
	char *path, *real = NULL;

	if (folder) {
		path = text_format("%s/../share/fogline/%s", folder, name);
		real = platform_real_path(path);
		free(path);
	}
	free(folder);
	return real;
}

char *places_data(const char *name)
{
	const char *folder = getenv("FOGLINE_DATA");
	char *path;

	if (folder && *folder)
		return text_format("%s/%s", folder, name);
	path = uninstalled(name);
	if (!path)
		path = beside(name);
	return path ? path : text_format("%s/%s", FOGLINE_DATA_FOLDER, name);
}

static bool ends_in(const char *text, const char *end)
{
	size_t length = strlen(text), tail = strlen(end);

	return length > tail && strcmp(text + length - tail, end) == 0;
}

char *places_stem(const char *path, const char *suffix, const char *other)
{
	const char *slash = strrchr(path, '/');
	char *stem = xstrdup(slash ? slash + 1 : path);

	if (ends_in(stem, suffix))
		stem[strlen(stem) - strlen(suffix)] = '\0';
	else if (ends_in(stem, other))
		stem[strlen(stem) - strlen(other)] = '\0';
	return stem;
}

char *places_with_suffix(const char *path, const char *from, const char *to)
{
	size_t keep = strlen(path) - (ends_in(path, from) ? strlen(from) : 0);

	return text_format("%.*s%s", (int)keep, path, to);
}

char *places_folder(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	if (slash == path)
		return xstrdup("/");
	return text_format("%.*s", (int)(slash - path), path);
}
