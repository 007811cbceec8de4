#!/bin/sh
# Topologies: files of every format, generators, what is put right and said, routes over a backbone worked by hand, and malformed files.
. "$SRCDIR/tests/lib.sh"

cp "$SRCDIR/scenarios/data/topology-zoo/Aarnet.graphml" .
cat >zoo.yaml <<'END'
fogline: 1
title: backbone
run: {duration: 10 s, replications: 1, seed: 1}
nodes:
  pop: {tier: fog, from: net, cores: unlimited, speed: 1 MIPS}
network:
  topologies:
    net: {file: Aarnet.graphml, bandwidth: unlimited}
applications:
  app:
    components:
      client: {layer: ui, at: origin}
      worker: {layer: service, at: "pop[0]"}
    messages:
      ask: {from: client, to: worker, size: 1 kB}
    paths:
      whole: {from: ask, to: ask}
workload:
  everybody: {application: app, start: ask, from: pop, arrivals: {periodic: {every: 1 s, phase: 0 s}}}
END

# ---- the backbone, by hand ----

# Great circles with R = 6371.0088 km by the law of cosines (the program uses another formula), light at 199861.63867 km/s. From the
# coordinates of the file, in us: Sydney-Brisbane 3665.492, Sydney-Canberra 1235.879, Canberra-Melbourne 2333.475, Sydney-Melbourne
# 3569.299, Sydney-Armidale 1876.070, Brisbane-Rockhampton 2603.226, Rockhampton-Townsville 2993.883, Townsville-Cairns 1408.498,
# Melbourne-Hobart 2991.069, Melbourne-Adelaide 3269.052, Adelaide-Perth 10677.647, Adelaide-Darwin 13100.204,
# Adelaide-Alice Springs 6652.943, Alice Springs-Darwin 6455.606; between the two points of one city 0.
#
# From Sydney, vertex 0: Melbourne (15) directly, 3569.299, not by Canberra, 1235.879 + 2333.475 = 3569.354; Cairns (5) by Brisbane, Rockhampton,
# Townsville, 3665.492 + 2603.226 + 2993.883 + 1408.498 = 10671.099; Perth (11) by Melbourne and Adelaide, 3569.299 + 3269.052 + 10677.647 =
# 17515.998; Darwin (18) by Melbourne, Adelaide and straight on, 3569.299 + 3269.052 + 13100.204 = 19938.555, not by Alice Springs, 6652.943 +
# 6455.606 = 13108.549 for the last 13100.204; Hobart (9) by Melbourne, 6560.368; Alice Springs (17) 13491.294; Armidale (8) 1876.070.
run "$FOGLINE" run zoo.yaml -q -o zoo.h5
expect_code "the backbone runs" 0
expect_empty "the backbone has no warnings" err
"$FOGLINE" inspect zoo.h5 requests --csv | sed 1d | awk -F, '{ print $3, int($6 * 1e9 + 0.5) }' | sort -un >latency
within() { # within WHAT NODE NS: a figure to the microsecond has an error of at most half of one for each leg
	check "$1" awk -v n="$2" -v ns="$3" '$1 == n { found = $2 > ns - 5 && $2 < ns + 5 } END { exit !found }' latency
}
within "Sydney to itself" 0 0
within "Sydney to Melbourne, straight" 15 3569299
within "Sydney to Canberra" 2 1235879
within "Sydney to Cairns along the coast" 5 10671099
within "Sydney to Perth" 11 17515998
within "Sydney to Darwin, not by Alice Springs" 18 19938555
within "Sydney to Hobart" 9 6560368
within "Sydney to Alice Springs" 17 13491294
within "Sydney to Armidale" 8 1876070
run "$FOGLINE" check zoo.yaml
expect_in "check shows nodes" out "pop              fog         19 x unlimited cores, 1 MIPS"
expect_in "check shows links" out "pop->pop                    24 x 0 s to 13.1 ms, unlimited"
"$FOGLINE" inspect zoo.h5 nodes --csv >nodes.csv
check "nodes have the file's coordinates" grep -q '^5,pop,5,fog,.*,-16.91667,145.76667$' nodes.csv
"$FOGLINE" inspect zoo.h5 inputs --csv >inputs.csv
expect_in "the file is among the inputs" inputs.csv Aarnet.graphml

# ---- formats ----

# links WHAT FILE TEXT OPTION...: check shows TEXT for the links.
links() {
	what=$1 file=$2 text=$3
	shift 3
	run "$FOGLINE" check zoo.yaml --set "network.topologies.net.file=$file" --set network.topologies.net.latency="1 ms" "$@"
	expect_code "$what" 0
	expect_in "$what: the links" out "$text"
}
warned() { # warned WHAT TEXT, of the last check
	expect_in "$1" err "zoo.yaml:8:5: warning: topology 'net'$2"
}

