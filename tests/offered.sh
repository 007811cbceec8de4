#!/bin/sh
# The offered loads that `check` tells beforehand, against figures worked out by hand; and the warnings of what is overloaded.
. "$SRCDIR/tests/lib.sh"

one_line() {
	echo "$1" | tr '\n\t' '  '
}

# Two phones at an edge node each, edge nodes at a cloud. Every node of 1 MIPS; an edge node has 2 cores, the cloud 4.
# scenario COMPONENTS MESSAGES WORKLOAD [MORE]: all in the flow style of YAML.
scenario() {
	set -- "$(one_line "$1")" "$(one_line "$2")" "$(one_line "$3")" "${4:-}"
	cat >s.yaml <<-END
	fogline: 1
	run: {duration: 100 s, replications: 1, seed: 1}
	nodes:
	  phone: {tier: device, count: 4, speed: 1 MIPS}
	  edge: {tier: edge, count: 2, cores: 2, speed: 1 MIPS}
	  cloud: {tier: cloud, cores: 4, speed: 1 MIPS}
	network:
	  links:
	    - {from: phone, to: edge, latency: 1 ms, up: 1 Mbps, down: 2 Mbps}
	    - {from: edge, to: cloud, latency: 10 ms, bandwidth: 4 Mbps}
	applications:
	  app:
	    components: {client: {layer: ui, at: origin}, $1}
	    messages: {$2}
	workload: {$3}
	$4
	END
	run "$FOGLINE" check s.yaml
	expect_code "$named is valid" 0
	sed -n '/^offered/,$p' out | sed 1d | sed 's/  */ /g' >loads
}

