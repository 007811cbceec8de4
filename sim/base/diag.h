#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/*
 * Diagnostics: what is wrong with the user's input, where, and what was
 * expected. Everything that reads input collects its mistakes in one
 * struct diag, so that all of them are reported at once; only sim/cli prints.
 */

/* A place in a source: a file, or an option of the command line. */
struct mark {
	const char *source;     /* borrowed, lives as long as the diag; NULL: none */
	uint32_t line, column;  /* from 1; 0: the source as a whole */
};

enum diag_severity { DIAG_ERROR, DIAG_WARNING };

struct diag_message {
	enum diag_severity severity;
	struct mark mark;
	char *text;
	size_t source, order;   /* number of its source, and its own, as first met */
};

struct diag;

struct diag *diag_new(void);
void diag_free(struct diag *diag);

/*
 * Add an error at `mark`. Texts are lower case without a full stop, carry the
 * offending value and what is allowed. Always returns false, so that a
 * failing function can end with `return diag_error(...)`. The same text at the same place is kept once.
 */
bool diag_error(struct diag *diag, struct mark mark, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Add a warning at `mark`; the scenario still runs. */
void diag_warning(struct diag *diag, struct mark mark, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * Add the error "unknown WHAT 'NAME'", with the nearest of the `n` words if
 * one is near enough, else with the list of them. Returns false.
 */
bool diag_unknown(struct diag *diag, struct mark mark, const char *what,
		  const char *name, const char *const *words, size_t n);

/* How many errors (warnings) there are. */
size_t diag_errors(const struct diag *diag);
size_t diag_warnings(const struct diag *diag);

/* The messages in the order of their sources (as first met) and places; *n is set to their number. */
const struct diag_message *diag_messages(struct diag *diag, size_t *n);

/* Release `arena` with the diag: it holds the names of sources that marks borrow. */
struct arena;
void diag_keep(struct diag *diag, struct arena *arena);

/*
 * Print `SOURCE:LINE:COLUMN: error: TEXT` for every message, errors capped at
 * 20 with a line that counts the rest. Of what the user's own text brought in, control characters are
 * shown as \x1b, and no more than a thousand bytes.
 */
void diag_print(struct diag *diag, FILE *out);

#endif
