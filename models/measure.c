/*
 * A gauge is one measure in one scope. It is read as two sums, a numerator and a denominator over the window so far;
 * means of the run and of its batches are ratios of their differences.
 */
#include "models/measure.h"

#include "models/accounts.h"
#include "models/measure_paths.h"
#include "models/measure_series.h"
#include "models/measure_tables.h"
#include "models/offload/decisions.h"
#include "models/trace.h"

#include <math.h>
#include <string.h>

enum { BATCHES = 20 };

enum measure_id {
	LATENCY, QUEUEING_TIME, SERVICE_TIME, NETWORK_TIME, TIME_IN_UI, TIME_IN_API, TIME_IN_SERVICE, TIME_IN_DATA, THROUGHPUT, DEADLINE_MET, FAILED, REQUEST_ENERGY,
	UTILISATION, IN_SYSTEM, QUEUE_LENGTH, EMPTY, ARRIVALS, SERVED, REJECTED, ASLEEP, STARTING, POWER,
	ENERGY, ENERGY_IDLE, ENERGY_DYNAMIC, ENERGY_SLEEP, ENERGY_START_UP, ENERGY_UNATTRIBUTED, COST, CARRIED, MEASURES
};

_Static_assert((int)NETWORK_TIME == (int)PATH_NETWORK && (int)TIME_IN_UI == (int)PATH_LAYER && TIME_IN_DATA + 1 == (int)PATH_TIMES,
	       "the first measures are the times of paths");
enum { NODES = SCOPE_GROUP | SCOPE_TIER };

/* What needs power, what needs sleep, what needs both, what needs prices. */
enum {
	OF_REQUESTS_POWER = 1u << REQUEST_ENERGY,
	OF_POWER = 1u << POWER | 1u << ENERGY | 1u << ENERGY_IDLE | 1u << ENERGY_DYNAMIC | 1u << ENERGY_UNATTRIBUTED,
	OF_SLEEP = 1u << ASLEEP | 1u << STARTING,
	OF_BOTH = 1u << ENERGY_SLEEP | 1u << ENERGY_START_UP,
	OF_PRICE = 1u << COST,
	OF_LAYERS = 1u << TIME_IN_UI | 1u << TIME_IN_API | 1u << TIME_IN_SERVICE | 1u << TIME_IN_DATA
};

