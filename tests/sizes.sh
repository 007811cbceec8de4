#!/bin/sh
# How long files and functions are. Over 800 lines of a file or 100 of a function fail; over 500 and 50 are printed.
. "$SRCDIR/tests/lib.sh"

# Exceptions: FILE or FILE:FUNCTION, each with its reason.
exceptions='
sim/kernel/ziggurat.c    a table of numbers
'

# A function reaches from the line of its opening brace, alone in the first column, to that of its closing one.
measure() {
	(cd "$1" && find sim models tests -name '*.[ch]' | sort | xargs awk '
		FNR == 1 { if (file != "") print lines[file], file; file = FILENAME; inside = 0 }
		{ lines[FILENAME] = FNR }
		/^[a-z].*\(/ { name = $0; sub(/\(.*/, "", name); sub(/.*[ *]/, "", name) }
		/^\{/ { inside = 1; begin = FNR }
		/^\}/ && inside { print FNR - begin - 1, FILENAME ":" name; inside = 0 }
		END { print lines[file], file }')
}

sizes_hold() {
	measure "$1" | {
		bad=0
		while read -r lines what; do
			case $what in
			*:*) soft=50 hard=100 ;;
			*) soft=500 hard=800 ;;
			esac
			[ "$lines" -gt "$soft" ] || continue
			if echo "$exceptions" | grep -q "^$what "; then
				continue
			fi
			echo "    $what has $lines lines, more than $soft"
			[ "$lines" -le "$hard" ] || bad=1
		done
		return $bad
	}
}

# A copy with one function of $1 lines in a file of at least $2.
plant() {
	rm -rf planted
	mkdir -p planted/sim planted/models planted/tests
	awk -v body="$1" -v lines="$2" 'BEGIN {
		print "static void planted(void)\n{"
		for (i = 0; i < body; i++) print "\tf();"
		print "}"
		for (i = body + 3; i < lines; i++) print "/* */" }' >planted/sim/planted.c
}

found() {
	plant "$2" "$3"
	if sizes_hold planted >list; then fail "found: $1"; else pass "found: $1"; fi
}

check "files have at most 800 lines, functions 100" sizes_hold "$SRCDIR"
found "a function of 101 lines" 101 200
found "a file of 801 lines" 10 801
plant 100 800
check "100 and 800 lines pass" sizes_hold planted
finish
