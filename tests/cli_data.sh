#!/bin/sh
# Data from files: traces of requests, columns of their rows, empirical distributions; what is wrong with a file is named by its place.
. "$SRCDIR/tests/lib.sh"

FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO

# ---- a trace whose every latency is known: two messages, both of the row, over an 8 Mbps link to a node of 1 MIPS ----

mkdir data
cat >trace.yaml <<'END'
fogline: 1
title: rows
run: {duration: 100 s, drain: 20 s, replications: 1, seed: 1}
nodes:
  phone: {tier: device, count: 3}
  server: {tier: edge, cores: unlimited, speed: 1 MIPS}
network:
  links:
    - {from: phone, to: server, attach: all, bandwidth: 8 Mbps, latency: 0 s}
applications:
  app:
    components:
      client: {layer: ui, at: origin}
      worker: {layer: service, at: server}
    messages:
      ask: {from: client, to: worker, size: {column: up, times: 1 MB}, work: {column: work, times: 1 MI}}
      tell: {after: ask, to: client, size: {column: down, times: 1 kB}}
    paths:
      whole: {from: ask, to: tell}
workload:
  rows: {application: app, start: ask, from: phone, arrivals: {trace: {file: data/rows.csv, time: when, origin: who}}}
END
printf 'when,who,up,work,down\r\n2023-11-16 18:15:46.5,2,1,3,1000\r\n2023-11-16 18:15:47.75,phone[0],2,1,0\r\n\r\n"2023-11-16 18:16:46.5",2,0.5,0,2000' \
	>data/rows.csv
run "$FOGLINE" run trace.yaml -q -o trace.h5
expect_code "a trace runs" 0
expect_empty "a trace has no warnings" err
"$FOGLINE" inspect trace.h5 requests --csv | sed 1d | cut -d, -f3,5,6 | sort -t, -k2n >rows
printf '2,0,5\n0,1.25,3\n2,60,2.5\n' >expected
check "each row starts its request at its time and node, with its own sizes and work" cmp -s rows expected
"$FOGLINE" inspect trace.h5 inputs --csv >inputs
expect_in "the file is among the inputs" inputs "data/rows.csv"
check "a file is listed once" test "$(grep -c rows.csv inputs)" -eq 1

run "$FOGLINE" check trace.yaml
expect_in "check counts the rows" out "3 rows over 1 min"
run "$FOGLINE" check trace.yaml --set run.duration="60 s"
expect_in "check says how many rows are later than the run" out "1 row of data/rows.csv comes after its end and is left out"
run "$FOGLINE" check trace.yaml --set nodes.phone.count=0 --set workload.rows.arrivals.trace='{file: data/rows.csv, time: when}'
expect_in "a trace without nodes starts nothing" out "workload rows: 0 nodes start 'ask' of app, trace, 3 rows over 1 min"
check "and has no rate" test "$(grep -c nan out)" -eq 0
run "$FOGLINE" run trace.yaml -q -o short.h5 --set run.duration="60 s"
expect_code "a trace longer than the run" 0
check "its rest is left out" test "$("$FOGLINE" inspect short.h5 runs --csv | sed -n 2p | cut -d, -f4)" = 2
run "$FOGLINE" run trace.yaml -q -o later.h5 --set workload.rows.begin="10 s" --set workload.rows.stop="12 s"
"$FOGLINE" inspect later.h5 requests --csv | sed 1d | cut -d, -f5 | sort -n | tr '\n' ' ' >rows
expect_in "the first row is at the workload's begin" rows "10 11.25 "

