/* The tables of the scenario language. Keys that the language has and no model heeds yet are P_LATER rows. */
#include "models/config.h"

#include "models/position/position.h"
#include "models/technology/technology.h"

const char *const tier_words[] = { "device", "edge", "fog", "cloud", NULL };
const char *const layer_words[] = { "ui", "api", "service", "data", NULL };

static const struct param price_params[] = {
	{ "work", P_QUANTITY(struct price_config, work, DIM_PER_WORK), .drawn_once = true,
	  .help = "price of a unit of work; a job is charged for what its cores can do in the time that it has them, whatever its currency;"
	  " a price of floating-point operations holds for the `accelerator` too, others do not" },
	{ "time", P_REAL(struct price_config, time, DIM_RATE), .help = "price of having the node, busy or not" },
	{ 0 }
};

static const struct param node_params[] = {
	{ "tier", P_WORD(struct node_config, tier), .required = true, .words = "device edge fog cloud",
	  .help = "place in the hierarchy; results are broken down by it" },
	{ "count", P_COUNT(struct node_config, count), .max = 16e6,
	  .help = "how many nodes the group has; 0 takes the group and its links away. Unless given 1, or as many as `position` lists" },
	{ "model", P_PRESET(struct node_config, model), .presets = device_catalogue,
	  .help = "hardware from the device catalogue; keys given beside it win" },
	{ "cores", P_COUNT(struct node_config, cores), .fallback = "1", .min = 1, .max = 1e6, .words = "unlimited=inf",
	  .help = "jobs served at the same time, each on one core" },
	{ "speed", P_QUANTITY(struct node_config, speed[CURRENCY_INSTRUCTIONS], DIM_BIT(DIM_SPEED)), .open = true,
	  .drawn_once = true, .help = "instructions per second of one core" },
	{ "flops", P_QUANTITY(struct node_config, speed[CURRENCY_FLOP], DIM_BIT(DIM_FLOPS)), .open = true,
	  .drawn_once = true, .help = "floating-point operations per second of one core; those of an `accelerator` are its own" },
	{ "clock", P_QUANTITY(struct node_config, speed[CURRENCY_CYCLES], DIM_BIT(DIM_CLOCK)), .open = true,
	  .drawn_once = true, .help = "cycles per second of one core" },
	{ "queue", P_COUNT(struct node_config, queue), .fallback = "unlimited", .max = 1e9, .words = "unlimited=inf",
	  .help = "waiting places beyond the cores; a job that finds none is lost" },
	{ "scheduling", P_CHOICE(struct node_config, scheduling), .slot = "scheduling", .fallback = "fcfs",
	  .help = "in which order and share waiting jobs get the cores" },
	{ "power", P_CHOICE(struct node_config, power), .slot = "power", .selector = "model",
	  .later = "dvfs", .help = "electrical power by utilisation; without it no energy is reported" },
	{ "sleep", P_CHOICE(struct node_config, sleep), .slot = "sleep", .help = "sleep when empty; without it the node stays awake" },
	{ "accelerator", P_CHOICE(struct node_config, accelerator), .slot = "accelerator",
	  .help = "hardware that does all work in floating-point operations in place of the cores" },
	{ "memory", P_REAL(struct node_config, memory, DIM_DATA), .fallback = "unlimited", .words = "unlimited=inf",
	  .help = "memory for instances; those that do not fit are not placed" },
	{ "storage", P_LATER, .help = "disk capacity and speed" },
	{ "battery", P_LATER, .help = "energy store" },
	{ "position", P_CHOICE(struct node_config, position), .slot = "position", .selector = "layout",
	  .help = "where the nodes are, on a plane or on the earth: for attachment by distance, latencies, maps" },
	{ "mobility", P_LATER, .help = "how the node moves" },
	{ "zone", P_LATER, .help = "privacy zone" },
	{ "from", P_REFERENCE(struct node_config, from),
	  .help = "a topology: the group has a node for each of its vertices, with their positions and links" },
	{ "cost", P_TABLE(struct node_config, cost), .table = price_params,
	  .help = "prices of its use, in a currency of your choice; without them no cost is reported" },
	{ 0 }
};

