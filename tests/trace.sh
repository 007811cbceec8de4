#!/bin/sh
# run --trace: slices nest, add up to the rows of /requests, and change nothing else.
. "$SRCDIR/tests/lib.sh"

quick=$SRCDIR/scenarios/1-quickstart.yaml
FOGLINE_RUN_INFO=0
export FOGLINE_RUN_INFO
busy="--set nodes.edge.cores=1 --set workload.users.arrivals=poisson(1.5/s) --set network.links[1].up=40Mbps"
run "$FOGLINE" run "$quick" --trace 30 -o plain.h5 --set run.duration="20 s"
expect_code "a trace" 0
expect_empty "a trace: silent on stderr" err
expect_in "a trace: where it is" out "trace: plain.trace.json"
expect_in "a run says that the axes of sweep: are left out" out "sweep: left out; 'fogline sweep' runs it over"
expect_lines_within "the summary is within 80 columns" out 80
# shellcheck disable=SC2086
"$FOGLINE" run "$quick" -q --trace 200 -o busy.h5 --set run.duration="20 s" $busy -j 1
# shellcheck disable=SC2086
"$FOGLINE" run "$quick" -q --trace 200 -o again.h5 --set run.duration="20 s" $busy -j 4
check "the same bytes for any number of workers" cmp -s busy.trace.json again.trace.json
check "viewers take its clock for a fine one" grep -q "\"displayTimeUnit\": \"ms\"" busy.trace.json
# shellcheck disable=SC2086
"$FOGLINE" run "$quick" -q -o off.h5 --set run.duration="20 s" $busy
for table in requests replications runs histograms; do
	"$FOGLINE" inspect off.h5 $table --csv >off.csv
	"$FOGLINE" inspect busy.h5 $table --csv >on.csv
	check "without a trace $table is the same" cmp -s off.csv on.csv
done
check "without a trace there is no file" test ! -e off.trace.json
run "$FOGLINE" inspect off.h5 trace
expect_code "without a trace there is no table" 2
# shellcheck disable=SC2086
"$FOGLINE" run "$quick" -q --trace 100 -o shared.h5 --set run.duration="20 s" $busy --set nodes.edge.scheduling=ps
# shellcheck disable=SC2086
"$FOGLINE" run "$quick" -q --trace 100 -o full.h5 --set run.duration="20 s" $busy --set nodes.edge.queue=1
for case in join-all join-that-cannot-come choose-anew priority edf-preemptive copies-hosts sleep; do
	"$FOGLINE" run "$SRCDIR/tests/by_hand/$case.yaml" -q --trace 50 -o "$case.h5"
done
for file in *.trace.json; do "$FOGLINE" inspect "${file%.trace.json}.h5" requests --json >"${file%.trace.json}.requests"; done

# A request of more jobs than 16 bits number: each has a number of its own.
cat >many.yaml <<'END'
fogline: 1
run: {duration: 10 s, replications: 1, seed: 1}
nodes: {hub: {tier: edge}, asker: {tier: device}, screen: {tier: device, count: 66000}}
network: {links: [{from: asker, to: hub, latency: 5 ms, bandwidth: unlimited}, {from: screen, to: hub, latency: 5 ms, bandwidth: unlimited}]}
applications:
  a:
    components: {app: {layer: ui, at: origin}, server: {layer: service, at: hub}, show: {layer: ui, at: screen}}
    messages: {ask: {from: app, to: server, size: 1 kB}, tell: {after: ask, from: server, to: show, size: 1 kB, deliver: all}}
workload: {w: {application: a, start: ask, from: asker, arrivals: {times: [1 s]}}}
output: {trace: 1}
END
"$FOGLINE" run many.yaml -q -o many.h5
"$FOGLINE" inspect many.h5 trace --csv | awk -F , '$4 == "tell" { print $3 }' | sort -nu >numbers
check "66,000 copies have 66,000 numbers" test "$(wc -l <numbers)" = 66000
check "which follow that of what set them off" test "$(head -n 1 numbers) $(tail -n 1 numbers)" = "2 66001"
rm many.trace.json

run "$FOGLINE" run "$quick" -q --trace 0 -o wrong.h5
expect_code "a trace of nothing" 2
expect_in "a trace of nothing: says where" err "--trace"
run "$FOGLINE" run "$quick" -q --trace many -o wrong.h5
expect_code "a trace of a word" 2
mkdir folder.trace.json
run "$FOGLINE" run "$quick" -q --trace 5 -o folder.h5 --set run.duration="6 s"
expect_code "a trace that cannot be written" 1
expect_in "a trace that cannot be written: named" err folder.trace.json
check "a trace that cannot be written: nothing is left" test -z "$(ls | grep tmp)"

