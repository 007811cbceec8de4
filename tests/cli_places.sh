#!/bin/sh
# Places: every form of `position`, links by distance, latencies that follow from it, and what is wrong with them.
. "$SRCDIR/tests/lib.sh"

cat >base.yaml <<'END'
fogline: 1
title: places
run: {duration: 10 s, replications: 1, seed: 1}
nodes:
  site: {tier: edge, count: 6, cores: unlimited, speed: 1 MIPS, position: {layout: grid, area: [300 m, 200 m]}}
  user: {tier: device, position: {points: [[60 m, 60 m], [290 m, 10 m], [100 m, 100 m]]}}
network:
  links:
    - {name: mesh, from: site, to: site, attach: {within: 100 m}, latency: 1 ms, bandwidth: unlimited}
    - {name: access, from: user, to: site, attach: nearest, latency: 1 ms, bandwidth: unlimited}
applications:
  app:
    components:
      client: {layer: ui, at: origin}
      worker: {layer: service, at: site}
    messages:
      ask: {from: client, to: worker, size: 1 kB}
    paths:
      whole: {from: ask, to: ask}
workload:
  everybody: {application: app, start: ask, from: user, arrivals: {periodic: {every: 1 s, phase: 0 s}}}
END

# places WHAT EXPECTED OPTION...: "x y" or "latitude longitude" of all nodes of group 'site' or 'user', from the results.
places() {
	what=$1 group=$2 expected=$3
	shift 3
	run "$FOGLINE" run base.yaml -q -o places.h5 "$@"
	"$FOGLINE" inspect places.h5 nodes --csv >nodes.csv
	check "$what" test "$(awk -F, -v g="$group" '$2 == g { printf "%s%s %s", n++ ? "; " : "", $(NF - 1), $NF }' nodes.csv)" = "$expected"
}

# links WHAT ROW EXPECTED OPTION...: "from-to" of the links of a row, as node numbers.
links() {
	what=$1 row=$2 expected=$3
	shift 3
	run "$FOGLINE" run base.yaml -q -o links.h5 "$@"
	"$FOGLINE" inspect links.h5 links --csv >links.csv
	check "$what" test "$(awk -F, -v r="$row" '$2 == r { printf "%s%s-%s", n++ ? " " : "", $3, $4 }' links.csv)" = "$expected"
}

# refused WHAT TEXT OPTION...: check finds a mistake and says TEXT.
refused() {
	what=$1 text=$2
	shift 2
	run "$FOGLINE" check base.yaml "$@"
	expect_code "$what" 2
	expect_in "$what: the message" err "$text"
}

# ---- the forms ----

places "grid: the middles of square cells, row by row" site "50 50; 150 50; 250 50; 50 150; 150 150; 250 150"
places "points: one for each member, which gives their number" user "60 60; 290 10; 100 100"
places "points: count takes the first so many" user "60 60; 290 10" --set nodes.user.count=2
places "ring: on the circle, from the east" site "200 200; 100 300; 0 200; 100 100" --set nodes.site.count=4 \
	--set 'nodes.site.position={layout: ring, area: [200 m, 400 m]}' --set network.links.mesh.attach=all
earth='nodes.site.position={latitude: -33.87, longitude: 151.21}'
people='nodes.user.position={latitude: -37.8, longitude: 144.96}'
places "degrees are for all members" site "-33.87 151.21; -33.87 151.21" --set nodes.site.count=2 --set "$earth" --set "$people"

printf 'name,X,Y,Lat,Lon\r\n"Spencer, corner of Lonsdale",0.1,0.2,-37.5,144.25\r\n"b",1,2,-38,145\r\n' >file.csv
places "a file in a unit gives a node for each row" user "100 200; 1000 2000" \
	--set 'nodes.user.position={file: file.csv, columns: [X, Y], unit: km}'
places "count takes the first rows" user "100 200" --set nodes.user.count=1 \
	--set 'nodes.user.position={file: file.csv, columns: [X, Y], unit: km}'
places "a file in degrees" user "-37.5 144.25; -38 145" --set "$earth" \
	--set 'nodes.user.position={file: file.csv, latitude: Lat, longitude: Lon}'
"$FOGLINE" inspect places.h5 inputs --csv >inputs.csv
expect_in "the file is among the inputs" inputs.csv file.csv

