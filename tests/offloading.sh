#!/bin/sh
# Offloading: which instance each policy chooses, read from the requests' `node`, where the answer was worked out by hand. More stand in tests/by_hand.
. "$SRCDIR/tests/lib.sh"

choices=$SRCDIR/tests/offloading/choices.yaml
loaded=$SRCDIR/tests/offloading/loaded.yaml

# requests SCENARIO POLICY: run it, and make chosen: when each request began, and the name of the node that served it.
requests() {
	run "$FOGLINE" run "$1" -q -o out.h5 --set offloading="$2"
	expect_code "$2 runs" 0
	"$FOGLINE" inspect out.h5 nodes --csv >nodes.csv
	"$FOGLINE" inspect out.h5 requests --csv | awk -F, '
		NR == FNR { if (FNR > 1) name[$1] = $2; next }
		FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ print $at["created_s"], name[$at["node"]] }' nodes.csv - | sort -g >chosen
}

# chooses POLICY NODE...: for the ten requests in turn; one node stands for all.
chooses() {
	policy=$1
	shift
	[ $# -eq 1 ] && set -- "$1" "$1" "$1" "$1" "$1" "$1" "$1" "$1" "$1" "$1"
	requests "$choices" "$policy"
	got=$(awk '{ print $2 }' chosen | paste -sd ' ' -)
	check "$policy chooses $* (got $got)" test "$got" = "$*"
	awk '{ print $1 }' chosen >when
	[ -e always ] || cp when always
	check "$policy: the requests are the same" cmp -s when always
}

chooses local phone
chooses nearest near
chooses cloud-only cloud
chooses round-robin phone cloud far near phone cloud far near phone cloud
# Jobs per core, equals in order. At 0.1 s all are idle: phone, which is busy until 2.1 s. At 0.2 the cloud, far at 0.3, near at 0.4. At 0.5 the cloud is idle
# again (0.24 to 0.49 s); at 0.6 it has 1/8, far 1/4, near 1/2; from 0.7 on two of its jobs are there, 2/8, as much as far's 1/4, which stands behind it.
chooses least-loaded phone cloud far near cloud cloud cloud cloud cloud cloud
# With all of them looked at, less what is drawn twice, it is the least loaded; equals by chance, so only the first four are known to differ.
requests "$choices" "{power-of-two: {choices: 1000}}"
check "power of 1000: the idle ones first" test "$(head -n 4 chosen | awk '{ print $2 }' | sort -u | wc -l)" -eq 4
# (Chosen so far + 1) x weight x seconds: cloud 0.45 each, near 1.2, far 2.4, phone 2.6. So cloud 0.45, 0.9, near 1.2, cloud 1.35, 1.8, 2.25, then far and near both
# 2.4, far first, phone 2.6, cloud 2.7.
chooses trade-off cloud cloud near cloud cloud cloud far near phone cloud
# With a device's weight of 0.125, phone 0.25 each: 0.25, cloud 0.45, phone 0.5, 0.75, cloud 0.9, phone 1, near 1.2, phone 1.25, cloud 1.35, phone 1.5.
chooses "{trade-off: {device: 0.125}}" phone cloud phone phone cloud phone near phone cloud phone

# Without a deadline every instance is in time: the nearest, which is the phone itself, or the first of them.
chooses deadline-aware phone
chooses "{policy: deadline-aware, tiers: [cloud, edge], prefer: first}" cloud

# Only these tiers, in the order of the nodes whatever that of the tiers. Of far (4 cores) and near (2): both idle, far; then near, idle; far 1/4 against 1/2; equals
# at 1/2, far; near 1/2 against 3/4; far 3/4 against 1; equals at 1, far; near; far 5/4 against 3/2; equals at 3/2, far.
chooses "{policy: round-robin, tiers: [edge, cloud]}" cloud far near cloud far near cloud far near cloud
chooses "{policy: least-loaded, tiers: edge}" far near far far near far far near far far
chooses "{policy: nearest, tiers: [cloud, edge]}" near
chooses "{nearest: cloud}" cloud
chooses "{policy: local, tiers: device}" phone
chooses "{policy: random, tiers: device}" phone
# Near 1.2 each, far 2.4, phone 2.6.
chooses "{policy: trade-off, tiers: [fog, device, edge]}" near far near phone near far near phone near far

# Loads by reports at 0, 0.45 and 0.9 s; the phone knows its own. First it takes itself, then the cloud, idle as reported; at 0.45 three of these are there, and far is
# the first idle one; at 0.9 the cloud is idle again.
chooses "{policy: least-loaded, information: {every: 450 ms}}" phone cloud cloud cloud far far far far cloud cloud
# With one report for all of them, when everybody is idle, all go to the first, or to the nearest below the threshold.
chooses "{policy: least-loaded, tiers: [cloud, edge], information: 10 s}" cloud
chooses "{policy: threshold, load: 0.5, tiers: edge, information: 10 s}" near
chooses "{policy: power-of-two, choices: 1, tiers: device, information: 10 s}" phone
# Every 10 ms the report is as good as the state: nothing changes in the last 10 ms before a request, but for jobs of less than that.
chooses "{policy: least-loaded, information: 10 ms}" phone cloud far near cloud cloud cloud cloud cloud cloud
requests "$choices" "{policy: random, information: 1 s}"
expect_in "reports for a policy that looks at no loads" err "warning: information has no effect for 'worker': random does not look at loads"

# shares POLICY NODE COUNT...: of about 4000 tasks so many go to each, within four standard deviations of the binomial, its COUNT being per 900.
shares() {
	policy=$1
	requests "$loaded" "$policy"
	n=$(wc -l <chosen)
	shift
	while [ $# -gt 0 ]; do
		got=$(awk -v node="$1" '$2 == node' chosen | wc -l)
		check "$policy: $2 of 900 to $1 (got $got of $n)" awk -v n="$n" -v got="$got" -v p="$2" 'BEGIN {
			p /= 900
			d = got - n * p
			exit !(n > 3700 && d * d <= 16 * n * p * (1 - p) + 1e-9) }' </dev/null
		shift 2
	done
}

shares random a 225 b 225 c 225 d 225
shares least-loaded a 0 b 0 c 0 d 900
# Two draws with replacement: the worst only if both are it, 1/16; then 3, 5 and 7 sixteenths. Of three: 1, 7, 19 and 37 of 64.
shares power-of-two a 56.25 b 168.75 c 281.25 d 393.75
shares "{power-of-two: {choices: 3}}" a 14.0625 b 98.4375 c 267.1875 d 520.3125
shares "power-of-two(1)" a 225 b 225 c 225 d 225
# Cores x speed: 1, 2, 4, 4 of 11; with weights 1 x 2, 2 x 2, 4 x 1, 0.
shares weighted a 81.818 b 163.636 c 327.273 d 327.273
shares "{weighted: {edge: 2, fog: 1, cloud: 0}}" a 180 b 360 c 360 d 0
shares round-robin a 225 b 225 c 225 d 225
shares "{policy: random, tiers: [fog, edge]}" a 300 b 300 c 300 d 0
shares "{policy: weighted, tiers: [edge, fog]}" a 128.571 b 257.143 c 514.286 d 0
shares "{policy: power-of-two, choices: 1000, tiers: edge}" a 0 b 900 c 0 d 0

# decisions POLICY ROW: how often it decided, between how many in all, how many of these were timed.
decisions() {
	requests "$choices" "$1"
	"$FOGLINE" inspect out.h5 run/decisions --csv | sed 's/,[^,]*$//' >counted
	printf 'replication,component,policy,decisions,candidates,timed\n%s\n' "$2" | cmp -s - counted
	check "$1: $2" test $? -eq 0
}

decisions least-loaded 0,app/worker,least-loaded,10,40,1
decisions "{policy: random, tiers: [cloud, edge]}" 0,app/worker,random,10,30,1
decisions "{policy: nearest, tiers: edge}" 0,app/worker,nearest,10,20,1
"$FOGLINE" inspect out.h5 run/decisions --csv >counted
check "a decision took some time" awk -F, 'NR == 2 { exit !($7 > 0 && $7 < 1) }' counted
check "/run is still there" test "$("$FOGLINE" inspect out.h5 run --csv | head -n 1)" = created,wall_s,cpu_s,host,workers
requests "$choices" nearest
run "$FOGLINE" inspect out.h5 run/decisions
expect_code "nobody decides" 2
FOGLINE_RUN_INFO=0 "$FOGLINE" run "$choices" -q -o out.h5 --set offloading=random
run "$FOGLINE" inspect out.h5 run/decisions
expect_code "nothing that differs between runs" 2
if grep -q "there are:.* run[,/]" err; then fail "no trace of /run"; else pass "no trace of /run"; fi

wrong() {
	refused "$choices" "$@"
}

at=applications.app.components.worker.at
wrong "local without the origin" "local: component 'worker' has no instance at the origin" offloading.policy=local $at="[near, far]"
wrong "cloud-only without a cloud" "has no instance in the tier cloud" offloading.policy=cloud-only $at="[near, far]"
wrong "weighted without bounds" "weighted: 'near' has unlimited cores" offloading.policy=weighted nodes.near.cores=unlimited
wrong "weighted to nothing" "weighted: every instance of 'worker' has weight 0" offloading="{weighted: {edge: 0}}" $at="[near, far]"
wrong "none of the choices" "choices: 0 is outside" offloading="power-of-two(0)"
wrong "options of another policy" "unknown key 'choices'" offloading="{policy: weighted, choices: 2}"
wrong "a tier without instances" "least-loaded: component 'worker' has no instance in the tier fog for requests of 'phone'" offloading="{policy: least-loaded, tiers: fog}"
wrong "tiers without instances" "random: component 'worker' has no instance in the tier device or fog" offloading="{policy: random, tiers: [fog, device]}" $at="[near, far]"
wrong "local without the device" "local: component 'worker' has no instance in the tier edge or cloud for" offloading="{policy: local, tiers: [edge, cloud]}"
wrong "cloud-only among the edge" "cloud-only: component 'worker' has no instance in the tier cloud that \`tiers\` allows" offloading="{policy: cloud-only, tiers: edge}"
wrong "nearest at the origin alone" "nearest: component 'worker' has no instance but at the origin" offloading="{policy: nearest, tiers: device}"
wrong "a tier that is none" "unknown tiers 'clod'; did you mean 'cloud'?" offloading="{policy: random, tiers: [edge, clod]}"
wrong "a tier twice" "tiers: 'edge' stands twice in the list" offloading="{policy: random, tiers: [edge, edge]}"
wrong "no tier" "tiers: the list is empty" offloading="{policy: random, tiers: []}"
wrong "an unknown preference" "unknown prefer 'fastest'" offloading="{policy: deadline-aware, prefer: fastest}"
wrong "reports all the time" "every: 0 s is outside" offloading="{policy: least-loaded, information: {every: 0 s}}"
wrong "reports in what" "information: 'every' is missing" offloading="{policy: least-loaded, information: {}}"
finish
