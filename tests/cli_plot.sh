#!/bin/sh
# plot: pictures, the data behind them, names that could be taken for commands, and no gnuplot.
. "$SRCDIR/tests/lib.sh"

run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q -o run.h5
expect_code "a results file is made" 0

# Without gnuplot first: the PATH has nothing but the program's own needs.
mkdir empty
PATH_BEFORE=$PATH
PATH=$work/empty
"$FOGLINE" plot cdf run.h5 >out 2>err
code=$?
PATH=$PATH_BEFORE
expect_code "without gnuplot" 1
expect_in "without gnuplot: it says so" err "there is no gnuplot"
check "without gnuplot: script and data are kept" test -s run.gp -a -s run.dat
check "without gnuplot: no picture" test ! -e run.png
awk 'NF == 2 && $1 + 0 > 0 && $2 + 0 >= 0 { if ($2 < last || $1 < x) bad = 1; last = $2; x = $1 }
	END { exit bad || last < 1 - 1e-9 || last > 1 + 1e-9 }' run.dat
code=$?
expect_code "the curve rises from 0 to 1" 0
"$FOGLINE" inspect run.h5 summary --csv | awk -F, '$1 == "latency" && $2 ~ "/" { print $8 }' >p50
awk -v p50="$(cat p50)" 'NF == 2 && $2 + 0 >= 0.5 && !x { x = $1 } END { exit !(x > p50 * 0.99 && x < p50 * 1.01) }' run.dat
code=$?
expect_code "the curve passes 0.5 at the median" 0
rm -f run.gp run.dat

command -v gnuplot >/dev/null || { echo "# pictures were left out: gnuplot is not installed"; finish; }

is_png() {
	[ "$(head -c 4 "$1" | tail -c 3)" = PNG ]
}

run "$FOGLINE" plot cdf run.h5
expect_code "a picture" 0
expect_empty "a picture: silent on stderr" err
check "a picture: its name is printed" test "$(cat out)" = run.png
check "a picture: a PNG beside the results" is_png run.png
check "a picture: nothing else is left" test "$(ls | grep -c '^run')" -eq 2

run "$FOGLINE" plot cdf run.h5 -o picture.svg
check "SVG by the name" grep -q '<svg' picture.svg
check "SVG has the name of the path" grep -q 'photo-tagging/response' picture.svg
run "$FOGLINE" plot cdf run.h5 -o picture.pdf
check "PDF by the name" test "$(head -c 4 picture.pdf)" = %PDF

run "$FOGLINE" plot cdf run.h5 --gp -o kept.png
expect_code "--gp" 0
check "--gp keeps script and data" test -s kept.gp -a -s kept.dat
rm kept.png
check "the kept script draws by hand" gnuplot -c kept.gp
check "the picture by hand is there" is_png kept.png

run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q --set offloading.policy=cloud-only -o cloud.h5
run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q --set offloading.policy=cloud-only -o cloud_series.h5 --set "output.series=5 s"
"$FOGLINE" list plots >list
run "$FOGLINE" plot cdf run.h5 cloud.h5 -o both.svg
expect_code "two files" 0
check "two files: a curve named after each" test "$(grep -c '<text>run<\|<text>cloud<' both.svg)" -ge 2

# Every kind, of one run and of two, on a page and in a column.
run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q -o series.h5 --set "output.series=5 s"
for kind in cdf box breakdown energy timeline utilisation; do
	run "$FOGLINE" plot $kind series.h5 --gp -o kind_$kind.png
	expect_code "$kind: a picture" 0
	check "$kind: a PNG" is_png kind_$kind.png
	expect_empty "$kind: gnuplot has nothing to say" err
	run "$FOGLINE" plot $kind series.h5 cloud_series.h5 -o column.svg --width column
	expect_code "$kind: of two runs, for a column" 0
	check "$kind: the title is in it" grep -q 'Quick start' column.svg
	check "$kind: it is named in the list" grep -q "^$kind\$" list
