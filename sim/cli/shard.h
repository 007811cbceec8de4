#ifndef CLI_SHARD_H
#define CLI_SHARD_H

#include "sim/base/diag.h"
#include "sim/cli/sweep_plan.h"

/*
 * Which part of the work is ours: "I/N" as it stands; "auto" as the engine that started this program tells by the environment (an array of
 * Slurm, Open MPI, a PMI as that of MPICH, srun); "auto/N" if N is known, which GNU parallel and an array that is handed in again in
 * part need. False with an error in diag.
 */
bool shard_read(const char *text, struct shard *shard, struct diag *diag);

#endif
