/*
 * `{sample: {points, method, seed, over}}`: points spread over several keys at once, for more of them than can be crossed. A key takes a
 * range, or a list of which each value has an equal part.
 */
#include "sim/scenario/axis.h"

#include "sim/kernel/sample.h"

#include <math.h>
#include <string.h>

enum { MOST_SAMPLED = 65535 };

static const char *const keys[] = { "points", "method", "seed", "over" };

struct sample { uint64_t points, seed; enum sample_method method; const struct tree *over; };

static bool whole_number(struct reader *r, const char *key, const struct tree *value, double least, double most, uint64_t *out)
{
	double number;

	if (value->kind != TREE_SCALAR || !text_number(value->text, strlen(value->text), &number) || number != floor(number) || number < least
	    || number > most)
		return diag_error(r->diag, value->mark, "sample: %s: expected a whole number from %.0f to %.0f", key, least, most);
	*out = (uint64_t)number;
	return true;
}

static bool read_method(struct reader *r, const struct tree *value, enum sample_method *method)
{
	if (value->kind != TREE_SCALAR)
		return diag_error(r->diag, value->mark, "sample: method: expected a word, not %s", tree_kind_name(value));
	for (int i = 0; i < SAMPLE_METHODS; i++)
		if (strcmp(sample_methods[i], value->text) == 0) {
			*method = (enum sample_method)i;
			return true;
		}
	return diag_unknown(r->diag, value->mark, "method", value->text, sample_methods, SAMPLE_METHODS);
}

static bool read_sample(struct reader *r, const struct tree *tree, struct sample *out)
{
	bool good = true;

	*out = (struct sample){ .seed = 1 };
	if (tree->kind != TREE_MAPPING)
		return diag_error(r->diag, tree->mark, "sample: expected a mapping with points and over, not %s", tree_kind_name(tree));
	for (uint32_t i = 0; i < tree->n; i++) {
		const struct member *m = &tree->member[i];

		if (strcmp(m->key, "points") == 0)
			good = whole_number(r, m->key, m->value, 1, MOST_SAMPLED, &out->points) && good;
		else if (strcmp(m->key, "seed") == 0)
			good = whole_number(r, m->key, m->value, 0, 0x1p53, &out->seed) && good;
		else if (strcmp(m->key, "method") == 0)
			good = read_method(r, m->value, &out->method) && good;
		else if (strcmp(m->key, "over") == 0)
			out->over = m->value;
		else
			good = diag_unknown(r->diag, m->mark, "key of a sample", m->key, keys, sizeof keys / sizeof *keys);
	}
	if (good && (!out->points || !out->over || out->over->kind != TREE_MAPPING || out->over->n == 0))
		good = diag_error(r->diag, tree->mark, "sample: needs points, and over: a mapping of paths to ranges or lists");
	if (good && out->method == SAMPLE_SOBOL && out->over->n > SAMPLE_SOBOL_DIMENSIONS)
		good = diag_error(r->diag, tree->mark, "sample: sobol takes at most %d paths", SAMPLE_SOBOL_DIMENSIONS);
	return good;
}

/* The value of a key at a share of its range or list. */
static const struct tree *value_at(struct reader *r, const struct member *key, const struct range *range, double share)
{
	uint32_t i = (uint32_t)(share * key->value->n);

	if (key->value->kind == TREE_LIST)
		return key->value->member[i < key->value->n ? i : key->value->n - 1].value;
	return range_tree(r, range, range_between(range, share), key->mark);
}

bool sample_axis(struct reader *r, const struct tree *root, const struct tree *tree, struct axis *axis)
{
	struct sample sample;
	struct range *range;
	double *share;
	bool good = true;

	if (!read_sample(r, tree, &sample))
		return false;
	range = arena_array(r->arena, sample.over->n, sizeof *range);
	for (uint32_t k = 0; k < sample.over->n; k++) {
		const struct member *key = &sample.over->member[k];

		if (key->value->kind == TREE_MAPPING)
			good = range_bounds(r, root, key, &range[k]) && good;
		else if (key->value->kind != TREE_LIST || key->value->n == 0)
			good = diag_error(r->diag, key->mark, "sample: expected {from, to} or a list for '%s'", key->key);
	}
	if (!good)
		return false;
	share = arena_array(r->arena, (size_t)sample.points * sample.over->n, sizeof *share);
	sample_points(sample.method, sample.seed, sample.over->n, (uint32_t)sample.points, share);
	axis->n = (uint32_t)sample.points;
	axis->level = arena_array(r->arena, axis->n, sizeof *axis->level);
	for (uint32_t i = 0; i < axis->n; i++) {
		struct setting_of *set = arena_array(r->arena, sample.over->n, sizeof *set);

		for (uint32_t k = 0; k < sample.over->n; k++) {
			const struct member *key = &sample.over->member[k];

			set[k] = (struct setting_of){ key->key, value_at(r, key, &range[k], share[(size_t)i * sample.over->n + k]), key->mark };
		}
		axis->level[i] = (struct level){ NULL, set, sample.over->n };
	}
	return true;
}
