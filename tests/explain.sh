#!/bin/sh
# `run --explain`: what was there to choose from, what was known, what was chosen; against texts whose figures follow from the cases by hand.
. "$SRCDIR/tests/lib.sh"

# explains NAME SCENARIO WHAT [SET...]: the run says what is in tests/explain/NAME.txt, and makes no file. UPDATE=yes writes the text anew, to be read before it is kept.
explains() {
	name=$1 scenario=$SRCDIR/tests/$2 what=$3
	shift 3
	for set in "$@"; do
		shift
		set -- "$@" --set "$set"
	done
	run "$FOGLINE" run "$scenario" --explain "$what" -o "$name.h5" "$@"
	expect_code "$name is explained" 0
	[ "${UPDATE:-no}" = no ] || cp out "$SRCDIR/tests/explain/$name.txt"
	check "$name: as expected" diff -u "$SRCDIR/tests/explain/$name.txt" out
	check "$name: no file" test ! -e "$name.h5"
}

# 0.3 s, the report of 0.25 s: the phone has its first task, the cloud the second, which came at 0.24 s and takes until 0.49 s.
explains least-loaded offloading/choices.yaml 3 "offloading={policy: least-loaded, information: 250 ms}"
# The scores are those worked out in offloading.sh.
explains trade-off offloading/choices.yaml app/worker offloading=trade-off
# The near server has two tasks, one of them with 25 ms to go, which is not known: 5 + 3 x 100 ms.
explains deadline by_hand/offload-deadline.yaml 3
# 14 ms/s are the 7 requests a second at their own sites (1 ms there, 1 ms of work); the rest is that of chain.yaml.
explains chain placement/chain.yaml worker placement=greedy-latency
# After 5, 7 and 5 GB: bin 0 is full, bin 1 has 3 GB left.
explains bins placement/bins.yaml item-3

# The choices told are those of the run itself.
run "$FOGLINE" run "$SRCDIR/tests/offloading/choices.yaml" -q -o run.h5 --set offloading=trade-off
"$FOGLINE" inspect run.h5 nodes --csv >nodes.csv
"$FOGLINE" inspect run.h5 requests --csv | awk -F, '
	NR == FNR { name[$1] = $2; next }
	FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	{ print $at["created_s"], name[$at["node"]] }' nodes.csv - | sort -g | head -n 5 | awk '{ print $2 }' >served
sed -n 's/^  > //p' "$SRCDIR/tests/explain/trade-off.txt" >told
check "what is told is what happens" cmp -s served told

# wrong WHAT CODE TEXT OPERAND
wrong() {
	run "$FOGLINE" run "$SRCDIR/tests/offloading/choices.yaml" --explain "$4"
	expect_code "$1" "$2"
	expect_in "$1: says so" err "$3"
	expect_empty "$1: nothing on stdout" out
}

wrong "a component that is none" 2 "unknown component 'wrker'; did you mean 'worker'?" wrker
wrong "one of another application" 2 "unknown component 'apps/worker'; did you mean 'app/worker'?" apps/worker
wrong "a request too many" 2 "there is no request 11: the run has 10" 11
wrong "request 0" 2 "requests are numbered from 1 to 4294967295" 0
wrong "a number too large" 2 "requests are numbered from 1" 99999999999999999999
explains pinned offloading/choices.yaml ui
finish
