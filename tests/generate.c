/*
 * Random valid scenarios. Usage: generate DIR N writes DIR/1.yaml .. N.yaml, and beside them the files that they name. Scenario number i is the same in every
 * run. Each is a world of the same shape (devices, edge, fog, cloud, at times a topology; a request that goes through four layers, is answered, and
 * is told of), in which everything that may be left out or chosen is drawn. tests/generate_covers.c sees to it that nothing is forgotten.
 */
#include "models/config.h"
#include "sim/base/text.h"
#include "sim/kernel/random.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct generator {
	struct stream draw;
	struct text out;
	bool earth;                        /* places are in degrees, not on a plane */
	bool positions;                    /* all groups have places */
	bool topology;                     /* there is a group `pop` of the vertices of one */
	bool recorded;                     /* a second application answers a trace */
	bool unlimited;                    /* the group `hall` has no bound on its cores */
	bool local;                        /* the worker runs at the origin, too */
	bool replicas;                     /* it needs two nodes to be placed on */
	unsigned phones, edges;
};

/* ---- chance: at most one draw in a call, since the order in which arguments are worked out is not fixed ---- */

static unsigned below(struct generator *g, unsigned n)
{
	return (unsigned)random_below(&g->draw, n);
}

static unsigned between(struct generator *g, unsigned least, unsigned most)
{
	return least + below(g, most - least + 1);
}

/* True `percent` times of a hundred. */
static bool chance(struct generator *g, unsigned percent)
{
	return below(g, 100) < percent;
}

#define PICK(g, ...) pick(g, (const char *const[]){ __VA_ARGS__, NULL })

static const char *pick(struct generator *g, const char *const *words)
{
	unsigned n = 0;

	while (words[n])
		n++;
	return words[below(g, n)];
}

__attribute__((format(printf, 2, 3))) static void put(struct generator *g, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = text_vformat(format, args);
	va_end(args);
	text_append(&g->out, text, strlen(text));
	free(text);
}

/* ---- quantities ---- */

/* A value, or a distribution of that mean; `wide` ones may come near 0. */
static void put_quantity(struct generator *g, unsigned mean, const char *unit, bool wide)
{
	switch (below(g, wide ? 11 : 4)) {
	case 0:
		put(g, "%u %s", mean, unit);
		break;
	case 1:
		put(g, "{uniform: {from: %g %s, to: %g %s}}", 0.5 * mean, unit, 1.5 * mean, unit);
		break;
	case 2:
		put(g, "{lognormal: {mean: %u %s, cv: 0.4}}", mean, unit);
		break;
	case 3:
		put(g, "{choice: {%g %s: 0.75, %g %s: 25 %%}}", 0.5 * mean, unit, 2.5 * mean, unit);
		break;
	case 4:
		put(g, chance(g, 50) ? "exponential(%u %s)" : "{exponential: %u %s}", mean, unit);
		break;
	case 5:
		put(g, "{normal: {mean: %u %s, sd: %g %s}}", mean, unit, 0.3 * mean, unit);
		break;
	case 6:
		put(g, "{gamma: {mean: %u %s, cv: 0.7}}", mean, unit);
		break;
	case 7:
		put(g, "{erlang: {k: 3, mean: %u %s}}", mean, unit);
		break;
	case 8:
		put(g, "{hyperexponential: {mean: %u %s, cv: 1.6}}", mean, unit);
		break;
	case 9:
		put(g, "{%s: {mean: %u %s, shape: 2.5}}", PICK(g, "pareto", "weibull"), mean, unit);
		break;
	default:
		put(g, chance(g, 50) ? "constant(%u %s)" : "{constant: {value: %u %s}}", mean, unit);
		break;
	}
}

/* Of a message: now and then from a file. */
static void put_demand(struct generator *g, const char *key, unsigned mean, const char *unit)
{
	put(g, ", %s: ", key);
	if (chance(g, 8))
		put(g, "{empirical: {file: sizes.csv, column: n, times: %g %s}}", 0.01 * mean, unit);
	else
		put_quantity(g, mean, unit, true);
}

