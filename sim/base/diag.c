/*
 * Collects messages and sorts them by place before they are shown, since mistakes are found in several passes. A file
 * may have as many mistakes as lines: repetitions are found by a hash, in an open table of which at most half is in use.
 */
#include "sim/base/diag.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { ERRORS_SHOWN = 20, BYTES_SHOWN = 1000, MOST_TOLD = 40 };

struct diag {
	struct diag_message *message;
	size_t n, capacity, errors;
	const char **source;    /* in the order first met */
	size_t sources;
	uint64_t *seen;         /* hashes of the messages; 0: free */
	size_t slots;
	bool sorted;
	struct arena **kept;
	size_t n_kept;
};

struct diag *diag_new(void)
{
	return xcalloc(1, sizeof(struct diag));
}

void diag_free(struct diag *diag)
{
	if (!diag)
		return;
	for (size_t i = 0; i < diag->n; i++)
		free(diag->message[i].text);
	for (size_t i = 0; i < diag->n_kept; i++)
		arena_free(diag->kept[i]);
	free(diag->kept);
	free(diag->message);
	free(diag->source);
	free(diag->seen);
	free(diag);
}

void diag_keep(struct diag *diag, struct arena *arena)
{
	diag->kept = xrealloc(diag->kept, (diag->n_kept + 1) * sizeof *diag->kept);
	diag->kept[diag->n_kept++] = arena;
}

static size_t source_number(struct diag *diag, const char *source)
{
	if (!source)
		return 0;
	for (size_t i = 0; i < diag->sources; i++)
		if (strcmp(diag->source[i], source) == 0)
			return i + 1;
	diag->source = xrealloc(diag->source, (diag->sources + 1) * sizeof *diag->source);
	diag->source[diag->sources++] = source;
	return diag->sources;
}

/* The place in the table of `hash`, or the free one where it belongs. */
static uint64_t *slot_of(struct diag *diag, uint64_t hash)
{
	size_t i = (size_t)hash & (diag->slots - 1);

	while (diag->seen[i] && diag->seen[i] != hash)
		i = (i + 1) & (diag->slots - 1);
	return &diag->seen[i];
}

/* Whether the same was said at the same place before; if not, it is now. */
static bool repeated(struct diag *diag, const struct diag_message *m)
{
	struct digest digest = digest_start();
	uint64_t hash, *slot;

	digest_add(&digest, &m->source, sizeof m->source);
	digest_add(&digest, &m->mark.line, sizeof m->mark.line);
	digest_add(&digest, &m->mark.column, sizeof m->mark.column);
	digest_add(&digest, m->text, strlen(m->text));
	hash = digest.low | 1;
	if (2 * (diag->n + 1) > diag->slots) {
		uint64_t *old = diag->seen;
		size_t n = diag->slots;

		diag->slots = n ? 2 * n : 64;
		diag->seen = xcalloc(diag->slots, sizeof *diag->seen);
		for (size_t i = 0; i < n; i++)
			if (old[i])
				*slot_of(diag, old[i]) = old[i];
		free(old);
	}
	slot = slot_of(diag, hash);
	if (*slot)
		return true;
	*slot = hash;
	return false;
}

static void add(struct diag *diag, enum diag_severity severity, struct mark mark, char *text)
{
	struct diag_message m = { severity, mark, text, source_number(diag, mark.source), diag->n };

	if (repeated(diag, &m)) {
		free(text);
		return;
	}
	if (diag->n == diag->capacity) {
		diag->capacity = diag->capacity ? 2 * diag->capacity : 16;
		diag->message = xrealloc(diag->message, diag->capacity * sizeof *diag->message);
	}
	diag->message[diag->n++] = m;
	diag->errors += severity == DIAG_ERROR;
	diag->sorted = false;
}

bool diag_error(struct diag *diag, struct mark mark, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(diag, DIAG_ERROR, mark, text_vformat(format, args));
	va_end(args);
	return false;
}

