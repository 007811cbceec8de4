/* Signals of a program that has children: the first asks them for an end, and a child that ends wakes its parent. */
#include "sim/cli/signals.h"

#include "sim/cli/command.h"
#include "sim/cli/progress.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/select.h>
#include <unistd.h>

/* Seconds within which a second signal is taken for the first; people are slower. */
static const double same_signal = 0.1;

/* Signal handlers can reach nothing else than these. */
static volatile sig_atomic_t caught;
static volatile double caught_at;      /* seconds of progress_clock */
static const char *temporary_file;
static char *volatile controls;
static volatile size_t control_stride, n_controls;

void signals_stop_all(void)
{
	char *first = controls;

	for (size_t i = 0; first && i < n_controls; i++)
		((struct sim_control *)(void *)(first + i * control_stride))->stop = 1;
}

void signals_controls(struct sim_control *first, size_t stride, size_t n)
{
	controls = NULL;
	control_stride = stride;
	n_controls = n;
	controls = (char *)first;
}

int signals_exit_code(int signal)
{
	return signal == SIGINT ? EXIT_INTERRUPTED : EXIT_TERMINATED;
}

static void on_signal(int signal)
{
	int saved = errno;

	/* timeout(1) and job schedulers send a signal to the process and to its group: those count as one. */
	if (caught && progress_clock() - caught_at < same_signal)
		return;
	if (caught) {
		if (temporary_file)
			unlink(temporary_file);
		_exit(signals_exit_code(signal));
	}
	caught = signal;
	caught_at = progress_clock();
	signals_stop_all();
	errno = saved;
}

static void on_child(int signal)
{
	(void)signal;
}

static void handle(void (*handler)(int))
{
	struct sigaction action = { .sa_handler = handler, .sa_flags = SA_RESTART };

	sigfillset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGUSR1, &action, NULL);
}

void signals_catch(const char *temporary)
{
	temporary_file = temporary;
	handle(on_signal);
}

void signals_release(void)
{
	handle(SIG_DFL);
	temporary_file = NULL;
}

int signals_caught(void)
{
	return caught;
}

void signals_in_child(void)
{
	sigset_t none;

	handle(SIG_IGN);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void signals_watch_children(sigset_t *before)
{
	struct sigaction action = { .sa_handler = on_child };
	sigset_t block;

	sigemptyset(&action.sa_mask);
	sigaction(SIGCHLD, &action, NULL);
	sigemptyset(&block);
	sigaddset(&block, SIGCHLD);
	sigprocmask(SIG_BLOCK, &block, before);
}

void signals_wait(bool often)
{
	struct timespec pause = { .tv_nsec = 200 * 1000 * 1000 };
	sigset_t open;

	if (!often)
		pause = (struct timespec){ .tv_sec = 5 };
	sigprocmask(SIG_SETMASK, NULL, &open);
	sigdelset(&open, SIGCHLD);
	pselect(0, NULL, NULL, NULL, &pause, &open);
}
