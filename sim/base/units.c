/*
 * Quantities. Prefixes are powers of ten, applied to the decimal text before it becomes a double, so that 0.1 ms,
 * 100 us and 0.0001 s are the same bits; only what is left (60, 1024, 3600) is multiplied.
 */
#include "sim/base/units.h"

#include "sim/base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* For units_format, for units_human; a unit without either is only read. */
enum { EXACT = 1, HUMAN = 2, BOTH = 3 };

struct unit {
	const char *name;
	enum dimension dimension;
	int exponent;             /* value = number * 10^exponent * multiply / divide */
	double multiply, divide;
	unsigned use;
};

/* Within a dimension from the largest to the smallest. */
static const struct unit units[] = {
	{ "d", DIM_TIME, 2, 864, 1, BOTH },
	{ "h", DIM_TIME, 2, 36, 1, BOTH },
	{ "min", DIM_TIME, 1, 6, 1, BOTH },
	{ "s", DIM_TIME, 0, 1, 1, BOTH },
	{ "ms", DIM_TIME, -3, 1, 1, BOTH },
	{ "us", DIM_TIME, -6, 1, 1, BOTH },
	{ "\xc2\xb5s", DIM_TIME, -6, 1, 1, 0 },
	{ "ns", DIM_TIME, -9, 1, 1, BOTH },
	{ "PiB", DIM_DATA, 0, 0x1p50, 1, EXACT },
	{ "PB", DIM_DATA, 15, 1, 1, BOTH },
	{ "TiB", DIM_DATA, 0, 0x1p40, 1, EXACT },
	{ "TB", DIM_DATA, 12, 1, 1, BOTH },
	{ "GiB", DIM_DATA, 0, 0x1p30, 1, EXACT },
	{ "GB", DIM_DATA, 9, 1, 1, BOTH },
	{ "MiB", DIM_DATA, 0, 0x1p20, 1, EXACT },
	{ "MB", DIM_DATA, 6, 1, 1, BOTH },
	{ "KiB", DIM_DATA, 0, 0x1p10, 1, EXACT },
	{ "kB", DIM_DATA, 3, 1, 1, BOTH },
	{ "B", DIM_DATA, 0, 1, 1, BOTH },
	{ "Tbit", DIM_DATA, 12, 1, 8, 0 },
	{ "Gbit", DIM_DATA, 9, 1, 8, 0 },
	{ "Mbit", DIM_DATA, 6, 1, 8, 0 },
	{ "kbit", DIM_DATA, 3, 1, 8, 0 },
	{ "bit", DIM_DATA, 0, 1, 8, 0 },
	{ "Tb", DIM_DATA, 12, 1, 8, 0 },
	{ "Gb", DIM_DATA, 9, 1, 8, 0 },
	{ "Mb", DIM_DATA, 6, 1, 8, 0 },
	{ "kb", DIM_DATA, 3, 1, 8, 0 },
	{ "b", DIM_DATA, 0, 1, 8, 0 },
	{ "Tbps", DIM_DATA_RATE, 12, 1, 1, BOTH },
	{ "Gbps", DIM_DATA_RATE, 9, 1, 1, BOTH },
	{ "Mbps", DIM_DATA_RATE, 6, 1, 1, BOTH },
	{ "kbps", DIM_DATA_RATE, 3, 1, 1, BOTH },
	{ "bps", DIM_DATA_RATE, 0, 1, 1, BOTH },
	{ "PI", DIM_INSTRUCTIONS, 15, 1, 1, 0 },
	{ "TI", DIM_INSTRUCTIONS, 12, 1, 1, BOTH },
	{ "GI", DIM_INSTRUCTIONS, 9, 1, 1, BOTH },
	{ "MI", DIM_INSTRUCTIONS, 6, 1, 1, BOTH },
	{ "kI", DIM_INSTRUCTIONS, 3, 1, 1, BOTH },
	{ "I", DIM_INSTRUCTIONS, 0, 1, 1, BOTH },
	{ "PFLOP", DIM_FLOP, 15, 1, 1, BOTH },
	{ "TFLOP", DIM_FLOP, 12, 1, 1, BOTH },
	{ "GFLOP", DIM_FLOP, 9, 1, 1, BOTH },
	{ "MFLOP", DIM_FLOP, 6, 1, 1, BOTH },
	{ "kFLOP", DIM_FLOP, 3, 1, 1, BOTH },
	{ "FLOP", DIM_FLOP, 0, 1, 1, BOTH },
	{ "Tcycle", DIM_CYCLES, 12, 1, 1, BOTH },
	{ "Gcycle", DIM_CYCLES, 9, 1, 1, BOTH },
	{ "Mcycle", DIM_CYCLES, 6, 1, 1, BOTH },
	{ "kcycle", DIM_CYCLES, 3, 1, 1, BOTH },
	{ "cycle", DIM_CYCLES, 0, 1, 1, BOTH },
	{ "TIPS", DIM_SPEED, 12, 1, 1, 0 },
	{ "GIPS", DIM_SPEED, 9, 1, 1, 0 },
	{ "MIPS", DIM_SPEED, 6, 1, 1, BOTH },
	{ "kIPS", DIM_SPEED, 3, 1, 1, BOTH },
	{ "IPS", DIM_SPEED, 0, 1, 1, BOTH },
	{ "PFLOPS", DIM_FLOPS, 15, 1, 1, BOTH },
	{ "TFLOPS", DIM_FLOPS, 12, 1, 1, BOTH },
	{ "GFLOPS", DIM_FLOPS, 9, 1, 1, BOTH },
	{ "MFLOPS", DIM_FLOPS, 6, 1, 1, BOTH },
	{ "kFLOPS", DIM_FLOPS, 3, 1, 1, BOTH },
	{ "FLOPS", DIM_FLOPS, 0, 1, 1, BOTH },
	{ "THz", DIM_CLOCK, 12, 1, 1, BOTH },
	{ "GHz", DIM_CLOCK, 9, 1, 1, BOTH },
	{ "MHz", DIM_CLOCK, 6, 1, 1, BOTH },
	{ "kHz", DIM_CLOCK, 3, 1, 1, BOTH },
	{ "Hz", DIM_CLOCK, 0, 1, 1, BOTH },
	{ "GW", DIM_POWER, 9, 1, 1, BOTH },
	{ "MW", DIM_POWER, 6, 1, 1, BOTH },
	{ "kW", DIM_POWER, 3, 1, 1, BOTH },
	{ "W", DIM_POWER, 0, 1, 1, BOTH },
	{ "mW", DIM_POWER, -3, 1, 1, BOTH },
	{ "uW", DIM_POWER, -6, 1, 1, BOTH },
	{ "nW", DIM_POWER, -9, 1, 1, BOTH },
	{ "MWh", DIM_ENERGY, 8, 36, 1, EXACT },
	{ "GJ", DIM_ENERGY, 9, 1, 1, BOTH },
	{ "kWh", DIM_ENERGY, 5, 36, 1, EXACT },
	{ "MJ", DIM_ENERGY, 6, 1, 1, BOTH },
	{ "Wh", DIM_ENERGY, 2, 36, 1, EXACT },
	{ "kJ", DIM_ENERGY, 3, 1, 1, BOTH },
	{ "mWh", DIM_ENERGY, -1, 36, 1, EXACT },
	{ "J", DIM_ENERGY, 0, 1, 1, BOTH },
	{ "mJ", DIM_ENERGY, -3, 1, 1, BOTH },
	{ "uJ", DIM_ENERGY, -6, 1, 1, BOTH },
	{ "nJ", DIM_ENERGY, -9, 1, 1, BOTH },
	{ "/s", DIM_RATE, 0, 1, 1, BOTH },
	{ "/min", DIM_RATE, 0, 1, 60, EXACT },
	{ "/h", DIM_RATE, 0, 1, 3600, EXACT },
	{ "/d", DIM_RATE, 0, 1, 86400, EXACT },
	{ "km", DIM_LENGTH, 3, 1, 1, BOTH },
	{ "m", DIM_LENGTH, 0, 1, 1, BOTH },
	{ "cm", DIM_LENGTH, -2, 1, 1, 0 },
	{ "mm", DIM_LENGTH, -3, 1, 1, BOTH },
	{ "m/s", DIM_VELOCITY, 0, 1, 1, BOTH },
	{ "%", DIM_SHARE, -2, 1, 1, BOTH },
	{ "/MI", DIM_PER_INSTRUCTION, -6, 1, 1, BOTH },
	{ "/GFLOP", DIM_PER_FLOP, -9, 1, 1, BOTH },
	{ "/Gcycle", DIM_PER_CYCLE, -9, 1, 1, BOTH },
	{ "I/bit", DIM_INSTRUCTIONS_BY_DATA, 0, 8, 1, EXACT },
	{ "I/B", DIM_INSTRUCTIONS_BY_DATA, 0, 1, 1, BOTH },
	{ "FLOP/bit", DIM_FLOP_BY_DATA, 0, 8, 1, EXACT },
	{ "FLOP/B", DIM_FLOP_BY_DATA, 0, 1, 1, BOTH },
	{ "cycle/bit", DIM_CYCLES_BY_DATA, 0, 8, 1, EXACT },
	{ "cycle/B", DIM_CYCLES_BY_DATA, 0, 1, 1, BOTH },
};