/* ---- run, output ---- */

static void put_run(struct generator *g, unsigned number)
{
	unsigned duration = between(g, 5, 20), compress;

	put(g, "fogline: 1\n");
	if (chance(g, 80))
		put(g, "title: \"scenario %u\"\n", number);
	put(g, "run: {duration: %u00 ms", duration);
	if (chance(g, 40))
		put(g, ", warmup: %u0 ms", duration);
	else if (chance(g, 20))
		put(g, ", warmup: auto");
	if (chance(g, 30))
		put(g, ", drain: %u00 ms", between(g, 1, 20));
	if (chance(g, 15))
		put(g, ", replications: {min: 2, max: 4}, precision: %s", chance(g, 50) ? "20 %"
		    : "{target: 10 %, measure: latency, scope: app/turn}");
	else if (number % 7 == 3)
		put(g, ", replications: 4, antithetic: true");
	else
		put(g, ", replications: %u%s", between(g, 1, 4), number % 7 == 4 ? ", antithetic: false" : "");
	put(g, ", seed: %u}\n", below(g, 1000));
	if (chance(g, 60)) {
		put(g, "output: {requests: %s", PICK(g, "all", "none", "30 %"));
		put(g, ", totals: %s", PICK(g, "infrastructure", "all"));
		put(g, ", series: %s", PICK(g, "none", "100 ms"));
		put(g, ", breakdown: %s", number % 2 ? "causes" : "layers");
		compress = between(g, 0, 9);
		if (compress > 5)
			put(g, ", trace: %u", compress);
		put(g, ", compress: %u}\n", compress);
	}
	if (chance(g, 10))
		put(g, "include: more.yaml\n");
	if (chance(g, 10))
		put(g, "sweep: {nodes.phone.count: [1, 2], offloading.policy: [nearest, random]}\n");
	if (chance(g, 15))
		put(g, "defaults: {nodes: {queue: 40}, links: {latency: 4 ms}, components: {memory: 1 MB}, messages: {size: 200 B}}\n");
}

/* ---- nodes ---- */

static void put_scheduling(struct generator *g)
{
	const char *how = PICK(g, "fcfs", "priority", "ps", "edf", "sjf", "lcfs");
	bool settings = strcmp(how, "fcfs") != 0 && strcmp(how, "ps") != 0;

	if (settings && chance(g, 60))
		put(g, ", scheduling: {%s: {preemptive: %s}}", how, PICK(g, "true", "false"));
	else
		put(g, ", scheduling: %s", how);
}

/* Whether the node sleeps. */
static bool put_power(struct generator *g)
{
	bool sleeps;

	switch (below(g, 3)) {
	case 0:
		put(g, ", power: {idle: 40 W, busy: 90 W}");
		break;
	case 1:
		put(g, ", power: {linear: {idle: 10 W, busy: 11 W}}");
		break;
	default:
		put(g, ", power: {model: piecewise, points: [{load: 0 %%, power: 20 W}, {load: 0.4, power: 60 W}, {load: 100 %%, power: 80 W}]}");
		break;
	}
	sleeps = chance(g, 40);
	if (sleeps) {
		put(g, ", sleep: {after: %u ms", between(g, 0, 200));
		if (chance(g, 70)) {
			put(g, ", start-up: ");
			put_quantity(g, 10, "ms", true);
		}
		put(g, "%s", chance(g, 50) ? ", power: 2 W" : "");
		put(g, "%s}", chance(g, 50) ? ", start-up-power: 95 W" : "");
	}
	return sleeps;
}

static void put_accelerator(struct generator *g)
{
	put(g, ", accelerator: {flops: %u GFLOPS, power: {idle: 3 W, busy: 9 W}", between(g, 5, 20));
	if (chance(g, 50))
		put(g, ", cores: %u", between(g, 1, 3));
	if (chance(g, 30))
		put(g, ", queue: %u", between(g, 0, 3));
	put(g, "}");
}

