/* The units, by dimension, and what each dimension is called. */
#include "sim/base/units_inside.h"

#include "sim/base/text.h"

#include <string.h>

/* Within a dimension from the largest to the smallest. */
const struct unit units[] = {
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
	{ 0 }
};

const struct dimension_row unit_dimensions[DIMENSIONS] = {
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

enum dimension unit_below(enum dimension dimension)
{
	return unit_dimensions[dimension].ratio ? unit_dimensions[dimension].below : DIM_TIME;
}

const struct unit *unit_find(const char *name, size_t length, enum dimension dimension)
{
	for (size_t i = 0; units[i].name; i++)
		if (units[i].dimension == dimension && strlen(units[i].name) == length
		    && memcmp(units[i].name, name, length) == 0)
			return &units[i];
	return NULL;
}

const char *units_base(enum dimension dimension)
{
	return unit_dimensions[dimension].base;
}

const char *units_dimension_name(enum dimension dimension)
{
	return unit_dimensions[dimension].name;
}

const char *units_allowed(enum dimension dimension)
{
	return unit_dimensions[dimension].allowed;
}

const char *units_written(enum dimension dimension)
{
	return unit_dimensions[dimension].zero;
}

static void add_names(struct text *out, enum dimension dimension, const char *between)
{
	for (size_t i = 0; units[i].name; i++)
		if (units[i].dimension == dimension) {
			text_add(out, "%s%s", between, units[i].name);
			between = "|";
		}
}

/* "(?:bit|kB|...)/(?:s|ms|...)": an amount over a time, or nothing over an amount. */
static void add_ratios(struct text *out, enum dimension dimension, const char *between)
{
	enum dimension over = unit_dimensions[dimension].over;

	text_add(out, "%s", between);
	if (over != DIM_NONE) {
		text_add(out, "(?:");
		add_names(out, over, "");
		text_add(out, ")");
	}
	text_add(out, "/(?:");
	add_names(out, unit_below(dimension), "");
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
		if (unit_dimensions[d].ratio)
			add_ratios(out, (enum dimension)d, between);
	}
}