enum { UNITS = sizeof units / sizeof units[0] };

static const struct {
	const char *name, *allowed, *base, *zero;
	enum dimension over;      /* a ratio of this dimension to `below` is one of these; DIM_NONE: of nothing */
	bool ratio;
	enum dimension below;
} dimensions[DIMENSIONS] = {
	[DIM_NONE] = { "number", "no unit", "1", .zero = "" },
	[DIM_TIME] = { "time", "ns, us, ms, s, min, h, d", "s", .zero = "s" },
	[DIM_DATA] = { "data size", "B, kB, MB, GB, TB, PB, KiB, MiB, GiB, TiB, PiB, bit, kbit, Mbit, Gbit", "byte", .zero = "B" },
	[DIM_DATA_RATE] = { "data rate", "bps, kbps, Mbps, Gbps, Tbps, B/s, kB/s, MB/s, GB/s", "bit s-1", "bps", DIM_DATA, true, DIM_TIME },
	[DIM_INSTRUCTIONS] = { "number of instructions", "I, kI, MI, GI, TI", "1", .zero = "I" },
	[DIM_FLOP] = { "number of floating-point operations", "FLOP, kFLOP, MFLOP, GFLOP, TFLOP, PFLOP", "1", .zero = "FLOP" },
	[DIM_CYCLES] = { "number of cycles", "cycle, kcycle, Mcycle, Gcycle, Tcycle", "1", .zero = "cycle" },
	[DIM_SPEED] = { "speed", "IPS, kIPS, MIPS, GIPS, MI/s, MI/ms", "s-1", "IPS", DIM_INSTRUCTIONS, true, DIM_TIME },
	[DIM_FLOPS] = { "floating-point speed", "FLOPS, kFLOPS, MFLOPS, GFLOPS, TFLOPS, PFLOPS", "s-1", "FLOPS", DIM_FLOP, true, DIM_TIME },
	[DIM_CLOCK] = { "clock rate", "Hz, kHz, MHz, GHz, THz", "Hz", "Hz", DIM_CYCLES, true, DIM_TIME },
	[DIM_POWER] = { "power", "nW, uW, mW, W, kW, MW, GW", "W", .zero = "W" },
	[DIM_ENERGY] = { "energy", "nJ, uJ, mJ, J, kJ, MJ, GJ, mWh, Wh, kWh, MWh", "J", .zero = "J" },
	[DIM_RATE] = { "rate", "/s, /ms, /us, /min, /h, /d", "s-1", "/s", DIM_NONE, true, DIM_TIME },
	[DIM_LENGTH] = { "length", "mm, cm, m, km", "m", .zero = "m" },
	[DIM_VELOCITY] = { "velocity", "m/s, km/h", "m s-1", "m/s", DIM_LENGTH, true, DIM_TIME },
	[DIM_SHARE] = { "share", "% or a bare number", "1", .zero = "%" },
	[DIM_PER_INSTRUCTION] = { "price of instructions", "/I, /kI, /MI, /GI, /TI", "1", "/I", DIM_NONE, true, DIM_INSTRUCTIONS },
	[DIM_PER_FLOP] = { "price of floating-point operations", "/FLOP, /kFLOP, /MFLOP, /GFLOP, /TFLOP, /PFLOP", "1", "/FLOP", DIM_NONE, true,
			   DIM_FLOP },
	[DIM_PER_CYCLE] = { "price of cycles", "/cycle, /kcycle, /Mcycle, /Gcycle, /Tcycle", "1", "/cycle", DIM_NONE, true, DIM_CYCLES },
	[DIM_INSTRUCTIONS_BY_DATA] = { "number of instructions by data", "I/bit, I/B, MI/MB", "byte-1", "I/B", DIM_INSTRUCTIONS, true, DIM_DATA },
	[DIM_FLOP_BY_DATA] = { "number of floating-point operations by data", "FLOP/bit, FLOP/B, GFLOP/MB", "byte-1", "FLOP/B", DIM_FLOP, true,
			       DIM_DATA },
	[DIM_CYCLES_BY_DATA] = { "number of cycles by data", "cycle/bit, cycle/B, Mcycle/MB", "byte-1", "cycle/B", DIM_CYCLES, true, DIM_DATA },
};