printf 'graph [\n node [ id 10 label "a" ]\n node [ id 20 label "b" ]\n edge [ source 20 target 10 LinkSpeedRaw 1e6 ]\n]\n' >two.gml
links "GML" two.gml "pop->pop                     1 x 1 ms, 1 Mbps up, 1 Mbps down"
printf '0 1\r\n1 2\r\n\r\n' >three.edges
links "an edge list, with CRLF" three.edges "pop->pop                     2 x 1 ms"
printf 'Rome Paris\nParis Berlin\n' >names.ncol
links "NCOL" names.ncol "pop->pop                     2 x 1 ms"
cp three.edges three.dat
links "a format by its key" three.dat "pop->pop                     2 x 1 ms" --set network.topologies.net.format=edge-list

cat >odd.graphml <<'END'
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="a" for="node" attr.name="Latitude" attr.type="double"/><key id="o" for="node" attr.name="Longitude" attr.type="double"/>
<key id="s" for="edge" attr.name="LinkSpeedRaw" attr.type="double"/>
<graph edgedefault="undirected">
<node id="x"><data key="a">0</data><data key="o">0</data></node>
<node id="y"><data key="a">1</data><data key="o">0</data></node>
<node id="z"/>
<edge source="x" target="y"><data key="s">2e9</data></edge>
<edge source="y" target="x"><data key="s">3e9</data></edge>
<edge source="y" target="z"/>
<edge source="z" target="z"><data key="s">5e9</data></edge>
</graph></graphml>
END
run "$FOGLINE" check zoo.yaml --set network.topologies.net.file=odd.graphml --set network.topologies.net.bandwidth="7 Gbps"
expect_code "loops, parallel links, missing speeds and coordinates" 0
warned "loops are said" ": 1 link from a vertex to itself is left out"
warned "parallel links are said" ": 1 parallel link was joined into others, which got the sum of the speeds"
warned "missing speeds are said" ": 1 of 3 links have no LinkSpeedRaw and get the bandwidth that is given"
warned "missing coordinates are said" ": 1 of 3 vertices have no coordinates; their links, 1 of 2, get the mean latency of the others, 0.556 ms"
expect_in "the speeds were added" out "pop->pop                     2 x 556 us, 5 Gbps to 7 Gbps up, 5 Gbps to 7 Gbps down"
run "$FOGLINE" check zoo.yaml --set network.topologies.net.file=odd.graphml --set network.topologies.net.bandwidth="7 Gbps" \
	--set network.topologies.net.parallel=keep
warned "parallel links may be kept" ": 1 link is parallel to others; routes use only one of them"
expect_in "all are there" out "pop->pop                     3 x 556 us, 2 Gbps to 7 Gbps up"
run "$FOGLINE" check zoo.yaml --set network.topologies.net.file=odd.graphml --set network.topologies.net.latency="1 ms" \
	--set network.topologies.net.bandwidth="7 Gbps"
check "with a latency, coordinates are not missed" test "$(grep -c coordinates err)" -eq 0

sed 's/undirected/directed/' odd.graphml >directed.graphml
run "$FOGLINE" check zoo.yaml --set network.topologies.net.file=directed.graphml --set network.topologies.net.bandwidth="7 Gbps"
expect_code "a directed graph" 0
warned "directions are said" " is directed: 1 pair of opposite links became one link each, 1 other carries both ways"
expect_in "each direction has its own speed" out "2 Gbps to 7 Gbps up, 3 Gbps to 7 Gbps down"

printf '0 1\n2 3\n' >parts.edges
run "$FOGLINE" check zoo.yaml --set network.topologies.net.file=parts.edges --set network.topologies.net.latency="1 ms"
expect_code "a graph in parts, over which messages must go" 2
warned "parts are said" " has 2 parts without a link between them"
expect_in "who cannot reach whom is said" err "pop[2] cannot reach pop[0]: no chain of links joins them, as message 'ask' needs"

# ---- generators ----

