#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts: formatting, growing strings, strict numbers, near words, digests. */

/* A formatted text; the caller frees it. */
char *text_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
char *text_vformat(const char *format, va_list args) __attribute__((format(printf, 1, 0)));

/* The words with `between` between them; the caller frees it. */
char *text_join(const char *const *words, size_t n, const char *between);

/*
 * The word nearest to `word` by edit distance (insert, delete, replace, swap
 * neighbours), if the distance is at most 2 and less than half the length of the longer; the first of
 * equals. NULL if none is near.
 */
const char *text_nearest(const char *word, const char *const *words, size_t n);

/* Characters of UTF-8, none of which is wide or combines. */
size_t text_width(const char *text);

/* How many bytes of `text` go on a line of `width` characters: whole words, if one fits, and none beyond a newline; and what comes after them. */
size_t text_line(const char *text, size_t width);
const char *text_next_line(const char *text, size_t length);

/* A string that grows; the zero value is empty. `text` is NUL-terminated once something was added. */
struct text {
	char *text;
	size_t length, capacity;
};

void text_add(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_append(struct text *t, const char *bytes, size_t length);
/* Add `words` in lines of at most `width` characters; all but the first, which begins behind `indent` characters, are indented by as many. */
void text_wrap(struct text *t, const char *words, size_t width, size_t indent);

/* Hand the string over (never NULL) and make `t` empty; the caller frees it. */
char *text_take(struct text *t);
void text_fini(struct text *t);

/*
 * A decimal number without spaces: [+-]digits[.digits][e[+-]digits]; no hexadecimal, inf or nan. Independent
 * of the locale. False if the `length` bytes are not exactly such a number, or it overflows a double.
 */
bool text_number(const char *text, size_t length, double *value);

/* The shortest decimal text that reads back as the same double, at most 17 digits, in `buffer` of 32 bytes. Returns buffer. */
const char *text_of_number(double value, char buffer[32]);

/* A 128-bit FNV-1a digest; start with digest_start, add bytes, print 32 hexadecimal digits and a NUL into `out`. */
struct digest { uint64_t high, low; };
struct digest digest_start(void);
void digest_add(struct digest *d, const void *bytes, size_t length);
void digest_print(const struct digest *d, char out[33]);

/* A 64-bit hash of a text, the same on every machine; used as a key of random streams. */
uint64_t text_hash(const char *text);

#endif
