/* Texts. Numbers are read and written with the point of the C locale whatever the process's locale is. */
#include "sim/base/text.h"

#include "sim/base/int128.h"
#include "sim/base/memory.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST_WORD = 64, FARTHEST = 2, DIGITS = 17 };

char *text_vformat(const char *format, va_list args)
{
	va_list again;

	va_copy(again, args);

	int length = vsnprintf(NULL, 0, format, again);
	char *text;

	va_end(again);
	if (length < 0)
		return xstrdup("");
	text = xmalloc((size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

char *text_format(const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = text_vformat(format, args);
	va_end(args);
	return text;
}

char *text_join(const char *const *words, size_t n, const char *between)
{
	struct text t = { 0 };

	for (size_t i = 0; i < n; i++)
		text_add(&t, "%s%s", i ? between : "", words[i]);
	return text_take(&t);
}

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Edit distance with swaps of neighbours (optimal string alignment), of words up to LONGEST_WORD bytes. */
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
	size_t row[3][LONGEST_WORD + 1];

	for (size_t j = 0; j <= m; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= n; i++) {
		size_t *now = row[i % 3];
		const size_t *last = row[(i + 2) % 3];

		now[0] = i;
		for (size_t j = 1; j <= m; j++) {
			now[j] = least(last[j], now[j - 1]) + 1;
			now[j] = least(now[j], last[j - 1] + (a[i - 1] != b[j - 1]));
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
				now[j] = least(now[j], row[(i + 1) % 3][j - 2] + 1);
		}
	}
	return row[n % 3][m];
}

const char *text_nearest(const char *word, const char *const *words, size_t n)
{
	const char *nearest = NULL;
	size_t best = FARTHEST + 1;
	size_t length = strlen(word);

	for (size_t i = 0; i < n; i++) {
		size_t other = strlen(words[i]);
		size_t longer = length > other ? length : other;

		if (longer > LONGEST_WORD || longer - least(length, other) > FARTHEST)
			continue;

		size_t d = distance(word, length, words[i], other);

		if (d < best && 2 * d < longer) {
			best = d;
			nearest = words[i];
		}
	}
	return nearest;
}

static void reserve(struct text *t, size_t more)
{
	size_t needed = t->length + more + 1;

	if (needed <= t->capacity)
		return;
	t->capacity = needed < 64 ? 64 : needed + needed / 2;
	t->text = xrealloc(t->text, t->capacity);
}

void text_add(struct text *t, const char *format, ...)
{
	va_list args, again;

	va_start(args, format);
	va_copy(again, args);
	reserve(t, 1);

	size_t room = t->capacity - t->length;
	int length = vsnprintf(t->text + t->length, room, format, args);

	va_end(args);
	if (length > 0 && (size_t)length >= room) {
		reserve(t, (size_t)length);
		vsnprintf(t->text + t->length, (size_t)length + 1, format, again);
	}
	va_end(again);
	if (length > 0)
		t->length += (size_t)length;
}

static bool begins_character(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

size_t text_width(const char *text)
{
	size_t width = 0;

	for (; *text; text++)
		width += begins_character(*text);
	return width;
}

size_t text_line(const char *text, size_t width)
{
	size_t words = 0, taken = 0, i;

	for (i = 0; text[i] && text[i] != '\n'; i++) {
		if (begins_character(text[i]) && ++taken > width)
			return text[i] == ' ' ? i : words ? words : i;
		if (text[i] == ' ')
			words = i;
	}
	return i;
}

const char *text_next_line(const char *text, size_t length)
{
	return text + length + (text[length] == ' ' || text[length] == '\n');
}

void text_append(struct text *t, const char *bytes, size_t length)
{
	reserve(t, length);
	if (length)
		memcpy(t->text + t->length, bytes, length);
	t->length += length;
	t->text[t->length] = 0;
}

void text_wrap(struct text *t, const char *words, size_t width, size_t indent)
{
	for (bool first = true; *words; first = false) {
		size_t length = text_line(words, width - indent);

		text_add(t, "%*s%.*s\n", first ? 0 : (int)indent, "", (int)length, words);
		words = text_next_line(words, length);
	}
}

char *text_take(struct text *t)
{
	char *text = t->text ? t->text : xstrdup("");

	*t = (struct text){ 0 };
	return text;
}

void text_fini(struct text *t)
{
	free(t->text);
	*t = (struct text){ 0 };
}

static size_t digits(const char *text, size_t length, size_t at)
{
	size_t from = at;

	while (at < length && text[at] >= '0' && text[at] <= '9')
		at++;
	return at - from;
}

static bool is_number(const char *text, size_t length)
{
	size_t at = length > 0 && (text[0] == '+' || text[0] == '-');
	size_t n = digits(text, length, at);

	if (!n)
		return false;
	at += n;
	if (at < length && text[at] == '.') {
		n = digits(text, length, at + 1);
		if (!n)
			return false;
		at += n + 1;
	}
	if (at < length && text[at] == 'e') {
		at++;
		at += at < length && (text[at] == '+' || text[at] == '-');
		n = digits(text, length, at);
		if (!n)
			return false;
		at += n;
	}
	return at == length;
}

bool text_number(const char *text, size_t length, double *value)
{
	char small[64];
	char *copy;
	char *point;
	double v;

	if (!is_number(text, length))
		return false;
	copy = length < sizeof small ? small : xmalloc(length + 1);
	memcpy(copy, text, length);
	copy[length] = 0;
	point = strchr(copy, '.');
	if (point)
		*point = *localeconv()->decimal_point;
	v = strtod(copy, NULL);
	if (copy != small)
		free(copy);
	if (!isfinite(v))
		return false;
	*value = v;
	return true;
}

/* The fewest digits that read back as `value`, without point and trailing zeros; *exponent is that of the first digit. */
static size_t shortest_digits(double value, char out[DIGITS + 1], int *exponent)
{
	char text[40];
	size_t n = 0;

	for (int precision = 0; precision < DIGITS; precision++) {
		snprintf(text, sizeof text, "%.*e", precision, value);
		if (strtod(text, NULL) == value)
			break;
	}

	const char *e = strchr(text, 'e');

	*exponent = (int)strtol(e + 1, NULL, 10);
	for (const char *c = text; c < e; c++)
		if (*c >= '0' && *c <= '9')
			out[n++] = *c;
	while (n > 1 && out[n - 1] == '0')
		n--;
	out[n] = 0;
	return n;
}

const char *text_of_number(double value, char buffer[32])
{
	char digit[DIGITS + 1];
	struct text t = { .text = buffer, .capacity = 32 };
	int exponent;
	int n;

	if (!isfinite(value)) {
		text_add(&t, "%s", isnan(value) ? "nan" : value > 0 ? "inf" : "-inf");
		return buffer;
	}
	n = (int)shortest_digits(fabs(value), digit, &exponent);
	text_add(&t, "%s", signbit(value) ? "-" : "");
	if (exponent < -5 || exponent >= DIGITS)
		text_add(&t, "%c%s%se%+03d", digit[0], n > 1 ? "." : "", digit + 1, exponent);
	else if (exponent < 0)
		text_add(&t, "0.%.*s%s", -exponent - 1, "0000", digit);
	else if (n <= exponent + 1)
		text_add(&t, "%s%.*s", digit, exponent + 1 - n, "0000000000000000");
	else
		text_add(&t, "%.*s.%s", exponent + 1, digit, digit + exponent + 1);
	return buffer;
}

/* Parameters of FNV-1a from Fowler, Noll, Vo and Eastlake; the prime of 128 bits is 2^88 + 0x13b. */
struct digest digest_start(void)
{
	return (struct digest){ UINT64_C(0x6c62272e07bb0142), UINT64_C(0x62b821756295c58d) };
}

void digest_add(struct digest *d, const void *bytes, size_t length)
{
	const unsigned char *byte = bytes;
	const u128 prime = ((u128)1 << 88) + 0x13b;
	u128 hash = (u128)d->high << 64 | d->low;

	for (size_t i = 0; i < length; i++)
		hash = (hash ^ byte[i]) * prime;
	d->high = (uint64_t)(hash >> 64);
	d->low = (uint64_t)hash;
}

void digest_print(const struct digest *d, char out[33])
{
	snprintf(out, 33, "%016llx%016llx", (unsigned long long)d->high, (unsigned long long)d->low);
}

uint64_t text_hash(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return hash;
}
