/*
 * Scenarios with random damage, the same in every run: whatever the text, reading ends, with a scenario or with messages that
 * have a place; what is read is written by `show` and read again as the same. Cases run in a child, so that a crash names its
 * number; FOGLINE_FUZZ=FROM:TO runs others than the first, and FOGLINE_FUZZ_FILE=FILE keeps the text of the last.
 */
#define _DEFAULT_SOURCE     /* MAP_ANONYMOUS */
#include "models/config.h"
#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/kernel/random.h"
#include "sim/kernel/sim.h"
#include "sim/scenario/scenario.h"

#include <glob.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { CASES = 8000, BATCH = 500, MOST_DAMAGE = 4, LARGEST = 1 << 16, CPU_SECONDS = 120 };

static char folder[] = "/tmp/fogline-test-fuzz-XXXXXX";
static char path[64], again_path[64], base_folder[64], base_path[64];

static struct corpus { char **text; size_t n; } corpus;

/* Which case a child is at, and what was wrong with it. */
static struct shared { uint64_t number, loaded; char wrong[500]; } *shared;

/* ---- texts ---- */

static char *read_text(const char *name)
{
	FILE *file = fopen(name, "rb");
	struct text text = { 0 };
	char buffer[4096];
	size_t n;

	assert_non_null(file);
	while ((n = fread(buffer, 1, sizeof buffer, file)) > 0)
		text_append(&text, buffer, n);
	fclose(file);
	return text_take(&text);
}

static void write_text(const char *name, const struct text *text)
{
	FILE *file;

	/* Some file systems flush a file that is written in the place of an older one. */
	unlink(name);
	file = fopen(name, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text->length ? text->text : "", 1, text->length, file), text->length);
	assert_int_equal(fclose(file), 0);
}

static void gather(const char *pattern)
{
	char *full = text_format("%s/%s", getenv("SRCDIR") ? getenv("SRCDIR") : ".", pattern);
	glob_t found;

	assert_int_equal(glob(full, 0, NULL, &found), 0);
	for (size_t i = 0; i < found.gl_pathc; i++) {
		corpus.text = xrealloc(corpus.text, (corpus.n + 1) * sizeof *corpus.text);
		corpus.text[corpus.n++] = read_text(found.gl_pathv[i]);
	}
	globfree(&found);
	free(full);
}

/* What the cases of tests/errors include. */
static void copy_base(void)
{
	char *name = text_format("%s/tests/errors/parts/base.yaml", getenv("SRCDIR") ? getenv("SRCDIR") : ".");
	char *base = read_text(name);
	struct text text = { 0 };

	snprintf(base_folder, sizeof base_folder, "%s/parts", folder);
	snprintf(base_path, sizeof base_path, "%s/parts/base.yaml", folder);
	assert_int_equal(mkdir(base_folder, 0777), 0);
	text_append(&text, base, strlen(base));
	write_text(base_path, &text);
	text_fini(&text);
	free(base);
	free(name);
}

/* ---- damage ---- */

static const char *const odd[] = {
	"-1", "0", "-0", "1e999", "1e-999", "nan", ".nan", "inf", ".inf", "unlimited", "18446744073709551615", "18446744073709551616",
	"99999999999999999999 s", "0.0000000001 ns", "1:30", "0x10", "010", "1_000", "~", "null", "yes", "on", "y", "true", "''", "\"\"",
	"[]", "{}", "[[]]", "{a: {b: c}}", "*a", "&a", "<<: *a", "<<", "- ", ": ", "? ", "#", "---\n", "...\n", "!tag ", "%YAML 1.1\n", "|\n",
	">\n", "\t", "\r", "\n", "\\", "\"", "'", "{", "}", "[", "]", ",", "@", "`", "\xef\xbb\xbf", "\xe9", "\xc2\xb5s", "\xf0\x9f\x98\x80", "\x1b[31m",
	"\x7f", "exponential(600 MI)", "exponential()", "exponential(", "lognormal(1 MB)", "{lognormal: {mean: 1 MB, cv: 0.4}}",
	"{choice: {1 MB: 0.9, 20 MB: 0.1}}", "{choice: {}}", "{each: [5 ms, 10 ms]}", "{uniform: {from: 2 s, to: 1 s}}", "same", "10 %", "101 %",
	"-5 ms", "5", "5 parsec", "5 MI/ms", "5 MI/", "5 /s", "/s", "origin", "start", "end", "all", "edge", "\"edge[0]\"", "\"edge[99]\"", "edge[-1]", "edge[",
	"defaults: {nodes: {cores: 3}}\n", "sweep: {nodes.edge.count: [1, 2]}\n", "include: a.yaml\n", "fogline: 2\n", "model: smartphone", "model: none",
	"scheduling: priority", "scheduling: {priority: {preemptive: true}}", "power: 5 W", "{policy: {a: b}}", "periodic", "{periodic: {every: 0 s}}",
};

