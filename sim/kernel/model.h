#ifndef KERNEL_MODEL_H
#define KERNEL_MODEL_H

#include "sim/base/diag.h"
#include "sim/base/units.h"
#include "sim/kernel/event.h"
#include "sim/kernel/input.h"
#include "sim/kernel/quantity.h"
#include "sim/kernel/row.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * The contract between the engine and the models.
 *
 * Every key of the scenario language is one row of a table of params, owned
 * by the model that heeds it. From the rows come parsing, defaults, units,
 * error messages, `show`, `help scenario.KEY`, completion and the reference.
 * The reader (sim/scenario) fills config structs by the rows; a model gets
 * the filled struct and never sees YAML.
 */

struct param;
struct model_class;

/* ---- what config structs hold ---- */

/* The first member of an entry of a map or list: its name in the scenario (NULL in a list, unless it has a `name` key) and place. */
struct entry {
	const char *name;
	struct mark mark;         /* of its name, or of the entry */
};

/* Entries of a map of users' names, or of a list, in the order of the file; `size` bytes each, struct entry first. */
struct entries {
	void *data;
	uint32_t n;
	size_t size;
};

#define ENTRY(entries, type, i) (&((type *)(entries)->data)[i])

/* A name that refers to something else in the scenario: "edge", or one member, "edge[3]". Resolved by the models. */
struct reference {
	const char *name;
	int64_t member;           /* -1: the whole */
	struct mark mark;
};

struct references {
	const struct reference *list;
	uint32_t n;               /* 0: not given */
};

/* A text that is looked up by what heeds it, with its place: the name of a measure, a scope. */
struct label {
	const char *text;         /* NULL: not given */
	struct mark mark;
};

/* A class chosen for a slot, with its settings filled. */
struct choice {
	const struct model_class *class;  /* NULL: not given */
	void *config;
	struct mark mark;
};

/* Two values of one dimension, as [1400 m, 700 m]. */
struct pair { double x, y; };     /* NaN: not given */

struct pairs {
	const struct pair *list;
	uint32_t n;               /* 0: not given */
};

/* Quantities of fixed size, in the order of the file. */
struct values {
	const double *value;
	uint32_t n;               /* 0: not given */
};

/* A latitude or longitude: a number of degrees, or the column of a table that has them. */
struct coordinate {
	double degrees;           /* NaN: a column, or not given */
	struct column_name column;
};

#define COUNT_UNLIMITED UINT64_MAX
#define COUNT_UNSET (UINT64_MAX - 1)  /* an optional count that was not given */
#define TIME_UNSET INT64_MIN      /* an optional time that was not given */

/* ---- rows ---- */

enum param_kind {
	PARAM_COUNT,              /* uint64_t: a whole number; COUNT_UNSET: not given */
	PARAM_REAL,               /* double: a quantity of fixed size (dimensions; DIM_NONE: a bare number); NaN: not given */
	PARAM_TIME,               /* sim_time */
	PARAM_QUANTITY,           /* struct quantity: fixed or a distribution */
	PARAM_WORD,               /* unsigned: one of `words` ("fcfs ps edf"), its index */
	PARAM_WORDS,              /* unsigned: one or several of `words`, as a mask of 1 << index; 0: not given */
	PARAM_TEXT,               /* const char *: any text */
	PARAM_NAME,               /* const char *: a name by the rules of the language */
	PARAM_LABEL,              /* struct label: any text, and where it stands */
	PARAM_REFERENCE,          /* struct reference */
	PARAM_REFERENCES,         /* struct references: one or a list */
	PARAM_TABLE,              /* an embedded struct, filled by `table` */
	PARAM_MAP,                /* struct entries: users' names -> `table` */
	PARAM_LIST,               /* struct entries: a list of `table` */
	PARAM_CHOICE,             /* struct choice: a class of `slot` */
	PARAM_FILE,               /* const struct file *: a file of any format, read whole (sim/kernel/input.h); NULL: not given */
	PARAM_CSV,                /* const struct csv *: a table of comma-separated values, columns to be had by name; NULL: not given */
	PARAM_COLUMN,             /* struct column_name: the name of a column of a table, any text */
	PARAM_COLUMNS,            /* struct column_names: one or a list */
	PARAM_PAIR,               /* struct pair: two quantities of fixed size */
	PARAM_PAIRS,              /* struct pairs: a list of such pairs */
	PARAM_VALUES,             /* struct values: a quantity of fixed size, or a list of them */
	PARAM_COORDINATE,         /* struct coordinate: degrees, or the name of a column */
	PARAM_PRESET,             /* const char *: names one of `presets`, whose keys lie under the entry's own */
	PARAM_ANY,                /* nothing is stored: what lies below is not for this command (`sweep`), or is read by the reader itself */
	PARAM_LATER               /* a key of the language that is not built yet: refused with "not supported yet" */
};

