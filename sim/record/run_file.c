/* Writing and reading the files of single runs. */
#include "sim/record/run_file.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/record/run_description.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define RUN_MAGIC UINT64_C(0x6e75722d676f6c66)
enum { RUN_VERSION = 1, HOST_BYTES = 64, NOT_KEPT = -1, ATTEMPTS = 10 };

/* Of the names of files that are not whole yet. */
static const char ending[] = ".run.tmp";

struct run_writer {
	struct sink sink;
	struct spool *spool;
	struct sink *into;
	struct run_head head;
	struct record_layout layout;   /* of the rows in the file */
	const struct table **tables;
	int32_t *place;                /* of each table that the run has, in that layout; NOT_KEPT */
	int fd;
	char *path, *temporary;
};

char *run_file_path(const char *folder, const char *digest, uint32_t replication)
{
	return text_format("%s/%.32s-%u.run", folder, digest, (unsigned)replication);
}

/* ---- the check ---- */

/* 64 bits at a time: of a file of many rows this must not cost more than the rows did. */
static uint64_t mix(uint64_t check, const unsigned char *bytes, size_t length)
{
	while (length) {
		uint64_t word = 0;
		size_t n = length < sizeof word ? length : sizeof word;

		memcpy(&word, bytes, n);
		check = (check ^ word) * UINT64_C(0x9e3779b97f4a7c15);
		check ^= check >> 29;
		bytes += n;
		length -= n;
	}
	return check;
}

static bool check_file(int fd, struct run_head head, uint64_t *check)
{
	enum { PIECE = 1 << 16 };
	unsigned char *piece = xmalloc(PIECE);
	uint64_t at = sizeof head, end = sizeof head + head.description + head.rows;

	head.check = 0;
	*check = mix(0, (const unsigned char *)&head, sizeof head);
	while (at < end) {
		size_t wanted = end - at < PIECE ? (size_t)(end - at) : PIECE, got = 0;

		while (got < wanted) {
			ssize_t n = pread(fd, piece + got, wanted - got, (off_t)(at + got));

			if (n < 0 && errno == EINTR)
				continue;
			if (n <= 0) {
				free(piece);
				return false;
			}
			got += (size_t)n;
		}
		*check = mix(*check, piece, wanted);
		at += wanted;
	}
	free(piece);
	return true;
}

/* ---- writing ---- */

static void take(struct sink *sink, uint32_t table, const void *row)
{
	struct run_writer *w = container_of(sink, struct run_writer, sink);

	if (w->place[table] != NOT_KEPT)
		w->into->row(w->into, (uint32_t)w->place[table], row);
}

static void choose_tables(struct run_writer *w, const struct record_layout *layout, const char *const *wanted)
{
	w->place = xcalloc(layout->n_tables, sizeof *w->place);
	w->tables = xcalloc(layout->n_tables, sizeof *w->tables);
	for (uint32_t i = 0; i < layout->n_tables; i++) {
		bool kept = i < TABLE_MODELS;

		for (size_t k = 0; !kept && wanted[k]; k++)
			kept = strcmp(wanted[k], layout->table[i]->name) == 0;
		w->place[i] = NOT_KEPT;
		if (!kept)
			continue;
		w->place[i] = (int32_t)w->layout.n_tables;
		w->tables[w->layout.n_tables++] = layout->table[i];
	}
	w->layout.table = w->tables;
	w->layout.measures = layout->measures;
}

static bool write_all(int fd, const void *bytes, size_t length)
{
	const char *next = bytes;

	while (length) {
		ssize_t n = write(fd, next, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		next += n;
		length -= (size_t)n;
	}
	return true;
}

/* This machine, for names that no two processes have. */
static void host_name(char host[HOST_BYTES])
{
	memset(host, 0, HOST_BYTES);
	if (gethostname(host, HOST_BYTES - 1) != 0)
		strcpy(host, "host");
	for (char *c = host; *c; c++)
		*c = *c == '/' ? '_' : *c;
}

static void release(struct run_writer *w)
{
	int error = errno;

	if (w->fd >= 0)
		close(w->fd);
	if (w->temporary)
		unlink(w->temporary);
	spool_free(w->spool);
	free(w->temporary);
	free(w->path);
	free(w->tables);
	free(w->place);
	free(w);
	errno = error;
}

/* The temporary file, locked as long as it is open. One that was taken for left over before it was locked is made once more. */
static int open_locked(const char *path)
{
	struct stat status;
	int fd = -1;

	for (int i = 0; i < ATTEMPTS; i++) {
		fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
		/* A file system without locks has none that are left over by them, either. */
		if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0 || fstat(fd, &status) != 0 || status.st_nlink > 0)
			return fd;
		close(fd);
	}
	return fd;
}

struct run_writer *run_writer_open(const char *folder, const struct run_identity *identity, const struct record_layout *layout,
				   const char *const *tables, const char *warnings)
{
	struct run_writer *w = xcalloc(1, sizeof *w);
	struct text description = { 0 };
	char host[HOST_BYTES];
	bool good;

	choose_tables(w, layout, tables);
	host_name(host);
	w->path = run_file_path(folder, identity->digest, identity->replication);
	w->temporary = text_format("%s/.%.32s-%u.%s.%ld%s", folder, identity->digest, (unsigned)identity->replication, host, (long)getpid(), ending);
	w->fd = open_locked(w->temporary);
	run_describe(&description, &w->layout, warnings);
	w->head = (struct run_head){
		.magic = RUN_MAGIC, .version = RUN_VERSION, .replication = identity->replication, .seed = identity->seed,
		.warmup = identity->warmup, .description = description.length,
	};
	memcpy(w->head.digest, identity->digest, sizeof w->head.digest);
	good = w->fd >= 0 && write_all(w->fd, &(struct run_head){ 0 }, sizeof w->head)
		&& write_all(w->fd, description.text, description.length);
	text_fini(&description);
	if (!good) {
		release(w);
		return NULL;
	}
	w->spool = spool_new(&w->layout, w->fd);
	w->into = spool_sink(w->spool);
	w->sink.row = take;
	return w;
}