/* What a ratio of `dimension` is over. */
static enum dimension below_of(enum dimension dimension)
{
	return dimensions[dimension].ratio ? dimensions[dimension].below : DIM_TIME;
}

static const struct unit *find_unit(const char *name, size_t length, enum dimension dimension)
{
	for (size_t i = 0; i < UNITS; i++)
		if (units[i].dimension == dimension && strlen(units[i].name) == length
		    && memcmp(units[i].name, name, length) == 0)
			return &units[i];
	return NULL;
}

/* How a unit's number becomes a value in the base unit. */
static bool find_scale(const char *name, size_t length, enum dimension dimension, struct unit *scale)
{
	const struct unit *u = find_unit(name, length, dimension);
	const char *slash = memchr(name, '/', length);
	const struct unit *below;
	enum dimension over = dimensions[dimension].over;

	if (u) {
		*scale = *u;
		return true;
	}
	if (!slash || !dimensions[dimension].ratio)
		return false;
	below = find_unit(slash + 1, length - (size_t)(slash + 1 - name), below_of(dimension));
	u = over == DIM_NONE ? NULL : find_unit(name, (size_t)(slash - name), over);
	if (!below || (over == DIM_NONE ? slash != name : !u))
		return false;
	*scale = (struct unit){ .exponent = (u ? u->exponent : 0) - below->exponent,
				.multiply = (u ? u->multiply : 1) * below->divide,
				.divide = (u ? u->divide : 1) * below->multiply };
	if (dimension == DIM_DATA_RATE)
		scale->multiply *= 8;
	return true;
}

