/* Texts, diagnostics, memory. */
#include "sim/base/diag.h"
#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/kernel/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* ---- numbers ---- */

static void only_decimal_numbers_are_numbers(void **state)
{
	static const char *const right[] = { "0", "-0", "+1", "1.5", "007", "1e3", "1e-3", "1.25e+10", "123456789012345678901234567890",
		"0.000000000000000000000000000000000000000000000000000000000000000000000000000000001" };
	static const char *const wrong[] = { "", "-", ".", ".5", "5.", "1e", "1e+", "e3", "0x10", "nan", "inf", "1_000", " 1", "1 ", "1,5", "1e999", "--1",
		"1.2.3", "1E3" };
	double value;

	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
		assert_true(text_number(right[i], strlen(right[i]), &value));
		assert_true(value == strtod(right[i], NULL));
	}
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		if (text_number(wrong[i], strlen(wrong[i]), &value))
			fail_msg("'%s' is a number", wrong[i]);
	assert_true(text_number("15 s", 2, &value) && value == 15);
}

static void a_number_is_written_in_the_fewest_digits_that_read_back(void **state)
{
	static const struct { double value; const char *text; } as[] = {
		{ 0, "0" }, { -0.0, "-0" }, { 0.1, "0.1" }, { 100, "100" }, { 1e16, "10000000000000000" }, { 1e17, "1e+17" }, { 1.5e300, "1.5e+300" },
		{ 1e-5, "0.00001" }, { 1e-6, "1e-06" }, { 1.0 / 3, "0.3333333333333333" }, { 123.456, "123.456" }, { -2.5, "-2.5" },
		{ (double)INFINITY, "inf" }, { -(double)INFINITY, "-inf" }, { 5e-324, "5e-324" },
	};
	struct stream draw = random_stream(2);
	char text[32];

	(void)state;
	for (size_t i = 0; i < sizeof as / sizeof as[0]; i++)
		assert_string_equal(text_of_number(as[i].value, text), as[i].text);
	for (int i = 0; i < 100000; i++) {
		union { uint64_t bits; double value; } any = { random_bits(&draw) };
		double again;

		if (!isfinite(any.value))
			continue;
		text_of_number(any.value, text);
		if (!text_number(text, strlen(text), &again) || again != any.value)
			fail_msg("%.17g is written '%s'", any.value, text);
	}
}

/* ---- texts ---- */

static void the_nearest_word_is_near(void **state)
{
	static const char *const words[] = { "cores", "count", "clock", "cost", "bandwidth", "at", "to" };
	static const struct { const char *word, *nearest; } as[] = {
		{ "coers", "cores" }, { "core", "cores" }, { "bandwith", "bandwidth" }, { "cuont", "count" }, { "bnadwdith", "bandwidth" }, { "clocks", "clock" },
		{ "colour", NULL }, { "ta", NULL }, { "x", NULL }, { "", NULL }, { "cores", "cores" }, { "bandwidthxyz", NULL },
	};
	char longest[200];

	(void)state;
	for (size_t i = 0; i < sizeof as / sizeof as[0]; i++) {
		const char *nearest = text_nearest(as[i].word, words, sizeof words / sizeof words[0]);

		if ((!nearest) != (!as[i].nearest) || (nearest && strcmp(nearest, as[i].nearest)))
			fail_msg("nearest to '%s' is '%s'", as[i].word, nearest ? nearest : "nothing");
	}
	memset(longest, 'a', sizeof longest);
	longest[sizeof longest - 1] = 0;
	assert_null(text_nearest(longest, words, sizeof words / sizeof words[0]));
	/* Of equally near ones the first. */
	assert_string_equal(text_nearest("coxst", (const char *const[]){ "coast", "coyst" }, 2), "coast");
}

