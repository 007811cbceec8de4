/* Quantities: every unit of the language, ratios, what is refused; and what is written reads back as the same double. */
#include "sim/base/text.h"
#include "sim/base/units.h"
#include "sim/kernel/random.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROUNDS = 20000 };

static const struct mark here = { "test", 3, 7 };

/* Read `text` as any of `allowed`; false with the message in *said, which the caller frees. */
static bool read_as(const char *text, unsigned allowed, double *value, enum dimension *dimension, char **said)
{
	struct diag *diag = diag_new();
	size_t n;
	bool good = units_parse(text, strlen(text), allowed, diag, here, value, dimension);
	const struct diag_message *m = diag_messages(diag, &n);

	assert_int_equal(n, !good);
	*said = good ? NULL : strdup(m[0].text);
	if (!good)
		assert_true(m[0].mark.line == here.line && m[0].mark.column == here.column && strcmp(m[0].mark.source, "test") == 0);
	diag_free(diag);
	return good;
}

static const struct { const char *text; enum dimension dimension; double value; } right[] = {
	{ "20 ms", DIM_TIME, 0.02 }, { "1 s", DIM_TIME, 1 }, { "2 min", DIM_TIME, 120 }, { "1.5 h", DIM_TIME, 5400 }, { "1 d", DIM_TIME, 86400 },
	{ "7 us", DIM_TIME, 7e-6 }, { "7 \xc2\xb5s", DIM_TIME, 7e-6 }, { "3 ns", DIM_TIME, 3e-9 },
	{ "1.5 MB", DIM_DATA, 1.5e6 }, { "4 GiB", DIM_DATA, 4294967296.0 }, { "1 KiB", DIM_DATA, 1024 }, { "1 MiB", DIM_DATA, 1048576 },
	{ "1 TiB", DIM_DATA, 0x1p40 }, { "1 PiB", DIM_DATA, 0x1p50 }, { "1 kB", DIM_DATA, 1000 }, { "1 B", DIM_DATA, 1 },
	{ "2 GB", DIM_DATA, 2e9 }, { "2 TB", DIM_DATA, 2e12 }, { "2 PB", DIM_DATA, 2e15 }, { "8 bit", DIM_DATA, 1 }, { "8 b", DIM_DATA, 1 },
	{ "8 kbit", DIM_DATA, 1000 }, { "8 Mbit", DIM_DATA, 1e6 }, { "8 Gb", DIM_DATA, 1e9 },
	{ "10 Mbps", DIM_DATA_RATE, 1e7 }, { "1 bps", DIM_DATA_RATE, 1 }, { "1 kbps", DIM_DATA_RATE, 1e3 }, { "1 Gbps", DIM_DATA_RATE, 1e9 },
	{ "1 Tbps", DIM_DATA_RATE, 1e12 }, { "10000 B/ms", DIM_DATA_RATE, 8e7 }, { "500 MB/s", DIM_DATA_RATE, 4e9 }, { "1 Mbit/s", DIM_DATA_RATE, 1e6 },
	{ "60 kB/min", DIM_DATA_RATE, 8000 }, { "1 GiB/s", DIM_DATA_RATE, 8589934592.0 },
	{ "600 MI", DIM_INSTRUCTIONS, 6e8 }, { "9 GI", DIM_INSTRUCTIONS, 9e9 }, { "1 TI", DIM_INSTRUCTIONS, 1e12 }, { "1 kI", DIM_INSTRUCTIONS, 1e3 },
	{ "1 I", DIM_INSTRUCTIONS, 1 }, { "4.1 GFLOP", DIM_FLOP, 4.1e9 }, { "1 TFLOP", DIM_FLOP, 1e12 }, { "1 FLOP", DIM_FLOP, 1 },
	{ "3 Gcycle", DIM_CYCLES, 3e9 }, { "1 Mcycle", DIM_CYCLES, 1e6 }, { "1 cycle", DIM_CYCLES, 1 },
	{ "3000 MIPS", DIM_SPEED, 3e9 }, { "2800 MI/ms", DIM_SPEED, 2.8e12 }, { "2 GI/s", DIM_SPEED, 2e9 }, { "60 MI/min", DIM_SPEED, 1e6 },
	{ "2 GFLOPS", DIM_FLOPS, 2e9 }, { "1 TFLOPS", DIM_FLOPS, 1e12 }, { "2 GFLOP/s", DIM_FLOPS, 2e9 },
	{ "2.4 GHz", DIM_CLOCK, 2.4e9 }, { "1 Hz", DIM_CLOCK, 1 }, { "2 Gcycle/s", DIM_CLOCK, 2e9 },
	{ "90 W", DIM_POWER, 90 }, { "2 kW", DIM_POWER, 2000 }, { "300 mW", DIM_POWER, 0.3 }, { "5 uW", DIM_POWER, 5e-6 },
	{ "1.1 Wh", DIM_ENERGY, 3960 }, { "5 J", DIM_ENERGY, 5 }, { "1 kWh", DIM_ENERGY, 3.6e6 }, { "2 mJ", DIM_ENERGY, 0.002 },
	{ "0.3 /s", DIM_RATE, 0.3 }, { "6 /min", DIM_RATE, 0.1 }, { "36 /h", DIM_RATE, 0.01 }, { "5 /ms", DIM_RATE, 5000 },
	{ "100 m", DIM_LENGTH, 100 }, { "1.4 km", DIM_LENGTH, 1400 }, { "5 cm", DIM_LENGTH, 0.05 }, { "2 m/s", DIM_VELOCITY, 2 },
	{ "0.01 /MI", DIM_PER_INSTRUCTION, 1e-8 }, { "2 /GI", DIM_PER_INSTRUCTION, 2e-9 }, { "3 /I", DIM_PER_INSTRUCTION, 3 },
	{ "5 /GFLOP", DIM_PER_FLOP, 5e-9 }, { "5 /Tcycle", DIM_PER_CYCLE, 5e-12 },
	{ "330 cycle/bit", DIM_CYCLES_BY_DATA, 2640 }, { "2 MI/MB", DIM_INSTRUCTIONS_BY_DATA, 2 }, { "0.5 GFLOP/kbit", DIM_FLOP_BY_DATA, 4e6 },
	{ "36 km/h", DIM_VELOCITY, 10 }, { "60 %", DIM_SHARE, 0.6 }, { "0.6", DIM_SHARE, 0.6 }, { "2.5", DIM_NONE, 2.5 },
	/* The space may be left out; numbers have many forms. */
	{ "20ms", DIM_TIME, 0.02 }, { "60%", DIM_SHARE, 0.6 }, { "20   ms", DIM_TIME, 0.02 }, { "+5 s", DIM_TIME, 5 }, { "-5 s", DIM_TIME, -5 },
	{ "1e3 s", DIM_TIME, 1000 }, { "1.5e-3 s", DIM_TIME, 0.0015 }, { "1e+2 s", DIM_TIME, 100 }, { "0 s", DIM_TIME, 0 }, { "007 s", DIM_TIME, 7 },
	{ "1e3", DIM_NONE, 1000 },
};

