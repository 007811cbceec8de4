#!/bin/sh
# What part of a run counts: `run.warmup`, given or found by a pilot run, and `run.drain`. Everything here is known by hand.
. "$SRCDIR/tests/lib.sh"

# Each second at 0.3 s a job of 500 ms comes. Until $busy seconds another one of 400 ms has come before it and makes it wait 100 ms.
scenario() {
	cat <<END
fogline: 1
run: {duration: 400 s, replications: 2, seed: 1}
nodes:
  source: {tier: device, count: 2}
  server: {tier: edge, speed: 1000 MIPS, power: {idle: 10 W, busy: 30 W}}
network:
  links:
    - {from: source, to: server, latency: 0 s, bandwidth: unlimited}
applications:
  watched:
    components: {client: {layer: ui, at: origin}, server: {layer: service, at: server}}
    messages: {job: {from: client, to: server, work: 500 MI}}
    paths: {sojourn: {from: job, to: job}}
  other:
    components: {client: {layer: ui, at: origin}, server: {layer: service, at: server}}
    messages: {job: {from: client, to: server, work: 400 MI}}
workload:
  watched: {application: watched, start: job, from: "source[0]", arrivals: {periodic: {every: 1 s, phase: 300 ms}}}
  other: {application: other, start: job, from: "source[1]", arrivals: {periodic: {every: 1 s, phase: 0 s}}, stop: $1 s}
END
}

# value FILE MEASURE SCOPE COLUMN: of the first replication.
value() {
	"$FOGLINE" inspect "$1" replications --csv | awk -F , -v measure="$2" -v scope="$3" -v what="$4" '
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		$1 == 0 && $2 == measure && $3 == scope { printf "%.9g\n", $column[what] }'
}

expect_value() {
	got=$(value "$2" "$3" "$4" "$5")
	check "$1 (got $got)" test "$got" = "$6"
}

scenario 100 >settles.yaml
run "$FOGLINE" run settles.yaml --set run.warmup=auto -o auto.h5
expect_code "a warm-up that is to be found" 0
expect_empty "nothing is said when it is" err
# The hundredth job, the last that waited, came at 99.3 s and ended at 99.9 s.
expect_in "the cut is at the end of the last request that waited" out "warm-up 99.9 s by MSER-5"
expect_lines_within "the summary is within 80 columns" out 80
expect_value "nothing that waited counts" auto.h5 latency watched/sojourn maximum 0.5
expect_value "all that came later does" auto.h5 latency watched/sojourn count 300
run "$FOGLINE" run settles.yaml -q --set run.warmup="99.9 s" -o given.h5
for table in summary replications histograms requests; do
	"$FOGLINE" inspect auto.h5 $table --csv >one.csv
	"$FOGLINE" inspect given.h5 $table --csv >other.csv
	check "$table is that of a run with this warm-up" cmp -s one.csv other.csv
done
for jobs in 1 2 5; do
	FOGLINE_RUN_INFO=0 "$FOGLINE" run settles.yaml -q -j $jobs --set run.warmup=auto --set run.replications=4 -o jobs$jobs.h5
	check "$jobs workers write the same bytes as one" cmp -s jobs1.h5 jobs$jobs.h5
done

scenario 1 | sed '/other: {application: other/d' >steady.yaml
run "$FOGLINE" run steady.yaml --set run.warmup=auto -o steady.h5
expect_in "nothing is cut from a run that is steady" out "warm-up 0 s by MSER-5"
scenario 210 >late.yaml
run "$FOGLINE" run late.yaml --set run.warmup=auto -o late.h5
expect_code "a run that is too short to settle" 0
expect_in "no more than half is cut" out "warm-up 199.9 s by MSER-5"
expect_in "and a warning says that this is not enough" err "half of the run"
run "$FOGLINE" run settles.yaml --set run.warmup=auto --set run.duration="20 s" -o short.h5
expect_in "a pilot with few values: a warning" err "only 20 values"
sed '/paths:/d' settles.yaml >pathless.yaml
run "$FOGLINE" check pathless.yaml --set run.warmup=auto
expect_code "without a path there is nothing to judge by" 2
expect_in "and the message says so" err "run.warmup: auto"
run "$FOGLINE" check settles.yaml --set run.warmup=automatic
expect_code "another word" 2
"$FOGLINE" show settles.yaml --set run.warmup=auto >shown.yaml
check "show keeps it" grep -q "warmup: auto" shown.yaml
run "$FOGLINE" run settles.yaml -q --set run.warmup=auto --set output.series="50 s" --set run.replications=1 -o series.h5
check "with series and batches" test "$("$FOGLINE" inspect series.h5 series --csv | grep -c ,server,)" -eq 8