/* The number of nodes follows from their places, where these are listed. */
static void node_settle(void *config)
{
	struct node_config *c = config;
	const struct position_class *position = c->position.class ? container_of(c->position.class, const struct position_class, model) : NULL;

	/* That of a topology's vertices is known later. */
	if (c->count == COUNT_UNSET && !c->from.name && position && position->members)
		c->count = position->members(c->position.config);
	if (c->count == COUNT_UNSET && !c->from.name)
		c->count = 1;
}

static const struct param link_params[] = {
	{ "name", P_NAME(struct link_config, name), .help = "name of the row, for overrides and results" },
	{ "from", P_REFERENCES(struct link_config, from), .required = true, .help = "node groups or members at the lower end" },
	{ "to", P_REFERENCES(struct link_config, to), .required = true, .help = "node groups or members at the upper end" },
	{ "attach", P_CHOICE(struct link_config, attach), .slot = "attach", .fallback = "balanced",
	  .help = "which members of both groups are joined" },
	{ "latency", P_TIME(struct link_config, latency),
	  .help = "propagation delay; unless given, that of light over the distance at 2/3 of its speed, if both groups have positions" },
	{ "bandwidth", P_REAL(struct link_config, bandwidth, DIM_DATA_RATE), .open = true, .words = "unlimited=inf",
	  .help = "capacity of each direction" },
	{ "up", P_REAL(struct link_config, up, DIM_DATA_RATE), .open = true, .words = "unlimited=inf",
	  .help = "capacity towards `to`, in place of bandwidth" },
	{ "down", P_REAL(struct link_config, down, DIM_DATA_RATE), .open = true, .words = "unlimited=inf",
	  .help = "capacity towards `from`, in place of bandwidth" },
	{ "technology", P_CHOICE(struct link_config, technology), .slot = "technology", .later = "wlan nr ble",
	  .help = "access technology, which brings latency and bandwidth where they are not given" },
	{ "shared", P_LATER, .help = "one capacity for all pairs of the row" },
	{ "handover", P_LATER, .help = "how a moving device changes its link" },
	{ "queue", P_LATER, .help = "waiting places for messages" },
	{ "loss", P_LATER, .help = "share of messages lost" },
	{ "sharing", P_LATER, .help = "how messages share the capacity" },
	{ "duplex", P_LATER, .help = "whether both directions send at once" },
	{ "packets", P_LATER, .help = "cut messages into packets" },
	{ 0 }
};

static const struct param topology_params[] = {
	{ "file", P_FILE(struct topology_config, file),
	  .help = "a graph as GraphML, GML, edge list (numbers of two vertices in each line, from 0) or NCOL (names of two vertices)" },
	{ "format", P_WORD(struct topology_config, format), .fallback = "by-name", .words = "by-name graphml gml edge-list ncol",
	  .help = "of the file; by-name: as the end of its name tells" },
	{ "generate", P_CHOICE(struct topology_config, generate), .slot = "generator", .help = "a graph that is made, in place of a file" },
	{ "speeds", P_TEXT(struct topology_config, speeds), .fallback = "LinkSpeedRaw",
	  .help = "attribute of the file's edges that has the bit/s of each direction" },
	{ "bandwidth", P_QUANTITY(struct topology_config, bandwidth, DIM_BIT(DIM_DATA_RATE)), .open = true, .words = "unlimited=inf",
	  .help = "capacity of each direction, where the file does not have it; drawn once for each link" },
	{ "latency", P_QUANTITY(struct topology_config, latency, DIM_BIT(DIM_TIME)),
	  .help = "propagation delay, drawn once for each link; unless given, that of light over the distance at 2/3 of its speed" },
	{ "parallel", P_WORD(struct topology_config, parallel), .fallback = "merge", .words = "merge keep",
	  .help = "several links between two vertices: one with their added bandwidths, or each by itself, of which routes use the first" },
	{ 0 }
};

static bool topology_check(const void *config, struct mark mark, struct diag *diag)
{
	const struct topology_config *c = config;

	if (!c->file && !c->generate.class)
		return diag_error(diag, mark, "topology '%s' needs a file, or a generator under generate", c->entry.name);
	if (c->file && c->generate.class)
		return diag_error(diag, mark, "topology '%s' has both file and generate; leave one out", c->entry.name);
	return true;
}