static void every_unit_of_the_language_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
		double value;
		enum dimension dimension;
		char *said;

		if (!read_as(right[i].text, DIM_BIT(right[i].dimension), &value, &dimension, &said))
			fail_msg("'%s': %s", right[i].text, said);
		if (dimension != right[i].dimension || value != right[i].value)
			fail_msg("'%s' is %.17g of dimension %d; expected %.17g", right[i].text, value, dimension, right[i].value);
	}
}

/* The units that messages name as allowed are allowed. */
static void every_unit_that_is_named_is_read(void **state)
{
	(void)state;
	for (int d = DIM_TIME; d < DIMENSIONS; d++) {
		char *list = strdup(units_allowed((enum dimension)d)), *place = NULL;

		for (char *unit = strtok_r(list, ",", &place); unit && d != DIM_SHARE; unit = strtok_r(NULL, ",", &place)) {
			char *text = text_format("2 %s", unit + strspn(unit, " "));
			double value;
			enum dimension dimension;
			char *said;

			if (!read_as(text, DIM_BIT(d), &value, &dimension, &said))
				fail_msg("'%s' is named, but: %s", text, said);
			assert_true(value > 0);
			free(text);
		}
		free(list);
	}
}

static const struct { const char *text; unsigned allowed; const char *said; } wrong[] = {
	{ "20", DIM_BIT(DIM_TIME), "'20' has no unit; expected a time (ns, us, ms, s, min, h, d)" },
	{ "20 m", DIM_BIT(DIM_TIME), "'20 m' is a length; expected a time (ns, us, ms, s, min, h, d)" },
	{ "20 min", DIM_BIT(DIM_LENGTH), "'20 min' is a time; expected a length (mm, cm, m, km)" },
	{ "20 MS", DIM_BIT(DIM_TIME), "unknown unit 'MS' in '20 MS'; did you mean 'ms'?" },
	{ "20 mb", DIM_BIT(DIM_DATA), "unknown unit 'mb' in '20 mb'; did you mean 'MB'?" },
	{ "20 MB", DIM_BIT(DIM_POWER), "'20 MB' is a data size; expected a power (nW, uW, mW, W, kW, MW, GW)" },
	{ "20 MBps", DIM_BIT(DIM_DATA_RATE), "unknown unit 'MBps' in '20 MBps'; did you mean 'MB/s'?" },
	{ "20 seconds", DIM_BIT(DIM_TIME), "unknown unit 'seconds' in '20 seconds'; did you mean 's'?" },
	{ "5 J", DIM_BIT(DIM_POWER), "'5 J' is an energy; expected a power (nW, uW, mW, W, kW, MW, GW)" },
	{ "5 s", DIM_BIT(DIM_NONE), "'5 s' has a unit; expected a bare number" },
	{ "x", DIM_BIT(DIM_NONE), "'x' is not a number" },
	{ "s", DIM_BIT(DIM_TIME), "'s' is not a quantity; expected a time (ns, us, ms, s, min, h, d)" },
	{ "", DIM_BIT(DIM_TIME), "'' is not a quantity; expected a time (ns, us, ms, s, min, h, d)" },
	{ ".5 s", DIM_BIT(DIM_TIME), "'.5 s' is not a quantity; expected a time (ns, us, ms, s, min, h, d)" },
	{ "nan s", DIM_BIT(DIM_TIME), "'nan s' is not a quantity; expected a time (ns, us, ms, s, min, h, d)" },
	{ "inf s", DIM_BIT(DIM_TIME), "'inf s' is not a quantity; expected a time (ns, us, ms, s, min, h, d)" },
	{ "1e999 s", DIM_BIT(DIM_TIME), "'1e999 s' is too large" },
	{ "1e300 PB", DIM_BIT(DIM_DATA), "'1e300 PB' is too large" },
	{ "1 s s", DIM_BIT(DIM_TIME), "unknown unit 's s' in '1 s s'; expected a time (ns, us, ms, s, min, h, d)" },
	{ "5 MI/", DIM_BIT(DIM_SPEED), "unknown unit 'MI/' in '5 MI/'; expected a speed (IPS, kIPS, MIPS, GIPS, MI/s, MI/ms)" },
	{ "5 MI/MI", DIM_BIT(DIM_SPEED), "unknown unit 'MI/MI' in '5 MI/MI'; expected a speed (IPS, kIPS, MIPS, GIPS, MI/s, MI/ms)" },
	{ "5 MB", DIM_BIT(DIM_TIME) | DIM_BIT(DIM_RATE), "'5 MB' is a data size; expected a time (ns, us, ms, s, min, h, d) or a rate (/s, /ms, /us, /min, /h, /d)" },
};

