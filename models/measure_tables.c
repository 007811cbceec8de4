/* Columns of the models' tables, and their rows. Words of categories are the world's names, so columns are made with the world. */
#include "models/measure_tables.h"

#include "models/accounts.h"
#include "models/net/core.h"
#include "models/net/direction.h"
#include "models/node/station.h"
#include "models/place/place.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REQUESTS, NODES, LINKS, NODE_TOTALS, LINK_TOTALS, PLACEMENT, TABLES, MOST_TABLES = 16 };
enum status { STATUS_DONE, STATUS_LATE, STATUS_FAILED };

static const char *const status_words[] = { "done", "late", "failed", NULL };
static const char *const direction_words[] = { "up", "down", NULL };

struct request_row {
	sim_time created, latency, network, queueing, service, other;
	sim_time link_wait, transmission, propagation, join;
	sim_time layer[LAYERS];
	double energy_j;
	uint32_t origin, node;
	uint16_t path, status;
};

struct node_row {
	uint32_t node, index; uint16_t group, tier;
	double cores, speed_ips, flops, clock_hz, memory;
	double x_m, y_m, latitude, longitude;
};
struct link_row_row { uint32_t link, from, to; uint16_t row; double up_bps, down_bps; sim_time latency; };
struct node_total_row {
	uint32_t node; uint16_t group, tier;
	double utilisation, in_system, energy_j, draw_j[DRAWS], unattributed_j, asleep, starting, cost;
	uint64_t arrived, completed, rejected;
};
struct link_total_row { uint32_t link; uint16_t row, direction; double utilisation; uint64_t bytes; };
struct reckoned_row { uint16_t policy; double cost_s, gap; uint64_t steps; };
struct placement_row { uint32_t instance, node; uint16_t component, why; sim_time from, to; };

struct measure_tables {
	struct table table[MOST_TABLES];
	uint32_t n;
	uint32_t reckoned;                 /* number of that table among the models'; 0: there is none */
	bool all;                          /* totals of each device and each access link */
};

#define FIELD(type, field) offsetof(struct type, field)

static const struct column *copy_columns(struct world *w, const struct column *columns, size_t size)
{
	return memcpy(arena_alloc(w->arena, size), columns, size);
}

static const char **words(struct world *w, uint32_t n)
{
	return arena_array(w->arena, n + 1, sizeof(char *));
}

/* Columns of causes that cannot occur are left out. */
static void drop_column(struct column *columns, const char *name)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; columns[i].name; i++)
		if (strcmp(columns[i].name, name))
			columns[kept++] = columns[i];
	columns[kept] = (struct column){ 0 };
}

/* The columns of power and of sleep, where there is none. */
static void drop_power(const struct world *w, struct column *columns)
{
	static const char *const power[] = { "energy_idle_j", "energy_dynamic_j", "energy_unattributed_j" };
	static const char *const sleep[] = { "asleep", "starting" }, *const both[] = { "energy_sleep_j", "energy_start_up_j" };

	for (size_t i = 0; !w->metered && i < sizeof power / sizeof *power; i++)
		drop_column(columns, power[i]);
	for (size_t i = 0; !w->sleeps && i < sizeof sleep / sizeof *sleep; i++)
		drop_column(columns, sleep[i]);
	for (size_t i = 0; !(w->metered && w->sleeps) && i < sizeof both / sizeof *both; i++)
		drop_column(columns, both[i]);
}

static bool has_joins(const struct world *w)
{
	for (uint32_t i = 0; i < w->applications; i++)
		if (w->application[i].n_joins)
			return true;
	return false;
}

