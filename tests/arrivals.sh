#!/bin/sh
# Arrivals: when requests begin, and where. Counts and rates are held against their expectation within four standard deviations, by the formulas beside them.
. "$SRCDIR/tests/lib.sh"

base=$SRCDIR/tests/arrivals/base.yaml

# start ARGUMENT...: run the base scenario with --set of each argument; `began` gets a line for each request: origin, time.
start() {
	for setting; do
		set -- "$@" --set "$setting"
		shift
	done
	run "$FOGLINE" run "$base" -q -o arrivals.h5 "$@"
	[ "$code" -eq 0 ] || fail "it runs with $*: $(head -n 1 err)"
	"$FOGLINE" inspect arrivals.h5 requests --csv | awk -F, '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ print $at["origin"], $at["created_s"] }' >began
}

# holds WHAT AWK-EXPRESSION: over what `began` has; n requests, m nodes, sum and squares of their counts.
holds() {
	what=$1
	check "$what ($(summary))" test "$(summary | awk "{ n = \$1; nodes = \$2; mean = \$3; dispersion = \$4; print ($2) ? 1 : 0 }")" = 1
}

# Requests, nodes that started any, mean of their counts over all 200 nodes, variance over mean of these counts.
summary() {
	awk '{ n++; count[$1]++ } END {
		for (i in count) { nodes++; squares += count[i] * count[i] }
		printf "%d %d %.4f %.3f\n", n, nodes, n / 200, n ? (squares / 200 - (n / 200) ^ 2) / (n / 200) : 0 }' began
}

# times_of NODE: on one line.
times_of() {
	awk -v node="$1" '$1 == node { print $2 }' began | paste -sd ' ' -
}

# counts WHAT EXPECTED DISPERSION: the number of requests within four standard deviations, sqrt(expected x dispersion); the variance over the mean of
# the 200 nodes' counts, whose own is about dispersion x sqrt(2 / 199).
counts() {
	holds "$1: $2 requests" "n > $2 - 4 * sqrt($2 * $3) && n < $2 + 4 * sqrt($2 * $3)"
	holds "$1: a dispersion of $3" "dispersion > 0.6 * $3 && dispersion < 1.4 * $3"
}

start workload.w.arrivals="poisson(1 /s)"
counts poisson 40000 1

# A rate that switches between a and b, for 1 / s and 1 / t on average, has the mean rate (a t + b s) / (s + t), and over a long time the dispersion
# 1 + 2 (a - b)^2 s t / ((s + t)^2 (a t + b s)) (Fischer, Meier-Hellstern 1993): 1 + 2 x 16 x 1/3 / ((4/3)^2 x 4/3) = 5.5.
start workload.w.arrivals="{on-off: {active: 1 s, idle: 3 s, rate: 4 /s}}"
counts on-off 40000 5.5
# 1 + 2 x 81 x 1/3 / ((4/3)^2 x 13/3) = 8.0
start nodes.user.count=200 workload.w.arrivals="{mmpp: {rate: 1 /s, burst-rate: 10 /s, calm: 3 s, burst: 1 s}}"
counts mmpp 130000 8.0

# Batches: the instants are a Poisson process; a batch of 3 makes the dispersion 3; one of 1 or 5 alike E B^2 / E B = 13 / 3.
start workload.w.arrivals="{batch: {rate: 0.5 /s, size: 3}}"
check "batch: three at each instant" test "$(sort began | uniq -c | awk '{ print $1 }' | sort -u)" = 3
counts batch 60000 3
start workload.w.arrivals="{batch: {rate: 0.5 /s, size: {choice: {1: 0.5, 5: 0.5}}}}"
check "batch: sizes are drawn" test "$(sort began | uniq -c | awk '{ print $1 }' | sort -u | paste -sd ' ' -)" = "1 5"
counts "batch of drawn sizes" 60000 4.33

# Renewals: the first after one gap, so that (1 - cv^2) / 2 of a gap is missing in the mean; the dispersion is cv^2.
start nodes.user.count=2 workload.w.arrivals="renewal(90 s)"
check "renewal: constant gaps" test "$(times_of 0)" = "90 180"
start workload.w.arrivals="{renewal: {gamma: {mean: 1 s, cv: 0.5}}}"
counts renewal 39925 0.25

# Closed: a request takes 0.5 s, then its user thinks for 99.5 s; it begins with thinking.
start nodes.user.count=2 workload.w.arrivals="{closed: {think: 99.5 s}}"
check "closed: thinking begins when the request ends" test "$(times_of 1)" = "99.5 199.5"
start nodes.user.count=2 workload.w.arrivals="{closed: {users: 3, think: 99.5 s}}"
check "closed: three users each" test "$(times_of 0)" = "99.5 99.5 99.5 199.5 199.5 199.5"
# Thinking of 1.5 s on average, and 0.5 s: a cycle of 2 s, whose dispersion is (1.5 / 2)^2.
start workload.w.arrivals="{closed: {think: exponential(1.5 s)}}"
counts closed 20000 0.5625
run "$FOGLINE" run "$base" -o stuck.h5 --set workload.w.arrivals="{closed: {think: 0 s}}" --set network.links[0].latency="0 s"
expect_code "closed: time that does not go on fails" 1
expect_in "closed: it is said why" err "its requests take no time and its users do not think, so that time does not go on from 0 s"

# Times that are given, from the workload's beginning on; those from its end on do not come.
start nodes.user.count=2 workload.w.arrivals="{times: [1 s, 1 s, 2.5 s, 100 s]}" workload.w.begin="10 s" workload.w.stop="110 s"
check "times" test "$(times_of 0)/$(times_of 1)" = "11 11 12.5/11 11 12.5"

