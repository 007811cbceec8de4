/* What filling needs of the tables, made when it is first asked for: texts in them as trees, and whatever else is remembered. */
#include "sim/scenario/fill_once.h"

#include "sim/base/text.h"

#include <string.h>

static struct remembered *recall_in(struct memory *memory, const void *of)
{
	uint32_t mask = memory->size - 1;
	uint32_t i;

	if (memory->n * 2 >= memory->size) {
		struct remembered *old = memory->entry;
		uint32_t n = memory->size;

		memory->size = n ? 2 * n : 256;
		memory->entry = arena_array(memory->arena, memory->size, sizeof *memory->entry);
		memory->n = 0;
		for (uint32_t k = 0; k < n; k++)
			if (old[k].of)
				recall_in(memory, old[k].of)->made = old[k].made;
		mask = memory->size - 1;
	}
	/* Addresses decide where a thing is kept, never what comes out. */
	for (i = (uint32_t)((uintptr_t)of >> 4) * 2654435761u & mask; memory->entry[i].of && memory->entry[i].of != of;)
		i = (i + 1) & mask;
	if (!memory->entry[i].of) {
		memory->entry[i].of = of;
		memory->n++;
	}
	return &memory->entry[i];
}

struct remembered *fill_recall(struct reader *r, const void *of)
{
	if (!r->memory) {
		r->memory = arena_alloc(r->arena, sizeof *r->memory);
		r->memory->arena = r->arena;
	}
	return recall_in(r->memory, of);
}

const struct tree *fill_fallback(struct reader *r, const struct param *row)
{
	struct remembered *m;

	if (!row->fallback)
		return NULL;
	m = fill_recall(r, &row->fallback);
	if (!m->made) {
		struct tree_source source = { "default", true };
		const struct tree *tree = tree_parse(r->memory->arena, source, row->fallback, strlen(row->fallback), r->diag);

		fill_recall(r, &row->fallback)->made = tree;
		return tree;
	}
	return m->made;
}

const struct tree *fill_preset(struct reader *r, const struct preset *preset)
{
	if (!fill_recall(r, preset)->made) {
		struct tree_source source = { arena_format(r->memory->arena, "catalogue %s", preset->name), true };
		const struct tree *tree = tree_parse(r->memory->arena, source, preset->yaml, strlen(preset->yaml), r->diag);

		fill_recall(r, preset)->made = tree;
		return tree;
	}
	return fill_recall(r, preset)->made;
}
