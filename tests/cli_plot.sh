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
run "$FOGLINE" plot cdf run.h5 cloud.h5 -o both.svg
expect_code "two files" 0
check "two files: a curve named after each" test "$(grep -c 'run: photo\|cloud: photo' both.svg)" -ge 2

# Titles and file names are data, never commands.
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
