#!/bin/sh
# `run.antithetic`: replications in pairs, the second on mirrored draws, on an M/M/1 queue at a load of 1/2, whose mean latency is 1 s.
. "$SRCDIR/tests/lib.sh"

cat >queue.yaml <<'END'
fogline: 1
title: M/M/1
run: {duration: 220 s, warmup: 20 s, replications: 600}
output: {requests: none}
nodes:
  sensor: {tier: device}
  edge: {tier: edge, cores: 1, speed: 1000 MIPS}
network:
  links:
    - {from: sensor, to: edge, latency: 0 s, bandwidth: unlimited}
applications:
  queue:
    components:
      ui: {layer: ui, at: sensor}
      server: {layer: service, at: edge}
    messages:
      ask: {from: ui, to: server, size: 0 B, work: exponential(500 MI)}
    paths:
      done: {from: ask, to: ask}
workload:
  sensors: {application: queue, start: ask, from: sensor, arrivals: poisson(1 /s)}
sweep:
  nodes.edge.speed: [1000 MIPS, 1250 MIPS]
END

# means FILE: the mean latency in each replication, a line for each.
means() {
	"$FOGLINE" inspect "$1.h5" replications --csv | awk -F , '$2 == "latency" { print $4 }'
}

# of_summary FILE COLUMN: of the latency.
of_summary() {
	"$FOGLINE" inspect "$1.h5" summary --csv | awk -F , -v column="$2" '$1 == "latency" { print $column }'
}

# holds WHAT EXPRESSION NAME=VALUE...: an expression of awk over numbers.
holds() {
	what=$1
	expression=$2
	shift 2
	for setting; do
		set -- "$@" -v "$setting"
		shift
	done
	check "$what" awk "$@" "BEGIN { exit !($expression) }"
}

run "$FOGLINE" run queue.yaml -q -o single.h5
expect_code "single replications" 0
run "$FOGLINE" run queue.yaml --antithetic -o pairs.h5
expect_code "antithetic pairs" 0
expect_in "the summary says so" out "600 replications in antithetic pairs"
expect_lines_within "the summary is within 80 columns" out 80

means pairs >means
correlation=$(awk '
	{ x[NR] = $1 }
	END {
		for (i = 1; i < NR; i += 2) { a += x[i]; b += x[i + 1] }
		a /= NR / 2; b /= NR / 2
		for (i = 1; i < NR; i += 2) {
			s += (x[i] - a) * (x[i + 1] - b); u += (x[i] - a) ^ 2; v += (x[i + 1] - b) ^ 2
		}
		print s / sqrt(u * v)
	}' means)
holds "the two of a pair are negatively correlated ($correlation)" 'r < -0.15' r="$correlation"
holds "the mean is that of theory" 'm - 1 < w && 1 - m < w' m="$(of_summary pairs 4)" w="$(of_summary pairs 5)"
holds "the interval is narrower than that of as many single replications" 'a < 0.95 * b' \
	a="$(of_summary pairs 5)" b="$(of_summary single 5)"
check "it is made from the means of pairs" awk -v given="$(of_summary pairs 6)" '
	NR % 2 { half = $1; next }
	{ m = (half + $1) / 2; n++; s += m; q += m * m }
	END { sd = sqrt((q - s * s / n) / (n - 1)); exit !(sd - given < 1e-6 && given - sd < 1e-6) }' means
# 60 intervals of five pairs each, 95 % of which cover 1 s: 57, and fewer than 52 or all but never.
covered=$(awk '
	NR % 2 { half = $1; next }
	{ m = (half + $1) / 2; n++; s += m; q += m * m }
	n == 5 {
		w = 2.776445 * sqrt((q - s * s / n) / (n - 1) / n)
		covered += s / n - 1 < w && 1 - s / n < w
		n = s = q = 0
	}
	END { print covered }' means)
check "intervals from pairs cover the true mean ($covered of 60)" test "$covered" -ge 52 -a "$covered" -le 60

FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO
for jobs in 1 3; do
	run "$FOGLINE" run queue.yaml --antithetic --replications 8 -q -j $jobs -o jobs$jobs.h5
done
check "the same bytes for any number of workers" cmp -s jobs1.h5 jobs3.h5

run "$FOGLINE" run queue.yaml --antithetic --replications 60 --set nodes.edge.speed="1250 MIPS" -q -o fast.h5
run "$FOGLINE" run queue.yaml --antithetic --replications 60 -q -o slow.h5
run "$FOGLINE" compare slow.h5 fast.h5 --json
expect_code "pairs are compared" 0
expect_in "pair by pair" out '"n_a": 30, "n_b": 30, "method": "paired"'
run "$FOGLINE" run queue.yaml --replications 60 -q -o other.h5
run "$FOGLINE" compare slow.h5 other.h5
expect_in "pairs with single replications are not paired" out "one has antithetic pairs"

run "$FOGLINE" sweep queue.yaml --antithetic --replications 60 -q -o sweep
expect_code "a sweep of pairs" 0
for column in 4 5; do
	run "$FOGLINE" inspect slow.h5 summary --csv
	one=$(awk -F , -v column=$column '$1 == "latency" { print $column }' out)
	run "$FOGLINE" inspect sweep/queue.h5 summary --csv
	two=$(awk -F , -v column=$((column + 1)) '$1 == 0 && $2 == "latency" { print $column }' out)
	check "its first point has the column $column of a run ($one, $two)" test "$one" = "$two"
done

refused queue.yaml "an odd number of replications" "there are 5 replications" run.antithetic=true run.replications=5
refused queue.yaml "a single pair" "there are 2 replications" run.antithetic=true run.replications=2
refused queue.yaml "pairs with a precision" "do not go together" run.antithetic=true run.precision="5 %"
run "$FOGLINE" sweep queue.yaml --vary run.antithetic=false,true -q -o mixed
expect_code "pairs at some points only" 2
expect_in "is refused with a reason" err "run.antithetic differs between the points"
finish
