/*
 * What the rest of the room asks of HDF5. Links and attributes stay in the
 * object headers (no dense storage), no object carries a time and
 * files are bounded to the format of HDF5 1.8: same rows, same bytes, and old readers can follow.
 */
#include "sim/record/h5.h"

#include "sim/base/memory.h"
#include "sim/record/target.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "chunks are written as they lie in memory");

enum { LINKS_IN_HEADER = 1024, ATTRIBUTES_IN_HEADER = 64, CONVERSION_BYTES = 16384 };

hid_t h5_type(const struct h5 *h5, enum column_type type)
{
	switch (type) {
	case COLUMN_U8:
		return H5T_STD_U8LE;
	case COLUMN_U16:
	case COLUMN_CATEGORY:
		return H5T_STD_U16LE;
	case COLUMN_U32:
		return H5T_STD_U32LE;
	case COLUMN_U64:
		return H5T_STD_U64LE;
	case COLUMN_I64:
		return H5T_STD_I64LE;
	case COLUMN_REAL:
	case COLUMN_TIME:
		return H5T_IEEE_F64LE;
	case COLUMN_TEXT:
		return h5->word;
	}
	return -1;
}

/* HDF5 keeps no error code of the system, but its drivers write "errno = 28" in their messages. */
static herr_t find_reason(unsigned n, const H5E_error2_t *error, void *data)
{
	struct h5 *h5 = data;
	const char *code = error->desc ? strstr(error->desc, "errno = ") : NULL;

	(void)n;
	if (!h5->what[0] && error->desc) {
		strncpy(h5->what, error->desc, sizeof h5->what - 1);
		h5->what[0] = (char)tolower((unsigned char)h5->what[0]);
	}
	if (code && !h5->code)
		h5->code = atoi(code + strlen("errno = "));
	return 0;
}

void h5_check(struct h5 *h5, long long status)
{
	if (status >= 0 || h5->failed)
		return;
	h5->failed = true;
	H5Ewalk2(H5E_DEFAULT, H5E_WALK_UPWARD, find_reason, h5);
}

hid_t h5_id(struct h5 *h5, hid_t id)
{
	h5_check(h5, id);
	return id;
}

const char *h5_reason(struct h5 *h5)
{
	if (h5->code)
		return target_reason(h5->code, h5->what);
	return h5->what[0] ? h5->what : "HDF5 gave no reason";
}

static hid_t group_properties(struct h5 *h5, hid_t class)
{
	hid_t list = h5_id(h5, H5Pcreate(class));

	h5_check(h5, H5Pset_link_creation_order(list, H5P_CRT_ORDER_TRACKED | H5P_CRT_ORDER_INDEXED));
	h5_check(h5, H5Pset_link_phase_change(list, LINKS_IN_HEADER, LINKS_IN_HEADER / 2));
	h5_check(h5, H5Pset_attr_phase_change(list, ATTRIBUTES_IN_HEADER, ATTRIBUTES_IN_HEADER / 2));
	h5_check(h5, H5Pset_obj_track_times(list, false));
	return list;
}

/* Results files are whole before others see them, and never change: no locks, which some file systems do not have. */
static hid_t access_properties(void)
{
	hid_t list = H5Pcreate(H5P_FILE_ACCESS);

	H5Pset_libver_bounds(list, H5F_LIBVER_V18, H5F_LIBVER_V18);
	H5Pset_file_locking(list, false, true);
	return list;
}

/* A process that forks while a file is open would write to it a second time when it exits. */
static void begin_library(void)
{
	H5dont_atexit();
	H5open();
	H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
}

