/* Recording, read back: what the spool, the recorder and the summary make of rows with known values. */
#include "tests/record_fixture.h"

#include "sim/base/text.h"
#include "sim/kernel/stat.h"

#include <hdf5.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static char folder[] = "/tmp/fogline-test-record-XXXXXX";
static char path[64];

static struct diag *diag;

/* ---- helpers ---- */

static struct results *reopened(const char *name)
{
	struct results *results = results_open(name, diag);

	if (!results)
		diag_print(diag, stdout);
	assert_non_null(results);
	return results;
}

static const struct results_table *table_of(struct results *results, const char *name)
{
	const struct results_table *table = results_table(results, name, diag);

	if (!table)
		diag_print(diag, stdout);
	assert_non_null(table);
	return table;
}

static const double *reals(const struct results_table *table, const char *name)
{
	const struct results_column *column = results_column(table, name);

	assert_non_null(column);
	assert_int_equal(column->kind, RESULTS_REAL);
	return column->real;
}

static const int64_t *integers(const struct results_table *table, const char *name)
{
	const struct results_column *column = results_column(table, name);

	assert_non_null(column);
	assert_int_equal(column->kind, RESULTS_INTEGER);
	return column->integer;
}

static const char *const *words(const struct results_table *table, const char *name)
{
	const struct results_column *column = results_column(table, name);

	assert_non_null(column);
	assert_int_equal(column->kind, RESULTS_WORD);
	return column->word;
}

static void assert_near(double value, double expected)
{
	/* NaN is near nothing. */
	if (!(fabs(value - expected) <= 1e-9 * fabs(expected)))
		fail_msg("%.17g is not %.17g", value, expected);
}

static void put_measure(struct sink *sink, uint16_t measure, double mean, uint64_t count)
{
	struct measure_row row = {
		.measure = measure, .scope = SCOPE_EDGE, .mean = mean, .minimum = mean - 0.5, .p50 = mean, .p95 = mean + 1,
		.p99 = mean + 2, .maximum = mean + 3, .count = count
	};

	sink->row(sink, TABLE_MEASURES, &row);
}

static void put_nothing(struct sink *sink, uint32_t replication)
{
	(void)sink;
	(void)replication;
}

/* ---- rows ---- */

enum { MANY = 70000 };

static void put_many(struct sink *sink, uint32_t replication)
{
	put_nodes(sink);
	put_requests(sink, replication * MANY, MANY);
}

static void assert_row(const struct results_table *table, uint32_t i)
{
	static const char *const written[] = { "finished", "lost", "given_up" };
	struct request_row row = request_at(i);
	double latency = reals(table, "latency_s")[i];

	assert_int_equal(integers(table, "replication")[i], i / MANY);
	assert_int_equal(integers(table, "small")[i], row.small);
	assert_string_equal(words(table, "status")[i], written[row.status]);
	assert_int_equal(integers(table, "medium")[i], row.medium);
	assert_int_equal(integers(table, "node")[i], row.node);
	assert_int_equal(integers(table, "bytes")[i], row.bytes);
	assert_int_equal(integers(table, "delta")[i], row.delta);
	assert_true(reals(table, "energy_j")[i] == row.energy);
	if (row.latency == SIM_TIME_NONE)
		assert_true(isnan(latency));
	else
		assert_true(latency == (double)row.latency / 1e9);
}

static void check_rows(int compress)
{
	struct record_info info = test_info();
	struct results *results;
	const struct results_table *table;

	info.compress = compress;
	assert_true(recorded(path, &info, put_many, 3));
	results = reopened(path);
	table = table_of(results, "requests");
	assert_int_equal(table->rows, 3 * MANY);
	assert_int_equal(table->n_columns, 9);
	for (uint32_t i = 0; i < table->rows; i++)
		assert_row(table, i);
	results_close(results);
}

static void rows_of_three_replications_come_back_across_chunks(void **state)
{
	(void)state;
	check_rows(0);
}

static void compressed_rows_come_back_the_same(void **state)
{
	(void)state;
	check_rows(6);
}