# loads WHAT LINE...: exactly these.
loads() {
	shown=$1
	shift
	if [ $# -eq 0 ]; then : >expected; else printf ' %s\n' "$@" >expected; fi
	if cmp -s loads expected; then pass "$shown"; else
		fail "$shown"
		diff expected loads | sed 's/^/    /'
	fi
}

each="w: {application: app, start: a, from: phone, arrivals: poisson(0.5 /s)}"

# ---- where messages go ----

named="a tandem"
# Two phones of 0.5 /s at each edge node: 0.3 of work is 0.3/s of 2 cores; four at the cloud: 2 /s x 0.4 / 4. On a phone 0.5 x 0.2.
# Up 0.5 x 10 kB x 8 of 1 Mbps, the answer 0.5 x 50 kB x 8 of 2 Mbps; edge to cloud 1 /s x 10 kB x 8 of 4 Mbps, back 5 times that.
scenario "near: {layer: service, at: edge}, far: {layer: service, at: cloud}" \
	"a: {from: client, to: near, size: 10 kB, work: 300 kI}, b: {after: a, to: far, size: same, work: 400 kI},
	 c: {after: b, to: client, size: 500 %, work: 200 kI}" "$each"
loads "a tandem: every station and link" "0.1 phone at phone[0]" "0.15 edge at edge[0]" "0.2 cloud at cloud" \
	"0.04 phone->edge at phone[0]->edge[0]" "0.1 edge->phone at phone[0]->edge[0]" "0.02 edge->cloud at edge[0]->cloud" \
	"0.1 cloud->edge at edge[0]->cloud"

named="accelerators"
# The same, with 0.3 MFLOP on the accelerator of each edge node, of 1 MFLOPS: 1 /s x 0.3. The cores have the text only: 1 /s x 0.2 / 2.
scenario "near: {layer: service, at: edge}" "a: {from: client, to: near, work: 300 kFLOP}, b: {after: a, to: near, work: 200 kI}" "$each" \
	"defaults: {nodes: {accelerator: {flops: 1 MFLOPS}}}"
loads "an accelerator beside its cores" "0.1 edge at edge[0]" "0.3 edge.accelerator at edge.accelerator[0]"

named="distributions"
# The means count: uniform 200, lognormal 300, choice 0.5 x 100 + 0.5 x 500 = 300.
scenario "near: {layer: service, at: edge}" \
	"a: {from: client, to: near, work: {uniform: {from: 100 kI, to: 300 kI}}}, b: {from: near, to: near, after: a, work: {lognormal: {mean: 300 kI, cv: 2}}},
	 c: {after: b, to: near, work: {choice: {100 kI: 0.5, 500 kI: 0.5}}}" "$each"
loads "the means of distributions" "0.4 edge at edge[0]"

named="probabilities"
# 2 /s in all: 0.25 of them on their own, then 0.5 and 0.3 of those that exclude each other.
scenario "far: {layer: service, at: cloud}" \
	"a: {from: client, to: far}, b: {after: a, to: far, probability: 0.25, work: 800 kI}, c: {after: a, to: far, branch: x, probability: 0.5, work: 400 kI},
	 d: {after: a, to: far, branch: x, probability: 0.3, work: 2 MI}" "$each"
loads "probabilities and branches" "0.5 cloud at cloud"

named="a cycle"
# A visit leads to another with 0.8: 5 of them for a request, 2 x 5 x 0.2 / 4.
scenario "far: {layer: service, at: cloud}" \
	"a: {from: client, to: far, work: 200 kI}, b: {after: [a, b], to: far, probability: 0.8, work: 200 kI}" "$each"
loads "a cycle" "0.5 cloud at cloud"

named="a cycle over two places"
# Edge and cloud in turn, on with 0.5 each time: the edge is visited 1 / (1 - 0.25) = 4/3 times, the cloud 2/3 times; 1 x 4/3 x 0.3 / 2 and
# 2 x 2/3 x 0.3 / 4. What comes back goes to the edge node where it was.
scenario "near: {layer: service, at: edge}, far: {layer: service, at: cloud}" \
	"a: {from: client, to: near, work: 300 kI}, b: {after: [a, c], to: far, probability: 0.5, work: 300 kI},
	 c: {after: b, to: near, probability: 0.5, size: 50 kB, work: 300 kI}" "$each"
loads "a cycle over two places" "0.2 edge at edge[0]" "0.1 cloud at cloud" "0.0333 cloud->edge at edge[0]->cloud"

# ---- how much comes ----

one="far: {layer: service, at: cloud}"
ask="a: {from: client, to: far, work: 400 kI}"

named="a share"
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, share: 50 %, arrivals: poisson(0.5 /s)}"
loads "half of the group" "0.1 cloud at cloud"
named="a total"
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, arrivals: {poisson: {total: 2 /s}}}"
loads "a total rate is that of the group" "0.2 cloud at cloud"
named="periodic"
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, arrivals: {periodic: {every: 2 s, jitter: 1 s}}}"
loads "periodic" "0.2 cloud at cloud"
named="on-off"
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, arrivals: {on-off: {active: 1 s, idle: 3 s, rate: 2 /s}}}"
loads "on-off at its mean rate" "0.2 cloud at cloud"
named="mmpp"
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, arrivals: {mmpp: {rate: 0.25 /s, burst-rate: 1 /s, calm: 2 s, burst: 1 s}}}"
loads "mmpp at its mean rate" "0.2 cloud at cloud"
named="batches"
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, arrivals: {batch: {rate: 0.1 /s, size: 5}}}"
loads "batches" "0.2 cloud at cloud"
named="renewal"
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, arrivals: {renewal: {uniform: {from: 1 s, to: 3 s}}}}"
loads "renewal" "0.2 cloud at cloud"
named="two workloads"
scenario "$one" "$ask" "v: {application: app, start: a, from: phone, arrivals: poisson(0.5 /s)}, w: {application: app, start: a, from: phone, arrivals: poisson(1 /s)}"
loads "two workloads add up" "0.6 cloud at cloud"
named="two workloads one after the other"
scenario "$one" "$ask" "v: {application: app, start: a, from: phone, stop: 50 s, arrivals: poisson(0.5 /s)},
	 w: {application: app, start: a, from: phone, begin: 50 s, arrivals: poisson(1 /s)}"
loads "two workloads one after the other do not" "0.4 cloud at cloud"
named="two that overlap"
scenario "$one" "$ask" "v: {application: app, start: a, from: phone, stop: 51 s, arrivals: poisson(0.5 /s)},
	 w: {application: app, start: a, from: phone, begin: 50 s, arrivals: poisson(1 /s)}"
