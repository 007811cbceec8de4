#!/bin/sh
# The bar: on a terminal, for work of more than two seconds, and nowhere else.
. "$SRCDIR/tests/lib.sh"

command -v script >/dev/null || skip "script (util-linux) is not installed"

# terminal DURATION OPTION...: what a terminal shows of a run that is stopped after four seconds, in the file out.
terminal() {
	duration=$1
	shift
	command="timeout --preserve-status -s INT 4 '$FOGLINE' run '$SRCDIR/scenarios/1-quickstart.yaml' -o run.h5 -j 2"
	command="$command --set 'run.duration=$duration' --set output.requests=none $*"
	# script loses what is written just before the end.
	command="$command; code=\$?; sleep 0.5; exit \$code"
	script -qec "$command" /dev/null >out 2>err </dev/null
	code=$?
}

terminal "100000000 s"
expect_code "a run on a terminal is stopped" 130
expect_in "the bar has the simulated time" out "simulated"
expect_in "the bar has the rate" out "events/s"
expect_in "the bar has the time left" out "left"
check "the bar is drawn in one line, at most five times a second" test "$(tr '\r' '\n' <out | grep -c 'events/s')" -le 12
tr '\r' '\n' <out | grep 'events/s' >lines
expect_lines_within "the bar fits into 80 columns" lines 83
tr '\r' '\n' <out | grep -v '^$' | tail -n 1 >last
check "the bar is taken away at the end" test "$(grep -c 'events/s' last)" -eq 0
expect_in "what is said at the end stands alone" last "no replication is complete"

terminal "100000000 s" -q
check "-q draws no bar" test "$(grep -c 'events/s' out)" -eq 0
terminal "60 s"
expect_code "a short run on a terminal" 0
check "a short run draws no bar" test "$(grep -c 'events/s' out)" -eq 0
expect_in "a short run shows its summary" out "photo-tagging/response"
finish
