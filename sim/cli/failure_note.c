/* One small file for each run that failed, DIGEST-REPLICATION.failed, which has its reason. */
#include "sim/cli/failure_note.h"

#include "sim/base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 1000 };

static char *note_path(const char *folder, const char *digest, uint32_t replication)
{
	return text_format("%s/%.32s-%u.failed", folder, digest, (unsigned)replication);
}

void failure_note_write(const char *folder, const char *digest, uint32_t replication, const char *reason)
{
	char *path = note_path(folder, digest, replication);
	char *temporary = text_format("%s.%ld", path, (long)getpid());
	FILE *out = fopen(temporary, "w");

	if (out) {
		int written = fprintf(out, "%s\n", reason[0] ? reason : "it failed");

		if (fclose(out) != 0 || written < 0 || rename(temporary, path) != 0)
			unlink(temporary);
	}
	free(temporary);
	free(path);
}

char *failure_note_read(const char *folder, const char *digest, uint32_t replication)
{
	char *path = note_path(folder, digest, replication);
	FILE *in = fopen(path, "r");
	char line[MOST], *reason = NULL;

	if (in && fgets(line, sizeof(line), in)) {
		line[strcspn(line, "\n")] = '\0';
		reason = text_format("%s", line);
	}
	if (in)
		fclose(in);
	free(path);
	return reason;
}

void failure_note_remove(const char *folder, const char *digest, uint32_t replication)
{
	char *path = note_path(folder, digest, replication);

	unlink(path);
	free(path);
}