static const struct measure measure[MEASURES] = {
	[LATENCY] = { "latency", "s", "time from the creation of the path's first message to the end of its last", SCOPE_PATH },
	[QUEUEING_TIME] = { "queueing_time", "s", "part of the latency spent waiting for a core", SCOPE_PATH },
	[SERVICE_TIME] = { "service_time", "s", "part of the latency that is work at full speed of a free core", SCOPE_PATH },
	[NETWORK_TIME] = { "network_time", "s", "part of the latency spent on links: waiting, transmission, propagation", SCOPE_PATH },
	[TIME_IN_UI] = { "layer_ui", "s", "part of the latency at components of the layer ui: waiting, work, and what else is not network; with those of"
			 " the other layers and network_time it adds up to the latency", SCOPE_PATH },
	[TIME_IN_API] = { "layer_api", "s", "part of the latency at components of the layer api", SCOPE_PATH },
	[TIME_IN_SERVICE] = { "layer_service", "s", "part of the latency at components of the layer service", SCOPE_PATH },
	[TIME_IN_DATA] = { "layer_data", "s", "part of the latency at components of the layer data", SCOPE_PATH },
	[THROUGHPUT] = { "throughput", "s-1", "paths completed per second of the window", SCOPE_PATH },
	[DEADLINE_MET] = { "deadline_met", "1", "share of completed paths within their deadline", SCOPE_PATH },
	[FAILED] = { "failed", "1", "share of paths begun and ended that lost a message and never reached their end", SCOPE_PATH },
	[REQUEST_ENERGY] = { "request_energy", "J", "energy that the request's jobs carried from the beginning of the path to its end: what"
			     " their cores drew above idle, and those cores' share of the idle power", SCOPE_PATH },
	[UTILISATION] = { "utilisation", "1", "busy cores over cores; of a link, time spent sending over time", NODES | SCOPE_LINKS },
	[IN_SYSTEM] = { "in_system", "1", "time average of jobs waiting or served, summed over the group", NODES },
	[QUEUE_LENGTH] = { "queue_length", "1", "time average of jobs waiting for a core, summed over the group", NODES },
	[EMPTY] = { "empty", "1", "share of time without a job, averaged over the group", NODES },
	[ARRIVALS] = { "arrivals", "s-1", "jobs that came per second", NODES },
	[SERVED] = { "served", "s-1", "jobs served to their end per second", NODES },
	[REJECTED] = { "rejected", "1", "share of arrivals that a full queue turned away", NODES },
	[ASLEEP] = { "asleep", "1", "share of time asleep, averaged over the group", NODES },
	[STARTING] = { "starting", "1", "share of time starting up from sleep, averaged over the group", NODES },
	[POWER] = { "power", "W", "mean electrical power, summed over the group", NODES | SCOPE_WHOLE },
	[ENERGY] = { "energy", "J", "energy over the window, summed over the group; of a component, what its jobs carried",
		     NODES | SCOPE_WHOLE | SCOPE_COMPONENT },
	[ENERGY_IDLE] = { "energy_idle", "J", "part of the energy that is idle power, as long as nodes are awake; of a component, the"
			  " share of its jobs' cores: idle power over cores, as long as they had them", NODES | SCOPE_WHOLE | SCOPE_COMPONENT },
	[ENERGY_DYNAMIC] = { "energy_dynamic", "J", "part of the energy above idle, drawn for busy cores", NODES | SCOPE_WHOLE | SCOPE_COMPONENT },
	[ENERGY_SLEEP] = { "energy_sleep", "J", "part of the energy drawn asleep", NODES | SCOPE_WHOLE },
	[ENERGY_START_UP] = { "energy_start_up", "J", "part of the energy drawn while starting up", NODES | SCOPE_WHOLE },
	[ENERGY_UNATTRIBUTED] = { "energy_unattributed", "J", "energy that no job carried: idle power of free cores, sleep, start-up; with"
				  " the energy of all components it adds up to the energy", NODES | SCOPE_WHOLE },
	[COST] = { "cost", "1", "cost over the window by the prices of `nodes.NAME.cost`, summed over the group: of the time of busy cores, as what"
		   " they can do in it, and of having the nodes", NODES | SCOPE_WHOLE },
	[CARRIED] = { "carried", "bit s-1", "data delivered per second, summed over the links of the row", SCOPE_LINKS },
};

/* What the table of series has of groups and links. */
static const uint16_t in_series[] = { UTILISATION, QUEUE_LENGTH, IN_SYSTEM, ARRIVALS, SERVED, REJECTED, ASLEEP, POWER, CARRIED };

enum subject { SUBJECT_PATH, SUBJECT_NODES, SUBJECT_LINKS, SUBJECT_COMPONENT };

struct gauge {
	uint16_t measure, scope;
	uint8_t kind;
	uint32_t subject;                  /* index of the path, of the node scope, of 2 x row + direction, of the component */
};

struct moment {
	struct event event;
	struct measurement *measurement;
	uint32_t batch;
};

struct measurement {
	struct measures names;
	struct gauge *gauge;
	uint32_t n_gauges;
	struct node_scope *node_scope;
	uint32_t n_node_scopes;
	struct node_sums *node_sums;       /* as of the last reading, by node scope */
	struct link_sums *link_sums;
	struct carried *component_sums;
	struct sums *batch;                /* n_gauges x (BATCHES + 1); NULL: no batches */
	struct sums *closing;              /* at the end of the window */
	struct moment *moment;
	struct measure_tables *tables;
	uint32_t decisions;                /* number of their table; 0: there is none */
	struct series *series;             /* NULL: none */
	struct sums *now, *before;         /* n_gauges each, room for reading them; with a series */
	struct event step_ends;
};

/* ---- names ---- */

static uint16_t add_scope(struct world *w, struct measurement *m, const char **list, const char *name)
{
	(void)w;
	for (uint32_t i = 0; i < m->names.n_scopes; i++)
		if (strcmp(list[i], name) == 0)
			return (uint16_t)i;
	list[m->names.n_scopes] = name;
	return (uint16_t)m->names.n_scopes++;
}

/* A gauge for each measure of that kind of scope, but for those in `without`. */
static void add_gauges(struct measurement *m, uint16_t scope, enum scope_kind scopes, enum subject kind, uint32_t subject, uint32_t without)
{
	for (uint16_t id = 0; id < MEASURES; id++)
		if (measure[id].scopes & scopes && !(without & (1u << id)))
			m->gauge[m->n_gauges++] = (struct gauge){ id, scope, (uint8_t)kind, subject };
}

