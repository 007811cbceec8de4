#!/bin/sh
# A sweep that is killed 50 times at random moments, its driver or one of its workers, and then resumed: nothing finished is lost or done again,
# nothing half-written is read, and what comes out is what an undisturbed sweep gives.
. "$SRCDIR/tests/lib.sh"

FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO
scenario=$SRCDIR/scenarios/9-sweep.yaml
# 240 runs of some 20 ms.
options="--set run.duration=100s --replications 10 -q -j 2"

# Processes by what /proc says; pgrep is not everywhere.
children_of() {
	cat /proc/[0-9]*/stat 2>/dev/null | awk -v parent="$1" '$4 == parent { print $1 }'
}

# kept: what every file of a run that is whole is, by name, inode and time.
kept() {
	find killed/runs -name '*.run' -printf '%f %i %T@\n' 2>/dev/null | sort
}

lost=0 left=0 last=0
seed=20261125
touch before
for i in $(seq 50); do
	"$FOGLINE" sweep "$scenario" $options --resume -o killed >out 2>err </dev/null &
	pid=$!
	seed=$(((seed * 1103515245 + 12345) % 2147483648))
	sleep "0.$(printf %03d $((seed / 65536 % 150 + 20)))"
	if [ $((i % 3)) -eq 0 ]; then
		worker=$(children_of "$pid" | head -n 1)
		[ -z "$worker" ] || kill -s KILL "$worker" 2>/dev/null
		sleep 0.05
	fi
	kill -s KILL "$pid" 2>/dev/null
	wait "$pid" 2>/dev/null
	kept >after
	comm -23 before after >gone
	[ -s gone ] && lost=$((lost + 1))
	last=$(wc -l <after)
	cp after before
done
check "in 50 kills no finished run was lost or done again" test "$lost" -eq 0
check "some were finished meanwhile ($last)" test "$last" -gt 10
run "$FOGLINE" sweep "$scenario" $options --resume -o killed
expect_code "it is resumed" 0
kept >after
check "what was finished is kept" test "$(comm -23 before after | wc -l)" -eq 0
check "no temporary file of a run is left" test -z "$(find killed/runs -name '.*')"
run "$FOGLINE" sweep "$scenario" $options -o whole
check "it is what an undisturbed sweep gives" cmp -s killed/9-sweep.h5 whole/9-sweep.h5
rm -rf killed/9-sweep.h5

# A worker that dies costs its run, and it is named.
"$FOGLINE" sweep "$scenario" --set run.duration=10000s --replications 1 --vary nodes.phone.count=20 -q -j 2 -o one >out 2>err </dev/null &
pid=$!
worker=
for i in $(seq 50); do
	worker=$(children_of "$pid" | head -n 1)
	[ -n "$worker" ] && break
	sleep 0.02
done
kill -s KILL "$worker"
wait "$pid"
code=$?
expect_code "a run is lost: the code says so" 1
expect_in "it is named" err "its process was ended by signal 9"
check "the others are there" test "$("$FOGLINE" inspect one/9-sweep.h5 runs --csv | grep -c complete)" -eq 5
check "the result names it" test "$("$FOGLINE" inspect one/9-sweep.h5 failures --csv | grep -c 'signal 9')" -eq 1

# Interrupted by hand: what is complete is saved and marked.
"$FOGLINE" sweep "$scenario" $options -o stopped >out 2>err </dev/null &
pid=$!
# As soon as some are done: most are not, however fast the machine is.
while [ -z "$(find stopped/runs -name '*.run' 2>/dev/null)" ] && kill -0 "$pid" 2>/dev/null; do
	sleep 0.01
done
kill -s TERM "$pid"
wait "$pid"
code=$?
expect_code "terminated" 143
expect_in "terminated: how it goes on" err "--resume does the rest"
check "what was complete is there" test "$("$FOGLINE" inspect stopped/9-sweep.h5 runs --csv | grep -c complete)" -gt 0
run "$FOGLINE" sweep "$scenario" $options --resume -o stopped
check "and it is resumed" cmp -s stopped/9-sweep.h5 whole/9-sweep.h5
finish