# show keeps references to files, and can be run from where it was printed.
mkdir sub
cp -R trace.yaml data sub
run "$FOGLINE" show sub/trace.yaml
cp out shown.yaml
expect_in "show names the file as it was opened" out "file: sub/data/rows.csv"
expect_in "show keeps the column" out "size: {column: up, times: 1 MB}"
run "$FOGLINE" run shown.yaml -q -o shown.h5
expect_code "what show printed runs" 0
"$FOGLINE" inspect shown.h5 requests --csv >shown.csv
"$FOGLINE" inspect trace.h5 requests --csv >direct.csv
check "what show printed gives the same requests" cmp -s shown.csv direct.csv
"$FOGLINE" run sub/trace.yaml -q -o sub.h5
if /usr/bin/python3 -c 'import h5py' 2>/dev/null; then
	check "the digest of the effective scenario does not depend on the folder" /usr/bin/python3 -B -c \
		'import h5py, sys; sys.exit(len({h5py.File(f).attrs["digest"] for f in sys.argv[1:]}) != 1)' trace.h5 sub.h5
fi
# Other bytes under the same name are another scenario.
digest_of() {
	/usr/bin/python3 -B -c 'import h5py, sys; print(h5py.File(sys.argv[1]).attrs["digest"])' "$1"
}
if /usr/bin/python3 -c 'import h5py' 2>/dev/null; then
	cp -R sub changed
	sed 's/,2,1,3,1000/,2,1,4,1000/' data/rows.csv >changed/data/rows.csv
	"$FOGLINE" run changed/trace.yaml -q -o changed.h5
	check "the digest covers the bytes of a trace" test "$(digest_of changed.h5)" != "$(digest_of sub.h5)"
	cp data/rows.csv changed/data/rows.csv
	"$FOGLINE" run changed/trace.yaml -q -o changed.h5
	check "the same bytes have the same digest" test "$(digest_of changed.h5)" = "$(digest_of sub.h5)"
	sed '1i # a comment' sub/trace.yaml >changed/trace.yaml
	"$FOGLINE" run changed/trace.yaml -q -o changed.h5
	check "the scenario's own text does not count" test "$(digest_of changed.h5)" = "$(digest_of sub.h5)"
fi
run "$FOGLINE" run sub/trace.yaml -q -o set.h5 --set workload.rows.arrivals.trace.file=data/rows.csv
"$FOGLINE" inspect set.h5 inputs --csv >inputs
check "--set names a file from the current folder" grep -q '^data/rows.csv' inputs

# An included file's names are relative to it.
printf 'include: sub/trace.yaml\n' >including.yaml
run "$FOGLINE" run including.yaml -q -o including.h5
expect_code "a file named in an included file" 0
"$FOGLINE" inspect including.h5 inputs --csv >inputs
expect_in "it is the one beside the included file" inputs "sub/data/rows.csv"

# Without an origin a device is drawn for each row, by seed and replication.
run "$FOGLINE" run trace.yaml -q -o drawn.h5 --replications 20 --set 'workload.rows.arrivals={trace: {file: data/rows.csv, time: when}}'
"$FOGLINE" inspect drawn.h5 requests --csv | sed 1d | cut -d, -f3 | sort -u | tr '\n' ' ' >origins
expect_in "without origin every device takes part" origins "0 1 2 "

# ---- wrong files ----

# wrong WHAT TEXT [SED of the scenario]
wrong() {
	sed "${3:-}" trace.yaml >wrong.yaml
	run "$FOGLINE" run wrong.yaml -q -o wrong.h5
	expect_code "$1" 2
	expect_in "$1: says so" err "$2"
	check "$1: no results" test ! -e wrong.h5
}

wrong "a file that is not there" "wrong.yaml:21:78: error: cannot open 'data/row.csv'" 's/rows.csv/row.csv/'
wrong "a column that is not there" "wrong.yaml:21:99: error: unknown column of data/rows.csv: 'wen'; did you mean 'when'?" 's/time: when/time: wen/'
wrong "a column of a message that is not there" "unknown column of data/rows.csv: 'dawn'; did you mean 'down'?" 's/column: down/column: dawn/'
wrong "a trace without its time" "'time' is missing" 's/, time: when//'
wrong "a column without its unit" "column: 'times' is missing" 's/, times: 1 MB//'
wrong "a unit of the wrong kind" "1 MI" 's/times: 1 MB/times: 1 MI/'
wrong "a column where nothing is of a request" "\`column\` is for the sizes and works of messages only" 's/speed: 1 MIPS/speed: {column: up, times: 1 MIPS}/'
wrong "a column without a trace" "'ask' takes its size from a column of a trace, but workload 'rows', which leads to it, has none (its arrivals are poisson)" \
	's/arrivals: .*/arrivals: poisson(1 \/s)}/'