static void texts_grow(void **state)
{
	struct text t = { 0 };
	char *taken;

	(void)state;
	for (int i = 0; i < 1000; i++)
		text_add(&t, "%d,", i);
	text_append(&t, "a\0b", 3);
	assert_int_equal(t.length, 3893);
	assert_memory_equal(t.text + t.length - 7, "999,a\0b", 8);
	taken = text_take(&t);
	assert_memory_equal(taken, "0,1,2,", 6);
	free(taken);
	assert_null(t.text);
	taken = text_take(&t);
	assert_string_equal(taken, "");
	free(taken);
	taken = text_join((const char *const[]){ "a", "b", "c" }, 3, ", ");
	assert_string_equal(taken, "a, b, c");
	free(taken);
	taken = text_join(NULL, 0, ", ");
	assert_string_equal(taken, "");
	free(taken);
}

/* Values of the reference implementation (draft-eastlake-fnv). */
static void digests_are_those_of_fnv_1a(void **state)
{
	struct digest digest = digest_start();
	char text[33];

	(void)state;
	digest_print(&digest, text);
	assert_string_equal(text, "6c62272e07bb014262b821756295c58d");
	digest_add(&digest, "a", 1);
	digest_print(&digest, text);
	assert_string_equal(text, "d228cb696f1a8caf78912b704e4a8964");
	digest = digest_start();
	digest_add(&digest, "foo", 3);
	digest_add(&digest, "bar", 3);
	digest_print(&digest, text);
	assert_string_equal(text, "343e1662793c64bf6f0d3597ba446f18");
	assert_true(text_hash("") == UINT64_C(0xcbf29ce484222325));
	assert_true(text_hash("a") == UINT64_C(0xaf63dc4c8601ec8c));
	assert_true(text_hash("foobar") == UINT64_C(0x85944171f73967e8));
}

/* ---- diagnostics ---- */

static char *printed(struct diag *diag)
{
	char *text = NULL;
	size_t length;
	FILE *file = open_memstream(&text, &length);

	diag_print(diag, file);
	fclose(file);
	return text;
}

static void messages_come_in_the_order_of_their_places(void **state)
{
	struct diag *diag = diag_new();
	char *text;

	(void)state;
	assert_false(diag_error(diag, (struct mark){ "b", 2, 1 }, "third"));
	diag_error(diag, (struct mark){ "a", 1, 1 }, "fifth");
	diag_error(diag, (struct mark){ "b", 1, 9 }, "second %d", 2);
	diag_warning(diag, (struct mark){ "b", 1, 2 }, "first");
	diag_error(diag, (struct mark){ "b", 2, 1 }, "fourth");
	diag_error(diag, (struct mark){ "b", 2, 1 }, "third");
	diag_error(diag, (struct mark){ "a", 0, 0 }, "of the whole");
	diag_error(diag, (struct mark){ 0 }, "of nothing");
	assert_int_equal(diag_errors(diag), 6);
	assert_int_equal(diag_warnings(diag), 1);
	text = printed(diag);
	assert_string_equal(text, "fogline: error: of nothing\nb:1:2: warning: first\nb:1:9: error: second 2\nb:2:1: error: third\nb:2:1: error: fourth\n"
			    "a: error: of the whole\na:1:1: error: fifth\n");
	free(text);
	/* And again, when more have come. */
	diag_error(diag, (struct mark){ "b", 1, 1 }, "at first");
	text = printed(diag);
	assert_non_null(strstr(text, "nothing\nb:1:1: error: at first\nb:1:2: warning"));
	free(text);
	diag_free(diag);
}

static void twenty_errors_are_shown_and_all_warnings(void **state)
{
	struct diag *diag = diag_new();
	char *text;

	(void)state;
	for (unsigned i = 1; i <= 20; i++)
		diag_error(diag, (struct mark){ "s", i, 1 }, "error %u", i);
	text = printed(diag);
	assert_null(strstr(text, "more"));
	free(text);
	diag_error(diag, (struct mark){ "s", 21, 1 }, "error 21");
	text = printed(diag);
	assert_non_null(strstr(text, "s:20:1: error: error 20\nfogline: and 1 more error\n"));
	free(text);
	for (unsigned i = 22; i <= 5000; i++)
		diag_error(diag, (struct mark){ "s", i, 1 }, "error %u", i);
	diag_warning(diag, (struct mark){ "s", 6000, 1 }, "careful");
	text = printed(diag);
	assert_non_null(strstr(text, "s:6000:1: warning: careful\nfogline: and 4980 more errors\n"));
	free(text);
	diag_free(diag);
}

