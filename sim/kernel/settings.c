/* The keys of `run:` and `output:`, which the engine itself heeds. */
#include "sim/kernel/model.h"

static const struct param replication_params[] = {
	{ "max", P_COUNT(struct replication_settings, max), .fallback = "1", .min = 1, .max = 1e6,
	  .help = "independent runs, with streams of their own; with `precision` no more than these" },
	{ "min", P_COUNT(struct replication_settings, min), .fallback = "10", .min = 2, .max = 1e6,
	  .help = "with `precision`: runs before it is judged for the first time; `max` if that is fewer" },
	{ 0 }
};

static const struct param precision_params[] = {
	{ "target", P_REAL(struct precision_settings, target, DIM_SHARE), .open = true, .min = 0, .max = 1,
	  .help = "half-width of the 95 % interval, as a share of the mean, at which no replications are added" },
	{ "measure", P_LABEL(struct precision_settings, measure), .fallback = "latency", .help = "measure whose interval is judged" },
	{ "scope", P_LABEL(struct precision_settings, scope),
	  .help = "path, node group, tier or row of links that it is measured on; the first that has the measure unless given" },
	{ 0 }
};

const struct param run_params[] = {
	{ "duration", P_TIME(struct run_settings, duration), .required = true, .open = true, .min = 0, .max = 9e9,
	  .help = "simulated time of a replication, warm-up included; arrivals stop at its end" },
	{ "warmup", P_TIME(struct run_settings, warmup), .fallback = "0 s", .max = 9e9, .words = "auto=-1",
	  .help = "first part of the duration, left out of the measures. auto: where MSER-5 (White 1997) cuts the latencies of the first path, in "
		  "the order of completion, in a pilot run of replication 0; at most half" },
	{ "drain", P_TIME(struct run_settings, drain), .fallback = "0 s", .max = 9e9,
	  .help = "time after the duration in which requests under way may finish" },
	{ "replications", P_TABLE(struct run_settings, replications), .table = replication_params, .scalar = "max",
	  .help = "how many independent runs there are; intervals come from them" },
	{ "seed", P_COUNT(struct run_settings, seed), .fallback = "1", .min = 0, .max = 9007199254740992.0,
	  .help = "begins every random stream: the same seed, the same bits" },
	{ "precision", P_TABLE(struct run_settings, precision), .table = precision_params, .scalar = "target",
	  .help = "add replications until an interval is this narrow; judged after each, in order. An interval found so covers a little less than 95 %" },
	{ "antithetic", P_WORD(struct run_settings, antithetic), .fallback = "false", .words = "false true",
	  .help = "replications in pairs (0 and 1, 2 and 3, ...) that share their draws, the second with 1 - u where the first has u; intervals come "
		  "from the means of pairs. Mirrored are Poisson gaps and phases of mmpp and on-off, probabilities, branches, and the uniform, "
		  "exponential, normal, lognormal, pareto, weibull and choice of sizes, works, gaps, batches, think and start-up times. By "
		  "several uniforms or by rejection, and so on their own in the second: gamma, erlang, hyperexponential, each, empirical. Draws of a "
		  "node, a phase of periodic or a random policy are the same in both",
	  .source = "Hammersley and Morton, A new Monte Carlo technique: antithetic variates, Proc. Cambridge Phil. Soc. 52, 1956" },
	{ 0 }
};

bool run_check(const void *config, struct mark mark, struct diag *diag)
{
	const struct run_settings *run = config;
	char warmup[64], duration[64];

	if (run->antithetic && !isnan(run->precision.target))
		return diag_error(diag, mark, "run: antithetic pairs and a precision do not go together; say how many replications there are");
	if (run->antithetic && (run->replications.max % 2 || run->replications.max < 4))
		return diag_error(diag, mark, "run: antithetic has replications in pairs, at least two of them; there are %llu replications, "
				  "not 4 or a larger even number", (unsigned long long)run->replications.max);
	if (run->warmup >= run->duration)
		return diag_error(diag, mark, "run: the warmup (%s) must be shorter than the duration (%s)",
				  units_format((double)run->warmup / 1e9, DIM_TIME, warmup),
				  units_format((double)run->duration / 1e9, DIM_TIME, duration));
	if (run->drain > SIM_TIME_MAX - run->duration)
		return diag_error(diag, mark, "run: duration and drain add up to more than the clock holds (9.2e9 s)");
	return true;
}

const struct param output_params[] = {
	{ "requests", P_REAL(struct output_settings, requests, DIM_SHARE), .fallback = "all", .min = 0, .max = 1,
	  .words = "none=0 all=1", .help = "share of the requests that get a row in the table of requests, chosen by a hash of the request" },
	{ "totals", P_WORD(struct output_settings, totals), .fallback = "infrastructure", .words = "infrastructure all",
	  .help = "which nodes and links get rows of their own totals; infrastructure: devices are summed by group, access links by row" },
	{ "breakdown", P_WORD(struct output_settings, breakdown), .fallback = "causes", .words = "causes layers",
	  .help = "what the latency of a path is broken down by: causes (queueing, service, network); layers: by the four layers of the application as well" },
	{ "series", P_TIME(struct output_settings, series), .fallback = "none", .open = true, .min = 0, .max = 9e9, .words = "none=0",
	  .help = "step of the table of series: the means of each node group and row of links over each step of the run; at most 10 million steps" },
	{ "compress", P_COUNT(struct output_settings, compress), .fallback = "0", .max = 9,
	  .help = "deflate level of tables of 4096 rows and more, their bytes shuffled first; 0: none, 9: the smallest file" },
	{ "trace", P_COUNT(struct output_settings, trace), .min = 1, .max = 1e6,
	  .help = "a table of where the time went, stretch by stretch, of so many requests: the first of replication 0 after the warm-up" },
	{ 0 }
};