bool h5_create(struct h5 *h5, const char *path, int compress)
{
	hid_t create;
	hid_t access;

	begin_library();
	*h5 = (struct h5){ .file = -1, .compress = compress };
	create = group_properties(h5, H5P_FILE_CREATE);
	access = access_properties();
	h5->group_list = group_properties(h5, H5P_GROUP_CREATE);
	h5->word = h5_id(h5, H5Tcopy(H5T_C_S1));
	h5_check(h5, H5Tset_size(h5->word, H5T_VARIABLE));
	h5_check(h5, H5Tset_cset(h5->word, H5T_CSET_UTF8));
	h5->scalar = h5_id(h5, H5Screate(H5S_SCALAR));
	h5->transfer = h5_id(h5, H5Pcreate(H5P_DATASET_XFER));
	h5_check(h5, H5Pset_buffer(h5->transfer, CONVERSION_BYTES, NULL, NULL));
	h5->file = h5_id(h5, H5Fcreate(path, H5F_ACC_TRUNC, create, access));
	H5Pclose(create);
	H5Pclose(access);
	return !h5->failed;
}

/*
 * After a failed write, closing would fail as well, and leave the library with a file that is half closed; so
 * what is still to be written goes nowhere.
 */
static void divert(struct h5 *h5)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	void *handle;

	if (null < 0)
		return;
	if (H5Fget_vfd_handle(h5->file, H5P_DEFAULT, &handle) >= 0)
		dup2(null, *(int *)handle);
	close(null);
}

bool h5_close(struct h5 *h5)
{
	H5Pclose(h5->group_list);
	H5Tclose(h5->word);
	H5Sclose(h5->scalar);
	H5Pclose(h5->transfer);
	if (h5->file >= 0) {
		if (!h5->failed)
			h5_check(h5, H5Fflush(h5->file, H5F_SCOPE_LOCAL));
		if (h5->failed)
			divert(h5);
		h5_check(h5, H5Fclose(h5->file));
	}
	h5->file = -1;
	return !h5->failed;
}

static void attribute(struct h5 *h5, hid_t object, const char *name, hid_t type, const void *value)
{
	hid_t a = h5_id(h5, H5Acreate2(object, name, type, h5->scalar, H5P_DEFAULT, H5P_DEFAULT));

	h5_check(h5, H5Awrite(a, type, value));
	h5_check(h5, H5Aclose(a));
}

/* An attribute of `n` values. */
static void attributes(struct h5 *h5, hid_t object, const char *name, hid_t type, const void *values, hsize_t n)
{
	hid_t space = h5_id(h5, H5Screate_simple(1, &n, NULL));
	hid_t a = h5_id(h5, H5Acreate2(object, name, type, space, H5P_DEFAULT, H5P_DEFAULT));

	h5_check(h5, H5Awrite(a, type, values));
	h5_check(h5, H5Aclose(a));
	h5_check(h5, H5Sclose(space));
}

void h5_text_attribute(struct h5 *h5, hid_t object, const char *name, const char *text)
{
	attribute(h5, object, name, h5->word, &text);
}

void h5_real_attribute(struct h5 *h5, hid_t object, const char *name, double value)
{
	attribute(h5, object, name, H5T_IEEE_F64LE, &value);
}

void h5_count_attribute(struct h5 *h5, hid_t object, const char *name, uint64_t value)
{
	attribute(h5, object, name, H5T_STD_U64LE, &value);
}

void h5_texts_attribute(struct h5 *h5, hid_t object, const char *name, const char *const *text, uint32_t n)
{
	attributes(h5, object, name, h5->word, text, n);
}

/* flag_meanings is one text with spaces between the words: spaces in a word become '_', no word at all "none". */
static void describe_words(struct h5 *h5, hid_t dataset, const char *const *words)
{
	struct text meanings = { 0 };
	uint16_t *values;
	uint32_t n = 0;
	char *text;

	while (words && words[n])
		n++;
	if (!n)
		return;
	values = xcalloc(n, sizeof *values);
	for (uint32_t i = 0; i < n; i++) {
		size_t start = meanings.length + (i > 0);

		values[i] = (uint16_t)i;
		text_add(&meanings, "%s%s", i ? " " : "", words[i][0] ? words[i] : "none");
		for (char *c = meanings.text + start; *c; c++)
			*c = isspace((unsigned char)*c) ? '_' : *c;
	}
	text = text_take(&meanings);
	attributes(h5, dataset, "flag_values", H5T_STD_U16LE, values, n);
	h5_text_attribute(h5, dataset, "flag_meanings", text);
	free(text);
	free(values);
}