/* What is not measured where there is no power, no sleep, no price. */
static uint32_t without(bool metered, bool sleeps, bool priced)
{
	return (metered ? 0 : OF_POWER | OF_BOTH) | (sleeps ? 0 : OF_SLEEP | OF_BOTH) | (priced ? 0 : OF_PRICE);
}

/* Node scopes: each group with nodes, each tier with nodes, the whole. */
static void add_node_scopes(struct world *w, struct measurement *m, const char **list)
{
	bool present[TIERS] = { false }, metered[TIERS] = { false }, sleeps[TIERS] = { false }, priced[TIERS] = { false };

	m->node_scope = arena_array(w->arena, w->all_groups + TIERS + 1, sizeof *m->node_scope);
	for (uint32_t g = 0; g < w->all_groups; g++) {
		const struct group *group = &w->group[g];

		if (!group->count)
			continue;
		present[group->tier] = true;
		metered[group->tier] = metered[group->tier] || group->meter;
		sleeps[group->tier] = sleeps[group->tier] || group->sleep;
		priced[group->tier] = priced[group->tier] || group->price;
		m->node_scope[m->n_node_scopes] = (struct node_scope){ g, -1 };
		add_gauges(m, add_scope(w, m, list, group->name), SCOPE_GROUP, SUBJECT_NODES, m->n_node_scopes++,
			   without(group->meter, group->sleep, group->price));
	}
	for (int t = 0; t < TIERS; t++)
		if (present[t]) {
			m->node_scope[m->n_node_scopes] = (struct node_scope){ NONE, t };
			add_gauges(m, add_scope(w, m, list, arena_format(w->arena, "tier:%s", tier_words[t])), SCOPE_TIER,
				   SUBJECT_NODES, m->n_node_scopes++, without(metered[t], sleeps[t], priced[t]));
		}
	m->node_scope[m->n_node_scopes] = (struct node_scope){ NONE, -1 };
	add_gauges(m, add_scope(w, m, list, "*"), SCOPE_WHOLE, SUBJECT_NODES, m->n_node_scopes++, without(w->metered, w->sleeps, w->priced));
}

/* Components that some message asks work of, where there is power. */
static void add_component_scopes(struct world *w, struct measurement *m, const char **list)
{
	for (uint32_t c = 0; c < w->components; c++) {
		const struct component *component = &w->component[c];

		if (component->metered)
			add_gauges(m, add_scope(w, m, list, arena_format(w->arena, "component:%s/%s",
				   w->application[component->application].name, component->name)), SCOPE_COMPONENT, SUBJECT_COMPONENT, c, 0);
	}
}

static void list_measured(struct world *w, struct measurement *m)
{
	struct measured *measured = arena_array(w->arena, m->n_gauges, sizeof *measured);

	for (uint32_t i = 0; i < m->n_gauges; i++)
		measured[i] = (struct measured){ m->gauge[i].measure, m->gauge[i].scope };
	m->names.measured = measured;
	m->names.n_measured = m->n_gauges;
}

static void name_everything(struct world *w, struct measurement *m)
{
	uint32_t most = w->paths + w->all_groups + TIERS + 1 + 2 * w->rows + w->components;
	const char **list = arena_array(w->arena, most, sizeof *list);

	m->gauge = arena_array(w->arena, (size_t)most * MEASURES, sizeof *m->gauge);
	m->names.measure = measure;
	m->names.n_measures = MEASURES;
	m->names.scope = list;
	for (uint32_t p = 0; p < w->paths; p++)
		add_gauges(m, add_scope(w, m, list, w->path[p].name), SCOPE_PATH, SUBJECT_PATH, p,
			   (w->path[p].deadline == SIM_TIME_MAX ? 1u << DEADLINE_MET : 0) | (w->layers_slot == NONE ? OF_LAYERS : 0) | (w->application[w->path[p].application].metered ? 0 : OF_REQUESTS_POWER));
	add_node_scopes(w, m, list);
	if (w->metered)
		add_component_scopes(w, m, list);
	for (uint32_t r = 0; r < 2 * w->rows; r++)
		if (w->row[r / 2].count)
			add_gauges(m, add_scope(w, m, list, w->row[r / 2].scope[r % 2]), SCOPE_LINKS, SUBJECT_LINKS, r, 0);
	list_measured(w, m);
}

static bool is_in_series(const struct measurement *m, const struct gauge *g)
{
	if (g->kind == SUBJECT_PATH || (g->kind == SUBJECT_NODES && m->node_scope[g->subject].group == NONE))
		return false;
	for (size_t i = 0; i < sizeof in_series / sizeof *in_series; i++)
		if (g->measure == in_series[i])
			return true;
	return false;
}

