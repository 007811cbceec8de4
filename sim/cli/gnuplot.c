/*
 * Starting gnuplot. The picture is drawn beside its target and renamed, so that a failure leaves the old one; SIGINT goes to
 * gnuplot alone meanwhile, so that what is temporary is removed after it.
 */
#include "sim/cli/gnuplot.h"

#include "sim/base/text.h"
#include "sim/cli/places.h"
#include "sim/cli/platform.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_THERE = 127 };

const char *gnuplot_format(const char *path)
{
	static const char *const formats[] = { "png", "svg", "pdf", "tex" };
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(dot + 1, formats[i]) == 0)
			return formats[i];
	return NULL;
}

/* How LaTeX writes a character that means something to it; NULL: as it is. */
static const char *spelt(char c)
{
	static const struct { char c; const char *spelt; } table[] = {
		{ '\\', "\\textbackslash{}" }, { '{', "\\{" }, { '}', "\\}" }, { '$', "\\$" }, { '&', "\\&" }, { '%', "\\%" }, { '#', "\\#" },
		{ '_', "\\_" }, { '^', "\\textasciicircum{}" }, { '~', "\\textasciitilde{}" }, { '<', "\\textless{}" },
		{ '>', "\\textgreater{}" }, { '|', "\\textbar{}" }, { '"', "''" },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].c == c)
			return table[i].spelt;
	return NULL;
}

/* gnuplot undoes escapes within quotes; a quote is its number, as an escaped one would end the word. */
static void put_escaped(FILE *out, char c)
{
	if (c == '"')
		fputs("\\042", out);
	else if (c == '\\')
		fputs("\\\\", out);
	else
		fputc((unsigned char)c < ' ' ? ' ' : c, out);
}

void gnuplot_word(FILE *out, const char *text, bool tex)
{
	fputc('"', out);
	for (; *text; text++) {
		const char *as = tex ? spelt(*text) : NULL;

		if (!as)
			put_escaped(out, *text);
		for (; as && *as; as++)
			put_escaped(out, *as);
	}
	fputc('"', out);
}

/* One drawing: its files as gnuplot is given them. */
struct drawing {
	const char *template, *data, *format;
	char *folder;              /* made for the files to be drawn; gnuplot works in it, so that a picture for LaTeX names its other part plainly */
	char *picture;             /* the picture's name without folders */
};

/* In the child. -d: the user's own settings must not change the picture. */
static void become_gnuplot(const struct drawing *d)
{
	int null = open("/dev/null", O_RDONLY);

	signal(SIGINT, SIG_DFL);
	/* Texts in the data are UTF-8 whatever the user's locale. */
	setenv("LC_ALL", "C.UTF-8", 1);
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	if (chdir(d->folder) != 0)
		_exit(1);
	execlp("gnuplot", "gnuplot", "-d", "-c", d->template, d->data, d->picture, d->format, (char *)NULL);
	_exit(errno == ENOENT || errno == ENOTDIR || errno == EACCES ? NOT_THERE : 1);
}

/* Wait for gnuplot; what it returned, -1 if it did not end by itself. */
static int result_of(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int run(const struct drawing *d)
{
	void (*before)(int) = signal(SIGINT, SIG_IGN);
	pid_t pid;
	int result = -1;

	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become_gnuplot(d);
	if (pid > 0)
		result = result_of(pid);
	signal(SIGINT, before);
	return result;
}

static bool is_drawn(const char *path)
{
	struct stat status;

	return stat(path, &status) == 0 && status.st_size > 0;
}

/* Put what was drawn in place: the part that LaTeX includes first. */
static bool put_in_place(const struct drawing *d, const char *picture)
{
	char *drawn = text_format("%s/%s", d->folder, d->picture);
	bool good = is_drawn(drawn);

	errno = 0;
	if (good && strcmp(d->format, "tex") == 0) {
		char *from = places_with_suffix(drawn, ".tex", ".pdf"), *to = places_with_suffix(picture, ".tex", ".pdf");

		good = is_drawn(from) && rename(from, to) == 0;
		free(from);
		free(to);
	}
	good = good && rename(drawn, picture) == 0;
	free(drawn);
	return good;
}

static void remove_folder(const struct drawing *d)
{
	char *drawn = text_format("%s/%s", d->folder, d->picture), *part = places_with_suffix(drawn, ".tex", ".pdf");

	unlink(drawn);
	unlink(part);
	rmdir(d->folder);
	free(drawn);
	free(part);
}

static bool draw(const struct drawing *d, const char *picture, bool *missing, struct diag *diag)
{
	struct mark at = { .source = picture };
	int result = run(d);

	*missing = result == NOT_THERE;
	if (*missing)
		return diag_error(diag, at, "there is no gnuplot on the PATH to draw it (Debian: gnuplot-nox)");
	if (result != 0)
		return diag_error(diag, at, "gnuplot could not draw it with %s", d->template);
	if (put_in_place(d, picture))
		return true;
	if (errno)
		return diag_error(diag, at, "cannot be written: %s", strerror(errno));
	return diag_error(diag, at, "gnuplot could not draw it with %s", d->template);
}

/* gnuplot takes a name that begins with `|` for a command, and LaTeX includes plain names best. The caller frees it. */
static char *plain_name(const char *name)
{
	bool plain = isalnum((unsigned char)*name);

	return text_format("%s%s", plain ? "" : "./", name);
}

bool gnuplot_draw(const char *template, const char *data, const char *picture, bool *missing, struct diag *diag)
{
	const char *slash = strrchr(picture, '/');
	/* Whole paths, as gnuplot works elsewhere, and takes a name that begins with `<` for a command. */
	char *whole_template = platform_real_path(template), *whole_data = platform_real_path(data);
	struct drawing d = {
		.template = whole_template ? whole_template : template, .data = whole_data ? whole_data : data, .format = gnuplot_format(picture),
		.folder = text_format("%s.%ld.tmp", picture, (long)getpid()), .picture = plain_name(slash ? slash + 1 : picture),
	};
	bool good = mkdir(d.folder, 0777) == 0;

	*missing = false;
	if (good) {
		good = draw(&d, picture, missing, diag);
		remove_folder(&d);
	} else {
		diag_error(diag, (struct mark){ .source = picture }, "cannot be written: %s", strerror(errno));
	}
	free(whole_template);
	free(whole_data);
	free(d.folder);
	free(d.picture);
	return good;
}
