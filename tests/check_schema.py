#!/usr/bin/python3
"""Hold the JSON schema of scenarios against the program that reads them.

Usage: check_schema.py FOGLINE SCHEMA SCENARIO...
Each scenario that the program takes must be valid by the schema. Then values are set in the first of them, right ones and wrong ones: the schema and
`fogline show` must both take the right ones, and both refuse the wrong ones. Prints a line `ok - ...` or `not ok - ...` for each.
"""
import copy
import json
import subprocess
import sys

import jsonschema
import yaml

# PATH VALUE, as YAML; a path without a value is taken away.
RIGHT = """
run.duration 90 min
run.duration "1.5e3 s"
run.replications 20
run.replications {max: 100, min: 5}
run.precision 2 %
run.precision {target: 0.02, measure: latency}
nodes.edge.count 0
nodes.edge.cores unlimited
nodes.edge.queue 10
nodes.edge.speed 2800 MI/ms
nodes.edge.speed {uniform: {from: 1 GIPS, to: 2 GIPS}}
nodes.edge.speed {each: [1 GIPS, 2 GIPS]}
nodes.edge.speed exponential(3 GIPS)
nodes.edge.model raspberry-pi-4
nodes.edge.scheduling priority
nodes.edge.scheduling {priority: {preemptive: true}}
nodes.edge.power {model: linear, idle: 1 W, busy: 2 W}
nodes.edge.power {linear: {idle: 1 W, busy: 2 W}}
nodes.edge.power {idle: 300 mW, busy: 0.5 W}
network.links.0.bandwidth unlimited
network.links.0.bandwidth 10000 B/ms
network.links.0.name trunk
network.links.0.from edge[1]
network.links.0.from [edge]
applications.photo-tagging.messages.photo.size {lognormal: {mean: 120 kB, cv: 0.4}}
applications.photo-tagging.messages.photo.size {choice: {1 MB: 0.9, 20 MB: 10 %}}
applications.photo-tagging.messages.photo.size 10 KiB
applications.photo-tagging.messages.tags.size same
applications.photo-tagging.messages.tags.size 10 %
applications.photo-tagging.messages.tags.work {exponential: 2 Gcycle}
applications.photo-tagging.messages.tags.work {erlang: {k: 3, mean: 10 MI}}
applications.photo-tagging.messages.tags.after [photo]
applications.photo-tagging.messages.tags.after {all: [photo]}
applications.photo-tagging.messages.tags.after {k-of: 1, of: [photo]}
applications.photo-tagging.messages.tags.probability 0.5
applications.photo-tagging.messages.tags.probability 50 %
applications.photo-tagging.components.tagger.offloading {power-of-two: {choices: 3}}
workload.users.arrivals {poisson: 3 /min}
workload.users.arrivals {poisson: {total: 3 /h}}
workload.users.arrivals {periodic: {every: 1 s, jitter: 10 ms}}
workload.users.arrivals periodic(5 s)
workload.users.arrivals renewal(exponential(1 s))
workload.users.arrivals {renewal: {weibull: {mean: 1 s, shape: 2}}}
workload.users.arrivals {on-off: {active: 1 s, idle: 2 s, rate: 5 /s}}
offloading local
offloading {policy: power-of-two, choices: 3}
offloading {trade-off: {cloud: 2}}
offloading power-of-two(4)
output.requests none
output.requests 10 %
output.totals all
defaults {nodes: {scheduling: ps}, messages: {latency: 1 ms}}
sweep {nodes.phone.count: {from: 1, to: 9, step: 2}}
sweep {both: {zip: {nodes.phone.count: [1, 2], nodes.edge.count: [3, 4]}}}
sweep {named: {variants: {fast: {nodes.edge.cores: 8}}}}
title 2024
"""
WRONG = """
run.duration
run.duration 90
run.duration 5 MB
run.duration -5 s
run.replications 0
run.replications 2.5
run.replications {min: 5}
run.precision {measure: latency}
run.precision 2 s
run.seeds 3
nodes.edge.tier
nodes.edge.tier edgy
nodes.edge.cores infinite
nodes.edge.cores 0
nodes.edge.speed 3000
nodes.edge.speed 3000 mips
nodes.edge.speed {uniform: {from: 1 GIPS}}
nodes.edge.speed {normal: {mean: 1 GIPS, variance: 2}}
nodes.edge.speed lognormal(3 GIPS)
nodes.edge.model abacus
nodes.edge.mobility walking
nodes.edge.scheduling fifo
nodes.edge.scheduling {priority: {preemptive: sometimes}}
nodes.edge.scheduling {fcfs: {preemptive: true}}
nodes.edge.power {idle: 1 J, busy: 2 W}
nodes.edge.power {model: linear, sleeping: 1 W}
nodes.2nd {tier: edge}
nodes.yes {tier: edge}
nodes.origin {tier: edge}
network.links {from: edge, to: cloud}
network.links.0.to
network.links.0.bandwith 1 Gbps
network.links.0.bandwidth 0.1 s
network.links.0.from edge[x]
applications.photo-tagging.messages.photo.size {choice: {1 s: 1}}
applications.photo-tagging.messages.photo.size {each: [1 MB]}
applications.photo-tagging.messages.photo.size 1000
applications.photo-tagging.messages.photo.work 5 MB
applications.photo-tagging.messages.tags.after {most: [photo]}
applications.photo-tagging.messages.tags.probability much
applications.photo-tagging.components
applications.photo-tagging.components.tagger.layer middle
workload.users.arrivals poisson(3 ms)
workload.users.arrivals {poisson: 1 /s, periodic: 1 s}
workload.users.arrivals {on-off: {active: 1 s, rate: 5 /s}}
workload.users.arrivals sometimes
workload.users.start
offloading {policy: nearest, choices: 3}
offloading {nearest: 5}
output.requests sometimes
defaults {edges: {}}
defaults {nodes: {speeds: 1 MIPS}}
sweep {nodes.phone.count: {from: 1, to: 9}}
sweep {nodes.phone.count: []}
include {file: x.yaml}
fogline 2
fogline
colour red
"""


