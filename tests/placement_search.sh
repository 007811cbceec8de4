#!/bin/sh
# Policies that search for the placement of least cost: cases worked out by hand, what they say of it, what they refuse.
. "$SRCDIR/tests/lib.sh"

cases=$SRCDIR/tests/placement

# hosts FILE.h5: component group[index] of each instance that is not pinned, in replication 0.
hosts() {
	"$FOGLINE" inspect "$1" nodes --csv >nodes.csv
	"$FOGLINE" inspect "$1" placement --csv | awk -F, '
		NR == FNR { if (FNR > 1) name[$1] = $2 "[" $3 "]"; next }
		FNR > 1 && $1 == 0 && $7 != "pinned" { sub(/.*\//, "", $3); print $3, name[$4] }' nodes.csv - | paste -sd ' ' -
}

# expect_hosts WHAT WANTED SCENARIO ARGUMENT...
expect_hosts() {
	what=$1 wanted=$2
	shift 2
	run "$FOGLINE" run "$@" -q -o run.h5
	expect_code "$what: runs" 0
	got=$(hosts run.h5)
	check "$what: $wanted (got $got)" test "$got" = "$wanted"
}

# reckoned COLUMN: of the one row of run.h5.
reckoned() {
	"$FOGLINE" inspect run.h5 reckoned --csv | awk -F, -v want="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == want) c = i; next } { print $c }'
}

# near WHAT GOT WANTED: within a millionth.
near() {
	check "$1: $3 (got $2)" awk -v got="$2" -v want="$3" 'BEGIN { d = got - want; exit !(got != "" && (d < 0 ? -d : d) <= 1e-6 * want) }'
}

latency() {
	"$FOGLINE" inspect run.h5 summary --csv | awk -F, '$1 == "latency" { print $4 }'
}

for policy in optimal annealing genetic; do
	expect_hosts "$policy, three nodes" "m1 n1[0] m2 n1[0] m3 n1[0]" "$cases/three.yaml" --set placement=$policy
	near "$policy, three nodes: the cost" "$(reckoned cost_s)" 0.0165
	expect_hosts "$policy, one on each node" "c0 site[0] c1 site[6] c2 site[1] c3 site[5] c4 site[4] c5 site[3] c6 site[2]" "$cases/quadratic.yaml" \
		--set placement=$policy
	near "$policy, one on each node: the cost" "$(reckoned cost_s)" 0.2149
	# A request goes one way and nothing waits: what is reckoned is the latency.
	run "$FOGLINE" run "$cases/greedy.yaml" --set placement=$policy -q -o run.h5
	expect_code "$policy runs where nothing waits" 0
	near "$policy reckons what the run has" "$(reckoned cost_s)" "$(latency)"
done
check "the gap of the others is not known" test "$(reckoned gap)" = nan

expect_hosts "optimal, no room at n1" "m1 n2[0] m2 n2[0] m3 n2[0]" "$cases/three.yaml" --set nodes.n1.memory="100 MB" --set nodes.n0.memory="41 MB"
near "the cloud alone: 4 + 72 / 10 + 2 x 35 + 0.2 x 35 ms/s" "$(reckoned cost_s)" 0.0441
# m2 asks for 40 MI/s of a core of 4000 MI/s: 1 %. With m2 on n2, m3 is better there: 0.8 + 0.2 x 35 ms/s, at n1 2 + 0.5 x 30 + 0.2 x 5.
expect_hosts "optimal, cores at most 0.9 % busy" "m1 n1[0] m2 n2[0] m3 n2[0]" "$cases/three.yaml" \
	--set 'nodes.n1.cores=1' --set 'placement={optimal: {load: 0.9 %}}'
expect_hosts "optimal, whatever the load" "m1 n1[0] m2 n1[0] m3 n1[0]" "$cases/three.yaml" \
	--set 'nodes.n1.cores=1' --set 'placement={optimal: {load: unlimited}}'

# Few nodes of the tree: the best so far, and how far it may be off.
run "$FOGLINE" run "$cases/quadratic.yaml" --set 'placement={optimal: {nodes: 1}}' -q -o run.h5
expect_code "optimal cut short runs" 0
check "it says that it may be off" awk -v gap="$(reckoned gap)" 'BEGIN { exit !(gap > 0.1 && gap < 1) }'
check "what it says is true" awk -v cost="$(reckoned cost_s)" -v gap="$(reckoned gap)" 'BEGIN { exit !(cost * (1 - gap) <= 0.2149) }'
run "$FOGLINE" inspect run.h5
expect_in "the summary says so" out "the optimum may be"
run "$FOGLINE" check "$cases/quadratic.yaml"
expect_in "check says what was reckoned" out "placed by optimal: messages of a request take 214.9 ms in all, without waiting, the least there is"
expect_empty "the solver prints nothing" err

# The seed decides, and nothing else.
for policy in annealing genetic; do
	run "$FOGLINE" run "$cases/bins.yaml" --set placement=$policy -q -o one.h5
	FOGLINE_RUN_INFO=0 "$FOGLINE" run "$cases/bins.yaml" --set placement=$policy --replications 3 -j 1 -q -o one.h5
	FOGLINE_RUN_INFO=0 "$FOGLINE" run "$cases/bins.yaml" --set placement=$policy --replications 3 -j 3 -q -o two.h5
	check "$policy: the same file again, for any number of workers" cmp -s one.h5 two.h5
done

refused "$cases/chain.yaml" "several replicas" "component 'worker' shall have 3 replicas, but optimal places one instance of each component" placement=optimal
refused "$cases/three.yaml" "no room for all" "optimal found no placement in which all instances have memory, cores within \`load\` and ways to each other" \
	nodes.n0.memory="90 MB" nodes.n1.memory="150 MB" nodes.n2.memory="200 MB"
refused "$cases/three.yaml" "no room for one" "component 'm2' cannot be placed by genetic: 0 of 1 instance found room" placement=genetic \
	nodes.n0.memory="100 MB" nodes.n1.memory="150 MB" nodes.n2.memory="150 MB"
refused "$cases/bins.yaml" "too many combinations" "component 'item-0' has 5000 nodes to choose from; annealing weighs at most 4096" placement=annealing \
	nodes.bin.count=5000 'network.links=[{from: user, to: bin, latency: 1 ms, bandwidth: unlimited}]'
refused "$cases/three.yaml" "no share of cores" "load: 0 % is outside (0 %" 'placement={genetic: {load: 0 %}}'
finish
