#!/bin/sh
# run, check and show: results are where they should be and the same for any number of workers; overrides; errors of scenarios.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/1-quickstart.yaml

run "$FOGLINE" run "$scenario"
expect_code "the quick start runs" 0
expect_empty "without a terminal nothing is drawn on stderr" err
expect_in "the summary has the path" out "photo-tagging/response"
expect_in "the summary has the mean with its interval" out "±"
expect_in "the summary names the file" out "results: results/1-quickstart.h5"
expect_lines_within "the summary is within 80 columns" out 80
check "the default file is results/NAME.h5" test -s results/1-quickstart.h5
check "nothing else is left in results/" test "$(ls -A results)" = 1-quickstart.h5
# What it says of `sweep:` is about the run, not about its results.
grep -v "^sweep: left out" out >summary
run "$FOGLINE" inspect results/1-quickstart.h5
check "inspect prints the summary of the run" cmp -s out summary

run "$FOGLINE" run "$scenario" -q -o quiet.h5
expect_code "-q" 0
expect_empty "-q prints nothing" out
expect_empty "-q prints nothing on stderr" err

# Requests that all need the same energy: what rounding leaves of their interval is printed as none.
cat >even.yaml <<'END'
fogline: 1
run: {duration: 100 s, warmup: 10 s, replications: 5, seed: 3}
nodes:
  bell: {tier: device, count: 5, cores: 1, speed: 500 MIPS}
  hub: {tier: edge, cores: 2, speed: 2000 MIPS, power: {idle: 7 W, busy: 13 W}}
network:
  links: [{from: bell, to: hub, latency: 3 ms, bandwidth: 8 Mbps}]
applications:
  door:
    components: {button: {layer: ui, at: origin}, face: {layer: service, at: hub}}
    messages: {picture: {from: button, to: face, size: 10 kB, work: 33 MI}}
    paths: {rung: {from: picture, to: picture}}
workload: {rings: {application: door, start: picture, from: bell, arrivals: periodic(1.1 s)}}
END
run "$FOGLINE" run even.yaml -o even.h5
expect_code "a scenario of equal requests runs" 0
expect_in "an interval that is rounding alone is 0" out "107 mJ ± 0 J"

# The same bytes for any number of workers, on a second run, and from the effective scenario.
FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO
for jobs in 1 2 3 8; do
	run "$FOGLINE" run "$scenario" -q -j $jobs -o jobs$jobs.h5
	expect_code "$jobs workers" 0
	check "$jobs workers write the same bytes as one" cmp -s jobs1.h5 jobs$jobs.h5
done
run "$FOGLINE" run "$scenario" -q -o again.h5
check "a second run writes the same bytes" cmp -s jobs1.h5 again.h5
run "$FOGLINE" run "$scenario" -q --seed 2 -o seed2.h5
check "another seed writes others" test "$(cmp -s jobs1.h5 seed2.h5; echo $?)" -eq 1
"$FOGLINE" show "$scenario" >effective.yaml
run "$FOGLINE" run effective.yaml -q -o effective.h5
expect_code "the effective scenario runs" 0
"$FOGLINE" inspect jobs1.h5 replications --csv >first.csv
"$FOGLINE" inspect effective.h5 replications --csv >second.csv
check "the effective scenario gives the same results" cmp -s first.csv second.csv
unset FOGLINE_RUN_INFO

# A prefix of the replications does not depend on how many follow.
run "$FOGLINE" run "$scenario" -q --replications 2 -o two.h5
"$FOGLINE" inspect two.h5 replications --csv >two.csv
head -n "$(wc -l <two.csv)" first.csv | sort >head.csv
sort two.csv >two.sorted
check "two replications are the first two of five" cmp -s head.csv two.sorted

run "$FOGLINE" run "$scenario" -q --set nodes.phone.count=40 --set run.duration="30 s" -o set.h5
expect_code "--set twice" 0
run "$FOGLINE" inspect set.h5
expect_in "--set changed the duration" out "of 30 s"
run "$FOGLINE" inspect set.h5 overrides --csv
expect_in "the file tells what was overridden" out "nodes.phone.count=40"

"$FOGLINE" run - -q -o stdin.h5 <"$scenario" 2>err
code=$?
expect_code "a scenario from standard input" 0
check "standard input gives a file" test -s stdin.h5

run "$FOGLINE" check "$scenario"
expect_code "check" 0
expect_empty "check is silent on stderr" err
expect_in "check describes the scenario" out "phone"
expect_lines_within "check within 80 columns" out 120
check "check writes no file" test ! -e "$work/results/NAME.h5"

run "$FOGLINE" show "$scenario"
expect_code "show" 0
cp out shown
run "$FOGLINE" show effective.yaml
check "show of what show printed is the same" cmp -s out shown
run "$FOGLINE" show "$scenario" --set run.seed=99
expect_in "show heeds --set" out "99"

# wrong WHAT TEXT ARGUMENT...: run and check both refuse with code 2 and write no file.
wrong() {
	what=$1
	text=$2
	shift 2
	rm -rf wrong.h5
	run "$FOGLINE" run "$@" -o wrong.h5
	expect_code "run, $what" 2
	expect_in "run, $what: says so" err "$text"
	expect_empty "run, $what: nothing on stdout" out
	check "run, $what: no file" test ! -e wrong.h5
	run "$FOGLINE" check "$@"
	expect_code "check, $what" 2
	expect_in "check, $what: says so" err "$text"
}

sed 's/bandwidth/bandwith/' "$scenario" >typo.yaml
wrong "a key with a typing error" "typo.yaml:13" typo.yaml
wrong "a suggestion for it" "bandwidth" typo.yaml
wrong "a scenario that is not there" "missing.yaml" missing.yaml
wrong "a folder as scenario" "results" results
wrong "--set of a path that names nothing" "nodes.phones.count" "$scenario" --set nodes.phones.count=3
wrong "--set without a value" "--set" "$scenario" --set nodes.phone.count
wrong "a value out of range" "run.replications" "$scenario" --set run.replications=0
printf 'fogline: 1\nnodes: [\n' >broken.yaml
wrong "broken YAML" "broken.yaml:" broken.yaml
run "$FOGLINE" run "$scenario" --replications 0 -o wrong.h5
expect_code "--replications 0" 2
expect_in "--replications 0: the message names the option" err "--replications"
# What a run that was killed outright left beside its output is removed by the next run into it; what belongs to a live process stays.
gone=$(sh -c 'echo $$')
: >".left.h5.fogline-$gone.tmp"
: >".left.h5.fogline-$gone-2.tmp"
: >".left.h5.fogline-$$.tmp"
: >".other.h5.fogline-$gone.tmp"
run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q -o left.h5 --replications 1 --set "run.duration=6 s"
expect_code "a run beside leftovers" 0
check "those of processes that are gone are removed" test ! -e ".left.h5.fogline-$gone.tmp" -a ! -e ".left.h5.fogline-$gone-2.tmp"
check "that of a live one stays" test -e ".left.h5.fogline-$$.tmp"
check "that of another output stays" test -e ".other.h5.fogline-$gone.tmp"
finish
