#!/bin/sh
# The speed report, as Markdown: fogline against bare reference loops of the same work, interleaved, in user CPU time (what
# writes rows: user and system). It judges nothing by its exit code: a shared machine is no place for that.
#
# bench.sh BUILD_DIR SOURCE_DIR [FILE.md]
#
# With FILE.md the figures go there, between the lines `<!-- figures -->` and `<!-- end of figures -->`, and nothing is printed.
# BENCH_FAST=1: one round of a tenth of the work. BENCH_ROUNDS=N: N rounds (default 5).
set -eu

if [ $# -ne 2 ] && [ $# -ne 3 ]; then
	echo "usage: bench.sh BUILD_DIR SOURCE_DIR [FILE.md]" >&2
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
rows=2000000
requests=1000000
simpy_requests=20000
sweep_runs=1000
if [ "${BENCH_FAST:-0}" = 1 ]; then
	rounds=1
	events=400000
	draws=2000000
	rows=200000
	requests=100000
	simpy_requests=4000
	sweep_runs=100
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
	printf '| %-50s | %12s | %12s | %5s | %5s | %5s |\n' "$@"
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

# Run W2 in fogline: fogline_run DEVICES DURATION ROWS. Prints seconds of user CPU, of system CPU, and kilobytes.
fogline_run() {
	edges=$(($1 / 100))
	"$programs/measure" "$build/fogline" run "$scenario" -q -j 1 --set "nodes.device.count=$1" \
		--set "nodes.edge.count=$edges" --set "run.duration=$2 s" --set "output.requests=$3" -o "$work/w2.h5"
}

# Requests per second of user CPU, with rows of user and system CPU; the devices make one each second.
fogline_rate() {
	devices=$1 rows_of=$2 number=$3
	duration=$(awk -v n="$number" -v m="$devices" 'BEGIN { print n / m }')
	used=$(fogline_run "$devices" "$duration" "$rows_of") || return 1
	echo "$used" | awk -v n="$number" -v rows="$rows_of" '{ printf "%.0f\n", n / ($1 + (rows == "none" ? 0 : $3)) }'
}

# Bytes for each device: what a million of them need more than a hundred.
memory() {
	many=$(fogline_run 1000000 1 none) || return 1
	few=$(fogline_run 100 1 none) || return 1
	echo "$many $few" | awk '{ printf "%.0f\n", ($5 - $11) * 1024 / (1e6 - 100) }'
}

# Milliseconds of CPU to the first event of the quick start, less those of a program that only says its version.
start() {
	rm -f "$work/start.h5"
	loader=$("$programs/start" "$build/fogline" --version) || return 1
	whole=$("$programs/start" "$build/fogline" run "$source/scenarios/1-quickstart.yaml" -q -j 1 --replications 1 \
		--set "run.duration=1 ns" --set "run.warmup=0 s" -o "$work/start.h5") || return 1
	echo "$loader $whole" | awk '{ printf "%.3f\n", $5 + $7 - $1 }'
}

# sweep RUNS DURATION OPTION...: a sweep of so many runs of W2 with 100 devices, new each time. Prints as fogline_run does.
# What others left stays until the end: some file systems take long to make files where many were removed a moment ago.
sweep() {
	runs=$1 length=$2
	shift 2
	folder=$(mktemp -d "$work/sweep.XXXXXX")
	"$programs/measure" "$build/fogline" sweep "$scenario" -q --set nodes.device.count=100 --set nodes.edge.count=1 --set output.requests=none \
		--set "run.duration=$length s" --set "run.warmup=0 s" --vary run.drain=0s,1s --replications $((runs / 2)) -o "$folder/sweep" "$@"
}

# Milliseconds of CPU for each run of a sweep that has nothing to simulate, less what a sweep costs as such.
sweep_overhead() {
	few=$(sweep 20 0.000000001 -j 1) || return 1
	many=$(sweep "$sweep_runs" 0.000000001 -j 1) || return 1
	echo "$few $many" | awk -v n="$sweep_runs" '{ printf "%.3f\n", 1e3 * ($7 + $9 - $1 - $3) / (n - 20) }'
}

# Percent of wall time x cores that a sweep of runs of 50 ms does not spend as user CPU. A few runs tell how long simulated 50 ms are.
sweep_idle() {
	pilot=40 length=1200
	used=$(sweep "$pilot" "$length") || return 1
	length=$(echo "$used" | awk -v n="$pilot" -v tried="$length" '{ printf "%.0f\n", tried * 0.05 * n / $1 }')
	from=$(date +%s.%N)
	used=$(sweep "$sweep_runs" "$length") || return 1
	echo "$used $from $(date +%s.%N)" | awk -v cores="$(nproc)" '{ printf "%.2f\n", 100 * (1 - $1 / ($NF - $(NF - 1)) / cores) }'
}

# bound WHAT UNIT MUST AIM COMMAND: the command prints a number, the lower the better.
bound() {
	: >"$work/bound"
	round=0
	while [ "$round" -lt "$rounds" ]; do
		round=$((round + 1))
		$5 >>"$work/bound" || {
			row "$1" - "not run" - "$3" "$4"
			return 0
		}
	done
	row "$1" - "$(human "$(median "$work/bound")" "$2")" - "$3" "$4"
}

report() {
	cpu=$(sed -n 's/^model name[^:]*: //p; s/^vendor_id[^:]*: //p' /proc/cpuinfo | sort -u | tr '\n' ' ')
	echo "Machine: processor ${cpu}with $(nproc) cores, $(sed -n 's/^PRETTY_NAME="\(.*\)"/\1/p' /etc/os-release), $(gcc --version | head -n 1)."
	echo "Date: $(date -u +%Y-%m-%dT%H:%MZ). Rounds: $rounds, medians. Load before: $(cut -d ' ' -f 1 /proc/loadavg)."
	[ "${BENCH_FAST:-0}" != 1 ] || echo "A tenth of the work, so that start-up weighs ten times as much."
	echo
	row workload reference fogline ratio must aim
	row "---" "--:" "--:" "--:" "--:" "--:"
	for pending in 100 10000 1000000; do
		loop=ladder
		[ "$pending" -gt 1000 ] || loop=heap
		compare "W1, $pending pending (bare $loop)" 0.6 0.8 ns less \
			"$programs/hold $loop $pending $events" "$programs/hold kernel $pending $events"
	done
	for devices in 100 10000 100000; do
		loop=ladder
		[ "$devices" -gt 1000 ] || loop=heap
		compare "W2, $devices devices (bare $loop)" 0.4 0.6 /s more \
			"$programs/w2_bare $loop $devices $requests" "fogline_rate $devices none $requests"
	done
	for devices in 100 10000 100000; do
		loop=ladder
		[ "$devices" -gt 1000 ] || loop=heap
		compare "W2, $devices devices, with rows (bare, raw columns)" 0.35 0.5 /s more \
			"$programs/w2_bare $loop $devices $requests $work/raw" "fogline_rate $devices all $requests"
		rm -f "$work/raw"
	done
	if "$python" -c 'import simpy' 2>/dev/null; then
		compare "W2, 1000 devices (SimPy)" 25 - /s more \
			"$python $source/tests/bench/w2_simpy.py 1000 $simpy_requests" "fogline_rate 1000 none $requests"
	else
		row "W2, 1000 devices (SimPy: install python3-simpy3)" - "not run" - 25 -
	fi
	compare "rows of ten columns (raw fwrite)" 0.26 0.7 /s more \
		"$programs/rows raw $rows $work" "$programs/rows fogline $rows $work"
	compare "exponential draw (inline ziggurat)" 0.4 0.67 ns less "$programs/draw bare $draws" "$programs/draw kernel $draws"
	compare "exponential draw (GSL on mt19937)" 2 - ns less "$programs/draw gsl $draws" "$programs/draw kernel $draws"
	for vertices in 10000 100000; do
		compare "tree of routes, cold, $vertices vertices (igraph's paths)" 2 10 us less \
			"$programs/route igraph $vertices 1" "$programs/route tree $vertices 1"
	done
	bound "a step of a route, warm, 10000 vertices, 9000 of them stubs" ns 100 - "$programs/route step 10000 0.1"
	for vertices in 10000 100000; do
		compare "building routes, $vertices vertices, 9 of 10 stubs (bare)" 0.4 - us less \
			"$programs/route bare-build $vertices 0.1" "$programs/route build $vertices 0.1"
		compare "tree of routes, cold, $vertices vertices, 9 of 10 stubs (bare)" 0.4 - us less \
			"$programs/route bare-tree $vertices 0.1" "$programs/route tree $vertices 0.1"
		compare "a whole route, warm, $vertices vertices, 9 of 10 stubs (bare)" 0.4 - ns less \
			"$programs/route bare-route $vertices 0.1" "$programs/route route $vertices 0.1"
		most_tree=117 most_route=68
		[ "$vertices" -eq 10000 ] || { most_tree=1600 most_route=521; }
		bound "tree of routes, cold, $vertices vertices, 9 of 10 stubs" us "$most_tree" - "$programs/route tree $vertices 0.1"
		bound "a whole route, warm, $vertices vertices, 9 of 10 stubs" ns "$most_route" - "$programs/route route $vertices 0.1"
		bound "a route asked for before, $vertices vertices" ns "$most_route" - "$programs/route again $vertices 1"
	done
	bound "quick start to its first event, beyond the loader" ms 5 2 start
	bound "a run of a sweep of $sweep_runs empty ones" ms 2 - sweep_overhead
	(rounds=1 && bound "a sweep of $sweep_runs runs of 50 ms, what is no user CPU" % 5 - sweep_idle)
	bound "memory for each of 1000000 devices" B 250 170 memory
	echo
	sh "$source/tests/bench/profile.sh" "$build" "$source"
}

if [ $# -eq 2 ]; then
	report
	exit 0
fi
if ! grep -qx '<!-- end of figures -->' "$3"; then
	echo "bench.sh: $3 has no place for figures" >&2
	exit 2
fi
report >"$work/figures"
awk -v figures="$work/figures" '
/^<!-- end of figures -->$/ { inside = 0 }
!inside { print }
/^<!-- figures -->$/ {
	inside = 1
	print ""
	while ((getline line <figures) > 0)
		print line
	print ""
}' "$3" >"$work/new"
cat "$work/new" >"$3"
