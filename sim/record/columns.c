/*
 * Writes one table. Chunks go to the file as they are, past the conversion
 * and the cache of HDF5, unless they are to be compressed. The scale has no
 * data: it names the dimension for netCDF readers and costs nothing for each row. The attributes
 * that attach it are written here, once for each table: H5DSattach_scale rewrites a list for every column.
 */
#include "sim/record/columns.h"

#include "sim/base/memory.h"
#include "sim/record/block.h"

#include <stdlib.h>
#include <string.h>

/* Below this a chunk index costs more than compression saves. */
enum { COMPRESS_ROWS = 4096 };

/* Bytes of one kept value. */
static size_t width(const struct column *column)
{
	return column->type == COLUMN_TEXT ? sizeof(char *) : column_width(column->type);
}

void columns_open(struct columns *columns, struct h5 *h5, const char *name, const char *help,
		  const struct column *column)
{
	*columns = (struct columns){ .h5 = h5, .name = name, .column = column, .n = column_count(column) };
	columns->group = h5_group(h5, name, help);
	columns->kept = xcalloc(columns->n + 1, sizeof *columns->kept);
}

/* Properties of a column in chunks of `chunk` rows; contiguous for 0. */
static hid_t column_properties(struct columns *columns, enum column_type type, hsize_t chunk)
{
	struct h5 *h5 = columns->h5;
	hid_t list = h5_id(h5, H5Pcreate(H5P_DATASET_CREATE));

	h5_check(h5, H5Pset_obj_track_times(list, false));
	if (type != COLUMN_TEXT)
		h5_check(h5, H5Pset_fill_time(list, H5D_FILL_TIME_NEVER));
	if (!chunk)
		return list;
	h5_check(h5, H5Pset_chunk(list, 1, &chunk));
	if (h5->compress && type != COLUMN_TEXT) {
		h5_check(h5, H5Pset_shuffle(list));
		h5_check(h5, H5Pset_deflate(list, (unsigned)h5->compress));
	}
	return list;
}

static hid_t create_column(struct columns *columns, uint32_t i, hsize_t rows, hsize_t chunk)
{
	struct h5 *h5 = columns->h5;
	const struct column *column = &columns->column[i];
	hsize_t most = chunk == BLOCK_ROWS ? H5S_UNLIMITED : rows;
	hid_t list = column_properties(columns, column->type, chunk);
	hid_t space = h5_id(h5, H5Screate_simple(1, &rows, &most));
	hid_t dataset = h5_id(h5, H5Dcreate2(columns->group, column->name, h5_type(h5, column->type), space,
					     H5P_DEFAULT, list, H5P_DEFAULT));

	h5_check(h5, H5Sclose(space));
	h5_check(h5, H5Pclose(list));
	return dataset;
}

/* Write `rows` values after those written, through the library: it converts texts and compresses. */
static void write_selected(struct columns *columns, uint32_t i, const void *values, hsize_t rows)
{
	struct h5 *h5 = columns->h5;
	hid_t type = h5_type(h5, columns->column[i].type);
	hsize_t start = columns->written;
	hid_t memory = h5_id(h5, H5Screate_simple(1, &rows, NULL));
	hid_t space = h5_id(h5, H5Dget_space(columns->dataset[i]));

	h5_check(h5, H5Sselect_hyperslab(space, H5S_SELECT_SET, &start, NULL, &rows, NULL));
	h5_check(h5, H5Dwrite(columns->dataset[i], type, memory, space, h5->transfer, values));
	h5_check(h5, H5Sclose(space));
	h5_check(h5, H5Sclose(memory));
}

/* Write the next `rows` of column i, at most a chunk; `values` has room for a whole chunk if they are fewer. */
static void write_chunk(struct columns *columns, uint32_t i, const void *values, hsize_t rows)
{
	struct h5 *h5 = columns->h5;
	const struct column *column = &columns->column[i];
	hsize_t start = columns->written;
	hsize_t end = start + rows;

	h5_check(h5, H5Dset_extent(columns->dataset[i], &end));
	if (h5->compress || column->type == COLUMN_TEXT)
		write_selected(columns, i, values, rows);
	else
		h5_check(h5, H5Dwrite_chunk(columns->dataset[i], H5P_DEFAULT, 0, &start,
					    width(column) * BLOCK_ROWS, values));
}

/* Write 64 Ki rows. */
static void write_chunks(struct columns *columns, const void *const *values)
{
	if (columns->h5->failed)
		return;
	if (!columns->dataset) {
		columns->dataset = xcalloc(columns->n, sizeof *columns->dataset);
		for (uint32_t i = 0; i < columns->n; i++)
			columns->dataset[i] = create_column(columns, i, 0, BLOCK_ROWS);
	}
	for (uint32_t i = 0; i < columns->n; i++)
		write_chunk(columns, i, values[i], BLOCK_ROWS);
	columns->written += BLOCK_ROWS;
}