# Periodic: a grid for each node, phase and jitter drawn.
start workload.w.arrivals="{periodic: {every: 10 s}}"
holds "periodic: 20 of each node" "n == 4000 && dispersion == 0"
check "periodic: phases are drawn, over all of the period" test "$(awk '{ p = $2 % 10; t = int(p); seen[t]++ } END { for (i in seen) k++; print k }' began)" = 10
start nodes.user.count=2 workload.w.arrivals="{periodic: {every: 100 s, phase: 7 s}}"
check "periodic: a phase for all" test "$(times_of 1)" = "7 107"
start workload.w.arrivals="{periodic: {every: 10 s, phase: 1 s, jitter: 2 s}}"
check "periodic: jitter, later by up to 2 s" test "$(awk '{ p = $2 % 10; if (p < low || !low) low = p; if (p > high) high = p }
	END { print (low >= 1 && low < 1.01 && high < 3 && high > 2.99) }' began)" = 1

# The rate of the whole group, on a node drawn for each; the same instants however many nodes there are.
start workload.w.arrivals="{poisson: {total: 20 /s}}"
counts "total" 4000 1
awk '{ print $2 }' began >instants
start workload.w.arrivals="{poisson: {total: 20 /s}}" nodes.user.count=3
check "total: the same instants with three nodes" sh -c 'awk "{ print \$2 }" began | cmp -s instants -'

# Bounds in time, for every process.
for arrivals in "poisson(2 /s)" "{periodic: {every: 1 s}}" "renewal(0.7 s)" "{on-off: {active: 2 s, idle: 1 s, rate: 3 /s}}" "{closed: {think: 1 s}}" \
	"{batch: {rate: 1 /s, size: 2}}" "{mmpp: {rate: 1 /s, burst-rate: 5 /s, calm: 1 s, burst: 1 s}}" "{poisson: {total: 50 /s}}"; do
	start workload.w.begin="100 s" workload.w.stop="150 s" workload.w.arrivals="$arrivals"
	check "begin and stop bound $arrivals" test "$(awk '{ bad += $2 < 100 || $2 >= 150; early += $2 < 110; late += $2 > 140 }
		END { print (bad == 0 && early > 0 && late > 0) }' began)" = 1
done

# Shares: disjoint, drawn at random, in whole nodes; what is left starts nothing. Workloads of one message add up.
sed '/^workload:/,$d' "$base" >shares.yaml
cat >>shares.yaml <<END
workload:
  a: {application: app, start: ask, from: user, share: 30 %, arrivals: {times: [1 s]}}
  b: {application: app, start: ask, from: user, share: 0.45, arrivals: {times: [2 s]}}
  c: {application: app, start: ask, from: "user[7]", arrivals: {times: [3 s, 4 s]}}
END
base=shares.yaml
start run.seed=1
nodes_at() {
	awk -v time="$1" '$2 == time { print $1 }' began | sort
}
nodes_at 1 >a
nodes_at 2 >b
check "shares: 60 and 90 of 200 nodes, none in both" test "$(wc -l <a) $(wc -l <b) $(sort -u a b | wc -l)" = "60 90 150"
check "shares: not the first ones" test "$(awk '$1 < 60' a | wc -l)" -lt 40
check "shares: what else starts the message adds up" test "$(nodes_at 3) $(nodes_at 4)" = "7 7"
cp a before
start run.seed=1 run.replications=2
check "shares: the same in every replication" test "$(nodes_at 1 | sort -u | cmp -s - before && nodes_at 1 | uniq -c | awk '{ print $1 }' | sort -u)" = 2
start run.seed=2
nodes_at 1 >a
check "shares: others with another seed" test "$(cmp -s a before; echo $?)" = 1
run "$FOGLINE" check shares.yaml --set workload.b.share="75 %"
expect_code "shares over 100 %" 2
expect_in "shares over 100 %: says so" err "the shares of 'user' add up to 105 %; at most 100 % can be given out"

wrong() {
	refused "$SRCDIR/tests/arrivals/base.yaml" "$1" "$2" workload.w.arrivals="$3"
}
wrong "times out of order" "times: 1 s stands after 2 s; they must be in order" "{times: [2 s, 1 s]}"
wrong "no times" "at: the list is empty" "{times: []}"
wrong "a time without a unit" "expected a time" "{times: [1 s, 2]}"
wrong "a rate and a total" "poisson needs a rate, as poisson(0.3 /s), or a total, and not both" "{poisson: {rate: 1 /s, total: 1 /s}}"
wrong "neither" "poisson needs a rate" poisson
wrong "jitter beyond the period" "periodic: jitter (2 s) is longer than every (1 s)" "{periodic: {every: 1 s, jitter: 2 s}}"

# Several workloads of thousands of devices: each device of each starts one request a second.
cat >crowd.yaml <<'END'
fogline: 1
run: {duration: 1 s, replications: 2, seed: 1}
nodes: {edge: {tier: edge, cores: unlimited, speed: 1000 MIPS}, device: {tier: device, count: 3000}}
network: {links: [{from: device, to: edge, latency: 5 ms, bandwidth: 1 Mbps}]}
applications:
  a:
    components: {app: {layer: ui, at: origin}, worker: {layer: service, at: edge}}
    messages: {task: {from: app, to: worker, size: 1 kB, work: 3 MI}}
    paths: {done: {from: task, to: task}}
workload:
END
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
	echo "  w$i: {application: a, start: task, from: device, arrivals: periodic(1 s)}" >>crowd.yaml
done
run "$FOGLINE" run crowd.yaml -o crowd.h5
expect_code "twelve workloads of 3,000 devices" 0
expect_in "each device starts one request of each" out "requests: 72000 created"
finish