# Drawn places: the same for every seed of a request, inside the area, and a member keeps its own.
uniform='nodes.user.position={layout: uniform, area: [300 m, 200 m]}'
run "$FOGLINE" run base.yaml -q -o few.h5 --set "$uniform" --set nodes.user.count=5
run "$FOGLINE" run base.yaml -q -o many.h5 --set "$uniform" --set nodes.user.count=50 --replications 2
"$FOGLINE" inspect few.h5 nodes --csv | awk -F, '$2 == "user" { print $(NF - 1), $NF }' >few
"$FOGLINE" inspect many.h5 nodes --csv | awk -F, '$2 == "user" { print $(NF - 1), $NF }' >many
check "uniform: a member keeps its place among more" test "$(cat few)" = "$(head -n 5 many)"
check "uniform: all are different and inside" test "$(sort -u many | awk '$1 > 0 && $1 < 300 && $2 > 0 && $2 < 200' | wc -l)" -eq 50

# What show prints is read as the same.
for position in '{layout: uniform, area: [300 m, 200 m]}' '{points: [[-1 m, 2 m], [3 km, 4 m]]}' '{file: file.csv, columns: [X, Y], unit: km}'; do
	"$FOGLINE" show base.yaml --set "nodes.user.position=$position" >shown.yaml
	"$FOGLINE" show shown.yaml >again.yaml
	check "show gives itself again: $position" cmp -s shown.yaml again.yaml
done
run "$FOGLINE" check base.yaml --set "$uniform" --set 'nodes.user.position.area=[3 m, 2 m]'
expect_code "a key of a position can be set" 0

# ---- links by distance ----

# Cells of 100 m: neighbours are 100 m apart, diagonals 141 m. Nodes 0 to 5 are the sites, by rows of three; users are 6, 7, 8.
links "within: each pair once, the nearest first" "site->site" "0-1 0-3 1-2 1-4 2-5 3-4 4-5"
links "within: the distance itself counts" "site->site" "" --set "network.links.mesh.attach.within.distance=99.999 m"
links "within, between groups: nearest first" "user->site" "6-0 6-1 6-3 7-2 8-0 8-1 8-3 8-4" \
	--set 'network.links.access.attach={within: 100 m}' --set 'nodes.user.position.points=[[60 m, 60 m], [290 m, 10 m], [100 m, 100 m]]'
links "nearest; equally near: the first" "user->site" "6-0 7-2 8-0"
# 0 and 1 are nearest to each other: one link; then 2 and 5 to their nearest.
links "nearest inside a group: to the nearest other, each pair once" "site->site" "0-1 2-1 3-2" --set network.links.mesh.attach=nearest \
	--set 'nodes.site.position={points: [[0 m, 0 m], [10 m, 0 m], [25 m, 0 m], [50 m, 0 m]]}' --set nodes.site.count=4
links "a group of one has no other" "site->site" "" --set network.links.mesh.attach=nearest --set nodes.site.count=1
links "no users: no links" "user->site" "" --set nodes.user.count=0

# ---- latency from places ----

# A degree along a meridian is pi x 6371008.8 m / 180 = 111195.0797 m; light at 2/3 x 299792458 m/s takes 556.3603 us for it.
cat >far.yaml <<'END'
fogline: 1
run: {duration: 10 s, replications: 1, seed: 1}
nodes:
  site: {tier: edge, cores: unlimited, speed: 1 MIPS, position: {latitude: 1, longitude: 10}}
  user: {tier: device, position: {latitude: 2, longitude: 10}}
network:
  links:
    - {from: user, to: site, bandwidth: unlimited}
applications:
  app:
    components: {client: {layer: ui, at: origin}, worker: {layer: service, at: site}}
    messages: {ask: {from: client, to: worker, size: 1 kB}}
    paths: {whole: {from: ask, to: ask}}
workload:
  everybody: {application: app, start: ask, from: user, arrivals: {periodic: {every: 1 s, phase: 0 s}}}
END
run "$FOGLINE" run far.yaml -q -o far.h5
"$FOGLINE" inspect far.h5 requests --csv >requests.csv
check "light needs 556.360 us for a degree" test "$(sed 1d requests.csv | cut -d, -f6 | cut -c 1-8 | sort -u)" = 0.000556
check "to the nanosecond" test "$(sed 1d requests.csv | cut -d, -f6 | sort -u)" = 0.00055636
run "$FOGLINE" check far.yaml
expect_in "check shows it" out "user->site                   1 x 556 us, unlimited"