static void free_texts(struct columns *columns)
{
	for (uint32_t i = 0; i < columns->n; i++) {
		char **text = (char **)(void *)columns->kept[i];

		for (uint32_t k = 0; columns->column[i].type == COLUMN_TEXT && k < columns->rows; k++)
			free(text[k]);
	}
}

/* Keep `rows` values from number `from` on; they fit in a chunk. */
static void keep(struct columns *columns, const void *const *values, uint32_t from, uint32_t rows)
{
	uint32_t capacity = columns->capacity ? columns->capacity : 16;

	while (capacity < columns->rows + rows)
		capacity *= 2;
	for (uint32_t i = 0; i < columns->n; i++) {
		size_t size = width(&columns->column[i]);
		const unsigned char *source = (const unsigned char *)values[i] + from * size;

		if (capacity != columns->capacity)
			columns->kept[i] = xrealloc(columns->kept[i], capacity * size);
		memcpy(columns->kept[i] + columns->rows * size, source, rows * size);
		for (uint32_t k = 0; columns->column[i].type == COLUMN_TEXT && k < rows; k++)
			((char **)(void *)columns->kept[i])[columns->rows + k] =
				xstrdup(((const char *const *)values[i])[from + k]);
	}
	columns->capacity = capacity;
	columns->rows += rows;
}

void columns_append(struct columns *columns, const void *const *values, uint32_t rows)
{
	uint32_t from = 0;

	while (from < rows) {
		uint32_t room = BLOCK_ROWS - columns->rows;
		uint32_t n = rows - from < room ? rows - from : room;

		if (n == BLOCK_ROWS && from == 0) {
			write_chunks(columns, values);
		} else {
			keep(columns, values, from, n);
			if (columns->rows == BLOCK_ROWS) {
				write_chunks(columns, (const void *const *)columns->kept);
				free_texts(columns);
				columns->rows = 0;
			}
		}
		from += n;
	}
}

/* The rows left over after chunks: one more, padded with zeros. */
static void write_last_chunk(struct columns *columns)
{
	for (uint32_t i = 0; i < columns->n && columns->rows; i++) {
		size_t size = width(&columns->column[i]);

		columns->kept[i] = xrealloc(columns->kept[i], BLOCK_ROWS * size);
		memset(columns->kept[i] + columns->rows * size, 0, (BLOCK_ROWS - columns->rows) * size);
		write_chunk(columns, i, columns->kept[i], columns->rows);
	}
}

/* A table of less than a chunk: its size is known. */
static void write_whole(struct columns *columns)
{
	struct h5 *h5 = columns->h5;
	hsize_t chunk = h5->compress && columns->rows >= COMPRESS_ROWS ? columns->rows : 0;

	columns->dataset = xcalloc(columns->n + 1, sizeof *columns->dataset);
	for (uint32_t i = 0; i < columns->n; i++) {
		columns->dataset[i] = create_column(columns, i, columns->rows, chunk);
		if (columns->rows)
			h5_check(h5, H5Dwrite(columns->dataset[i], h5_type(h5, columns->column[i].type),
					      H5S_ALL, H5S_ALL, h5->transfer, columns->kept[i]));
	}
}

/*
 * The scale: a dataset of the length of the table without data, which netCDF takes for a
 * dimension without values. Chunked and unlimited if the columns are, as netCDF expects.
 */
static hid_t create_scale(struct columns *columns, const char *name, hsize_t rows, bool chunked)
{
	struct h5 *h5 = columns->h5;
	hid_t list = column_properties(columns, COLUMN_TEXT, chunked ? BLOCK_ROWS : 0);
	hsize_t most = chunked ? H5S_UNLIMITED : rows;
	hid_t space = h5_id(h5, H5Screate_simple(1, &rows, &most));
	hid_t scale = h5_id(h5, H5Dcreate2(h5->file, name, H5T_IEEE_F32LE, space, H5P_DEFAULT, list, H5P_DEFAULT));

	h5_check(h5, H5Sclose(space));
	h5_check(h5, H5Pclose(list));
	return scale;
}

