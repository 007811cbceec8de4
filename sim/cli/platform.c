/* What POSIX 2008 does not have: affinity, anonymous shared memory, dying with the parent, unnamed files, real paths. */
#define _GNU_SOURCE
#include "sim/cli/platform.h"

#include "sim/base/text.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#ifdef __linux__
#include <sys/prctl.h>
#endif

unsigned platform_processors(void)
{
	long n;
#ifdef __linux__
	cpu_set_t set;

	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		return CPU_COUNT(&set) > 0 ? (unsigned)CPU_COUNT(&set) : 1;
#endif
	n = sysconf(_SC_NPROCESSORS_ONLN);
	return n > 0 ? (unsigned)n : 1;
}

int platform_processor(void)
{
#ifdef __linux__
	return sched_getcpu();
#else
	return -1;
#endif
}

void platform_move_to(int processor)
{
#ifdef __linux__
	cpu_set_t all, one;

	if (processor < 0 || processor >= CPU_SETSIZE || sched_getaffinity(0, sizeof(all), &all) < 0 || !CPU_ISSET(processor, &all))
		return;
	CPU_ZERO(&one);
	CPU_SET(processor, &one);
	if (sched_setaffinity(0, sizeof(one), &one) == 0)
		sched_setaffinity(0, sizeof(all), &all);
#else
	(void)processor;
#endif
}

void *platform_share(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

void platform_unshare(void *memory, size_t size)
{
	if (memory)
		munmap(memory, size);
}

char *platform_real_path(const char *path)
{
	return realpath(path, NULL);
}

void platform_die_with(long parent)
{
#ifdef __linux__
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	/* The parent may have ended before the call. */
	if ((long)getppid() != parent)
		_exit(1);
#else
	(void)parent;
#endif
}

int platform_unnamed(const char *folder)
{
	char *path;
	sigset_t all, before;
	int fd, error;

#ifdef O_TMPFILE
	fd = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
#endif
	path = text_format("%s/.fogline-rows-XXXXXX", folder);
	/* No signal may end the program between the two calls, or a name would be left behind. */
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, &before);
	fd = mkstemp(path);
	error = errno;
	if (fd >= 0) {
		unlink(path);
		fcntl(fd, F_SETFD, FD_CLOEXEC);
	}
	sigprocmask(SIG_SETMASK, &before, NULL);
	free(path);
	errno = error;
	return fd;
}
