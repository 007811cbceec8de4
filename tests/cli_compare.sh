#!/bin/sh
# compare: differences and their intervals, worked out again from /replications; conditions; where two runs part.
. "$SRCDIR/tests/lib.sh"

quick=$SRCDIR/scenarios/1-quickstart.yaml
simulate() {
	file=$1
	shift
	"$FOGLINE" run "$quick" -q -o "$file" --set run.duration="30 s" "$@"
}
simulate a.h5
simulate b.h5 --set nodes.edge.speed="3500 MIPS"
simulate c.h5 --set offloading.policy=cloud-only
simulate seed.h5 --seed 2
simulate eight.h5 --replications 8 --set nodes.edge.speed="3500 MIPS"
simulate one.h5 --replications 1
simulate two.h5 --replications 1 --set nodes.edge.speed="3500 MIPS"

run "$FOGLINE" compare a.h5 b.h5
expect_code "two files" 0
expect_empty "two files: silent on stderr" err
expect_lines_within "two files: within 80 columns" out 80
expect_in "two files: they are paired" out "5 pairs of replications under common random numbers, seed 1"
expect_in "two files: what differs in the scenarios" out "nodes.edge.speed=3500 MIPS"
run "$FOGLINE" compare a.h5 a.h5
expect_in "a file with itself: the same scenario" out "A and B have the same scenario and seed"
check "a file with itself: nothing differs" test -z "$(grep -F '*' out)"

run "$FOGLINE" compare a.h5 b.h5 c.h5
expect_code "three files" 0
expect_lines_within "three files: within 80 columns" out 80
expect_in "three files: which one is best" out "photo-tagging/response latency: B is best with probability 0.95 at least"
run "$FOGLINE" compare a.h5 seed.h5
expect_in "other seeds: said" out "A and B are not paired: their seeds differ"
run "$FOGLINE" compare a.h5 eight.h5
expect_in "other numbers of replications: said" out "5 of A and 8 of B; those without a partner are left out"
run "$FOGLINE" compare one.h5 two.h5
expect_code "one replication each" 0
expect_in "one replication each: parts of it are pairs" out "the parts of them are pairs"

for pair in a.b a.seed a.eight one.two; do
	"$FOGLINE" compare "${pair%.*}.h5" "${pair#*.}.h5" --all --json >"$pair.json" 2>err
	"$FOGLINE" compare "${pair%.*}.h5" "${pair#*.}.h5" --all --csv >"$pair.csv" 2>err
done
"$FOGLINE" compare a.h5 b.h5 c.h5 --measure latency --measure 'p95(latency)' --scope response --json >some.json
for file in a b seed eight; do "$FOGLINE" inspect $file.h5 replications --csv >$file.replications; done
for file in one two; do "$FOGLINE" inspect $file.h5 batches --csv >$file.replications; done

