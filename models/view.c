/* Answers of the view, from the state of now, but for loads that are known by reports. */
#include "models/view.h"

#include "models/energy/meter.h"
#include "models/net/core.h"
#include "models/node/station.h"

double view_load(const struct view *view, uint32_t node, uint8_t currency)
{
	uint32_t serving = serving_node(view->world, node, currency);
	uint64_t cores = group_of(view->world, serving)->cores;
	uint32_t jobs = view->reported && node != view->observer ? view->reported[serving] : station_jobs(view->world, serving);

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
	return view_cores(view, node, CURRENCY_INSTRUCTIONS) - (view->world->cores_taken ? view->world->cores_taken[node] : 0);
}

double view_transfer(const struct view *view, uint32_t from, uint32_t to, double bytes)
{
	struct way way = core_way(view->world, from, to);

	return way.latency == SIM_TIME_MAX ? INFINITY : (double)way.latency / 1e9 + bytes * way.seconds_per_byte;
}

double view_cores(const struct view *view, uint32_t node, uint8_t currency)
{
	uint64_t cores = serving_group(group_of(view->world, node), currency)->cores;

	return cores == COUNT_UNLIMITED ? INFINITY : (double)cores;
}

double view_speed(const struct view *view, uint32_t node, uint8_t currency)
{
	const struct group *g = serving_group(group_of(view->world, node), currency);

	return g->member_speed[currency] ? g->member_speed[currency][index_of(view->world, node)] : g->speed[currency];
}

double view_core_power(const struct view *view, uint32_t node, uint8_t currency)
{
	const struct meter *meter = serving_group(group_of(view->world, node), currency)->meter;

	return meter ? meter->dynamic_w : 0;
}