static void prepare_series(struct world *w, struct measurement *m)
{
	m->series = series_new(w, w->config->head.output.series, m->n_gauges);
	if (!m->series)
		return;
	m->now = arena_array(w->arena, m->n_gauges, sizeof *m->now);
	m->before = arena_array(w->arena, m->n_gauges, sizeof *m->before);
	for (uint32_t i = 0; i < m->n_gauges; i++)
		if (is_in_series(m, &m->gauge[i]))
			series_add(m->series, i, m->names.scope[m->gauge[i].scope], &measure[m->gauge[i].measure], m->gauge[i].measure != POWER);
	measure_tables_add(m->tables, series_table(w, m->series, measure_tables_next(m->tables)));
}

static void prepare_trace(struct world *w, struct measurement *m)
{
	uint64_t most = w->config->head.output.trace;

	w->trace = trace_new(w, most == COUNT_UNSET ? 0 : most, measure_tables_next(m->tables));
	if (w->trace)
		measure_tables_add(m->tables, trace_table(w->trace));
}

void measurement_prepare(struct world *w)
{
	struct measurement *m = arena_alloc(w->arena, sizeof *m);
	const struct table *decisions;

	w->measurement = m;
	name_everything(w, m);
	m->node_sums = arena_array(w->arena, m->n_node_scopes, sizeof *m->node_sums);
	m->link_sums = arena_array(w->arena, 2 * (size_t)w->rows, sizeof *m->link_sums);
	m->component_sums = arena_array(w->arena, w->components, sizeof *m->component_sums);
	m->closing = arena_array(w->arena, m->n_gauges, sizeof *m->closing);
	if (w->config->head.run.replications.max == 1) {
		m->batch = arena_array(w->arena, (size_t)m->n_gauges * (BATCHES + 1), sizeof *m->batch);
		m->moment = arena_array(w->arena, BATCHES + 1, sizeof *m->moment);
	} else {
		m->moment = arena_array(w->arena, 2, sizeof *m->moment);
	}
	m->tables = measure_tables_new(w);
	path_statistics_init(w, m->tables, w->config->head.output.requests);
	prepare_series(w, m);
	prepare_trace(w, m);
	decisions = decisions_table(w);
	if (decisions) {
		m->decisions = measure_tables_next(m->tables);
		measure_tables_add(m->tables, decisions);
	}
}

void measurement_free(struct world *w)
{
	path_statistics_free(w);
}

const struct measures *measurement_names(const struct world *w)
{
	return &w->measurement->names;
}

const struct measures *measurement_all(void)
{
	static const struct measures all = { .measure = measure, .n_measures = MEASURES };

	return &all;
}

const struct table *measurement_tables(const struct world *w, uint32_t *n)
{
	return measure_tables_list(w->measurement->tables, n);
}

/* ---- reading the gauges ---- */

static struct sums read_path(const struct sim *sim, const struct path_statistics *s, uint16_t id)
{
	double judged = (double)(s->tally[0].n + s->failed);
	double elapsed = (double)(sim->now - sim->world->window_from) / 1e9;

	if (id < PATH_TIMES)
		return (struct sums){ (double)s->tally[id].sum / 1e9, (double)s->tally[id].n };
	if (id == THROUGHPUT)
		return (struct sums){ (double)s->completed_in_window, elapsed };
	if (id == DEADLINE_MET)
		return (struct sums){ (double)s->met, (double)s->tally[0].n };
	if (id == REQUEST_ENERGY)
		return (struct sums){ s->energy_j, (double)s->tally[0].n };
	return (struct sums){ (double)s->failed, judged };
}

static struct sums read_nodes(const struct sim *sim, const struct node_sums *s, uint16_t id)
{
	double elapsed = (double)(sim->now - sim->world->window_from) / 1e9;