static void put_one_block(struct sink *sink, uint32_t replication)
{
	put_requests(sink, replication * 65536, 65536);
}

static void exactly_one_block_has_no_rows_left_over(void **state)
{
	struct record_info info = test_info();
	struct results *results;
	const struct results_table *table;

	(void)state;
	assert_true(recorded(path, &info, put_one_block, 2));
	results = reopened(path);
	table = table_of(results, "requests");
	assert_int_equal(table->rows, 2 * 65536);
	assert_int_equal(integers(table, "delta")[65535], -65535);
	assert_int_equal(integers(table, "delta")[65536], -65536);
	assert_int_equal(integers(table, "delta")[131071], -131071);
	results_close(results);
}

static void a_table_that_is_once_has_the_rows_of_one_replication(void **state)
{
	struct record_info info = test_info();
	struct results *results;
	const struct results_table *table;

	(void)state;
	assert_true(recorded(path, &info, put_many, 2));
	results = reopened(path);
	table = table_of(results, "nodes");
	assert_int_equal(table->rows, 3);
	assert_null(results_column(table, "replication"));
	assert_string_equal(words(table, "name")[2], "phone-2");
	assert_string_equal(words(table, "tier")[1], "edge");
	assert_string_equal(words(table, "tier")[2], "none");
	assert_int_equal(integers(table, "cores")[2], 8);
	assert_string_equal(results_column(table, "cores")->units, "1");
	assert_string_equal(results_column(table, "cores")->help, "cores");
	results_close(results);
}

static H5D_layout_t layout_of(hid_t file, const char *name, hsize_t *chunk)
{
	hid_t dataset = H5Dopen2(file, name, H5P_DEFAULT);
	hid_t list = H5Dget_create_plist(dataset);
	H5D_layout_t layout = H5Pget_layout(list);

	*chunk = 0;
	if (layout == H5D_CHUNKED)
		H5Pget_chunk(list, 1, chunk);
	H5Pclose(list);
	H5Dclose(dataset);
	return layout;
}

static void only_large_tables_are_chunked(void **state)
{
	struct record_info info = test_info();
	hsize_t chunk;
	hid_t file;

	(void)state;
	assert_true(recorded(path, &info, put_many, 1));
	file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
	assert_int_equal(layout_of(file, "requests/latency_s", &chunk), H5D_CHUNKED);
	assert_int_equal(chunk, 65536);
	assert_int_equal(layout_of(file, "nodes/cores", &chunk), H5D_CONTIGUOUS);
	H5Fclose(file);
}

static void tables_without_rows_are_there_and_empty(void **state)
{
	static const char *const names[] = {
		"overrides", "inputs", "summary", "replications", "batches", "histograms", "runs", "requests", "nodes"
	};
	struct record_info info = test_info();
	struct results *results;

	(void)state;
	info.n_overrides = info.n_inputs = 0;
	assert_true(recorded(path, &info, put_nothing, 0));
	results = reopened(path);
	for (size_t i = 0; i < LENGTH(names); i++) {
		assert_string_equal(results_tables(results)[i], names[i]);
		assert_int_equal(table_of(results, names[i])->rows, 0);
	}
	assert_null(results_tables(results)[LENGTH(names)]);
	results_close(results);
}

/* ---- measures ---- */

/* Means 1, 2, 6 of latency, and nothing in the fourth. */
static void put_means(struct sink *sink, uint32_t replication)
{
	static const double means[] = { 1, 2, 6, NAN };

	put_measure(sink, CARRIED, means[replication], replication == 3 ? 0 : 10);
}

