#!/bin/sh
# O-D03, module by module: each of the 27 placements of three modules on three nodes is tried, the first module being pinned. Those that find room are
# counted; what they cost in a run is never less than what `optimal` costs.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/tests/validation/O-D03.yaml

# cost ARGUMENT...: of a run, latency x rate over all paths, in milliseconds for each second; nothing if there is no room.
cost() {
	"$FOGLINE" run "$scenario" -q -o run.h5 "$@" 2>err || return 0
	"$FOGLINE" inspect run.h5 summary --csv | awk -F, '
		$1 == "latency" { latency[$2] = $4 }
		$1 == "throughput" { rate[$2] = $4 }
		END { for (path in latency) sum += 1000 * latency[path] * rate[path]; printf "%.6f\n", sum }'
}

components=applications.modules.components
for m1 in n0 n1 n2; do
	for m2 in n0 n1 n2; do
		for m3 in n0 n1 n2; do
			echo "$m1 $m2 $m3 $(cost --set $components.m1.at=$m1 --set $components.m2.at=$m2 --set $components.m3.at=$m3)"
			[ -s err ] && cat err >>refused
		done
	done
done >costs
check "all 27 were tried" test "$(wc -l <costs)" -eq 27
check "12 of them find room" test "$(awk 'NF == 4' costs | wc -l)" -eq 12
check "the others are refused for want of memory" test "$(grep -c 'finds no room on\|find no room' refused)" -ge 15
check "the least cost is 33, with all three on the second node" test "$(awk 'NF == 4' costs | sort -k4,4g | head -n 1)" = "n1 n1 n1 33.000000"
check "optimal costs as much" test "$(cost)" = 33.000000
finish
