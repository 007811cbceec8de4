#!/bin/sh
# Messages by the clock (`every`) and copies for all (`deliver: all`), beyond what tests/by_hand works out: draws, sameness, and what cannot be.
. "$SRCDIR/tests/lib.sh"

clock=$SRCDIR/tests/copies/clock.yaml
FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO

run "$FOGLINE" run "$clock" -q -j 1 -o clock.h5
expect_code "it runs" 0
expect_empty "without warnings" err
run "$FOGLINE" run "$clock" -q -j 2 -o two.h5
check "the same bytes for two workers" cmp -s clock.h5 two.h5
"$FOGLINE" show "$clock" >effective.yaml
run "$FOGLINE" run effective.yaml -q -o effective.h5
"$FOGLINE" inspect clock.h5 requests --csv >requests.csv
"$FOGLINE" inspect effective.h5 requests --csv >effective.csv
check "what show prints does the same" cmp -s requests.csv effective.csv

# created PATH REPLICATION ORIGIN: when its requests began.
created() {
	awk -F, -v path="$1" -v replication="$2" -v origin="$3" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		$at["path"] == path && $at["replication"] == replication && $at["origin"] == origin { printf "%.6f\n", $at["created_s"] }' requests.csv
}

# Nodes 5 and 6 are the edge nodes. 20 times in 40 s, from a phase of its own in each node and replication.
check "each instance sends every 2 s" test "$(created app/save 0 5 | wc -l) $(created app/save 1 6 | wc -l)" = "20 20"
check "to the nanosecond" test "$(created app/save 0 5 | awk 'NR > 1 { printf "%.6f\n", $1 - last } { last = $1 }' | sort -u)" = 2.000000
phases=$(for replication in 0 1; do for node in 5 6; do created app/save $replication $node | head -n 1; done; done | sort -u | wc -l)
check "phases are drawn" test "$phases" -eq 4

# Copies have one size and work: of what was sent by the clock alone every replica has got as many bytes, and worked as much.
run "$FOGLINE" run "$clock" -q --replications 1 --set run.drain="10 s" --set workload.w.arrivals.poisson.rate="0 /s" \
	--set applications.app.messages.alert.every.poisson.rate="0 /s" -o drained.h5
"$FOGLINE" inspect drained.h5 node_totals --csv >nodes.csv
same=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["group"] == "replica" { print $at["arrived"], $at["served"] }' nodes.csv | sort -u)
check "every replica got every copy, 20 of each edge node" test "$same" = "40 40"
"$FOGLINE" inspect drained.h5 link_totals --csv >links.csv
sizes=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["group"] == "replica->edge" && $at["direction"] == "down" { print $at["bytes"] }' links.csv | sort | uniq -c | awk '{ print $1 }' | paste -sd ' ' -)
check "the copies of a sending are of one size (links with equal bytes: $sizes)" test "$sizes" = "3 3"

# Nothing that is drawn elsewhere moves when a clock is taken away.
sed '/ save: {from: monitor/d; / save: {from: save/d' "$clock" >without.yaml
run "$FOGLINE" run without.yaml -q -o without.h5
expect_code "it runs without a clock" 0
created app/alert 0 5 >before
"$FOGLINE" inspect without.h5 requests --csv >requests.csv
created app/alert 0 5 >after
check "other clocks go as before" cmp -s before after

wrong() {
	refused "$clock" "$@"
}

m=applications.app.messages
wrong "a clock that follows" "'seen' is sent by the clock (every), so it cannot follow 'alert'" $m.seen.every="1 s" $m.seen.probability=1
wrong "a clock with a probability" "'save' is sent by the clock (every), each time: probability has no effect" $m.save.probability=0.5
wrong "no time" "is a data size; expected a time" $m.save.every="3 MB"
wrong "a time of 0" "every: 0 s is outside" $m.save.every="0 s"
wrong "no such arrivals" "did you mean 'poisson'" $m.save.every="posson(2 /s)"
wrong "deliver to whom?" "did you mean 'all'" $m.save.deliver=al
wrong "to the origin without copies" "'alert' goes to 'ui' at the origin, but what begins with 'alert' is sent by the clock from instances of 'monitor' and belongs to no device" \
	$m.alert.deliver=one
wrong "from devices to devices" "'reading' is for all devices, but its sender 'ui' runs at the origin too" $m.reading.to=ui $m.reading.deliver=all

# Each copy may set off the next round: three copies at 40 % do not die out, at 30 % they do.
sed 's/^      save: {from: monitor.*/      save: {after: [reading, again], from: monitor, to: store, deliver: all}\
      again: {after: save, from: store, to: monitor, probability: 0.4}/' "$clock" >cycle.yaml
run "$FOGLINE" check cycle.yaml
expect_code "copies that do not die out" 2
expect_in "copies that do not die out: says so" err "what follows 'reading' does not die out"
run "$FOGLINE" check cycle.yaml --set $m.again.probability=0.3
expect_code "copies that die out" 0
finish
