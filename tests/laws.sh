#!/bin/sh
# The laws of conservation: in a program whose books are falsified by one unit, the run fails, says which law and where, and
# keeps no results of that replication.
. "$SRCDIR/tests/lib.sh"

faulty=$BUILDDIR/tests/faulty

# With a warm-up, so that the laws are held twice.
scenario() {
	run "$faulty" run "$SRCDIR/scenarios/1-quickstart.yaml" -q --set run.duration="10 s" --set run.warmup="2 s" \
		-o result.h5 "$@"
}

# broken FAULT TEXT [OPTION...]: the run fails with 1 and TEXT, and leaves nothing.
broken() {
	FOGLINE_FAULT=$1
	export FOGLINE_FAULT
	text=$2
	shift 2
	scenario --replications 1 "$@"
	expect_code "$FOGLINE_FAULT: the run failed" 1
	expect_in "$FOGLINE_FAULT: says which law" err "$text"
	expect_in "$FOGLINE_FAULT: says what became of the results" err "nothing was written to result.h5"
	check "$FOGLINE_FAULT: two lines are said" test "$(wc -l <err)" -eq 2
	check "$FOGLINE_FAULT: nothing is left behind" test -z "$(ls -A | grep -v -e '^err$' -e '^out$')"
}

scenario
expect_code "without a fault the run is complete" 0
rm -f result.h5

law="fogline: error: replication 0 failed: law broken"
broken request-created "$law: "
broken request-finished "$law: "
broken request-failed "$law: "
broken message-sent "$law: "
broken message-ended "$law: "
broken byte-sent "$law on link phone->edge: "
broken byte-received "$law on link phone->edge: "
broken core-busy "$law at edge[0]: cores were busy for "
broken service-taken "$law at edge[0]: cores were busy for "
broken job-in-station "$law at edge[0]: "
broken time-made "$law at edge[0]: busy for "
broken part-of-request "$law in a request of photo-tagging: the parts of its time add up to " \
	--set "applications.photo-tagging.paths={}"
broken part-of-path "$law on path photo-tagging/response: the parts of a latency add up to "
broken part-of-layer "$law on path photo-tagging/response: the times in the layers and on the network add up to " --set output.breakdown=layers
broken energy "$law at cloud: its energy is "
broken carried "$law: jobs carry "
broken awake "$law at edge[0]: awake for " --set nodes.edge.sleep.after="1 s"
broken asleep-with-a-job "$law at edge[0]: asleep with a job" --set nodes.edge.sleep.after="1 ms" --set nodes.edge.sleep.start-up="1 s"
broken time-by-busy "$law at edge[0]: the times by busy cores " \
	--set "nodes.edge.power={piecewise: [{load: 0, power: 40 W}, {load: 1, power: 90 W}]}"
broken in-warm-up "$law: "

# A replication that fails costs itself alone: the others are kept, in a file that is marked.
FOGLINE_FAULT=request-created
scenario --replications 3
expect_code "one of three replications breaks a law: the run failed" 1
expect_in "one of three: the message names it" err "replication 0 failed: law broken"
expect_in "one of three: the others are saved" err "2 complete replications of 3 saved in result.h5"
run "$FOGLINE" inspect result.h5
expect_in "one of three: the file is marked" out "outcome: failed"
finish
