/* What all runs of a sweep have, together. */
#include "sim/record/layout_union.h"

#include "sim/base/memory.h"
#include "sim/record/layout.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void union_init(struct layout_union *u)
{
	*u = (struct layout_union){ .arena = arena_new() };
}

void union_fini(struct layout_union *u)
{
	for (uint32_t i = 0; i < u->n_parts; i++)
		run_file_close(u->part[i]->file);
	for (uint32_t i = 0; i < u->n_tables; i++)
		free(u->table[i].column);
	free(u->table);
	free(u->part);
	free(u->measure);
	free(u->scope);
	arena_free(u->arena);
}

/* ---- names ---- */

static uint16_t measure_number(struct layout_union *u, const struct measure *measure)
{
	uint32_t i = 0;

	while (i < u->n_measures && strcmp(u->measure[i].name, measure->name) != 0)
		i++;
	if (i == u->n_measures) {
		u->measure = xrealloc(u->measure, ++u->n_measures * sizeof *u->measure);
		u->measure[i] = *measure;
	}
	return (uint16_t)i;
}

/* The number of a word in a list that grows. */
static uint16_t word_number(const char ***words, uint32_t *n, const char *word)
{
	uint32_t i = 0;

	while (i < *n && strcmp((*words)[i], word) != 0)
		i++;
	if (i == *n) {
		*words = xrealloc(*words, ((size_t)*n + 2) * sizeof **words);
		(*words)[i] = word;
		(*words)[++*n] = NULL;
	}
	return (uint16_t)i;
}

/* ---- tables ---- */

static uint32_t find_table(struct layout_union *u, const struct table *table)
{
	struct union_table *made;
	uint32_t i = 0;

	while (i < u->n_tables && strcmp(u->table[i].name, table->name) != 0)
		i++;
	if (i < u->n_tables)
		return i;
	u->table = xrealloc(u->table, ++u->n_tables * sizeof *u->table);
	made = &u->table[i];
	*made = (struct union_table){ .name = table->name, .help = table->help, .once = table->once, .leading = table->once ? 1 : 2 };
	made->column = xcalloc(3, sizeof *made->column);
	made->column[0] = record_point;
	if (!table->once)
		made->column[1] = record_replication;
	made->n = made->leading;
	return i;
}

/* Where the column is in the table of all; it is added if it is new. */
static uint32_t find_column(struct union_table *table, const struct column *column)
{
	uint32_t i = table->leading;

	while (i < table->n && strcmp(table->column[i].name, column->name) != 0)
		i++;
	if (i < table->n)
		return i;
	table->column = xrealloc(table->column, ((size_t)++table->n + 1) * sizeof *table->column);
	table->column[i] = *column;
	table->column[i].words = NULL;
	table->column[table->n] = (struct column){ 0 };
	return i;
}

/* The words of all for those of a column of one run. */
static uint16_t *map_words(struct layout_union *u, struct column *whole, const struct column *column)
{
	const char **words = NULL, **kept;
	uint32_t n = 0, own = 0;
	uint16_t *map;

	while (column->words && column->words[own])
		own++;
	for (uint32_t i = 0; whole->words && whole->words[i]; i++)
		word_number(&words, &n, whole->words[i]);
	map = arena_array(u->arena, own, sizeof *map);
	for (uint32_t i = 0; i < own; i++)
		map[i] = word_number(&words, &n, column->words[i]);
	kept = arena_array(u->arena, (size_t)n + 1, sizeof *kept);
	if (n)
		memcpy(kept, words, n * sizeof *kept);
	whole->words = kept;
	free(words);
	return map;
}

static bool map_table(struct layout_union *u, struct union_part *part, uint32_t i)
{
	const struct table *table = part->file->layout.table[TABLE_MODELS + i];
	uint32_t n = column_count(table->columns);
	struct union_table *whole;

	part->table[i] = find_table(u, table);
	whole = &u->table[part->table[i]];
	part->column[i] = arena_array(u->arena, n, sizeof **part->column);
	part->word[i] = arena_array(u->arena, n, sizeof **part->word);
	for (uint32_t k = 0; k < n; k++) {
		const struct column *column = &table->columns[k];
		uint32_t at = find_column(whole, column);

		if (whole->column[at].type != column->type || whole->once != table->once)
			return false;
		part->column[i][k] = at;
		if (column->type == COLUMN_CATEGORY)
			part->word[i][k] = map_words(u, &whole->column[at], column);
	}
	return true;
}

/* ---- parts ---- */

static bool map_part(struct layout_union *u, struct union_part *part)
{
	const struct record_layout *layout = &part->file->layout;
	const struct measures *m = layout->measures;
	uint32_t n = layout->n_tables - TABLE_MODELS;
	bool good = true;

	part->measure = arena_array(u->arena, m->n_measures, sizeof *part->measure);
	for (uint32_t i = 0; i < m->n_measures; i++)
		part->measure[i] = measure_number(u, &m->measure[i]);
	part->scope = arena_array(u->arena, m->n_scopes, sizeof *part->scope);
	for (uint32_t i = 0; i < m->n_scopes; i++)
		part->scope[i] = word_number(&u->scope, &u->n_scopes, m->scope[i]);
	part->table = arena_array(u->arena, n, sizeof *part->table);
	part->column = arena_array(u->arena, n, sizeof *part->column);
	part->word = arena_array(u->arena, n, sizeof *part->word);
	for (uint32_t i = 0; i < n; i++)
		good = map_table(u, part, i) && good;
	return good;
}

static bool is_of(const struct union_part *part, const struct run_file *file)
{
	return part->length == file->length && memcmp(part->description, file->description, file->length) == 0;
}

struct union_part *union_part(struct layout_union *u, struct run_file *file, const char **reason)
{
	struct union_part *part;

	for (uint32_t i = u->n_parts; i-- > 0;)
		if (is_of(u->part[i], file))
			return u->part[i];
	if (!run_file_layout(file)) {
		*reason = "its description is damaged";
		return NULL;
	}
	part = arena_alloc(u->arena, sizeof *part);
	part->file = file;
	part->description = file->description;
	part->length = file->length;
	u->part = xrealloc(u->part, (u->n_parts + 1) * sizeof *u->part);
	u->part[u->n_parts++] = part;
	close(file->fd);
	file->fd = -1;
	if (map_part(u, part))
		return part;
	*reason = "a column of one of its tables is of another type than in other runs";
	return NULL;
}

void union_settle(struct layout_union *u)
{
	u->measures = (struct measures){
		.measure = u->measure, .n_measures = u->n_measures, .scope = u->scope, .n_scopes = u->n_scopes,
	};
}
