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

bool picture_init(struct picture *p, const char *path, const char *kind, bool keep, struct diag *diag)
{
	char *name = text_format("plots/%s.gp", kind), *stem;

	*p = (struct picture){ .path = xstrdup(path), .template = places_data(name), .keep = keep };
	free(name);
	if (!gnuplot_format(path))
		return diag_error(diag, nowhere, "'%s': a picture ends in .png, .svg or .pdf", path);
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

/* Copy the template beside the picture, so that it can be changed and run by hand. */
static bool keep_script(const struct picture *p, struct diag *diag)
{
	char buffer[4096];
	size_t n;
	FILE *in = fopen(p->template, "r");
	FILE *out = in ? fopen(p->script, "w") : NULL;
	bool good = out != NULL;

	while (good && (n = fread(buffer, 1, sizeof(buffer), in)) > 0)
		good = fwrite(buffer, 1, n, out) == n;
	if (out)
		good = fclose(out) == 0 && good;
	if (!good)
		diag_error(diag, nowhere, "cannot copy %s to %s: %s", p->template, p->script, strerror(errno));
	if (in)
		fclose(in);
	return good;
}

bool picture_draw(const struct picture *p, picture_fn *write, void *with, struct diag *diag)
{
	bool missing = false, good;
	FILE *out = fopen(p->data, "w");

	if (!out)
		return diag_error(diag, nowhere, "cannot write %s: %s", p->data, strerror(errno));
	good = write(with, out, diag);
	if (fclose(out) != 0 && good)
		good = diag_error(diag, nowhere, "cannot write %s: %s", p->data, strerror(errno));
	if (good)
		good = gnuplot_draw(p->template, p->data, p->path, &missing, diag);
	if ((good && p->keep) || missing)
		good = keep_script(p, diag) && good;
	else
		unlink(p->data);
	if (missing)
		fprintf(stderr, "fogline: script and data are in %s and %s; to draw: gnuplot -c %s\n", p->script, p->data, p->script);
	return good;
}
