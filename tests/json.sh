#!/bin/sh
# What programs read: --json of inspect, list and check is JSON, and says what people are told.
. "$SRCDIR/tests/lib.sh"

python=/usr/bin/python3
[ -x $python ] || skip "python3 is not installed"

# A title with all that JSON treats in a special way.
sed 's/^title: .*/title: "Say \\"hi\\" \\\\ 1\\t2 \\x01 é €"/' "$SRCDIR/scenarios/1-quickstart.yaml" >phones.yaml
"$FOGLINE" run phones.yaml -q -o run.h5 --replications 1 --set run.duration="20 s"
for table in summary requests nodes overrides effective_scenario run runs; do
	run "$FOGLINE" inspect run.h5 $table --json
	expect_code "inspect $table --json" 0
	cp out $table.json
	"$FOGLINE" inspect run.h5 $table --csv >$table.csv
done
run "$FOGLINE" inspect run.h5 --json
expect_code "inspect --json" 0
cp out whole.json
for topic in '' policies models distributions devices scenarios arrivals; do
	# shellcheck disable=SC2086
	run "$FOGLINE" list $topic --json
	expect_code "list $topic --json" 0
	cp out "list-$topic.json"
	# shellcheck disable=SC2086
	"$FOGLINE" list $topic >"list-$topic.txt"
done
run "$FOGLINE" check phones.yaml --json
expect_code "check --json of a scenario without mistakes" 0
expect_empty "check --json is silent on stderr" err
cp out good.json
"$FOGLINE" check phones.yaml >good.txt
sed 's/cores: 4/coers: 4/; s/5 ms/5 mss/' phones.yaml >wrong.yaml
run "$FOGLINE" check wrong.yaml --json
expect_code "check --json of a scenario with mistakes" 2
expect_empty "check --json is silent on stderr, mistakes or not" err
cp out wrong.json
"$FOGLINE" check wrong.yaml 2>wrong.txt
run "$FOGLINE" check missing.yaml --json
expect_code "check --json of a scenario that is not there" 2
cp out missing.json
run "$FOGLINE" list nonsense --json
expect_code "list of an unknown topic" 2
expect_empty "list of an unknown topic: nothing on stdout" out
run "$FOGLINE" inspect run.h5 --json --csv
expect_code "two formats at once" 2

cat >look.py <<'END'
import csv
import glob
import json
import math


def load(name):
    with open(name, encoding="utf-8") as file:
        return json.load(file)


def expect(what, holds):
    print("ok -" if holds else "not ok -", what)


def same(value, text):
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return math.isclose(value, float(text), rel_tol=1e-8) or value == float(text)
    return text == "nan" if value is None else value == text


for path in sorted(glob.glob("*.csv")):
    name = path[:-4]
    rows = load(f"{name}.json")
    with open(path, encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    expect(f"{name}: as many rows as in CSV", len(rows) == len(lines))
    expect(f"{name}: the same values as in CSV",
           all(list(row) == list(line) and all(same(row[key], line[key]) for key in row) for row, line in zip(rows, lines)))
expect("infinity is read as such", any(row["memory"] == math.inf for row in load("nodes.json")))
expect("none is null", any(row["deadline_met"] is None if "deadline_met" in row else row["p50"] is None for row in load("summary.json")))
whole = load("whole.json")
expect("the summary has the attributes of the file", whole["attributes"]["title"] == 'Say "hi" \\ 1\t2 \x01 é €')
expect("numbers are numbers", whole["attributes"]["seed"] == 1 and whole["attributes"]["duration_s"] == 20)
expect("the rows of the summary are those of the table", whole["summary"] == load("summary.json"))
for path in sorted(glob.glob("list-*.json")):
    with open(path.replace(".json", ".txt"), encoding="utf-8") as file:
        text = file.read()
    entries = load(path)
    expect(f"{path}: what the list for people has", len(entries) > 1 and all(e["name"] in text and e["help"] in text for e in entries))
good = load("good.json")
with open("good.txt", encoding="utf-8") as file:
    expect("check: the page that people see", good["valid"] is True and good["messages"] == [] and good["understood"] == file.read())
wrong = load("wrong.json")
with open("wrong.txt", encoding="utf-8") as file:
    told = file.read().splitlines()
lines = [f"{m['source']}:{m['line']}:{m['column']}: {m['severity']}: {m['text']}" for m in wrong["messages"]]
expect("check: the messages that people see", wrong["valid"] is False and wrong["understood"] is None and len(lines) > 1 and lines == told)
expect("check: a file that is not there", len(load("missing.json")["messages"]) == 1)
END
if $python -B look.py >said 2>err; then pass "all of it is JSON"; else fail "all of it is JSON"; fi
cat said err
failures=$((failures + $(grep -c '^not ok' said)))
finish
