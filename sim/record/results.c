/*
 * Reads results files back: whole tables, with the words of categories in
 * place of their numbers. Follows what is in the file, not the layout of
 * this version, so that tables of models no longer there can be read too.
 */
#include "sim/record/record.h"

#include "sim/base/memory.h"
#include "sim/record/h5.h"
#include "sim/record/layout.h"
#include "sim/record/target.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const struct mark nowhere;

/* A table that was read, in a list. */
struct loaded {
	struct results_table table;
	struct loaded *next;
};

struct results {
	hid_t file;
	struct arena *arena;
	const char **tables;
	uint32_t n_tables;
	struct loaded *loaded;
};

/* ---- opening ---- */

static bool is_group(hid_t above, const char *name)
{
	H5O_info_t info;

	return H5Oget_info_by_name2(above, name, &info, H5O_INFO_BASIC, H5P_DEFAULT) >= 0 && info.type == H5O_TYPE_GROUP;
}

static herr_t add_table(hid_t root, const char *name, const H5L_info_t *link, void *data)
{
	struct results *results = data;

	(void)link;
	if (is_group(root, name))
		results->tables[results->n_tables++] = arena_strdup(results->arena, name);
	return 0;
}

/* Tables below /run go by their path. */
static herr_t add_run_table(hid_t group, const char *name, const H5L_info_t *link, void *data)
{
	struct results *results = data;

	(void)link;
	if (is_group(group, name))
		results->tables[results->n_tables++] = arena_format(results->arena, "run/%s", name);
	return 0;
}

static herr_t iterate(hid_t group, H5L_iterate_t visit, void *data)
{
	/* A file copied by another tool may have lost the order of creation. */
	if (H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, NULL, visit, data) >= 0)
		return 0;
	return H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, visit, data);
}

static hsize_t count_links(hid_t group)
{
	H5G_info_t info;

	return H5Gget_info(group, &info) < 0 ? 0 : info.nlinks;
}

static bool refuse(const char *path, enum h5_kind kind, int version, struct diag *diag)
{
	switch (kind) {
	case H5_NOT_HDF5:
		return diag_error(diag, nowhere, "'%s' is not a results file of fogline: it is not HDF5, or damaged", path);
	case H5_NEWER:
		return diag_error(diag, nowhere, "'%s' was written by a newer fogline: its format is %d, at most %d is known",
				  path, version, RESULTS_VERSION);
	case H5_OTHER:
	case H5_RESULTS:
		break;
	}
	return diag_error(diag, nowhere, "'%s' is an HDF5 file, but not a results file of fogline", path);
}

struct results *results_open(const char *path, struct diag *diag)
{
	struct results *results;
	struct stat status;
	char reason[128];
	enum h5_kind kind;
	int version = 0;
	hid_t file, run;

	if (stat(path, &status) < 0) {
		diag_error(diag, nowhere, "cannot read '%s': %s", path,
			   errno == ENOENT ? "there is no such file" : target_reason(errno, reason));
		return NULL;
	}
	if (S_ISDIR(status.st_mode)) {
		diag_error(diag, nowhere, "'%s' is a folder, not a results file", path);
		return NULL;
	}
	file = h5_open_results(path, &kind, &version);
	if (file < 0) {
		refuse(path, kind, version, diag);
		return NULL;
	}
	results = xcalloc(1, sizeof *results);
	results->file = file;
	results->arena = arena_new();
	run = H5Lexists(file, "run", H5P_DEFAULT) > 0 && is_group(file, "run") ? H5Gopen2(file, "run", H5P_DEFAULT) : -1;
	results->tables = arena_array(results->arena, count_links(file) + (run < 0 ? 0 : count_links(run)) + 1, sizeof *results->tables);
	iterate(file, add_table, results);
	if (run >= 0) {
		iterate(run, add_run_table, results);
		H5Gclose(run);
	}
	return results;
}

void results_close(struct results *results)
{
	if (!results)
		return;
	H5Fclose(results->file);
	arena_free(results->arena);
	free(results);
}

const char *const *results_tables(struct results *results)
{
	return results->tables;
}

bool results_has_table(struct results *results, const char *name)
{
	for (uint32_t i = 0; i < results->n_tables; i++)
		if (strcmp(results->tables[i], name) == 0)
			return true;
	return false;
}

/* ---- columns ---- */

/* How many values a dataset has: those of a list, 1 for a single one; -1 for other shapes. */
static int64_t count_values(hid_t dataset)
{
	hid_t space = H5Dget_space(dataset);
	hsize_t n = 1;
	int rank = H5Sget_simple_extent_ndims(space);

	if (rank == 1)
		H5Sget_simple_extent_dims(space, &n, NULL);
	H5Sclose(space);
	return rank == 0 || rank == 1 ? (int64_t)n : -1;
}

