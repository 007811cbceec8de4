/* Collects messages and sorts them by place before they are shown, since mistakes are found in several passes. */
#include "sim/base/diag.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

enum { ERRORS_SHOWN = 20 };

struct diag {
	struct diag_message *message;
	size_t n, capacity, errors;
	const char **source;    /* in the order first met */
	size_t sources;
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
	free(diag);
}

void diag_keep(struct diag *diag, struct arena *arena)
{
	diag->kept = xrealloc(diag->kept, (diag->n_kept + 1) * sizeof *diag->kept);
	diag->kept[diag->n_kept++] = arena;
}

static size_t source_rank(struct diag *diag, const char *source)
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

static bool same_place(const struct mark *a, const struct mark *b)
{
	const char *sa = a->source ? a->source : "";
	const char *sb = b->source ? b->source : "";

	return a->line == b->line && a->column == b->column && strcmp(sa, sb) == 0;
}

static void add(struct diag *diag, enum diag_severity severity, struct mark mark, char *text)
{
	for (size_t i = 0; i < diag->n; i++)
		if (same_place(&diag->message[i].mark, &mark)
		    && strcmp(diag->message[i].text, text) == 0) {
			free(text);
			return;
		}
	if (diag->n == diag->capacity) {
		diag->capacity = diag->capacity ? 2 * diag->capacity : 16;
		diag->message = xrealloc(diag->message, diag->capacity * sizeof *diag->message);
	}
	source_rank(diag, mark.source);
	diag->message[diag->n++] = (struct diag_message){ severity, mark, text };
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

bool diag_unknown(struct diag *diag, struct mark mark, const char *what,
		  const char *name, const char *const *words, size_t n)
{
	const char *nearest = text_nearest(name, words, n);

	if (nearest)
		return diag_error(diag, mark, "unknown %s '%s'; did you mean '%s'?", what, name, nearest);
	if (!n)
		return diag_error(diag, mark, "unknown %s '%s'; there are none", what, name);

	char *list = text_join(words, n < 40 ? n : 40, ", ");

	diag_error(diag, mark, "unknown %s '%s'; there are: %s%s", what, name, list, n > 40 ? ", ..." : "");
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

/* Whether `a` is shown after `b`. */
static bool after(struct diag *diag, const struct diag_message *a, const struct diag_message *b)
{
	size_t ra = source_rank(diag, a->mark.source);
	size_t rb = source_rank(diag, b->mark.source);

	if (ra != rb)
		return ra > rb;
	if (a->mark.line != b->mark.line)
		return a->mark.line > b->mark.line;
	return a->mark.column > b->mark.column;
}

const struct diag_message *diag_messages(struct diag *diag, size_t *n)
{
	for (size_t i = 1; i < diag->n && !diag->sorted; i++) {
		struct diag_message m = diag->message[i];
		size_t j = i;

		for (; j > 0 && after(diag, &diag->message[j - 1], &m); j--)
			diag->message[j] = diag->message[j - 1];
		diag->message[j] = m;
	}
	diag->sorted = true;
	*n = diag->n;
	return diag->message;
}

static void print_one(const struct diag_message *m, FILE *out)
{
	if (m->mark.source && m->mark.line)
		fprintf(out, "%s:%u:%u: ", m->mark.source, m->mark.line, m->mark.column);
	else if (m->mark.source)
		fprintf(out, "%s: ", m->mark.source);
	else
		fprintf(out, "fogline: ");
	fprintf(out, "%s: %s\n", m->severity == DIAG_ERROR ? "error" : "warning", m->text);
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
		fprintf(out, "fogline: and %zu more errors\n", shown - ERRORS_SHOWN);
}