# judged WHAT CODE TEXT CONDITION: compare with this condition gives CODE and says TEXT, on stdout unless it is wrong.
judged() {
	run "$FOGLINE" compare a.h5 b.h5 --fail-if "$4"
	expect_code "$1" "$2"
	if [ "$2" -eq 2 ]; then
		expect_in "$1: says so" err "$3"
		expect_empty "$1: nothing on stdout" out
	else
		expect_in "$1: says so" out "$3"
	fi
}
judged "a failure that is none" 0 "passes: p95(response) of B > 1.05 * A" 'p95(response) of B > 1.05 * A'
judged "a failure" 3 "fails: latency(response) of A > B" 'latency(response) of A > B'
judged "the letter before its quantity" 3 fails 'B < latency(response) of A'
judged "a bound with a unit" 3 fails 'mean(response) of A >= 100ms'
judged "a measure of a group" 0 passes 'mean(utilisation, edge) of B > 90 %'
judged "a measure by its name" 3 fails 'utilisation(edge) of B < 0.9'
judged "a sum" 0 passes '(energy(*) of A - energy(*) of B) / 2 > 5 kJ'
judged "a ratio" 3 fails 'p99(latency response) of B / A < 1'
judged "a number with an exponent" 3 fails 'p99(response) of B > 1e-3 s'
judged "a product before a sum" 3 fails 'failed(response) of A + 2 * 3 >= 6'
judged "a bracket before a product" 0 passes 'failed(response) of A + 2 * (3 - 3) > 0'
judged "a sign" 3 fails '-latency(response) of A < -1 ms'
judged "an unknown path" 2 "--fail-if:1:5: error: unknown path or scope 'respons'; did you mean 'response'" 'p95(respons) of B > A'
judged "an unknown measure" 2 "--fail-if:1:7: error: unknown measure 'latncy'; did you mean 'latency'" '1 s < latncy(response) of B'
judged "an unknown file" 2 "--fail-if:1:18: error: expected a file from A to B, not 'D'" 'p95(response) of D > A'
judged "an ambiguous measure" 2 "'utilisation' has several scopes" 'utilisation() of A > 1'
judged "no unit" 2 "--fail-if:1:1: error: 'p95(response) of A > 1' compares or adds time and a bare number: give the number a unit" 'p95(response) of A > 1'
judged "another dimension" 2 "compares or adds time and energy" 'p95(response) of A > energy(*) of B'
judged "a product of times" 2 "has no unit that is known here" 'p95(response) of A * B > 1 s'
judged "a wrong unit" 2 "--fail-if:1:22: error:" 'p95(response) of A > 3 mss'
judged "no relation" 2 "--fail-if:1:19: error: expected <, <=, > or >=, not the end" 'p95(response) of A'
judged "text behind it" 2 "--fail-if:1:24: error: expected the end of the condition, not 'and'" 'p95(response) of A > B and'
judged "no file" 2 "--fail-if:1:15: error: expected 'of A' or another file, not '> 1 s'" 'p95(response) > 1 s'
judged "only letters" 2 "'A' alone says of which file" 'A > B'
judged "only numbers" 2 "names nothing that was measured" '1 < 2'
judged "an open bracket" 2 "expected ')'" '(p95(response) of A > 1 s'
judged "an empty condition" 2 "expected a number or a quantity" ''
judged "half a number" 2 "'1.2.3' is not a number" 'failed(response) of A > 1.2.3'
judged "deep brackets" 2 "nested too deeply" "$(printf '(%.0s' $(seq 500))"
run "$FOGLINE" compare a.h5 --fail-if 'p95(response) > 100 ms'
expect_code "one file, one condition" 3
run "$FOGLINE" compare a.h5 b.h5 --fail-if 'latency(response) of B > A' --fail-if 'latency(response) of A > B' --csv
expect_code "one condition of two" 3
check "conditions leave the table to programs" test "$(head -n 1 out | cut -c 1-8)" = measure,
expect_in "conditions with --csv are on stderr" err "fails: latency(response) of A > B"
run "$FOGLINE" compare one.h5 two.h5 --fail-if 'p95(response) of B > A'
expect_code "percentiles of parts" 2
expect_in "percentiles of parts: there are none" err "has a single replication"
run "$FOGLINE" compare a.h5 b.h5 --json --fail-if 'latency(response) of A > 1.02 * B'
expect_code "a condition in JSON" 3
cp out condition.json

run "$FOGLINE" compare a.h5 b.h5 --diverge
expect_code "where they part" 0
expect_in "where they part: when" out "A and B part in replication 0 at"
expect_lines_within "where they part: within 80 columns" out 80
cp out part
run "$FOGLINE" compare a.h5 a.h5 --diverge
expect_in "where they do not part" out "A and B do not part"
for file in a b; do "$FOGLINE" inspect $file.h5 requests --json >$file.requests; done
simulate none.h5 --set output.requests=none
run "$FOGLINE" compare a.h5 none.h5 --diverge
expect_code "without requests" 2
expect_in "without requests: what to do" err "B has no requests"

