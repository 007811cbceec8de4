#!/bin/sh
# Energy: what requests carry and what is unattributed add up to the meters, whatever the discipline, the power and the sleep; and
# mistakes in `power` and `sleep` are told where they stand.
. "$SRCDIR/tests/lib.sh"

cat >mixed.yaml <<'END'
fogline: 1
title: many disciplines, powers and sleeps, with losses
run: {duration: 60 s, replications: 1, seed: 1}
nodes:
  phone: {tier: device, count: 20, cores: 2, speed: 100 MIPS}
  linear: {tier: edge, count: 2, cores: 2, speed: 1000 MIPS, queue: 0, power: {idle: 40 W, busy: 90 W}}
  curve: {tier: edge, count: 2, cores: 3, speed: 1000 MIPS, queue: 1, scheduling: {priority: {preemptive: true}}}
  shared: {tier: fog, cores: 3, speed: 1000 MIPS, scheduling: ps}
  free: {tier: cloud, cores: unlimited, speed: 2000 MIPS}
network:
  links:
    - {from: phone, to: [linear, curve, shared], attach: balanced, latency: 2 ms, bandwidth: 20 Mbps}
    - {from: [linear, curve, shared], to: free, latency: 10 ms, bandwidth: 1 Gbps}
applications:
  one:
    components:
      app: {layer: ui, at: origin}
      first: {layer: service, at: [linear, curve], offloading: random}
      second: {layer: service, at: [curve, shared, free], offloading: random}
    messages:
      ask: {from: app, to: first, size: 10 kB, work: exponential(60 MI)}
      more: {after: ask, from: first, to: second, size: 1 kB, work: exponential(90 MI), priority: 1}
      side: {after: ask, from: first, to: second, probability: 0.3, size: 1 kB, work: exponential(20 MI)}
      tell: {after: more, from: second, to: app, size: 1 kB, work: exponential(2 MI)}
    paths:
      whole: {from: start, to: end}
workload:
  ask: {application: one, start: ask, from: phone, stop: 50 s, arrivals: poisson(4 /s)}
output: {totals: all}
END
sed '/^  phone:/s/}$/, power: {idle: 0.3 W, busy: 4 W}, sleep: {after: 100 ms, start-up: exponential(10 ms), power: 10 mW}}/
	/^  curve:/s/}$/, power: {piecewise: [{load: 0, power: 12.5 W}, {load: 25 %, power: 20 W}, {load: 1, power: 31 W}]}, sleep: {after: 50 ms, start-up: {uniform: {from: 0 s, to: 40 ms}}, power: 3 W}}/
	/^  shared:/s/}$/, power: {piecewise: [{load: 0, power: 10 W}, {load: 40 %, power: 35 W}, {load: 1, power: 60 W}]}, sleep: {after: 0 s, start-up: 20 ms}}/' mixed.yaml >powered.yaml

# total TABLE COLUMN: the sum of a column over all rows that have it.
total() {
	"$FOGLINE" inspect result.h5 "$1" --csv | awk -F, -v name="$2" '
		NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; next }
		$at != "nan" { sum += $at; n++ }
		END { if (n) printf "%.12g", sum }'
}

# measured MEASURE SCOPE: the sum of a measure over the scopes that match a pattern.
measured() {
	"$FOGLINE" inspect result.h5 summary --csv | awk -F, -v measure="$1" -v scope="$2" '
		$1 == measure && $2 ~ scope { sum += $4; n++ }
		END { if (n) printf "%.12g", sum }'
}

# add_up WHAT WHOLE PART...: the parts make the whole, as far as the nine digits of `inspect` tell.
add_up() {
	what=$1
	whole=$2
	shift 2
	check "$what ($whole: $*)" awk -v whole="$whole" -v parts="$*" 'BEGIN {
		n = split(parts, part, " ")
		for (i = 1; i <= n; i++) sum += part[i]
		d = sum - whole
		exit !(n && whole > 0 && (d < 0 ? -d : d) <= 1e-8 * whole) }'
}