static void the_summary_has_mean_and_student_interval_over_replications(void **state)
{
	struct record_info info = test_info();
	struct results *results;
	const struct results_table *table;

	(void)state;
	assert_true(recorded(path, &info, put_means, 4));
	results = reopened(path);
	table = table_of(results, "summary");
	assert_int_equal(table->rows, 1);
	assert_string_equal(words(table, "measure")[0], "carried");
	assert_string_equal(words(table, "scope")[0], "tier:edge");
	assert_string_equal(words(table, "unit")[0], "bit s-1");
	assert_near(reals(table, "mean")[0], 3);
	assert_near(reals(table, "sd")[0], sqrt(7));
	/* t(0.975) with 2 degrees of freedom. */
	assert_near(reals(table, "half_width")[0], 4.302652729911275 * sqrt(7) / sqrt(3));
	assert_near(reals(table, "minimum")[0], 1);
	assert_near(reals(table, "maximum")[0], 6);
	assert_true(isnan(reals(table, "p50")[0]) && isnan(reals(table, "p99")[0]));
	assert_int_equal(integers(table, "count")[0], 30);
	assert_string_equal(results_attribute(results, "summary/interval"), "replications");
	assert_string_equal(results_attribute(results, "summary/confidence"), "0.95");
	results_close(results);
}

static void replications_are_kept_one_by_one(void **state)
{
	struct record_info info = test_info();
	struct results *results;
	const struct results_table *table;

	(void)state;
	assert_true(recorded(path, &info, put_means, 4));
	results = reopened(path);
	table = table_of(results, "replications");
	assert_int_equal(table->rows, 4);
	assert_int_equal(integers(table, "replication")[2], 2);
	assert_near(reals(table, "mean")[2], 6);
	assert_near(reals(table, "p50")[2], 6);
	assert_near(reals(table, "p95")[2], 7);
	assert_near(reals(table, "p99")[2], 8);
	assert_near(reals(table, "maximum")[2], 9);
	assert_true(isnan(reals(table, "mean")[3]));
	assert_int_equal(integers(table, "count")[3], 0);
	results_close(results);
}

/* 100 values of 1 ms in replication 0, 100 of 1 s in 1; and one of 9 ns in each. */
static void put_bins(struct sink *sink, uint32_t replication)
{
	sim_time value = replication ? SIM_SECOND : SIM_SECOND / 1000;
	struct bin_row bins[] = {
		{ LATENCY, SCOPE_ALL, histogram_bin(value), 100 }, { LATENCY, SCOPE_ALL, 9, 1 }
	};
	struct measure_row row = {
		.measure = LATENCY, .scope = SCOPE_ALL, .mean = (double)value / 1e9, .minimum = 9e-9,
		.maximum = (double)value / 1e9, .count = 101
	};

	sink->row(sink, TABLE_MEASURES, &row);
	sink->row(sink, TABLE_BINS, &bins[0]);
	sink->row(sink, TABLE_BINS, &bins[1]);
}

static void bins_are_merged_and_give_the_percentiles(void **state)
{
	struct record_info info = test_info();
	struct results *results;
	const struct results_table *table;

	(void)state;
	assert_true(recorded(path, &info, put_bins, 2));
	results = reopened(path);
	table = table_of(results, "summary");
	assert_true(fabs(reals(table, "p50")[0] / 1e-3 - 1) < 0.004);
	assert_true(fabs(reals(table, "p95")[0] / 1 - 1) < 0.004);
	assert_near(reals(table, "minimum")[0], 9e-9);
	assert_near(reals(table, "maximum")[0], 1);
	assert_int_equal(integers(table, "count")[0], 202);
	table = table_of(results, "histograms");
	assert_int_equal(table->rows, 3);
	assert_near(reals(table, "lower")[0], 9e-9);
	assert_near(reals(table, "upper")[0], 10e-9);
	assert_int_equal(integers(table, "count")[0], 2);
	assert_int_equal(integers(table, "count")[2], 100);
	assert_true(reals(table, "lower")[1] <= 1e-3 && reals(table, "upper")[1] > 1e-3);
	assert_string_equal(results_column(table, "lower")->units, "s");
	results_close(results);
}

static void put_batches(struct sink *sink, uint32_t replication)
{
	(void)replication;
	put_measure(sink, LATENCY, 2.5, 40);
	for (uint32_t i = 0; i < 4; i++) {
		struct batch_row row = { LATENCY, SCOPE_EDGE, i, i == 3 ? (double)NAN : 1.0 + 2 * i, i == 3 ? 0 : 10 };

		sink->row(sink, TABLE_BATCHES, &row);
	}
}

