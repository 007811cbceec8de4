/* Recording when something is wrong: whatever happens, an older file stays as it was and nothing is left beside it. */
#include "tests/record_fixture.h"

#include <dirent.h>
#include <errno.h>
#include <hdf5.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cmocka.h>

static char folder[] = "/tmp/fogline-test-safety-XXXXXX";
static char path[80];

static struct diag *diag;
static struct record_info info;

/* ---- helpers ---- */

static void put_some(struct sink *sink, uint32_t replication)
{
	put_nodes(sink);
	put_requests(sink, replication * 1000, 1000);
}

static void put_much(struct sink *sink, uint32_t replication)
{
	put_requests(sink, replication, 200000);
}

static void put_text(const char *name, const char *text)
{
	FILE *file = fopen(name, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void assert_text(const char *name, const char *text)
{
	char bytes[64] = "";
	FILE *file = fopen(name, "r");

	assert_non_null(file);
	assert_true(fread(bytes, 1, sizeof bytes - 1, file) == strlen(text));
	assert_string_equal(bytes, text);
	fclose(file);
}

/* How many files the folder has, hidden ones too. */
static int files(void)
{
	DIR *d = opendir(folder);
	int n = -2;

	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void assert_message(const char *part)
{
	size_t n;
	const struct diag_message *message = diag_messages(diag, &n);

	if (n != 1)
		diag_print(diag, stdout);
	assert_int_equal(n, 1);
	if (!strstr(message[0].text, part))
		fail_msg("'%s' is not in '%s'", part, message[0].text);
}

static void assert_refused(const char *name, const char *part)
{
	assert_null(recorder_open(name, &test_layout, &info, diag));
	assert_message(part);
}

/* ---- targets ---- */

static void a_folder_that_is_not_there_is_named(void **state)
{
	char name[128];

	(void)state;
	snprintf(name, sizeof name, "%s/none/a.h5", folder);
	assert_refused(name, "there is no folder");
	assert_int_equal(files(), 0);
}

static void a_folder_is_no_target(void **state)
{
	(void)state;
	assert_refused(folder, "is a folder");
}

static void a_device_is_no_target(void **state)
{
	(void)state;
	assert_refused("/dev/null", "not a regular file");
}

static void a_file_in_place_of_the_folder_is_named(void **state)
{
	char name[128];

	(void)state;
	put_text(path, "x");
	snprintf(name, sizeof name, "%s/b.h5", path);
	assert_refused(name, "is not a folder");
}

static void another_kind_of_file_is_refused_and_kept(void **state)
{
	(void)state;
	put_text(path, "my thesis");
	assert_refused(path, "refused to replace");
	assert_text(path, "my thesis");
	assert_int_equal(files(), 1);
}

static void another_hdf5_file_is_refused(void **state)
{
	hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);

	(void)state;
	H5Fclose(file);
	assert_refused(path, "refused to replace");
	assert_int_equal(files(), 1);
}

static void an_older_results_file_is_replaced(void **state)
{
	struct results *results;

	(void)state;
	assert_true(recorded(path, &info, put_some, 1));
	assert_true(recorded(path, &info, put_some, 3));
	assert_int_equal(files(), 1);
	results = results_open(path, diag);
	assert_non_null(results);
	assert_int_equal(results_table(results, "requests", diag)->rows, 3000);
	results_close(results);
}

static void a_path_without_a_folder_is_in_the_current_one(void **state)
{
	(void)state;
	assert_int_equal(chdir(folder), 0);
	assert_true(recorded("a.h5", &info, put_some, 1));
	assert_int_equal(chdir("/"), 0);
	assert_int_equal(access(path, F_OK), 0);
	assert_int_equal(files(), 1);
}

static void a_link_stays_and_its_file_is_replaced(void **state)
{
	char link_path[128];
	struct stat status;

	(void)state;
	snprintf(link_path, sizeof link_path, "%s/link", folder);
	assert_int_equal(symlink("a.h5", link_path), 0);
	assert_true(recorded(link_path, &info, put_some, 1));
	assert_int_equal(lstat(link_path, &status), 0);
	assert_true(S_ISLNK(status.st_mode));
	assert_int_equal(lstat(path, &status), 0);
	assert_true(S_ISREG(status.st_mode));
}

static void two_recorders_of_one_process_do_not_meet(void **state)
{
	struct recorder *one = recorder_open(path, &test_layout, &info, diag);
	struct recorder *two = recorder_open(path, &test_layout, &info, diag);

	(void)state;
	assert_non_null(one);
	assert_non_null(two);
	assert_string_not_equal(recorder_temporary(one), recorder_temporary(two));
	recorder_abandon(one);
	assert_true(recorder_close(two, RECORD_COMPLETE, NULL, diag));
	assert_int_equal(files(), 1);
}

static void giving_up_leaves_nothing(void **state)
{
	struct recorder *recorder = recorder_open(path, &test_layout, &info, diag);
	int fd = spooled(put_much, 0);

	(void)state;
	assert_true(recorder_append(recorder, 0, fd, diag));
	assert_int_equal(files(), 1);
	assert_int_equal(access(recorder_temporary(recorder), F_OK), 0);
	recorder_abandon(recorder);
	assert_int_equal(files(), 0);
	close(fd);
}

/* ---- spools ---- */

static void a_spool_cut_at_any_place_is_left_out_whole(void **state)
{
	struct recorder *recorder = recorder_open(path, &test_layout, &info, diag);
	int fd = spooled(put_some, 0);
	int whole = spooled(put_some, 1);
	off_t length = lseek(fd, 0, SEEK_END);
	struct results *results;

	(void)state;
	for (off_t cut = length - 1; cut > 0; cut -= cut > length - 50 ? 1 : 977) {
		assert_int_equal(ftruncate(fd, cut), 0);
		assert_false(recorder_append(recorder, 0, fd, diag));
	}
	assert_int_equal(ftruncate(fd, 0), 0);
	assert_false(recorder_append(recorder, 0, fd, diag));
	assert_message("replication 0 has no whole rows: its worker stopped before the end");
	recorder_lost(recorder, 0, RECORD_FAILED);
	assert_true(recorder_append(recorder, 1, whole, diag));
	assert_true(recorder_close(recorder, RECORD_FAILED, NULL, diag));
	close(fd);
	close(whole);
	results = results_open(path, diag);
	assert_non_null(results);
	assert_int_equal(results_table(results, "requests", diag)->rows, 1000);
	/* Of the first that has rows. */
	assert_int_equal(results_table(results, "nodes", diag)->rows, 3);
	results_close(results);
}

static void damage(int fd, off_t at)
{
	unsigned char byte;

	assert_int_equal(pread(fd, &byte, 1, at), 1);
	byte ^= 1;
	assert_int_equal(pwrite(fd, &byte, 1, at), 1);
}

/* Each byte of the first block's head, 32 of them. */
static void a_damaged_spool_fails_the_file(void **state)
{
	int fd = spooled(put_some, 0);

	(void)state;
	assert_true(recorded(path, &info, put_some, 1));
	for (off_t at = 0; at < 32; at++) {
		struct recorder *recorder = recorder_open(path, &test_layout, &info, diag);

		damage(fd, at);
		assert_false(recorder_append(recorder, 0, fd, diag));
		assert_false(recorder_close(recorder, RECORD_COMPLETE, NULL, diag));
		damage(fd, at);
	}
	diag_free(diag);
	diag = diag_new();
	assert_true(recorded(path, &info, put_some, 1));
	close(fd);
	assert_int_equal(files(), 1);
}

static void a_full_disk_under_the_spool_is_told_at_its_end(void **state)
{
	int fd = open("/dev/full", O_WRONLY);
	struct spool *spool = spool_new(&test_layout, fd);

	(void)state;
	put_much(spool_sink(spool), 0);
	assert_false(spool_close(spool));
	assert_int_equal(errno, ENOSPC);
	spool_free(spool);
	close(fd);
}

/* ---- files that cannot grow ---- */

static void set_limit(rlim_t bytes)
{
	struct rlimit limit;

	getrlimit(RLIMIT_FSIZE, &limit);
	limit.rlim_cur = bytes;
	setrlimit(RLIMIT_FSIZE, &limit);
}

/* As a full disk, for limits within the header, the chunks, and what is written last. */
static void a_file_that_cannot_grow_leaves_the_older_one(void **state)
{
	static const rlim_t limits[] = { 100, 5000, 50000, 500000, 3000000, 9000000 };
	int fd = spooled(put_much, 0);
	struct results *results;

	(void)state;
	assert_true(recorded(path, &info, put_some, 1));
	signal(SIGXFSZ, SIG_IGN);
	for (size_t i = 0; i < LENGTH(limits); i++) {
		struct recorder *recorder;
		bool ok;

		set_limit(limits[i]);
		recorder = recorder_open(path, &test_layout, &info, diag);
		ok = recorder && recorder_append(recorder, 0, fd, diag);
		if (recorder)
			ok = recorder_close(recorder, RECORD_COMPLETE, NULL, diag) && ok;
		set_limit(RLIM_INFINITY);
		if (ok)
			fail_msg("written within %lu bytes", (unsigned long)limits[i]);
		assert_message("file too large");
		assert_int_equal(files(), 1);
	}
	close(fd);
	results = results_open(path, diag);
	assert_non_null(results);
	assert_int_equal(results_table(results, "requests", diag)->rows, 1000);
	results_close(results);
}

/* ---- reading ---- */

static void assert_unreadable(const char *name, const char *part)
{
	assert_null(results_open(name, diag));
	assert_message(part);
}

static void a_file_that_is_not_there_is_said_so(void **state)
{
	(void)state;
	assert_unreadable(path, "there is no such file");
}

static void a_file_that_is_not_hdf5_is_said_so(void **state)
{
	(void)state;
	put_text(path, "text");
	assert_unreadable(path, "not HDF5");
}

static void a_folder_cannot_be_read(void **state)
{
	(void)state;
	assert_unreadable(folder, "is a folder");
}

static void an_hdf5_file_of_others_is_said_so(void **state)
{
	hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);

	(void)state;
	H5Fclose(file);
	assert_unreadable(path, "but not a results file of fogline");
}

static void a_newer_format_is_not_guessed_at(void **state)
{
	uint64_t version = 2;
	hid_t file;
	hid_t attribute;

	(void)state;
	assert_true(recorded(path, &info, put_some, 1));
	file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
	attribute = H5Aopen(file, "format_version", H5P_DEFAULT);
	H5Awrite(attribute, H5T_NATIVE_UINT64, &version);
	H5Aclose(attribute);
	H5Fclose(file);
	assert_unreadable(path, "newer fogline: its format is 2, at most 1 is known");
}

static void an_unknown_table_has_its_nearest_named(void **state)
{
	struct results *results;

	(void)state;
	assert_true(recorded(path, &info, put_some, 1));
	results = results_open(path, diag);
	assert_null(results_table(results, "sumary", diag));
	assert_message("did you mean 'summary'?");
	results_close(results);
}

static int begin(void **state)
{
	(void)state;
	diag = diag_new();
	info = test_info();
	H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
	return 0;
}

static int end(void **state)
{
	char link_path[128];

	(void)state;
	diag_free(diag);
	snprintf(link_path, sizeof link_path, "%s/link", folder);
	unlink(link_path);
	unlink(path);
	return files() != 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_folder_that_is_not_there_is_named),
		TEST(a_folder_is_no_target),
		TEST(a_device_is_no_target),
		TEST(a_file_in_place_of_the_folder_is_named),
		TEST(another_kind_of_file_is_refused_and_kept),
		TEST(another_hdf5_file_is_refused),
		TEST(an_older_results_file_is_replaced),
		TEST(a_path_without_a_folder_is_in_the_current_one),
		TEST(a_link_stays_and_its_file_is_replaced),
		TEST(two_recorders_of_one_process_do_not_meet),
		TEST(giving_up_leaves_nothing),
		TEST(a_spool_cut_at_any_place_is_left_out_whole),
		TEST(a_damaged_spool_fails_the_file),
		TEST(a_full_disk_under_the_spool_is_told_at_its_end),
		TEST(a_file_that_cannot_grow_leaves_the_older_one),
		TEST(a_file_that_is_not_there_is_said_so),
		TEST(a_file_that_is_not_hdf5_is_said_so),
		TEST(a_folder_cannot_be_read),
		TEST(an_hdf5_file_of_others_is_said_so),
		TEST(a_newer_format_is_not_guessed_at),
		TEST(an_unknown_table_has_its_nearest_named),
	};
	int failures;

	/* As the recorder does; too late there, when a test has called HDF5 before. */
	H5dont_atexit();
	if (!mkdtemp(folder))
		return 1;
	snprintf(path, sizeof path, "%s/a.h5", folder);
	failures = cmocka_run_group_tests(tests, NULL, NULL);
	rmdir(folder);
	return failures;
}
