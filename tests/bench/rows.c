/*
 * How fast rows reach the results file: 10 columns, spool and append, against
 * fwrite of the same columns from memory, in user and system time.
 * Usage: rows [ROWS [FOLDER [COMPRESS]]]
 */
#include "sim/record/record.h"

#include "sim/base/diag.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
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

static double used(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
		+ (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static double wall(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

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

static void spool_rows(int fd, uint32_t n)
{
	struct spool *spool = spool_new(&layout, fd);
	struct sink *sink = spool_sink(spool);

	for (uint32_t i = 0; i < n; i++) {
		struct bench_row row = {
			.origin = i % 1000, .node = i % 7, .created = i * 1000, .latency = i, .network = i, .queueing = i,
			.service = i, .other = 0
		};

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

/* The same bytes as columns, with nothing around them. */
static void write_raw(const char *path, uint32_t n)
{
	static const unsigned char width[] = { 2, 2, 4, 4, 8, 8, 8, 8, 8, 8 };
	enum { PART = 65536 };
	char *bytes = calloc(PART, 8);
	FILE *file = fopen(path, "w");

	if (!file || !bytes)
		exit(1);
	for (size_t i = 0; i < sizeof width; i++)
		for (uint32_t k = 0; k < n; k += PART)
			fwrite(bytes, width[i], n - k < PART ? n - k : PART, file);
	fclose(file);
	free(bytes);
}

int main(int argc, char **argv)
{
	uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 1000000;
	const char *folder = argc > 2 ? argv[2] : "/tmp";
	char path[4096];
	int fd = temporary(folder);
	double t[4];
	double w[4];

	snprintf(path, sizeof path, "%s/fogline-bench-rows.h5", folder);
	t[0] = used(), w[0] = wall();
	spool_rows(fd, n);
	t[1] = used(), w[1] = wall();
	append_rows(fd, path, argc > 3 ? atoi(argv[3]) : 0);
	t[2] = used(), w[2] = wall();
	unlink(path);
	write_raw(path, n);
	t[3] = used(), w[3] = wall();
	unlink(path);
	printf("spool   %8.1f ms cpu %8.1f ms wall\n", 1e3 * (t[1] - t[0]), 1e3 * (w[1] - w[0]));
	printf("append  %8.1f ms cpu %8.1f ms wall (opening, closing, sync in it)\n", 1e3 * (t[2] - t[1]), 1e3 * (w[2] - w[1]));
	printf("fwrite  %8.1f ms cpu %8.1f ms wall (no sync)\n", 1e3 * (t[3] - t[2]), 1e3 * (w[3] - w[2]));
	printf("%.1f million rows/s of cpu, %.2f times fwrite\n", n / (t[2] - t[0]) / 1e6, (t[2] - t[0]) / (t[3] - t[2]));
	close(fd);
	return 0;
}