python=/usr/bin/python3
[ -x $python ] || { echo "# slices were left out: python3 is not installed"; finish; }
cat >look.py <<'END'
import glob
import json
from decimal import Decimal


def expect(what, holds):
    print("ok -" if holds else "not ok -", what)


def ns(value):
    return int(Decimal(value) * 1000)


def nests(slices):
    """Slices of one thread in the order of the file: each lies within the one it begins in, or after it."""
    open_ = []
    for begin, end in sorted(slices, key=lambda s: (s[0], -s[1])):
        while open_ and open_[-1] <= begin:
            open_.pop()
        if open_ and end > open_[-1]:
            return False
        open_.append(end)
    return True


def load(name):
    with open(f"{name}.trace.json", encoding="utf-8") as file:
        return json.load(file, parse_float=str)["traceEvents"]


parts = {"queueing": "queueing_s", "service": "service_s", "link_wait": "link_wait_s", "transmission": "transmission_s",
         "propagation": "propagation_s", "join": "join_s"}
for path in sorted(glob.glob("*.trace.json")):
    name = path[:-len(".trace.json")]
    if name in ("folder", "again"):
        continue
    events = load(name)
    with open(f"{name}.requests", encoding="utf-8") as file:
        rows = [r for r in json.load(file) if r["replication"] == 0]
    threads = {}
    for e in events:
        if e["ph"] == "X":
            threads.setdefault((e["pid"], e["tid"]), []).append((ns(e["ts"]), ns(e["ts"]) + ns(e["dur"])))
    named = {e["tid"] for e in events if e["ph"] == "M" and e["name"] == "thread_name"}
    expect(f"{name}: slices nest on each of {len(threads)} threads", len(threads) > 1 and all(nests(s) for s in threads.values()))
    expect(f"{name}: every thread has a name", {tid for _, tid in threads} <= named)
    whole = {e["args"]["request"]: e for e in events if e.get("cat") == "request"}
    # What happened in requests happened at places: the same slices.
    at = [sorted((e["ts"], e["dur"], e["cat"], e["args"]["request"], e["args"]["job"]) for e in events
                 if e["ph"] == "X" and e["cat"] in parts and (e["pid"] == 1) == first) for first in (True, False)]
    expect(f"{name}: requests and places have the same slices", len(at[0]) > 2 and at[0] == at[1])
    sums = {}
    for e in events:
        if e["ph"] == "X" and e["pid"] == 1 and e["cat"] in parts:
            key = e["args"]["request"], e["cat"]
            sums[key] = sums.get(key, 0) + ns(e["dur"])
    # A request is known by when it began; what was still under way has no row, and what began with another leaves it open which is which.
    begun = {}
    for r in rows:
        begun.setdefault(round(r["created_s"] * 1e9), []).append(r)
    both = [(number, begun[ns(e["ts"])][0]) for number, e in whole.items()
            if e["ph"] == "X" and len(begun.get(ns(e["ts"]), [])) == 1 and begun[ns(e["ts"])][0]["status"] != "failed"]
    chain = not name.startswith(("join", "copies", "choose"))
    expect(f"{name}: {len(both)} requests of {len(whole)} have rows", len(both) > len(whole) // 3 or not chain)
    expect(f"{name}: a slice is as long as the latency", not chain or all(ns(whole[n]["dur"]) == round(r["latency_s"] * 1e9) for n, r in both))
    expect(f"{name}: each part adds up to that of the row", not chain or all(
        sums.get((n, part), 0) == round(r[column] * 1e9) for n, r in both for part, column in parts.items() if column in r))
busy = load("busy")
expect("waits are in it", any(e.get("cat") == "queueing" for e in busy) and any(e.get("cat") == "link_wait" for e in busy))
expect("what was turned away is in it", any(e["ph"] == "i" and e["cat"] == "lost" for e in load("full")))
first = [e["args"]["request"] for e in busy if e.get("cat") == "request"]
expect("as many requests as were asked for", first == list(range(1, 201)))
joined = load("join-that-cannot-come")
expect("joins are in it", any(e.get("cat") == "join" for e in joined))
names = {e["args"]["name"] for e in busy if e["ph"] == "M" and e["name"] != "thread_sort_index"}
expect("threads and processes are called after nodes and links", {"requests", "edge", "phone", "phone->edge", "edge[0]", "edge[0]->phone[0]"} <= names)
END
if $python -B look.py >said 2>err; then pass "the slices were looked at"; else fail "the slices were looked at"; fi
cat said err
failures=$((failures + $(grep -c '^not ok' said)))
finish
