/* What had no capacity to spare, by the measure utilisation. */
#include "sim/cli/saturation.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/base/units.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_POINTS = 4, MOST_NOTES = 5, WIDTH = 80 };

static const double no_spare = 0.98;

/* That of `scope`, a new one if there is none yet. */
static struct saturated *of_scope(struct saturated **list, size_t *n, const char *scope)
{
	for (size_t i = 0; i < *n; i++)
		if (strcmp((*list)[i].scope, scope) == 0)
			return &(*list)[i];
	*list = xrealloc(*list, (*n + 1) * sizeof **list);
	(*list)[*n] = (struct saturated){ .scope = scope };
	return &(*list)[(*n)++];
}

struct saturated *saturated_find(struct results *results, size_t *n)
{
	struct diag *ignored = diag_new();
	const struct results_table *summary = results_has_table(results, "summary") ? results_table(results, "summary", ignored) : NULL;
	const struct results_column *measure = results_column_of(summary, "measure", RESULTS_WORD), *scope = results_column_of(summary, "scope", RESULTS_WORD),
		*mean = results_column_of(summary, "mean", RESULTS_REAL), *point = results_column_of(summary, "point", RESULTS_INTEGER);
	struct saturated *list = NULL;

	*n = 0;
	diag_free(ignored);
	for (uint64_t i = 0; measure && scope && mean && i < summary->rows; i++) {
		struct saturated *s;

		/* Tiers are made of groups, which are told. */
		if (strcmp(measure->word[i], "utilisation") != 0 || !(mean->real[i] >= no_spare) || strchr(scope->word[i], ':'))
			continue;
		s = of_scope(&list, n, scope->word[i]);
		s->share = fmax(s->share, mean->real[i]);
		if (point) {
			s->point = xrealloc(s->point, (s->points + 1) * sizeof *s->point);
			s->point[s->points++] = (uint32_t)point->integer[i];
		}
	}
	return list;
}

void saturated_free(struct saturated *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		free(list[i].point);
	free(list);
}

char *points_named(const uint32_t *point, uint32_t n)
{
	/* One more is as short as to say so. */
	uint32_t shown = n > MOST_POINTS + 1 ? MOST_POINTS : n;
	struct text text = { 0 };

	text_add(&text, "at point%s ", n == 1 ? "" : "s");
	for (uint32_t i = 0; i < shown; i++)
		text_add(&text, "%s%u", i == 0 ? "" : i + 1 == n ? " and " : ", ", point[i]);
	if (shown < n)
		text_add(&text, " and %u more", n - shown);
	return text_take(&text);
}

static void print_note(const struct saturated *s, FILE *out)
{
	char share[64], *points = s->points ? points_named(s->point, s->points) : NULL;
	char *note = text_format("note: %s overloaded or nearly so", s->scope);

	if (points)
		fprintf(out, "%s%s%s\n", note, strlen(note) + 1 + strlen(points) > WIDTH ? "\n      " : " ", points);
	else
		fprintf(out, "%s: busy %s of the time\n", note, units_human(s->share, DIM_SHARE, 3, share));
	free(note);
	free(points);
}

void saturated_notes(struct results *results, FILE *out)
{
	size_t n;
	struct saturated *list = saturated_find(results, &n);
	size_t shown = n > MOST_NOTES + 1 ? MOST_NOTES : n;

	for (size_t i = 0; i < shown; i++) {
		if (i == 0)
			fprintf(out, "\n");
		print_note(&list[i], out);
	}
	if (shown < n)
		fprintf(out, "note: so are %zu more; 'fogline report' names them\n", n - shown);
	saturated_free(list, n);
}
