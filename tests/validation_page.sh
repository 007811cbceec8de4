#!/bin/sh
# docs/validation.md has a row for each row of cases.csv, in that order, and no other; all of them hold; each case is a scenario and has its title.
. "$SRCDIR/tests/lib.sh"

page=$SRCDIR/docs/validation.md
cases=$SRCDIR/tests/validation/cases.csv

# What is in the page, without a row that was judged again, and in the table of cases: scenario, metric, expected, kind.
listed_in_page() {
	sed -n 's/^| \[\(O-[^]]*\)\](\([^)]*\)) /\1 /p' "$1" | awk -F ' *[|] *' '!seen[$1, $3, $5, $4]++ { print $1 "|" $3 "|" $5 "|" $4 }'
}

listed_in_cases() {
	tail -n +2 "$cases" | awk -F, '{
		what = $8
		for (i = 9; i <= NF; i++)
			what = what "," $i
		print $1 "|" what "|" $5 "|" $6 }'
}

listed_in_cases >wanted
listed_in_page "$page" >got
check "there are more than 100 rows" test "$(wc -l <wanted)" -gt 100
check "the page lists the cases of cases.csv and no others (if not: make validation-page)" diff wanted got
check "each row has a name of its own" test -z "$(sort wanted | uniq -d)"

sed '/^| \[O-Q13\].* W station2 /d' "$page" >less.md
listed_in_page less.md >got
if cmp -s wanted got; then fail "found: a row that is missing"; else pass "found: a row that is missing"; fi
sed 's/^\(| \[O-Q13\].* W station2 | mean | \)0.2/\10.3/' "$page" >other.md
listed_in_page other.md >got
if cmp -s wanted got; then fail "found: another answer"; else pass "found: another answer"; fi

# Of a scenario that was run again the second run counts.
holds() {
	awk -F ' *[|] *' '/^\| \[O-/ { verdict[$2, $4, $5] = $10 } END { for (row in verdict) if (verdict[row] !~ /^holds/) exit 1 }' "$1"
}
check "all of them hold" holds "$page"
sed '/^| \[O-Q13\].* W station2 /s/ holds |$/ OUTSIDE |/' "$page" >outside.md
if holds outside.md; then fail "found: a row that does not hold"; else pass "found: a row that does not hold"; fi

for scenario in "$SRCDIR"/tests/validation/*.yaml; do
	id=$(basename "$scenario" .yaml)
	title=$(sed -n 's/^title: *"\{0,1\}\([^"]*\)"\{0,1\}$/\1/p' "$scenario")
	check "$id is in the page with its title" grep -qF -e "| [$id](../tests/validation/$id.yaml) | $title |" "$page"
done
finish
