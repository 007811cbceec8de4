#ifndef RECORD_H5_H
#define RECORD_H5_H

#include "sim/base/text.h"
#include "sim/kernel/row.h"

#include <hdf5.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The HDF5 library with one sticky error. Every call goes through h5_check
 * or h5_id, which note the first failure; what follows a failure may go on
 * calling, since HDF5 answers a bad identifier with another error.
 */
struct h5 {
	hid_t file;
	hid_t group_list;         /* of properties: order of creation tracked, no times */
	hid_t word, scalar;       /* variable-length UTF-8; one value */
	hid_t transfer;           /* of properties, for H5Dwrite: a small buffer, or each text costs 2 MB of cleared memory */
	int compress;
	bool failed;
	int code;                 /* errno of the first failure, 0 if HDF5 did not say */
	char what[200];           /* else in HDF5's words */
};

/* The types of results files: little-endian. */
hid_t h5_type(const struct h5 *h5, enum column_type type);

void h5_check(struct h5 *h5, long long status);
hid_t h5_id(struct h5 *h5, hid_t id);

/* Why it failed, for the end of a message: "no space left on device". Lives as long as h5. */
const char *h5_reason(struct h5 *h5);

/* Make the file `path` (ours, empty) an HDF5 file. False on failure; h5_close either way. */
bool h5_create(struct h5 *h5, const char *path, int compress);

/* Close everything. False if anything failed since h5_create. */
bool h5_close(struct h5 *h5);

/* Attributes of `object`. */
void h5_text_attribute(struct h5 *h5, hid_t object, const char *name, const char *text);
void h5_real_attribute(struct h5 *h5, hid_t object, const char *name, double value);
void h5_count_attribute(struct h5 *h5, hid_t object, const char *name, uint64_t value);
void h5_texts_attribute(struct h5 *h5, hid_t object, const char *name, const char *const *text, uint32_t n);

/* The attributes that every column has, and those of categories and reals. */
void h5_describe(struct h5 *h5, hid_t dataset, const struct column *column);

/* A group at the root; closed by the caller. */
hid_t h5_group(struct h5 *h5, const char *name, const char *help);

/* A dataset of one value in `group`. */
void h5_single(struct h5 *h5, hid_t group, const struct column *column, const void *value);

/* ---- a results file that is there ---- */

enum h5_kind { H5_RESULTS, H5_OTHER, H5_NOT_HDF5, H5_NEWER };

enum { RESULTS_VERSION = 1 };
#define RESULTS_FORMAT "fogline results"

/*
 * Open `path` to read, if it is a results file that we know; else -1, and *kind says why. *version is set for
 * H5_RESULTS and H5_NEWER.
 */
hid_t h5_open_results(const char *path, enum h5_kind *kind, int *version);

/* The text attribute `name` of `object`, freed by the caller; NULL if there is no such text. */
char *h5_read_text_attribute(hid_t object, const char *name);

#endif
