#!/bin/sh
# `make install` into a folder: the program there finds its scenarios and templates, wherever the whole has been put.
. "$SRCDIR/tests/lib.sh"

run make -C "$BUILDDIR" -s install DESTDIR="$work/staged" MAKEFLAGS=
expect_code "make install DESTDIR=" 0
bin=$(find staged -type f -name fogline -path '*/bin/*')
check "the program is there" test -x "$bin"
mkdir elsewhere
mv "${bin%/bin/fogline}" elsewhere/moved
cd elsewhere || exit 99
run moved/bin/fogline list scenarios
expect_code "it lists scenarios" 0
expect_in "its own" out "elsewhere/moved/share/fogline/scenarios/1-quickstart.yaml"
run moved/bin/fogline run moved/share/fogline/scenarios/ten-lines.yaml -q -o ten.h5
expect_code "it runs one" 0
if command -v gnuplot >/dev/null; then
	run moved/bin/fogline plot cdf ten.h5 -o ten.png
	expect_code "it finds its templates of plots" 0
	check "the picture is there" test -s ten.png
fi
finish
