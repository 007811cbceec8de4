#!/bin/sh
# `fogline merge`: what the shards of a sweep left is the whole, byte for byte; strangers are refused, what is missing is listed.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/9-sweep.yaml
FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO

# sweep DIR OPTION...: ten points of two replications.
sweep() {
	folder=$1
	shift
	run "$FOGLINE" sweep "$scenario" --set run.duration=4s --set run.warmup=1s --replications 2 --tables nodes \
		--vary offloading.policy=local,nearest --vary nodes.phone.count=10,20,30,40,50 -q -o "$folder" "$@"
}

sweep whole
expect_code "a sweep as a whole" 0
sweep parts --shard 0/3
cp parts/sweep.plan plan
sweep parts --shard 2/3
expect_code "two shards of three" 0
check "each leaves the same plan" cmp -s plan parts/sweep.plan
check "as the whole does" cmp -s plan whole/sweep.plan

# Without the second: 20 runs by number, r x 10 + p, of which 1, 4, 7, ... are missing.
run "$FOGLINE" merge parts
expect_code "a shard is missing" 1
expect_in "what is missing is listed" err "missing: point 1 (offloading.policy=local, nodes.phone.count=20), replications 0"
expect_in "of each point" err "missing: point 9 (offloading.policy=nearest, nodes.phone.count=50), replications 1"
check "seven are" test "$(grep -c 'missing: point' err)" -eq 7
expect_in "what is there was written" err "13 runs are complete, in parts/9-sweep.h5"
check "and is marked" test "$("$FOGLINE" inspect parts/9-sweep.h5 runs --csv | grep -c ,interrupted,)" -eq 7

sweep parts --shard 1/3 --resume
expect_code "the third" 0
run "$FOGLINE" merge parts
expect_code "all are there" 0
expect_in "it ends with the summary" out "nearest"
check "it is the file of one sweep" cmp -s parts/9-sweep.h5 whole/9-sweep.h5
run "$FOGLINE" merge parts -o elsewhere.h5 --json
check "into another file, told as JSON" grep -q '"points": 10' out
check "the same" cmp -s elsewhere.h5 whole/9-sweep.h5

# One file that the machine damaged, one that is gone, on both replications of a point.
ls parts/runs/*-0.run | head -n 1 >name
printf x | dd of="$(cat name)" bs=1 seek=2000 conv=notrunc 2>/dev/null
rm "$(sed 's/-0.run/-1.run/' name)"
run "$FOGLINE" merge parts -q -o damaged.h5
expect_code "a damaged run is missing" 1
expect_in "it is said" err "replications 0 (damaged), 1"

# Runs that failed in a shard are told as such, as the sweep as a whole tells them; they may be done again.
sed '/^sweep:/,$d' "$SRCDIR/scenarios/1-quickstart.yaml" >plain.yaml
edges() {
	folder=$1
	shift
	run "$FOGLINE" sweep plain.yaml --set run.duration=4s --set run.warmup=1s --replications 2 --vary nodes.edge.count=0,1 -q -o "$folder" "$@"
}
edges failing --shard 0/2
expect_code "a shard with failures" 1
edges failing --shard 1/2
run "$FOGLINE" merge failing
expect_code "merged" 1
expect_in "each is named with its reason" err "failed: point 0 (nodes.edge.count=0), replication 1: its scenario is wrong"
check "none is missing" test "$(grep -c missing err)" -eq 0
expect_in "what can be done" err "2 runs are complete, in failing/plain.h5; do the failed ones with 'sweep --resume'"
edges failed
check "it is the file of one sweep, with its failures" cmp -s failing/plain.h5 failed/plain.h5
rm failing/runs/*.failed
run "$FOGLINE" merge failing -q
expect_in "without their notes they are missing" err "missing: point 0 (nodes.edge.count=0), replications 0-1"

# Strangers.
sweep parts --resume
sweep parts --shard 0/20 --set nodes.phone.count=11 --vary nodes.phone.count=10,11
run "$FOGLINE" merge parts
expect_code "runs of other points" 2
expect_in "they are named" err "is not of this sweep"
expect_in "and what to do" err "another scenario, other settings or another version of fogline"
check "the results stay as they were" cmp -s parts/9-sweep.h5 whole/9-sweep.h5

# No folder of a sweep, and a plan that is none.
mkdir empty
run "$FOGLINE" merge empty
expect_code "a folder of something else" 2
expect_in "it says so" err "is 'empty' the folder of a sweep?"
sed '$s/.$/x/' plan >empty/sweep.plan
run "$FOGLINE" merge empty
expect_code "a damaged plan" 2
expect_in "it says so, too" err "damaged"
cp plan empty/sweep.plan
mkdir empty/runs
run "$FOGLINE" merge empty
expect_code "no run at all" 1
expect_in "nothing is written" err "nothing was written to empty/9-sweep.h5"

# As many replications as a precision takes: the points are shared out, and judged again.
precise() {
	run "$FOGLINE" sweep plain.yaml --set run.duration=10s --set run.warmup=auto --set run.precision="6 %" --set run.replications="{min: 3, max: 30}" \
		--vary nodes.phone.count=5,20,40 --vary 'case={variants: {slow: {nodes.edge.cores: 1}, fast: {nodes.edge.cores: 8}}}' -q -o "$@"
}
precise one
for shard in 0 1 2 3; do
	precise four --shard $shard/4
done
run "$FOGLINE" merge four -q
expect_code "with a precision" 0
check "it is that of one sweep" cmp -s four/plain.h5 one/plain.h5
finish
