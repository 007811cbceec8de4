/* Pictures by gnuplot: where their files are, and drawing them. */
#include "sim/cli/picture.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"
#include "sim/cli/gnuplot.h"
#include "sim/cli/places.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct mark nowhere = { 0 };

/* Whether LaTeX can include the file by its name. */
static bool is_plain(const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	return *name != '-' && strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") == strlen(name);
}

bool picture_init(struct picture *p, const char *path, const char *kind, bool keep, struct diag *diag)
{
	char *name = text_format("plots/%s.gp", kind), *stem;

	*p = (struct picture){ .path = xstrdup(path), .template = places_data(name), .keep = keep };
	free(name);
	if (!gnuplot_format(path))
		return diag_error(diag, nowhere, "'%s': a picture ends in .png, .svg, .pdf or .tex", path);
	if (strcmp(gnuplot_format(path), "tex") == 0 && !is_plain(path))
		return diag_error(diag, nowhere, "'%s': LaTeX includes only files whose names have letters, digits, '.', '-' and '_'", path);
	stem = text_format("%.*s", (int)(strlen(path) - strlen(".png")), path);
	p->script = text_format("%s.gp", stem);
	p->data = text_format("%s.dat", stem);
	free(stem);
	return true;
}

void picture_fini(struct picture *p)
{
	free(p->path);
	free(p->template);
	free(p->script);
	free(p->data);
}

/* Copy the lines of a file; for the one that loads what all templates share, its lines. */
static bool copy_lines(const char *path, FILE *out)
{
	FILE *in = fopen(path, "r");
	char line[4096];
	bool good = in != NULL;

	while (good && fgets(line, sizeof(line), in)) {
		if (strncmp(line, "load script", strlen("load script")) == 0) {
			char *folder = places_folder(path), *shared = text_format("%s/style.gpi", folder);

			good = copy_lines(shared, out);
			free(shared);
			free(folder);
		} else {
			good = fputs(line, out) >= 0;
		}
	}
	good = good && !ferror(in);
	if (in)
		fclose(in);
	return good;
}

/* A script of its own beside the picture, so that it can be changed and run by hand. */
static bool keep_script(const struct picture *p, struct diag *diag)
{
	FILE *out = fopen(p->script, "w");
	bool good = out && copy_lines(p->template, out);

	if (out)
		good = fclose(out) == 0 && good;
	if (!good)
		diag_error(diag, nowhere, "cannot copy %s to %s: %s", p->template, p->script, strerror(errno));
	return good;
}

static bool write_data(const char *path, picture_fn *write, void *with, struct diag *diag)
{
	FILE *out = fopen(path, "w");
	bool good;

	if (!out)
		return diag_error(diag, nowhere, "cannot write %s: %s", path, strerror(errno));
	good = write(with, out, diag);
	if (fclose(out) != 0 && good)
		good = diag_error(diag, nowhere, "cannot write %s: %s", path, strerror(errno));
	return good;
}

/* Script and data under their names, from data that were written to `data`. */
static bool keep_both(const struct picture *p, const char *data, struct diag *diag)
{
	if (rename(data, p->data) != 0)
		return diag_error(diag, nowhere, "cannot write %s: %s", p->data, strerror(errno));
	return keep_script(p, diag);
}

bool picture_draw(const struct picture *p, picture_fn *write, void *with, struct diag *diag)
{
	char *data = text_format("%s.%ld.tmp", p->data, (long)getpid());
	bool missing = false, good;

	good = write_data(data, write, with, diag) && gnuplot_draw(p->template, data, p->path, &missing, diag);
	if ((good && p->keep) || missing)
		good = keep_both(p, data, diag) && good;
	unlink(data);
	free(data);
	if (missing)
		fprintf(stderr, "fogline: script and data are in %s and %s; to draw: gnuplot -c %s\n", p->script, p->data, p->script);
	return good;
}
