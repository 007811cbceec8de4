#!/bin/sh
# Placement by heft: the published example of ten tasks on three processors; a gap in a schedule, worked out by hand; what it cannot place.
. "$SRCDIR/tests/lib.sh"

reference=$SRCDIR/tests/validation/O-D01-heft.yaml
gap=$SRCDIR/tests/placement/heft.yaml
fill=applications.app.messages.fill

# explained SCENARIO COMPONENT ARGUMENT...: rank, number among the tasks, node, start and finish there, and when all is done.
explained() {
	scenario=$1 component=$2
	shift 2
	"$FOGLINE" run "$scenario" --explain "$component" "$@" | awk '
		/^upward rank/ { rank = $(NF - 6); number = $(NF - 3); table = 1; next }
		/^instance/ { table = 0 }
		table { start[$1] = $3; finish[$1] = $4 }
		/ chosen$/ && !/not chosen$/ { node = $2 }
		/ tasks are done after / { print rank, number, node, start[node], finish[node], $(NF - 1) }'
}

# Topcuoglu, Hariri, Wu 2002, table 2 (ranks) and figure 3 (the schedule of HEFT, which takes 80).
while read -r task rank number node start finish; do
	got=$(explained "$reference" "t$task")
	check "task $task: rank $rank, number $number, on $node from $start to $finish (got $got)" \
		test "$got" = "$rank $number $node $start $finish 80"
done <<END
1 108 1 p[2] 0 9
2 77 4 p[0] 27 40
3 80 3 p[2] 9 28
4 80 2 p[1] 18 26
5 69 5 p[2] 28 38
6 63.3333 6 p[1] 26 42
7 42.6667 8 p[2] 38 49
8 35.6667 9 p[0] 57 62
9 44.3333 7 p[1] 56 68
10 14.6667 10 p[1] 73 80
END

# gap WHAT WANTED SET...: where, from when and until when `small` is done.
gap() {
	what=$1 wanted=$2
	shift 2
	got=$(explained "$gap" small "$@" | cut -d ' ' -f 3-)
	check "$what: $wanted (got $got)" test "$got" = "$wanted"
}

gap "what fits into a gap goes there" "site 2 7 31"
gap "what just fits goes there" "site 2 11 31" --set "$fill.work=9 MI"
gap "what does not fit waits, or goes elsewhere" "slow 2 22 31" --set "$fill.work=10 MI"
gap "with nowhere else it waits" "site 31 41 41" --set "$fill.work=10 MI" --set applications.app.components.small.among=site
gap "another core has no gap to fit into" "site 2 12 31" --set "$fill.work=10 MI" --set nodes.site.cores=2

# The run agrees with the schedule where links carry one message at a time anyway.
run "$FOGLINE" run "$gap" -q -o gap.h5
expect_code "it runs" 0
got=$("$FOGLINE" inspect gap.h5 summary --csv | awk -F, '$1 == "latency" { print $2, $4 }' | paste -sd ' ' -)
check "the run takes as long as the schedule (got $got)" test "$got" = "app/late 31 app/small 7"

# What comes round again is done the first time; what no request reaches is placed as well.
sed 's/after: begin, size/after: [begin, again], size/
	s/^    paths:/      again: {from: small, to: first, after: fill, probability: 0.5}\n    paths:/
	s/^    messages:/      idle: {layer: data, among: [slow, site]}\n    messages:/' "$gap" >ring.yaml
got=$(explained ring.yaml small | cut -d ' ' -f 3-)
check "messages that come round again (got $got)" test "$got" = "site 2 7 31"
run "$FOGLINE" check ring.yaml
check "what no request reaches has a place" grep -q "^ *idle  *data  *placed by heft: site" out

# refused WHAT TEXT ARGUMENT...
refused() {
	what=$1 text=$2
	shift 2
	run "$FOGLINE" check "$gap" "$@"
	expect_code "$what: refused" 2
	expect_in "$what: says so" err "$text"
}
refused "several instances" "component 'small' shall have 2 replicas, but heft places one instance of each component" \
	--set applications.app.components.small.replicas=2
refused "no memory" "component 'small' cannot be placed by heft: 0 of 1 instance found room" \
	--set applications.app.components.small.memory="2 GB" --set nodes.site.memory="1 GB" --set nodes.slow.memory="1 GB"
refused "too many nodes" "component 'small' has 1501 nodes to choose from; heft weighs at most 1024" --set nodes.slow.count=1500
finish
