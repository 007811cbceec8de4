#ifndef BASE_UNITS_H
#define BASE_UNITS_H

#include "sim/base/diag.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * Quantities as users write them: `20 ms`, `1.5 MB`, `4 GiB`, `10 Mbps`,
 * `3000 MIPS`, `2800 MI/ms`, `0.3 /s`, `60 %`. Inside the program every value
 * is in the base unit of its dimension, named beside it here.
 */
enum dimension {
	DIM_NONE,          /* a bare number */
	DIM_TIME,          /* s */
	DIM_DATA,          /* byte */
	DIM_DATA_RATE,     /* bit/s */
	DIM_INSTRUCTIONS,  /* instructions (MI = 1e6) */
	DIM_FLOP,          /* floating-point operations */
	DIM_CYCLES,        /* cycles */
	DIM_SPEED,         /* instructions/s (MIPS = 1e6) */
	DIM_FLOPS,         /* floating-point operations/s */
	DIM_CLOCK,         /* cycles/s (Hz) */
	DIM_POWER,         /* W */
	DIM_ENERGY,        /* J (Wh = 3600) */
	DIM_RATE,          /* 1/s */
	DIM_LENGTH,        /* m */
	DIM_VELOCITY,      /* m/s */
	DIM_SHARE,         /* 1, written 60 % or 0.6 */
	DIM_PER_INSTRUCTION, /* 1/instruction: a price (/MI = 1e-6) */
	DIM_PER_FLOP,      /* 1/floating-point operation */
	DIM_PER_CYCLE,     /* 1/cycle */
	DIM_INSTRUCTIONS_BY_DATA, /* instructions/byte */
	DIM_FLOP_BY_DATA,  /* floating-point operations/byte */
	DIM_CYCLES_BY_DATA, /* cycles/byte */
	DIMENSIONS
};

#define DIM_BIT(d) (1u << (d))
#define DIM_WORK (DIM_BIT(DIM_INSTRUCTIONS) | DIM_BIT(DIM_FLOP) | DIM_BIT(DIM_CYCLES))
#define DIM_WORK_BY_DATA (DIM_BIT(DIM_INSTRUCTIONS_BY_DATA) | DIM_BIT(DIM_FLOP_BY_DATA) | DIM_BIT(DIM_CYCLES_BY_DATA))
#define DIM_PER_WORK (DIM_BIT(DIM_PER_INSTRUCTION) | DIM_BIT(DIM_PER_FLOP) | DIM_BIT(DIM_PER_CYCLE))

/*
 * Read `length` bytes of `text` as a quantity of one of the dimensions in the mask
 * `allowed`. On success *value is in the base unit of *dimension. A bare number is taken only for DIM_NONE and DIM_SHARE.
 * Otherwise an error at `mark` shows the text and names the units allowed; returns false.
 */
bool units_parse(const char *text, size_t length, unsigned allowed,
		 struct diag *diag, struct mark mark, double *value, enum dimension *dimension);

/*
 * The quantity as a user would write it, in the largest unit that reads back as
 * exactly the same value; into `buffer` of 64 bytes. Returns buffer.
 */
const char *units_format(double value, enum dimension dimension, char buffer[64]);

/* For people: at most `digits` significant digits and a fitting prefix, as `36.2 ms` or `1.25 kJ`. Returns buffer. */
const char *units_human(double value, enum dimension dimension, int digits, char buffer[64]);

/* The base unit in UDUNITS spelling, as results files carry it ("s", "byte", "bit s-1", "1"). */
const char *units_base(enum dimension dimension);

/* The dimension's name ("time", "data rate") and the units it may be written in ("ns, us, ms, s, min, h, d"), for messages and help. */
const char *units_dimension_name(enum dimension dimension);
const char *units_allowed(enum dimension dimension);

/*
 * A regular expression (as JSON schemas have them, without anchors) for all units that units_parse takes for the dimensions;
 * ratios too. Appended to `out`; nothing for bare numbers.
 */
struct text;
void units_pattern(unsigned allowed, struct text *out);

/* The base unit as a scenario has it: "s", "B", "IPS"; "" of a bare number. */
const char *units_written(enum dimension dimension);

#endif