/* The number's digits (its first `mantissa` bytes) times 10^exponent, rounded once, then the rest of the scale. */
static bool apply(const char *text, size_t mantissa, long exponent, const struct unit *scale, double *value)
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

struct number { size_t mantissa, length; long exponent; };

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
static bool leading_number(const char *text, size_t length, struct number *number)
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
			text_add(&t, "%s%s %s (%s)", t.length ? " or " : "", article(dimensions[d].name), dimensions[d].name,
				 dimensions[d].allowed);
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
	for (size_t i = 0; i < UNITS; i++) {
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
		diag_error(diag, mark, "'%.*s' is %s %s; expected %s", shown, text, article(dimensions[other].name), dimensions[other].name, right);
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

	if (!leading_number(text, length, &number))
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
	if (!apply(text, number.mantissa, number.exponent, &scale, value))
		return diag_error(diag, mark, "'%.*s' is too large", shown_of(text, length), text);
	*dimension = (enum dimension)found;
	return true;
}

static int significant(const char *number)
{
	int n = 0;
	int zeros = 0;

	while (*number == '-' || *number == '0' || *number == '.')
		number++;
	for (; *number && *number != 'e'; number++) {
		if (*number == '.')
			continue;
		zeros = *number == '0' ? zeros + 1 : 0;
		n++;
	}
	return n - zeros;
}

/* The number to write before the unit, if it reads back as exactly `value`. */
static bool number_in(double value, const struct unit *u, char buffer[32])
{
	char exact[32];
	double number, again;
	struct number parts;
	struct unit shift = { .exponent = -u->exponent, .multiply = u->divide, .divide = u->multiply };

	text_of_number(value, exact);
	leading_number(exact, strlen(exact), &parts);
	if (!apply(exact, parts.mantissa, parts.exponent, &shift, &number))
		return false;
	text_of_number(number, buffer);
	leading_number(buffer, strlen(buffer), &parts);
	return apply(buffer, parts.mantissa, parts.exponent, u, &again) && again == value;
}

static double size_of(const struct unit *u)
{
	return u->exponent < 0 ? u->multiply / pow(10, -u->exponent) : u->multiply * pow(10, u->exponent);
}

/* A share whose hundredfold is no double: the decimal point is moved in the text. */
static void exact_percent(const char *number, char buffer[64])
{
	struct number parts;

	leading_number(number, strlen(number), &parts);
	snprintf(buffer, 64, "%.*se%ld %%", (int)parts.mantissa, number, parts.exponent + 2);
}

