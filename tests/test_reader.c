/* The reader: what merges with what, which of several values counts, every form of a value, overrides, included files. */
#include "models/config.h"
#include "sim/base/text.h"
#include "sim/scenario/scenario.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = "/tmp/fogline-test-reader-XXXXXX";

/* What every scenario here begins with. */
#define HEAD "fogline: 1\nrun: {duration: 10 s}\n"
#define NODES HEAD "nodes:\n  edge: {tier: edge, cores: 4, speed: 1000 MIPS}\n  phone: {tier: device, count: 3}\n"
#define LINKS NODES "network:\n  links:\n    - {name: up, from: phone, to: edge, latency: 5 ms, bandwidth: 1 Mbps}\n" \
	"    - {from: edge, to: phone, latency: 7 ms, bandwidth: 2 Mbps}\n"
#define APPLICATION "applications:\n  app:\n    components:\n      client: {layer: ui, at: origin}\n      server: {layer: service, at: edge}\n" \
	"    messages:\n      ask: {from: client, to: server, size: 1 kB, work: exponential(10 MI)}\n" \
	"workload:\n  users: {application: app, start: ask, from: phone, arrivals: poisson(1 /s)}\n"

/* ---- files ---- */

static const char *path_of(const char *name)
{
	static char path[2][128];
	static int turn;

	turn = !turn;
	snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
	return path[turn];
}