# made WHAT GENERATOR NODES LINKS
made() {
	run "$FOGLINE" check generated.yaml --set "network.topologies.net.generate=$2"
	expect_code "$1" 0
	check "$1: $3 nodes, $4 links" test "$(awk '$1 == "pop" { n = $3 } $1 == "pop->pop" { m = $2 } END { print n, m }' out)" = "$3 $4"
}
sed 's/file: Aarnet.graphml, bandwidth: unlimited/generate: {ring: 8}, bandwidth: 1 Gbps, latency: 1 ms/' zoo.yaml >generated.yaml
made "a ring" 'ring(8)' 8 8
made "a full graph" 'full(6)' 6 15
made "a tree" '{tree: {vertices: 10, children: 3}}' 10 9
made "a grid" '{grid: {columns: 4, rows: 3}}' 12 17
made "Barabasi and Albert" '{barabasi-albert: {vertices: 100, links: 2}}' 100 197
made "Watts and Strogatz" '{watts-strogatz: {vertices: 50, neighbours: 2, rewired: 10 %}}' 50 100
made "Erdos and Renyi, by number" '{erdos-renyi: {vertices: 20, links: 150}}' 20 150
run "$FOGLINE" run generated.yaml -q -o a.h5 --set 'network.topologies.net.generate={erdos-renyi: {vertices: 40, probability: 0.3}}'
run "$FOGLINE" run generated.yaml -q -o b.h5 --set 'network.topologies.net.generate={erdos-renyi: {vertices: 40, probability: 0.3}}'
run "$FOGLINE" run generated.yaml -q -o c.h5 --set 'network.topologies.net.generate={erdos-renyi: {vertices: 40, probability: 0.3}}' --seed 2
for file in a b c; do "$FOGLINE" inspect $file.h5 links --csv >$file.csv; done
check "the same seed makes the same graph" cmp -s a.csv b.csv
check "another seed makes another" test "$(cmp -s a.csv c.csv && echo same)" != same

# Latencies by distance: two vertices are linked where they are at most 40 km apart, 200.138 us of light.
run "$FOGLINE" run generated.yaml -q -o geometric.h5 --set 'network.topologies.net={generate: {random-geometric: {vertices: 60, side: 100 km,
	radius: 40 km}}, bandwidth: 1 Gbps}'
expect_code "random geometric" 0
"$FOGLINE" inspect geometric.h5 nodes --csv | sed 1d | awk -F, '{ print $1, $(NF - 1), $NF }' >places
"$FOGLINE" inspect geometric.h5 links --csv | sed 1d | awk -F, '{ print $3, $4, $7 }' >linked
check "random geometric: all pairs within the radius, latencies by distance" awk '
	NR == FNR { x[$1] = $2; y[$1] = $3; n++; next }
	{ seen[$1, $2] = 1; d = sqrt((x[$1] - x[$2])^2 + (y[$1] - y[$2])^2); e = $3 * 199861638.667 - d
	  if (d > 40000 || e > 0.2 || e < -0.2) bad = 1; m++ }
	END { for (i = 0; i < n; i++) for (k = i + 1; k < n; k++) if (sqrt((x[i] - x[k])^2 + (y[i] - y[k])^2) <= 40000 && !((i, k) in seen)) bad = 1
	      exit bad || n != 60 || m < 60 }' places linked

# Latencies and bandwidths from distributions, drawn once for each link: adding a vertex to a ring changes no other link.
drawn='latency: {uniform: {from: 1 ms, to: 9 ms}}, bandwidth: {uniform: {from: 1 Gbps, to: 2 Gbps}}}'
run "$FOGLINE" run generated.yaml -q -o few.h5 --set "network.topologies.net={generate: {tree: 5}, $drawn" --replications 2
run "$FOGLINE" run generated.yaml -q -o more.h5 --set "network.topologies.net={generate: {tree: 6}, $drawn"
"$FOGLINE" inspect few.h5 links --csv | cut -d, -f5- >few
"$FOGLINE" inspect more.h5 links --csv | cut -d, -f5- >more
check "a link keeps its draws" test "$(cat few)" = "$(head -n 5 more)"
check "draws differ" test "$(sed 1d few | sort -u | wc -l)" -eq 4

# Several topologies, joined by an ordinary row.
cat >joined.yaml <<'END'
fogline: 1
run: {duration: 10 s, replications: 1, seed: 1}
nodes:
  core: {tier: cloud, from: inner, cores: unlimited, speed: 1 MIPS}
  metro: {tier: fog, from: outer}
network:
  topologies:
    inner: {generate: {full: 3}, bandwidth: unlimited, latency: 1 ms}
    outer: {generate: {ring: 6}, bandwidth: unlimited, latency: 10 ms}
  links:
    - {from: "metro[0]", to: "core[1]", bandwidth: unlimited, latency: 100 ms}
applications:
  app:
    components: {client: {layer: ui, at: origin}, worker: {layer: service, at: "core[2]"}}
    messages: {ask: {from: client, to: worker, size: 1 kB}}
    paths: {whole: {from: ask, to: ask}}
