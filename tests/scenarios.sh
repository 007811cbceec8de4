#!/bin/sh
# Every scenario that comes with the program is valid, says what it asks, runs, and gives a file as results/README.md describes it.
. "$SRCDIR/tests/lib.sh"

python=/usr/bin/python3
if $python -c 'import h5py, numpy, pandas' 2>/dev/null; then
	as_described() {
		$python -B "$SRCDIR/tests/check_results.py" "$@"
	}
else
	echo "# the layout of results files was left out: no Python with h5py and pandas"
	as_described() {
		true
	}
fi

for scenario in "$SRCDIR"/scenarios/*.yaml "$SRCDIR"/scenarios/classic/*.yaml "$SRCDIR"/scenarios/patterns/*.yaml; do
	name=$(basename "$scenario" .yaml)
	check "$name begins with a comment" grep -q '^# ..........' "$scenario"
	run "$FOGLINE" check "$scenario"
	expect_code "$name is valid" 0
	# What a technology stands in for is said with a warning, until wireless access is modelled.
	grep -v 'warning: technology: ' err >warnings
	expect_empty "$name has no warnings" warnings
	run "$FOGLINE" run "$scenario" -q -o "$name.h5" --replications 2 --set run.duration="4 s" --set run.warmup="1 s"
	expect_code "$name runs" 0
	check "$name: the results are laid out as described" as_described "$name.h5"
	run "$FOGLINE" inspect "$name.h5"
	check "$name: requests were created" test "$(sed -n 's/^requests: \([0-9]*\) created.*/\1/p' out)" -gt 0
done

# A file that is not as described is told from one that is.
if $python -c 'import h5py, numpy, pandas' 2>/dev/null; then
	$python -B - "1-quickstart.h5" <<-END
	import h5py, sys
	with h5py.File(sys.argv[1], "r+") as f:
	    f["runs/events"].attrs.__delitem__("units")
	END
	if as_described 1-quickstart.h5 >/dev/null; then fail "found: a column without units"; else pass "found: a column without units"; fi
fi
finish
