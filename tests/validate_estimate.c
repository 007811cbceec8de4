/* The figures of a results file by which validate judges. */
#include "tests/validate.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/kernel/stat.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_REPLICATIONS = 1000, MOST_NODES = 64 };

static const struct results_column *column(const struct results_table *t, const char *name)
{
	const struct results_column *c = results_column(t, name);

	if (!c) {
		fprintf(stderr, "validate: table %s has no column %s\n", t->name, name);
		exit(2);
	}
	return c;
}

static const struct results_table *table(struct results *r, const char *name)
{
	struct diag *diag = diag_new();
	const struct results_table *t = results_table(r, name, diag);

	if (!t) {
		diag_print(diag, stderr);
		exit(2);
	}
	diag_free(diag);
	return t;
}

const char *attribute_of(struct results *r, const char *name)
{
	const char *value = results_attribute(r, name);

	if (!value) {
		fprintf(stderr, "validate: no attribute %s\n", name);
		exit(2);
	}
	return value;
}

static bool starts_with(const char *word, const char *start)
{
	return strncmp(word, start, strlen(start)) == 0;
}

/* Whether `scope` is one of the scopes of `list`, which are joined by '+'. */
static bool listed(const char *list, const char *scope)
{
	size_t n = strlen(scope);

	for (const char *at = list; at; at = strchr(at, '+') ? strchr(at, '+') + 1 : NULL)
		if (strncmp(at, scope, n) == 0 && (at[n] == '+' || !at[n]))
			return true;
	return false;
}

/* ---- the table of replications ---- */

/* One value for each replication; over several scopes their sum. */
static size_t sum_scopes(struct results *r, const char *name, const char *scopes, const char *statistic, double *value)
{
	const struct results_table *t = table(r, "replications");
	const struct results_column *replication = column(t, "replication");
	const struct results_column *measure = column(t, "measure"), *scope = column(t, "scope"), *of = column(t, statistic);
	size_t n = 0;

	memset(value, 0, MOST_REPLICATIONS * sizeof *value);
	for (uint64_t i = 0; i < t->rows; i++) {
		size_t k = (size_t)replication->integer[i];

		if (strcmp(measure->word[i], name) || !listed(scopes, scope->word[i]) || k >= MOST_REPLICATIONS)
			continue;
		value[k] += of->real[i];
		n = k + 1 > n ? k + 1 : n;
	}
	return n;
}

/* Over several scopes the sum of the products. */
static size_t times_rate(struct results *r, const struct validation_case *c, double *value)
{
	static double mean[MOST_REPLICATIONS], rate[MOST_REPLICATIONS];
	char *scopes = xstrdup(c->scope), *rest = NULL;
	size_t n = 0;

	memset(value, 0, MOST_REPLICATIONS * sizeof *value);
	for (char *scope = strtok_r(scopes, "+", &rest); scope; scope = strtok_r(NULL, "+", &rest)) {
		n = sum_scopes(r, c->measure, scope, "mean", mean);
		sum_scopes(r, "throughput", scope, "mean", rate);
		for (size_t k = 0; k < n; k++)
			value[k] += mean[k] * rate[k];
	}
	free(scopes);
	return n;
}

static size_t by_replication(struct results *r, const struct validation_case *c, double *value)
{
	static double served[MOST_REPLICATIONS];
	size_t n;

	if (strcmp(c->statistic, "times-rate") == 0)
		return times_rate(r, c, value);
	n = sum_scopes(r, c->measure, c->scope, strcmp(c->statistic, "p95") == 0 ? "p95" : "mean", value);

	if (strcmp(c->statistic, "complement") == 0) {
		for (size_t k = 0; k < n; k++)
			value[k] = 1 - value[k];
	} else if (strcmp(c->statistic, "per-served") == 0) {
		sum_scopes(r, "served", c->scope, "mean", served);
		for (size_t k = 0; k < n; k++)
			value[k] /= served[k];
	}
	return n;
}

/* A share of time, times the length of the window. */
static double over_window(struct results *r, const struct validation_case *c)
{
	static double mean[MOST_REPLICATIONS];
	double window = atof(attribute_of(r, "duration_s")) - atof(attribute_of(r, "warmup_s"));

	return by_replication(r, c, mean) == 1 ? mean[0] * window : NAN;
}

/* ---- the rows of requests ---- */

/* Whether row `i` is counted, and if so its value in *value. */
typedef bool row_value(const struct results_table *t, const struct validation_case *c, uint64_t i, double *value);

static bool is_above(const struct results_table *t, const struct validation_case *c, uint64_t i, double *value)
{
	*value = column(t, c->measure)->real[i] > atof(c->statistic + strlen("above-"));
	return true;
}

static bool slowed_down(const struct results_table *t, const struct validation_case *c, uint64_t i, double *value)
{
	double size = atof(c->statistic + strlen("given-")), work = column(t, "service_s")->real[i];

	*value = column(t, "latency_s")->real[i] / work * size;
	return fabs(work / size - 1) <= 0.1;
}

/* The mean over the rows of each replication. */
static size_t mean_of_rows(struct results *r, const struct validation_case *c, row_value *of, double *value)
{
	static double count[MOST_REPLICATIONS];
	const struct results_table *t = table(r, "requests");
	const struct results_column *replication = column(t, "replication"), *path = column(t, "path");
	size_t n = 0;

	memset(value, 0, MOST_REPLICATIONS * sizeof *value);
	memset(count, 0, sizeof count);
	for (uint64_t i = 0; i < t->rows; i++) {
		size_t k = (size_t)replication->integer[i];
		double v;

		if (strcmp(path->word[i], c->scope) || k >= MOST_REPLICATIONS || !of(t, c, i, &v))
			continue;
		count[k]++;
		value[k] += v;
		n = k + 1 > n ? k + 1 : n;
	}
	for (size_t k = 0; k < n; k++)
		value[k] /= count[k];
	return n;
}

