#!/bin/sh
# Random valid scenarios (tests/generate.c): together they have every key, class, word and distribution of the language; each runs, which means that every law holds, and gives
# the same bits a second time and for any number of workers. GENERATED says how many run: 40 in `make check`, all 200, and with one worker twice,
# in `make check-long`.
. "$SRCDIR/tests/lib.sh"

all=200
jobs_list=${GENERATED:+1}
FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO

"$BUILDDIR/tests/generate" . $all
"$BUILDDIR/tests/generate_covers" . $all >missing 2>err
code=$?
expect_code "the scenarios cover the language: $(tail -n 1 missing)" 0
[ "$code" -eq 0 ] || sed 's/^/    /' missing
if "$BUILDDIR/tests/generate_covers" . 2 >missing; then fail "found: keys that no scenario has"; else pass "found: keys that no scenario has"; fi

# same FILE SCENARIO OPTION...: the run writes the bytes of first.h5.
same() {
	run "$FOGLINE" run "$1" -q -o again.h5 "$2" "$3"
	[ "$code" -eq 0 ] && cmp -s first.h5 again.h5
}

number=1
bad=0
while [ $number -le "${GENERATED:-40}" ]; do
	run "$FOGLINE" run $number.yaml -q -o first.h5 -j 1
	if [ "$code" -ne 0 ]; then
		fail "scenario $number runs (exit code $code)"
		sed 's/^/    /' err | head -n 5
		bad=1
	fi
	for jobs in $jobs_list 2 7; do
		same $number.yaml -j $jobs || { fail "scenario $number gives the same bits with -j $jobs"; bad=1; }
	done
	if [ $bad -ne 0 ]; then
		echo "    $BUILDDIR/tests/generate DIR $number writes it as DIR/$number.yaml"
		bad=0
	fi
	number=$((number + 1))
done
pass "$((number - 1)) scenarios ran"
finish
