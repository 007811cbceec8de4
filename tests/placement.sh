#!/bin/sh
# Placement by policies: who is where in cases worked out by hand, that requests go there and nowhere else, and what cannot be placed.
. "$SRCDIR/tests/lib.sh"

cases=$SRCDIR/tests/placement

# names: each number of a node on standard input as group[index], from nodes.csv, whose columns begin node,group,index.
names() {
	awk -F, 'NR == FNR { if (FNR > 1) name[$1] = $2 "[" $3 "]"; next } FNR > 1 { print name[$0] }' nodes.csv -
}

# place SCENARIO ARGUMENT...: run it, and make placement.csv and nodes.csv.
place() {
	run "$FOGLINE" run "$@" -q -o placed.h5
	expect_code "$(basename "$1") $(shift; echo "$*") runs" 0
	"$FOGLINE" inspect placed.h5 nodes --csv >nodes.csv
	"$FOGLINE" inspect placed.h5 placement --csv >placement.csv
}

# expect_hosts COMPONENT WHY NODES: where its instances are in replication 0, in the order of the table.
expect_hosts() {
	got=$(awk -F, -v c="$1" -v why="$2" '$1 == 0 && $3 == c && $7 == why { print $4 }' placement.csv | { echo; cat; } | names | paste -sd ' ' -)
	check "$1 is $2 on $3 (got $got)" test "$got" = "$3"
}

place "$cases/room.yaml" --replications 2
expect_hosts app/fixed pinned "edge[0]"
expect_hosts app/large first-fit "edge[1] edge[2]"
expect_hosts app/small first-fit "edge[0] cloud[0]"
expect_hosts app/any first-fit "edge[0]"
check "every replication has its rows" test "$(grep -c '^1,' placement.csv)" -eq "$(grep -c '^0,' placement.csv)"
check "they are there from the beginning to the end" test "$(cut -d, -f5,6 placement.csv | sort -u | tail -n +1 | paste -sd ' ' -)" = "0,100 from_s,to_s"

# The nodes that served requests of a path are those that host its component.
served() {
	"$FOGLINE" inspect placed.h5 requests --csv | awk -F, -v path="$1" '
		NR == 1 { for (i = 1; i <= NF; i++) { if ($i == "path") p = i; if ($i == "node") n = i }; next }
		$p == path && !seen[$n]++ { print $n }' | sort -n | { echo; cat; } | names | paste -sd ' ' -
}
check "requests to large are served where it is placed" test "$(served app/large)" = "edge[1] edge[2]"
check "requests to small are served where it is placed" test "$(served app/small)" = "edge[0] cloud[0]"

# With cores of their own several instances fit on a node: two of two cores, and the third elsewhere.
place "$cases/room.yaml" --set applications.app.components.large.cores=2 --set applications.app.components.large.replicas=3 \
	--set applications.app.components.large.memory="1 GB" --set applications.app.components.any.among=cloud --set applications.app.components.small.among=cloud \
	--set applications.app.components.small.replicas=1 --set applications.app.components.fixed.at="edge[2]"
expect_hosts app/large first-fit "edge[0] edge[0] edge[1]"
check "requests to all of them are served" test "$(served app/large)" = "edge[0] edge[1]"
place "$cases/room.yaml"

run "$FOGLINE" inspect placed.h5
expect_in "the summary tells where instances are" out "app/small  first-fit: edge[0], cloud"
check "the summary does not tell of pinned ones" test "$(grep -c app/fixed out)" -eq 0
expect_lines_within "the summary is within 80 columns" out 80
run "$FOGLINE" check "$cases/room.yaml"
expect_in "check tells where instances are" out "large            service  placed by first-fit: edge[1], edge[2], chosen by random"

# An application's own policy goes before the scenario's.
sed 's/^placement:.*//; s/^    paths:/    placement: first-fit\n    paths:/' "$cases/room.yaml" >own.yaml
place own.yaml
expect_hosts app/large first-fit "edge[1] edge[2]"

