#!/bin/sh
# The speed report: fogline against bare reference loops of the same work, interleaved, in user CPU time. It judges
# nothing by its exit code: a shared machine is no place for that. Targets are ratios, the higher the better.
#
# bench.sh BUILD_DIR SOURCE_DIR
#
# BENCH_FAST=1: one round of a tenth of the work. BENCH_ROUNDS=N: N rounds (default 5).
set -eu

if [ $# -ne 2 ]; then
	echo "usage: bench.sh BUILD_DIR SOURCE_DIR" >&2
	exit 2
fi
build=$1
source=$2
programs=$build/tests/bench
scenario=$source/scenarios/8-bench-offloading.yaml
python=/usr/bin/python3
rounds=${BENCH_ROUNDS:-5}
events=4000000
draws=20000000
requests=1000000
simpy_requests=20000
if [ "${BENCH_FAST:-0}" = 1 ]; then
	rounds=1
	events=400000
	draws=2000000
	requests=100000
	simpy_requests=4000
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

median() {
	sort -g "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'
}

# Engineering notation of 3 digits for a number and its unit.
human() {
	awk -v x="$1" -v unit="$2" 'BEGIN {
		p = ""
		if (x >= 1e6) { x /= 1e6; p = "M" } else if (x >= 1e4) { x /= 1e3; p = "k" }
		printf "%.3g %s%s", x, p, unit }'
}

row() {
	printf '%-44s %14s %14s %7s %6s %6s\n' "$@"
}

# compare WHAT MUST AIM UNIT more|less REFERENCE OWN: both commands print a number first. Ratios are of each round.
compare() {
	what=$1 must=$2 aim=$3 unit=$4 better=$5 reference=$6 own=$7
	: >"$work/reference"
	: >"$work/own"
	: >"$work/ratio"
	round=0
	while [ "$round" -lt "$rounds" ]; do
		round=$((round + 1))
		if ! r=$($reference) || ! o=$($own); then
			row "$what" - "not run" - "$must" "$aim"
			return 0
		fi
		r=${r%% *}
		o=${o%% *}
		echo "$r" >>"$work/reference"
		echo "$o" >>"$work/own"
		awk -v r="$r" -v o="$o" -v better="$better" \
			'BEGIN { print better == "more" ? o / r : r / o }' >>"$work/ratio"
	done
	row "$what" "$(human "$(median "$work/reference")" "$unit")" "$(human "$(median "$work/own")" "$unit")" \
		"$(printf '%.2f' "$(median "$work/ratio")")" "$must" "$aim"
}

# Run W2 in fogline: fogline_run DEVICES DURATION ROWS. Prints seconds of user CPU and kilobytes.
fogline_run() {
	edges=$(($1 / 100))
	"$programs/measure" "$build/fogline" run "$scenario" -q --set "nodes.device.count=$1" \
		--set "nodes.edge.count=$edges" --set "run.duration=$2 s" --set "output.requests=$3" -o "$work/w2.h5"
}

# Requests per second of user CPU; the devices make one each second.
fogline_rate() {
	devices=$1 rows=$2 number=$3
	duration=$(awk -v n="$number" -v m="$devices" 'BEGIN { print n / m }')
	used=$(fogline_run "$devices" "$duration" "$rows") || return 1
	echo "${used%% *}" | awk -v n="$number" '{ printf "%.0f requests/s\n", n / $1 }'
}

# Bytes for each device: what a million of them need more than a hundred.
memory() {
	many=$(fogline_run 1000000 1 none) || return 1
	few=$(fogline_run 100 1 none) || return 1
	echo "$many $few" | awk '{ printf "%.0f\n", ($3 - $7) * 1024 / (1e6 - 100) }'
}

echo "machine: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | sort -u | head -n 1), $(nproc) cores"
echo "date: $(date -u +%Y-%m-%dT%H:%MZ); rounds: $rounds; user CPU, medians; load: $(cut -d ' ' -f 1 /proc/loadavg)"
echo
row workload reference fogline ratio must aim
for pending in 100 10000 1000000; do
	loop=ladder
	[ "$pending" -gt 1000 ] || loop=heap
	compare "W1 hold, $pending pending (bare $loop)" 0.6 0.8 ns less \
		"$programs/hold $loop $pending $events" "$programs/hold kernel $pending $events"
done
compare "exponential draw (inline ziggurat)" 0.4 0.67 ns less "$programs/draw bare $draws" "$programs/draw kernel $draws"
compare "exponential draw (GSL on mt19937)" 2 - ns less "$programs/draw gsl $draws" "$programs/draw kernel $draws"
if [ ! -x "$build/fogline" ] || [ ! -f "$scenario" ]; then
	echo "W2: not run, for want of $build/fogline or $scenario"
	exit 0
fi
for devices in 100 10000 100000; do
	loop=ladder
	[ "$devices" -gt 1000 ] || loop=heap
	compare "W2, $devices devices (bare $loop)" 0.4 0.6 /s more \
		"$programs/w2_bare $loop $devices $requests" "fogline_rate $devices none $requests"
done
compare "W2 with rows, 10000 devices (bare, no rows)" - - /s more \
	"$programs/w2_bare ladder 10000 $requests" "fogline_rate 10000 all $requests"
if "$python" -c 'import simpy' 2>/dev/null; then
	compare "W2, 1000 devices (SimPy)" 25 - /s more \
		"$python $source/tests/bench/w2_simpy.py 1000 $simpy_requests" "fogline_rate 1000 none $requests"
else
	row "W2, 1000 devices (SimPy, python3-simpy3)" "not installed" - - 25 -
fi
if bytes=$(memory); then
	echo
	echo "memory for each device at 1000000: $bytes bytes (must be at most 250, aim 170; a bare loop 54)"
fi
