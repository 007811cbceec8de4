/*
 * Judges scenarios against exact answers: validate FOGLINE CASES.csv FOLDER OUT [ID...]. For each id, FOLDER/ID.yaml is run with seed 1; a mean
 * passes if the exact answer lies in the 99 % interval over replications and the half-width is at most the tolerance; an approximation if it is
 * within the tolerance, with such a half-width; a formula if it is within the tolerance; a bound if the estimate, less its half-width,
 * respects it. All these tolerances are shares of the answer, that of an exact one is absolute. A scenario with a row outside is run once
 * more with seed 2 and four times the length; both are printed, the second counts.
 */
#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/kernel/stat.h"
#include "sim/record/record.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { MOST_CASES = 400, MOST_REPLICATIONS = 1000 };

struct validation_case {
	char id[16], measure[32], scope[64], statistic[16], kind[16], what[80];
	double expected, tolerance;
};

struct verdict { double estimate, half_width; bool inside, narrow; };

static bool read_case(const char *line, struct validation_case *c)
{
	return sscanf(line, "%15[^,],%31[^,],%63[^,],%15[^,],%lf,%15[^,],%lf,%79[^\n]", c->id, c->measure, c->scope, c->statistic,
		      &c->expected, c->kind, &c->tolerance, c->what) == 8;
}

static size_t read_cases(const char *path, struct validation_case *cases)
{
	char line[512];
	size_t n = 0;
	FILE *file = fopen(path, "r");

	if (!file) {
		fprintf(stderr, "validate: %s: %s\n", path, strerror(errno));
		exit(2);
	}
	for (int number = 1; fgets(line, sizeof line, file); number++) {
		if (number == 1)
			continue;
		if (n == MOST_CASES || !read_case(line, &cases[n++])) {
			fprintf(stderr, "validate: %s:%d: not a case\n", path, number);
			exit(2);
		}
	}
	fclose(file);
	return n;
}

/* Run the scenario; the results file's name is returned, to be freed. */
static char *run(char **argv, const char *id, int attempt)
{
	char *scenario = text_format("%s/%s.yaml", argv[3], id);
	char *out = text_format("%s/%s.seed%d.h5", argv[4], id, attempt);
	char *seed = text_format("%d", attempt);
	char *log = text_format("%s/%s.log", argv[4], id);
	int status;
	pid_t child = fork();

	if (child == 0) {
		/* Four times the replications are four times the length. */
		char *args[] = { argv[1], "run", scenario, "-o", out, "--seed", seed, "-q", "--replications", "80", NULL };

		if (attempt == 1)
			args[8] = NULL;
		if (!freopen(log, "w", stderr))
			_exit(127);
		execv(argv[1], args);
		_exit(127);
	}
	if (waitpid(child, &status, 0) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "validate: %s failed; see %s\n", scenario, log);
		free(out);
		out = NULL;
	}
	free(scenario);
	free(seed);
	free(log);
	return out;
}

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

/* Whether `scope` is one of the scopes of `list`, which are joined by '+'. */
static bool listed(const char *list, const char *scope)
{
	size_t n = strlen(scope);

	for (const char *at = list; at; at = strchr(at, '+') ? strchr(at, '+') + 1 : NULL)
		if (strncmp(at, scope, n) == 0 && (at[n] == '+' || !at[n]))
			return true;
	return false;
}

/* One value for each replication, from the table of replications; over several scopes their sum. */
static size_t by_replication(struct results *r, const struct validation_case *c, double *value)
{
	const struct results_table *t = table(r, "replications");
	const char *statistic = strcmp(c->statistic, "p95") == 0 ? "p95" : "mean";
	const struct results_column *replication = column(t, "replication");
	const struct results_column *measure = column(t, "measure"), *scope = column(t, "scope"), *of = column(t, statistic);
	size_t n = 0;

	memset(value, 0, MOST_REPLICATIONS * sizeof *value);
	for (uint64_t i = 0; i < t->rows; i++) {
		size_t k = (size_t)replication->integer[i];

		if (strcmp(measure->word[i], c->measure) || !listed(c->scope, scope->word[i]) || k >= MOST_REPLICATIONS)
			continue;
		value[k] += of->real[i];
		n = k + 1 > n ? k + 1 : n;
	}
	for (size_t k = 0; k < n && strcmp(c->statistic, "complement") == 0; k++)
		value[k] = 1 - value[k];
	return n;
}

/* The share of rows of requests in which a column is above zero, by replication. */
static size_t share_positive(struct results *r, const struct validation_case *c, double *value)
{
	const struct results_table *t = table(r, "requests");
	const struct results_column *replication = column(t, "replication"), *path = column(t, "path"), *of = column(t, c->measure);
	static double positive[MOST_REPLICATIONS], all[MOST_REPLICATIONS];
	size_t n = 0;

	memset(positive, 0, sizeof positive);
	memset(all, 0, sizeof all);
	for (uint64_t i = 0; i < t->rows; i++) {
		size_t k = (size_t)replication->integer[i];

		if (strcmp(path->word[i], c->scope) || k >= MOST_REPLICATIONS)
			continue;
		all[k]++;
		positive[k] += of->real[i] > 0;
		n = k + 1 > n ? k + 1 : n;
	}
	for (size_t k = 0; k < n; k++)
		value[k] = positive[k] / all[k];
	return n;
}