static void define_requests(struct world *w, struct table *t)
{
	const char **path = words(w, w->paths);

	for (uint32_t i = 0; i < w->paths; i++)
		path[i] = w->path[i].name;

	struct column columns[] = {
		{ "path", COLUMN_CATEGORY, FIELD(request_row, path), "1", "path that was measured", path },
		{ "origin", COLUMN_U32, FIELD(request_row, origin), "1", "node where the request began, a row of nodes", NULL },
		{ "node", COLUMN_U32, FIELD(request_row, node), "1",
		  "first node that served a message to a service, a row of nodes; 4294967295: none", NULL },
		{ "created_s", COLUMN_TIME, FIELD(request_row, created), "s", "time when the path began", NULL },
		{ "latency_s", COLUMN_TIME, FIELD(request_row, latency), "s", "time from the beginning of the path to its end", NULL },
		{ "network_s", COLUMN_TIME, FIELD(request_row, network), "s", "part of the latency spent on links", NULL },
		{ "queueing_s", COLUMN_TIME, FIELD(request_row, queueing), "s", "part of the latency spent waiting for a core", NULL },
		{ "service_s", COLUMN_TIME, FIELD(request_row, service), "s", "part of the latency that is work", NULL },
		{ "other_s", COLUMN_TIME, FIELD(request_row, other), "s", "part of the latency with another cause", NULL },
		{ "link_wait_s", COLUMN_TIME, FIELD(request_row, link_wait), "s", "part of network_s spent waiting for a link", NULL },
		{ "transmission_s", COLUMN_TIME, FIELD(request_row, transmission), "s", "part of network_s spent sending bits", NULL },
		{ "propagation_s", COLUMN_TIME, FIELD(request_row, propagation), "s", "part of network_s spent under way", NULL },
		{ "join_s", COLUMN_TIME, FIELD(request_row, join), "s", "part of other_s spent in joins, waiting for what could still come", NULL },
		{ "layer_ui_s", COLUMN_TIME, FIELD(request_row, layer[LAYER_UI]), "s", "part of the latency at components of the layer ui", NULL },
		{ "layer_api_s", COLUMN_TIME, FIELD(request_row, layer[LAYER_API]), "s", "part of the latency at components of the layer api", NULL },
		{ "layer_service_s", COLUMN_TIME, FIELD(request_row, layer[LAYER_SERVICE]), "s", "part of the latency at components of the layer service", NULL },
		{ "layer_data_s", COLUMN_TIME, FIELD(request_row, layer[LAYER_DATA]), "s", "part of the latency at components of the layer data", NULL },
		{ "energy_j", COLUMN_REAL, FIELD(request_row, energy_j), "J", "energy that the request's jobs carried from the beginning of the path to its end", NULL },
		{ "status", COLUMN_CATEGORY, FIELD(request_row, status), "1", "how the path ended; late: after its deadline", status_words },
		{ 0 }
	};
	if (!has_joins(w))
		drop_column(columns, "join_s");
	if (!w->metered)
		drop_column(columns, "energy_j");
	for (int l = 0; w->layers_slot == NONE && l < LAYERS; l++)
		drop_column(columns, arena_format(w->arena, "layer_%s_s", layer_words[l]));
	*t = (struct table){ "requests", "a row for each path of each request that ended", copy_columns(w, columns, sizeof columns),
			     sizeof(struct request_row), false };
}

