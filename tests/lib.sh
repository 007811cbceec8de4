# What the shell tests share; sourced. Each check prints `ok - WHAT` or `not ok - WHAT`; finish() turns them into an exit code.
# A test works in a folder of its own, $work, which is its current folder and is removed at the end.
set -u

: "${FOGLINE:?is set by make check}" "${SRCDIR:?is set by make check}"
failures=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM
cd "$work" || exit 99

pass() {
	echo "ok - $1"
}

fail() {
	echo "not ok - $1"
	failures=$((failures + 1))
}

# check WHAT COMMAND...: the command succeeds.
check() {
	what=$1
	shift
	if "$@"; then pass "$what"; else fail "$what"; fi
}

# run COMMAND...: sets $code; standard output and error are in the files out and err.
run() {
	"$@" >out 2>err </dev/null
	code=$?
}

# expect_code WHAT CODE: the last run returned CODE.
expect_code() {
	if [ "$code" -eq "$2" ]; then
		pass "$1"
	else
		fail "$1 (exit code $code, not $2)"
		sed 's/^/    /' err | head -n 10
	fi
}

# expect_in WHAT FILE TEXT: a line of FILE contains TEXT, which is no pattern.
expect_in() {
	if grep -qF -e "$3" "$2"; then
		pass "$1"
	else
		fail "$1 ('$3' is not in $2:)"
		sed 's/^/    /' "$2" | head -n 10
	fi
}

# expect_empty WHAT FILE
expect_empty() {
	if [ -s "$2" ]; then
		fail "$1 ($2 is not empty:)"
		sed 's/^/    /' "$2" | head -n 10
	else
		pass "$1"
	fi
}

# expect_lines_within WHAT FILE WIDTH: no line is longer, counted in characters of UTF-8.
expect_lines_within() {
	if LC_ALL=C sed 's/[\200-\277]//g' "$2" | LC_ALL=C awk -v width="$3" 'length($0) > width { bad = 1 } END { exit bad }'; then
		pass "$1"
	else
		fail "$1"
	fi
}

# refused SCENARIO WHAT TEXT SETTING...: with these settings check gives code 2 and says TEXT.
refused() {
	scenario=$1
	what=$2
	text=$3
	shift 3
	for setting; do
		set -- "$@" --set "$setting"
		shift
	done
	run "$FOGLINE" check "$scenario" "$@"
	expect_code "$what" 2
	expect_in "$what: says so" err "$text"
}

skip() {
	echo "skipped: $1"
	exit 77
}

finish() {
	[ "$failures" -eq 0 ] || echo "$failures failed"
	exit "$((failures > 0))"
}