/* A named set of keys for a table, in YAML: `{cores: 8, speed: 2000 MIPS}`. */
struct preset {
	const char *name, *help, *source;
	const char *yaml;
	bool rough;               /* some figures are no measurements, but orders of magnitude */
};

struct param {
	const char *name;         /* the key; NULL ends a table */
	enum param_kind kind;
	size_t offset;
	unsigned dimensions;      /* mask of DIM_BIT for REAL, QUANTITY, PAIR, PAIRS, VALUES */
	const char *fallback;     /* as a user would write it; NULL: optional, "not given" is stored */
	bool required;
	double min, max;          /* inclusive, in base units; both 0: any that is not negative. For each draw the distribution's mean is meant */
	bool open;                /* `min` itself is not allowed */
	const char *words;        /* WORD, WORDS: the choices. COUNT, REAL, TIME, QUANTITY: words that stand for numbers, "unlimited=inf none=0" ("same=1" is read in DIM_SHARE) */
	const struct param *table;
	/*
	 * TABLE: the key that a value alone stands for (`replications: 5` is `{max: 5}`), without which a mapping is an error;
	 * where it is not given the whole table is not. NULL: only a mapping will do.
	 */
	const char *scalar;
	size_t size;              /* of the struct that `table` fills (MAP, LIST) */
	const char *defaults;     /* MAP, LIST: the key under the root's `defaults:` that lies under every entry */
	const char *slot;         /* CHOICE */
	const char *selector;     /* CHOICE: the key that names the class when its options stand beside it ("policy", "model"); NULL: none */
	const char *of_value;     /* CHOICE: the class whose first setting a value alone is, in place of the slot's standard class */
	bool bare;                /* CHOICE: a list, or a text that is no class of the slot, is the first setting of its standard class */
	const char *later;        /* words of the language that are not built yet, by spaces: alone, or the first key of a mapping */
	const struct preset *presets;   /* PRESET: NULL name ends */
	const char *help;         /* one line */
	const char *source;       /* where a default comes from; NULL: a convention of the language */
	bool drawn_once;          /* QUANTITY of a node: `each` is allowed */
	bool of_request;          /* QUANTITY of a request: `column` is allowed */
	/* TABLE, and each entry of MAP, LIST: rules across the keys; NULL: none. False with errors in diag. */
	bool (*check)(const void *config, struct mark mark, struct diag *diag);
	/* Each entry of MAP, LIST, before its check: give what was not given a value that follows from other keys. NULL: none. */
	void (*settle)(void *config);
};