static void define_nodes(struct world *w, struct table *nodes, struct table *totals, bool all)
{
	const char **group = words(w, w->all_groups);

	for (uint32_t i = 0; i < w->all_groups; i++)
		group[i] = w->group[i].name;

	const struct column columns[] = {
		{ "node", COLUMN_U32, FIELD(node_row, node), "1", "number of the node", NULL },
		{ "group", COLUMN_CATEGORY, FIELD(node_row, group), "1", "group of the node", group },
		{ "index", COLUMN_U32, FIELD(node_row, index), "1", "place in its group, from 0", NULL },
		{ "tier", COLUMN_CATEGORY, FIELD(node_row, tier), "1", "tier", tier_words },
		{ "cores", COLUMN_REAL, FIELD(node_row, cores), "1", "cores; infinity: unlimited", NULL },
		{ "speed", COLUMN_REAL, FIELD(node_row, speed_ips), "s-1", "instructions per second of a core; 0: not declared", NULL },
		{ "flops", COLUMN_REAL, FIELD(node_row, flops), "s-1", "floating-point operations per second of a core; 0: not declared", NULL },
		{ "clock", COLUMN_REAL, FIELD(node_row, clock_hz), "Hz", "cycles per second of a core; 0: not declared", NULL },
		{ "memory", COLUMN_REAL, FIELD(node_row, memory), "byte", "memory for instances; infinity: unlimited", NULL },
	};
	const struct column on_plane[] = {
		{ "x", COLUMN_REAL, FIELD(node_row, x_m), "m", "how far to the east it is", NULL },
		{ "y", COLUMN_REAL, FIELD(node_row, y_m), "m", "how far to the north it is", NULL },
	};
	const struct column on_earth[] = {
		{ "latitude", COLUMN_REAL, FIELD(node_row, latitude), "degrees_north", "latitude", NULL },
		{ "longitude", COLUMN_REAL, FIELD(node_row, longitude), "degrees_east", "longitude", NULL },
	};
	struct column *node = arena_alloc(w->arena, sizeof columns + sizeof on_plane + sizeof on_earth + sizeof *node);
	size_t n = sizeof columns / sizeof *columns;

	memcpy(node, columns, sizeof columns);
	if (w->places_on_plane)
		memcpy(node + n, on_plane, sizeof on_plane);
	n += w->places_on_plane ? 2 : 0;
	if (w->places_on_earth)
		memcpy(node + n, on_earth, sizeof on_earth);

	struct column total[] = {
		{ "node", COLUMN_U32, FIELD(node_total_row, node), "1", "number of the node; 4294967295: all devices of the group", NULL },
		{ "group", COLUMN_CATEGORY, FIELD(node_total_row, group), "1", "group of the node", group },
		{ "tier", COLUMN_CATEGORY, FIELD(node_total_row, tier), "1", "tier", tier_words },
		{ "utilisation", COLUMN_REAL, FIELD(node_total_row, utilisation), "1", "busy cores over cores", NULL },
		{ "in_system", COLUMN_REAL, FIELD(node_total_row, in_system), "1", "time average of jobs waiting or served", NULL },
		{ "asleep", COLUMN_REAL, FIELD(node_total_row, asleep), "1", "share of time asleep", NULL },
		{ "starting", COLUMN_REAL, FIELD(node_total_row, starting), "1", "share of time starting up from sleep", NULL },
		{ "energy_j", COLUMN_REAL, FIELD(node_total_row, energy_j), "J", "energy over the window", NULL },
		{ "energy_idle_j", COLUMN_REAL, FIELD(node_total_row, draw_j[DRAW_IDLE]), "J", "part of energy_j that is idle power, as long as it was awake", NULL },
		{ "energy_dynamic_j", COLUMN_REAL, FIELD(node_total_row, draw_j[DRAW_DYNAMIC]), "J", "part of energy_j above idle", NULL },
		{ "energy_sleep_j", COLUMN_REAL, FIELD(node_total_row, draw_j[DRAW_SLEEP]), "J", "part of energy_j drawn asleep", NULL },
		{ "energy_start_up_j", COLUMN_REAL, FIELD(node_total_row, draw_j[DRAW_START_UP]), "J", "part of energy_j drawn while starting up", NULL },
		{ "energy_unattributed_j", COLUMN_REAL, FIELD(node_total_row, unattributed_j), "J", "part of energy_j that no job carried", NULL },
		{ "cost", COLUMN_REAL, FIELD(node_total_row, cost), "1", "cost over the window", NULL },
		{ "arrived", COLUMN_U64, FIELD(node_total_row, arrived), "1", "jobs that came", NULL },
		{ "served", COLUMN_U64, FIELD(node_total_row, completed), "1", "jobs served to their end", NULL },
		{ "rejected", COLUMN_U64, FIELD(node_total_row, rejected), "1", "jobs turned away by a full queue", NULL },
		{ 0 }
	};
	drop_power(w, total);
	if (!w->priced)
		drop_column(total, "cost");
	*nodes = (struct table){ "nodes", "a row for each node", node, sizeof(struct node_row), true };
	*totals = (struct table){ "node_totals", all ? "a row for each node" : "a row for each node that is no device, and one for the devices of each group",
				  copy_columns(w, total, sizeof total), sizeof(struct node_total_row), false };
}

static void define_links(struct world *w, struct table *links, struct table *totals, bool all)
{
	const char **row = words(w, w->rows);

	for (uint32_t i = 0; i < w->rows; i++)
		row[i] = w->row[i].scope[0];

	const struct column columns[] = {
		{ "link", COLUMN_U32, FIELD(link_row_row, link), "1", "number of the link", NULL },
		{ "group", COLUMN_CATEGORY, FIELD(link_row_row, row), "1", "row of links that it belongs to", row },
		{ "from", COLUMN_U32, FIELD(link_row_row, from), "1", "node at its lower end, a row of nodes", NULL },
		{ "to", COLUMN_U32, FIELD(link_row_row, to), "1", "node at its upper end, a row of nodes", NULL },
		{ "up", COLUMN_REAL, FIELD(link_row_row, up_bps), "bit s-1", "capacity towards `to`; infinity: unlimited", NULL },
		{ "down", COLUMN_REAL, FIELD(link_row_row, down_bps), "bit s-1", "capacity towards `from`; infinity: unlimited", NULL },
		{ "latency_s", COLUMN_TIME, FIELD(link_row_row, latency), "s", "propagation delay", NULL },
		{ 0 }
	};
	const struct column total[] = {
		{ "link", COLUMN_U32, FIELD(link_total_row, link), "1", "number of the link; 4294967295: all access links of the row", NULL },
		{ "group", COLUMN_CATEGORY, FIELD(link_total_row, row), "1", "row of links that it belongs to", row },
		{ "direction", COLUMN_CATEGORY, FIELD(link_total_row, direction), "1", "up: towards `to`", direction_words },
		{ "utilisation", COLUMN_REAL, FIELD(link_total_row, utilisation), "1", "time spent sending over time", NULL },
		{ "bytes", COLUMN_U64, FIELD(link_total_row, bytes), "byte", "data delivered over the window", NULL },
		{ 0 }
	};
	*links = (struct table){ "links", "a row for each link", copy_columns(w, columns, sizeof columns), sizeof(struct link_row_row), true };
	*totals = (struct table){ "link_totals", all ? "two rows for each link" : "two rows for each link of the core, and two for the access links of each row",
				  copy_columns(w, total, sizeof total), sizeof(struct link_total_row), false };
}

