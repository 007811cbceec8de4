/* Files are known by device and inode, so that one that is named in several ways is still read once. */
#include "sim/scenario/files.h"

#include "sim/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define LARGEST_FILE ((size_t)256 * 1024 * 1024)

struct known_file {
	struct stat identity;
	struct text text;
	struct csv *csv;          /* NULL: not asked for, or not one */
};

struct files {
	struct arena *arena;
	struct known_file *file;
	struct scenario_input *input;    /* of each */
	size_t n;
};

struct files *files_new(struct arena *arena)
{
	struct files *files = xcalloc(1, sizeof *files);

	files->arena = arena;
	return files;
}

void files_free(struct files *files)
{
	if (!files)
		return;
	for (size_t i = 0; i < files->n; i++)
		text_fini(&files->file[i].text);
	free(files->file);
	free(files->input);
	free(files);
}

const struct scenario_input *files_inputs(const struct files *files, size_t *n)
{
	*n = files->n;
	return files->input;
}

static struct known_file *find(const struct files *files, const struct stat *identity)
{
	for (size_t i = 0; i < files->n; i++)
		if (files->file[i].identity.st_dev == identity->st_dev && files->file[i].identity.st_ino == identity->st_ino)
			return &files->file[i];
	return NULL;
}

const char *files_digest(const struct files *files, const char *path)
{
	struct stat identity;
	const struct known_file *known = stat(path, &identity) == 0 ? find(files, &identity) : NULL;

	for (size_t i = 0; i < files->n; i++)
		if (known ? &files->file[i] == known : strcmp(files->input[i].name, path) == 0)
			return files->input[i].digest;
	return NULL;
}

static bool read_all(FILE *file, const char *path, struct text *text, struct mark mark, struct diag *diag)
{
	char buffer[65536];
	size_t n;

	while ((n = fread(buffer, 1, sizeof buffer, file)) > 0 && text->length <= LARGEST_FILE)
		text_append(text, buffer, n);
	if (ferror(file))
		return diag_error(diag, mark, "cannot read '%s': %s", path, strerror(errno));
	if (text->length > LARGEST_FILE)
		return diag_error(diag, mark, "'%s' is larger than 256 MB", path);
	text_append(text, "", 0);
	return true;
}

static struct known_file *add(struct files *files, const char *path, const struct stat *identity, struct text text)
{
	struct digest digest = digest_start();

	digest_add(&digest, text.text, text.length);
	files->input = xrealloc(files->input, (files->n + 1) * sizeof *files->input);
	files->file = xrealloc(files->file, (files->n + 1) * sizeof *files->file);
	files->input[files->n].name = arena_strdup(files->arena, path);
	digest_print(&digest, files->input[files->n].digest);
	files->file[files->n] = (struct known_file){ .identity = *identity, .text = text };
	return &files->file[files->n++];
}

static struct known_file *know(struct files *files, FILE *file, const char *path, struct mark mark, struct diag *diag)
{
	struct stat identity = { 0 };
	struct known_file *known = NULL;
	struct text text = { 0 };

	if (fstat(fileno(file), &identity) == 0 && S_ISDIR(identity.st_mode)) {
		diag_error(diag, mark, "'%s' is a directory, not a file", path);
		return NULL;
	}
	if (S_ISREG(identity.st_mode))
		known = find(files, &identity);
	if (known)
		return known;
	if (read_all(file, path, &text, mark, diag))
		return add(files, path, &identity, text);
	text_fini(&text);
	return NULL;
}

static struct known_file *open_known(struct files *files, const char *path, struct mark mark, struct diag *diag)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
	struct known_file *known;

	if (!file) {
		diag_error(diag, mark, "cannot open '%s': %s", path, strerror(errno));
		return NULL;
	}
	known = know(files, file, path, mark, diag);
	if (file != stdin)
		fclose(file);
	return known;
}

const char *files_read(struct files *files, const char *path, size_t *length, struct mark mark, struct diag *diag)
{
	const struct known_file *known = open_known(files, path, mark, diag);

	if (!known)
		return NULL;
	*length = known->text.length;
	return known->text.text;
}

const struct csv *files_csv(struct files *files, const char *path, struct mark mark, struct diag *diag)
{
	struct known_file *known = open_known(files, path, mark, diag);
	struct csv *csv;

	if (!known || known->csv)
		return known ? known->csv : NULL;
	csv = arena_alloc(files->arena, sizeof *csv);
	csv->path = arena_strdup(files->arena, path);
	if (!csv_parse(files->arena, csv, known->text.text, known->text.length, mark, diag))
		return NULL;
	return known->csv = csv;
}

/* ---- names ---- */

const char *files_beside(struct arena *arena, struct mark source, const char *name)
{
	const char *slash = source.line && source.source ? strrchr(source.source, '/') : NULL;

	if (strcmp(name, "-") == 0)
		return "./-";
	if (name[0] == '/' || !slash)
		return name;
	return arena_format(arena, "%.*s/%s", (int)(slash - source.source), source.source, name);
}

static const char *absolute(struct arena *arena, const char *path)
{
	char here[4096];

	if (path[0] == '/' || !getcwd(here, sizeof here))
		return path;
	return arena_format(arena, "%s/%s", here, path);
}

const char *files_seen_from(struct arena *arena, const char *from, const char *path)
{
	const char *slash = strrchr(from, '/');
	size_t folder = slash ? (size_t)(slash - from) + 1 : 0;

	if (strncmp(from, path, folder) == 0)
		return path + folder;
	return absolute(arena, path);
}