/* A figure of a row of a deterministic run: of row N (from 1), of the last, or the one that is farthest off. */
static double of_rows(struct results *r, const struct validation_case *c)
{
	const struct results_table *t = table(r, "requests");
	bool completed = strcmp(c->measure, "completed_s") == 0;
	const struct results_column *of = column(t, completed ? "latency_s" : c->measure), *created = column(t, "created_s");
	const struct results_column *path = column(t, "path");
	long wanted = atol(c->statistic + strlen("row-")), n = 0;
	double worst = NAN;

	for (uint64_t i = 0; i < t->rows; i++) {
		double v = of->real[i] + (completed ? created->real[i] : 0);

		if (strcmp(path->word[i], c->scope))
			continue;
		if (++n == wanted)
			return v;
		if (strcmp(c->statistic, "row-last") == 0 || isnan(worst) || fabs(v - c->number) > fabs(worst - c->number))
			worst = v;
	}
	return wanted ? NAN : worst;
}

/* The least of the rows of a deterministic run, or the number of its row. */
static double least_row(struct results *r, const struct validation_case *c)
{
	const struct results_table *t = table(r, "requests");
	const struct results_column *of = column(t, c->measure), *path = column(t, "path");
	double least = NAN, at = NAN;
	long n = 0;

	for (uint64_t i = 0; i < t->rows; i++) {
		if (strcmp(path->word[i], c->scope))
			continue;
		if (n == 0 || of->real[i] < least) {
			least = of->real[i];
			at = (double)n;
		}
		n++;
	}
	return strcmp(c->statistic, "lowest-at") == 0 ? at : least;
}

/* ---- who is where ---- */

static void write_list(char text[64], const int64_t *number, size_t n, char between)
{
	size_t at = 0;

	for (size_t i = 0; i < n && at < 50; i++)
		at += (size_t)snprintf(text + at, 64 - at, "%s%lld", i ? (char[]){ between, 0 } : "", (long long)number[i]);
}

struct choice { double created; int64_t index; };

static int by_creation(const void *a, const void *b)
{
	double x = ((const struct choice *)a)->created, y = ((const struct choice *)b)->created;

	return (x > y) - (x < y);
}

/* The indices of the nodes that served the requests on a path, in the order of their creation. */
static void served_by(struct results *r, const struct validation_case *c, char text[64])
{
	const struct results_table *t = table(r, "requests"), *nodes = table(r, "nodes");
	const struct results_column *path = column(t, "path"), *node = column(t, "node"), *created = column(t, "created_s");
	struct choice choice[MOST_NODES];
	int64_t index[MOST_NODES];
	size_t n = 0;

	for (uint64_t i = 0; i < t->rows && n < MOST_NODES; i++)
		if (strcmp(path->word[i], c->scope) == 0)
			choice[n++] = (struct choice){ created->real[i], column(nodes, "index")->integer[node->integer[i]] };
	qsort(choice, n, sizeof *choice, by_creation);
	for (size_t i = 0; i < n; i++)
		index[i] = choice[i].index;
	write_list(text, index, n, '-');
}

/* Where instances were put, how much each node got, and how many got any. */
static struct estimate placed(struct results *r, const struct validation_case *c)
{
	const struct results_table *t = table(r, "placement"), *nodes = table(r, "nodes");
	const struct results_column *component = column(t, "component"), *node = column(t, "node"), *group = column(nodes, "group");
	struct estimate e = { NAN, NAN, "" };
	int64_t index[MOST_NODES], load[MOST_NODES] = { 0 };
	size_t n = 0, used = 0, filled = 0;

	for (uint64_t i = 0; i < t->rows && n < MOST_NODES; i++) {
		int64_t at = node->integer[i];
		bool any = strcmp(c->scope, "*") == 0;
		const char *size = strrchr(component->word[i], '-');

		index[n] = any ? at : column(nodes, "index")->integer[at];
		if ((!any && strcmp(group->word[at], c->scope)) || index[n] >= MOST_NODES)
			continue;
		load[index[n++]] += size ? atol(size + 1) : 0;
	}
	for (size_t i = 0; i < MOST_NODES; i++) {
		used += load[i] > 0;
		filled = load[i] > 0 ? i + 1 : filled;
	}
	if (strcmp(c->statistic, "bins") == 0)
		e.mean = (double)used;
	else if (strcmp(c->statistic, "loads") == 0)
		write_list(e.text, load, filled, '/');
	else
		write_list(e.text, index, n, '-');
	return e;
}

struct estimate estimate_of(struct results *r, const struct validation_case *c)
{
	static double value[MOST_REPLICATIONS];
	struct estimate e = { NAN, NAN, "" };
	struct interval interval;
	size_t n;

	if (strcmp(c->measure, "placement") == 0)
		return placed(r, c);
	if (strcmp(c->statistic, "assignment") == 0) {
		served_by(r, c, e.text);
	} else if (starts_with(c->statistic, "row-")) {
		e.mean = of_rows(r, c);
	} else if (starts_with(c->statistic, "lowest")) {
		e.mean = least_row(r, c);
	} else if (strcmp(c->statistic, "window") == 0) {
		e.mean = over_window(r, c);
	} else {
		n = starts_with(c->statistic, "above-") ? mean_of_rows(r, c, is_above, value) :
			starts_with(c->statistic, "given-") ? mean_of_rows(r, c, slowed_down, value) : by_replication(r, c, value);
		interval = interval_of(value, n, 0.99);
		e.mean = interval.mean;
		e.half_width = interval.half_width;
	}
	return e;
}
