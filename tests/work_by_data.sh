#!/bin/sh
# Work by data beside tests/by_hand/work-by-data.yaml: what is known before the run counts it, and so do the policies; what is refused.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/tests/by_hand/work-by-data.yaml
ask=applications.app.messages.ask

run "$FOGLINE" check "$scenario"
expect_code "it is valid" 0
check "the offered load of the edge is 26.4 %" grep -q '^ *0\.264  *edge ' out
check "that of the phone 0.1 %" grep -q '^ *0\.001  *phone ' out
run "$FOGLINE" check "$scenario" --set "$ask.work=exponential(660 cycle/bit)"
check "and of a mean twice as large 52.8 %" grep -q '^ *0\.528  *edge ' out

# 330 cycle/bit take 264 ms at the edge, and 26.4 + 2 x 50 ms for way and work in the cloud; a tenth of it 26.4 ms at the edge.
sed 's/worker: {layer: service, at: edge}/worker: {layer: service, among: [edge, cloud]}/' "$scenario" >placed.yaml
for policy in greedy-latency optimal annealing genetic min-cut heft; do
	for case in "330 cloud" "33 edge"; do
		run "$FOGLINE" check placed.yaml --set "placement=$policy" --set "$ask.work=${case% *} cycle/bit"
		check "$policy: ${case% *} cycle/bit go to the ${case#* }" grep -q "worker .*placed by $policy: ${case#* }" out
	done
done
# 4 a second are more than the edge bears: 105.6 %; 3 are not.
for case in "0.25 cloud" "0.334 edge"; do
	run "$FOGLINE" check placed.yaml --set placement=edge-ward --set "workload.asks.arrivals.periodic.every=${case% *} s"
	check "edge-ward: one every ${case% *} s go to the ${case#* }" grep -q "worker .*placed by edge-ward: ${case#* }" out
done

# A person may write any prefixes, and sizes that are drawn: the same request has the same work.
same() {
	"$FOGLINE" run "$scenario" -q -o same.h5 --set "$ask.work=$1" && "$FOGLINE" inspect same.h5 summary --csv | awk -F, '$1 == "service_time" && $2 == "app/whole" { print $4 }'
}
check "2.64 Gcycle/MB is 330 cycle/bit" test "$(same "2.64 Gcycle/MB")" = "$(same "330 cycle/bit")"
run "$FOGLINE" show "$scenario" --set "$ask.work={uniform: {from: 100 cycle/bit, to: 2 kcycle/B}}"
expect_in "show writes it as it may be read" out "work: {uniform: {from: 100 cycle/bit, to: 2000 cycle/B}}"

# refused WORK TEXT
refused() {
	run "$FOGLINE" check "$scenario" --set "$ask.work=$1"
	expect_code "$1: refused" 2
	expect_in "$1: says so" err "$2"
}
refused "{choice: {330 cycle/bit: 0.5, 5 Mcycle: 0.5}}" "'5 Mcycle' is a number of cycles; expected a number of cycles by data (cycle/bit, cycle/B, Mcycle/MB)"
refused "1 MI/MB" "the work of 'ask' is in instructions, but node group 'edge'"
refused "330 cycle/s" "'330 cycle/s' is a clock rate"

run "$FOGLINE" check "$scenario" --set "$ask.size=0 B"
expect_code "without a size: valid" 0
expect_in "without a size: warned" err "the work of 'ask' is for each byte of its size, and it has none: it asks for no work"
finish
