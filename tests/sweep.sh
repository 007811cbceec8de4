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

# The file is laid out as results/README.md says.
if /usr/bin/python3 -c 'import h5py, numpy, pandas' 2>/dev/null; then
	check "the results are laid out as described" /usr/bin/python3 -B "$SRCDIR/tests/check_results.py" one/9-sweep.h5 vary/plain.h5
else
	echo "# the layout of the results was left out: no Python with h5py and pandas"
fi

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

# A disk that is full: the run fails, and is done when there is room again.
(
	ulimit -f 8
	trap '' XFSZ
	exec "$FOGLINE" sweep "$scenario" $short -q -o full
) >out 2>err </dev/null
code=$?
expect_code "no room for the files of runs" 1
expect_in "it is said" err "cannot write its rows to full/runs: File too large"
check "nothing half-written is left" test -z "$(find full -type f ! -name sweep.plan)"
sweep full --resume
check "it is made up for" cmp -s full/9-sweep.h5 jobs2/9-sweep.h5

# As many replications as each point needs, the same for any number of workers.
precise() {
	run "$FOGLINE" sweep plain.yaml --set run.duration=20s --set run.warmup=1s --set run.precision="4 %" --set run.replications="{min: 3, max: 30}" \
		--vary nodes.phone.count=5,40 -q -o "$@"
	expect_code "as many as a precision takes" 0
}
precise precise1 -j 1
precise precise7 -j 7
check "the same for any number of workers" cmp -s precise1/plain.h5 precise7/plain.h5
of_point() {
	"$FOGLINE" inspect precise1/plain.h5 runs --csv | grep -c "^$1,"
}
check "a point with few requests takes more ($(of_point 0)) than one with many ($(of_point 1))" test "$(of_point 0)" -gt "$(of_point 1)"
run "$FOGLINE" run plain.yaml --set run.duration=20s --set run.warmup=1s --set run.precision="4 %" --set run.replications="{min: 3, max: 30}" \
	--set nodes.phone.count=5 -q -o precise.h5
"$FOGLINE" inspect precise.h5 summary --csv | tail -n +2 >alone
"$FOGLINE" inspect precise1/plain.h5 summary --csv | sed -n 's/^0,//p' >point
check "and is what 'run' gives" cmp -s alone point

# A warm-up that is found for each point, as 'run' finds it.
run "$FOGLINE" sweep plain.yaml --set run.duration=20s --set run.warmup=auto --replications 2 --vary nodes.phone.count=5,40 -q -o auto
expect_code "a warm-up for each point" 0
run "$FOGLINE" run plain.yaml --set run.duration=20s --set run.warmup=auto --replications 2 --set nodes.phone.count=40 -q -o auto.h5
"$FOGLINE" inspect auto.h5 summary --csv | tail -n +2 >alone
"$FOGLINE" inspect auto/plain.h5 summary --csv | sed -n 's/^1,//p' >point
check "it is that of 'run'" cmp -s alone point
cp auto/plain.h5 once.h5
run "$FOGLINE" sweep plain.yaml --set run.duration=20s --set run.warmup=auto --replications 2 --vary nodes.phone.count=5,40 -q -o auto --resume
check "resumed, it is the same" cmp -s once.h5 auto/plain.h5

# Shares of the work: together they are the whole, and nothing is done twice.
for shard in 0 1 2; do
	sweep shards --shard "$shard/3"
	expect_code "shard $shard of 3" 0
	find shards/runs -name '*.run' | wc -l
done >counts
check "each has its third" test "$(grep -v ok counts | paste -sd ' ' -)" = "16 32 48"
find shards/runs -name '*.run' -exec ls -i {} + | sort >before
sweep shards --resume
find shards/runs -name '*.run' -exec ls -i {} + | sort >after
check "all of them are taken for done" cmp -s before after
check "the results are those of one" cmp -s shards/9-sweep.h5 jobs2/9-sweep.h5
sweep shards --shard 3/3
expect_code "a shard that there is not" 2
expect_in "it says what is expected" err "expected I/N with 0 <= I < N"