# bad WHAT TEXT LINE...: a table of these lines.
bad() {
	what=$1 text=$2
	shift 2
	printf '%s\n' "$@" >data/bad.csv
	wrong "$what" "$text" 's/rows.csv/bad.csv/'
}

bad "a bad number" "data/bad.csv:3:4: error: column 'work': 'fast' is not a number" when,work,who,up,down 0,1,0,1,1 10,fast,0,1,1
bad "an empty cell" "data/bad.csv:2:3: error: column 'work' is empty in this row; expected a number" when,work,who,up,down 0,,0,1,1
bad "a negative size" "data/bad.csv:2:7: error: column 'up': a size of -1 is negative" when,work,who,up,down 0,1,0,-1,1
bad "a work beyond all numbers" "data/bad.csv:2:3: error: column 'work': a work of 1e+308 is too large" when,work,who,up,down 0,1e308,0,1,1
bad "a trace out of order" "data/bad.csv:4:1: error: column 'when': this row is 500 ms earlier than the one before" \
	when,work,who,up,down 0,1,0,1,1 10,1,0,1,1 9.5,1,0,1,1
bad "a node that is not there" "data/bad.csv:3:5: error: column 'who': '3' is none of the 3 nodes of workload 'rows'; expected 0 to 2, or a name as phone[0]" \
	when,work,who,up,down 0,1,2,1,1 1,1,3,1,1
bad "a node of another group" "column 'who': 'server' is none of the 3 nodes" when,work,who,up,down 0,1,server,1,1
bad "a date after seconds" "data/bad.csv:3:1: error: column 'when': '2023-11-16' is not a number of seconds, as the first row has it" \
	when,work,who,up,down 0,1,2,1,1 2023-11-16,1,1,1,1
bad "a row that is too short" "data/bad.csv:3:1: error: expected 5 cells, one for each name in the first line, not 4" \
	when,work,who,up,down 0,1,2,1,1 1,1,2,1
bad "a header alone" "data/bad.csv has no rows" when,work,who,up,down
: >data/bad.csv
wrong "an empty file" "wrong.yaml:21:78: error: data/bad.csv is empty" 's/rows.csv/bad.csv/'
wrong "a folder" "'data/.' is a directory, not a file" 's/rows.csv/./'
wrong "the program itself" "has a NUL byte" "s|data/rows.csv|$FOGLINE|"

# ---- empirical distributions ----

printf 'n,ms\na,10\nb,20\nc,60\n' >data/times.csv
cat >empirical.yaml <<'END'
fogline: 1
run: {duration: 1000 s, replications: 1, seed: 3}
nodes:
  phone: {tier: device}
  server: {tier: edge, cores: unlimited, speed: 1 MIPS}
network:
  links:
    - {from: phone, to: server, bandwidth: unlimited, latency: 0 s}
applications:
  app:
    components:
      client: {layer: ui, at: origin}
      worker: {layer: service, at: server}
    messages:
      ask: {from: client, to: worker, work: {empirical: {file: data/times.csv, column: ms, times: 1 kI}}}
    paths:
      whole: {from: ask, to: ask}
workload:
  rows: {application: app, start: ask, from: phone, arrivals: {renewal: {empirical: {file: data/times.csv, column: ms, times: 10 ms}}}}
