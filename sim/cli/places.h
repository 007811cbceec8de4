#ifndef CLI_PLACES_H
#define CLI_PLACES_H

/* Where things are: the version, the data that came with the program, names derived from file names. */

const char *places_version(void);

/*
 * The path of `name` ("plots/cdf.gp", "scenarios") among the data that came with the program: in $FOGLINE_DATA if
 * set; in the source tree, if the program runs from its build tree; else where it was installed. The caller frees it.
 */
char *places_data(const char *name);

/* `path` without its folder and without `suffix` or `other`, if it ends in one ("a/b.yaml" -> "b"). The caller frees it. */
char *places_stem(const char *path, const char *suffix, const char *other);

/* `path` with `from` at its end replaced by `to`, or `to` appended. The caller frees it. */
char *places_with_suffix(const char *path, const char *from, const char *to);

/* The folder of `path`, "." if it names none. The caller frees it. */
char *places_folder(const char *path);

#endif