/* The kind and offset of a row, with the field's type checked at compile time. Further fields follow as designated initialisers. */
#define P_FIELD_(T, f, type) _Generic(&((T *)0)->f, type *: offsetof(T, f))
#define P_COUNT(T, f)      PARAM_COUNT, P_FIELD_(T, f, uint64_t)
#define P_REAL(T, f, dim)  PARAM_REAL, P_FIELD_(T, f, double), DIM_BIT(dim)
#define P_TIME(T, f)       PARAM_TIME, P_FIELD_(T, f, sim_time), DIM_BIT(DIM_TIME)
#define P_QUANTITY(T, f, mask) PARAM_QUANTITY, P_FIELD_(T, f, struct quantity), (mask)
#define P_WORD(T, f)       PARAM_WORD, P_FIELD_(T, f, unsigned)
#define P_WORDS(T, f)      PARAM_WORDS, P_FIELD_(T, f, unsigned)
#define P_TEXT(T, f)       PARAM_TEXT, P_FIELD_(T, f, const char *)
#define P_NAME(T, f)       PARAM_NAME, P_FIELD_(T, f, const char *)
#define P_LABEL(T, f)      PARAM_LABEL, P_FIELD_(T, f, struct label)
#define P_REFERENCE(T, f)  PARAM_REFERENCE, P_FIELD_(T, f, struct reference)
#define P_REFERENCES(T, f) PARAM_REFERENCES, P_FIELD_(T, f, struct references)
#define P_TABLE(T, f)      PARAM_TABLE, offsetof(T, f)
#define P_MAP(T, f)        PARAM_MAP, P_FIELD_(T, f, struct entries)
#define P_LIST(T, f)       PARAM_LIST, P_FIELD_(T, f, struct entries)
#define P_CHOICE(T, f)     PARAM_CHOICE, P_FIELD_(T, f, struct choice)
#define P_FILE(T, f)       PARAM_FILE, P_FIELD_(T, f, const struct file *)
#define P_CSV(T, f)        PARAM_CSV, P_FIELD_(T, f, const struct csv *)
#define P_COLUMN(T, f)     PARAM_COLUMN, P_FIELD_(T, f, struct column_name)
#define P_COLUMNS(T, f)    PARAM_COLUMNS, P_FIELD_(T, f, struct column_names)
#define P_PAIR(T, f, dim)  PARAM_PAIR, P_FIELD_(T, f, struct pair), DIM_BIT(dim)
#define P_PAIRS(T, f, dim) PARAM_PAIRS, P_FIELD_(T, f, struct pairs), DIM_BIT(dim)
#define P_VALUES(T, f, dim) PARAM_VALUES, P_FIELD_(T, f, struct values), DIM_BIT(dim)
#define P_COORDINATE(T, f) PARAM_COORDINATE, P_FIELD_(T, f, struct coordinate), DIM_BIT(DIM_NONE)
#define P_PRESET(T, f)     PARAM_PRESET, P_FIELD_(T, f, const char *)
#define P_ANY              PARAM_ANY, 0
#define P_LATER            PARAM_LATER, 0

/*
 * A class: one model or policy that fills a slot ("offloading", "arrivals",
 * "scheduling", "power"). Its verbs stand in a struct of the slot that
 * embeds this one as its first member.
 */
struct model_class {
	const char *slot, *name, *help;
	const struct param *params;     /* NULL: no settings. `name(x)` and `{name: x}` set the first. */
	size_t config_size;
	/* Rules across the settings; NULL: none. False with errors in diag. */
	bool (*check)(const void *config, struct mark mark, struct diag *diag);
	const char *source;             /* of the equations; NULL: none needed */
	const char *equation;           /* what it computes, in plain text; NULL: `help` says it all */
	const char *assumptions;        /* what it takes for granted and what it leaves out: sentences; NULL: nothing to say */
	bool standard;                  /* the class of a selector-less mapping: `power: {idle: 1 W}` is linear */
};

/* Every class of every slot, NULL-terminated; and the root of the language. Both are defined once, by the models. */
extern const struct model_class *const model_classes[];
extern const struct param scenario_params[];
extern const size_t scenario_config_size;

/* ---- what the engine itself must know of a scenario: the root config struct begins with this ---- */

struct replication_settings { uint64_t max, min; };

struct precision_settings {
	double target;                  /* NaN: not asked for */
	struct label measure, scope;
};

#define TIME_AUTO (-SIM_SECOND)   /* a warm-up that is to be found */

struct run_settings {
	sim_time duration, warmup, drain;
	struct replication_settings replications;
	struct precision_settings precision;
	unsigned antithetic;            /* 1: replications come in pairs */
	uint64_t seed;
};