done
for way in 'breakdown --by detail' 'energy --by component' 'utilisation --by node' 'timeline --measure power --scope edge' 'box --log' \
	'timeline --log' 'cdf --log --title another'; do
	# shellcheck disable=SC2086 # words
	run "$FOGLINE" plot ${way%% *} series.h5 ${way#* } -o way.png
	expect_code "plot $way" 0
	expect_empty "plot $way: gnuplot has nothing to say" err
done

# mean MEASURE SCOPE: of series.h5.
mean() {
	"$FOGLINE" inspect series.h5 summary --csv | awk -F, -v measure="$1" -v scope="$2" '$1 == measure && $2 == scope { print $4 }'
}

# ends_at DATA ROW VALUE: the last part of a row ends there, within rounding; value divided by what the unit at the axis is.
ends_at() {
	awk -v row="$2" -v value="$3" 'NF == 3 && $1 == row { end = $3 } END { exit !(end > value * 0.999999 && end < value * 1.000001) }' "$1"
}

check "breakdown: the parts end at the mean latency" ends_at kind_breakdown.dat 0 "$(mean latency photo-tagging/response | awk '{ print $1 * 1000 }')"
check "energy: the parts of the edge end at its energy" ends_at kind_energy.dat 1 "$(mean energy tier:edge | awk '{ print $1 / 1000 }')"
run "$FOGLINE" plot breakdown series.h5 --by detail --gp -o detail.png
"$FOGLINE" inspect series.h5 requests --csv | awk -F, '
	NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
	$column["latency_s"] != "nan" { sum += $column["latency_s"]; n++ }
	END { print 1000 * sum / n }' >mean
check "breakdown --by detail: the parts end at the mean of the requests" ends_at detail.dat 0 "$(cat mean)"
check "breakdown --by detail: transmission is a part" grep -qx '"transmission"' detail.dat
"$FOGLINE" inspect series.h5 summary --csv | awk -F, '$1 == "latency" { print $8, $4 }' >told
check "box: the median and the mean of the summary" awk 'NR == FNR { p50 = $1; mean = $2; next }
	NF == 7 { good = $4 > p50 * 0.99 && $4 < p50 * 1.01 && $7 > mean * 0.9999 && $7 < mean * 1.0001 } END { exit !good }' told kind_box.dat
"$FOGLINE" inspect series.h5 series --csv | awk -F, '$3 == "edge" && $2 == 20 { sum += $4; n++ } END { print sum / n }' >told
check "timeline: the mean over replications" awk 'NR == FNR { mean = $1; next } $1 == "\"edge\"" { edge = 1 } NF == 0 { edge = 0 }
	edge && $1 == 20 { good = $2 > mean * 0.9999 && $2 < mean * 1.0001 && $3 <= $2 && $4 >= $2 } END { exit !good }' told kind_timeline.dat

run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q -o layers.h5 --set output.breakdown=layers
run "$FOGLINE" plot breakdown layers.h5 --by layer --gp -o layers.png
expect_code "breakdown --by layer" 0
check "breakdown --by layer: the parts end at the mean latency" ends_at layers.dat 0 "$(mean latency photo-tagging/response | awk '{ print $1 * 1000 }')"
check "breakdown --by layer: ui, service and network" test "$(grep -c '^"\(ui\|service\|network\)"$' layers.dat)" -eq 3
run "$FOGLINE" plot breakdown run.h5 --by layer
expect_code "breakdown --by layer without layers" 1
expect_in "breakdown --by layer without layers: which key makes them" err "output.breakdown: layers"
run "$FOGLINE" plot timeline run.h5
expect_code "timeline without /series" 1
expect_in "timeline without /series: which key makes it" err "run.h5: error: it has no rows in a table 'series'; run the scenario with output.series"
run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q -o none.h5 --set output.requests=none
run "$FOGLINE" plot breakdown none.h5 --by detail
expect_code "breakdown --by detail without /requests" 1
expect_in "breakdown --by detail without /requests: which key makes it" err "output.requests"
run "$FOGLINE" plot timeline series.h5 --measure utilization
expect_code "an unknown measure over time" 1
expect_in "an unknown measure over time: a suggestion" err "did you mean 'utilisation'"
run "$FOGLINE" plot timeline series.h5 --scope egde
expect_in "an unknown group: a suggestion" err "did you mean 'edge'"
run "$FOGLINE" plot energy series.h5 --scope tier:egde
expect_in "an unknown tier: a suggestion" err "did you mean 'tier:edge'"
run "$FOGLINE" plot energy series.h5 --by teir
expect_code "an unknown way" 1
expect_in "an unknown way: a suggestion" err "did you mean 'tier'"
run "$FOGLINE" plot energy series.h5 --log
expect_code "an option that a kind has no use for" 2
expect_in "an option that a kind has no use for: says so" err "plot energy has no use for --log"
run "$FOGLINE" plot cdf series.h5 --width colum
expect_code "an unknown width" 2
expect_in "an unknown width: a suggestion" err "did you mean 'column'"

# Several runs on the axes of what their command lines have set: 4 runs, phones by policy.
for policy in nearest cloud-only; do
	for count in 10 20; do
		"$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q -o "$policy-$count.h5" --set offloading.policy=$policy --set nodes.phone.count=$count
	done
done
runs='nearest-10.h5 nearest-20.h5 cloud-only-10.h5 cloud-only-20.h5'
# shellcheck disable=SC2086 # words
run "$FOGLINE" plot versus $runs --gp -o versus.png
expect_code "versus" 0
check "versus: a PNG" is_png versus.png
expect_empty "versus: gnuplot has nothing to say" err
# The lines reach down to nearly nothing; a scale that went below would say that a share may be negative.
run "$FOGLINE" plot versus $runs --measure utilisation@edge -o scale.svg
check "versus: no tic below zero" test "$(grep -cE '> *(-|−)[0-9]' scale.svg)" -eq 0
expect_in "versus: numbers go across" versus.dat 'xtitle "nodes.phone.count"'
"$FOGLINE" inspect cloud-only-20.h5 summary --csv | awk -F, '$1 == "latency" { print $4 * 1000, $5 * 1000 }' >told
check "versus: a line for each policy, mean and interval of the summary" awk 'NR == FNR { mean = $1; half = $2; next }
	/^"/ { line = $0 } line == "\"cloud-only\"" && $1 == 20 { good = ($2 - mean) ^ 2 + ($3 - mean + half) ^ 2 + ($4 - mean - half) ^ 2 < 1e-6 }
	END { exit !good }' told versus.dat
# shellcheck disable=SC2086
run "$FOGLINE" plot versus $runs --statistic p95 --x policy --by count --gp -o percentile.png
expect_code "versus: percentiles across words" 0
"$FOGLINE" inspect nearest-10.h5 replications --csv | awk -F, '$2 == "latency" { n++; sum += $6; squares += $6 * $6 }
	END { mean = sum / n; print mean, 2.7764451 * sqrt((squares - n * mean * mean) / (n - 1) / n) }' >told
check "versus: the interval of a percentile is Student's over replications" awk 'NR == FNR { mean = $1; half = $2; next }
	/^"/ { line = $0 } line == "\"10\"" && $1 == 0 && NF == 4 { good = ($2 - mean) ^ 2 + ($4 - mean - half) ^ 2 < 1e-8 } END { exit !good }' told percentile.dat
for way in 'versus --measure energy --width column' 'versus --measure utilisation@edge' 'versus --measure energy --log' 'versus --x count' 'pareto' 'pareto --by policy --width column' \
	'pareto --x throughput --more x' 'box' 'breakdown'; do
	# shellcheck disable=SC2086
	run "$FOGLINE" plot ${way%% *} $runs ${way#"${way%% *}"} -o way.png
	expect_code "plot $way of several runs" 0
	expect_empty "plot $way of several runs: gnuplot has nothing to say" err
done
# shellcheck disable=SC2086
run "$FOGLINE" plot pareto $runs --gp -o pareto.png
for file in $runs; do
	"$FOGLINE" inspect "$file" summary --csv | awk -F, '$1 == "energy" && $2 == "*" { x = $4 } $1 == "latency" { y = $4 } END { print x / 1000, y * 1000 }'
done >all
awk '{ x[NR] = $1; y[NR] = $2 }
	END { for (i = 1; i <= NR; i++) { beaten = 0; for (j = 1; j <= NR; j++) if (x[j] <= x[i] && y[j] <= y[i] && j != i) beaten = 1
		if (!beaten) printf "%.4f %.3f\n", x[i], y[i] } }' all | sort -n >front
awk 'NF == 0 { n++ } n == 2 && NF == 2 { printf "%.4f %.3f\n", $1, $2 }' pareto.dat >drawn
check "pareto: those that no other beats" cmp front drawn
check "pareto: not all are" test "$(wc -l <front)" -lt 4
# A row: x, y with their intervals, the name to the right, the name to the left.
names=$(awk '/^"/ || NF < 6 { next } { print }' pareto.dat | grep -o '"[^"]*" "[^"]*"$')
check "pareto: a name is drawn on one side only" test "$(echo "$names" | grep -vc '""')" -eq 0
check "pareto: there are names" test "$(echo "$names" | grep -c '[a-z0-9]')" -ge 1
# shellcheck disable=SC2086
run "$FOGLINE" plot versus $runs --measure latenci
expect_code "versus: an unknown measure" 1
expect_in "versus: an unknown measure: a suggestion" err "did you mean 'latency'"
# shellcheck disable=SC2086
run "$FOGLINE" plot versus $runs --measure p95
expect_in "versus: a statistic alone: how it is asked for" err "--measure MEASURE --statistic p95"
# shellcheck disable=SC2086
run "$FOGLINE" plot versus $runs --x cuont
expect_in "versus: an unknown axis: a suggestion" err "there are: offloading.policy, nodes.phone.count"
# shellcheck disable=SC2086
run "$FOGLINE" plot versus $runs --measure utilisation
expect_code "versus: a measure with many scopes" 1
expect_in "versus: a measure with many scopes: which" err "MEASURE@SCOPE: cloud, edge, phone"
# shellcheck disable=SC2086
run "$FOGLINE" plot versus $runs --statistic p9
expect_in "versus: an unknown statistic: a suggestion" err "did you mean 'p95'"
run "$FOGLINE" plot versus nearest-10.h5 cloud-only-10.h5 --measure failed
expect_code "a measure that is 0 everywhere" 0
expect_empty "a measure that is 0 everywhere: gnuplot has nothing to say" err
run "$FOGLINE" plot versus nearest-10.h5 cloud-only-10.h5 --measure failed --log
expect_code "0 on a logarithmic axis" 1
expect_in "0 on a logarithmic axis: says so" err "a value of 0 has no place on a logarithmic axis"

# The points of a sweep are what the runs were.
run "$FOGLINE" sweep "$SRCDIR/scenarios/1-quickstart.yaml" -q --vary offloading.policy=nearest,cloud-only --vary nodes.phone.count=10,20 -o swept
expect_code "a sweep" 0
run "$FOGLINE" plot versus swept/1-quickstart.h5 --gp -o points.png
expect_code "versus of a sweep" 0
check "versus of a sweep: the lines of the four runs" cmp versus.dat points.dat
for way in 'cdf --point 0 --point 3' box 'breakdown --width column' energy 'versus --x policy' 'pareto --by policy'; do
	# shellcheck disable=SC2086
	run "$FOGLINE" plot ${way%% *} swept/1-quickstart.h5 ${way#"${way%% *}"} -o way.svg
	expect_code "plot $way of a sweep" 0
	expect_empty "plot $way of a sweep: gnuplot has nothing to say" err
done
run "$FOGLINE" plot timeline swept/1-quickstart.h5
expect_in "a timeline of a sweep without /series: what makes it" err "and --tables series"
check "a line is named after its place on the other axis" grep -q '>cloud-only<' way.svg
run "$FOGLINE" plot box swept/1-quickstart.h5 --point 4
expect_code "a point that is none" 1
expect_in "a point that is none: says so" err "it has none of the points of --point"

# Single requests, one of which is lost where no place is left.
run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q -o traced.h5 --trace 60
run "$FOGLINE" plot gantt traced.h5 --scope 'phone[17]' --gp -o gantt.png
expect_code "gantt" 0
expect_empty "gantt: gnuplot has nothing to say" err
"$FOGLINE" inspect traced.h5 trace --csv | awk -F, '$2 == 1 && !first { first = $9 } $2 == 1 && $3 == 1 && $5 == "service" { printf "%.6f %.6f\n", $9 - first, $10 - first }' >told
awk '/^"/ { part = $0 } part == "\"service\"" && $1 == 0 && NF == 3 { printf "%.6f %.6f\n", $2, $3 }' gantt.dat >drawn
check "gantt: service begins and ends as the trace says" cmp told drawn
expect_in "gantt: a row for each message" gantt.dat '0 "1: photo, phone[17] to edge[1]"'
run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q -o lossy.h5 --trace 60 --set nodes.edge.queue=0 --set nodes.edge.cores=1 --set nodes.edge.speed="100 MIPS"
run "$FOGLINE" plot gantt lossy.h5 --gp -o lossy.png
expect_code "gantt of lost messages" 0
expect_in "gantt of lost messages: they are marked" lossy.dat '"lost"'
expect_empty "gantt of lost messages: gnuplot has nothing to say" err
run "$FOGLINE" plot gantt traced.h5 --scope 'phone[99]'
expect_in "gantt of another origin: which there are" err "unknown origin of traced requests 'phone[99]'"
run "$FOGLINE" plot gantt run.h5
expect_code "gantt without a trace" 1
expect_in "gantt without a trace: what makes one" err "it has no rows in a table 'trace'; run the scenario with --trace"

# A map of colours where panels are too many.
awk 'BEGIN { print "fogline: 1\ntitle: many\nrun: {duration: 5 s, replications: 2}\nnodes:"
	for (i = 1; i <= 14; i++) print "  n" i ": {tier: edge, count: " i ", speed: 1000 MIPS}"
	print "network: {links: [{from: n1, to: [n3, n14], attach: all, latency: 1 ms, bandwidth: 1 Mbps}]}"
	print "applications:\n  a:\n    components: {c: {layer: service, at: [n3, n14]}}\n    messages: {m: {to: c, work: 100 MI}}"
	print "    paths: {p: {from: m, to: m}}\nworkload:\n  w: {application: a, start: m, from: n1, arrivals: poisson(3 /s)}\noutput: {series: 1 s}" }' >many.yaml
run "$FOGLINE" run many.yaml -q -o many.h5
expect_code "14 groups" 0
run "$FOGLINE" plot utilisation many.h5 --gp -o many.png
expect_code "utilisation of 14 groups" 0
expect_in "utilisation of 14 groups: a map" many.dat 'other "map"'
run "$FOGLINE" plot utilisation many.h5 --by node --gp -o nodes.png
expect_code "utilisation of 105 nodes" 0
check "utilisation of 105 nodes: a cell each" test "$(awk 'NF == 5' nodes.dat | wc -l)" -eq 105
run "$FOGLINE" plot timeline many.h5
expect_code "a timeline of 14 groups" 1
expect_in "a timeline of 14 groups: what to do" err "14 curves are more than 7"

# For LaTeX: the lines in a PDF, the texts in a file that includes it, where nothing in a name is a command.
odd='50 % of $HOME_1 & \input{x} #1 ^~ <`touch hacked5`> "q"'
run "$FOGLINE" plot energy series.h5 --title "$odd" -o figure.tex
expect_code "LaTeX" 0
check "LaTeX: a PDF beside it" test "$(head -c 4 figure.pdf)" = %PDF
check "LaTeX: it is included by its name" grep -q 'includegraphics.*{figure}' figure.tex
check "LaTeX: a title is spelt" grep -qF '50 \% of \$HOME\_1 \& \textbackslash{}input\{x\} \#1' figure.tex
run "$FOGLINE" plot energy series.h5 -o 'a$b.tex'
expect_code "LaTeX: a name that it could not include" 2
if command -v pdflatex >/dev/null; then
	printf '\\documentclass{article}\\usepackage{graphicx,color}\\begin{document}\\input{figure}\\end{document}\n' >paper.tex
	run pdflatex -interaction=batchmode -halt-on-error paper.tex
	expect_code "LaTeX takes it" 0
fi
run "$FOGLINE" plot energy series.h5 --title "$odd" -o figure.svg
check "a title is itself" grep -qF '50 % of $HOME_1 &amp; \input{x} #1 ^~ &lt;`touch hacked5`> "q"' figure.svg

# Titles and file names are data, never commands.
cp run.h5 '<touch hacked6;.h5'
cp run.h5 '|touch hacked7;.h5'
for odd in '<touch hacked6;' '|touch hacked7;'; do
	run "$FOGLINE" plot cdf "$odd.h5" --gp
	expect_code "a file named $odd" 0
	check "a file named $odd: its picture" is_png "$odd.png"
done
echo mine >run.dat
run "$FOGLINE" plot cdf run.h5
check "a file that happens to be named as the data is left alone" test "$(cat run.dat)" = mine
rm run.dat
name="it's \"\`touch hacked1\`\" \$(touch hacked2) %d _x.h5"
cp run.h5 "$name"
run "$FOGLINE" plot cdf "$name" run.h5 -o strange.png
expect_code "a strange file name" 0
run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q --set 'title="`touch hacked3`\" ; system(\"touch hacked4\") #"' -o title.h5
expect_code "a strange title is a title" 0
run "$FOGLINE" plot cdf title.h5
expect_code "a strange title" 0
check "no name was run as a command" test -z "$(ls | grep '^hacked')"

run "$FOGLINE" plot cdf run.h5 --scope photo-tagging/respons
expect_code "an unknown scope" 1
expect_in "an unknown scope: a suggestion" err "photo-tagging/response"
run "$FOGLINE" plot cdf run.h5 --measure latancy
expect_code "an unknown measure" 1
expect_in "an unknown measure: a suggestion" err "latency"
run "$FOGLINE" plot cdf missing.h5
expect_code "no such file" 1
expect_in "no such file: the message names it" err "missing.h5"
run "$FOGLINE" plot cdf run.h5 -o missing/picture.png
expect_code "no such folder" 1
expect_in "no such folder: the message names it" err "missing/"
finish
