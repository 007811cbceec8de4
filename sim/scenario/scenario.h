#ifndef SCENARIO_SCENARIO_H
#define SCENARIO_SCENARIO_H

#include "sim/base/diag.h"
#include "sim/kernel/model.h"

/*
 * Reading a scenario: YAML (through libfyaml's events) into a tree of our own
 * with marks, overrides applied, and the tree into config structs by the
 * tables of sim/kernel/model.h.
 */
struct scenario;

/* One override from the command line: `nodes.phone.count=40`. */
struct override {
	const char *text;         /* PATH=VALUE, VALUE is YAML; borrowed */
	const char *option;       /* how it was given, for messages: "--set", "--seed" */
};

/*
 * Read the scenario file at `path` and apply the overrides in order. All mistakes go to diag; NULL if there
 * were errors. With "-" the scenario is read from stdin.
 */
struct scenario *scenario_load(const char *path, const struct override *overrides, size_t n, struct diag *diag);

/* The same of a text, which is borrowed as its name is; it must not include or name files. */
struct scenario *scenario_of_text(const char *name, const char *text, struct diag *diag);

void scenario_free(struct scenario *scenario);

/* The root config struct (begins with struct scenario_head). Lives as long as the scenario. */
const void *scenario_config(const struct scenario *scenario);

/* The text as it was read, NUL-terminated. */
const char *scenario_text(const struct scenario *scenario, size_t *length);

/*
 * The effective scenario as YAML: every key with its value in force, every default, every unit; reading it gives
 * the same run. Canonical: it depends on the values alone. Lives as long as the scenario.
 */
const char *scenario_effective(struct scenario *scenario);

/*
 * The digest, 32 hexadecimal digits, of the effective scenario and of the bytes of each data file that it names (tables, topologies,
 * scripts). Equal digests: the same run, if the program is the same. Lives as long as the scenario.
 */
const char *scenario_digest(struct scenario *scenario);

/* The same, to be read from the current folder: files are named as they were opened, not relative to the scenario's folder. */
const char *scenario_shown(struct scenario *scenario);

/*
 * What a word may be continued to, one call of `emit` for each: a path of the language, `nodes.phone.count`, and with `values`
 * for --set, `nodes.phone.count=VALUE`. Names come from the scenario at `path`, as far as it can be read; without one (NULL) NAME stands for any.
 */
typedef void scenario_candidate(void *with, const char *text, const char *help);
void scenario_complete(const char *path, const char *word, bool values, scenario_candidate *emit, void *with);

/* The names of the axes of its `sweep:`, with ", " between them; NULL: it has none. The caller frees it. */
char *scenario_axes(const struct scenario *scenario);

/* How many replications a scenario asks for. */
struct scenario_asked { struct replication_settings replications; struct precision_settings precision; };

/*
 * Make it the scenario of one replication, as a run of a sweep is, so that it does not depend on how many there will be; without `requests`
 * also without the table of requests. Returns what it asked for; texts live as long as the scenario.
 */
struct scenario_asked scenario_one_replication(struct scenario *scenario, bool requests);

/* Every file that was read: the scenario itself, what it includes and names; with digests (32 hexadecimal digits). */
struct scenario_input { const char *name; char digest[33]; };
const struct scenario_input *scenario_inputs(const struct scenario *scenario, size_t *n);

#endif
