#!/bin/sh
# Memory does not grow with the length of a run: one of ten times the length, with a row for each request, needs as much.
. "$SRCDIR/tests/lib.sh"

[ "$SANITIZE" != yes ] || skip "the sanitizers keep what is freed"
scenario=$SRCDIR/scenarios/8-bench-offloading.yaml

# kilobytes DURATION: the greatest resident set of the program and its worker.
kilobytes() {
	"$BUILDDIR/tests/bench/measure" "$FOGLINE" run "$scenario" -q -j 1 --set output.requests=all --set output.series="10 s" \
		--set nodes.device.count=1000 --set nodes.edge.count=10 --set run.duration="$1 s" -o memory.h5 | sed 's/.* \([0-9]*\) kB.*/\1/'
}

short=$(kilobytes 100)
rows=$("$FOGLINE" inspect memory.h5 runs --csv | awk -F , 'NR == 2 { print $5 }')
check "the short run has more than one block of rows ($rows)" test "$rows" -gt 65536
long=$(kilobytes 1000)
rows=$("$FOGLINE" inspect memory.h5 runs --csv | awk -F , 'NR == 2 { print $5 }')
check "the long run has ten times as many ($rows)" test "$rows" -gt 900000
check "and needs as much memory, within 2 MB ($short and $long kB)" test "$((long - short))" -lt 2048
finish