static void put_position(struct generator *g, unsigned count)
{
	if (!g->positions)
		return;
	put(g, ", position: ");
	if (g->earth) {
		if (chance(g, 50))
			put(g, "{latitude: -37.%u, longitude: 144.9}", below(g, 10));
		else
			put(g, "{file: places.csv, latitude: lat, longitude: lon}");
		return;
	}
	switch (below(g, 4)) {
	case 0:
		put(g, "{layout: %s, area: [400 m, 300 m]}", PICK(g, "grid", "uniform", "ring"));
		break;
	case 1:
		put(g, "{%s: {area: [400 m, 300 m]}}", PICK(g, "grid", "uniform", "ring"));
		break;
	case 2:
		put(g, "{points: [");
		for (unsigned i = 0; i < count; i++)
			put(g, "%s[%u m, 12 m]", i ? ", " : "", below(g, 400));
		put(g, "]}");
		break;
	default:
		put(g, "{file: places.csv, columns: [x, y], unit: m}");
		break;
	}
}

/* Hardware of the catalogue, whatever it is meant for. */
static const char *any_model(struct generator *g)
{
	unsigned n = 0;

	while (device_catalogue[n].name)
		n++;
	return device_catalogue[below(g, n)].name;
}

/* A node of `tier` with hardware of the catalogue or of its own; all three currencies, so that anything may run there. */
static void put_node(struct generator *g, const char *name, const char *tier, unsigned count, bool server)
{
	bool sleeps = false;

	put(g, "  %s: {tier: %s, count: %u", name, tier, count);
	if (chance(g, 30)) {
		/* Some have less memory than a worker takes. */
		put(g, ", memory: %s", PICK(g, "unlimited", "64 GB"));
		put(g, ", model: %s", any_model(g));
	} else {
		put(g, ", cores: %u, speed: ", between(g, 1, server ? 6 : 2));
		if (chance(g, 20)) {
			put(g, "{each: [");
			for (unsigned i = 0; i < count; i++)
				put(g, "%s%u MIPS", i ? ", " : "", between(g, 500, 2000));
			put(g, "]}");
		} else {
			put_quantity(g, between(g, 500, 2000), "MIPS", false);
		}
		put(g, ", flops: %u GFLOPS", between(g, 1, 4));
		put(g, ", clock: %u MHz", between(g, 500, 2000));
		if (chance(g, 60))
			sleeps = put_power(g);
		if (server && chance(g, 50))
			put(g, ", memory: %u GB", between(g, 8, 64));
	}
	if (!sleeps && chance(g, 20))
		put_accelerator(g);
	if (chance(g, 20))
		put(g, ", cost: {%s}", PICK(g, "work: 0.01 /MI", "time: 0.4 /h", "work: {uniform: {from: 1 /Tcycle, to: 2 /Tcycle}}, time: 2 /min"));
	if (chance(g, 25))
		put(g, ", queue: %s", PICK(g, "0", "3", "20", "unlimited"));
	if (chance(g, 60))
		put_scheduling(g);
	put_position(g, count);
	put(g, "}\n");
}

static void put_nodes(struct generator *g)
{
	g->phones = between(g, 1, 8);
	g->edges = between(g, 1, 5);
	put(g, "nodes:\n");
	put_node(g, "cloud", "cloud", between(g, 1, 2), true);
	put_node(g, "edge", "edge", g->edges, true);
	put_node(g, "phone", "device", g->phones, false);
	put_node(g, "camera", "device", g->edges, false);
	if (g->unlimited)
		put(g, "  hall: {tier: fog, cores: unlimited, speed: 900 MIPS, flops: 2 GFLOPS, clock: 1 GHz}\n");
	if (g->topology)
		put(g, "  pop: {tier: fog, from: net, cores: 2, speed: 1000 MIPS, flops: 2 GFLOPS, clock: 1 GHz}\n");
}

/* ---- the network ---- */

static void put_latency(struct generator *g, unsigned ms)
{
	/* Places give it. */
	if (!g->positions || chance(g, 70))
		put(g, ", latency: %u ms", ms);
}

