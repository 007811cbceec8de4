#!/bin/sh
# Places that cannot be written: no such folder, a folder or another file under the result's name, a disk that is full.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/1-quickstart.yaml

# refused WHAT TEXT FILE: the run fails with 1 and TEXT.
refused() {
	run "$FOGLINE" run "$scenario" -q -o "$3"
	expect_code "$1: exit code" 1
	expect_in "$1: says so" err "$2"
	expect_empty "$1: nothing on stdout" out
}

refused "no such folder" "missing/run.h5" missing/run.h5
check "no such folder: it is not made" test ! -e missing
mkdir folder.h5
refused "a folder" "folder.h5" folder.h5
echo "my thesis" >thesis.h5
refused "a file of another kind" "thesis.h5" thesis.h5
check "a file of another kind is kept" test "$(cat thesis.h5)" = "my thesis"
touch "blocked"
refused "a file where the folder should be" "blocked/run.h5" blocked/run.h5
echo text >results
run "$FOGLINE" run "$scenario" -q
expect_code "a file called results" 1
expect_in "a file called results: says so" err "results"
rm results
check "nothing is left behind" test -z "$(find . -name '*.tmp*' -o -name '.fogline*')"

run "$FOGLINE" run "$scenario" -q -o old.h5
cp old.h5 before.h5

# A limit on the size of files stands for a full disk where no small file system can be mounted.
(
	ulimit -f 64
	trap '' XFSZ
	exec "$FOGLINE" run "$scenario" -q --set run.duration="2000 s" -o old.h5
) >out 2>err </dev/null
code=$?
expect_code "files are limited: the run failed" 1
check "files are limited: it says so" test -s err
check "files are limited: the old file is as it was" cmp -s old.h5 before.h5
check "files are limited: nothing is left behind" test "$(find . -name '*.h5*' | wc -l)" -eq 4

mkdir small
if [ "$(id -u)" -eq 0 ] && mount -t tmpfs -o size=256k none small 2>/dev/null; then
	run "$FOGLINE" run "$scenario" -q --set run.duration="2000 s" -o small/run.h5
	left=$(ls -A small)
	umount small
	expect_code "the disk is full: the run failed" 1
	expect_in "the disk is full: it says why" err "No space left on device"
	check "the disk is full: nothing is left behind" test -z "$left"
else
	echo "# the disk that is full was left out: no right to mount"
fi
finish