/* What a technology brings wins over positions, and what is given wins over both. */
static void link_settle(void *config)
{
	struct link_config *c = config;
	const struct technology_class *t;

	if (!c->technology.class)
		return;
	t = container_of(c->technology.class, const struct technology_class, model);
	if (isnan(c->bandwidth)) {
		c->up = isnan(c->up) ? t->up_bps : c->up;
		c->down = isnan(c->down) ? t->down_bps : c->down;
	}
	if (c->latency == TIME_UNSET)
		c->latency = t->latency;
}

static const struct param network_params[] = {
	{ "links", P_LIST(struct network_config, links), .table = link_params, .size = sizeof(struct link_config), .settle = link_settle,
	  .defaults = "links", .help = "each row joins two groups by links of one kind" },
	{ "topologies", P_MAP(struct network_config, topologies), .table = topology_params, .size = sizeof(struct topology_config),
	  .check = topology_check, .help = "networks from files or generators, whose vertices become nodes by `from`" },
	{ "sharing", P_LATER, .help = "how messages share a link" },
	{ "duplex", P_LATER, .help = "whether both directions send at once" },
	{ "packets", P_LATER, .help = "cut messages into packets" },
	{ 0 }
};

/* Policies that are not built yet, and what all will have. */
#define OFFLOADING_LATER "fuzzy energy-aware"

static const struct param component_params[] = {
	{ "layer", P_WORD(struct component_config, layer), .required = true, .words = "ui api service data",
	  .help = "layer of the application" },
	{ "at", P_REFERENCES(struct component_config, at),
	  .help = "nodes that run an instance each; `origin`: every node that starts requests of the application" },
	{ "offloading", P_CHOICE(struct component_config, offloading), .slot = "offloading", .selector = "policy",
	  .later = OFFLOADING_LATER,
	  .help = "which instance serves a message; before the scenario's own" },
	{ "among", P_REFERENCES(struct component_config, among),
	  .help = "nodes from which the placement policy chooses, in place of `at`; unless given, all nodes that compute, devices too" },
	{ "replicas", P_COUNT(struct component_config, replicas), .min = 1, .max = 16e6, .later = "min max target",
	  .help = "how many instances are placed, at most one on a node; unless given, as many as the policy makes" },
	{ "memory", P_REAL(struct component_config, memory, DIM_DATA), .fallback = "0 B",
	  .help = "memory that each instance takes of its node's" },
	{ "cores", P_COUNT(struct component_config, cores), .min = 1, .max = 1e6,
	  .help = "cores of its node that each instance has for itself, with a queue of its own; several then fit on a node, of which the one with the"
		  " fewest jobs takes the next. Unless given, all on a node share its cores and queue" },
	{ "authentication", P_LATER, .help = "handshake before a session" },
	{ "timeout", P_LATER, .help = "how long a sent message is waited for" },
	{ "retry", P_LATER, .help = "attempts after a loss" },
	{ "breaker", P_LATER, .help = "gives up for a while on what keeps failing" },
	{ "admission", P_LATER, .help = "token bucket at the door" },
	{ "replication", P_LATER, .help = "copies and quorums" },
	{ "partitions", P_LATER, .help = "parts of the data" },
	{ 0 }
};