workload:
  far: {application: app, start: ask, from: "metro[3]", arrivals: {periodic: {every: 1 s, phase: 0 s}}}
END
run "$FOGLINE" run joined.yaml -q -o joined.h5
expect_code "two topologies, joined" 0
# Half the ring is 30 ms, over is 100 ms, on to core[2] 1 ms.
check "the way leads through both" test "$("$FOGLINE" inspect joined.h5 requests --csv | sed 1d | cut -d, -f6 | sort -u)" = 0.131

"$FOGLINE" show joined.yaml >shown.yaml
"$FOGLINE" show shown.yaml >again.yaml
check "show gives itself again" cmp -s shown.yaml again.yaml

# ---- mistakes ----

# refused WHAT TEXT OPTION...
refused() {
	what=$1 text=$2
	shift 2
	run "$FOGLINE" check zoo.yaml "$@"
	expect_code "$what" 2
	expect_in "$what: the message" err "$text"
}
broken() { # broken WHAT FILE TEXT
	refused "$1" "$3" --set "network.topologies.net.file=$2"
	check "$1: one message" test "$(wc -l <err)" -eq 1
}
head -c 9000 Aarnet.graphml >cut.graphml
broken "truncated GraphML" cut.graphml "cut.graphml:236:1: error: this is not GraphML: couldn't find end of Start Tag edge"
echo '<html><body>hello</body></html>' >page.graphml
broken "XML that is no graph" page.graphml "page.graphml: error: there is no graph in it; is it GraphML?"
echo hello >text.graphml
broken "text that is no XML" text.graphml "text.graphml:1:1: error: this is not GraphML: document is empty"
printf 'graph [\n node [ id 1 ]\n' >cut.gml
broken "truncated GML" cut.gml "cut.gml:3:1: error: this is not GML: syntax error, unexpected end of file, expecting keyword or ]"
printf '0 1\n1 b\n' >words.edges
broken "an edge list with a word" words.edges "words.edges:2:3: error: 'b' is not the number of a vertex"
printf '0 1 2\n' >three.txt
broken "an edge list with three numbers" three.txt "three.txt:1:1: error: expected the numbers of two vertices, not 3"
printf '0 99999999999\n' >huge.edges
broken "an edge list with a huge number" huge.edges "huge.edges:1:3: error: vertex 99999999999 is beyond the 16000000 that are allowed"
: >empty.graphml
broken "an empty file" empty.graphml "error: empty.graphml is empty"
broken "no file" missing.graphml "error: cannot open 'missing.graphml': No such file or directory"
broken "a folder" . "error: '.' is a directory, not a file"
cp Aarnet.graphml Aarnet.dat
broken "a name without a format" Aarnet.dat \
	"error: the format of Aarnet.dat cannot be told from its name; add format: graphml, gml, edge-list or ncol"
broken "no coordinates at all, and no latency" two.gml \
	"zoo.yaml:8:5: error: topology 'net': no link has a latency, and none follows from positions: give latency, as 5 ms, or positions"
refused "neither a file nor a generator" "error: topology 'net' needs a file, or a generator under generate" \
	--set 'network.topologies.net={bandwidth: 1 Gbps}'
refused "both" "error: topology 'net' has both file and generate; leave one out" --set 'network.topologies.net.generate=ring(3)'
refused "no bandwidth" "error: topology 'net': 24 of 24 links have no speed, as the attribute LinkSpeedRaw: give bandwidth (\`unlimited\` is allowed)" \
	--set 'network.topologies.net={file: Aarnet.graphml}'
refused "an unknown topology" "unknown topology 'nett'; did you mean 'net'?" --set nodes.pop.from=nett
refused "a count beside it" "zoo.yaml:5:3: error: count has no effect beside from: the group has a node for each vertex; leave it out" \
	--set nodes.pop.count=3
refused "too many links" "the topology would have about 5e+09 links; at most 50000000 are allowed" \
	--set 'network.topologies.net={generate: {full: 100000}, bandwidth: 1 Gbps, latency: 1 ms}'
refused "two of one" "error: erdos-renyi: give either probability or links" \
	--set 'network.topologies.net={generate: {erdos-renyi: {vertices: 9}}, bandwidth: 1 Gbps, latency: 1 ms}'
sed 's/from: net, //' zoo.yaml >alone.yaml
run "$FOGLINE" check alone.yaml
expect_code "a topology without nodes" 0
expect_in "a topology without nodes is said" err "alone.yaml:8:5: warning: no nodes are made from topology 'net': give a group from: net"
finish
