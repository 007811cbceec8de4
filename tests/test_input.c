/* Tables of comma-separated values: split into cells, cells into numbers and times, and what is wrong with them named by its place. */
#include "sim/base/text.h"
#include "sim/kernel/random.h"
#include "sim/scenario/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#define PATH "test_input.tmp.csv"

struct reading {
	struct arena *arena;
	struct files *files;
	struct diag *diag;
	const struct csv *csv;
};

static const struct mark here = { "scenario.yaml", 3, 7 };

static struct reading read_bytes(const char *text, size_t length)
{
	struct reading r = { .arena = arena_new(), .diag = diag_new() };
	FILE *file = fopen(PATH, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, length, file), length);
	assert_int_equal(fclose(file), 0);
	r.files = files_new(r.arena);
	r.csv = files_csv(r.files, PATH, here, r.diag);
	unlink(PATH);
	return r;
}

static struct reading read_text(const char *text)
{
	return read_bytes(text, strlen(text));
}

static void done(struct reading *r)
{
	diag_free(r->diag);
	files_free(r->files);
	arena_free(r->arena);
}

/* The messages as the user sees them. */
static char *messages(struct reading *r)
{
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);

	diag_print(r->diag, out);
	fclose(out);
	return text;
}

static void expect_messages(struct reading *r, const char *expected)
{
	char *text = messages(r);

	assert_string_equal(text, expected);
	free(text);
}

static uint32_t column(struct reading *r, const char *name)
{
	struct column_name n = { name, here };

	return csv_column(r->csv, &n, r->diag);
}

static void cells_and_names_are_split_at_commas(void **state)
{
	struct reading r = read_text("a, b ,c\n1,2,3\n,x y,\n");

	(void)state;
	assert_non_null(r.csv);
	assert_int_equal(r.csv->rows, 2);
	assert_int_equal(r.csv->columns, 3);
	assert_int_equal(column(&r, "b"), 1);
	assert_string_equal(csv_text(r.csv, 0, 0), "1");
	assert_string_equal(csv_text(r.csv, 2, 0), "3");
	assert_string_equal(csv_text(r.csv, 0, 1), "");
	assert_string_equal(csv_text(r.csv, 1, 1), "x y");
	assert_string_equal(csv_text(r.csv, 2, 1), "");
	assert_int_equal(diag_errors(r.diag), 0);
	done(&r);
}

static void quotes_hold_commas_quotes_and_line_ends(void **state)
{
	struct reading r = read_text("\"a,1\",b\r\n\"x, \"\"y\"\"\",2\r\n\"two\nlines\n\",\"\"\r\nlast,q\"q\r\n");

	(void)state;
	assert_non_null(r.csv);
	assert_int_equal(r.csv->rows, 3);
	assert_int_equal(column(&r, "a,1"), 0);
	assert_string_equal(csv_text(r.csv, 0, 0), "x, \"y\"");
	assert_string_equal(csv_text(r.csv, 1, 0), "2");
	assert_string_equal(csv_text(r.csv, 0, 1), "two\nlines\n");
	assert_string_equal(csv_text(r.csv, 1, 1), "");
	assert_string_equal(csv_text(r.csv, 1, 2), "q\"q");
	assert_int_equal(r.csv->line[0], 2);
	assert_int_equal(r.csv->line[1], 3);
	assert_int_equal(r.csv->line[2], 6);
	done(&r);
}

static void line_ends_blank_lines_and_byte_order_marks_do_not_matter(void **state)
{
	static const char *const variants[] = {
		"a,b\n1,2\n3,4\n", "a,b\n1,2\n3,4", "a,b\r\n1,2\r\n3,4\r\n", "a,b\r1,2\r3,4", ("\xef\xbb\xbf" "a,b\n1,2\n3,4\n"),
		"\n\na,b\n\n1,2\n\r\n3,4\n\n\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof variants / sizeof variants[0]; i++) {
		struct reading r = read_text(variants[i]);

		assert_non_null(r.csv);
		assert_int_equal(r.csv->rows, 2);
		assert_int_equal(column(&r, "a"), 0);
		assert_string_equal(csv_text(r.csv, 0, 0), "1");
		assert_string_equal(csv_text(r.csv, 1, 1), "4");
		done(&r);
	}
}