static void put_capacity(struct generator *g)
{
	switch (below(g, 3)) {
	case 0:
		put(g, ", bandwidth: %s}\n", PICK(g, "unlimited", "100 Mbps", "10 Mbps"));
		break;
	case 1:
		put(g, ", up: %s", PICK(g, "5 Mbps", "unlimited"));
		put(g, ", down: %s}\n", PICK(g, "20 Mbps", "unlimited"));
		break;
	default:
		put(g, ", bandwidth: 30 Mbps, up: 8 Mbps}\n");
		break;
	}
}

static void put_access(struct generator *g, const char *group, bool as_many)
{
	put(g, "    - {from: %s, to: edge", group);
	if (chance(g, 30))
		put(g, ", name: access-of-%s", group);
	if (g->positions && chance(g, 50)) {
		if (chance(g, 50))
			put(g, ", attach: nearest");
		else
			put(g, ", attach: %s", PICK(g, "{within: 2000 km}", "{within: {distance: 2000 km}}"));
	} else if (chance(g, 60)) {
		put(g, ", attach: %s", as_many && chance(g, 40) ? "pairwise" : PICK(g, "balanced", "random", "all"));
	}
	if (chance(g, 20)) {
		put(g, ", technology: lte}\n");
		return;
	}
	put_latency(g, between(g, 1, 10));
	put_capacity(g);
}

static void put_generator(struct generator *g)
{
	switch (below(g, 8)) {
	case 0:
		put(g, "{barabasi-albert: {vertices: 8, links: 2, power: 0.8}}");
		break;
	case 1:
		put(g, "{watts-strogatz: {vertices: 9, neighbours: 2, rewired: 0 %%}}");
		break;
	case 2:
		put(g, "{erdos-renyi: {vertices: 5, %s}}", PICK(g, "probability: 100 %", "links: 10"));
		break;
	case 3:
		put(g, "{random-geometric: {vertices: 6, side: 10 km, radius: 15 km}}");
		break;
	case 4:
		put(g, "{grid: {columns: 3, rows: 2}}");
		break;
	case 5:
		put(g, "{tree: {vertices: 7, children: 3}}");
		break;
	case 6:
		put(g, "{ring: {vertices: 5}}");
		break;
	default:
		put(g, "full(4)");
		break;
	}
}

static void put_topology(struct generator *g)
{
	put(g, "  topologies:\n    net: {");
	switch (below(g, 10)) {
	case 0:
		put(g, "file: net.txt, format: edge-list");
		break;
	case 1:
		put(g, "file: net.ncol, format: %s", PICK(g, "ncol", "by-name"));
		break;
	case 2:
		put(g, "file: net.graphml%s", PICK(g, "", ", format: graphml, speeds: rate"));
		break;
	case 3:
		put(g, "file: net.gml, format: gml");
		break;
	default:
		put(g, "generate: ");
		put_generator(g);
		break;
	}
	if (chance(g, 40))
		put(g, ", parallel: %s", PICK(g, "merge", "keep"));
	put(g, ", bandwidth: ");
	put_quantity(g, 200, "Mbps", false);
	put(g, ", latency: ");
	put_quantity(g, 2, "ms", true);
	put(g, "}\n");
}

static void put_network(struct generator *g)
{
	put(g, "network:\n");
	if (g->topology)
		put_topology(g);
	put(g, "  links:\n    - {from: edge, to: cloud, attach: all");
	put_latency(g, between(g, 10, 40));
	put_capacity(g);
	if (chance(g, 40)) {
		put(g, "    - {from: edge, to: edge, attach: all");
		put_latency(g, 1);
		put_capacity(g);
	}
	put_access(g, "phone", g->phones == g->edges);
	put_access(g, "camera", true);
	if (g->unlimited)
		put(g, "    - {from: hall, to: \"edge[0]\", latency: 2 ms, bandwidth: 100 Mbps}\n");
	if (g->topology)
		put(g, "    - {from: \"cloud[0]\", to: \"pop[0]\", latency: 3 ms, bandwidth: 1 Gbps}\n");
}

/* ---- applications ---- */