static const char *text_attribute(struct results *results, hid_t object, const char *name)
{
	char *text = H5Aexists(object, name) > 0 ? h5_read_text_attribute(object, name) : NULL;
	const char *kept = text ? arena_strdup(results->arena, text) : NULL;

	free(text);
	return kept;
}

/* The words of flag_meanings; NULL if it has none. */
static const char **split_words(struct results *results, hid_t dataset, bool unit, uint32_t *n)
{
	char *text = H5Aexists(dataset, "flag_meanings") > 0 ? h5_read_text_attribute(dataset, "flag_meanings") : NULL;
	const char **words;

	*n = 0;
	if (!text)
		return NULL;
	words = arena_array(results->arena, strlen(text) / 2 + 1, sizeof *words);
	for (const char *word = text; *word; word += *word == ' ') {
		size_t length = strcspn(word, " ");
		char *kept = arena_strndup(results->arena, word, length);

		for (char *c = kept; unit && *c; c++)
			*c = *c == '.' ? ' ' : *c;
		words[(*n)++] = kept;
		word += length;
	}
	free(text);
	return words;
}

static bool read_words(struct results *results, hid_t dataset, size_t rows, struct results_column *column)
{
	const char **word = arena_array(results->arena, rows + 1, sizeof *word);
	char **text = xcalloc(rows + 1, sizeof *text);
	hid_t type = H5Dget_type(dataset);
	hid_t space = H5Dget_space(dataset);
	bool ok = H5Tis_variable_str(type) > 0
		&& (!rows || H5Dread(dataset, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, text) >= 0);

	for (size_t i = 0; ok && i < rows; i++)
		word[i] = text[i] ? arena_strdup(results->arena, text[i]) : "";
	if (ok && rows)
		H5Dvlen_reclaim(type, space, H5P_DEFAULT, text);
	H5Sclose(space);
	H5Tclose(type);
	free(text);
	column->kind = RESULTS_WORD;
	column->word = word;
	return ok;
}

static bool read_integers(struct results *results, hid_t dataset, size_t rows, struct results_column *column)
{
	int64_t *integer = arena_array(results->arena, rows + 1, sizeof *integer);
	const char **word;
	const char **words;
	uint32_t n;

	if (rows && H5Dread(dataset, H5T_NATIVE_INT64, H5S_ALL, H5S_ALL, H5P_DEFAULT, integer) < 0)
		return false;
	column->kind = RESULTS_INTEGER;
	column->integer = integer;
	words = split_words(results, dataset, strcmp(column->name, "unit") == 0, &n);
	if (!words)
		return true;
	word = arena_array(results->arena, rows + 1, sizeof *word);
	for (size_t i = 0; i < rows; i++)
		word[i] = integer[i] >= 0 && integer[i] < n ? words[integer[i]]
			: arena_format(results->arena, "%" PRId64, integer[i]);
	column->kind = RESULTS_WORD;
	column->integer = NULL;
	column->word = word;
	return true;
}

static bool read_reals(struct results *results, hid_t dataset, size_t rows, struct results_column *column)
{
	double *real = arena_array(results->arena, rows + 1, sizeof *real);

	column->kind = RESULTS_REAL;
	column->real = real;
	return !rows || H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, real) >= 0;
}

static bool read_column(struct results *results, hid_t dataset, size_t rows, struct results_column *column)
{
	hid_t type = H5Dget_type(dataset);
	H5T_class_t class = H5Tget_class(type);

	H5Tclose(type);
	column->units = text_attribute(results, dataset, "units");
	column->help = text_attribute(results, dataset, "long_name");
	column->units = column->units ? column->units : "1";
	column->help = column->help ? column->help : column->name;
	if (class == H5T_STRING)
		return read_words(results, dataset, rows, column);
	if (class == H5T_INTEGER)
		return read_integers(results, dataset, rows, column);
	return class == H5T_FLOAT && read_reals(results, dataset, rows, column);
}

/* ---- tables ---- */

/* The scale of the rows of a table NAME beside it, NAME_row. */
static bool is_row_count(hid_t group, const char *name)
{
	size_t length = strlen(name);
	char table[64];

	if (length < 5 || length >= sizeof table || strcmp(name + length - 4, "_row") != 0)
		return false;
	snprintf(table, sizeof table, "%.*s", (int)length - 4, name);
	return H5Lexists(group, table, H5P_DEFAULT) > 0 && is_group(group, table);
}

struct filling {
	struct results *results;
	struct results_table *table;
	struct results_column *column;
};

static herr_t add_column(hid_t group, const char *name, const H5L_info_t *link, void *data)
{
	struct filling *filling = data;
	struct results_table *table = filling->table;
	struct results_column *column = &filling->column[table->n_columns];
	hid_t dataset;
	int64_t rows;
	bool ok;

	(void)link;
	/* A table within /run, or what counts its rows. */
	if (is_group(group, name) || is_row_count(group, name))
		return 0;
	dataset = H5Dopen2(group, name, H5P_DEFAULT);
	rows = dataset < 0 ? -1 : count_values(dataset);
	if (table->n_columns == 0 && rows >= 0)
		table->rows = (uint64_t)rows;
	column->name = arena_strdup(filling->results->arena, name);
	ok = rows >= 0 && (uint64_t)rows == table->rows
		&& read_column(filling->results, dataset, (size_t)rows, column);
	table->n_columns++;
	if (dataset >= 0)
		H5Dclose(dataset);
	return ok ? 0 : -1;
}