void diag_warning(struct diag *diag, struct mark mark, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	add(diag, DIAG_WARNING, mark, text_vformat(format, args));
	va_end(args);
}

/* The first words that differ from all before them, one more at most than are told; how many. */
static size_t first_distinct(const char *const *words, size_t n, const char *told[MOST_TOLD + 1])
{
	size_t kept = 0;

	for (size_t i = 0; i < n && kept <= MOST_TOLD; i++) {
		size_t j = 0;

		while (j < kept && strcmp(told[j], words[i]) != 0)
			j++;
		if (j == kept)
			told[kept++] = words[i];
	}
	return kept;
}

bool diag_unknown(struct diag *diag, struct mark mark, const char *what,
		  const char *name, const char *const *words, size_t n)
{
	const char *nearest = text_nearest(name, words, n);

	if (nearest)
		return diag_error(diag, mark, "unknown %s '%s'; did you mean '%s'?", what, name, nearest);
	if (!n)
		return diag_error(diag, mark, "unknown %s '%s'; there are none", what, name);

	const char *told[MOST_TOLD + 1];
	size_t distinct = first_distinct(words, n, told);
	char *list = text_join(told, distinct < MOST_TOLD ? distinct : MOST_TOLD, ", ");

	diag_error(diag, mark, "unknown %s '%s'; there are: %s%s", what, name, list, distinct > MOST_TOLD ? ", ..." : "");
	free(list);
	return false;
}

size_t diag_errors(const struct diag *diag)
{
	return diag->errors;
}

size_t diag_warnings(const struct diag *diag)
{
	return diag->n - diag->errors;
}

static int before(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

static int by_place(const void *one, const void *other)
{
	const struct diag_message *a = one, *b = other;

	if (a->source != b->source)
		return before(a->source, b->source);
	if (a->mark.line != b->mark.line)
		return before(a->mark.line, b->mark.line);
	if (a->mark.column != b->mark.column)
		return before(a->mark.column, b->mark.column);
	return before(a->order, b->order);
}

const struct diag_message *diag_messages(struct diag *diag, size_t *n)
{
	if (!diag->sorted && diag->n)
		qsort(diag->message, diag->n, sizeof *diag->message, by_place);
	diag->sorted = true;
	*n = diag->n;
	return diag->message;
}

/* The length of the character at `at` if it could steer a terminal, else 0. */
static size_t control(const unsigned char *at)
{
	if (*at < 0x20 || *at == 0x7f)
		return 1;
	return *at == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0 ? 2 : 0;
}

static void print_text(const char *text, FILE *out)
{
	const unsigned char *from = (const unsigned char *)text, *at = from;

	while (*at) {
		size_t n = control(at);

		if (at - from >= BYTES_SHOWN && (*at & 0xc0) != 0x80) {
			fputs(" ...", out);
			return;
		}
		if (!n)
			putc(*at++, out);
		for (; n; n--)
			fprintf(out, "\\x%02x", (unsigned)*at++);
	}
}

static void print_one(const struct diag_message *m, FILE *out)
{
	print_text(m->mark.source ? m->mark.source : "fogline", out);
	if (m->mark.source && m->mark.line)
		fprintf(out, ":%u:%u", m->mark.line, m->mark.column);
	fprintf(out, ": %s: ", m->severity == DIAG_ERROR ? "error" : "warning");
	print_text(m->text, out);
	putc('\n', out);
}

void diag_print(struct diag *diag, FILE *out)
{
	size_t n;
	size_t shown = 0;
	const struct diag_message *m = diag_messages(diag, &n);

	for (size_t i = 0; i < n; i++) {
		if (m[i].severity == DIAG_ERROR && shown++ >= ERRORS_SHOWN)
			continue;
		print_one(&m[i], out);
	}
	if (shown > ERRORS_SHOWN)
		fprintf(out, "fogline: and %zu more error%s\n", shown - ERRORS_SHOWN, shown == ERRORS_SHOWN + 1 ? "" : "s");
}