static void define_placement(struct world *w, struct table *t)
{
	const char **component = words(w, w->components), **placer = words(w, w->placers);

	for (uint32_t i = 0; i < w->components; i++)
		component[i] = arena_format(w->arena, "%s/%s", w->application[w->component[i].application].name, w->component[i].name);
	for (uint32_t i = 0; i < w->placers; i++)
		placer[i] = w->placer[i];

	const struct column columns[] = {
		{ "instance", COLUMN_U32, FIELD(placement_row, instance), "1", "number of the instance", NULL },
		{ "component", COLUMN_CATEGORY, FIELD(placement_row, component), "1", "application/component that it is an instance of", component },
		{ "node", COLUMN_U32, FIELD(placement_row, node), "1", "node that hosts it, a row of nodes", NULL },
		{ "from_s", COLUMN_TIME, FIELD(placement_row, from), "s", "time from which it is there", NULL },
		{ "to_s", COLUMN_TIME, FIELD(placement_row, to), "s", "time until which it is there; the end of the run if it stays", NULL },
		{ "why", COLUMN_CATEGORY, FIELD(placement_row, why), "1", "what put it there: pinned by `at`, or the placement policy", placer },
		{ 0 }
	};
	*t = (struct table){ "placement", "a row for each stay of an instance on a node; those at the origin of requests have none",
			     copy_columns(w, columns, sizeof columns), sizeof(struct placement_row), false };
}

static struct table reckoned_table(struct world *w)
{
	const char **placer = words(w, w->placers);
	const struct column columns[] = {
		{ "policy", COLUMN_CATEGORY, FIELD(reckoned_row, policy), "1", "placement policy", placer },
		{ "cost_s", COLUMN_REAL, FIELD(reckoned_row, cost_s), "s", "mean time that all messages of a request take, if nothing waits", NULL },
		{ "gap", COLUMN_REAL, FIELD(reckoned_row, gap), "1", "share of cost_s that the best placement may save at most", NULL },
		{ "steps", COLUMN_U64, FIELD(reckoned_row, steps), "1", "placements that were tried; of optimal, nodes of the tree of branch and bound", NULL },
		{ 0 }
	};

	for (uint32_t i = 0; i < w->placers; i++)
		placer[i] = w->placer[i];
	return (struct table){ "reckoned", "a row for each policy that searched for the placement of least cost", copy_columns(w, columns, sizeof columns),
			       sizeof(struct reckoned_row), true };
}

struct measure_tables *measure_tables_new(struct world *w)
{
	struct measure_tables *t = arena_alloc(w->arena, sizeof *t);

	define_requests(w, &t->table[REQUESTS]);
	t->n = TABLES;
	t->all = w->config->head.output.totals == TOTALS_ALL;
	define_nodes(w, &t->table[NODES], &t->table[NODE_TOTALS], t->all);
	define_links(w, &t->table[LINKS], &t->table[LINK_TOTALS], t->all);
	define_placement(w, &t->table[PLACEMENT]);
	if (w->reckonings) {
		t->reckoned = t->n;
		t->table[t->n++] = reckoned_table(w);
	}
	return t;
}

const struct table *measure_tables_list(const struct measure_tables *t, uint32_t *n)
{
	*n = t->n;
	return t->table;
}

uint32_t measure_tables_next(const struct measure_tables *t)
{
	return TABLE_MODELS + t->n;
}

