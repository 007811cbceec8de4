/* The part of the layout that no model changes. */
#include "sim/record/layout.h"

const char *const outcome_words[] = { "complete", "interrupted", "failed", NULL };
const char *const interval_words[] = { "replications", "batch means", "antithetic pairs", NULL };

#define CATEGORY(name, words, help) { (name), COLUMN_CATEGORY, 0, "1", (help), (words) }
#define REAL(name, units, help) { (name), COLUMN_REAL, 0, (units), (help), NULL }
#define COUNT(name, help) { (name), COLUMN_U64, 0, "1", (help), NULL }
#define NUMBER(name, help) { (name), COLUMN_U32, 0, "1", (help), NULL }
#define TEXT(name, help) { (name), COLUMN_TEXT, 0, "1", (help), NULL }

const struct column record_replication = NUMBER("replication", "replication");
const struct column record_point = NUMBER("point", "point of the sweep, a row of /points");

static const struct column summary_columns[] = {
	CATEGORY("measure", NULL, "what was measured"),
	CATEGORY("scope", NULL, "what it was measured on; * is the whole"),
	CATEGORY("unit", NULL, "unit of the row's values; a dot stands for a space"),
	REAL("mean", "1", "mean of the means of replications"),
	REAL("half_width", "1", "half-width of the 95 % confidence interval of the mean"),
	REAL("sd", "1", "standard deviation of the means"),
	REAL("minimum", "1", "least value; of means where there are no single values"),
	REAL("p50", "1", "median of all values"),
	REAL("p95", "1", "95th percentile of all values"),
	REAL("p99", "1", "99th percentile of all values"),
	REAL("maximum", "1", "greatest value; of means where there are no single values"),
	COUNT("count", "number of values"),
	{ 0 }
};

static const struct column replications_columns[] = {
	NUMBER("replication", "replication"),
	CATEGORY("measure", NULL, "what was measured"),
	CATEGORY("scope", NULL, "what it was measured on; * is the whole"),
	REAL("mean", "1", "mean, in the measure's unit"),
	REAL("p50", "1", "median, in the measure's unit"),
	REAL("p95", "1", "95th percentile, in the measure's unit"),
	REAL("p99", "1", "99th percentile, in the measure's unit"),
	REAL("maximum", "1", "greatest value, in the measure's unit"),
	COUNT("count", "number of values"),
	{ 0 }
};

static const struct column batches_columns[] = {
	CATEGORY("measure", NULL, "what was measured"),
	CATEGORY("scope", NULL, "what it was measured on; * is the whole"),
	NUMBER("batch", "part of the window, from 0; all are equally long"),
	REAL("mean", "1", "mean in that part, in the measure's unit"),
	COUNT("count", "number of values in that part; of a measure without single values 1, or 0"),
	{ 0 }
};

static const struct column histograms_columns[] = {
	CATEGORY("measure", NULL, "what was measured"),
	CATEGORY("scope", NULL, "what it was measured on; * is the whole"),
	REAL("lower", "s", "least value of the bin"),
	REAL("upper", "s", "first value above the bin"),
	COUNT("count", "number of values in the bin"),
	{ 0 }
};

static const struct column runs_columns[] = {
	NUMBER("replication", "replication"),
	CATEGORY("outcome", outcome_words, "how it ended"),
	COUNT("events", "events fired"),
	COUNT("created", "requests created"),
	COUNT("finished", "requests finished"),
	COUNT("failed", "requests failed"),
	COUNT("in_flight", "requests under way at the end"),
	REAL("reached_s", "s", "simulated time at the end"),
	{ 0 }
};

static const struct column failures_columns[] = {
	NUMBER("point", "point of the sweep, a row of /points"),
	NUMBER("replication", "replication"),
	TEXT("reason", "why it has no results"),
	{ 0 }
};

static const struct column point_warnings_columns[] = {
	NUMBER("point", "point of the sweep, a row of /points"),
	TEXT("warning", "what was said of its scenario"),
	{ 0 }
};

static const struct column overrides_columns[] = {
	TEXT("override", "what the command line changed"),
	{ 0 }
};

static const struct column inputs_columns[] = {
	TEXT("name", "file that the scenario names"),
	TEXT("digest", "digest of its bytes, 128-bit FNV-1a"),
	{ 0 }
};

