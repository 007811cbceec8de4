#ifndef CLI_PRECISION_H
#define CLI_PRECISION_H

#include "sim/base/diag.h"
#include "sim/kernel/model.h"
#include "sim/record/record.h"

#include <stdbool.h>

/*
 * How many replications there are: a number given, or as many as it takes until the interval of one measure is as narrow
 * as was asked for. Judged after each replication, in their order, so that the answer is the same for any number of workers.
 */
struct precision {
	double target;                         /* half-width by mean; NaN: no precision was asked for */
	uint32_t least, most;                  /* replications */
	uint16_t measure, scope;               /* what is judged, as indices into `measures` */
	const struct measures *measures;
};

/* What the scenario asks for; `measures` is borrowed. False with an error in diag if it names what is not measured. */
bool precision_find(struct precision *precision, const struct run_settings *run, const struct measures *measures, struct diag *diag);

/* Half-width by mean so far; 0 for a mean that does not vary, NaN or infinite if it is not known yet. */
double precision_now(const struct precision *precision, const struct recorder *recorder);

/* Whether `recorded` replications are enough, given what the measure came to over them; the guess as below. Only with a precision asked for. */
bool precision_judge(const struct precision *precision, struct interval interval, uint32_t recorded, uint32_t *expected);

/* Whether those recorded are enough; `expected` is a guess at how many will be. Without a precision asked for never, and `most`. */
bool precision_enough(const struct precision *precision, const struct recorder *recorder, uint32_t recorded, uint32_t *expected);

#endif
