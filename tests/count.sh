#!/bin/sh
# Adds up the checks in the logs of `make check`: count.sh BUILD_DIR prints `N passed, N failed`. Shell tests print a line for
# each check, cmocka counts its own, any other test counts as one. A test that failed without a failed check counts as one.
set -eu
passed=0
failed=0
skipped=0
for trs in "$1"/tests/*.trs; do
	[ -e "$trs" ] || continue
	log=${trs%.trs}.log
	result=$(sed -n 's/^:global-test-result: //p' "$trs")
	good=$(awk '/^ok - /{ n++ } /^\[  PASSED  \] [0-9]+ test\(s\)/{ n += $4 } END { print n + 0 }' "$log")
	bad=$(awk '/^not ok - /{ n++ } /^\[  FAILED  \] [0-9]+ test\(s\), listed/{ n += $4 } END { print n + 0 }' "$log")
	case $result in
	PASS) [ "$good" -gt 0 ] || good=1 ;;
	SKIP) skipped=$((skipped + 1)) ;;
	*) [ "$bad" -gt 0 ] || bad=1 ;;
	esac
	passed=$((passed + good))
	failed=$((failed + bad))
done
[ "$skipped" -eq 0 ] || echo "$skipped skipped"
echo "$passed passed, $failed failed"