run "$FOGLINE" compare a.h5
expect_code "one file" 2
run "$FOGLINE" compare a.h5 missing.h5
expect_code "a file that is not there" 1
expect_in "a file that is not there: named" err missing.h5
run "$FOGLINE" compare a.h5 b.h5 --measure latency --measure energi
expect_code "an unknown measure" 2
expect_in "an unknown measure: a suggestion" err "did you mean 'energy'"
run "$FOGLINE" compare a.h5 b.h5 --measure p95
expect_in "a statistic alone: how it is asked for" err "'p95' is a statistic; of a measure it is p95(MEASURE)"
run "$FOGLINE" compare a.h5 b.h5 --measure xyzzy
check "measures are named once" test "$(grep -o utilisation err | wc -l)" -eq 1
run "$FOGLINE" compare a.h5 b.h5 --measure 'p95(latency'
expect_code "a broken measure" 2
run "$FOGLINE" compare a.h5 b.h5 --measure 'p96(latency)'
expect_in "an unknown statistic: a suggestion" err "unknown statistic 'p96'"
run "$FOGLINE" compare a.h5 b.h5 --scope respnse
expect_code "an unknown scope" 2
run "$FOGLINE" compare a.h5 b.h5 --csv --json
expect_code "two formats" 2

# Points of a sweep are compared as the same runs in files of their own are.
if "$FOGLINE" help sweep >/dev/null 2>&1; then
	run "$FOGLINE" sweep "$quick" -q -o sweep --set run.duration="30 s" --tables requests,nodes
	expect_code "a sweep" 0
	run "$FOGLINE" compare sweep/1-quickstart.h5 --points 1,4 --all --csv
	expect_code "two points" 0
	cp out points.csv
	"$FOGLINE" compare a.h5 c.h5 --all --csv >files.csv
	check "two points differ as two files do" cmp -s points.csv files.csv
	"$FOGLINE" compare sweep/1-quickstart.h5 --points 1,4 --diverge >points.part
	"$FOGLINE" compare a.h5 c.h5 --diverge >files.part
	check "two points part as two files do" test "$(sed '1,/ part in /d' points.part)" = "$(sed '1,/ part in /d' files.part)"
	run "$FOGLINE" compare a.h5 sweep/1-quickstart.h5 --points 1 --all
	check "a point and the same run in a file do not differ" test -z "$(grep -F '*' out)"
	run "$FOGLINE" compare sweep/1-quickstart.h5
	expect_code "all points" 0
	expect_in "all points: where they are" out "offloading.policy=cloud-only"
	expect_lines_within "all points: within 80 columns" out 80
	run "$FOGLINE" compare sweep/1-quickstart.h5 --points 1,9
	expect_code "a point that is not there" 2
	expect_in "a point that is not there: said" err "'9' is no point of sweep/1-quickstart.h5, which has 0 to 8"
	"$FOGLINE" sweep "$quick" -q -o many --set run.duration="6 s" --replications 1 --vary nodes.phone.count=1,2,3,4,5,6,7,8,9,10
	run "$FOGLINE" compare many/1-quickstart.h5
	expect_code "too many points" 2
	expect_in "too many points: what to do" err "choose some with --points"

	# Latency is that of the link and of the work, each of two values: variances 100 and 400 ms^2, and they do not interact.
	cat >sum.yaml <<'END'
fogline: 1
run: {duration: 2 s, replications: 2}
nodes: {server: {tier: edge, cores: 1, speed: 1000 MIPS}, phone: {tier: device}}
network: {links: [{from: phone, to: server, latency: 10 ms, bandwidth: unlimited}]}
applications:
  a:
    components: {app: {layer: ui, at: origin}, service: {layer: service, at: server}}
    messages: {ask: {from: app, to: service, size: 0 B, work: 10 MI}}
    paths: {response: {from: ask, to: ask}}