static void no_control_character_and_no_flood_reaches_a_terminal(void **state)
{
	struct diag *diag = diag_new();
	char flood[5000], *text;

	(void)state;
	diag_error(diag, (struct mark){ "a\x1b.yaml", 1, 1 }, "'\x1b[31m\n\t\x7f\xc2\x9b \xc3\xa9'");
	text = printed(diag);
	assert_string_equal(text, "a\\x1b.yaml:1:1: error: '\\x1b[31m\\x0a\\x09\\x7f\\xc2\\x9b \xc3\xa9'\n");
	free(text);
	diag_free(diag);
	diag = diag_new();
	memset(flood, 'x', sizeof flood);
	flood[sizeof flood - 1] = 0;
	diag_error(diag, (struct mark){ "a", 1, 1 }, "%s", flood);
	text = printed(diag);
	assert_int_equal(strlen(text), strlen("a:1:1: error: ") + 1000 + strlen(" ...\n"));
	free(text);
	diag_free(diag);
}

static void an_unknown_word_is_told_with_the_nearest_or_all(void **state)
{
	struct diag *diag = diag_new();
	static char word[60][8];
	const char *many[120];
	size_t n;
	const struct diag_message *m;

	(void)state;
	for (size_t i = 0; i < 60; i++) {
		snprintf(word[i], sizeof word[i], "word%zu", i);
		many[2 * i] = many[2 * i + 1] = word[i];
	}
	diag_unknown(diag, (struct mark){ "a", 1, 1 }, "key", "coers", (const char *const[]){ "cores", "count" }, 2);
	diag_unknown(diag, (struct mark){ "a", 2, 1 }, "key", "xyz", (const char *const[]){ "cores", "count" }, 2);
	diag_unknown(diag, (struct mark){ "a", 3, 1 }, "key", "xyz", NULL, 0);
	diag_unknown(diag, (struct mark){ "a", 4, 1 }, "key", "xyz", many, 120);
	m = diag_messages(diag, &n);
	assert_int_equal(n, 4);
	assert_string_equal(m[0].text, "unknown key 'coers'; did you mean 'cores'?");
	assert_string_equal(m[1].text, "unknown key 'xyz'; there are: cores, count");
	assert_string_equal(m[2].text, "unknown key 'xyz'; there are none");
	assert_string_equal(m[3].text + strlen(m[3].text) - strlen("word38, word39, ..."), "word38, word39, ...");
	diag_free(diag);
}

/* ---- memory ---- */

static void an_arena_gives_zeroed_aligned_memory_that_stays(void **state)
{
	struct arena *arena = arena_new();
	struct stream draw = random_stream(3);
	enum { N = 3000 };
	static struct { unsigned char *at; size_t size; } kept[N];

	(void)state;
	for (int i = 0; i < N; i++) {
		kept[i].size = i % 100 == 0 ? 600000 : (size_t)random_below(&draw, 300);
		kept[i].at = arena_alloc(arena, kept[i].size);
		assert_non_null(kept[i].at);
		assert_int_equal((uintptr_t)kept[i].at % 16, 0);
		for (size_t k = 0; k < kept[i].size; k++)
			assert_int_equal(kept[i].at[k], 0);
		memset(kept[i].at, i % 251 + 1, kept[i].size);
	}
	for (int i = 0; i < N; i++)
		for (size_t k = 0; k < kept[i].size; k += 97)
			assert_int_equal(kept[i].at[k], i % 251 + 1);
	assert_string_equal(arena_strndup(arena, "abcdef", 3), "abc");
	assert_string_equal(arena_format(arena, "%d-%s", 5, "x"), "5-x");
	arena_free(arena);
	arena_free(NULL);
}

