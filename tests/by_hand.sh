#!/bin/sh
# Deterministic scenarios whose answers were worked out by hand. Each line `#= MEASURE SCOPE VALUE` of a scenario is held against the mean in
# its summary, to a part in a million. A wrong value is told from a right one.
. "$SRCDIR/tests/lib.sh"

# mean MEASURE SCOPE: from summary.csv, whose columns begin measure,scope,unit,mean.
mean() {
	awk -F, -v measure="$1" -v scope="$2" '$1 == measure && $2 == scope { print $4 }' summary.csv
}

is_near() {
	awk -v got="$1" -v wanted="$2" 'BEGIN {
		d = got - wanted
		if (d < 0) d = -d
		exit !(got != "" && d <= 1e-6 * (wanted < 0 ? -wanted : wanted) + 1e-9) }'
}

for scenario in "$SRCDIR"/tests/by_hand/*.yaml; do
	name=$(basename "$scenario" .yaml)
	run "$FOGLINE" run "$scenario" -q -o "$name.h5"
	expect_code "$name runs" 0
	expect_empty "$name has no warnings" err
	"$FOGLINE" inspect "$name.h5" summary --csv >summary.csv
	sed -n 's/^#= *//p' "$scenario" >answers
	check "$name has answers" test -s answers
	while read -r measure scope value; do
		got=$(mean "$measure" "$scope")
		check "$name: $measure of $scope is $value (got $got)" is_near "$got" "$value"
	done <answers
done
if is_near "$(mean "$measure" "$scope")" "$(awk -v v="$value" 'BEGIN { printf "%.9g", v * 1.00001 }')"; then
	fail "found: an answer that is a part in 100,000 off"
else
	pass "found: an answer that is a part in 100,000 off"
fi
finish
