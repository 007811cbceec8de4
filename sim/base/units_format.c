/* Quantities written: exactly, so that they read back as the same value, and for people. */
#include "sim/base/units_inside.h"

#include "sim/base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
	unit_number(exact, strlen(exact), &parts);
	if (!unit_apply(exact, parts.mantissa, parts.exponent, &shift, &number))
		return false;
	text_of_number(number, buffer);
	unit_number(buffer, strlen(buffer), &parts);
	return unit_apply(buffer, parts.mantissa, parts.exponent, u, &again) && again == value;
}

static double size_of(const struct unit *u)
{
	return u->exponent < 0 ? u->multiply / pow(10, -u->exponent) : u->multiply * pow(10, u->exponent);
}

/* A share whose hundredfold is no double: the decimal point is moved in the text. */
static void exact_percent(const char *number, char buffer[64])
{
	struct number parts;

	unit_number(number, strlen(number), &parts);
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
	for (size_t i = 0; units[i].name && value != 0; i++) {
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
		snprintf(buffer, 64, "%s %s", text_of_number(value, number), unit_dimensions[dimension].zero);
	return buffer;
}

/* The largest unit that leaves a number of at least 1, else the smallest. */
static const struct unit *human_unit(double value, enum dimension dimension)
{
	const struct unit *best = NULL;

	for (size_t i = 0; units[i].name; i++) {
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
		snprintf(buffer, 64, "%s%s%s", number, u ? " " : "", u ? unit_dimensions[dimension].zero : "");
	else
		snprintf(buffer, 64, "%s %s", round_number(value / size_of(u), shown, number), u->name);
	return buffer;
}