static const struct param message_params[] = {
	{ "from", P_REFERENCE(struct message_config, from), .help = "component that sends it; without it and without `after` it comes from outside" },
	{ "to", P_REFERENCE(struct message_config, to), .required = true, .help = "component that processes it" },
	{ "after", P_CHOICE(struct message_config, after), .slot = "after", .bare = true,
	  .help = "messages at whose end it is sent: it follows each of them, or waits for all, any or k of them" },
	{ "probability", P_REAL(struct message_config, probability, DIM_SHARE), .fallback = "1", .max = 1,
	  .help = "chance to be sent, drawn for each message on its own, or among those of its branch" },
	{ "branch", P_NAME(struct message_config, branch), .help = "messages of one branch exclude each other" },
	{ "size", P_QUANTITY(struct message_config, size, DIM_BIT(DIM_DATA) | DIM_BIT(DIM_SHARE)), .fallback = "0 B",
	  .words = "same=1", .help = "bytes on the network; `same` or a share: of the message that it follows",
	  .of_request = true },
	{ "work", P_QUANTITY(struct message_config, work, DIM_WORK | DIM_WORK_BY_DATA),
	  .help = "what processing it asks of one core; by data, as `330 cycle/bit`, it is times the message's size; without it it is done when it arrives",
	  .of_request = true },
	{ "parallel", P_REAL(struct message_config, parallel, DIM_SHARE), .max = 1, .source = "Amdahl, Validity of the single processor approach, AFIPS 1967",
	  .help = "share of the work that several cores may do at once, by Amdahl's law: work / speed x (1 - parallel + parallel / cores)" },
	{ "cores", P_COUNT(struct message_config, cores), .min = 1, .max = 1e6,
	  .help = "cores at most that share the `parallel` work; the job takes those that are free when it begins, unless given all of them, and keeps them to its end" },
	{ "latency", P_TIME(struct message_config, latency), .fallback = "0 s", .max = 9e9,
	  .help = "time added once to its way, which loads nothing" },
	{ "every", P_CHOICE(struct message_config, every), .slot = "arrivals", .of_value = "periodic",
	  .help = "sent by the clock from each instance of its sender (once from those on one node), a request of its own each time: a time (the phase is drawn), or arrivals" },
	{ "deliver", P_WORD(struct message_config, deliver), .fallback = "one", .words = "one all",
	  .help = "`all`: a copy for each instance, all of the same size and work; at the origin each device gets one, from the instance of the sender that"
		  " served it last (first: the nearest). A path ends at its last copy, and fails if one is lost" },
	{ "priority", P_COUNT(struct message_config, priority), .fallback = "0", .max = 1000000,
	  .help = "larger goes first where scheduling heeds it" },
	{ "weight", P_REAL(struct message_config, weight, DIM_NONE), .fallback = "1", .min = 1e-6, .max = 1e6,
	  .help = "share of the cores relative to other jobs where scheduling is ps" },
	{ "choose", P_WORD(struct message_config, choose), .fallback = "same", .words = "same anew",
	  .help = "whether a component that the chain has been through is asked at the same instance, as answers must, or at one chosen anew" },
	{ "operation", P_LATER, .help = "read, write or transaction" },
	{ "coordinator", P_LATER, .help = "who coordinates an operation" },
	{ "touches", P_LATER, .help = "partitions of a transaction" },
	{ "data", P_LATER, .help = "privacy label" },
	{ 0 }
};

static bool check_message(const void *config, struct mark mark, struct diag *diag)
{
	const struct message_config *c = config;

	if (c->cores != COUNT_UNSET && isnan(c->parallel))
		return diag_error(diag, mark, "message '%s' has cores, but no share of its work is `parallel`", c->entry.name);
	if (!isnan(c->parallel) && !quantity_given(&c->work))
		return diag_error(diag, mark, "message '%s' is parallel, but has no work", c->entry.name);
	return true;
}

static const struct param path_params[] = {
	{ "from", P_REFERENCES(struct path_config, from), .required = true,
	  .help = "messages at whose creation the path begins; `start`: the first of the request" },
	{ "to", P_REFERENCES(struct path_config, to), .required = true,
	  .help = "messages at whose end it is complete; `end`: the end of the request" },
	{ "deadline", P_TIME(struct path_config, deadline), .open = true, .max = 9e9, .help = "latency that is still in time" },
	{ 0 }
};

/* Placement policies of the language that are not built. */
#define PLACEMENT_LATER "zone-aware"