# ---- mistakes ----

refused "a layout that is none" "unknown position 'hexagon'; there are: coordinates, points, grid, uniform, ring" \
	--set 'nodes.site.position={layout: hexagon, area: [1 m, 1 m]}'
refused "a layout without an area" "'area' is missing (width and height of the plane, from its south-west corner)" \
	--set 'nodes.site.position={layout: grid}'
refused "an area of one value" "area: expected two values in brackets, as [40 m, 30 m], not a list of another length" \
	--set 'nodes.site.position={layout: grid, area: [1 m]}'
refused "an area without units" "'1' has no unit; expected a length (mm, cm, m, km)" --set 'nodes.site.position={layout: grid, area: [1, 2 m]}'
refused "too few points" "points has 1 place for the 6 nodes of 'site'" --set 'nodes.site.position={points: [[1 m, 2 m]]}'
refused "points that are no pairs" "points: expected a list of pairs, as [[0 m, 0 m], [40 m, 30 m]]" --set 'nodes.site.position={points: [1 m, 2 m]}'
refused "half a position" "longitude is missing: a position is {points: ...}, {layout: ..., area: ...}, {latitude: ..., longitude: ...} or {file: ...}" \
	--set 'nodes.site.position={latitude: 3}'
refused "a latitude beyond the pole" "latitude: 93 is outside [-90, 90]" --set 'nodes.site.position={latitude: 93, longitude: 3}'
refused "a column without a file" "'Lat' is not a number of degrees; the name of a column needs file" \
	--set 'nodes.site.position={latitude: Lat, longitude: 5}'
refused "a file without columns" "with file, a position needs latitude and longitude, each the name of a column, or columns: [X, Y] and unit" \
	--set 'nodes.user.position={file: file.csv}'
refused "columns without a unit" "unit is missing: the columns are lengths, as unit: m" --set 'nodes.user.position={file: file.csv, columns: [X, Y]}'
refused "a unit of another dimension" "'1 s' is a time; expected a length (mm, cm, m, km)" \
	--set 'nodes.user.position={file: file.csv, columns: [X, Y], unit: s}'
refused "a column that is not there" "unknown column of file.csv: 'Long'; did you mean 'Lon'?" \
	--set 'nodes.user.position={file: file.csv, latitude: Lat, longitude: Long}' --set "$earth"
refused "fewer rows than nodes" "file.csv has 2 rows for the 3 nodes of 'user'" --set nodes.user.count=3 \
	--set 'nodes.user.position={file: file.csv, columns: [X, Y], unit: m}'
printf 'Lat,Lon\n-37.8,144.9\n-97.8,145\n' >pole.csv
refused "a row beyond the pole" "pole.csv:3:1: error: column 'Lat': -97.8 is outside [-90, 90]" --set "$earth" \
	--set 'nodes.user.position={file: pole.csv, latitude: Lat, longitude: Lon}'
refused "within without a distance" "'distance' is missing (how far apart the two may be)" --set network.links.mesh.attach=within
refused "a distance without a unit" "'300' has no unit; expected a length (mm, cm, m, km)" --set 'network.links.mesh.attach={within: 300}'
refused "pairwise inside a group" "base.yaml:9:7: error: attach: pairwise cannot join a group with itself; use all, nearest or within" \
	--set network.links.mesh.attach=pairwise
refused "metres and degrees" "base.yaml:10:7: error: some nodes of the row are on the earth and others on a plane, as 'site': there is no distance between them" \
	--set "$people"
sed 's/, position: {layout: grid, area: \[300 m, 200 m\]}//' base.yaml >none.yaml
run "$FOGLINE" check none.yaml
expect_code "nearest without positions" 2
expect_in "nearest without positions: the message" err "none.yaml:10:7: error: attach: nearest needs positions, but 'site' has none"
sed 's/{within: 100 m}, latency: 1 ms/all/' none.yaml >late.yaml
run "$FOGLINE" check late.yaml
expect_in "no latency and no positions" err \
	"late.yaml:9:7: error: the link has no latency: give one, as 5 ms (0 s is allowed), or give 'site' a position"
finish