/* What a policy of offloading may choose from, and what it knows; both tiers have instances, or it may be but one. */
static void put_view(struct generator *g, bool both)
{
	if (chance(g, 70))
		put(g, ", tiers: %s", both ? PICK(g, "[edge, cloud]", "[cloud, device, edge]", "[edge, fog, cloud]") : "[fog, device, edge, cloud]");
	if (chance(g, 80))
		put(g, chance(g, 70) ? ", information: {every: %u00 ms}" : ", information: %u s", between(g, 1, 9));
}

/* Where the worker runs: pinned, or placed. */
static bool put_worker(struct generator *g)
{
	const char *policy = PICK(g, "nearest", "random", "least-loaded", "round-robin", "power-of-two", "trade-off", "threshold",
				  "join-shortest-expected-delay", "weighted", "local", "cloud-only", "edge-only", "deadline-aware");
	bool placed = chance(g, 45);
	bool needs_place = !strcmp(policy, "local") || !strcmp(policy, "weighted") || !strcmp(policy, "cloud-only") || !strcmp(policy, "edge-only");

	put(g, "      worker: {layer: service");
	g->replicas = placed && chance(g, 40);
	g->local = !placed && (chance(g, 50) || strcmp(policy, "local") == 0);
	if (placed)
		put(g, "%s%s", g->replicas || chance(g, 60) ? ", among: [edge, cloud]" : "", g->replicas ? ", replicas: 2" : "");
	else
		put(g, ", at: [%sedge, cloud]", g->local ? "origin, " : "");
	if (chance(g, 40))
		put(g, ", memory: %u00 MB", between(g, 1, 9));
	if (chance(g, 50) && !(placed && needs_place)) {
		put(g, ", offloading: {policy: %s", policy);
		if (strcmp(policy, "power-of-two") == 0)
			put(g, ", choices: %u", between(g, 1, 3));
		else if (strcmp(policy, "threshold") == 0)
			put(g, ", load: %g", 0.5 * between(g, 1, 6));
		else if (strcmp(policy, "deadline-aware") == 0)
			put(g, ", prefer: %s, reserve: %u ms", PICK(g, "nearest", "first", "least-energy"), between(g, 0, 90));
		else if (strcmp(policy, "weighted") == 0 || strcmp(policy, "trade-off") == 0)
			put(g, ", device: 0.2, edge: 1.5, fog: 1, cloud: 3");
		put_view(g, !placed && strcmp(policy, "local") != 0);
		put(g, "}");
	}
	put(g, "}\n");
	return placed;
}

static void put_components(struct generator *g)
{
	put(g, "    components:\n      client: {layer: ui, at: origin}\n      gate: {layer: api, at: edge}\n");
	put_worker(g);
	if (g->topology)
		put(g, "      spare: {layer: service, at: pop, cores: 1}\n");
	put(g, "      store: {layer: data, %s}\n", g->unlimited ? "at: [cloud, hall]" : PICK(g, "at: cloud", "at: [edge, cloud]", "memory: 1 GB", "at: \"edge[0]\""));
}

static void put_extras(struct generator *g)
{
	if (chance(g, 30))
		put(g, ", priority: %u", below(g, 5));
	if (chance(g, 30))
		put(g, ", weight: %g", 0.5 * between(g, 1, 6));
	if (chance(g, 20))
		put(g, ", latency: %u ms", between(g, 1, 5));
}

static void put_message(struct generator *g, const char *head, const char *size, bool work)
{
	unsigned mi = between(g, 1, 8);

	put(g, "      %s", head);
	if (size)
		put(g, ", size: %s", size);
	else
		put_demand(g, "size", between(g, 1, 30), "kB");
	if (work)
		put_demand(g, "work", mi, PICK(g, "MI", "MFLOP", "Mcycle", "kcycle/kbit"));
	if (work && chance(g, 15))
		put(g, ", parallel: %s", PICK(g, "80 %, cores: 2", "0.5, cores: 3", g->unlimited ? "1, cores: 4" : "1"));
	put_extras(g);
	put(g, "}\n");
}

