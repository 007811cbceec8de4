/* What the models may write, for the reference: the tables of a world without entities, but with everything recorded. */
#include "models/measure.h"
#include "models/measure_tables.h"

const struct table *model_all_tables(struct arena *arena, uint32_t *n)
{
	struct scenario_config *config = arena_alloc(arena, sizeof *config);
	struct world *w = arena_alloc(arena, sizeof *w);

	w->arena = arena;
	w->config = config;
	w->places_on_plane = w->places_on_earth = true;
	return measure_tables_list(measure_tables_new(w), n);
}

const struct measures *model_all_measures(void)
{
	return measurement_all();
}