static size_t below(struct stream *s, size_t n)
{
	return n ? (size_t)random_below(s, n) : 0;
}

static void splice(struct text *t, size_t at, size_t gone, const char *with, size_t length)
{
	struct text next = { 0 };

	text_append(&next, t->text, at);
	text_append(&next, with, length);
	text_append(&next, t->text + at + gone, t->length - at - gone);
	text_fini(t);
	*t = next;
}

/* The line that `at` lies in: *from, and its length with its end. */
static size_t line_at(const struct text *t, size_t at, size_t *from)
{
	size_t end = at;

	while (at > 0 && t->text[at - 1] != '\n')
		at--;
	while (end < t->length && t->text[end] != '\n')
		end++;
	*from = at;
	return end - at + (end < t->length);
}

/* A run of bytes without any of those that part values. */
static size_t word_at(const struct text *t, size_t at, size_t *from)
{
	static const char parting[] = " :,{}[]\n";
	size_t end;

	while (at > 0 && strchr(parting, t->text[at]))
		at--;
	for (end = at; end < t->length && !strchr(parting, t->text[end]);)
		end++;
	while (at > 0 && !strchr(parting, t->text[at - 1]))
		at--;
	*from = at;
	return end > at ? end - at : 0;
}

static void damage_line(struct stream *s, struct text *t, const struct text *source, int how)
{
	size_t from, other, length = line_at(t, below(s, t->length), &from), size = line_at(source, below(s, source->length), &other);
	static const char spaces[] = "        ";

	if (how == 0)
		splice(t, from, length, "", 0);
	else if (how == 1)
		splice(t, from, 0, source->text + other, size);
	else if (how == 2)
		splice(t, from, length, source->text + other, size);
	else
		splice(t, from, 0, spaces, 1 + below(s, 8));
}

static void damage(struct stream *s, struct text *t, const struct text *source)
{
	size_t at = below(s, t->length), from, length, other, size;
	const char *word = odd[below(s, sizeof odd / sizeof odd[0])];
	char byte = (char)below(s, 256);

	switch (below(s, 10)) {
	case 0: splice(t, at, t->length > 0, &byte, 1); break;
	case 1: splice(t, at, 0, &byte, 1); break;
	case 2: splice(t, at, below(s, t->length - at < 12 ? t->length - at : 12), "", 0); break;
	case 3: splice(t, at, 0, word, strlen(word)); break;
	case 4: splice(t, at, below(s, 10) ? t->length > 0 : t->length - at, "", 0); break;
	case 5:
	case 6:
		length = word_at(t, at, &from);
		splice(t, from, length, word, strlen(word));
		break;
	case 7:
		length = word_at(t, at, &from);
		size = word_at(source, below(s, source->length), &other);
		splice(t, from, length, source->text + other, size);
		break;
	default: damage_line(s, t, source, (int)below(s, 4)); break;
	}
}

static struct text make_case(uint64_t number)
{
	struct stream s = random_stream(random_mix(0xf0, number));
	const char *from = corpus.text[below(&s, corpus.n)], *other = corpus.text[below(&s, corpus.n)];
	struct text source = { 0 }, t = { 0 };

	text_append(&t, from, strlen(from));
	text_append(&source, other, strlen(other));
	/* Most texts get one wound: with more the first hides the rest. */
	for (size_t i = below(&s, 4) ? 1 : 2 + below(&s, MOST_DAMAGE); i > 0 && t.length && t.length < LARGEST; i--)
		damage(&s, &t, &source);
	text_fini(&source);
	return t;
}

/* ---- what must hold ---- */

static bool wrong(const char *format, ...) __attribute__((format(printf, 1, 2)));
static bool wrong(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(shared->wrong, sizeof shared->wrong, format, args);
	va_end(args);
	return false;
}

/* Every message has a place in the text, or is about a whole source. */
static bool messages_are_placed(struct diag *diag, const struct text *text)
{
	size_t n, lines = 1;
	const struct diag_message *m = diag_messages(diag, &n);

	for (size_t i = 0; i < text->length; i++)
		lines += text->text[i] == '\n' || text->text[i] == '\r';
	for (size_t i = 0; i < n; i++) {
		if (!m[i].mark.source)
			return wrong("a message without a place: %s", m[i].text);
		if (strcmp(m[i].mark.source, path) == 0 && m[i].mark.line > lines)
			return wrong("a message at line %u of %zu: %s", m[i].mark.line, lines, m[i].text);
		if (!*m[i].text)
			return wrong("an empty message at line %u", m[i].mark.line);
	}
	return true;
}

/* Damage to a number can ask for a world that takes long to build; such are only read. */
static bool is_small(const struct scenario_config *c)
{
	uint64_t nodes = 0;

	for (uint32_t i = 0; i < c->nodes.n; i++)
		nodes += ENTRY(&c->nodes, const struct node_config, i)->count;
	for (uint32_t i = 0; i < c->network.links.n; i++) {
		const char *attach = ENTRY(&c->network.links, const struct link_config, i)->attach.class->name;

		if ((strcmp(attach, "all") == 0 || strcmp(attach, "within") == 0) && nodes > 500)
			return false;
	}
	return nodes <= 20000;
}