def plain(value):
    """As JSON would have it: every key a text."""
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    return [plain(part) for part in value] if isinstance(value, list) else value


def changed(scenario, line):
    path, _, text = line.partition(" ")
    # In a sweep paths are keys, so there is no further step.
    steps = path.split(".")
    scenario = copy.deepcopy(scenario)
    place = scenario
    for step in steps[:-1]:
        place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
    last = int(steps[-1]) if isinstance(place, list) else steps[-1]
    if text:
        place[last] = yaml.safe_load(text)
    else:
        del place[last]
    return scenario


def program_takes_file(fogline, path):
    code = subprocess.run([fogline, "show", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode
    if code not in (0, 2):
        raise SystemExit(f"{fogline} show ended with {code}")
    return code == 0


def program_takes(fogline, scenario):
    with open("changed.yaml", "w", encoding="utf-8") as file:
        yaml.safe_dump(scenario, file, sort_keys=False)
    return program_takes_file(fogline, "changed.yaml")


def main(fogline, schema_path, scenarios):
    with open(schema_path, encoding="utf-8") as file:
        schema = json.load(file)
    jsonschema.Draft7Validator.check_schema(schema)
    validator = jsonschema.Draft7Validator(schema)
    faults = 0

    def expect(holds, what):
        nonlocal faults
        print("ok -" if holds else "not ok -", what)
        faults += not holds

    for path in scenarios:
        with open(path, encoding="utf-8") as file:
            scenario = plain(yaml.safe_load(file))
        expect(validator.is_valid(scenario) or not program_takes_file(fogline, path), f"valid by the schema: {path}")
    with open(scenarios[0], encoding="utf-8") as file:
        base = yaml.safe_load(file)
    for lines, right in ((RIGHT, True), (WRONG, False)):
        for line in lines.strip().splitlines():
            scenario = changed(base, line)
            word = "takes" if right else "refuses"
            expect(validator.is_valid(plain(scenario)) == right, f"the schema {word} {line}")
            expect(program_takes(fogline, scenario) == right, f"the program {word} {line}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
