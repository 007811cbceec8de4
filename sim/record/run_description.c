/* The description in a file of a run, written and read: numbers of 8 bytes, and texts with their lengths before them. */
#include "sim/record/run_description.h"

#include "sim/base/memory.h"
#include "sim/record/run_file.h"

#include <string.h>

static void put_number(struct text *out, uint64_t number)
{
	text_append(out, (const char *)&number, sizeof number);
}

static void put_text(struct text *out, const char *text)
{
	text = text ? text : "";
	put_number(out, strlen(text));
	text_append(out, text, strlen(text) + 1);
}

static void put_words(struct text *out, const char *const *words)
{
	uint64_t n = 0;

	while (words && words[n])
		n++;
	put_number(out, n);
	for (uint64_t i = 0; i < n; i++)
		put_text(out, words[i]);
}

static void put_table(struct text *out, const struct table *table)
{
	put_text(out, table->name);
	put_text(out, table->help);
	put_number(out, table->once);
	put_number(out, column_count(table->columns));
	for (const struct column *c = table->columns; c->name; c++) {
		put_text(out, c->name);
		put_number(out, c->type);
		put_text(out, c->units);
		put_text(out, c->help);
		put_words(out, c->words);
	}
}

void run_describe(struct text *out, const struct record_layout *layout, const char *warnings)
{
	const struct measures *m = layout->measures;

	put_text(out, warnings);
	put_number(out, m->n_measures);
	for (uint32_t i = 0; i < m->n_measures; i++) {
		put_text(out, m->measure[i].name);
		put_text(out, m->measure[i].units);
		put_text(out, m->measure[i].help);
		put_number(out, m->measure[i].scopes);
	}
	put_number(out, m->n_scopes);
	for (uint32_t i = 0; i < m->n_scopes; i++)
		put_text(out, m->scope[i]);
	put_number(out, layout->n_tables - TABLE_MODELS);
	for (uint32_t i = TABLE_MODELS; i < layout->n_tables; i++)
		put_table(out, layout->table[i]);
	while (out->length % 8)
		text_append(out, "", 1);
}

/* What is left of a description to read; `bad` once it ran out. */
struct reading { const char *at, *end; struct arena *arena; bool bad; };

static uint64_t get_number(struct reading *r)
{
	uint64_t number = 0;

	if ((size_t)(r->end - r->at) < sizeof number) {
		r->bad = true;
		return 0;
	}
	memcpy(&number, r->at, sizeof number);
	r->at += sizeof number;
	return number;
}

/* How many things follow; each takes at least 8 bytes. */
static uint32_t get_count(struct reading *r)
{
	uint64_t n = get_number(r);

	if (n > (uint64_t)(r->end - r->at) / 8) {
		r->bad = true;
		return 0;
	}
	return (uint32_t)n;
}

static const char *get_text(struct reading *r)
{
	uint64_t length = get_number(r);
	const char *text = r->at;

	if (r->bad || length >= (uint64_t)(r->end - r->at) || text[length] != '\0') {
		r->bad = true;
		return "";
	}
	r->at += length + 1;
	return text;
}

static const char *const *get_words(struct reading *r)
{
	uint32_t n = get_count(r);
	const char **words = arena_array(r->arena, (size_t)n + 1, sizeof *words);

	for (uint32_t i = 0; i < n; i++)
		words[i] = get_text(r);
	return n ? words : NULL;
}

static const struct table *get_table(struct reading *r)
{
	struct table *table = arena_alloc(r->arena, sizeof *table);
	struct column *columns;
	uint32_t n;

	table->name = get_text(r);
	table->help = get_text(r);
	table->once = get_number(r);
	n = get_count(r);
	columns = arena_array(r->arena, (size_t)n + 1, sizeof *columns);
	for (uint32_t i = 0; i < n && !r->bad; i++) {
		columns[i].name = get_text(r);
		columns[i].type = (enum column_type)get_number(r);
		columns[i].units = get_text(r);
		columns[i].help = get_text(r);
		columns[i].words = get_words(r);
		r->bad |= (unsigned)columns[i].type > COLUMN_TEXT;
	}
	table->columns = columns;
	return table;
}

static const struct measures *get_measures(struct reading *r)
{
	struct measures *m = arena_alloc(r->arena, sizeof *m);
	struct measure *measure;
	const char **scope;

	m->n_measures = get_count(r);
	measure = arena_array(r->arena, m->n_measures, sizeof *measure);
	for (uint32_t i = 0; i < m->n_measures; i++) {
		measure[i].name = get_text(r);
		measure[i].units = get_text(r);
		measure[i].help = get_text(r);
		measure[i].scopes = (unsigned)get_number(r);
	}
	m->measure = measure;
	m->n_scopes = get_count(r);
	scope = arena_array(r->arena, (size_t)m->n_scopes + 1, sizeof *scope);
	for (uint32_t i = 0; i < m->n_scopes; i++)
		scope[i] = get_text(r);
	m->scope = scope;
	return m;
}

bool run_file_layout(struct run_file *file)
{
	struct reading r = { .at = file->description, .end = file->description + file->length, .arena = file->arena };
	const struct table **tables;
	uint32_t n;

	file->warnings = get_text(&r);
	file->layout.measures = get_measures(&r);
	n = get_count(&r);
	tables = arena_array(file->arena, (size_t)TABLE_MODELS + n, sizeof *tables);
	tables[TABLE_RUN] = &run_table;
	tables[TABLE_MEASURES] = &measure_table;
	tables[TABLE_BATCHES] = &batch_table;
	tables[TABLE_BINS] = &bin_table;
	for (uint32_t i = 0; i < n; i++)
		tables[TABLE_MODELS + i] = get_table(&r);
	file->layout.table = tables;
	file->layout.n_tables = TABLE_MODELS + n;
	return !r.bad;
}
