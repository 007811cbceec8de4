/*
 * CPU time, user and system, from the start of a command to the moments at which it forks and at which its first child
 * ends, or, if it has no child, to its own end. Told by ptrace and the scheduler's accounts, so that the command runs as it is.
 *
 * start COMMAND [ARGUMENT]...    prints milliseconds: to the fork (or the end), and of the child (or 0)
 *
 * For a run of no length the two add up to what passes before the first event, and a little more; what a program
 * takes that only prints its version is the loader's part of it.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

/* Nanoseconds on a processor so far. */
static double used_ns(pid_t pid)
{
	char path[64];
	double ns;
	FILE *file;

	snprintf(path, sizeof path, "/proc/%ld/schedstat", (long)pid);
	file = fopen(path, "r");
	if (!file || fscanf(file, "%lf", &ns) != 1)
		fail(path);
	fclose(file);
	return ns;
}

static void become(char **command)
{
	int nowhere = open("/dev/null", O_WRONLY);

	dup2(nowhere, STDOUT_FILENO);
	ptrace(PTRACE_TRACEME, 0, NULL, NULL);
	raise(SIGSTOP);
	execvp(command[0], command);
	_exit(127);
}

int main(int argc, char **argv)
{
	double before = 0, to_fork = 0, of_child = 0;
	pid_t parent, pid;
	int status;

	if (argc < 2)
		return fprintf(stderr, "usage: start COMMAND [ARGUMENT]...\n"), 2;
	parent = fork();
	if (parent == 0)
		become(argv + 1);
	if (parent < 0 || waitpid(parent, &status, 0) != parent)
		fail("fork");
	if (ptrace(PTRACE_SETOPTIONS, parent, NULL,
		   PTRACE_O_TRACEEXEC | PTRACE_O_TRACEFORK | PTRACE_O_TRACEEXIT | PTRACE_O_EXITKILL))
		fail("ptrace");
	ptrace(PTRACE_CONT, parent, NULL, NULL);
	while ((pid = waitpid(-1, &status, __WALL)) > 0) {
		int signal = 0;

		if (WIFEXITED(status) && pid == parent && WEXITSTATUS(status) != 0)
			return 1;
		if (!WIFSTOPPED(status))
			continue;
		if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXEC << 8))
			before = used_ns(pid);
		else if (status >> 8 == (SIGTRAP | PTRACE_EVENT_FORK << 8))
			to_fork = to_fork > 0 ? to_fork : used_ns(pid);
		else if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8) && pid != parent)
			of_child = of_child > 0 ? of_child : used_ns(pid);
		else if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8))
			to_fork = to_fork > 0 ? to_fork : used_ns(pid);
		else if (WSTOPSIG(status) != SIGTRAP && WSTOPSIG(status) != SIGSTOP)
			signal = WSTOPSIG(status);
		ptrace(PTRACE_CONT, pid, NULL, signal);
	}
	printf("%.3f ms %.3f ms\n", (to_fork - before) / 1e6, of_child / 1e6);
	return 0;
}
