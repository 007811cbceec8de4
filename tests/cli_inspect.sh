#!/bin/sh
# inspect: tables as text and as CSV, and files that are none of ours.
. "$SRCDIR/tests/lib.sh"

run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q -o run.h5
expect_code "a results file is made" 0

run "$FOGLINE" inspect run.h5 summary --csv
expect_code "summary --csv" 0
check "its header is exactly the columns" test "$(head -n 1 out)" = \
	"measure,scope,unit,mean,half_width,sd,minimum,p50,p95,p99,maximum,count"
expect_empty "summary --csv is silent on stderr" err
check "every row has as many fields" test "$(awk -F, '{ print NF }' out | sort -u)" = 12
check "numbers have at most 9 significant digits" test -z \
	"$(tail -n +2 out | cut -d , -f 4-11 | tr ',' '\n' | sed 's/e.*//; s/[-.]//g; s/^0*//' | grep -E '[0-9]{10}')"
cp out summary.csv
run "$FOGLINE" inspect --csv run.h5
check "--csv without a table is the summary" cmp -s out summary.csv
mean=$(awk -F, '$1 == "latency" && $2 == "photo-tagging/response" { print $4 }' summary.csv)
check "the mean latency is a plausible number of seconds" awk -v x="$mean" 'BEGIN { exit !(x > 0.45 && x < 1) }'

run "$FOGLINE" inspect run.h5 runs --csv
check "runs has a row for each replication" test "$(wc -l <out)" -eq 6
check "runs begins with the replication" test "$(tail -n +2 out | cut -d , -f 1 | paste -sd ' ' -)" = "0 1 2 3 4"
check "integers are whole" test -z "$(tail -n +2 out | cut -d , -f 3- | grep -E '[0-9]e[+]')"

for table in summary replications runs histograms requests nodes links; do
	run "$FOGLINE" inspect run.h5 $table --csv
	expect_code "$table as CSV" 0
	rows=$(wc -l <out)
	run "$FOGLINE" inspect run.h5 $table
	expect_code "$table as text" 0
	expect_lines_within "$table as text is within 80 columns" out 80
	check "$table as text has all rows" test "$(wc -l <out)" -ge "$rows"
done

run "$FOGLINE" inspect run.h5 sumary
expect_code "an unknown table" 2
expect_in "an unknown table: a suggestion" err "summary"
expect_empty "an unknown table: nothing on stdout" out

echo "not HDF5" >text.h5
: >empty.h5
head -c 2000 run.h5 >cut.h5
mkdir folder.h5
for file in text.h5 empty.h5 cut.h5 folder.h5 missing.h5; do
	run "$FOGLINE" inspect $file
	expect_code "$file" 1
	expect_in "$file: the message names it" err "$file"
	check "$file: one line, not a stack of HDF5" test "$(wc -l <err)" -eq 1
	expect_empty "$file: nothing on stdout" out
done
finish
