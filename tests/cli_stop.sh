#!/bin/sh
# Signals: interrupted once and twice, terminated, killed at random moments, a worker that crashes. Whatever comes, what
# stands under the result's name is a whole file, the old one or the new.
. "$SRCDIR/tests/lib.sh"

# On an ordinary machine a replication of 100000 s takes about a quarter of a second.
long() {
	exec "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" -q --set "run.duration=$1" --set output.requests=none \
		--replications "$2" -j 2 -o "$3"
}

whole() {
	"$FOGLINE" inspect "$1" >/dev/null 2>&1
}

# start DURATION REPLICATIONS FILE: $pid runs.
start() {
	(long "$@") >out 2>err </dev/null &
	pid=$!
}

# end SIGNAL...: send them, wait for the end: $code.
end() {
	for signal in "$@"; do
		kill -s "$signal" "$pid" 2>/dev/null
		sleep 0.1
	done
	wait "$pid"
	code=$?
}

# Processes by what /proc says; pgrep is not everywhere.
children_of() {
	cat /proc/[0-9]*/stat 2>/dev/null | awk -v parent="$1" '$4 == parent { print $1 }'
}

no_workers_left() {
	for i in 1 2 3 4 5 6 7 8 9 10; do
		grep -qsF -e "$work/$1" /proc/[0-9]*/cmdline || return 0
		sleep 0.2
	done
	return 1
}

# Shells start what runs in the background with SIGINT ignored, and the program catches it all the same.
for signal in INT TERM USR1; do
	expected=143
	[ "$signal" != INT ] || expected=130
	start "100000000 s" 4 "$work/none.h5"
	sleep 0.5
	end "$signal"
	expect_code "SIG$signal before any replication is complete" "$expected"
	check "SIG$signal: nothing is written" test ! -e none.h5
	expect_in "SIG$signal: it says so" err "nothing was written"
	check "SIG$signal: nothing is left behind" test -z "$(find . -name '*.h5*' -o -name '.fogline*')"
	check "SIG$signal: no worker is left" no_workers_left none.h5
done

start "500 s" 100000 "$work/part.h5"
sleep 2
end INT
expect_code "SIGINT with replications complete" 130
expect_in "it says how many are saved" err "saved in"
check "what is complete is a whole file" whole part.h5
run "$FOGLINE" inspect part.h5
expect_in "it is marked as interrupted" out "outcome: interrupted"

cp part.h5 before.h5
start "100000000 s" 4 "$work/part.h5"
sleep 0.5
end INT
check "an interrupted run without a complete replication leaves the old file" cmp -s part.h5 before.h5

# Workers that are stopped keep the program from ending at the first signal.
start "100000000 s" 4 "$work/twice.h5"
sleep 0.5
kill -s STOP $(children_of "$pid")
kill -s INT "$pid"
kill -s INT "$pid"
sleep 0.4
check "SIGINT twice at the same moment counts once" kill -s 0 "$pid"
end INT
expect_code "SIGINT twice ends at once" 130
check "SIGINT twice: nothing is left behind" test -z "$(find . -name '*twice*' -o -name '.fogline*')"
check "SIGINT twice: no file" test ! -e twice.h5
check "SIGINT twice: no worker is left" no_workers_left twice.h5

# Killed at any moment: a result under the name is whole or not there. The moments are spread over the run's length.
broken=0
for moment in 0.02 0.05 0.1 0.15 0.2 0.25 0.3 0.35 0.4 0.5; do
	rm -f killed.h5
	start "20000 s" 12 "$work/killed.h5"
	sleep "$moment"
	kill -s KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	[ ! -e killed.h5 ] || whole killed.h5 || broken=$((broken + 1))
done
check "SIGKILL at ten moments of the run: never a broken file" test "$broken" -eq 0
check "SIGKILL: no worker outlives the parent" no_workers_left killed.h5

# A worker that crashes costs its replication, not the others.
start "200000 s" 4 "$work/crash.h5"
# On a slow machine it takes a while until there is one.
tries=0
while child=$(children_of "$pid" | head -n 1) && [ -z "$child" ] && [ "$tries" -lt 300 ]; do
	sleep 0.1
	tries=$((tries + 1))
done
if check "a crashed worker: there is one to crash" kill -s KILL "$child"; then
	wait "$pid"
	code=$?
	expect_code "a crashed worker: the run failed" 1
	expect_in "a crashed worker: the message names the replication" err "replication"
	expect_in "a crashed worker: and the signal" err "signal 9"
	check "a crashed worker: the others are in the file" whole crash.h5
	run "$FOGLINE" inspect crash.h5
	expect_in "a crashed worker: the file is marked" out "outcome: failed"
fi
finish
