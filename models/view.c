/* Answers of the view, from the state of now. */
#include "models/view.h"

#include "models/node/station.h"

double view_load(const struct view *view, uint32_t node)
{
	uint64_t cores = group_of(view->world, node)->cores;

	return cores == COUNT_UNLIMITED ? 0 : (double)station_jobs(view->world, node) / (double)cores;
}

uint8_t view_tier(const struct view *view, uint32_t node)
{
	return group_of(view->world, node)->tier;
}

double view_cores(const struct view *view, uint32_t node)
{
	uint64_t cores = group_of(view->world, node)->cores;

	return cores == COUNT_UNLIMITED ? INFINITY : (double)cores;
}

double view_speed(const struct view *view, uint32_t node, uint8_t currency)
{
	const struct group *g = group_of(view->world, node);

	return g->member_speed[currency] ? g->member_speed[currency][node - g->first] : g->speed[currency];
}
