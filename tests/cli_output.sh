#!/bin/sh
# The keys of `output:`: what a run records, and in which form, changes nothing of what is in the other tables.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/1-quickstart.yaml

# record NAME SETTING...: run with --set of each setting into NAME.h5.
record() {
	name=$1
	shift
	for setting; do
		set -- "$@" --set "$setting"
		shift
	done
	run "$FOGLINE" run "$scenario" -q --replications 2 "$@" -o "$name.h5"
	expect_code "$name: runs" 0
}

# table FILE TABLE: as CSV.
table() {
	"$FOGLINE" inspect "$1.h5" "$2" --csv
}

# same TABLE A B: the table is the same in both files.
same() {
	table "$2" "$1" >one.csv && table "$3" "$1" >other.csv && cmp -s one.csv other.csv
}

# The sum of column $2 of a CSV on standard input over the rows in which column $1 has the value $3.
sum_where() {
	awk -F , -v where="$1" -v what="$2" -v value="$3" '
		NR == 1 { for (i = 1; i <= NF; i++) column[$i] = i; next }
		$column[where] == value { sum += $column[what] }
		END { printf "%.9g\n", sum }'
}

record plain
record all output.totals=all
check "totals of all: a row for each node in each replication" test "$(table all node_totals | tail -n +2 | wc -l)" -eq 46
check "totals of all: two rows for each link" test "$(table all link_totals | tail -n +2 | wc -l)" -eq 88
check "totals of all: every row names its node" test "$(table all node_totals | grep -c 4294967295)" -eq 0
for column in energy_j arrived served; do
	check "totals of all: the $column of the phones adds up" test \
		"$(table all node_totals | sum_where group $column phone)" = "$(table plain node_totals | sum_where group $column phone)"
done
check "totals of all: the bytes of access links add up" test \
	"$(table all link_totals | sum_where group bytes 'phone->edge')" = "$(table plain link_totals | sum_where group bytes 'phone->edge')"
check "totals of all: the phones had jobs at all" test "$(table plain node_totals | sum_where group served phone)" != 0
for name in summary replications requests nodes links runs; do
	check "totals of all: $name is the same" same $name plain all
done

record large run.duration="600 s"
record small run.duration="600 s" output.compress=6
for name in summary requests node_totals; do
	check "compressed: $name is the same" same $name large small
done
size() {
	wc -c <"$1"
}
check "compressed: the file is smaller by a third" test "$(size small.h5)" -lt $(($(size large.h5) * 2 / 3))
for value in 10 -1 best; do
	run "$FOGLINE" run "$scenario" --set output.compress=$value -o wrong.h5
	expect_code "compress: $value is refused" 2
done
run "$FOGLINE" run "$scenario" --set output.totals=none -o wrong.h5
expect_code "totals: none is refused" 2
expect_in "totals: the message knows the words" err "infrastructure"
finish
