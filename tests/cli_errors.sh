#!/bin/sh
# Mistakes in scenarios. Each tests/errors/NAME.yaml is read by `check` and by `run`, with the overrides in NAME.set, one a line, if
# there is one. What they say on stderr must be exactly NAME.txt: every mistake at its place, in the order of the places. HELP stands
# for the help text of a key there, and WORDS for the list of all that there are: those change with every new key. The exit code is 2
# if there are errors among them, else 0, and a run that is refused leaves no file.
# To add a case write NAME.yaml; UPDATE=yes writes the NAME.txt of all cases anew, to be read before they are kept.
. "$SRCDIR/tests/lib.sh"

cases=$SRCDIR/tests/errors

# with_overrides FILE COMMAND...: the command, with --set and its value for each line of FILE behind it.
with_overrides() {
	file=$1
	shift
	while IFS= read -r line; do
		set -- "$@" --set "$line"
	done <"$file"
	run "$@"
}

# said: what the last run said, without what changes with every new key.
said() {
	sed -e 's/; there are: .*/; there are: WORDS/' -e "s/' is missing (.*/' is missing (HELP)/" -e 's/\( is outside [[(].*, .*[])]\) (.*)$/\1 (HELP)/' err
}

cp -R "$cases" cases
chmod -R u+w cases
cd cases || exit 99
for case in *.yaml; do
	name=${case%.yaml}
	overrides=/dev/null
	[ ! -e "$name.set" ] || overrides=$name.set
	with_overrides "$overrides" "$FOGLINE" check "$case"
	if [ "${UPDATE:-no}" = yes ]; then
		said >"$cases/$name.txt"
		continue
	fi
	expected=0
	! grep -q ' error: ' "$name.txt" || expected=2
	expect_code "$name: check" "$expected"
	said >said
	check "$name: check says exactly this" diff -u "$name.txt" said
	with_overrides "$overrides" "$FOGLINE" run "$case" -q -o result.h5
	expect_code "$name: run" "$expected"
	said >said
	check "$name: run says the same" cmp -s "$name.txt" said
	expect_empty "$name: nothing on stdout" out
	[ "$expected" -eq 0 ] || check "$name: nothing is left behind" test -z "$(ls -A | grep -e 'h5' -e '^results$' -e 'tmp')"
	rm -f result.h5
done
[ "${UPDATE:-no}" != yes ] || exit 0
cd "$work" || exit 99

# A key that is not supported yet is no suggestion for one that is unknown.
run "$FOGLINE" check "$SRCDIR/scenarios/1-quickstart.yaml" --set output.series=1ns
expect_code "a series that would fill the disk" 2
expect_in "a series that would fill the disk: says so" err "output.series: error: a step of 1 ns makes 6e+10 steps of a run of 1 min; at most 10000000 are kept"
run "$FOGLINE" check "$SRCDIR/scenarios/1-quickstart.yaml" --set phone.count=1
expect_code "a path without the map that its name is in" 2
expect_in "the whole path is suggested" err "unknown key 'phone'; did you mean 'nodes.phone.count'?"
run "$FOGLINE" check "$SRCDIR/scenarios/1-quickstart.yaml" --set nodes.edge.xyzzy=1
expect_in "an unknown key: which there are" err "unknown key 'xyzzy'; there are: tier, count,"
check "an unknown key: none that is not supported" test "$(grep -c mobility err)" -eq 0