static void places_are_named_by_line_and_column(void **state)
{
	struct reading r = read_text("n,a\n\n\"x\ny\",12\n\xc3\xa4\xc3\xb6,zz\n\"q\"\"q\", oops\n");
	struct mark m;

	(void)state;
	m = csv_mark(r.csv, 0, 0);
	assert_int_equal(m.line, 3);
	assert_int_equal(m.column, 2);
	m = csv_mark(r.csv, 1, 0);
	assert_int_equal(m.line, 4);
	assert_int_equal(m.column, 4);
	m = csv_mark(r.csv, 1, 1);
	assert_int_equal(m.line, 5);
	assert_int_equal(m.column, 4);
	m = csv_mark(r.csv, 1, 2);
	assert_int_equal(m.line, 6);
	assert_int_equal(m.column, 8);
	assert_null(csv_numbers(r.csv, 1, r.arena, r.diag));
	expect_messages(&r, PATH ":5:4: error: column 'a': 'zz' is not a number\n"
			PATH ":6:8: error: column 'a': ' oops' is not a number\n");
	done(&r);
}

static void a_column_that_is_not_there_is_named_with_the_nearest(void **state)
{
	struct reading r = read_text("TIMESTAMP,ContextTokens,x,x\n1,2,3,4\n");

	(void)state;
	assert_int_equal(column(&r, "ContextToken"), COLUMN_NONE);
	expect_messages(&r, "scenario.yaml:3:7: error: unknown column of " PATH ": 'ContextToken'; did you mean 'ContextTokens'?\n");
	done(&r);

	r = read_text("TIMESTAMP,ContextTokens,x,x\n1,2,3,4\n");
	assert_int_equal(column(&r, "x"), COLUMN_NONE);
	expect_messages(&r, "scenario.yaml:3:7: error: " PATH " has two columns 'x'\n");
	done(&r);

	r = read_text("TIMESTAMP,ContextTokens,x,x\n1,2,3,4\n");
	assert_int_equal(column(&r, "timestamp"), COLUMN_NONE);
	expect_messages(&r, "scenario.yaml:3:7: error: unknown column of " PATH ": 'timestamp'; did you mean 'TIMESTAMP'?\n");
	done(&r);

	r = read_text("a;b\n1;2\n");
	assert_int_equal(column(&r, "wholly different"), COLUMN_NONE);
	expect_messages(&r, "scenario.yaml:3:7: error: unknown column of " PATH ": 'wholly different'; there are: a;b\n");
	done(&r);
}