loads "those that overlap do" "0.6 cloud at cloud"
named="a closed workload"
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, arrivals: {closed: {think: 1 s}}}"
loads "a closed workload is not known" "unknown cloud"
expect_empty "and not judged" err
named="an open and a closed workload"
scenario "$one" "$ask" "v: {application: app, start: a, from: phone, arrivals: {closed: {think: 1 s}}}, $each"
loads "beside an open one it adds to what is known" ">= 0.2 cloud at cloud"

# 3 gaps in 6 s, works of 1, 2, 3, 6 MI: 0.5 /s x 3 MI; member 0 has three of the four rows, which bring it 3, 6, 9 x 10 kB.
printf 'at,who,work,size\n0,0,1,3\n1,0,2,6\n4,2,3,1\n6,0,6,9\n' >rows.csv
named="a trace"
scenario "near: {layer: service, at: edge}, far: {layer: service, at: cloud}" \
	"a: {from: client, to: near, size: {column: size, times: 10 kB}, work: {column: work, times: 1 MI}}, b: {after: a, to: far, work: {column: work, times: 400 kI}}" \
	"w: {application: app, start: a, from: phone, arrivals: {trace: {file: rows.csv, time: at, origin: who}}}"
# All rows at edge[0], since phones 0 and 2 are: 0.5 x 3 / 2; the cloud 0.5 x 1.2 / 4. Phone 0: 3/4 of 0.5 /s, 60 kB each.
loads "a trace, by the rows of each device" "0.75 edge at edge[0]" "0.15 cloud at cloud" "0.18 phone->edge at phone[0]->edge[0]"
named="a trace that is cut"
scenario "$one" "a: {from: client, to: far, work: {column: work, times: 1 MI}}" \
	"w: {application: app, start: a, from: phone, stop: 5 s, arrivals: {trace: {file: rows.csv, time: at}}}"
# Three rows in 4 s, of 2 MI.
loads "a trace, by the rows that start a request" "0.25 cloud at cloud"

# ---- policies ----

two="w: {layer: service, at: [edge, cloud]}"
work="a: {from: client, to: w, work: 600 kI}"

named="nearest"
scenario "$two" "$work" "$each" "offloading: {policy: nearest}"
loads "nearest: the edge nodes get all" "0.3 edge at edge[0]"
named="cloud-only"
scenario "$two" "$work" "$each" "offloading: {policy: cloud-only}"
loads "cloud-only: the cloud does" "0.3 cloud at cloud"
named="random"
scenario "$two" "$work" "$each" "offloading: {policy: random}"
loads "random: a third for each" "0.2 edge at edge[0]" "0.1 cloud at cloud"
named="round-robin"
scenario "$two" "$work, b: {after: a, to: client, size: 100 kB}" "$each" "offloading: {policy: round-robin}"
# Each of the two edge nodes sends a third of the four phones' 2 answers a second: half of them to its own phones, half by the cloud.
loads "round-robin: likewise, and the answers" "0.2 edge at edge[0]" "0.1 cloud at cloud" "0.2 edge->phone at phone[0]->edge[0]" \
	"0.0667 edge->cloud at edge[0]->cloud" "0.133 cloud->edge at edge[0]->cloud"
named="local"
scenario "w: {layer: service, at: [origin, cloud]}" "$work" "$each" "offloading: {policy: local}"
loads "local: the phones" "0.3 phone at phone[0]"
named="weighted"
scenario "$two" "$work" "$each" "offloading: {policy: weighted, cloud: 3}"
# Capacities 2, 2 and 3 x 4: 2 x 0.6 x 1/8 / 2, 2 x 0.6 x 6/8 / 4.
loads "weighted: by cores, speed and weight" "0.075 edge at edge[0]" "0.225 cloud at cloud"
named="least-loaded"
scenario "$two" "$work, b: {after: a, to: client, size: 10 kB, work: 100 kI}" "$each" "offloading: {policy: least-loaded}"
loads "a policy that looks at loads: what does not depend on it is known" "0.05 phone at phone[0]" "unknown edge" \
	"unknown cloud" "0.02 edge->phone at phone[0]->edge[0]" "unknown edge->cloud" "unknown cloud->edge"