void measure_tables_add(struct measure_tables *t, const struct table *table)
{
	assert(t->n < MOST_TABLES);
	t->table[t->n++] = *table;
}

void measure_tables_request(struct sim *sim, const struct measure_tables *t, const struct request *r,
			    const struct path *path, sim_time created, sim_time latency, const sim_time *part, const sim_time *layer, double energy_j)
{
	struct request_row row = { .created = created, .latency = latency,
				   .energy_j = sim->world->application[path->application].metered ? energy_j : NAN, .origin = r->origin, .node = r->node,
				   .path = (uint16_t)(path - sim->world->path) };

	(void)t;
	if (part) {
		row.queueing = part[CAUSE_QUEUEING];
		row.service = part[CAUSE_SERVICE];
		row.link_wait = part[CAUSE_LINK_WAIT];
		row.transmission = part[CAUSE_TRANSMISSION];
		row.propagation = part[CAUSE_PROPAGATION];
		row.network = row.link_wait + row.transmission + row.propagation;
		row.join = part[CAUSE_JOIN];
		row.other = row.join;
		row.status = latency <= path->deadline ? STATUS_DONE : STATUS_LATE;
	} else {
		row.network = row.queueing = row.service = row.other = SIM_TIME_NONE;
		row.link_wait = row.transmission = row.propagation = row.join = SIM_TIME_NONE;
		row.status = STATUS_FAILED;
	}
	for (int l = 0; sim->world->layers_slot != NONE && l < LAYERS; l++)
		row.layer[l] = layer ? layer[l] : SIM_TIME_NONE;
	sim_row(sim, TABLE_MODELS + REQUESTS, &row);
}

/* ---- totals ---- */

static void node_total(struct sim *sim, uint32_t group, uint32_t node, const struct node_sums *s)
{
	double elapsed = (double)(sim->now - sim->world->accounted_from) / 1e9;
	bool metered = sim->world->group[group].meter;
	struct node_total_row row = {
		.node = node, .group = (uint16_t)group, .tier = sim->world->group[group].tier,
		.utilisation = s->core_s > 0 ? s->busy_core_s / s->core_s : NAN,
		.in_system = elapsed > 0 ? s->job_s / elapsed : NAN,
		.energy_j = metered ? s->energy_j : NAN, .unattributed_j = metered ? s->unattributed_j : NAN,
		.asleep = elapsed > 0 ? s->asleep_s / s->node_s : NAN, .starting = elapsed > 0 ? s->starting_s / s->node_s : NAN,
		.cost = sim->world->group[group].price ? s->cost : NAN,
		.arrived = s->arrived, .completed = s->completed, .rejected = s->rejected,
	};

	for (int i = 0; i < DRAWS; i++)
		row.draw_j[i] = metered ? s->draw_j[i] : NAN;
	sim_row(sim, TABLE_MODELS + NODE_TOTALS, &row);
}

static void node_totals(struct sim *sim, bool all)
{
	const struct world *w = sim->world;

	for (uint32_t g = 0; g < w->all_groups; g++) {
		bool summed = w->group[g].tier == TIER_DEVICE && !all;
		struct node_sums sums = { 0 };

		for (uint32_t i = 0; i < w->group[g].count; i++) {
			node_sums_add(sim, w->group[g].first + i, &sums);
			if (summed)
				continue;
			node_total(sim, g, w->group[g].first + i, &sums);
			sums = (struct node_sums){ 0 };
		}
		if (summed && w->group[g].count)
			node_total(sim, g, NONE, &sums);
	}
}

/* `d` NULL: nothing was ever sent that way. */
static void link_total(struct sim *sim, uint32_t link, uint32_t row, uint16_t direction, const struct direction *d)
{
	double elapsed = (double)(sim->now - sim->world->accounted_from) / 1e9;
	double busy = d ? (double)direction_busy(d, sim->now) / 1e9 : 0;
	struct link_total_row total = { .link = link, .row = (uint16_t)row, .direction = direction,
					.utilisation = elapsed > 0 ? busy / elapsed : NAN, .bytes = d ? d->received : 0 };

	sim_row(sim, TABLE_MODELS + LINK_TOTALS, &total);
}

static void each_access_total(struct sim *sim)
{
	const struct world *w = sim->world;

	for (uint32_t i = 0; i < w->nodes; i++) {
		const struct node *n = &w->node[i];

		if (!n->access)
			continue;
		link_total(sim, n->link, n->access - 1u, 0, n->upward ? n->out : direction_into(w, i));
		link_total(sim, n->link, n->access - 1u, 1, n->upward ? direction_into(w, i) : n->out);
	}
}