static void put_arrivals(struct generator *g);

/* A request of the client goes by the gate to the worker and the store, in two ways, and is answered; a join waits for parts. */
static void put_messages(struct generator *g)
{
	static const char *const joins[] = { "{all: [look, note]}", "{any: [look, note]}", "{k-of: 2, of: [look, note]}", "{k-of: {k: 2, of: [look, note]}}",
					     "[look, note]", "look", "{each: [look, note]}", "{each: {of: [look]}}", "{all: {of: [look]}}",
					     "{any: {of: [note]}}", NULL };

	put(g, "    messages:\n");
	put_message(g, "request: {from: client, to: gate", NULL, true);
	put_message(g, "ask: {after: request, from: gate, to: worker, branch: way, probability: 0.7", PICK(g, "same", "50 %", "3 kB"), true);
	put_message(g, "pass: {after: request, from: gate, to: store, branch: way, probability: 20 %", NULL, chance(g, 50));
	put_message(g, chance(g, 50) ? "look: {after: [ask, more], from: worker, to: store" : "look: {after: [ask, more], to: store", NULL, true);
	put_message(g, "more: {after: look, from: store, to: worker, probability: 0.3", "1 kB", true);
	put_message(g, chance(g, 50) ? "note: {after: ask, from: worker, to: store, deliver: one" : "note: {after: ask, from: worker, to: store, deliver: all", NULL, true);
	if (g->topology)
		put(g, "      aside: {after: ask, from: worker, to: spare, size: 1 kB, work: 2 MI}\n");
	put(g, "      combine: {after: %s, from: store, to: worker, size: 20 %%, work: 2 MI", pick(g, joins));
	put(g, ", choose: %s}\n", PICK(g, "same", "anew"));
	put_message(g, "answer: {after: combine, from: worker, to: client", NULL, chance(g, 50));
	if (chance(g, 40)) {
		put(g, "      tell: {from: gate, to: client, deliver: all, size: 1 kB, every: ");
		if (chance(g, 40))
			put(g, "%u0 ms", between(g, 10, 50));
		else
			put_arrivals(g);
		put(g, "}\n");
		put_message(g, "heard: {after: tell, from: client, to: gate, probability: 0.5", NULL, false);
	}
	if (chance(g, 40))
		put(g, "      beat: {from: store, to: %s, every: %s, work: 1 MI, size: 100 B}\n", g->local ? "gate" : "worker", PICK(g, "200 ms", "poisson(4 /s)", "renewal(0.3 s)"));
	if (chance(g, 40))
		put_message(g, "outside: {to: gate", NULL, true);
}

static void put_application(struct generator *g)
{
	put(g, "  app:\n");
	if (chance(g, 30))
		put(g, "    placement: %s\n", PICK(g, "first-fit", "best-fit", "{policy: worst-fit, nodes: used, decreasing: true}", "{next-fit: {decreasing: false}}",
						   "{random: {decreasing: true}}", "greedy-latency"));
	put_components(g);
	put_messages(g);
	put(g, "    paths:\n      turn: {from: %s, to: [answer, pass]", PICK(g, "request", "start", "[request, ask]"));
	put(g, "%s}\n", chance(g, 50) ? ", deadline: 60 ms" : "");
	if (chance(g, 50))
		put(g, "      whole: {from: start, to: end}\n      save: {from: ask, to: note}\n");
	if (!g->recorded)
		return;
	put(g, "  log:\n    components: {probe: {layer: ui, at: origin}, sink: {layer: service, at: [edge, cloud]}}\n");
	put(g, "    messages: {entry: {from: probe, to: sink, size: {column: bytes, times: 10 B}, work: {column: load, times: 0.1 MI}}}\n");
	put(g, "    paths: {entry: {from: entry, to: entry}}\n");
}

/* ---- workload, policies ---- */