static void write_file(const char *name, const char *text)
{
	FILE *file;

	unlink(path_of(name));
	file = fopen(path_of(name), "wb");
	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* ---- a scenario under test ---- */

static struct scenario *scenario;
static struct diag *diag;

static void done(void)
{
	scenario_free(scenario);
	diag_free(diag);
	scenario = NULL;
	diag = NULL;
}

static bool try_file(const char *name, const char *const *set, size_t n)
{
	struct override override[8];

	done();
	diag = diag_new();
	for (size_t i = 0; i < n; i++)
		override[i] = (struct override){ set[i], "--set" };
	scenario = scenario_load(path_of(name), override, n, diag);
	assert_true((scenario != NULL) == (diag_errors(diag) == 0));
	return scenario != NULL;
}

static bool try_text(const char *text, const char *const *set, size_t n)
{
	write_file("scenario.yaml", text);
	return try_file("scenario.yaml", set, n);
}

#define SETS(...) (const char *const[]){ __VA_ARGS__ }, sizeof (const char *const[]){ __VA_ARGS__ } / sizeof(char *)

static const struct scenario_config *load(const char *text, const char *const *set, size_t n)
{
	if (!try_text(text, set, n)) {
		diag_print(diag, stdout);
		fail_msg("a right scenario is refused");
	}
	return scenario_config(scenario);
}

/* The text is refused with exactly one error, which ends in `said`. */
static void refused(const char *text, const char *said, const char *const *set, size_t n)
{
	const struct diag_message *m;
	size_t messages;

	if (try_text(text, set, n))
		fail_msg("taken instead of: %s", said);
	m = diag_messages(diag, &messages);
	if (messages != 1 || !strstr(m[0].text, said)) {
		diag_print(diag, stdout);
		fail_msg("expected: %s", said);
	}
}

static const struct node_config *node(const struct scenario_config *c, const char *name)
{
	for (uint32_t i = 0; i < c->nodes.n; i++)
		if (strcmp(ENTRY(&c->nodes, const struct node_config, i)->entry.name, name) == 0)
			return ENTRY(&c->nodes, const struct node_config, i);
	fail_msg("there is no node %s", name);
	return NULL;
}

static const struct message_config *message(const struct scenario_config *c, uint32_t i)
{
	return ENTRY(&ENTRY(&c->applications, const struct application_config, 0)->messages, const struct message_config, i);
}

static const struct component_config *component(const struct scenario_config *c, uint32_t i)
{
	return ENTRY(&ENTRY(&c->applications, const struct application_config, 0)->components, const struct component_config, i);
}

static const struct link_config *link_row(const struct scenario_config *c, uint32_t i)
{
	return ENTRY(&c->network.links, const struct link_config, i);
}

/* What `show` has behind the key, at its first place. */
static void assert_shown(const char *key, const char *value)
{
	char *line = text_format("%s: %s\n", key, value);

	if (!strstr(scenario_effective(scenario), line)) {
		printf("%s", scenario_effective(scenario));
		fail_msg("show has no line '%s: %s'", key, value);
	}
	free(line);
}

/* ---- YAML ---- */

static void a_merge_key_lies_under_the_own_keys(void **state)
{
	const struct scenario_config *c = load(HEAD "nodes:\n"
		"  a: &a {tier: edge, cores: 2, queue: 7}\n"
		"  b: {<<: *a, cores: 3}\n"
		"  c: {cores: 4, <<: *a}\n"
		"  d: {<<: [{cores: 5}, *a], queue: 8}\n"
		"  e:\n    <<: {<<: *a, queue: 9}\n"
		"  f: {\"tier\": fog}\n", NULL, 0);

	(void)state;
	assert_int_equal(node(c, "b")->cores, 3);
	assert_int_equal(node(c, "b")->queue, 7);
	assert_int_equal(node(c, "c")->cores, 4);
	assert_int_equal(node(c, "c")->tier, TIER_EDGE);
	assert_int_equal(node(c, "d")->cores, 5);
	assert_int_equal(node(c, "d")->queue, 8);
	assert_int_equal(node(c, "e")->queue, 9);
	assert_int_equal(node(c, "e")->cores, 2);
	assert_int_equal(node(c, "a")->queue, 7);
	refused(HEAD "nodes:\n  a: {\"<<\": {tier: edge}, tier: edge}\n", "unknown key '<<'", NULL, 0);
}

static void an_alias_is_a_copy(void **state)
{
	const struct scenario_config *c = load(HEAD "nodes:\n  a: &node {tier: edge, cores: &n 2}\n  b: *node\n  c: {tier: edge, cores: *n}\n",
		SETS("nodes.b.cores=5"));

	(void)state;
	assert_int_equal(node(c, "a")->cores, 2);
	assert_int_equal(node(c, "b")->cores, 5);
	assert_int_equal(node(c, "c")->cores, 2);
	/* An anchor may be given again. */
	c = load(HEAD "nodes:\n  a: {tier: edge, cores: &n 2}\n  b: {tier: edge, cores: &n 3}\n  c: {tier: edge, cores: *n}\n", NULL, 0);
	assert_int_equal(node(c, "c")->cores, 3);
}

static void a_key_is_the_same_with_and_without_quotes(void **state)
{
	const struct scenario_config *c = load("\"fogline\": '1'\n'run': {\"duration\": \"10 s\"}\nnodes: {'a': {tier: 'edge'}}\ntitle: \"1\"\n", NULL, 0);

	(void)state;
	assert_int_equal(node(c, "a")->tier, TIER_EDGE);
	assert_string_equal(c->head.title, "1");
}

/* ---- layers ---- */

static void an_entry_wins_over_its_model_that_over_defaults_that_over_the_table(void **state)
{
	const struct scenario_config *c = load(HEAD "defaults:\n  nodes: {cores: 3, queue: 9, scheduling: ps, power: {idle: 1 W, busy: 5 W}}\nnodes:\n"
		"  bare: {tier: edge}\n"
		"  own: {tier: edge, cores: 7}\n"
		"  modelled: {tier: device, model: raspberry-pi-4}\n"
		"  every: {tier: device, model: raspberry-pi-4, cores: 1, power: {busy: 6 W}}\n"
		, NULL, 0);

	(void)state;
	assert_int_equal(node(c, "bare")->cores, 3);
	assert_int_equal(node(c, "bare")->queue, 9);
	assert_int_equal(node(c, "bare")->count, 1);
	assert_int_equal(node(c, "own")->cores, 7);
	assert_int_equal(node(c, "modelled")->cores, 4);
	assert_int_equal(node(c, "modelled")->queue, 9);
	assert_int_equal(node(c, "every")->cores, 1);
	assert_string_equal(node(c, "every")->scheduling.class->name, "ps");
}

static void mappings_of_several_layers_merge_key_by_key(void **state)
{
	(void)state;
	load(HEAD "defaults:\n  nodes: {power: {idle: 1 W, busy: 5 W}}\nnodes:\n  a: {tier: edge, power: {busy: 6 W}}\n", NULL, 0);
	assert_shown("idle", "1 W");
	assert_shown("busy", "6 W");
	/* A model stands between. */
	load(HEAD "defaults:\n  nodes: {power: {idle: 1 W, busy: 5 W}}\nnodes:\n  a: {tier: edge, model: raspberry-pi-4, power: {busy: 7 W}}\n", NULL, 0);
	assert_shown("idle", "2.7 W");
	assert_shown("busy", "7 W");
	/* Options of a class that is not chosen do not count. */
	load(HEAD "defaults:\n  nodes: {scheduling: {priority: {preemptive: true}}}\nnodes:\n  a: {tier: edge, scheduling: fcfs}\n", NULL, 0);
	assert_shown("scheduling", "fcfs");
}

static void defaults_are_for_links_components_and_messages_too(void **state)
{
	const struct scenario_config *c = load(LINKS APPLICATION "defaults:\n  links: {attach: random}\n  components: {offloading: random}\n"
		"  messages: {latency: 3 ms, probability: 0.5}\n", NULL, 0);

	(void)state;
	assert_string_equal(link_row(c, 1)->attach.class->name, "random");
	assert_string_equal(component(c, 1)->offloading.class->name, "random");
	assert_int_equal(message(c, 0)->latency, 3000000);
	assert_true(message(c, 0)->probability == 0.5);
}

static void a_mistake_in_defaults_is_told_once_and_where_it_stands(void **state)
{
	size_t n;

	(void)state;
	refused(NODES "defaults:\n  nodes: {queue: -1}\n", "queue: -1 is outside", NULL, 0);
	assert_int_equal(diag_messages(diag, &n)[0].mark.line, 7);
	refused(NODES "defaults:\n  nodes: {coers: 1}\n", "unknown key 'coers'", NULL, 0);
	refused(HEAD "nodes: {}\ndefaults:\n  nodes: {queue: -1}\n", "queue: -1 is outside", NULL, 0);
	refused(NODES "defaults:\n  node: {queue: 1}\n", "unknown key of defaults 'node'; did you mean 'nodes'?", NULL, 0);
}

/* ---- choices ---- */

static void a_class_is_chosen_in_many_forms(void **state)
{
	static const char *const forms[] = {
		"periodic(2 s)", "{periodic: 2 s}", "{periodic: {every: 2 s}}", "periodic( 2 s )",
	};
	static const char *const powers[] = { "{idle: 1 W, busy: 2 W}", "{linear: {idle: 1 W, busy: 2 W}}", "{model: linear, idle: 1 W, busy: 2 W}" };

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		char *set = text_format("workload.users.arrivals=%s", forms[i]);

		load(LINKS APPLICATION, SETS(set));
		assert_shown("every", "2 s");
		free(set);
	}
	for (size_t i = 0; i < sizeof powers / sizeof powers[0]; i++) {
		char *set = text_format("nodes.edge.power=%s", powers[i]);

		load(NODES, SETS(set));
		assert_shown("busy", "2 W");
		free(set);
	}
	load(NODES, SETS("nodes.edge.scheduling={priority: {preemptive: true}}"));
	assert_shown("preemptive", "true");
	load(NODES, SETS("offloading={policy: random}"));
	assert_shown("offloading", "random");
	load(NODES, SETS("offloading=random"));
	assert_shown("offloading", "random");
	load(NODES, SETS("offloading={random: {}}"));
	assert_shown("offloading", "random");
	load(NODES, SETS("offloading={policy: random, tiers: fog}"));
	assert_shown("tiers", "fog");
	load(NODES, SETS("offloading={random: [cloud, edge]}"));
	assert_shown("tiers", "[edge, cloud]");
	refused(NODES, "fcfs has no settings", SETS("nodes.edge.scheduling=fcfs(3)"));
	refused(NODES, "fcfs has no settings", SETS("nodes.edge.scheduling={fcfs: {edge: 1}}"));
	refused(NODES, "unknown key 'edge'", SETS("offloading={policy: nearest, edge: 1}"));
	refused(NODES, "expected one scheduling, as {NAME: {option: value}}", SETS("nodes.edge.scheduling={fcfs: {}, ps: {}}"));
	refused(NODES, "'busy' is missing", SETS("nodes.edge.power={idle: 1 W}"));
	refused(NODES, "busy (1 W) is below idle (2 W)", SETS("nodes.edge.power={idle: 2 W, busy: 1 W}"));
}

