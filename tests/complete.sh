#!/bin/sh
# Completion: what the program offers for the next word, and that bash and zsh take it.
. "$SRCDIR/tests/lib.sh"

scenario=$SRCDIR/scenarios/1-quickstart.yaml
cp "$scenario" phones.yaml
mkdir folder
touch other.txt run.h5x
"$FOGLINE" run phones.yaml -q -o run.h5 --replications 1

# offers WHAT CANDIDATES WORD...: the candidates for the last word are exactly those, with spaces between.
offers() {
	what=$1
	candidates=$2
	shift 2
	run "$FOGLINE" __complete "$@"
	check "$what: '$candidates'" test "$code" -eq 0 -a "$(cut -f 1 out | paste -sd ' ' -)" = "$candidates"
	expect_empty "$what: nothing on stderr" err
}

# offers_with WHAT TEXT WORD...: the candidates for the last word have that one among them.
offers_with() {
	what=$1
	text=$2
	shift 2
	run "$FOGLINE" __complete "$@"
	cut -f 1 out >offered
	check "$what: $text" grep -qxF -e "$text" offered
}

# What each command is: the commands of `help`, in their order, and the two options of the program.
"$FOGLINE" help | sed -n 's/^  \([a-z][a-z]*\)  *[a-z].*/\1/p' >commands
offers "the commands" "$(paste -sd ' ' commands) --help --version" ''
offers "a command begun" 'inspect' insp
offers "an option begun" '--seed' run phones.yaml --see
offers "the value of an option with none to offer" '' run phones.yaml --seed ''
offers "nothing for a word too many" '' run phones.yaml ''
offers "nothing for an unknown command" '' nonsense ''
offers "scenarios and folders" 'folder/ phones.yaml' run ''
offers "behind --" 'folder/ phones.yaml' run -- ''
offers "results files" 'folder/ run.h5' inspect ''
offers "the second of several files" 'run.h5' plot cdf run.h5 run
offers "where to write" 'run.h5' run phones.yaml --output r
offers "in the same word" '--output=run.h5' run phones.yaml --output=r
offers "tables of the file" 'summary' inspect run.h5 summ
offers "kinds of plots" 'box breakdown' plot b
offers "measures of the file" 'latency' plot cdf run.h5 --measure lat
offers "scopes of the file" 'photo-tagging/response' plot cdf run.h5 --scope photo
offers "topics of list" 'distributions' list distr
offers "slots are topics of list" 'arrivals' list arr
offers "topics of help" 'measures' help meas
offers "formats of help" 'markdown man' help scenario --format m
offers "places of the language" 'scenario.nodes. scenario.nodes' help scenario.nod
offers "places below a name" 'scenario.nodes.NAME.cores' help scenario.nodes.NAME.cor
offers "classes" 'offloading.nearest' help offloading.near

# --set: keys from the tables, names from the scenario.
offers "names of the scenario" 'nodes.cloud. nodes.edge. nodes.phone.' run phones.yaml --set nodes.
offers "a key of a node" 'nodes.phone.count=' run phones.yaml --set nodes.phone.cou
offers "without a scenario" 'nodes.NAME.' run --set nodes.
offers "in the word of the option" '--set=nodes.phone.' run phones.yaml --set=nodes.ph
offers "items of a list" 'network.links[0]. network.links[1].' run phones.yaml --set 'network.links['
offers "a key of an item" 'network.links[1].latency=' check phones.yaml --set 'network.links[1].lat'
offers "the word beside options" 'offloading.policy=' show phones.yaml --set offloading.pol
offers_with "policies" offloading.policy=least-loaded run phones.yaml --set offloading.policy=
offers "a policy begun" 'offloading.policy=least-loaded' run phones.yaml --set offloading.policy=least
offers "settings of a class" 'offloading.power-of-two.choices=' run phones.yaml --set offloading.power-of-two.c
offers "settings of the class in force" 'workload.users.arrivals.rate=' run phones.yaml --set workload.users.arrivals.ra
offers "settings of a mapping without a name" 'nodes.edge.power.idle=' run phones.yaml --set nodes.edge.power.id
offers "words" 'nodes.edge.tier=fog' run phones.yaml --set nodes.edge.tier=f
offers "words for numbers" 'nodes.edge.cores=unlimited' run phones.yaml --set nodes.edge.cores=unl
offers "hardware" 'nodes.edge.model=wearable' run phones.yaml --set nodes.edge.model=wear
offers_with "a default" 'run.warmup=0 s' run phones.yaml --set run.warmup=
offers_with "names for a reference" workload.users.from=edge run phones.yaml --set workload.users.from=
offers "no keys that are not built" '' run phones.yaml --set zon
offers "what names nothing" '' run phones.yaml --set nodes.cat.
printf 'fogline: [1\n' >broken.yaml
offers "a scenario that cannot be read: no names, no message" 'nodes.NAME.' run broken.yaml --set nodes.

# Every path that is offered below the scenario's own names is one that --set knows.
: >paths
echo nodes.phone. >todo
echo run. >>todo
echo workload.users. >>todo
echo applications.photo-tagging.messages.photo. >>todo
echo 'network.links[0].' >>todo
while read -r path; do
	"$FOGLINE" __complete run phones.yaml --set "$path" | cut -f 1 | grep '=$' >>paths
done <todo
check "there are paths" test "$(wc -l <paths)" -gt 30
unknown=0
while read -r path; do
	run "$FOGLINE" show phones.yaml --set "$path(no such value"
	if grep -qE 'names nothing|unknown key|no settings|not supported yet' err; then
		echo "    $path"
		unknown=1
	fi
done <paths
check "--set knows every path that is offered" test "$unknown" -eq 0

# The shells. Here the functions are called as the shells would, there a terminal is typed at.
if command -v bash >/dev/null; then
	# in_bash LINE WORD EXPECTED: WORD is what readline takes for the last word of LINE.
	in_bash() {
		bash -c '. "$SRCDIR/docs/completion/fogline"
			COMP_LINE=$1 COMP_POINT=${#1} COMPREPLY=()
			_fogline fogline "$2" x 2>/dev/null
			printf "%s\n" "${COMPREPLY[@]}"' bash "$FOGLINE $1" "$2" >said
		check "bash: $1" test "$(paste -sd ' ' - <said)" = "$3"
	}
	in_bash "ru" "ru" "run"
	in_bash "run pho" "pho" "phones.yaml"
	in_bash "run phones.yaml --set offloading.policy=leas" "leas" "least-loaded"
	in_bash "run phones.yaml --set nodes.phone.mod" "nodes.phone.mod" "nodes.phone.model="
	in_bash "run phones.yaml --set network.links\\[0\\].na" "network.links\\[0\\].na" 'network.links\[0\].name='
fi
python=/usr/bin/python3
for shell in bash zsh; do
	if command -v $shell >/dev/null && [ -x $python ]; then
		check "typed into $shell" $python -B "$SRCDIR/tests/type_into.py" $shell "$FOGLINE" "$SRCDIR/docs/completion"
	else
		echo "# nothing was typed into $shell: it is not installed, or python3 is not"
	fi
done
finish