columns() {
	"$FOGLINE" inspect result.h5 "$1" --csv | head -n 1
}

run "$FOGLINE" run powered.yaml -q -o result.h5
expect_code "many powers and sleeps run" 0
energy=$(measured energy '^[*]$')
rest=$(measured energy_unattributed '^[*]$')
add_up "requests and the rest make the meter" "$energy" "$(total requests energy_j)" "$rest"
add_up "components and the rest make the meter" "$energy" "$(measured energy '^component:')" "$rest"
add_up "groups make the meter" "$energy" "$(measured energy '^[a-z]*$')"
add_up "tiers make the meter" "$energy" "$(measured energy '^tier:')"
add_up "nodes make the meter" "$energy" "$(total node_totals energy_j)"
add_up "causes make the meter" "$energy" "$(measured energy_idle '^[*]$')" "$(measured energy_dynamic '^[*]$')" \
	"$(measured energy_sleep '^[*]$')" "$(measured energy_start_up '^[*]$')"
for cause in idle dynamic sleep start_up; do
	add_up "$cause: nodes make the whole" "$(measured energy_$cause '^[*]$')" "$(total node_totals energy_${cause}_j)"
done
add_up "what components draw above idle is all that nodes do" "$(measured energy_dynamic '^[*]$')" "$(measured energy_dynamic '^component:')"
add_up "what no job carries: nodes make the whole" "$rest" "$(total node_totals energy_unattributed_j)"
check "some requests failed, and carry energy too" test "$("$FOGLINE" inspect result.h5 requests --csv | awk -F, '
	NR == 1 { for (i = 1; i <= NF; i++) { if ($i == "status") s = i; if ($i == "energy_j") e = i }; next }
	$s == "failed" && $e > 0 { n++ }
	END { print n + 0 }')" -gt 10

# The same meters whether it ends here or goes on: the sums at the end of the warm-up are taken off, whatever is in service then.
mv result.h5 whole.h5
before=$energy
run "$FOGLINE" run powered.yaml -q -o result.h5 --set run.warmup="20 s"
after=$(measured energy '^[*]$')
components=$(measured energy '^component:')
rest=$(measured energy_unattributed '^[*]$')
add_up "after a warm-up components and the rest make the meter" "$after" "$components" "$rest"
run "$FOGLINE" run powered.yaml -q -o result.h5 --set run.duration="20 s" --set workload.ask.stop="20 s"
add_up "before and after the warm-up make the whole" "$before" "$after" "$(measured energy '^[*]$')"

# Without power and sleep there is no trace of them, and sleep draws from nothing else.
"$FOGLINE" inspect whole.h5 requests --csv | cut -d, -f3,5 | sort >arrivals
run "$FOGLINE" run mixed.yaml -q -o result.h5 --set nodes.linear.power.idle="40 W"
check "requests begin when they did without sleep" sh -c '"$FOGLINE" inspect result.h5 requests --csv | cut -d, -f3,5 | sort | cmp -s - arrivals'
sed '/^  linear:/s/, power: {.*}}/}/' mixed.yaml >plain.yaml
run "$FOGLINE" run plain.yaml -q -o result.h5
expect_code "a scenario without power runs" 0
columns requests >header
columns node_totals >>header
"$FOGLINE" inspect result.h5 summary --csv >>header
check "it has no energy" test -z "$(grep -e 'energy_[a-i]' -e energy_sleep -e request_energy -e asleep -e component: header)"

