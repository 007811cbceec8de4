#!/bin/sh
# The cut of an application between levels, against the simulated latency of every placement; cuts of a network of layers against every split, and known figures.
# Centrality and community: cases worked out by hand.
. "$SRCDIR/tests/lib.sh"

cases=$SRCDIR/tests/placement
network=$SRCDIR/scenarios/split-network.yaml

# latency SCENARIO ARGUMENT...: the mean of its one path, in s.
latency() {
	"$FOGLINE" run "$@" --replications 1 -q -o run.h5 && "$FOGLINE" inspect run.h5 summary --csv | awk -F, '$1 == "latency" { print $4 }'
}

# within WHAT GOT WANTED: within a millionth.
within() {
	check "$1: $3 (got $2)" awk -v got="$2" -v want="$3" 'BEGIN { d = got - want; exit !(got != "" && (d < 0 ? -d : d) <= 1e-6 * want) }'
}

# on NODE: the components that the first row of a placement has there.
on() {
	"$FOGLINE" inspect run.h5 nodes --csv >nodes.csv
	"$FOGLINE" inspect run.h5 placement --csv | awk -F, -v group="$1" '
		NR == FNR { if (FNR > 1) name[$1] = $2; next }
		FNR > 1 && $7 != "pinned" && name[$4] == group && !seen[$3]++ { sub(/.*\//, "", $3); print $3 }' nodes.csv - | paste -sd ' ' -
}

# Four components on three levels.
levels() {
	for a in origin edge cloud; do for b in origin edge cloud; do for c in origin edge cloud; do for d in origin edge cloud; do
		sed "s/a: {layer: service}/a: {layer: service, at: $a}/; s/b: {layer: service}/b: {layer: service, at: $b}/
			s/c: {layer: service}/c: {layer: service, at: $c}/; s/d: {layer: service}/d: {layer: service, at: $d}/" "$cases/levels.yaml" >pinned.yaml
		latency pinned.yaml "$@"
	done; done; done; done | sort -g | head -n 1
}
for up in 8 60; do
	set -- --set "network.links[0].up=$up Mbps"
	within "three levels, $up Mbps up, the best of 81 placements" "$(latency "$cases/levels.yaml" "$@")" "$(levels "$@")"
done

# A network of layers: every split between the phones and the edge. Known: 0.142837696 s with all on the phone; 0.106744077 s at 20 Mbps and 0.0457443968 s at
# 100 Mbps with the cut after pool1.
layers="conv1 pool1 conv2 pool2 conv3 conv4 conv5 pool5 fc6 fc7 fc8"
splits() {
	for cut in none $layers; do
		where=origin edits='s/^placement:.*//'
		[ "$cut" != none ] || where=edge
		for layer in $layers; do
			edits="$edits; s/$layer: {layer: service}/$layer: {layer: service, at: $where}/"
			[ "$layer" != "$cut" ] || where=edge
		done
		sed "$edits" "$network" >split.yaml
		echo "$(latency split.yaml "$@" 2>/dev/null) $cut"
	done | sort -g | head -n 1
}
# expect_cut RATE LATENCY AFTER
expect_cut() {
	set -- "$1" "$2" "$3" "$(splits --set "network.links.radio.bandwidth=$1")"
	check "at $1 the best split is after $3 (found: $4)" test "${4#* }" = "$3"
	within "at $1 it takes" "${4%% *}" "$2"
	within "at $1 min-cut has" "$(latency "$network" --set "network.links.radio.bandwidth=$1")" "$2"
}
expect_cut "5 Mbps" 0.142837696 fc8
check "all stays on the phones" test "$(on phone)" = "$layers"
expect_cut "20 Mbps" 0.106744077 pool1
check "the phones have the first two layers (they have $(on phone))" test "$(on phone)" = "conv1 pool1"
check "the edge has the rest (it has $(on edge))" test "$(on edge)" = "conv2 pool2 conv3 conv4 conv5 pool5 fc6 fc7 fc8"
expect_cut "100 Mbps" 0.0457443968 pool1

# Memory: a phone without room for conv2 and pool1 cannot have all; what is pinned stays.
check "each phone has an instance" test "$("$FOGLINE" inspect run.h5 placement --csv | grep -c alexnet/conv1)" -eq 4
latency "$network" --set applications.alexnet.components.conv1.memory="2 GB" --set nodes.phone.memory="1 GB" >/dev/null
check "without memory on the phones all goes to the edge (phones have '$(on phone)')" test -z "$(on phone)"
refused "$network" "replicas" "component 'conv1' has replicas, but min-cut makes an instance for each origin" applications.alexnet.components.conv1.replicas=2
refused "$network" "no room" "component 'conv1' cannot be placed by min-cut: neither all origins nor" applications.alexnet.components.conv1.memory="2 GB" \
	nodes.phone.memory="1 GB" nodes.edge.memory="1 GB" nodes.cloud.memory="1 GB"

# hosts COMPONENT ARGUMENT...: where it is in clusters.yaml.
hosts() {
	component=$1
	shift
	"$FOGLINE" run "$cases/clusters.yaml" -q -o run.h5 "$@"
	"$FOGLINE" inspect run.h5 nodes --csv >nodes.csv
	"$FOGLINE" inspect run.h5 placement --csv | awk -F, -v c="app/$component" '
		NR == FNR { if (FNR > 1) name[$1] = $2 "[" $3 "]"; next }
		$3 == c { print name[$4] }' nodes.csv - | paste -sd ' ' -
}
# expect_hosts COMPONENT WANTED ARGUMENT...
expect_hosts() {
	wanted=$2
	what=$1
	shift 2
	got=$(hosts "$what" "$@")
	check "$what is on $wanted (got $got; $*)" test "$got" = "$wanted"
}
expect_hosts busy "left[0]"
expect_hosts quiet "left[1]"
expect_hosts busy "hub[0]" --set 'placement={centrality: {measure: betweenness}}'
expect_hosts quiet "right[0]" --set 'placement={centrality: betweenness}'
expect_hosts busy "left[0] left[1] left[2]" --set applications.app.components.busy.replicas=3
busy=applications.app.components.busy
expect_hosts busy "left[0] right[0]" --set placement=community
expect_hosts quiet "left[2] right[1]" --set placement=community
expect_hosts busy "left[2] right[1]" --set placement=community --set applications.app.components.quiet.memory="0 B"
expect_hosts busy "left[2]" --set placement=community --set applications.app.components.quiet.memory="0 B" --set $busy.replicas=1
expect_hosts busy "left[0] left[2] right[1]" --set placement=community --set applications.app.components.quiet.memory="0 B" --set $busy.replicas=3
refused "$cases/clusters.yaml" "community without room" "component 'busy' cannot be placed by community" placement=community $busy.memory="2 GB"
refused "$cases/clusters.yaml" "centrality without room" "component 'busy' cannot be placed by centrality" $busy.memory="2 GB"
refused "$cases/clusters.yaml" "no such measure" "unknown measure 'eigenvector'" 'placement={centrality: {measure: eigenvector}}'
finish
