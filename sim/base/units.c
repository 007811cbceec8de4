/*
 * Quantities. Prefixes are powers of ten, applied to the decimal text before it becomes a double, so that 0.1 ms,
 * 100 us and 0.0001 s are the same bits; only what is left (60, 1024, 3600) is multiplied.
 */
#include "sim/base/units_inside.h"

#include "sim/base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How a unit's number becomes a value in the base unit. */
static bool find_scale(const char *name, size_t length, enum dimension dimension, struct unit *scale)
{
	const struct unit *u = unit_find(name, length, dimension);
	const char *slash = memchr(name, '/', length);
	const struct unit *below;
	enum dimension over = unit_dimensions[dimension].over;

	if (u) {
		*scale = *u;
		return true;
	}
	if (!slash || !unit_dimensions[dimension].ratio)
		return false;
	below = unit_find(slash + 1, length - (size_t)(slash + 1 - name), unit_below(dimension));
	u = over == DIM_NONE ? NULL : unit_find(name, (size_t)(slash - name), over);
	if (!below || (over == DIM_NONE ? slash != name : !u))
		return false;
	*scale = (struct unit){ .exponent = (u ? u->exponent : 0) - below->exponent,
				.multiply = (u ? u->multiply : 1) * below->divide,
				.divide = (u ? u->divide : 1) * below->multiply };
	if (dimension == DIM_DATA_RATE)
		scale->multiply *= 8;
	return true;
}

bool unit_apply(const char *text, size_t mantissa, long exponent, const struct unit *scale, double *value)
{
	char small[64];
	char *shifted = NULL;
	bool fine;

	exponent += scale->exponent;
	if (mantissa < sizeof small - 24)
		snprintf(small, sizeof small, "%.*se%ld", (int)mantissa, text, exponent);
	else
		shifted = text_format("%.*se%ld", (int)mantissa, text, exponent);
	fine = text_number(shifted ? shifted : small, strlen(shifted ? shifted : small), value);
	free(shifted);
	*value = fine ? *value * scale->multiply / scale->divide : 0;
	return fine && isfinite(*value);
}

static size_t digits(const char *text, size_t length, size_t at)
{
	size_t from = at;

	while (at < length && text[at] >= '0' && text[at] <= '9')
		at++;
	return at - from;
}

/* The value of `n` digits, bounded where any number has long over- or underflowed. */
static long exponent_of(const char *digit, size_t n)
{
	long value = 0;

	for (size_t i = 0; i < n && value < 100000; i++)
		value = 10 * value + (digit[i] - '0');
	return value;
}

/* The longest number that `text` begins with; false if it begins with none. */
bool unit_number(const char *text, size_t length, struct number *number)
{
	size_t sign = length > 0 && (text[0] == '+' || text[0] == '-');
	size_t whole = digits(text, length, sign);
	size_t at = sign + whole;
	size_t n;

	if (!whole)
		return false;
	if (at < length && text[at] == '.') {
		n = digits(text, length, at + 1);
		if (!n)
			return false;
		at += n + 1;
	}
	*number = (struct number){ .mantissa = at, .length = at };
	if (at < length && text[at] == 'e') {
		sign = at + 1 < length && (text[at + 1] == '+' || text[at + 1] == '-');
		n = digits(text, length, at + 1 + sign);
		if (n) {
			number->exponent = exponent_of(text + at + 1 + sign, n);
			if (text[at + 1] == '-')
				number->exponent = -number->exponent;
			number->length = at + 1 + sign + n;
		}
	}
	return true;
}

/* "a time", "an energy". */
static const char *article(const char *name)
{
	return strchr("aeiou", name[0]) ? "an" : "a";
}

/* "a time (ns, us, ...) or a share (...)": what would have been right. */
static char *expected(unsigned allowed)
{
	struct text t = { 0 };

	bool by_data = allowed & DIM_WORK && allowed & DIM_WORK_BY_DATA;
	unsigned told = by_data ? allowed & ~DIM_WORK_BY_DATA : allowed;

	for (int d = 0; d < DIMENSIONS; d++)
		if (told & DIM_BIT(d))
			text_add(&t, "%s%s %s (%s)", t.length ? " or " : "", article(unit_dimensions[d].name), unit_dimensions[d].name,
				 unit_dimensions[d].allowed);
	if (by_data)
		text_add(&t, " or one of these by data (as cycle/bit)");
	return text_take(&t);
}

/* The dimension that has the unit but is not allowed; DIMENSIONS if no dimension has it. */
static enum dimension elsewhere(const char *unit, size_t length)
{
	struct unit scale;

	for (int d = 0; d < DIMENSIONS; d++)
		if (find_scale(unit, length, (enum dimension)d, &scale))
			return (enum dimension)d;
	return DIMENSIONS;
}