static void a_wrong_unit_is_told_with_those_allowed(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		double value;
		enum dimension dimension;
		char *said;

		if (read_as(wrong[i].text, wrong[i].allowed, &value, &dimension, &said))
			fail_msg("'%s' is read as %g", wrong[i].text, value);
		assert_string_equal(said, wrong[i].said);
		free(said);
	}
}

static void a_long_text_is_shown_in_whole_characters(void **state)
{
	char text[200] = "1 ", *said;
	double value;
	enum dimension dimension;

	(void)state;
	for (int i = 0; i < 60; i++)
		strcat(text, i % 2 ? "\xc3\xa9" : "x");
	assert_false(read_as(text, DIM_BIT(DIM_TIME), &value, &dimension, &said));
	for (char *c = said; *c; c++)
		assert_false((unsigned char)*c == 0xc3 && (unsigned char)c[1] != 0xa9);
	assert_true(strlen(said) < 250);
	free(said);
}

/* Decimal prefixes do not round: these are the same bits. */
static void equal_quantities_are_the_same_double(void **state)
{
	static const char *const same[][3] = {
		{ "0.1 ms", "100 us", "0.0001 s" }, { "1.1 GB", "1100 MB", "1100000 kB" }, { "0.3 GHz", "300 MHz", "300000 kHz" },
		{ "0.07 kWh", "70 Wh", "70000 mWh" }, { "1.3 %", "0.013", "13e-3" },
	};
	static const enum dimension dimension_of[] = { DIM_TIME, DIM_DATA, DIM_CLOCK, DIM_ENERGY, DIM_SHARE };

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
		double value[3];
		enum dimension dimension;
		char *said;

		for (int k = 0; k < 3; k++)
			assert_true(read_as(same[i][k], DIM_BIT(dimension_of[i]), &value[k], &dimension, &said));
		assert_true(value[0] == value[1] && value[1] == value[2]);
	}
}