workload: {users: {application: a, start: ask, from: phone, arrivals: {periodic: {every: 200 ms, phase: 0 s}}}}
END
	"$FOGLINE" sweep sum.yaml -q -o grid --vary "network.links[0].latency=10 ms,30 ms" --vary "applications.a.messages.ask.work=10 MI,50 MI"
	run "$FOGLINE" compare grid/sum.h5 --effects --csv
	expect_code "effects of a grid" 0
	check "effects of a grid: exact" test "$(tail -n +2 out | cut -d , -f 1-3,5-8 | paste -sd ' ' -)" = \
		"latency,a/response,mean,network.links[0].latency,grid,0.2,0.2 latency,a/response,mean,applications.a.messages.ask.work,grid,0.8,0.8"
	run "$FOGLINE" compare grid/sum.h5 --effects
	expect_in "effects of a grid: for people" out "80 %"
	expect_lines_within "effects of a grid: within 80 columns" out 80
	# Thirty points that fill the plane.
	{
		cat sum.yaml
		awk 'function fill(i, base,  v, part) { v = 0; part = 1; while (i) { part /= base; v += part * (i % base); i = int(i / base) } return v }
			BEGIN { for (i = 1; i <= 30; i++) { a = a (i > 1 ? ", " : "") 10 + 20 * fill(i, 2) " ms"; b = b (i > 1 ? ", " : "") 10 + 40 * fill(i, 3) " MI" }
			printf "sweep: {both: {zip: {\"network.links[0].latency\": [%s], applications.a.messages.ask.work: [%s]}}}\n", a, b }'
	} >zip.yaml
	"$FOGLINE" sweep zip.yaml -q -o zip
	run "$FOGLINE" compare zip/zip.h5 --effects --csv
	expect_code "effects of points in no grid" 0
	check "effects of points in no grid: nearly" awk -F , 'NR > 1 && ($7 - (NR == 2 ? 0.2 : 0.8)) ^ 2 > 0.001 || NR > 1 && $11 < 0.99 { bad = 1 } END { exit bad || NR != 3 }' out
	run "$FOGLINE" compare grid/sum.h5 --effects --measure utilization
	expect_code "effects on an unknown measure" 2
	expect_in "effects on an unknown measure: a suggestion" err "did you mean 'utilisation'"
	run "$FOGLINE" compare a.h5 --effects
	expect_code "effects of a run" 2
	expect_in "effects of a run: said" err "is not of a sweep"

	# The report of a sweep has its points.
	run "$FOGLINE" report sweep/1-quickstart.h5 -o sweep.html
	expect_code "a report of a sweep" 0
	expect_in "a report of a sweep: its points" sweep.html '<td>cloud-only</td><td>40</td>'
	expect_in "a report of a sweep: its command line" sweep.html "fogline sweep"
fi

python=/usr/bin/python3
[ -x $python ] || { echo "# figures were left out: python3 is not installed"; finish; }
cat >look.py <<'END'
import csv
import json
import math
import statistics

T = {4: 2.7764451051977987, 19: 2.093024054408263}     # quantile 0.975 of Student's t


