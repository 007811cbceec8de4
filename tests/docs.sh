#!/bin/sh
# README.md, results/README.md and docs/*.md are true: in a scratch copy every command that they show is run and says what they
# say, every scenario is valid, and every Python program runs. The blocks are told by their language:
#
# console   `$ COMMAND`, with further lines of it behind `> `, and what it prints; a line of `...` stands for any lines. It may fail only if `$ echo $?` follows.
# sh        commands that build or test: .ci/run must run each, word by word
# yaml      a scenario if it has `fogline:`; below `<!-- FILE -->` it is that file, below `<!-- write FILE -->` one that the reader writes
# python    a program; a block of `text` after it is what it prints
. "$SRCDIR/tests/lib.sh"

python=/usr/bin/python3
$python -c 'import h5py, numpy, pandas' 2>/dev/null || {
	echo "# programs in Python were left out: no Python with h5py and pandas"
	python=
}
mkdir bin build results
ln -s "$FOGLINE" bin/fogline
ln -s "$FOGLINE" build/fogline
cp -r "$SRCDIR/scenarios" "$SRCDIR/plots" .
chmod -R u+w scenarios plots
PATH=$work/bin:$PATH
"$FOGLINE" run scenarios/1-quickstart.yaml -q -o run.h5
"$FOGLINE" sweep scenarios/9-sweep.yaml --set run.duration=5s --set run.warmup=1s --replications 2 -q -o sweep >/dev/null

# blocks FILE: each fenced block as blocks/NUMBER, beside it its .line and .language, and the .file that a comment above it names.
blocks() {
	rm -rf blocks
	mkdir blocks
	awk '
	/^```/ && inside { inside = 0; next }
	/^```/ {
		inside = 1
		block = sprintf("blocks/%03d", ++n)
		printf "" >block
		print NR >(block ".line")
		print (length($0) == 3 ? "text" : substr($0, 4)) >(block ".language")
		if (file != "")
			print file >(block ".file")
		next
	}
	inside { print >block; next }
	{ file = match($0, /^<!-- .* -->$/) ? substr($0, 6, length($0) - 9) : "" }' "$1"
}

# A block of a console becomes a script that writes what command N prints to said.N, and what it should print to told.N.
console_script() {
	rm -f said.* told.* asked.*
	awk '
	/^\$ / {
		n++
		print substr($0, 3) >("asked." n)
		printf "" >("told." n)
		printf "code_=$?; echo $code_ >code.%d; exec >said.%d 2>&1; (exit $code_)\n%s\n", n - 1, n, substr($0, 3)
		next
	}
	/^> / {
		print substr($0, 3)
		next
	}
	n { print >("told." n) }
	END { printf "echo $? >code.%d\n", n }' "$1"
}

# as_told TOLD SAID: the same text, where a line `...` of TOLD is any lines.
as_told() {
	awk '
	NR == FNR { told[++n] = $0; next }
	{ said[++m] = $0 }
	function same(i, j) {
		while (i <= n && told[i] != "...") {
			if (j > m || told[i++] != said[j++])
				return 0
		}
		if (i > n)
			return j > m
		while (j <= m + 1)
			if (same(i + 1, j++))
				return 1
		return 0
	}
	END { exit !same(1, 1) }' "$1" "$2"
}

expect_told() {
	if as_told "$2" "$3"; then
		pass "$1"
	else
		fail "$1 (as told and as it is:)"
		diff "$2" "$3" | head -n 20
	fi
}

console() {
	console_script "$2" >script
	sh script </dev/null
	i=1
	while [ -e "asked.$i" ]; do
		asked=$(cat "asked.$i")
		expect_told "$1: $asked" "told.$i" "said.$i"
		# shellcheck disable=SC2016
		if [ "$(cat "code.$i")" -ne 0 ] && ! grep -qxF 'echo $?' "asked.$((i + 1))" 2>/dev/null; then
			fail "$1: $asked (exit code $(cat "code.$i"))"
		fi
		i=$((i + 1))
	done
}

# The commands that build stand in .ci/run, where all of it is run.
build_commands() {
	while read -r line; do
		case $line in
		'' | '#'*) ;;
		*) check "$1: $line is run by .ci/run" grep -qxF -e "$line" "$SRCDIR/.ci/run" ;;
		esac
	done <"$2"
}

scenario() {
	case $(cat "$2.file" 2>/dev/null) in
	'write '*)
		file=$(cat "$2.file")
		cp "$2" "${file#write }"
		run "$FOGLINE" check "$2"
		expect_code "$1: the scenario is valid" 0
		return
		;;
	esac
	if [ -e "$2.file" ]; then
		check "$1: as $(cat "$2.file")" cmp "$2" "$SRCDIR/$(cat "$2.file")"
	elif grep -q '^fogline:' "$2"; then
		run "$FOGLINE" check "$2"
		expect_code "$1: the scenario is valid" 0
	fi
}

python_program() {
	[ -n "$python" ] || return 0
	run $python -B "$2"
	expect_code "$1: the program runs" 0
}

# told_output WHERE BLOCK LANGUAGE_BEFORE
told_output() {
	[ -n "$python" ] && [ "$3" = python ] || return 0
	expect_told "$1: what the program prints" "$2" out
}

# Each file that a document links to or shows is there.
links() {
	grep -o '](\([^)#:]*\))' "$2" | sed 's/^](//; s/)$//' | sort -u >linked
	while read -r file; do
		check "$1 links to $file, which is there" test -e "$(dirname "$2")/$file"
	done <linked
}

for document in "$SRCDIR"/README.md "$SRCDIR"/results/README.md "$SRCDIR"/docs/*.md; do
	[ -e "$document" ] || continue
	if grep -q '^\$ .*fogline plot' "$document" && ! command -v gnuplot >/dev/null; then
		echo "# ${document##*/} was left out: gnuplot is not installed"
		continue
	fi
	links "${document#"$SRCDIR/"}" "$document"
	blocks "$document"
	language=
	for line in blocks/*.line; do
		block=${line%.line}
		where="${document#"$SRCDIR/"}:$(cat "$line")"
		before=$language
		language=$(cat "$block.language")
		case $language in
		console) console "$where" "$block" ;;
		sh) build_commands "$where" "$block" ;;
		yaml) scenario "$where" "$block" ;;
		python) python_program "$where" "$block" ;;
		text) told_output "$where" "$block" "$before" ;;
		esac
	done
done
finish
