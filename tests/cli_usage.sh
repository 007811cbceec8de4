#!/bin/sh
# Usage: what each command prints, where, and with which exit code; right and wrong.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/1-quickstart.yaml

# wrong WHAT TEXT COMMAND...: exit code 2, nothing on stdout, TEXT on stderr once.
wrong() {
	what=$1
	text=$2
	shift 2
	run "$FOGLINE" "$@"
	expect_code "$what: exit code" 2
	expect_empty "$what: nothing on stdout" out
	expect_in "$what: says so" err "$text"
	check "$what: says it once" test "$(grep -cF -e "$text" err)" -eq 1
}

run "$FOGLINE" --version
expect_code "--version" 0
check "--version is one line" test "$(cat out)" = "fogline $(sed -n 's/^#define PACKAGE_VERSION "\(.*\)"/\1/p' "$BUILDDIR/config.h")"
expect_empty "--version is silent on stderr" err

for words in help --help -h; do
	run "$FOGLINE" "$words"
	expect_code "$words" 0
	expect_in "$words lists the commands" out "simulate a scenario"
	expect_empty "$words is silent on stderr" err
	expect_lines_within "$words within 80 columns" out 80
done

run "$FOGLINE"
expect_code "without a command" 2
expect_empty "without a command nothing is on stdout" out
expect_in "without a command the usage is shown" err "usage: fogline COMMAND"

for command in run sweep merge check show inspect compare plot report topology list help; do
	run "$FOGLINE" help "$command"
	expect_code "help $command" 0
	cp out page
	expect_in "help $command has a usage line" out "usage: fogline $command"
	expect_lines_within "help $command within 80 columns" out 80
	for flag in --help -h; do
		run "$FOGLINE" "$command" "$flag"
		expect_code "$command $flag" 0
		check "$command $flag is the page of help $command" cmp -s out page
	done
	wrong "$command with an unknown option" "unknown option '--nonsense'" "$command" --nonsense
	wrong "$command with a part of an option's name" "unknown option '--hel'" "$command" --hel
done

wrong "an unknown command" "unknown command 'rum'; did you mean 'run'" rum
wrong "an unknown option with a near one" "did you mean '--seed'" run "$scenario" --sede 1
wrong "an option without its value" "--seed needs a value" run "$scenario" --seed
wrong "a flag with a value" "--quiet takes no value" run "$scenario" --quiet=yes
wrong "no workers" "--jobs: '0' is not a whole number of at least 1" run "$scenario" -j 0
wrong "a negative number of workers" "--jobs: '-1' is not" run "$scenario" -j -1
wrong "a number with letters" "--jobs: '2x' is not" run "$scenario" --jobs=2x
wrong "a word too many" "'more' is one word too many" run "$scenario" more
wrong "run without a scenario" "needs: SCENARIO" run
wrong "check without a scenario" "needs: SCENARIO" check
wrong "show without a scenario" "needs: SCENARIO" show
wrong "inspect without a file" "needs: FILE.h5" inspect
wrong "plot without a file" "needs: KIND FILE.h5" plot cdf
wrong "an unknown kind of plot" "unknown kind of plot 'cdg'; did you mean 'cdf'" plot cdg x.h5
wrong "a picture of no known kind" "a picture ends in .png, .svg, .pdf or .tex" plot cdf x.h5 -o x.gif
wrong "an unknown topic of list" "unknown topic 'polices'; did you mean 'policies'" list polices
wrong "an unknown topic of help" "unknown topic 'rum'" help rum
wrong "an unknown key of the language" "'noodes'" help scenario.noodes

# Both ways to give a value, and letters.
for form in "--seed=3" "--seed 3"; do
	run "$FOGLINE" show "$scenario"
	# shellcheck disable=SC2086
	run "$FOGLINE" run "$scenario" -q -o seed.h5 --replications 1 $form
	expect_code "$form" 0
	run "$FOGLINE" inspect seed.h5
	expect_in "$form is the seed of the run" out "seed 3"
done
run "$FOGLINE" run -q -j1 -oletters.h5 --replications=1 -- "$scenario"
expect_code "letters with their values in one word, -- before the operand" 0
check "the file of -oFILE is there" test -s letters.h5

for topic in policies models distributions devices plots offloading placement arrivals; do
	run "$FOGLINE" list "$topic"
	expect_code "list $topic" 0
	check "list $topic prints something" test -s out
	expect_empty "list $topic is silent on stderr" err
	if command -v script >/dev/null; then
		script -qec "'$FOGLINE' list $topic" /dev/null </dev/null | tr -d '\r' >shown
		check "list $topic prints something on a terminal" test -s shown
		expect_lines_within "list $topic on a terminal within 80 columns" shown 80
	fi
done
run "$FOGLINE" list policies
expect_in "list policies has the nearest instance" out "offloading.nearest"
run "$FOGLINE" list devices
expect_in "list devices has a phone" out "smartphone"
run "$FOGLINE" list scenarios
expect_in "list scenarios has the quick start" out "1-quickstart.yaml"
run "$FOGLINE" list
for topic in policies models distributions devices plots scenarios; do
	expect_in "list has the topic $topic" out "$topic"
done
check "list has each topic once" test "$(cut -d' ' -f1 out | sort | uniq -d | wc -l)" -eq 0

for place in scenario scenario.nodes "scenario.nodes.*.cores" scenario.run.seed offloading.nearest; do
	run "$FOGLINE" help "$place"
	expect_code "help $place" 0
	check "help $place prints something" test -s out
	expect_empty "help $place is silent on stderr" err
	expect_lines_within "help $place within 80 columns" out 80
done
# All entries of a name have the same keys, so that the name may be left out.
run "$FOGLINE" help nodes.cores
expect_in "help of a key without the name above it" out "nodes.cores: jobs served at the same time"
run "$FOGLINE" help nodes.cores.cores
expect_in "help of a key below a name that is a key too" out "nodes.cores.cores: jobs served at the same time"
run "$FOGLINE" help applications.components.at
expect_in "help of a key without any of the names above it" out "applications.components.at: nodes that run an instance each"
# A word alone is enough: who reads least-loaded in a scenario need not know its slot.
run "$FOGLINE" help least-loaded
expect_code "help of a policy by its name" 0
expect_in "help of a policy by its name says what it does" out "offloading.least-loaded: the instance with the fewest jobs for each core"
run "$FOGLINE" help random
expect_in "help of a name of two policies: the one" out "offloading.random:"
expect_in "help of a name of two policies: and the other" out "placement.random:"
run "$FOGLINE" help in_system
expect_in "help of a measure" out "in_system, a measure, in 1: time average of jobs waiting or served"
run "$FOGLINE" help bandwidth
expect_in "help of a key by its last word says where it stands" out "network.links[N].bandwidth"
expect_lines_within "help of a key by its last word within 80 columns" out 80
wrong "a policy misspelt" "unknown topic 'least-loded'; did you mean 'least-loaded'?" help least-loded
wrong "a measure misspelt" "unknown topic 'utilization'; did you mean 'utilisation'?" help utilization

if [ -e /dev/full ]; then
	"$FOGLINE" help >/dev/full 2>err
	code=$?
	expect_code "a full disk under stdout is noticed" 1
	expect_in "a full disk under stdout is told" err "cannot write to standard output"
fi
finish