static bool load(struct results *results, const char *name, struct results_table *table)
{
	hid_t group = H5Gopen2(results->file, name, H5P_DEFAULT);
	hsize_t n = group < 0 ? 1 : count_links(group);
	struct filling filling = { .results = results, .table = table };
	bool ok;

	filling.column = arena_array(results->arena, n + 1, sizeof *filling.column);
	table->name = arena_strdup(results->arena, name);
	table->column = filling.column;
	if (group < 0)
		return add_column(results->file, name, NULL, &filling) == 0;
	if (H5Literate(group, H5_INDEX_CRT_ORDER, H5_ITER_INC, NULL, add_column, &filling) >= 0) {
		ok = true;
	} else {
		table->n_columns = 0;
		ok = H5Literate(group, H5_INDEX_NAME, H5_ITER_INC, NULL, add_column, &filling) >= 0;
	}
	H5Gclose(group);
	return ok;
}

const struct results_table *results_table(struct results *results, const char *name, struct diag *diag)
{
	struct loaded *loaded = results->loaded;

	while (loaded && strcmp(loaded->table.name, name) != 0)
		loaded = loaded->next;
	if (loaded)
		return &loaded->table;
	if (!results_has_table(results, name) && (strchr(name, '/') || !*name || H5Lexists(results->file, name, H5P_DEFAULT) <= 0)) {
		diag_unknown(diag, nowhere, "table", name, results->tables, results->n_tables);
		return NULL;
	}
	loaded = arena_alloc(results->arena, sizeof *loaded);
	if (!load(results, name, &loaded->table)) {
		diag_error(diag, nowhere, "table '%s' is damaged: its columns cannot be read, or differ in length", name);
		return NULL;
	}
	loaded->next = results->loaded;
	results->loaded = loaded;
	return &loaded->table;
}

const struct results_column *results_column(const struct results_table *table, const char *name)
{
	for (uint32_t i = 0; i < table->n_columns; i++)
		if (strcmp(table->column[i].name, name) == 0)
			return &table->column[i];
	return NULL;
}

const struct results_column *results_column_of(const struct results_table *table, const char *name, int kind)
{
	const struct results_column *column = table ? results_column(table, name) : NULL;

	return column && (int)column->kind == kind ? column : NULL;
}

/* ---- single values ---- */

/* The attribute of `object` as text. */
static const char *attribute_text(struct results *results, hid_t object, const char *name)
{
	hid_t a = H5Aopen(object, name, H5P_DEFAULT);
	hid_t type = a < 0 ? -1 : H5Aget_type(a);
	H5T_class_t class = type < 0 ? H5T_NO_CLASS : H5Tget_class(type);
	const char *text = NULL;
	uint64_t integer;
	double real;

	if (class == H5T_STRING)
		text = text_attribute(results, object, name);
	else if (class == H5T_INTEGER && H5Aread(a, H5T_NATIVE_UINT64, &integer) >= 0)
		text = arena_format(results->arena, "%" PRIu64, integer);
	else if (class == H5T_FLOAT && H5Aread(a, H5T_NATIVE_DOUBLE, &real) >= 0)
		text = arena_format(results->arena, "%.9g", real);
	if (type >= 0)
		H5Tclose(type);
	if (a >= 0)
		H5Aclose(a);
	return text;
}

const char *results_attribute(struct results *results, const char *name)
{
	const char *slash = strchr(name, '/');
	struct results_column column = { .name = name };
	const char *text = NULL;
	hid_t object;

	if (!slash && H5Aexists(results->file, name) > 0)
		return attribute_text(results, results->file, name);
	if (slash) {
		object = H5Oopen(results->file, arena_strndup(results->arena, name, (size_t)(slash - name)), H5P_DEFAULT);
		if (object >= 0 && H5Aexists(object, slash + 1) > 0)
			text = attribute_text(results, object, slash + 1);
	} else {
		object = H5Dopen2(results->file, name, H5P_DEFAULT);
		if (object >= 0 && count_values(object) == 1 && read_words(results, object, 1, &column))
			text = column.word[0];
	}
	if (object >= 0)
		H5Oclose(object);
	return text;
}

enum record_interval results_interval(struct results *results)
{
	const char *text = results_attribute(results, "summary/interval");

	for (int i = 0; text && interval_words[i]; i++)
		if (strcmp(text, interval_words[i]) == 0)
			return (enum record_interval)i;
	return INTERVAL_REPLICATIONS;
}
