#!/bin/sh
# Scenarios with exact answers, judged by tests/validate, all but those that are left to `make check-long`; and that a wrong answer is told from a right one.
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
	grep -q '^# Left to make check-long' "$scenario" && continue
	check "$id: $(sed -n '1s/^# *//p' "$scenario")" judge "$cases" "$id"
done

# refused WHAT ID SED: an answer made wrong by SED is told from a right one.
refused() {
	sed "$3" "$cases" >wrong.csv
	if cmp -s wrong.csv "$cases" || judge wrong.csv "$2" >/dev/null; then fail "found: $1"; else pass "found: $1"; fi
}

refused "an exact answer that is 0.2 % off" O-N01 '/^O-N01,latency_s/s/0\.0466/0.0467/'
refused "a mean that is 2 % off" O-Q04 '/^O-Q04,served/s/15\.46/15.76/'
refused "a tolerance that is not reached" O-Q04 '/^O-Q04,served/s/0\.02/0.0002/'
refused "a bound that is not respected" O-N02 '/^O-N02.*bound_lower/s/0\.1003/0.1972/'
refused "a list that is not the same" O-D04 '/^O-D04,placement,bin,loads/s/5/6/'
refused "a count that is not the same" O-D04 '/^O-D04,placement,bin,bins,5/s/5/6/'
finish