	switch ((enum measure_id)id) {
	case UTILISATION:  return (struct sums){ s->busy_core_s, s->core_s };
	case IN_SYSTEM:    return (struct sums){ s->job_s, elapsed };
	case QUEUE_LENGTH: return (struct sums){ s->job_s - s->in_service_s, elapsed };
	case EMPTY:        return (struct sums){ s->empty_s, s->node_s };
	case ARRIVALS:     return (struct sums){ (double)s->arrived, elapsed };
	case SERVED:       return (struct sums){ (double)s->completed, elapsed };
	case REJECTED:     return (struct sums){ (double)s->rejected, (double)s->arrived };
	case ASLEEP:       return (struct sums){ s->asleep_s, s->node_s };
	case STARTING:     return (struct sums){ s->starting_s, s->node_s };
	case POWER:        return (struct sums){ s->energy_j, elapsed };
	case ENERGY_IDLE:  return (struct sums){ s->draw_j[DRAW_IDLE], 1 };
	case ENERGY_DYNAMIC: return (struct sums){ s->draw_j[DRAW_DYNAMIC], 1 };
	case ENERGY_SLEEP: return (struct sums){ s->draw_j[DRAW_SLEEP], 1 };
	case ENERGY_START_UP: return (struct sums){ s->draw_j[DRAW_START_UP], 1 };
	case COST:         return (struct sums){ s->cost, 1 };
	case ENERGY_UNATTRIBUTED: return (struct sums){ s->unattributed_j, 1 };
	default:           return (struct sums){ s->energy_j, 1 };
	}
}

static struct sums read_component(const struct carried *s, uint16_t id)
{
	return (struct sums){ id == ENERGY_IDLE ? s->idle_j : id == ENERGY_DYNAMIC ? s->dynamic_j : s->idle_j + s->dynamic_j, 1 };
}

static struct sums read_gauge(const struct sim *sim, const struct measurement *m, const struct gauge *g)
{
	if (g->kind == SUBJECT_PATH)
		return read_path(sim, sim->world->path[g->subject].statistics, g->measure);
	if (g->kind == SUBJECT_NODES)
		return read_nodes(sim, &m->node_sums[g->subject], g->measure);
	if (g->kind == SUBJECT_COMPONENT)
		return read_component(&m->component_sums[g->subject], g->measure);

	const struct link_sums *s = &m->link_sums[g->subject];
	double elapsed = (double)(sim->now - sim->world->window_from) / 1e9;

	if (g->measure == CARRIED)
		return (struct sums){ (double)s->bytes * 8, elapsed };
	return (struct sums){ (double)s->busy_ns / 1e9, elapsed * s->links };
}

static void read_all(struct sim *sim, struct sums *into)
{
	struct measurement *m = sim->world->measurement;

	path_statistics_settle(sim->world);
	node_sums_read(sim, m->node_scope, m->n_node_scopes, m->node_sums);
	link_sums_read(sim, m->link_sums);
	component_sums_read(sim, m->component_sums);
	for (uint32_t i = 0; i < m->n_gauges; i++)
		into[i] = read_gauge(sim, m, &m->gauge[i]);
}

/* ---- the moments of the run ---- */

static void batch_ended(struct sim *sim, struct event *event)
{
	struct moment *moment = container_of(event, struct moment, event);
	struct measurement *m = moment->measurement;

	read_all(sim, m->batch + (size_t)m->n_gauges * moment->batch);
}

static void close_window(struct sim *sim, struct measurement *m)
{
	read_all(sim, m->closing);
	energy_follows(sim, m->node_scope, m->n_node_scopes, m->node_sums);
	energy_attributed(sim, &m->node_sums[m->n_node_scopes - 1], m->component_sums);
	measure_tables_totals(sim, m->tables);
}

static void window_ended(struct sim *sim, struct event *event)
{
	close_window(sim, container_of(event, struct moment, event)->measurement);
}

static void step_ended(struct sim *sim, struct event *event)
{
	struct measurement *m = container_of(event, struct measurement, step_ends);

	read_all(sim, m->now);
	series_step(sim, m->series, m->now);
}

/* The laws hold over the warm-up too; then everything counts from here. */
static void warmup_ended(struct sim *sim, struct event *event)
{
	struct measurement *m = sim->world->measurement;

	(void)event;
	if (!laws_hold(sim))
		return;
	if (m->series)
		read_all(sim, m->before);
	accounts_reset(sim);
	if (m->series) {
		read_all(sim, m->now);
		series_restart(m->series, m->before, m->now);
	}
}

static void at(struct sim *sim, struct measurement *m, uint32_t batch, sim_time when, event_fn *fire)
{
	m->moment[batch].measurement = m;
	m->moment[batch].batch = batch;
	sim_at(sim, &m->moment[batch].event, when, fire);
}