void h5_describe(struct h5 *h5, hid_t dataset, const struct column *column)
{
	double none = (double)NAN;

	h5_text_attribute(h5, dataset, "units", column->units ? column->units : "1");
	h5_text_attribute(h5, dataset, "long_name", column->help ? column->help : column->name);
	if (column->type == COLUMN_REAL || column->type == COLUMN_TIME)
		attributes(h5, dataset, "_FillValue", H5T_IEEE_F64LE, &none, 1);
	if (column->type == COLUMN_CATEGORY)
		describe_words(h5, dataset, column->words);
}

hid_t h5_group(struct h5 *h5, const char *name, const char *help)
{
	hid_t group = h5_id(h5, H5Gcreate2(h5->file, name, H5P_DEFAULT, h5->group_list, H5P_DEFAULT));

	if (help)
		h5_text_attribute(h5, group, "long_name", help);
	return group;
}

void h5_single(struct h5 *h5, hid_t group, const struct column *column, const void *value)
{
	hid_t list = h5_id(h5, H5Pcreate(H5P_DATASET_CREATE));
	hid_t type = h5_type(h5, column->type);
	hid_t dataset;

	h5_check(h5, H5Pset_obj_track_times(list, false));
	dataset = h5_id(h5, H5Dcreate2(group, column->name, type, h5->scalar, H5P_DEFAULT, list, H5P_DEFAULT));
	h5_check(h5, H5Dwrite(dataset, type, H5S_ALL, H5S_ALL, h5->transfer, value));
	h5_describe(h5, dataset, column);
	h5_check(h5, H5Dclose(dataset));
	h5_check(h5, H5Pclose(list));
}

char *h5_read_text_attribute(hid_t object, const char *name)
{
	hid_t a = H5Aopen(object, name, H5P_DEFAULT);
	hid_t type = a < 0 ? -1 : H5Aget_type(a);
	hid_t space = a < 0 ? -1 : H5Aget_space(a);
	char *text = NULL;
	char *copy = NULL;

	/* A test of the shape first: a foreign file may have many texts, or none, under this name. */
	if (type >= 0 && H5Tis_variable_str(type) > 0 && H5Sget_simple_extent_npoints(space) == 1
	    && H5Aread(a, type, &text) >= 0 && text) {
		copy = xstrdup(text);
		H5Dvlen_reclaim(type, space, H5P_DEFAULT, &text);
	}
	if (space >= 0)
		H5Sclose(space);
	if (type >= 0)
		H5Tclose(type);
	if (a >= 0)
		H5Aclose(a);
	return copy;
}

/* Whether the file is one of ours, and of a version we know. */
static enum h5_kind kind_of(hid_t file, int *version)
{
	char *format = h5_read_text_attribute(file, "format");
	bool ours = format && strcmp(format, RESULTS_FORMAT) == 0;
	hid_t a;
	bool known;

	free(format);
	if (!ours)
		return H5_OTHER;
	a = H5Aopen(file, "format_version", H5P_DEFAULT);
	known = a >= 0 && H5Aread(a, H5T_NATIVE_INT, version) >= 0;
	if (a >= 0)
		H5Aclose(a);
	if (!known)
		return H5_OTHER;
	return *version > RESULTS_VERSION ? H5_NEWER : H5_RESULTS;
}

hid_t h5_open_results(const char *path, enum h5_kind *kind, int *version)
{
	hid_t access;
	hid_t file;

	begin_library();
	access = access_properties();
	file = H5Fopen(path, H5F_ACC_RDONLY, access);
	H5Pclose(access);
	*kind = H5_NOT_HDF5;
	if (file < 0)
		return -1;
	*kind = kind_of(file, version);
	if (*kind == H5_RESULTS)
		return file;
	H5Fclose(file);
	return -1;
}