# Tables of single runs.
sweep tables --tables requests,nodes --vary nodes.phone.count=20 --vary offloading.policy=local,nearest
expect_code "with tables of single runs" 0
"$FOGLINE" inspect tables/9-sweep.h5 requests --csv >requests
run "$FOGLINE" run "$scenario" $short -q -o alone.h5 --set offloading.policy=nearest --set nodes.phone.count=20
check "each request is there" test "$(grep -c '^1,' requests)" -eq "$("$FOGLINE" inspect alone.h5 requests --csv | tail -n +2 | wc -l)"
check "nodes are there once for each point" test "$("$FOGLINE" inspect tables/9-sweep.h5 nodes --csv | tail -n +2 | wc -l)" -eq 50
sweep unasked --vary nodes.phone.count=20 --vary offloading.policy=local,nearest
check "else once" test "$("$FOGLINE" inspect unasked/9-sweep.h5 nodes --csv | tail -n +2 | cut -d, -f1 | sort | uniq -c | tr -s ' ')" = " 25 0"
check "the links of that point too" test "$("$FOGLINE" inspect unasked/9-sweep.h5 links --csv | tail -n +2 | cut -d, -f1 | sort -u)" = 0
sweep totals --tables node_totals --set output.totals=all --vary nodes.phone.count=20 --vary offloading.policy=local,nearest
run "$FOGLINE" plot utilisation totals/9-sweep.h5 --by node --point 1 -o use.svg
expect_in "a plot that needs the nodes of another point says so" err "no nodes of point 1; sweep the scenario with --tables nodes"
sweep tables --tables request
expect_code "a table that there is not" 2
expect_in "the nearest is named" err "did you mean 'requests'?"

# Samples: in a Latin hypercube each part of an axis has one point.
vary --vary 'd={sample: {points: 10, over: {nodes.phone.count: {from: 1, to: 50}, "network.links[0].latency": {from: 0 ms, to: 10 ms}}}}'
expect_code "a Latin hypercube" 0
check "each tenth of a range has one point" test "$(points | tr ' ' '\n' | cut -d, -f2 | awk '{ print int($1 * 1000) }' | sort -n | paste -sd ' ' -)" = "0 1 2 3 4 5 6 7 8 9"
vary --vary 'd={sample: {points: 4, method: sobol, over: {"network.links[0].latency": {from: 0 ms, to: 8 ms}}}}'
check "Sobol's sequence is the known one" test "$(points)" = "0.004 0.006 0.002 0.003"
vary --vary 'd={sample: {points: 4, method: sobel, over: {nodes.phone.count: {from: 1, to: 8}}}}'
expect_code "a method that there is not" 2
expect_in "the nearest is named" err "did you mean 'sobol'?"

run "$FOGLINE" check "$scenario"
expect_in "check says that the axes are left out" out "sweep: left out here, as by 'run'; 'fogline sweep' runs it over offloading.policy, nodes.phone.count"

# For people, for programs.
run "$FOGLINE" sweep "$scenario" $short -o one --resume --json
check "the summary as JSON" grep -q '"points": 24' out
run "$FOGLINE" inspect one/9-sweep.h5
expect_in "the summary has a line for each point" out "least-loaded"
expect_lines_within "the summary is within 80 columns" out 80

run "$FOGLINE" sweep "$scenario" $short -o one --replications 1
expect_in "what is done again is said" err "24 runs done before will be done again; --resume keeps them"
run "$FOGLINE" sweep "$scenario" $short -q -o one --replications 1
expect_empty "but not where quiet is asked for" err

# Points where something had no capacity to spare are named, at the end and in the report.
run "$FOGLINE" sweep "$scenario" --set run.duration=20s --set run.warmup=5s --replications 2 --vary offloading.policy=nearest --vary nodes.phone.count=20,160,320 -o full
expect_code "a sweep over what is too much" 0
expect_in "it names the points" out "note: edge overloaded or nearly so at points 1 and 2"
check "and what failed" grep -q 'failed %' out
expect_in "and the points with warnings" out "note: warnings at points 1 and 2: see the table 'warnings'"
expect_lines_within "its summary is within 80 columns" out 80
run "$FOGLINE" report full/9-sweep.h5 --no-plots
expect_code "its report" 0
check "it says so" grep -q 'edge was busy up to 100.%.* of the time at points 1 and 2: more was asked of it' full/9-sweep.html
check "warnings of a scenario with their points" grep -q 'at point 2: offered load 2.4 at edge' full/9-sweep.html
sed -e 's/\bedge\b/edge-of-the-network-in-the-north/g' -e 's/tier: edge[a-z-]*/tier: edge/' "$scenario" >long.yaml
run "$FOGLINE" sweep long.yaml --set run.duration=6s --set run.warmup=2s --replications 1 --vary offloading.policy=nearest --vary nodes.phone.count=640,650,660,670,680,690,700,710,720,730,740 -o long
check "a long note goes on in the next line" sh -c 'grep -A1 "note: edge-of-the-network-in-the-north overloaded or nearly so$" out | grep -q "^      at points 0, 1, 2, 3 and 7 more$"'
expect_lines_within "names are long and points are many: within 80 columns" out 80
run "$FOGLINE" sweep "$scenario" --set run.duration=20s --set run.warmup=5s --replications 2 --vary offloading.policy=nearest --vary nodes.phone.count=20 -o spare
check "nothing is said where there is capacity to spare" sh -c '! grep -q -e overloaded -e warnings out'
check "no column of failures where nothing failed" sh -c '! grep -q failed.% out'

finish
