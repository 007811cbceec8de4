#!/bin/sh
# Where the time of a W2 request goes, as Markdown: samples of the processor clock, by the source file that the code is from,
# inlined or not. Needs perf (in Debian: linux-perf) and a program with debug information, which is the default.
#
# profile.sh BUILD_DIR SOURCE_DIR
set -eu

if [ $# -ne 2 ]; then
	echo "usage: profile.sh BUILD_DIR SOURCE_DIR" >&2
	exit 2
fi
build=$1
scenario=$2/scenarios/8-bench-offloading.yaml
requests=1000000
hertz=5000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

# sampled DEVICES: a million requests; prints `DEVICES SAMPLES FILE` for each source file.
sampled() {
	perf record -q -e cpu-clock -F "$hertz" -o "$work/perf" "$build/fogline" run "$scenario" -q -j 1 --set "nodes.device.count=$1" \
		--set "nodes.edge.count=$(($1 / 100))" --set "run.duration=$((requests / $1)) s" --set output.requests=none \
		-o "$work/w2.h5" >/dev/null 2>&1 &&
		perf report -i "$work/perf" --no-children -F sample,srcfile 2>/dev/null |
		awk -v devices="$1" 'NF == 2 && $1 + 0 > 0 { print devices, $1, $2 }'
}

if ! { sampled 100 && sampled 10000 && sampled 100000; } >"$work/samples" || [ ! -s "$work/samples" ]; then
	echo "No profile: perf is not installed, or may not sample here (Debian: linux-perf)."
	exit 0
fi
awk -v ns="$((1000000000 / hertz))" -v requests="$requests" '
function part_of(file) {
	if (file ~ /^(keys|equeue|ladder|sim|event)\.[ch]$/) return "event queue and loop"
	if (file ~ /^(random|ziggurat|distribution.*|quantity|poisson)\.[ch]$|^e_exp|^e_log|^s_log/) return "chance: keys of draws, variates"
	if (file ~ /^(request|job|join)\.[ch]$/) return "requests and messages: what follows what, where to"
	if (file ~ /^(direction|core|core_.*)\.[ch]$/) return "links"
	if (file ~ /^(station|fcfs)\.[ch]$/) return "nodes: cores and queues"
	if (file ~ /^(workload)\.[ch]$/) return "arrivals"
	if (file ~ /^(measure.*|stat|accounts|trend)\.[ch]$/) return "statistics: tallies, histograms, parts, laws"
	if (file ~ /^(world|memory|build|offload|view)\.[ch]$/) return "tables of the world, pools, looking ahead"
	return "start and end: loader, reader, HDF5, system"
}
{ n[$1 " " part_of($3)] += $2; all[$1] += $2; part[part_of($3)] += ($1 == 10000) * $2 }
function cell(m, p) { return sprintf("%.0f", n[m " " p] * ns / requests) }
END {
	print "| ns of a request | 100 devices | 10000 devices | 100000 devices |"
	print "| --- | --: | --: | --: |"
	for (p in part)
		printf "%d\t| %s | %s | %s | %s |\n", part[p], p, cell(100, p), cell(10000, p), cell(100000, p) | "sort -rn | cut -f 2"
	close("sort -rn | cut -f 2")
	printf "| **all** | %.0f | %.0f | %.0f |\n", all[100] * ns / requests, all[10000] * ns / requests, all[100000] * ns / requests
}' "$work/samples"
