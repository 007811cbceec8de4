/* Scripts that hand a sweep to an engine: one function for each. We start nothing ourselves, since sites differ in what they ask for. */
#include "sim/cli/sweep_script.h"

#include "sim/base/memory.h"
#include "sim/base/text.h"

#include <stdlib.h>
#include <string.h>

/* A part starts in a tenth of a second or more. Slurm takes arrays up to 1000 unless a site says otherwise (MaxArraySize). */
enum { PARTS = 100, MOST_PARTS = 1000 };

static const struct mark nowhere = { 0 };

/* So that the program can be one that is not in PATH. */
#define PROGRAM "\"${FOGLINE:-fogline}\""

/* What the scripts are made of, as a shell reads it. */
struct pieces {
	char *scenario, *folder;
	char *command;                 /* of a part, but for --shard */
	unsigned parts, jobs;
};

/* As one word of a shell. */
static char *quote(const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:=,+-%@";
	struct text quoted = { 0 };

	if (*word && strspn(word, plain) == strlen(word))
		return xstrdup(word);
	text_add(&quoted, "'");
	for (const char *c = word; *c; c++)
		text_append(&quoted, *c == '\'' ? "'\\''" : c, *c == '\'' ? 4 : 1);
	text_add(&quoted, "'");
	return text_take(&quoted);
}

static void add_option(struct text *command, const char *option, const char *value)
{
	char *word = value ? quote(value) : NULL;

	if (word)
		text_add(command, " %s %s", option, word);
	free(word);
}

static char *command_of(const struct sweep_script *script, const struct pieces *pieces)
{
	const struct changes *changes = script->changes;
	struct text command = { 0 };

	text_add(&command, PROGRAM " sweep %s -o %s --resume -q -j %u", pieces->scenario, pieces->folder, script->jobs);
	for (size_t i = 0; i < changes->set.n; i++)
		add_option(&command, "--set", changes->set.item[i]);
	for (size_t i = 0; i < changes->vary.n; i++)
		add_option(&command, "--vary", changes->vary.item[i]);
	add_option(&command, "--seed", changes->seed);
	add_option(&command, "--replications", changes->replications);
	add_option(&command, "--set", changes->antithetic ? "run.antithetic=true" : NULL);
	add_option(&command, "--tables", script->tables);
	return text_take(&command);
}

/* ---- engines ---- */

/* Slurm puts things for each % in the name of a file, of which two are one. */
static char *log_folder(const char *folder)
{
	struct text name = { 0 };
	char *quoted;

	for (const char *c = folder; *c; c++)
		text_append(&name, *c == '%' ? "%%" : c, *c == '%' ? 2 : 1);
	text_add(&name, "/log");
	quoted = quote(name.text);
	text_fini(&name);
	return quoted;
}

static void slurm(const struct sweep_script *script, const struct pieces *p, FILE *out)
{
	char *logs = log_folder(script->folder);

	fprintf(out,
		"# A sweep on Slurm: an array of %u parts, and a job that merges them when all have ended.\n"
		"# Hand it in with 'sh FILE'. What is given to it goes to sbatch: sh FILE --partition=short --time=01:00:00\n"
		"# A part that is preempted starts again, and goes on with what is not done. Handed in again, it does what is missing.\n"
		"set -eu\n"
		"mkdir -p %s/log\n"
		"array=$(sbatch --parsable --output=%s/%%A_%%a.txt \"$@\" <<'END'\n"
		"#!/bin/sh\n"
		"#SBATCH --job-name=fogline\n"
		"#SBATCH --array=0-%u\n"
		"#SBATCH --ntasks=1\n"
		"#SBATCH --cpus-per-task=%u\n"
		"#SBATCH --requeue\n"
		"#SBATCH --open-mode=append\n"
		"exec %s --shard auto/%u\n"
		"END\n"
		")\n"
		"array=${array%%%%;*}\n"
		"sbatch --dependency=afterany:\"$array\" --output=%s/merge.txt \"$@\" <<'END'\n"
		"#!/bin/sh\n"
		"#SBATCH --job-name=fogline-merge\n"
		"#SBATCH --ntasks=1\n"
		"exec " PROGRAM " merge %s\n"
		"END\n",
		p->parts, p->folder, logs, p->parts - 1, p->jobs, p->command, p->parts, logs, p->folder);
	free(logs);
}

