/*
 * Runs a command with its output thrown away and prints its user and its system CPU time in seconds and its greatest
 * resident set in kilobytes, its children's included. Exits with 1 if the command fails.
 *
 * measure COMMAND [ARGUMENT]...
 */
#include "tests/bench/bench.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

static void become(char **command)
{
	int nowhere = open("/dev/null", O_WRONLY);

	if (nowhere >= 0) {
		dup2(nowhere, STDOUT_FILENO);
		dup2(nowhere, STDERR_FILENO);
	}
	execvp(command[0], command);
	_exit(127);
}

int main(int argc, char **argv)
{
	struct rusage usage;
	int status = 0;
	pid_t child;

	if (argc < 2)
		return fprintf(stderr, "usage: measure COMMAND [ARGUMENT]...\n"), 2;
	child = fork();
	if (child == 0)
		become(argv + 1);
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return 1;
	getrusage(RUSAGE_CHILDREN, &usage);
	printf("%.6f s %.6f s %ld kB\n", seconds_of_timeval(usage.ru_utime), seconds_of_timeval(usage.ru_stime), usage.ru_maxrss);
	return 0;
}
