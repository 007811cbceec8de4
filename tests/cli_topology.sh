#!/bin/sh
# `topology`: measures of small networks worked out by hand, and maps with and without positions.
. "$SRCDIR/tests/lib.sh"

quickstart=$SRCDIR/scenarios/1-quickstart.yaml

# Twenty phones hang on two edge servers, both on the cloud: 2 x 40 ms from one to the other, 6 requests per second, of which 3 come from each; both edges
# and the cloud serve. Each link is on the paths of its edge's 3 to the cloud and the other edge, and of the other's 3: 9. 20 x 20 Mbps go up.
run "$FOGLINE" topology "$quickstart"
expect_code "the quick start" 0
expect_empty "silent on stderr" err
expect_lines_within "within 80 columns" out 80
cat >expected <<'END'
Quick start
nodes: 23, device 20, edge 2, cloud 1
links: 22, device-edge 20, edge-cloud 2
core: 3 vertices, 2 links, 1 part
diameter of the core: 80 ms (edge[0] to edge[1])
                      2 hops (edge[0] to edge[1])
cut vertices, without which the core falls apart: 1
  cloud
most loaded links, by requests per second times shortest paths to the nodes
that serve:
  edge[0]          - cloud                     9
  edge[1]          - cloud                     9
most that can flow from the devices to the cloud: 400 Mbps
END
check "its measures are those worked out by hand" cmp -s out expected

# A ring of four fog nodes and a bridge to the cloud: the ring has no cut vertex but the one with the bridge. The bridge takes 30 Mbps, less than the
# devices' 4 x 10. Opposite corners of the ring are 20 ms and two hops apart, the far one and the cloud 25 ms and three.
cat >ring.yaml <<'END'
# a ring and a bridge
fogline: 1
title: ring
run: {duration: 1 s}
nodes:
  cloud: {tier: cloud, cores: 4, speed: 1000 MIPS}
  fog: {tier: fog, count: 4, cores: 4, speed: 1000 MIPS}
  sensor: {tier: device, count: 4}
network:
  links:
    - {from: "fog[0]", to: "fog[1]", latency: 10 ms, bandwidth: unlimited}
    - {from: "fog[1]", to: "fog[2]", latency: 10 ms, bandwidth: unlimited}
    - {from: "fog[2]", to: "fog[3]", latency: 10 ms, bandwidth: unlimited}
    - {from: "fog[3]", to: "fog[0]", latency: 10 ms, bandwidth: unlimited}
    - {from: "fog[0]", to: cloud, latency: 5 ms, bandwidth: 30 Mbps}
    - {from: sensor, to: fog, latency: 1 ms, bandwidth: 10 Mbps}
applications:
  a:
    components: {s: {layer: ui, at: origin}, c: {layer: service, at: cloud}}
    messages: {m: {from: s, to: c, work: 1 MI}}
workload:
  w: {application: a, start: m, from: sensor, arrivals: poisson(1 /s)}
END
run "$FOGLINE" topology ring.yaml
expect_in "ring: diameter in time" out "diameter of the core: 25 ms (cloud to fog[2])"
expect_in "ring: diameter in hops" out "3 hops (cloud to fog[2])"
expect_in "ring: cut vertices" out "falls apart: 1"
expect_in "ring: which" out "  fog[0]"
expect_in "ring: all four requests a second take the bridge" out "fog[0]           - cloud                     4"
expect_in "ring: the bridge bounds the flow" out "from the devices to the cloud: 30 Mbps"
run "$FOGLINE" topology ring.yaml --set 'network.links[4].bandwidth=unlimited'
expect_in "ring: without it the devices do" out "from the devices to the cloud: 40 Mbps"

run "$FOGLINE" topology "$SRCDIR/scenarios/5-city.yaml"
expect_code "the city" 0
expect_in "the city: nodes by tier" out "nodes: 961, device 816, edge 125, fog 19, cloud 1"
expect_in "the city: ten gigabits to the cloud" out "to the cloud: 10 Gbps"
expect_lines_within "the city: within 80 columns" out 80

# A ring of 4,000 fog nodes: from any of them it is half of them, 2,000 hops, to the far side; there are more than are searched from, and it is said.
# Each node's request goes to all that serve: with one server at the bridge its two links of the ring carry all but its own, half each.
cat >large.yaml <<'END'
fogline: 1
title: a large ring
run: {duration: 1 s}
nodes:
  fog: {from: circle, tier: fog, cores: 4, speed: 1000 MIPS}
  sensor: {tier: device, count: 4000}
network:
  topologies:
    circle: {generate: {ring: 4000}, latency: 1 ms, bandwidth: 1 Gbps}
  links:
    - {from: sensor, to: fog, latency: 1 ms, bandwidth: 10 Mbps}
applications:
  a:
    components: {s: {layer: ui, at: origin}, c: {layer: service, at: "fog[0]"}}
    messages: {m: {from: s, to: c, work: 1 MI}}
workload:
  w: {application: a, start: m, from: sensor, arrivals: poisson(1 /s)}
END
run "$FOGLINE" topology large.yaml
expect_code "a large core" 0
expect_in "large: diameter in time" out "diameter of the core: at least 2 s ("
expect_in "large: diameter in hops" out "at least 2000 hops ("
expect_in "large: from how many" out "(the farthest from 500 of the 4000 vertices)"
expect_in "large: the load is an estimate" out "that serve, estimated from 500 of the 4000 vertices with origins:"
expect_in "large: of half of all" out " 2000"
expect_lines_within "large: within 80 columns" out 80

run "$FOGLINE" topology "$quickstart" -o map.gif
expect_code "a map of no known kind" 2
expect_in "it says so" err "a picture ends in .png, .svg, .pdf or .tex"
run "$FOGLINE" topology "$quickstart" --set nodes.edge.count=-1
expect_code "a scenario with a mistake" 2
command -v gnuplot >/dev/null || finish
for scenario in "$quickstart" "$SRCDIR/scenarios/5-city.yaml" ring.yaml; do
	for kind in png svg pdf; do
		name=$(basename "$scenario" .yaml).$kind
		run "$FOGLINE" topology "$scenario" -o "$name"
		expect_code "map $name" 0
		check "$name is there" test -s "$name"
	done
done
check "a PNG is one" test "$(head -c 4 ring.png | tail -c 3)" = PNG
run "$FOGLINE" topology ring.yaml --set nodes.sensor.count=2000 -o large.svg
expect_code "a map of 2,000 devices" 0
run "$FOGLINE" topology ring.yaml -o kept.png --gp
check "--gp keeps script and data" test -s kept.gp -a -s kept.dat
rm -f kept.png
check "which draw the map again" gnuplot -c kept.gp
check "as kept.png" test -s kept.png
finish