# A pilot that is interrupted leaves nothing behind.
"$FOGLINE" run settles.yaml -q --set run.warmup=auto --set run.duration="9000000000 s" -o "$work/none.h5" 2>err &
pid=$!
sleep 0.5
kill -s INT $pid
wait $pid
code=$?
expect_code "SIGINT in the pilot" 130
expect_in "SIGINT in the pilot: it says so" err "nothing was written"
check "SIGINT in the pilot: nothing is left behind" test -z "$(find . -name 'none.h5*' -o -name '.none*' -o -name '.fogline*')"

# Batch means of one replication: of 20 parts of 20 s the first five have 0.6 s, the others 0.5 s.
run "$FOGLINE" run settles.yaml --replications 1 -o batches.h5
"$FOGLINE" inspect batches.h5 batches --csv | awk -F , '$1 == "latency" { printf "%s:%.9g:%s ", $3, $4, $5 }' >means
expect_in "the means of twenty parts" means "4:0.6:20 5:0.5:20 "
check "there are twenty" test "$(wc -w <means)" -eq 20
# Standard deviation sqrt(0.0375 / 19), t(0.975, 19) = 2.093024.
half=$("$FOGLINE" inspect batches.h5 summary --csv | awk -F , '$1 == "latency" { printf "%.6f", $5 }')
check "the interval is theirs (got $half)" test "$half" = 0.020792
expect_in "the summary says where the interval comes from" out "the means of 20 parts"
# Sum of squares 0.0375, of products of neighbours 0.029375.
expect_in "it warns of correlation" out "correlated (0.78)"
expect_in "it warns of few values" out "as few as 20 latencies"
expect_lines_within "the notes are within 80 columns" out 80
run "$FOGLINE" run steady.yaml --replications 1 -o flat.h5
check "means that do not vary are not doubted" test "$(grep -c "note: .*interval" out)" -eq 0
run "$FOGLINE" run "$SRCDIR/scenarios/2-queue.yaml" --replications 1 --set run.duration="200000 s" -o many.h5
expect_in "many values of one replication: where the interval comes from" out "the means of 20 parts"
check "many values that are hardly correlated: no warning" test "$(grep -c "run longer" out)" -eq 0
run "$FOGLINE" run settles.yaml --replications 4 -o four.h5
expect_in "few replications: a note" out "4 replications: intervals from fewer than 5 are unsure"
run "$FOGLINE" run settles.yaml --replications 5 -o five.h5
check "five replications: none" test "$(grep -c "note: .*interval" out)" -eq 0

# A job of 500 ms comes 900 ms after each second: the last of ten is served over the end of the duration.
sed 's/duration: 400 s/duration: 10 s/; s/phase: 300 ms/phase: 900 ms/' steady.yaml >drained.yaml
for drain in 0 200 1000; do
	run "$FOGLINE" run drained.yaml -q --set run.drain="$drain ms" -o $drain.h5
	expect_code "a drain of $drain ms" 0
	expect_value "drain $drain ms: the utilisation is that of the duration" $drain.h5 utilisation server mean 0.46
	expect_value "drain $drain ms: so is the energy" $drain.h5 energy server mean 192
	expect_value "drain $drain ms: so is the rate of arrivals" $drain.h5 arrivals server mean 1
	expect_value "drain $drain ms: so is the throughput" $drain.h5 throughput watched/sojourn mean 0.9
	counts=$("$FOGLINE" inspect $drain.h5 runs --csv | awk -F , 'NR == 2 { print $4, $5, $7, $8 }')
	if [ $drain = 1000 ]; then
		expect_value "drain $drain ms: what was under way counts" $drain.h5 latency watched/sojourn count 10
		check "drain $drain ms: it has ended, and nothing new has come ($counts)" test "$counts" = "10 10 0 11"
	else
		expect_value "drain $drain ms: what is still under way does not count" $drain.h5 latency watched/sojourn count 9
		check "drain $drain ms: it is in flight ($counts)" test "${counts% *}" = "10 9 1"
	fi
done
finish
