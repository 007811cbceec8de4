/* Cells of tables into numbers and times. Strict: what is not exactly a number or a date is an error with its place. */
#include "sim/kernel/input.h"

#include "sim/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define SECOND INT64_C(1000000000)

/* The longest time of either sign, in seconds: half of what the clock can hold, so that the time between any two fits too. */
#define MOST_SECONDS INT64_C(4611686017)

FILE *file_stream(const struct file *file)
{
	/* Opened for reading, the bytes are not written to. */
	FILE *stream = fmemopen((void *)(uintptr_t)file->text, file->length, "r");

	if (!stream)
		abort();
	return stream;
}

uint32_t csv_column(const struct csv *csv, const struct column_name *name, struct diag *diag)
{
	uint32_t found = COLUMN_NONE;

	for (uint32_t i = 0; i < csv->columns; i++) {
		if (strcmp(csv->column[i], name->name) != 0)
			continue;
		if (found != COLUMN_NONE) {
			diag_error(diag, name->mark, "%s has two columns '%s'", csv->path, name->name);
			return COLUMN_NONE;
		}
		found = i;
	}
	for (uint32_t i = 0; i < csv->columns && found == COLUMN_NONE; i++)
		if (strcasecmp(csv->column[i], name->name) == 0) {
			diag_error(diag, name->mark, "unknown column of %s: '%s'; did you mean '%s'?", csv->path, name->name, csv->column[i]);
			return COLUMN_NONE;
		}
	if (found == COLUMN_NONE) {
		char *what = text_format("column of %s:", csv->path);

		diag_unknown(diag, name->mark, what, name->name, csv->column, csv->columns);
		free(what);
	}
	return found;
}

struct mark csv_mark(const struct csv *csv, uint32_t column, uint32_t row)
{
	const uint32_t *cell = &csv->cell[(size_t)row * csv->columns];
	struct mark mark = { csv->path, csv->line[row], 1 };
	uint32_t at = cell[0];

	/* A first cell in quotes begins behind its quote. */
	if (at > 0 && csv->text[at - 1] == '"')
		at--;
	for (; at < cell[column]; at++)
		if (csv->text[at] == '\n') {
			mark.line++;
			mark.column = 1;
		} else if (((unsigned char)csv->text[at] & 0xc0) != 0x80) {
			mark.column++;
		}
	return mark;
}

/* The cell without spaces around it. */
static const char *trimmed(const struct csv *csv, uint32_t column, uint32_t row, size_t *length)
{
	const char *text = csv_text(csv, column, row);

	text += strspn(text, " \t");
	*length = strlen(text);
	while (*length && (text[*length - 1] == ' ' || text[*length - 1] == '\t'))
		--*length;
	return text;
}

static void bad_cell(const struct csv *csv, uint32_t column, uint32_t row, const char *expected, struct diag *diag)
{
	const char *text = csv_text(csv, column, row);
	size_t length;

	trimmed(csv, column, row, &length);
	if (length)
		diag_error(diag, csv_mark(csv, column, row), "column '%s': '%.60s' is not %s", csv->column[column], text, expected);
	else
		diag_error(diag, csv_mark(csv, column, row), "column '%s' is empty in this row; expected %s", csv->column[column], expected);
}

double *csv_numbers(const struct csv *csv, uint32_t column, struct arena *arena, struct diag *diag)
{
	double *number = arena_array(arena, csv->rows, sizeof *number);
	uint32_t bad = 0;

	for (uint32_t i = 0; i < csv->rows && csv_more_errors(bad); i++) {
		size_t length;
		const char *text = trimmed(csv, column, i, &length);

		if (!text_number(text, length, &number[i])) {
			bad_cell(csv, column, i, "a number", diag);
			bad++;
		}
	}
	return bad ? NULL : number;
}

/* ---- times ---- */

/* `n` digits at *text as a number, moving past them; -1 if they are not all digits. */
static int64_t take_digits(const char **text, int n)
{
	int64_t value = 0;

	for (int i = 0; i < n; i++, ++*text) {
		if (**text < '0' || **text > '9')
			return -1;
		value = 10 * value + (**text - '0');
	}
	return value;
}

static bool take(const char **text, char c)
{
	if (**text != c)
		return false;
	++*text;
	return true;
}

/* Nanoseconds of the digits after a decimal point, rounded; -1 if there are none. */
static int64_t take_fraction(const char **text)
{
	const char *from = *text;
	int64_t ns = 0;
	int n = 0;

	for (; **text >= '0' && **text <= '9'; ++*text, n++)
		if (n < 9)
			ns = 10 * ns + (**text - '0');
	if (n == 0)
		return -1;
	if (n > 9)
		ns += from[9] >= '5';
	for (; n < 9; n++)
		ns *= 10;
	return ns;
}

