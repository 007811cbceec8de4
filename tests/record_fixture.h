#ifndef TESTS_RECORD_FIXTURE_H
#define TESTS_RECORD_FIXTURE_H

#include "sim/base/diag.h"
#include "sim/kernel/row.h"
#include "sim/record/record.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A small world for the tests of recording: two measures, a table of requests, one of nodes. */

#define LENGTH(array) (sizeof(array) / sizeof *(array))

struct request_row {
	uint8_t small;
	uint16_t status, medium;
	uint32_t node;
	uint64_t bytes;
	int64_t delta;
	double energy;
	sim_time latency;
};

struct node_row {
	const char *name;
	uint16_t tier;
	uint32_t cores;
};

static const char *const status_words[] = { "finished", "lost", "given up", NULL };
static const char *const tier_words[] = { "device", "edge", "", NULL };

static const struct column request_columns[] = {
	{ "small", COLUMN_U8, offsetof(struct request_row, small), "1", "a small number", NULL },
	{ "status", COLUMN_CATEGORY, offsetof(struct request_row, status), "1", "how it ended", status_words },
	{ "medium", COLUMN_U16, offsetof(struct request_row, medium), "1", "a number", NULL },
	{ "node", COLUMN_U32, offsetof(struct request_row, node), "1", "row of /nodes", NULL },
	{ "bytes", COLUMN_U64, offsetof(struct request_row, bytes), "byte", "size", NULL },
	{ "delta", COLUMN_I64, offsetof(struct request_row, delta), "1", "a signed number", NULL },
	{ "energy_j", COLUMN_REAL, offsetof(struct request_row, energy), "J", "energy", NULL },
	{ "latency_s", COLUMN_TIME, offsetof(struct request_row, latency), "s", "latency", NULL },
	{ 0 }
};

static const struct column node_columns[] = {
	{ "name", COLUMN_TEXT, offsetof(struct node_row, name), "1", "name", NULL },
	{ "tier", COLUMN_CATEGORY, offsetof(struct node_row, tier), "1", "tier", tier_words },
	{ "cores", COLUMN_U32, offsetof(struct node_row, cores), "1", "cores", NULL },
	{ 0 }
};

static const struct table request_table = {
	"requests", "a row for each request", request_columns, sizeof(struct request_row), false
};

static const struct table node_table = { "nodes", "a row for each node", node_columns, sizeof(struct node_row), true };

static const struct table *const all_tables[] = {
	&run_table, &measure_table, &batch_table, &bin_table, &request_table, &node_table
};

enum { TABLE_REQUESTS = TABLE_MODELS, TABLE_NODES };
enum { LATENCY, CARRIED, SCOPE_ALL = 0, SCOPE_EDGE };

static const struct measure all_measures[] = {
	{ "latency", "s", "from creation to the end", SCOPE_WHOLE }, { "carried", "bit s-1", "bits over time", SCOPE_TIER }
};

static const char *const all_scopes[] = { "*", "tier:edge" };

static const struct measures two_measures = {
	.measure = all_measures, .n_measures = LENGTH(all_measures), .scope = all_scopes, .n_scopes = LENGTH(all_scopes)
};

static const struct record_layout test_layout = { all_tables, LENGTH(all_tables), &two_measures };

static inline struct record_info test_info(void)
{
	static const char *const overrides[] = { "run.seed=7" };
	static const struct record_input inputs[] = { { "data/a.csv", "00ff" }, { "data/ü.csv", "11ee" } };

	return (struct record_info){
		.title = "a test", .version = "1.0", .seed = UINT64_C(18446744073709551615), .replications = 2,
		.duration = 10 * SIM_SECOND, .warmup = SIM_SECOND / 2, .scenario_name = "a.yaml",
		.scenario = "fogline: 1\n", .effective = "fogline: 1 # all\n", .digest = "0123456789abcdef0123456789abcdef", .overrides = overrides, .n_overrides = 1,
		.inputs = inputs, .n_inputs = LENGTH(inputs)
	};
}

/* A file without a name, as a worker gets one. */
static inline int unnamed_file(void)
{
	char name[] = "/tmp/fogline-test-XXXXXX";
	int fd = mkstemp(name);

	unlink(name);
	return fd;
}

static inline struct request_row request_at(uint32_t i)
{
	return (struct request_row){
		.small = (uint8_t)i, .status = (uint16_t)(i % 3), .medium = (uint16_t)(i * 7), .node = i % 100,
		.bytes = (UINT64_C(1) << 60) + i, .delta = -(int64_t)i, .energy = i * 0.125,
		.latency = i % 10 == 9 ? SIM_TIME_NONE : (sim_time)i * 1000001
	};
}

static inline void put_requests(struct sink *sink, uint32_t from, uint32_t n)
{
	for (uint32_t i = from; i < from + n; i++) {
		struct request_row row = request_at(i);

		sink->row(sink, TABLE_REQUESTS, &row);
	}
}

static inline void put_nodes(struct sink *sink)
{
	char name[] = "phone-0";

	for (uint16_t i = 0; i < 3; i++) {
		struct node_row row = { name, i, 4u * i };

		name[6] = (char)('0' + i);
		sink->row(sink, TABLE_NODES, &row);
	}
}

/* A spool with what `put` hands it. */
static inline int spooled(void (*put)(struct sink *, uint32_t replication), uint32_t replication)
{
	int fd = unnamed_file();
	struct spool *spool = spool_new(&test_layout, fd);

	put(spool_sink(spool), replication);
	if (!spool_close(spool))
		abort();
	spool_free(spool);
	return fd;
}

/* Record `replications` of `put` to `path`. False with the errors printed. */
static inline bool recorded(const char *path, const struct record_info *info,
			    void (*put)(struct sink *, uint32_t replication), uint32_t replications)
{
	struct diag *diag = diag_new();
	struct recorder *recorder = recorder_open(path, &test_layout, info, diag);
	bool ok = recorder;

	for (uint32_t i = 0; ok && i < replications; i++) {
		int fd = spooled(put, i);

		ok = recorder_append(recorder, i, fd, diag);
		close(fd);
	}
	if (recorder)
		ok = recorder_close(recorder, RECORD_COMPLETE, NULL, diag) && ok;
	diag_print(diag, stdout);
	diag_free(diag);
	return ok;
}

#endif