# Greedy latency: by hand in a chain; without room, the next best.
worker=applications.app.components.worker
hog=applications.app.components.hog
place "$cases/chain.yaml" --set $worker.replicas=1
expect_hosts app/worker greedy-latency "site[4]"
place "$cases/chain.yaml" --set $worker.replicas=2
expect_hosts app/worker greedy-latency "site[0] site[4]"
place "$cases/chain.yaml"
expect_hosts app/worker greedy-latency "site[0] site[2] site[4]"
place "$cases/chain.yaml" --set $worker.replicas=1 --set $hog.memory="7 GB"
expect_hosts app/worker greedy-latency "site[3]"
place "$cases/chain.yaml" --set $worker.replicas=1 --set workload.four.arrivals.closed.think="2.5 s"
expect_hosts app/worker greedy-latency "site[0]"

# Where nothing waits, no place that it could have been pinned to gives a lower mean latency. Ties go to the first in the file.
latency() {
	"$FOGLINE" inspect "$1" summary --csv | awk -F, '$1 == "latency" { print $4 }'
}

best_pinned() {
	for at in "hub[0]" "hub[1]" "site[0]" "site[1]" "site[2]" "site[3]" cloud a b c d e f; do
		sed "s/memory: 1 GB, replicas: 1/at: \"$at\"/" "$cases/greedy.yaml" >pinned.yaml
		"$FOGLINE" run pinned.yaml -q -o pinned.h5 "$@" && echo "$(latency pinned.h5) $at"
	done | sort -s -g | sed -n '1s/.* //p'
}

# expect_best NODE SETTING...
expect_best() {
	wanted=$1
	shift
	for setting; do
		set -- "$@" --set "$setting"
		shift
	done
	pinned=$(best_pinned "$@")
	check "the best place is $wanted, not $pinned ($*)" test "$pinned" = "$wanted"
	place "$cases/greedy.yaml" "$@"
	case $wanted in *"]") expect_hosts app/worker greedy-latency "$wanted" ;; *) expect_hosts app/worker greedy-latency "$wanted[0]" ;; esac
}

expect_best "hub[1]"
expect_best "site[3]" applications.app.messages.ask.work="80 MI" nodes.cloud.speed="40000 MIPS"
expect_best cloud applications.app.messages.ask.work="400 MI" nodes.cloud.speed="80000 MIPS"
expect_best d nodes.d.speed="9000 MIPS" workload.d.arrivals.periodic.every="1 s" applications.app.messages.save.size="1 %"

wrong() {
	refused "$cases/room.yaml" "$@"
}

large=applications.app.components.large
wrong "no room" "room.yaml:21:7: error: component 'large' cannot be placed by first-fit: 1 of 2 instances found room; each needs 5 GB of memory; \
free: edge[1] 4 GB, edge[2] 4 GB, edge[0] 2 GB" $large.memory="5 GB"
wrong "no room for a pinned one" "component 'fixed' finds no room on edge[0]: it needs 5 GB of memory, and of 4 GB there 4 GB is free" \
	applications.app.components.fixed.memory="5 GB"
wrong "no room at the origin" "finds no room on phone[0]: it needs 2 GB of memory, and of 1 GB there 1 GB is free" \
	applications.app.components.ui.memory="2 GB" nodes.phone.memory="1 GB"
wrong "more replicas than nodes" "component 'large' shall have 5 replicas, but there are 4 nodes to choose from" $large.replicas=5
wrong "replicas of 0" "replicas: 0 is outside [1" $large.replicas=0
wrong "replicas beside at" "component 'fixed' has replicas beside \`at\`" applications.app.components.fixed.replicas=2
wrong "among beside at" "component 'fixed' has among beside \`at\`" applications.app.components.fixed.among=edge
wrong "among the origin" "among: origin is no node to choose" $large.among="[origin, edge]"
wrong "among a group that is not there" "did you mean 'edge'" $large.among=edgy
wrong "among none" "the groups it names have no members" nodes.phone.count=0 $large.among=phone
wrong "a currency that a candidate lacks" "node group 'router', which may run 'large', has no \`speed\`" $large.among="[router, edge]"
wrong "a currency that no node has" "no node computes what its messages ask for" applications.app.messages.to-any.work="1 GFLOP"
wrong "a policy that is not there" "did you mean 'first-fit'" placement.policy=first-fitt
wrong "a policy that is to come" "'zone-aware' is not supported yet" placement.policy=zone-aware
wrong "placing again" "'replace-on' is not supported yet" placement.replace-on=failure
wrong "more cores than any node has left" "component 'large' cannot be placed by first-fit: 1 of 2 instances found room; each reserves 7 cores and needs \
3 GB of memory; no node has more than 4 cores left" $large.cores=7
wrong "a pinned one without its cores" "component 'fixed' finds no room on edge[0]: it reserves 5 cores, and of 4 there 4 are free" \
	applications.app.components.fixed.cores=5
