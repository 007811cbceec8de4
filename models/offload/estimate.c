/* The expected delay of a message at a node. */
#include "models/offload/estimate.h"

double estimate_delay(const struct view *view, const struct asked *asked, uint32_t node)
{
	double transfer = view_transfer(view, asked->from, node, (double)asked->bytes);
	double service = asked->work > 0 ? asked->work / view_speed(view, node, asked->currency) : 0;
	double cores = view_cores(view, node, asked->currency);
	double beyond = view_load(view, node, asked->currency) * cores - cores + 1;

	/* Of unlimited cores one is always free. */
	return transfer + service + (beyond > 0 ? service * beyond / cores : 0);
}