named="the chain's instance"
scenario "$two, d: {layer: data, at: cloud}" "$work, b: {after: a, to: d, size: 10 kB}, c: {after: b, to: w, work: 300 kI}" "$each" "offloading: {policy: random}"
# c goes back to where a was: a third each, 2 x (0.6 + 0.3) / 3 / 2 at an edge node; b from each edge node 2/3 /s.
loads "the instance of the chain is asked again" "0.3 edge at edge[0]" "0.15 cloud at cloud" "0.0133 edge->cloud at edge[0]->cloud"

# ---- by the clock, copies ----

three="near: {layer: service, at: edge}, far: {layer: service, at: cloud}"
what_phones_do="a: {from: client, to: far}"
named="a clock"
scenario "$three" "$what_phones_do, c: {from: far, to: near, every: 500 ms, work: 300 kI}" "$each"
# The edge nodes are as near to the cloud: the first.
loads "a message by the clock" "0.3 edge at edge[0]"
named="copies for hosts"
scenario "$three" "$what_phones_do, c: {from: far, to: near, every: 500 ms, deliver: all, size: 25 kB, work: {uniform: {from: 0 I, to: 600 kI}}},
	 d: {after: c, to: far, work: 100 kI}" "$each"
# Each of both gets 2 /s; the cloud gets 4 /s back.
loads "a copy for each host" "0.3 edge at edge[0]" "0.1 cloud at cloud" "0.1 cloud->edge at edge[0]->cloud"
named="copies for devices"
scenario "$three" "$what_phones_do, c: {from: far, to: client, every: 1 s, deliver: all, size: 25 kB, work: 100 kI}, d: {after: c, to: near, size: same}" "$each"
# Two phones at each edge node: 2 x 25 kB x 8 of 4 Mbps, and each phone's own 2 Mbps; they tell their own edge nodes, up 1 Mbps.
loads "a copy for each device" "0.1 phone at phone[0]" "0.2 phone->edge at phone[0]->edge[0]" "0.1 edge->phone at phone[0]->edge[0]" \
	"0.1 cloud->edge at edge[0]->cloud"
named="copies by several"
scenario "$three" "a: {from: client, to: near}, c: {from: near, to: client, every: 1 s, deliver: all, work: 100 kI}" "$each"
loads "who sends a device its copy depends on who served it" "unknown phone"

# ---- speeds, joins, reserved cores ----

named="reserved cores"
# Of the cloud's 4 cores `far` has 1, for 2 /s x 0.4; `rest` shares the other 3, with 2 /s x 0.9. At each edge node 1 of 2, for 1 /s x 0.2.
reserving() {
	scenario "near: {layer: api, at: edge, cores: 1}, far: {layer: service, at: cloud, cores: 1}, rest: {layer: service, at: cloud}" \
		"a: {from: client, to: near, work: 200 kI}, b: {after: a, to: far, work: 400 kI}, c: {after: b, to: rest, work: $1}" "$each"
}
reserving "900 kI"
loads "those that are reserved have more" "0.2 edge at edge[0]" "0.8 cloud at cloud"
reserving "1.35 MI"
loads "those that are left have more" "0.2 edge at edge[0]" "0.9 cloud at cloud"
reserving "1.5 MI"
check "what they have together is not enough to be busy, but one of them is" test "$(grep -c 'warning: offered load 1 at cloud' err)" -eq 1

named="speeds of members"
scenario "$two" "$work" "$each" "offloading: {policy: nearest}"
sed 's/count: 2, cores: 2, speed: 1 MIPS/count: 2, cores: 2, speed: {each: [2 MIPS, 500 kIPS]}/' s.yaml >each.yaml
run "$FOGLINE" check each.yaml
expect_in "the slower member has the larger load" out "0.6          edge                   at edge[1]"

