#!/bin/sh
# A sweep on several machines: `--shard auto` by what engines set, and the scripts of `--script`, run for real where the engine is there.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/9-sweep.yaml
FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO
unset SLURM_ARRAY_TASK_ID SLURM_ARRAY_TASK_COUNT SLURM_ARRAY_TASK_MIN SLURM_ARRAY_TASK_MAX SLURM_ARRAY_TASK_STEP SLURM_PROCID SLURM_NTASKS \
	OMPI_COMM_WORLD_RANK OMPI_COMM_WORLD_SIZE PMI_RANK PMI_SIZE PARALLEL_SEQ

# sweep DIR OPTION...: six points of two replications, one with a word that a shell would take apart.
sweep() {
	folder=$1
	shift
	run "$FOGLINE" sweep "$scenario" --set run.duration=3s --set run.warmup=1s --replications 2 --set "title=it's \$HOME \"50 %\"" \
		--vary offloading.policy=local,nearest --vary nodes.phone.count=10,20,30 -o "$folder" "$@"
}

# part SHARD VARIABLE=VALUE...: prints I/N that --shard SHARD comes to in that environment.
part() {
	shard=$1
	shift
	rm -rf part
	env "$@" "$FOGLINE" sweep "$scenario" --set run.duration=2s --set run.warmup=1s --replications 1 --vary nodes.phone.count=1 --vary offloading.policy=local \
		-o part --shard "$shard" 2>err </dev/null | sed -n 's/^shard \([^:]*\):.*/\1/p'
}

array="SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_MAX=8"
check "a task of an array of Slurm" test "$(part auto SLURM_ARRAY_TASK_ID=7 $array)" = 2/4
check "within a step of it" test "$(part auto SLURM_ARRAY_TASK_ID=5 $array SLURM_PROCID=0 SLURM_NTASKS=1)" = 0/4
check "without a count" test "$(part auto SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=5 SLURM_ARRAY_TASK_MAX=8)" = 2/4
check "an array with a step" test "$(part auto SLURM_ARRAY_TASK_ID=6 SLURM_ARRAY_TASK_COUNT=4 SLURM_ARRAY_TASK_MIN=0 \
	SLURM_ARRAY_TASK_MAX=9 SLURM_ARRAY_TASK_STEP=3)" = 2/4
check "a task handed in again, of a number given" test "$(part auto/10 SLURM_ARRAY_TASK_ID=7 $array)" = 7/10
check "a rank of Open MPI" test "$(part auto OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=5)" = 3/5
check "in a job of Slurm" test "$(part auto OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=5 SLURM_PROCID=0 SLURM_NTASKS=1)" = 3/5
check "a rank by PMI" test "$(part auto PMI_RANK=1 PMI_SIZE=2)" = 1/2
check "a rank of srun" test "$(part auto SLURM_PROCID=3 SLURM_NTASKS=4)" = 3/4
check "a job of GNU parallel, which counts from 1" test "$(part auto/6 PARALLEL_SEQ=6)" = 5/6

# wrong WHAT TEXT SHARD VARIABLE=VALUE...
wrong() {
	what=$1
	text=$2
	shard=$3
	shift 3
	run env A=b "$@" "$FOGLINE" sweep "$scenario" -o wrong --shard "$shard"
	expect_code "$what" 2
	expect_in "$what: says so" err "$text"
}
wrong "no engine" "nothing tells which part this is; none of SLURM_ARRAY_TASK_ID, OMPI_COMM_WORLD_RANK, PMI_RANK, PARALLEL_SEQ, SLURM_PROCID is set" auto
wrong "parallel without a total" "PARALLEL_SEQ is set, but not of how many this is one: say so, as auto/8" auto PARALLEL_SEQ=2
wrong "more than there are" "PARALLEL_SEQ is 7, which is none of 6 from 1" auto/6 PARALLEL_SEQ=7
wrong "an array with gaps" "say of how many this is one, as auto/8" auto SLURM_ARRAY_TASK_ID=7 SLURM_ARRAY_TASK_MIN=2 SLURM_ARRAY_TASK_MAX=7 SLURM_ARRAY_TASK_COUNT=3
wrong "a variable that is no number" "PMI_RANK is 'x': expected a whole number" auto PMI_RANK=x PMI_SIZE=2
wrong "another word" "expected I/N with 0 <= I < N, as 0/8, or auto, or auto/N" automatic
check "nothing was made" test ! -e wrong