const struct table record_summary = { "summary", "each measure over all replications", summary_columns, 0, true };
const struct table record_replications = { "replications", "each measure in each replication", replications_columns, 0, true };
const struct table record_batches = {
	"batches", "each measure in each of 20 equal parts of the window, if one replication was asked for", batches_columns, 0, true
};
const struct table record_histograms = { "histograms", "the non-empty bins, over all replications", histograms_columns, 0, true };
const struct table record_runs = { "runs", "a row for each replication", runs_columns, 0, true };
const struct table record_points = { "points", "a row for each point of a sweep, a column for each axis", NULL, 0, true };
const struct table record_failures = { "failures", "a row for each run of a sweep that failed", failures_columns, 0, true };
const struct table record_point_warnings = { "warnings", "what was said of the scenario of each point", point_warnings_columns, 0, true };
const struct table record_overrides = { "overrides", "what the command line changed", overrides_columns, 0, true };
const struct table record_inputs = { "inputs", "the files that the scenario names", inputs_columns, 0, true };

const struct column record_texts[] = {
	[TEXT_SCENARIO] = TEXT("scenario", "the scenario as it was read"),
	[TEXT_EFFECTIVE] = TEXT("effective_scenario", "the scenario with every default, enough to run it again"),
	{ 0 }
};

const struct column record_run[] = {
	[RUN_CREATED] = TEXT("created", "when the run began, UTC"),
	[RUN_WALL] = REAL("wall_s", "s", "wall-clock time"),
	[RUN_CPU] = REAL("cpu_s", "s", "processor time of all workers"),
	[RUN_HOST] = TEXT("host", "machine it ran on"),
	[RUN_WORKERS] = NUMBER("workers", "processes side by side"),
	[RUN_FACTS] = { 0 }
};

const struct column record_attributes[] = {
	[ATTRIBUTE_CONVENTIONS] = TEXT("Conventions", "`CF-1.8`"),
	[ATTRIBUTE_FORMAT] = TEXT("format", "`fogline results`"),
	[ATTRIBUTE_VERSION] = COUNT("format_version", "version of the layout; a reader must refuse a greater one"),
	[ATTRIBUTE_TITLE] = TEXT("title", "the scenario's title"),
	[ATTRIBUTE_FOGLINE] = TEXT("fogline_version", "the program that wrote the file"),
	[ATTRIBUTE_SCENARIO] = TEXT("scenario_name", "the scenario's path as it was given"),
	[ATTRIBUTE_SEED] = COUNT("seed", "seed of all random streams"),
	[ATTRIBUTE_REPLICATIONS] = COUNT("replications", "how many were asked for, or were enough for the precision asked for; `/runs` tells what became of each"),
	[ATTRIBUTE_DURATION] = REAL("duration_s", "s", "simulated time of a replication"),
	[ATTRIBUTE_WARMUP] = REAL("warmup_s", "s", "its first part, that no measure counts"),
	[ATTRIBUTE_WARMUP_RULE] = TEXT("warmup_rule", "where it comes from: `given`, or found by `MSER-5`"),
	[ATTRIBUTE_DIGEST] = TEXT("digest", "128-bit FNV-1a of `/effective_scenario` and of the bytes of the data files it names: equal digests, equal scenarios"),
	[ATTRIBUTE_OUTCOME] = TEXT("outcome", "`complete`, `interrupted` or `failed`"),
	[ATTRIBUTE_WARNINGS] = TEXT("warnings", "what was said of the scenario before the run, a line for each warning; missing: nothing"),
	[ATTRIBUTE_POINTS] = COUNT("points", "of a sweep: how many points it has; missing: the file is of a run"),
	[ATTRIBUTE_AXES] = TEXT("axes", "of a sweep: the columns of `/points` that differ between points, one space between them"),
	[ATTRIBUTE_PRECISION] = REAL("precision", "1", "with `run.precision`: half-width over mean that was asked for"),
	[ATTRIBUTE_REACHED] = REAL("precision_reached", "1", "with `run.precision`: half-width over mean of the replications that there are"),
	[ATTRIBUTE_JUDGED_MEASURE] = TEXT("precision_measure", "with `run.precision`: measure that was judged"),
	[ATTRIBUTE_JUDGED_SCOPE] = TEXT("precision_scope", "with `run.precision`: and its scope"),
	{ 0 }
};

const struct column record_summary_attributes[] = {
	[ATTRIBUTE_INTERVAL] = TEXT("interval", "where `half_width` and `sd` come from: `replications`, `antithetic pairs` of them, or, of a single one, `batch means` (of `/batches`)"),
	[ATTRIBUTE_CONFIDENCE] = REAL("confidence", "1", "of the intervals"),
	[ATTRIBUTE_DEFINITIONS] = TEXT("definitions", "what each measure is, exactly; in the order of `flag_values` of `measure`"),
	{ 0 }
};