static void parallel(const struct sweep_script *script, const struct pieces *p, FILE *out)
{
	char *command = quote(p->command);

	(void)script;
	fprintf(out,
		"# A sweep by GNU parallel in %u parts, which are then merged.\n"
		"# Start it with 'sh FILE'. What is given to it goes to parallel: sh FILE --jobs 4\n"
		"# Started again, it does what is missing.\n"
		"set -u\n"
		"part=0\n"
		"while [ \"$part\" -lt %u ]; do\n"
		"	printf '%%s --shard %%s/%u\\n' %s \"$part\"\n"
		"	part=$((part + 1))\n"
		"done | parallel \"$@\"\n"
		"exec " PROGRAM " merge %s\n",
		p->parts, p->parts, p->parts, command, p->folder);
	free(command);
}

static void mpi(const struct sweep_script *script, const struct pieces *p, FILE *out)
{
	(void)script;
	fprintf(out,
		"# A sweep by mpirun, a part for each rank; they are then merged.\n"
		"# Start it with 'sh FILE -n 8', within a job of any scheduler. What is given to it goes to mpirun, or to what MPIRUN names.\n"
		"# Started again, it does what is missing.\n"
		"set -u\n"
		"# A rank that fails must not end the others: the merge tells what is missing.\n"
		"${MPIRUN:-mpirun} \"$@\" sh -c '\"$@\"; exit 0' part %s --shard auto\n"
		"exec " PROGRAM " merge %s\n",
		p->command, p->folder);
}

static const struct engine {
	const char *name, *help;
	bool divides;                  /* the script says how many parts there are */
	void (*print)(const struct sweep_script *script, const struct pieces *pieces, FILE *out);
} engines[] = {
	{ "slurm", "an array of jobs of Slurm", true, slurm },
	{ "parallel", "GNU parallel", true, parallel },
	{ "mpi", "the ranks of mpirun or srun", false, mpi },
};

enum { ENGINES = sizeof(engines) / sizeof(*engines) };

/* ---- all ---- */

/* A script has a line for each command. */
static bool one_line(const char *word, struct diag *diag)
{
	return !word || !strchr(word, '\n') || diag_error(diag, nowhere, "'%s' has several lines, which no script is made of", word);
}

static bool one_line_each(const struct words *words, struct diag *diag)
{
	for (size_t i = 0; i < words->n; i++)
		if (!one_line(words->item[i], diag))
			return false;
	return true;
}

static bool can_print(const struct sweep_script *script, const struct engine *engine, struct diag *diag)
{
	if (strcmp(script->scenario, "-") == 0)
		return diag_error(diag, nowhere, "--script: the scenario must be a file, which every part reads");
	if (script->parts && !engine->divides)
		return diag_error(diag, nowhere, "--parts: with --script %s there is a part for each rank, as in 'sh FILE -n 8'", engine->name);
	if (script->parts > MOST_PARTS)
		return diag_error(diag, nowhere, "--parts %llu: at most %d, which is what Slurm takes as one array",
				  (unsigned long long)script->parts, MOST_PARTS);
	return one_line(script->scenario, diag) && one_line(script->folder, diag) && one_line(script->tables, diag)
	       && one_line_each(&script->changes->set, diag) && one_line_each(&script->changes->vary, diag);
}

bool sweep_script_print(const struct sweep_script *script, FILE *out, struct diag *diag)
{
	const char *names[ENGINES];
	const struct engine *engine = NULL;
	struct pieces pieces = { .jobs = script->jobs, .parts = script->parts ? (unsigned)script->parts : PARTS };

	for (size_t i = 0; i < ENGINES; i++) {
		names[i] = engines[i].name;
		if (strcmp(script->engine, names[i]) == 0)
			engine = &engines[i];
	}
	if (!engine)
		return diag_unknown(diag, nowhere, "engine", script->engine, names, ENGINES);
	if (!can_print(script, engine, diag))
		return false;
	if (pieces.parts > script->runs)
		pieces.parts = (unsigned)script->runs;
	pieces.scenario = quote(script->scenario);
	pieces.folder = quote(script->folder);
	pieces.command = command_of(script, &pieces);
	fputs("#!/bin/sh\n", out);
	engine->print(script, &pieces, out);
	free(pieces.scenario);
	free(pieces.folder);
	free(pieces.command);
	return true;
}

void sweep_script_complete(struct candidates *candidates)
{
	for (size_t i = 0; i < ENGINES; i++)
		candidates_add(candidates, engines[i].name, engines[i].help);
}