sweep whole -q
expect_code "a sweep as a whole" 0

# Slurm: a stand-in for sbatch keeps the jobs, which are then run as Slurm would run them.
sweep "slu rm" --script slurm --parts 5
expect_code "a script for Slurm" 0
check "nothing was made or run" test ! -e "slu rm"
cp out slurm.sh
check "it is a script" sh -n slurm.sh
check "for bash, too" bash -n slurm.sh
mkdir bin
cat >bin/sbatch <<'END'
#!/bin/sh
echo "$@" >>arguments
n=$(($(ls job* 2>/dev/null | wc -l) + 1))
cat >job$n
echo "4$n;cluster"
END
chmod +x bin/sbatch
run env PATH="$PWD/bin:$PATH" sh slurm.sh --partition=short
expect_code "it is handed in" 0
expect_in "an array" job1 "#SBATCH --array=0-4"
expect_in "that starts again when it was preempted" job1 "#SBATCH --requeue"
expect_in "the merge is a job that waits for it" arguments "--dependency=afterany:41 "
check "what is given goes to sbatch" test "$(grep -c -e "--partition=short" arguments)" -eq 2
check "there is a place for what they print" test -d "slu rm/log"
for task in 0 1 2 3 4; do
	run env SLURM_ARRAY_TASK_ID=$task SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_MAX=4 SLURM_ARRAY_TASK_COUNT=5 sh job1
	expect_code "task $task" 0
	find "slu rm/runs" -name '*.run' | wc -l
done >counts
check "each does its part" test "$(grep -v ok counts | paste -sd ' ' -)" = "3 6 8 10 12"
run sh job2
expect_code "the job that merges" 0
check "the results are those of one sweep" cmp -s "slu rm/9-sweep.h5" whole/9-sweep.h5

sweep few --script slurm
expect_in "there are no more parts than runs" out "#SBATCH --array=0-11"
sweep few --script slurm --replications 500
expect_in "nor more than a site takes" out "#SBATCH --array=0-99"
sweep few --script slurm --parts 1001
expect_code "more parts than that" 2
expect_in "it says how many" err "at most 1000"
sweep few --script slrum
expect_code "an engine that there is not" 2
expect_in "the nearest is named" err "did you mean 'slurm'?"
sweep few --script mpi --parts 3
expect_code "parts of a script for MPI" 2
sweep few --parts 3
expect_code "parts of no script" 2

check "engines are completed" test "$("$FOGLINE" __complete sweep "$scenario" --script "" | cut -f1 | paste -sd ' ' -)" = "slurm parallel mpi"

for engine in parallel mpi; do
	sweep $engine --script $engine
	expect_code "a script for $engine" 0
	cp out $engine.sh
	check "it is a script" sh -n $engine.sh
done
if command -v parallel >/dev/null && parallel --version 2>/dev/null | grep -q GNU; then
	run sh parallel.sh --jobs 2
	expect_code "GNU parallel does it" 0
	check "GNU parallel: the results are those of one sweep" cmp -s parallel/9-sweep.h5 whole/9-sweep.h5
else
	echo "# GNU parallel is not here: its script was only read"
fi
if command -v mpirun >/dev/null; then
	OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
	export OMPI_ALLOW_RUN_AS_ROOT OMPI_ALLOW_RUN_AS_ROOT_CONFIRM
	run sh mpi.sh --oversubscribe -n 3
	expect_code "mpirun does it" 0
	check "mpirun: the results are those of one sweep" cmp -s mpi/9-sweep.h5 whole/9-sweep.h5
	check "mpirun: by three" test "$(find mpi/runs -name '*.run' | wc -l)" -eq 12
else
	echo "# mpirun is not here: its script was only read"
fi
finish