def load(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def values(name, index):
    found = {}
    with open(f"{name}.replications", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            for statistic in ("mean", "p95"):
                if statistic in row and row[statistic] != "nan":
                    found.setdefault((row["measure"], row["scope"], statistic), {})[int(row[index])] = float(row[statistic])
    return found


def expect(what, holds):
    print("ok -" if holds else "not ok -", what)


def near(a, b, scale):
    return a is not None and abs(a - b) <= 1e-7 * scale + 1e-12


def paired(row, a, b):
    key = (row["measure"], row["scope"], row["statistic"])
    both = sorted(set(a.get(key, {})) & set(b.get(key, {})))
    if len(both) < 2:
        return row["half_width"] is None
    d = [b[key][i] - a[key][i] for i in both]
    scale = max(abs(a[key][i]) for i in both) + max(abs(b[key][i]) for i in both)
    half = T[len(d) - 1] * statistics.stdev(d) / math.sqrt(len(d))
    return (row["n_a"] == len(both) and near(row["difference"], statistics.fmean(d), scale) and near(row["half_width"], half, 10 * scale)
            and near(row["a"], statistics.fmean(a[key][i] for i in both), scale))


def welch(row, a, b):
    key = (row["measure"], row["scope"], row["statistic"])
    x, y = list(a.get(key, {}).values()), list(b.get(key, {}).values())
    if len(x) < 2 or len(y) < 2:
        return row["half_width"] is None
    error = math.sqrt(statistics.variance(x) / len(x) + statistics.variance(y) / len(y))
    # The quantile lies between those of 4 and of 8 degrees of freedom.
    return error == 0 or row["half_width"] < 1e-9 or 2.306 - 1e-6 <= row["half_width"] / error <= T[4] + 1e-6


def holm(rows):
    tested = sorted((r for r in rows if r["p_holm"] is not None), key=lambda r: r["p"])
    greatest = 0
    for i, row in enumerate(tested):
        greatest = max(greatest, min(1, (len(tested) - i) * row["p"]))
        if not math.isclose(row["p_holm"], greatest, rel_tol=1e-9):
            return False
    return len(tested) > 10


for pair, index, how, method in (("a.b", "replication", paired, "paired"), ("a.eight", "replication", paired, "paired"),
                                 ("one.two", "batch", paired, "paired batches"), ("a.seed", "replication", welch, "Welch")):
    a, b = (values(name, index) for name in pair.split("."))
    rows = load(f"{pair}.json")["rows"]
    wrong = [row for row in rows if not how(row, a, b)]
    expect(f"{pair}: every row agrees with the replications {wrong[:1]}", len(rows) > 30 and not wrong)
    expect(f"{pair}: the method is named", all(row["method"] == method for row in rows))
    expect(f"{pair}: p is corrected by Holm", holm(rows))
    with open(f"{pair}.csv", encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    expect(f"{pair}: the same rows as CSV", [r["scope"] for r in rows] == [r["scope"] for r in lines] and all(
        math.isclose(row["difference"], float(line["difference"]), rel_tol=1e-8) for row, line in zip(rows, lines) if row["difference"] is not None))
some = load("some.json")
expect("--measure and --scope", [(r["measure"], r["statistic"], r["file"]) for r in some["rows"]] == [
    ("latency", "mean", "B"), ("latency", "mean", "C"), ("latency", "p95", "B"), ("latency", "p95", "C")])
expect("which is best", [(b["statistic"], b["file"], b["confidence"] >= 0.95) for b in some["best"]][0] == ("mean", "B", True))
verdict = load("condition.json")["conditions"][0]
a, b = (values(name, "replication")[("latency", "photo-tagging/response", "mean")] for name in "ab")
d = [a[i] - 1.02 * b[i] for i in a]
expect("a condition: sides and interval", verdict["holds"] is True and near(verdict["left"] - verdict["right"], statistics.fmean(d), 1)
       and near(verdict["half_width"], T[4] * statistics.stdev(d) / math.sqrt(5), 1))

# Where they part: of all requests that differ, the one that ended first.
both = [{(r["replication"], r["created_s"], r["origin"], r["path"]): r for r in load(f"{name}.requests")} for name in "ab"]
ends = [min(r["created_s"] + r["latency_s"] for r in (x.get(key), y.get(key)) if r)
        for x, y in [both] for key in set(x) | set(y) if key[0] == 0 and x.get(key) != y.get(key)]
with open("part", encoding="utf-8") as file:
    part = file.read()
expect("where they part: the first that ended otherwise", math.isclose(float(part.split(" part in replication 0 at ")[1].split()[0]), min(ends), rel_tol=1e-12))
END
if $python -B look.py >said 2>err; then pass "the figures were looked at"; else fail "the figures were looked at"; fi
cat said err
failures=$((failures + $(grep -c '^not ok' said)))
finish