enum output_breakdown { BREAKDOWN_CAUSES, BREAKDOWN_LAYERS };
enum output_totals { TOTALS_INFRASTRUCTURE, TOTALS_ALL };

struct output_settings {
	double requests;                /* share of requests in the per-request table: 0 none, 1 all */
	sim_time series;                /* step of the table of series; 0: none */
	unsigned totals;                /* enum output_totals */
	unsigned breakdown;             /* enum output_breakdown */
	uint64_t compress;              /* 0 none, to 9 */
	uint64_t trace;                 /* so many requests; COUNT_UNSET: none */
};

struct scenario_head {
	const char *title;
	struct run_settings run;
	struct output_settings output;
};

extern const struct param run_params[];      /* fill struct run_settings (sim/kernel/settings.c) */
extern const struct param output_params[];

/* The rules across the keys of `run:`, for the row that has them in the root. */
bool run_check(const void *config, struct mark mark, struct diag *diag);

/* ---- what the models do for the engine ---- */

struct sim;
struct text;

/*
 * Build the world of `config` into sim->world, ready for model_start. sim->seed is set; sim->end, warmup (0 for TIME_AUTO), duration,
 * antithetic are set from the head here. False with errors in diag (warnings may be there either way). model_free releases the world, also a half-built one.
 */
bool model_build(struct sim *sim, const void *config, struct diag *diag);
void model_free(struct sim *sim);

/* Of a config that was read with mistakes, and is not to be built: tell the names in it that name nothing. What was not read is left at what it is not given. */
void model_check_names(const void *config, struct diag *diag);

/* Schedule the first events. Once, before sim_run; sim->replication and key are set. */
void model_start(struct sim *sim);

/*
 * After sim_run was complete: check the laws of conservation (a violation fails the run:
 * sim->failure), then hand all remaining rows to the sink: one run_row, measures, bins, batches, the models' tables.
 */
void model_finish(struct sim *sim);

/* What the world will write; fixed after model_build. Borrowed from the world. */
const struct measures *model_measures(const struct sim *sim);
const struct table *model_tables(const struct sim *sim, uint32_t *n);

/*
 * For the reference: every measure, without scopes; and a scenario with everything that brings a table or column of its own into a
 * results file. The names of its own in it are in capitals, so that words of the language can be told from them.
 */
const struct measures *model_all_measures(void);
extern const char model_full_scenario[];

/* What holds whatever a scenario chooses: for the reference and for reports. A NULL subject ends the list. */
struct model_assumption { const char *subject, *text, *source; };
extern const struct model_assumption model_assumptions[];

/* One page of plain text for `check`: what was understood, counts, offered loads. Appended to `out`. */
void model_describe(const struct sim *sim, struct text *out);

/*
 * Plain text for `run --explain`: build the world of `config` into sim->world, as model_build does, and run it as far as needed. `what` is a
 * component, as NAME or APPLICATION/NAME: where its instances were placed and why, and its first decisions of offloading; or the number of a request, from
 * 1 in the order of their creation: its decisions of offloading. Appended to `out`; false with errors in diag. model_free releases the world either way.
 */
bool model_explain(struct sim *sim, const void *config, const char *what, struct text *out, struct diag *diag);

/* One page of plain text for `topology`: the network and its measures. Appended to `out`; false if they could not be worked out. */
bool model_network_page(const struct sim *sim, struct text *out);

/* Where everything is, for a map. Lives as long as the world; false if it could not be worked out. */
struct map_node { double x, y; unsigned tier; };       /* NaN: it is joined to nothing */
struct map_link { uint32_t a, b; bool access; };       /* nodes; access: of a device to the rest */
struct map {
	bool by_position, on_earth;    /* x, y are positions (else a layout without a scale); degrees of longitude and latitude (else metres) */
	double x_scale;                /* a unit of x is so many units of y long */
	uint32_t nodes, links;
	const struct map_node *node;
	const struct map_link *link;
	const char *const *tier;       /* words, NULL-terminated */
};
bool model_map(const struct sim *sim, struct map *map);

#endif