struct sink *run_writer_sink(struct run_writer *w)
{
	return &w->sink;
}

/* Some file systems tell of a full disk only when a file is closed. It stays open, and so locked. */
static bool told_by_closing(int fd)
{
	int copy = dup(fd);

	return copy >= 0 && close(copy) == 0;
}

bool run_writer_commit(struct run_writer *w)
{
	struct stat status;
	bool good = spool_close(w->spool) && fstat(w->fd, &status) == 0;

	if (good) {
		struct run_head head = w->head;

		head.rows = (uint64_t)status.st_size - sizeof head - head.description;
		good = check_file(w->fd, head, &head.check) && pwrite(w->fd, &head, sizeof head, 0) == (ssize_t)sizeof head;
	}
	good = good && told_by_closing(w->fd);
	if (good && rename(w->temporary, w->path) == 0) {
		free(w->temporary);
		w->temporary = NULL;
	} else {
		good = false;
	}
	release(w);
	return good;
}

void run_writer_abandon(struct run_writer *w)
{
	release(w);
}

/* Whether nobody, on this machine or another, is writing the temporary file at `path`. */
static bool is_left_over(const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);
	bool free_to_lock = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0;

	if (fd >= 0)
		close(fd);
	return free_to_lock;
}

void run_file_tidy(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		size_t length = strlen(entry->d_name);
		char *path;

		if (entry->d_name[0] != '.' || length < strlen(ending) || strcmp(entry->d_name + length - strlen(ending), ending) != 0)
			continue;
		path = text_format("%s/%s", folder, entry->d_name);
		if (is_left_over(path))
			unlink(path);
		free(path);
	}
	if (dir)
		closedir(dir);
}

/* ---- reading ---- */

static bool read_head(struct run_file *file, const char *digest, uint32_t replication)
{
	struct run_head head;
	struct stat status;
	uint64_t check;

	if (fstat(file->fd, &status) != 0 || pread(file->fd, &head, sizeof head, 0) != (ssize_t)sizeof head || head.magic != RUN_MAGIC
	    || head.version != RUN_VERSION || memcmp(head.digest, digest, sizeof head.digest) != 0 || head.replication != replication)
		return false;
	if (head.description > (uint64_t)status.st_size || head.rows > (uint64_t)status.st_size
	    || sizeof head + head.description + head.rows != (uint64_t)status.st_size)
		return false;
	if (!check_file(file->fd, head, &check) || check != head.check)
		return false;
	file->identity = (struct run_identity){ .replication = replication, .seed = head.seed, .warmup = head.warmup };
	memcpy(file->identity.digest, head.digest, sizeof head.digest);
	file->length = head.description;
	file->rows_at = sizeof head + head.description;
	return true;
}

static bool read_description(struct run_file *file)
{
	char *bytes = arena_alloc(file->arena, file->length + 1);

	file->description = bytes;
	return pread(file->fd, bytes, file->length, (off_t)sizeof(struct run_head)) == (ssize_t)file->length;
}

struct run_file *run_file_open(const char *folder, const char *digest, uint32_t replication)
{
	char *path = run_file_path(folder, digest, replication);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct run_file *file;

	free(path);
	if (fd < 0)
		return NULL;
	file = xcalloc(1, sizeof *file);
	file->fd = fd;
	file->arena = arena_new();
	if (read_head(file, digest, replication) && read_description(file))
		return file;
	run_file_close(file);
	errno = 0;
	return NULL;
}

void run_file_close(struct run_file *file)
{
	if (!file)
		return;
	if (file->fd >= 0)
		close(file->fd);
	arena_free(file->arena);
	free(file);
}

static int64_t word_at(const char *const *words, uint32_t n, const char *word)
{
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

/* The values of a column of the table of measures. */
static const void *measure_column(const struct block *block, const char *name)
{
	uint32_t i = 0;

	while (measure_table.columns[i].name && strcmp(measure_table.columns[i].name, name) != 0)
		i++;
	return block->column[i];
}

static double mean_in(const struct block *block, int64_t measure, int64_t scope)
{
	const uint16_t *measures = measure_column(block, "measure"), *scopes = measure_column(block, "scope");
	const double *mean = measure_column(block, "mean");

	for (uint32_t i = 0; i < block->rows; i++)
		if (measures[i] == measure && (scope < 0 || scopes[i] == scope))
			return mean[i];
	return (double)NAN;
}

double run_file_mean(struct run_file *file, const char *measure, const char *scope)
{
	struct block_reader reader = { 0 };
	const struct measures *m;
	struct block block;
	double mean = (double)NAN;
	int64_t measured = -1, of = -1;

	if (!run_file_layout(file))
		return mean;
	m = file->layout.measures;
	for (uint32_t i = 0; i < m->n_measures; i++)
		if (strcmp(m->measure[i].name, measure) == 0)
			measured = i;
	if (scope)
		of = word_at(m->scope, m->n_scopes, scope);
	if (measured >= 0 && (!scope || of >= 0) && block_begin_at(&reader, &file->layout, file->fd, file->rows_at))
		while (isnan(mean) && block_next(&reader, &block) > 0)
			if (block.table == TABLE_MEASURES)
				mean = mean_in(&block, measured, of);
	block_reader_fini(&reader);
	return mean;
}