static void what_is_no_table_is_refused(void **state)
{
	static const struct { const char *text, *message; } bad[] = {
		{ "", "scenario.yaml:3:7: error: " PATH " is empty; expected comma-separated values with the names of the columns in the first line\n" },
		{ "\n\r\n", "scenario.yaml:3:7: error: " PATH " is empty; expected comma-separated values with the names of the columns in the first line\n" },
		{ "a,b\n1,2\n3\n4,5,6\n", PATH ":3:1: error: expected 2 cells, one for each name in the first line, not 1\n"
		  PATH ":4:1: error: expected 2 cells, one for each name in the first line, not 3\n" },
		{ "a,b\n1,\"2\n3,4\n", PATH ":2:1: error: a quote is opened in this row and never closed\n" },
		{ "a,b\n1,\"2\" x\n3,4\n", PATH ":2:1: error: text follows a closing quote; a quote within quotes is written twice\n" },
		{ "\xff\xfe" "a", "scenario.yaml:3:7: error: " PATH " is in UTF-16; save it as UTF-8\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct reading r = read_text(bad[i].text);

		assert_null(r.csv);
		expect_messages(&r, bad[i].message);
		done(&r);
	}

	struct reading r = read_bytes("a\n1\0\n", 5);

	assert_null(r.csv);
	assert_int_equal(diag_errors(r.diag), 1);
	done(&r);
}

static void many_errors_are_cut(void **state)
{
	struct text t = { 0 };
	struct reading r;

	(void)state;
	text_add(&t, "a\n");
	for (int i = 0; i < 1000; i++)
		text_add(&t, "x%d\n", i);
	r = read_text(t.text);
	assert_null(csv_numbers(r.csv, 0, r.arena, r.diag));
	assert_int_equal(diag_errors(r.diag), 5);
	done(&r);
	text_fini(&t);
}

/* A cell of random bytes, such as make trouble. */
static char *random_cell(struct stream *draw)
{
	static const char bytes[] = "a1,\"\"\n\r; \xc3\xa4";
	struct text t = { 0 };

	for (uint64_t left = random_below(draw, 6); left; left--)
		text_append(&t, &bytes[random_below(draw, sizeof bytes - 1)], 1);
	return text_take(&t);
}

static void write_quoted(struct text *t, const char *cell)
{
	text_add(t, "\"");
	for (; *cell; cell++)
		text_add(t, *cell == '"' ? "\"\"" : "%c", *cell);
	text_add(t, "\"");
}

static void what_is_written_in_quotes_is_read_back(void **state)
{
	enum { COLUMNS = 3, ROWS = 4 };

	(void)state;
	for (uint64_t seed = 0; seed < 200; seed++) {
		struct stream draw = random_stream(seed);
		char *cell[(ROWS + 1) * COLUMNS];
		struct text t = { 0 };
		struct reading r;

		for (int i = 0; i < (ROWS + 1) * COLUMNS; i++) {
			cell[i] = i < COLUMNS ? text_format("column %d", i) : random_cell(&draw);
			write_quoted(&t, cell[i]);
			text_add(&t, "%s", i % COLUMNS < COLUMNS - 1 ? "," : random_below(&draw, 2) ? "\n" : "\r\n");
		}
		r = read_text(t.text);
		if (!r.csv || r.csv->rows != ROWS)
			fail_msg("seed %u: %s", (unsigned)seed, t.text);
		for (uint32_t i = COLUMNS; i < (ROWS + 1) * COLUMNS; i++)
			if (strcmp(csv_text(r.csv, i % COLUMNS, i / COLUMNS - 1), cell[i]) != 0)
				fail_msg("seed %u: cell %u is '%s', not '%s'", (unsigned)seed, i, csv_text(r.csv, i % COLUMNS, i / COLUMNS - 1), cell[i]);
		for (int i = 0; i < (ROWS + 1) * COLUMNS; i++)
			free(cell[i]);
		text_fini(&t);
		done(&r);
	}
}

/* Either an error, or as many cells in each row as there are columns, all of them texts. */
static void any_bytes_are_read_or_refused(void **state)
{
	(void)state;
	for (uint64_t seed = 0; seed < 500; seed++) {
		struct stream draw = random_stream(seed);
		struct text t = { 0 };
		struct reading r;

		for (uint64_t left = 1 + random_below(&draw, 12); left; left--) {
			char *cell = random_cell(&draw);

			text_add(&t, "%s,", cell);
			free(cell);
		}
		r = read_text(t.text);
		assert_true((r.csv != NULL) == (diag_errors(r.diag) == 0));
		for (uint32_t row = 0; r.csv && row < r.csv->rows; row++)
			for (uint32_t i = 0; i < r.csv->columns; i++) {
				assert_true(strlen(csv_text(r.csv, i, row)) <= t.length);
				assert_true(csv_mark(r.csv, i, row).line >= r.csv->line[row]);
			}
		if (r.csv && r.csv->rows)
			csv_times(r.csv, 0, r.arena, r.diag);
		text_fini(&t);
		done(&r);
	}
}

static void numbers_are_decimal_texts(void **state)
{
	struct reading r = read_text("a\n1\n-2.5\n 3e2 \n+0.125\n");
	const double *a = csv_numbers(r.csv, 0, r.arena, r.diag);

	(void)state;
	assert_non_null(a);
	assert_true(a[0] == 1 && a[1] == -2.5 && a[2] == 300 && a[3] == 0.125);
	done(&r);

	r = read_text("a,b\n1,0x10\n,nan\n3,inf\n");
	assert_null(csv_numbers(r.csv, 0, r.arena, r.diag));
	assert_null(csv_numbers(r.csv, 1, r.arena, r.diag));
	expect_messages(&r, PATH ":2:3: error: column 'b': '0x10' is not a number\n"
			PATH ":3:1: error: column 'a' is empty in this row; expected a number\n"
			PATH ":3:2: error: column 'b': 'nan' is not a number\n"
			PATH ":4:3: error: column 'b': 'inf' is not a number\n");
	done(&r);
}

static sim_time time_of(const char *text)
{
	char *file = text_format("t\n%s\n", text);
	struct reading r = read_text(file);
	const sim_time *t = csv_times(r.csv, 0, r.arena, r.diag);
	sim_time first = t ? t[0] : INT64_MIN;

	assert_int_equal(diag_errors(r.diag), t ? 0 : 1);
	done(&r);
	free(file);
	return first;
}

/* The days were counted by `date -u -d DATE +%s`. */
static void dates_are_exact_to_the_nanosecond(void **state)
{
	const int64_t s = 1000000000;

	(void)state;
	assert_int_equal(time_of("1970-01-01"), 0);
	assert_int_equal(time_of("2023-11-16"), 1700092800 * s);
	assert_int_equal(time_of("2023-11-16 18:15:46.6805900"), 1700158546 * s + 680590000);
	assert_int_equal(time_of("2023-11-16T18:15:46Z"), 1700158546 * s);
	assert_int_equal(time_of("2023-11-16T20:15:46+02:00"), 1700158546 * s);
	assert_int_equal(time_of("2023-11-16T20:15:46+0200"), 1700158546 * s);
	assert_int_equal(time_of("2023-11-16 13:15:46-05"), 1700158546 * s);
	assert_int_equal(time_of("2023-11-16 18:15"), 1700158500 * s);
	assert_int_equal(time_of("2023-11-16 18:15:46.123456789999"), 1700158546 * s + 123456790);
	assert_int_equal(time_of("2000-02-29"), 951782400 * s);
	assert_int_equal(time_of("2100-03-01"), INT64_C(4107542400) * s);
	assert_int_equal(time_of("1969-12-31 23:59:59.5"), -s / 2);
	assert_int_equal(time_of("2016-12-31 23:59:60"), time_of("2017-01-01"));
}

static void seconds_are_exact_to_the_nanosecond(void **state)
{
	const int64_t s = 1000000000;

	(void)state;
	assert_int_equal(time_of("0"), 0);
	assert_int_equal(time_of("0.1"), s / 10);
	assert_int_equal(time_of("1700158546.123456789"), 1700158546 * s + 123456789);
	assert_int_equal(time_of("-1.5"), -3 * s / 2);
	assert_int_equal(time_of("+2"), 2 * s);
	assert_int_equal(time_of("1.5e3"), 1500 * s);
	assert_int_equal(time_of("0.0000000005"), 1);
}

static void what_is_no_time_is_refused(void **state)
{
	static const char *const bad[] = {
		"2023-13-01", "2023-02-29", "2023-00-10", "2023-11-16 24:00", "2023-11-16 18:60", "2023-11-16 18:15:61", "2023-11-16x", "16.11.2023",
		"2023-11-16 18:15:46.", "2023-11-16 18:15:46+2", "2023-11-16 18:15:46 +02:00", "soon", "0x10", "1e10", "99999-01-01", "3000-01-01", "0000-01-01",
	};

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		assert_int_equal(time_of(bad[i]), INT64_MIN);
}

static void seconds_and_dates_are_not_mixed(void **state)
{
	struct reading r = read_text("t\n2023-11-16\n17\n");

	(void)state;
	assert_null(csv_times(r.csv, 0, r.arena, r.diag));
	expect_messages(&r, PATH ":3:1: error: column 't': '17' is not a date, as the first row has it\n");
	done(&r);
	r = read_text("t\n17\n2023-11-16\n");
	assert_null(csv_times(r.csv, 0, r.arena, r.diag));
	expect_messages(&r, PATH ":3:1: error: column 't': '2023-11-16' is not a number of seconds, as the first row has it\n");
	done(&r);
}

static void a_file_is_read_once_whatever_names_it(void **state)
{
	struct arena *arena = arena_new();
	struct files *files = files_new(arena);
	struct diag *diag = diag_new();
	const struct scenario_input *input;
	const struct csv *a, *b;
	FILE *file = fopen(PATH, "w");
	size_t n;

	(void)state;
	fputs("a\n1\n", file);
	fclose(file);
	a = files_csv(files, PATH, here, diag);
	b = files_csv(files, "./" PATH, here, diag);
	assert_non_null(a);
	assert_ptr_equal(a, b);
	assert_string_equal(files_read(files, PATH, &n, here, diag), "a\n1\n");
	assert_int_equal(n, 4);
	input = files_inputs(files, &n);
	assert_int_equal(n, 1);
	assert_string_equal(input[0].name, PATH);
	assert_int_equal(strlen(input[0].digest), 32);
	assert_null(files_csv(files, "missing.csv", here, diag));
	assert_null(files_csv(files, ".", here, diag));
	assert_int_equal(diag_errors(diag), 2);
	unlink(PATH);
	diag_free(diag);
	files_free(files);
	arena_free(arena);
}

static void names_are_relative_to_the_file_that_has_them(void **state)
{
	struct arena *arena = arena_new();
	struct mark in_file = { "scenarios/city.yaml", 2, 3 }, in_option = { "--set a/b=c", 0, 0 }, beside = { "city.yaml", 2, 3 };

	(void)state;
	assert_string_equal(files_beside(arena, in_file, "data/a.csv"), "scenarios/data/a.csv");
	assert_string_equal(files_beside(arena, in_file, "/data/a.csv"), "/data/a.csv");
	assert_string_equal(files_beside(arena, in_option, "data/a.csv"), "data/a.csv");
	assert_string_equal(files_beside(arena, beside, "a.csv"), "a.csv");
	assert_string_equal(files_seen_from(arena, "scenarios/city.yaml", "scenarios/data/a.csv"), "data/a.csv");
	assert_string_equal(files_seen_from(arena, "city.yaml", "data/a.csv"), "data/a.csv");
	assert_string_equal(files_seen_from(arena, "scenarios/city.yaml", "/data/a.csv"), "/data/a.csv");
	assert_int_equal(files_seen_from(arena, "scenarios/city.yaml", "data/a.csv")[0], '/');
	arena_free(arena);
}

static void a_stream_gives_the_bytes_of_a_file(void **state)
{
	const struct file file = { .text = "<graphml/>\n", .length = 11 };
	char line[32];

	(void)state;
	for (int i = 0; i < 2; i++) {
		FILE *stream = file_stream(&file);

		assert_non_null(fgets(line, sizeof line, stream));
		assert_string_equal(line, file.text);
		assert_null(fgets(line, sizeof line, stream));
		fclose(stream);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells_and_names_are_split_at_commas),
		cmocka_unit_test(quotes_hold_commas_quotes_and_line_ends),
		cmocka_unit_test(line_ends_blank_lines_and_byte_order_marks_do_not_matter),
		cmocka_unit_test(places_are_named_by_line_and_column),
		cmocka_unit_test(a_column_that_is_not_there_is_named_with_the_nearest),
		cmocka_unit_test(what_is_no_table_is_refused),
		cmocka_unit_test(many_errors_are_cut),
		cmocka_unit_test(what_is_written_in_quotes_is_read_back),
		cmocka_unit_test(any_bytes_are_read_or_refused),
		cmocka_unit_test(numbers_are_decimal_texts),
		cmocka_unit_test(dates_are_exact_to_the_nanosecond),
		cmocka_unit_test(seconds_are_exact_to_the_nanosecond),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(seconds_and_dates_are_not_mixed),
		cmocka_unit_test(a_file_is_read_once_whatever_names_it),
		cmocka_unit_test(names_are_relative_to_the_file_that_has_them),
		cmocka_unit_test(a_stream_gives_the_bytes_of_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
