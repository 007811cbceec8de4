#!/bin/sh
# Who may include whom. The rules run on the sources, then on copies with one violation planted in each, where they must fail.
. "$SRCDIR/tests/lib.sh"

# forbid TREE FILES PATTERN: no file below FILES has a line that matches. Prints those that do.
forbid() {
	found=$(cd "$1" && find $2 -name '*.[ch]' -exec grep -nE -e "$3" /dev/null {} + 2>/dev/null)
	[ -z "$found" ] || { echo "$found" | sed 's/^/    /'; return 1; }
}

# forbid_but TREE FILE PATTERN: of all sources only FILE may have such a line.
forbid_but() {
	found=$(cd "$1" && find sim models -name '*.[ch]' ! -path "$2" -exec grep -nE -e "$3" /dev/null {} + 2>/dev/null)
	[ -z "$found" ] || { echo "$found" | sed 's/^/    /'; return 1; }
}

# Symbols that registry.def makes: offload_nearest, power_linear.
class_symbols() {
	sed -n 's/^MODEL(\(.*\), *\(.*\))$/\1_\2/p' "$1/models/registry.def" | paste -sd '|' -
}

layers_hold() {
	tree=$1
	bad=0
	forbid "$tree" sim '"models/|models/' || bad=1
	forbid "$tree" sim "\\b($(class_symbols "$tree"))\\b" || bad=1
	forbid "$tree" sim/base '#include "sim/(kernel|scenario|record|manual|cli)/' || bad=1
	forbid "$tree" sim/kernel '#include "sim/(scenario|record|manual|cli)/' || bad=1
	forbid "$tree" sim/scenario '#include "sim/(record|manual|cli)/' || bad=1
	forbid "$tree" sim/record '#include "sim/(scenario|manual|cli)/' || bad=1
	forbid "$tree" sim/manual '#include "sim/(cli/|scenario/(reader|tree|files|effective)|record/(h5|recorder))' || bad=1
	forbid "$tree" models '#include "(sim/(scenario|record|manual|cli)|tests)/' || bad=1
	forbid "$tree" models '[Yy][Aa][Mm][Ll][_a-z]*\(|libfyaml|hdf5|HDF5|H5[A-Z][a-z]' || bad=1
	forbid "$tree" 'sim/base sim/kernel sim/record sim/manual sim/cli models' '#include <libfyaml' || bad=1
	forbid "$tree" 'sim/base sim/kernel sim/scenario sim/manual sim/cli models' '#include <hdf5' || bad=1
	forbid "$tree" 'sim/base sim/scenario sim/record sim/manual sim/cli models' '#include <gsl/' || bad=1
	forbid_but "$tree" 'models/net/topology_*' '#include <igraph' || bad=1
	forbid_but "$tree" models/place/program.c '#include <glpk' || bad=1
	forbid_but "$tree" 'models/script*' '#include <(lua|lauxlib|lualib)' || bad=1
	forbid "$tree" 'sim models' '\bsetlocale\b|\bNDEBUG\b' || bad=1
	return $bad
}

# Every source is built: a file that no list of the build has is found here, not by a user of the tarball.
lists_hold() {
	bad=0
	for file in $(cd "$1" && find sim models tests -name '*.[ch]' -o -name '*.def' -o -name 'cli_*.sh' | sort); do
		name=${file#*/}
		# automake makes tests/X from tests/X.c without being told of the .c
		grep -qE "%D%/(${name%.c}|$name)( |\$)" "$1/${file%%/*}/local.mk" || { echo "    $file is in no local.mk"; bad=1; }
	done
	return $bad
}

# plant RULES WHAT FILE LINE: the rules hold on a copy of the sources, and not with LINE added to FILE.
plant() {
	rm -rf planted
	mkdir -p planted/tests
	cp -R "$SRCDIR/sim" "$SRCDIR/models" planted
	cp "$SRCDIR/tests/local.mk" planted/tests
	chmod -R u+w planted
	$1 planted || fail "the copy is as it should be"
	echo "$4" >>"planted/$3"
	if $1 planted >/dev/null; then fail "found: $2"; else pass "found: $2"; fi
}

check "every file includes only what its room may" layers_hold "$SRCDIR"
check "every source is in a list of the build" lists_hold "$SRCDIR"
plant layers_hold "sim includes a model" sim/kernel/sim.c '#include "models/world.h"'
plant layers_hold "sim names a class of a model" sim/cli/main.c "extern int $(class_symbols "$SRCDIR" | cut -d '|' -f 1);"
plant layers_hold "base includes kernel" sim/base/text.c '#include "sim/kernel/sim.h"'
plant layers_hold "kernel includes record" sim/kernel/sim.c '#include "sim/record/record.h"'
plant layers_hold "scenario includes record" sim/scenario/tree.c '#include "sim/record/record.h"'
plant layers_hold "record includes scenario" sim/record/record.h '#include "sim/scenario/scenario.h"'
plant layers_hold "scenario includes the manual" sim/scenario/tree.c '#include "sim/manual/manual.h"'
plant layers_hold "the manual includes the command line" sim/manual/manual.h '#include "sim/cli/opt.h"'
plant layers_hold "a model includes the scenario reader" models/build.c '#include "sim/scenario/scenario.h"'
plant layers_hold "a model calls HDF5" models/build.c 'static int f(void) { return H5Fclose(0); }'
plant layers_hold "libfyaml outside of sim/scenario" sim/cli/main.c '#include <libfyaml.h>'
plant layers_hold "HDF5 outside of sim/record" sim/cli/main.c '#include <hdf5.h>'
plant layers_hold "GSL outside of sim/kernel" models/build.c '#include <gsl/gsl_cdf.h>'
plant layers_hold "igraph outside of its files" models/net/core.c '#include <igraph.h>'
plant layers_hold "GLPK outside of its file" models/place/optimal.c '#include <glpk.h>'
plant layers_hold "Lua outside of its file" models/offload/lua.c '#include <lua.h>'
plant layers_hold "the locale is set" sim/cli/main.c 'static void f(void) { setlocale(0, ""); }'
plant lists_hold "a source in no list" models/forgotten.c ''
finish