static bool builds_or_says_why(const struct scenario *scenario, struct diag *diag, const struct text *text)
{
	const struct scenario_head *head = scenario_config(scenario);
	size_t errors = diag_errors(diag);
	struct text page = { 0 };
	struct sim sim;
	bool good = true;

	if (!is_small(scenario_config(scenario)))
		return true;
	sim_init(&sim, head->run.seed, 0);
	if (model_build(&sim, head, diag) != (diag_errors(diag) == errors))
		good = wrong("the world was %s", diag_errors(diag) > errors ? "built in spite of errors" : "not built, and no error says why");
	else if (diag_errors(diag) == errors)
		model_describe(&sim, &page);
	text_fini(&page);
	model_free(&sim);
	sim_fini(&sim);
	return good && messages_are_placed(diag, text);
}

static bool shows_what_it_read(struct scenario *scenario)
{
	const char *shown = scenario_effective(scenario);
	struct text text = { 0 };
	struct diag *diag = diag_new();
	struct scenario *again;
	size_t n;
	bool good = true;

	text_append(&text, shown, strlen(shown));
	write_text(again_path, &text);
	again = scenario_load(again_path, NULL, 0, diag);
	if (!again)
		good = wrong("what show prints is refused: %s", diag_messages(diag, &n)[0].text);
	else if (strcmp(scenario_effective(again), shown) != 0)
		good = wrong("what show prints is read as something else");
	scenario_free(again);
	diag_free(diag);
	text_fini(&text);
	return good;
}

static bool case_holds(uint64_t number)
{
	struct text text = make_case(number);
	struct diag *diag = diag_new();
	struct scenario *scenario;
	bool good;

	write_text(path, &text);
	if (getenv("FOGLINE_FUZZ_FILE"))
		write_text(getenv("FOGLINE_FUZZ_FILE"), &text);
	scenario = scenario_load(path, NULL, 0, diag);
	shared->loaded += scenario != NULL;
	good = messages_are_placed(diag, &text);
	if (!scenario != (diag_errors(diag) > 0))
		good = wrong("%s", scenario ? "read in spite of errors" : "not read, and no error says why");
	if (good && scenario)
		good = shows_what_it_read(scenario) && builds_or_says_why(scenario, diag, &text);
	scenario_free(scenario);
	diag_free(diag);
	text_fini(&text);
	return good;
}

static void batch(uint64_t from, uint64_t to)
{
	struct rlimit limit = { CPU_SECONDS, CPU_SECONDS };
	pid_t pid;
	int status;

	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		/* cmocka would go on with the test in the child. */
		signal(SIGSEGV, SIG_DFL);
		signal(SIGABRT, SIG_DFL);
		signal(SIGBUS, SIG_DFL);
		signal(SIGFPE, SIG_DFL);
		signal(SIGILL, SIG_DFL);
		setrlimit(RLIMIT_CPU, &limit);
		for (shared->number = from; shared->number < to; shared->number++)
			if (!case_holds(shared->number))
				_exit(1);
		_exit(0);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	if (WIFSIGNALED(status))
		fail_msg("case %llu: ended by signal %d", (unsigned long long)shared->number, WTERMSIG(status));
	if (WEXITSTATUS(status))
		fail_msg("case %llu: %s", (unsigned long long)shared->number,
			 *shared->wrong ? shared->wrong : "the process ended with an exit code");
}

static void any_text_is_read_or_refused_with_a_message(void **state)
{
	unsigned long long from = 0, to = CASES;
	const char *wanted = getenv("FOGLINE_FUZZ");

	(void)state;
	if (wanted)
		assert_int_equal(sscanf(wanted, "%llu:%llu", &from, &to), 2);
	for (unsigned long long i = from; i < to; i += BATCH)
		batch(i, i + BATCH < to ? i + BATCH : to);
	printf("%llu of %llu damaged texts are scenarios\n", (unsigned long long)shared->loaded, to - from);
	/* Damage that only ever breaks the syntax would try nothing. */
	if (!wanted)
		assert_in_range(shared->loaded, CASES / 20, CASES / 2);
}

static int set_up(void **state)
{
	(void)state;
	assert_non_null(mkdtemp(folder));
	snprintf(path, sizeof path, "%s/case.yaml", folder);
	snprintf(again_path, sizeof again_path, "%s/shown.yaml", folder);
	shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(shared != MAP_FAILED);
	gather("scenarios/*.yaml");
	gather("tests/validation/*.yaml");
	gather("tests/errors/*.yaml");
	copy_base();
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	for (size_t i = 0; i < corpus.n; i++)
		free(corpus.text[i]);
	free(corpus.text);
	unlink(path);
	unlink(again_path);
	unlink(base_path);
	rmdir(base_folder);
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_text_is_read_or_refused_with_a_message),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