static const struct param application_params[] = {
	{ "components", P_MAP(struct application_config, components), .table = component_params,
	  .size = sizeof(struct component_config), .defaults = "components", .required = true, .help = "the parts of the application" },
	{ "messages", P_MAP(struct application_config, messages), .table = message_params,
	  .size = sizeof(struct message_config), .check = check_message, .defaults = "messages", .required = true, .help = "what they send each other" },
	{ "paths", P_MAP(struct application_config, paths), .table = path_params,
	  .size = sizeof(struct path_config), .help = "measured stretches of a request" },
	{ "placement", P_CHOICE(struct application_config, placement), .slot = "placement", .selector = "policy", .later = PLACEMENT_LATER,
	  .help = "which nodes host the instances of this application; before the scenario's own" },
	{ 0 }
};

static const struct param workload_params[] = {
	{ "application", P_REFERENCE(struct workload_config, application), .required = true, .help = "application that is asked" },
	{ "start", P_REFERENCE(struct workload_config, start), .required = true, .later = "choice", .help = "first message of each request" },
	{ "from", P_REFERENCES(struct workload_config, from), .required = true, .help = "nodes that start requests" },
	{ "arrivals", P_CHOICE(struct workload_config, arrivals), .slot = "arrivals", .required = true,
	  .help = "when each of them does" },
	{ "share", P_REAL(struct workload_config, share, DIM_SHARE), .max = 1,
	  .help = "share of each group's nodes, drawn at random; the shares of a group are disjoint" },
	{ "begin", P_TIME(struct workload_config, begin), .fallback = "0 s", .max = 9e9, .help = "the arrival process begins here" },
	{ "stop", P_TIME(struct workload_config, stop), .open = true, .max = 9e9, .help = "no arrivals from here on; the end of the duration unless given" },
	{ 0 }
};

static bool check_workload(const void *config, struct mark mark, struct diag *diag)
{
	const struct workload_config *c = config;
	char begin[64], stop[64];

	if (c->stop == TIME_UNSET || c->stop > c->begin)
		return true;
	return diag_error(diag, mark, "workload '%s' stops at %s, not after it begins at %s", c->entry.name,
			  units_format((double)c->stop / 1e9, DIM_TIME, stop), units_format((double)c->begin / 1e9, DIM_TIME, begin));
}

const struct param scenario_params[] = {
	{ "fogline", P_COUNT(struct scenario_config, version), .required = true, .min = 1, .max = 1,
	  .help = "version of the scenario language" },
	{ "title", P_TEXT(struct scenario_config, head.title), .fallback = "untitled", .help = "title in results and on plots" },
	{ "run", P_TABLE(struct scenario_config, head.run), .table = run_params, .check = run_check, .help = "how long and how often" },
	{ "nodes", P_MAP(struct scenario_config, nodes), .table = node_params, .size = sizeof(struct node_config), .settle = node_settle,
	  .defaults = "nodes", .required = true, .help = "groups of equal nodes" },
	{ "defaults", P_ANY, .help = "keys that lie under every entry of nodes, links, components, messages" },
	{ "network", P_TABLE(struct scenario_config, network), .table = network_params, .help = "how nodes are joined" },
	{ "applications", P_MAP(struct scenario_config, applications), .table = application_params,
	  .size = sizeof(struct application_config), .help = "graphs of components joined by messages" },
	{ "workload", P_MAP(struct scenario_config, workload), .table = workload_params,
	  .size = sizeof(struct workload_config), .check = check_workload, .help = "which nodes start which messages, when" },
	{ "offloading", P_CHOICE(struct scenario_config, offloading), .slot = "offloading", .selector = "policy",
	  .fallback = "nearest",
	  .later = OFFLOADING_LATER,
	  .help = "which instance of a service serves a message" },
	{ "placement", P_CHOICE(struct scenario_config, placement), .slot = "placement", .selector = "policy", .fallback = "first-fit",
	  .later = PLACEMENT_LATER, .help = "which nodes host the instances of components without `at`" },
	{ "output", P_TABLE(struct scenario_config, head.output), .table = output_params, .help = "what is recorded" },
	{ "sweep", P_ANY, .help = "axes of variants, for the command sweep" },
	{ "include", P_ANY, .help = "other files whose keys are merged in; this file wins" },
	{ "zones", P_LATER, .help = "privacy zones and whom they trust" },
	{ "failures", P_LATER, .help = "what breaks when" },
	{ 0 }
};

const size_t scenario_config_size = sizeof(struct scenario_config);