END
run "$FOGLINE" run empirical.yaml -q -o empirical.h5
expect_code "an empirical distribution" 0
"$FOGLINE" inspect empirical.h5 requests --csv | sed 1d | cut -d, -f6 | sort -n | uniq -c | awk '{ print $2, ($1 > 970 && $1 < 1250) }' >shares
printf '0.01 1\n0.02 1\n0.06 1\n' >expected
check "every value of the file, each about every third time, and no other" cmp -s shares expected
run "$FOGLINE" show empirical.yaml
expect_in "show keeps the reference" out "work: {empirical: {file: data/times.csv, column: ms, times: 1 kI}}"
run "$FOGLINE" check empirical.yaml
expect_in "the mean of a distribution from a file is known" out "3.33333 /s"
"$FOGLINE" run empirical.yaml -q -o again.h5
check "again the same" cmp -s empirical.h5 again.h5

wrong_empirical() {
	sed "$3" empirical.yaml >wrong.yaml
	run "$FOGLINE" check wrong.yaml
	expect_code "$1" 2
	expect_in "$1: says so" err "$2"
}

wrong_empirical "empirical without a column" "empirical: 'column' is missing" 's/, column: ms, times: 1 kI//'
wrong_empirical "empirical without a file" "empirical: 'file' is missing" 's/file: data.times.csv, column: ms, times: 1 kI/column: ms, times: 1 kI/'
wrong_empirical "empirical without a unit" "empirical: 'times' is missing" 's/, times: 1 kI//'
wrong_empirical "an unknown option of empirical" "unknown option 'tims'; did you mean 'times'?" 's/times: 1 kI/tims: 1 kI/'
wrong_empirical "a text in its column" "data/times.csv:2:1: error: column 'n': 'a' is not a number" 's/column: ms, times: 1 kI/column: n, times: 1 kI/'
wrong_empirical "a file alone" "empirical: expected a file and a column" 's/{empirical: {file: data.times.csv, column: ms, times: 1 kI}}/empirical(data\/times.csv)/'
printf 'n,ms\na,10\nb,-20\n' >data/times.csv
run "$FOGLINE" check empirical.yaml
expect_in "a negative value" err "data/times.csv:3:3: error: work: -20 kI is outside"

# ---- the published trace: a service that two sites carry only with the help of the cloud ----

for policy in least-loaded nearest; do
	run "$FOGLINE" run "$SRCDIR/scenarios/7-trace.yaml" -q -o $policy.h5 --set offloading.policy=$policy --set output.requests=none
	expect_code "7-trace, $policy" 0
	"$FOGLINE" inspect $policy.h5 runs --csv | sed -n 2p >runs
	check "7-trace, $policy: each of the 19,366 rows starts a request" test "$(cut -d, -f4 runs)" = 19366
	"$FOGLINE" inspect $policy.h5 summary --csv >$policy.csv
done
check "least-loaded carries the load: all are answered" test "$("$FOGLINE" inspect least-loaded.h5 runs --csv | sed -n 2p | cut -d, -f5)" = 19366
check "nearest does not: a tenth is still waiting at the end" test "$(cut -d, -f7 runs)" -gt 1937
deadline_met() {
	sed -n "s/^deadline_met,assistant.answered,1,\([0-9.]*\),.*/\1/p" $1.csv
}
check "least-loaded answers nearly all in time" test "$(deadline_met least-loaded | awk '{ print ($1 > 0.98) }')" = 1
check "nearest nearly none" test "$(deadline_met nearest | awk '{ print ($1 < 0.02) }')" = 1

# ---- a million rows ----

awk 'BEGIN { print "when,who,up,work,down"; for (i = 0; i < 1000000; i++) printf "%d.%03d,%d,0.001,0.001,1\n", i / 1000, i % 1000, i % 3 }' >data/rows.csv
run "$FOGLINE" run trace.yaml -q -o million.h5 --set run.duration="2 s" --set output.requests=none
expect_code "a million rows" 0
check "the rows of the first two seconds start" test "$("$FOGLINE" inspect million.h5 runs --csv | sed -n 2p | cut -d, -f4)" = 2000
finish
