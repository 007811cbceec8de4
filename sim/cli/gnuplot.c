/*
 * Starting gnuplot. The picture is drawn beside its target and renamed, so that a failure leaves the old one; SIGINT goes to
 * gnuplot alone meanwhile, so that what is temporary is removed after it.
 */
#include "sim/cli/gnuplot.h"

#include "sim/base/text.h"

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
	static const char *const formats[] = { "png", "svg", "pdf" };
	const char *dot = strrchr(path, '.');

	for (size_t i = 0; dot && i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(dot + 1, formats[i]) == 0)
			return formats[i];
	return NULL;
}

void gnuplot_word(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		bool bad = *text == '"' || *text == '\\' || ((unsigned char)*text < ' ');

		fputc(bad ? '\'' : *text, out);
	}
	fputc('"', out);
}

/* In the child. -d: the user's own settings must not change the picture. */
static void become_gnuplot(const char *template, const char *data, const char *picture, const char *format)
{
	int null = open("/dev/null", O_RDONLY);

	signal(SIGINT, SIG_DFL);
	/* Texts in the data are UTF-8 whatever the user's locale. */
	setenv("LC_ALL", "C.UTF-8", 1);
	if (null >= 0)
		dup2(null, STDIN_FILENO);
	execlp("gnuplot", "gnuplot", "-d", "-c", template, data, picture, format, (char *)NULL);
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

static int run(const char *template, const char *data, const char *picture, const char *format)
{
	void (*before)(int) = signal(SIGINT, SIG_IGN);
	pid_t pid;
	int result = -1;

	fflush(NULL);
	pid = fork();
	if (pid == 0)
		become_gnuplot(template, data, picture, format);
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

bool gnuplot_draw(const char *template, const char *data, const char *picture, bool *missing, struct diag *diag)
{
	struct mark at = { .source = picture };
	char *temporary = text_format("%s.%ld.tmp", picture, (long)getpid());
	int result;
	bool good = false;

	result = run(template, data, temporary, gnuplot_format(picture));
	*missing = result == NOT_THERE;
	if (*missing)
		diag_error(diag, at, "there is no gnuplot on the PATH to draw it (Debian: gnuplot-nox)");
	else if (result != 0 || !is_drawn(temporary))
		diag_error(diag, at, "gnuplot could not draw it with %s", template);
	else if (rename(temporary, picture) != 0)
		diag_error(diag, at, "cannot be written: %s", strerror(errno));
	else
		good = true;
	if (!good)
		unlink(temporary);
	free(temporary);
	return good;
}