/* Seconds as decimals, exact to the nanosecond, which a double since 1970 is not. */
static bool read_seconds(const char *text, size_t length, sim_time *out)
{
	const char *at = text;
	bool negative = *at == '-';
	int64_t whole = 0, ns = 0;
	double value;

	if (!text_number(text, length, &value) || fabs(value) > (double)MOST_SECONDS)
		return false;
	at += *at == '-' || *at == '+';
	for (; at < text + length && *at >= '0' && *at <= '9'; at++)
		whole = 10 * whole + (*at - '0');
	if (at < text + length && take(&at, '.'))
		ns = take_fraction(&at);
	if (at < text + length)
		*out = (sim_time)llround(value * 1e9);
	else
		*out = negative ? -(whole * SECOND + ns) : whole * SECOND + ns;
	return true;
}

static bool is_leap(int64_t year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* Days from 1970-01-01 to a date of the Gregorian calendar, year 1 or later. */
static int64_t days_since_1970(int64_t year, int64_t month, int64_t day)
{
	static const int before[] = { 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334 };
	int64_t y = year - 1;

	return 365 * y + y / 4 - y / 100 + y / 400 - 719162 + before[month - 1] + (month > 2 && is_leap(year)) + day - 1;
}

static bool take_date(const char **text, int64_t *days)
{
	static const int length[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	int64_t year = take_digits(text, 4), month, day;

	if (year < 1 || !take(text, '-'))
		return false;
	month = take_digits(text, 2);
	if (month < 1 || month > 12 || !take(text, '-'))
		return false;
	day = take_digits(text, 2);
	if (day < 1 || day > length[month - 1] + (month == 2 && is_leap(year)))
		return false;
	*days = days_since_1970(year, month, day);
	return true;
}

/* HH:MM, HH:MM:SS or HH:MM:SS.fff; a 60th second is a leap second. */
static bool take_clock(const char **text, int64_t *seconds, int64_t *ns)
{
	int64_t hour = take_digits(text, 2), minute, second = 0;

	if (hour < 0 || hour > 23 || !take(text, ':'))
		return false;
	minute = take_digits(text, 2);
	if (minute < 0 || minute > 59)
		return false;
	if (take(text, ':'))
		second = take_digits(text, 2);
	if (second < 0 || second > 60)
		return false;
	if (take(text, '.'))
		*ns = take_fraction(text);
	*seconds = 3600 * hour + 60 * minute + second;
	return *ns >= 0;
}

/* Z, +HH, +HHMM, +HH:MM or nothing: seconds that local time is ahead of UTC. */
static bool take_zone(const char **text, int64_t *ahead)
{
	int sign = **text == '+' ? 1 : **text == '-' ? -1 : 0;
	int64_t hour, minute = 0;

	*ahead = 0;
	if (!sign) {
		take(text, 'Z');
		return true;
	}
	++*text;
	hour = take_digits(text, 2);
	if (take(text, ':') || (**text >= '0' && **text <= '9'))
		minute = take_digits(text, 2);
	*ahead = sign * (3600 * hour + 60 * minute);
	return hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
}

static bool read_date(const char *text, size_t length, sim_time *out)
{
	const char *at = text;
	int64_t days, seconds = 0, ns = 0, ahead = 0;

	if (!take_date(&at, &days))
		return false;
	if (at < text + length && (*at == 'T' || *at == 't' || *at == ' ')) {
		at++;
		if (!take_clock(&at, &seconds, &ns) || !take_zone(&at, &ahead))
			return false;
	}
	seconds += 86400 * days - ahead;
	if (at != text + length || seconds > MOST_SECONDS || seconds < -MOST_SECONDS)
		return false;
	*out = seconds * SECOND + ns;
	return true;
}

sim_time *csv_times(const struct csv *csv, uint32_t column, struct arena *arena, struct diag *diag)
{
	sim_time *time = arena_array(arena, csv->rows, sizeof *time);
	bool dates = false;
	uint32_t bad = 0;

	for (uint32_t i = 0; i < csv->rows && csv_more_errors(bad); i++) {
		size_t length;
		const char *text = trimmed(csv, column, i, &length);

		/* The first row tells which of both it is. */
		if (i == 0)
			dates = read_date(text, length, &time[0]);
		if (dates ? read_date(text, length, &time[i]) : read_seconds(text, length, &time[i]))
			continue;
		bad_cell(csv, column, i, i == 0 ? "a number of seconds or a date such as 2023-11-16 18:15:46.68"
			 : dates ? "a date, as the first row has it" : "a number of seconds, as the first row has it", diag);
		bad++;
	}
	return bad ? NULL : time;
}
