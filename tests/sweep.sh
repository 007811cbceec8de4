#!/bin/sh
# `fogline sweep`: its points, that each is what `run` gives with the same settings, what is kept, what is refused.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/9-sweep.yaml
FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO
short="--set run.duration=8s --set run.warmup=1s --replications 2"

# sweep DIR OPTION...: a small one, without a summary.
sweep() {
	folder=$1
	shift
	run "$FOGLINE" sweep "$scenario" $short -q -o "$folder" "$@"
}

table() {
	"$FOGLINE" inspect "$1/9-sweep.h5" "$2" --csv
}

sweep one -j 1
expect_code "a sweep" 0
expect_empty "nothing is said of it" err
check "it has a row for each point" test "$(table one points | wc -l)" -eq 25
check "the last axis is the fastest" test "$(table one points | sed -n '3p;6p' | paste -sd ' ' -)" = "1,local,40 4,nearest,20"
check "it has a row for each run" test "$(table one runs | grep -c ,complete,)" -eq 48
for jobs in 2 7; do
	sweep "jobs$jobs" -j $jobs
	check "$jobs workers write the same bytes" cmp -s one/9-sweep.h5 "jobs$jobs/9-sweep.h5"
done

# Point 17 is least-loaded with 40 phones.
run "$FOGLINE" run "$scenario" $short -q -o alone.h5 --set offloading.policy=least-loaded --set nodes.phone.count=40
# Runs of a sweep have batches whatever their number, and with them some 20 events more.
without_events() {
	case $1 in runs) cut -d, -f1,2,4- ;; *) cat ;; esac
}
for name in summary replications histograms runs; do
	"$FOGLINE" inspect alone.h5 $name --csv | tail -n +2 | without_events $name | sort >alone
	table one $name | sed -n 's/^17,//p' | without_events $name | sort >point
	check "a point's $name is that of a run" test -s alone -a "$(cmp alone point && echo same)" = same
done

# More replications, and more values: nothing finished is done again.
find one/runs -name '*.run' -exec ls -i {} + | sort >before
run "$FOGLINE" sweep "$scenario" $short -q -o one --resume --replications 3 --vary nodes.phone.count=20,40,60,80,120
expect_code "a sweep that goes on" 0
find one/runs -name '*.run' -exec ls -i {} + | sort >after
check "what was done is kept" test "$(comm -23 before after | wc -l)" -eq 0
check "what was missing is there" test "$(table one runs | grep -c ,complete,)" -eq 90
run "$FOGLINE" sweep "$scenario" $short -q -o fresh --replications 3 --vary nodes.phone.count=20,40,60,80,120
check "it is as if done at once" cmp -s one/9-sweep.h5 fresh/9-sweep.h5
printf x | dd of="$(ls fresh/runs/*.run | head -n 1)" bs=1 seek=4000 conv=notrunc 2>/dev/null
run "$FOGLINE" sweep "$scenario" $short -q -o fresh --resume --replications 3 --vary nodes.phone.count=20,40,60,80,120
check "a damaged file of a run is done again" cmp -s one/9-sweep.h5 fresh/9-sweep.h5

# Axes from the command line.
sed '/^sweep:/,$d' "$SRCDIR/scenarios/1-quickstart.yaml" >plain.yaml
vary() {
	run "$FOGLINE" sweep plain.yaml --set run.duration=4s --set run.warmup=1s --replications 1 -q -o vary "$@"
}
points() {
	"$FOGLINE" inspect vary/plain.h5 points --csv | tail -n +2 | cut -d, -f2- | paste -sd ' ' -
}
vary --vary 'network.links[0].latency={from: 5 ms, to: 20 ms, step: 5 ms}'
expect_code "a range with a step" 0
check "its values are in seconds" test "$(points)" = "0.005 0.01 0.015 0.02"
vary --vary 'nodes.phone.count={from: 1, to: 100, count: 5, scale: log}'
check "a logarithmic range of whole numbers" test "$(points)" = "1 3 10 32 100"
vary --vary 'both={zip: {nodes.phone.count: [5, 10], nodes.edge.cores: [1, unlimited]}}'
check "zipped lists go together" test "$(points)" = "5,1 10,inf"
vary --vary 'size={variants: {small: {nodes.phone.count: 5}, large: {nodes.phone.count: 50, nodes.edge.cores: 8}}}'
check "variants have their names" test "$(points)" = "small large"

# Refused.
vary
expect_code "nothing to sweep over" 2
expect_in "it says so" err "there is nothing to sweep over"
vary --vary nodes.phon.count=1,2
expect_code "an axis that names nothing" 2
expect_in "with the nearest name" err "did you mean 'phone'?"
vary --vary 'a={variants: {x: {nodes.phone.count: 1}}}' --vary nodes.phone.count=1,2
expect_code "two axes of one key" 2
expect_in "both are named" err "'nodes.phone.count' is set by two axes, 'a' and 'nodes.phone.count'"
vary --vary 'nodes.phone.count={from: 10, to: 1, step: 1}'
expect_in "a step that leads away" err "does not lead from 'from' to 'to'"

# One point that cannot run costs that point.
vary --vary 'nodes.edge.count=0,1'
expect_code "a point that cannot run" 1
expect_in "it is named" err "point 0 (nodes.edge.count=0)"
"$FOGLINE" inspect vary/plain.h5 runs --csv >runs
check "the result names it, and has the others" test "$(grep -c '^0,0,failed' runs)" -eq 1 -a "$(grep -c '^1,0,complete' runs)" -eq 1
"$FOGLINE" inspect vary/plain.h5 failures --csv >failures
expect_in "with the reason" failures "its scenario is wrong"

# For people, for programs.
run "$FOGLINE" sweep "$scenario" $short -o one --resume --json
check "the summary as JSON" grep -q '"points": 24' out
run "$FOGLINE" inspect one/9-sweep.h5
expect_in "the summary has a line for each point" out "least-loaded"
expect_lines_within "the summary is within 80 columns" out 80
finish