# What no meter sees is not said to draw nothing: with power at the phones alone, of the components only the client draws any.
sed '/^  [a-z]*:/s/, power: {.*}}/}/; /^  phone:/s/}$/, power: {idle: 1 W, busy: 2 W}}/' mixed.yaml >phones.yaml
run "$FOGLINE" run phones.yaml -q -o result.h5
expect_code "a scenario with power at the phones alone runs" 0
check "components without power have no energy" test "$("$FOGLINE" inspect result.h5 summary --csv | grep '^energy,component:' | cut -d, -f2)" = "component:one/app"
sed 's/, work: exponential(2 MI)//' phones.yaml >idle.yaml
run "$FOGLINE" run idle.yaml -q -o result.h5
check "requests that no meter sees have no energy" test -z "$("$FOGLINE" inspect result.h5 summary --csv | grep -e '^request_energy,' -e '^energy,component:')$(total requests energy_j)"
check "the phones have" test -n "$(measured energy '^phone$')"

# refused WHAT KEYS TEXT: the group `linear` with these keys is refused, with the place and this text.
refused() {
	sed "/^  linear:/s/, power: {.*}}/, $2}/" mixed.yaml >wrong.yaml
	run "$FOGLINE" check wrong.yaml
	expect_code "refused: $1" 2
	expect_in "$1: says so" err "$3"
	check "$1: says where" grep -q '^wrong.yaml:6:[0-9]*: error: ' err
}

refused "power asleep without power" 'sleep: {after: 1 s, power: 1 W}' "node group 'linear' has power asleep or starting up, but no \`power\` awake"
refused "sleep without after" 'sleep: {start-up: 1 s}' "'after' is missing"
refused "an unknown key of sleep" 'sleep: {after: 1 s, start-upp: 1 s}' "did you mean 'start-up'?"
refused "points that do not reach full load" 'power: {piecewise: [{load: 0, power: 1 W}, {load: 90 %, power: 2 W}]}' \
	"the points must begin at load 0 % and end at 100 %"
refused "points out of order" 'power: {piecewise: [{load: 0, power: 1 W}, {load: 60 %, power: 2 W}, {load: 50 %, power: 3 W}, {load: 1, power: 4 W}]}' \
	"the load 50 % follows 60 %; loads must increase"
refused "a point below idle" 'power: {piecewise: [{load: 0, power: 2 W}, {load: 50 %, power: 1 W}, {load: 1, power: 3 W}]}' \
	"1 W at load 50 % is below the 2 W of load 0 %"
refused "a point without power" 'power: {piecewise: [{load: 0, power: 2 W}, {load: 1}]}' "'power' is missing"

# What `show` prints gives the same run, and every key can be set from outside.
"$FOGLINE" show powered.yaml >shown.yaml
run "$FOGLINE" run shown.yaml -q -o shown.h5
"$FOGLINE" inspect shown.h5 summary --csv >shown.csv
"$FOGLINE" inspect whole.h5 summary --csv >whole.csv
check "show gives the same run" cmp -s shown.csv whole.csv
run "$FOGLINE" show powered.yaml --set nodes.phone.sleep.after="3 s" --set nodes.linear.sleep.after="4 s" --set "nodes.curve.power.points[1].power=21 W"
expect_code "sleep and points can be set from outside" 0
check "and are set" test "$(grep -c -e 'after: 3 s' -e 'after: 4 s' -e 'power: 21 W' out)" -eq 3
# Sums leave out nodes without power, and say so.
run "$FOGLINE" run "$SRCDIR/scenarios/ten-lines.yaml" --replications 2 --set 'nodes.server.power={idle: 40 W, busy: 90 W}' -o some.h5
expect_in "groups without power are named" out "note: energy leaves out nodes without power: camera"
run "$FOGLINE" run "$SRCDIR/scenarios/ten-lines.yaml" --replications 2 -o none.h5
check "where none has power nothing is said" sh -c '! grep -q "leaves out" out'
run "$FOGLINE" run "$SRCDIR/scenarios/1-quickstart.yaml" --replications 2 --set run.duration=10s -o all.h5
check "nor where all have" sh -c '! grep -q "leaves out" out'

finish