/* A figure of the rows of requests of a deterministic run: of row N ("row-N", from 1), of the last, or the one that is farthest off. */
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
		if (strcmp(c->statistic, "row-last") == 0 || isnan(worst) || fabs(v - c->expected) > fabs(worst - c->expected))
			worst = v;
	}
	return wanted ? NAN : worst;
}

/* A share of time, times the length of the window. */
static double over_window(struct results *r, const struct validation_case *c)
{
	double mean[MOST_REPLICATIONS];
	double window = atof(results_attribute(r, "duration_s")) - atof(results_attribute(r, "warmup_s"));

	return by_replication(r, c, mean) == 1 ? mean[0] * window : NAN;
}

/* A single figure, or a mean over replications with its half-width at 99 %. */
static struct verdict estimate(struct results *r, const struct validation_case *c)
{
	static double value[MOST_REPLICATIONS];
	struct interval interval;
	size_t n;

	if (strncmp(c->statistic, "row-", 4) == 0)
		return (struct verdict){ .estimate = of_rows(r, c) };
	if (strcmp(c->statistic, "window") == 0)
		return (struct verdict){ .estimate = over_window(r, c) };
	n = strcmp(c->statistic, "positive") == 0 ? share_positive(r, c, value) : by_replication(r, c, value);
	interval = interval_of(value, n, 0.99);
	return (struct verdict){ .estimate = interval.mean, .half_width = interval.half_width };
}

/* What is NaN is outside. */
static struct verdict judge(struct results *r, const struct validation_case *c)
{
	struct verdict v = estimate(r, c);
	double off = v.estimate - c->expected;

	v.narrow = true;
	if (strcmp(c->kind, "exact") == 0) {
		v.inside = fabs(off) <= c->tolerance;
	} else if (strcmp(c->kind, "formula") == 0) {
		v.inside = fabs(off) <= c->tolerance * fabs(c->expected);
	} else if (strcmp(c->kind, "bound_lower") == 0) {
		v.inside = off >= -v.half_width;
	} else if (strcmp(c->kind, "bound_upper") == 0) {
		v.inside = off <= v.half_width;
	} else {
		v.inside = fabs(off) <= (strcmp(c->kind, "approx") == 0 ? c->tolerance * c->expected : v.half_width);
		v.narrow = v.half_width <= c->tolerance * c->expected;
	}
	return v;
}

/* Judge all rows of one id in one results file; how many were outside. */
static int judge_all(const char *file, const struct validation_case *cases, size_t n, const char *id, int attempt)
{
	struct diag *diag = diag_new();
	struct results *r = results_open(file, diag);
	int outside = 0;

	if (!r) {
		diag_print(diag, stderr);
		exit(2);
	}
	for (size_t i = 0; i < n; i++) {
		const struct validation_case *c = &cases[i];
		struct verdict v;

		if (strcmp(c->id, id))
			continue;
		v = judge(r, c);
		printf("%-6s seed %d  %-34s expected %-12.9g got %-12.9g +- %-10.3g %s\n", c->id, attempt, c->what, c->expected, v.estimate,
		       v.half_width, !v.inside ? "OUTSIDE" : !v.narrow ? "TOO WIDE" : "ok");
		outside += !v.inside || !v.narrow;
	}
	results_close(r);
	diag_free(diag);
	return outside;
}

static bool wanted(char **argv, const char *id)
{
	for (char **a = argv + 5; *a; a++)
		if (strcmp(*a, id) == 0)
			return true;
	return !argv[5];
}

static int validate(char **argv, const struct validation_case *cases, size_t n, const char *id)
{
	int outside = 1;

	for (int attempt = 1; attempt <= 2 && outside; attempt++) {
		char *file = run(argv, id, attempt);

		if (!file)
			return 1;
		outside = judge_all(file, cases, n, id, attempt);
		free(file);
	}
	return outside;
}

int main(int argc, char **argv)
{
	static struct validation_case cases[MOST_CASES];
	int failed = 0, passed = 0;
	size_t n;

	if (argc < 5) {
		fprintf(stderr, "usage: validate FOGLINE CASES.csv FOLDER OUT [ID...]\n");
		return 2;
	}
	n = read_cases(argv[2], cases);
	for (size_t i = 0; i < n; i++) {
		if ((i && strcmp(cases[i].id, cases[i - 1].id) == 0) || !wanted(argv, cases[i].id))
			continue;
		if (validate(argv, cases, n, cases[i].id))
			failed++;
		else
			passed++;
	}
	printf("%d passed, %d failed\n", passed, failed);
	return failed || !passed;
}
