#!/bin/sh
# The keys of `output:`: what a run records, and in which form, changes nothing of what is in the other tables.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/1-quickstart.yaml

# record NAME SETTING...: run with --set of each setting into NAME.h5.
record() {
	name=$1
	shift
	for setting; do
		set -- "$@" --set "$setting"
		shift
	done
	run "$FOGLINE" run "$scenario" -q --replications 2 "$@" -o "$name.h5"
	expect_code "$name: runs" 0
}

# table FILE TABLE: as CSV.
table() {
	"$FOGLINE" inspect "$1.h5" "$2" --csv
}

# same TABLE A B: the table is the same in both files.
same() {
	table "$2" "$1" >one.csv && table "$3" "$1" >other.csv && cmp -s one.csv other.csv
}

# The sum of column $2 of a CSV on standard input over the rows in which column $1 has the value $3.
sum_where() {
	awk -F , -v where="$1" -v what="$2" -v value="$3" '
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		$column[where] == value { sum += $column[what] }
		END { printf "%.9g\n", sum }'
}

record plain
record all output.totals=all
check "totals of all: a row for each node in each replication" test "$(table all node_totals | tail -n +2 | wc -l)" -eq 46
check "totals of all: two rows for each link" test "$(table all link_totals | tail -n +2 | wc -l)" -eq 88
check "totals of all: every row names its node" test "$(table all node_totals | grep -c 4294967295)" -eq 0
for column in energy_j arrived served; do
	check "totals of all: the $column of the phones adds up" test \
		"$(table all node_totals | sum_where group $column phone)" = "$(table plain node_totals | sum_where group $column phone)"
done
check "totals of all: the bytes of access links add up" test \
	"$(table all link_totals | sum_where group bytes 'phone->edge')" = "$(table plain link_totals | sum_where group bytes 'phone->edge')"
check "totals of all: the phones had jobs at all" test "$(table plain node_totals | sum_where group served phone)" != 0
for name in summary replications requests nodes links runs; do
	check "totals of all: $name is the same" same $name plain all
done

record large run.duration="600 s"
record small run.duration="600 s" output.compress=6
for name in summary requests node_totals; do
	check "compressed: $name is the same" same $name large small
done
size() {
	wc -c <"$1"
}
check "compressed: the file is smaller by a third" test "$(size small.h5)" -lt $(($(size large.h5) * 2 / 3))

# Two jobs of 250 ms come 50 ms after each second: one is served at once, one waits. In steps of 100 ms, everything is known.
cat >clockwork.yaml <<'END'
fogline: 1
run: {duration: 3 s, warmup: 1150 ms, drain: 250 ms, seed: 1}
nodes:
  source: {tier: device, count: 2}
  server: {tier: edge, speed: 1000 MIPS, power: {idle: 10 W, busy: 30 W}}
network:
  links:
    - {from: source, to: server, latency: 0 s, bandwidth: 1 Mbps}
applications:
  queue:
    components: {client: {layer: ui, at: origin}, server: {layer: service, at: server}}
    messages: {job: {from: client, to: server, size: 0 B, work: 250 MI}}
    paths: {sojourn: {from: job, to: job}}
workload:
  jobs: {application: queue, start: job, from: source, arrivals: {periodic: {every: 1 s, phase: 50 ms}}}
output: {series: 100 ms}
END
# series COLUMN GROUP FROM: the values of ten steps, the first of which ends at FROM.
series() {
	table clockwork series | awk -F , -v what="$1" -v group="$2" -v from="$3" '
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		$column["group"] == group && $column["time_s"] > from - 0.05 && n++ < 10 { printf "%s%.6g", (n > 1 ? " " : ""), $column[what] }
		END { print "" }'
}

expect_series() {
	got=$(series "$2" "$3" "$4")
	check "series: $1 (got $got)" test "$got" = "$5"
}

run "$FOGLINE" run clockwork.yaml -q -o clockwork.h5
expect_code "clockwork runs" 0
expect_series "utilisation" utilisation server 0.1 "0.5 1 1 1 1 0.5 0 0 0 0"
expect_series "jobs waiting" queue_length server 0.1 "0.5 1 1 0 0 0 0 0 0 0"
expect_series "jobs in the system" in_system server 0.1 "1 2 2 1 1 0.5 0 0 0 0"
expect_series "arrivals" arrivals server 0.1 "20 0 0 0 0 0 0 0 0 0"
expect_series "jobs served" served server 0.1 "0 0 10 0 0 10 0 0 0 0"
expect_series "power" power server 0.1 "20 30 30 30 30 20 10 10 10 10"
expect_series "a step in which the warm-up ends has no gap" in_system server 1.1 "1 2 2 1 1 0.5 0 0 0 0"
expect_series "nor has its power" power server 1.1 "20 30 30 30 30 20 10 10 10 10"
expect_series "nor do its counts begin anew" served server 1.1 "0 0 10 0 0 10 0 0 0 0"
check "series: the drain is in it, its last step shorter" test "$(table clockwork series | tail -n 1 | cut -d , -f 2)" = 3.25
check "series: every group and each direction of every row of links in each step" \
	test "$(table clockwork series | tail -n +2 | wc -l)" -eq $((33 * 4))
run "$FOGLINE" run clockwork.yaml -q --set output.series=none -o without.h5
expect_code "series: none" 0
for name in summary replications requests node_totals link_totals; do
	check "series: $name is the same without" same $name clockwork without
done
run "$FOGLINE" inspect without.h5 series
expect_code "without output.series there is no such table" 2

# Whatever the step, its means add up to those of the window, of which it is a part.
record even output.series="5 s"
mean() {
	table even series | awk -F , -v what="$1" -v group="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		$1 == 0 && $column["group"] == group && $column["time_s"] > 5 { sum += $column[what]; n++ }
		END { printf "%.7g\n", sum / n }'
}
summarised() {
	table even replications | awk -F , -v what="$1" -v group="$2" '
		$1 == 0 && $2 == what && $3 == group { printf "%.7g\n", $4 }'
}
for what in utilisation in_system queue_length arrivals served power; do
	check "series: the steps after the warm-up have the mean $what of the window" test "$(mean $what edge)" = "$(summarised $what edge)"
done
check "series: so have the links" test "$(mean carried 'phone->edge')" = "$(summarised carried 'phone->edge')"
run "$FOGLINE" run "$scenario" --set output.series="0 s" -o wrong.h5
expect_code "series: a step without length is refused" 2
run "$FOGLINE" run "$scenario" --set output.series=nine -o wrong.h5
expect_code "series: a step that is no time is refused" 2

for value in 10 -1 best; do
	run "$FOGLINE" run "$scenario" --set output.compress=$value -o wrong.h5
	expect_code "compress: $value is refused" 2
done
run "$FOGLINE" run "$scenario" --set output.totals=none -o wrong.h5
expect_code "totals: none is refused" 2
expect_in "totals: the message knows the words" err "infrastructure"
finish
