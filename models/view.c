/* Answers of the view, from the state of now, but for loads that are known by reports. */
#include "models/view.h"

#include "models/energy/meter.h"
#include "models/net/core.h"
#include "models/node/station.h"

double view_load(const struct view *view, uint32_t node)
{
	uint64_t cores = group_of(view->world, node)->cores;
	uint32_t jobs = view->reported && node != view->observer ? view->reported[node] : station_jobs(view->world, node);

	return cores == COUNT_UNLIMITED ? 0 : (double)jobs / (double)cores;
}

uint8_t view_tier(const struct view *view, uint32_t node)
{
	return group_of(view->world, node)->tier;
}

double view_memory_free(const struct view *view, uint32_t node)
{
	double taken = view->world->memory_taken ? view->world->memory_taken[node] : 0;

	return group_of(view->world, node)->config->memory - taken;
}

double view_cores_free(const struct view *view, uint32_t node)
{
	return view_cores(view, node) - (view->world->cores_taken ? view->world->cores_taken[node] : 0);
}

double view_transfer(const struct view *view, uint32_t from, uint32_t to, double bytes)
{
	struct way way = core_way(view->world, from, to);

	return way.latency == SIM_TIME_MAX ? INFINITY : (double)way.latency / 1e9 + bytes * way.seconds_per_byte;
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

double view_core_power(const struct view *view, uint32_t node)
{
	const struct meter *meter = group_of(view->world, node)->meter;

	return meter ? meter->dynamic_w : 0;
}