static void put_arrivals(struct generator *g)
{
	switch (below(g, 11)) {
	case 0:
		put(g, "poisson(%u /s)", between(g, 1, 20));
		break;
	case 1:
		put(g, "{poisson: {total: %u /s}}", between(g, 1, 30));
		break;
	case 2:
		put(g, "{periodic: {every: %u ms, jitter: 20 ms, phase: 5 ms}}", between(g, 50, 300));
		break;
	case 3:
		put(g, "periodic(%u ms)", between(g, 50, 300));
		break;
	case 4:
		put(g, "{renewal: {gap: ");
		put_quantity(g, between(g, 50, 300), "ms", false);
		put(g, "}}");
		break;
	case 5:
		put(g, "{on-off: {active: 300 ms, idle: 200 ms, rate: 20 /s}}");
		break;
	case 6:
		put(g, "{mmpp: {rate: 2 /s, burst-rate: 30 /s, calm: 400 ms, burst: 100 ms}}");
		break;
	case 7:
		put(g, "{batch: {rate: 3 /s, size: {choice: {1: 0.5, 4: 0.5}}}}");
		break;
	case 8:
		put(g, "{closed: {users: %u, think: ", between(g, 1, 3));
		put_quantity(g, 100, "ms", true);
		put(g, "}}");
		break;
	case 9:
		put(g, "{times: [0 s, 0.1 s, 100 ms, 0.7 s]}");
		break;
	default:
		put(g, "{poisson: {rate: 5 /s}}");
		break;
	}
}

static void put_load(struct generator *g, const char *name, const char *start, const char *from, const char *more)
{
	put(g, "  %s: {application: app, start: %s, from: %s%s, arrivals: ", name, start, from, more);
	put_arrivals(g);
	if (chance(g, 25))
		put(g, ", begin: 100 ms");
	if (chance(g, 25))
		put(g, ", stop: 700 ms");
	put(g, "}\n");
}

static void put_workload(struct generator *g)
{
	put(g, "workload:\n");
	if (chance(g, 40)) {
		put_load(g, "some", "request", "phone", ", share: 60 %");
		put_load(g, "others", "request", "phone", ", share: 0.4");
	} else {
		put_load(g, "users", "request", PICK(g, "phone", "[phone, camera]", "\"phone[0]\""), "");
	}
	if (strstr(g->out.text, " outside: {to: gate"))
		put_load(g, "alarms", "outside", "camera", "");
	if (g->recorded)
		put(g, "  recorded: {application: log, start: entry, from: camera, arrivals: {trace: {file: trace.csv, time: when%s}}}\n",
		    chance(g, 50) ? ", origin: who" : "");
}

static void put_policies(struct generator *g)
{
	static const char *const offloading[] = { "nearest", "random", "least-loaded", "round-robin", "power-of-two", "trade-off", "deadline-aware",
		"join-shortest-expected-delay", "threshold, load: 2", "lua, file: mine.lua, instructions: 100000, memory: 1 MB", "lua, file: mine.lua", NULL };
	const char *placement = PICK(g, "first-fit", "best-fit", "worst-fit", "next-fit", "random", "round-robin", "greedy-latency", g->replicas ? "first-fit" : "edge-ward",
				     g->replicas ? "random" : "cloud-only", g->replicas ? "best-fit" : "edge-only");
	bool settings = strcmp(placement, "greedy-latency") != 0 && strcmp(placement, "edge-ward") != 0;
	/* More load than there are cores is no mistake of a scenario. */
	const char *search = PICK(g, "{centrality: {measure: closeness}}", "{policy: centrality, measure: betweenness}", "community", "min-cut", "heft", "{optimal: {load: unlimited, nodes: 50}}", "{policy: annealing, load: unlimited, moves: 2, cooling: 0.8}",
				  "{genetic: {load: 1e6, population: 10, generations: 5, crossover: 50 %}}");

	if (chance(g, 70)) {
		put(g, "offloading: {policy: %s", pick(g, offloading));
		put_view(g, false);
		put(g, "}\n");
	}
	if (chance(g, 10))
		put(g, "placement: {lua: {file: mine.lua, instructions: 100000, memory: 1 MB}}\n");
	else if (!g->replicas && chance(g, 40))
		put(g, "placement: %s\n", search);
	else if (chance(g, 60) && settings)
		put(g, "placement: {%s: {decreasing: %s%s}}\n", placement, PICK(g, "true", "false"), strcmp(placement, "worst-fit") ? "" : ", nodes: all");
	else if (chance(g, 70))
		put(g, chance(g, 50) ? "placement: %s\n" : "placement: {policy: %s}\n", placement);
}