static void a_single_replication_has_its_interval_from_batches(void **state)
{
	struct record_info info = test_info();
	struct results *results;
	const struct results_table *table;

	(void)state;
	assert_true(recorded(path, &info, put_batches, 1));
	results = reopened(path);
	table = table_of(results, "summary");
	assert_near(reals(table, "mean")[0], 2.5);
	/* Batches 1, 3, 5. */
	assert_near(reals(table, "sd")[0], 2);
	assert_near(reals(table, "half_width")[0], 4.302652729911275 * 2 / sqrt(3));
	assert_string_equal(results_attribute(results, "summary/interval"), "batch means");
	results_close(results);
}

/* ---- runs ---- */

static void put_run(struct sink *sink, uint32_t replication)
{
	struct run_row row = { 100 + replication, 50, 40, 7, 3, 10 * SIM_SECOND + 5 };

	sink->row(sink, TABLE_RUN, &row);
}

static void lost_replications_stand_in_runs_in_their_place(void **state)
{
	struct record_info info = test_info();
	struct recorder *recorder = recorder_open(path, &test_layout, &info, diag);
	const struct record_run_info run = { "2024-01-02T03:04:05Z", 1.5, 2.5, "höst", 4 };
	int fd = spooled(put_run, 2);
	struct results *results;
	const struct results_table *table;

	(void)state;
	assert_non_null(recorder);
	assert_true(recorder_append(recorder, 2, fd, diag));
	recorder_lost(recorder, 0, RECORD_FAILED);
	recorder_lost(recorder, 1, RECORD_INTERRUPTED);
	assert_true(recorder_close(recorder, RECORD_INTERRUPTED, &run, diag));
	close(fd);
	results = reopened(path);
	assert_string_equal(results_attribute(results, "outcome"), "interrupted");
	table = table_of(results, "runs");
	assert_int_equal(table->rows, 3);
	assert_int_equal(integers(table, "replication")[0], 0);
	assert_string_equal(words(table, "outcome")[0], "failed");
	assert_true(isnan(reals(table, "reached_s")[0]));
	assert_string_equal(words(table, "outcome")[1], "interrupted");
	assert_string_equal(words(table, "outcome")[2], "complete");
	assert_int_equal(integers(table, "events")[2], 102);
	assert_int_equal(integers(table, "created")[2], 50);
	assert_int_equal(integers(table, "finished")[2], 40);
	assert_int_equal(integers(table, "failed")[2], 7);
	assert_int_equal(integers(table, "in_flight")[2], 3);
	assert_true(reals(table, "reached_s")[2] == 10.000000005);
	table = table_of(results, "run");
	assert_int_equal(table->rows, 1);
	assert_string_equal(words(table, "host")[0], "höst");
	assert_near(reals(table, "wall_s")[0], 1.5);
	assert_int_equal(integers(table, "workers")[0], 4);
	results_close(results);
}

/* ---- the file ---- */

static void attributes_and_texts_come_back(void **state)
{
	struct record_info info = test_info();
	struct results *results;

	(void)state;
	assert_true(recorded(path, &info, put_nothing, 0));
	results = reopened(path);
	assert_string_equal(results_attribute(results, "format"), "fogline results");
	assert_string_equal(results_attribute(results, "format_version"), "1");
	assert_string_equal(results_attribute(results, "title"), "a test");
	assert_string_equal(results_attribute(results, "fogline_version"), "1.0");
	assert_string_equal(results_attribute(results, "seed"), "18446744073709551615");
	assert_string_equal(results_attribute(results, "replications"), "2");
	assert_string_equal(results_attribute(results, "duration_s"), "10");
	assert_string_equal(results_attribute(results, "warmup_s"), "0.5");
	assert_string_equal(results_attribute(results, "outcome"), "complete");
	assert_string_equal(results_attribute(results, "digest"), info.digest);
	assert_string_equal(results_attribute(results, "scenario"), info.scenario);
	assert_string_equal(results_attribute(results, "effective_scenario"), info.effective);
	assert_null(results_attribute(results, "nothing"));
	assert_null(results_attribute(results, "summary/nothing"));
	assert_string_equal(words(table_of(results, "overrides"), "override")[0], "run.seed=7");
	assert_string_equal(words(table_of(results, "inputs"), "name")[1], "data/ü.csv");
	assert_string_equal(words(table_of(results, "inputs"), "digest")[1], "11ee");
	assert_string_equal(words(table_of(results, "scenario"), "scenario")[0], info.scenario);
	results_close(results);
}

