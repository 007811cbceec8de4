#!/bin/sh
# `run.precision`: as many replications as it takes, the same for any number of workers.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/1-quickstart.yaml
FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO

# record NAME OPTION...
record() {
	name=$1
	shift
	run "$FOGLINE" run "$scenario" -q "$@" -o "$name.h5"
}

rows_of_runs() {
	"$FOGLINE" inspect "$1.h5" runs --csv | tail -n +2 | wc -l
}

# relative FILE MEASURE SCOPE: half-width by mean, in per mille, rounded up.
relative() {
	"$FOGLINE" inspect "$1.h5" summary --csv | awk -F , -v measure="$2" -v scope="$3" '
		$1 == measure && $2 == scope { x = 1000 * $5 / $4; print int(x) + (x > int(x)) }'
}

path=photo-tagging/response
record reached --set run.replications.max=200 --set run.precision="1.3 %"
expect_code "a precision that can be reached" 0
expect_empty "nothing is said when it is" err
enough=$(rows_of_runs reached)
check "it took more than the least number of replications ($enough), and fewer than the most" \
	test "$enough" -gt 10 -a "$enough" -lt 200
check "the interval is as narrow as was asked for" test "$(relative reached latency $path)" -le 13
record one-less --replications $((enough - 1))
check "with one replication less it was not" test "$(relative one-less latency $path)" -gt 13
record fixed --replications "$enough"
for table in summary replications requests histograms runs; do
	"$FOGLINE" inspect reached.h5 $table --csv >one.csv
	"$FOGLINE" inspect fixed.h5 $table --csv >other.csv
	check "the table $table is that of a run of $enough replications" cmp -s one.csv other.csv
done
for jobs in 1 3 40; do
	record jobs --set run.replications.max=200 --set run.precision="1.3 %" -j $jobs
	check "$jobs workers write the same bytes" cmp -s reached.h5 jobs.h5
done
run "$FOGLINE" inspect reached.h5
expect_in "the summary has the number that was enough" out "$enough replications of 1 min"
expect_in "the summary has the precision" out "precision: ± 1."
expect_lines_within "the summary is within 80 columns" out 80

record missed --set run.replications.max=12 --set run.precision="0.1 %"
expect_code "a precision that cannot be reached is no failure" 0
expect_in "but a warning" err "after 12 replications, not ± 0.1 %"
check "all replications were run" test "$(rows_of_runs missed)" -eq 12
run "$FOGLINE" inspect missed.h5
expect_in "the summary says so" out "precision: only ±"

record least --set run.replications.max=200 --set run.precision="90 %"
check "no fewer than ten are judged" test "$(rows_of_runs least)" -eq 10
record least --set run.replications="{min: 3, max: 200}" --set run.precision="90 %"
check "nor fewer than the least number given" test "$(rows_of_runs least)" -eq 3
record least --replications 4 --set run.precision="90 %"
check "a number alone is the greatest" test "$(rows_of_runs least)" -eq 4
record least --set run.replications.min=3
check "without a precision all of them are run" test "$(rows_of_runs least)" -eq 5

record other --set run.replications="{max: 300}" --set run.precision="{target: 3 %, measure: utilisation, scope: edge}"
expect_code "another measure" 0
enough=$(rows_of_runs other)
check "its interval is as narrow" test "$(relative other utilisation edge)" -le 30
record one-less --replications $((enough - 1))
check "with one of its $enough replications less it was not" test "$enough" -gt 10 -a "$(relative one-less utilisation edge)" -gt 30

sed 's|poisson(0.3 /s)|{periodic: {every: 2 s, phase: 0 s}}|; s/exponential(600 MI)/600 MI/' "$scenario" >clockwork.yaml
run "$FOGLINE" run clockwork.yaml -q --set run.replications.max=50 --set run.precision="1 %" -o clockwork.h5
check "what does not vary is known at once" test "$(rows_of_runs clockwork)" -eq 10

# wrong WHAT TEXT SETTING: refused with code 2, and the message has TEXT.
wrong() {
	run "$FOGLINE" check "$scenario" --set "run.replications.max=20" --set "$3"
	expect_code "$1" 2
	expect_in "$1: says so" err "$2"
}

wrong "a measure that is none" "did you mean 'utilisation'" "run.precision={target: 2 %, measure: utilization}"
wrong "a scope that does not have it" "photo-tagging/response" "run.precision={target: 2 %, scope: edge}"
wrong "a measure that nothing has" "deadline_met" "run.precision={target: 2 %, measure: deadline_met, scope: phone}"
wrong "a precision without a target" "'target' is missing" "run.precision={measure: latency}"
wrong "a precision of nothing" "outside (0 %, 100 %]" "run.precision=0 %"
wrong "a bare number above one" "outside (0 %, 100 %]" "run.precision=2"
wrong "a word for a number" "replications: 'ten'" "run.replications=ten"
wrong "replications without a number" "'max' is missing" "run.replications={min: 3}"
cat >misplaced.yaml <<END
include: $scenario
run:
  replications: {max: 20}
  precision: {target: 2 %, scope: photo-tagging/answer}
END
run "$FOGLINE" check misplaced.yaml
expect_code "a scope that is none" 2
expect_in "its place is told" err "misplaced.yaml:4:35"

# What the effective scenario says gives the same run.
"$FOGLINE" show "$scenario" --set run.replications.max=200 --set run.precision="1.3 %" >effective.yaml
run "$FOGLINE" run effective.yaml -q -o effective.h5
expect_code "the effective scenario runs" 0
"$FOGLINE" inspect reached.h5 replications --csv >one.csv
"$FOGLINE" inspect effective.h5 replications --csv >other.csv
check "and gives the same" cmp -s one.csv other.csv

# Interrupted, it keeps what it has, and does not list the thousands that might have come.
"$FOGLINE" run "$scenario" -q -j 2 --set run.replications.max=1000000 --set run.precision="0.0001 %" -o interrupted.h5 2>err &
pid=$!
sleep 1
kill -s INT $pid
wait $pid
code=$?
expect_code "SIGINT" 130
expect_in "it says how many are saved" err "of at most 1000000 saved"
check "only what was begun is in the table of runs" test "$("$FOGLINE" inspect interrupted.h5 runs --csv | grep -c interrupted)" -le 8
finish