/* Small ones share a chunk with others, which must not move with the first of it. */
static void only_a_large_block_moves_to_pages_of_its_own(void **state)
{
	enum { N = 60, SMALL = 400 << 10, LARGE = 3 << 20 };
	static unsigned char *block[N];
	struct arena *arena = arena_new();
	unsigned char *large = NULL, *moved;

	(void)state;
	for (int i = 0; i < N; i++) {
		block[i] = memset(arena_alloc(arena, SMALL), i + 1, SMALL);
		if (i == N / 2)
			large = memset(arena_alloc(arena, LARGE), N + 1, LARGE);
	}
	for (int i = 0; i < N; i++)
		assert_ptr_equal(arena_renew(arena, block[i]), block[i]);
	moved = arena_renew(arena, large);
	assert_ptr_not_equal(moved, large);
	for (size_t k = 0; k < LARGE; k += 97)
		assert_int_equal(moved[k], N + 1);
	for (int i = 0; i < N; i++)
		for (size_t k = 0; k < SMALL; k += 97)
			assert_int_equal(block[i][k], i + 1);
	assert_non_null(arena_alloc(arena, SMALL));
	arena_free(arena);
}

static void a_pool_gives_back_what_was_put(void **state)
{
	enum { N = 5000 };
	static void *thing[N];
	struct pool pool;

	(void)state;
	pool_init(&pool, 40);
	assert_int_equal(pool.size, 48);
	for (int i = 0; i < N; i++) {
		thing[i] = pool_get(&pool);
		assert_int_equal((uintptr_t)thing[i] % 16, 0);
		memset(thing[i], i % 256, 40);
	}
	assert_int_equal(pool.in_use, N);
	for (int i = 0; i < N; i++)
		assert_int_equal(*(unsigned char *)thing[i], i % 256);
	pool_put(&pool, thing[17]);
	assert_ptr_equal(pool_get(&pool), thing[17]);
	for (int i = 0; i < N; i++)
		pool_put(&pool, thing[i]);
	assert_int_equal(pool.in_use, 0);
	pool_fini(&pool);
}

static void asks_for_an_overflow(int which)
{
	struct arena *arena = arena_new();

	if (which == 0)
		arena_array(arena, SIZE_MAX / 2, 3);
	else if (which == 1)
		arena_alloc(arena, SIZE_MAX - 3);
	else
		free(xaligned(64, SIZE_MAX / 2, 3));
	_exit(0);
}

/* A size that no memory has ends the program with 1 and a line; it never wraps around. */
static void without_memory_the_program_says_so(void **state)
{
	(void)state;
	for (int which = 0; which < 3; which++) {
		int ends[2], status;
		char said[200] = "";
		pid_t pid;

		assert_int_equal(pipe(ends), 0);
		fflush(NULL);
		pid = fork();
		if (pid == 0) {
			dup2(ends[1], STDERR_FILENO);
			asks_for_an_overflow(which);
		}
		close(ends[1]);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		assert_true(read(ends[0], said, sizeof said - 1) > 0);
		close(ends[0]);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), 1);
		assert_non_null(strstr(said, "fogline: out of memory"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_decimal_numbers_are_numbers),
		cmocka_unit_test(a_number_is_written_in_the_fewest_digits_that_read_back),
		cmocka_unit_test(the_nearest_word_is_near),
		cmocka_unit_test(texts_grow),
		cmocka_unit_test(digests_are_those_of_fnv_1a),
		cmocka_unit_test(messages_come_in_the_order_of_their_places),
		cmocka_unit_test(twenty_errors_are_shown_and_all_warnings),
		cmocka_unit_test(no_control_character_and_no_flood_reaches_a_terminal),
		cmocka_unit_test(an_unknown_word_is_told_with_the_nearest_or_all),
		cmocka_unit_test(an_arena_gives_zeroed_aligned_memory_that_stays),
		cmocka_unit_test(only_a_large_block_moves_to_pages_of_its_own),
		cmocka_unit_test(a_pool_gives_back_what_was_put),
		cmocka_unit_test(without_memory_the_program_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
