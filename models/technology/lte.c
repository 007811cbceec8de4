/*
 * 4G mobile access as a plain link of each device. A stand-in: nothing is shared in a cell, nothing depends on distance or movement.
 */
#include "models/technology/technology.h"

static bool check(const void *config, struct mark mark, struct diag *diag)
{
	(void)config;
	diag_warning(diag, mark, "technology: lte is a plain link of its own for each device, 20 Mbps up, 60 Mbps down, 15 ms, unless given"
		     " otherwise; cells, distance and movement are not modelled yet");
	return true;
}

const struct technology_class technology_lte = {
	.model = { .slot = "technology", .name = "lte", .check = check,
		   .help = "4G mobile access: 20 Mbps up, 60 Mbps down, 15 ms, unless given otherwise",
		   .assumptions = "A plain link of its own for each device. Cells whose capacity is shared, distance, interference, scheduling and movement "
				"are not modelled yet: `check`, `show` and the summary of a run say so." },
	.up_bps = 20e6,
	.down_bps = 60e6,
	.latency = 15 * INT64_C(1000000),
};