named="a join"
scenario "near: {layer: service, at: edge}, far: {layer: service, at: cloud}, near2: {layer: service, at: edge}" \
	"a: {from: client, to: near}, b: {after: a, to: far, size: 1 kB, work: 200 kI}, c: {after: a, to: far, size: 1 kB, work: 200 kI},
	 d: {after: {all: [b, c]}, to: far, work: 400 kI}" "$each"
loads "what follows a join that is sure" "0.4 cloud at cloud" "0.004 edge->cloud at edge[0]->cloud"
scenario "near: {layer: service, at: edge}, far: {layer: service, at: cloud}" \
	"a: {from: client, to: near}, b: {after: a, to: far, probability: 0.5, work: 200 kI}, c: {after: a, to: far, probability: 0.5, work: 200 kI},
	 d: {after: {any: [b, c]}, to: far, work: 400 kI}" "$each"
loads "what follows one that is not is not known" ">= 0.1 cloud at cloud"

# ---- warnings ----

named="an overload"
scenario "$two" "a: {from: client, to: w, work: 2.5 MI}" "$each" "offloading: {policy: nearest}"
expect_in "an overloaded group: the place, the figure, how many" err "s.yaml:5:3: warning: offered load 1.25 at edge[0] and 1 more node:"
expect_in "check tells it on the page too" out "1.25         edge                   at edge[0]"
run "$FOGLINE" run s.yaml -q -o over.h5 --set run.duration="2000 s" --set output.requests=none
expect_code "it runs all the same" 0
expect_in "run warns as well" err "warning: offered load 1.25 at edge[0]"
check "and it is busy all the time" test "$("$FOGLINE" inspect over.h5 summary --csv | awk -F, '$1 == "utilisation" && $2 == "edge" { print ($4 > 0.97) }')" = 1
scenario "$two" "a: {from: client, to: w, work: 2 MI}" "$each" "offloading: {policy: nearest}"
expect_in "a load of 1 is too much" err "offered load 1 at edge[0] and 1 more node: more work comes than it can do, so the queue grows"
scenario "$two" "a: {from: client, to: w, work: 1.99 MI}" "$each" "offloading: {policy: nearest}"
expect_empty "0.995 is not" err
sed 's/cores: 2,/cores: 1, queue: 5,/' s.yaml >queue.yaml
run "$FOGLINE" check queue.yaml
expect_in "a bounded queue turns the rest away" err "offered load 1.99 at edge[0] and 1 more node: more work comes than it can do, so its queue is full and turns the rest away"
named="a burst"
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, stop: 10 s, arrivals: poisson(12.5 /s)}"
loads "a burst has its load" "5 cloud at cloud"
expect_empty "one that is worked off overloads nothing" err
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, stop: 60 s, arrivals: poisson(5 /s)}"
expect_in "one that is not worked off by the end does" err "offered load 2 at cloud"
scenario "$one" "$ask" "w: {application: app, start: a, from: phone, begin: 90 s, arrivals: poisson(2.5 /s)}"
expect_in "and one that begins late" err "offered load 1 at cloud"
named="a link"
scenario "$one" "a: {from: client, to: far, size: 1 MB}" "$each"
expect_in "an overloaded link" err "s.yaml:9:7: warning: offered load 4 on link phone[0]->edge[0] and 3 more links, up:"
expect_in "and the next" err "s.yaml:10:7: warning: offered load 2 on link edge[0]->cloud and 1 more link, up:"
named="a queue without a policy"
scenario "$two" "a: {from: client, to: w, work: 2.5 MI}" "$each" "offloading: {policy: least-loaded}"
expect_empty "what depends on the state is not judged" err

scenario7=$SRCDIR/scenarios/7-trace.yaml
run "$FOGLINE" check "$scenario7" --set offloading.policy=nearest
expect_code "the recorded load under nearest is valid" 0
expect_in "and is told to be too much" err "7-trace.yaml:10:3: warning: offered load 1.277 at site[0] and 1 more node"
run "$FOGLINE" check "$scenario7" --set offloading.policy=cloud-only
expect_empty "the cloud alone can carry it" err
# 16.35 TFLOP/s of 64.
expect_in "to a quarter" out "0.255        cloud                  at cloud"
finish