/* ---- single values ---- */

static void quantities_have_many_forms(void **state)
{
	static const struct { const char *written, *shown; } forms[] = {
		{ "5 MI", "5 MI" }, { "constant(5 MI)", "5 MI" }, { "exponential(5 MI)", "{exponential: {mean: 5 MI}}" },
		{ "{exponential: 5 MI}", "{exponential: {mean: 5 MI}}" }, { "{exponential: {mean: 5 MI}}", "{exponential: {mean: 5 MI}}" },
		{ "{uniform: {from: 1 MI, to: 2 MI}}", "{uniform: {from: 1 MI, to: 2 MI}}" }, { "{lognormal: {mean: 5 MI, cv: 0.4}}", "{lognormal: {mean: 5 MI, cv: 0.4}}" },
		{ "{choice: {1 MI: 0.75, 3 MI: 25 %}}", "{choice: {1 MI: 75 %, 3 MI: 25 %}}" }, { "{erlang: {k: 3, mean: 2 GFLOP}}", "{erlang: {k: 3, mean: 2 GFLOP}}" },
		{ "3 Gcycle", "3 Gcycle" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
		char *set = text_format("applications.app.messages.ask.work=%s", forms[i].written);

		load(LINKS APPLICATION, SETS(set));
		assert_shown("        work", forms[i].shown);
		free(set);
	}
	load(LINKS APPLICATION, SETS("nodes.phone.speed={each: [1 MIPS, 2 MIPS, 4 MIPS]}"));
	assert_shown("speed", "{each: [1 MIPS, 2 MIPS, 4 MIPS]}");
	load(LINKS APPLICATION, SETS("nodes.edge.cores=unlimited", "nodes.edge.queue=0", "network.links[0].bandwidth=unlimited"));
	assert_shown("cores", "unlimited");
	assert_shown("bandwidth", "unlimited");
}

static void a_time_is_a_whole_number_of_nanoseconds(void **state)
{
	const struct scenario_config *c = load(LINKS, SETS("network.links[0].latency=1.4 ns", "network.links[1].latency=0.1 ms"));

	(void)state;
	assert_int_equal(link_row(c, 0)->latency, 1);
	assert_int_equal(link_row(c, 1)->latency, 100000);
	refused(LINKS, "duration: 0.4 ns is shorter than a nanosecond", SETS("run.duration=0.4 ns"));
}

static void a_reference_names_a_group_or_one_of_its_members(void **state)
{
	const struct scenario_config *c = load(LINKS, SETS("network.links[0].from=[phone, \"edge[3]\"]", "network.links[1].from=\"edge[0]\""));
	const struct references *from = &link_row(c, 0)->from;

	(void)state;
	assert_int_equal(from->n, 2);
	assert_string_equal(from->list[0].name, "phone");
	assert_int_equal(from->list[0].member, -1);
	assert_string_equal(from->list[1].name, "edge");
	assert_int_equal(from->list[1].member, 3);
	assert_int_equal(link_row(c, 1)->from.list[0].member, 0);
	load(LINKS, SETS("network.links[0].from=[\"edge[1]\", \"edge[2]\", edge]"));
	refused(LINKS, "'edge' stands twice in the list", SETS("network.links[0].from=[edge, phone, edge]"));
	refused(LINKS, "is not a name; expected NAME or \"NAME[0]\"", SETS("network.links[0].from=edge[-1]"));
}

/* ---- overrides ---- */

static void set_addresses_any_key(void **state)
{
	const struct scenario_config *c = load(LINKS APPLICATION, SETS("nodes.edge.cores=8", "network.links.up.latency=1 ms", "network.links[1].latency=2 ms",
		"applications.app.messages.ask.latency=3 ms", "title=a, b", "run.seed=9", "nodes.phone.model=smartphone", "run.warmup=1 s"));

	(void)state;
	assert_int_equal(node(c, "edge")->cores, 8);
	assert_int_equal(link_row(c, 0)->latency, 1000000);
	assert_int_equal(link_row(c, 1)->latency, 2000000);
	assert_int_equal(message(c, 0)->latency, 3000000);
	assert_string_equal(c->head.title, "a, b");
	assert_int_equal(c->head.run.seed, 9);
	assert_int_equal(c->head.run.warmup, 1000000000);
	assert_int_equal(c->head.run.duration, INT64_C(10000000000));
	assert_int_equal(node(c, "phone")->cores, 8);
}

static void the_last_override_of_a_key_counts(void **state)
{
	const struct scenario_config *c = load(LINKS APPLICATION, SETS("nodes.edge.cores=8", "nodes.edge={tier: fog, cores: 2}", "nodes.edge.queue=3"));

	(void)state;
	assert_int_equal(node(c, "edge")->cores, 2);
	assert_int_equal(node(c, "edge")->queue, 3);
	assert_int_equal(node(c, "edge")->tier, TIER_FOG);
}

static void set_reaches_into_choices_and_distributions(void **state)
{
	(void)state;
	load(LINKS APPLICATION, SETS("workload.users.arrivals.poisson.rate=5 /s"));
	assert_shown("rate", "5 /s");
	load(LINKS APPLICATION, SETS("workload.users.arrivals.rate=6 /s"));
	assert_shown("rate", "6 /s");
	load(LINKS APPLICATION, SETS("workload.users.arrivals.periodic.every=6 s"));
	assert_shown("every", "6 s");
	load(LINKS APPLICATION, SETS("offloading.policy=random"));
	assert_shown("offloading", "random");
	load(LINKS APPLICATION, SETS("nodes.edge.power.idle=1 W", "nodes.edge.power.busy=2 W"));
	assert_shown("busy", "2 W");
	load(LINKS APPLICATION, SETS("applications.app.messages.ask.work.exponential=7 MI"));
	assert_shown("        work", "{exponential: {mean: 7 MI}}");
	load(LINKS APPLICATION, SETS("applications.app.messages.ask.work={lognormal: {mean: 7 MI, cv: 1}}", "applications.app.messages.ask.work.lognormal.cv=3"));
	assert_shown("        work", "{lognormal: {mean: 7 MI, cv: 3}}");
	load(LINKS APPLICATION, SETS("defaults.nodes.queue=5"));
	assert_shown("queue", "5");
}

/* A sweep over policies must not lose the options of the one that the file chooses. */
static void a_policy_set_to_itself_keeps_its_options(void **state)
{
	(void)state;
	load(LINKS "offloading: {policy: power-of-two, choices: 4}\n" APPLICATION, SETS("offloading.policy=power-of-two"));
	assert_shown("choices", "4");
	load(LINKS "offloading: {policy: power-of-two, choices: 4}\n" APPLICATION, SETS("offloading.policy=nearest"));
	assert_shown("offloading", "nearest");
}

static void a_path_that_names_nothing_is_refused(void **state)
{
	static const char *const paths[][2] = {
		{ "nodes.edge.coers=1", "unknown key 'coers'; did you mean 'cores'?" }, { "nodes.egde.cores=1", "unknown name under nodes 'egde'; did you mean 'edge'?" },
		{ "nodes.edge.cores.x=1", "'cores' has no keys below it" }, { "nodes.edge.=1", "it ends in a dot" }, { "nodes..cores=1", "a key is missing" },
		{ "=1", "expected PATH=VALUE" }, { "nodes.edge.cores", "expected PATH=VALUE" }, { "nodes.edge.cores=", "the value is empty" },
		{ "nodes.edge.cores=~", "the value is empty" }, { "network.links[2].latency=1 s", "the list has 2 items, from [0]" },
		{ "network.links[0]latency=1 s", "a '.' is missing before the next key" }, { "network.links[+0].latency=1 s", "expected the number of an item" },
		{ "network.links.upp.latency=1 s", "unknown name of an item 'upp'" }, { "sweep.x=1", "'sweep' cannot be set from outside" },
		{ "nodes.edge.cores=[", "without a closing bracket" }, { "nodes.edge.cores=*a", "names no anchor" },
		{ "nodes.edge.scheduling.fcfs.x=1", "fcfs has no settings" }, { "offloading.policy.x=1", "a name has no keys" },
		{ "applications.app.messages.ask.work.uniformm.from=1 MI", "'uniformm' is no distribution" }, { "defaults.nods.cores=1", "there are no defaults for 'nods'" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		refused(LINKS APPLICATION, paths[i][1], SETS(paths[i][0]));
}

/* ---- include ---- */

static void the_including_file_wins_and_mappings_merge(void **state)
{
	const struct scenario_config *c;

	(void)state;
	write_file("first.yaml", "nodes:\n  edge: {cores: 2, queue: 2, speed: 2 MIPS}\n  fog: {tier: fog, cores: 9}\ntitle: first\n");
	write_file("second.yaml", "nodes:\n  edge: {cores: 3, queue: 3}\ntitle: second\n");
	write_file("main.yaml", HEAD "include: [first.yaml, second.yaml]\nnodes:\n  edge: {tier: edge, cores: 4}\n");
	assert_true(try_file("main.yaml", NULL, 0));
	c = scenario_config(scenario);
	assert_int_equal(node(c, "edge")->cores, 4);
	assert_int_equal(node(c, "edge")->queue, 3);
	assert_true(node(c, "edge")->speed[CURRENCY_INSTRUCTIONS].option[0] == 2e6);
	assert_int_equal(node(c, "fog")->cores, 9);
	assert_string_equal(c->head.title, "second");
	assert_true(try_file("main.yaml", SETS("nodes.fog.cores=1")));
	assert_int_equal(node(scenario_config(scenario), "fog")->cores, 1);
}

static void included_files_include_beside_themselves(void **state)
{
	size_t n;
	const struct scenario_input *input;

	(void)state;
	mkdir(path_of("parts"), 0777);
	write_file("parts/inner.yaml", "nodes: {edge: {tier: edge}}\n");
	write_file("parts/outer.yaml", "include: inner.yaml\n");
	write_file("main.yaml", HEAD "include: [parts/outer.yaml, parts/../parts/inner.yaml]\n");
	assert_true(try_file("main.yaml", NULL, 0));
	input = scenario_inputs(scenario, &n);
	/* Each once, by whatever name. */
	assert_int_equal(n, 3);
	assert_non_null(strstr(input[0].name, "main.yaml"));
	assert_non_null(strstr(input[1].name, "parts/outer.yaml"));
	assert_non_null(strstr(input[2].name, "parts/inner.yaml"));
	assert_int_equal(strlen(input[2].digest), 32);
}

static void files_that_include_themselves_come_to_an_end(void **state)
{
	const struct diag_message *m;
	size_t n;

	(void)state;
	write_file("a.yaml", HEAD "include: b.yaml\n");
	write_file("b.yaml", "include: [./a.yaml, ././b.yaml]\n");
	assert_false(try_file("a.yaml", NULL, 0));
	m = diag_messages(diag, &n);
	assert_int_equal(n, 2);
	assert_non_null(strstr(m[0].text, "a.yaml' includes itself"));
	assert_non_null(strstr(m[1].text, "b.yaml' includes itself"));
	assert_true(m[0].mark.line == 1 && m[0].mark.column == 11 && strstr(m[0].mark.source, "b.yaml"));
}

/* ---- the whole ---- */

static void sweep_is_checked_and_left_out(void **state)
{
	(void)state;
	load(LINKS APPLICATION "sweep:\n  nodes.edge.cores: [1, 2]\n  network.links.up.latency: {from: 1 ms, to: 5 ms, step: 1 ms}\n"
	     "  both: {zip: {nodes.edge.count: [1, 2], nodes.phone.count: [3, 4]}}\n  kind: {variants: {a: {offloading.policy: random}, b: {}}}\n", NULL, 0);
	assert_null(strstr(scenario_effective(scenario), "sweep"));
	assert_shown("cores", "4");
	refused(LINKS APPLICATION "sweep:\n  nodes.edge.coers: [1, 2]\n", "unknown key 'coers'", NULL, 0);
	refused(LINKS APPLICATION "sweep:\n  nodes.edge.cores: [1, none]\n", "cores: 'none' is not a number", NULL, 0);
	refused(LINKS APPLICATION "sweep:\n  nodes.edge.cores: []\n", "expected a list, a range, zip or variants", NULL, 0);
	refused(LINKS APPLICATION "sweep:\n  network.links.up.latency: {from: 1 ms, to: 5, step: 1 ms}\n", "'5' has no unit", NULL, 0);
	refused(LINKS APPLICATION "sweep:\n  x: {zip: {nodes.edge.count: [1], nodes.phone.count: [1, 2]}}\n", "has 2 values, the first has 1", NULL, 0);
	refused(LINKS APPLICATION "sweep:\n  x: {variants: {a: {nodes.edge.cores: -1}}}\n", "cores: -1 is outside", NULL, 0);
}

static void what_show_prints_is_a_fixed_point(void **state)
{
	char *first;

	(void)state;
	load(LINKS APPLICATION, SETS("nodes.phone.speed={each: [1 MIPS, 2 MIPS, 4 MIPS]}", "title=\"yes: '#\\\\\\\"\\n\\t1\"",
		"nodes.edge.power={idle: 0.1 W, busy: 100.25 W}", "applications.app.messages.ask.size={choice: {1 kB: 33.3 %, 2 kB: 66.7 %}}",
		"applications.app.messages.ask.probability=0.1234567890123456", "workload.users.arrivals={periodic: {every: 1 s, jitter: 3 ms}}",
		"network.links[0].from=[phone, \"edge[0]\"]"));
	first = text_format("%s", scenario_effective(scenario));
	load(first, NULL, 0);
	assert_string_equal(scenario_effective(scenario), first);
	free(first);
}

static int set_up(void **state)
{
	(void)state;
	return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
	static const char *const names[] = { "scenario.yaml", "first.yaml", "second.yaml", "main.yaml", "a.yaml", "b.yaml", "parts/inner.yaml",
		"parts/outer.yaml" };

	(void)state;
	done();
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		unlink(path_of(names[i]));
	rmdir(path_of("parts"));
	return rmdir(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_merge_key_lies_under_the_own_keys),
		cmocka_unit_test(an_alias_is_a_copy),
		cmocka_unit_test(a_key_is_the_same_with_and_without_quotes),
		cmocka_unit_test(an_entry_wins_over_its_model_that_over_defaults_that_over_the_table),
		cmocka_unit_test(mappings_of_several_layers_merge_key_by_key),
		cmocka_unit_test(defaults_are_for_links_components_and_messages_too),
		cmocka_unit_test(a_mistake_in_defaults_is_told_once_and_where_it_stands),
		cmocka_unit_test(a_class_is_chosen_in_many_forms),
		cmocka_unit_test(quantities_have_many_forms),
		cmocka_unit_test(a_time_is_a_whole_number_of_nanoseconds),
		cmocka_unit_test(a_reference_names_a_group_or_one_of_its_members),
		cmocka_unit_test(set_addresses_any_key),
		cmocka_unit_test(the_last_override_of_a_key_counts),
		cmocka_unit_test(set_reaches_into_choices_and_distributions),
		cmocka_unit_test(a_policy_set_to_itself_keeps_its_options),
		cmocka_unit_test(a_path_that_names_nothing_is_refused),
		cmocka_unit_test(the_including_file_wins_and_mappings_merge),
		cmocka_unit_test(included_files_include_beside_themselves),
		cmocka_unit_test(files_that_include_themselves_come_to_an_end),
		cmocka_unit_test(sweep_is_checked_and_left_out),
		cmocka_unit_test(what_show_prints_is_a_fixed_point),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
