/* Puts a whole file in the place of an older one or none: a name beside it, sync, rename, sync of the folder. */
#include "sim/record/target.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* So that the temporary name stays within the 255 bytes that file systems allow. */
enum { NAME_BYTES = 200 };

static const struct mark nowhere;

const char *target_reason(int code, char buffer[128])
{
	snprintf(buffer, 128, "%s", strerror(code));
	buffer[0] = (char)tolower((unsigned char)buffer[0]);
	return buffer;
}

static const char *base_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static char *folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	if (!slash)
		return xstrdup(".");
	return slash == path ? xstrdup("/") : text_format("%.*s", (int)(slash - path), path);
}

/* Whether the file at `path` is open in a process that writes results: HDF5 locks what it has open, on this machine or another. */
static bool in_use(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool locked;

	if (fd < 0)
		return true;
	locked = flock(fd, LOCK_EX | LOCK_NB) != 0;
	close(fd);
	return locked;
}

/* Remove what runs into the same file left beside it when they were killed outright: their process is gone, and nobody has it open. */
static void remove_leftovers(const struct target *target)
{
	char *prefix = text_format(".%.*s.fogline-", NAME_BYTES, base_of(target->path));
	DIR *folder = opendir(target->folder);
	const struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		char *rest, *path;
		long process;

		if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0)
			continue;
		process = strtol(entry->d_name + strlen(prefix), &rest, 10);
		if (*rest == '-')
			strtol(rest + 1, &rest, 10);
		if (process <= 0 || strcmp(rest, ".tmp") != 0 || kill((pid_t)process, 0) == 0 || errno != ESRCH)
			continue;
		path = text_format("%s/%s", target->folder, entry->d_name);
		if (!in_use(path))
			unlink(path);
		free(path);
	}
	if (folder)
		closedir(folder);
	free(prefix);
}

bool target_create(struct target *target)
{
	enum { ATTEMPTS = 100 };
	char number[16] = "";

	remove_leftovers(target);
	/* A name is taken if a process of the same number on another machine has it, or another recorder of ours. */
	for (int i = 1; i <= ATTEMPTS; i++) {
		char *name = text_format("%s/.%.*s.fogline-%ld%s.tmp", target->folder, NAME_BYTES,
					 base_of(target->path), (long)getpid(), number);
		int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);

		if (fd >= 0) {
			close(fd);
			target->temporary = name;
			return true;
		}
		free(name);
		if (errno != EEXIST)
			return false;
		snprintf(number, sizeof number, "-%d", i);
	}
	return false;
}

static bool check_folder(const char *folder, const char *path, struct diag *diag)
{
	struct stat status;
	char reason[128];

	if (stat(folder, &status) < 0)
		return errno == ENOENT
			? diag_error(diag, nowhere, "cannot write '%s': there is no folder '%s'", path, folder)
			: diag_error(diag, nowhere, "cannot write '%s': folder '%s': %s", path, folder,
				     target_reason(errno, reason));
	if (!S_ISDIR(status.st_mode))
		return diag_error(diag, nowhere, "cannot write '%s': '%s' is not a folder", path, folder);
	if (access(folder, W_OK | X_OK) < 0)
		return diag_error(diag, nowhere, "cannot write '%s': folder '%s' is not writable", path, folder);
	return true;
}

/* What is at the path, if anything, must be a file. */
static bool check_file(const char *path, struct diag *diag)
{
	struct stat status;
	char reason[128];

	if (stat(path, &status) < 0)
		return errno == ENOENT
			|| diag_error(diag, nowhere, "cannot write '%s': %s", path, target_reason(errno, reason));
	if (S_ISDIR(status.st_mode))
		return diag_error(diag, nowhere, "'%s' is a folder; give the name of a file", path);
	if (!S_ISREG(status.st_mode))
		return diag_error(diag, nowhere, "'%s' is not a regular file: refused", path);
	return true;
}

/* What a link at `path` leads to, be it there or not: a rename would replace the link itself. NULL: too many links. */
static char *follow(const char *path)
{
	enum { LINKS = 40, LENGTH = 4096 };
	char *now = xstrdup(path);

	for (int i = 0; i < LINKS; i++) {
		char next[LENGTH];
		ssize_t length = readlink(now, next, sizeof next);
		char *folder;

		if (length < 0 || length == sizeof next)
			return now;
		folder = next[0] == '/' ? xstrdup("") : folder_of(now);
		free(now);
		now = text_format("%s%s%.*s", folder, *folder ? "/" : "", (int)length, next);
		free(folder);
	}
	free(now);
	return NULL;
}

bool target_open(struct target *target, const char *path, struct diag *diag)
{
	*target = (struct target){ 0 };
	if (!*base_of(path))
		return diag_error(diag, nowhere, "'%s' is not the name of a file", path);
	target->path = follow(path);
	if (!target->path)
		return diag_error(diag, nowhere, "cannot write '%s': too many links", path);
	target->folder = folder_of(target->path);
	if (!check_folder(target->folder, path, diag) || !check_file(target->path, diag))
		return false;
	return true;
}

bool target_exists(const struct target *target)
{
	return access(target->path, F_OK) == 0;
}

static bool sync_path(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	bool ok;
	int error;

	if (fd < 0)
		return false;
	/* Some file systems cannot sync a folder, and say EINVAL. */
	ok = fsync(fd) == 0 || errno == EINVAL;
	error = errno;
	close(fd);
	errno = error;
	return ok;
}

bool target_commit(struct target *target)
{
	if (!sync_path(target->temporary) || rename(target->temporary, target->path) < 0)
		return false;
	free(target->temporary);
	target->temporary = NULL;
	/* The file is whole and in place; without this a power cut can bring the older one back, no more. */
	(void)sync_path(target->folder);
	return true;
}

void target_fini(struct target *target)
{
	if (target->temporary)
		unlink(target->temporary);
	free(target->temporary);
	free(target->folder);
	free(target->path);
	*target = (struct target){ 0 };
}