/* Round numbers, odd ones, and any bits of a double, in every dimension. */
static double some_value(struct stream *draw, int round)
{
	double sign = round % 7 == 0 ? -1 : 1;
	union { uint64_t bits; double value; } any = { random_bits(draw) };

	if (round % 3 == 0)
		return sign * (double)random_below(draw, 10000) * pow(10, (double)random_below(draw, 24) - 12);
	if (round % 3 == 1)
		return sign * random_uniform(draw) * pow(2, (double)random_below(draw, 120) - 60);
	return isfinite(any.value) && fabs(any.value) < 1e290 && fabs(any.value) > 1e-290 ? any.value : 0;
}

static void what_is_written_is_read_as_the_same_double(void **state)
{
	struct stream draw = random_stream(1);

	(void)state;
	for (int i = 0; i < ROUNDS; i++)
		for (int d = 0; d < DIMENSIONS; d++) {
			double value = some_value(&draw, i), again;
			enum dimension dimension;
			char text[64], *said;

			units_format(value, (enum dimension)d, text);
			if (!read_as(text, DIM_BIT(d), &again, &dimension, &said))
				fail_msg("%.17g of dimension %d is written '%s': %s", value, d, text, said);
			if (again != value)
				fail_msg("%.17g of dimension %d is written '%s' and read as %.17g", value, d, text, again);
		}
}

static void quantities_are_written_as_a_person_would(void **state)
{
	static const struct { double value; enum dimension dimension; const char *text; } as[] = {
		{ 0.02, DIM_TIME, "20 ms" }, { 90, DIM_TIME, "90 s" }, { 5400, DIM_TIME, "90 min" }, { 0, DIM_TIME, "0 s" }, { 1e6, DIM_DATA, "1 MB" },
		{ 1024, DIM_DATA, "1 KiB" }, { 1e7, DIM_DATA_RATE, "10 Mbps" }, { 3e9, DIM_SPEED, "3000 MIPS" }, { 0.3, DIM_RATE, "0.3 /s" },
		{ 0.6, DIM_SHARE, "60 %" }, { 0, DIM_SHARE, "0 %" }, { 3960, DIM_ENERGY, "1.1 Wh" }, { 2.5, DIM_NONE, "2.5" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof as / sizeof as[0]; i++) {
		char text[64];

		assert_string_equal(units_format(as[i].value, as[i].dimension, text), as[i].text);
	}
}

static void people_get_few_digits_and_a_fitting_prefix(void **state)
{
	static const struct { double value; enum dimension dimension; int digits; const char *text; } as[] = {
		{ 0.0362, DIM_TIME, 3, "36.2 ms" }, { 1250, DIM_ENERGY, 3, "1.25 kJ" }, { 0.99996, DIM_TIME, 3, "1 s" }, { 0, DIM_POWER, 3, "0 W" },
		{ 1e-10, DIM_TIME, 3, "0.1 ns" }, { 123456, DIM_NONE, 3, "123000" }, { (double)INFINITY, DIM_DATA_RATE, 3, "unlimited" },
		{ (double)NAN, DIM_TIME, 3, "-" }, { 0.123456, DIM_SHARE, 3, "12.3 %" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof as / sizeof as[0]; i++) {
		char text[64];

		assert_string_equal(units_human(as[i].value, as[i].dimension, as[i].digits, text), as[i].text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_unit_of_the_language_is_read),
		cmocka_unit_test(every_unit_that_is_named_is_read),
		cmocka_unit_test(a_wrong_unit_is_told_with_those_allowed),
		cmocka_unit_test(a_long_text_is_shown_in_whole_characters),
		cmocka_unit_test(equal_quantities_are_the_same_double),
		cmocka_unit_test(what_is_written_is_read_as_the_same_double),
		cmocka_unit_test(quantities_are_written_as_a_person_would),
		cmocka_unit_test(people_get_few_digits_and_a_fitting_prefix),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