static void access_totals(struct sim *sim)
{
	const struct world *w = sim->world;
	double elapsed = (double)(sim->now - w->accounted_from) / 1e9;
	struct link_total_row *sum = xcalloc(2 * (size_t)w->rows, sizeof *sum);

	for (uint32_t i = 0; i < w->nodes; i++) {
		const struct node *n = &w->node[i];

		if (!n->access)
			continue;
		sum[2 * (n->access - 1)].link++;
		for (int k = 0; k < 2; k++) {
			const struct direction *d = k ? direction_into(w, i) : n->out;

			if (!d)
				continue;
			sum[2 * (n->access - 1) + d->down].bytes += d->received;
			sum[2 * (n->access - 1) + d->down].utilisation += (double)direction_busy(d, sim->now) / 1e9;
		}
	}
	for (uint32_t r = 0; r < 2 * w->rows; r++) {
		double links = sum[r & ~1u].link;
		struct link_total_row row = { .link = NONE, .row = (uint16_t)(r / 2), .direction = r % 2,
					      .utilisation = sum[r].utilisation / links / elapsed, .bytes = sum[r].bytes };

		if (links > 0)
			sim_row(sim, TABLE_MODELS + LINK_TOTALS, &row);
	}
	free(sum);
}

void measure_tables_totals(struct sim *sim, const struct measure_tables *t)
{
	uint32_t n;
	const struct direction *d = core_directions(sim->world->core, &n);

	node_totals(sim, t->all);
	for (uint32_t i = 0; i < n; i++)
		link_total(sim, d[i].number, d[i].link->row, d[i].down, &d[i]);
	if (t->all)
		each_access_total(sim);
	else
		access_totals(sim);
}

/* ---- identity ---- */

static void node_rows(struct sim *sim)
{
	const struct world *w = sim->world;

	for (uint32_t i = 0; i < w->all_nodes; i++) {
		const struct group *g = group_of(w, i);
		double speed[CURRENCIES];

		for (int c = 0; c < CURRENCIES; c++)
			speed[c] = g->member_speed[c] ? g->member_speed[c][i - g->first] : g->speed[c];

		struct node_row row = { .node = i, .index = i - g->first, .group = (uint16_t)w->node[i].group, .tier = g->tier,
					.cores = g->cores == COUNT_UNLIMITED ? INFINITY : (double)g->cores,
					.speed_ips = speed[0], .flops = speed[1], .clock_hz = speed[2], .memory = g->config->memory,
					.x_m = NAN, .y_m = NAN, .latitude = NAN, .longitude = NAN };

		if (g->position) {
			*(g->on_earth ? &row.longitude : &row.x_m) = g->position[i - g->first].x;
			*(g->on_earth ? &row.latitude : &row.y_m) = g->position[i - g->first].y;
		}

		sim_row(sim, TABLE_MODELS + NODES, &row);
	}
}

static void placement_rows(struct sim *sim)
{
	const struct world *w = sim->world;

	for (uint32_t i = 0; i < w->instances; i++) {
		const struct instance *at = &w->instance[i];
		struct placement_row row = { .instance = i, .node = at->node, .component = (uint16_t)at->component, .why = at->why,
					     .from = at->since, .to = sim->now };

		sim_row(sim, TABLE_MODELS + PLACEMENT, &row);
	}
}

void measure_tables_finish(struct sim *sim, const struct measure_tables *t)
{
	const struct world *w = sim->world;

	placement_rows(sim);
	if (sim->replication != 0)
		return;
	node_rows(sim);
	for (uint32_t i = 0; i < w->reckonings; i++) {
		const struct reckoned *r = &w->reckoned[i];
		struct reckoned_row row = { r->why, r->cost_s, reckoned_gap(r), r->steps };

		sim_row(sim, TABLE_MODELS + t->reckoned, &row);
	}
	for (uint32_t r = 0; r < w->rows; r++)
		for (uint32_t i = 0; i < w->row[r].count; i++) {
			const struct link *link = link_of(&w->row[r], w->row[r].first + i);
			struct link_row_row row = { .link = w->row[r].first + i, .row = (uint16_t)r, .from = w->row[r].from[i],
						    .to = w->row[r].to[i], .up_bps = link->rate_bps[0],
						    .down_bps = link->rate_bps[1], .latency = link->latency };

			sim_row(sim, TABLE_MODELS + LINKS, &row);
		}
}