static char *bytes_of(const char *name, size_t *length)
{
	FILE *file = fopen(name, "rb");
	char *bytes;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	*length = (size_t)ftell(file);
	rewind(file);
	bytes = malloc(*length);
	assert_int_equal(fread(bytes, 1, *length, file), *length);
	fclose(file);
	return bytes;
}

static void put_all(struct sink *sink, uint32_t replication)
{
	put_run(sink, replication);
	put_many(sink, replication);
	put_means(sink, replication);
	put_bins(sink, replication);
	put_batches(sink, replication);
}

static void same_rows_give_the_same_bytes(void **state)
{
	struct record_info info = test_info();

	(void)state;
	for (info.compress = 0; info.compress < 2; info.compress++) {
		char second[128];
		size_t n[2];
		char *bytes[2];

		snprintf(second, sizeof second, "%s-again-with-a-longer-name", path);
		assert_true(recorded(path, &info, put_all, 2));
		assert_true(recorded(second, &info, put_all, 2));
		bytes[0] = bytes_of(path, &n[0]);
		bytes[1] = bytes_of(second, &n[1]);
		assert_int_equal(n[0], n[1]);
		assert_memory_equal(bytes[0], bytes[1], n[0]);
		free(bytes[0]);
		free(bytes[1]);
		unlink(second);
	}
}

static herr_t assert_no_time(hid_t root, const char *name, const H5O_info_t *object, void *data)
{
	(void)root;
	(void)name;
	(void)data;
	return object->ctime || object->mtime || object->atime || object->btime ? -1 : 0;
}

static void no_object_carries_a_time(void **state)
{
	struct record_info info = test_info();
	hid_t file;

	(void)state;
	assert_true(recorded(path, &info, put_all, 1));
	file = H5Fopen(path, H5F_ACC_RDONLY, H5P_DEFAULT);
	assert_int_equal(H5Ovisit2(file, H5_INDEX_NAME, H5_ITER_INC, assert_no_time, NULL, H5O_INFO_ALL), 0);
	H5Fclose(file);
}

static int begin(void **state)
{
	(void)state;
	diag = diag_new();
	return 0;
}

static int end(void **state)
{
	(void)state;
	diag_free(diag);
	unlink(path);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rows_of_three_replications_come_back_across_chunks, begin, end),
		cmocka_unit_test_setup_teardown(compressed_rows_come_back_the_same, begin, end),
		cmocka_unit_test_setup_teardown(exactly_one_block_has_no_rows_left_over, begin, end),
		cmocka_unit_test_setup_teardown(a_table_that_is_once_has_the_rows_of_one_replication, begin, end),
		cmocka_unit_test_setup_teardown(only_large_tables_are_chunked, begin, end),
		cmocka_unit_test_setup_teardown(tables_without_rows_are_there_and_empty, begin, end),
		cmocka_unit_test_setup_teardown(the_summary_has_mean_and_student_interval_over_replications, begin, end),
		cmocka_unit_test_setup_teardown(replications_are_kept_one_by_one, begin, end),
		cmocka_unit_test_setup_teardown(bins_are_merged_and_give_the_percentiles, begin, end),
		cmocka_unit_test_setup_teardown(a_single_replication_has_its_interval_from_batches, begin, end),
		cmocka_unit_test_setup_teardown(lost_replications_stand_in_runs_in_their_place, begin, end),
		cmocka_unit_test_setup_teardown(attributes_and_texts_come_back, begin, end),
		cmocka_unit_test_setup_teardown(same_rows_give_the_same_bytes, begin, end),
		cmocka_unit_test_setup_teardown(no_object_carries_a_time, begin, end),
	};
	int failures;

	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof path, "%s/a.h5", folder);
	failures = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(folder);
	return failures;
}