/* A text attribute of fixed length, as the specification of dimension scales has it. */
static void fixed_text_attribute(struct h5 *h5, hid_t object, const char *name, const char *text)
{
	hid_t type = h5_id(h5, H5Tcopy(H5T_C_S1));
	hid_t a;

	h5_check(h5, H5Tset_size(type, strlen(text) + 1));
	a = h5_id(h5, H5Acreate2(object, name, type, h5->scalar, H5P_DEFAULT, H5P_DEFAULT));
	h5_check(h5, H5Awrite(a, type, text));
	h5_check(h5, H5Aclose(a));
	h5_check(h5, H5Tclose(type));
}

/* One row of REFERENCE_LIST: a dataset, and which of its dimensions. */
struct reference_row {
	hobj_ref_t dataset;
	int32_t dimension, padding;
};

/* On the scale: which datasets use it. */
static void list_references(struct columns *columns, hid_t scale)
{
	struct h5 *h5 = columns->h5;
	struct reference_row *row = xcalloc(columns->n + 1, sizeof *row);
	hsize_t n = columns->n;
	hid_t type = h5_id(h5, H5Tcreate(H5T_COMPOUND, sizeof *row));
	hid_t space = h5_id(h5, H5Screate_simple(1, &n, NULL));
	hid_t a;

	h5_check(h5, H5Tinsert(type, "dataset", offsetof(struct reference_row, dataset), H5T_STD_REF_OBJ));
	h5_check(h5, H5Tinsert(type, "dimension", offsetof(struct reference_row, dimension), H5T_STD_I32LE));
	for (uint32_t i = 0; i < columns->n; i++)
		h5_check(h5, H5Rcreate(&row[i].dataset, columns->dataset[i], ".", H5R_OBJECT, -1));
	a = h5_id(h5, H5Acreate2(scale, "REFERENCE_LIST", type, space, H5P_DEFAULT, H5P_DEFAULT));
	h5_check(h5, H5Awrite(a, type, row));
	h5_check(h5, H5Aclose(a));
	h5_check(h5, H5Sclose(space));
	h5_check(h5, H5Tclose(type));
	free(row);
}

/* On each dataset: which scale its dimension is on. */
static void refer_to_scale(struct columns *columns, hid_t scale)
{
	struct h5 *h5 = columns->h5;
	hobj_ref_t reference = 0;
	hvl_t list = { 1, &reference };
	hsize_t one = 1;
	hid_t type = h5_id(h5, H5Tvlen_create(H5T_STD_REF_OBJ));
	hid_t space = h5_id(h5, H5Screate_simple(1, &one, NULL));

	h5_check(h5, H5Rcreate(&reference, scale, ".", H5R_OBJECT, -1));
	for (uint32_t i = 0; i < columns->n; i++) {
		hid_t a = h5_id(h5, H5Acreate2(columns->dataset[i], "DIMENSION_LIST", type, space,
					       H5P_DEFAULT, H5P_DEFAULT));

		h5_check(h5, H5Awrite(a, type, &list));
		h5_check(h5, H5Aclose(a));
	}
	h5_check(h5, H5Sclose(space));
	h5_check(h5, H5Tclose(type));
}

static void attach_scale(struct columns *columns, hsize_t rows, bool chunked)
{
	struct h5 *h5 = columns->h5;
	char *name = text_format("%s_row", columns->name);
	char *help = text_format("row of /%s", columns->name);
	char *mark = text_format("This is a netCDF dimension but not a netCDF variable. %9llu",
				 (unsigned long long)rows);
	struct column described = { .name = name, .type = COLUMN_TEXT, .units = "1", .help = help };
	hid_t scale = create_scale(columns, name, rows, chunked);

	fixed_text_attribute(h5, scale, "CLASS", "DIMENSION_SCALE");
	fixed_text_attribute(h5, scale, "NAME", mark);
	h5_describe(h5, scale, &described);
	list_references(columns, scale);
	refer_to_scale(columns, scale);
	h5_check(h5, H5Dclose(scale));
	free(mark);
	free(help);
	free(name);
}

void columns_close(struct columns *columns)
{
	struct h5 *h5 = columns->h5;
	bool chunked = columns->dataset;

	if (!h5->failed) {
		if (chunked)
			write_last_chunk(columns);
		else
			write_whole(columns);
		for (uint32_t i = 0; i < columns->n; i++)
			h5_describe(h5, columns->dataset[i], &columns->column[i]);
		attach_scale(columns, columns->written + columns->rows, chunked);
	}
	for (uint32_t i = 0; columns->dataset && i < columns->n; i++)
		h5_check(h5, H5Dclose(columns->dataset[i]));
	h5_check(h5, H5Gclose(columns->group));
	free_texts(columns);
	for (uint32_t i = 0; i < columns->n; i++)
		free(columns->kept[i]);
	free(columns->kept);
	free(columns->dataset);
	*columns = (struct columns){ 0 };
}
