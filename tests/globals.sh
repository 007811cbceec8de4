#!/bin/sh
# No variable that changes lives outside of functions, but in sim/cli: objects have no symbols of data or bss there.
. "$SRCDIR/tests/lib.sh"

[ "$SANITIZE" = no ] || skip "sanitizers add symbols of their own"
command -v objdump >/dev/null || skip "objdump (binutils) is not installed"

# Constant tables with pointers in them lie in .data.rel.ro, which is not meant.
globals_of() {
	objdump -t "$@" | grep -E ' O \.(data|bss|tdata|tbss|lbss|ldata)(\.[^r]\S*)?\s|\*COM\*'
}

none_in() {
	found=$(globals_of "$@")
	[ -z "$found" ] || { echo "$found" | sed 's/^/    /'; return 1; }
}

# found WHAT TEXT: an object made of TEXT is refused.
found() {
	echo "$2" >planted.c
	${CC:-cc} -O2 -fPIE -c planted.c -o planted.o || skip "no C compiler"
	if none_in planted.o >/dev/null; then fail "found: $1"; else pass "found: $1"; fi
}

for archive in sim/libsim.a sim/libmanual.a sim/libscenario.a sim/librecord.a models/libmodels.a; do
	check "no mutable globals in $archive" none_in "$BUILDDIR/$archive"
done
found "a global variable" 'int counter = 1;'
found "a static variable" 'static int n; int next(void) { return ++n; }'
found "a static of a function" 'int next(void) { static long n = 5; return (int)n++; }'
echo 'int f(void); int (*const table[])(void) = { f };' >constant.c
${CC:-cc} -O2 -fPIE -c constant.c -o constant.o
check "a constant table of pointers passes" none_in constant.o
finish