# refused WHAT TEXT FILE: the file is no scenario: exit code 2, TEXT, one line that begins with its name.
refused() {
	what=$1
	text=$2
	run "$FOGLINE" run "$3" -o result.h5
	expect_code "$what" 2
	expect_in "$what: says so" err "$text"
	check "$what: in one line" test "$(wc -l <err)" -eq 1
	check "$what: with the name of the file" test "$(head -c "${#3}" err)" = "$3"
	check "$what: no file" test ! -e result.h5
}

# What the cases leave out: the list of words, and the help of a key.
printf 'fogline: 1\nrun: {duration: 1 s, replications: 0}\nnodes: {edge: {tier: mobile}}\n' >words.yaml
run "$FOGLINE" check words.yaml
expect_in "a word that is near to none: all are listed" err "unknown tier 'mobile'; there are: device, edge, fog, cloud"
expect_in "a number out of range: the help of its key is shown" err "outside [1, 1000000] (independent runs"

# What would be no text in this repository, or too large for it.
head -c 100000 /dev/zero | tr '\0' '[' >brackets.yaml
refused "100 kB of brackets" "brackets.yaml:1:65: error: nested deeper than 64 levels" brackets.yaml
head -c 100000 /dev/zero | sed 's/\x00/{a: /g' >braces.yaml
refused "100 kB of braces" "nested deeper than 64 levels" braces.yaml
awk 'BEGIN { for (i = 0; i < 500; i++) printf "%" i "sa:\n", "" }' >deep.yaml
refused "500 levels of indentation" "nested deeper than 64 levels" deep.yaml
printf 'fogline: 1\ntitle: a\000b\n' >nul.yaml
refused "a NUL byte" "nul.yaml:2:9: error: a NUL byte" nul.yaml
printf 'fogline: 1\ntitle: caf\351\n' >latin.yaml
refused "a text in Latin-1" "latin.yaml:2:11: error: byte 0xe9 is not valid UTF-8; save the text as UTF-8" latin.yaml
printf '\211HDF\r\n\032\n\000\000' >results.h5
refused "results in place of a scenario" "results.h5:1:1: error: this is an HDF5 file, as results are, not a scenario; 'fogline inspect' shows results" results.h5
sed 's/^run: *{/run: {seed:5, /' "$SRCDIR/scenarios/1-quickstart.yaml" >space.yaml
refused "no space after a colon" "error: 'seed:5' is no key: a space must follow the colon after 'seed'" space.yaml
printf '\377\376f\000o\000g\000' >utf16.yaml
refused "a text in UTF-16" "utf16.yaml:1:1: error: byte 0xff is not valid UTF-8" utf16.yaml
printf 'fogline: 1\ntitle: \300\257\n' >overlong.yaml
refused "an overlong character" "overlong.yaml:2:8: error: byte 0xc0 is not valid UTF-8" overlong.yaml
printf 'fogline: 1\ntitle: \355\240\200\n' >surrogate.yaml
refused "half of a surrogate pair" "surrogate.yaml:2:8: error: byte 0xed is not valid UTF-8" surrogate.yaml
head -c 4096 "$FOGLINE" >program.yaml
refused "a program" "program.yaml:1:" program.yaml
: >empty.yaml
refused "an empty file" "empty.yaml: error: the file is empty" empty.yaml

run "$FOGLINE" run missing.yaml
expect_code "no such file" 2
expect_in "no such file: says so" err "cannot open 'missing.yaml': No such file or directory"
mkdir folder.yaml
run "$FOGLINE" run folder.yaml
expect_code "a folder" 2
expect_in "a folder: says so" err "'folder.yaml' is a directory"
if [ "$(id -u)" -ne 0 ]; then
	cp "$SRCDIR/scenarios/2-queue.yaml" secret.yaml
	chmod 0 secret.yaml
	run "$FOGLINE" run secret.yaml
	expect_code "a file that may not be read" 2
	expect_in "a file that may not be read: says so" err "cannot open 'secret.yaml': Permission denied"
fi
run "$FOGLINE" run - -o result.h5
expect_code "nothing on standard input" 2
expect_in "nothing on standard input: says so" err "the file is empty"

# What other editors leave in a file is no mistake.
printf '\357\273\277' >bom.yaml
sed 's/$/\r/' "$SRCDIR/scenarios/1-quickstart.yaml" >>bom.yaml
run "$FOGLINE" check bom.yaml
expect_code "a byte-order mark, and lines that end in CR LF" 0
expect_empty "a byte-order mark, and lines that end in CR LF: no warning" err

# A terminal gets none of the control characters of a text.
printf 'fogline: "\\e[31m\\x9b"\n' >colour.yaml
run "$FOGLINE" check colour.yaml
expect_in "control characters are shown as such" err "'\\x1b[31m\\xc2\\x9b'"

# As many mistakes as lines, in a time that grows with their number.
awk 'BEGIN { print "fogline: 1"; for (i = 0; i < 100000; i++) print "key" i ": 1" }' >many.yaml
run "$FOGLINE" check many.yaml
expect_code "100000 mistakes" 2
expect_in "100000 mistakes: twenty are shown, the rest counted" err "fogline: and 99982 more errors"
check "100000 mistakes: no more lines" test "$(wc -l <err)" -eq 21

# Files that include others, twice each.
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
	printf 'include: [twice%d.yaml, twice%d.yaml]\n' $((i + 1)) $((i + 1)) >twice$i.yaml
done
echo 'fogline: 1' >twice31.yaml
run "$FOGLINE" check twice1.yaml
expect_code "2^30 files to include" 2
expect_in "2^30 files to include: says so" err "more than 1000 files are included"
finish