wrong "cores of which none are left" "component 'any' reserves no cores, and on edge[0] all are reserved by others" applications.app.components.fixed.cores=4
wrong "reserved cores of nodes that sleep" "edge[0] has sleep, and instances reserve cores of it" applications.app.components.fixed.cores=1 \
	nodes.edge.sleep.after="1 s"
wrong "reserved cores of a curve that are shared" "edge[0] has scheduling by ps and power that is no line" applications.app.components.fixed.cores=1 \
	nodes.edge.scheduling=ps nodes.edge.power="{piecewise: [{load: 0, power: 1 W}, {load: 50 %, power: 4 W}, {load: 1, power: 5 W}]}"
wrong "reserved cores by edge-ward" "component 'large' reserves cores, which edge-ward does not heed" $large.cores=1 placement=edge-ward
wrong "no option" "unknown key 'speed'" placement.speed=3
# Packing: which bin each item of bins.yaml is in, by hand; loads of the bins 10 10 6 5 6 for first and best fit, 10 9 6 6 6 for worst fit, which opens a
# bin only when it must, 10 10 10 7 for first fit with the largest first.
expect_bins() {
	what=$1 wanted=$2
	shift 2
	place "$cases/bins.yaml" "$@"
	got=$(for i in 0 1 2 3 4 5 6 7 8; do awk -F, -v c="app/item-$i" '$1 == 0 && $3 == c { print $4 }' placement.csv; done | paste -sd ' ' -)
	check "$what: $wanted (got $got)" test "$got" = "$wanted"
}
expect_bins first-fit "0 1 0 1 2 2 3 1 4"
expect_bins best-fit "0 1 0 1 2 2 3 1 4" --set placement=best-fit
expect_bins worst-fit-used "0 1 0 1 2 2 3 3 4" --set 'placement={worst-fit: {nodes: used}}'
expect_bins worst-fit "0 1 2 3 4 5 6 7 8" --set placement=worst-fit
expect_bins next-fit "0 1 2 2 3 3 4 4 5" --set placement=next-fit
expect_bins round-robin "0 1 2 3 4 5 6 7 8" --set placement=round-robin
expect_bins first-fit-decreasing "2 0 2 0 1 3 3 0 1" --set 'placement={first-fit: {decreasing: true}}'
expect_bins edge-only "0 1 0 1 2 2 3 1 4" --set placement=edge-only
place "$cases/bins.yaml" --set placement=random
cp placement.csv random.csv
check "random: more than one bin is used" test "$(awk -F, 'FNR > 1 { print $4 }' random.csv | sort -u | wc -l)" -gt 3
place "$cases/bins.yaml" --set placement=random --replications 2
awk -F, '$1 == 1 { print $3, $4 }' placement.csv >second
awk -F, 'FNR > 1 { print $3, $4 }' random.csv >first
check "random: the same in every replication" cmp -s first second
place "$cases/bins.yaml" --set placement=random --seed 2
awk -F, 'FNR > 1 { print $3, $4 }' placement.csv >second
check "random: another seed places otherwise" test "$(cmp -s first second; echo $?)" -eq 1
run "$FOGLINE" check "$cases/bins.yaml" --set placement=cloud-only
expect_code "cloud-only without a cloud" 2
expect_in "it says so" err "component 'item-0' cannot be placed by cloud-only: none of the nodes it may go to is in the tier cloud"
# Edge-ward, as published with iFogSim: four phones leave the calculator at their gateway (0.9 x 3500 MI / 5 ms x 4 = 2520 of 2800 MI/ms), a fifth
# is too much for it and for the proxy above.
game=$SRCDIR/scenarios/classic/game.yaml
place "$game"
expect_hosts game/calculator edge-ward "gateway[0]"
place "$game" --set nodes.phone.count=5
expect_hosts game/calculator edge-ward "cloud[0]"
place "$game" --set nodes.phone.count=9 --set nodes.gateway.count=2
expect_hosts game/calculator edge-ward "cloud[0] gateway[1]"
run "$FOGLINE" check "$game" --set nodes.phone.count=100 --set nodes.cloud.speed="2800 MI/ms"
expect_code "edge-ward with more load than any node bears" 2
expect_in "it says so" err "has the cores and the memory for its load"
finish