const char *units_format(double value, enum dimension dimension, char buffer[64])
{
	char number[32];
	const struct unit *best = NULL;
	char best_number[32] = "";

	text_of_number(value, number);
	if (dimension == DIM_NONE || !isfinite(value)) {
		snprintf(buffer, 64, "%s", number);
		return buffer;
	}
	for (size_t i = 0; i < UNITS && value != 0; i++) {
		const struct unit *u = &units[i];
		bool small = dimension != DIM_RATE && dimension != DIM_SHARE && !(DIM_BIT(dimension) & DIM_PER_WORK) && fabs(value) < size_of(u);

		if (u->dimension != dimension || !(u->use & EXACT) || small
		    || !number_in(value, u, number))
			continue;
		if (!best || significant(number) < significant(best_number)) {
			best = u;
			memcpy(best_number, number, sizeof number);
		}
	}
	if (best)
		snprintf(buffer, 64, "%s %s", best_number, best->name);
	else if (dimension == DIM_SHARE && value != 0)
		exact_percent(text_of_number(value, number), buffer);
	else
		snprintf(buffer, 64, "%s %s", text_of_number(value, number), dimensions[dimension].zero);
	return buffer;
}

/* The largest unit that leaves a number of at least 1, else the smallest. */
static const struct unit *human_unit(double value, enum dimension dimension)
{
	const struct unit *best = NULL;

	for (size_t i = 0; i < UNITS; i++) {
		if (units[i].dimension != dimension || !(units[i].use & HUMAN))
			continue;
		best = &units[i];
		if (fabs(value) >= size_of(best))
			break;
	}
	return best;
}

/* `value` with at most `shown` significant digits, without an exponent where it is not far from 1. */
static const char *round_number(double value, int shown, char buffer[32])
{
	char text[40];

	snprintf(text, sizeof text, "%.*e", shown - 1, value);
	return text_of_number(strtod(text, NULL), buffer);
}

const char *units_human(double value, enum dimension dimension, int shown, char buffer[64])
{
	char number[32];
	const struct unit *u;
	double rounded;

	if (!isfinite(value)) {
		snprintf(buffer, 64, "%s", isnan(value) ? "-" : value > 0 ? "unlimited" : "-unlimited");
		return buffer;
	}
	shown = shown < 1 ? 1 : shown > 17 ? 17 : shown;
	round_number(value, shown, number);
	if (!text_number(number, strlen(number), &rounded))
		rounded = value;
	u = human_unit(rounded, dimension);
	if (!u || value == 0)
		snprintf(buffer, 64, "%s%s%s", number, u ? " " : "", u ? dimensions[dimension].zero : "");
	else
		snprintf(buffer, 64, "%s %s", round_number(value / size_of(u), shown, number), u->name);
	return buffer;
}

const char *units_base(enum dimension dimension)
{
	return dimensions[dimension].base;
}

const char *units_dimension_name(enum dimension dimension)
{
	return dimensions[dimension].name;
}

const char *units_allowed(enum dimension dimension)
{
	return dimensions[dimension].allowed;
}

const char *units_written(enum dimension dimension)
{
	return dimensions[dimension].zero;
}

static void add_names(struct text *out, enum dimension dimension, const char *between)
{
	for (size_t i = 0; i < UNITS; i++)
		if (units[i].dimension == dimension) {
			text_add(out, "%s%s", between, units[i].name);
			between = "|";
		}
}

/* "(?:bit|kB|...)/(?:s|ms|...)": an amount over a time, or nothing over an amount. */
static void add_ratios(struct text *out, enum dimension dimension, const char *between)
{
	enum dimension over = dimensions[dimension].over;

	text_add(out, "%s", between);
	if (over != DIM_NONE) {
		text_add(out, "(?:");
		add_names(out, over, "");
		text_add(out, ")");
	}
	text_add(out, "/(?:");
	add_names(out, below_of(dimension), "");
	text_add(out, ")");
}

void units_pattern(unsigned allowed, struct text *out)
{
	const char *between = "";

	for (int d = DIM_NONE + 1; d < DIMENSIONS; d++) {
		if (!(allowed & DIM_BIT(d)))
			continue;
		add_names(out, (enum dimension)d, between);
		between = "|";
		if (dimensions[d].ratio)
			add_ratios(out, (enum dimension)d, between);
	}
}
