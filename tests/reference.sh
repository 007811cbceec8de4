#!/bin/sh
# The reference and the man pages in docs/ are what the program's tables say now, and their links lead somewhere.
. "$SRCDIR/tests/lib.sh"

run sh "$SRCDIR/docs/generate.sh" "$FOGLINE" now
expect_code "the pages can be made" 0
expect_empty "nothing is said while they are made" err
(cd now && find . -type f | sort) >made
(cd "$SRCDIR/docs" && find reference man -type f | sed 's|^|./|' | sort) >kept
check "docs/reference and docs/man have those pages and no others" cmp made kept

# as_kept PAGE: docs/PAGE is what was made.
as_kept() {
	cmp -s "now/$1" "$SRCDIR/docs/$1" && return 0
	diff "$SRCDIR/docs/$1" "now/$1" | head -n 10 | sed 's/^/    /'
	return 1
}

while read -r page; do
	page=${page#./}
	check "docs/$page is what the tables say (if not: make -C $BUILDDIR docs)" as_kept "$page"
done <made

# The same again: nothing in them depends on time, place or memory.
sh "$SRCDIR/docs/generate.sh" "$FOGLINE" again
check "made twice, they are the same" diff -r now again

# anchors PAGE: the anchors of its headings, as readers of Markdown make them.
anchors() {
	sed -n 's/^##* //p' "$1" | tr 'A-Z ' 'a-z-' | sed 's/[^a-z0-9_-]//g'
}

# Every link goes to a page that is there, and to a heading of it.
links_lead() {
	bad=0
	for page in now/reference/*.md; do
		grep -o '](\([^)]*\))' "$page" | sed 's/^](//; s/)$//' | sort -u >links
		while read -r link; do
			file=${link%%#*}
			target=$page
			case $file in
			'') ;;
			../*) target=$SRCDIR/docs/reference/$file ;;
			*) target=now/reference/$file ;;
			esac
			if [ ! -e "$target" ]; then
				echo "    $page: $link leads nowhere"
				bad=1
			elif [ "$link" != "$file" ] && ! anchors "$target" | grep -qxF -e "${link#*#}"; then
				echo "    $page: $link is no heading"
				bad=1
			fi
		done <links
	done
	return $bad
}
check "every link of the reference leads to a heading that is there" links_lead
echo 'see [nothing](#nothing)' >>now/reference/measures.md
if links_lead >/dev/null; then fail "found: a link to no heading"; else pass "found: a link to no heading"; fi

# Each table of keys stands under the path by which --set and help know it.
sed -n 's/^### `\(.*\)`$/\1/p' now/reference/scenario.md >places
check "there are tables of keys" test "$(wc -l <places)" -gt 8
while read -r place; do
	run "$FOGLINE" help "scenario.$place"
	expect_code "help knows $place" 0
done <places

# What short runs of every scenario that there is leave in their files stands in the reference.
python=/usr/bin/python3
if $python -c 'import h5py' 2>/dev/null; then
	mkdir results
	n=0
	for scenario in $(find "$SRCDIR/scenarios" "$SRCDIR/tests" -name '*.yaml' ! -path '*/errors/*' | sort); do
		n=$((n + 1))
		"$FOGLINE" run "$scenario" -q -o results/$n.h5 --replications 1 --set run.duration="2 s" --set run.warmup="0 s" \
			--set run.drain="0 s" 2>>refused || echo "# not run so short: $scenario"
	done
	check "most scenarios can be run for two seconds" test "$(find results -name '*.h5' | wc -l)" -gt $((n * 3 / 4))
	check "every table, column, attribute and measure of their results is in the reference" \
		$python -B "$SRCDIR/tests/check_reference.py" again/reference results/*.h5
else
	echo "# results were not held against the reference: no Python with h5py"
fi

# On a terminal every topic fits.
for topic in scenario policies models measures results commands; do
	run "$FOGLINE" help $topic
	expect_code "help $topic" 0
	expect_lines_within "help $topic within 80 columns" out 80
done
for form in '--format=markdown run' '--format man measures' '--format json-schema results'; do
	# shellcheck disable=SC2086
	run "$FOGLINE" help $form
	expect_code "help $form" 2
	expect_in "help $form: there is none" err "there is no page about"
done
run "$FOGLINE" help scenario --format markdwon
expect_code "an unknown format" 2
expect_in "an unknown format: a suggestion" err "did you mean 'markdown'"

# Man pages without a complaint, where there is something to look at them with. A page without a date is meant: they are the same
# whenever they are made.
for page in now/man/*; do
	if command -v mandoc >/dev/null; then
		mandoc -T lint "$page" | grep -v 'missing date' >lint
		expect_empty "mandoc finds nothing in $page" lint
	fi
	if command -v man >/dev/null; then
		LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -E UTF-8 -l "$page" >shown 2>err
		expect_empty "man finds nothing in $page" err
		check "man shows $page" test -s shown
	fi
done

# Every policy says whose it is, but those that a user writes.
"$FOGLINE" list policies | awk '/^(offloading|placement)/ && $1 !~ /lua$/ { print $1 }' >policies
check "there are policies" test "$(wc -l <policies)" -gt 20
while read -r policy; do
	run "$FOGLINE" help "$policy"
	check "$policy has a source" grep -q '^Source: ' out
done <policies
finish