void measurement_start(struct sim *sim)
{
	struct world *w = sim->world;
	struct measurement *m = w->measurement;
	sim_time from = sim->warmup, length = w->window_to - from;

	w->window_from = from;
	if (from > 0)
		at(sim, m, 0, from, warmup_ended);
	for (uint32_t b = 1; m->batch && b < BATCHES; b++)
		at(sim, m, b, from + (sim_time)((i128)length * b / BATCHES), batch_ended);
	if (m->series) {
		read_all(sim, m->now);
		series_start(sim, m->series, m->now, &m->step_ends, step_ended);
	}
	/* Without a drain the window closes with the run, after its last event. */
	if (sim->end > w->window_to)
		at(sim, m, m->batch ? BATCHES : 1, w->window_to, window_ended);
}

/* ---- rows ---- */

static void path_rows(struct sim *sim, const struct gauge *g, struct measure_row *row)
{
	const struct path_statistics *s = sim->world->path[g->subject].statistics;
	const struct tally *t = &s->tally[g->measure];
	const uint64_t *count = s->histogram[g->measure].count;

	row->count = t->n;
	if (!t->n)
		return;
	row->minimum = (double)t->least / 1e9;
	row->maximum = (double)t->most / 1e9;
	row->p50 = histogram_quantile(count, 0.50, t->least, t->most) / 1e9;
	row->p95 = histogram_quantile(count, 0.95, t->least, t->most) / 1e9;
	row->p99 = histogram_quantile(count, 0.99, t->least, t->most) / 1e9;
	for (uint32_t b = histogram_bin(t->least), last = histogram_bin(t->most); b <= last; b++)
		if (count[b])
			sim_row(sim, TABLE_BINS, &(struct bin_row){ g->measure, g->scope, b, count[b] });
}

static void batch_rows(struct sim *sim, const struct measurement *m, uint32_t i)
{
	const struct gauge *g = &m->gauge[i];

	for (uint32_t b = 0; b < BATCHES; b++) {
		const struct sums *from = &m->batch[(size_t)m->n_gauges * b + i];
		const struct sums *to = b + 1 < BATCHES ? &m->batch[(size_t)m->n_gauges * (b + 1) + i] : &m->closing[i];
		double numerator = to->numerator - (b ? from->numerator : 0);
		double denominator = to->denominator - (b ? from->denominator : 0);
		struct batch_row row = { g->measure, g->scope, b, NAN, 0 };

		/* An amount grows with time: each batch stands for the whole window. */
		if (g->measure >= ENERGY && g->measure <= COST) {
			numerator *= BATCHES;
			denominator = 1;
		}
		if (denominator > 0) {
			row.mean = numerator / denominator;
			row.count = g->kind == SUBJECT_PATH && g->measure < PATH_TIMES ? (uint64_t)denominator : 1;
		}
		sim_row(sim, TABLE_BATCHES, &row);
	}
}

static void gauge_rows(struct sim *sim, const struct measurement *m, uint32_t i)
{
	const struct gauge *g = &m->gauge[i];
	const struct sums *s = &m->closing[i];
	struct measure_row row = { g->measure, g->scope, NAN, NAN, NAN, NAN, NAN, NAN, 0 };

	if (s->denominator > 0) {
		row.mean = s->numerator / s->denominator;
		row.count = g->measure == DEADLINE_MET || g->measure == FAILED || g->measure == REJECTED ? (uint64_t)s->denominator : 1;
	}
	if (g->kind == SUBJECT_PATH && g->measure < PATH_TIMES)
		path_rows(sim, g, &row);
	sim_row(sim, TABLE_MEASURES, &row);
	if (m->batch)
		batch_rows(sim, m, i);
}

void measurement_finish(struct sim *sim)
{
	struct world *w = sim->world;
	struct measurement *m = w->measurement;

	if (sim->end == w->window_to)
		close_window(sim, m);
	if (m->series)
		step_ended(sim, &m->step_ends);
	path_statistics_settle(w);
	for (uint32_t i = 0; i < m->n_gauges; i++) {
		/* Paths that ended in the drain count, if they began before it. */
		if (m->gauge[i].kind == SUBJECT_PATH && m->gauge[i].measure != THROUGHPUT)
			m->closing[i] = read_gauge(sim, m, &m->gauge[i]);
		gauge_rows(sim, m, i);
	}
	sim_row(sim, TABLE_RUN, &(struct run_row){ sim->events, w->counts.created, w->counts.finished, w->counts.failed,
						   w->counts.created - w->counts.finished - w->counts.failed, sim->now });
	measure_tables_finish(sim, m->tables);
	if (m->decisions)
		decisions_rows(sim, m->decisions);
}
