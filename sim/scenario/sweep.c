/* The axes of `sweep:` are checked wherever a scenario is read, so that a mistake in them is found early. */
#include "sim/scenario/axis.h"

#include "sim/base/text.h"

#include <string.h>

/* Whether the path of an axis names a key, and the key takes each of its values. */
static void check_values(struct reader *r, const struct tree *root, const struct member *axis)
{
	for (uint32_t i = 0; i < axis->value->n; i++)
		override_check(r, root, axis->key, axis->value->member[i].value, axis->mark);
}

static void check_range(struct reader *r, const struct tree *root, const struct member *axis)
{
	static const char *const keys[] = { "from", "to", "step", "count", "scale" };
	const struct tree *range = axis->value;

	for (uint32_t i = 0; i < range->n; i++) {
		bool known = false;

		for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
			known = known || strcmp(range->member[i].key, keys[k]) == 0;
		if (!known)
			diag_unknown(r->diag, range->member[i].mark, "key of a range", range->member[i].key, keys, sizeof keys / sizeof *keys);
		else if (strcmp(range->member[i].key, "from") == 0 || strcmp(range->member[i].key, "to") == 0)
			override_check(r, root, axis->key, range->member[i].value, axis->mark);
	}
	if (!tree_value(range, "from") || !tree_value(range, "to") || (!tree_value(range, "step") && !tree_value(range, "count")))
		diag_error(r->diag, axis->mark, "a range needs from, to, and step or count");
}

static void check_zip(struct reader *r, const struct tree *root, const struct tree *zip)
{
	uint32_t n = 0;

	if (zip->kind != TREE_MAPPING || zip->n == 0) {
		diag_error(r->diag, zip->mark, "zip: expected a mapping of paths to lists");
		return;
	}
	for (uint32_t i = 0; i < zip->n; i++) {
		const struct member *m = &zip->member[i];

		if (m->value->kind == TREE_LIST)
			check_values(r, root, m);
		if (m->value->kind != TREE_LIST || m->value->n == 0)
			diag_error(r->diag, m->mark, "zip: expected a list for '%s'", m->key);
		else if (n && m->value->n != n)
			diag_error(r->diag, m->mark, "zip: '%s' has %u values, the first has %u", m->key, m->value->n, n);
		else
			n = m->value->n;
	}
}

static void check_variants(struct reader *r, const struct tree *root, const struct tree *variants)
{
	if (variants->kind != TREE_MAPPING || variants->n == 0) {
		diag_error(r->diag, variants->mark, "variants: expected a mapping of names to overrides");
		return;
	}
	for (uint32_t i = 0; i < variants->n; i++) {
		const struct member *variant = &variants->member[i];

		if (variant->value->kind != TREE_MAPPING) {
			diag_error(r->diag, variant->mark, "variants: expected a mapping of paths to values for '%s'", variant->key);
			continue;
		}
		for (uint32_t k = 0; k < variant->value->n; k++)
			override_check(r, root, variant->value->member[k].key, variant->value->member[k].value, variant->value->member[k].mark);
	}
}

/* Its numbers lie between ends that were found good; of its lists each value is looked at. */
static void check_sample(struct reader *r, const struct tree *root, const struct tree *sample)
{
	const struct tree *over = tree_value(sample, "over");
	struct axis axis;

	if (!sample_axis(r, root, sample, &axis))
		return;
	for (uint32_t i = 0; i < over->n; i++)
		if (over->member[i].value->kind == TREE_LIST)
			check_values(r, root, &over->member[i]);
}

static void check_axis(struct reader *r, const struct tree *root, const struct member *axis)
{
	const struct tree *value = axis->value;
	const struct tree *zip = tree_value(value, "zip"), *variants = tree_value(value, "variants"), *sample = tree_value(value, "sample");

	if (value->kind == TREE_MAPPING && value->n == 1 && zip) {
		check_zip(r, root, zip);
	} else if (value->kind == TREE_MAPPING && value->n == 1 && variants) {
		check_variants(r, root, variants);
	} else if (value->kind == TREE_MAPPING && value->n == 1 && sample) {
		check_sample(r, root, sample);
	} else if (value->kind == TREE_MAPPING) {
		check_range(r, root, axis);
	} else if (value->kind == TREE_LIST && value->n) {
		check_values(r, root, axis);
	} else {
		diag_error(r->diag, axis->mark, "sweep: expected a list, a range, zip or variants for '%s'", axis->key);
	}
}

void sweep_check(struct reader *r, const struct tree *root, const struct tree *sweep)
{
	if (sweep->kind != TREE_MAPPING) {
		diag_error(r->diag, sweep->mark, "sweep: expected a mapping of axes, not %s", tree_kind_name(sweep));
		return;
	}
	for (uint32_t i = 0; i < sweep->n; i++)
		check_axis(r, root, &sweep->member[i]);
}