/* What people write in place of a unit. */
static const struct { const char *written, *unit; } synonyms[] = {
	{ "sec", "s" }, { "secs", "s" }, { "second", "s" }, { "seconds", "s" }, { "msec", "ms" }, { "usec", "us" }, { "nsec", "ns" },
	{ "mins", "min" }, { "minute", "min" }, { "minutes", "min" }, { "hr", "h" }, { "hrs", "h" }, { "hour", "h" }, { "hours", "h" },
	{ "day", "d" }, { "days", "d" }, { "byte", "B" }, { "bytes", "B" }, { "bits", "bit" }, { "bit/s", "bps" }, { "kbit/s", "kbps" },
	{ "Mbit/s", "Mbps" }, { "Gbit/s", "Gbps" }, { "Bps", "B/s" }, { "kBps", "kB/s" }, { "KBps", "kB/s" }, { "MBps", "MB/s" },
	{ "GBps", "GB/s" }, { "cycles", "cycle" }, { "watt", "W" }, { "watts", "W" }, { "joule", "J" }, { "joules", "J" }, { "percent", "%" },
	{ "pct", "%" }, { "meter", "m" }, { "meters", "m" }, { "metre", "m" }, { "metres", "m" },
};

/* What was meant by an unknown unit: a synonym's, or the allowed unit that differs in case only; NULL: nobody knows. */
static const char *meant(const char *unit, size_t length, unsigned allowed)
{
	struct unit scale;

	for (size_t i = 0; i < sizeof synonyms / sizeof synonyms[0]; i++)
		for (int d = 0; d < DIMENSIONS && strlen(synonyms[i].written) == length && memcmp(synonyms[i].written, unit, length) == 0; d++)
			if (allowed & DIM_BIT(d) && find_scale(synonyms[i].unit, strlen(synonyms[i].unit), (enum dimension)d, &scale))
				return synonyms[i].unit;
	for (size_t i = 0; units[i].name; i++) {
		size_t n = 0;

		if (!(allowed & DIM_BIT(units[i].dimension)) || strlen(units[i].name) != length)
			continue;
		while (n < length && (units[i].name[n] | 0x20) == (unit[n] | 0x20))
			n++;
		if (n == length)
			return units[i].name;
	}
	return NULL;
}

/* How much of a text is shown: whole characters of UTF-8. */
static int shown_of(const char *text, size_t length)
{
	size_t n = 60;

	if (length <= n)
		return (int)length;
	while (n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	return (int)n;
}

static bool wrong_unit(const char *text, size_t length, size_t unit, unsigned allowed, struct diag *diag, struct mark mark)
{
	int shown = shown_of(text, length);
	const char *name = text + unit;
	int n = shown_of(name, length - unit);
	const char *near = meant(name, length - unit, allowed);
	enum dimension other = elsewhere(name, length - unit);
	char *right = expected(allowed);

	if (n == 0)
		diag_error(diag, mark, "'%.*s' has no unit; expected %s", shown, text, right);
	else if (allowed == DIM_BIT(DIM_NONE))
		diag_error(diag, mark, "'%.*s' has a unit; expected a bare number", shown, text);
	else if (other != DIMENSIONS)
		diag_error(diag, mark, "'%.*s' is %s %s; expected %s", shown, text, article(unit_dimensions[other].name), unit_dimensions[other].name, right);
	else if (near)
		diag_error(diag, mark, "unknown unit '%.*s' in '%.*s'; did you mean '%s'?", n, name, shown, text, near);
	else
		diag_error(diag, mark, "unknown unit '%.*s' in '%.*s'; expected %s", n, name, shown, text, right);
	free(right);
	return false;
}

static bool no_number(const char *text, size_t length, unsigned allowed, struct diag *diag, struct mark mark)
{
	int shown = shown_of(text, length);
	char *right = expected(allowed);

	if (allowed == DIM_BIT(DIM_NONE))
		diag_error(diag, mark, "'%.*s' is not a number", shown, text);
	else
		diag_error(diag, mark, "'%.*s' is not a quantity; expected %s", shown, text, right);
	free(right);
	return false;
}

bool units_parse(const char *text, size_t length, unsigned allowed,
		 struct diag *diag, struct mark mark, double *value, enum dimension *dimension)
{
	static const struct unit bare = { .multiply = 1, .divide = 1 };
	struct number number;
	struct unit scale = bare;
	size_t unit;
	int found = DIMENSIONS;

	if (!unit_number(text, length, &number))
		return no_number(text, length, allowed, diag, mark);
	for (unit = number.length; unit < length && text[unit] == ' ';)
		unit++;
	if (unit == length && allowed & (DIM_BIT(DIM_NONE) | DIM_BIT(DIM_SHARE)))
		found = allowed & DIM_BIT(DIM_NONE) ? DIM_NONE : DIM_SHARE;
	for (int d = DIM_TIME; d < DIMENSIONS && unit < length && found == DIMENSIONS; d++)
		if (allowed & DIM_BIT(d) && find_scale(text + unit, length - unit, (enum dimension)d, &scale))
			found = d;
	if (found == DIMENSIONS)
		return wrong_unit(text, length, unit, allowed, diag, mark);
	if (!unit_apply(text, number.mantissa, number.exponent, &scale, value))
		return diag_error(diag, mark, "'%.*s' is too large", shown_of(text, length), text);
	*dimension = (enum dimension)found;
	return true;
}
