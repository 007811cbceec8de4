#ifndef RECORD_RESULTS_FILE_H
#define RECORD_RESULTS_FILE_H

#include "sim/record/h5.h"
#include "sim/record/record.h"
#include "sim/record/target.h"

/* A results file that is being written: its place, and the HDF5 file in the temporary file beside it. */
struct results_file {
	struct target target;
	struct h5 h5;
	hid_t run_group;               /* /run; negative: there is none */
};

/* Check that the file may be put at `path`, and make the temporary file. False with errors in diag; target_fini(&file->target) either way. */
bool results_file_open(struct results_file *file, const char *path, struct diag *diag);

/*
 * Begin the HDF5 file of one that is open, and write what led to the run: attributes, texts, overrides, inputs. False with an error in diag if it
 * cannot be begun: then it is not to be ended.
 */
bool results_file_begin(struct results_file *file, const struct record_info *info, struct diag *diag);

/* The attribute of the root at that index of record_attributes. NULL is no text. */
void results_file_text(struct results_file *file, int which, const char *text);
void results_file_count(struct results_file *file, int which, uint64_t count);
void results_file_real(struct results_file *file, int which, double value);

/* The group /run. */
void results_file_run(struct results_file *file, const struct record_run_info *run);

/* Close the HDF5 file. False if anything failed since it was opened. */
bool results_file_end(struct results_file *file);

/* The error that the HDF5 file met. Returns false. */
bool results_file_fail(struct results_file *file, struct diag *diag);

/* Put the file, which results_file_end has closed, in its place. False with an error in diag. */
bool results_file_commit(struct results_file *file, struct diag *diag);

#endif
