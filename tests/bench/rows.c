/*
 * How fast rows of ten columns reach a file, in millions a second of user and system CPU: through a spool into a results
 * file as a run does it, or by nothing but fwrite of 65,536 rows of a column. What the kernel does to delete the files
 * is not in it.
 *
 * rows fogline|raw ROWS FOLDER [COMPRESS]
 */
#include "sim/record/record.h"

#include "sim/base/diag.h"
#include "tests/bench/bench.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct bench_row {
	uint16_t path, status;
	uint32_t origin, node;
	sim_time created, latency, network, queueing, service, other;
};

static const char *const words[] = { "finished", "lost", NULL };

#define TIME(field) { #field "_s", COLUMN_TIME, offsetof(struct bench_row, field), "s", #field, NULL }

static const struct column columns[] = {
	{ "path", COLUMN_CATEGORY, offsetof(struct bench_row, path), "1", "path", words },
	{ "status", COLUMN_CATEGORY, offsetof(struct bench_row, status), "1", "status", words },
	{ "origin", COLUMN_U32, offsetof(struct bench_row, origin), "1", "origin", NULL },
	{ "node", COLUMN_U32, offsetof(struct bench_row, node), "1", "node", NULL },
	TIME(created), TIME(latency), TIME(network), TIME(queueing), TIME(service), TIME(other), { 0 }
};

static const struct table requests = { "requests", "requests", columns, sizeof(struct bench_row), false };
static const struct table *const tables[] = { &run_table, &measure_table, &batch_table, &bin_table, &requests };
static const struct measures no_measures;
static const struct record_layout layout = { tables, 5, &no_measures };

static int temporary(const char *folder)
{
	char name[4096];
	int fd;

	snprintf(name, sizeof name, "%s/rows-XXXXXX", folder);
	fd = mkstemp(name);
	if (fd < 0) {
		perror(name);
		exit(1);
	}
	unlink(name);
	return fd;
}

static BARE struct bench_row row_of(uint32_t i)
{
	return (struct bench_row){
		.origin = i % 1000, .node = i % 7, .created = i * 1000, .latency = i, .network = i, .queueing = i,
		.service = i, .other = 0
	};
}

static void spool_rows(int fd, uint32_t n)
{
	struct spool *spool = spool_new(&layout, fd);
	struct sink *sink = spool_sink(spool);

	for (uint32_t i = 0; i < n; i++) {
		struct bench_row row = row_of(i);

		sink->row(sink, TABLE_MODELS, &row);
	}
	if (!spool_close(spool))
		exit(1);
	spool_free(spool);
}

static void append_rows(int fd, const char *path, int compress)
{
	struct record_info info = { .version = "bench", .scenario = "", .effective = "", .compress = compress };
	struct diag *diag = diag_new();
	struct recorder *recorder = recorder_open(path, &layout, &info, diag);

	if (!recorder || !recorder_append(recorder, 0, fd, diag)
	    || !recorder_close(recorder, RECORD_COMPLETE, NULL, diag)) {
		diag_print(diag, stderr);
		exit(1);
	}
	diag_free(diag);
}

static double fogline_seconds(const char *folder, const char *path, uint32_t n, int compress)
{
	int fd = temporary(folder);
	double begin = cpu_seconds();

	spool_rows(fd, n);
	append_rows(fd, path, compress);
	begin = cpu_seconds() - begin;
	close(fd);
	return begin;
}

/* ---- bare ---- */

enum { PART = 65536 };

static struct {
	uint16_t path[PART], status[PART];
	uint32_t origin[PART], node[PART];
	double created[PART], latency[PART], network[PART], queueing[PART], service[PART], other[PART];
} part;

static BARE void fill(uint32_t i, const struct bench_row *row)
{
	part.path[i] = row->path;
	part.status[i] = row->status;
	part.origin[i] = row->origin;
	part.node[i] = row->node;
	part.created[i] = 1e-9 * (double)row->created;
	part.latency[i] = 1e-9 * (double)row->latency;
	part.network[i] = 1e-9 * (double)row->network;
	part.queueing[i] = 1e-9 * (double)row->queueing;
	part.service[i] = 1e-9 * (double)row->service;
	part.other[i] = 1e-9 * (double)row->other;
}

static void write_part(FILE *file, uint32_t n)
{
	size_t written = 0;

	written += fwrite(part.path, sizeof part.path[0], n, file);
	written += fwrite(part.status, sizeof part.status[0], n, file);
	written += fwrite(part.origin, sizeof part.origin[0], n, file);
	written += fwrite(part.node, sizeof part.node[0], n, file);
	written += fwrite(part.created, sizeof part.created[0], n, file);
	written += fwrite(part.latency, sizeof part.latency[0], n, file);
	written += fwrite(part.network, sizeof part.network[0], n, file);
	written += fwrite(part.queueing, sizeof part.queueing[0], n, file);
	written += fwrite(part.service, sizeof part.service[0], n, file);
	written += fwrite(part.other, sizeof part.other[0], n, file);
	if (written != 10 * (size_t)n)
		exit(1);
}

static double raw_seconds(const char *path, uint32_t n)
{
	double begin = cpu_seconds();
	FILE *file = fopen(path, "w");

	if (!file)
		exit(1);
	for (uint32_t i = 0; i < n; i++) {
		struct bench_row row = row_of(i);

		fill(i % PART, &row);
		if (i % PART == PART - 1)
			write_part(file, PART);
	}
	write_part(file, n % PART);
	if (fclose(file))
		exit(1);
	return cpu_seconds() - begin;
}

int main(int argc, char **argv)
{
	bool raw = argc > 1 && strcmp(argv[1], "raw") == 0;
	uint32_t n = argc > 3 ? (uint32_t)strtoul(argv[2], NULL, 10) : 0;
	char path[4096];
	double seconds;

	if (n == 0 || (!raw && strcmp(argv[1], "fogline")))
		return fprintf(stderr, "usage: rows fogline|raw ROWS FOLDER [COMPRESS]\n"), 2;
	snprintf(path, sizeof path, "%s/fogline-bench-rows-%ld", argv[3], (long)getpid());
	seconds = raw ? raw_seconds(path, n) : fogline_seconds(argv[3], path, n, argc > 4 ? atoi(argv[4]) : 0);
	unlink(path);
	printf("%.0f rows/s\n", n / seconds);
	return 0;
}