/* ---- all ---- */

static char *scenario(unsigned number)
{
	struct generator g = { .draw = random_stream(random_mix(random_mix(0, text_hash("generated")), number)) };

	g.positions = chance(&g, 50);
	g.earth = chance(&g, 30);
	g.topology = chance(&g, 60);
	g.recorded = chance(&g, 30);
	g.unlimited = chance(&g, 30);
	put_run(&g, number);
	put_nodes(&g);
	put_network(&g);
	put(&g, "applications:\n");
	put_application(&g);
	put_workload(&g);
	put_policies(&g);
	return text_take(&g.out);
}

static void write_file(const char *folder, const char *name, const char *text)
{
	char *path = text_format("%s/%s", folder, name);
	FILE *file = fopen(path, "w");

	if (!file || fputs(text, file) < 0 || fclose(file) != 0) {
		fprintf(stderr, "cannot write %s\n", path);
		exit(2);
	}
	free(path);
}

/* The files that scenarios name. */
static void write_files(const char *folder)
{
	write_file(folder, "more.yaml", "title: from another file\noutput: {totals: all}\n");
	write_file(folder, "sizes.csv", "n,what\n20,a\n100,b\n400,c\n");
	write_file(folder, "places.csv", "x,y,lat,lon\n0,0,-37.8,144.9\n50,10,-37.81,144.95\n80,90,-37.82,144.99\n120,20,-37.9,145\n200,150,-37.7,144.8\n"
		   "10,280,-37.75,144.85\n390,290,-37.85,145.1\n300,30,-37.88,144.91\n250,250,-37.79,145.02\n");
	write_file(folder, "trace.csv", "when,bytes,load,who\n0,100,20,0\n0.05,300,5,0\n0.05,200,50,0\n0.4,10,10,0\n0.9,1000,30,0\n");
	write_file(folder, "net.txt", "0 1\n1 2\n2 3\n3 0\n1 3\n");
	write_file(folder, "net.ncol", "a b\nb c\nc a\nc d\n");
	write_file(folder, "net.gml", "graph [\n node [ id 1 ]\n node [ id 2 ]\n node [ id 3 ]\n edge [ source 1 target 2 ]\n edge [ source 2 target 3 LinkSpeedRaw 1e8 ]\n"
		   " edge [ source 2 target 3 LinkSpeedRaw 1e7 ]\n]\n");
	write_file(folder, "net.graphml", "<?xml version=\"1.0\"?>\n<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
		   "<key id=\"r\" for=\"edge\" attr.name=\"rate\" attr.type=\"double\"/>\n<graph edgedefault=\"undirected\">\n"
		   "<node id=\"a\"/><node id=\"b\"/><node id=\"c\"/>\n<edge source=\"a\" target=\"b\"><data key=\"r\">1e9</data></edge>\n"
		   "<edge source=\"b\" target=\"c\"/>\n</graph>\n</graphml>\n");
	write_file(folder, "mine.lua", "function choose(request, candidates, view)\n\treturn request.bytes % #candidates + 1\nend\n"
		   "function place(component, candidates, view)\n\tlocal list = {}\n\tfor i = 1, component.replicas or 1 do list[i] = i end\n\treturn list\nend\n");
}

int main(int argc, char **argv)
{
	unsigned long n = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;

	if (n == 0) {
		fprintf(stderr, "usage: generate DIR N\n");
		return 2;
	}
	write_files(argv[1]);
	for (unsigned long i = 1; i <= n; i++) {
		char *name = text_format("%lu.yaml", i), *text = scenario((unsigned)i);

		write_file(argv[1], name, text);
		free(text);
		free(name);
	}
	return 0;
}
