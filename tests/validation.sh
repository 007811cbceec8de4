#!/bin/sh
# Scenarios with exact answers, judged by tests/validate; and that a wrong answer is told from a right one.
. "$SRCDIR/tests/lib.sh"

cases=$SRCDIR/tests/validation/cases.csv

judge() {
	"$BUILDDIR/tests/validate" "$FOGLINE" "$1" "$SRCDIR/tests/validation" "$work" "$2" && return
	sed 's/^/    /' "$work/$2.log"
	return 1
}

for scenario in "$SRCDIR"/tests/validation/*.yaml; do
	id=$(basename "$scenario" .yaml)
	check "$id has exact answers" grep -q "^$id," "$cases"
	check "$id: $(sed -n '1s/^# *//p' "$scenario")" judge "$cases" "$id"
done

id=O-N01
sed "/^$id,latency_s/s/0\.0466/0.0467/" "$cases" >wrong.csv
if judge wrong.csv $id >/dev/null; then fail "found: an answer that is 0.2 % off"; else pass "found: an answer that is 0.2 % off"; fi
finish
